/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-statement.h"

#include "ebb-settings.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define COLUMN_PX 720

struct _EbbStatement {
  EbbPage parent_instance;
  EbbDesk *desk;          /* owned */
  GtkWidget *name, *read; /* borrowed: in the tree */
};

G_DEFINE_FINAL_TYPE (EbbStatement, ebb_statement, EBB_TYPE_PAGE)

gboolean
ebb_statement_is_due (EbbDesk *desk)
{
  const EbbClinic *clinic = ebb_desk_get_clinic (desk);
  return clinic != NULL && clinic->statement_by == NULL;
}

static char *
dup_name (EbbStatement *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
}

static void
on_name_changed_cb (GtkEditable *editable, EbbStatement *self)
{
  g_autofree char *name = dup_name (self);
  gtk_widget_set_sensitive (self->read, *name != '\0');
}

static char *
today (void)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (ebb_clock_wall_unix_us () / G_USEC_PER_SEC);
  return g_date_time_format (now, "%Y-%m-%d");
}

static void
on_read_cb (GtkWidget *widget, EbbStatement *self)
{
  g_autofree char *name = dup_name (self);
  if (*name == '\0' || !ebb_statement_is_due (self->desk))
    return;
  g_autofree char *date = today ();
  EbbClinic clinic = *ebb_desk_get_clinic (self->desk);
  clinic.statement_by = name;
  clinic.statement_on = date;
  ebb_settings_set_text (EBB_SETTING_OPERATOR, name);
  ebb_desk_set_operator (self->desk, name);
  ebb_desk_set_clinic (self->desk, &clinic);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  if (window != NULL)
    ebb_window_close_page (window, EBB_PAGE (self));
}

static gboolean
leave_never (EbbPage *page)
{
  return FALSE;
}

static gboolean
ebb_statement_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (EBB_STATEMENT (widget)->name);
}

static void
ebb_statement_dispose (GObject *object)
{
  g_clear_object (&EBB_STATEMENT (object)->desk);
  G_OBJECT_CLASS (ebb_statement_parent_class)->dispose (object);
}

static void
ebb_statement_class_init (EbbStatementClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_statement_dispose;
  GTK_WIDGET_CLASS (class)->grab_focus = ebb_statement_grab_focus;
  EBB_PAGE_CLASS (class)->leave = leave_never;
  EBB_PAGE_CLASS (class)->may_look_past = FALSE;
}

static void
ebb_statement_init (EbbStatement *self)
{
}

static GtkWidget *
make_text (void)
{
  static const char *const paragraphs[] = {
    N_ ("Ebb is not a cleared medical device. It is not for use on people until a manufacturer "
        "takes responsibility for the whole system: controller, cuff, hose and program."),
    N_ ("A tight cuff can injure. Whoever works with Ebb on a simulated cuff is practising, and "
        "the screen says Simulated in words as long as that is so."),
    N_ ("Stop is one key: Esc, F12 or the pedal. If the program, the cable or the power fails, a "
        "controller that keeps to the rules vents by itself within 2 seconds. Feel the cuff all "
        "the same."),
    N_ ("A cuff that Ebb cannot see counts as inflated until it is shown or felt to be soft."),
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  for (gsize i = 0; i < G_N_ELEMENTS (paragraphs); i++)
    gtk_box_append (GTK_BOX (box), ebb_label_new (_ (paragraphs[i]), "body-large", NULL));
  return box;
}

static GtkWidget *
make_name (EbbStatement *self)
{
  GtkWidget *list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name"));
  g_autofree char *known = ebb_settings_get_text (EBB_SETTING_OPERATOR);
  gtk_editable_set_text (GTK_EDITABLE (self->name), known);
  g_signal_connect (self->name, "changed", G_CALLBACK (on_name_changed_cb), self);
  g_signal_connect (self->name, "entry-activated", G_CALLBACK (on_read_cb), self);
  gtk_list_box_append (GTK_LIST_BOX (list), self->name);
  return list;
}

static GtkWidget *
make_content (EbbStatement *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (box, "ebb-room");
  gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("What Ebb is not"), "title-1", NULL));
  gtk_box_append (GTK_BOX (box), make_text ());
  gtk_box_append (GTK_BOX (box), make_name (self));
  self->read = ebb_button_new (_ ("I have read this"), "session", "suggested-action", NULL);
  g_signal_connect (self->read, "clicked", G_CALLBACK (on_read_cb), self);
  gtk_box_append (GTK_BOX (box), self->read);
  gtk_box_append (
      GTK_BOX (box),
      ebb_label_new (_ ("Name and date are kept in this clinic's records and shown under "
                        "About Ebb. The name stands as operator until you change it."),
                     "dim-label", NULL));
  on_name_changed_cb (NULL, self);
  return box;
}

EbbPage *
ebb_statement_new (EbbDesk *desk)
{
  EbbStatement *self = g_object_new (EBB_TYPE_STATEMENT, NULL);
  self->desk = g_object_ref (desk);
  ebb_page_set_title (EBB_PAGE (self), _ ("Before you begin"), NULL);
  ebb_page_set_can_go_back (EBB_PAGE (self), FALSE);
  GtkWidget *clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), COLUMN_PX);
  adw_clamp_set_child (ADW_CLAMP (clamp), make_content (self));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (self), scroller);
  return EBB_PAGE (self);
}
