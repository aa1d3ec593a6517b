/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each fault does to a held cuff and to what a host hears, when faults begin and end, and what
 * the truth says about them.  The host here reacts to nothing; what becomes of a session is tested
 * with the real one.
 */
#include "sim-bench.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct {
  CuffFault fault;
  bool vents;        /* within 3 s, by the controller itself */
  bool hears;        /* more than a hundred telemetry frames in these */
  bool port_remains; /* for this host */
} FaultRow;

/* In the order of README.md's table. */
static const FaultRow fault_rows[] = {
  { CUFF_FAULT_NONE, false, true, true },
  { CUFF_FAULT_NO_REPLY, false, true, true },
  { CUFF_FAULT_SILENCE, false, false, true },
  { CUFF_FAULT_GARBAGE, false, true, true },
  { CUFF_FAULT_FLOOD, false, false, true },
  { CUFF_FAULT_BIT_ERRORS, false, true, true },
  { CUFF_FAULT_BIT_ERRORS_HIGH, false, false, true },
  { CUFF_FAULT_DROPS, false, true, true },
  { CUFF_FAULT_DROPS_HALF, false, true, true },
  { CUFF_FAULT_DUPLICATES, false, true, true },
  { CUFF_FAULT_REORDER, false, true, true },
  { CUFF_FAULT_DELAY, false, true, true },
  { CUFF_FAULT_DELAY_LONG, true, false, true },
  { CUFF_FAULT_WRONG_ECHO, false, true, true },
  { CUFF_FAULT_STALE_SEQUENCE, false, true, true },
  { CUFF_FAULT_BAUD, true, false, true },
  { CUFF_FAULT_VANISH, true, false, false },
  { CUFF_FAULT_REPLUG, true, false, false },
  { CUFF_FAULT_NMEA, true, false, true },
  { CUFF_FAULT_AT_MODEM, true, false, true },
  { CUFF_FAULT_RESET, true, true, true },
  { CUFF_FAULT_POWER_LOSS, true, false, true },
  { CUFF_FAULT_BOOT_WITH_PRESSURE, false, true, true },
  { CUFF_FAULT_CLOCK_FAST, false, true, true },
  { CUFF_FAULT_CLOCK_SLOW, false, true, true },
  { CUFF_FAULT_CAPS_ABSURD, false, true, true },
  { CUFF_FAULT_CAPS_MISSING, false, true, true },
  { CUFF_FAULT_STOP_BUTTON, true, true, true },
  { CUFF_FAULT_VENT_STUCK, false, true, true },
  { CUFF_FAULT_PUMP_STUCK, false, true, true },
  { CUFF_FAULT_LEAK_FAST, false, true, true },
  { CUFF_FAULT_LEAK_SLOW, false, true, true },
  { CUFF_FAULT_HOSE_KINKED, false, true, true },
  { CUFF_FAULT_SENSOR_OFFSET, false, true, true },
  { CUFF_FAULT_SENSOR_DRIFT, false, true, true },
  { CUFF_FAULT_SENSOR_STUCK, false, true, true },
  { CUFF_FAULT_SENSOR_SPIKE, false, true, true },
  { CUFF_FAULT_SENSOR_NAN, true, true, true },
  { CUFF_FAULT_SENSORS_DISAGREE, true, true, true },
};

static void
greet (Bench *bench)
{
  CuffMessage hello = { .type = CUFF_MSG_HELLO, .hello = { CUFF_WIRE_MAJOR, 0, 1 } };

  cuff_tiny_host_send (&bench->host, &hello);
  listen_for (bench, 0.2);
}

static void
test_fault (gconstpointer data)
{
  const FaultRow *row = data;
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  cuff_sim_inject (bench.sim, row->fault);
  beat_for (&bench, 0.1);
  unsigned n_before = bench.host.n_telemetry;
  beat_for (&bench, 3);
  CuffSimTruth truth = truth_of (&bench);
  g_test_message ("%.0f mmHg, %u frames", truth.cuff_mmhg, bench.host.n_telemetry - n_before);
  g_assert_cmpint (truth.vent_open, ==, row->vents);
  g_assert_cmpint (!bench.host.gone, ==, row->port_remains);
  g_assert_cmpint (bench.host.n_telemetry > n_before + 100, ==, row->hears);
  g_assert_cmpuint (truth.n_faults_begun, ==, row->fault != CUFF_FAULT_NONE);
  bench_close (&bench);
}

