/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-page-frame.h"

#include "ebb-flow.h"
#include "ebb-size-class.h"

#include <adwaita.h>

#define GAP_PX        10
#define LEFT_MIN_PX   340
#define PAGE_WIDTH_PX 1600

GtkWidget *
ebb_page_foot_new (void)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  gtk_widget_add_css_class (foot, "session-foot");
  return foot;
}

GtkWidget *
ebb_page_frame_new (GtkWidget *top, GtkWidget *second_top, GtkWidget *left, GtkWidget *right,
                    GtkWidget *foot)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP_PX);

  if (top != NULL)
    gtk_box_append (GTK_BOX (column), top);
  if (second_top != NULL)
    gtk_box_append (GTK_BOX (column), second_top);
  if (right != NULL) {
    gtk_widget_add_css_class (right, "frame-right");
    gtk_box_append (GTK_BOX (column), ebb_beside_new (left, right, LEFT_MIN_PX, GAP_PX));
  } else {
    gtk_box_append (GTK_BOX (column), left);
  }
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), PAGE_WIDTH_PX);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), PAGE_WIDTH_PX);
  adw_clamp_set_child (ADW_CLAMP (clamp), column);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (all), scrolled);
  if (foot != NULL)
    gtk_box_append (GTK_BOX (all), foot);
  gtk_widget_add_css_class (all, "session-page");
  ebb_size_class_follow (all);
  return all;
}

void
ebb_page_frame_show_below (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *place;
  graphene_rect_t bounds;
  double page, wanted;

  if (scrolled == NULL || !gtk_widget_compute_bounds (widget, scrolled, &bounds))
    return;
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  page = gtk_adjustment_get_page_size (place);
  wanted = bounds.origin.y + bounds.size.height + page / 2 - page;
  wanted = MIN (wanted, bounds.origin.y); /* it stays in sight itself */
  if (wanted > 0)
    gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + wanted);
}
