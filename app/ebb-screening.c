/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening.h"

#include "ebb-defined.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
reason_free (EbbScreeningReason *reason)
{
  g_free (reason->id);
  g_free (reason->text);
  g_free (reason->source);
  g_free (reason);
}

void
ebb_screening_judgement_free (EbbScreeningJudgement *judgement)
{
  if (judgement == NULL)
    return;
  g_clear_pointer (&judgement->reasons, g_ptr_array_unref);
  g_free (judgement);
}

/* --- Clearances -------------------------------------------------------------------------- */

static gboolean
covers (const EbbClearance *clearance, const char *id)
{
  g_auto (GStrv) ids = g_strsplit (clearance->scope, " ", -1);

  return g_strcmp0 (clearance->scope, EBB_CLEARANCE_ALL) == 0
         || g_strv_contains ((const char *const *) ids, id);
}

static const EbbClearance *
find_clearance (const EbbScreeningQuestion *question, const char *id)
{
  for (guint i = 0; question->clearances != NULL && i < question->clearances->len; i++) {
    const EbbClearance *clearance = g_ptr_array_index (question->clearances, i);

    if (covers (clearance, id))
      return clearance;
  }
  return NULL;
}

/* --- Reasons ----------------------------------------------------------------------------- */

/* A limit only ever lowers. */
static void
take_limit (EbbScreeningJudgement *judgement, double max_percent_lop, gboolean intermittent)
{
  if (max_percent_lop > 0
      && (judgement->max_percent_lop == 0 || max_percent_lop < judgement->max_percent_lop))
    judgement->max_percent_lop = max_percent_lop;
  judgement->intermittent |= intermittent;
}

static EbbScreeningReason *
add_reason (EbbScreeningJudgement *judgement, const char *id, EbbEffect effect,
            EbbScreeningOutcome level, char *text)
{
  EbbScreeningReason *reason = g_new0 (EbbScreeningReason, 1);

  reason->id = g_strdup (id);
  reason->effect = effect;
  reason->level = level;
  reason->text = text;
  g_ptr_array_add (judgement->reasons, reason);
  return reason;
}

static gboolean
limits (const EbbScreeningLimit *limit)
{
  return limit != NULL && (limit->max_percent_lop > 0 || limit->intermittent);
}

/* Cleared by a physician: its limits stay, and the physician's own come to them. */
static void
add_cleared (EbbScreeningJudgement *judgement, const char *id, const char *what,
             const EbbScreeningLimit *limit, const EbbClearance *clearance)
{
  gboolean limited = limits (limit) || clearance->max_percent_lop > 0 || clearance->intermittent;

  if (limit != NULL)
    take_limit (judgement, limit->max_percent_lop, limit->intermittent);
  take_limit (judgement, clearance->max_percent_lop, clearance->intermittent);
  add_reason (judgement, id, EBB_EFFECT_PHYSICIAN,
              limited ? EBB_SCREENING_LIMITS : EBB_SCREENING_CLEARED,
              /* Translators: "Previous stroke: cleared by Dr. Sample on 2026-02-03". */
              g_strdup_printf (_ ("%s: cleared by %s on %s"), what, clearance->physician,
                               clearance->cleared_on));
}

static void
add_effect (const EbbScreeningQuestion *question, EbbScreeningJudgement *judgement, const char *id,
            EbbEffect effect, const char *what, const EbbScreeningLimit *limit)
{
  const EbbClearance *clearance =
      effect == EBB_EFFECT_PHYSICIAN ? find_clearance (question, id) : NULL;

  switch (effect) {
  case EBB_EFFECT_REFUSED:
    add_reason (judgement, id, effect, EBB_SCREENING_REFUSED,
                g_strdup_printf (_ ("%s: no training with the cuff"), what));
    return;
  case EBB_EFFECT_PHYSICIAN:
    if (clearance != NULL)
      add_cleared (judgement, id, what, limit, clearance);
    else
      add_reason (judgement, id, effect, EBB_SCREENING_PHYSICIAN,
                  g_strdup_printf (_ ("%s: a physician's clearance is needed"), what));
    return;
  case EBB_EFFECT_CAUTION:
    if (limit != NULL)
      take_limit (judgement, limit->max_percent_lop, limit->intermittent);
    add_reason (judgement, id, effect,
                limits (limit) ? EBB_SCREENING_LIMITS : EBB_SCREENING_CLEARED,
                g_strdup_printf (_ ("%s: take care"), what));
    return;
  case EBB_EFFECT_NONE:
  default:
    return;
  }
}

static void
add_missing (EbbScreeningJudgement *judgement, const char *id, const char *text)
{
  add_reason (judgement, id, EBB_EFFECT_NONE, EBB_SCREENING_INCOMPLETE, g_strdup (text));
}

/* --- Items ------------------------------------------------------------------------------- */

