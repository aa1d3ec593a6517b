/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screening locks the cuff here, not in a page: no bout begins without it, its limits lower
 * what was prescribed, and what was overridden stands in the record.
 */
#include "ebb-day.h"
#include "ebb-session-private.h"

#include <glib/gi18n-lib.h>

/* "Deflated in the rests" cannot be had of a protocol that holds the cuff tight only in them. */
static gboolean
fits_limit (const EbbScreeningGate *gate, const EbbSessionBout *bout, GError **error)
{
  if (!gate->intermittent || bout->protocol->pattern != EBB_PATTERN_RESTING)
    return TRUE;
  g_set_error_literal (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_SCREENING,
                       _ ("The screening wants the cuff deflated in the rests; this protocol holds "
                          "it tight in them. Choose another protocol."));
  return FALSE;
}

gboolean
ebb_session_apply_screening (EbbSession *self, EbbSessionBout *bout, GError **error)
{
  EbbPrescription *prescription = &bout->prescription;
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  EbbScreeningGate gate;

  ebb_screening_gate (self->screening, self->patient_id,
                      ebb_limb_of (prescription->segment, prescription->side), today.date, &gate);
  gboolean open = gate.lock == EBB_LOCK_OPEN || gate.overridden;
#ifdef EBB_BREAK_SCREENING /* negative control: tests/negative */
  open = TRUE;
#endif
  if (open && !fits_limit (&gate, bout, error)) {
    open = FALSE;
  } else if (open) {
    prescription->screening_percent = gate.max_percent_lop;
    if (gate.intermittent && bout->protocol->pattern == EBB_PATTERN_CONTINUOUS)
      bout->protocol->pattern = EBB_PATTERN_INTERMITTENT;
    bout->override_text = g_steal_pointer (&gate.override_text);
    bout->limit_text = g_steal_pointer (&gate.limit_text);
  } else {
    g_set_error_literal (error, EBB_SESSION_ERROR,
                         gate.lock == EBB_LOCK_DOOR ? EBB_SESSION_ERROR_DOOR
                                                    : EBB_SESSION_ERROR_SCREENING,
                         gate.text);
  }
  ebb_screening_gate_clear (&gate);
  return open;
}

void
ebb_session_note_screening (EbbSession *self)
{
  const EbbSessionBout *bout = &self->bout;
  EbbSessionLimb *limb = ebb_session_limb (self);
  if (bout->override_text != NULL && !self->override_told) {
    self->override_told = TRUE;
    ebb_session_post_event (self, "screening-override", CUFF_PRESSURE_UNSET, bout->override_text);
  }
  if (bout->limit_text == NULL || g_strcmp0 (bout->limit_text, limb->limit_told) == 0)
    return;
  g_free (limb->limit_told);
  limb->limit_told = g_strdup (bout->limit_text);
  ebb_session_post_event (self, "screening-limit", CUFF_PRESSURE_UNSET, bout->limit_text);
}
