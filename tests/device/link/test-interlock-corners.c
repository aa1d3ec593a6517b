/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The host's guard where conditions meet: two cuffs, two causes at once, what is missing, and what
 * must not speak.
 */
#include "cuff-interlock.h"

#include <glib.h>

#define STEP_US     CUFF_MS (10)
#define TARGET      CUFF_MMHG (110)
#define ALARM(name) (1u << CUFF_ALARM_##name)

typedef struct {
  CuffInterlock interlock;
  CuffReport report;
  CuffInterlockInput input;
  CuffTime t_us;
} Bench;

/* Two thighs at their target, 20 min allowed. */
static void
bench_init (Bench *bench)
{
  CuffInterlockConfig config = { .n_channels = 2 };

  *bench = (Bench){ 0 };
  bench->report = (CuffReport){ .n_channels = 2, .machine = CUFF_MACHINE_ACTIVE, .epoch = 7 };
  for (unsigned i = 0; i < 2; i++) {
    config.channel[i] = (CuffInterlockChannel){ .lop = CUFF_MMHG (180),
                                                .cap = CUFF_MMHG (300),
                                                .cap_transient = CUFF_MMHG (330),
                                                .continuous_limit_us = CUFF_SECONDS (1200) };
    bench->report.channel[i] = (CuffChannelReport){
      .pressure = TARGET, .pressure_second = TARGET, .target = TARGET, .mode = CUFF_MODE_HOLD
    };
  }
  cuff_interlock_init (&bench->interlock, &config);
  bench->input.intent = (CuffIntent){ .epoch = 7, .armed_seen = true, .active = true };
}

static void
set_pressure (Bench *bench, unsigned channel, CuffPressure pressure)
{
  bench->report.channel[channel].pressure = pressure;
  bench->report.channel[channel].pressure_second = pressure;
}

static CuffVerdict
step (Bench *bench)
{
  bench->t_us += STEP_US;
  bench->report.t_us = bench->report.arrived_us = bench->t_us;
  bench->input.now_us = bench->t_us;
  bench->input.report = &bench->report;
  return cuff_interlock_step (&bench->interlock, &bench->input);
}

/* The last verdict of so much time; the first vent ends it. */
static CuffVerdict
play (Bench *bench, CuffTime how_long_us)
{
  CuffVerdict verdict = { 0 };

  for (CuffTime end_us = bench->t_us + how_long_us; bench->t_us < end_us && !verdict.vent;)
    verdict = step (bench);
  return verdict;
}

/* The second cuff is judged like the first. */
static void
test_second_channel (void)
{
  Bench bench;
  CuffVerdict verdict;

  bench_init (&bench);
  g_assert_false (play (&bench, CUFF_SECONDS (5)).vent);
  set_pressure (&bench, 1, CUFF_MMHG (331));
  verdict = step (&bench);
  g_assert_true (verdict.vent);
  g_assert_cmpint (verdict.reason, ==, CUFF_REASON_OVER_PRESSURE);
}

/* A report of more cuffs than the session has: what was not agreed upon is not judged by limits
 * that nobody set. */
static void
test_more_channels_than_agreed (void)
{
  Bench bench;

  bench_init (&bench);
  bench.interlock.config.n_channels = 1;
  set_pressure (&bench, 1, CUFF_MMHG (331));
  g_assert_false (step (&bench).vent);
  bench.interlock.config.n_channels = 2;
  bench.report.n_channels = 1;
  g_assert_false (step (&bench).vent);
}

/* Two causes: the record keeps the first, the alarms are both. */
static void
test_two_causes (void)
{
  Bench bench;
  CuffVerdict verdict;

  bench_init (&bench);
  set_pressure (&bench, 0, CUFF_MMHG (331));
  set_pressure (&bench, 1, CUFF_PRESSURE_UNSET);
  verdict = step (&bench);
  g_assert_cmpint (verdict.reason, ==, CUFF_REASON_OVER_PRESSURE);
  g_assert_cmpuint (verdict.alarms, ==, ALARM (OVER_PRESSURE) | ALARM (DEVICE));
}

