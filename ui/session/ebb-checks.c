/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-checks.h"

#include "ebb-progress.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define REFILL_MAX_S 20 /* data/screening/session.json */

void
ebb_checks_init (EbbChecks *checks)
{
  *checks = (EbbChecks){ .heart_rate = NAN, .pain = NAN, .soreness = NAN, .refill_s = NAN };
  ebb_bp_init (&checks->bp);
}

void
ebb_checks_clear (EbbChecks *checks)
{
  g_free (checks->news);
  ebb_checks_init (checks);
}

void
ebb_checks_load (EbbChecks *checks, const EbbScreeningFile *file, const EbbDoorNow *now)
{
  g_auto (EbbDoor) earlier = { 0 };
  const EbbDoor none = { 0 };

  if (file == NULL)
    return;
  checks->bp.diastolic_block = file->settings.diastolic_block_mmhg;
  if (checks->recalled)
    return;
  checks->recalled = TRUE;
  ebb_door_recall (&earlier, file, &none, now);
  for (guint i = earlier.answers != NULL ? earlier.answers->len : 0; i > 0; i--) {
    const EbbDoorAnswer *answer = g_ptr_array_index (earlier.answers, i - 1);

    ebb_bp_recall (&checks->bp, answer->value, answer->second, answer->t_us);
  }
}

gboolean
ebb_heart_rate_is_plausible (double per_min)
{
  return per_min >= 20 && per_min <= 250;
}

/* --- What may be new ------------------------------------------------------------------------ */

static const struct {
  const char *id, *text;
} news[EBB_CHECKS_N_NEWS] = {
  { "health-change", N_ ("Health, medicine, surgery, pregnancy") },
  { "ill-today", N_ ("Fever or illness today") },
  { "one-sided", N_ ("One limb: pain, swelling, warmth, colour; or breathless") },
  { "dark-urine", N_ ("Dark urine after last time") },
  { "faint-numb", N_ ("Fainted, dizzy, or numb for long") },
  { "travel-bed-drink", N_ ("Long travel, bed rest, dehydration, alcohol") },
  { "effusion", N_ ("More fluid in the joint") },
  { "swelling", N_ ("Trained limb more swollen") },
  { "hurts-more", N_ ("Same pressure hurts much more") },
  { "lost-range", N_ ("Less range of motion") },
  { "extension-lag", N_ ("Extension lag") },
};

const char *
ebb_checks_new_text (guint index)
{
  return _ (news[index].text);
}

const char *
ebb_checks_new_id (guint index)
{
  return news[index].id;
}

static gboolean
has_words (const EbbChecks *checks)
{
  return checks->news != NULL && *checks->news != '\0';
}

static gboolean
has_news (const EbbChecks *checks)
{
  for (guint i = 0; i < EBB_CHECKS_N_NEWS; i++)
    if (checks->is_new[i])
      return TRUE;
  return has_words (checks);
}

/* --- As the session takes it ---------------------------------------------------------------- */

/* As ebb_door_take_at(); EBB_TIME_UNSET = now. */
typedef void (*Take) (gpointer into, gint64 t_us, const char *kind, double value, double second,
                      const char *text);

typedef struct {
  Take take;
  gpointer into;
} Taker;

/* What the words or, without any, the chosen lines say. */
static char *
news_text (const EbbChecks *checks)
{
  g_autoptr (GString) text = g_string_new (has_words (checks) ? checks->news : NULL);

  for (guint i = 0; !has_words (checks) && i < EBB_CHECKS_N_NEWS; i++)
    if (checks->is_new[i])
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _ (news[i].text));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A no to what progression looks at is an answer too. */
static void
take_news (const EbbChecks *checks, Take take, gpointer into)
{
  g_autofree char *line = news_text (checks);

  take (into, EBB_TIME_UNSET, EBB_DOOR_NOTHING_NEW, 0, has_words (checks) ? 1 : NAN, line);
  for (guint i = 0; i < EBB_CHECKS_N_NEWS; i++) {
    g_autofree char *text =
        g_strdup_printf (checks->is_new[i] ? _ ("New: %s") : _ ("No: %s"), _ (news[i].text));

    if (checks->is_new[i] || ebb_look_from_string (news[i].id) >= 0)
      take (into, EBB_TIME_UNSET, news[i].id, checks->is_new[i] ? 1 : 0, NAN, text);
  }
}

