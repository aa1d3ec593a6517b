/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-widgets.h"

#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-intake-state.h"
#include "ebb-screening-row.h"
#include "ebb-screening-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FACT_MIN_PX       230
#define PRESSURE_CHARS    4
#define PRESSURE_LENGTH   3
#define BUTTONS_MIN_PX    170
#define GROUPS_SPACING_PX 18

typedef struct {
  EbbScreeningWidgets *widgets;
  GCallback changed;
  gpointer user;
} Build;

/* --- Facts ------------------------------------------------------------------------------- */

static GtkWidget *
make_number (const Build *build, const char *name)
{
  GtkWidget *entry = ebb_entry_new (name, NULL); /* an example would look like a value */

  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  g_signal_connect_swapped (entry, "changed", build->changed, build->user);
  return entry;
}

static GtkWidget *
make_mmhg (const Build *build, const char *name)
{
  GtkWidget *entry = make_number (build, name);

  gtk_entry_set_max_length (GTK_ENTRY (entry), PRESSURE_LENGTH);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), PRESSURE_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), PRESSURE_CHARS);
  return entry;
}

static GtkWidget *
make_unit (const char *text)
{
  GtkWidget *label = ebb_label_new (text, NULL, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  return label;
}

static GtkWidget *
make_pressure (const char *title, GtkWidget *systolic, GtkWidget *diastolic)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (row), systolic);
  gtk_box_append (GTK_BOX (row), make_unit ("/"));
  gtk_box_append (GTK_BOX (row), diastolic);
  gtk_box_append (GTK_BOX (row), make_unit (_ ("mmHg")));
  return ebb_field_new (title, row);
}

static GtkWidget *
add_fact (const Build *build, GtkWidget *columns, EbbScreeningField field, GtkWidget *widget)
{
  build->widgets->field[field] = widget;
  ebb_columns_append (EBB_COLUMNS (columns), widget);
  return widget;
}

static GtkWidget *
make_facts (const Build *build)
{
  EbbScreeningWidgets *widgets = build->widgets;
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (3, FACT_MIN_PX, 18);
  GtkWidget *surgery = ebb_entry_new (_ ("Last surgery"), _ ("2 Jun 2026"));

  widgets->systolic = make_mmhg (build, _ ("Systolic blood pressure in mmHg"));
  widgets->diastolic = make_mmhg (build, _ ("Diastolic blood pressure in mmHg"));
  widgets->systolic_again = make_mmhg (build, _ ("Systolic, second measurement"));
  widgets->diastolic_again = make_mmhg (build, _ ("Diastolic, second measurement"));
  g_signal_connect_swapped (surgery, "changed", build->changed, build->user);
  add_fact (build, columns, EBB_SCREENING_FIELD_PRESSURE,
            make_pressure (_ ("Resting blood pressure"), widgets->systolic, widgets->diastolic));
  add_fact (build, columns, EBB_SCREENING_FIELD_AGAIN,
            make_pressure (_ ("Again, after sitting five minutes"), widgets->systolic_again,
                           widgets->diastolic_again));
  add_fact (build, columns, EBB_SCREENING_FIELD_HEIGHT,
            ebb_field_new (_ ("Height in cm, if known"), make_number (build, _ ("Height in cm"))));
  add_fact (build, columns, EBB_SCREENING_FIELD_WEIGHT,
            ebb_field_new (_ ("Weight in kg, if known"), make_number (build, _ ("Weight in kg"))));
  add_fact (build, columns, EBB_SCREENING_FIELD_SURGERY,
            ebb_field_new (_ ("Last surgery, if there was one"), surgery));
  gtk_box_append (GTK_BOX (card), columns);
  return card;
}

/* --- Questions --------------------------------------------------------------------------- */

static const char *
heading_of (EbbEffect effect)
{
  switch (effect) {
  case EBB_EFFECT_REFUSED:
    return _ ("Yes means: no training with the cuff");
  case EBB_EFFECT_PHYSICIAN:
    return _ ("Yes means: a physician decides");
  case EBB_EFFECT_CAUTION:
  case EBB_EFFECT_NONE:
  default:
    return _ ("Yes means: take care");
  }
}