/* Whether a yes concerns the limb of the cuff; what is not said concerns all. */
static gboolean
concerns (const EbbScreeningItem *item, const EbbScreeningAnswer *answer, guint limb)
{
  guint limbs = answer->limbs != 0 ? answer->limbs : EBB_LIMB_ALL;

  if (item->scope == EBB_SCOPE_PERSON)
    return TRUE;
  if (item->scope == EBB_SCOPE_ARM)
    limbs &= EBB_LIMB_ARMS;
  return (limbs & (limb != 0 ? limb : EBB_LIMB_ALL)) != 0;
}

/* "Open wound (left leg)". */
static char *
name_with_limbs (const EbbScreeningItem *item, const EbbScreeningAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (ebb_defined (item->name));
  const char *before = " (";

  if (item->scope == EBB_SCOPE_PERSON || answer->limbs == 0)
    return g_strdup (ebb_defined (item->name));
  for (guint bit = 1; bit <= EBB_LIMB_RIGHT_LEG; bit <<= 1) {
    if ((answer->limbs & bit) == 0)
      continue;
    g_string_append_printf (text, "%s%s", before, ebb_screening_limb_to_text (bit));
    before = ", ";
  }
  return g_strconcat (text->str, ")", NULL);
}

static void
set_source (EbbScreeningJudgement *judgement, guint before, const char *source)
{
  for (guint i = before; i < judgement->reasons->len; i++) {
    EbbScreeningReason *reason = g_ptr_array_index (judgement->reasons, i);

    if (reason->source == NULL)
      reason->source = g_strdup (source);
  }
}

static void
judge_asked (const EbbScreeningQuestion *question, const EbbScreeningItem *item, guint *n_missing,
             GString *missing, EbbScreeningJudgement *judgement)
{
  const EbbScreeningAnswer *answer = ebb_screening_find_answer (question->screening, item->id);
  g_autofree char *what = NULL;

  if (answer == NULL) {
    g_string_append_printf (missing, "%s%s", *n_missing > 0 ? ", " : "", item->id);
    (*n_missing)++;
    return;
  }
  if (!answer->yes || !concerns (item, answer, question->limb))
    return;
  what = name_with_limbs (item, answer);
  add_effect (question, judgement, item->id, item->effect, what, &item->limit);
}

static void
judge_items (const EbbScreeningQuestion *question, EbbScreeningJudgement *judgement)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  guint n_missing = 0;

  for (guint i = 0; i < question->list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (question->list->items, i);
    guint before = judgement->reasons->len;

    if (item->measure == EBB_SCREEN_ASKED)
      judge_asked (question, item, &n_missing, missing, judgement);
    else if (ebb_screening_item_measured (question->screening, item, question->settings))
      add_effect (question, judgement, item->id, item->effect, ebb_defined (item->name),
                  &item->limit);
    set_source (judgement, before, item->source);
  }
  if (n_missing > 0) {
    /* Translators: the list holds ids such as "dvt-past, stroke". */
    g_autofree char *text =
        g_strdup_printf (ngettext ("%u question is not answered: %s",
                                   "%u questions are not answered: %s", n_missing),
                         n_missing, missing->str);

    add_missing (judgement, "answers", text);
  }
}

/* --- Facts and scores -------------------------------------------------------------------- */

static void
judge_facts (const EbbScreeningQuestion *question, EbbScreeningJudgement *judgement)
{
  const EbbScreening *screening = question->screening;

  if (screening->age_years < 0)
    add_missing (judgement, "age", _ ("The age is not known"));
  if (isnan (ebb_screening_bmi (screening)))
    add_reason (judgement, "bmi", EBB_EFFECT_CAUTION, EBB_SCREENING_CLEARED,
                g_strdup (_ ("Height or weight is not known: counted as a body mass index over "
                             "30")));
  if (screening->sex == NULL)
    add_reason (judgement, "sex", EBB_EFFECT_NONE, EBB_SCREENING_CLEARED,
                g_strdup (_ ("The sex is not known: counted with the point of a woman")));
}

static void
judge_pressure (const EbbScreeningQuestion *question, EbbScreeningJudgement *judgement)
{
  const EbbBloodPressure *pressure = ebb_screening_pressure (question->screening);
  guint before = judgement->reasons->len;
  g_autofree char *what = NULL;

  if (pressure == NULL) {
    add_missing (judgement, "blood-pressure", _ ("The resting blood pressure is not measured"));
    return;
  }
  judgement->tier = ebb_screening_tier (question->list, question->settings, pressure);
  what = g_strdup_printf (_ ("Blood pressure %d/%d mmHg (%s)"), pressure->systolic_mmhg,
                          pressure->diastolic_mmhg, ebb_defined (judgement->tier->name));
  add_effect (question, judgement, "blood-pressure", judgement->tier->effect, what,
              &judgement->tier->limit);
  judgement->measure_again =
      pressure != &question->screening->second && judgement->tier->effect >= EBB_EFFECT_PHYSICIAN;
  if (judgement->measure_again)
    add_reason (judgement, "measure-again", EBB_EFFECT_NONE, EBB_SCREENING_CLEARED,
                g_strdup (_ ("Sit five minutes and measure the blood pressure again: the second "
                             "measurement decides")));
  set_source (judgement, before, question->list->blood_pressure.source);
}

