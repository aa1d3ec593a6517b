/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-record.h"

#include <stdio.h>

/* ACSM-CEPA blocks at 110, Kacin/Nakajima and the traffic light at 100: the stricter one. */
#define DIASTOLIC_BLOCK_MMHG 100

static void
answer_free (EbbScreeningAnswer *answer)
{
  g_free (answer->id);
  g_free (answer->note);
  g_free (answer);
}

EbbScreening *
ebb_screening_new (void)
{
  EbbScreening *screening = g_new0 (EbbScreening, 1);

  screening->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) answer_free);
  screening->wells = g_ptr_array_new_with_free_func (g_free);
  screening->age_years = -1;
  screening->height_cm = screening->weight_kg = -1;
  screening->first = screening->second = (EbbBloodPressure){ -1, -1 };
  screening->outcome = EBB_SCREENING_INCOMPLETE;
  screening->score = -1;
  return screening;
}

void
ebb_screening_free (EbbScreening *screening)
{
  if (screening == NULL)
    return;
  g_free (screening->id);
  g_free (screening->patient_id);
  g_free (screening->list_id);
  g_clear_pointer (&screening->answers, g_ptr_array_unref);
  g_clear_pointer (&screening->wells, g_ptr_array_unref);
  g_free (screening->sex);
  g_free (screening->surgery_on);
  g_free (screening->reasons);
  g_free (screening->screened_on);
  g_free (screening->valid_until);
  g_free (screening->operator_name);
  g_free (screening);
}

static void
copy_texts (EbbScreening *copy, const EbbScreening *screening)
{
  copy->id = g_strdup (screening->id);
  copy->patient_id = g_strdup (screening->patient_id);
  copy->list_id = g_strdup (screening->list_id);
  copy->sex = g_strdup (screening->sex);
  copy->surgery_on = g_strdup (screening->surgery_on);
  copy->reasons = g_strdup (screening->reasons);
  copy->screened_on = g_strdup (screening->screened_on);
  copy->valid_until = g_strdup (screening->valid_until);
  copy->operator_name = g_strdup (screening->operator_name);
}

EbbScreening *
ebb_screening_copy (const EbbScreening *screening)
{
  EbbScreening *copy = g_memdup2 (screening, sizeof *screening);

  copy_texts (copy, screening);
  copy->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) answer_free);
  copy->wells = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < screening->answers->len; i++) {
    const EbbScreeningAnswer *answer = g_ptr_array_index (screening->answers, i);

    ebb_screening_answer (copy, answer->id, answer->yes, answer->limbs, answer->note);
  }
  for (guint i = 0; i < screening->wells->len; i++)
    g_ptr_array_add (copy->wells, g_strdup (g_ptr_array_index (screening->wells, i)));
  return copy;
}

/* Beside a screening ---------------------------------------------------------------------------*/

void
ebb_clearance_free (EbbClearance *clearance)
{
  if (clearance == NULL)
    return;
  g_free (clearance->id);
  g_free (clearance->patient_id);
  g_free (clearance->screening_id);
  g_free (clearance->physician);
  g_free (clearance->cleared_on);
  g_free (clearance->scope);
  g_free (clearance->note);
  g_free (clearance->operator_name);
  g_free (clearance);
}

EbbClearance *
ebb_clearance_copy (const EbbClearance *clearance)
{
  EbbClearance *copy = g_memdup2 (clearance, sizeof *clearance);

  copy->id = g_strdup (clearance->id);
  copy->patient_id = g_strdup (clearance->patient_id);
  copy->screening_id = g_strdup (clearance->screening_id);
  copy->physician = g_strdup (clearance->physician);
  copy->cleared_on = g_strdup (clearance->cleared_on);
  copy->scope = g_strdup (clearance->scope);
  copy->note = g_strdup (clearance->note);
  copy->operator_name = g_strdup (clearance->operator_name);
  return copy;
}

void
ebb_screening_override_free (EbbScreeningOverride *override)
{
  if (override == NULL)
    return;
  g_free (override->id);
  g_free (override->patient_id);
  g_free (override->screening_id);
  g_free (override->reason);
  g_free (override->operator_name);
  g_free (override->overridden_on);
  g_free (override);
}

