/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The repetition strip: one bar for each repetition with its parts stacked (contract, hold, relax),
 * against the prescribed hold; early and late ones are marked by colour, shape and number; empty
 * frames for those to come; and the pacer's own bar growing with the tempo.
 */
#pragma once

#include "ebb-palette.h"
#include "ebb-protocol.h"

#include <pango/pangocairo.h>

typedef struct {
  guint number;
  double contract_s, hold_s, relax_s; /* measured; NAN = unknown (tapped) */
  gboolean tapped;
} EbbStripRep;

typedef struct {
  const EbbStripRep *reps; /* borrowed */
  guint n_reps;
  guint reps_min, reps_max;
  EbbTempo tempo;
  double pacer_s; /* into the repetition the pacer leads; negative = none */
  guint pacer_number;
  PangoFontDescription *font; /* borrowed; its size is absolute */
} EbbStripData;

/* Whether a hold of that length is marked: under 80 % or above 140 % of the ordered one. */
gboolean ebb_strip_is_off (const EbbStripRep *rep, const EbbTempo *tempo);

void ebb_strip_draw (cairo_t *cr, double width, double height, const EbbStripData *data,
                     const EbbPalette *palette);

/* Its two parts, for whoever keeps them apart: all that stands still, and the pacer's bar with the
 * place it takes on x (FALSE = there is none). */
void ebb_strip_draw_still (cairo_t *cr, double width, double height, const EbbStripData *data,
                           const EbbPalette *palette);
gboolean ebb_strip_get_pacer_area (double width, double height, const EbbStripData *data,
                                   double *left, double *bar_width);
void ebb_strip_draw_pacer (cairo_t *cr, double width, double height, const EbbStripData *data,
                           const EbbPalette *palette);
