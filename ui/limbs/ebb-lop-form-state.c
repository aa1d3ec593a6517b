/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-form-state.h"

#include "ebb-defined.h"
#include "ebb-format.h"
#include "ebb-patient-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  EbbLopField field;
  const char *name, *unit;
  double min, max;
} Range;

static const Range girth_range = { EBB_LOP_FIELD_GIRTH, N_ ("Girth under the cuff"), "cm", 10,
                                   120 };
static const Range systolic_range = { EBB_LOP_FIELD_SYSTOLIC, N_ ("Systolic pressure"), "mmHg", 70,
                                      250 };
static const Range diastolic_range = { EBB_LOP_FIELD_DIASTOLIC, N_ ("Diastolic pressure"), "mmHg",
                                       30, 150 };
static const Range heart_range = { EBB_LOP_FIELD_HEART_RATE, N_ ("Heart rate"), "/min", 20, 250 };
static const Range width_range = { EBB_LOP_FIELD_CUFF, N_ ("Width of the cuff"), "cm", 3, 30 };

typedef struct {
  const EbbLopForm *form;
  const EbbLopScene *scene;
  EbbLopFormState *state;
  const EbbCuffRecord *cuff; /* NULL = none of the clinic's */
} Judge;

/* --- The value --------------------------------------------------------------------------- */

EbbLopForm *
ebb_lop_form_new (void)
{
  EbbLopForm *form = g_new0 (EbbLopForm, 1);

  form->pick = EBB_LOP_PICK_NONE;
  form->segment = form->posture = -1;
  form->width_cm = form->girth_cm = form->systolic = form->diastolic = NAN;
  form->heart_rate = form->lop = NAN;
  return form;
}

EbbLopForm *
ebb_lop_form_copy (const EbbLopForm *form)
{
  EbbLopForm *copy = g_memdup2 (form, sizeof *form);

  copy->cuff_id = g_strdup (form->cuff_id);
  copy->artery = g_strdup (form->artery);
  copy->doubts_read = g_strdup (form->doubts_read);
  return copy;
}

void
ebb_lop_form_free (EbbLopForm *form)
{
  if (form == NULL)
    return;
  g_free (form->cuff_id);
  g_free (form->artery);
  g_free (form->doubts_read);
  g_free (form);
}

static gboolean
has_limb (const EbbLopForm *form)
{
  return form->segment >= 0 && form->side != EBB_SIDE_UNSET;
}

/* The cuff of the last value that was found with one that is still in use. */
static const EbbCuffRecord *
last_cuff (const EbbLopForm *form, const EbbLimbsFile *limbs)
{
  for (guint i = 0; i < limbs->file->lops->len; i++) {
    const EbbLopRecord *record = g_ptr_array_index (limbs->file->lops, i);
    const EbbCuffRecord *cuff = ebb_cuff_find (limbs->cuffs, record->cuff_id);

    if ((int) record->segment == form->segment && record->side == form->side && cuff != NULL
        && !cuff->retired)
      return cuff;
  }
  return NULL;
}

void
ebb_lop_form_take_limb (EbbLopForm *form, int segment, EbbSide side, const EbbLopScene *scene)
{
  const EbbLimbsFile *limbs = scene->limbs;
  const EbbCuffRecord *cuff;
  EbbLopUse use;
  double girth_cm;

  if (form->segment == segment && form->side == side)
    return;
  form->segment = segment;
  form->side = side;
  form->side_confirmed = FALSE;
  if (!has_limb (form))
    return;
  use = ebb_limb_use (limbs, (EbbSegment) segment, side, scene->simulated, scene->now_unix_us);
  if (ebb_lop_lock_choose (limbs->file->lops, &use) != NULL || use.cuff_width_cm > 0)
    form->posture = (int) use.posture;
  girth_cm = ebb_lop_lock_girth (limbs->girths, (EbbSegment) segment, side);
  form->girth_cm = girth_cm > 0 ? girth_cm : NAN;
  cuff = last_cuff (form, limbs);
  g_free (form->cuff_id);
  form->cuff_id = g_strdup (cuff != NULL ? cuff->id : NULL);
  form->width_cm = use.cuff_width_cm > 0 ? use.cuff_width_cm : NAN;
}

/* --- Fields ------------------------------------------------------------------------------ */

void
ebb_lop_form_state_clear (EbbLopFormState *state)
{
  for (guint i = 0; i < EBB_LOP_N_FIELDS; i++)
    g_free (state->error[i]);
  g_clear_pointer (&state->choices, g_ptr_array_unref);
  g_free (state->fit_text);
  g_free (state->estimate_text);
  g_free (state->bound_text);
  g_free (state->doubts);
  g_free (state->confirm_text);
  g_clear_pointer (&state->record, ebb_lop_record_free);
  *state = (EbbLopFormState){ 0 };
}

