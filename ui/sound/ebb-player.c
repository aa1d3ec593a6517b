/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-player-private.h"

#include <pthread.h>
#include <string.h>

#define CHUNK       (EBB_TONE_HZ / 25) /* 40 ms: how soon another tone can begin */
#define FAREWELL_NS (500 * (guint64) GST_MSECOND)
#define CUE_LATE_NS (EBB_CUE_LATE_MS * (guint64) GST_MSECOND)
#define SAMPLES(ms) ((gint64) (ms) *EBB_TONE_HZ / 1000)

/* What is wanted, under the lock. */
typedef struct {
  gboolean open, quit, try_out;
  EbbAlarmLevel alarm;
  guint silent_ms, n_alarms; /* the number tells one order from the next */
  EbbCue cue;
  double cue_volume;
  guint64 cue_ns; /* asked for at */
} Wanted;

/* What is heard now: the thread's own. */
typedef struct {
  const EbbTone *tone; /* NULL = nothing */
  gint64 at;           /* the next sample; below 0: silence before it */
  double volume;
  gboolean is_alarm;
} Voice;

struct _EbbPlayer {
  char *sink; /* owned or NULL */
  EbbPlayerChanged changed;
  gpointer user;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t news;
  /* under the lock */
  Wanted wanted;
  EbbPlayerState state;
  gboolean started, finished, hungry, failed;
  /* the thread's own */
  EbbSoundLine *line; /* owned; NULL = none */
  Voice voice;
  EbbTone burst; /* a medium alarm's, once */
  guint n_alarms_taken;
};

/* Said by the sound library ------------------------------------------------------------------- */

static void
raise_flag (EbbPlayer *player, gboolean *flag)
{
  pthread_mutex_lock (&player->lock);
  *flag = TRUE;
  pthread_cond_signal (&player->news);
  pthread_mutex_unlock (&player->lock);
}

static void
on_hungry (gpointer user)
{
  EbbPlayer *player = user;
  raise_flag (player, &player->hungry);
}

static void
on_failed (gpointer user)
{
  EbbPlayer *player = user;
  raise_flag (player, &player->failed);
}

/* The thread ---------------------------------------------------------------------------------- */

static void
set_state (EbbPlayer *player, EbbPlayerState state)
{
  pthread_mutex_lock (&player->lock);
  gboolean other = player->state != state;
  player->state = state;
  pthread_mutex_unlock (&player->lock);
  if (other && player->changed != NULL)
    player->changed (player->user);
}

static void
lose_device (EbbPlayer *player)
{
  g_clear_pointer (&player->line, ebb_sound_line_close);
  player->voice.tone = NULL;
  set_state (player, EBB_PLAYER_NO_DEVICE);
}

static void
push (EbbPlayer *player, const gint16 *samples)
{
  pthread_mutex_lock (&player->lock);
  player->hungry = FALSE;
  pthread_mutex_unlock (&player->lock);
  if (!ebb_sound_line_push (player->line, samples, CHUNK))
    lose_device (player);
}

static void
open_device (EbbPlayer *player)
{
  static const gint16 silence[CHUNK];
  EbbSoundEars ears = { on_hungry, on_failed, player };
  if (player->line != NULL)
    return;
  set_state (player, EBB_PLAYER_OPENING);
  pthread_mutex_lock (&player->lock);
  player->hungry = player->failed = FALSE;
  pthread_mutex_unlock (&player->lock);
  player->line = ebb_sound_line_open (player->sink, &ears);
  if (player->line == NULL) {
    lose_device (player);
    return;
  }
  player->n_alarms_taken = 0; /* what stands is heard from now on */
  set_state (player, EBB_PLAYER_OPEN);
  push (player, silence); /* the device wakes up now, not at the first cue */
}