/* What the controller says of its sensors counts, though the numbers look well. */
static void
test_flagged_sensors (void)
{
  static const uint32_t flags[] = { CUFF_CHANNEL_SENSOR_FAULT, CUFF_CHANNEL_DISAGREE };

  for (unsigned i = 0; i < G_N_ELEMENTS (flags); i++) {
    Bench bench;
    CuffVerdict verdict;

    bench_init (&bench);
    bench.report.channel[0].flags = flags[i];
    verdict = step (&bench);
    g_assert_true (verdict.vent);
    g_assert_cmpint (verdict.reason, ==, CUFF_REASON_SENSOR);
    g_assert_cmpuint (verdict.alarms, ==, ALARM (DEVICE));
  }
}

/* A controller with one sensor is judged by that one. */
static void
test_one_sensor (void)
{
  Bench bench;

  bench_init (&bench);
  bench.report.channel[0].pressure_second = CUFF_PRESSURE_UNSET;
  g_assert_false (play (&bench, CUFF_SECONDS (5)).vent);
  bench.report.channel[0].pressure = CUFF_MMHG (331);
  g_assert_true (step (&bench).vent);
}

/* Vent ordered three seconds ago: "not deflated" is full or unknown, and nothing else. */
static void
test_late_vent (void)
{
  static const struct {
    CuffPressure pressure;
    gboolean alarm;
  } rows[] = { { CUFF_MMHG (21), TRUE }, { CUFF_PRESSURE_UNSET, TRUE }, { CUFF_MMHG (20), FALSE } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;

    bench_init (&bench);
    bench.input.intent.vent_ordered = true;
    set_pressure (&bench, 0, rows[i].pressure);
    set_pressure (&bench, 1, 0);
    for (CuffTime t_us = 0; t_us < CUFF_MS (2950); t_us += STEP_US)
      g_assert_cmpuint (step (&bench).alarms & ALARM (NOT_DEFLATED), ==, 0);
    for (CuffTime t_us = 0; t_us < CUFF_MS (100); t_us += STEP_US)
      step (&bench);
    g_assert_cmpint ((step (&bench).alarms & ALARM (NOT_DEFLATED)) != 0, ==, rows[i].alarm);
  }
}

/* The time is over, but the cuff is soft: no alarm and no vent, until it is filled again. */
static void
test_time_over_and_soft (void)
{
  Bench bench;
  CuffVerdict verdict;

  bench_init (&bench);
  bench.interlock.watch[0].continuous_us = CUFF_SECONDS (1231);
  set_pressure (&bench, 0, 0);
  verdict = play (&bench, CUFF_SECONDS (10));
  g_assert_false (verdict.vent);
  g_assert_cmpuint (verdict.alarms, ==, 0);
  g_assert_cmpuint (verdict.warnings & CUFF_WARN_TIME, !=, 0);
  set_pressure (&bench, 0, TARGET);
  verdict = step (&bench);
  g_assert_true (verdict.vent);
  g_assert_cmpint (verdict.reason, ==, CUFF_REASON_TIME_LIMIT);
}

/* Without a limit of time (a leak test, a search: the controller's own) none is watched here. */
static void
test_no_time_limit (void)
{
  Bench bench;
  CuffVerdict verdict;

  bench_init (&bench);
  for (unsigned i = 0; i < 2; i++)
    bench.interlock.config.channel[i].continuous_limit_us = 0;
  verdict = play (&bench, CUFF_SECONDS (1300));
  g_assert_false (verdict.vent);
  g_assert_cmpuint (verdict.warnings & CUFF_WARN_TIME, ==, 0);
}

/* Off target by 16 mmHg to either side, or with no target at all; after the rest has had 2 s to
 * settle, and only while the cuff is to hold. */
