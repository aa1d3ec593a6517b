/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gives tones to the sound system, on a thread of its own: nobody who asks for one waits, whatever
 * the sound system does.  One tone at a time: an alarm cuts off a cue, another level cuts off the
 * alarm before it, and while an alarm sounds or is paused by samples no cue is late, it is dropped.
 * Alarms are repeated by this thread, so that they go on when the window stands still.
 *
 * Nothing of the sound library is touched before ebb_player_open().  Without a device everything
 * is taken and nothing is heard; that is a state, not an error.
 */
#pragma once

#include "ebb-tone.h"

typedef struct _EbbPlayer EbbPlayer;

typedef enum {
  EBB_PLAYER_CLOSED, /* nothing was asked of it yet */
  EBB_PLAYER_OPENING,
  EBB_PLAYER_OPEN,
  EBB_PLAYER_NO_DEVICE,
} EbbPlayerState;

/* On the player's thread. */
typedef void (*EbbPlayerChanged) (gpointer user);

/* `sink` in the words of gst-launch, NULL = the PC's own.  `changed` NULL: nobody is told. */
EbbPlayer *ebb_player_new (const char *sink, EbbPlayerChanged changed, gpointer user);
/* Waits for the thread, but never long: a sound system that hangs is left behind. */
void ebb_player_free (EbbPlayer *player);

/* Begins to look for a device, or looks again where there was none. */
void ebb_player_open (EbbPlayer *player);
EbbPlayerState ebb_player_get_state (EbbPlayer *player);

/* From now on, after `silent_ms` of silence and until told otherwise; QUIET ends it.  Opens. */
void ebb_player_set_alarm (EbbPlayer *player, EbbAlarmLevel level, guint silent_ms);

/* Once and at once, or not at all: dropped when it is older than EBB_CUE_LATE_MS, when there is
 * no device yet, and when an alarm stands.  `volume` from 0 to 1. */
void ebb_player_play_cue (EbbPlayer *player, EbbCue cue, double volume);

/* One burst for a person who wants to know whether sound is heard.  Opens. */
void ebb_player_try (EbbPlayer *player);
