/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The published window of pressure as bands on a line from 0 to 100 % of LOP: consensus outside,
 * the limb's own inside, the limit of 80 %, and a marker at the prescription.
 */
#pragma once

#include "ebb-protocol.h"

#include <gtk/gtk.h>

#define EBB_TYPE_WINDOW_BAR (ebb_window_bar_get_type ())
G_DECLARE_FINAL_TYPE (EbbWindowBar, ebb_window_bar, EBB, WINDOW_BAR, GtkWidget)

GtkWidget *ebb_window_bar_new (void);
/* percent_lop 0 = unknown: bands without a marker.  `text`: the same in words. */
void ebb_window_bar_set (EbbWindowBar *bar, EbbSegment segment, double percent_lop,
                         gboolean estimated, const char *text);
