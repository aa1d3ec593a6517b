/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-outcomes-page.h"

#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-outcomes-state.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX  1000
#define FIELD_MIN_PX   300
#define ENTRY_MIN_PX   96
#define DATE_WIDTH_PX  220
#define N_KINDS        5
#define DRAFT_TEXT_SEP "\n"

struct _EbbOutcomesPage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  EbbCareFile *care;
  const EbbCareEpisode *episode; /* of `care` */
  EbbMeasureList *list;
  GArray *rows;     /* EbbOutcomeRow */
  GPtrArray *entry; /* one for each row; borrowed */
  GPtrArray *field; /* the same; two rows of a measure with sides share one */
  char *draft_key;
  GtkWidget *group[N_KINDS]; /* expanders; what is folded has no parent */
  GtkWidget *date, *notice, *said, *status, *save;
  gboolean filling, saving;
};

G_DEFINE_FINAL_TYPE (EbbOutcomesPage, ebb_outcomes_page, EBB_TYPE_PAGE)

static const EbbOutcomeRow *
row_at (EbbOutcomesPage *self, guint i)
{
  return &g_array_index (self->rows, EbbOutcomeRow, i);
}

/* What stands in the rows; the array ends with NULL only by chance. */
static GPtrArray *
read_texts (EbbOutcomesPage *self)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (texts, ebb_entry_dup_text (g_ptr_array_index (self->entry, i)));
  return texts;
}

static GtkWidget *
date_entry (EbbOutcomesPage *self)
{
  return ebb_field_get_control (EBB_FIELD (self->date));
}

static void
judge (EbbOutcomesPage *self, EbbOutcomesState *state)
{
  g_autoptr (GPtrArray) texts = read_texts (self);
  g_autofree char *measured_on = ebb_entry_dup_text (date_entry (self));
  const EbbOutcomesTyped typed = { .care = self->episode,
                                   .rows = self->rows,
                                   .text = (const char *const *) texts->pdata,
                                   .measured_on = measured_on,
                                   .operator_name = ebb_desk_get_operator (self->desk),
                                   .month_first = ebb_date_is_month_first (),
                                   .now_unix_us = ebb_clock_wall_unix_us () };

  ebb_outcomes_judge (&typed, state);
}

static char *
join_sides (const char *left, const char *right)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (left != NULL)
    g_string_append_printf (text, _ ("Left: %s"), left);
  if (right != NULL)
    g_string_append_printf (text, "%s", text->len > 0 ? "\n" : "");
  if (right != NULL)
    g_string_append_printf (text, _ ("Right: %s"), right);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_field (EbbOutcomesPage *self, guint i, const EbbOutcomesState *state)
{
  EbbField *field = g_ptr_array_index (self->field, i);
  const char *error = state->error[i];
  g_autofree char *note = NULL;

  if (row_at (self, i)->side == EBB_SIDE_LEFT)
    return; /* comes with the right one */
  if (row_at (self, i)->side == EBB_SIDE_UNSET) {
    note = g_strdup (state->note[i]);
  } else {
    note = join_sides (state->note[i - 1], state->note[i]);
    error = state->error[i - 1] != NULL ? state->error[i - 1] : error;
  }
  ebb_field_set_error (field, error);
  ebb_field_set_note (field, note);
}

static void
show (EbbOutcomesPage *self)
{
  g_auto (EbbOutcomesState) state = { 0 };

  judge (self, &state);
  for (guint i = 0; i < self->rows->len; i++)
    show_field (self, i, &state);
  ebb_field_set_error (EBB_FIELD (self->date), state.date_error);
  ebb_field_set_note (EBB_FIELD (self->date), state.date_read);
  ebb_label_update (self->said, state.said);
  gtk_widget_set_sensitive (self->save, !self->saving);
}

static void
keep_draft (EbbOutcomesPage *self)
{
  g_autoptr (GPtrArray) texts = read_texts (self);
  g_autoptr (GString) draft =
      g_string_new (gtk_editable_get_text (GTK_EDITABLE (date_entry (self))));

  for (guint i = 0; i < texts->len; i++) {
    const char *text = g_ptr_array_index (texts, i);

    g_string_append_printf (draft, DRAFT_TEXT_SEP "%s", text != NULL ? text : "");
  }
  ebb_drafts_keep (self->desk, self->draft_key, g_string_free (g_steal_pointer (&draft), FALSE),
                   g_free);
}

static void
on_changed (EbbOutcomesPage *self)
{
  if (self->filling)
    return;
  keep_draft (self);
  ebb_label_update (self->status, "");
  show (self);
}

