/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way: what stands in the fields -> the prescription -> resolve, and once more as if a reason
 * were given, so that a form that wants a reason can show what it would be for.
 */
#include "ebb-prescription-form-state.h"

#include "ebb-consent.h"
#include "ebb-lop-lock.h"
#include "ebb-patient-text.h"
#include "ebb-preconditioning.h"
#include "ebb-start.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What a form accepts; the store's own ranges. */
#define WIDTH_MIN_CM   1.0
#define WIDTH_MAX_CM   40.0
#define PERCENT_MIN    20.0
#define PERCENT_MAX    100.0
#define TEXT_MAX       200
/* A body inside every equation's range: tells whether the rest of the case fits one. */
#define GIRTH_USUAL_CM 55.0
#define SYSTOLIC_USUAL CUFF_MMHG (120)

typedef struct {
  const EbbPrescriptionForm *form;
  const EbbPatientFile *file;
  const EbbOffer *offer; /* NULL = none chosen */
  gint64 now_unix_us;
  EbbPrescriptionState *state;
} Judge;

/* The first thing wrong with a field stands. */
static void
refuse_field (EbbPrescriptionState *state, EbbPrescriptionField field, char *text)
{
  if (state->error[field] == NULL)
    state->error[field] = text;
  else
    g_free (text);
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *copy = g_strdup (text != NULL ? text : "");

  return *g_strstrip (copy) == '\0';
}

static gboolean
is_classic (EbbMethod method)
{
  return method == EBB_METHOD_FIXED || method == EBB_METHOD_SYSTOLIC;
}

/* --- What is asked for ------------------------------------------------------------------- */

static void
judge_offer (Judge *judge)
{
  EbbPrescriptionState *state = judge->state;

  if (judge->offer == NULL) {
    refuse_field (state, EBB_FIELD_PROTOCOL,
                  g_strdup (_ ("Exercise: missing; choose one of the list")));
    return;
  }
  if (judge->offer->why_not != NULL)
    refuse_field (state, EBB_FIELD_PROTOCOL, g_strdup (judge->offer->why_not));
  state->segments = judge->offer->exercise->segments;
  state->load_step_kg = judge->offer->exercise->load_step_kg;
  state->sets_min = judge->offer->protocol->sets_min;
  state->sets_max = judge->offer->protocol->n_sets;
}

static void
judge_limb (Judge *judge)
{
  const EbbPrescriptionRecord *record = judge->form->record;
  EbbPrescriptionState *state = judge->state;

  if (record->side != EBB_SIDE_LEFT && record->side != EBB_SIDE_RIGHT)
    refuse_field (state, EBB_FIELD_SIDE, g_strdup (_ ("Side: missing; choose left or right")));
  if (state->segments != 0 && (state->segments & (1u << record->segment)) == 0)
    refuse_field (state, EBB_FIELD_SEGMENT,
                  g_strdup_printf (_ ("Limb: this exercise is not done with the %s"),
                                   ebb_segment_to_text (record->segment)));
}

static void
judge_cuff (Judge *judge)
{
  const EbbPrescriptionRecord *record = judge->form->record;

  if (is_blank (record->cuff_name))
    refuse_field (judge->state, EBB_FIELD_CUFF,
                  g_strdup (_ ("Cuff: missing; write what stands on it")));
  if (record->cuff_width_cm <= 0)
    refuse_field (judge->state, EBB_FIELD_WIDTH,
                  g_strdup_printf (_ ("Width of the cuff: missing; give %g to %g cm"), WIDTH_MIN_CM,
                                   WIDTH_MAX_CM));
  /* Written so that NaN fails too. */
  else if (!(record->cuff_width_cm >= WIDTH_MIN_CM && record->cuff_width_cm <= WIDTH_MAX_CM))
    refuse_field (judge->state, EBB_FIELD_WIDTH,
                  g_strdup_printf (_ ("Width of the cuff: %g cm is outside %g to %g cm"),
                                   record->cuff_width_cm, WIDTH_MIN_CM, WIDTH_MAX_CM));
}

