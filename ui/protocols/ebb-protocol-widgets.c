/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Form <-> widgets, and the state shown.
 */
#include "ebb-protocol-widgets.h"

#include "ebb-choice.h"
#include "ebb-field.h"
#include "ebb-protocol-picture.h"
#include "ebb-protocol-text.h"
#include "ebb-stepper.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The form's number behind a field; NULL = it is none. */
static double *
number_of (EbbProtocolForm *form, EbbProtocolEdit edit)
{
  switch (edit) {
  case EBB_EDIT_PRESSURE:
    return &form->pressure;
  case EBB_EDIT_PRESSURE_MIN:
    return &form->pressure_min;
  case EBB_EDIT_PRESSURE_MAX:
    return &form->pressure_max;
  case EBB_EDIT_PRESSURE_LIMIT:
    return &form->pressure_limit;
  case EBB_EDIT_LOAD:
    return &form->load;
  case EBB_EDIT_LOAD_MIN:
    return &form->load_min;
  case EBB_EDIT_LOAD_MAX:
    return &form->load_max;
  case EBB_EDIT_SETS_MIN:
    return &form->sets_min;
  case EBB_EDIT_REST:
    return &form->rest_s;
  case EBB_EDIT_CONTRACT:
    return &form->tempo_s[EBB_TEMPO_CONTRACT];
  case EBB_EDIT_HOLD:
    return &form->tempo_s[EBB_TEMPO_HOLD];
  case EBB_EDIT_RELAX:
    return &form->tempo_s[EBB_TEMPO_RELAX];
  case EBB_EDIT_PAUSE:
    return &form->tempo_s[EBB_TEMPO_PAUSE];
  case EBB_EDIT_ON:
    return &form->on_s;
  case EBB_EDIT_OFF:
    return &form->off_s;
  case EBB_EDIT_LONGEST:
    return &form->longest_s;
  case EBB_EDIT_PER_DAY:
    return &form->per_day;
  case EBB_EDIT_PER_WEEK:
    return &form->per_week;
  case EBB_EDIT_WEEKS:
    return &form->weeks;
  default:
    return NULL;
  }
}

static char **
text_of (EbbProtocolForm *form, EbbProtocolEdit edit)
{
  switch (edit) {
  case EBB_EDIT_NAME:
    return &form->name;
  case EBB_EDIT_OPTION:
    return &form->option;
  case EBB_EDIT_HOW_OFTEN:
    return &form->how_often;
  case EBB_EDIT_SOURCE:
    return &form->source;
  case EBB_EDIT_STATUS:
    return &form->status;
  default:
    return NULL;
  }
}

/* --- Filling ----------------------------------------------------------------------------- */

static void
fill_entry (GtkWidget *entry, const char *text)
{
  g_autofree char *shown = ebb_entry_dup_text (entry);

  if (g_strcmp0 (shown, text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

static void
fill_chosen (GtkWidget *drop_down, guint selected)
{
  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)) != selected)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
}

static guint
index_of (char **ids, const char *id)
{
  for (guint i = 0; ids[i] != NULL; i++)
    if (g_strcmp0 (ids[i], id) == 0)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void
fill_sets (EbbProtocolWidgets *self, const EbbProtocolForm *form)
{
  ebb_stepper_set_value (EBB_STEPPER (self->n_sets), form->n_sets);
  for (guint i = 0; i < EBB_SETS_MAX; i++) {
    fill_chosen (self->sets[i].kind, form->sets[i].kind);
    ebb_stepper_set_value (EBB_STEPPER (self->sets[i].reps_min), form->sets[i].reps_min);
    ebb_stepper_set_value (EBB_STEPPER (self->sets[i].reps_max), form->sets[i].reps_max);
    ebb_stepper_set_value (EBB_STEPPER (self->sets[i].duration), form->sets[i].duration_s);
  }
}

/* The same shares, however they are written, stay as they were typed. */
static void
fill_steps (EbbProtocolWidgets *self, const EbbProtocolForm *form)
{
  g_autoptr (EbbProtocolForm) shown = ebb_protocol_form_copy (form);
  g_autofree char *text = ebb_entry_dup_text (self->control[EBB_EDIT_STEPS]);
  g_autofree char *now = ebb_protocol_form_steps_text (form);
  g_autofree char *then = NULL;

  ebb_protocol_form_read_steps (shown, text);
  then = ebb_protocol_form_steps_text (shown);
  if (g_strcmp0 (now, then) != 0)
    fill_entry (self->control[EBB_EDIT_STEPS], now);
}

void
ebb_protocol_widgets_fill (EbbProtocolWidgets *self, const EbbProtocolForm *form)
{
  EbbProtocolForm *looked_at = (EbbProtocolForm *) form; /* not changed here */

  for (guint i = 0; i < EBB_N_EDITS; i++) {
    const double *number = number_of (looked_at, i);
    char *const *text = text_of (looked_at, i);

    if (number != NULL)
      ebb_stepper_set_value (EBB_STEPPER (self->control[i]), *number);
    if (text != NULL)
      fill_entry (self->control[i], *text);
  }
  fill_steps (self, form);
  fill_sets (self, form);
  fill_chosen (self->exercise, index_of (self->exercise_ids, form->exercise_id));
  fill_chosen (self->load_basis, form->load_basis);
  ebb_choice_set (EBB_CHOICE (self->training), (int) form->training);
  ebb_choice_set (EBB_CHOICE (self->basis), (int) form->basis);
  ebb_choice_set (EBB_CHOICE (self->pattern), (int) form->pattern);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->home), form->home);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->has_steps), form->has_steps);
  for (guint i = 0; i < EBB_VALUE_COUNT; i++) {
    fill_entry (self->value_source[i], form->values[i].source);
    fill_chosen (self->value_status[i], form->values[i].status);
  }
}

