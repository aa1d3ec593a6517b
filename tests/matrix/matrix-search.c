/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A staircase as the search climbs it: inflate, wait, shut everything, listen, and on.
 */
#include "cuff-link.h"
#include "matrix-run.h"

#define FIRST   CUFF_MMHG (80)
#define STEP    CUFF_MMHG (20)
#define STEPS   5
#define STEP_S  5
#define HOLD_S  2
/* In the listening window of the second step. */
#define FAULT_S (STEP_S + HOLD_S + 0.5)
#define LOOK_S  (STEPS * STEP_S + 8)
/* More than an Arm needs to be answered, and a proof after a person's word. */
#define ARM_S   4
#define WORD_S  2

typedef struct {
  CuffClock *clock;
  CuffClockParty *self;
  CuffSim *sim;
  CuffLink *link;
  uint64_t next_event;
  guint32 alarms;
  guint n_armed;
  gboolean limits, armed, ended, lost, released;
  CuffReason reason;
  CuffOrder ordered;
  CuffTime thaws_us;
} Search;

static void
take_event (Search *search, const CuffLinkEvent *event)
{
  switch (event->kind) {
  case CUFF_LINK_EVENT_LIMITS:
    search->limits = TRUE;
    break;
  case CUFF_LINK_EVENT_ARMED:
    search->armed = TRUE;
    search->n_armed++;
    break;
  case CUFF_LINK_EVENT_ALARM:
    if (event->active)
      search->alarms |= 1u << event->alarm;
    break;
  case CUFF_LINK_EVENT_ENDED:
    search->ended = TRUE;
    search->reason = event->reason;
    break;
  case CUFF_LINK_EVENT_LOST:
    search->lost = TRUE;
    if (!search->ended)
      search->reason = event->reason;
    break;
  case CUFF_LINK_EVENT_RELEASED:
    search->released = TRUE;
    break;
  default:
    break;
  }
}

/* A window that stands still only lets time pass. */
static void
turn (Search *search)
{
  struct pollfd fd = { .fd = cuff_link_get_notify_fd (search->link), .events = POLLIN };
  CuffTime now_us = cuff_clock_now (search->clock);
  gboolean frozen = now_us < search->thaws_us;
  cuff_clock_wait (search->self, &fd, frozen ? 0 : 1, now_us + CUFF_MS (50));
  if (frozen)
    return;
  cuff_link_clear_notify (search->link);
  cuff_link_tick_ui (search->link);
  CuffLinkEvent event;
  while (cuff_link_read_event (search->link, &search->next_event, &event) == CUFF_RING_OK)
    take_event (search, &event);
}

static gboolean
await (Search *search, const gboolean *flag)
{
  CuffTime end_us = cuff_clock_now (search->clock) + CUFF_SECONDS (10);
  while (!*flag && cuff_clock_now (search->clock) < end_us)
    turn (search);
  return *flag;
}

static void
begin (Search *search)
{
  search->clock = cuff_clock_new_virtual (0);
  search->self = cuff_clock_join (search->clock, "main");
  cuff_clock_adopt (search->self);
  CuffSimOptions sim = {
    .clock = search->clock, .seed = 11, .limb = CUFF_LIMB_THIGH, .n_channels = 1
  };
  search->sim = cuff_sim_start (&sim);
  g_assert_nonnull (search->sim);
  CuffLinkOptions options = { .clock = search->clock,
                              .port = cuff_sim_get_path (search->sim),
                              .nonce = 4711 };
  search->link = cuff_link_new (&options);
  cuff_link_start (search->link);
  CuffTime end_us = cuff_clock_now (search->clock) + CUFF_SECONDS (4);
  while (search->next_event == 0 && cuff_clock_now (search->clock) < end_us)
    turn (search);
  CuffInterlockConfig config = { .n_channels = 1 };
  config.channel[0] = (CuffInterlockChannel){ .lop = CUFF_PRESSURE_UNSET,
                                              .cap = CUFF_MMHG (330),
                                              .cap_transient = CUFF_MMHG (330),
                                              .continuous_limit_us = CUFF_SECONDS (20 * 60) };
  CuffLimits limits = { .cap = CUFF_MMHG (260),
                        .ramp_max = CUFF_MMHG (100),
                        .time_max_ms = 25 * 60 * 1000,
                        .disagree_max = CUFF_MMHG (10) };
  cuff_link_set_interlock (search->link, &config);
  cuff_link_set_limits (search->link, &limits, 1);
}

static void
climb (Search *search, double t_s)
{
  guint step = (guint) (t_s / STEP_S);
  if (step >= STEPS) {
    if (!search->ended)
      cuff_link_stop (search->link, CUFF_REASON_PLAN_DONE);
    return;
  }
  gboolean listens = t_s - step * STEP_S >= HOLD_S;
  CuffOrder order = { .mode = listens ? CUFF_MODE_QUIET : CUFF_MODE_LOP,
                      .target = FIRST + (CuffPressure) step * STEP,
                      .longest_ms = (STEP_S + 10) * 1000 };
  if (order.mode != search->ordered.mode || order.target != search->ordered.target)
    cuff_link_order (search->link, &order, 1, false);
  search->ordered = order;
}

