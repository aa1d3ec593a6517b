/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guard and what is not a limit: gauges read by hand, leaks, blocked hoses, nobody there.
 */
#include "interlock-bench.h"

/* --- A gauge that a person reads --------------------------------------------------------- */

static void
bench_init_by_hand (Bench *bench)
{
  bench_init (bench);
  bench->input.by_hand = true;
  bench->report.flags = CUFF_DEVICE_BY_HAND;
  bench->report.channel[0].pressure_second = CUFF_PRESSURE_UNSET;
}

/* Nothing is heard between two readings, and a frozen window opens no valve: both are told or
 * not, but end nothing. */
static void
test_by_hand_silence (void)
{
  Bench bench;
  bench_init_by_hand (&bench);
  step (&bench);
  bench.input.report = NULL;
  bench.input.report_age_us = CUFF_SECONDS (300);
  bench.input.ui_age_us = CUFF_SECONDS (60);
  CuffVerdict verdict = cuff_interlock_step (&bench.interlock, &bench.input);
  g_assert_cmpuint (verdict.alarms, ==, 1u << CUFF_ALARM_SUPERVISION);
  g_assert_false (verdict.vent);
}

/* After "open the valve now" the reminder stands until somebody says that the valve is open and the
 * gauge reads 0; "not read" is no 0, and a small number without that word may be a slip. */
static void
test_by_hand_reminder (void)
{
  static const struct {
    CuffPressure reading;
    uint32_t flags;
    gboolean reminded;
  } rows[] = { { TARGET, 0, TRUE },
               { CUFF_PRESSURE_UNSET, 0, TRUE },
               { CUFF_MMHG (12), 0, TRUE },
               { 0, CUFF_CHANNEL_VENT_OPEN, FALSE } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;
    CuffReason reason;
    bench_init_by_hand (&bench);
    step (&bench);
    bench.input.intent.vent_ordered = true;
    bench.input.intent.vent_since_us = bench.t_us;
    bench.report.channel[0].pressure = rows[i].reading;
    bench.report.channel[0].flags = rows[i].flags;
    time_to_vent (&bench, CUFF_SECONDS (9), &reason);
    g_assert_cmpuint (step (&bench).alarms, ==, 0); /* hands need time */
    time_to_vent (&bench, CUFF_SECONDS (2), &reason);
    g_assert_cmpuint (step (&bench).alarms, ==,
                      rows[i].reminded ? 1u << CUFF_ALARM_NOT_DEFLATED : 0);
  }
}

/* A gauge that nobody reads counts as tight: its clock runs, and it is no broken sensor. */
static void
test_by_hand_unread (void)
{
  Bench bench;
  CuffReason reason = CUFF_REASON_NONE;
  bench_init_by_hand (&bench);
  bench.report.channel[0].pressure = CUFF_PRESSURE_UNSET;
  CuffTime took_us = time_to_vent (&bench, CUFF_SECONDS (30 * 60), &reason);
  g_assert_cmpint (reason, ==, CUFF_REASON_TIME_LIMIT);
  g_assert_cmpint (took_us, >=, CUFF_SECONDS (20 * 60 + 30));
  g_assert_cmpint (took_us, <=, CUFF_SECONDS (20 * 60 + 31));
}

/* A slip of the finger, 12 for 120, is no empty cuff: the clock runs on until somebody says that
 * the gauge reads 0 and the valve is open. */
static void
test_by_hand_low_reading (void)
{
  Bench bench;
  CuffReason reason = CUFF_REASON_NONE;
  bench_init_by_hand (&bench);
  bench.report.channel[0].pressure = CUFF_MMHG (12);
  CuffTime took_us = time_to_vent (&bench, CUFF_SECONDS (30 * 60), &reason);
  g_assert_cmpint (reason, ==, CUFF_REASON_TIME_LIMIT);
  g_assert_cmpint (took_us, <=, CUFF_SECONDS (20 * 60 + 31));
}

/* --- What the air tells ------------------------------------------------------------------ */

static CuffVerdict
play (Bench *bench, CuffTime duration_us)
{
  CuffVerdict verdict = { 0 };
  for (CuffTime end_us = bench->t_us + duration_us; bench->t_us < end_us;)
    verdict = step (bench);
  return verdict;
}

/* Refilled for more than 9 s is a leak, at most 10.5 s after it began; gone when the air stands. */
static void
test_leak (void)
{
  Bench bench;
  bench_init (&bench);
  CuffChannelReport *channel = &bench.report.channel[0];
  channel->flags = CUFF_CHANNEL_AT_TARGET;
  play (&bench, CUFF_SECONDS (20));
  channel->flow_dml_s = 22; /* 2.2 mL/s */
  g_assert_cmpuint (play (&bench, CUFF_SECONDS (9)).alarms, ==, 0);
  g_assert_cmpuint (play (&bench, CUFF_MS (1500)).alarms, ==, 1u << CUFF_ALARM_LEAK);
  g_assert_false (step (&bench).vent); /* offers the stop, does not take it */
  channel->flow_dml_s = 0;
  g_assert_cmpuint (play (&bench, CUFF_SECONDS (2)).alarms, ==, 0);
}

