/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How this PC's user likes it: window, name, port, appearance, pedal, paper, cues.  Nothing
 * clinical: that lives in the database.  Without an installed schema the defaults hold, in memory,
 * until the program ends.  Main thread.
 *
 * Signal "changed" (string: the key).
 */
#pragma once

#include <gio/gio.h>

#define EBB_SETTING_WIDTH      "window-width"     /* i */
#define EBB_SETTING_HEIGHT     "window-height"    /* i */
#define EBB_SETTING_MAXIMIZED  "window-maximized" /* b */
#define EBB_SETTING_OPERATOR   "operator"         /* s */
#define EBB_SETTING_PORT       "port"             /* s: the cuff used last */
#define EBB_SETTING_APPEARANCE "appearance"       /* s: "system", "light", "dark" */
#define EBB_SETTING_STOP_KEYS  "stop-keys"        /* as: names of keys, as GDK says them */
#define EBB_SETTING_PAPER      "paper"            /* s: "" = of the locale, "a4", "letter" */
#define EBB_SETTING_CUES       "cues"             /* b: exercise cues; alarms have no switch */
#define EBB_SETTING_CUE_VOLUME "cue-volume"       /* i: 0 to 100; not of alarms */

#define EBB_TYPE_SETTINGS (ebb_settings_get_type ())
G_DECLARE_FINAL_TYPE (EbbSettings, ebb_settings, EBB, SETTINGS, GObject)

/* The one of this process; borrowed. */
EbbSettings *ebb_settings_get_default (void);

/* Full reference; never NULL. */
GVariant *ebb_settings_get (EbbSettings *settings, const char *key);
/* Sinks a floating value. */
void ebb_settings_set (EbbSettings *settings, const char *key, GVariant *value);

/* Free it. */
char *ebb_settings_get_text (const char *key);
void ebb_settings_set_text (const char *key, const char *value);
