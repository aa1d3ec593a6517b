/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window of our own: the toolkit's one hides all but the name behind a row, and what Ebb is not
 * must be seen at once.
 */
#include "ebb-about.h"

#include "ebb-application.h"
#include "ebb-format.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define WIDTH_PX  460
#define HEIGHT_PX 560
#define ICON_PX   72

static GtkWidget *
centred (GtkWidget *label)
{
  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  return label;
}

static char *
make_read_by (EbbDesk *desk)
{
  const EbbClinic *clinic = desk ? ebb_desk_get_clinic (desk) : NULL;
  if (clinic == NULL || clinic->statement_by == NULL)
    return g_strdup (_ ("Nobody has read this statement here yet."));
  g_autofree char *date = clinic->statement_on ? ebb_format_date (clinic->statement_on) : NULL;
  /* TRANSLATORS: who has read what Ebb is not, and when. */
  return g_strdup_printf (_ ("Read by %s on %s."), clinic->statement_by, date ? date : "–");
}

static GtkWidget *
make_statement (EbbDesk *desk)
{
  g_autofree char *read_by = make_read_by (desk);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "about-statement");
  gtk_box_append (GTK_BOX (box),
                  ebb_label_new (_ ("Ebb is not a cleared medical device."), "heading", NULL));
  gtk_box_append (GTK_BOX (box),
                  ebb_label_new (_ ("It is not for use on people until a manufacturer takes "
                                    "responsibility for the whole system: controller, cuff, hose "
                                    "and program."),
                                 NULL, NULL));
  gtk_box_append (GTK_BOX (box), ebb_label_new (read_by, "dim-label", NULL));
  return box;
}

static GtkWidget *
make_content (EbbDesk *desk)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (EBB_ICON_NAME);
  gtk_image_set_pixel_size (GTK_IMAGE (icon), ICON_PX);
  GtkWidget *const rows[] = {
    icon,
    centred (ebb_label_new (_ ("Ebb"), "title-1", NULL)),
    centred (ebb_label_new (EBB_VERSION, "dim-label", "numeric", NULL)),
    make_statement (desk),
    centred (ebb_label_new (_ ("Blood flow restriction training in the clinic: prescribe, lead, "
                               "record and explain."),
                            NULL, NULL)),
    centred (ebb_label_new (_ ("Free software by the Ebb authors, under the GNU General Public "
                               "License, version 3 or later, without any warranty."),
                            "dim-label", NULL)),
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (box, "ebb-room");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_box_append (GTK_BOX (box), rows[i]);
  return box;
}

static gboolean
on_escape_cb (GtkWidget *window, GVariant *args, gpointer user)
{
  gtk_window_close (GTK_WINDOW (window));
  return TRUE;
}

GtkWidget *
ebb_about_new (EbbDesk *desk)
{
  GtkWidget *window = adw_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), _ ("About Ebb"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH_PX, HEIGHT_PX);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (on_escape_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_content (desk));
  gtk_widget_set_vexpand (scroller, TRUE);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);
  return window;
}
