/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole simulator, controller and all, behind its pseudo-terminal on the virtual clock: what
 * it tells, what really happened, and that a seed repeats both to the last byte.
 */
#include "sim-bench.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void
test_inflates_and_exercises (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  g_assert_true (truth_of (&bench).vent_open);
  cuff_tiny_host_inflate (&bench.host, 109);
  g_assert_cmpuint (bench.host.identity.capabilities & CUFF_IS_SIMULATED, !=, 0);
  g_assert_cmpuint (truth_of (&bench).n_inflations, ==, 1);
  g_assert_cmpfloat_with_epsilon (truth_of (&bench).cuff_mmhg, 109, 5.45);
  g_assert_cmpint (bench.host.last.channel[0].pressure, >, CUFF_MMHG (103));

  cuff_sim_cue (bench.sim, CUFF_CUE_SET_BEGINS, 3);
  for (int i = 0; i < 3; i++)
    lead_cycle (&bench);
  cuff_sim_cue (bench.sim, CUFF_CUE_SET_ENDS, 0);
  beat_for (&bench, 2);
  g_assert_cmpuint (truth_of (&bench).n_reps_done, ==, 3);
  /* 34 s since the greeting, 100 Hz without a gap. */
  g_assert_cmpuint (bench.host.n_telemetry, >=, 3395);
  g_assert_cmpuint (bench.host.parser.n_damaged, ==, 0);
  bench_close (&bench);
}

/* STOP, three zeros: the valve is open within 100 ms, the cuff below 20 mmHg within 3 s. */
static void
test_stop (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 200);
  g_assert_cmpfloat (truth_of (&bench).cuff_mmhg, >, 190);
  CuffTime stop_us = cuff_clock_now (bench.clock);
  g_assert_cmpint (write (bench.host.fd, "\0\0\0", 3), ==, 3);
  cuff_clock_pipe_sent (bench.host.to_device, 3);
  beat_for (&bench, 3);
  CuffSimTruth truth = truth_of (&bench);
  g_assert_true (truth.vent_open);
  g_assert_cmpint (truth.vented_at_us - stop_us, <=, CUFF_MS (100));
  g_assert_cmpfloat (truth.cuff_mmhg, <, 20);
  bench_close (&bench);
}

/* The host falls silent: vented within the lease and 100 ms; and when it beats again with the old
 * order, nothing inflates. */
static void
test_lease (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  CuffTime silent_us = cuff_clock_now (bench.clock);
  listen_for (&bench, 4);
  CuffSimTruth truth = truth_of (&bench);
  g_assert_true (truth.vent_open);
  g_assert_cmpint (truth.vented_at_us - silent_us, <=, CUFF_MS (1600));
  g_assert_cmpint (truth.vented_at_us - silent_us, >, CUFF_MS (1000));
  beat_for (&bench, 5);
  truth = truth_of (&bench);
  g_assert_true (truth.vent_open);
  g_assert_cmpfloat (truth.cuff_mmhg, <, 10);
  g_assert_cmpuint (truth.n_inflations, ==, 1);
  bench_close (&bench);
}

/* The pump runs on.  The exhaust is as large as the pump and holds it within some 25 mmHg
 * of the target, which takes a proportional regulator to open it fully; when the
 * dump opens too, what the pump still pushes through it remains (some 50 mmHg): open is not
 * empty. */
static void
test_pump_stuck (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  cuff_sim_inject (bench.sim, CUFF_FAULT_PUMP_STUCK);
  beat_for (&bench, 10);
  g_assert_cmpfloat (truth_of (&bench).peak_mmhg, <, 109 + 30);
  bench.host.state.order[0] = (CuffOrder){ .mode = CUFF_MODE_VENT };
  beat_for (&bench, 5);
  CuffSimTruth truth = truth_of (&bench);
  g_assert_true (truth.vent_open);
  g_assert_cmpfloat (truth.cuff_mmhg, >, 20);
  g_assert_cmpfloat (truth.cuff_mmhg, <, 60);
  bench_close (&bench);
}

/* The dump does not open: the pressure is still there, and nobody claims otherwise. */
static void
test_vent_stuck (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  cuff_sim_inject (bench.sim, CUFF_FAULT_VENT_STUCK);
  beat_for (&bench, 1);
  bench.host.state.order[0] = (CuffOrder){ .mode = CUFF_MODE_VENT };
  beat_for (&bench, 3);
  g_assert_false (truth_of (&bench).vent_open);
  g_assert_cmpfloat (truth_of (&bench).cuff_mmhg, >, 20);
  g_assert_cmpuint (bench.host.last.channel[0].flags & CUFF_CHANNEL_VENT_OPEN, ==, 0);
  bench_close (&bench);
}

/* On his own, without cues, once the cuff is at pressure. */
static void
test_alone (void)
{
  const CuffSimOptions options = {
    .limb = CUFF_LIMB_ARM,
    .patient = { .autonomous_sets = 1, .autonomous_reps = 3, .autonomous_delay_ms = 4000 }
  };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 64);
  beat_for (&bench, 3 * 7 + 8);
  g_assert_cmpuint (truth_of (&bench).n_reps_done, ==, 3);
  bench_close (&bench);
}

/* The log tells the story in order, one JSON object a line. */
static void
test_log (void)
{
  const char *const story[] = { "\"start\"",  "\"hello\"",     "\"armed\"",
                                "\"active\"", "\"vent-shut\"", "\"pump-start\"",
                                "\"rep\"",    "\"vent-open\"", "\"end\"",
                                NULL };
  g_autofree char *path = sim_bench_file ("log");
  const CuffSimOptions options = { .seed = 3, .limb = CUFF_LIMB_THIGH, .log_path = path };
  Bench bench;
  g_autofree char *log = NULL;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  lead_cycle (&bench);
  listen_for (&bench, 5);
  bench_close (&bench);
  log = sim_bench_take_story (path, story);
  g_assert_nonnull (strstr (log, "\"lease-over\""));
  g_auto (GStrv) lines = g_strsplit (g_strchomp (log), "\n", -1);
  for (size_t i = 0; lines[i] != NULL; i++)
    g_assert_true (g_str_has_prefix (lines[i], "{\"t_s\": ") && g_str_has_suffix (lines[i], "}"));
}

static void
test_start_fails_clearly (void)
{
  CuffClock *clock = cuff_clock_new_virtual (0);
  const CuffSimOptions options = { .clock = clock, .log_path = "/nonexistent/folder/log" };

  errno = 0;
  g_assert_null (cuff_sim_start (&options));
  g_assert_cmpint (errno, ==, ENOENT);
  cuff_clock_free (clock);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/inflates-and-exercises", test_inflates_and_exercises);
  g_test_add_func ("/sim/stop", test_stop);
  g_test_add_func ("/sim/lease", test_lease);
  g_test_add_func ("/sim/pump-stuck", test_pump_stuck);
  g_test_add_func ("/sim/vent-stuck", test_vent_stuck);
  g_test_add_func ("/sim/alone", test_alone);
  g_test_add_func ("/sim/log", test_log);
  g_test_add_func ("/sim/start-fails-clearly", test_start_fails_clearly);
  return g_test_run ();
}