static void
refuse (Judge *judge, EbbLopField field, gboolean missing, char *text)
{
  if (judge->state->error[field] != NULL) {
    g_free (text);
    return;
  }
  judge->state->error[field] = text;
  judge->state->missing[field] = missing;
}

static void
need (Judge *judge, EbbLopField field, gboolean there, const char *text)
{
  if (!there)
    refuse (judge, field, TRUE, g_strdup (text));
}

static void
check_range (Judge *judge, const Range *range, double value, gboolean needed)
{
  if (isnan (value)) {
    if (needed)
      refuse (judge, range->field, TRUE,
              /* Translators: "Girth under the cuff: missing; give 10 to 120 cm". */
              g_strdup_printf (_ ("%s: missing; give %g to %g %s"), _ (range->name), range->min,
                               range->max, range->unit));
    return;
  }
  if (value < range->min || value > range->max)
    refuse (judge, range->field, FALSE,
            g_strdup_printf (_ ("%s: %g is outside %g to %g %s"), _ (range->name), value,
                             range->min, range->max, range->unit));
}

static void
judge_limb (Judge *judge)
{
  const EbbLopForm *form = judge->form;

  need (judge, EBB_LOP_FIELD_PICK, form->pick != EBB_LOP_PICK_NONE,
        _ ("Way: missing; choose one of the four"));
  need (judge, EBB_LOP_FIELD_SEGMENT, form->segment >= 0,
        _ ("Limb: missing; choose arm, thigh or calf"));
  need (judge, EBB_LOP_FIELD_SIDE, form->side != EBB_SIDE_UNSET,
        _ ("Side: missing; choose left or right"));
  need (judge, EBB_LOP_FIELD_POSTURE, form->posture >= 0,
        _ ("Posture: missing; choose that of the exercise"));
}

/* --- The cuff ---------------------------------------------------------------------------- */

static EbbFitNeed
fit_need (const Judge *judge)
{
  const EbbLimbsFile *limbs = judge->scene->limbs;

  return (EbbFitNeed){ .segment = (EbbSegment) MAX (judge->form->segment, 0),
                       .girth_cm = isnan (judge->form->girth_cm) ? 0 : judge->form->girth_cm,
                       .latex = !limbs->latex_known     ? EBB_ALLERGY_UNKNOWN
                                : limbs->latex_allergic ? EBB_ALLERGY_YES
                                                        : EBB_ALLERGY_NO,
                       .manual = judge->form->pick == EBB_LOP_PICK_TYPED };
}

static char *
join (const GPtrArray *sentences)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sentences->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (sentences, i));
  return g_string_free (text, FALSE);
}

static void
judge_cuff (Judge *judge)
{
  const EbbLopForm *form = judge->form;
  EbbLopFormState *state = judge->state;
  EbbFitNeed need_fit = fit_need (judge);

  state->choices = form->segment >= 0 ? ebb_cuffs_for (judge->scene->limbs->cuffs, &need_fit)
                                      : g_ptr_array_new ();
  judge->cuff = ebb_cuff_find (judge->scene->limbs->cuffs, form->cuff_id);
  state->fit_text = g_strdup ("");
  if (judge->cuff == NULL) {
    check_range (judge, &width_range, form->width_cm, TRUE);
    state->width_cm = isnan (form->width_cm) ? 0 : form->width_cm;
    return;
  }
  g_autoptr (EbbCuffChoice) choice = ebb_cuff_fit (judge->cuff, &need_fit);
  g_free (state->fit_text);
  state->fit_text = join (choice->reasons);
  state->width_cm = judge->cuff->width_cm;
  if (form->segment >= 0 && choice->fit == EBB_FIT_NEVER)
    refuse (judge, EBB_LOP_FIELD_CUFF, FALSE, g_strdup (state->fit_text));
}

/* --- Equations --------------------------------------------------------------------------- */

static CuffPressure
pressure_of (double mmhg)
{
  return isnan (mmhg) ? CUFF_PRESSURE_UNSET : cuff_pressure_from_mmhg (mmhg);
}

static EbbEstimateInput
estimate_input (const Judge *judge)
{
  const EbbLopForm *form = judge->form;
  const EbbPatient *patient = judge->scene->limbs->file->patient;

  return (EbbEstimateInput){
    .segment = (EbbSegment) MAX (form->segment, 0),
    .girth_cm = isnan (form->girth_cm) ? 0 : form->girth_cm,
    .cuff_width_cm = judge->state->width_cm,
    .age_years = ebb_format_age (patient->birth_date, judge->scene->now_unix_us),
    .sex = g_strcmp0 (patient->sex, "male") == 0     ? EBB_SEX_MALE
           : g_strcmp0 (patient->sex, "female") == 0 ? EBB_SEX_FEMALE
                                                     : EBB_SEX_UNSET,
    .systolic = pressure_of (form->systolic),
    .diastolic = pressure_of (form->diastolic),
  };
}

