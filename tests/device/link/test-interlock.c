/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The host's own guard, limit by limit, from the table of SAFETY.md.  Each test plays samples of
 * 10 ms and asks when the guard first speaks.
 */
#include "interlock-bench.h"

static void
test_calm (void)
{
  Bench bench;
  CuffReason reason;
  bench_init (&bench);
  g_assert_cmpint (time_to_vent (&bench, CUFF_SECONDS (600), &reason), ==, -1);
  g_assert_cmpuint (step (&bench).alarms, ==, 0);
}

/* Above the cap for 0.3 s, above 330 at once, on either sensor; a shorter peak is a contraction. */
static void
test_over_pressure (void)
{
  static const struct {
    int first_mmhg, second_mmhg;
    CuffTime at_least_us, at_most_us; /* -1 = never */
  } rows[] = {
    { 331, 110, STEP_US, STEP_US },
    { 110, 331, STEP_US, STEP_US },
    { 301, 110, CUFF_MS (300), CUFF_MS (320) },
    { 110, 305, CUFF_MS (300), CUFF_MS (320) },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;
    CuffReason reason = CUFF_REASON_NONE;
    bench_init (&bench);
    step (&bench);
    bench.interlock.config.channel[0].lop = CUFF_PRESSURE_UNSET; /* the cap alone */
    bench.report.channel[0].pressure = CUFF_MMHG (rows[i].first_mmhg);
    bench.report.channel[0].pressure_second = CUFF_MMHG (rows[i].second_mmhg);
    CuffTime took_us = time_to_vent (&bench, CUFF_SECONDS (5), &reason);
    g_assert_cmpint (took_us, >=, rows[i].at_least_us);
    g_assert_cmpint (took_us, <=, rows[i].at_most_us);
    g_assert_cmpint (reason, ==, CUFF_REASON_OVER_PRESSURE);
    g_assert_true ((step (&bench).alarms & 1u << CUFF_ALARM_OVER_PRESSURE) != 0);
  }
}

static void
test_short_peak_is_no_alarm (void)
{
  Bench bench;
  CuffReason reason;
  bench_init (&bench);
  bench.interlock.config.channel[0].lop = CUFF_PRESSURE_UNSET;
  for (int peak = 0; peak < 50; peak++) {
    bench.report.channel[0].pressure = CUFF_MMHG (305);
    g_assert_cmpint (time_to_vent (&bench, CUFF_MS (250), &reason), ==, -1);
    bench.report.channel[0].pressure = TARGET;
    g_assert_cmpint (time_to_vent (&bench, CUFF_MS (50), &reason), ==, -1);
  }
}

/* Above 120 % of LOP for 2 s deflates; above 100 % only warns. */
static void
test_above_lop (void)
{
  Bench bench;
  CuffReason reason = CUFF_REASON_NONE;
  bench_init (&bench);
  bench.report.channel[0].pressure = CUFF_MMHG (200); /* 111 % */
  g_assert_cmpint (time_to_vent (&bench, CUFF_SECONDS (30), &reason), ==, -1);
  g_assert_true ((step (&bench).warnings & CUFF_WARN_ABOVE_LOP) != 0);
  bench.report.channel[0].pressure = CUFF_MMHG (217); /* 120.6 % */
  CuffTime took_us = time_to_vent (&bench, CUFF_SECONDS (5), &reason);
  g_assert_cmpint (took_us, >=, CUFF_SECONDS (2));
  g_assert_cmpint (took_us, <=, CUFF_SECONDS (2) + 2 * STEP_US);
  g_assert_cmpint (reason, ==, CUFF_REASON_OVER_PRESSURE);
}

/* Preconditioning (the clinic's decision 3.4): the target lies above LOP, which is no news then,
 * and target + 40 mmHg for 2 s deflate in place of 120 % of LOP.  LOP 180, target 210: 120 % would
 * be 216. */
static void
test_above_lop_on_purpose (void)
{
  Bench bench;
  CuffReason reason = CUFF_REASON_NONE;
  bench_init (&bench);
  bench.interlock.config.channel[0].target_above_lop = CUFF_MMHG (210);
  bench.report.channel[0].target = CUFF_MMHG (210);
  bench.report.channel[0].pressure = bench.report.channel[0].pressure_second = CUFF_MMHG (250);
  g_assert_cmpint (time_to_vent (&bench, CUFF_SECONDS (30), &reason), ==, -1);
  CuffVerdict calm = step (&bench);
  g_assert_cmpuint (calm.warnings & CUFF_WARN_ABOVE_LOP, ==, 0);
  g_assert_cmpuint (calm.alarms & 1u << CUFF_ALARM_OVER_PRESSURE, ==, 0);
  bench.report.channel[0].pressure = CUFF_MMHG (251);
  CuffTime took_us = time_to_vent (&bench, CUFF_SECONDS (5), &reason);
  g_assert_cmpint (took_us, >=, CUFF_SECONDS (2));
  g_assert_cmpint (took_us, <=, CUFF_SECONDS (2) + 2 * STEP_US);
  g_assert_cmpint (reason, ==, CUFF_REASON_OVER_PRESSURE);
  /* The caps of all bouts stay: above 330 at once. */
  bench_init (&bench);
  bench.interlock.config.channel[0].target_above_lop = CUFF_MMHG (280);
  bench.report.channel[0].pressure = CUFF_MMHG (331);
  g_assert_cmpint (time_to_vent (&bench, CUFF_SECONDS (1), &reason), ==, STEP_US);
}

