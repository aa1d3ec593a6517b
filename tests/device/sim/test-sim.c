/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole simulator, controller and all, behind its pseudo-terminal on the virtual clock: what
 * it tells, what really happened, and that a seed repeats both to the last byte.
 */
#include "cuff-tiny-host.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  CuffClock *clock;
  CuffSim *sim;
  CuffTinyHost host;
} Bench;

static void
bench_open (Bench *bench, const CuffSimOptions *options)
{
  CuffSimOptions all = *options;

  bench->clock = cuff_clock_new_virtual (0);
  all.clock = bench->clock;
  if (all.seed == 0)
    all.seed = 1;
  cuff_tiny_host_join (&bench->host, bench->clock);
  bench->sim = cuff_sim_start (&all);
  g_assert_nonnull (bench->sim);
  cuff_tiny_host_open (&bench->host, cuff_sim_get_path (bench->sim));
}

static void
bench_close (Bench *bench)
{
  cuff_sim_stop (bench->sim);
  cuff_tiny_host_close (&bench->host);
  cuff_clock_free (bench->clock);
}

static CuffSimTruth
truth_of (Bench *bench)
{
  CuffSimTruth truth;

  cuff_sim_get_truth (bench->sim, &truth);
  return truth;
}

static double
now_s (Bench *bench)
{
  return cuff_clock_now (bench->clock) * 1e-6;
}

static void
beat_for (Bench *bench, double seconds)
{
  cuff_tiny_host_run (&bench->host, now_s (bench) + seconds);
}

static void
listen_for (Bench *bench, double seconds)
{
  cuff_tiny_host_listen (&bench->host, now_s (bench) + seconds);
}

static void
lead_cycle (Bench *bench)
{
  cuff_sim_cue (bench->sim, CUFF_CUE_CONTRACT, 1000);
  beat_for (bench, 1);
  cuff_sim_cue (bench->sim, CUFF_CUE_HOLD, 5000);
  beat_for (bench, 5);
  cuff_sim_cue (bench->sim, CUFF_CUE_RELAX, 1000);
  beat_for (bench, 1);
}

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

typedef struct {
  const char *name;
  CuffFault fault;
  bool vents; /* within 3 s, by itself */
  bool hears; /* telemetry goes on */
  bool port_remains;
} FaultRow;

/* What the fault itself does; what becomes of a session is tested with the real host. */
static const FaultRow fault_rows[] = {
  { "silence", CUFF_FAULT_SILENCE, false, false, true },
  { "reset", CUFF_FAULT_RESET, true, true, true },
  { "power-loss", CUFF_FAULT_POWER_LOSS, true, false, true },
  { "leak-slow", CUFF_FAULT_LEAK_SLOW, false, true, true },
  { "leak-fast", CUFF_FAULT_LEAK_FAST, false, true, true },
  { "sensor-offset", CUFF_FAULT_SENSOR_OFFSET, true, true, true },
  { "garbage", CUFF_FAULT_GARBAGE, false, true, true },
  { "bit-errors", CUFF_FAULT_BIT_ERRORS, false, true, true },
  { "drops", CUFF_FAULT_DROPS, false, true, true },
  { "vanish", CUFF_FAULT_VANISH, true, false, false },
  { "stop-button", CUFF_FAULT_STOP_BUTTON, true, true, true },
};