/* What was typed into a folded group is seen. */
static void
unfold (EbbOutcomesPage *self, guint i)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (g_ptr_array_index (self->entry, i)));

  if (*text != '\0' && !row_at (self, i)->due)
    gtk_expander_set_expanded (GTK_EXPANDER (self->group[row_at (self, i)->measure->kind]), TRUE);
}

static void
fill (EbbOutcomesPage *self, const char *draft)
{
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());
  g_autofree char *date = ebb_format_date_short (today);
  g_auto (GStrv) texts = g_strsplit (draft != NULL ? draft : date, DRAFT_TEXT_SEP, -1);
  guint n = g_strv_length (texts);

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (date_entry (self)), n > 0 ? texts[0] : date);
  for (guint i = 0; i < self->rows->len; i++)
    gtk_editable_set_text (GTK_EDITABLE (g_ptr_array_index (self->entry, i)),
                           i + 1 < n ? texts[i + 1] : "");
  for (guint i = 0; i < self->rows->len; i++)
    unfold (self, i);
  self->filling = FALSE;
  show (self);
}

static void
on_afresh (EbbOutcomesPage *self)
{
  g_free (ebb_drafts_take (self->desk, self->draft_key));
  gtk_widget_hide (self->notice);
  fill (self, NULL);
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbOutcomesPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  if (id == NULL) {
    ebb_label_update (self->status, error->message);
    show (self);
    return;
  }
  g_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->care->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("The measures are on file"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
focus_error (EbbOutcomesPage *self, const EbbOutcomesState *state)
{
  if (state->date_error != NULL) {
    gtk_widget_grab_focus (date_entry (self));
    return;
  }
  for (guint i = 0; i < self->rows->len; i++)
    if (state->error[i] != NULL) {
      unfold (self, i);
      gtk_widget_grab_focus (g_ptr_array_index (self->entry, i));
      return;
    }
  ebb_label_update (self->status, _ ("Values: none entered; one is needed"));
}

static void
on_save (EbbOutcomesPage *self)
{
  g_auto (EbbOutcomesState) state = { 0 };

  if (self->saving)
    return;
  judge (self, &state);
  self->saving = state.records != NULL;
  show (self);
  if (self->saving)
    ebb_store_put_outcomes_async (ebb_desk_get_store (self->desk), g_steal_pointer (&state.records),
                                  on_saved, g_object_ref (self));
  else
    focus_error (self, &state);
}

/* --- Building ---------------------------------------------------------------------------- */

static GtkWidget *
make_entry (EbbOutcomesPage *self, const EbbOutcomeRow *row)
{
  const char *side = row->side == EBB_SIDE_LEFT    ? _ ("Left")
                     : row->side == EBB_SIDE_RIGHT ? _ ("Right")
                                                   : NULL;
  g_autofree char *name = side != NULL ? g_strdup_printf ("%s, %s", _ (row->measure->name), side)
                                       : g_strdup (_ (row->measure->name));
  GtkWidget *entry = ebb_entry_new (name, side);

  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_save), self);
  g_ptr_array_add (self->entry, entry);
  return entry;
}

/* The measure of row `i`, with both its sides. */
static GtkWidget *
make_field (EbbOutcomesPage *self, guint i)
{
  const EbbOutcomeRow *row = row_at (self, i);
  const EbbMeasureDefinition *measure = row->measure;
  /* Translators: "LEFS (0 to 80 points)". */
  g_autofree char *title = g_strdup_printf (_ ("%s (%g to %g %s)"), _ (measure->name), measure->min,
                                            measure->max, _ (measure->unit));
  GtkWidget *control, *field;

  if (row->side == EBB_SIDE_UNSET) {
    control = make_entry (self, row);
  } else {
    control = ebb_columns_new (2, ENTRY_MIN_PX, 8);
    ebb_columns_append (EBB_COLUMNS (control), make_entry (self, row));
    ebb_columns_append (EBB_COLUMNS (control), make_entry (self, row_at (self, i + 1)));
  }
  field = ebb_field_new (title, control);
  gtk_widget_set_tooltip_text (field, _ (measure->how));
  g_ptr_array_add (self->field, field);
  if (row->side != EBB_SIDE_UNSET)
    g_ptr_array_add (self->field, field);
  return field;
}

static const char *
kind_title (EbbMeasureKind kind)
{
  static const char *const titles[N_KINDS] = { N_ ("Girth"), N_ ("Strength"),
                                               N_ ("Range of motion"), N_ ("Function tests"),
                                               N_ ("Questionnaires, totals") };

  return _ (titles[kind]);
}

