/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-setup-widgets.h"

#include "ebb-choice.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-patient-text.h"
#include "ebb-stepper.h"
#include "ebb-widgets.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define COLUMN_MIN_PX 230
#define WAY_MIN_PX    205
#define SPACING_PX    16
#define OTHER_CUFF    10000 /* none of the clinic's */

/* --- Building ---------------------------------------------------------------------------- */

static void
add_field (EbbLopSetupWidgets *self, GtkWidget *parent, EbbLopField field, const char *title,
           GtkWidget *control)
{
  self->field[field] = ebb_field_new (title, control);
  if (EBB_IS_COLUMNS (parent))
    ebb_columns_append (EBB_COLUMNS (parent), self->field[field]);
  else
    gtk_box_append (GTK_BOX (parent), self->field[field]);
}

static GtkWidget *
add_stepper (EbbLopSetupWidgets *self, GtkWidget *columns, EbbLopField field,
             const EbbStepperRange *range)
{
  GtkWidget *stepper = ebb_stepper_new (range);

  g_signal_connect_swapped (stepper, "changed", self->changed, self->user);
  add_field (self, columns, field, range->name, stepper);
  return stepper;
}

static GtkWidget *
make_choice (EbbLopSetupWidgets *self, const char *name, guint n_max, int min_px)
{
  GtkWidget *choice = ebb_choice_new (name, n_max, min_px);

  g_signal_connect_swapped (choice, "changed", self->changed, self->user);
  return choice;
}

static GtkWidget *
make_check (EbbLopSetupWidgets *self, const char *text)
{
  GtkWidget *check = gtk_check_button_new_with_label (text);

  gtk_widget_add_css_class (check, "touch");
  gtk_label_set_wrap (GTK_LABEL (gtk_widget_get_last_child (check)), TRUE);
  g_signal_connect_swapped (check, "toggled", self->changed, self->user);
  return check;
}

