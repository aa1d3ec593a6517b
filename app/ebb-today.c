/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-today.h"

#include "ebb-defined.h"
#include "ebb-occlusion-clock.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

/* Arming, inflation and count-down before the first set of each exercise. */
#define SETTLE_MS  15000
/* Reperfusion (AIS, clinic 3.3) between two exercises, in which the next one is set up. */
#define BETWEEN_MS (EBB_REPERFUSION_S * 1000)
/* Cuff off and the limb looked at after the last one (P). */
#define AROUND_MS  120000

#define MINUTE_MS 60000

static void
part_clear (EbbTodayPart *part)
{
  g_free (part->prescription_id);
  g_free (part->exercise_id);
  g_free (part->name);
}

void
ebb_today_free (EbbToday *today)
{
  if (today == NULL)
    return;
  for (guint i = 0; i < today->n_parts; i++)
    part_clear (&today->parts[i]);
  g_free (today);
}

EbbToday *
ebb_today_copy (const EbbToday *today)
{
  EbbToday *copy = g_memdup2 (today, sizeof *today);

  for (guint i = 0; i < copy->n_parts; i++) {
    EbbTodayPart *part = &copy->parts[i];

    part->prescription_id = g_strdup (part->prescription_id);
    part->exercise_id = g_strdup (part->exercise_id);
    part->name = g_strdup (part->name);
  }
  return copy;
}

/* --- The list ---------------------------------------------------------------------------- */

/* How long the fewest, ... all sets take; FALSE when it cannot run. */
static gboolean
measure (EbbVisitBout *bout, const EbbPrescription *prescription, const EbbProtocol *protocol,
         const EbbExercise *exercise)
{
  EbbTarget target = { 0 };
  EbbPlan plan;

  if (!ebb_prescription_resolve (prescription, &target, NULL))
    return FALSE;
  for (guint n = bout->sets_min; n <= bout->n_sets; n++) {
    if (!ebb_plan_make (protocol, exercise, prescription, &target, n, &plan, NULL))
      return FALSE;
    bout->set_ms[n - 1] = ebb_plan_total_ms (&plan) + SETTLE_MS;
  }
  return TRUE;
}

static char *
name_of (const EbbPrescriptionRecord *record, const EbbExercise *exercise)
{
  const char *limb = ebb_limb_to_text (record->segment, record->side);

  /* Translators: an exercise and a limb: "Quad set, left thigh". */
  return g_strdup_printf (_ ("%s, %s"), ebb_defined (exercise->name), limb);
}

gboolean
ebb_today_add (EbbToday *today, const EbbPrescriptionRecord *record,
               const EbbPrescription *prescription, const EbbProtocol *protocol,
               const EbbExercise *exercise)
{
  guint n_sets = record->n_sets > 0 ? MIN (record->n_sets, protocol->n_sets) : protocol->n_sets;
  EbbTodayPart part = { .segment = record->segment, .side = record->side, .n_sets = n_sets };

  part.bout.n_sets = n_sets;
  part.bout.sets_min = CLAMP (protocol->sets_min, 1, n_sets);
  if (today->n_parts == EBB_VISIT_BOUTS_MAX
      || !measure (&part.bout, prescription, protocol, exercise))
    return FALSE;
  part.prescription_id = g_strdup (record->id);
  part.exercise_id = g_strdup (exercise->id);
  part.name = name_of (record, exercise);
  today->parts[today->n_parts++] = part;
  return TRUE;
}

void
ebb_today_begin_with (EbbToday *today, const char *prescription_id)
{
  for (guint i = 0; i < today->n_parts; i++) {
    EbbTodayPart part = today->parts[i];

    if (g_strcmp0 (part.prescription_id, prescription_id) != 0)
      continue;
    for (; i > 0; i--)
      today->parts[i] = today->parts[i - 1];
    if (part.n_sets == 0)
      part.n_sets = part.bout.n_sets;
    today->parts[0] = part;
    return;
  }
}

static gboolean
is_same (const EbbTodayPart *part, const char *exercise_id, EbbSegment segment, EbbSide side)
{
  return part->segment == segment && part->side == side
         && g_strcmp0 (part->exercise_id, exercise_id) == 0;
}

void
ebb_today_mark_done (EbbToday *today, const char *exercise_id, EbbSegment segment, EbbSide side)
{
  for (guint i = 0; i < today->n_parts; i++)
    if (is_same (&today->parts[i], exercise_id, segment, side))
      today->parts[i].done = TRUE;
}

void
ebb_today_carry (EbbToday *today, const EbbToday *before)
{
  for (guint i = 0; i < today->n_parts; i++) {
    EbbTodayPart *part = &today->parts[i];

    for (guint j = 0; j < before->n_parts; j++) {
      const EbbTodayPart *known = &before->parts[j];

      if (!is_same (part, known->exercise_id, known->segment, known->side))
        continue;
      part->done = known->done;
      part->n_sets = MIN (known->n_sets, part->bout.n_sets);
    }
  }
  today->fit_minutes = before->fit_minutes;
}

