/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-shortcuts.h"

#define UI_PATH "/io/github/ebbclinic/Ebb/ebb-shortcuts.ui"

GtkWidget *
ebb_shortcuts_new (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GError) error = NULL;
  gtk_builder_set_translation_domain (builder, GETTEXT_PACKAGE);
  if (!gtk_builder_add_from_resource (builder, UI_PATH, &error))
    g_error ("%s", error->message); /* it is part of the program */
  return GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts"));
}
