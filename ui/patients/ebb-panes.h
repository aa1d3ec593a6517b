/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list and what is open beside it; where both do not fit, one over the other.
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_PANES (ebb_panes_get_type ())
G_DECLARE_FINAL_TYPE (EbbPanes, ebb_panes, EBB, PANES, GtkWidget)

/* Takes both.  "narrow-changed" tells, from an idle moment, that they lie over each other or do not
 * any more. */
GtkWidget *ebb_panes_new (GtkWidget *list, GtkWidget *detail);
/* Which one lies on top where there is room for one only. */
void ebb_panes_show_detail (EbbPanes *panes, gboolean detail);
gboolean ebb_panes_get_narrow (EbbPanes *panes);
