/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-prescription-widgets.h"

#include "ebb-choice.h"
#include "ebb-cuff-offer.h"
#include "ebb-defined.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-load-finder-box.h"
#include "ebb-patient-text.h"
#include "ebb-plan.h"
#include "ebb-stepper.h"
#include "ebb-widgets.h"
#include "ebb-window-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SPACING_PX 18

static double
mmhg_or_nan (CuffPressure pressure)
{
  return cuff_pressure_is_set (pressure) ? cuff_pressure_to_mmhg (pressure) : NAN;
}

/* Far outside every range stays outside, and inside the number's. */
static CuffPressure
pressure_or_unset (double mmhg)
{
  return isnan (mmhg) ? CUFF_PRESSURE_UNSET : cuff_pressure_from_mmhg (MIN (mmhg, 9999));
}

/* --- Building ---------------------------------------------------------------------------- */

static GtkWidget *
add_field (EbbPrescriptionWidgets *self, GtkWidget *box, EbbPrescriptionField field,
           const char *title, GtkWidget *control)
{
  self->field[field] = ebb_field_new (title, control);
  if (EBB_IS_COLUMNS (box))
    ebb_columns_append (EBB_COLUMNS (box), self->field[field]);
  else
    gtk_box_append (GTK_BOX (box), self->field[field]);
  return control;
}

static GtkWidget *
add_stepper (EbbPrescriptionWidgets *self, GtkWidget *box, EbbPrescriptionField field,
             const EbbStepperRange *range, GCallback changed, gpointer user)
{
  GtkWidget *stepper = ebb_stepper_new (range);

  g_signal_connect_swapped (stepper, "changed", changed, user);
  return add_field (self, box, field, range->name, stepper);
}

static void
build_exercise (EbbPrescriptionWidgets *self, GtkWidget *column, const GPtrArray *offers,
                GCallback changed, gpointer user)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *limbs = ebb_columns_new (2, 300, SPACING_PX);

  self->protocol = ebb_choice_new (_ ("Exercise and protocol"), 3, 240);
  for (guint i = 0; i < offers->len; i++) {
    const EbbOffer *offer = g_ptr_array_index (offers, i);
    g_autofree char *detail = ebb_offer_to_text (offer);

    ebb_choice_add (EBB_CHOICE (self->protocol), (int) i, ebb_defined (offer->protocol->name),
                    detail);
  }
  self->side = ebb_choice_new (_ ("Side"), 2, 130);
  ebb_choice_add (EBB_CHOICE (self->side), EBB_SIDE_LEFT, _ ("Left"), NULL);
  ebb_choice_add (EBB_CHOICE (self->side), EBB_SIDE_RIGHT, _ ("Right"), NULL);
  self->segment = ebb_choice_new (_ ("Limb"), 3, 90);
  ebb_choice_add (EBB_CHOICE (self->segment), EBB_SEGMENT_ARM, _ ("Arm"), NULL);
  ebb_choice_add (EBB_CHOICE (self->segment), EBB_SEGMENT_THIGH, _ ("Thigh"), NULL);
  ebb_choice_add (EBB_CHOICE (self->segment), EBB_SEGMENT_CALF, _ ("Calf"), NULL);
  g_signal_connect_swapped (self->protocol, "changed", changed, user);
  g_signal_connect_swapped (self->side, "changed", changed, user);
  g_signal_connect_swapped (self->segment, "changed", changed, user);
  gtk_widget_add_css_class (self->side, "choice-large");
  gtk_widget_add_css_class (self->segment, "choice-large");
  add_field (self, limbs, EBB_FIELD_SEGMENT, _ ("Limb"), self->segment);
  add_field (self, limbs, EBB_FIELD_SIDE, _ ("Side"), self->side);
  gtk_box_append (GTK_BOX (card), limbs);
  add_field (self, card, EBB_FIELD_PROTOCOL, _ ("Exercise and protocol"), self->protocol);
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_cuff (EbbPrescriptionWidgets *self, GtkWidget *column, GCallback changed, gpointer user)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (3, 270, SPACING_PX);

  self->cuff_offer = ebb_cuff_offer_new ();
  gtk_box_append (GTK_BOX (card), self->cuff_offer);
  self->cuff = ebb_entry_new (_ ("Cuff"), _ ("What stands on it"));
  g_signal_connect_swapped (self->cuff, "changed", changed, user);
  add_field (self, columns, EBB_FIELD_CUFF, _ ("Cuff"), self->cuff);
  self->width = add_stepper (
      self, columns, EBB_FIELD_WIDTH,
      &(EbbStepperRange){ _ ("Width of the cuff"), _ ("cm"), 0.5, 1, 40, 11.5, 1 }, changed, user);
  self->lop =
      add_stepper (self, columns, EBB_FIELD_LOP,
                   &(EbbStepperRange){ _ ("LOP, measured today"), _ ("mmHg"), 1, 60, 320, 160, 0 },
                   changed, user);
  gtk_box_append (GTK_BOX (card), columns);
  self->hand_bulb = gtk_check_button_new_with_label (
      _ ("Blood-pressure cuff with a hand bulb: only read by hand; its width is the bladder's"));
  gtk_widget_add_css_class (self->hand_bulb, "touch");
  gtk_label_set_wrap (GTK_LABEL (gtk_widget_get_last_child (self->hand_bulb)), TRUE);
  g_signal_connect_swapped (self->hand_bulb, "toggled", changed, user);
  gtk_box_append (GTK_BOX (card), self->hand_bulb);
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_method (EbbPrescriptionWidgets *self, GtkWidget *card, GCallback changed, gpointer user)
{
  EbbChoice *method;

  self->method = ebb_choice_new (_ ("Pressure by"), 4, 190);
  method = EBB_CHOICE (self->method);
  ebb_choice_add (method, EBB_METHOD_PERCENT_LOP, _ ("% of LOP"), _ ("measured on this limb"));
  ebb_choice_add (method, EBB_METHOD_PERCENT_ESTIMATE, _ ("% of an estimate"),
                  _ ("from girth and blood pressure"));
  ebb_choice_add (method, EBB_METHOD_FIXED, _ ("Fixed mmHg"), _ ("180 mmHg is the classic"));
  ebb_choice_add (method, EBB_METHOD_SYSTOLIC, _ ("1.5 × systolic"), _ ("the classic rule"));
  g_signal_connect_swapped (self->method, "changed", changed, user);
  gtk_box_append (GTK_BOX (card), ebb_field_new (_ ("Pressure by"), self->method));
}

