/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The short puff that shows which cuff moves: an arm of its own, a little pressure, and out again.
 */
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

#define PUFF_TARGET  CUFF_MMHG (60)
#define PUFF_FELT    CUFF_MMHG (40)
#define PUFF_MIN_US  CUFF_SECONDS (2)
/* "At most 10 s", a little less than the controller's own limit, so that it is we who end it. */
#define PUFF_MAX_US  CUFF_MS (9500)
#define ARM_MAX_US   CUFF_SECONDS (10)
#define PROOF_MAX_US CUFF_SECONDS (6)

static gint64
now_us (EbbSession *self)
{
  return ebb_clock_now_us (self->clock);
}

static void
enter (EbbSession *self, PuffStep step)
{
  self->puff_step = step;
  self->puff_since_us = now_us (self);
}

static void
end_puff (EbbSession *self, EbbPuff puff, const char *problem)
{
  self->puff_step = PUFF_IDLE;
  self->puff = puff;
  if (problem != NULL)
    ebb_session_set_problem (self, problem);
  g_signal_emit_by_name (self, "changed");
}

/* Vents; what became of the puff is said when the cuff is proven empty. */
static void
vent (EbbSession *self, CuffReason reason, const char *problem)
{
  ebb_cuff_stop (self->cuff, reason);
  enter (self, PUFF_VENTING);
  if (problem != NULL)
    ebb_session_set_problem (self, problem);
}

gboolean
ebb_session_puff (EbbSession *session)
{
  gboolean by_hand = ebb_session_is_by_hand (session);
  EbbPuff before = session->puff;
  char *door_text = session->door_text;
  session->puff = EBB_PUFF_CONFIRMED; /* a side that is not known stands in no puff's way */
  if (session->door_lock < EBB_DOOR_PHYSICIAN) /* nor what is still to be asked or measured */
    session->door_text = NULL;
  gboolean can = session->attached && session->puff_step == PUFF_IDLE && !session->rows_pending
                 && !ebb_machine_start_waits (&session->machine, now_us (session))
                 && ebb_session_why_not (session, by_hand) == NULL
                 && (!by_hand || session->door_text == NULL);
  session->puff = before;
  session->door_text = door_text;
  if (!can)
    return FALSE;
  session->puff = EBB_PUFF_RUNNING;
  session->puff_felt = FALSE;
  enter (session, PUFF_ROWS);
  ebb_session_ask_rows (session, EBB_ROWS_PUFF);
  ebb_session_record_event (session, "puff", 0, CUFF_PRESSURE_UNSET,
                            by_hand ? _ ("Asked to pump briefly by hand to see which cuff moves")
                                    : _ ("Short puff to see which cuff moves"));
  g_signal_emit_by_name (session, "changed");
  return TRUE;
}

/* The preparation row stands. */
void
ebb_session_puff_rows (EbbSession *self, const char *problem)
{
  if (self->puff_step != PUFF_ROWS)
    return;
  CuffLink *link = ebb_session_get_link (self);
  gboolean by_hand = ebb_session_is_by_hand (self); /* needs no limits of a controller */
  if (problem == NULL && (link == NULL || !(self->limits_adopted || by_hand)))
    problem = _ ("The cuff was lost before the puff. Nothing was inflated.");
  if (problem != NULL) {
    end_puff (self, EBB_PUFF_FAILED, problem);
    return;
  }
  if (by_hand) {
    ebb_session_side_by_hand (self);
    return;
  }
  enter (self, PUFF_ARMING);
  cuff_link_arm (link, CUFF_ARM_PUFF);
}

static void
inflate (EbbSession *self)
{
  CuffLink *link = ebb_session_get_link (self);
  const EbbPlan *plan = &self->machine.plan;
  CuffOrder order = { .mode = CUFF_MODE_HOLD,
                      .target = MIN (PUFF_TARGET, MAX (plan->target, plan->target_max)),
                      .longest_ms = (uint32_t) (PUFF_MAX_US / 1000) };
  enter (self, PUFF_RISING);
  cuff_link_order (link, &order, 1, false);
}

