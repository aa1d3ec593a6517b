/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the start of the program to its first content (the list of patients painted), with 100,000
 * patients stored; beside a libadwaita window with one line in it.
 *
 *   bench-start [RUNS [PATIENTS]]
 */
#include "bench-clinic.h"
#include "bench-screen.h"
#include "bench-stats.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* When the program said "started"; -1 when it ended without. */
static gint64
time_to_content (char **command)
{
  int ends[2];
  if (pipe2 (ends, O_CLOEXEC) != 0)
    return -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, ends[1], STDOUT_FILENO);
  gint64 began_us = g_get_monotonic_time (), took_us = -1;
  pid_t pid;
  int failed = posix_spawn (&pid, command[0], &actions, NULL, command, environ);
  posix_spawn_file_actions_destroy (&actions);
  close (ends[1]);
  char word[16] = "";
  if (!failed && read (ends[0], word, sizeof word - 1) > 0
      && strncmp (word, "started", strlen ("started")) == 0)
    took_us = g_get_monotonic_time () - began_us;
  close (ends[0]);
  if (!failed)
    waitpid (pid, NULL, 0);
  return took_us;
}

static void
add_run (GArray *delays_us, char **command)
{
  gint64 took_us = time_to_content (command);
  if (took_us < 0) {
    g_printerr ("bench-start: %s did not start\n", command[0]);
    exit (1);
  }
  bench_stats_add (delays_us, took_us);
}

static char *
beside (const char *argv0, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (argv0);
  g_autofree char *joined = g_build_filename (folder, path, NULL);
  return g_canonicalize_filename (joined, NULL);
}

int
main (int argc, char **argv)
{
  int n_runs = argc > 1 ? atoi (argv[1]) : 9;
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
  g_autoptr (GArray) ours_us = bench_stats_new ();
  g_autoptr (GArray) floor_us = bench_stats_new ();
  for (int i = -1; i < n_runs; i++) {
    g_autoptr (GArray) warm_up = bench_stats_new ();
    add_run (i < 0 ? warm_up : floor_us, floor);
    add_run (i < 0 ? warm_up : ours_us, ours);
  }
  printf ("%d runs each, %u patients stored\n", n_runs, n_patients);
  bench_stats_print_heading ("start to first content, ms (floor: an empty window)");
  BenchRow row = { .what = "start", .ours = ours_us, .floor = floor_us };
  bench_stats_print (&row);
  double ratio = (double) bench_stats_percentile (ours_us, 0.5)
                 / MAX (bench_stats_percentile (floor_us, 0.5), 1);
  printf ("p50 over the empty window's: %.2f (aim <= 1.25: %s)\n", ratio,
          ratio <= 1.25 ? "reached" : "MISSED");
  g_remove (path);
  g_rmdir (folder);
  return 0;
}
