/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-checks.h"

#include "ebb-progress.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
ebb_checks_init (EbbChecks *checks)
{
  *checks = (EbbChecks){ .systolic = NAN,
                         .diastolic = NAN,
                         .heart_rate = NAN,
                         .pain = NAN,
                         .soreness = NAN,
                         .first_systolic = NAN,
                         .first_diastolic = NAN,
                         .diastolic_block = EBB_BP_HIGH_DIASTOLIC };
}

void
ebb_checks_clear (EbbChecks *checks)
{
  g_free (checks->news);
  ebb_checks_init (checks);
}

gboolean
ebb_bp_is_plausible (double systolic, double diastolic)
{
  return systolic >= 60 && systolic <= 280 && diastolic >= 30 && diastolic <= 180
         && systolic > diastolic;
}

gboolean
ebb_heart_rate_is_plausible (double per_min)
{
  return per_min >= 20 && per_min <= 250;
}

static gboolean
bp_begun (const EbbChecks *checks)
{
  return !isnan (checks->systolic) || !isnan (checks->diastolic);
}

static gboolean
bp_complete (const EbbChecks *checks)
{
  return ebb_bp_is_plausible (checks->systolic, checks->diastolic);
}

static gboolean
bp_low (const EbbChecks *checks)
{
  return bp_complete (checks) && checks->systolic < EBB_BP_LOW_SYSTOLIC;
}

static gboolean
bp_high (const EbbChecks *checks)
{
  return bp_complete (checks)
         && (checks->systolic >= EBB_BP_HIGH_SYSTOLIC
             || checks->diastolic >= checks->diastolic_block);
}

const char *
ebb_checks_bp_advice (const EbbChecks *checks)
{
  if (bp_high (checks) && checks->n_high > 0)
    return _ ("High again. No cuff training today; tell the physician.");
  if (bp_low (checks) && checks->n_high > 0)
    return _ ("Low again. No cuff training today; tell the physician.");
  if (bp_high (checks))
    return _ ("High. Sit for five minutes and measure again; both stay in the record.");
  if (bp_low (checks))
    return _ ("Low. Sit for five minutes and measure again; both stay in the record.");
  if (!isnan (checks->systolic) && !isnan (checks->diastolic) && !bp_complete (checks))
    return _ ("These two numbers cannot be a blood pressure.");
  if (checks->n_high > 0 && !bp_begun (checks))
    return _ ("Measure again after five minutes of sitting.");
  return NULL;
}

gboolean
ebb_checks_wants_second_bp (const EbbChecks *checks)
{
  return (bp_high (checks) || bp_low (checks)) && checks->n_high == 0;
}

void
ebb_checks_set_aside (EbbChecks *checks)
{
  if (checks->n_high++ == 0) {
    checks->first_systolic = checks->systolic;
    checks->first_diastolic = checks->diastolic;
  }
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

typedef void (*Take) (gpointer into, const char *kind, double value, double second,
                      const char *text);

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

  take (into, EBB_DOOR_NOTHING_NEW, 0, has_words (checks) ? 1 : NAN, line);
  for (guint i = 0; i < EBB_CHECKS_N_NEWS; i++) {
    g_autofree char *text =
        g_strdup_printf (checks->is_new[i] ? _ ("New: %s") : _ ("No: %s"), _ (news[i].text));

    if (checks->is_new[i] || ebb_look_from_string (news[i].id) >= 0)
      take (into, news[i].id, checks->is_new[i] ? 1 : 0, NAN, text);
  }
}

static void
take_all (const EbbChecks *checks, Take take, gpointer into)
{
  if (checks->nothing_new)
    take (into, EBB_DOOR_NOTHING_NEW, 1, NAN, NULL);
  else if (checks->something_new)
    take_news (checks, take, into);
  if (checks->skin_fine)
    take (into, "skin", 1, NAN, _ ("Limb looked at and in order"));
  if (ebb_bp_is_plausible (checks->first_systolic, checks->first_diastolic))
    take (into, "bp", checks->first_systolic, checks->first_diastolic, NULL);
  if (bp_complete (checks))
    take (into, "bp", checks->systolic, checks->diastolic, NULL);
  if (!isnan (checks->heart_rate))
    take (into, "heart-rate", checks->heart_rate, NAN, NULL);
  if (!isnan (checks->pain))
    take (into, "pain", checks->pain, NAN, NULL);
  if (!isnan (checks->soreness)) {
    g_autofree char *text =
        g_strdup_printf (_ ("Soreness from last time %.0f of 10"), checks->soreness);

    take (into, "soreness", checks->soreness, NAN, text);
  }
}

static void
take_answer (gpointer into, const char *kind, double value, double second, const char *text)
{
  ebb_door_take (into, kind, value, second, text);
}

static void
take_record (gpointer into, const char *kind, double value, double second, const char *text)
{
  ebb_session_check (into, kind, value, second, text);
}

void
ebb_checks_answers (const EbbChecks *checks, EbbDoor *into)
{
  take_all (checks, take_answer, into);
}

void
ebb_checks_store (const EbbChecks *checks, EbbSession *session)
{
  take_all (checks, take_record, session);
}

/* --- What is missing or odd ----------------------------------------------------------------- */

const char *
ebb_checks_why_not (const EbbChecks *checks)
{
  if (bp_high (checks) || bp_low (checks) || (checks->n_high > 0 && !bp_complete (checks)))
    return ebb_checks_bp_advice (checks) != NULL ? ebb_checks_bp_advice (checks)
                                                 : _ ("Measure the blood pressure again.");
  if (bp_begun (checks) && !bp_complete (checks))
    return _ ("Complete the blood pressure, or empty it.");
  if (!isnan (checks->heart_rate) && !ebb_heart_rate_is_plausible (checks->heart_rate))
    return _ ("This number cannot be a heart rate.");
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
  if (!bp_complete (checks))
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