static void
judge_dose (Judge *judge)
{
  const EbbPrescriptionRecord *record = judge->form->record;
  EbbPrescriptionState *state = judge->state;

  if (judge->offer == NULL)
    return;
  if (record->n_sets != 0 && (record->n_sets < state->sets_min || record->n_sets > state->sets_max))
    refuse_field (state, EBB_FIELD_SETS,
                  g_strdup_printf (_ ("Sets: %u is outside %u to %u"), record->n_sets,
                                   state->sets_min, state->sets_max));
  if (state->load_step_kg > 0
      && !(record->load_kg >= 0 && record->load_kg <= EBB_PRESCRIBED_LOAD_MAX_KG))
    refuse_field (state, EBB_FIELD_LOAD,
                  g_strdup_printf (_ ("Load: give 0 to %g kg"), EBB_PRESCRIBED_LOAD_MAX_KG));
}

/* --- LOP and its estimate ---------------------------------------------------------------- */

/* What the start will look at: of this posture and width of cuff, else the newest of the limb. */
static const EbbLopRecord *
find_lop (const Judge *judge)
{
  const EbbPrescriptionRecord *of = judge->form->record;
  int posture = judge->offer != NULL ? (int) judge->offer->exercise->posture : -1;
  EbbLopUse use = { of->segment, of->side, (EbbPosture) posture, NULL, NULL, of->cuff_width_cm };
  const EbbLopRecord *found = ebb_lop_lock_choose (judge->file->lops, &use);
  gboolean there = found != NULL && cuff_pressure_is_set (found->lop);

  return there ? found : ebb_patient_find_lop (judge->file, of->segment, of->side);
}

static void
judge_lop (Judge *judge)
{
  const EbbPrescriptionRecord *record = judge->form->record;
  EbbPrescriptionState *state = judge->state;
  const EbbLopRecord *lop;
  g_autofree char *limb = NULL;
  g_autofree char *value = NULL;
  g_autofree char *day = NULL;
  int days;

  state->lop = judge->form->lop_typed;
  if (record->side == EBB_SIDE_UNSET)
    return;
  limb = ebb_format_limb (record->segment, record->side);
  lop = find_lop (judge);
  if (lop == NULL) {
    state->lop_note = g_strdup_printf (_ ("No LOP on file for the %s."), limb);
    return;
  }
  if (!cuff_pressure_is_set (state->lop))
    state->lop = lop->lop;
  value = ebb_format_mmhg (lop->lop);
  day = ebb_short_day (lop->measured_unix_us);
  days = ebb_lop_age_days (lop, judge->now_unix_us);
  if (days == 0) {
    state->lop_note =
        g_strdup_printf (_ ("On file: %s, %s, today."), value, ebb_lop_way_to_text (lop->way));
    return;
  }
  /* Translators: "On file: 187 mmHg, typed in, 6 Nov 2026 (16 days old)." */
  state->lop_note = g_strdup_printf (ngettext ("On file: %s, %s, %s (%d day old).",
                                               "On file: %s, %s, %s (%d days old).", (gulong) days),
                                     value, ebb_lop_way_to_text (lop->way), day, days);
}

static EbbEstimateInput
estimate_input (const Judge *judge)
{
  const char *sex = judge->file->patient->sex;

  return (EbbEstimateInput){
    .segment = judge->form->record->segment,
    .girth_cm = judge->form->girth_cm,
    .cuff_width_cm = judge->form->record->cuff_width_cm,
    .age_years = ebb_format_age (judge->file->patient->birth_date, judge->now_unix_us),
    .sex = g_strcmp0 (sex, "male") == 0     ? EBB_SEX_MALE
           : g_strcmp0 (sex, "female") == 0 ? EBB_SEX_FEMALE
                                            : EBB_SEX_UNSET,
    .systolic = judge->form->record->systolic,
    .diastolic = CUFF_PRESSURE_UNSET,
  };
}

/* Whether an equation fits this person and cuff at all, whatever girth and blood pressure are. */
static gboolean
may_be_estimated (const Judge *judge, GError **error)
{
  EbbEstimateInput input = estimate_input (judge);
  EbbEstimate ignored;

  input.girth_cm = GIRTH_USUAL_CM;
  input.systolic = SYSTOLIC_USUAL;
  return ebb_estimate_for_pressure (&input, &ignored, error);
}

