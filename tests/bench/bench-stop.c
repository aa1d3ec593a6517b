/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the stop key to the STOP bytes at the far end of the cable, through the real window: quiet,
 * on a busy machine, and with a main loop that is blocked for 100 ms again and again.  The key is a
 * real one (XTEST); the floor is the link's own way, ebb_cuff_stop() to the far end, in the same
 * state.
 *
 *   bench-stop [STOPS [FOLDER]]
 */
#include "bench-host.h"
#include "bench-keyboard.h"
#include "bench-load.h"
#include "bench-screen.h"
#include "bench-stats.h"
#include "ebb-application.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define SEED        20260203
#define BLOCK_US    (100 * 1000)
#define BETWEEN_US  (300 * 1000)
#define PATIENCE_US (4 * G_USEC_PER_SEC)
#define AIM_MS      50

typedef struct {
  BenchDevice *device;
  EbbCuff *cuff;
  BenchCuff far; /* reads the same rings as the window, arms anew after each release */
  BenchKeyboard *keyboard;
  GRand *chance;
  guint n_stops, n_lost;
  gint64 delay_us; /* of the finger */
  _Atomic gint64 pressed_us;
} Bench;

/* A person does not wait for the main loop: the finger is a thread of its own. */
static gpointer
press_later (gpointer user)
{
  Bench *bench = user;
  gint64 until_us = g_get_monotonic_time () + bench->delay_us;
  while (g_get_monotonic_time () < until_us)
    g_poll (NULL, 0, 1);
  bench->pressed_us = g_get_monotonic_time ();
  bench_keyboard_press (bench->keyboard, GDK_KEY_F12);
  return NULL;
}

static void
turn (Bench *bench)
{
  if (bench->far.link == NULL)
    bench->far.link = ebb_cuff_get_link (bench->cuff);
  if (bench->far.link != NULL)
    bench_cuff_turn (&bench->far);
  if (!g_main_context_iteration (NULL, FALSE))
    g_poll (NULL, 0, 0);
}

static gboolean
is_at_risk (Bench *bench)
{
  EbbCuffView view;
  ebb_cuff_get_view (bench->cuff, &view);
  return bench->far.ready && view.at_risk;
}

static void
run_for (Bench *bench, gint64 length_us)
{
  gint64 until_us = g_get_monotonic_time () + length_us;
  while (g_get_monotonic_time () < until_us)
    turn (bench);
}

/* A busy main loop: somebody computes on the UI thread. */
static gboolean
block_cb (gpointer user)
{
  gint64 until_us = g_get_monotonic_time () + BLOCK_US;
  while (g_get_monotonic_time () < until_us)
    continue;
  return G_SOURCE_CONTINUE;
}

/* One stop; FALSE when it never came. */
static gboolean
stop_once (Bench *bench, gboolean by_key, GArray *delays_us)
{
  gint64 give_up_us = g_get_monotonic_time () + PATIENCE_US;
  while (!is_at_risk (bench) && g_get_monotonic_time () < give_up_us)
    turn (bench);
  bench->delay_us = g_rand_int_range (bench->chance, 20000, 400000);
  if (!by_key)
    run_for (bench, bench->delay_us);
  bench_device_expect_stop (bench->device, 0);
  bench->pressed_us = bench->far.stopped_us = g_get_monotonic_time ();
  bench->far.ready = false; /* until it has been armed anew */
  g_autoptr (GThread) finger = NULL;
  if (by_key)
    finger = g_thread_ref (g_thread_new ("finger", press_later, bench));
  else
    ebb_cuff_stop (bench->cuff, CUFF_REASON_USER_STOP);
  give_up_us = g_get_monotonic_time () + PATIENCE_US;
  gint64 seen_us = 0;
  while ((seen_us = bench_device_get_stop (bench->device, 0)) == 0
         && g_get_monotonic_time () < give_up_us)
    turn (bench);
  if (finger != NULL)
    g_thread_join (finger);
  if (seen_us == 0)
    return FALSE;
  bench_stats_add (delays_us, seen_us - bench->pressed_us);
  return TRUE;
}

static void
measure (Bench *bench, const char *what, gboolean blocked)
{
  g_autoptr (GArray) keys_us = bench_stats_new ();
  g_autoptr (GArray) calls_us = bench_stats_new ();
  guint blocker = blocked ? g_timeout_add (BETWEEN_US / 1000, block_cb, NULL) : 0;
  for (guint i = 0; i < bench->n_stops; i++) {
    if (!stop_once (bench, TRUE, keys_us))
      bench->n_lost++;
    if (!stop_once (bench, FALSE, calls_us))
      bench->n_lost++;
  }
  if (blocker != 0)
    g_source_remove (blocker);
  BenchRow row = {
    .what = what, .ours = keys_us, .floor = calls_us, .aim_ms = blocked ? 0 : AIM_MS
  };
  bench_stats_print (&row);
}

static void
measure_all (Bench *bench, const char *folder)
{
  bench_stats_print_heading ("key to STOP at the far end, ms (floor: the link's own stop)");
  measure (bench, "quiet", FALSE);
  measure (bench, "main loop blocked 100 ms in 400", TRUE);
  BenchLoad load = { 0 };
  if (bench_load_begin (&load, folder))
    measure (bench, "8 computing, 1 flushing", FALSE);
  bench_load_end (&load);
  printf ("stops that did not arrive: %u\n", bench->n_lost);
}

int
main (int argc, char **argv)
{
  Bench bench = { .n_stops = argc > 1 ? (guint) atoi (argv[1]) : 25 };
  const char *folder = argc > 2 ? argv[2] : g_get_tmp_dir ();
  const char *why = NULL;
  bench_screen_need (argv);
  bench.keyboard = bench_keyboard_open (&why);
  if (bench.keyboard == NULL) {
    printf ("not measured: %s\n", why);
    return 0;
  }
  BenchFarOptions far = { BENCH_FAR_CUFF, 1, 100 };
  bench.device = bench_device_start (&far, 1);
  if (bench.device == NULL) {
    perror ("bench-stop: far end");
    return 1;
  }
  g_autoptr (GError) error = NULL;
  g_autofree char *data = g_dir_make_tmp ("ebb-bench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (data, "ebb.db", NULL);
  EbbClock *clock = ebb_clock_new (cuff_clock_new_monotonic ());
  EbbStore *store = ebb_store_open (path, ebb_clock_get_store_time (clock), &error);
  if (store == NULL)
    g_error ("bench-stop: %s", error->message);
  bench.cuff = ebb_cuff_new (clock, bench_device_get_path (bench.device, 0), 1);
  bench.chance = g_rand_new_with_seed (SEED);
  bench.far = (BenchCuff){ .clock = ebb_clock_get_cuff_clock (clock), .device = bench.device };
  EbbApplicationOptions options = {
    .clock = clock, .store = store, .cuff = bench.cuff, .own_data = TRUE, .operator_name = "Bench"
  };
  EbbApplication *application = ebb_application_new (&options);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_activate (G_APPLICATION (application));
  run_for (&bench, G_USEC_PER_SEC);
  measure_all (&bench, folder);
  bench.far.closing = TRUE;
  ebb_cuff_shut_down (bench.cuff);
  ebb_store_close (store);
  bench_device_finish (bench.device);
  g_remove (path);
  g_rmdir (data);
  return 0;
}
