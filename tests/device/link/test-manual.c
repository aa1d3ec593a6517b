/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The driver of a cuff without a cable, in virtual time: what is told of the cuff is what a person
 * said of it, and nothing else is ever claimed (clinic, manual devices).
 */
#include "cuff-link.h"

#include <glib.h>

#define TARGET CUFF_MMHG (150)

typedef struct {
  CuffClock *clock;
  CuffClockParty *self;
  CuffLink *link;
  guint64 next_event, next_report;
  guint n_events[CUFF_LINK_EVENT_CHECKED + 1];
  guint n_alarms[CUFF_ALARM_COUNT];
  CuffReason ended;
  CuffIdentity identity;
  guint n_reports;
  CuffReport report;
  CuffTime widest_us; /* between two reports */
} Rig;

static void
take_event (Rig *rig, const CuffLinkEvent *event)
{
  rig->n_events[event->kind]++;
  if (event->kind == CUFF_LINK_EVENT_IDENTITY)
    rig->identity = event->identity;
  if (event->kind == CUFF_LINK_EVENT_ENDED)
    rig->ended = event->reason;
  if (event->kind == CUFF_LINK_EVENT_ALARM && event->active)
    rig->n_alarms[event->alarm]++;
}

static void
take_report (Rig *rig, const CuffReport *report)
{
  if (rig->n_reports > 0) {
    g_assert_cmpint (report->t_us, >, rig->report.t_us);
    rig->widest_us = MAX (rig->widest_us, report->t_us - rig->report.t_us);
  }
  g_assert_cmpuint (report->flags & CUFF_DEVICE_BY_HAND, !=, 0);
  g_assert_cmpuint (report->flags & CUFF_DEVICE_SIMULATED, ==, 0);
  rig->report = *report;
  rig->n_reports++;
}

static void
rig_run (Rig *rig, double seconds)
{
  CuffTime end_us = cuff_clock_now (rig->clock) + (CuffTime) (seconds * 1e6);
  while (cuff_clock_now (rig->clock) < end_us) {
    struct pollfd fd = { .fd = cuff_link_get_notify_fd (rig->link), .events = POLLIN };
    cuff_clock_wait (rig->self, &fd, 1, MIN (end_us, cuff_clock_now (rig->clock) + CUFF_MS (50)));
    cuff_link_clear_notify (rig->link);
    cuff_link_tick_ui (rig->link);
    CuffReport report;
    while (cuff_link_read_report (rig->link, &rig->next_report, &report) == CUFF_RING_OK)
      take_report (rig, &report);
    CuffLinkEvent event;
    while (cuff_link_read_event (rig->link, &rig->next_event, &event) == CUFF_RING_OK)
      take_event (rig, &event);
  }
}

static Rig *
rig_new (void)
{
  Rig *rig = g_new0 (Rig, 1);
  rig->clock = cuff_clock_new_virtual (0);
  rig->self = cuff_clock_join (rig->clock, "main");
  cuff_clock_adopt (rig->self);
  CuffLinkOptions options = { .clock = rig->clock, .port = "manual", .nonce = 7 };
  rig->link = cuff_link_new (&options);
  cuff_link_start (rig->link);
  rig_run (rig, 0.1);
  return rig;
}

static void
rig_free (Rig *rig)
{
  cuff_link_free (rig->link);
  cuff_clock_leave (rig->self);
  cuff_clock_free (rig->clock);
  g_free (rig);
}

static void
say (Rig *rig, int mmhg, bool valve_open)
{
  CuffReading reading = { .pressure = CUFF_MMHG (mmhg), .valve_open = valve_open };
  cuff_link_enter_reading (rig->link, &reading);
  rig_run (rig, 0.1);
}

static CuffPressure
pressure (Rig *rig)
{
  return rig->report.channel[0].pressure;
}

static void
order (Rig *rig, CuffMode mode)
{
  CuffOrder orders[] = {
    { .mode = mode, .target = mode == CUFF_MODE_HOLD ? TARGET : 0, .longest_ms = 600000 }
  };
  cuff_link_order (rig->link, orders, 1, false);
  rig_run (rig, 0.5);
}

static void
arm (Rig *rig, CuffTime limit_us)
{
  CuffLimits limits = { .cap = TARGET, .time_max_ms = 1500000, .disagree_max = CUFF_MMHG (10) };
  CuffInterlockConfig config = { .n_channels = 1,
                                 .channel[0] = { .lop = CUFF_MMHG (181),
                                                 .cap = rig->identity.cap_hard,
                                                 .cap_transient = rig->identity.cap_transient,
                                                 .continuous_limit_us = limit_us } };
  cuff_link_set_interlock (rig->link, &config);
  cuff_link_set_limits (rig->link, &limits, 1);
  cuff_link_arm (rig->link, CUFF_ARM_TRAINING);
  rig_run (rig, 0.3);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_ARMED], ==, 1);
}

