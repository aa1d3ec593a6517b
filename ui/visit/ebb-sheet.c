/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-sheet.h"

#include "ebb-choice.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#define FORM_WIDTH_PX   720
#define TEXT_HEIGHT_PX  96
#define CHOICES_PER_ROW 4

typedef enum { FIELD_ENTRY, FIELD_TEXT, FIELD_CHOICE, FIELD_CHECK } FieldKind;

typedef struct {
  char *key; /* owned */
  FieldKind kind;
  GtkWidget *field; /* borrowed: EbbField; of a check the button itself */
  GtkWidget *value; /* borrowed: what holds it */
} Field;

typedef struct {
  EbbDesk *desk; /* borrowed */
  char *patient_id, *draft_key, *saved;
  GPtrArray *fields; /* Field */
  GtkWidget *column, *status, *save;
  gboolean filling, tried, saving;
} EbbSheetPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (EbbSheet, ebb_sheet, EBB_TYPE_PAGE)

static EbbSheetPrivate *
priv_of (EbbSheet *self)
{
  return ebb_sheet_get_instance_private (self);
}

static Field *
find (EbbSheet *self, const char *key)
{
  EbbSheetPrivate *priv = priv_of (self);

  for (guint i = 0; i < priv->fields->len; i++) {
    Field *field = g_ptr_array_index (priv->fields, i);

    if (g_str_equal (field->key, key))
      return field;
  }
  g_return_val_if_reached (NULL);
}

static void
field_free (gpointer data)
{
  Field *field = data;

  g_free (field->key);
  g_free (field);
}

/* --- Values -------------------------------------------------------------------------------- */

static char *
text_of (const Field *field)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (field->kind == FIELD_ENTRY)
    return ebb_entry_dup_text (field->value);
  if (field->kind == FIELD_CHOICE && ebb_choice_get (EBB_CHOICE (field->value)) >= 0)
    return g_strdup_printf ("%d", ebb_choice_get (EBB_CHOICE (field->value)));
  if (field->kind == FIELD_CHECK && gtk_check_button_get_active (GTK_CHECK_BUTTON (field->value)))
    return g_strdup ("1");
  if (field->kind != FIELD_TEXT)
    return NULL;
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (field->value));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
put_text (const Field *field, const char *text)
{
  switch (field->kind) {
  case FIELD_ENTRY:
    gtk_editable_set_text (GTK_EDITABLE (field->value), text != NULL ? text : "");
    return;
  case FIELD_TEXT:
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (field->value)),
                              text != NULL ? text : "", -1);
    return;
  case FIELD_CHOICE:
    ebb_choice_set (EBB_CHOICE (field->value),
                    text != NULL ? (int) g_ascii_strtoll (text, NULL, 10) : -1);
    return;
  case FIELD_CHECK:
  default:
    gtk_check_button_set_active (GTK_CHECK_BUTTON (field->value), text != NULL);
    return;
  }
}

char *
ebb_sheet_get_text (EbbSheet *self, const char *key)
{
  const Field *field = find (self, key);

  return field != NULL ? text_of (field) : NULL;
}

int
ebb_sheet_get_choice (EbbSheet *self, const char *key)
{
  const Field *field = find (self, key);

  return field != NULL ? ebb_choice_get (EBB_CHOICE (field->value)) : -1;
}

gboolean
ebb_sheet_get_check (EbbSheet *self, const char *key)
{
  const Field *field = find (self, key);

  return field != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (field->value));
}

void
ebb_sheet_set_text (EbbSheet *self, const char *key, const char *text)
{
  EbbSheetPrivate *priv = priv_of (self);
  const Field *field = find (self, key);
  gboolean was = priv->filling;

  priv->filling = TRUE;
  if (field != NULL)
    put_text (field, text);
  priv->filling = was;
}

void
ebb_sheet_set_choice (EbbSheet *self, const char *key, int value)
{
  const Field *field = find (self, key);

  if (field != NULL)
    ebb_choice_set (EBB_CHOICE (field->value), value);
}