/* Fields are made in the order of the rows, whatever the column they stand in. */
static void
add_fields (EbbOutcomesPage *self, GtkWidget *due, GtkWidget *const *groups)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const EbbOutcomeRow *row = row_at (self, i);

    if (row->side == EBB_SIDE_RIGHT)
      continue;
    ebb_columns_append (EBB_COLUMNS (row->due ? due : groups[row->measure->kind]),
                        make_field (self, i));
  }
}

static void
add_groups (EbbOutcomesPage *self, GtkWidget *column, GtkWidget **groups)
{
  for (guint kind = 0; kind < N_KINDS; kind++) {
    GtkWidget *expander = ebb_expander_new (kind_title ((EbbMeasureKind) kind));

    groups[kind] = ebb_columns_new (2, FIELD_MIN_PX, 18);
    gtk_widget_set_margin_top (groups[kind], 12);
    gtk_expander_set_child (GTK_EXPANDER (expander), groups[kind]);
    gtk_widget_add_css_class (expander, "plan-group");
    gtk_box_append (GTK_BOX (column), expander);
    self->group[kind] = expander;
  }
}

static void
build (EbbOutcomesPage *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *due = ebb_columns_new (2, FIELD_MIN_PX, 18);
  GtkWidget *entry = ebb_entry_new (_ ("Measured on"), _ ("2 Jun 2026"));
  GtkWidget *groups[N_KINDS], *column;

  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &column));
  self->notice = ebb_draft_notice_new (G_CALLBACK (on_afresh), self);
  self->date = ebb_field_new (_ ("Measured on"), entry);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  gtk_widget_set_halign (self->date, GTK_ALIGN_START);
  gtk_widget_set_size_request (self->date, DATE_WIDTH_PX, -1);
  gtk_box_append (GTK_BOX (column), self->notice);
  gtk_box_append (GTK_BOX (column), self->date);
  gtk_box_append (GTK_BOX (column), due);
  add_groups (self, column, groups);
  add_fields (self, due, groups);
  for (guint kind = 0; kind < N_KINDS; kind++)
    gtk_widget_set_visible (self->group[kind], gtk_widget_get_first_child (groups[kind]) != NULL);
  self->said = ebb_label_new ("", "form-plan", NULL);
  self->status = ebb_label_new ("", "form-error", NULL);
  gtk_box_append (GTK_BOX (foot), self->said);
  gtk_box_append (GTK_BOX (foot), self->status);
  self->save = ebb_button_new (_ ("Save measures"), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (FORM_WIDTH_PX, foot, self->save));
  adw_bin_set_child (ADW_BIN (self), page);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
outcomes_page_dispose (GObject *object)
{
  EBB_OUTCOMES_PAGE (object)->filling = TRUE;
  G_OBJECT_CLASS (ebb_outcomes_page_parent_class)->dispose (object);
}

static void
outcomes_page_finalize (GObject *object)
{
  EbbOutcomesPage *self = EBB_OUTCOMES_PAGE (object);

  g_ptr_array_unref (self->entry);
  g_ptr_array_unref (self->field);
  g_clear_pointer (&self->rows, g_array_unref);
  ebb_measure_list_free (self->list);
  ebb_care_file_unref (self->care);
  g_free (self->draft_key);
  G_OBJECT_CLASS (ebb_outcomes_page_parent_class)->finalize (object);
}

static void
ebb_outcomes_page_class_init (EbbOutcomesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = outcomes_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = outcomes_page_finalize;
}

static void
ebb_outcomes_page_init (EbbOutcomesPage *self)
{
  self->entry = g_ptr_array_new ();
  self->field = g_ptr_array_new ();
}

EbbPage *
ebb_outcomes_page_new (EbbDesk *desk, const EbbPatient *patient, EbbCareFile *care,
                       const char *episode_id)
{
  EbbOutcomesPage *self = g_object_new (EBB_TYPE_OUTCOMES_PAGE, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autofree char *draft = NULL;

  self->desk = desk;
  self->care = ebb_care_file_ref (care);
  self->episode = ebb_care_file_find (care, episode_id);
  self->list = ebb_measure_list_load_builtin (NULL);
  self->rows = ebb_outcome_rows (self->list, self->episode);
  self->draft_key = g_strdup_printf ("outcomes %s", episode_id);
  build (self);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Outcome measures"));
  draft = ebb_drafts_take (desk, self->draft_key);
  gtk_widget_set_visible (self->notice, draft != NULL);
  fill (self, draft);
  if (draft != NULL)
    keep_draft (self);
  return EBB_PAGE (self);
}