/* The next stretch of what is heard; `fading` to nothing, where something else cuts it off. */
static void
play_on (EbbPlayer *player, gboolean fading)
{
  gint16 samples[CHUNK];
  Voice *voice = &player->voice;
  memset (samples, 0, sizeof samples);
  guint silent = voice->at < 0 ? (guint) MIN (-voice->at, CHUNK) : 0;
  if (silent < CHUNK)
    ebb_tone_render (voice->tone, voice->volume, (guint64) (voice->at + silent), samples + silent,
                     CHUNK - silent);
  for (guint i = 0; fading && i < CHUNK; i++)
    samples[i] = (gint16) (samples[i] * (int) (CHUNK - i) / CHUNK);
  voice->at += CHUNK;
  if (fading || (voice->tone->period_ms == 0 && voice->at >= SAMPLES (voice->tone->length_ms)))
    voice->tone = NULL;
  push (player, samples);
}

static void
begin_alarm (EbbPlayer *player, const Wanted *wanted)
{
  player->voice = (Voice){ .tone = ebb_tone_of_alarm (wanted->alarm),
                           .at = -SAMPLES (wanted->silent_ms),
                           .volume = EBB_TONE_ALARM_VOLUME,
                           .is_alarm = TRUE };
  player->n_alarms_taken = wanted->n_alarms;
  if (player->voice.tone != NULL)
    ebb_sound_line_make_loud (player->line);
}

/* One burst: from its first pulse to the end of its last one. */
static void
begin_try (EbbPlayer *player)
{
  player->burst = *ebb_tone_of_alarm (EBB_ALARM_MEDIUM);
  player->burst.period_ms = 0;
  player->voice = (Voice){ .tone = &player->burst, .volume = EBB_TONE_ALARM_VOLUME };
  ebb_sound_line_make_loud (player->line);
}

static void
begin_cue (EbbPlayer *player, const Wanted *wanted)
{
  if (gst_util_get_timestamp () - wanted->cue_ns <= CUE_LATE_NS)
    player->voice = (Voice){ .tone = ebb_tone_of_cue (wanted->cue),
                             .volume = wanted->cue_volume * EBB_TONE_CUE_VOLUME };
}

/* The device takes another stretch. */
static void
feed (EbbPlayer *player, const Wanted *wanted)
{
  Voice *voice = &player->voice;
  gboolean alarm_is_new = wanted->n_alarms != player->n_alarms_taken;
  gboolean free_to_begin = voice->tone == NULL || !voice->is_alarm;
  if (alarm_is_new && voice->tone != NULL && voice->at > 0) {
    play_on (player, TRUE);
    return;
  }
  if (alarm_is_new)
    begin_alarm (player, wanted);
  else if (wanted->try_out && free_to_begin)
    begin_try (player);
  else if (wanted->cue != EBB_CUE_NONE && free_to_begin)
    begin_cue (player, wanted);
  if (voice->tone != NULL)
    play_on (player, FALSE);
}

static gboolean
has_work (EbbPlayer *player)
{
  const Wanted *wanted = &player->wanted;
  if (wanted->quit || wanted->open || player->failed)
    return TRUE;
  return player->hungry && player->line != NULL
         && (player->voice.tone != NULL || wanted->cue != EBB_CUE_NONE || wanted->try_out
             || wanted->n_alarms != player->n_alarms_taken);
}

/* What is asked for once is taken with the answer; what is answered by samples stays until then. */
static Wanted
wait_for_work (EbbPlayer *player, gboolean *failed)
{
  pthread_mutex_lock (&player->lock);
  while (!has_work (player))
    pthread_cond_wait (&player->news, &player->lock);
  Wanted wanted = player->wanted;
  *failed = player->failed;
  if (!*failed && !wanted.open) {
    player->wanted.cue = EBB_CUE_NONE;
    player->wanted.try_out = FALSE;
  }
  player->failed = FALSE;
  if (!*failed)
    player->wanted.open = FALSE;
  pthread_mutex_unlock (&player->lock);
  return wanted;
}