/* Behind a blocked hose nothing reaches the bladder and nothing leaves it; the controller sees its
 * own manifold swing, and a STOP is followed by "empty" while the limb is still under pressure. */
static void
test_hose_blocked (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  cuff_sim_inject (bench.sim, CUFF_FAULT_HOSE_BLOCKED);
  beat_for (&bench, 1);
  bench.host.state.order[0] = (CuffOrder){ .mode = CUFF_MODE_VENT };
  beat_for (&bench, 5);
  g_assert_true (truth_of (&bench).vent_open);
  g_assert_cmpfloat (truth_of (&bench).cuff_mmhg, >, 100);
  g_assert_cmpint (bench.host.last.channel[0].pressure, <, CUFF_MMHG (10));
  g_assert_cmpint (bench.host.last.channel[0].pressure_second, <, CUFF_MMHG (10));
  cuff_sim_mend (bench.sim, CUFF_FAULT_HOSE_BLOCKED);
  beat_for (&bench, 5);
  g_assert_cmpfloat (truth_of (&bench).cuff_mmhg, <, 20);
  bench_close (&bench);
}

static void
test_reset (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  uint32_t boot_id = bench.host.identity.boot_id;
  cuff_sim_inject (bench.sim, CUFF_FAULT_RESET);
  beat_for (&bench, 3);
  greet (&bench);
  g_assert_cmpuint (bench.host.identity.boot_id, !=, boot_id);
  g_assert_cmpint (bench.host.identity.reset_cause, ==, CUFF_RESET_WATCHDOG);
  g_assert_true (truth_of (&bench).vent_open);
  bench_close (&bench);
}

/* The controller comes up with a full cuff that does not empty: a fault somebody must look at.
 * When the vent lets go after 5 s the air leaves, and nothing inflates again. */
static void
test_boot_with_pressure (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  beat_for (&bench, 2);
  g_assert_cmpfloat (truth_of (&bench).cuff_mmhg, <, 1);
  cuff_sim_inject (bench.sim, CUFF_FAULT_BOOT_WITH_PRESSURE);
  beat_for (&bench, 0.5);
  greet (&bench);
  g_assert_cmpint (bench.host.identity.reset_cause, ==, CUFF_RESET_BROWN_OUT);
  beat_for (&bench, 4);
  g_assert_false (truth_of (&bench).vent_open);
  g_assert_cmpfloat (truth_of (&bench).cuff_mmhg, >, 90);
  g_assert_cmpint (bench.host.last.machine, ==, CUFF_MACHINE_FAULT);
  beat_for (&bench, 6);
  g_assert_true (truth_of (&bench).vent_open);
  g_assert_cmpfloat (truth_of (&bench).cuff_mmhg, <, 10);
  bench_close (&bench);
}

/* Ten seconds of the world are 10.2 or 9.8 of the controller. */
static void
test_clocks (void)
{
  const CuffFault faults[] = { CUFF_FAULT_NONE, CUFF_FAULT_CLOCK_FAST, CUFF_FAULT_CLOCK_SLOW };
  const double seconds[] = { 10, 10.2, 9.8 };

  for (size_t i = 0; i < G_N_ELEMENTS (faults); i++) {
    const CuffSimOptions options = { .faults = { { .fault = faults[i] } } };
    Bench bench;
    bench_open (&bench, &options);
    greet (&bench);
    uint32_t before_us = bench.host.last.t_us;
    beat_for (&bench, 10);
    double passed_s = (bench.host.last.t_us - before_us) * 1e-6;
    g_assert_cmpfloat_with_epsilon (passed_s, seconds[i], 0.03);
    bench_close (&bench);
  }
}

