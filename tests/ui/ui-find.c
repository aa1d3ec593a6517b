/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui-find.h"

#include <adwaita.h>
#include <string.h>

GtkWidget *
ui_find (GtkWidget *root, UiMatch match, gconstpointer data)
{
  if (root == NULL || !gtk_widget_get_mapped (root))
    return NULL;
  if (match (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = ui_find (child, match, data);
    if (found != NULL)
      return found;
  }
  return NULL;
}

void
ui_each (GtkWidget *root, void (*visit) (GtkWidget *widget, gpointer user), gpointer user)
{
  if (!gtk_widget_get_mapped (root))
    return;
  visit (root, user);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_each (child, visit, user);
}

static void
add_text (GtkWidget *widget, gpointer user)
{
  GString *text = user;
  const char *own = NULL;
  if (GTK_IS_LABEL (widget))
    own = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    own = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  if (own == NULL || own[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, own);
}

char *
ui_text_of (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);
  if (gtk_widget_get_mapped (widget))
    ui_each (widget, add_text, text);
  return g_string_free (text, FALSE);
}

static gboolean
is_button (GtkWidget *widget, gconstpointer data)
{
  if (!GTK_IS_BUTTON (widget) && !GTK_IS_MENU_BUTTON (widget) && !GTK_IS_LIST_BOX_ROW (widget)
      && !GTK_IS_CHECK_BUTTON (widget))
    return FALSE;
  g_autofree char *text = ui_text_of (widget);
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  return g_str_has_prefix (text, data) || (tooltip != NULL && g_str_has_prefix (tooltip, data));
}

GtkWidget *
ui_find_button (GtkWidget *root, const char *text)
{
  return ui_find (root, is_button, text);
}

static gboolean
is_label (GtkWidget *widget, gconstpointer data)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget))
                     : GTK_IS_INSCRIPTION (widget)
                         ? gtk_inscription_get_text (GTK_INSCRIPTION (widget))
                         : NULL;
  return text != NULL && strstr (text, data) != NULL;
}

GtkWidget *
ui_find_label (GtkWidget *root, const char *text)
{
  return ui_find (root, is_label, text);
}

typedef struct {
  GType type;
  guint left;
} Nth;

static gboolean
is_nth (GtkWidget *widget, gconstpointer data)
{
  Nth *nth = (Nth *) data;
  return g_type_is_a (G_OBJECT_TYPE (widget), nth->type) && nth->left-- == 0;
}

GtkWidget *
ui_find_type (GtkWidget *root, GType type, guint nth)
{
  Nth data = { type, nth };
  return ui_find (root, is_nth, &data);
}

static gboolean
has_prefix (const char *text, const char *prefix)
{
  return text != NULL && g_str_has_prefix (text, prefix);
}

/* A label that stands before it in the same box, or one level up. */
static gboolean
label_beside (GtkWidget *widget, const char *text)
{
  for (int level = 0; level < 2 && widget != NULL; level++) {
    for (GtkWidget *before = gtk_widget_get_prev_sibling (widget); before != NULL;
         before = gtk_widget_get_prev_sibling (before))
      if (GTK_IS_LABEL (before) && has_prefix (gtk_label_get_text (GTK_LABEL (before)), text))
        return TRUE;
    widget = gtk_widget_get_parent (widget);
  }
  return FALSE;
}

static gboolean
is_entry (GtkWidget *widget, gconstpointer data)
{
  if (ADW_IS_ENTRY_ROW (widget))
    return has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), data);
  if (!GTK_IS_EDITABLE (widget) || GTK_IS_TEXT (widget))
    return FALSE;
  const char *placeholder = NULL;
  if (GTK_IS_ENTRY (widget))
    placeholder = gtk_entry_get_placeholder_text (GTK_ENTRY (widget));
  return has_prefix (placeholder, data) || label_beside (widget, data)
         || has_prefix (gtk_widget_get_tooltip_text (widget), data);
}

GtkWidget *
ui_find_entry (GtkWidget *root, const char *text)
{
  return ui_find (root, is_entry, text);
}
