/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a frame of the live page costs, beside a libadwaita window in which eight pixels move, in
 * one run; and what the same costs when GTK draws with GL in software.  CPU of the whole process
 * over real time, medians of some rounds.  Prints figures, asserts nothing.
 *
 *   bench-plot [SECONDS]      of each scene in each round (2)
 *
 * Without a display it starts itself anew under xvfb-run.
 */
#include "bench-plot-scenes.h"
#include "ebb-renderer.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WARM_MS  700
#define N_ROUNDS 3
#define GUARD    "EBB_BENCH_UNDER_XVFB"
#define ONLY_GL  "gl"
#define AIM_PLOT 1.5
#define AIM_PAGE 2.5
#define AIM_FLAT 1.3
#define HOUR     360000
#define MINUTES  60000
#define A_MINUTE 6000
#define ROWS_MAX 8

typedef struct {
  const char *what;
  BenchSceneKind kind;
  guint n_samples;
  double aim; /* times the dot frame; 0 = none */
  double ms_per_frame[N_ROUNDS], frames_per_s[N_ROUNDS], core_percent[N_ROUNDS];
  double tiles_per_frame;
  const char *renderer;
} Row;

static Row own_rows[] = {
  { .what = "dot", .kind = BENCH_SCENE_DOT },
  { .what = "plot, 6,000 samples",
    .kind = BENCH_SCENE_SWEEP,
    .n_samples = A_MINUTE,
    .aim = AIM_PLOT },
  { .what = "plot, 60,000 samples",
    .kind = BENCH_SCENE_SWEEP,
    .n_samples = MINUTES,
    .aim = AIM_PLOT },
  { .what = "plot, 360,000 samples",
    .kind = BENCH_SCENE_SWEEP,
    .n_samples = HOUR,
    .aim = AIM_PLOT },
  { .what = "whole session, 360,000", .kind = BENCH_SCENE_WHOLE, .n_samples = HOUR },
  { .what = "plot, strip, ring, numbers",
    .kind = BENCH_SCENE_PAGE,
    .n_samples = MINUTES,
    .aim = AIM_PAGE },
};

static Row gl_rows[] = {
  { .what = "dot, GSK_RENDERER=gl", .kind = BENCH_SCENE_DOT },
  { .what = "plot, GSK_RENDERER=gl", .kind = BENCH_SCENE_SWEEP, .n_samples = MINUTES },
};