static void
build_pressure (EbbPrescriptionWidgets *self, GtkWidget *column, GCallback changed, gpointer user)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (3, 270, SPACING_PX);

  build_method (self, card, changed, user);
  self->percent = add_stepper (
      self, columns, EBB_FIELD_PERCENT,
      &(EbbStepperRange){ _ ("Percent of LOP"), _ ("%"), 5, 20, 100, 60, 1 }, changed, user);
  self->fixed = add_stepper (
      self, columns, EBB_FIELD_FIXED,
      &(EbbStepperRange){ _ ("Fixed pressure"), _ ("mmHg"), 5, 40, 260, 180, 0 }, changed, user);
  self->systolic = add_stepper (
      self, columns, EBB_FIELD_SYSTOLIC,
      &(EbbStepperRange){ _ ("Resting systolic pressure"), _ ("mmHg"), 1, 70, 250, 120, 0 },
      changed, user);
  self->girth =
      add_stepper (self, columns, EBB_FIELD_GIRTH,
                   &(EbbStepperRange){ _ ("Girth under the cuff"), _ ("cm"), 0.5, 10, 120, 55, 1 },
                   changed, user);
  self->estimate_note = ebb_label_new ("", "patient-dim", NULL);
  gtk_box_append (GTK_BOX (card), columns);
  gtk_box_append (GTK_BOX (card), self->estimate_note);
  self->reason = ebb_entry_new (_ ("Reason"), _ ("Why this pressure is right for this patient"));
  g_signal_connect_swapped (self->reason, "changed", changed, user);
  add_field (self, card, EBB_FIELD_REASON, _ ("Reason"), self->reason);
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_dose (EbbPrescriptionWidgets *self, GtkWidget *column, GCallback changed, gpointer user)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (3, 270, SPACING_PX);
  GtkWidget *pace;

  self->load = add_stepper (
      self, columns, EBB_FIELD_LOAD,
      &(EbbStepperRange){ _ ("Load"), _ ("kg"), 0.5, 0, EBB_PRESCRIBED_LOAD_MAX_KG, 0, 2 }, changed,
      user);
  self->load_finder = ebb_load_finder_box_new (EBB_PRESCRIBED_LOAD_MAX_KG);
  self->sets = add_stepper (self, columns, EBB_FIELD_SETS,
                            &(EbbStepperRange){ _ ("Sets"), _ ("sets"), 1, 1, EBB_SETS_MAX, 3, 0 },
                            changed, user);
  self->self_paced = ebb_choice_new (_ ("Pace"), 2, 120);
  ebb_choice_add (EBB_CHOICE (self->self_paced), FALSE, _ ("Pacer leads"), NULL);
  ebb_choice_add (EBB_CHOICE (self->self_paced), TRUE, _ ("Patient leads"), NULL);
  g_signal_connect_swapped (self->self_paced, "changed", changed, user);
  pace = ebb_field_new (_ ("Pace"), self->self_paced);
  ebb_columns_append (EBB_COLUMNS (columns), pace);
  self->set_up = ebb_label_new ("", "patient-dim", NULL);
  self->plan = ebb_label_new ("", "form-plan", NULL);
  gtk_box_append (GTK_BOX (card), columns);
  gtk_box_append (GTK_BOX (card), self->load_finder);
  gtk_box_append (GTK_BOX (card), self->plan);
  gtk_box_append (GTK_BOX (card), self->set_up);
  gtk_box_append (GTK_BOX (column), card);
}

