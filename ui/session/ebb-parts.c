/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-parts.h"

#include "ebb-widgets.h"

GtkWidget *
ebb_panel_new (const char *title)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (card, "session-card");
  if (title != NULL)
    gtk_box_append (GTK_BOX (card), ebb_label_new (title, "card-title", NULL));
  return card;
}

GtkWidget *
ebb_big_number_new (GtkWidget **large, GtkWidget **small, const char *unit)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *number = ebb_label_new ("", "big-number", "numeric", NULL);
  GtkWidget *beside = ebb_label_new (unit, "big-unit", "numeric", NULL);

  gtk_label_set_wrap (GTK_LABEL (number), FALSE);
  gtk_label_set_wrap (GTK_LABEL (beside), FALSE);
  gtk_widget_set_valign (number, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (beside, GTK_ALIGN_BASELINE);
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), beside);
  /* At the top of its room: cards side by side keep their numbers on one line. */
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_widget_set_vexpand (box, TRUE);
  *large = number;
  if (small != NULL)
    *small = beside;
  return box;
}

void
ebb_widget_drop_children (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

void
ebb_widget_show_level (GtkWidget *widget, EbbLiveLevel *shown, EbbLiveLevel level)
{
  if (*shown == level)
    return;
  if (*shown != EBB_LIVE_PLAIN)
    gtk_widget_remove_css_class (widget, ebb_live_level_to_class (*shown));
  if (level != EBB_LIVE_PLAIN)
    gtk_widget_add_css_class (widget, ebb_live_level_to_class (level));
  *shown = level;
}

void
ebb_widget_set_why (GtkWidget *widget, const char *why)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), why) == 0)
    return;
  gtk_widget_set_tooltip_text (widget, why);
  ebb_widget_set_accessible (widget, NULL, why != NULL ? why : "");
}

GtkWidget *
ebb_titled_row_new (const char *title, GtkWidget *child)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = ebb_label_new (title, "row-title", NULL);

  gtk_widget_set_hexpand (child, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), child);
  return row;
}