static void
test_off_target (void)
{
  static const struct {
    CuffPressure pressure, target;
    CuffMode mode;
    gboolean alarm;
  } rows[] = {
    { TARGET + CUFF_MMHG (16), TARGET, CUFF_MODE_HOLD, TRUE },
    { TARGET - CUFF_MMHG (16), TARGET, CUFF_MODE_HOLD, TRUE },
    { TARGET + CUFF_MMHG (15), TARGET, CUFF_MODE_HOLD, FALSE },
    { TARGET - CUFF_MMHG (15), TARGET, CUFF_MODE_HOLD, FALSE },
    { TARGET, CUFF_PRESSURE_UNSET, CUFF_MODE_HOLD, TRUE },
    { TARGET - CUFF_MMHG (16), TARGET, CUFF_MODE_QUIET, FALSE },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;

    bench_init (&bench);
    bench.input.intent.tight_rest = true;
    set_pressure (&bench, 0, rows[i].pressure);
    bench.report.channel[0].target = rows[i].target;
    bench.report.channel[0].mode = rows[i].mode;
    g_assert_cmpuint (play (&bench, CUFF_MS (3400)).alarms, ==, 0);
    g_assert_cmpint ((play (&bench, CUFF_MS (200)).alarms & ALARM (OFF_TARGET)) != 0, ==,
                     rows[i].alarm);
  }
}

/* A gauge read by hand is as old as it is: no deviation is made of it. */
static void
test_off_target_by_hand (void)
{
  Bench bench;

  bench_init (&bench);
  bench.input.by_hand = true;
  bench.input.intent.tight_rest = true;
  set_pressure (&bench, 0, TARGET - CUFF_MMHG (30));
  g_assert_cmpuint (play (&bench, CUFF_SECONDS (10)).alarms, ==, 0);
}

/* To have seen another alarm is not to have seen the blocked hose. */
static void
test_blocked_outlives_other_alarms (void)
{
  Bench bench;

  bench_init (&bench);
  step (&bench);
  bench.interlock.watch[0].blocked = true;
  cuff_interlock_acknowledge (&bench.interlock, CUFF_ALARM_DEVICE);
  g_assert_cmpuint (step (&bench).alarms, ==, ALARM (BLOCKED));
  cuff_interlock_acknowledge (&bench.interlock, CUFF_ALARM_BLOCKED);
  g_assert_cmpuint (step (&bench).alarms, ==, 0);
}

/* Why the controller let go, when its machine and flags say nothing better. */
static void
test_device_ended (void)
{
  static const struct {
    uint32_t channel_flags;
    CuffReason reason;
  } rows[] = { { CUFF_CHANNEL_TIME_OVER, CUFF_REASON_TIME_LIMIT },
               { 0, CUFF_REASON_DEVICE_FAULT } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;
    CuffVerdict verdict;

    bench_init (&bench);
    bench.report.machine = CUFF_MACHINE_VENTING;
    bench.report.channel[1].flags = rows[i].channel_flags;
    verdict = step (&bench);
    g_assert_true (verdict.vent);
    g_assert_cmpint (verdict.reason, ==, rows[i].reason);
  }
}

/* Whose epoch it is: an arm that the controller has shown once must go on being shown; one that
 * was never seen, or was vented on purpose, ends nothing. */
static void
test_whose_epoch (void)
{
  static const struct {
    bool armed_seen, active, vent_ordered;
    CuffMachine machine;
    bool vent;
  } rows[] = {
    { true, false, false, CUFF_MACHINE_ARMED, false },
    { true, false, false, CUFF_MACHINE_IDLE, true },
    { false, true, false, CUFF_MACHINE_IDLE, true },
    { false, false, false, CUFF_MACHINE_IDLE, false },
    { true, true, true, CUFF_MACHINE_VENTING, false },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;

    bench_init (&bench);
    bench.input.intent.armed_seen = rows[i].armed_seen;
    bench.input.intent.active = rows[i].active;
    bench.input.intent.vent_ordered = rows[i].vent_ordered;
    bench.report.machine = rows[i].machine;
    g_assert_cmpint (step (&bench).vent, ==, rows[i].vent);
  }
}

/* An arm that expires goes from armed to idle, and there is no other way: an epoch that has been
 * active vents first, and one that was never shown was never there. */