void
ebb_prescription_widgets_build (EbbPrescriptionWidgets *self, GtkWidget *column,
                                const GPtrArray *offers, GCallback changed, gpointer user)
{
  build_exercise (self, column, offers, changed, user);
  build_cuff (self, column, changed, user);
  build_pressure (self, column, changed, user);
  build_dose (self, column, changed, user);
}

GtkWidget *
ebb_prescription_widgets_build_foot (EbbPrescriptionWidgets *self, int width_px, GCallback save,
                                     gpointer user)
{
  GtkWidget *numbers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 22);
  GtkWidget *window = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *summary;

  self->mmhg = ebb_label_new ("–", "summary-number", NULL);
  self->percent_lop = ebb_label_new ("–", "summary-number", NULL);
  gtk_label_set_wrap (GTK_LABEL (self->mmhg), FALSE);
  gtk_label_set_wrap (GTK_LABEL (self->percent_lop), FALSE);
  gtk_box_append (GTK_BOX (numbers), self->mmhg);
  gtk_box_append (GTK_BOX (numbers), self->percent_lop);
  self->bar = ebb_window_bar_new ();
  self->window_text = ebb_label_new ("", "form-note", NULL);
  self->verdict = ebb_label_new ("", "form-verdict", NULL);
  gtk_widget_set_hexpand (self->bar, TRUE);
  gtk_box_append (GTK_BOX (window), self->bar);
  gtk_box_append (GTK_BOX (window), self->window_text);
  gtk_box_append (GTK_BOX (window), self->verdict);
  gtk_widget_set_valign (numbers, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (window, TRUE);
  summary = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 22);
  gtk_box_append (GTK_BOX (summary), numbers);
  gtk_box_append (GTK_BOX (summary), window);
  self->save = ebb_button_new (_ ("Save prescription"), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", save, user);
  return ebb_form_foot_new (width_px, summary, self->save);
}

/* --- Value <-> widgets ------------------------------------------------------------------- */

static int
index_of (const GPtrArray *offers, const char *protocol_id)
{
  for (guint i = 0; i < offers->len; i++) {
    const EbbOffer *offer = g_ptr_array_index (offers, i);

    if (g_strcmp0 (offer->protocol->id, protocol_id) == 0)
      return (int) i;
  }
  return -1;
}

