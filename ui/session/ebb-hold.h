/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A start that cannot happen by a slip: held for a second, or, for who cannot hold, activated twice
 * with 1 to 10 s between.  Given once.  Pure; time is an argument.
 */
#pragma once

#include <glib.h>

#define EBB_HOLD_US      G_TIME_SPAN_SECOND
#define EBB_HOLD_LAST_US (10 * G_TIME_SPAN_SECOND)

typedef struct {
  gint64 pressed_us;   /* -1 = not pressed */
  gint64 activated_us; /* -1 = not activated */
  gboolean given;
} EbbHold;

void ebb_hold_init (EbbHold *hold);
void ebb_hold_press (EbbHold *hold, gint64 now_us);
void ebb_hold_release (EbbHold *hold);
/* TRUE once, when it has been held long enough. */
gboolean ebb_hold_tick (EbbHold *hold, gint64 now_us);
/* The accessible way: TRUE once, at the second call 1 to 10 s after the first. */
gboolean ebb_hold_activate (EbbHold *hold, gint64 now_us);
/* How far it is, 0..1. */
double ebb_hold_fraction (const EbbHold *hold, gint64 now_us);
/* Whether a second activation is waited for. */
gboolean ebb_hold_waits (const EbbHold *hold, gint64 now_us);
