/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the stop key to the STOP bytes at the far end of the cable, through the real window: quiet,
 * with a main loop that is blocked for 100 ms again and again, and on a busy machine.  The key is
 * a real one (XTEST).  The floor is a link of its own at a far end of its own, that is stopped from
 * a thread of its own about when the key is pressed: no window, no main loop.
 *
 * A cuff can be stopped again only once it is proven soft (1 s) and armed anew, so three windows
 * with a cuff each take turns.  One main loop serves them all: that makes the key rather slower.
 *
 *   bench-stop [STOPS [FOLDER]]    STOPS of a row; half as many of the quiet one
 */
#include "bench-clinic.h"
#include "bench-host.h"
#include "bench-keyboard.h"
#include "bench-load.h"
#include "bench-screen.h"
#include "bench-stats.h"
#include "ebb-application.h"
#include "ebb-window.h"

#include <gtk/gtk.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define SEED           20260203
#define STOPS          40
#define BLOCK_US       (100 * 1000)
#define BLOCK_EVERY_MS 300
#define PATIENCE_US    (6 * G_USEC_PER_SEC)
#define AIM_MS         50

/* The finger waits once the cuff is tight: at random, for up to one round of blocks, so that it
 * falls into one as often as those last; under load in addition until the others had their turns.
 */
#define WAIT_US (BLOCK_EVERY_MS * 1000)
#define LOAD_US (200 * 1000)

enum { N_SEATS = 3, FAR_FLOOR = N_SEATS, N_FARS };

/* A window and its cuff. */
typedef struct {
  EbbCuff *cuff;
  EbbWindow *window;
  BenchCuff far; /* reads the same rings as the window, arms anew after each release */
} Seat;

/* Its link is used by its thread alone while that runs. */
typedef struct {
  BenchCuff cuff;
  GThread *thread;
  _Atomic gint64 wait_us; /* until the next stop; 0 = none is wanted */
  _Atomic bool quit;
} Floor;

typedef struct {
  BenchDevice *device;
  Seat seats[N_SEATS];
  BenchKeyboard *keyboard;
  GRand *chance;
  BenchLoad *load; /* borrowed; NULL = the machine is left alone */
  Floor floor;
  guint n_stops, n_lost, n_unready, n_early;

  gint64 wait_us; /* the finger's */
  _Atomic gint64 pressed_us, rest_us;
  _Atomic gint64 blocked_until_us; /* 0 = the main loop turns */
} Bench;

typedef struct {
  GArray *all_us, *between_us, *inside_us, *rest_us, *floor_us;
} Delays;

/* The floor ---------------------------------------------------------------------------------- */

static gpointer
run_floor (gpointer user)
{
  Floor *floor = user;
  gint64 due_us = 0;
  while (!floor->quit) {
    bench_cuff_tick (&floor->cuff);
    bench_cuff_turn (&floor->cuff);
    gint64 now_us = g_get_monotonic_time ();
    gint64 wait_us = atomic_exchange (&floor->wait_us, 0);
    if (wait_us != 0)
      due_us = now_us + wait_us;
    if (due_us != 0 && now_us >= due_us && floor->cuff.ready) {
      bench_cuff_stop (&floor->cuff);
      due_us = 0;
    }
    g_poll (NULL, 0, 1);
  }
  return NULL;
}

static void
begin_floor (Floor *floor, GArray *delays_us)
{
  floor->cuff.stop_us = delays_us;
  floor->wait_us = 0;
  floor->quit = false;
  floor->thread = g_thread_new ("floor", run_floor, floor);
}

static void
end_floor (Floor *floor)
{
  floor->quit = true;
  g_thread_join (g_steal_pointer (&floor->thread));
  floor->cuff.stop_us = NULL;
}

/* The window --------------------------------------------------------------------------------- */

/* A person does not wait for the main loop: the finger is a thread of its own. */
static gpointer
press_later (gpointer user)
{
  Bench *bench = user;
  gint64 due_us = g_get_monotonic_time () + bench->wait_us;
  while (g_get_monotonic_time () < due_us)
    g_poll (NULL, 0, 1);
  gint64 pressed_us = g_get_monotonic_time ();
  gint64 rest_us = bench->blocked_until_us - pressed_us;
  bench->rest_us = MAX (rest_us, 0);
  bench->pressed_us = pressed_us;
  bench_keyboard_press (bench->keyboard, GDK_KEY_F12);
  return NULL;
}

/* A busy main loop: somebody computes on the UI thread. */
static gboolean
block_cb (gpointer user)
{
  Bench *bench = user;
  gint64 until_us = g_get_monotonic_time () + BLOCK_US;
  bench->blocked_until_us = until_us;
  while (g_get_monotonic_time () < until_us)
    continue;
  bench->blocked_until_us = 0;
  return G_SOURCE_CONTINUE;
}

