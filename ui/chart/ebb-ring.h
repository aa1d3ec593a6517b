/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The phase clock as a ring, and the dots that stand for sets.
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_RING (ebb_ring_get_type ())
G_DECLARE_FINAL_TYPE (EbbRing, ebb_ring, EBB, RING, GtkWidget)
GtkWidget *ebb_ring_new (void);
/* 0..1; redraws when it moved by a visible step. */
void ebb_ring_set_fraction (EbbRing *ring, double fraction);

#define EBB_TYPE_SET_DOTS (ebb_set_dots_get_type ())
G_DECLARE_FINAL_TYPE (EbbSetDots, ebb_set_dots, EBB, SET_DOTS, GtkWidget)
GtkWidget *ebb_set_dots_new (void);
/* `done` full, one half full when `open`, the rest empty. */
void ebb_set_dots_set (EbbSetDots *dots, guint n, guint done, gboolean open);
