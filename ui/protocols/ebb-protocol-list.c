/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-list.h"

#include "ebb-defined.h"
#include "ebb-protocol-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define ID_KEY "ebb-protocol-id"

struct _EbbProtocolList {
  GtkBox parent_instance;
  GPtrArray *entries;                                    /* owned; NULL until set */
  GHashTable *exercises;                                 /* owned: id -> EbbExercise */
  GtkWidget *search, *rows, *scroller, *hidden, *nobody; /* children */
  char *open_id;
  gboolean narrow, marking;
};

enum { OPENED, NEW_PROTOCOL, IMPORT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbProtocolList, ebb_protocol_list, GTK_TYPE_BOX)

static const char *
id_of (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), ID_KEY) : NULL;
}

static const EbbProtocolEntry *
entry_of (EbbProtocolList *self, GtkListBoxRow *row)
{
  return ebb_protocol_entry_find (self->entries, id_of (row));
}

/* --- Rows -------------------------------------------------------------------------------- */

static GtkWidget *
make_line (const char *text, const char *css_class)
{
  GtkWidget *line = ebb_label_new (text, css_class, NULL);

  gtk_label_set_wrap (GTK_LABEL (line), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (line), PANGO_ELLIPSIZE_END);
  return line;
}

/* A sign beside the word of the second line. */
static const char *
icon_of (const EbbProtocolEntry *entry)
{
  if (entry->retired)
    return "view-conceal-symbolic";
  return entry->lock_reason != NULL ? "changes-prevent-symbolic" : NULL;
}

static GtkWidget *
make_row (const EbbProtocolEntry *entry)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  g_autofree char *facts = ebb_protocol_row_text (entry);
  const char *name = ebb_defined (entry->protocol->name);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", name, facts);

  gtk_box_append (GTK_BOX (lines), make_line (name, "patient-row-name"));
  gtk_box_append (GTK_BOX (lines), make_line (facts, "patient-row-line"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (body), lines);
  if (icon_of (entry) != NULL)
    gtk_box_append (GTK_BOX (body), gtk_image_new_from_icon_name (icon_of (entry)));
  gtk_widget_add_css_class (body, "patient-row-body");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), body);
  g_object_set_data_full (G_OBJECT (row), ID_KEY, g_strdup (entry->protocol->id), g_free);
  ebb_widget_set_accessible (row, spoken, NULL);
  return row;
}

static int
compare (const EbbProtocolEntry *a, const EbbProtocolEntry *b)
{
  int groups = (int) ebb_protocol_group (a->protocol->training)
               - (int) ebb_protocol_group (b->protocol->training);

  if (groups != 0)
    return groups;
  /* The clinic's own on top of what came with the program. */
  if (!a->own != !b->own)
    return a->own ? -1 : 1;
  if (!a->own && a->protocol->reference != NULL && b->protocol->reference != NULL)
    return g_strcmp0 (a->protocol->reference, b->protocol->reference);
  return g_utf8_collate (a->protocol->name, b->protocol->name);
}

static int
sort_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user)
{
  const EbbProtocolEntry *first = entry_of (user, a), *second = entry_of (user, b);

  return first != NULL && second != NULL ? compare (first, second) : 0;
}

static gboolean
is_shown (GtkListBoxRow *row, gpointer user)
{
  EbbProtocolList *self = user;
  const EbbProtocolEntry *entry = entry_of (self, row);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (entry == NULL)
    return FALSE;
  if (entry->retired && !gtk_check_button_get_active (GTK_CHECK_BUTTON (self->hidden))
      && g_strcmp0 (entry->protocol->id, self->open_id) != 0)
    return FALSE;
  return *text == '\0'
         || ebb_protocol_matches (
             entry, g_hash_table_lookup (self->exercises, entry->protocol->exercise_id), text);
}

static void
head_row (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user)
{
  const EbbProtocolEntry *entry = entry_of (user, row), *above = entry_of (user, before);
  EbbProtocolGroup group;

  if (entry == NULL)
    return;
  group = ebb_protocol_group (entry->protocol->training);
  if (above != NULL && ebb_protocol_group (above->protocol->training) == group)
    gtk_list_box_row_set_header (row, NULL);
  else
    gtk_list_box_row_set_header (
        row, ebb_label_new (ebb_protocol_group_text (group), "patient-row-heading", NULL));
}

static GtkListBoxRow *
find_row (EbbProtocolList *self, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows), i)) != NULL; i++)
    if (g_strcmp0 (id_of (row), id) == 0)
      return row;
  return NULL;
}

static void
mark_open (EbbProtocolList *self)
{
  GtkListBoxRow *row = find_row (self, self->open_id);

  self->marking = TRUE;
  if (row != NULL)
    gtk_list_box_select_row (GTK_LIST_BOX (self->rows), row);
  else
    gtk_list_box_unselect_all (GTK_LIST_BOX (self->rows));
  self->marking = FALSE;
}

/* --- What a person does ------------------------------------------------------------------ */

static void
open_row (EbbProtocolList *self, GtkListBoxRow *row)
{
  if (id_of (row) == NULL)
    return;
  g_free (self->open_id);
  self->open_id = g_strdup (id_of (row));
  mark_open (self);
  g_signal_emit (self, signals[OPENED], 0, self->open_id);
}

static void
on_selected (EbbProtocolList *self, GtkListBoxRow *row)
{
  if (!self->marking && !self->narrow && row != NULL)
    open_row (self, row);
}

static void
on_search (EbbProtocolList *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->rows));
  gtk_list_box_invalidate_headers (GTK_LIST_BOX (self->rows));
}