/* Unconfirmed equations only bound what is plausible: they never become a value. */
static char *
bound_text (const EbbEstimateInput *input)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const EbbEquationList *list = ebb_equations ();

  for (guint i = 0; i < list->equations->len; i++) {
    const EbbEquation *equation = g_ptr_array_index (list->equations, i);
    EbbEstimate estimate;

    if (equation->use == EBB_EQUATION_SETS_PRESSURE)
      continue;
    g_autoptr (GPtrArray) violations = ebb_equation_judge (equation, input, &estimate);
    if (violations->len > 0 || !cuff_pressure_is_set (estimate.lop))
      continue;
    g_ptr_array_add (lines,
                     g_strdup_printf (_ ("%s gives %.0f\u00a0mmHg; it is not confirmed and only "
                                         "says what is plausible."),
                                      ebb_defined (equation->name),
                                      cuff_pressure_to_mmhg (estimate.lop)));
  }
  return join (lines);
}

static void
judge_estimate (Judge *judge, EbbEstimate *estimate)
{
  EbbLopFormState *state = judge->state;
  EbbEstimateInput input = estimate_input (judge);
  g_autoptr (GError) error = NULL;
  gboolean fits = judge->form->segment >= 0 && ebb_estimate_for_pressure (&input, estimate, &error);

  state->bound_text = bound_text (&input);
  state->expected = fits ? estimate->lop : CUFF_PRESSURE_UNSET;
  if (fits) {
    g_autofree char *value = ebb_format_mmhg (estimate->lop);
    g_autofree char *band = ebb_format_mmhg (estimate->band);

    /* Translators: the equation's name stands last. */
    state->estimate_text = g_strdup_printf (_ ("Estimated LOP %s ± %s, by %s"), value, band,
                                            ebb_defined (estimate->equation->name));
    return;
  }
  state->estimate_text = g_strdup (error != NULL ? error->message : "");
  if (judge->form->pick == EBB_LOP_PICK_ESTIMATE && judge->form->segment >= 0)
    refuse (judge, EBB_LOP_FIELD_ESTIMATE, FALSE,
            g_strdup (_ ("There is no estimate to save: the reason stands above.")));
}

/* --- The record -------------------------------------------------------------------------- */

static EbbLopRecord *
begin_record (const Judge *judge)
{
  const EbbLopForm *form = judge->form;
  EbbLopRecord *record = ebb_lop_record_new_entered (
      (EbbSegment) MAX (form->segment, 0), form->side, (EbbPosture) MAX (form->posture, 0),
      judge->state->width_cm, pressure_of (form->lop), judge->scene->now_unix_us);

  record->patient_id = g_strdup (judge->scene->limbs->file->patient->id);
  record->operator_name = g_strdup (judge->scene->operator_name);
  record->girth_cm = isnan (form->girth_cm) ? -1 : form->girth_cm;
  record->systolic = pressure_of (form->systolic);
  record->diastolic = pressure_of (form->diastolic);
  record->heart_rate = isnan (form->heart_rate) ? 0 : (guint) form->heart_rate;
  record->cuff_id = g_strdup (judge->cuff != NULL ? judge->cuff->id : NULL);
  record->site = g_strdup (judge->cuff != NULL ? judge->cuff->site : NULL);
  record->artery = g_strdup (form->artery);
  record->definition = form->definition;
  return record;
}

static void
judge_typed (Judge *judge, const EbbLopRecord *record)
{
  EbbLopUse use = { .segment = record->segment,
                    .side = record->side,
                    .posture = record->posture,
                    .cuff_width_cm = record->cuff_width_cm };
  const EbbLopRecord *previous = ebb_lop_lock_choose (judge->scene->limbs->file->lops, &use);
  g_autoptr (GPtrArray) doubts = NULL;
  char *refusal;

  if (isnan (judge->form->lop)) {
    refuse (judge, EBB_LOP_FIELD_LOP, TRUE,
            g_strdup (_ ("LOP: missing; give 60 to 320 mmHg as measured")));
    return;
  }
  refusal = ebb_lop_refusal (record->lop);
  if (refusal != NULL) {
    refuse (judge, EBB_LOP_FIELD_LOP, FALSE, refusal);
    return;
  }
  doubts = ebb_lop_doubts (record, previous);
  g_free (judge->state->doubts);
  judge->state->doubts = join (doubts);
  if (doubts->len > 0 && g_strcmp0 (judge->state->doubts, judge->form->doubts_read) != 0)
    refuse (judge, EBB_LOP_FIELD_DOUBTS, TRUE,
            g_strdup (_ ("Look at the value again, and say that it is right")));
}

