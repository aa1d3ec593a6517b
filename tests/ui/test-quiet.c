/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is drawn when nothing has changed: frames are counted on pages that stand still, while
 * telemetry goes on coming.
 */
#include "ui-walk.h"

#define WATCH_S    3.0
#define FRAMES_MAX 6 /* a caret's or a spinner's last ones, not a stream of them */

static void
on_paint_cb (GdkFrameClock *clock, guint *n_frames)
{
  (*n_frames)++;
}

static void
expect_quiet (UiRig *rig, const char *page)
{
  guint n_frames = 0;
  ui_rig_run (rig, 2); /* what the page has just shown may come to rest */
  ui_rig_settle (rig);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (ui_rig_window (rig));
  gulong id = g_signal_connect (clock, "paint", G_CALLBACK (on_paint_cb), &n_frames);
  gint64 until_us = g_get_monotonic_time () + (gint64) (WATCH_S * 1e6);
  while (g_get_monotonic_time () < until_us)
    ui_rig_run (rig, 0.05);
  g_signal_handler_disconnect (clock, id);
  if (n_frames > FRAMES_MAX) {
    g_test_message ("%s: %u frames in %g s", page, n_frames, WATCH_S);
    g_test_fail ();
  }
}

static void
test_quiet (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .speed = 1 });
  expect_quiet (rig, "patients");
  ui_walk_to_patient (rig, UI_PATIENT);
  expect_quiet (rig, "patient");
  ui_walk_to_start (rig);
  expect_quiet (rig, "start");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quiet/pages-that-stand-still", test_quiet);
  return g_test_run ();
}