/* A fault from the options begins at its time, to the control step, and ends at its end. */
static void
test_at_a_time (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH,
                                   .faults = { { .fault = CUFF_FAULT_SILENCE,
                                                 .at_us = CUFF_SECONDS (13),
                                                 .lasts_us = CUFF_MS (500) },
                                               { .fault = CUFF_FAULT_POWER_LOSS,
                                                 .at_us = CUFF_SECONDS (14),
                                                 .lasts_us = CUFF_SECONDS (2) } } };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  cuff_tiny_host_run (&bench.host, 13.1);
  unsigned n_before = bench.host.n_telemetry;
  cuff_tiny_host_run (&bench.host, 13.5);
  g_assert_cmpuint (bench.host.n_telemetry, ==, n_before);
  cuff_tiny_host_run (&bench.host, 13.9);
  g_assert_cmpuint (bench.host.n_telemetry, >, n_before + 30);
  g_assert_false (truth_of (&bench).vent_open);
  cuff_tiny_host_run (&bench.host, 14.1);
  g_assert_true (truth_of (&bench).vent_open);
  g_assert_cmpint (truth_of (&bench).vented_at_us, ==, CUFF_SECONDS (14));
  cuff_tiny_host_run (&bench.host, 17);
  greet (&bench);
  g_assert_cmpint (bench.host.identity.reset_cause, ==, CUFF_RESET_POWER_ON);
  g_assert_true (truth_of (&bench).vent_open);
  bench_close (&bench);
}

/* Each phase begins its fault when the controller is first there: the log tells both in order. */
static void
test_phases (void)
{
  const char *const story[] = {
    "\"clock-fast\"",   "\"armed\"",      "\"wrong-echo\"", "\"active\"",
    "\"sensor-drift\"", "\"clock-slow\"", "\"rep\"",        "\"stale-sequence\"",
    "\"vent-open\"",    "\"no-reply\"",   "\"end\"",        NULL,
  };
  const char *const plans[] = { "clock-fast@idle",        "wrong-echo@armed",
                                "sensor-drift@inflating", "clock-slow@holding",
                                "stale-sequence@resting", "no-reply@deflating" };
  g_autofree char *path = sim_bench_file ("log"), *log = NULL;
  CuffSimOptions options = { .limb = CUFF_LIMB_THIGH, .log_path = path };
  Bench bench;

  for (size_t i = 0; i < G_N_ELEMENTS (plans); i++)
    g_assert_true (cuff_fault_plan_parse (plans[i], &options.faults[i]));
  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  for (int i = 0; i < 3; i++)
    lead_cycle (&bench);
  g_assert_cmpuint (truth_of (&bench).n_faults_begun, ==, 4);
  beat_for (&bench, 6);
  g_assert_cmpuint (truth_of (&bench).n_faults_begun, ==, 5);
  bench.host.state.order[0] = (CuffOrder){ .mode = CUFF_MODE_VENT };
  beat_for (&bench, 3);
  bench_close (&bench);

  log = sim_bench_take_story (path, story);
}

/* One cuff of two has the fault; and one patient's limbs can do different things. */
static void
test_channels (void)
{
  const CuffPatientScript lazy = { .n_skipped = 1, .skipped = { 1 } };
  const CuffSimOptions options = {
    .limb = CUFF_LIMB_THIGH,
    .n_channels = 2,
    .patient_second = &lazy,
    .faults = { { .fault = CUFF_FAULT_SENSOR_OFFSET, .channels = 2, .at_us = CUFF_SECONDS (14) } }
  };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  g_assert_cmpfloat_with_epsilon (truth_of (&bench).channel[0].cuff_mmhg, 109, 5.45);
  g_assert_cmpfloat (truth_of (&bench).channel[1].cuff_mmhg, <, 1);
  g_assert_true (truth_of (&bench).channel[1].vent_open);
  g_assert_false (truth_of (&bench).channel[0].vent_open);
  for (int i = 0; i < 2; i++)
    lead_cycle (&bench);
  beat_for (&bench, 1);
  g_assert_cmpuint (truth_of (&bench).channel[0].n_reps_done, ==, 2);
  g_assert_cmpuint (truth_of (&bench).channel[1].n_reps_done, ==, 1);
  g_assert_cmpint (bench.host.last.channel[1].pressure, >, CUFF_MMHG (12));
  g_assert_cmpfloat_with_epsilon (truth_of (&bench).channel[0].cuff_mmhg, 109, 5.45);
  cuff_sim_cue_channel (bench.sim, 1, CUFF_CUE_CONTRACT, 1000);
  beat_for (&bench, 2);
  cuff_sim_cue_channel (bench.sim, 1, CUFF_CUE_RELAX, 1000);
  beat_for (&bench, 3);
  g_assert_cmpuint (truth_of (&bench).channel[0].n_reps_done, ==, 2);
  g_assert_cmpuint (truth_of (&bench).channel[1].n_reps_done, ==, 2);
  bench_close (&bench);
}

