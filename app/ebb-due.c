/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-due.h"

#include "ebb-lop-validity.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

const char *
ebb_due_kind_to_string (EbbDueKind kind)
{
  static const char *const words[] = { "screening", "order",    "call",
                                       "lop",       "measures", "one-rm",
                                       "visits",    "consent",  "consent-preconditioning" };

  return (guint) kind < G_N_ELEMENTS (words) ? words[kind] : NULL;
}

void
ebb_due_free (EbbDue *due)
{
  if (due == NULL)
    return;
  g_free (due->text);
  g_free (due);
}

static void
add (GPtrArray *list, EbbDueKind kind, gboolean late, char *text)
{
  EbbDue *due = g_new0 (EbbDue, 1);
  guint at = 0;

  *due = (EbbDue){ kind, late, text };
  while (late && at < list->len && ((EbbDue *) g_ptr_array_index (list, at))->late)
    at++;
  g_ptr_array_insert (list, late ? (int) at : -1, due);
}

/* Days from today to `date`; FALSE when it is not known. */
static gboolean
days_until (const char *today, const char *date, int *days)
{
  GDate from, to;

  if (!ebb_date_is_valid (today) || !ebb_date_is_valid (date))
    return FALSE;
  g_date_set_parse (&from, today);
  g_date_set_parse (&to, date);
  *days = g_date_days_between (&from, &to);
  return TRUE;
}

static void
add_screening (GPtrArray *list, const EbbDueFacts *facts, const char *today)
{
  int days = 0;

  if (!facts->has_screening)
    add (list, EBB_DUE_SCREENING, TRUE, g_strdup (_ ("Screening: none yet.")));
  else if (!days_until (today, facts->screened_until, &days) || days < 0)
    add (list, EBB_DUE_SCREENING, TRUE, g_strdup (_ ("Screening: no longer valid.")));
  else if (days <= EBB_DUE_WARN_DAYS)
    add (list, EBB_DUE_SCREENING, FALSE,
         g_strdup_printf (_ ("Screening: valid until %s."), facts->screened_until));
}

static void
add_consent (GPtrArray *list, const EbbDueFacts *facts)
{
  if (facts->consent_due)
    add (list, EBB_DUE_CONSENT, TRUE, g_strdup (_ ("Consent to the training: none on file.")));
  if (facts->preconditioning_due)
    add (list, EBB_DUE_PRECONDITIONING, TRUE,
         g_strdup (_ ("Consent to preconditioning: none on file.")));
}

static void
add_order (GPtrArray *list, const EbbDueFacts *facts, const char *today)
{
  int days = 0;

  if (facts->order_not_required && !facts->has_order)
    return;
  if (!facts->has_order)
    add (list, EBB_DUE_ORDER, TRUE, g_strdup (_ ("Physician's order: none yet.")));
  else if (facts->order_open_ended)
    return;
  else if (!days_until (today, facts->order_until, &days) || days < 0)
    add (list, EBB_DUE_ORDER, TRUE, g_strdup (_ ("Physician's order: no longer valid.")));
  else if (days <= EBB_DUE_WARN_DAYS)
    add (list, EBB_DUE_ORDER, FALSE,
         g_strdup_printf (_ ("Physician's order: valid until %s."), facts->order_until));
}

static void
add_lop (GPtrArray *list, const EbbDueFacts *facts, const char *today)
{
  int days = ebb_lop_age_days_on (facts->lop_on, today);

  if (days < 0)
    add (list, EBB_DUE_LOP, FALSE, g_strdup (_ ("Limb occlusion pressure: never measured.")));
  else if (days >= EBB_DUE_LOP_DAYS)
    add (list, EBB_DUE_LOP, FALSE,
         g_strdup_printf (_ ("Limb occlusion pressure: measured %d days ago."), days));
}

static void
add_measures (GPtrArray *list, const EbbDueFacts *facts)
{
  if (!facts->has_baseline)
    add (list, EBB_DUE_MEASURES, facts->n_sessions > 0,
         g_strdup (_ ("Outcome measures: no baseline yet.")));
  else if (facts->discharged && !facts->has_discharge_measures)
    add (list, EBB_DUE_MEASURES, TRUE, g_strdup (_ ("Outcome measures: none at discharge.")));
  else if (!facts->discharged && facts->sessions_since_measures >= EBB_DUE_MEASURES_SESSIONS)
    add (list, EBB_DUE_MEASURES, FALSE,
         g_strdup_printf (_ ("Outcome measures: %u sessions since the last."),
                          facts->sessions_since_measures));
}

static void
add_one_rm (GPtrArray *list, const EbbDueFacts *facts, const char *today)
{
  int days = 0;

  if (days_until (today, facts->one_rm_on, &days) && -days >= EBB_DUE_ONE_RM_DAYS)
    add (list, EBB_DUE_ONE_RM, FALSE, g_strdup_printf (_ ("Maximum: tested %d days ago."), -days));
}

static void
add_visits (GPtrArray *list, const EbbDueFacts *facts)
{
  if (facts->visits_authorised > 0 && facts->n_sessions >= facts->visits_authorised)
    add (list, EBB_DUE_VISITS, TRUE,
         g_strdup_printf (_ ("Visits: all %u that were authorised are used."),
                          facts->visits_authorised));
  else if (facts->visits_planned > 0 && facts->n_sessions >= facts->visits_planned)
    add (list, EBB_DUE_VISITS, FALSE,
         g_strdup_printf (_ ("Visits: all %u that were planned are done: discharge or a new plan."),
                          facts->visits_planned));
}

GPtrArray *
ebb_due_list (const EbbDueFacts *facts, const char *today)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_due_free);

  if (facts->n_calls > 0)
    add (list, EBB_DUE_CALL, TRUE,
         g_strdup_printf (ngettext ("Call the patient: %u session to ask about.",
                                    "Call the patient: %u sessions to ask about.", facts->n_calls),
                          facts->n_calls));
  add_measures (list, facts);
  if (facts->discharged)
    return list;

  add_screening (list, facts, today);
  add_order (list, facts, today);
  add_consent (list, facts);
  add_lop (list, facts, today);
  add_one_rm (list, facts, today);
  add_visits (list, facts);
  return list;
}
