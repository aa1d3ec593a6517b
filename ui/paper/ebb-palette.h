/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colours of drawn things: light, dark, high contrast and paper.  Nothing is told by colour
 * alone.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct {
  double red, green, blue, alpha;
} EbbColor;

typedef enum {
  EBB_PALETTE_LIGHT,
  EBB_PALETTE_DARK,
  EBB_PALETTE_CONTRAST,
  EBB_PALETTE_CONTRAST_DARK,
  EBB_PALETTE_PAPER
} EbbPaletteKind;

typedef struct {
  EbbColor background, text, dim, grid;
  EbbColor series, series_second;                      /* curves of the first and second limb */
  EbbColor band, band_edge, target;                    /* the planned zone */
  EbbColor lop, alarm, warning, good;                  /* LOP line, alarm, warning, in band */
  EbbColor rep_contract, rep_hold, rep_relax, rep_off; /* parts of a repetition; off the tempo */
  EbbColor gap;
  double line_px; /* width of a curve */
} EbbPalette;

const EbbPalette *ebb_palette_get (EbbPaletteKind kind);
void ebb_color_set (cairo_t *cr, const EbbColor *color);