/* Pulled out and back after 2 s: the link is gone meanwhile, then leads to the same controller. */
static void
test_replug (void)
{
  g_autofree char *path = sim_bench_file ("port");
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH, .link_path = path };
  Bench bench;

  bench_open (&bench, &options);
  g_assert_cmpstr (cuff_sim_get_path (bench.sim), ==, path);
  cuff_tiny_host_inflate (&bench.host, 109);
  uint32_t boot_id = bench.host.identity.boot_id;
  cuff_sim_inject (bench.sim, CUFF_FAULT_REPLUG);
  beat_for (&bench, 1.9);
  g_assert_true (bench.host.gone);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  beat_for (&bench, 0.2);
  cuff_tiny_host_reopen (&bench.host, path);
  greet (&bench);
  g_assert_cmpuint (bench.host.identity.nonce, ==, 1);
  g_assert_cmpuint (bench.host.identity.boot_id, ==, boot_id);
  g_assert_true (truth_of (&bench).vent_open);
  bench_close (&bench);
  g_assert_false (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
}

/* A file that is no link is not ours to replace. */
static void
test_link_spares_files (void)
{
  g_autofree char *path = sim_bench_file ("mine"), *text = NULL;
  CuffClock *clock = cuff_clock_new_virtual (0);
  const CuffSimOptions options = { .clock = clock, .link_path = path };

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_null (cuff_sim_start (&options));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
  g_unlink (path);
  cuff_clock_free (clock);
}

static double
member (const char *line, const char *name)
{
  g_autofree char *key = g_strdup_printf ("\"%s\": ", name);
  const char *place = strstr (line, key);

  g_assert_nonnull (place);
  return g_ascii_strtod (place + strlen (key), NULL);
}

/* The truth: each repetition with its times, and the pressures ten times a second. */
static void
test_truth (void)
{
  g_autofree char *path = sim_bench_file ("truth"), *text = NULL;
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH, .truth_path = path };
  unsigned n_pressures = 0, n_reps = 0;
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  double begin_s = now_s (&bench);
  lead_cycle (&bench);
  beat_for (&bench, 2);
  double end_s = now_s (&bench);
  bench_close (&bench);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_unlink (path);

  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (size_t i = 0; lines[i] != NULL; i++) {
    n_pressures += strstr (lines[i], "\"pressure\"") != NULL;
    if (strstr (lines[i], "\"rep\"") == NULL)
      continue;
    n_reps++;
    g_assert_cmpfloat (member (lines[i], "start_s"), >, begin_s);
    g_assert_cmpfloat (member (lines[i], "peak_s"), >, member (lines[i], "start_s") + 0.8);
    g_assert_cmpfloat (member (lines[i], "release_s"), >, member (lines[i], "peak_s") + 4);
    g_assert_cmpfloat (member (lines[i], "end_s"), >, member (lines[i], "release_s") + 0.8);
    g_assert_cmpfloat (member (lines[i], "end_s"), <, end_s);
  }
  g_assert_cmpuint (n_reps, ==, 1);
  g_assert_cmpfloat (fabs (n_pressures - 10 * end_s), <, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (fault_rows); i++) {
    g_autofree char *path =
        g_strdup_printf ("/sim-faults/does/%s", cuff_fault_to_string (fault_rows[i].fault));
    g_test_add_data_func (path, &fault_rows[i], test_fault);
  }
  g_test_add_func ("/sim-faults/does/hose-blocked", test_hose_blocked);
  g_test_add_func ("/sim-faults/reset", test_reset);
  g_test_add_func ("/sim-faults/boot-with-pressure", test_boot_with_pressure);
  g_test_add_func ("/sim-faults/clocks", test_clocks);
  g_test_add_func ("/sim-faults/at-a-time", test_at_a_time);
  g_test_add_func ("/sim-faults/phases", test_phases);
  g_test_add_func ("/sim-faults/channels", test_channels);
  g_test_add_func ("/sim-faults/replug", test_replug);
  g_test_add_func ("/sim-faults/link-spares-files", test_link_spares_files);
  g_test_add_func ("/sim-faults/truth", test_truth);
  return g_test_run ();
}
