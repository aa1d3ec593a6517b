/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-field.h"

#include "ebb-flow.h"
#include "ebb-widgets.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define NOTICE_MIN_PX 260
#define FOOT_MIN_PX   200
/* As .form-column has it. */
#define COLUMN_PAD_PX 24

struct _EbbField {
  GtkBox parent_instance;
  GtkWidget *title, *control, *note, *error, *error_text; /* children */
};

G_DEFINE_FINAL_TYPE (EbbField, ebb_field, GTK_TYPE_BOX)

static void
ebb_field_class_init (EbbFieldClass *klass)
{
}

static void
ebb_field_init (EbbField *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "form-field");
}

/* A shape beside the colour. */
static GtkWidget *
make_error (EbbField *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->error_text = ebb_label_new ("", NULL, NULL);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (self->error_text, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), self->error_text);
  gtk_widget_add_css_class (box, "form-error");
  gtk_widget_hide (box);
  return box;
}

GtkWidget *
ebb_field_new (const char *title, GtkWidget *control)
{
  EbbField *self = g_object_new (EBB_TYPE_FIELD, NULL);

  self->title = ebb_label_new (title, "form-title", NULL);
  self->control = control;
  self->note = ebb_label_new ("", "patient-dim", "form-note", NULL);
  self->error = make_error (self);
  gtk_widget_hide (self->note);
  gtk_box_append (GTK_BOX (self), self->title);
  gtk_box_append (GTK_BOX (self), control);
  gtk_box_append (GTK_BOX (self), self->note);
  gtk_box_append (GTK_BOX (self), self->error);
  return GTK_WIDGET (self);
}

GtkWidget *
ebb_field_get_control (EbbField *self)
{
  g_return_val_if_fail (EBB_IS_FIELD (self), NULL);

  return self->control;
}

static void
show_note (EbbField *self)
{
  gboolean has_note = *gtk_label_get_text (GTK_LABEL (self->note)) != '\0';

  gtk_widget_set_visible (self->note, has_note);
}

void
ebb_field_set_note (EbbField *self, const char *note)
{
  g_return_if_fail (EBB_IS_FIELD (self));

  ebb_label_update (self->note, note != NULL ? note : "");
  show_note (self);
}

void
ebb_field_set_error (EbbField *self, const char *error)
{
  g_return_if_fail (EBB_IS_FIELD (self));

  ebb_label_update (self->error_text, error != NULL ? error : "");
  gtk_widget_set_visible (self->error, error != NULL);
  ebb_widget_set_class (self->control, "error", error != NULL);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID,
      error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  ebb_widget_set_accessible (self->control, NULL, error != NULL ? error : "");
}

GtkWidget *
ebb_entry_new (const char *name, const char *placeholder)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_widget_add_css_class (entry, "touch");
  gtk_widget_set_hexpand (entry, TRUE);
  if (placeholder != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  ebb_widget_set_accessible (entry, name, NULL);
  return entry;
}

char *
ebb_entry_dup_text (GtkWidget *entry)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static void
set_width (GtkWidget *clamp, int width_px)
{
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width_px);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), width_px);
}

GtkWidget *
ebb_form_new (int width_px, GtkWidget **column)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (*column, "form-column");
  set_width (clamp, width_px);
  adw_clamp_set_child (ADW_CLAMP (clamp), *column);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

GtkWidget *
ebb_draft_notice_new (GCallback afresh, gpointer user)
{
  GtkWidget *text = ebb_label_new (_ ("As you left it: this was not saved yet."), NULL, NULL);
  GtkWidget *button = ebb_button_new (_ ("Start afresh"), "touch", NULL);
  GtkWidget *notice = ebb_beside_new (text, button, NOTICE_MIN_PX, 12);

  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (notice, "patient-notice");
  g_signal_connect_swapped (button, "clicked", afresh, user);
  gtk_widget_hide (notice);
  return notice;
}

GtkWidget *
ebb_form_foot_new (int width_px, GtkWidget *start, GtkWidget *save)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_valign (start, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (save, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (save, "form-save");
  set_width (clamp, width_px - 2 * COLUMN_PAD_PX);
  adw_clamp_set_child (ADW_CLAMP (clamp), ebb_beside_new (start, save, FOOT_MIN_PX, 16));
  gtk_widget_add_css_class (foot, "form-foot");
  gtk_box_append (GTK_BOX (foot), clamp);
  return foot;
}

GtkWidget *
ebb_card_new (const char *heading)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "patient-card");
  if (heading != NULL)
    gtk_box_append (GTK_BOX (card), ebb_label_new (heading, "patient-dim", "card-heading", NULL));
  return card;
}

GtkWidget *
ebb_form_card_new (void)
{
  GtkWidget *card = ebb_card_new (NULL);

  gtk_box_set_spacing (GTK_BOX (card), 16);
  return card;
}