static void
test_arm_expires (void)
{
  static const struct {
    CuffMachine machine;
    bool armed_seen, active;
    CuffReason reason;
  } rows[] = {
    { CUFF_MACHINE_IDLE, true, false, CUFF_REASON_NOBODY },
    { CUFF_MACHINE_IDLE, true, true, CUFF_REASON_DEVICE_FAULT },
    { CUFF_MACHINE_IDLE, false, false, CUFF_REASON_DEVICE_FAULT },
    { CUFF_MACHINE_VENTING, true, false, CUFF_REASON_DEVICE_FAULT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    CuffReport report = { .machine = rows[i].machine, .n_channels = 1 };
    CuffIntent intent = { .epoch = 7, .armed_seen = rows[i].armed_seen, .active = rows[i].active };
    g_assert_cmpint (cuff_interlock_reason_of (&report, &intent), ==, rows[i].reason);
  }
}

/* Reason 9 is a controller's word for all its clocks.  That of the time under pressure shows a
 * flag, whatever is worse goes first, and no other word of a controller is taken over. */
static void
test_time_is_told (void)
{
  static const struct {
    CuffMachine machine;
    uint32_t flags, channel_flags;
    int told;
    CuffReason reason;
  } rows[] = {
    { CUFF_MACHINE_VENTING, 0, 0, CUFF_REASON_TIME_LIMIT, CUFF_REASON_ORDER_OVER },
    { CUFF_MACHINE_VENTING, 0, CUFF_CHANNEL_TIME_OVER, CUFF_REASON_TIME_LIMIT,
      CUFF_REASON_TIME_LIMIT },
    { CUFF_MACHINE_VENTING, CUFF_DEVICE_LEASE_OVER, 0, CUFF_REASON_TIME_LIMIT, CUFF_REASON_LEASE },
    { CUFF_MACHINE_FAULT, 0, 0, CUFF_REASON_TIME_LIMIT, CUFF_REASON_DEVICE_FAULT },
    { CUFF_MACHINE_VENTING, 0, 0, CUFF_REASON_PLAN_DONE, CUFF_REASON_DEVICE_FAULT },
    { CUFF_MACHINE_VENTING, 0, 0, 1 << 20, CUFF_REASON_DEVICE_FAULT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    CuffReport report = { .machine = rows[i].machine, .flags = rows[i].flags, .n_channels = 1 };
    CuffIntent intent = { .epoch = 7, .active = true, .told = (CuffReason) rows[i].told };
    report.channel[0].flags = rows[i].channel_flags;
    g_assert_cmpint (cuff_interlock_reason_of (&report, &intent), ==, rows[i].reason);
  }
}

/* A cuff that was tight with nothing armed is lost sight of (A03); nothing is there to end. */
static void
test_tight_and_silent (void)
{
  Bench bench;

  bench_init (&bench);
  bench.input.intent = (CuffIntent){ 0 };
  bench.input.report_age_us = CUFF_MS (1010);
  g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_LINK, ==, 0);
  bench.input.tight = true;
  g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_LINK, !=, 0);
  bench.input.by_hand = true; /* a person is silent for long */
  g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_LINK, ==, 0);
}

/* A night's sleep with nothing armed is nobody's matter. */
static void
test_sleep_with_nothing_armed (void)
{
  Bench bench;

  bench_init (&bench);
  bench.input.intent = (CuffIntent){ 0 };
  step (&bench);
  bench.input.slept_us = CUFF_SECONDS (30000);
  g_assert_false (step (&bench).vent);
}

/* Who pressed start before the PC slept is not there when it wakes. */
static void
test_sleep_while_arming (void)
{
  Bench bench;

  bench_init (&bench);
  bench.input.intent = (CuffIntent){ .arming = true };
  g_assert_false (step (&bench).vent);
  bench.input.slept_us = CUFF_SECONDS (7200);
  g_assert_true (step (&bench).vent);
  g_assert_cmpint (step (&bench).vent, ==, false);
}

/* Other limits, as for the next bout, are nobody's word about a blocked hose: not even until the
 * next report. */