void
ebb_sheet_set_error (EbbSheet *self, const char *key, const char *error)
{
  const Field *field = find (self, key);

  if (field != NULL && field->kind != FIELD_CHECK)
    ebb_field_set_error (EBB_FIELD (field->field), error);
}

void
ebb_sheet_set_note (EbbSheet *self, const char *key, const char *note)
{
  const Field *field = find (self, key);

  if (field != NULL && field->kind != FIELD_CHECK)
    ebb_field_set_note (EBB_FIELD (field->field), note);
}

void
ebb_sheet_set_visible (EbbSheet *self, const char *key, gboolean visible)
{
  const Field *field = find (self, key);

  if (field != NULL)
    gtk_widget_set_visible (field->field, visible);
}

/* --- Draft --------------------------------------------------------------------------------- */

static void
keep (EbbSheet *self)
{
  EbbSheetPrivate *priv = priv_of (self);
  GHashTable *draft;

  if (priv->draft_key == NULL)
    return;
  draft = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < priv->fields->len; i++) {
    const Field *field = g_ptr_array_index (priv->fields, i);

    g_hash_table_insert (draft, g_strdup (field->key), text_of (field));
  }
  ebb_drafts_keep (priv->desk, priv->draft_key, draft, (GDestroyNotify) g_hash_table_unref);
}

static void
restore (EbbSheet *self)
{
  EbbSheetPrivate *priv = priv_of (self);
  g_autoptr (GHashTable) draft =
      priv->draft_key != NULL ? ebb_drafts_take (priv->desk, priv->draft_key) : NULL;

  for (guint i = 0; draft != NULL && i < priv->fields->len; i++) {
    const Field *field = g_ptr_array_index (priv->fields, i);

    put_text (field, g_hash_table_lookup (draft, field->key));
  }
  if (draft != NULL)
    keep (self);
}

static void
on_changed (EbbSheet *self)
{
  EbbSheetPrivate *priv = priv_of (self);

  if (priv->filling)
    return;
  keep (self);
  ebb_label_update (priv->status, "");
  EBB_SHEET_GET_CLASS (self)->show (self, priv->tried);
}

/* --- Saving -------------------------------------------------------------------------------- */

static void
on_save (EbbSheet *self)
{
  EbbSheetPrivate *priv = priv_of (self);

  if (priv->saving)
    return;
  priv->tried = TRUE;
  EBB_SHEET_GET_CLASS (self)->show (self, TRUE);
  priv->saving = EBB_SHEET_GET_CLASS (self)->save (self);
  gtk_widget_set_sensitive (priv->save, !priv->saving);
}

void
ebb_sheet_on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbSheet) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbSheetPrivate *priv = priv_of (self);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  priv->saving = FALSE;
  gtk_widget_set_sensitive (priv->save, TRUE);
  if (id == NULL) {
    ebb_label_update (priv->status, error->message);
    return;
  }
  if (priv->draft_key != NULL) {
    g_autoptr (GHashTable) draft = ebb_drafts_take (priv->desk, priv->draft_key);
  }
  ebb_desk_tell_records (priv->desk, priv->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, priv->saved);
  ebb_window_close_page (window, EBB_PAGE (self));
}

/* --- Fields -------------------------------------------------------------------------------- */

static Field *
add_field (EbbSheet *self, const char *key, FieldKind kind, GtkWidget *shown, GtkWidget *value)
{
  EbbSheetPrivate *priv = priv_of (self);
  Field *field = g_new0 (Field, 1);

  field->key = g_strdup (key);
  field->kind = kind;
  field->field = shown;
  field->value = value;
  g_ptr_array_add (priv->fields, field);
  gtk_box_append (GTK_BOX (priv->column), shown);
  return field;
}

GtkWidget *
ebb_sheet_add (EbbSheet *self, GtkWidget *widget)
{
  gtk_box_append (GTK_BOX (priv_of (self)->column), widget);
  return widget;
}

