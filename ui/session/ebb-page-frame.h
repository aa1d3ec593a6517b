/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame of the pages around a bout: something across the top, two columns where there is room,
 * and the main buttons at the foot.
 */
#pragma once

#include <gtk/gtk.h>

/* Takes all; `top` and `second_top` may be NULL, `right` too. */
GtkWidget *ebb_page_frame_new (GtkWidget *top, GtkWidget *second_top, GtkWidget *left,
                               GtkWidget *right, GtkWidget *foot);
/* Scrolls until `widget` and half a page of what comes after it are seen. */
void ebb_page_frame_show_below (GtkWidget *widget);
/* A row for the foot's buttons. */
GtkWidget *ebb_page_foot_new (void);
