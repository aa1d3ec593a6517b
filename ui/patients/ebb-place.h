/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a person was on a page whose content is made anew: how far it was scrolled, and which
 * button had the focus.  Content comes in parts, each when its question was answered, so both are
 * wanted until they can be had, or until the person does something else.  Main thread.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _EbbPlace EbbPlace;

/* `scroller`: a GtkScrolledWindow, borrowed; it must outlive the place. */
EbbPlace *ebb_place_new (GtkWidget *scroller);
void ebb_place_free (EbbPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbPlace, ebb_place_free)

/* The content goes now, and the same comes again. */
void ebb_place_keep (EbbPlace *place);
/* A part of it has come. */
void ebb_place_take_up (EbbPlace *place);
/* Something else comes: from the top, nothing has the focus, and no tab has been seen. */
void ebb_place_forget (EbbPlace *place);
/* One tab goes and another comes; one that was not seen yet begins at `first_px` at most. */
void ebb_place_turn (EbbPlace *place, const char *from, const char *to, double first_px);
