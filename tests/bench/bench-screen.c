/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-screen.h"

#include "ebb-renderer.h"

#include <gtk/gtk.h>
#include <stdlib.h>
#include <unistd.h>

#define QUIET_US (120 * 1000)
#define WAIT_US  (500 * 1000) /* a program that ticks is never quite quiet */

static void
run_under_xvfb (char **argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_strv_builder_add_many (builder, "xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", argv[0],
                           NULL);
  for (char **arg = argv + 1; *arg != NULL; arg++)
    g_strv_builder_add (builder, *arg);
  g_auto (GStrv) command = g_strv_builder_end (builder);
  g_setenv ("EBB_BENCH_XVFB", "1", TRUE);
  execvp (command[0], command);
  g_printerr ("There is no display, and xvfb-run is not installed.\n");
  exit (1);
}

void
bench_screen_need (char **argv)
{
  gboolean display = g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL;
  if (!display && g_getenv ("EBB_BENCH_XVFB") == NULL)
    run_under_xvfb (argv);
  g_setenv ("GTK_A11Y", "none", FALSE);
  g_setenv ("GSETTINGS_BACKEND", "memory", FALSE);
  ebb_renderer_choose ();
  if (!gtk_init_check ()) {
    g_printerr ("The display cannot be opened.\n");
    exit (1);
  }
}

void
bench_screen_settle (void)
{
  gint64 began_us = g_get_monotonic_time (), quiet_since_us = began_us;
  while (g_get_monotonic_time () - quiet_since_us < QUIET_US
         && g_get_monotonic_time () - began_us < WAIT_US) {
    if (g_main_context_iteration (NULL, FALSE))
      quiet_since_us = g_get_monotonic_time ();
    else
      g_poll (NULL, 0, 2);
  }
}
