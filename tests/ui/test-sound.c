/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole session in a window, and what is heard of it: its sound goes into a file.  The switch of
 * the cues silences the cues and nothing else.
 */
#include "ui-walk.h"

#include "ebb-settings.h"
#include "ebb-sound.h"

#include <glib/gstdio.h>

#define QUIET 40

typedef struct {
  UiRig *rig;
  GtkWidget *widget; /* owned: what the sound lives with */
  EbbSound *sound;   /* owned */
  char *path;        /* owned */
} Ears;

static void
ears_open (Ears *ears, gboolean cues)
{
  ebb_settings_set (ebb_settings_get_default (), EBB_SETTING_CUES, g_variant_new_boolean (cues));
  ears->rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ears->path = g_build_filename (ears->rig->folder, "heard.raw", NULL);
  g_autofree char *sink = g_strdup_printf ("filesink buffer-mode=2 location=%s", ears->path);
  ears->widget = g_object_ref_sink (gtk_label_new (""));
  ears->sound =
      ebb_sound_new (ebb_application_get_desk (ears->rig->application), ears->widget, sink);
}

/* How many samples are to be heard: what was written in the quiet is not counted. */
static gsize
ears_close (Ears *ears)
{
  g_autofree char *bytes = NULL;
  gsize length = 0, n_loud = 0;
  g_clear_object (&ears->sound);
  g_clear_object (&ears->widget);
  g_file_get_contents (ears->path, &bytes, &length, NULL);
  const gint16 *samples = (gconstpointer) bytes;
  for (gsize i = 0; i < length / sizeof *samples; i++)
    n_loud += ABS (samples[i]) > QUIET ? 1 : 0;
  g_remove (ears->path);
  g_clear_pointer (&ears->path, g_free);
  ui_rig_free (ears->rig);
  return n_loud;
}

static EbbPlayerState
device (Ears *ears)
{
  return ebb_player_get_state (ebb_sound_get_player (ears->sound));
}

/* The patient has walked to a set's first hold; the device was found on the way. */
static void
train (Ears *ears)
{
  g_assert_cmpint (device (ears), ==, EBB_PLAYER_CLOSED); /* no page of a session yet */
  ui_walk_to_hold (ears->rig);
  for (guint i = 0; i < 1000 && device (ears) == EBB_PLAYER_OPENING; i++)
    g_poll (NULL, 0, 10);
  g_assert_cmpint (device (ears), ==, EBB_PLAYER_OPEN);
  for (guint i = 0; i < 10; i++) {
    ui_rig_run (ears->rig, 0.7);
    g_poll (NULL, 0, 30); /* the file takes it in real time */
  }
}

static void
test_cues (void)
{
  Ears ears;
  ears_open (&ears, TRUE);
  train (&ears);
  g_assert_cmpuint (ears_close (&ears), >, EBB_TONE_HZ / 50);
}

static void
test_cues_off (void)
{
  Ears ears;
  ears_open (&ears, FALSE);
  train (&ears);
  g_assert_cmpuint (ears_close (&ears), ==, 0);
}

/* The negative control of that switch: with cues off an alarm is heard all the same. */
static void
test_alarm_without_cues (void)
{
  Ears ears;
  ears_open (&ears, FALSE);
  train (&ears);
  cuff_sim_inject (ears.rig->sim, CUFF_FAULT_VANISH);
  g_assert_true (ui_rig_await_phase (ears.rig, EBB_PHASE_UNKNOWN, 5));
  ui_rig_run (ears.rig, 1);
  g_poll (NULL, 0, 300);
  g_assert_cmpuint (ears_close (&ears), >, EBB_TONE_HZ / 2);
}

/* The banner's button: counts down, lets the words stand, and is over after 30 s. */
static void
test_pause_button (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_UNKNOWN, 5));
  g_assert_true (ui_rig_await_button (rig, "Pause sound", 2));
  ui_rig_press (rig, "Pause sound");
  g_assert_nonnull (ui_find_button (ui_rig_window (rig), "Sound in 30 s"));
  g_assert_nonnull (ui_find_button (ui_rig_window (rig), "Acknowledge"));
  ui_rig_run (rig, 15);
  ui_rig_settle (rig);
  g_assert_true (ui_find_button (ui_rig_window (rig), "Sound in 15 s") != NULL
                 || ui_find_button (ui_rig_window (rig), "Sound in 14 s") != NULL);
  g_assert_true (ui_rig_await_button (rig, "Pause sound", 20));
}

int
main (int argc, char **argv)
{
  /* The other windows' tests find no part of the sound library; this one writes into a file. */
  g_unsetenv ("GST_PLUGIN_SYSTEM_PATH_1_0");
  g_unsetenv ("GST_REGISTRY_1_0");
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sound/cues", test_cues);
  g_test_add_func ("/sound/cues-off", test_cues_off);
  g_test_add_func ("/sound/alarm-without-cues", test_alarm_without_cues);
  g_test_add_func ("/sound/pause-button", test_pause_button);
  return g_test_run ();
}