/* A leak larger than the pump: the pressure stays below its target. */
static void
test_leak_too_large (void)
{
  Bench bench;
  bench_init (&bench);
  CuffChannelReport *channel = &bench.report.channel[0];
  channel->flags = CUFF_CHANNEL_AT_TARGET;
  play (&bench, CUFF_SECONDS (1));
  channel->flags = 0;
  channel->pressure = channel->pressure_second = CUFF_MMHG (70);
  g_assert_cmpuint (play (&bench, CUFF_MS (10500)).alarms, ==, 1u << CUFF_ALARM_LEAK);
}

/* What is no leak: a slow pump on its way up, a cuff that is let out and filled by a moving
 * muscle, the little that skin yields, a still window, an empty cuff. */
static void
test_no_leak (void)
{
  static const struct {
    CuffMode mode;
    uint32_t flags;
    int32_t flow_dml_s, other_flow_dml_s; /* 2 s of each in turn */
  } rows[] = {
    { CUFF_MODE_HOLD, 0, 900, 900 },
    { CUFF_MODE_HOLD, CUFF_CHANNEL_AT_TARGET, 600, -600 },
    { CUFF_MODE_HOLD, CUFF_CHANNEL_AT_TARGET, 10, 10 },
    { CUFF_MODE_QUIET, CUFF_CHANNEL_AT_TARGET, 22, 22 },
    { CUFF_MODE_DEFLATE, CUFF_CHANNEL_AT_TARGET, 22, 22 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;
    bench_init (&bench);
    CuffChannelReport *channel = &bench.report.channel[0];
    channel->mode = rows[i].mode;
    channel->flags = rows[i].flags;
    for (int k = 0; k < 30; k++) {
      channel->flow_dml_s = k % 2 == 0 ? rows[i].flow_dml_s : rows[i].other_flow_dml_s;
      g_assert_cmpuint (play (&bench, CUFF_SECONDS (2)).alarms, ==, 0);
    }
  }
}

static void
ramp (Bench *bench, int from_mmhg, int to_mmhg, int n_steps, gboolean second_too)
{
  CuffChannelReport *channel = &bench->report.channel[0];
  for (int i = 1; i <= n_steps; i++) {
    channel->pressure = CUFF_MMHG (from_mmhg) + CUFF_MMHG (to_mmhg - from_mmhg) * i / n_steps;
    if (second_too)
      channel->pressure_second = channel->pressure;
    step (bench);
  }
}

/* From empty to tight, or back, within 100 ms: no cuff does that, a hose alone does.  It vents,
 * and stays until a person has said that the cuff is off. */
static void
test_blocked (gconstpointer data)
{
  gboolean up = GPOINTER_TO_INT (data);
  Bench bench;
  bench_init (&bench);
  CuffChannelReport *channel = &bench.report.channel[0];
  int from_mmhg = up ? 0 : 110, to_mmhg = up ? 110 : 0;
  channel->pressure = channel->pressure_second = CUFF_MMHG (from_mmhg);
  play (&bench, CUFF_SECONDS (1));
  ramp (&bench, from_mmhg, to_mmhg, 5, TRUE);
  CuffVerdict verdict = play (&bench, CUFF_MS (50));
  g_assert_cmpuint (verdict.alarms, ==, 1u << CUFF_ALARM_BLOCKED);
  g_assert_true (verdict.vent);
  channel->pressure = channel->pressure_second = 0;
  g_assert_cmpuint (play (&bench, CUFF_SECONDS (10)).alarms, ==, 1u << CUFF_ALARM_BLOCKED);
  cuff_interlock_acknowledge (&bench.interlock, CUFF_ALARM_BLOCKED);
  g_assert_cmpuint (step (&bench).alarms, ==, 0);
}

/* A slow ramp does not hide it: 50 mmHg on less air than any cuff takes.  The smallest arm cuff
 * takes some 150 mL, and a controller that never tells of its flow is not judged by it; nor is what
 * nobody pumped, or what was not all seen. */
static void
test_full_of_nothing (void)
{
  static const struct {
    int32_t flow_dml_s;
    CuffMode mode;
    CuffTime jump_us; /* of the time between two reports */
    gboolean blocked;
  } rows[] = { { 30, CUFF_MODE_HOLD, 0, TRUE },
               { 30, CUFF_MODE_LOP, 0, TRUE },
               { 1500, CUFF_MODE_HOLD, 0, FALSE },
               { 0, CUFF_MODE_HOLD, 0, FALSE },
               { 30, CUFF_MODE_QUIET, 0, FALSE },
               { 30, CUFF_MODE_HOLD, CUFF_MS (60), FALSE },
               { 30, CUFF_MODE_HOLD, CUFF_MS (-30), FALSE } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;
    bench_init (&bench);
    CuffChannelReport *channel = &bench.report.channel[0];
    channel->pressure = channel->pressure_second = 0;
    play (&bench, CUFF_SECONDS (1));
    channel->flow_dml_s = rows[i].flow_dml_s;
    channel->mode = rows[i].mode;
    ramp (&bench, 0, 30, 30, TRUE);
    bench.t_us += rows[i].jump_us;
    ramp (&bench, 30, 110, 70, TRUE);
    CuffVerdict verdict = step (&bench);
    g_assert_cmpuint (verdict.alarms, ==, rows[i].blocked ? 1u << CUFF_ALARM_BLOCKED : 0);
    g_assert_cmpint (verdict.vent, ==, rows[i].blocked);
  }
}

/* The quickest there is: an arm cuff on the strongest pump and dump, 0.5 mL/mmHg at 200 mL/s, that
 * is 4 mmHg in 10 ms; a wild reading; one sensor of two. */
static void
test_not_blocked (void)
{
  Bench bench;
  bench_init (&bench);
  CuffChannelReport *channel = &bench.report.channel[0];
  channel->pressure = channel->pressure_second = 0;
  play (&bench, CUFF_SECONDS (1));
  for (int k = 0; k < 10; k++) {
    ramp (&bench, 0, 110, 28, TRUE);
    g_assert_cmpuint (play (&bench, CUFF_SECONDS (1)).alarms, ==, 0);
    ramp (&bench, 110, 0, 28, TRUE);
    g_assert_cmpuint (play (&bench, CUFF_SECONDS (1)).alarms, ==, 0);
    channel->pressure = CUFF_MMHG (100);
    play (&bench, CUFF_MS (20));
    channel->pressure = 0;
    g_assert_cmpuint (play (&bench, CUFF_SECONDS (1)).alarms, ==, 0);
    ramp (&bench, 0, 110, 5, FALSE);
    g_assert_cmpuint (play (&bench, CUFF_SECONDS (1)).alarms, ==, 0);
    channel->pressure = 0;
    play (&bench, CUFF_SECONDS (1));
  }
  bench.t_us -= CUFF_MS (500); /* a clock that steps back says nothing about speed */
  channel->pressure = channel->pressure_second = CUFF_MMHG (110);
  g_assert_cmpuint (play (&bench, CUFF_MS (50)).alarms, ==, 0);
  channel->pressure = 0; /* and one sensor alone nothing about air */
  g_assert_cmpuint (play (&bench, CUFF_MS (50)).alarms, ==, 0);
}

/* Tight, and nobody moves or touches anything for a minute: a reminder, no vent. */
static void
test_nobody (void)
{
  static const struct {
    CuffTime nobody_us, person_age_us;
    CuffPressure pressure;
    gboolean reminded;
  } rows[] = {
    { CUFF_SECONDS (60), CUFF_SECONDS (61), TARGET, TRUE },
    { CUFF_SECONDS (60), CUFF_SECONDS (59), TARGET, FALSE },
    { CUFF_SECONDS (60), CUFF_SECONDS (61), 0, FALSE },
    { 0, CUFF_SECONDS (600), TARGET, FALSE }, /* nobody is asked to do anything */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;
    bench_init (&bench);
    bench.interlock.config.nobody_us = rows[i].nobody_us;
    bench.input.person_age_us = rows[i].person_age_us;
    bench.report.channel[0].pressure = bench.report.channel[0].pressure_second = rows[i].pressure;
    CuffVerdict verdict = step (&bench);
    g_assert_cmpuint (verdict.alarms, ==, rows[i].reminded ? 1u << CUFF_ALARM_NOBODY : 0);
    g_assert_false (verdict.vent);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interlock/by-hand/silence", test_by_hand_silence);
  g_test_add_func ("/interlock/by-hand/reminder", test_by_hand_reminder);
  g_test_add_func ("/interlock/by-hand/unread", test_by_hand_unread);
  g_test_add_func ("/interlock/by-hand/low-reading", test_by_hand_low_reading);
  g_test_add_func ("/interlock/leak/refilling", test_leak);
  g_test_add_func ("/interlock/leak/too-large", test_leak_too_large);
  g_test_add_func ("/interlock/leak/none", test_no_leak);
  g_test_add_data_func ("/interlock/blocked/rises", GINT_TO_POINTER (TRUE), test_blocked);
  g_test_add_data_func ("/interlock/blocked/falls", GINT_TO_POINTER (FALSE), test_blocked);
  g_test_add_func ("/interlock/blocked/full-of-nothing", test_full_of_nothing);
  g_test_add_func ("/interlock/blocked/not", test_not_blocked);
  g_test_add_func ("/interlock/nobody", test_nobody);
  return g_test_run ();
}
