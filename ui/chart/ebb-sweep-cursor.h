/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cursor over a frozen sweep: where it is, where it was set down, and what it says.
 */
#pragma once

#include "ebb-sweep-picture.h"

typedef struct {
  gboolean shown, anchored;
  double x, anchor_x; /* in the widget */
} EbbSweepCursor;

/* To a place, kept inside the picture. */
void ebb_sweep_cursor_move (EbbSweepCursor *cursor, EbbSweepPicture *picture, double x);
/* The difference is counted from here on. */
void ebb_sweep_cursor_set_down (EbbSweepCursor *cursor);
/* Time and pressure, and the difference on a second line; NULL when there is nothing to say. */
char *ebb_sweep_cursor_dup_text (const EbbSweepCursor *cursor, EbbSweepPicture *picture);
void ebb_sweep_cursor_append (const EbbSweepCursor *cursor, EbbSweepPicture *picture,
                              GtkSnapshot *snapshot, int width, const EbbPalette *palette,
                              const PangoFontDescription *font);