static void
test_fault (gconstpointer data)
{
  const FaultRow *row = data;
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  uint32_t boot_id = bench.host.identity.boot_id;
  cuff_sim_inject (bench.sim, row->fault);
  beat_for (&bench, 0.1);
  unsigned n_before = bench.host.n_telemetry;
  beat_for (&bench, 3);
  CuffSimTruth truth = truth_of (&bench);
  g_assert_cmpint (truth.vent_open, ==, row->vents);
  g_assert_cmpint (!bench.host.gone, ==, row->port_remains);
  if (row->fault != CUFF_FAULT_RESET) /* a rebooted controller waits for a greeting */
    g_assert_cmpint (bench.host.n_telemetry > n_before + 100, ==, row->hears);
  else {
    CuffMessage hello = { .type = CUFF_MSG_HELLO, .hello = { CUFF_WIRE_MAJOR, 0, 1 } };
    cuff_tiny_host_send (&bench.host, &hello);
    listen_for (&bench, 0.2);
    g_assert_cmpuint (bench.host.identity.boot_id, !=, boot_id);
    g_assert_cmpint (bench.host.identity.reset_cause, ==, CUFF_RESET_WATCHDOG);
  }
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

/* A fault from the options begins at its time. */
static void
test_fault_at (void)
{
  const CuffSimOptions options = { .limb = CUFF_LIMB_THIGH,
                                   .fault = CUFF_FAULT_POWER_LOSS,
                                   .fault_at_us = CUFF_SECONDS (14) };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  cuff_tiny_host_run (&bench.host, 13.9);
  g_assert_false (truth_of (&bench).vent_open);
  cuff_tiny_host_run (&bench.host, 14.1);
  g_assert_true (truth_of (&bench).vent_open);
  g_assert_cmpint (truth_of (&bench).vented_at_us, ==, CUFF_SECONDS (14));
  bench_close (&bench);
}

/* A whole run: bytes heard and the log of what happened. */
static void
record_run (uint64_t seed, unsigned n_channels, GByteArray **heard, char **log)
{
  g_autofree char *path = g_strdup_printf ("%s/ebb-test-sim-%d.log", g_get_tmp_dir (), getpid ());
  const CuffSimOptions options = { .seed = seed,
                                   .limb = CUFF_LIMB_THIGH,
                                   .n_channels = n_channels,
                                   .patient = { .n_added = 1, .added = { 2 } },
                                   .log_path = path };
  Bench bench;

  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  for (int i = 0; i < 3; i++)
    lead_cycle (&bench);
  listen_for (&bench, 5);
  *heard = g_byte_array_ref (bench.host.heard);
  bench_close (&bench);
  g_assert_true (g_file_get_contents (path, log, NULL, NULL));
  g_unlink (path);
}

static void
test_same_seed_same_bytes (void)
{
  GByteArray *heard[3];
  char *log[3];
  const uint64_t seeds[] = { 11, 11, 12 };

  for (int i = 0; i < 3; i++)
    record_run (seeds[i], 2, &heard[i], &log[i]);
  g_assert_cmpuint (heard[0]->len, >, 50000);
  g_assert_cmpmem (heard[0]->data, heard[0]->len, heard[1]->data, heard[1]->len);
  g_assert_cmpstr (log[0], ==, log[1]);
  g_assert_false (heard[0]->len == heard[2]->len
                  && memcmp (heard[0]->data, heard[2]->data, heard[0]->len) == 0);
  for (int i = 0; i < 3; i++) {
    g_byte_array_unref (heard[i]);
    g_free (log[i]);
  }
}

/* The log tells the story in order, one JSON object a line. */
static void
test_log (void)
{
  const char *const story[] = { "\"start\"",  "\"hello\"",     "\"armed\"",
                                "\"active\"", "\"vent-shut\"", "\"pump-start\"",
                                "\"rep\"",    "\"vent-open\"", "\"end\"" };
  GByteArray *heard = NULL;
  g_autofree char *log = NULL;

  record_run (3, 1, &heard, &log);
  g_byte_array_unref (heard);
  const char *place = log;
  for (size_t i = 0; i < G_N_ELEMENTS (story); i++) {
    place = strstr (place, story[i]);
    if (place == NULL)
      g_error ("%s is missing or too early in:\n%s", story[i], log);
  }
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
  for (size_t i = 0; i < G_N_ELEMENTS (fault_rows); i++) {
    g_autofree char *path = g_strdup_printf ("/sim/fault/%s", fault_rows[i].name);
    g_test_add_data_func (path, &fault_rows[i], test_fault);
  }
  g_test_add_func ("/sim/fault-at", test_fault_at);
  g_test_add_func ("/sim/pump-stuck", test_pump_stuck);
  g_test_add_func ("/sim/vent-stuck", test_vent_stuck);
  g_test_add_func ("/sim/alone", test_alone);
  g_test_add_func ("/sim/same-seed-same-bytes", test_same_seed_same_bytes);
  g_test_add_func ("/sim/log", test_log);
  g_test_add_func ("/sim/start-fails-clearly", test_start_fails_clearly);
  return g_test_run ();
}