static void
build_how (EbbLopSetupWidgets *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  EbbChoice *pick;

  self->pick = make_choice (self, _ ("Way"), 4, WAY_MIN_PX);
  pick = EBB_CHOICE (self->pick);
  ebb_choice_add (pick, EBB_LOP_PICK_AUTOMATIC, _ ("Automatic"),
                  _ ("The cuff searches by its own pressure"));
  ebb_choice_add (pick, EBB_LOP_PICK_GUIDED, _ ("Guided"),
                  _ ("With Doppler or oximeter: you tap gone and back"));
  ebb_choice_add (pick, EBB_LOP_PICK_TYPED, _ ("Typed in"), _ ("Measured by another device"));
  ebb_choice_add (pick, EBB_LOP_PICK_ESTIMATE, _ ("Estimated"),
                  _ ("By a published equation, with its band"));
  add_field (self, card, EBB_LOP_FIELD_PICK, _ ("Way"), self->pick);
  self->sensor = make_choice (self, _ ("Sensor"), 2, COLUMN_MIN_PX);
  ebb_choice_add (EBB_CHOICE (self->sensor), FALSE, _ ("Doppler probe"), _ ("You listen"));
  ebb_choice_add (EBB_CHOICE (self->sensor), TRUE, _ ("Pulse oximeter"),
                  _ ("You look at its wave; on a leg of lower quality"));
  self->guided_row = ebb_field_new (_ ("Sensor"), self->sensor);
  gtk_box_append (GTK_BOX (card), self->guided_row);
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_limb (EbbLopSetupWidgets *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (3, COLUMN_MIN_PX, SPACING_PX);

  self->segment = make_choice (self, _ ("Limb"), 3, 90);
  for (int segment = EBB_SEGMENT_ARM; segment <= EBB_SEGMENT_CALF; segment++)
    ebb_choice_add (EBB_CHOICE (self->segment), segment, ebb_segment_to_text (segment), NULL);
  self->side = make_choice (self, _ ("Side"), 2, 90);
  ebb_choice_add (EBB_CHOICE (self->side), EBB_SIDE_LEFT, _ ("Left"), NULL);
  ebb_choice_add (EBB_CHOICE (self->side), EBB_SIDE_RIGHT, _ ("Right"), NULL);
  self->posture = make_choice (self, _ ("Posture"), 3, 90);
  for (int posture = EBB_POSTURE_SUPINE; posture <= EBB_POSTURE_STANDING; posture++)
    ebb_choice_add (EBB_CHOICE (self->posture), posture, ebb_posture_to_text (posture), NULL);
  add_field (self, columns, EBB_LOP_FIELD_SEGMENT, _ ("Limb"), self->segment);
  add_field (self, columns, EBB_LOP_FIELD_SIDE, _ ("Side"), self->side);
  add_field (self, columns, EBB_LOP_FIELD_POSTURE, _ ("Posture, as in the exercise"),
             self->posture);
  gtk_box_append (GTK_BOX (card), columns);
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_cuff (EbbLopSetupWidgets *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (2, COLUMN_MIN_PX, SPACING_PX);

  self->cuff_room = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (card), self->cuff_room);
  self->fit_text = ebb_label_new ("", "patient-dim", NULL);
  gtk_box_append (GTK_BOX (card), self->fit_text);
  self->width =
      add_stepper (self, columns, EBB_LOP_FIELD_CUFF,
                   &(EbbStepperRange){ _ ("Width of the cuff"), _ ("cm"), 0.5, 3, 30, 11.5, 1 });
  self->girth =
      add_stepper (self, columns, EBB_LOP_FIELD_GIRTH,
                   &(EbbStepperRange){ _ ("Girth under the cuff"), _ ("cm"), 0.5, 10, 120, 55, 1 });
  gtk_box_append (GTK_BOX (card), columns);
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_typed (EbbLopSetupWidgets *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (2, COLUMN_MIN_PX, SPACING_PX);

  self->lop = add_stepper (self, columns, EBB_LOP_FIELD_LOP,
                           &(EbbStepperRange){ _ ("LOP"), _ ("mmHg"), 1, 60, 320, 160, 0 });
  self->definition = make_choice (self, _ ("When was it read?"), 2, 120);
  ebb_choice_add (EBB_CHOICE (self->definition), EBB_LOP_DEFINITION_PULSE_BACK,
                  _ ("Pulse came back"), _ ("while deflating"));
  ebb_choice_add (EBB_CHOICE (self->definition), EBB_LOP_DEFINITION_PULSE_LOST,
                  _ ("Pulse went away"), _ ("while inflating"));
  ebb_columns_append (EBB_COLUMNS (columns),
                      ebb_field_new (_ ("When was it read?"), self->definition));
  gtk_box_append (GTK_BOX (card), columns);
  self->doubts_row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->doubts = ebb_label_new ("", "form-error", NULL);
  self->right = make_check (self, _ ("I have looked again: the value is right"));
  gtk_box_append (GTK_BOX (self->doubts_row), self->doubts);
  gtk_box_append (GTK_BOX (self->doubts_row), self->right);
  gtk_box_append (GTK_BOX (card), self->doubts_row);
  self->typed_card = card;
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_estimate (EbbLopSetupWidgets *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();

  self->estimate_text = ebb_label_new ("", "form-plan", NULL);
  self->bound_text = ebb_label_new ("", "patient-dim", NULL);
  gtk_box_append (GTK_BOX (card), self->estimate_text);
  gtk_box_append (GTK_BOX (card), self->bound_text);
  self->estimate_card = card;
  gtk_box_append (GTK_BOX (column), card);
}

static void
build_body (EbbLopSetupWidgets *self, GtkWidget *column)
{
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *columns = ebb_columns_new (4, 200, SPACING_PX);

  self->systolic =
      add_stepper (self, columns, EBB_LOP_FIELD_SYSTOLIC,
                   &(EbbStepperRange){ _ ("Systolic pressure"), _ ("mmHg"), 1, 70, 250, 120, 0 });
  self->diastolic =
      add_stepper (self, columns, EBB_LOP_FIELD_DIASTOLIC,
                   &(EbbStepperRange){ _ ("Diastolic pressure"), _ ("mmHg"), 1, 30, 150, 75, 0 });
  self->heart_rate =
      add_stepper (self, columns, EBB_LOP_FIELD_HEART_RATE,
                   &(EbbStepperRange){ _ ("Heart rate"), _ ("/min"), 1, 20, 250, 70, 0 });
  self->artery = ebb_entry_new (_ ("Artery"), _ ("Where the pulse is found"));
  g_signal_connect_swapped (self->artery, "changed", self->changed, self->user);
  ebb_columns_append (EBB_COLUMNS (columns), ebb_field_new (_ ("Artery"), self->artery));
  gtk_box_append (GTK_BOX (card), columns);
  gtk_box_append (GTK_BOX (column), card);
}

void
ebb_lop_setup_widgets_build (EbbLopSetupWidgets *self, GtkWidget *column, GCallback changed,
                             gpointer user)
{
  self->changed = changed;
  self->user = user;
  build_how (self, column);
  build_limb (self, column);
  build_cuff (self, column);
  build_typed (self, column);
  build_body (self, column);
  build_estimate (self, column);
  self->confirm = make_check (self, _ ("I have looked: the cuff lies there"));
  add_field (self, column, EBB_LOP_FIELD_CONFIRM, "", self->confirm);
}

GtkWidget *
ebb_lop_setup_widgets_build_foot (EbbLopSetupWidgets *self, int width_px)
{
  self->status = ebb_label_new ("", "form-error", NULL);
  self->go = ebb_button_new (_ ("Go on"), "suggested-action", NULL);
  return ebb_form_foot_new (width_px, self->status, self->go);
}

/* --- Value <-> widgets ------------------------------------------------------------------- */

static char *
cuffs_key (const EbbLopFormState *state)
{
  GString *key = g_string_new ("/");

  for (guint i = 0; i < state->choices->len; i++) {
    const EbbCuffChoice *choice = g_ptr_array_index (state->choices, i);
    g_string_append_printf (key, "%s:%d/", choice->cuff->id, choice->fit);
  }
  return g_string_free (key, FALSE);
}

static int
cuff_index (const EbbLopScene *scene, const char *id)
{
  for (guint i = 0; id != NULL && i < scene->limbs->cuffs->len; i++)
    if (g_strcmp0 (((EbbCuffRecord *) g_ptr_array_index (scene->limbs->cuffs, i))->id, id) == 0)
      return (int) i;
  return OTHER_CUFF;
}

/* The choice stands for what fits this limb now; a choice cannot be emptied, so it is made anew. */
static void
fill_cuffs (EbbLopSetupWidgets *self, const EbbLopFormState *state, const EbbLopScene *scene)
{
  g_autofree char *key = cuffs_key (state);

  if (g_strcmp0 (key, self->cuffs_shown) == 0)
    return;
  g_free (self->cuffs_shown);
  self->cuffs_shown = g_steal_pointer (&key);
  if (self->cuff != NULL)
    gtk_box_remove (GTK_BOX (self->cuff_room), gtk_widget_get_first_child (self->cuff_room));
  self->cuff = make_choice (self, _ ("Cuff"), 3, COLUMN_MIN_PX);
  for (guint i = 0; i < state->choices->len; i++) {
    const EbbCuffChoice *choice = g_ptr_array_index (state->choices, i);
    g_autofree char *title = ebb_cuff_title (choice->cuff);

    ebb_choice_add (EBB_CHOICE (self->cuff), cuff_index (scene, choice->cuff->id), title,
                    ebb_fit_to_text (choice->fit));
  }
  ebb_choice_add (EBB_CHOICE (self->cuff), OTHER_CUFF, _ ("Another cuff"),
                  _ ("its width is typed below"));
  gtk_box_append (GTK_BOX (self->cuff_room), ebb_field_new (_ ("Cuff"), self->cuff));
}

static void
fill_entry (GtkWidget *entry, const char *text)
{
  g_autofree char *shown = ebb_entry_dup_text (entry);

  if (g_strcmp0 (shown, text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

void
ebb_lop_setup_widgets_fill (EbbLopSetupWidgets *self, const EbbLopForm *form,
                            const EbbLopFormState *state, const EbbLopScene *scene)
{
  fill_cuffs (self, state, scene);
  ebb_choice_set (EBB_CHOICE (self->pick), form->pick);
  ebb_choice_set (EBB_CHOICE (self->segment), form->segment);
  ebb_choice_set (EBB_CHOICE (self->side), form->side != EBB_SIDE_UNSET ? (int) form->side : -1);
  ebb_choice_set (EBB_CHOICE (self->posture), form->posture);
  ebb_choice_set (EBB_CHOICE (self->sensor), form->oximeter ? TRUE : FALSE);
  ebb_choice_set (EBB_CHOICE (self->definition),
                  form->definition != EBB_LOP_DEFINITION_UNKNOWN ? (int) form->definition : -1);
  ebb_choice_set (EBB_CHOICE (self->cuff), cuff_index (scene, form->cuff_id));
  gtk_widget_set_visible (self->cuff_room, state->choices->len > 0);
  ebb_stepper_set_value (EBB_STEPPER (self->width), form->width_cm);
  ebb_stepper_set_value (EBB_STEPPER (self->lop), form->lop);
  ebb_stepper_set_value (EBB_STEPPER (self->girth), form->girth_cm);
  ebb_stepper_set_value (EBB_STEPPER (self->systolic), form->systolic);
  ebb_stepper_set_value (EBB_STEPPER (self->diastolic), form->diastolic);
  ebb_stepper_set_value (EBB_STEPPER (self->heart_rate), form->heart_rate);
  fill_entry (self->artery, form->artery);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->confirm), form->side_confirmed);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->right),
                               form->doubts_read != NULL
                                   && g_strcmp0 (form->doubts_read, state->doubts) == 0);
}

static void
read_cuff (const EbbLopSetupWidgets *self, EbbLopForm *form, const EbbLopScene *scene)
{
  int index = ebb_choice_get (EBB_CHOICE (self->cuff));
  const EbbCuffRecord *cuff = index >= 0 && index < (int) scene->limbs->cuffs->len
                                  ? g_ptr_array_index (scene->limbs->cuffs, index)
                                  : NULL;

  g_free (form->cuff_id);
  form->cuff_id = g_strdup (cuff != NULL ? cuff->id : NULL);
}

void
ebb_lop_setup_widgets_read (const EbbLopSetupWidgets *self, EbbLopForm *form,
                            const EbbLopScene *scene)
{
  int side = ebb_choice_get (EBB_CHOICE (self->side));
  int definition = ebb_choice_get (EBB_CHOICE (self->definition));

  form->pick = (EbbLopPick) ebb_choice_get (EBB_CHOICE (self->pick));
  form->posture = ebb_choice_get (EBB_CHOICE (self->posture));
  form->oximeter = ebb_choice_get (EBB_CHOICE (self->sensor)) == TRUE;
  form->definition = definition >= 0 ? (EbbLopDefinition) definition : EBB_LOP_DEFINITION_UNKNOWN;
  read_cuff (self, form, scene);
  form->width_cm = ebb_stepper_get_value (EBB_STEPPER (self->width));
  form->lop = ebb_stepper_get_value (EBB_STEPPER (self->lop));
  form->girth_cm = ebb_stepper_get_value (EBB_STEPPER (self->girth));
  form->systolic = ebb_stepper_get_value (EBB_STEPPER (self->systolic));
  form->diastolic = ebb_stepper_get_value (EBB_STEPPER (self->diastolic));
  form->heart_rate = ebb_stepper_get_value (EBB_STEPPER (self->heart_rate));
  g_free (form->artery);
  form->artery = ebb_entry_dup_text (self->artery);
  form->side_confirmed = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->confirm));
  ebb_lop_form_take_limb (form, ebb_choice_get (EBB_CHOICE (self->segment)),
                          side >= 0 ? (EbbSide) side : EBB_SIDE_UNSET, scene);
}

