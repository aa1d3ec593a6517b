/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The player, through the real sound library into a file: what arrives there is what would have
 * been heard.  The file takes samples as fast as they come, so that half a minute is soon heard.
 */
#include "ebb-player.h"

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <stdatomic.h>
#include <string.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define QUIET       40

typedef struct {
  char *folder, *path; /* owned */
  EbbPlayer *player;
  atomic_int n_changes;
} Rig;

static void
on_changed (gpointer user)
{
  Rig *rig = user;
  atomic_fetch_add (&rig->n_changes, 1);
}

/* `before` the file: other parts of a pipeline. */
static Rig *
rig_new (const char *before)
{
  Rig *rig = g_new0 (Rig, 1);
  g_autoptr (GError) error = NULL;
  rig->folder = g_dir_make_tmp ("ebb-player-XXXXXX", &error);
  g_assert_no_error (error);
  rig->path = g_build_filename (rig->folder, "heard.raw", NULL);
  g_autofree char *sink = g_strdup_printf (
      "%s audio/x-raw,format=S16LE,rate=48000,channels=1 ! filesink buffer-mode=2 location=%s",
      before, rig->path);
  rig->player = ebb_player_new (sink, on_changed, rig);
  return rig;
}

static void
rig_free (Rig *rig)
{
  g_clear_pointer (&rig->player, ebb_player_free);
  g_remove (rig->path);
  g_rmdir (rig->folder);
  g_free (rig->path);
  g_free (rig->folder);
  g_free (rig);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)

static gsize
file_samples (Rig *rig)
{
  GStatBuf info;
  return g_stat (rig->path, &info) == 0 ? (gsize) info.st_size / sizeof (gint16) : 0;
}

static void
await_state (EbbPlayer *player, EbbPlayerState state)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;
  while (ebb_player_get_state (player) != state && g_get_monotonic_time () < until_us)
    g_poll (NULL, 0, 5);
  g_assert_cmpint (ebb_player_get_state (player), ==, state);
}

static void
await_samples (Rig *rig, gsize n)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;
  while (file_samples (rig) < n && g_get_monotonic_time () < until_us)
    g_poll (NULL, 0, 5);
  g_assert_cmpuint (file_samples (rig), >=, n);
}

/* Ends the player and reads what arrived; free it. */
static gint16 *
read_all (Rig *rig, gsize *n)
{
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize length = 0;
  g_clear_pointer (&rig->player, ebb_player_free);
  g_file_get_contents (rig->path, &bytes, &length, &error);
  g_assert_no_error (error);
  *n = length / sizeof (gint16);
  return (gint16 *) (gpointer) bytes;
}

static gsize
first_loud (const gint16 *samples, gsize n, gsize from)
{
  while (from < n && ABS (samples[from]) <= QUIET)
    from++;
  return from;
}

/* Nobody is asked for anything before a session: no thread, no library. */
static void
test_lazy (void)
{
  EbbPlayer *player = ebb_player_new (NULL, NULL, NULL);
  g_assert_false (gst_is_initialized ());
  g_assert_cmpint (ebb_player_get_state (player), ==, EBB_PLAYER_CLOSED);
  ebb_player_play_cue (player, EBB_CUE_CONTRACT, 1);
  g_assert_cmpint (ebb_player_get_state (player), ==, EBB_PLAYER_CLOSED);
  ebb_player_free (player);
  g_assert_false (gst_is_initialized ());
}

/* What arrives is the cue, sample by sample, after the silence that woke the device. */
static void
test_cue (void)
{
  g_autoptr (Rig) rig = rig_new ("");
  const EbbTone *tone = ebb_tone_of_cue (EBB_CUE_HOLD);
  guint length = tone->length_ms * (EBB_TONE_HZ / 1000);
  g_autofree gint16 *expected = g_new0 (gint16, length);
  ebb_tone_render (tone, 0.8 * EBB_TONE_CUE_VOLUME, 0, expected, length);
  ebb_player_open (rig->player);
  await_state (rig->player, EBB_PLAYER_OPEN);
  await_samples (rig, 1);
  gsize before = file_samples (rig);
  ebb_player_play_cue (rig->player, EBB_CUE_HOLD, 0.8);
  await_samples (rig, before + length);
  gsize n;
  g_autofree gint16 *heard = read_all (rig, &n);
  g_assert_cmpuint (first_loud (heard, n, 0), >=, before);
  g_assert_cmpmem (heard + before, length * sizeof *heard, expected, length * sizeof *expected);
  g_assert_cmpuint (first_loud (heard, n, before + length), ==, n); /* once */
}

/* The burst and its repetition after 10 s, at the alarms' own volume. */
static void
test_alarm (void)
{
  g_autoptr (Rig) rig = rig_new ("");
  const gsize period = 10 * EBB_TONE_HZ;
  g_autofree gint16 *expected = g_new0 (gint16, period);
  ebb_tone_render (ebb_tone_of_alarm (EBB_ALARM_HIGH), EBB_TONE_ALARM_VOLUME, 0, expected, period);
  ebb_player_set_alarm (rig->player, EBB_ALARM_HIGH, 0);
  await_samples (rig, 3 * period);
  ebb_player_set_alarm (rig->player, EBB_ALARM_QUIET, 0);
  gsize n;
  g_autofree gint16 *heard = read_all (rig, &n);
  gsize start = first_loud (heard, n, 0) - first_loud (expected, period, 0);
  g_assert_cmpmem (heard + start, period * sizeof *heard, expected, period * sizeof *expected);
  g_assert_cmpmem (heard + start + period, period * sizeof *heard, expected,
                   period * sizeof *expected);
}

