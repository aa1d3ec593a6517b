/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-phase.h"

#include "bench-load.h"
#include "bench-stats.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define POOL_HZ    10
#define BLOCKED_US CUFF_MS (1500)
#define SEED       20260203

void
bench_complain (const char *what)
{
  perror (what);
  exit (1);
}

/* Far end 0 and 1: the measured cuffs, with one and two channels; 2: the floor; then the pool. */
static void
open_phase (BenchPhase *phase)
{
  BenchFarOptions fars[BENCH_CUFFS + 1];

  for (unsigned i = 0; i < BENCH_CUFFS + 1; i++)
    fars[i] = (BenchFarOptions){ BENCH_FAR_CUFF, 1, i < BENCH_MEASURED + 1 ? 100 : POOL_HZ };
  fars[1].n_channels = 2;
  fars[BENCH_MEASURED].kind = BENCH_FAR_BARE;
  phase->clock = cuff_clock_new_monotonic ();
  phase->first = phase->measured ? 0 : BENCH_MEASURED;
  phase->n_cuffs = phase->n_stops > 0 ? BENCH_CUFFS : BENCH_MEASURED;
  phase->device = bench_device_start (fars, phase->n_cuffs + 1);
  if (phase->device == NULL)
    bench_complain ("bench-link: far ends");
  phase->bare = bench_bare_start (phase->device, BENCH_MEASURED);
  phase->chance = g_rand_new_with_seed (SEED);
  for (unsigned i = 0; i < BENCH_MEASURED; i++)
    phase->ring_us[i] = bench_stats_new ();
  phase->reader_us = bench_stats_new ();
  phase->written_us = bench_stats_new ();
  phase->stop_us = bench_stats_new ();
  phase->bare_written_us = bench_stats_new ();
  phase->bare_stop_us = bench_stats_new ();
  phase->gaps_us = bench_stats_new ();
  for (unsigned i = phase->first; i < phase->n_cuffs; i++)
    bench_cuff_open (&phase->cuff[i], phase->device, i < BENCH_MEASURED ? i : i + 1);
}

static void
tick_all (BenchPhase *phase)
{
  for (unsigned i = phase->first; i < phase->n_cuffs; i++)
    bench_cuff_tick (&phase->cuff[i]);
}

/* One turn of a main loop that serves all cuffs. */
static void
turn_all (BenchPhase *phase, CuffTime wait_us)
{
  struct pollfd fds[BENCH_CUFFS];
  unsigned n_fds = phase->n_cuffs - phase->first;
  CuffTime now_us = cuff_clock_now (phase->clock);
  struct timespec timeout = { .tv_nsec = wait_us * 1000 };

  for (unsigned i = 0; i < n_fds; i++)
    fds[i] =
        (struct pollfd){ cuff_link_get_notify_fd (phase->cuff[phase->first + i].link), POLLIN, 0 };
  if (ppoll (fds, n_fds, &timeout, NULL) > 0)
    for (unsigned i = 0; i < n_fds; i++)
      if (fds[i].revents != 0)
        bench_cuff_turn (&phase->cuff[phase->first + i]);
  if (phase->blocked || now_us < phase->next_tick_us)
    return;
  phase->next_tick_us = now_us + CUFF_MS (250);
  tick_all (phase);
}

static void
await_ready (BenchPhase *phase)
{
  CuffTime end_us = cuff_clock_now (phase->clock) + CUFF_SECONDS (8);
  unsigned n_ready = 0;

  while (n_ready < phase->n_cuffs - phase->first && cuff_clock_now (phase->clock) < end_us) {
    turn_all (phase, CUFF_MS (5));
    n_ready = 0;
    for (unsigned i = phase->first; i < phase->n_cuffs; i++)
      n_ready += phase->cuff[i].ready;
  }
  if (n_ready < phase->n_cuffs - phase->first)
    fprintf (stderr, "bench-link: only %u of %u cuffs became ready\n", n_ready,
             phase->n_cuffs - phase->first);
}

/* What came while everything was set up does not count. */
static void
begin_measuring (BenchPhase *phase)
{
  for (unsigned i = 0; i < BENCH_MEASURED && phase->measured; i++) {
    phase->cuff[i].ring_us = phase->ring_us[i];
    phase->cuff[i].reader_us = phase->reader_us;
  }
  for (unsigned i = BENCH_MEASURED; i < phase->n_cuffs; i++) {
    phase->cuff[i].written_us = phase->written_us;
    phase->cuff[i].stop_us = phase->stop_us;
  }
  bench_device_record (phase->device);
}

static void
stop_floor (BenchPhase *phase)
{
  if (phase->bare_stopped_us != 0)
    return;
  bench_device_expect_stop (phase->device, BENCH_MEASURED);
  phase->bare_stopped_us = cuff_clock_now (phase->clock);
  bench_bare_stop (phase->bare);
}

static void
note_floor (BenchPhase *phase)
{
  CuffTime seen_us = bench_device_get_stop (phase->device, BENCH_MEASURED);
  CuffTime written_us = bench_bare_get_written (phase->bare);

  if (phase->bare_stopped_us == 0 || seen_us == 0 || written_us == 0)
    return;
  bench_stats_add (phase->bare_written_us, written_us - phase->bare_stopped_us);
  bench_stats_add (phase->bare_stop_us, seen_us - phase->bare_stopped_us);
  phase->bare_stopped_us = 0;
}