static void
take_number (Take take, gpointer into, const char *kind, double value, const char *text)
{
  if (!isnan (value))
    take (into, EBB_TIME_UNSET, kind, value, NAN, text);
}

static void
take_reading (gpointer into, gint64 t_us, const char *kind, double value, double second)
{
  const Taker *taker = into;

  taker->take (taker->into, t_us, kind, value, second, NULL);
}

static void
take_all (const EbbChecks *checks, Take take, gpointer into)
{
  g_autofree char *soreness =
      g_strdup_printf (_ ("Soreness from last time %.0f of 10"), checks->soreness);
  Taker taker = { take, into };

  if (checks->nothing_new)
    take (into, EBB_TIME_UNSET, EBB_DOOR_NOTHING_NEW, 1, NAN, NULL);
  else if (checks->something_new)
    take_news (checks, take, into);
  if (checks->skin_fine)
    take (into, EBB_TIME_UNSET, "skin", 1, NAN, _ ("Limb looked at and in order"));
  take_number (take, into, "refill-before", checks->refill_s, NULL);
  ebb_bp_take (&checks->bp, take_reading, &taker);
  take_number (take, into, "heart-rate", checks->heart_rate, NULL);
  take_number (take, into, "pain", checks->pain, NULL);
  take_number (take, into, "soreness", checks->soreness, soreness);
}

static void
take_answer (gpointer into, gint64 t_us, const char *kind, double value, double second,
             const char *text)
{
  ebb_door_take_at (into, t_us, kind, value, second, text);
}

typedef struct {
  EbbSession *session;
  gint64 now_us;
  gboolean several; /* blood pressures */
} Record;

/* When each of several was measured stands in words: the record's own time is the start's. */
static void
take_record (gpointer into, gint64 t_us, const char *kind, double value, double second,
             const char *text)
{
  const Record *record = into;
  g_autoptr (GDateTime) at = NULL;
  g_autofree char *clock = NULL, *measured = NULL;

  if (t_us != EBB_TIME_UNSET && record->several) {
    at = g_date_time_new_from_unix_local ((ebb_clock_wall_unix_us () - (record->now_us - t_us))
                                          / G_USEC_PER_SEC);
    clock = g_date_time_format (at, "%H:%M");
    measured = g_strdup_printf (_ ("measured at %s"), clock);
  }
  ebb_session_check_at (record->session, t_us != EBB_TIME_UNSET ? t_us : record->now_us, kind,
                        value, second, measured != NULL ? measured : text);
}

void
ebb_checks_answers (const EbbChecks *checks, EbbDoor *into)
{
  take_all (checks, take_answer, into);
}

void
ebb_checks_store (const EbbChecks *checks, EbbSession *session, gint64 now_us)
{
  Record record = { session, now_us, checks->bp.n_kept > 0 };

  take_all (checks, take_record, &record);
}

/* --- What is missing or odd ----------------------------------------------------------------- */

const char *
ebb_checks_why_not (const EbbChecks *checks)
{
  const char *advice = ebb_bp_advice (&checks->bp);

  if (advice != NULL)
    return advice;
  if (ebb_bp_is_begun (&checks->bp) && !ebb_bp_is_complete (&checks->bp))
    return _ ("Complete the blood pressure, or empty it.");
  if (!isnan (checks->heart_rate) && !ebb_heart_rate_is_plausible (checks->heart_rate))
    return _ ("This number cannot be a heart rate.");
  if (!isnan (checks->refill_s) && !(checks->refill_s >= 0 && checks->refill_s <= REFILL_MAX_S))
    return _ ("Capillary refill: 0 to 20 s.");
  if (checks->something_new && !has_news (checks))
    return _ ("Choose or write down what is new.");
  return NULL;
}

char *
ebb_checks_missing (const EbbChecks *checks)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;

  if (!checks->nothing_new && !checks->something_new)
    g_ptr_array_add (names, (gpointer) _ ("what is new"));
  if (!checks->skin_fine)
    g_ptr_array_add (names, (gpointer) _ ("the limb"));
  if (!ebb_bp_is_complete (&checks->bp))
    g_ptr_array_add (names, (gpointer) _ ("blood pressure"));
  if (isnan (checks->pain))
    g_ptr_array_add (names, (gpointer) _ ("pain"));
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  /* Translators: "Not asked yet: blood pressure, pain". */
  return g_strdup_printf (_ ("Not asked yet: %s"), list);
}
