/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-papers.h"

static const char *const words[EBB_N_PAPERS] = { "training", "preconditioning", "instruction" };

const char *
ebb_paper_to_string (EbbPaper paper)
{
  return (guint) paper < EBB_N_PAPERS ? words[paper] : NULL;
}

int
ebb_paper_from_string (const char *text)
{
  for (int i = 0; i < EBB_N_PAPERS; i++)
    if (g_strcmp0 (words[i], text) == 0)
      return i;
  return -1;
}

EbbConsent *
ebb_consent_copy (const EbbConsent *consent)
{
  EbbConsent *copy = g_new0 (EbbConsent, 1);

  *copy = *consent;
  copy->id = g_strdup (consent->id);
  copy->patient_id = g_strdup (consent->patient_id);
  copy->given_on = g_strdup (consent->given_on);
  copy->initials = g_strdup (consent->initials);
  copy->operator_name = g_strdup (consent->operator_name);
  copy->withdrawn_on = g_strdup (consent->withdrawn_on);
  return copy;
}

void
ebb_consent_free (EbbConsent *consent)
{
  if (consent == NULL)
    return;
  g_free (consent->id);
  g_free (consent->patient_id);
  g_free (consent->given_on);
  g_free (consent->initials);
  g_free (consent->operator_name);
  g_free (consent->withdrawn_on);
  g_free (consent);
}

EbbIntake *
ebb_intake_copy (const EbbIntake *intake)
{
  EbbIntake *copy = g_new0 (EbbIntake, 1);

  *copy = *intake;
  copy->id = g_strdup (intake->id);
  copy->patient_id = g_strdup (intake->patient_id);
  copy->answers = intake->answers != NULL ? ebb_screening_copy (intake->answers) : NULL;
  copy->operator_name = g_strdup (intake->operator_name);
  return copy;
}

void
ebb_intake_free (EbbIntake *intake)
{
  if (intake == NULL)
    return;
  g_free (intake->id);
  g_free (intake->patient_id);
  ebb_screening_free (intake->answers);
  g_free (intake->operator_name);
  g_free (intake);
}

const EbbConsent *
ebb_consent_in_force (const GPtrArray *consents, EbbPaper paper)
{
  for (guint i = 0; consents != NULL && i < consents->len; i++) {
    const EbbConsent *consent = g_ptr_array_index (consents, i);

    if (consent->paper == paper)
      return consent->withdrawn_on == NULL ? consent : NULL;
  }
  return NULL;
}

guint
ebb_screening_list_n_asked (const EbbScreeningList *list)
{
  guint n = 0;

  for (guint i = 0; i < list->items->len; i++)
    n += ((const EbbScreeningItem *) g_ptr_array_index (list->items, i))->measure
         == EBB_SCREEN_ASKED;
  return n;
}

guint
ebb_intake_n_of (const EbbIntake *intake, const EbbScreeningList *list)
{
  guint n = 0;

  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);

    n += item->measure == EBB_SCREEN_ASKED
         && ebb_screening_find_answer (intake->answers, item->id) != NULL;
  }
  return n;
}