/* When the guard first speaks of a leak, in a bout whose target lies above LOP or not. */
static CuffTime
leak_after (CuffPressure above_lop, CuffPressure below, int flow_dml_s)
{
  Bench bench;
  bench_init (&bench);
  bench.interlock.config.channel[0].target_above_lop = above_lop;
  bench.report.channel[0].flags = CUFF_CHANNEL_AT_TARGET;
  step (&bench);
  bench.report.channel[0].flow_dml_s = flow_dml_s;
  bench.report.channel[0].pressure = TARGET - below;
  CuffTime start_us = bench.t_us;
  while (bench.t_us - start_us < CUFF_SECONDS (120))
    if ((step (&bench).alarms & 1u << CUFF_ALARM_LEAK) != 0)
      return bench.t_us - start_us;
  return -1;
}

/* Far above LOP cuff and limb yield for longer than 9 s: refilling counts after 30 s.  A pressure
 * that falls is a leak at once, there too. */
static void
test_leak_settles (void)
{
  CuffTime usual_us = leak_after (0, 0, 20), above_us = leak_after (TARGET, 0, 20);
  CuffTime falling_us = leak_after (TARGET, CUFF_MMHG (20), 0);
  g_assert_cmpint (usual_us, >=, CUFF_SECONDS (9));
  g_assert_cmpint (usual_us, <=, CUFF_MS (10500));
  g_assert_cmpint (above_us, >=, CUFF_SECONDS (39) - STEP_US);
  g_assert_cmpint (above_us, <=, CUFF_MS (40500));
  g_assert_cmpint (falling_us, >=, CUFF_SECONDS (9));
  g_assert_cmpint (falling_us, <=, CUFF_MS (10500));
  g_assert_cmpint (leak_after (TARGET, 0, 0), ==, -1);
}

/* 20 min: warned at 16, alarm at 20, deflated 30 s later.  16 mmHg do not count. */
static void
test_time_limit (void)
{
  Bench bench;
  CuffReason reason = CUFF_REASON_NONE;
  bench_init (&bench);
  bench.report.channel[0].pressure = bench.report.channel[0].pressure_second = CUFF_MMHG (16);
  g_assert_cmpint (time_to_vent (&bench, CUFF_SECONDS (30), &reason), ==, -1);
  bench.report.channel[0].pressure = TARGET;
  g_assert_cmpint (time_to_vent (&bench, CUFF_SECONDS (959), &reason), ==, -1);
  g_assert_cmpuint (step (&bench).warnings & CUFF_WARN_TIME, ==, 0);
  g_assert_cmpint (time_to_vent (&bench, CUFF_SECONDS (2), &reason), ==, -1);
  g_assert_cmpuint (step (&bench).warnings & CUFF_WARN_TIME, !=, 0);
  g_assert_cmpint (time_to_vent (&bench, CUFF_SECONDS (240), &reason), ==, -1);
  g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_TIME, !=, 0);
  CuffTime took_us = time_to_vent (&bench, CUFF_SECONDS (60), &reason);
  g_assert_cmpint (took_us, >=, CUFF_SECONDS (27));
  g_assert_cmpint (took_us, <=, CUFF_SECONDS (31));
  g_assert_cmpint (reason, ==, CUFF_REASON_TIME_LIMIT);
}

/* A cuff that was inflated just before keeps its time: 59 s of rest change nothing, 60 s do. */
static void
test_time_carries_over (void)
{
  for (int rest_s = 58; rest_s <= 62; rest_s += 4) {
    Bench bench;
    CuffReason reason = CUFF_REASON_NONE;
    bench_init (&bench);
    bench.interlock.watch[0].continuous_us = CUFF_SECONDS (20 * 60 + 20);
    bench.report.channel[0].pressure = bench.report.channel[0].pressure_second = 0;
    time_to_vent (&bench, CUFF_SECONDS (rest_s), &reason);
    bench.report.channel[0].pressure = TARGET;
    CuffTime took_us = time_to_vent (&bench, CUFF_SECONDS (60), &reason);
    if (rest_s < 60)
      g_assert_cmpint (took_us, <=, CUFF_SECONDS (11));
    else
      g_assert_cmpint (took_us, ==, -1);
  }
}