/* The next cuff of the pool that is under pressure, in turn. */
static void
stop_one (BenchPhase *phase)
{
  for (unsigned i = 0; i < BENCH_POOL; i++) {
    BenchCuff *cuff = &phase->cuff[BENCH_MEASURED + phase->next_stopped];

    phase->next_stopped = (phase->next_stopped + 1) % BENCH_POOL;
    if (!cuff->ready)
      continue;
    bench_cuff_stop (cuff);
    phase->n_asked++;
    return;
  }
}

/* A stop of ours and one of the floor in turn, at moments nobody can foresee. */
static void *
serve (void *user)
{
  BenchPhase *phase = user;
  CuffTime begin_us = cuff_clock_now (phase->clock);
  CuffTime end_us = begin_us + phase->length_us, next_stop_us = begin_us;
  CuffTime patience_us = end_us + phase->length_us / 2; /* for the last stops */

  for (CuffTime now_us = begin_us;
       now_us < end_us || (phase->n_asked < phase->n_stops && now_us < patience_us);
       now_us = cuff_clock_now (phase->clock)) {
    turn_all (phase, phase->n_stops > 0 ? CUFF_MS (1) : CUFF_MS (5));
    note_floor (phase);
    if (now_us < next_stop_us || phase->n_asked >= phase->n_stops)
      continue;
    next_stop_us = now_us + g_rand_int_range (phase->chance, 10000, 23000);
    if (phase->bare_turn)
      stop_floor (phase);
    else
      stop_one (phase);
    phase->bare_turn = !phase->bare_turn;
  }
  atomic_store (&phase->done, true);
  return NULL;
}

/* Another thread serves and stops while this one, the window's, does not come to its loop for
 * 1.5 s at a time. */
static void
serve_while_blocked (BenchPhase *phase)
{
  pthread_t thread;

  if (pthread_create (&thread, NULL, serve, phase) != 0)
    bench_complain ("bench-link: thread");
  while (!atomic_load (&phase->done)) {
    tick_all (phase);
    CuffTime until_us = cuff_clock_now (phase->clock) + BLOCKED_US;
    while (cuff_clock_now (phase->clock) < until_us && !atomic_load (&phase->done))
      continue;
  }
  pthread_join (thread, NULL);
}

/* Stops everything that is or becomes ready, so that closing has nothing to wait for. */
static void
soften_all (BenchPhase *phase)
{
  CuffTime end_us = cuff_clock_now (phase->clock) + CUFF_SECONDS (8);
  unsigned n_armed = 1;

  phase->blocked = false;
  while (n_armed > 0 && cuff_clock_now (phase->clock) < end_us) {
    n_armed = 0;
    for (unsigned i = phase->first; i < phase->n_cuffs; i++) {
      BenchCuff *cuff = &phase->cuff[i];

      cuff->closing = true;
      n_armed += cuff->armed;
      if (!cuff->ready)
        continue;
      cuff->written_us = cuff->stop_us = NULL; /* all at once: not what is measured */
      bench_cuff_stop (cuff);
    }
    turn_all (phase, CUFF_MS (5));
  }
}

static void
close_phase (BenchPhase *phase)
{
  for (unsigned i = phase->first; i < phase->n_cuffs; i++) {
    phase->n_surprises += phase->cuff[i].n_surprises;
    bench_cuff_close (&phase->cuff[i]);
  }
  phase->ping_us = bench_bare_finish (phase->bare);
  phase->raised = bench_device_is_raised (phase->device);
  bench_device_finish (phase->device);
  for (unsigned i = 0; i < BENCH_MEASURED; i++) {
    const GArray *gaps_us = bench_device_get_gaps (phase->device, i);
    g_array_append_vals (phase->gaps_us, gaps_us->data, gaps_us->len);
  }
  bench_device_free (phase->device);
  cuff_clock_free (phase->clock);
  g_rand_free (phase->chance);
}

void
bench_phase_run (BenchPhase *phase)
{
  BenchLoad load = { .n_pids = 0 };

  open_phase (phase);
  await_ready (phase);
  if (phase->loaded && !bench_load_begin (&load, phase->folder))
    bench_complain ("bench-link: load");
  begin_measuring (phase);
  if (phase->blocked)
    serve_while_blocked (phase);
  else
    serve (phase);
  bench_load_end (&load);
  soften_all (phase);
  close_phase (phase);
}

void
bench_phase_clear (BenchPhase *phase)
{
  for (unsigned i = 0; i < BENCH_MEASURED; i++)
    g_array_unref (phase->ring_us[i]);
  g_array_unref (phase->reader_us);
  g_array_unref (phase->written_us);
  g_array_unref (phase->stop_us);
  g_array_unref (phase->bare_written_us);
  g_array_unref (phase->bare_stop_us);
  g_array_unref (phase->ping_us);
  g_array_unref (phase->gaps_us);
}
