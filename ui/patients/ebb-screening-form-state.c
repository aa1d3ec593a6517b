/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-form-state.h"

#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-number-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MMHG_MAX 999 /* what is no blood pressure at all; the record's own ranges are narrower */

/* --- The draft --------------------------------------------------------------------------- */

EbbScreeningDraft *
ebb_screening_draft_new (void)
{
  EbbScreeningDraft *draft = g_new0 (EbbScreeningDraft, 1);

  draft->answers = ebb_screening_new ();
  return draft;
}

EbbScreeningDraft *
ebb_screening_draft_copy (const EbbScreeningDraft *draft)
{
  EbbScreeningDraft *copy = g_new0 (EbbScreeningDraft, 1);

  copy->answers = ebb_screening_copy (draft->answers);
  copy->systolic = g_strdup (draft->systolic);
  copy->diastolic = g_strdup (draft->diastolic);
  copy->systolic_again = g_strdup (draft->systolic_again);
  copy->diastolic_again = g_strdup (draft->diastolic_again);
  copy->height = g_strdup (draft->height);
  copy->weight = g_strdup (draft->weight);
  copy->surgery = g_strdup (draft->surgery);
  copy->acknowledged = g_strdup (draft->acknowledged);
  return copy;
}

void
ebb_screening_draft_free (EbbScreeningDraft *draft)
{
  if (draft == NULL)
    return;
  ebb_screening_free (draft->answers);
  g_free (draft->systolic);
  g_free (draft->diastolic);
  g_free (draft->systolic_again);
  g_free (draft->diastolic_again);
  g_free (draft->height);
  g_free (draft->weight);
  g_free (draft->surgery);
  g_free (draft->acknowledged);
  g_free (draft);
}

void
ebb_screening_form_state_clear (EbbScreeningFormState *state)
{
  g_clear_pointer (&state->record, ebb_screening_free);
  g_clear_pointer (&state->judgement, ebb_screening_judgement_free);
  for (guint i = 0; i < EBB_SCREENING_N_FIELDS; i++)
    g_clear_pointer (&state->error[i], g_free);
  g_clear_pointer (&state->cautions, g_free);
  g_clear_pointer (&state->surgery_read, g_free);
}

/* --- What was typed ---------------------------------------------------------------------- */

/* What the record itself says of its facts; FALSE with the error when one is out of range. */
static gboolean
check_facts (const EbbScreening *probe, const EbbScreeningScene *scene, char **said)
{
  g_autoptr (GError) error = NULL;

  if (ebb_screening_check (probe, scene->list, &error))
    return TRUE;
  *said = g_strdup (error->message);
  return FALSE;
}

static gboolean
read_mmhg (const char *text, int *mmhg)
{
  double value = ebb_number_from_text (text);

  if (isnan (value) || value != floor (value) || value > MMHG_MAX)
    return FALSE;
  *mmhg = (int) value;
  return TRUE;
}

/* A pressure that is not understood or out of range counts as not measured. */
static EbbBloodPressure
judge_pressure (const char *systolic, const char *diastolic, const EbbScreeningScene *scene,
                char **said)
{
  const EbbBloodPressure unknown = { -1, -1 };
  g_autoptr (EbbScreening) probe = ebb_screening_new ();

  if (systolic == NULL && diastolic == NULL)
    return unknown;
  if (!read_mmhg (systolic, &probe->first.systolic_mmhg)
      || !read_mmhg (diastolic, &probe->first.diastolic_mmhg)) {
    *said = g_strdup (_ ("Blood pressure: write both numbers as whole mmHg, like 120 and 80"));
    return unknown;
  }
  return check_facts (probe, scene, said) ? probe->first : unknown;
}

