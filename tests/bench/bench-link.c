/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the cable costs: real link threads, pseudo-terminals, the monotonic clock; each figure
 * beside the floor of the same run on the same machine.
 *
 *   byte -> ring    telemetry of 100 Hz, one and two channels   : poll + read of a bare terminal
 *   stop            cuff_link_stop() -> written, -> three zeros : a thread woken by an eventfd
 *                   at the far end
 *   unplug          cable pulled -> LOST read                   : poll() says hang-up
 *   heartbeats      gaps between States at the far end
 *   processor       the thread's share at 100 Hz and 1 kHz      : a thread that polls and reads
 *                                                                 bench-link-cpu.c
 *   letting go      on the virtual clock                        bench-link-release.c
 *   decoder         from memory                                 bench-link-decoder.c
 *
 * Prints figures, asserts nothing about time.  bench-link [STOPS [FOLDER]]; FOLDER is where the
 * loaded rows write and flush.
 */
#include "bench-link.h"

#include "bench-load.h"
#include "bench-phase.h"
#include "bench-stats.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#define N_UNPLUGS 50
#define SEED      20260203

static void
print_bytes (const BenchPhase *phase, const char *one, const char *two, const char *reader)
{
  const double aim_ms = phase->loaded ? 0 : 5;

  bench_stats_print (&(BenchRow){ one, phase->ring_us[0], phase->ping_us, aim_ms, false });
  bench_stats_print (&(BenchRow){ two, phase->ring_us[1], phase->ping_us, aim_ms, false });
  bench_stats_print (&(BenchRow){ reader, phase->reader_us, NULL, 0, false });
}

static void
print_stops (const BenchPhase *phase, const char *written, const char *seen)
{
  const double aim_ms = phase->loaded ? 50 : 20;

  bench_stats_print (&(BenchRow){ written, phase->written_us, phase->bare_written_us, 0, false });
  bench_stats_print (&(BenchRow){ seen, phase->stop_us, phase->bare_stop_us, aim_ms, false });
}

static void
note_surprises (const BenchPhase *phase, const char *name)
{
  if (phase->n_surprises > 0)
    printf ("  %s: %u times a cuff was ended, refused or lost without being asked.\n", name,
            phase->n_surprises);
}