static GtkWidget *
make_group (const Build *build, const EbbScreeningList *list, EbbEffect effect)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *heading = ebb_label_new (heading_of (effect), "form-title", NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  gtk_box_append (GTK_BOX (card), heading);
  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);
    GtkWidget *row;

    if (item->measure != EBB_SCREEN_ASKED || MAX (item->effect, EBB_EFFECT_CAUTION) != effect)
      continue;
    row = ebb_screening_row_new (item);
    g_signal_connect_swapped (row, "changed", build->changed, build->user);
    g_ptr_array_add (build->widgets->rows, row);
    gtk_box_append (GTK_BOX (card), row);
  }
  return card;
}

static GtkWidget *
make_outcome (const Build *build)
{
  EbbScreeningWidgets *widgets = build->widgets;
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *check = gtk_check_button_new_with_label (_ ("I have read the cautions above"));

  widgets->verdict = ebb_label_new ("", "card-value", "screening-verdict", NULL);
  widgets->limbs = ebb_label_new ("", NULL, NULL);
  widgets->reasons = ebb_label_new ("", NULL, NULL);
  widgets->caution = check;
  gtk_widget_add_css_class (check, "touch");
  g_signal_connect_swapped (check, "toggled", build->changed, build->user);
  widgets->field[EBB_SCREENING_FIELD_CAUTIONS] = ebb_field_new (_ ("Cautions"), check);
  gtk_box_append (GTK_BOX (card), ebb_label_new (_ ("Outcome"), "form-title", NULL));
  gtk_box_append (GTK_BOX (card), widgets->verdict);
  gtk_box_append (GTK_BOX (card), widgets->limbs);
  gtk_box_append (GTK_BOX (card), widgets->reasons);
  gtk_box_append (GTK_BOX (card), widgets->field[EBB_SCREENING_FIELD_CAUTIONS]);
  return card;
}

void
ebb_screening_widgets_build (EbbScreeningWidgets *widgets, GtkWidget *column,
                             const EbbScreeningList *list, GCallback changed, gpointer user)
{
  const Build build = { widgets, changed, user };
  static const EbbEffect order[] = { EBB_EFFECT_REFUSED, EBB_EFFECT_PHYSICIAN, EBB_EFFECT_CAUTION };

  widgets->rows = g_ptr_array_new ();
  widgets->column = column;
  widgets->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, GROUPS_SPACING_PX);
  gtk_box_append (GTK_BOX (column), make_facts (&build));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    gtk_box_append (GTK_BOX (widgets->groups), make_group (&build, list, order[i]));
  gtk_box_append (GTK_BOX (column), widgets->groups);
  gtk_box_append (GTK_BOX (column), make_outcome (&build));
}

/* --- The review ---------------------------------------------------------------------------- */

static void
move_row (GtkWidget *row, GtkWidget *into, const char *said)
{
  GtkWidget *note = ebb_label_new (said, "screening-said", NULL);

  g_object_ref (row);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (row)), row);
  gtk_box_append (GTK_BOX (into), row);
  g_object_unref (row);
  gtk_box_append (GTK_BOX (row), note);
}

/* The questions the patient said no to, folded away. */
static void
fold (EbbScreeningWidgets *widgets, guint n_left)
{
  g_autofree char *text = g_strdup_printf (ngettext ("The patient said no to %u question",
                                                     "The patient said no to %u questions", n_left),
                                           n_left);
  GtkWidget *expander = ebb_expander_new (text);

  g_object_ref (widgets->groups);
  gtk_box_remove (GTK_BOX (widgets->column), widgets->groups);
  gtk_expander_set_child (GTK_EXPANDER (expander), widgets->groups);
  g_object_unref (widgets->groups);
  gtk_widget_add_css_class (expander, "touch");
  gtk_box_insert_child_after (GTK_BOX (widgets->column), expander,
                              gtk_widget_get_next_sibling (widgets->review));
}

