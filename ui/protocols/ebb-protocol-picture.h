/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The time line of a protocol as a widget; drawn by paper/ebb-timeline-draw.h.
 */
#pragma once

#include "ebb-protocol-view.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PROTOCOL_PICTURE (ebb_protocol_picture_get_type ())
G_DECLARE_FINAL_TYPE (EbbProtocolPicture, ebb_protocol_picture, EBB, PROTOCOL_PICTURE, GtkWidget)

/* Heights at 100 % text. */
GtkWidget *ebb_protocol_picture_new (int min_px, int natural_px);

/* What it is made of, copied; `view` NULL = there is none now, and the picture says so. */
void ebb_protocol_picture_set (EbbProtocolPicture *picture, const EbbProtocolView *view,
                               const EbbPressurePlan *pressure);
/* What is shown; for tests.  FALSE = nothing. */
gboolean ebb_protocol_picture_get_total_ms (EbbProtocolPicture *picture, gint64 *total_ms);