/* Telemetry older than a second while armed: unknown, and never counted as safe. */
static void
test_silence (void)
{
  Bench bench;
  bench_init (&bench);
  step (&bench);
  bench.input.report = NULL;
  bench.input.report_age_us = CUFF_MS (990);
  g_assert_false (cuff_interlock_step (&bench.interlock, &bench.input).vent);
  bench.input.report_age_us = CUFF_MS (1010);
  CuffVerdict verdict = cuff_interlock_step (&bench.interlock, &bench.input);
  g_assert_true (verdict.vent);
  g_assert_cmpint (verdict.reason, ==, CUFF_REASON_LINK_LOST);
  g_assert_cmpuint (verdict.alarms & 1u << CUFF_ALARM_LINK, !=, 0);
}

/* R2: telemetry flows and looks well, but what it echoes is as old as the lease. */
static void
test_echo (void)
{
  Bench bench;
  bench_init (&bench);
  bench.input.echo_age_us = CUFF_MS (1490);
  CuffVerdict verdict = step (&bench);
  g_assert_false (verdict.vent);
  g_assert_cmpuint (verdict.alarms, ==, 0);
  bench.input.echo_age_us = CUFF_MS (1510);
  verdict = step (&bench);
  g_assert_true (verdict.vent);
  g_assert_cmpint (verdict.reason, ==, CUFF_REASON_LINK_LOST);
  g_assert_cmpuint (verdict.alarms & 1u << CUFF_ALARM_LINK, !=, 0);
  bench.input.intent.vent_ordered = true; /* from then on only the pressure counts */
  g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_LINK, ==, 0);
}

/* R7: a window that does not move for 2 s is an alarm, for 10 s a vent. */
static void
test_frozen_window (void)
{
  Bench bench;
  bench_init (&bench);
  bench.input.ui_age_us = CUFF_MS (1900);
  g_assert_cmpuint (step (&bench).alarms, ==, 0);
  bench.input.ui_age_us = CUFF_MS (2100);
  g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_SUPERVISION, !=, 0);
  bench.input.ui_age_us = CUFF_MS (9900);
  g_assert_false (step (&bench).vent);
  bench.input.ui_age_us = CUFF_MS (10100);
  CuffVerdict verdict = step (&bench);
  g_assert_true (verdict.vent);
  g_assert_cmpint (verdict.reason, ==, CUFF_REASON_UI_FROZEN);
  /* With nothing armed a slow window is no matter of the cuff. */
  bench.input.intent = (CuffIntent){ 0 };
  g_assert_false (step (&bench).vent);
}

/* R9: the machine slept. */
static void
test_sleep (void)
{
  Bench bench;
  bench_init (&bench);
  bench.input.slept_us = CUFF_SECONDS (100); /* long ago */
  g_assert_false (step (&bench).vent);
  bench.input.slept_us = CUFF_SECONDS (103);
  CuffVerdict verdict = step (&bench);
  g_assert_true (verdict.vent);
  g_assert_cmpint (verdict.reason, ==, CUFF_REASON_SLEEP);
}

/* The controller ended the epoch by itself; the record must say why. */
static void
test_device_ended (void)
{
  static const struct {
    CuffMachine machine;
    uint32_t flags;
    CuffReason reason;
  } rows[] = {
    { CUFF_MACHINE_VENTING, CUFF_DEVICE_LEASE_OVER, CUFF_REASON_LEASE },
    { CUFF_MACHINE_VENTING, CUFF_DEVICE_STOP_BUTTON, CUFF_REASON_DEVICE_BUTTON },
    { CUFF_MACHINE_FAULT, 0, CUFF_REASON_DEVICE_FAULT },
    { CUFF_MACHINE_BOOT, 0, CUFF_REASON_DEVICE_RESET },
    { CUFF_MACHINE_IDLE, CUFF_DEVICE_LEASE_OVER, CUFF_REASON_LEASE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Bench bench;
    bench_init (&bench);
    step (&bench);
    bench.report.machine = rows[i].machine;
    bench.report.flags = rows[i].flags;
    CuffVerdict verdict = step (&bench);
    g_assert_true (verdict.vent);
    g_assert_cmpint (verdict.reason, ==, rows[i].reason);
  }
}

static void
test_bad_sensor (void)
{
  Bench bench;
  bench_init (&bench);
  step (&bench);
  bench.report.channel[0].pressure = CUFF_PRESSURE_UNSET;
  CuffVerdict verdict = step (&bench);
  g_assert_true (verdict.vent);
  g_assert_cmpint (verdict.reason, ==, CUFF_REASON_SENSOR);
}

/* Vent ordered and still above 20 mmHg after 3 s: "open the cuff by hand". */
static void
test_not_deflated (void)
{
  Bench bench;
  bench_init (&bench);
  bench.input.intent.vent_ordered = true;
  bench.input.intent.vent_since_us = 0;
  bench.report.channel[0].pressure = CUFF_MMHG (25);
  bench.report.channel[0].mode = CUFF_MODE_VENT;
  while (bench.t_us < CUFF_MS (2980))
    g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_NOT_DEFLATED, ==, 0);
  step (&bench);
  step (&bench);
  g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_NOT_DEFLATED, !=, 0);
}

