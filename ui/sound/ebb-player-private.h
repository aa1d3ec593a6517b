/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two halves of a player: what is wanted (ebb-player.c: any thread under a lock that is never
 * held across anything that waits; and the thread that turns it into samples) and the line to the
 * sound library (ebb-sound-line.c: the player's thread alone).
 */
#pragma once

#include "ebb-player.h"

#include <gst/gst.h>

/* What the sound library says, from threads of its own. */
typedef struct {
  void (*hungry) (gpointer user); /* it can take another stretch of samples */
  void (*failed) (gpointer user);
  gpointer user;
} EbbSoundEars;

typedef struct _EbbSoundLine EbbSoundLine;

/* NULL: there is no device.  May take long.  `sink` as in ebb_player_new(). */
EbbSoundLine *ebb_sound_line_open (const char *sink, const EbbSoundEars *ears);
/* Nothing of `ears` is called afterwards. */
void ebb_sound_line_close (EbbSoundLine *line);
/* FALSE: the device is gone. */
gboolean ebb_sound_line_push (EbbSoundLine *line, const gint16 *samples, guint n);
/* Somebody turned this program's sound down in the mixer: not for alarms. */
void ebb_sound_line_make_loud (EbbSoundLine *line);