static void
judge_estimate (Judge *judge)
{
  EbbPrescriptionState *state = judge->state;
  EbbMethod method = judge->form->record->method;
  EbbEstimateInput input = estimate_input (judge);
  g_autoptr (GError) error = NULL;
  g_autofree char *lop = NULL;
  g_autofree char *band = NULL;

  if (method == EBB_METHOD_PERCENT_LOP
      || (is_classic (method) && cuff_pressure_is_set (state->lop)))
    return;
  if (input.cuff_width_cm <= 0) {
    state->estimate_note = g_strdup (_ ("The width of the cuff tells whether LOP can be "
                                        "estimated."));
    return;
  }
  if (!may_be_estimated (judge, &error)) {
    state->estimate_note = g_strdup_printf ("%s.", error->message);
    return;
  }
  state->shown[EBB_FIELD_GIRTH] = state->shown[EBB_FIELD_SYSTOLIC] = TRUE;
  if (judge->form->girth_cm <= 0 || !cuff_pressure_is_set (input.systolic)) {
    state->estimate_note =
        g_strdup (_ ("Girth under the cuff and resting systolic pressure give an estimate."));
    return;
  }
  if (!ebb_estimate_for_pressure (&input, &state->estimate, &error)) {
    state->estimate_note = g_strdup_printf ("%s.", error->message);
    return;
  }
  state->has_estimate = TRUE;
  lop = ebb_format_mmhg (state->estimate.lop);
  band = ebb_format_mmhg (state->estimate.band);
  /* Translators: the band of an estimate: "Estimated LOP 165 mmHg ± 30 mmHg (EQ-C)." */
  state->estimate_note =
      g_strdup_printf (_ ("Estimated LOP %s ± %s (%s)."), lop, band, state->estimate.equation->id);
}

/* --- The pressure ------------------------------------------------------------------------ */

static gboolean
is_preconditioning (const Judge *judge)
{
  return judge->offer != NULL && judge->offer->protocol->training == EBB_TRAINING_PRECONDITIONING;
}

/* It is LOP + 30 mmHg, or less where somebody says how much. */
static void
judge_preconditioning_method (Judge *judge)
{
  EbbMethod method = judge->form->record->method;

  judge->state->shown[EBB_FIELD_PERCENT] = FALSE;
  if (method == EBB_METHOD_PERCENT_ESTIMATE || method == EBB_METHOD_SYSTOLIC)
    refuse_field (judge->state, EBB_FIELD_LOP,
                  g_strdup (_ ("Preconditioning: choose % of LOP for LOP + 30 mmHg, or fixed "
                               "mmHg up to that")));
}

static void
judge_method (Judge *judge)
{
  const EbbPrescriptionRecord *record = judge->form->record;
  EbbPrescriptionState *state = judge->state;

  state->shown[EBB_FIELD_PERCENT] = !is_classic (record->method);
  state->shown[EBB_FIELD_FIXED] = record->method == EBB_METHOD_FIXED;
  if (record->method == EBB_METHOD_SYSTOLIC)
    state->shown[EBB_FIELD_SYSTOLIC] = TRUE;
  if (record->method == EBB_METHOD_PERCENT_LOP && record->side != EBB_SIDE_UNSET
      && !cuff_pressure_is_set (state->lop))
    refuse_field (state, EBB_FIELD_LOP,
                  g_strdup (_ ("LOP: missing; type the one measured, 60 to 320 mmHg, or choose "
                               "another way to set the pressure")));
  if (record->method == EBB_METHOD_PERCENT_ESTIMATE && !state->has_estimate)
    refuse_field (state, EBB_FIELD_GIRTH, g_strdup (state->estimate_note));
  if (is_preconditioning (judge))
    judge_preconditioning_method (judge);
}