static void
judge_record (Judge *judge, const EbbEstimate *estimate)
{
  EbbLopRecord *record = begin_record (judge);

  judge->state->record = record;
  if (judge->form->pick == EBB_LOP_PICK_TYPED) {
    judge_typed (judge, record);
    return;
  }
  g_free (record->way);
  record->way = g_strdup ("estimate");
  record->definition = EBB_LOP_DEFINITION_UNKNOWN;
  record->lop = judge->state->expected;
  if (cuff_pressure_is_set (record->lop)) {
    record->band = estimate->band;
    record->equation = g_strdup (estimate->equation->id);
  }
}

static char *
confirm_text (const EbbLopForm *form)
{
  g_autofree char *limb = NULL;
  g_autofree char *loud = NULL;

  if (!has_limb (form))
    return g_strdup ("");
  limb = ebb_format_limb ((EbbSegment) form->segment, form->side);
  loud = g_utf8_strup (limb, -1);
  return g_strdup_printf (_ ("I have looked: the cuff lies on the %s, and only this one is "
                             "connected"),
                          loud);
}

static gboolean
is_fine (const EbbLopFormState *state)
{
  for (guint i = 0; i < EBB_LOP_N_FIELDS; i++)
    if (state->error[i] != NULL)
      return FALSE;
  return TRUE;
}

void
ebb_lop_form_judge (const EbbLopForm *form, const EbbLopScene *scene, EbbLopFormState *state)
{
  Judge judge = { form, scene, state, NULL };
  EbbEstimate estimate = { .lop = CUFF_PRESSURE_UNSET, .band = CUFF_PRESSURE_UNSET };

  *state = (EbbLopFormState){ .expected = CUFF_PRESSURE_UNSET };
  state->searches = form->pick == EBB_LOP_PICK_AUTOMATIC || form->pick == EBB_LOP_PICK_GUIDED;
  state->doubts = g_strdup ("");
  judge_limb (&judge);
  judge_cuff (&judge);
  check_range (&judge, &girth_range, form->girth_cm, FALSE);
  check_range (&judge, &systolic_range, form->systolic, FALSE);
  check_range (&judge, &diastolic_range, form->diastolic, FALSE);
  check_range (&judge, &heart_range, form->heart_rate, FALSE);
  judge_estimate (&judge, &estimate);
  state->confirm_text = confirm_text (form);
  if (state->searches)
    need (&judge, EBB_LOP_FIELD_CONFIRM, form->side_confirmed && has_limb (form),
          _ ("Look where the cuff lies, and say so"));
  else if (form->pick != EBB_LOP_PICK_NONE)
    judge_record (&judge, &estimate);
  state->can_go = is_fine (state);
}

EbbLopRunOptions
ebb_lop_form_make_run (const EbbLopForm *form, const EbbLopScene *scene,
                       const EbbLopFormState *state)
{
  const EbbPatientFile *file = scene->limbs->file;
  const EbbCuffRecord *cuff = ebb_cuff_find (scene->limbs->cuffs, form->cuff_id);
  EbbLopWay guided = form->oximeter ? EBB_LOP_WAY_OXIMETER : EBB_LOP_WAY_DOPPLER;

  return (EbbLopRunOptions){
    .patient_id = file->patient->id,
    .order = file->order,
    .screening = file->screening,
    .unwell_today = file->unwell_today,
    .cuff_id = cuff != NULL ? cuff->id : NULL,
    .site = cuff != NULL ? cuff->site : NULL,
    .artery = form->artery,
    .way = form->pick == EBB_LOP_PICK_GUIDED ? guided : EBB_LOP_WAY_AUTOMATIC,
    .segment = (EbbSegment) form->segment,
    .side = form->side,
    .posture = (EbbPosture) form->posture,
    .cuff_width_cm = state->width_cm,
    .girth_cm = isnan (form->girth_cm) ? -1 : form->girth_cm,
    .systolic = pressure_of (form->systolic),
    .diastolic = pressure_of (form->diastolic),
    .heart_rate = isnan (form->heart_rate) ? 0 : (guint) form->heart_rate,
    .expected = state->expected,
    .limit = CUFF_PRESSURE_UNSET,
    .last_run_unix_us = scene->limbs->run_ended_unix_us[form->segment][form->side],
  };
}