void
ebb_sheet_add_entry (EbbSheet *self, const char *key, const char *title, const char *placeholder)
{
  GtkWidget *entry = ebb_entry_new (title, placeholder);

  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  add_field (self, key, FIELD_ENTRY, ebb_field_new (title, entry), entry);
}

void
ebb_sheet_add_text (EbbSheet *self, const char *key, const char *title)
{
  GtkWidget *view = gtk_text_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  ebb_widget_set_accessible (view, title, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), TEXT_HEIGHT_PX);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_add_css_class (scroller, "sheet-text");
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed",
                            G_CALLBACK (on_changed), self);
  add_field (self, key, FIELD_TEXT, ebb_field_new (title, scroller), view);
}

void
ebb_sheet_add_choice (EbbSheet *self, const char *key, const char *title,
                      const char *const *options, int column_min_px)
{
  GtkWidget *choice = ebb_choice_new (title, CHOICES_PER_ROW, column_min_px);

  for (int i = 0; options[i] != NULL; i++)
    ebb_choice_add (EBB_CHOICE (choice), i, options[i], NULL);
  g_signal_connect_swapped (choice, "changed", G_CALLBACK (on_changed), self);
  add_field (self, key, FIELD_CHOICE, ebb_field_new (title, choice), choice);
}

GtkWidget *
ebb_sheet_add_check (EbbSheet *self, const char *key, const char *title)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = ebb_label_new (title, NULL, NULL);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_widget_add_css_class (check, "touch");
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_changed), self);
  add_field (self, key, FIELD_CHECK, check, check);
  return check;
}

/* --- Life ---------------------------------------------------------------------------------- */

EbbDesk *
ebb_sheet_get_desk (EbbSheet *self)
{
  return priv_of (self)->desk;
}

const char *
ebb_sheet_get_patient (EbbSheet *self)
{
  return priv_of (self)->patient_id;
}

void
ebb_sheet_begin (EbbSheet *self, const EbbSheetSetup *setup)
{
  EbbSheetPrivate *priv = priv_of (self);
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  priv->desk = setup->desk;
  priv->patient_id = g_strdup (setup->patient_id);
  priv->draft_key = g_strdup (setup->draft);
  priv->saved = g_strdup (setup->saved);
  priv->filling = TRUE;
  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &priv->column));
  priv->status = ebb_label_new ("", "form-error", NULL);
  priv->save = ebb_button_new (setup->save, "suggested-action", NULL);
  g_signal_connect_swapped (priv->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (FORM_WIDTH_PX, priv->status, priv->save));
  adw_bin_set_child (ADW_BIN (self), page);
  ebb_page_set_title (EBB_PAGE (self), setup->title, setup->subtitle);
}

void
ebb_sheet_ready (EbbSheet *self)
{
  EbbSheetPrivate *priv = priv_of (self);

  restore (self);
  priv->filling = FALSE;
  EBB_SHEET_GET_CLASS (self)->show (self, FALSE);
}

static void
sheet_dispose (GObject *object)
{
  priv_of (EBB_SHEET (object))->filling = TRUE; /* fields that go say "changed" once more */
  G_OBJECT_CLASS (ebb_sheet_parent_class)->dispose (object);
}

static void
sheet_finalize (GObject *object)
{
  EbbSheetPrivate *priv = priv_of (EBB_SHEET (object));

  g_ptr_array_unref (priv->fields);
  g_free (priv->patient_id);
  g_free (priv->draft_key);
  g_free (priv->saved);
  G_OBJECT_CLASS (ebb_sheet_parent_class)->finalize (object);
}

static void
show_nothing (EbbSheet *sheet, gboolean tried)
{
}

static void
ebb_sheet_class_init (EbbSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = sheet_finalize;
  klass->show = show_nothing;
}

static void
ebb_sheet_init (EbbSheet *self)
{
  priv_of (self)->fields = g_ptr_array_new_with_free_func (field_free);
}
