/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-load-finder-box.h"

#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-load-finder-state.h"
#include "ebb-stepper.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SPACING_PX 18

struct _EbbLoadFinderBox {
  GtkBox parent_instance;

  GtkWidget *load, *reps;             /* EbbStepper, borrowed like all */
  GtkWidget *load_field, *reps_field; /* EbbField */
  GtkWidget *expander, *pain, *text, *act;
  EbbFinderTry tried;
  double step_kg, max_kg;
  gboolean filling;
};

enum { TAKEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbLoadFinderBox, ebb_load_finder_box, GTK_TYPE_BOX)

static void
show (EbbLoadFinderBox *self)
{
  g_auto (EbbFinderState) state = { 0 };

  ebb_finder_judge (&self->tried, self->step_kg, self->max_kg, &state);
  self->filling = TRUE;
  ebb_stepper_set_value (EBB_STEPPER (self->load), self->tried.load_kg);
  ebb_stepper_set_value (EBB_STEPPER (self->reps), self->tried.reps);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->pain), self->tried.pain);
  self->filling = FALSE;
  ebb_field_set_error (EBB_FIELD (self->load_field), state.load_error);
  ebb_field_set_error (EBB_FIELD (self->reps_field), state.reps_error);
  ebb_label_update (self->text, state.text != NULL ? state.text : "");
  gtk_widget_set_visible (self->text, state.text != NULL);
  gtk_button_set_label (GTK_BUTTON (self->act), state.act_text != NULL ? state.act_text : "");
  gtk_widget_set_visible (self->act, state.act != EBB_FINDER_ACT_NONE);
}

static void
on_changed (EbbLoadFinderBox *self)
{
  if (self->filling)
    return;
  self->tried.load_kg = ebb_stepper_get_value (EBB_STEPPER (self->load));
  self->tried.reps = ebb_stepper_get_value (EBB_STEPPER (self->reps));
  self->tried.pain = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->pain));
  show (self);
}

/* A load that is to be tried next begins a new try. */
static void
on_act (EbbLoadFinderBox *self)
{
  g_auto (EbbFinderState) state = { 0 };

  ebb_finder_judge (&self->tried, self->step_kg, self->max_kg, &state);
  if (state.act == EBB_FINDER_ACT_TRY) {
    self->tried = (EbbFinderTry){ state.load_kg, NAN, FALSE };
    show (self);
    gtk_widget_grab_focus (self->reps);
  } else if (state.act == EBB_FINDER_ACT_TAKE) {
    gtk_expander_set_expanded (GTK_EXPANDER (self->expander), FALSE);
    g_signal_emit (self, signals[TAKEN], 0, state.load_kg);
  }
}

void
ebb_load_finder_box_set_step (EbbLoadFinderBox *self, double step_kg)
{
  gtk_widget_set_visible (GTK_WIDGET (self), step_kg > 0);
  if (self->step_kg == step_kg || !(step_kg > 0))
    return;
  self->step_kg = step_kg;
  ebb_stepper_set_step (EBB_STEPPER (self->load), step_kg);
  show (self);
}

static void
ebb_load_finder_box_class_init (EbbLoadFinderBoxClass *klass)
{
  signals[TAKEN] = g_signal_new ("taken", EBB_TYPE_LOAD_FINDER_BOX, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
ebb_load_finder_box_init (EbbLoadFinderBox *self)
{
  self->tried = (EbbFinderTry){ NAN, NAN, FALSE };
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

static void
build_fields (EbbLoadFinderBox *self, GtkWidget *box)
{
  const EbbStepperRange load = { _ ("Load tried"), _ ("kg"), 0.5, 0, self->max_kg, 1, 2 };
  const EbbStepperRange reps = { _ ("Repetitions done"), _ ("reps"),      1, 0,
                                 EBB_FINDER_REPS_MAX,    EBB_FINDER_REPS, 0 };
  GtkWidget *columns = ebb_columns_new (2, 270, SPACING_PX);

  self->load = ebb_stepper_new (&load);
  self->reps = ebb_stepper_new (&reps);
  self->load_field = ebb_field_new (load.name, self->load);
  self->reps_field = ebb_field_new (reps.name, self->reps);
  ebb_columns_append (EBB_COLUMNS (columns), self->load_field);
  ebb_columns_append (EBB_COLUMNS (columns), self->reps_field);
  gtk_box_append (GTK_BOX (box), columns);
  self->pain = gtk_check_button_new_with_label (_ ("It hurt"));
  gtk_widget_add_css_class (self->pain, "touch");
  gtk_box_append (GTK_BOX (box), self->pain);
  g_signal_connect_swapped (self->load, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->reps, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->pain, "toggled", G_CALLBACK (on_changed), self);
}

GtkWidget *
ebb_load_finder_box_new (double max_kg)
{
  EbbLoadFinderBox *self = g_object_new (EBB_TYPE_LOAD_FINDER_BOX, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->max_kg = max_kg;
  self->expander = ebb_expander_new (_ ("Find the load: 30 repetitions without the cuff"));
  gtk_widget_add_css_class (self->expander, "plan-group");
  gtk_widget_set_margin_top (box, 12);
  build_fields (self, box);
  self->text = ebb_label_new ("", "form-plan", NULL);
  gtk_box_append (GTK_BOX (box), self->text);
  self->act = ebb_button_new ("", "suggested-action", NULL);
  gtk_widget_set_halign (self->act, GTK_ALIGN_START);
  g_signal_connect_swapped (self->act, "clicked", G_CALLBACK (on_act), self);
  gtk_box_append (GTK_BOX (box), self->act);
  gtk_box_append (GTK_BOX (box), ebb_label_new (ebb_finder_source (), "patient-dim", NULL));
  gtk_expander_set_child (GTK_EXPANDER (self->expander), box);
  gtk_box_append (GTK_BOX (self), self->expander);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  show (self);
  return GTK_WIDGET (self);
}
