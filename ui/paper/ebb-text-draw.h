/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line of text on cairo, as charts need it.  Fonts have an absolute size (pixels on screen,
 * points on paper), so that it is the same text whatever the surface's resolution.
 */
#pragma once

#include "ebb-palette.h"

#include <pango/pangocairo.h>

/* `font` NULL = a plain one of 11 px. */
void ebb_text_measure (const PangoFontDescription *font, const char *text, double *width_px,
                       double *height_px);

/* The text's box has its top at `y`; `align` 0 = it begins at `x`, 0.5 = centred, 1 = ends there.
 * `plate` (or NULL) is painted below it, so that lines do not strike it through. */
void ebb_text_draw (cairo_t *cr, const PangoFontDescription *font, const char *text, double x,
                    double y, double align, const EbbColor *color, const EbbColor *plate);
