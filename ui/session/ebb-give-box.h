/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A box whose children give way when space is short: those with rank 1 vanish first, then rank 2,
 * and so on; rank 0 never does.  What is left over goes to those that grow.
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_GIVE_BOX (ebb_give_box_get_type ())
G_DECLARE_FINAL_TYPE (EbbGiveBox, ebb_give_box, EBB, GIVE_BOX, GtkWidget)

GtkWidget *ebb_give_box_new (GtkOrientation orientation, int spacing_px);
/* Takes the floating reference. */
void ebb_give_box_append (EbbGiveBox *box, GtkWidget *child, guint rank, gboolean grow);
/* `child` is one of the box's own. */
void ebb_give_box_set_rank (EbbGiveBox *box, GtkWidget *child, guint rank);
