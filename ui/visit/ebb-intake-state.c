/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-intake-state.h"

#include "ebb-number-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
ebb_intake_begin (EbbIntakeState *state, const EbbScreeningList *list)
{
  *state = (EbbIntakeState){ .list = list, .asked = g_ptr_array_new () };
  for (guint i = 0; i < list->items->len; i++) {
    EbbScreeningItem *item = g_ptr_array_index (list->items, i);

    if (item->measure == EBB_SCREEN_ASKED)
      g_ptr_array_add (state->asked, item);
  }
  state->answers = ebb_screening_new ();
  g_free (state->answers->list_id);
  state->answers->list_id = g_strdup (list->id);
  state->answers->list_version = list->version;
}

void
ebb_intake_clear (EbbIntakeState *state)
{
  g_clear_pointer (&state->asked, g_ptr_array_unref);
  g_clear_pointer (&state->answers, ebb_screening_free);
}

const EbbScreeningItem *
ebb_intake_item (const EbbIntakeState *state)
{
  return state->at < state->asked->len ? g_ptr_array_index (state->asked, state->at) : NULL;
}

static void
go_on (EbbIntakeState *state)
{
  state->at++;
  state->step = state->at < state->asked->len ? EBB_INTAKE_QUESTION : EBB_INTAKE_BODY;
}

static void
forget (EbbIntakeState *state, const char *id)
{
  GPtrArray *answers = state->answers->answers;

  for (guint i = answers->len; i > 0; i--)
    if (g_strcmp0 (((const EbbScreeningAnswer *) g_ptr_array_index (answers, i - 1))->id, id) == 0)
      g_ptr_array_remove_index (answers, i - 1);
}

void
ebb_intake_answer (EbbIntakeState *state, EbbIntakeAnswer answer)
{
  const EbbScreeningItem *item = ebb_intake_item (state);

  if (item == NULL || state->step != EBB_INTAKE_QUESTION)
    return;
  if (answer == EBB_INTAKE_UNSURE)
    forget (state, item->id);
  else
    ebb_screening_answer (state->answers, item->id, answer == EBB_INTAKE_YES, 0, NULL);
  if (answer == EBB_INTAKE_YES && item->scope != EBB_SCOPE_PERSON)
    state->step = EBB_INTAKE_LIMBS;
  else
    go_on (state);
}

void
ebb_intake_limbs (EbbIntakeState *state, guint limbs)
{
  const EbbScreeningItem *item = ebb_intake_item (state);

  if (item == NULL || state->step != EBB_INTAKE_LIMBS)
    return;
  ebb_screening_answer (state->answers, item->id, TRUE, limbs, NULL);
  go_on (state);
}

static gboolean
take_number (const char *typed, double min, double max, const char *what, double *into,
             char **error)
{
  double number = ebb_number_from_text (typed);

  *into = -1;
  if (typed == NULL || *typed == '\0')
    return TRUE;
  if (number >= min && number <= max) {
    *into = number;
    return TRUE;
  }
  *error = g_strdup_printf (_ ("%s: “%s” is not between %g and %g"), what, typed, min, max);
  return FALSE;
}

gboolean
ebb_intake_body (EbbIntakeState *state, const char *height, const char *weight, char **error)
{
  double height_cm, weight_kg;

  *error = NULL;
  if (!take_number (height, EBB_SCREENING_HEIGHT_MIN_CM, EBB_SCREENING_HEIGHT_MAX_CM,
                    _ ("Height in cm"), &height_cm, error)
      || !take_number (weight, EBB_SCREENING_WEIGHT_MIN_KG, EBB_SCREENING_WEIGHT_MAX_KG,
                       _ ("Weight in kg"), &weight_kg, error))
    return FALSE;
  state->answers->height_cm = height_cm;
  state->answers->weight_kg = weight_kg;
  state->step = EBB_INTAKE_END;
  return TRUE;
}

void
ebb_intake_back (EbbIntakeState *state)
{
  switch (state->step) {
  case EBB_INTAKE_END:
    state->step = ebb_intake_item (state) != NULL ? EBB_INTAKE_QUESTION : EBB_INTAKE_BODY;
    return;
  case EBB_INTAKE_LIMBS:
    state->step = EBB_INTAKE_QUESTION;
    return;
  case EBB_INTAKE_QUESTION:
  case EBB_INTAKE_BODY:
  default:
    if (state->at > 0)
      state->at--;
    state->step = EBB_INTAKE_QUESTION;
    return;
  }
}

void
ebb_intake_stop (EbbIntakeState *state)
{
  state->step = EBB_INTAKE_END;
}

guint
ebb_intake_n_answered (const EbbIntakeState *state)
{
  return state->answers->answers->len;
}

/* --- The review ----------------------------------------------------------------------------- */

static char *
number_text (double number)
{
  return number > 0 ? g_strdup_printf ("%g", number) : NULL;
}

gboolean
ebb_intake_review (const EbbIntake *intake, const EbbScreeningList *list, EbbScreeningDraft *draft)
{
  const EbbScreening *said = intake->answers;

  if (said->answers->len == 0 || g_strcmp0 (said->list_id, list->id) != 0
      || said->list_version != list->version)
    return FALSE;
  for (guint i = 0; i < said->answers->len; i++) {
    const EbbScreeningAnswer *answer = g_ptr_array_index (said->answers, i);

    if (!answer->yes && ebb_screening_find_answer (draft->answers, answer->id) == NULL)
      ebb_screening_answer (draft->answers, answer->id, FALSE, 0, NULL);
  }
  if (draft->height == NULL)
    draft->height = number_text (said->height_cm);
  if (draft->weight == NULL)
    draft->weight = number_text (said->weight_kg);
  return TRUE;
}

void
ebb_intake_rest_no (const EbbIntake *intake, const EbbScreeningList *list, EbbScreeningDraft *draft)
{
  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);

    if (item->measure == EBB_SCREEN_ASKED
        && ebb_screening_find_answer (intake->answers, item->id) == NULL
        && ebb_screening_find_answer (draft->answers, item->id) == NULL)
      ebb_screening_answer (draft->answers, item->id, FALSE, 0, NULL);
  }
}

char *
ebb_intake_said (const EbbIntake *intake, const char *item_id)
{
  const EbbScreeningAnswer *answer = ebb_screening_find_answer (intake->answers, item_id);
  g_autoptr (GString) said = NULL;

  if (answer == NULL)
    return g_strdup (_ ("Patient: did not answer"));
  if (!answer->yes)
    return NULL;
  said = g_string_new (_ ("Patient: yes"));
  for (guint bit = EBB_LIMB_LEFT_ARM; bit <= EBB_LIMB_RIGHT_LEG; bit <<= 1)
    if ((answer->limbs & bit) != 0)
      g_string_append_printf (said, ", %s", ebb_screening_limb_to_text (bit));
  return g_string_free (g_steal_pointer (&said), FALSE);
}
