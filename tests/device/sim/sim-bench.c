/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim-bench.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

void
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

void
bench_close (Bench *bench)
{
  cuff_sim_stop (bench->sim);
  cuff_tiny_host_close (&bench->host);
  cuff_clock_free (bench->clock);
}

CuffSimTruth
truth_of (Bench *bench)
{
  CuffSimTruth truth;

  cuff_sim_get_truth (bench->sim, &truth);
  return truth;
}

double
now_s (Bench *bench)
{
  return cuff_clock_now (bench->clock) * 1e-6;
}

void
beat_for (Bench *bench, double seconds)
{
  cuff_tiny_host_run (&bench->host, now_s (bench) + seconds);
}

void
listen_for (Bench *bench, double seconds)
{
  cuff_tiny_host_listen (&bench->host, now_s (bench) + seconds);
}

void
lead_cycle (Bench *bench)
{
  cuff_sim_cue (bench->sim, CUFF_CUE_CONTRACT, 1000);
  beat_for (bench, 1);
  cuff_sim_cue (bench->sim, CUFF_CUE_HOLD, 5000);
  beat_for (bench, 5);
  cuff_sim_cue (bench->sim, CUFF_CUE_RELAX, 1000);
  beat_for (bench, 1);
}

char *
sim_bench_file (const char *name)
{
  return g_strdup_printf ("%s/ebb-sim-%d.%s", g_get_tmp_dir (), getpid (), name);
}

char *
sim_bench_take_story (const char *path, const char *const *parts)
{
  char *log = NULL;
  const char *place;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_unlink (path);
  place = log;
  for (size_t i = 0; parts[i] != NULL; i++) {
    place = strstr (place, parts[i]);
    if (place == NULL)
      g_error ("%s is missing or too early in:\n%s", parts[i], log);
  }
  return log;
}