static void
fill_entry (GtkWidget *entry, const char *text)
{
  g_autofree char *shown = ebb_entry_dup_text (entry);

  if (g_strcmp0 (shown, text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

void
ebb_prescription_widgets_fill (EbbPrescriptionWidgets *self, const EbbPrescriptionForm *form,
                               const GPtrArray *offers)
{
  const EbbPrescriptionRecord *record = form->record;

  ebb_choice_set (EBB_CHOICE (self->protocol), index_of (offers, record->protocol_id));
  ebb_choice_set (EBB_CHOICE (self->side), record->side);
  ebb_choice_set (EBB_CHOICE (self->segment), record->segment);
  ebb_choice_set (EBB_CHOICE (self->method), record->method);
  fill_entry (self->cuff, record->cuff_name);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->hand_bulb), record->hand_bulb);
  fill_entry (self->reason, record->reason);
  ebb_stepper_set_value (EBB_STEPPER (self->width),
                         record->cuff_width_cm > 0 ? record->cuff_width_cm : NAN);
  ebb_stepper_set_value (EBB_STEPPER (self->lop), mmhg_or_nan (form->lop_typed));
  ebb_stepper_set_value (EBB_STEPPER (self->percent), record->percent_lop);
  ebb_stepper_set_value (EBB_STEPPER (self->fixed), mmhg_or_nan (record->fixed));
  ebb_stepper_set_value (EBB_STEPPER (self->systolic), mmhg_or_nan (record->systolic));
  ebb_stepper_set_value (EBB_STEPPER (self->girth), form->girth_cm > 0 ? form->girth_cm : NAN);
  ebb_stepper_set_value (EBB_STEPPER (self->load), record->load_kg >= 0 ? record->load_kg : NAN);
  ebb_stepper_set_value (EBB_STEPPER (self->sets), record->n_sets > 0 ? record->n_sets : NAN);
  ebb_choice_set (EBB_CHOICE (self->self_paced), record->self_paced ? TRUE : FALSE);
}

static double
read_or (GtkWidget *stepper, double nothing)
{
  double value = ebb_stepper_get_value (EBB_STEPPER (stepper));

  return isnan (value) ? nothing : value;
}

static void
read_entry (GtkWidget *entry, char **text)
{
  g_free (*text);
  *text = ebb_entry_dup_text (entry);
}

void
ebb_prescription_widgets_read (const EbbPrescriptionWidgets *self, EbbPrescriptionForm *form,
                               const GPtrArray *offers)
{
  EbbPrescriptionRecord *record = form->record;
  int offer = ebb_choice_get (EBB_CHOICE (self->protocol));
  int side = ebb_choice_get (EBB_CHOICE (self->side));
  int segment = ebb_choice_get (EBB_CHOICE (self->segment));
  int method = ebb_choice_get (EBB_CHOICE (self->method));

  record->side = side >= 0 ? (EbbSide) side : EBB_SIDE_UNSET;
  if (segment >= 0)
    record->segment = (EbbSegment) segment;
  if (method >= 0)
    record->method = (EbbMethod) method;
  read_entry (self->cuff, &record->cuff_name);
  record->hand_bulb = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->hand_bulb));
  read_entry (self->reason, &record->reason);
  record->cuff_width_cm = read_or (self->width, 0);
  form->lop_typed = pressure_or_unset (ebb_stepper_get_value (EBB_STEPPER (self->lop)));
  record->percent_lop = read_or (self->percent, 0);
  record->fixed = pressure_or_unset (ebb_stepper_get_value (EBB_STEPPER (self->fixed)));
  record->systolic = pressure_or_unset (ebb_stepper_get_value (EBB_STEPPER (self->systolic)));
  form->girth_cm = read_or (self->girth, 0);
  record->load_kg = read_or (self->load, -1);
  record->n_sets = (guint) MIN (read_or (self->sets, 0), 99);
  record->self_paced = ebb_choice_get (EBB_CHOICE (self->self_paced)) == TRUE;
  if (offer >= 0)
    ebb_prescription_form_take_offer (form, g_ptr_array_index (offers, (guint) offer));
}

/* --- State -> widgets -------------------------------------------------------------------- */

/* Until Save is pressed only what was typed is called wrong; what is missing is not. */
static gboolean
is_told (EbbPrescriptionField field, const EbbPrescriptionForm *form, gboolean tried)
{
  const EbbPrescriptionRecord *record = form->record;

  switch (field) {
  case EBB_FIELD_PROTOCOL:
  case EBB_FIELD_SIDE:
  case EBB_FIELD_CUFF:
    return tried;
  case EBB_FIELD_WIDTH:
    return tried || record->cuff_width_cm > 0;
  case EBB_FIELD_GIRTH:
    return tried;
  case EBB_FIELD_SYSTOLIC:
    return tried || cuff_pressure_is_set (record->systolic);
  case EBB_FIELD_LOP:
    return tried || cuff_pressure_is_set (form->lop_typed);
  case EBB_FIELD_SEGMENT:
  case EBB_FIELD_PERCENT:
  case EBB_FIELD_FIXED:
  case EBB_FIELD_LOAD:
  case EBB_FIELD_SETS:
  case EBB_FIELD_REASON:
  case EBB_N_FIELDS:
  default:
    return TRUE;
  }
}