/* --- State -> widgets -------------------------------------------------------------------- */

static const char *
go_text (EbbLopPick pick)
{
  switch (pick) {
  case EBB_LOP_PICK_AUTOMATIC:
  case EBB_LOP_PICK_GUIDED:
    return _ ("To the measurement");
  case EBB_LOP_PICK_ESTIMATE:
    return _ ("Save the estimate");
  case EBB_LOP_PICK_TYPED:
    return _ ("Save the LOP");
  case EBB_LOP_PICK_NONE:
  default:
    return _ ("Go on");
  }
}

static void
show_text (GtkWidget *label, const char *text)
{
  ebb_label_update (label, text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static const char *
first_error (const EbbLopFormState *state, gboolean tried)
{
  for (guint i = 0; i < EBB_LOP_N_FIELDS; i++)
    if (state->error[i] != NULL && (tried || !state->missing[i]))
      return state->error[i];
  return "";
}

static void
show_errors (EbbLopSetupWidgets *self, const EbbLopFormState *state, gboolean tried)
{
  for (guint i = 0; i < EBB_LOP_N_FIELDS; i++)
    if (self->field[i] != NULL)
      ebb_field_set_error (EBB_FIELD (self->field[i]),
                           tried || !state->missing[i] ? state->error[i] : NULL);
}

void
ebb_lop_setup_widgets_show (EbbLopSetupWidgets *self, const EbbLopForm *form,
                            const EbbLopFormState *state, gboolean tried)
{
  GtkLabel *confirm = GTK_LABEL (gtk_widget_get_last_child (self->confirm));

  show_errors (self, state, tried);
  gtk_widget_set_visible (self->guided_row, form->pick == EBB_LOP_PICK_GUIDED);
  gtk_widget_set_visible (self->typed_card, form->pick == EBB_LOP_PICK_TYPED);
  gtk_widget_set_visible (self->doubts_row, *state->doubts != '\0');
  gtk_widget_set_visible (self->field[EBB_LOP_FIELD_CONFIRM],
                          state->searches && *state->confirm_text != '\0');
  if (*state->confirm_text != '\0')
    gtk_label_set_text (confirm, state->confirm_text);
  gtk_widget_set_visible (self->field[EBB_LOP_FIELD_CUFF], form->cuff_id == NULL);
  show_text (self->doubts, state->doubts);
  show_text (self->fit_text, state->fit_text);
  show_text (self->estimate_text, state->estimate_text);
  show_text (self->bound_text, state->bound_text);
  gtk_widget_set_visible (self->estimate_card,
                          form->pick == EBB_LOP_PICK_ESTIMATE || *state->bound_text != '\0');
  gtk_widget_set_visible (self->estimate_text,
                          form->pick == EBB_LOP_PICK_ESTIMATE && *state->estimate_text != '\0');
  gtk_button_set_label (GTK_BUTTON (self->go), go_text (form->pick));
  show_text (self->status, first_error (state, tried));
}

void
ebb_lop_setup_widgets_focus (EbbLopSetupWidgets *self, const EbbLopFormState *state)
{
  for (guint i = 0; i < EBB_LOP_N_FIELDS; i++) {
    if (state->error[i] == NULL)
      continue;
    if (self->field[i] != NULL && gtk_widget_get_visible (self->field[i]))
      gtk_widget_grab_focus (ebb_field_get_control (EBB_FIELD (self->field[i])));
    else if (i == EBB_LOP_FIELD_DOUBTS)
      gtk_widget_grab_focus (self->right);
    return;
  }
}