/* --- Reading ----------------------------------------------------------------------------- */

static void
read_entry (GtkWidget *entry, char **text)
{
  g_free (*text);
  *text = ebb_entry_dup_text (entry);
}

static void
read_sets (const EbbProtocolWidgets *self, EbbProtocolForm *form)
{
  double n_sets = ebb_stepper_get_value (EBB_STEPPER (self->n_sets));

  for (guint i = 0; i < EBB_SETS_MAX; i++) {
    EbbSetTyped *set = &form->sets[i];

    set->kind = (EbbSetKind) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sets[i].kind));
    set->reps_min = ebb_stepper_get_value (EBB_STEPPER (self->sets[i].reps_min));
    set->reps_max = ebb_stepper_get_value (EBB_STEPPER (self->sets[i].reps_max));
    set->duration_s = ebb_stepper_get_value (EBB_STEPPER (self->sets[i].duration));
  }
  if (n_sets >= 1 && n_sets <= EBB_SETS_MAX && (guint) n_sets != form->n_sets)
    ebb_protocol_form_set_n_sets (form, (guint) n_sets);
}

void
ebb_protocol_widgets_read (const EbbProtocolWidgets *self, EbbProtocolForm *form)
{
  guint exercise = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->exercise));
  g_autofree char *steps = ebb_entry_dup_text (self->control[EBB_EDIT_STEPS]);
  EbbPressureBasis basis = (EbbPressureBasis) ebb_choice_get (EBB_CHOICE (self->basis));

  for (guint i = 0; i < EBB_N_EDITS; i++) {
    double *number = number_of (form, i);

    if (number != NULL)
      *number = ebb_stepper_get_value (EBB_STEPPER (self->control[i]));
    if (text_of (form, i) != NULL)
      read_entry (self->control[i], text_of (form, i));
  }
  ebb_protocol_form_read_steps (form, steps);
  if (exercise != GTK_INVALID_LIST_POSITION) {
    g_free (form->exercise_id);
    form->exercise_id = g_strdup (self->exercise_ids[exercise]);
  }
  form->training = (EbbTraining) ebb_choice_get (EBB_CHOICE (self->training));
  form->pattern = (EbbPattern) ebb_choice_get (EBB_CHOICE (self->pattern));
  ebb_protocol_form_set_basis (form, basis);
  form->load_basis = (EbbLoadBasis) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->load_basis));
  form->home = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->home));
  form->has_steps = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->has_steps));
  for (guint i = 0; i < EBB_VALUE_COUNT; i++) {
    read_entry (self->value_source[i], &form->values[i].source);
    form->values[i].status =
        (EbbEvidence) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->value_status[i]));
  }
  read_sets (self, form);
  ebb_protocol_form_fit (form);
}

/* --- State -> widgets -------------------------------------------------------------------- */

/* What is missing is no fault before somebody wants to save. */
static const char *
told (const char *error, gboolean missing, gboolean tried)
{
  return tried || !missing ? error : NULL;
}

static void
show_units (EbbProtocolWidgets *self, const EbbProtocolForm *form)
{
  const char *pressure = ebb_pressure_basis_to_text (form->basis);
  const char *load =
      ebb_load_basis_has_value (form->load_basis) ? ebb_load_basis_to_text (form->load_basis) : "";

  for (guint i = EBB_EDIT_PRESSURE; i <= EBB_EDIT_PRESSURE_MAX; i++)
    ebb_stepper_set_unit (EBB_STEPPER (self->control[i]), pressure);
  for (guint i = EBB_EDIT_LOAD; i <= EBB_EDIT_LOAD_MAX; i++)
    ebb_stepper_set_unit (EBB_STEPPER (self->control[i]), load);
}

static void
show_sets (EbbProtocolWidgets *self, const EbbProtocolFormState *state, const EbbProtocolForm *form,
           gboolean tried)
{
  gboolean by_clock = ebb_protocol_form_is_by_clock (form);

  for (guint i = 0; i < EBB_SETS_MAX; i++) {
    EbbSetWidgets *set = &self->sets[i];
    EbbSetKind kind = form->sets[i].kind;

    /* With steps a set lasts as long as they do. */
    gtk_widget_set_visible (set->field, i < form->n_sets && !form->has_steps);
    gtk_widget_set_visible (set->kind, !by_clock);
    gtk_widget_set_visible (set->reps_min, kind == EBB_SET_COUNTED);
    gtk_widget_set_visible (set->reps_max, kind != EBB_SET_TIMED);
    gtk_widget_set_visible (set->duration, kind == EBB_SET_TIMED);
    ebb_field_set_error (EBB_FIELD (set->field),
                         told (state->set_error[i], state->set_missing[i], tried));
  }
}