static void
test_blocked_outlives_other_limits (void)
{
  Bench bench;
  CuffInterlockConfig config = { .n_channels = 1 };

  bench_init (&bench);
  bench.interlock.watch[1].blocked = true;
  g_assert_cmphex (step (&bench).alarms, ==, ALARM (BLOCKED));
  config.channel[0] =
      (CuffInterlockChannel){ .lop = CUFF_PRESSURE_UNSET, .cap = 3000, .cap_transient = 3300 };
  config.n_channels = 2;
  config.channel[1] = config.channel[0];
  cuff_interlock_configure (&bench.interlock, &config);
  bench.input.report = NULL;
  g_assert_cmphex (cuff_interlock_step (&bench.interlock, &bench.input).alarms, ==,
                   ALARM (BLOCKED));
  g_assert_cmphex (step (&bench).alarms, ==, ALARM (BLOCKED));
  cuff_interlock_acknowledge (&bench.interlock, CUFF_ALARM_BLOCKED);
  g_assert_cmphex (step (&bench).alarms, ==, 0);
}

/* Released means every cuff; a report of none proves nothing. */
static void
test_proof_of_both (void)
{
  const CuffChannelReport empty = { .pressure_second = CUFF_PRESSURE_UNSET,
                                    .flags = CUFF_CHANNEL_VENT_OPEN };
  static const struct {
    int first_mmhg, second_mmhg;
    unsigned n_channels;
    bool proven;
  } rows[] = { { 9, 9, 2, true },
               { 9, 10, 2, false },
               { 10, 9, 2, false },
               { 9, 10, 1, true },
               { 9, 9, 0, false } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    CuffReport report = { .n_channels = rows[i].n_channels, .channel = { empty, empty } };
    CuffProof proof;
    bool proven = false;

    report.channel[0].pressure = CUFF_MMHG (rows[i].first_mmhg);
    report.channel[1].pressure = CUFF_MMHG (rows[i].second_mmhg);
    cuff_proof_init (&proof);
    for (report.t_us = 0; report.t_us <= CUFF_SECONDS (1); report.t_us += STEP_US)
      proven = cuff_proof_push (&proof, &report);
    g_assert_cmpint (proven, ==, rows[i].proven);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interlock/corners/second-channel", test_second_channel);
  g_test_add_func ("/interlock/corners/more-channels-than-agreed", test_more_channels_than_agreed);
  g_test_add_func ("/interlock/corners/two-causes", test_two_causes);
  g_test_add_func ("/interlock/corners/flagged-sensors", test_flagged_sensors);
  g_test_add_func ("/interlock/corners/one-sensor", test_one_sensor);
  g_test_add_func ("/interlock/corners/late-vent", test_late_vent);
  g_test_add_func ("/interlock/corners/time-over-and-soft", test_time_over_and_soft);
  g_test_add_func ("/interlock/corners/no-time-limit", test_no_time_limit);
  g_test_add_func ("/interlock/corners/off-target", test_off_target);
  g_test_add_func ("/interlock/corners/off-target-by-hand", test_off_target_by_hand);
  g_test_add_func ("/interlock/corners/blocked-outlives-other-alarms",
                   test_blocked_outlives_other_alarms);
  g_test_add_func ("/interlock/corners/device-ended", test_device_ended);
  g_test_add_func ("/interlock/corners/whose-epoch", test_whose_epoch);
  g_test_add_func ("/interlock/corners/arm-expires", test_arm_expires);
  g_test_add_func ("/interlock/corners/time-is-told", test_time_is_told);
  g_test_add_func ("/interlock/corners/tight-and-silent", test_tight_and_silent);
  g_test_add_func ("/interlock/corners/sleep-with-nothing-armed", test_sleep_with_nothing_armed);
  g_test_add_func ("/interlock/corners/sleep-while-arming", test_sleep_while_arming);
  g_test_add_func ("/interlock/corners/blocked-outlives-other-limits",
                   test_blocked_outlives_other_limits);
  g_test_add_func ("/interlock/corners/proof-of-both", test_proof_of_both);
  return g_test_run ();
}