/* 16 mmHg off for 1.5 s counts in a rest, and only there. */
static void
test_off_target (void)
{
  for (int resting = 0; resting <= 1; resting++) {
    Bench bench;
    CuffReason reason;
    bench_init (&bench);
    bench.input.intent.tight_rest = resting;
    time_to_vent (&bench, CUFF_SECONDS (3), &reason);
    bench.report.channel[0].pressure = TARGET - CUFF_MMHG (16);
    time_to_vent (&bench, CUFF_MS (1400), &reason);
    g_assert_cmpuint (step (&bench).alarms & 1u << CUFF_ALARM_OFF_TARGET, ==, 0);
    time_to_vent (&bench, CUFF_MS (200), &reason);
    gboolean alarm = (step (&bench).alarms & 1u << CUFF_ALARM_OFF_TARGET) != 0;
    g_assert_cmpint (alarm, ==, resting);
  }
}

/* Proof needs a second below 10 mmHg, an open valve, every sensor, and no gap. */
static void
test_proof (void)
{
  CuffProof proof;
  CuffReport report = { .n_channels = 1 };
  report.channel[0] = (CuffChannelReport){ .pressure = CUFF_MMHG (9),
                                           .pressure_second = CUFF_MMHG (9),
                                           .flags = CUFF_CHANNEL_VENT_OPEN };
  cuff_proof_init (&proof);
  for (report.t_us = 0; report.t_us < CUFF_SECONDS (1); report.t_us += STEP_US)
    g_assert_false (cuff_proof_push (&proof, &report));
  g_assert_true (cuff_proof_push (&proof, &report));
  g_assert_false (cuff_proof_holds (&proof, report.t_us + CUFF_MS (1010))); /* went stale */

  report.t_us += CUFF_MS (400); /* a gap: begins anew */
  g_assert_false (cuff_proof_push (&proof, &report));
  CuffChannelReport good = report.channel[0];
  const CuffChannelReport bad[] = {
    { CUFF_MMHG (10), CUFF_MMHG (9), .flags = CUFF_CHANNEL_VENT_OPEN },
    { CUFF_MMHG (9), CUFF_MMHG (10), .flags = CUFF_CHANNEL_VENT_OPEN },
    { CUFF_MMHG (0), CUFF_MMHG (0), .flags = 0 },
    { CUFF_PRESSURE_UNSET, CUFF_MMHG (0), .flags = CUFF_CHANNEL_VENT_OPEN },
    { CUFF_MMHG (0), CUFF_MMHG (0), .flags = CUFF_CHANNEL_VENT_OPEN | CUFF_CHANNEL_SENSOR_FAULT },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    report.channel[0] = good;
    for (int n = 0; n < 101; n++, report.t_us += STEP_US)
      cuff_proof_push (&proof, &report);
    g_assert_true (cuff_proof_push (&proof, &report));
    report.t_us += STEP_US;
    report.channel[0] = bad[i];
    g_assert_false (cuff_proof_push (&proof, &report));
    report.t_us += STEP_US;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interlock/calm", test_calm);
  g_test_add_func ("/interlock/over-pressure", test_over_pressure);
  g_test_add_func ("/interlock/short-peak", test_short_peak_is_no_alarm);
  g_test_add_func ("/interlock/above-lop", test_above_lop);
  g_test_add_func ("/interlock/above-lop-on-purpose", test_above_lop_on_purpose);
  g_test_add_func ("/interlock/leak-settles", test_leak_settles);
  g_test_add_func ("/interlock/time-limit", test_time_limit);
  g_test_add_func ("/interlock/time-carries-over", test_time_carries_over);
  g_test_add_func ("/interlock/silence", test_silence);
  g_test_add_func ("/interlock/echo", test_echo);
  g_test_add_func ("/interlock/frozen-window", test_frozen_window);
  g_test_add_func ("/interlock/sleep", test_sleep);
  g_test_add_func ("/interlock/device-ended", test_device_ended);
  g_test_add_func ("/interlock/bad-sensor", test_bad_sensor);
  g_test_add_func ("/interlock/not-deflated", test_not_deflated);
  g_test_add_func ("/interlock/off-target", test_off_target);
  g_test_add_func ("/interlock/proof", test_proof);
  return g_test_run ();
}