EbbScreeningOverride *
ebb_screening_override_copy (const EbbScreeningOverride *override)
{
  EbbScreeningOverride *copy = g_memdup2 (override, sizeof *override);

  copy->id = g_strdup (override->id);
  copy->patient_id = g_strdup (override->patient_id);
  copy->screening_id = g_strdup (override->screening_id);
  copy->reason = g_strdup (override->reason);
  copy->operator_name = g_strdup (override->operator_name);
  copy->overridden_on = g_strdup (override->overridden_on);
  return copy;
}

void
ebb_health_change_free (EbbHealthChange *change)
{
  if (change == NULL)
    return;
  g_free (change->id);
  g_free (change->patient_id);
  g_free (change->what);
  g_free (change->operator_name);
  g_free (change);
}

EbbHealthChange *
ebb_health_change_copy (const EbbHealthChange *change)
{
  EbbHealthChange *copy = g_memdup2 (change, sizeof *change);

  copy->id = g_strdup (change->id);
  copy->patient_id = g_strdup (change->patient_id);
  copy->what = g_strdup (change->what);
  copy->operator_name = g_strdup (change->operator_name);
  return copy;
}

void
ebb_screening_settings_init (EbbScreeningSettings *settings)
{
  *settings = (EbbScreeningSettings){ .diastolic_block_mmhg = DIASTOLIC_BLOCK_MMHG,
                                      .post_operative_days = -1,
                                      .valid_days = -1,
                                      .order_required = TRUE,
                                      .missing_consent = EBB_CONSENT_DUE_AND_WORD,
                                      .rating_scale = EBB_SCALE_CR10,
                                      .preconditioning = FALSE };
}

int *
ebb_screening_settings_at (EbbScreeningSettings *settings, EbbClinicField field)
{
  switch (field) {
  case EBB_CLINIC_ORDER_REQUIRED:
    return &settings->order_required;
  case EBB_CLINIC_MISSING_CONSENT:
    return &settings->missing_consent;
  case EBB_CLINIC_DIASTOLIC_BLOCK:
    return &settings->diastolic_block_mmhg;
  case EBB_CLINIC_SCREENING_VALID:
    return &settings->valid_days;
  case EBB_CLINIC_POST_OPERATIVE:
    return &settings->post_operative_days;
  case EBB_CLINIC_RATING_SCALE:
    return &settings->rating_scale;
  case EBB_CLINIC_PRECONDITIONING:
    return &settings->preconditioning;
  default:
    return NULL;
  }
}

EbbScreeningFile *
ebb_screening_file_new (const char *patient_id)
{
  EbbScreeningFile *file = g_new0 (EbbScreeningFile, 1);

  g_atomic_ref_count_init (&file->n_refs);
  file->patient_id = g_strdup (patient_id);
  file->clearances = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_clearance_free);
  file->refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_door_refusal_free);
  file->readings = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_door_reading_free);
  ebb_screening_settings_init (&file->settings);
  return file;
}

EbbScreeningList *
ebb_screening_file_load_asked (const EbbScreeningFile *file, GError **error)
{
  return file != NULL && file->asked != NULL
             ? ebb_screening_list_parse (file->asked->id, file->asked->json, -1, error)
             : ebb_screening_list_load_builtin (error);
}

EbbScreeningFile *
ebb_screening_file_ref (EbbScreeningFile *file)
{
  g_atomic_ref_count_inc (&file->n_refs);
  return file;
}

void
ebb_screening_file_unref (EbbScreeningFile *file)
{
  if (file == NULL || !g_atomic_ref_count_dec (&file->n_refs))
    return;
  g_free (file->patient_id);
  g_clear_pointer (&file->list, ebb_screening_list_free);
  g_clear_pointer (&file->asked, ebb_screening_list_free);
  g_clear_pointer (&file->screening, ebb_screening_free);
  g_clear_pointer (&file->clearances, g_ptr_array_unref);
  g_clear_pointer (&file->override, ebb_screening_override_free);
  g_clear_pointer (&file->change, ebb_health_change_free);
  g_clear_pointer (&file->refusals, g_ptr_array_unref);
  g_clear_pointer (&file->readings, g_ptr_array_unref);
  g_free (file);
}

/* Answers --------------------------------------------------------------------------------------*/