/* Empty, armed, ordered to be pumped up to the target. */
static Rig *
rig_pumping (CuffTime limit_us)
{
  Rig *rig = rig_new ();
  say (rig, 0, true);
  arm (rig, limit_us);
  order (rig, CUFF_MODE_HOLD);
  return rig;
}

/* It says that it is no device, at once and without a word over any port. */
static void
test_identity (void)
{
  Rig *rig = rig_new ();
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_IDENTITY], ==, 1);
  g_assert_cmpuint (rig->identity.capabilities, ==, CUFF_IS_MANUAL);
  g_assert_cmpint (rig->identity.cap_hard, ==, CUFF_MMHG (300));
  rig_free (rig);
}

/* Before anybody has looked nothing is told: not 0, not deflated, and no alarm about it. */
static void
test_unknown_before_first_reading (void)
{
  Rig *rig = rig_new ();
  rig_run (rig, 30);
  g_assert_cmpuint (rig->n_reports, ==, 0);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  for (int alarm = 0; alarm < CUFF_ALARM_COUNT; alarm++)
    g_assert_cmpuint (rig->n_alarms[alarm], ==, 0);
  rig_free (rig);
}

/* A reading is told again without a gap, and only as long as nobody says another one. */
static void
test_reading_is_repeated (void)
{
  Rig *rig = rig_new ();
  say (rig, 148, false);
  rig_run (rig, 10);
  g_assert_cmpint (pressure (rig), ==, CUFF_MMHG (148));
  g_assert_cmpuint (rig->n_reports, >=, 100);
  g_assert_cmpint (rig->widest_us, <=, CUFF_MS (50)); /* more is a gap in the record */
  say (rig, 131, false);
  g_assert_cmpint (pressure (rig), ==, CUFF_MMHG (131));
  rig_free (rig);
}

/* What no gauge for cuffs shows is not taken; the last reading stands. */
static void
test_range (void)
{
  Rig *rig = rig_new ();
  say (rig, 140, false);
  say (rig, 301, false);
  g_assert_cmpint (pressure (rig), ==, CUFF_MMHG (140));
  say (rig, -1, false);
  g_assert_cmpint (pressure (rig), ==, CUFF_MMHG (140));
  say (rig, 300, false);
  g_assert_cmpint (pressure (rig), ==, CUFF_MMHG (300));
  rig_free (rig);
}

/* Told to pump, nobody knows what is in the cuff until somebody has looked: neither 0 nor the
 * target. */
static void
test_pumping_is_unknown (void)
{
  Rig *rig = rig_pumping (0);
  g_assert_false (cuff_pressure_is_set (pressure (rig)));
  g_assert_cmpuint (rig->report.channel[0].flags & CUFF_CHANNEL_VENT_OPEN, ==, 0);
  g_assert_cmpint (rig->report.machine, ==, CUFF_MACHINE_ACTIVE);
  rig_run (rig, 60);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_ENDED], ==, 0);
  g_assert_cmpuint (rig->n_alarms[CUFF_ALARM_DEVICE], ==, 0);
  say (rig, 130, false);
  g_assert_cmpuint (rig->report.channel[0].flags & CUFF_CHANNEL_AT_TARGET, ==, 0);
  say (rig, 150, false);
  g_assert_cmpuint (rig->report.channel[0].flags & CUFF_CHANNEL_AT_TARGET, !=, 0);
  g_assert_cmpint (rig->report.channel[0].target, ==, TARGET);
  rig_free (rig);
}

/* A stop claims nothing.  Not a quiet hour, not a small reading: only a person's "the gauge reads
 * 0, the valve is open" proves it. */
static void
test_stop_needs_a_word (void)
{
  Rig *rig = rig_pumping (0);
  say (rig, 150, false);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_run (rig, 3600);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_ENDED], ==, 1);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  g_assert_cmpint (pressure (rig), ==, CUFF_MMHG (150));
  g_assert_cmpuint (rig->report.channel[0].flags & CUFF_CHANNEL_VENT_OPEN, ==, 0);
  g_assert_cmpuint (rig->n_alarms[CUFF_ALARM_NOT_DEFLATED], ==, 1);
  say (rig, 0, false);
  rig_run (rig, 30);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  say (rig, 12, true); /* not empty, whatever the valve is said to do */
  rig_run (rig, 30);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  say (rig, 0, true);
  rig_run (rig, 2);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 1);
  g_assert_cmpint (rig->report.machine, ==, CUFF_MACHINE_IDLE);
  rig_free (rig);
}