static void
judge_pressures (const EbbScreeningDraft *draft, const EbbScreeningScene *scene,
                 EbbScreeningFormState *state)
{
  char **said = state->error;

  state->record->first = judge_pressure (draft->systolic, draft->diastolic, scene,
                                         &said[EBB_SCREENING_FIELD_PRESSURE]);
  state->record->second = judge_pressure (draft->systolic_again, draft->diastolic_again, scene,
                                          &said[EBB_SCREENING_FIELD_AGAIN]);
  state->missing[EBB_SCREENING_FIELD_PRESSURE] =
      (draft->systolic == NULL) != (draft->diastolic == NULL);
  state->missing[EBB_SCREENING_FIELD_AGAIN] =
      (draft->systolic_again == NULL) != (draft->diastolic_again == NULL);
}

static double
judge_size (const char *text, gboolean is_height, const EbbScreeningScene *scene, char **said)
{
  g_autoptr (EbbScreening) probe = ebb_screening_new ();
  double value = ebb_number_from_text (text);

  if (text == NULL)
    return -1;
  if (isnan (value)) {
    *said = g_strdup_printf (is_height ? _ ("Height: “%s” is no number of centimetres")
                                       : _ ("Weight: “%s” is no number of kilograms"),
                             text);
    return -1;
  }
  if (is_height)
    probe->height_cm = value;
  else
    probe->weight_kg = value;
  return check_facts (probe, scene, said) ? value : -1;
}

static void
judge_surgery (const EbbScreeningDraft *draft, const EbbScreeningScene *scene,
               EbbScreeningFormState *state)
{
  g_autofree char *iso = ebb_date_from_text (draft->surgery, scene->month_first);
  g_autoptr (EbbScreening) probe = NULL;

  if (draft->surgery == NULL)
    return;
  if (iso == NULL) {
    state->error[EBB_SCREENING_FIELD_SURGERY] = g_strdup_printf (
        _ ("Last surgery: “%s” is no date; write it like 2 Jun 2026"), draft->surgery);
    return;
  }
  state->surgery_read = ebb_format_date (iso);
  probe = ebb_screening_new ();
  probe->surgery_on = g_steal_pointer (&iso);
  probe->screened_on = g_strdup (state->record->screened_on);
  if (check_facts (probe, scene, &state->error[EBB_SCREENING_FIELD_SURGERY]))
    state->record->surgery_on = g_steal_pointer (&probe->surgery_on);
}

static void
make_record (const EbbScreeningDraft *draft, const EbbScreeningScene *scene,
             EbbScreeningFormState *state)
{
  EbbScreening *record = ebb_screening_copy (draft->answers);

  state->record = record;
  record->patient_id = g_strdup (scene->patient->id);
  record->list_id = g_strdup (scene->list->id);
  record->list_version = scene->list->version;
  record->screened_on = ebb_date_of_moment (scene->now_unix_us);
  record->age_years = ebb_date_years_between (scene->patient->birth_date, record->screened_on);
  record->sex = g_strdup (scene->patient->sex);
  record->operator_name = g_strdup (scene->operator_name);
  record->written_unix_us = scene->now_unix_us;
  judge_pressures (draft, scene, state);
  record->height_cm =
      judge_size (draft->height, TRUE, scene, &state->error[EBB_SCREENING_FIELD_HEIGHT]);
  record->weight_kg =
      judge_size (draft->weight, FALSE, scene, &state->error[EBB_SCREENING_FIELD_WEIGHT]);
  judge_surgery (draft, scene, state);
}

/* --- What comes out ---------------------------------------------------------------------- */

static EbbScreeningJudgement *
judge_limb (const EbbScreeningScene *scene, const EbbScreening *record, guint limb)
{
  return ebb_screening_judge (&(EbbScreeningQuestion){
      .list = scene->list, .screening = record, .settings = scene->settings, .limb = limb });
}

static char *
list_cautions (const EbbScreeningJudgement *judgement)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < judgement->reasons->len; i++) {
    const EbbScreeningReason *reason = g_ptr_array_index (judgement->reasons, i);

    if (reason->effect == EBB_EFFECT_CAUTION)
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", reason->id);
  }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* A caution that came later has not been read yet. */