/* As the start page will make it of the stored version, so that what is shown here is what runs. */
static EbbPrescription
make_prescription (const Judge *judge)
{
  EbbPrescriptionRecord record = *judge->form->record;
  EbbPrescription prescription;

  record.lop = judge->state->lop;
  if (record.method == EBB_METHOD_PERCENT_ESTIMATE)
    record.lop = judge->state->estimate.lop;
  prescription = ebb_prescription_of_record (&record, judge->file);
  if (judge->state->has_estimate && !cuff_pressure_is_set (prescription.lop_estimate)) {
    prescription.lop_estimate = judge->state->estimate.lop;
    prescription.lop_estimate_band = judge->state->estimate.band;
  }
  return prescription;
}

/* Which field a refused value stands in. */
static EbbPrescriptionField
field_of (const Judge *judge)
{
  const EbbPrescriptionRecord *record = judge->form->record;

  if (cuff_pressure_is_set (judge->form->lop_typed)
      && (judge->form->lop_typed < CUFF_MMHG (60) || judge->form->lop_typed > CUFF_MMHG (320)))
    return EBB_FIELD_LOP;
  if (record->method == EBB_METHOD_FIXED)
    return EBB_FIELD_FIXED;
  if (record->method == EBB_METHOD_SYSTOLIC)
    return EBB_FIELD_SYSTOLIC;
  if (!(record->percent_lop >= PERCENT_MIN && record->percent_lop <= PERCENT_MAX))
    return EBB_FIELD_PERCENT;
  return record->method == EBB_METHOD_PERCENT_ESTIMATE ? EBB_FIELD_GIRTH : EBB_FIELD_LOP;
}

/* Refused: the numbers that were asked for stand beside the refusal. */
static void
show_asked (const Judge *judge, const EbbPrescription *prescription)
{
  EbbPrescriptionState *state = judge->state;
  CuffPressure lop =
      cuff_pressure_is_set (prescription->lop) ? prescription->lop : prescription->lop_estimate;

  switch (prescription->method) {
  case EBB_METHOD_FIXED:
    state->pressure = prescription->fixed;
    break;
  case EBB_METHOD_SYSTOLIC:
    state->pressure = prescription->systolic * 3 / 2;
    break;
  case EBB_METHOD_PERCENT_LOP:
  case EBB_METHOD_PERCENT_ESTIMATE:
  default:
    state->pressure = (CuffPressure) (prescription->percent * lop / 100.0);
    break;
  }
  state->percent_lop = ebb_percent_of_lop (state->pressure, lop);
  state->percent_estimated = !cuff_pressure_is_set (prescription->lop);
}

static void
take_error (Judge *judge, const EbbPrescription *prescription, const GError *error)
{
  EbbPrescriptionState *state = judge->state;

  if (g_error_matches (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REFUSED)) {
    state->verdict = EBB_VERDICT_REFUSED;
    state->verdict_text = g_strdup_printf ("%s.", error->message);
    show_asked (judge, prescription);
    return;
  }
  refuse_field (state, field_of (judge), g_strdup (error->message));
}

static void
judge_plan (Judge *judge, const EbbPrescription *prescription, const EbbTarget *target)
{
  EbbPrescriptionState *state = judge->state;
  g_autoptr (GError) error = NULL;
  const EbbPlanRules rules = ebb_consent_clinic_rules (&judge->file->screening->settings);
  EbbPlan plan;

  if (judge->offer == NULL || judge->offer->why_not != NULL || state->error[EBB_FIELD_SETS] != NULL)
    return;
  if (ebb_plan_make_by (&rules, judge->offer->protocol, judge->offer->exercise, prescription,
                        target, judge->form->record->n_sets, &plan, &error)) {
    plan.self_paced = judge->form->record->self_paced;
    state->plan_text = ebb_plan_to_text (&plan);
    return;
  }
  refuse_field (state, EBB_FIELD_SETS, g_strdup (error->message));
}

static gboolean
has_pressure_error (const EbbPrescriptionState *state)
{
  static const EbbPrescriptionField fields[] = { EBB_FIELD_SEGMENT, EBB_FIELD_SIDE, EBB_FIELD_LOP,
                                                 EBB_FIELD_GIRTH };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (state->error[fields[i]] != NULL)
      return TRUE;
  return FALSE;
}

