/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-preferences.h"

#include "ebb-pedal-row.h"
#include "ebb-settings.h"
#include "ebb-sound-group.h"

#include <glib/gi18n-lib.h>

#define SAVE_AFTER_MS 600
#define WIDTH_PX      620
#define HEIGHT_PX     560

struct _EbbPreferences {
  AdwWindow parent_instance;
  EbbDesk *desk;           /* owned */
  GtkWidget *operator_row; /* borrowed: in the tree */
  guint save_id;
};

G_DEFINE_FINAL_TYPE (EbbPreferences, ebb_preferences, ADW_TYPE_WINDOW)

/* A choice among words; the setting keeps the value. */
typedef struct {
  const char *key, *title;
  struct {
    const char *value, *text;
  } options[4]; /* text NULL: the end */
} Choice;

static const Choice appearance = {
  EBB_SETTING_APPEARANCE,
  N_ ("Appearance"),
  { { "system", N_ ("As the system") }, { "light", N_ ("Light") }, { "dark", N_ ("Dark") } }
};
static const Choice paper = {
  EBB_SETTING_PAPER,
  N_ ("Paper"),
  { { "", N_ ("As usual here") }, { "a4", N_ ("A4") }, { "letter", N_ ("Letter") } }
};

/* Saving ------------------------------------------------------------------------------------- */

static char *
dup_text (GtkWidget *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
save_operator (EbbPreferences *self)
{
  g_autofree char *name = dup_text (self->operator_row);
  if (*name == '\0' || g_strcmp0 (name, ebb_desk_get_operator (self->desk)) == 0)
    return; /* somebody always works here */
  ebb_settings_set_text (EBB_SETTING_OPERATOR, name);
  ebb_desk_set_operator (self->desk, name);
}

static gboolean
on_save_cb (gpointer user)
{
  EbbPreferences *self = user;
  self->save_id = 0;
  save_operator (self);
  return G_SOURCE_REMOVE;
}

/* Not at each letter: a name is not committed to disk five times. */
static void
on_text_changed_cb (GtkEditable *editable, EbbPreferences *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_AFTER_MS, on_save_cb, self);
}

static void
on_chosen_cb (AdwComboRow *row, GParamSpec *pspec, const Choice *choice)
{
  guint selected = adw_combo_row_get_selected (row);
  if (selected != GTK_INVALID_LIST_POSITION)
    ebb_settings_set_text (choice->key, choice->options[selected].value);
}

/* Make --------------------------------------------------------------------------------------- */

static GtkWidget *
make_entry (EbbPreferences *self, AdwPreferencesGroup *group, const char *title, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text ? text : "");
  g_signal_connect (row, "changed", G_CALLBACK (on_text_changed_cb), self);
  adw_preferences_group_add (group, row);
  return row;
}

static GtkWidget *
make_choice (const Choice *choice)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  g_autofree char *value = ebb_settings_get_text (choice->key);
  guint selected = 0;
  for (guint i = 0; choice->options[i].text != NULL; i++) {
    gtk_string_list_append (texts, _ (choice->options[i].text));
    if (g_str_equal (choice->options[i].value, value))
      selected = i;
  }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (choice->title));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (texts));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_chosen_cb), (gpointer) choice);
  return row;
}

static AdwPreferencesGroup *
add_group (GtkWidget *page, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  return group;
}

static void
ebb_preferences_dispose (GObject *object)
{
  EbbPreferences *self = EBB_PREFERENCES (object);
  if (self->save_id != 0) {
    g_clear_handle_id (&self->save_id, g_source_remove);
    on_save_cb (self); /* closed in the middle of a word: it counts */
  }
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_preferences_parent_class)->dispose (object);
}

static void
ebb_preferences_class_init (EbbPreferencesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_preferences_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
ebb_preferences_init (EbbPreferences *self)
{
}

static GtkWidget *
make_page (EbbPreferences *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *person = add_group (page, _ ("Operator"), _ ("Appears in every record."));
  self->operator_row = make_entry (self, person, _ ("Name"), ebb_desk_get_operator (self->desk));
  AdwPreferencesGroup *pc = add_group (page, _ ("This PC"), NULL);
  adw_preferences_group_add (pc, make_choice (&appearance));
  adw_preferences_group_add (pc, make_choice (&paper));
  adw_preferences_group_add (pc, ebb_pedal_row_new ());
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (ebb_sound_group_new ()));
  return page;
}

GtkWidget *
ebb_preferences_new (EbbDesk *desk)
{
  EbbPreferences *self =
      g_object_new (EBB_TYPE_PREFERENCES, "modal", TRUE, "title", _ ("Preferences"),
                    "default-width", WIDTH_PX, "default-height", HEIGHT_PX, NULL);
  self->desk = g_object_ref (desk);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), make_page (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  return GTK_WIDGET (self);
}