static void *
run (void *user)
{
  EbbPlayer *player = user;
  gboolean failed;
  Wanted wanted = wait_for_work (player, &failed);
  while (!wanted.quit) {
    if (failed)
      lose_device (player);
    else if (wanted.open)
      open_device (player);
    else
      feed (player, &wanted);
    wanted = wait_for_work (player, &failed);
  }
  g_clear_pointer (&player->line, ebb_sound_line_close);
  pthread_mutex_lock (&player->lock);
  player->finished = TRUE;
  pthread_cond_broadcast (&player->news);
  pthread_mutex_unlock (&player->lock);
  return NULL;
}

/* Anybody ------------------------------------------------------------------------------------- */

EbbPlayer *
ebb_player_new (const char *sink, EbbPlayerChanged changed, gpointer user)
{
  EbbPlayer *player = g_new0 (EbbPlayer, 1);
  pthread_condattr_t monotonic;
  player->sink = g_strdup (sink);
  player->changed = changed;
  player->user = user;
  pthread_mutex_init (&player->lock, NULL);
  pthread_condattr_init (&monotonic);
  pthread_condattr_setclock (&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init (&player->news, &monotonic);
  pthread_condattr_destroy (&monotonic);
  return player;
}

/* TRUE: nobody else uses the player any more. */
static gboolean
end_thread (EbbPlayer *player)
{
  guint64 until_ns = gst_util_get_timestamp () + FAREWELL_NS;
  struct timespec until = { (time_t) (until_ns / GST_SECOND), (long) (until_ns % GST_SECOND) };
  int waited = 0;
  pthread_mutex_lock (&player->lock);
  gboolean started = player->started;
  player->wanted.quit = TRUE;
  pthread_cond_broadcast (&player->news);
  while (started && !player->finished && waited == 0)
    waited = pthread_cond_timedwait (&player->news, &player->lock, &until);
  gboolean over = !started || player->finished;
  pthread_mutex_unlock (&player->lock);
  if (started && over)
    pthread_join (player->thread, NULL);
  else if (started)
    pthread_detach (player->thread);
  return over;
}

void
ebb_player_free (EbbPlayer *player)
{
  if (!end_thread (player))
    return; /* the sound library hangs in it: its memory goes with the program */
  pthread_cond_destroy (&player->news);
  pthread_mutex_destroy (&player->lock);
  g_free (player->sink);
  g_free (player);
}

/* Under the lock. */
static void
want_open (EbbPlayer *player)
{
  player->wanted.open = TRUE;
  if (!player->started)
    player->started = pthread_create (&player->thread, NULL, run, player) == 0;
  pthread_cond_signal (&player->news);
}

void
ebb_player_open (EbbPlayer *player)
{
  pthread_mutex_lock (&player->lock);
  want_open (player);
  pthread_mutex_unlock (&player->lock);
}

EbbPlayerState
ebb_player_get_state (EbbPlayer *player)
{
  pthread_mutex_lock (&player->lock);
  EbbPlayerState state = player->state;
  pthread_mutex_unlock (&player->lock);
  return state;
}

void
ebb_player_set_alarm (EbbPlayer *player, EbbAlarmLevel level, guint silent_ms)
{
  pthread_mutex_lock (&player->lock);
  player->wanted.alarm = level;
  player->wanted.silent_ms = silent_ms;
  player->wanted.n_alarms++;
  want_open (player);
  pthread_mutex_unlock (&player->lock);
}

void
ebb_player_play_cue (EbbPlayer *player, EbbCue cue, double volume)
{
  pthread_mutex_lock (&player->lock);
  if (player->state == EBB_PLAYER_OPEN && player->wanted.alarm == EBB_ALARM_QUIET
      && ebb_tone_of_cue (cue) != NULL) {
    player->wanted.cue = cue;
    player->wanted.cue_volume = volume;
    player->wanted.cue_ns = gst_util_get_timestamp ();
    pthread_cond_signal (&player->news);
  }
  pthread_mutex_unlock (&player->lock);
}

void
ebb_player_try (EbbPlayer *player)
{
  pthread_mutex_lock (&player->lock);
  player->wanted.try_out = TRUE;
  want_open (player);
  pthread_mutex_unlock (&player->lock);
}