const EbbTodayPart *
ebb_today_find (const EbbToday *today, const char *prescription_id)
{
  for (guint i = 0; i < today->n_parts; i++)
    if (g_strcmp0 (today->parts[i].prescription_id, prescription_id) == 0)
      return &today->parts[i];
  return NULL;
}

static gboolean
is_left (const EbbTodayPart *part)
{
  return !part->done && part->n_sets > 0;
}

const EbbTodayPart *
ebb_today_next (const EbbToday *today)
{
  for (guint i = 0; i < today->n_parts; i++)
    if (is_left (&today->parts[i]))
      return &today->parts[i];
  return NULL;
}

guint
ebb_today_n_left (const EbbToday *today)
{
  guint n_left = 0;

  for (guint i = 0; i < today->n_parts; i++)
    n_left += is_left (&today->parts[i]) ? 1 : 0;
  return n_left;
}

/* --- Minutes ----------------------------------------------------------------------------- */

/* What is still to come, as ebb-short-visit reads it; `parts` are their places on the list. */
static guint
still_to_come (const EbbToday *today, EbbVisitBout *bouts, guint *parts)
{
  guint n_bouts = 0;

  for (guint i = 0; i < today->n_parts; i++) {
    if (today->parts[i].done)
      continue;
    parts[n_bouts] = i;
    bouts[n_bouts++] = today->parts[i].bout;
  }
  return n_bouts;
}

gint64
ebb_today_left_ms (const EbbToday *today)
{
  guint n_left = ebb_today_n_left (today);
  gint64 left_ms = 0;

  if (n_left == 0)
    return 0;
  for (guint i = 0; i < today->n_parts; i++)
    if (is_left (&today->parts[i]))
      left_ms += today->parts[i].bout.set_ms[today->parts[i].n_sets - 1];
  return left_ms + AROUND_MS + (n_left - 1) * BETWEEN_MS;
}

gboolean
ebb_today_fit (EbbToday *today, guint minutes)
{
  EbbVisitBout bouts[EBB_VISIT_BOUTS_MAX];
  guint parts[EBB_VISIT_BOUTS_MAX];
  guint n_bouts = still_to_come (today, bouts, parts);
  EbbShortVisit visit;

  if (n_bouts == 0)
    return FALSE;
  ebb_short_visit_fit (bouts, n_bouts, BETWEEN_MS, AROUND_MS, (gint64) minutes * MINUTE_MS, &visit);
  if (!visit.fits)
    return FALSE;
  for (guint i = 0; i < n_bouts; i++)
    today->parts[parts[i]].n_sets = visit.n_sets[i];
  today->fit_minutes = visit.shortened ? minutes : 0;
  return TRUE;
}

void
ebb_today_undo (EbbToday *today)
{
  for (guint i = 0; i < today->n_parts; i++)
    if (!today->parts[i].done)
      today->parts[i].n_sets = today->parts[i].bout.n_sets;
  today->fit_minutes = 0;
}

guint
ebb_today_shortest_min (const EbbToday *today)
{
  EbbVisitBout bouts[EBB_VISIT_BOUTS_MAX];
  guint parts[EBB_VISIT_BOUTS_MAX];
  guint n_bouts = still_to_come (today, bouts, parts);
  EbbShortVisit visit;

  if (n_bouts == 0)
    return 0;
  ebb_short_visit_shortest (bouts, n_bouts, BETWEEN_MS, AROUND_MS, &visit);
  return (guint) ((visit.total_ms + MINUTE_MS - 1) / MINUTE_MS);
}

/* --- Words ------------------------------------------------------------------------------- */

static char *
left_out_to_text (const EbbToday *today)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; i < today->n_parts; i++)
    if (today->parts[i].n_sets == 0)
      g_ptr_array_add (names, today->parts[i].name);
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv ("; ", (char **) names->pdata);
  /* Translators: exercises, separated by semicolons. */
  return g_strdup_printf (_ ("Left out: %s."), joined);
}

char *
ebb_today_drops_to_text (const EbbToday *today)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  char *out = left_out_to_text (today);

  for (guint i = 0; i < today->n_parts; i++) {
    const EbbTodayPart *part = &today->parts[i];

    if (part->n_sets > 0 && part->n_sets < part->bout.n_sets)
      /* Translators: "Quad set, left thigh: 2 of 3 sets." */
      g_ptr_array_add (lines, g_strdup_printf (_ ("%s: %u of %u sets."), part->name, part->n_sets,
                                               part->bout.n_sets));
  }
  if (out != NULL)
    g_ptr_array_add (lines, out);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv (" ", (char **) lines->pdata);
}

char *
ebb_today_record_text (const EbbToday *today)
{
  g_autofree char *drops = NULL;

  if (today->fit_minutes == 0)
    return NULL;
  drops = ebb_today_drops_to_text (today);
  if (*drops == '\0')
    return NULL; /* what was left out is done all the same */
  return g_strdup_printf (_ ("Shortened by the therapist to fit in %u min. %s"), today->fit_minutes,
                          drops);
}
