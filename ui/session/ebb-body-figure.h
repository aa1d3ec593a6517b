/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A figure seen from the front with the cuff on its limb.  Left and right are the patient's, and
 * say so.
 */
#pragma once

#include "ebb-protocol.h"

#include <gtk/gtk.h>

#define EBB_TYPE_BODY_FIGURE (ebb_body_figure_get_type ())
G_DECLARE_FINAL_TYPE (EbbBodyFigure, ebb_body_figure, EBB, BODY_FIGURE, GtkWidget)

GtkWidget *ebb_body_figure_new (void);
void ebb_body_figure_set (EbbBodyFigure *figure, EbbSegment segment, EbbSide side);
