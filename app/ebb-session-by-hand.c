/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session without a cable: a person pumps, reads the gauge and opens the valve.  What they say is
 * an event each, and the pressure of the limb until they say something else.
 */
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* An older reading says little of what the cuff does now (issue: a reminder). */
#define READING_OLD_US CUFF_SECONDS (60)

gboolean
ebb_session_is_by_hand (EbbSession *self)
{
  const CuffIdentity *identity = ebb_cuff_get_identity (self->cuff);
  return identity != NULL && (identity->capabilities & CUFF_IS_MANUAL) != 0;
}

void
ebb_session_plan_by_hand (EbbSession *self, EbbPlan *plan)
{
  plan->by_hand = ebb_session_is_by_hand (self);
  if (plan->by_hand)
    plan->reps_in_pressure = FALSE; /* a reading is no wave: repetitions are tapped */
}

/* --- What a person read ------------------------------------------------------------------ */

static gboolean
fail (GError **error, char *text)
{
  g_set_error_literal (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_READING, text);
  g_free (text);
  return FALSE;
}

gboolean
ebb_session_enter_reading (EbbSession *session, double mmhg, GError **error)
{
  /* Written so that NaN fails too. */
  if (!(mmhg >= 0 && mmhg <= EBB_READING_MAX_MMHG))
    return fail (error, g_strdup_printf (_ ("Gauge: %g mmHg is outside 0 to %d mmHg. Look again "
                                            "and enter what it shows."),
                                         mmhg, EBB_READING_MAX_MMHG));
  CuffPressure pressure = cuff_pressure_from_mmhg (mmhg);
  if (session->closed || !ebb_cuff_enter_reading (session->cuff, pressure, FALSE))
    return fail (error, g_strdup (_ ("This cuff reports by itself; nothing has to be entered.")));
  g_autofree char *shown = ebb_pressure_to_text (pressure);
  g_autofree char *text = g_strdup_printf (_ ("Read by hand: %s"), shown);
  ebb_session_post_event (session, "reading", pressure, text);
  g_signal_emit_by_name (session, "changed");
  return TRUE;
}

void
ebb_session_gauge_zero (EbbSession *session, const char *who)
{
  if (session->closed || !ebb_cuff_enter_reading (session->cuff, 0, TRUE))
    return;
  g_autofree char *text =
      g_strdup_printf (_ ("Gauge reads 0, valve open: by hand, on the word of %s"), who);
  ebb_session_post_event (session, "gauge-zero", 0, text);
  g_signal_emit_by_name (session, "changed");
}

/* --- The side ---------------------------------------------------------------------------- */

/* Nothing here can puff: somebody pumps briefly, looks, and lets the air out again.  What the gauge
 * showed before that holds no longer. */
void
ebb_session_side_by_hand (EbbSession *self)
{
  ebb_cuff_enter_reading (self->cuff, CUFF_PRESSURE_UNSET, FALSE);
  self->puff_step = PUFF_IDLE;
  self->puff = EBB_PUFF_ASK;
  g_signal_emit_by_name (self, "changed");
}

/* --- The way to a start ------------------------------------------------------------------ */

const char *
ebb_session_by_hand_in_the_way (EbbSession *self, const EbbCuffView *cuff)
{
  if (self->stored && self->by_hand != cuff->manual)
    return _ ("This session began with another kind of cuff. Finish it, then begin a new one.");
  if (!cuff->manual && self->bout.hand_bulb)
    return _ ("A blood-pressure cuff with a hand bulb is read by hand: choose “No cable: read by "
              "hand” in the cuff's menu, or another cuff in the prescription.");
  if (!cuff->manual)
    return NULL;
  if (self->bout.cuff_width_cm <= 0)
    return _ ("The width of the cuff's bladder is missing. Enter it in the prescription.");
  if (!cuff->deflated && cuff->reading_us == EBB_TIME_UNSET)
    return _ ("Open the valve, press the cuff empty and tap “Gauge reads 0”.");
  if (!cuff->deflated)
    return _ ("The gauge is not said to read 0. Open the valve, then tap “Gauge reads 0”.");
  return NULL;
}

/* --- What there is to show --------------------------------------------------------------- */

/* When somebody should look at the gauge once more: once in each set and each rest, and when what
 * was read is a minute old. */
static EbbReadingDue
reading_due (EbbSession *self, gint64 reading_us)
{
  const EbbMachine *machine = &self->machine;
  gint64 now_us = ebb_clock_now_us (self->clock);
  if (machine->order.mode != CUFF_MODE_HOLD || machine->phase < EBB_PHASE_READY
      || machine->phase > EBB_PHASE_PAUSED)
    return EBB_READING_FINE;
  if (reading_us == EBB_TIME_UNSET || now_us - reading_us > READING_OLD_US)
    return EBB_READING_OVERDUE;
  gboolean in_set = machine->phase != EBB_PHASE_REST && machine->phase != EBB_PHASE_READY;
  gint64 since_us = machine->phase == EBB_PHASE_REST                       ? machine->phase_since_us
                    : in_set && machine->set_started_us != CUFF_TIME_NEVER ? machine->set_started_us
                                                                           : reading_us;
  return reading_us < since_us ? EBB_READING_SUGGESTED : EBB_READING_FINE;
}

void
ebb_session_view_by_hand (EbbSession *self, const EbbCuffView *cuff, EbbSessionView *view)
{
  view->by_hand = cuff->manual;
  view->zero_due = cuff->zero_due;
  view->reading_us = cuff->reading_us;
  view->reading_due = cuff->manual ? reading_due (self, cuff->reading_us) : EBB_READING_FINE;
}

/* By hand the limb counts as tight until the gauge is said to read 0 with the valve open: an unset
 * or a small reading is no proof (clinic, manual devices). */
CuffPressure
ebb_session_tight_by_hand (const CuffReport *report)
{
  const CuffChannelReport *channel = &report->channel[0];
  gboolean open = (channel->flags & CUFF_CHANNEL_VENT_OPEN) != 0;
  if ((report->flags & CUFF_DEVICE_BY_HAND) == 0 || open)
    return channel->pressure;
  return MAX (channel->pressure, EBB_UNDER_PRESSURE + 1); /* unset is the lowest there is */
}