EbbScreeningAnswer *
ebb_screening_find_answer (const EbbScreening *screening, const char *id)
{
  for (guint i = 0; i < screening->answers->len; i++) {
    EbbScreeningAnswer *answer = g_ptr_array_index (screening->answers, i);

    if (g_strcmp0 (answer->id, id) == 0)
      return answer;
  }
  return NULL;
}

void
ebb_screening_answer (EbbScreening *screening, const char *id, gboolean yes, guint limbs,
                      const char *note)
{
  EbbScreeningAnswer *answer = ebb_screening_find_answer (screening, id);

  if (answer == NULL) {
    answer = g_new0 (EbbScreeningAnswer, 1);
    answer->id = g_strdup (id);
    g_ptr_array_add (screening->answers, answer);
  }
  answer->yes = yes;
  answer->limbs = yes ? limbs & EBB_LIMB_ALL : 0;
  g_free (answer->note);
  answer->note = g_strdup (note);
}

void
ebb_screening_answer_rest_no (EbbScreening *screening, const EbbScreeningList *list)
{
  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);

    if (item->measure == EBB_SCREEN_ASKED
        && ebb_screening_find_answer (screening, item->id) == NULL)
      ebb_screening_answer (screening, item->id, FALSE, 0, NULL);
  }
}

/* Words ----------------------------------------------------------------------------------------*/

static const char *const limb_words[] = { "left-arm", "right-arm", "left-leg", "right-leg", NULL };
static const char *const outcomes[] = { "cleared",    "limits",  "physician",
                                        "incomplete", "refused", NULL };

guint
ebb_limb_from_string (const char *text)
{
  for (guint i = 0; limb_words[i] != NULL; i++)
    if (g_strcmp0 (limb_words[i], text) == 0)
      return 1u << i;
  return 0;
}

const char *
ebb_limb_to_string (guint limb)
{
  for (guint i = 0; limb_words[i] != NULL; i++)
    if (limb == 1u << i)
      return limb_words[i];
  return NULL;
}

guint
ebb_limb_of (EbbSegment segment, EbbSide side)
{
  gboolean left = side == EBB_SIDE_LEFT;

  if (segment == EBB_SEGMENT_ARM)
    return left ? EBB_LIMB_LEFT_ARM : EBB_LIMB_RIGHT_ARM;
  return left ? EBB_LIMB_LEFT_LEG : EBB_LIMB_RIGHT_LEG;
}

const char *
ebb_screening_outcome_to_string (EbbScreeningOutcome outcome)
{
  return (guint) outcome < G_N_ELEMENTS (outcomes) - 1 ? outcomes[outcome] : NULL;
}

int
ebb_screening_outcome_from_string (const char *text)
{
  for (int i = 0; outcomes[i] != NULL; i++)
    if (g_strcmp0 (outcomes[i], text) == 0)
      return i;
  return -1;
}

/* Dates ----------------------------------------------------------------------------------------*/

static gboolean
parse_date (const char *text, GDate *date)
{
  guint year, month, day;
  char rest;

  if (text == NULL || sscanf (text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) != 3
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

char *
ebb_date_after (const char *date, int days)
{
  char text[32];
  GDate at;

  if (!parse_date (date, &at))
    return NULL;
  if (days >= 0)
    g_date_add_days (&at, (guint) days);
  else
    g_date_subtract_days (&at, (guint) -days);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", &at);
  return g_strdup (text);
}

gboolean
ebb_screening_days_between (const char *from, const char *to, int *days)
{
  GDate first, last;

  if (!parse_date (from, &first) || !parse_date (to, &last))
    return FALSE;
  *days = g_date_days_between (&first, &last);
  return TRUE;
}

int
ebb_date_years_between (const char *from, const char *to)
{
  GDate first, last;
  int years;

  if (!parse_date (from, &first) || !parse_date (to, &last) || g_date_compare (&first, &last) > 0)
    return -1;
  years = g_date_get_year (&last) - g_date_get_year (&first);
  if (g_date_get_month (&last) < g_date_get_month (&first)
      || (g_date_get_month (&last) == g_date_get_month (&first)
          && g_date_get_day (&last) < g_date_get_day (&first)))
    years--;
  return years;
}
