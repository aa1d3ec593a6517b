/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sound in the preferences: the cues' switch and volume, and whether this PC is heard at all. There
 * is no switch for alarms.
 */
#pragma once

#include <adwaita.h>

#define EBB_TYPE_SOUND_GROUP (ebb_sound_group_get_type ())
G_DECLARE_FINAL_TYPE (EbbSoundGroup, ebb_sound_group, EBB, SOUND_GROUP, AdwPreferencesGroup)

GtkWidget *ebb_sound_group_new (void);