static double
cpu_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static gboolean
on_over (gpointer user)
{
  *(gboolean *) user = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
measure (Row *row, guint round, double seconds)
{
  BenchScene *scene = bench_scene_open (row->kind, row->n_samples);

  run_for (WARM_MS);
  guint64 frames = bench_scene_get_frames (scene), tiles = bench_scene_get_tiles (scene);
  gint64 start_us = g_get_monotonic_time ();
  double cpu = cpu_s ();
  run_for ((guint) (seconds * 1000));
  cpu = cpu_s () - cpu;
  double took_s = (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
  frames = bench_scene_get_frames (scene) - frames;
  tiles = bench_scene_get_tiles (scene) - tiles;

  row->ms_per_frame[round] = frames > 0 ? cpu * 1000 / (double) frames : 0;
  row->frames_per_s[round] = (double) frames / took_s;
  row->core_percent[round] = cpu / took_s * 100;
  row->tiles_per_frame = frames > 0 ? (double) tiles / (double) frames : 0;
  row->renderer = bench_scene_get_renderer (scene);
  bench_scene_free (scene);
  run_for (100); /* the window goes */
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (const double *values)
{
  double sorted[N_ROUNDS];

  memcpy (sorted, values, sizeof sorted);
  qsort (sorted, N_ROUNDS, sizeof sorted[0], compare);
  return sorted[N_ROUNDS / 2];
}

static void
print_row (const Row *row, double dot_ms)
{
  double ms = median (row->ms_per_frame);

  printf ("%-28s %8.2f %10.1f %8.1f %8.2f", row->what, ms, median (row->frames_per_s),
          median (row->core_percent), row->tiles_per_frame);
  /* A redraw now and then carries all the ticks between: no frame to compare. */
  if (row->kind == BENCH_SCENE_WHOLE)
    printf (" %8s", "-");
  else
    printf (" %8.2f", ms / dot_ms);
  if (row->aim > 0)
    printf ("   aim <= %.1f%s", row->aim, ms / dot_ms > row->aim ? "  MISSED" : "");
  printf ("\n");
}

static void
measure_all (Row *rows, guint n, double seconds)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    for (guint i = 0; i < n; i++)
      measure (&rows[i], round, seconds);
}

static void
print_own (void)
{
  double dot_ms = median (own_rows[0].ms_per_frame);

  printf ("%s, 1366 x 768, 100 Hz, medians of %d rounds\n", own_rows[0].renderer, N_ROUNDS);
  printf ("%-28s %8s %10s %8s %8s %8s\n", "", "CPU ms", "redraws", "% of", "tiles a", "times");
  printf ("%-28s %8s %10s %8s %8s %8s\n", "", "a frame", "a second", "a core", "frame", "the dot");
  for (guint i = 0; i < G_N_ELEMENTS (own_rows); i++)
    print_row (&own_rows[i], dot_ms);
  double flat = median (own_rows[3].ms_per_frame) / median (own_rows[1].ms_per_frame);
  printf ("%-28s %8s %10s %8s %8s %8.2f   aim <= %.1f%s\n", "360,000 over 6,000 samples", "", "",
          "", "", flat, AIM_FLAT, flat > AIM_FLAT ? "  MISSED" : "");
  fflush (stdout);
}

/* A program of its own, since a display has one renderer for its life. */
static void
run_gl (const char *program, double seconds)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *seconds_text = g_strdup_printf ("%.1f", seconds);
  g_autofree char *dot_text = g_strdup_printf ("%.6f", median (own_rows[0].ms_per_frame));
  g_autoptr (GError) error = NULL;
  const char *argv[] = { program, seconds_text, ONLY_GL, dot_text, NULL };

  g_subprocess_launcher_setenv (launcher, "GSK_RENDERER", "gl", TRUE);
  g_subprocess_launcher_unsetenv (launcher, EBB_RENDERER_GL);
  g_autoptr (GSubprocess) child = g_subprocess_launcher_spawnv (launcher, argv, &error);
  if (child == NULL || !g_subprocess_wait_check (child, NULL, &error))
    printf ("GL could not be measured: %s\n", error->message);
}

static void
start_under_xvfb (char **argv)
{
  g_autofree char *xvfb = g_find_program_in_path ("xvfb-run");
  GPtrArray *args = g_ptr_array_new ();

  if (xvfb == NULL || g_getenv (GUARD) != NULL) {
    fprintf (stderr, "bench-plot: there is no display; install xvfb, or run it in a desktop\n");
    exit (1);
  }
  g_ptr_array_add (args, xvfb);
  g_ptr_array_add (args, (char *) "-a");
  g_ptr_array_add (args, (char *) "-s");
  g_ptr_array_add (args, (char *) "-screen 0 1920x1080x24 -nolisten tcp");
  for (; *argv != NULL; argv++)
    g_ptr_array_add (args, *argv);
  g_ptr_array_add (args, NULL);
  g_setenv (GUARD, "1", TRUE);
  execv (xvfb, (char **) args->pdata);
  perror ("bench-plot: xvfb-run");
  exit (1);
}

int
main (int argc, char **argv)
{
  double seconds = argc > 1 ? CLAMP (g_ascii_strtod (argv[1], NULL), 0.5, 60) : 2;
  gboolean only_gl = argc > 3 && strcmp (argv[2], ONLY_GL) == 0;

  /* Nothing of the desktop's settings, and no bus, is in the figures. */
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);
  ebb_renderer_choose ();
  if (!gtk_init_check ())
    start_under_xvfb (argv);
  adw_init ();

  if (only_gl) {
    measure_all (gl_rows, G_N_ELEMENTS (gl_rows), seconds);
    printf ("%s\n", gl_rows[0].renderer);
    for (guint i = 0; i < G_N_ELEMENTS (gl_rows); i++)
      print_row (&gl_rows[i], g_ascii_strtod (argv[3], NULL));
    return 0;
  }
  const char *renderer = g_getenv ("GSK_RENDERER");
  printf ("The program's own choice here: %s\n", renderer != NULL ? renderer : "GTK's");
  measure_all (own_rows, G_N_ELEMENTS (own_rows), seconds);
  print_own ();
  run_gl (argv[0], seconds);
  return 0;
}