static void
show_fields (EbbPrescriptionWidgets *self, const EbbPrescriptionState *state,
             const EbbPrescriptionForm *form, gboolean tried)
{
  static const EbbPrescriptionField sometimes[] = { EBB_FIELD_PERCENT, EBB_FIELD_FIXED,
                                                    EBB_FIELD_SYSTOLIC, EBB_FIELD_GIRTH,
                                                    EBB_FIELD_REASON };

  for (guint i = 0; i < EBB_N_FIELDS; i++)
    ebb_field_set_error (EBB_FIELD (self->field[i]),
                         is_told (i, form, tried) ? state->error[i] : NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sometimes); i++)
    gtk_widget_set_visible (self->field[sometimes[i]], state->shown[sometimes[i]]);
  gtk_widget_set_visible (self->field[EBB_FIELD_LOAD], state->load_step_kg > 0);
  if (state->load_step_kg > 0)
    ebb_stepper_set_step (EBB_STEPPER (self->load), state->load_step_kg);
  ebb_load_finder_box_set_step (EBB_LOAD_FINDER_BOX (self->load_finder), state->load_step_kg);
  ebb_field_set_note (EBB_FIELD (self->field[EBB_FIELD_LOP]), state->lop_note);
  ebb_label_update (self->estimate_note, state->estimate_note != NULL ? state->estimate_note : "");
  gtk_widget_set_visible (self->estimate_note, state->estimate_note != NULL);
}

/* The limb comes first: only what is done with it is offered, and what was chosen before. */
static void
show_offers (EbbPrescriptionWidgets *self, const EbbPrescriptionForm *form, const GPtrArray *offers)
{
  int chosen = ebb_choice_get (EBB_CHOICE (self->protocol));

  for (guint i = 0; i < offers->len; i++) {
    const EbbOffer *offer = g_ptr_array_index (offers, i);
    gboolean fits = (offer->exercise->segments & (1u << form->record->segment)) != 0;

    ebb_choice_set_shown (EBB_CHOICE (self->protocol), (int) i, fits || (int) i == chosen);
  }
}

static void
show_set_up (EbbPrescriptionWidgets *self, const EbbPrescriptionForm *form, const GPtrArray *offers)
{
  const EbbOffer *offer = ebb_offer_find (offers, form->record->protocol_id);
  g_autofree char *text = NULL;

  if (offer != NULL)
    text = g_strdup_printf (_ ("Posture: %s. %s"), ebb_posture_to_text (offer->exercise->posture),
                            ebb_defined (offer->exercise->set_up));
  ebb_label_update (self->set_up, text != NULL ? text : "");
  gtk_widget_set_visible (self->set_up, text != NULL);
}

void
ebb_prescription_widgets_show (EbbPrescriptionWidgets *self, const EbbPrescriptionState *state,
                               const EbbPrescriptionForm *form, const GPtrArray *offers,
                               gboolean tried)
{
  g_autofree char *mmhg = g_strdup_printf (_ ("%s\u00a0mmHg"), state->mmhg_text);
  gboolean refused = state->verdict == EBB_VERDICT_REFUSED;
  const char *verdict = state->verdict_text;

  show_fields (self, state, form, tried);
  show_offers (self, form, offers);
  show_set_up (self, form, offers);
  ebb_label_update (self->mmhg, mmhg);
  ebb_label_update (self->percent_lop, state->percent_text);
  ebb_label_update (self->window_text, state->window_text);
  if (verdict == NULL)
    verdict = tried ? state->why_not : state->error[EBB_FIELD_LOP];
  ebb_label_update (self->verdict, verdict != NULL ? verdict : "");
  gtk_widget_set_visible (self->verdict, verdict != NULL);
  gtk_widget_set_visible (self->window_text, verdict == NULL);
  ebb_widget_set_class (self->verdict, "refused", refused);
  ebb_widget_set_class (self->mmhg, "refused", refused);
  ebb_widget_set_class (self->percent_lop, "refused", refused);
  ebb_window_bar_set (EBB_WINDOW_BAR (self->bar), form->record->segment, state->percent_lop,
                      state->percent_estimated, state->window_text);
  ebb_label_update (self->plan, state->plan_text != NULL ? state->plan_text : "");
  gtk_widget_set_visible (self->plan, state->plan_text != NULL);
}