/* Until the near end of a bare terminal hears of it. */
static CuffTime
unplug_bare (CuffClock *clock, BenchDevice *device, unsigned far)
{
  int fd = open (bench_device_get_path (device, far), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  struct pollfd watched = { .fd = fd, .events = 0 };

  if (fd < 0)
    bench_complain ("bench-link: bare terminal");
  bench_device_unplug (device, far);
  poll (&watched, 1, 5000);
  CuffTime heard_us = cuff_clock_now (clock);
  close (fd);
  while (bench_device_get_unplugged (device, far) == 0)
    sched_yield ();
  return heard_us - bench_device_get_unplugged (device, far);
}

static CuffTime
unplug_cuff (CuffClock *clock, BenchDevice *device, unsigned far, CuffTime wait_us)
{
  BenchCuff cuff = { 0 };
  CuffTime from_us = cuff_clock_now (clock);
  bool pulled = false;

  bench_cuff_open (&cuff, device, far);
  while (cuff.lost_us == 0 && cuff_clock_now (clock) < from_us + CUFF_SECONDS (5)) {
    struct pollfd watched = { .fd = cuff_link_get_notify_fd (cuff.link), .events = POLLIN };
    if (poll (&watched, 1, 1) > 0)
      bench_cuff_turn (&cuff);
    if (!pulled && cuff.n_channels > 0 && cuff_clock_now (clock) > from_us + wait_us) {
      bench_device_unplug (device, far);
      pulled = true;
    }
  }
  CuffTime delay_us = cuff.lost_us - bench_device_get_unplugged (device, far);
  bench_cuff_close (&cuff);
  return delay_us;
}

static void
print_unplugs (void)
{
  BenchFarOptions fars[2 * N_UNPLUGS];
  CuffClock *clock = cuff_clock_new_monotonic ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  g_autoptr (GArray) ours_us = bench_stats_new ();
  g_autoptr (GArray) floor_us = bench_stats_new ();

  for (unsigned i = 0; i < 2 * N_UNPLUGS; i++)
    fars[i] = (BenchFarOptions){ BENCH_FAR_CUFF, 1, 100 };
  BenchDevice *device = bench_device_start (fars, 2 * N_UNPLUGS);
  if (device == NULL)
    bench_complain ("bench-link: far ends");
  for (unsigned i = 0; i < N_UNPLUGS; i++) {
    CuffTime wait_us = CUFF_MS (20) + g_rand_int_range (chance, 0, 30000);
    bench_stats_add (ours_us, unplug_cuff (clock, device, 2 * i, wait_us));
    bench_stats_add (floor_us, unplug_bare (clock, device, 2 * i + 1));
  }
  bench_device_free (device);
  cuff_clock_free (clock);
  bench_stats_print (&(BenchRow){ "cable pulled -> LOST read", ours_us, floor_us, 50, true });
}

static void
print_conditions (const BenchPhase *phase, double load_before)
{
  struct utsname system;

  uname (&system);
  printf ("bench-link: %s %s, %ld processors, load average %.1f before: above 0.5 \"quiet\" is not "
          "quiet\n",
          system.sysname, system.release, sysconf (_SC_NPROCESSORS_ONLN), load_before);
  printf ("far ends: one thread, %s; loaded: %d processes compute, one writes and flushes\n",
          phase->raised ? "at real-time priority, as if it had a processor of its own"
                        : "at ordinary priority (no right to more): it waits like everybody else",
          BENCH_HOGS);
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  printf ("SANITIZED BUILD: the figures mean nothing\n");
#endif
}

int
main (int argc, char **argv)
{
  unsigned n_stops = argc > 1 ? (unsigned) CLAMP (atoi (argv[1]), 15, 3000) : 300;
  CuffTime measured_us = CUFF_MS (18500.0 / 300 * n_stops);
  CuffTime stopping_us = CUFF_MS (11000.0 / 300 * n_stops);
  const char *folder = argc > 2 ? argv[2] : g_get_tmp_dir ();
  double load_before = 0;
  static BenchPhase quiet, stops, blocked, loaded;

  quiet = (BenchPhase){ .measured = true, .length_us = measured_us };
  stops = (BenchPhase){ .n_stops = n_stops, .length_us = stopping_us };
  blocked = (BenchPhase){ .n_stops = n_stops, .length_us = stopping_us, .blocked = true };
  loaded = (BenchPhase){
    .measured = true, .n_stops = n_stops, .length_us = measured_us, .loaded = true, .folder = folder
  };

  if (getloadavg (&load_before, 1) != 1)
    load_before = 0;
  bench_phase_run (&quiet);
  print_conditions (&quiet, load_before);
  bench_stats_print_heading ("Telemetry in, ms (100 Hz)");
  print_bytes (&quiet, "byte -> ring, 1 channel, quiet", "byte -> ring, 2 channels, quiet",
               "byte -> reader awake, both, quiet");
  bench_phase_run (&stops);
  bench_phase_run (&blocked);
  bench_phase_run (&loaded);
  print_bytes (&loaded, "byte -> ring, 1 channel, loaded", "byte -> ring, 2 channels, loaded",
               "byte -> reader of 38 cuffs awake, loaded");
  bench_stats_print_heading ("Orders out, ms");
  print_stops (&stops, "stop -> written, quiet", "stop -> three zeros there, quiet");
  print_stops (&blocked, "stop -> written, main loop blocked",
               "stop -> three zeros there, main loop blocked");
  print_stops (&loaded, "stop -> written, loaded", "stop -> three zeros there, loaded");
  print_unplugs ();
  printf ("written: the kernel has the bytes; what follows is the pseudo-terminal's.\n");
  bench_stats_print_heading ("Heartbeats at the far end, ms (lease 1500)");
  bench_stats_print (&(BenchRow){ "gap between States, quiet", quiet.gaps_us, NULL, 0, false });
  bench_stats_print (&(BenchRow){ "gap between States, loaded", loaded.gaps_us, NULL, 0, false });
  note_surprises (&quiet, "quiet");
  note_surprises (&stops, "stops");
  note_surprises (&blocked, "blocked");
  note_surprises (&loaded, "loaded");
  bench_link_print_cpu ();
  bench_link_print_release ();
  bench_link_print_decoder ();
  bench_phase_clear (&quiet);
  bench_phase_clear (&stops);
  bench_phase_clear (&blocked);
  bench_phase_clear (&loaded);
  return 0;
}