static void
turn (Bench *bench)
{
  for (guint i = 0; i < N_SEATS; i++) {
    Seat *seat = &bench->seats[i];
    if (seat->far.link == NULL)
      seat->far.link = ebb_cuff_get_link (seat->cuff);
    if (seat->far.link != NULL)
      bench_cuff_turn (&seat->far);
  }
  if (!g_main_context_iteration (NULL, FALSE))
    g_poll (NULL, 0, 0);
}

/* Its cuff is tight, and the keys go to its window. */
static gboolean
is_ready (const Seat *seat)
{
  EbbCuffView view;
  ebb_cuff_get_view (seat->cuff, &view);
  return seat->far.ready && view.at_risk && gtk_window_is_active (GTK_WINDOW (seat->window));
}

static gboolean
wait_until_ready (Bench *bench, const Seat *seat)
{
  gtk_window_present (GTK_WINDOW (seat->window));
  gint64 give_up_us = g_get_monotonic_time () + PATIENCE_US;
  while (!is_ready (seat) && g_get_monotonic_time () < give_up_us)
    turn (bench);
  return is_ready (seat);
}

/* When the bytes were there; 0 when they never came. */
static gint64
press_and_wait (Bench *bench, const Seat *seat)
{
  gint64 seen_us = 0;
  g_autoptr (GThread) finger = g_thread_ref (g_thread_new ("finger", press_later, bench));
  gint64 give_up_us = g_get_monotonic_time () + PATIENCE_US;
  while ((seen_us = bench_device_get_stop (bench->device, seat->far.far)) == 0
         && g_get_monotonic_time () < give_up_us)
    turn (bench);
  g_thread_join (finger);
  return seen_us;
}

static void
stop_once (Bench *bench, Seat *seat, Delays *delays)
{
  if (!wait_until_ready (bench, seat)) {
    bench->n_unready++;
    return;
  }
  gint64 least_us = bench->load ? LOAD_US : 1;
  bench->wait_us = least_us + g_rand_int_range (bench->chance, 1, WAIT_US);
  bench_device_expect_stop (bench->device, seat->far.far);
  seat->far.stopped_us = g_get_monotonic_time ();
  seat->far.ready = false; /* until it has been armed anew */
  if (bench->load != NULL)
    bench_load_rest (bench->load, false);
  /* Somewhat before the key, while the same load is there. */
  bench->floor.wait_us =
      g_rand_int_range (bench->chance, (gint32) least_us, (gint32) bench->wait_us + 1);
  gint64 seen_us = press_and_wait (bench, seat);
  if (bench->load != NULL)
    bench_load_rest (bench->load, true);
  gint64 delay_us = seen_us - bench->pressed_us;
  bench->n_lost += seen_us == 0;
  bench->n_early += seen_us != 0 && delay_us < 0;
  if (seen_us == 0 || delay_us < 0)
    return;
  bench_stats_add (delays->all_us, delay_us);
  bench_stats_add (bench->rest_us > 0 ? delays->inside_us : delays->between_us, delay_us);
  if (bench->rest_us > 0)
    bench_stats_add (delays->rest_us, bench->rest_us);
}

/* Rows --------------------------------------------------------------------------------------- */

static void
measure (Bench *bench, guint n_stops, Delays *delays)
{
  *delays = (Delays){ bench_stats_new (), bench_stats_new (), bench_stats_new (),
                      bench_stats_new (), bench_stats_new () };
  begin_floor (&bench->floor, delays->floor_us);
  for (guint i = 0; i < n_stops; i++)
    stop_once (bench, &bench->seats[i % N_SEATS], delays);
  end_floor (&bench->floor);
}

static void
clear (Delays *delays)
{
  GArray *const all[] = { delays->all_us, delays->between_us, delays->inside_us, delays->rest_us,
                          delays->floor_us };
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_array_unref (all[i]);
}

static void
print_row (const char *what, GArray *ours_us, GArray *floor_us, double aim_ms)
{
  BenchRow row = { .what = what, .ours = ours_us, .floor = floor_us, .aim_ms = aim_ms };
  bench_stats_print (&row);
}

static void
measure_quiet (Bench *bench)
{
  Delays delays;
  measure (bench, (bench->n_stops + 1) / 2, &delays);
  print_row ("quiet", delays.all_us, delays.floor_us, AIM_MS);
  clear (&delays);
}

/* A press inside a block waits for its end, whatever the program does: that wait is the floor of
 * those presses. */
static void
measure_blocked (Bench *bench)
{
  Delays delays;
  guint blocker = g_timeout_add (BLOCK_EVERY_MS, block_cb, bench);
  measure (bench, bench->n_stops, &delays);
  g_source_remove (blocker);
  print_row ("main loop blocked 100 ms in 300", delays.all_us, delays.floor_us, 0);
  print_row ("  pressed between blocks", delays.between_us, delays.floor_us, AIM_MS);
  print_row ("  pressed inside a block (floor: its rest)", delays.inside_us, delays.rest_us, 0);
  printf ("  %u of %u presses fell into a block\n", delays.inside_us->len, delays.all_us->len);
  clear (&delays);
}