void
ebb_screening_widgets_review (EbbScreeningWidgets *widgets, const EbbIntake *intake)
{
  GtkWidget *facts = gtk_widget_get_prev_sibling (widgets->groups);
  GtkWidget *before = gtk_widget_get_prev_sibling (facts);
  guint n_open = 0;

  widgets->review = ebb_form_card_new ();
  gtk_box_append (GTK_BOX (widgets->review),
                  ebb_label_new (_ ("To be confirmed with the patient"), "form-title", NULL));
  for (guint i = 0; i < widgets->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (widgets->rows, i);
    g_autofree char *said =
        ebb_intake_said (intake, ebb_screening_row_get_item (EBB_SCREENING_ROW (row))->id);

    if (said == NULL)
      continue;
    move_row (row, widgets->review, said);
    n_open++;
  }
  if (n_open == 0)
    gtk_box_append (GTK_BOX (widgets->review),
                    ebb_label_new (_ ("Nothing: the patient said no to all of it."), NULL, NULL));
  gtk_box_insert_child_after (GTK_BOX (widgets->column), widgets->review, before);
  fold (widgets, widgets->rows->len - n_open);
}

GtkWidget *
ebb_screening_widgets_build_foot (EbbScreeningWidgets *widgets, int width_px)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *buttons = ebb_columns_new (2, BUTTONS_MIN_PX, 12);

  widgets->foot_verdict = ebb_label_new ("", "screening-verdict", NULL);
  widgets->progress = ebb_label_new ("", "patient-dim", NULL);
  widgets->status = ebb_label_new ("", "form-error", NULL);
  gtk_box_append (GTK_BOX (words), widgets->foot_verdict);
  gtk_box_append (GTK_BOX (words), widgets->progress);
  gtk_box_append (GTK_BOX (words), widgets->status);
  widgets->rest_no = ebb_button_new (_ ("All others: no"), "touch", NULL);
  widgets->save = ebb_button_new (_ ("Save screening"), "suggested-action", "form-save", NULL);
  gtk_widget_add_css_class (widgets->rest_no, "form-save");
  ebb_columns_append (EBB_COLUMNS (buttons), widgets->rest_no);
  ebb_columns_append (EBB_COLUMNS (buttons), widgets->save);
  return ebb_form_foot_new (width_px, words, buttons);
}

/* --- Draft and widgets ------------------------------------------------------------------- */

static void
fill_entry (GtkWidget *entry, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), text != NULL ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

static GtkWidget *
control_of (const EbbScreeningWidgets *widgets, EbbScreeningField field)
{
  return ebb_field_get_control (EBB_FIELD (widgets->field[field]));
}

void
ebb_screening_widgets_fill (EbbScreeningWidgets *widgets, const EbbScreeningDraft *draft)
{
  fill_entry (widgets->systolic, draft->systolic);
  fill_entry (widgets->diastolic, draft->diastolic);
  fill_entry (widgets->systolic_again, draft->systolic_again);
  fill_entry (widgets->diastolic_again, draft->diastolic_again);
  fill_entry (control_of (widgets, EBB_SCREENING_FIELD_HEIGHT), draft->height);
  fill_entry (control_of (widgets, EBB_SCREENING_FIELD_WEIGHT), draft->weight);
  fill_entry (control_of (widgets, EBB_SCREENING_FIELD_SURGERY), draft->surgery);
  for (guint i = 0; i < widgets->rows->len; i++) {
    EbbScreeningRow *row = g_ptr_array_index (widgets->rows, i);

    ebb_screening_row_show (
        row, ebb_screening_find_answer (draft->answers, ebb_screening_row_get_item (row)->id));
  }
}

static void
take (char **text, GtkWidget *entry)
{
  g_free (*text);
  *text = ebb_entry_dup_text (entry);
}

void
ebb_screening_widgets_read (EbbScreeningWidgets *widgets, EbbScreeningDraft *draft)
{
  take (&draft->systolic, widgets->systolic);
  take (&draft->diastolic, widgets->diastolic);
  take (&draft->systolic_again, widgets->systolic_again);
  take (&draft->diastolic_again, widgets->diastolic_again);
  take (&draft->height, control_of (widgets, EBB_SCREENING_FIELD_HEIGHT));
  take (&draft->weight, control_of (widgets, EBB_SCREENING_FIELD_WEIGHT));
  take (&draft->surgery, control_of (widgets, EBB_SCREENING_FIELD_SURGERY));
  for (guint i = 0; i < widgets->rows->len; i++)
    ebb_screening_row_read (g_ptr_array_index (widgets->rows, i), draft->answers);
}

