/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-sound.h"

#include "ebb-live-tick.h"
#include "ebb-settings.h"

/* An order that differs by less from the one that stands is the same order. */
#define SAME_US CUFF_MS (100)

struct _EbbSound {
  GObject parent_instance;
  EbbDesk *desk;       /* owned */
  EbbPlayer *player;   /* owned */
  GtkWidget *widget;   /* weak: NULL when it is gone */
  EbbSession *session; /* owned: whose changes are listened to; NULL */
  EbbCueLook seen;     /* of that session */
  EbbAlarmPause pause;
  EbbAlarmSound told; /* the player's last order ... */
  gint64 told_us;     /* ... and when it was given */
};

G_DEFINE_FINAL_TYPE (EbbSound, ebb_sound, G_TYPE_OBJECT)

static EbbSound *the_sound; /* weak */
static guint changed_signal;

static gint64
now_us (EbbSound *self)
{
  return ebb_clock_now_us (ebb_desk_get_clock (self->desk));
}

/* Alarms -------------------------------------------------------------------------------------- */

static guint32
standing (EbbSound *self, const EbbCuffView *cuff)
{
  if (self->session == NULL || ebb_session_is_closed (self->session))
    return ebb_alarm_standing (cuff, NULL);
  EbbSessionView view;
  ebb_session_get_view (self->session, &view);
  return ebb_alarm_standing (cuff, &view);
}

/* A pause that ran out by itself is no news to the player: it counted along. */
static gboolean
is_told (EbbSound *self, const EbbAlarmSound *sound, gint64 at_us)
{
  gint64 told_left_us = MAX (self->told.silent_us - (at_us - self->told_us), 0);
  return sound->level == self->told.level && ABS (sound->silent_us - told_left_us) <= SAME_US;
}

static void
sound_alarms (EbbSound *self, const EbbCuffView *cuff, gint64 at_us)
{
  gboolean paused = self->pause.since_us != EBB_TIME_UNSET;
  EbbAlarmSound sound = ebb_alarm_sound (&self->pause, standing (self, cuff), cuff->at_risk, at_us);
  if (!is_told (self, &sound, at_us)) {
    self->told = sound;
    self->told_us = at_us;
    ebb_player_set_alarm (self->player, sound.level, (guint) (sound.silent_us / 1000));
  }
  if (paused != (self->pause.since_us != EBB_TIME_UNSET))
    g_signal_emit (self, changed_signal, 0);
}

void
ebb_sound_pause (EbbSound *self)
{
  EbbCuffView cuff;
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  gboolean paused = self->pause.since_us != EBB_TIME_UNSET;
  ebb_alarm_pause (&self->pause, standing (self, &cuff), now_us (self));
  if (!paused && self->pause.since_us != EBB_TIME_UNSET && self->session != NULL)
    ebb_session_sound_paused (self->session);
  sound_alarms (self, &cuff, now_us (self));
  g_signal_emit (self, changed_signal, 0);
}

gint64
ebb_sound_get_pause_us (EbbSound *self)
{
  EbbCuffView cuff;
  EbbAlarmPause pause = self->pause;
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  return ebb_alarm_sound (&pause, standing (self, &cuff), cuff.at_risk, now_us (self)).silent_us;
}

/* Cues ---------------------------------------------------------------------------------------- */

static void
play (EbbSound *self, EbbCue cue)
{
  EbbSettings *settings = ebb_settings_get_default ();
  g_autoptr (GVariant) on = ebb_settings_get (settings, EBB_SETTING_CUES);
  g_autoptr (GVariant) volume = ebb_settings_get (settings, EBB_SETTING_CUE_VOLUME);
  if (g_variant_get_boolean (on))
    ebb_player_play_cue (self->player, cue, g_variant_get_int32 (volume) / 100.0);
}