static void
show_sources (EbbProtocolWidgets *self, const EbbProtocolFormState *state,
              const EbbProtocolForm *form, gboolean tried)
{
  for (guint i = 0; i < EBB_VALUE_COUNT; i++) {
    EbbField *field = EBB_FIELD (self->value_field[i]);

    gtk_widget_set_visible (self->value_field[i], ebb_protocol_form_has_value (form, i));
    ebb_field_set_error (field, told (state->value_error[i], state->value_missing[i], tried));
    ebb_field_set_note (
        field, state->own_value[i]
                   ? _ ("Changed here, so it no longer comes from there: it will be saved as this "
                        "clinic's own value, unless you write another source.")
                   : NULL);
  }
}

static void
show_fit (GtkWidget *label, const EbbProtocolFormState *state, gboolean arm)
{
  g_autofree char *text = state->has_view ? ebb_protocol_view_fit_text (&state->view, arm) : NULL;
  EbbFit fit = arm ? state->view.arm : state->view.leg;

  ebb_label_update (label, text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
  ebb_widget_set_class (label, "protocol-close", fit == EBB_FIT_CLOSE);
  ebb_widget_set_class (label, "form-error", fit == EBB_FIT_OVER);
}

static void
show_head (EbbProtocolWidgets *self, const EbbProtocolFormState *state, const EbbProtocolForm *form)
{
  EbbPressurePlan pressure = {
    .basis = form->basis, .value = state->pressure, .min = state->low, .max = state->high
  };
  EbbProtocol limits = { .max_inflation_s = form->longest_s > 0 ? (guint) form->longest_s : 0 };
  g_autofree char *time = state->has_view ? ebb_protocol_view_time_text (&state->view) : NULL;
  g_autofree char *own = NULL;
  EbbProtocolView view = state->view;

  ebb_protocol_picture_set (EBB_PROTOCOL_PICTURE (self->picture), state->has_view ? &view : NULL,
                            &pressure);
  ebb_label_update (self->time, time != NULL ? time : "");
  show_fit (self->arm, state, TRUE);
  show_fit (self->leg, state, FALSE);
  own = state->has_view ? ebb_protocol_view_own_text (&state->view, &limits) : NULL;
  ebb_label_update (self->own, own != NULL ? own : "");
  gtk_widget_set_visible (self->own, own != NULL);
}

void
ebb_protocol_widgets_show (EbbProtocolWidgets *self, const EbbProtocolFormState *state,
                           const EbbProtocolForm *form, gboolean tried)
{
  for (guint i = 0; i < EBB_N_EDITS; i++) {
    ebb_field_set_error (EBB_FIELD (self->field[i]),
                         told (state->error[i], state->missing[i], tried));
    gtk_widget_set_visible (self->field[i], state->shown[i]);
  }
  gtk_widget_set_visible (self->has_steps, form->pattern == EBB_PATTERN_CYCLED);
  gtk_widget_set_sensitive (self->has_steps, form->training != EBB_TRAINING_CYCLE);
  gtk_widget_set_sensitive (self->n_sets, form->training != EBB_TRAINING_AEROBIC_CONTINUOUS);
  for (guint i = EBB_PATTERN_CONTINUOUS; i <= EBB_PATTERN_CYCLED; i++)
    ebb_choice_set_sensitive (EBB_CHOICE (self->pattern), (int) i,
                              ebb_protocol_form_allows (form, i));
  show_units (self, form);
  show_sets (self, state, form, tried);
  show_sources (self, state, form, tried);
  show_head (self, state, form);
  ebb_protocol_widgets_tell (self, tried ? state->why_not : NULL);
}

void
ebb_protocol_widgets_tell (EbbProtocolWidgets *self, const char *text)
{
  ebb_label_update (self->why_not, text != NULL ? text : "");
}

void
ebb_protocol_widgets_focus_error (EbbProtocolWidgets *self, const EbbProtocolFormState *state)
{
  for (guint i = 0; i < EBB_N_EDITS; i++)
    if (state->error[i] != NULL) {
      gtk_widget_grab_focus (ebb_field_get_control (EBB_FIELD (self->field[i])));
      return;
    }
  for (guint i = 0; i < EBB_SETS_MAX; i++)
    if (state->set_error[i] != NULL) {
      gtk_widget_child_focus (self->sets[i].field, GTK_DIR_TAB_FORWARD);
      return;
    }
  for (guint i = 0; i < EBB_VALUE_COUNT; i++)
    if (state->value_error[i] != NULL) {
      gtk_widget_grab_focus (self->value_source[i]);
      return;
    }
}

void
ebb_protocol_widgets_clear (EbbProtocolWidgets *self)
{
  g_clear_pointer (&self->exercise_ids, g_strfreev);
}
