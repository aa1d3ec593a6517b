/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A course over visits on cairo, for screen and paper: left and right differ in shape and dash, not
 * by colour alone; the zone in which a change matters is a band with words.
 */
#pragma once

#include "ebb-palette.h"
#include "ebb-progress-series.h"

#include <pango/pangocairo.h>

/* `font`: absolute size.  Nothing is drawn where there is no room. */
void ebb_progress_draw (cairo_t *cr, double x, double y, double width, double height,
                        const EbbProgressSeries *series, const PangoFontDescription *font,
                        const EbbPalette *palette);