/* --- What it says ------------------------------------------------------------------------ */

static void
show_label (GtkWidget *label, const char *text)
{
  ebb_label_update (label, text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static void
show_facts (EbbScreeningWidgets *widgets, const EbbScreeningFormState *state, gboolean tried)
{
  g_autofree char *bmi =
      isnan (state->bmi) ? NULL : g_strdup_printf (_ ("Body mass index %.1f"), state->bmi);

  for (guint i = 0; i < EBB_SCREENING_N_FIELDS; i++)
    if (widgets->field[i] != NULL)
      ebb_field_set_error (EBB_FIELD (widgets->field[i]),
                           tried || !state->missing[i] ? state->error[i] : NULL);
  ebb_field_set_note (EBB_FIELD (widgets->field[EBB_SCREENING_FIELD_WEIGHT]), bmi);
  ebb_field_set_note (EBB_FIELD (widgets->field[EBB_SCREENING_FIELD_SURGERY]), state->surgery_read);
  gtk_widget_set_visible (widgets->field[EBB_SCREENING_FIELD_AGAIN], state->ask_again);
}

static void
show_verdict (GtkWidget *label, const EbbScreeningFormState *state)
{
  EbbScreeningOutcome outcome = state->judgement->outcome;

  show_label (label, ebb_screening_verdict_text (outcome, state->limbs));
  ebb_widget_set_class (label, "cleared", outcome == EBB_SCREENING_CLEARED);
  ebb_widget_set_class (label, "refused", outcome == EBB_SCREENING_REFUSED);
}

static void
show_outcome (EbbScreeningWidgets *widgets, const EbbScreeningFormState *state)
{
  g_autofree char *limbs = ebb_screening_limbs_text (state->limbs);
  g_autofree char *reasons = ebb_screening_reasons_text (state->judgement);
  g_autofree char *progress = ebb_screening_progress_text (state);
  GtkWidget *cautions = widgets->field[EBB_SCREENING_FIELD_CAUTIONS];

  show_verdict (widgets->verdict, state);
  show_label (widgets->limbs, limbs);
  show_label (widgets->reasons, reasons);
  show_verdict (widgets->foot_verdict, state);
  show_label (widgets->progress, progress);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (widgets->caution),
                               *state->cautions != '\0' && state->record->acknowledged);
  gtk_widget_set_visible (cautions, *state->cautions != '\0');
}

static const char *
first_error (const EbbScreeningFormState *state, gboolean tried)
{
  for (guint i = 0; i < EBB_SCREENING_N_FIELDS; i++)
    if (state->error[i] != NULL && (tried || !state->missing[i]))
      return state->error[i];
  return NULL;
}

void
ebb_screening_widgets_show (EbbScreeningWidgets *widgets, const EbbScreeningFormState *state,
                            gboolean tried)
{
  show_facts (widgets, state, tried);
  show_outcome (widgets, state);
  show_label (widgets->status, first_error (state, tried));
  gtk_widget_set_sensitive (widgets->rest_no, state->n_answered < state->n_asked);
}

static void
focus_question (EbbScreeningWidgets *widgets, const EbbScreeningItem *item)
{
  for (guint i = 0; i < widgets->rows->len; i++)
    if (ebb_screening_row_get_item (g_ptr_array_index (widgets->rows, i)) == item)
      gtk_widget_grab_focus (g_ptr_array_index (widgets->rows, i));
}

void
ebb_screening_widgets_focus (EbbScreeningWidgets *widgets, const EbbScreeningFormState *state)
{
  for (guint i = 0; i < EBB_SCREENING_N_FIELDS; i++) {
    if (state->error[i] == NULL)
      continue;
    if (i == EBB_SCREENING_FIELD_QUESTIONS && state->first_missing != NULL)
      focus_question (widgets, state->first_missing);
    else if (widgets->field[i] != NULL)
      gtk_widget_grab_focus (ebb_field_get_control (EBB_FIELD (widgets->field[i])));
    return;
  }
}