static EbbEndState
end_of (const Search *search)
{
  switch (search->reason) {
  case CUFF_REASON_PLAN_DONE:
    return search->released ? EBB_STATE_COMPLETED : EBB_STATE_STOPPED_BY_SAFETY;
  case CUFF_REASON_USER_STOP:
  case CUFF_REASON_DEVICE_BUTTON:
    return EBB_STATE_STOPPED_BY_USER;
  case CUFF_REASON_LINK_LOST:
  case CUFF_REASON_LEASE:
  case CUFF_REASON_DEVICE_RESET:
  case CUFF_REASON_SLEEP:
    return EBB_STATE_INTERRUPTED;
  default:
    return EBB_STATE_STOPPED_BY_SAFETY;
  }
}

static void
befall (Search *search, int fault)
{
  search->alarms = 0;
  search->thaws_us =
      cuff_clock_now (search->clock) + (CuffTime) (matrix_fault_freezes_s (fault) * 1e6);
  matrix_fault_begin (fault, search->sim, search->clock);
}

static void
look (Search *search, MatrixOutcome *outcome, MatrixEar *ear, CuffTime fault_us)
{
  CuffSimTruth truth;
  CuffTime now_us = cuff_clock_now (search->clock);
  double t_s = (now_us - fault_us) / 1e6;
  cuff_sim_get_truth (search->sim, &truth);
  matrix_look (outcome, &truth, t_s);
  outcome->called_safe |= search->released && truth.cuff_mmhg > 20;
  if (outcome->plan_over_s >= 0)
    return;
  matrix_listen (ear, search->link, outcome, now_us);
  if (search->ended || search->lost)
    outcome->plan_over_s = t_s;
}

static guint
count_inflations (Search *search)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (search->sim, &truth);
  return truth.n_inflations;
}

static void
run_staircase (Search *search, const MatrixCell *cell, MatrixOutcome *outcome)
{
  CuffTime start_us = cuff_clock_now (search->clock), fault_us = CUFF_TIME_NEVER;
  double look_s = LOOK_S + matrix_fault_freezes_s (cell->fault);
  MatrixEar ear = { 0 };
  guint n_before = 0;
  for (double t_s = 0; t_s < look_s; t_s = (cuff_clock_now (search->clock) - start_us) / 1e6) {
    if (cuff_clock_now (search->clock) >= search->thaws_us)
      climb (search, t_s);
    turn (search);
    if (fault_us == CUFF_TIME_NEVER && t_s >= FAULT_S) {
      fault_us = ear.last_us = cuff_clock_now (search->clock);
      n_before = count_inflations (search);
      befall (search, cell->fault);
    }
    if (fault_us != CUFF_TIME_NEVER)
      look (search, outcome, &ear, fault_us);
  }
  outcome->n_inflations = count_inflations (search) - n_before;
}

/* Nobody arms a cuff that is not proven deflated, until a person says that it is off. */
static void
ask_for_another (Search *search, MatrixOutcome *outcome)
{
  outcome->waits = search->ended && !search->released;
  cuff_link_arm (search->link, CUFF_ARM_LOP);
  CuffTime end_us = cuff_clock_now (search->clock) + CUFF_SECONDS (ARM_S);
  while (cuff_clock_now (search->clock) < end_us)
    turn (search);
  outcome->waits = outcome->waits && !search->released;
  outcome->goes_on = search->n_armed > 1;
  cuff_link_stop (search->link, CUFF_REASON_USER_STOP); /* nobody waits for that arm any more */
  cuff_link_acknowledge_alarm (search->link, CUFF_ALARM_BLOCKED);
  end_us += CUFF_SECONDS (WORD_S);
  while (cuff_clock_now (search->clock) < end_us)
    turn (search);
  outcome->closes = search->released;
}

MatrixOutcome
matrix_run_search (const MatrixCell *cell)
{
  MatrixOutcome outcome = { .released_s = -1, .plan_over_s = -1 };
  Search search = { 0 };
  begin (&search);
  if (await (&search, &search.limits)) {
    cuff_link_arm (search.link, CUFF_ARM_LOP);
    outcome.reached = await (&search, &search.armed);
  }
  run_staircase (&search, cell, &outcome);
  outcome.alarms = search.alarms;
  outcome.end = end_of (&search);
  outcome.reason = search.reason;
  if (outcome.reason == CUFF_REASON_PLAN_DONE && !search.released)
    outcome.reason = CUFF_REASON_NOT_DEFLATED;
  if (cell->release == MATRIX_RELEASE_BY_HAND)
    ask_for_another (&search, &outcome);
  cuff_link_free (search.link);
  cuff_sim_stop (search.sim);
  cuff_clock_leave (search.self);
  cuff_clock_free (search.clock);
  return outcome;
}