/* Enter in the search field opens the first that is left. */
static void
on_search_entered (EbbProtocolList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (GTK_LIST_BOX (self->rows), 0);

  for (int i = 0; row == NULL || !gtk_widget_get_child_visible (GTK_WIDGET (row)); i++) {
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows), i);
    if (row == NULL)
      return;
  }
  open_row (self, row);
}

static void
on_new (EbbProtocolList *self)
{
  g_signal_emit (self, signals[NEW_PROTOCOL], 0);
}

static void
on_import (EbbProtocolList *self)
{
  g_signal_emit (self, signals[IMPORT], 0);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
protocol_list_finalize (GObject *object)
{
  EbbProtocolList *self = EBB_PROTOCOL_LIST (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_hash_table_unref (self->exercises);
  g_free (self->open_id);
  G_OBJECT_CLASS (ebb_protocol_list_parent_class)->finalize (object);
}

static void
ebb_protocol_list_class_init (EbbProtocolListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = protocol_list_finalize;
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[NEW_PROTOCOL] =
      g_signal_new ("new-protocol", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[IMPORT] =
      g_signal_new ("import", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
build_rows (EbbProtocolList *self)
{
  self->rows = gtk_list_box_new ();
  self->scroller = gtk_scrolled_window_new ();
  self->nobody = ebb_label_new (_ ("No protocol has these words."), "patient-dim", NULL);
  gtk_label_set_xalign (GTK_LABEL (self->nobody), 0.5f);
  gtk_widget_set_margin_top (self->nobody, 24);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->rows), self->nobody);
  gtk_list_box_set_sort_func (GTK_LIST_BOX (self->rows), sort_rows, self, NULL);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->rows), is_shown, self, NULL);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->rows), head_row, self, NULL);
  gtk_widget_add_css_class (self->rows, "protocol-list");
  ebb_widget_set_accessible (self->rows, _ ("Protocols"), NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->rows);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  g_signal_connect_swapped (self->rows, "row-selected", G_CALLBACK (on_selected), self);
  g_signal_connect_swapped (self->rows, "row-activated", G_CALLBACK (open_row), self);
}

static void
add_button (EbbProtocolList *self, GtkWidget *box, const char *text, const char *css_class,
            GCallback clicked)
{
  GtkWidget *button = ebb_button_new (text, "touch", css_class, NULL);

  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
}

static void
ebb_protocol_list_init (EbbProtocolList *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->exercises =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ebb_exercise_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "patient-sidebar");
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Name, exercise, P number"), NULL);
  ebb_widget_set_accessible (self->search, _ ("Search protocols"), NULL);
  gtk_widget_add_css_class (self->search, "patient-search");
  gtk_widget_add_css_class (self->search, "touch");
  self->hidden = gtk_check_button_new_with_label (_ ("Show hidden and retired"));
  gtk_widget_add_css_class (self->hidden, "touch");
  gtk_widget_add_css_class (self->hidden, "protocol-hidden");
  build_rows (self);
  gtk_box_append (GTK_BOX (self), self->search);
  gtk_box_append (GTK_BOX (self), self->scroller);
  gtk_box_append (GTK_BOX (self), self->hidden);
  add_button (self, buttons, _ ("New protocol"), NULL, G_CALLBACK (on_new));
  add_button (self, buttons, _ ("Import…"), "flat", G_CALLBACK (on_import));
  gtk_widget_add_css_class (buttons, "protocol-buttons");
  gtk_box_append (GTK_BOX (self), buttons);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_search_entered), self);
  g_signal_connect_swapped (self->hidden, "toggled", G_CALLBACK (on_search), self);
}

GtkWidget *
ebb_protocol_list_new (void)
{
  return g_object_new (EBB_TYPE_PROTOCOL_LIST, NULL);
}

/* --- From outside ------------------------------------------------------------------------ */

static void
need_exercise (EbbProtocolList *self, const char *id)
{
  if (!g_hash_table_contains (self->exercises, id))
    g_hash_table_insert (self->exercises, g_strdup (id), ebb_exercise_load_builtin (id, NULL));
}

void
ebb_protocol_list_set_entries (EbbProtocolList *self, GPtrArray *entries)
{
  GtkListBoxRow *row;

  g_return_if_fail (EBB_IS_PROTOCOL_LIST (self));

  self->marking = TRUE;
  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->rows), GTK_WIDGET (row));
  self->marking = FALSE;
  g_ptr_array_ref (entries);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries;
  for (guint i = 0; i < entries->len; i++) {
    const EbbProtocolEntry *entry = g_ptr_array_index (entries, i);

    need_exercise (self, entry->protocol->exercise_id);
    gtk_list_box_append (GTK_LIST_BOX (self->rows), make_row (entry));
  }
  mark_open (self);
}

void
ebb_protocol_list_select (EbbProtocolList *self, const char *id)
{
  GtkListBoxRow *row;

  g_return_if_fail (EBB_IS_PROTOCOL_LIST (self));

  g_free (self->open_id);
  self->open_id = g_strdup (id);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->rows));
  mark_open (self);
  row = find_row (self, id);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
ebb_protocol_list_focus_search (EbbProtocolList *self)
{
  g_return_if_fail (EBB_IS_PROTOCOL_LIST (self));

  gtk_widget_grab_focus (self->search);
}

void
ebb_protocol_list_set_narrow (EbbProtocolList *self, gboolean narrow)
{
  g_return_if_fail (EBB_IS_PROTOCOL_LIST (self));

  self->narrow = narrow;
}