/* A pause of 30 s is 30 s of silence; the thread counts them, whatever the window does. */
static void
test_pause (void)
{
  g_autoptr (Rig) rig = rig_new ("");
  ebb_player_set_alarm (rig->player, EBB_ALARM_MEDIUM, 30000);
  await_samples (rig, 33 * EBB_TONE_HZ);
  gsize n;
  g_autofree gint16 *heard = read_all (rig, &n);
  gsize loud = first_loud (heard, n, 0);
  /* the device's first stretch, and the edge of the first pulse */
  g_assert_cmpuint (loud, >=, 30 * EBB_TONE_HZ);
  g_assert_cmpuint (loud, <=, 30 * EBB_TONE_HZ + EBB_TONE_HZ / 10);
}

/* While an alarm stands no cue is heard, and its switch is not the alarm's: nothing but the burst
 * arrives however many cues are asked for. */
static void
test_alarm_first (void)
{
  g_autoptr (Rig) rig = rig_new ("");
  ebb_player_open (rig->player);
  await_state (rig->player, EBB_PLAYER_OPEN);
  ebb_player_set_alarm (rig->player, EBB_ALARM_LOW, 0);
  for (guint i = 1; i <= 20; i++) {
    await_samples (rig, i * EBB_TONE_HZ);
    ebb_player_play_cue (rig->player, EBB_CUE_CONTRACT, 1);
  }
  gsize n;
  g_autofree gint16 *heard = read_all (rig, &n);
  g_autofree gint16 *expected = g_new0 (gint16, 20 * EBB_TONE_HZ);
  ebb_tone_render (ebb_tone_of_alarm (EBB_ALARM_LOW), EBB_TONE_ALARM_VOLUME, 0, expected,
                   20 * EBB_TONE_HZ);
  gsize start = first_loud (heard, n, 0) - first_loud (expected, 20 * EBB_TONE_HZ, 0);
  gsize rest = MIN (n - start, 20 * EBB_TONE_HZ);
  g_assert_cmpmem (heard + start, rest * sizeof *heard, expected, rest * sizeof *expected);
}

/* Each stretch takes this device 2 s: what was asked for meanwhile is too old when it can be
 * heard, and is dropped. */
static void
test_late (void)
{
  g_autoptr (Rig) rig = rig_new ("identity sleep-time=2000000 !");
  ebb_player_open (rig->player);
  await_state (rig->player, EBB_PLAYER_OPEN);
  ebb_player_play_cue (rig->player, EBB_CUE_CONTRACT, 1);
  await_samples (rig, 1);
  gint64 until_us = g_get_monotonic_time () + 2500000;
  while (g_get_monotonic_time () < until_us)
    g_poll (NULL, 0, 5);
  gsize n;
  g_autofree gint16 *heard = read_all (rig, &n);
  g_assert_cmpuint (first_loud (heard, n, 0), ==, n);
}

/* No device, and the parts of the library missing: told, and nothing stops. */
static void
test_no_device (void)
{
  atomic_int n_changes = 0;
  Rig rig = { .n_changes = n_changes };
  EbbPlayer *player = ebb_player_new ("ebb-no-such-part", on_changed, &rig);
  ebb_player_set_alarm (player, EBB_ALARM_HIGH, 0);
  await_state (player, EBB_PLAYER_NO_DEVICE);
  ebb_player_play_cue (player, EBB_CUE_CONTRACT, 1);
  ebb_player_try (player);
  await_state (player, EBB_PLAYER_NO_DEVICE);
  ebb_player_free (player);
  g_assert_cmpint (atomic_load (&rig.n_changes), >=, 2); /* looking, none */
}

/* A device that never takes anything holds up nobody, not even at the end. */
static void
test_hangs (void)
{
  g_autoptr (Rig) rig = rig_new ("identity sleep-time=60000000 !");
  ebb_player_open (rig->player);
  await_state (rig->player, EBB_PLAYER_OPEN);
  gint64 start_us = g_get_monotonic_time ();
  for (guint i = 0; i < 1000; i++) {
    ebb_player_set_alarm (rig->player, EBB_ALARM_HIGH, 0);
    ebb_player_play_cue (rig->player, EBB_CUE_CONTRACT, 1);
  }
  g_test_message ("2000 orders in %d us", (int) (g_get_monotonic_time () - start_us));
  ebb_player_free (g_steal_pointer (&rig->player));
  g_assert_cmpuint (file_samples (rig), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/player/lazy", test_lazy);
  g_test_add_func ("/player/cue", test_cue);
  g_test_add_func ("/player/alarm", test_alarm);
  g_test_add_func ("/player/pause", test_pause);
  g_test_add_func ("/player/alarm-first", test_alarm_first);
  g_test_add_func ("/player/late", test_late);
  g_test_add_func ("/player/no-device", test_no_device);
  g_test_add_func ("/player/hangs", test_hangs);
  return g_test_run ();
}