static void
released (EbbSession *self)
{
  if (self->puff_felt)
    end_puff (self, EBB_PUFF_ASK, NULL);
  else
    end_puff (self, EBB_PUFF_FAILED, NULL);
}

static void
ended (EbbSession *self, CuffReason reason)
{
  if (self->puff_step == PUFF_VENTING)
    return; /* our own doing */
  self->puff_felt = FALSE;
  g_autofree char *text =
      g_strdup_printf (_ ("The puff was broken off: %s. Look at the cuff, then try again."),
                       ebb_reason_to_text (reason));
  vent (self, reason, text);
}

void
ebb_session_puff_event (EbbSession *self, const CuffLinkEvent *event)
{
  if (self->puff_step == PUFF_IDLE)
    return;
  if (event->kind == CUFF_LINK_EVENT_ARMED && self->puff_step == PUFF_ARMING)
    inflate (self);
  else if (event->kind == CUFF_LINK_EVENT_RELEASED && self->puff_step == PUFF_VENTING)
    released (self);
  else if (event->kind == CUFF_LINK_EVENT_ENDED && self->puff_step > PUFF_ROWS)
    ended (self, event->reason);
  else if (event->kind == CUFF_LINK_EVENT_REFUSED && self->puff_step > PUFF_ROWS)
    ended (self, CUFF_REASON_REFUSED);
  else if (event->kind == CUFF_LINK_EVENT_LOST)
    end_puff (self, EBB_PUFF_FAILED, NULL);
}

void
ebb_session_puff_report (EbbSession *self, const CuffReport *report)
{
  const CuffChannelReport *channel = &report->channel[0];
  if (self->puff_step != PUFF_RISING || !cuff_pressure_is_set (channel->pressure)
      || !cuff_pressure_is_set (channel->target))
    return;
  CuffPressure felt = MIN (PUFF_FELT, channel->target * 2 / 3);
  if (felt <= 0 || channel->pressure < felt || now_us (self) - self->puff_since_us < PUFF_MIN_US)
    return;
  self->puff_felt = TRUE;
  vent (self, CUFF_REASON_PLAN_DONE, NULL);
}

void
ebb_session_puff_tick (EbbSession *self)
{
  gint64 passed_us = now_us (self) - self->puff_since_us;
  if (self->puff_step == PUFF_ARMING && passed_us > ARM_MAX_US)
    vent (self, CUFF_REASON_REFUSED,
          _ ("The controller did not arm for the puff within 10 s; nothing was inflated."));
  else if (self->puff_step == PUFF_RISING && passed_us > PUFF_MAX_US)
    vent (self, CUFF_REASON_NOT_REACHED,
          _ ("The pressure did not rise in the puff. Look at the hose, the coupling and the fit of "
             "the cuff."));
  else if (self->puff_step == PUFF_VENTING && passed_us > PROOF_MAX_US)
    end_puff (self, EBB_PUFF_FAILED,
              _ ("After the puff nothing shows that the cuff is empty. Open the hose by hand."));
}

/* Somebody pressed Stop; the vent is on its way. */
void
ebb_session_puff_stop (EbbSession *self)
{
  self->puff_felt = FALSE;
  if (self->puff_step == PUFF_ROWS)
    end_puff (self, EBB_PUFF_FAILED, _ ("The puff was stopped."));
  else if (self->puff_step != PUFF_VENTING)
    vent (self, CUFF_REASON_USER_STOP, _ ("The puff was stopped."));
}

void
ebb_session_confirm_side (EbbSession *session, gboolean right_one)
{
  if (session->puff != EBB_PUFF_ASK || session->closed)
    return;
  session->puff = right_one ? EBB_PUFF_CONFIRMED : EBB_PUFF_WRONG;
  ebb_session_door_refresh (session);
  ebb_session_record_event (session, right_one ? "side-confirmed" : "side-wrong", 0,
                            CUFF_PRESSURE_UNSET,
                            right_one ? _ ("The cuff on the prescribed side moved")
                                      : _ ("Another cuff moved: not started"));
  g_signal_emit_by_name (session, "changed");
}
