/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets changed in the running bout, and the cuff deflated to be refitted.
 */
#include "ebb-session-private.h"

#include <glib/gi18n-lib.h>

static guint
feed (EbbSession *self, EbbInputKind kind)
{
  guint n_before = self->machine.plan.n_sets;
  ebb_session_feed_kind (self, kind, CUFF_REASON_NONE);
  return n_before;
}

/* --- One more ---------------------------------------------------------------------------- */

/* Time under pressure the bout would still need, were the set repeated; -1 = it is not taken. */
static gint64
needed_us (EbbSession *self)
{
  EbbMachine tried = self->machine;
  gint64 now_us = ebb_clock_now_us (self->clock);
  EbbInput input = { .kind = EBB_INPUT_REPEAT_SET,
                     .t_us = MAX (now_us, tried.now_us),
                     .pressure = CUFF_PRESSURE_UNSET };
  CuffTime end_us;
  ebb_machine_step (&tried, &input);
  if (tried.plan.n_sets == self->machine.plan.n_sets)
    return -1;
  end_us = ebb_machine_expected_end (&tried, now_us);
  if (tried.plan.pattern == EBB_PATTERN_CONTINUOUS && end_us != CUFF_TIME_NEVER)
    return end_us - now_us;
  return ebb_plan_continuous_ms (&tried.plan, 0) * 1000
         - ebb_session_limb (self)->clock.continuous_us;
}

gboolean
ebb_session_repeat_fits (EbbSession *self)
{
  gint64 most_us = ebb_occlusion_limit (self->machine.plan.segment);
  gint64 own_us = CUFF_SECONDS (self->bout.protocol->max_inflation_s);
  gint64 more_us;
  if (!ebb_machine_takes_repeat (&self->machine))
    return FALSE;
  if (own_us > 0)
    most_us = MIN (most_us, own_us);
  more_us = needed_us (self);
  return more_us >= 0 && ebb_session_limb (self)->clock.continuous_us + more_us <= most_us;
}

void
ebb_session_repeat_set (EbbSession *session)
{
  guint set = session->machine.set, n_before;
  if (!ebb_session_repeat_fits (session)) {
    g_signal_emit_by_name (session, "message",
                           _ ("This set cannot be repeated: there is no time "
                              "left for it, or no set to repeat"));
    return;
  }
  n_before = feed (session, EBB_INPUT_REPEAT_SET);
  if (session->machine.plan.n_sets <= n_before)
    return;
  g_autofree char *text = g_strdup_printf (_ ("Set %u is repeated as set %u"), set, set + 1);
  ebb_session_record_event (session, "repeat-set", (int) set, CUFF_PRESSURE_UNSET, text);
  g_signal_emit_by_name (session, "changed");
}

/* --- One fewer --------------------------------------------------------------------------- */

void
ebb_session_skip_set (EbbSession *session, const char *reason)
{
  guint set = session->machine.set + 1, of = session->machine.plan.n_sets, n_before;
  if (!ebb_machine_takes_skip (&session->machine)) {
    g_signal_emit_by_name (session, "message",
                           _ ("A set can only be skipped in the rest before it"));
    return;
  }
  n_before = feed (session, EBB_INPUT_SKIP_SET);
  if (session->machine.plan.n_sets >= n_before)
    return;
  g_autofree char *text = reason != NULL && *reason != '\0'
                              ? g_strdup_printf (_ ("Set %u of %u skipped: %s"), set, of, reason)
                              : g_strdup_printf (_ ("Set %u of %u skipped"), set, of);
  ebb_session_record_event (session, "skip-set", (int) set, CUFF_PRESSURE_UNSET, text);
  g_signal_emit_by_name (session, "changed");
}

/* --- The cuff ---------------------------------------------------------------------------- */

void
ebb_session_reposition (EbbSession *session)
{
  if (session->closed || session->machine.phase < EBB_PHASE_INFLATING
      || session->machine.phase > EBB_PHASE_PAUSED)
    return;
  session->repositioning = TRUE;
  ebb_session_stop (session); /* first of all */
  ebb_session_record_event (session, "reposition", (int) session->machine.set, CUFF_PRESSURE_UNSET,
                            _ ("Deflated to refit the cuff"));
  g_signal_emit_by_name (session, "changed");
}
