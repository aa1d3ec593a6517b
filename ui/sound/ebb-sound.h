/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the desk's session and alarms sound like: looks at both when something changes and at the
 * pace of a live tick, and hands what is to be heard to the player.  It waits for nothing.  The
 * sound library is loaded when a session or a measurement is on the desk, or an alarm comes.
 * Cues follow the settings; alarms follow none.  Main thread.
 *
 * Signal "changed": the device was found or lost, or the pause of the alarms began or ended.
 */
#pragma once

#include "ebb-desk.h"
#include "ebb-player.h"

#include <gtk/gtk.h>

#define EBB_TYPE_SOUND (ebb_sound_get_type ())
G_DECLARE_FINAL_TYPE (EbbSound, ebb_sound, EBB, SOUND, GObject)

/* For as long as `widget` lives, and somebody holds it.  `sink` as in ebb_player_new(). */
EbbSound *ebb_sound_new (EbbDesk *desk, GtkWidget *widget, const char *sink);

/* The newest one that lives; borrowed, NULL without a window. */
EbbSound *ebb_sound_get_default (void);

EbbPlayer *ebb_sound_get_player (EbbSound *sound);

/* The alarms that stand, for a while; how long is left of it, 0 = they sound (or none stands). */
void ebb_sound_pause (EbbSound *sound);
gint64 ebb_sound_get_pause_us (EbbSound *sound);