static gboolean
is_acknowledged (const char *cautions, const char *acknowledged)
{
  g_auto (GStrv) now = g_strsplit (cautions, " ", -1);
  g_auto (GStrv) read = g_strsplit (acknowledged != NULL ? acknowledged : "", " ", -1);

  for (guint i = 0; now[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) read, now[i]))
      return FALSE;
  return TRUE;
}

static void
judge (const EbbScreeningDraft *draft, const EbbScreeningScene *scene, EbbScreeningFormState *state)
{
  state->judgement = judge_limb (scene, state->record, 0);
  state->cautions = list_cautions (state->judgement);
  state->record->acknowledged = is_acknowledged (state->cautions, draft->acknowledged);
  g_clear_pointer (&state->judgement, ebb_screening_judgement_free);
  state->judgement = judge_limb (scene, state->record, 0);
  for (guint i = 0; i < EBB_SCREENING_N_LIMBS; i++) {
    g_autoptr (EbbScreeningJudgement) of_limb = judge_limb (scene, state->record, 1u << i);

    state->limbs[i] = of_limb->outcome;
  }
  ebb_screening_settle (state->record, state->judgement, scene->list, scene->settings);
}

static void
count_answers (const EbbScreeningScene *scene, EbbScreeningFormState *state)
{
  for (guint i = 0; i < scene->list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (scene->list->items, i);

    if (item->measure != EBB_SCREEN_ASKED)
      continue;
    state->n_asked++;
    if (ebb_screening_find_answer (state->record, item->id) != NULL)
      state->n_answered++;
    else if (state->first_missing == NULL)
      state->first_missing = item;
  }
}

static void
miss (EbbScreeningFormState *state, EbbScreeningField field, char *text)
{
  state->error[field] = text;
  state->missing[field] = TRUE;
}

/* What some limb still waits for.  Whoever is refused on all need not be asked to the end. */
static void
name_missing (EbbScreeningFormState *state)
{
  guint n_open = state->n_asked - state->n_answered;
  const EbbScreening *record = state->record;

  if (n_open > 0)
    miss (state, EBB_SCREENING_FIELD_QUESTIONS,
          g_strdup_printf (ngettext ("Questions: %u is not answered: %s",
                                     "Questions: %u are not answered; the first: %s", n_open),
                           n_open, state->first_missing->name));
  if (ebb_screening_pressure (record) == NULL && state->error[EBB_SCREENING_FIELD_PRESSURE] == NULL)
    miss (state, EBB_SCREENING_FIELD_PRESSURE,
          g_strdup (_ ("Blood pressure: missing; measure it at rest")));
  if (record->age_years < 0)
    state->error[EBB_SCREENING_FIELD_AGE] =
        g_strdup (_ ("Age: not known; the patient's record needs a birth date"));
  if (state->judgement->acknowledge)
    miss (state, EBB_SCREENING_FIELD_CAUTIONS,
          g_strdup (_ ("Cautions: read them and say so below")));
}

void
ebb_screening_form_judge (const EbbScreeningDraft *draft, const EbbScreeningScene *scene,
                          EbbScreeningFormState *state)
{
  gboolean open = FALSE;

  *state = (EbbScreeningFormState){ 0 };
  make_record (draft, scene, state);
  judge (draft, scene, state);
  count_answers (scene, state);
  state->bmi = ebb_screening_bmi (state->record);
  state->ask_again = state->judgement->measure_again || draft->systolic_again != NULL
                     || draft->diastolic_again != NULL;
  for (guint i = 0; i < EBB_SCREENING_N_LIMBS; i++)
    open |= state->limbs[i] == EBB_SCREENING_INCOMPLETE;
  if (open)
    name_missing (state);
  state->can_save = TRUE;
  for (guint i = 0; i < EBB_SCREENING_N_FIELDS; i++)
    state->can_save &= state->error[i] == NULL;
}