/* The column assignment of the score is not confirmed: it raises to "physician" at most. */
static void
judge_score (const EbbScreeningQuestion *question, EbbScreeningJudgement *judgement)
{
  const EbbScreeningList *list = question->list;
  const EbbScreeningCount count = { question->screening, list, question->settings };
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autofree char *what = NULL;
  guint before = judgement->reasons->len;

  judgement->score = ebb_screening_points (&count, list->score_factors, parts);
  if (judgement->score < (int) list->score_physician_from)
    return;
  what = g_strdup_printf (_ ("Point score %d, from %u on too high (%s)"), judgement->score,
                          list->score_physician_from, parts->str);
  add_effect (question, judgement, "score", EBB_EFFECT_PHYSICIAN, what, NULL);
  set_source (judgement, before, list->score.source);
}

static void
judge_vte (const EbbScreeningQuestion *question, EbbScreeningJudgement *judgement)
{
  const EbbScreeningList *list = question->list;
  const EbbScreeningCount count = { question->screening, list, question->settings };
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autofree char *what = NULL;
  guint before = judgement->reasons->len;

  judgement->vte_score = ebb_screening_points (&count, list->vte_factors, parts);
  what = g_strdup_printf (
      _ ("%s: %d points, %s (%s)"), ebb_defined (list->vte.name), judgement->vte_score,
      ebb_defined (ebb_screening_band (list->vte_bands, judgement->vte_score)->name), parts->str);
  add_effect (question, judgement, "vte-score",
              ebb_screening_band (list->vte_bands, judgement->vte_score)->effect, what, NULL);
  set_source (judgement, before, list->vte.source);
}

/* It only words the referral: the symptom itself has refused already. */
static void
word_wells (const EbbScreeningQuestion *question, EbbScreeningJudgement *judgement)
{
  int points = ebb_screening_wells (question->screening, question->list);
  EbbScreeningReason *reason;

  if (question->screening->wells->len == 0)
    return;
  reason = add_reason (
      judgement, "wells", EBB_EFFECT_NONE, EBB_SCREENING_CLEARED,
      g_strdup_printf (
          _ ("For the referral: Wells score %d (%s)"), points,
          ebb_defined (ebb_screening_band (question->list->wells_bands, points)->name)));
  reason->source = g_strdup (question->list->wells.source);
}

/* --- All of it --------------------------------------------------------------------------- */

static gboolean
has_caution (const EbbScreeningJudgement *judgement)
{
  for (guint i = 0; i < judgement->reasons->len; i++)
    if (((EbbScreeningReason *) judgement->reasons->pdata[i])->effect == EBB_EFFECT_CAUTION)
      return TRUE;
  return FALSE;
}

static int
by_strictness (gconstpointer a, gconstpointer b)
{
  const EbbScreeningReason *first = *(EbbScreeningReason *const *) a;
  const EbbScreeningReason *second = *(EbbScreeningReason *const *) b;

  return (int) second->level - (int) first->level;
}

EbbScreeningJudgement *
ebb_screening_judge (const EbbScreeningQuestion *question)
{
  EbbScreeningJudgement *judgement = g_new0 (EbbScreeningJudgement, 1);

  judgement->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) reason_free);
  judge_items (question, judgement);
  judge_facts (question, judgement);
  judge_pressure (question, judgement);
  judge_score (question, judgement);
  judge_vte (question, judgement);
  word_wells (question, judgement);
  judgement->acknowledge = has_caution (judgement) && !question->screening->acknowledged;
  if (judgement->acknowledge)
    add_missing (judgement, "acknowledged",
                 _ ("The therapist has not acknowledged the cautions yet"));

  judgement->outcome = EBB_SCREENING_CLEARED;
  for (guint i = 0; i < judgement->reasons->len; i++) {
    const EbbScreeningReason *reason = g_ptr_array_index (judgement->reasons, i);

    judgement->outcome = MAX (judgement->outcome, reason->level);
  }
  g_ptr_array_sort (judgement->reasons, by_strictness);
  return judgement;
}

void
ebb_screening_settle (EbbScreening *screening, const EbbScreeningJudgement *judgement,
                      const EbbScreeningList *list, const EbbScreeningSettings *settings)
{
  int days =
      settings != NULL && settings->valid_days >= 0 ? settings->valid_days : (int) list->valid_days;
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < judgement->reasons->len; i++) {
    const EbbScreeningReason *reason = g_ptr_array_index (judgement->reasons, i);

    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", reason->text);
  }
  screening->outcome = judgement->outcome;
  screening->score = judgement->score;
  screening->max_percent_lop = judgement->max_percent_lop;
  screening->intermittent = judgement->intermittent;
  g_free (screening->reasons);
  screening->reasons = g_string_free (g_steal_pointer (&lines), FALSE);
  g_free (screening->valid_until);
  screening->valid_until = ebb_date_after (screening->screened_on, days);
}
