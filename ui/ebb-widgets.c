/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-widgets.h"

#include <adwaita.h>

static void
add_classes (GtkWidget *widget, const char *css_class, va_list more)
{
  for (const char *name = css_class; name != NULL; name = va_arg (more, const char *))
    gtk_widget_add_css_class (widget, name);
}

GtkWidget *
ebb_label_new (const char *text, const char *css_class, ...)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  va_list more;
  va_start (more, css_class);
  add_classes (label, css_class, more);
  va_end (more);
  return label;
}

gboolean
ebb_label_update (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) == 0)
    return FALSE;
  gtk_label_set_text (GTK_LABEL (label), text);
  return TRUE;
}

GtkWidget *
ebb_button_new (const char *text, const char *css_class, ...)
{
  GtkWidget *button = gtk_button_new_with_label (text);
  va_list more;
  va_start (more, css_class);
  add_classes (button, css_class, more);
  va_end (more);
  return button;
}

GtkWidget *
ebb_nothing_new (const char *icon, const char *title, const char *description)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  gtk_widget_set_vexpand (page, TRUE);
  return page;
}

void
ebb_widget_set_class (GtkWidget *widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

GtkWidget *
ebb_expander_new (const char *text)
{
  GtkWidget *expander = gtk_expander_new (text);

  ebb_widget_set_accessible (expander, text, NULL);
  return expander;
}

void
ebb_widget_set_accessible (GtkWidget *widget, const char *name, const char *description)
{
  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    description, -1);
}
