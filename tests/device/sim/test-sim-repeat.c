/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On the virtual clock two runs with the same seed are the same to the last byte, both ways, and so
 * is what is written about them; with every kind of fault.  Another seed is another run.
 */
#include "sim-bench.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  GByteArray *heard, *sent;
  char *log, *truth;
} Run;

static void
run_clear (Run *run)
{
  g_byte_array_unref (run->heard);
  g_byte_array_unref (run->sent);
  g_free (run->log);
  g_free (run->truth);
}

static char *
take_file (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_unlink (path);
  return text;
}

static Run
record_run (uint64_t seed, const char *faults)
{
  g_autofree char *log_path = sim_bench_file ("log"), *truth_path = sim_bench_file ("truth");
  g_auto (GStrv) texts = g_strsplit (faults, " ", -1);
  CuffSimOptions options = {
    .seed = seed,
    .limb = CUFF_LIMB_THIGH,
    .n_channels = 2,
    .patient = { .n_added = 1, .added = { 2 }, .bumps_per_min = 6 },
    .log_path = log_path,
    .truth_path = truth_path,
  };
  Run run = { 0 };
  Bench bench;

  for (size_t i = 0; texts[i] != NULL; i++)
    g_assert_true (cuff_fault_plan_parse (texts[i], &options.faults[i]));
  bench_open (&bench, &options);
  cuff_tiny_host_inflate (&bench.host, 109);
  for (int i = 0; i < 2; i++)
    lead_cycle (&bench);
  listen_for (&bench, 5);
  run.heard = g_byte_array_ref (bench.host.heard);
  run.sent = g_byte_array_ref (bench.host.sent);
  bench_close (&bench);
  run.log = take_file (log_path);
  run.truth = take_file (truth_path);
  return run;
}

static const char *const fault_sets[] = {
  "leak-slow:0@5 sensor-drift@0",
  "garbage@5 drops@5 bit-errors-high@18+3",
  "duplicates@5 reorder@8",
  "delay@14+4 sensor-spike@0",
  "flood@20+1 clock-fast@0",
  "baud@20+1 stale-sequence@holding+3",
  "reset@holding",
  "vanish@holding",
  "at-modem@20 nmea@22",
  "boot-with-pressure@20 power-loss@27",
  "vent-stuck:1@armed sensors-disagree@holding",
};

static void
test_same_seed (gconstpointer data)
{
  const char *faults = data;

  for (uint64_t seed = 11; seed <= 12; seed++) {
    Run one = record_run (seed, faults), same = record_run (seed, faults);
    g_assert_cmpuint (one.heard->len, >, 20000);
    g_assert_cmpuint (one.sent->len, >, 500);
    g_assert_cmpmem (one.heard->data, one.heard->len, same.heard->data, same.heard->len);
    g_assert_cmpmem (one.sent->data, one.sent->len, same.sent->data, same.sent->len);
    g_assert_cmpstr (one.log, ==, same.log);
    g_assert_cmpstr (one.truth, ==, same.truth);
    run_clear (&one);
    run_clear (&same);
  }
}

static void
test_other_seed (void)
{
  Run one = record_run (11, ""), other = record_run (12, "");

  g_assert_false (one.heard->len == other.heard->len
                  && memcmp (one.heard->data, other.heard->data, one.heard->len) == 0);
  g_assert_cmpstr (one.truth, !=, other.truth);
  run_clear (&one);
  run_clear (&other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sim-repeat/sound", "", test_same_seed);
  for (size_t i = 0; i < G_N_ELEMENTS (fault_sets); i++) {
    g_autofree char *path = g_strdup_printf ("/sim-repeat/%s", fault_sets[i]);
    g_test_add_data_func (path, fault_sets[i], test_same_seed);
  }
  g_test_add_func ("/sim-repeat/other-seed", test_other_seed);
  return g_test_run ();
}