static void
judge_pressure (Judge *judge)
{
  EbbPrescriptionState *state = judge->state;
  const EbbPlanRules rules = ebb_consent_clinic_rules (&judge->file->screening->settings);
  const EbbProtocol *protocol = judge->offer != NULL ? judge->offer->protocol : NULL;
  EbbPrescription prescription;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) reason = NULL;
  EbbTarget target;

  if (has_pressure_error (state))
    return;
  prescription = make_prescription (judge);
  prescription.reason[0] = '\0';
  if (!ebb_training_resolve (&rules, protocol, &prescription, &target, &reason)
      && g_error_matches (reason, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REASON))
    state->shown[EBB_FIELD_REASON] = TRUE;
  g_strlcpy (prescription.reason, "-", sizeof prescription.reason);
  if (!ebb_training_resolve (&rules, protocol, &prescription, &target, &error)) {
    take_error (judge, &prescription, error);
    return;
  }
  state->pressure = target.target;
  state->percent_lop = target.percent_lop;
  state->percent_estimated = target.percent_is_estimate;
  state->verdict = target.n_clamps > 0 ? EBB_VERDICT_LOWERED : EBB_VERDICT_FINE;
  state->verdict_text = ebb_clamps_to_text (&target);
  judge_plan (judge, &prescription, &target);
  if (state->shown[EBB_FIELD_REASON] && is_blank (judge->form->record->reason)) {
    state->verdict = EBB_VERDICT_WANTS_REASON;
    if (state->verdict_text == NULL)
      state->verdict_text = g_strdup (_ ("This needs a reason."));
    refuse_field (state, EBB_FIELD_REASON, g_strdup (reason->message));
  }
}

/* --- What is said ------------------------------------------------------------------------ */

static void
judge_words (Judge *judge)
{
  EbbPrescriptionState *state = judge->state;
  double shown = ebb_percent_shown (state->percent_lop);

  state->mmhg_text = ebb_format_mmhg_number (state->pressure);
  state->window_text = ebb_window_to_text (judge->form->record->segment, state->percent_lop);
  if (state->percent_lop <= 0)
    state->percent_text = g_strdup (cuff_pressure_is_set (state->pressure) ? _ ("% of LOP unknown")
                                                                           : _ ("–\u00a0% of LOP"));
  else if (state->percent_estimated)
    state->percent_text = g_strdup_printf (_ ("about %.0f\u00a0%% of LOP"), shown);
  else
    state->percent_text = g_strdup_printf (_ ("%.0f\u00a0%% of LOP"), shown);
}

static void
judge_saving (EbbPrescriptionState *state)
{
  for (guint i = 0; i < EBB_N_FIELDS && state->why_not == NULL; i++)
    if (state->error[i] != NULL)
      state->why_not = g_strdup (state->error[i]);
  if (state->why_not == NULL && state->verdict == EBB_VERDICT_REFUSED)
    state->why_not = g_strdup (state->verdict_text);
  state->can_save = state->why_not == NULL && cuff_pressure_is_set (state->pressure);
}

void
ebb_prescription_form_judge (const EbbPrescriptionForm *form, const EbbPatientFile *file,
                             const GPtrArray *offers, gint64 now_unix_us,
                             EbbPrescriptionState *state)
{
  Judge judge = { .form = form,
                  .file = file,
                  .offer = ebb_offer_find (offers, form->record->protocol_id),
                  .now_unix_us = now_unix_us,
                  .state = state };

  *state = (EbbPrescriptionState){ .pressure = CUFF_PRESSURE_UNSET, .lop = CUFF_PRESSURE_UNSET };
  judge_offer (&judge);
  judge_limb (&judge);
  judge_cuff (&judge);
  judge_dose (&judge);
  judge_lop (&judge);
  judge_estimate (&judge);
  judge_method (&judge);
  judge_pressure (&judge);
  if (form->record->reason != NULL && g_utf8_strlen (form->record->reason, -1) >= TEXT_MAX)
    refuse_field (state, EBB_FIELD_REASON,
                  g_strdup_printf (_ ("Reason: too long; at most %d letters"), TEXT_MAX - 1));
  judge_words (&judge);
  judge_saving (state);
  state->is_preconditioning = is_preconditioning (&judge);
}