static void
sound_cues (EbbSound *self)
{
  if (self->session == NULL)
    return;
  EbbCueLook now = { .at_us = now_us (self) };
  ebb_session_get_view (self->session, &now.view);
  EbbCue cue = ebb_cue_between (ebb_session_get_plan (self->session), &self->seen, &now);
  self->seen = now;
  if (cue != EBB_CUE_NONE)
    play (self, cue);
}

/* Looking ------------------------------------------------------------------------------------- */

static void
on_session_changed_cb (EbbSession *session, EbbSound *self)
{
  sound_cues (self);
}

/* Of the store: the cuff's own come with its look. */
static void
on_session_alarm_cb (EbbSession *session, int alarm, gboolean active, EbbSound *self)
{
  EbbCuffView cuff;
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  sound_alarms (self, &cuff, now_us (self));
}

static void
let_go_of_session (EbbSound *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  self->seen.at_us = EBB_TIME_UNSET;
}

/* Who trains or measures will soon hear something: the device is looked for beforehand. */
static void
on_desk_changed_cb (EbbDesk *desk, EbbSound *self)
{
  EbbSession *session = ebb_desk_get_session (desk);
  if (session == self->session)
    return;
  let_go_of_session (self);
  if (session == NULL)
    return;
  self->session = g_object_ref (session);
  g_signal_connect (session, "changed", G_CALLBACK (on_session_changed_cb), self);
  g_signal_connect (session, "alarm", G_CALLBACK (on_session_alarm_cb), self);
  ebb_player_open (self->player);
  sound_cues (self);
}

static void
on_look (GtkWidget *widget, const EbbCuffView *cuff, gint64 at_us)
{
  EbbSound *self = g_object_get_data (G_OBJECT (widget), "ebb-sound");
  if (self == NULL) /* let go of before its widget */
    return;
  sound_alarms (self, cuff, at_us);
  sound_cues (self);
}

/* The device ---------------------------------------------------------------------------------- */

static gboolean
tell_device (gpointer user)
{
  if (the_sound == user)
    g_signal_emit (the_sound, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

/* On the player's thread. */
static void
on_player_changed (gpointer user)
{
  g_idle_add (tell_device, user);
}

/* Make ---------------------------------------------------------------------------------------- */

static void
ebb_sound_dispose (GObject *object)
{
  EbbSound *self = EBB_SOUND (object);
  if (the_sound == self)
    the_sound = NULL;
  if (self->widget != NULL)
    g_object_set_data (G_OBJECT (self->widget), "ebb-sound", NULL);
  g_clear_weak_pointer (&self->widget);
  let_go_of_session (self);
  g_clear_pointer (&self->player, ebb_player_free);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_sound_parent_class)->dispose (object);
}

static void
ebb_sound_class_init (EbbSoundClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_sound_dispose;
  changed_signal = g_signal_new ("changed", EBB_TYPE_SOUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
ebb_sound_init (EbbSound *self)
{
  self->pause = EBB_ALARM_PAUSE_NONE;
  self->seen.at_us = EBB_TIME_UNSET;
}

EbbSound *
ebb_sound_new (EbbDesk *desk, GtkWidget *widget, const char *sink)
{
  EbbSound *self = g_object_new (EBB_TYPE_SOUND, NULL);
  self->desk = g_object_ref (desk);
  self->player = ebb_player_new (sink, on_player_changed, self);
  g_set_weak_pointer (&self->widget, widget);
  g_object_set_data (G_OBJECT (widget), "ebb-sound", self);
  the_sound = self;
  g_signal_connect_object (desk, "session-changed", G_CALLBACK (on_desk_changed_cb), self, 0);
  on_desk_changed_cb (desk, self);
  ebb_live_tick_add (widget, desk, on_look);
  return self;
}

EbbSound *
ebb_sound_get_default (void)
{
  return the_sound;
}

EbbPlayer *
ebb_sound_get_player (EbbSound *self)
{
  return self->player;
}