static void
measure_loaded (Bench *bench, const char *folder)
{
  Delays delays;
  BenchLoad load = { 0 };
  bench->load = &load;
  if (bench_load_begin (&load, folder)) {
    bench_load_rest (&load, true);
    measure (bench, bench->n_stops, &delays);
    print_row ("8 computing, 1 flushing, from 200 ms before", delays.all_us, delays.floor_us,
               AIM_MS);
    clear (&delays);
  }
  bench_load_end (&load);
  bench->load = NULL;
}

static void
measure_all (Bench *bench, const char *folder)
{
  bench_stats_print_heading ("key to STOP at the far end, ms (floor: a link's own stop)");
  measure_quiet (bench);
  measure_blocked (bench);
  measure_loaded (bench, folder);
  printf ("stops that did not arrive: %u; that came by themselves: %u; not ready: %u\n",
          bench->n_lost, bench->n_early, bench->n_unready);
}

/* The program -------------------------------------------------------------------------------- */

static gboolean
open_far_ends (Bench *bench, EbbClock *clock)
{
  BenchFarOptions fars[N_FARS];
  for (unsigned i = 0; i < N_FARS; i++)
    fars[i] = (BenchFarOptions){ BENCH_FAR_CUFF, 1, 100 };
  bench->device = bench_device_start (fars, N_FARS);
  if (bench->device == NULL)
    return FALSE;
  for (unsigned i = 0; i < N_SEATS; i++) {
    bench->seats[i].cuff = ebb_cuff_new (clock, bench_device_get_path (bench->device, i), 1 + i);
    bench->seats[i].far =
        (BenchCuff){ .clock = ebb_clock_get_cuff_clock (clock), .device = bench->device, .far = i };
  }
  bench_cuff_open (&bench->floor.cuff, bench->device, FAR_FLOOR);
  return TRUE;
}

/* The first window is the program's own; the others are the same with another cuff. */
static void
open_windows (Bench *bench, EbbClock *clock, EbbStore *store)
{
  EbbApplicationOptions options = { .clock = clock,
                                    .store = store,
                                    .cuff = bench->seats[0].cuff,
                                    .own_data = TRUE,
                                    .operator_name = "Bench" };
  EbbApplication *application = ebb_application_new (&options);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_activate (G_APPLICATION (application));
  bench->seats[0].window = ebb_application_get_window (application);
  for (guint i = 1; i < N_SEATS; i++) {
    Seat *seat = &bench->seats[i];
    g_autoptr (EbbDesk) desk = ebb_desk_new (clock, store, seat->cuff);
    ebb_cuff_connect (seat->cuff, bench_device_get_path (bench->device, i));
    seat->window = EBB_WINDOW (ebb_window_new (GTK_APPLICATION (application), desk));
    gtk_window_present (GTK_WINDOW (seat->window));
  }
}

static void
run_for (Bench *bench, gint64 length_us)
{
  gint64 until_us = g_get_monotonic_time () + length_us;
  while (g_get_monotonic_time () < until_us)
    turn (bench);
}

static void
close_far_ends (Bench *bench)
{
  for (guint i = 0; i < N_SEATS; i++) {
    bench->seats[i].far.closing = true;
    ebb_cuff_shut_down (bench->seats[i].cuff);
  }
  bench->floor.cuff.closing = true;
  bench_cuff_close (&bench->floor.cuff);
  bench_device_finish (bench->device);
}

int
main (int argc, char **argv)
{
  Bench bench = { .n_stops = argc > 1 ? (guint) atoi (argv[1]) : STOPS };
  const char *folder = argc > 2 ? argv[2] : g_get_tmp_dir ();
  const char *why = NULL;
  bench_screen_need (argv);
  bench.keyboard = bench_keyboard_open (&why);
  if (bench.keyboard == NULL) {
    printf ("not measured: %s\n", why);
    return 0;
  }
  g_autoptr (GError) error = NULL;
  g_autofree char *data = g_dir_make_tmp ("ebb-bench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (data, "ebb.db", NULL);
  EbbClock *clock = ebb_clock_new (cuff_clock_new_monotonic ());
  EbbStore *store = ebb_store_open (path, ebb_clock_get_store_time (clock), &error);
  if (store == NULL)
    g_error ("bench-stop: %s", error->message);
  if (!open_far_ends (&bench, clock)) {
    perror ("bench-stop: far end");
    return 1;
  }
  bench.chance = g_rand_new_with_seed (SEED);
  open_windows (&bench, clock, store);
  run_for (&bench, G_USEC_PER_SEC);
  measure_all (&bench, folder);
  close_far_ends (&bench);
  ebb_store_close (store);
  bench_clinic_remove (path);
  return 0;
}
