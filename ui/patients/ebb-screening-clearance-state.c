/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-clearance-state.h"

#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-number-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PERCENT_MAX 100

GPtrArray *
ebb_clearance_reasons (const EbbScreeningJudgement *judgement)
{
  GPtrArray *reasons = g_ptr_array_new ();

  for (guint i = 0; i < judgement->reasons->len; i++) {
    EbbScreeningReason *reason = g_ptr_array_index (judgement->reasons, i);

    if (reason->level == EBB_SCREENING_PHYSICIAN)
      g_ptr_array_add (reasons, reason);
  }
  return reasons;
}

void
ebb_clearance_state_clear (EbbClearanceState *state)
{
  g_clear_pointer (&state->physician_error, g_free);
  g_clear_pointer (&state->date_error, g_free);
  g_clear_pointer (&state->scope_error, g_free);
  g_clear_pointer (&state->limit_error, g_free);
  g_clear_pointer (&state->date_read, g_free);
  g_clear_pointer (&state->record, ebb_clearance_free);
}

static char *
judge_date (const EbbClearanceTyped *typed, EbbClearanceState *state)
{
  g_autofree char *iso = ebb_date_from_text (typed->cleared_on, typed->month_first);
  g_autofree char *today = ebb_date_of_moment (typed->now_unix_us);

  if (typed->cleared_on == NULL) {
    state->date_error = g_strdup (_ ("Date of the clearance: missing; write it like 2 Jun 2026"));
    return NULL;
  }
  if (iso == NULL) {
    state->date_error = g_strdup_printf (
        _ ("Date of the clearance: “%s” is no date; write it like 2 Jun 2026"), typed->cleared_on);
    return NULL;
  }
  state->date_read = ebb_format_date (iso);
  /* Dates of this shape sort as text. */
  if (strcmp (iso, today) > 0)
    state->date_error =
        g_strdup_printf (_ ("Date of the clearance: %s lies in the future"), state->date_read);
  return g_steal_pointer (&iso);
}

/* Nothing typed is no limit of the physician's own. */
static double
judge_limit (const EbbClearanceTyped *typed, EbbClearanceState *state)
{
  double percent = ebb_number_from_text (typed->max_percent);

  if (typed->max_percent == NULL)
    return 0;
  if (isnan (percent) || percent <= 0 || percent > PERCENT_MAX)
    state->limit_error = g_strdup_printf (
        _ ("At most: “%s” is no percent of LOP above 0 and up to 100"), typed->max_percent);
  return percent;
}

void
ebb_clearance_judge (const EbbClearanceTyped *typed, const EbbScreening *screening,
                     EbbClearanceState *state)
{
  g_autofree char *cleared_on = NULL;
  double max_percent;

  *state = (EbbClearanceState){ 0 };
  if (typed->physician == NULL)
    state->physician_error = g_strdup (_ ("Physician: missing; write who cleared it"));
  if (*typed->scope == '\0')
    state->scope_error = g_strdup (_ ("Cleared: choose what the physician has looked at"));
  cleared_on = judge_date (typed, state);
  max_percent = judge_limit (typed, state);
  if (state->physician_error != NULL || state->scope_error != NULL || state->date_error != NULL
      || state->limit_error != NULL)
    return;
  state->record = g_new0 (EbbClearance, 1);
  state->record->patient_id = g_strdup (screening->patient_id);
  state->record->screening_id = g_strdup (screening->id);
  state->record->physician = g_strdup (typed->physician);
  state->record->cleared_on = g_steal_pointer (&cleared_on);
  state->record->scope = g_strdup (typed->scope);
  state->record->max_percent_lop = max_percent;
  state->record->intermittent = typed->intermittent;
  state->record->note = g_strdup (typed->note);
}
