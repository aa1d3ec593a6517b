/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Find the load": the 30-repetition finder below the load of the prescription form, folded until
 * it is wanted.  Nothing of a try is kept but the load that was taken.
 *
 * Signal "taken" (double load_kg).
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_LOAD_FINDER_BOX (ebb_load_finder_box_get_type ())
G_DECLARE_FINAL_TYPE (EbbLoadFinderBox, ebb_load_finder_box, EBB, LOAD_FINDER_BOX, GtkBox)

GtkWidget *ebb_load_finder_box_new (double max_kg);
/* Of the exercise; 0 = it has no weight, and the box hides. */
void ebb_load_finder_box_set_step (EbbLoadFinderBox *box, double step_kg);
