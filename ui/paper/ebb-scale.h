/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Axes: a value range to pixels, and ticks at 1, 2 or 5 times a power of ten.  Pure.
 */
#pragma once

#include <glib.h>

typedef struct {
  double from, to;       /* values */
  double from_px, to_px; /* where they are drawn; to_px < from_px for y */
} EbbScale;

double ebb_scale_to_px (const EbbScale *scale, double value);
double ebb_scale_from_px (const EbbScale *scale, double px);

#define EBB_TICKS_MAX 24
typedef struct {
  double step;
  guint n;
  double at[EBB_TICKS_MAX];
} EbbTicks;

/* At most one tick each `apart_px`. */
void ebb_ticks_make (const EbbScale *scale, double apart_px, EbbTicks *ticks);
/* The same for time in seconds: steps of 1 2 5 10 15 30 s, 1 2 5 10 15 30 min. */
void ebb_ticks_make_time (const EbbScale *scale, double apart_px, EbbTicks *ticks);
