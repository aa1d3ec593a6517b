/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the start of the program to its first content (the list of patients painted), with 100,000
 * patients stored; beside a libadwaita window with one line in it.  Time on the wall, and time of
 * all processors until then, which a busy machine disturbs less.
 *
 * Where there is no graphics card ebb spares GL, which GTK sets up for every window (see
 * ui/ebb-renderer.h): both programs run both ways, so that one sees what is owed to that.
 *
 *   bench-start [RUNS [PATIENTS]]
 */
#include "bench-clinic.h"
#include "bench-screen.h"
#include "bench-stats.h"
#include "ebb-renderer.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define AIM 1.25

/* One program, run one way. */
typedef struct {
  char **command; /* borrowed */
  char **environ; /* owned */
  GArray *wall_us, *cpu_us;
} Way;

typedef enum {
  OURS,          /* as people start it */
  FLOOR,         /* as GTK makes a window */
  OURS_WITH_GL,  /* as where there is a card */
  FLOOR_SANS_GL, /* as ebb where there is none */
  N_WAYS
} WayName;

/* Of all threads of a child that still runs. */
static gint64
cpu_time_us (pid_t pid)
{
  clockid_t clock;
  struct timespec spent = { 0 };
  if (clock_getcpuclockid (pid, &clock) != 0 || clock_gettime (clock, &spent) != 0)
    return 0;
  return (gint64) spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

/* Until the program says "started"; FALSE when it ends without. */
static gboolean
run_once (const Way *way, gint64 *wall_us, gint64 *cpu_us)
{
  int ends[2];
  if (pipe2 (ends, O_CLOEXEC) != 0)
    return FALSE;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, ends[1], STDOUT_FILENO);
  gint64 began_us = g_get_monotonic_time ();
  pid_t pid;
  int failed = posix_spawn (&pid, way->command[0], &actions, NULL, way->command, way->environ);
  posix_spawn_file_actions_destroy (&actions);
  close (ends[1]);
  char word[16] = "";
  gboolean started = !failed && read (ends[0], word, sizeof word - 1) > 0
                     && strncmp (word, "started", strlen ("started")) == 0;
  *wall_us = g_get_monotonic_time () - began_us;
  *cpu_us = started ? cpu_time_us (pid) : 0;
  close (ends[0]);
  if (!failed)
    waitpid (pid, NULL, 0);
  return started;
}

static void
add_run (const Way *way, gboolean counts)
{
  gint64 wall_us, cpu_us;
  if (!run_once (way, &wall_us, &cpu_us)) {
    g_printerr ("bench-start: %s did not start\n", way->command[0]);
    exit (1);
  }
  if (!counts)
    return;
  bench_stats_add (way->wall_us, wall_us);
  bench_stats_add (way->cpu_us, cpu_us);
}

static char *
beside (const char *argv0, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (argv0);
  g_autofree char *joined = g_build_filename (folder, path, NULL);
  return g_canonicalize_filename (joined, NULL);
}

/* `gl`: what EBB_RENDERER_GL says; NULL = nothing, as with people. */
static Way
make_way (char **command, const char *gl)
{
  char **own = g_environ_unsetenv (g_get_environ (), EBB_RENDERER_GL);
  if (gl != NULL)
    own = g_environ_setenv (own, EBB_RENDERER_GL, gl, TRUE);
  return (Way){ command, own, bench_stats_new (), bench_stats_new () };
}

static void
clear_way (Way *way)
{
  g_strfreev (way->environ);
  g_array_unref (way->wall_us);
  g_array_unref (way->cpu_us);
}

static double
ratio (const GArray *ours, const GArray *floor)
{
  return (double) bench_stats_percentile (ours, 0.5) / MAX (bench_stats_percentile (floor, 0.5), 1);
}

static void
print_pair (const char *what, const Way *ours, const Way *floor)
{
  g_autofree char *cpu = g_strdup_printf ("%s, processors", what);
  BenchRow wall_row = { .what = what, .ours = ours->wall_us, .floor = floor->wall_us };
  BenchRow cpu_row = { .what = cpu, .ours = ours->cpu_us, .floor = floor->cpu_us };
  bench_stats_print (&wall_row);
  bench_stats_print (&cpu_row);
}

static void
print_ratio (const char *what, const Way *ours, const Way *floor, gboolean has_aim)
{
  double wall = ratio (ours->wall_us, floor->wall_us);
  printf ("%-46s %.2f on the wall, %.2f of the processors%s\n", what, wall,
          ratio (ours->cpu_us, floor->cpu_us),
          !has_aim      ? ""
          : wall <= AIM ? " (aim <= 1.25 on the wall: reached)"
                        : " (aim <= 1.25 on the wall: MISSED)");
}

static void
print_all (const Way *ways)
{
  bench_stats_print_heading ("start to first content, ms (floor: an empty window)");
  print_pair ("start", &ways[OURS], &ways[FLOOR]);
  print_pair ("both with GL set up", &ways[OURS_WITH_GL], &ways[FLOOR]);
  print_pair ("both without GL", &ways[OURS], &ways[FLOOR_SANS_GL]);
  printf ("\np50 over the empty window's:\n");
  print_ratio ("start", &ways[OURS], &ways[FLOOR], TRUE);
  print_ratio ("both with GL set up, as where there is a card", &ways[OURS_WITH_GL], &ways[FLOOR],
               TRUE);
  print_ratio ("both without GL", &ways[OURS], &ways[FLOOR_SANS_GL], FALSE);
}

int
main (int argc, char **argv)
{
  int n_runs = argc > 1 ? atoi (argv[1]) : 15;
  guint n_patients = argc > 2 ? (guint) atoi (argv[2]) : 100000;
  bench_screen_need (argv);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("ebb-bench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "ebb.db", NULL);
  bench_clinic_make (path, n_patients);
  g_autofree char *ebb = beside (argv[0], "../../ui/ebb");
  g_autofree char *empty = beside (argv[0], "empty-window");
  char *ours[] = { ebb, (char *) "--data-dir", folder, (char *) "--exit-after-startup", NULL };
  char *floor[] = { empty, NULL };
  Way ways[N_WAYS] = {
    [OURS] = make_way (ours, NULL),
    [FLOOR] = make_way (floor, NULL),
    [OURS_WITH_GL] = make_way (ours, ""),
    [FLOOR_SANS_GL] = make_way (floor, EBB_RENDERER_GL_OFF),
  };
  for (int i = -1; i < n_runs; i++) /* the first is to warm up */
    for (gsize k = 0; k < N_WAYS; k++)
      add_run (&ways[k], i >= 0);
  printf ("%d runs each, %u patients stored\n", n_runs, n_patients);
  print_all (ways);
  for (gsize k = 0; k < N_WAYS; k++)
    clear_way (&ways[k]);
  bench_clinic_remove (path);
  return 0;
}
