/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-door-keep.h"

#include "ebb-defined.h"
#include "ebb-store-ask-visit.h"

#include <math.h>

EbbDoorNow
ebb_door_now (EbbClock *clock)
{
  return (EbbDoorNow){ ebb_clock_now_us (clock), ebb_clock_wall_unix_us () };
}

typedef struct {
  EbbDesk *desk;    /* owned */
  char *patient_id; /* owned */
} Kept;

static Kept *
kept_new (EbbDesk *desk, const char *patient_id)
{
  Kept *kept = g_new (Kept, 1);

  *kept = (Kept){ g_object_ref (desk), g_strdup (patient_id) };
  return kept;
}

/* What could not be written is the store's to tell: its alarm stands on every page. */
static void
on_kept_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Kept *kept = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);

  if (id != NULL)
    ebb_desk_tell_records (kept->desk, kept->patient_id);
  else
    g_message ("%s", error->message);
  g_object_unref (kept->desk);
  g_free (kept->patient_id);
  g_free (kept);
}

static void
keep_change (EbbDesk *desk, const char *patient_id, const EbbCheckItem *item,
             const EbbDoorAnswer *answer)
{
  const EbbHealthChange record = {
    .patient_id = (char *) patient_id,
    .what = (char *) (answer->text != NULL ? answer->text : ebb_defined (item->question)),
    .operator_name = (char *) ebb_desk_get_operator (desk),
    .noted_unix_us = ebb_clock_wall_unix_us (),
  };

  ebb_store_put_health_change_async (ebb_desk_get_store (desk), &record, on_kept_cb,
                                     kept_new (desk, patient_id));
}

static guint
keep_changes (EbbDesk *desk, const char *patient_id, const EbbCheckList *list,
              const EbbDoor *answers)
{
  guint n = 0;

  for (guint i = 0; i < list->checks->len; i++) {
    const EbbCheckItem *item = g_ptr_array_index (list->checks, i);
    const EbbDoorAnswer *answer = ebb_door_find (answers, item->id);

    if (item->effect != EBB_CHECK_SCREEN_AGAIN || answer == NULL || !(answer->value > 0))
      continue;
    keep_change (desk, patient_id, item, answer);
    n++;
  }
  return n;
}

/* --- A first blood pressure ----------------------------------------------------------------- */

static void
post_reading (EbbDesk *desk, const char *patient_id, const EbbDoorAnswer *answer,
              gint64 measured_unix_us, gboolean mistyped)
{
  EbbDoorReading *reading = g_new (EbbDoorReading, 1);

  *reading = (EbbDoorReading){ .patient_id = g_strdup (patient_id),
                               .systolic_mmhg = (int) lround (answer->value),
                               .diastolic_mmhg = (int) lround (answer->second),
                               .mistyped = mistyped,
                               .operator_name = g_strdup (ebb_desk_get_operator (desk)),
                               .measured_unix_us = measured_unix_us };
  ebb_store_put_door_reading_async (ebb_desk_get_store (desk), reading, on_kept_cb,
                                    kept_new (desk, patient_id));
}

static const EbbDoorReading *
find_reading (const EbbScreeningFile *file, const EbbDoorAnswer *answer, const EbbDoorNow *now)
{
  for (guint i = 0; file != NULL && i < file->readings->len; i++)
    if (ebb_door_is_reading (answer, g_ptr_array_index (file->readings, i), now))
      return g_ptr_array_index (file->readings, i);
  return NULL;
}

/* One that waits for its second; what is on file already stays as it is. */
static guint
keep_first (EbbDesk *desk, const char *patient_id, const EbbDoorQuestion *question,
            const EbbDoor *answers, const EbbDoorNow *now)
{
  const EbbDoorAnswer *first = ebb_door_waits (answers, question);
  gint64 ago_us;

  if (first == NULL || find_reading (question->screening, first, now) != NULL)
    return 0;
  ago_us = first->t_us != EBB_TIME_UNSET ? now->us - first->t_us : 0;
  post_reading (desk, patient_id, first, now->unix_us - ago_us, FALSE);
  return 1;
}

/* One on file that was a slip of the finger after all. */
static guint
take_back (EbbDesk *desk, const char *patient_id, const EbbScreeningFile *file,
           const EbbDoor *answers, const EbbDoorNow *now)
{
  guint n = 0;

  for (guint i = 0; i < answers->answers->len; i++) {
    const EbbDoorAnswer *answer = g_ptr_array_index (answers->answers, i);
    const EbbDoorReading *reading = find_reading (file, answer, now);

    if (reading == NULL || g_strcmp0 (answer->kind, EBB_DOOR_MISTYPED) != 0)
      continue;
    post_reading (desk, patient_id, answer, reading->measured_unix_us, TRUE);
    n++;
  }
  return n;
}

guint
ebb_door_keep (EbbDesk *desk, const char *patient_id, EbbScreeningFile *file,
               const EbbDoor *answers)
{
  g_autoptr (EbbCheckList) list = ebb_check_list_load_builtin (NULL);
  const EbbDoorQuestion question = { .list = list, .screening = file, .percent_lop = NAN };
  const EbbDoorNow now = ebb_door_now (ebb_desk_get_clock (desk));
  g_autoptr (GPtrArray) refusals = NULL;
  guint n;

  if (list == NULL || answers->answers == NULL)
    return 0;
  refusals = ebb_door_refusals (answers, &question);
  n = refusals->len + keep_changes (desk, patient_id, list, answers)
      + keep_first (desk, patient_id, &question, answers, &now)
      + take_back (desk, patient_id, file, answers, &now);
  while (refusals->len > 0) {
    EbbDoorRefusal *refusal = g_ptr_array_steal_index (refusals, 0);

    refusal->patient_id = g_strdup (patient_id);
    refusal->operator_name = g_strdup (ebb_desk_get_operator (desk));
    refusal->refused_unix_us = ebb_clock_wall_unix_us ();
    ebb_store_put_door_refusal_async (ebb_desk_get_store (desk), refusal, on_kept_cb,
                                      kept_new (desk, patient_id));
  }
  return n;
}