/* Stopped before the first look: what was never read is not taken for empty. */
static void
test_stop_while_pumping (void)
{
  Rig *rig = rig_new ();
  say (rig, 0, true);
  arm (rig, 0);
  CuffOrder hold = { .mode = CUFF_MODE_HOLD, .target = TARGET, .longest_ms = 60000 };
  cuff_link_order (rig->link, &hold, 1, false);
  rig_run (rig, 0.05); /* a hand is quicker than the age of an arm */
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_run (rig, 60);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  g_assert_false (cuff_pressure_is_set (pressure (rig)));
  rig_free (rig);
}

/* Once begun, somebody may pump before they are told to: a stop in between finds nothing proven. */
static void
test_stop_before_the_order (void)
{
  Rig *rig = rig_new ();
  say (rig, 0, true);
  arm (rig, 0);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_run (rig, 60);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  say (rig, 0, true);
  rig_run (rig, 2);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 1);
  rig_free (rig);
}

/* In a hold the valve is shut: a slip on "reads 0" is a low reading and no proof. */
static void
test_slip_in_a_hold (void)
{
  Rig *rig = rig_pumping (0);
  say (rig, 150, false);
  say (rig, 0, true);
  rig_run (rig, 5);
  g_assert_cmpint (pressure (rig), ==, 0);
  g_assert_cmpuint (rig->report.channel[0].flags & CUFF_CHANNEL_VENT_OPEN, ==, 0);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_run (rig, 30);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  rig_free (rig);
}

/* A planned deflation keeps the epoch; the cuff is empty when somebody says so, and unknown again
 * from the next order to pump. */
static void
test_planned_deflation (void)
{
  Rig *rig = rig_pumping (0);
  say (rig, 150, false);
  order (rig, CUFF_MODE_DEFLATE);
  rig_run (rig, 20);
  g_assert_cmpint (pressure (rig), ==, CUFF_MMHG (150));
  say (rig, 0, true);
  g_assert_cmpuint (rig->report.channel[0].flags & CUFF_CHANNEL_VENT_OPEN, !=, 0);
  order (rig, CUFF_MODE_HOLD);
  g_assert_false (cuff_pressure_is_set (pressure (rig)));
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_ENDED], ==, 0);
  rig_free (rig);
}

/* The limb's limit counts from the order to pump, whether anybody looks or not; 30 s after it the
 * bout ends, and the cuff is not taken for empty. */
static void
test_time_limit (void)
{
  Rig *rig = rig_pumping (CUFF_SECONDS (900));
  rig_run (rig, 890);
  g_assert_cmpuint (rig->n_alarms[CUFF_ALARM_TIME], ==, 0);
  rig_run (rig, 15);
  g_assert_cmpuint (rig->n_alarms[CUFF_ALARM_TIME], ==, 1);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_ENDED], ==, 0);
  rig_run (rig, 30);
  g_assert_cmpint (rig->ended, ==, CUFF_REASON_TIME_LIMIT);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  rig_free (rig);
}

/* What a person read counts like what a sensor read: above 120 % of LOP for 2 s ends it. */
static void
test_above_lop (void)
{
  Rig *rig = rig_pumping (0);
  say (rig, 230, false);
  rig_run (rig, 3);
  g_assert_cmpuint (rig->n_alarms[CUFF_ALARM_OVER_PRESSURE], ==, 1);
  g_assert_cmpint (rig->ended, ==, CUFF_REASON_OVER_PRESSURE);
  g_assert_cmpuint (rig->n_events[CUFF_LINK_EVENT_RELEASED], ==, 0);
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manual/identity", test_identity);
  g_test_add_func ("/manual/unknown-before-first-reading", test_unknown_before_first_reading);
  g_test_add_func ("/manual/reading-is-repeated", test_reading_is_repeated);
  g_test_add_func ("/manual/range", test_range);
  g_test_add_func ("/manual/pumping-is-unknown", test_pumping_is_unknown);
  g_test_add_func ("/manual/stop-needs-a-word", test_stop_needs_a_word);
  g_test_add_func ("/manual/stop-while-pumping", test_stop_while_pumping);
  g_test_add_func ("/manual/stop-before-the-order", test_stop_before_the_order);
  g_test_add_func ("/manual/slip-in-a-hold", test_slip_in_a_hold);
  g_test_add_func ("/manual/planned-deflation", test_planned_deflation);
  g_test_add_func ("/manual/time-limit", test_time_limit);
  g_test_add_func ("/manual/above-lop", test_above_lop);
  return g_test_run ();
}
