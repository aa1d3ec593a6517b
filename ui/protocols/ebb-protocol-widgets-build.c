/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the editor is made.  The ranges of steppers only say how far their buttons go; what may be
 * saved is judged elsewhere.
 */
#include "ebb-protocol-widgets.h"

#include "ebb-choice.h"
#include "ebb-defined.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-protocol-picture.h"
#include "ebb-protocol-text.h"
#include "ebb-stepper.h"
#include "ebb-widgets.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define SPACING_PX     18
#define COLUMN_PX      230
#define PICTURE_MIN_PX 118
#define PICTURE_PX     150
#define HEAD_PAD_PX    24

typedef struct {
  EbbProtocolWidgets *self;
  GCallback changed;
  gpointer user;
} Build;

/* --- Small parts ------------------------------------------------------------------------- */

static void
put (GtkWidget *box, GtkWidget *child)
{
  if (EBB_IS_COLUMNS (box))
    ebb_columns_append (EBB_COLUMNS (box), child);
  else
    gtk_box_append (GTK_BOX (box), child);
}

static GtkWidget *
add_field (const Build *build, GtkWidget *box, EbbProtocolEdit edit, GtkWidget *control)
{
  GtkWidget *field = ebb_field_new (ebb_protocol_edit_text (edit), control);

  build->self->field[edit] = field;
  put (box, field);
  return control;
}

static void
add_stepper (const Build *build, GtkWidget *box, EbbProtocolEdit edit, EbbStepperRange range)
{
  GtkWidget *stepper;

  range.name = ebb_protocol_edit_text (edit);
  stepper = ebb_stepper_new (&range);
  build->self->control[edit] = add_field (build, box, edit, stepper);
  g_signal_connect_swapped (stepper, "changed", build->changed, build->user);
}

static void
add_entry (const Build *build, GtkWidget *box, EbbProtocolEdit edit, const char *placeholder)
{
  GtkWidget *entry = ebb_entry_new (ebb_protocol_edit_text (edit), placeholder);

  build->self->control[edit] = add_field (build, box, edit, entry);
  g_signal_connect_swapped (entry, "changed", build->changed, build->user);
}

static GtkWidget *
make_drop_down (const Build *build, const char *const *texts, const char *name)
{
  GtkWidget *drop_down = gtk_drop_down_new_from_strings (texts);

  gtk_widget_add_css_class (drop_down, "touch");
  ebb_widget_set_accessible (drop_down, name, NULL);
  g_signal_connect_swapped (drop_down, "notify::selected", build->changed, build->user);
  return drop_down;
}

static GtkWidget *
make_check (const Build *build, const char *text)
{
  GtkWidget *check = gtk_check_button_new_with_label (text);

  gtk_widget_add_css_class (check, "touch");
  gtk_label_set_wrap (GTK_LABEL (gtk_widget_get_last_child (check)), TRUE);
  g_signal_connect_swapped (check, "toggled", build->changed, build->user);
  return check;
}

static GtkWidget *
add_card (GtkWidget *column, const char *heading)
{
  GtkWidget *card = ebb_card_new (heading);

  gtk_box_set_spacing (GTK_BOX (card), 16);
  gtk_box_append (GTK_BOX (column), card);
  return card;
}

static GtkWidget *
add_columns (GtkWidget *card, guint n_max)
{
  GtkWidget *columns = ebb_columns_new (n_max, COLUMN_PX, SPACING_PX);

  gtk_box_append (GTK_BOX (card), columns);
  return columns;
}

/* --- Cards ------------------------------------------------------------------------------- */

static GtkWidget *
make_exercises (const Build *build)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  char **ids = build->self->exercise_ids = ebb_exercise_list_builtin ();

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (ids[i], NULL);

    g_ptr_array_add (names, g_strdup (exercise != NULL ? ebb_defined (exercise->name) : ids[i]));
  }
  g_ptr_array_add (names, NULL);
  return make_drop_down (build, (const char *const *) names->pdata,
                         ebb_protocol_edit_text (EBB_EDIT_EXERCISE));
}

static void
build_what (const Build *build, GtkWidget *column)
{
  EbbProtocolWidgets *self = build->self;
  GtkWidget *card = add_card (column, _ ("What is done"));
  GtkWidget *columns = add_columns (card, 2);
  GtkWidget *training = ebb_choice_new (ebb_protocol_edit_text (EBB_EDIT_MODE), 4, 190);

  add_entry (build, columns, EBB_EDIT_NAME, _ ("What it is called here"));
  self->exercise = add_field (build, columns, EBB_EDIT_EXERCISE, make_exercises (build));
  for (guint i = EBB_TRAINING_RESISTANCE; i <= EBB_TRAINING_PRECONDITIONING; i++)
    ebb_choice_add (EBB_CHOICE (training), (int) i, ebb_training_to_text (i), NULL);
  g_signal_connect_swapped (training, "changed", build->changed, build->user);
  self->training = add_field (build, card, EBB_EDIT_MODE, training);
  self->home = make_check (build, _ ("Meant for home: listed, and not run here"));
  gtk_box_append (GTK_BOX (card), self->home);
}

static void
build_pressure (const Build *build, GtkWidget *column)
{
  EbbProtocolWidgets *self = build->self;
  GtkWidget *card = add_card (column, _ ("Pressure"));
  GtkWidget *basis = ebb_choice_new (_ ("Pressure by"), 4, 190);
  GtkWidget *pattern = ebb_choice_new (ebb_protocol_edit_text (EBB_EDIT_PATTERN), 2, 270);
  GtkWidget *columns;

  for (guint i = EBB_BASIS_PERCENT_LOP; i <= EBB_BASIS_DEVICE_SCALE; i++)
    ebb_choice_add (EBB_CHOICE (basis), (int) i, ebb_pressure_basis_to_text (i), NULL);
  for (guint i = EBB_PATTERN_CONTINUOUS; i <= EBB_PATTERN_CYCLED; i++)
    ebb_choice_add (EBB_CHOICE (pattern), (int) i, ebb_pattern_to_text (i), NULL);
  g_signal_connect_swapped (basis, "changed", build->changed, build->user);
  g_signal_connect_swapped (pattern, "changed", build->changed, build->user);
  self->basis = basis;
  gtk_box_append (GTK_BOX (card), ebb_field_new (_ ("Pressure by"), basis));
  columns = add_columns (card, 4);
  add_stepper (build, columns, EBB_EDIT_PRESSURE, (EbbStepperRange){ "", "", 5, 0, 500, 60, 2 });
  add_stepper (build, columns, EBB_EDIT_PRESSURE_MIN,
               (EbbStepperRange){ "", "", 5, 0, 500, 40, 2 });
  add_stepper (build, columns, EBB_EDIT_PRESSURE_MAX,
               (EbbStepperRange){ "", "", 5, 0, 500, 80, 2 });
  add_stepper (build, columns, EBB_EDIT_PRESSURE_LIMIT,
               (EbbStepperRange){ "", _ ("% of LOP"), 5, 0, 150, 80, 1 });
  self->pattern = add_field (build, card, EBB_EDIT_PATTERN, pattern);
  add_entry (build, card, EBB_EDIT_OPTION, _ ("For a person to read; may stay empty"));
}

static void
build_set (const Build *build, GtkWidget *card, guint index)
{
  const char *const kinds[] = { _ ("Repetitions"), _ ("To failure"), _ ("By time"), NULL };
  EbbSetWidgets *set = &build->self->sets[index];
  g_autofree char *title = g_strdup_printf (_ ("Set %u"), index + 1);
  g_autofree char *from = g_strdup_printf (_ ("Set %u: repetitions from"), index + 1);
  g_autofree char *to = g_strdup_printf (_ ("Set %u: repetitions up to"), index + 1);
  g_autofree char *seconds = g_strdup_printf (_ ("Set %u: length"), index + 1);
  GtkWidget *columns = ebb_columns_new (3, COLUMN_PX, SPACING_PX);

  set->kind = make_drop_down (build, kinds, title);
  set->reps_min = ebb_stepper_new (&(EbbStepperRange){ from, _ ("at least"), 1, 1, 100, 15, 0 });
  set->reps_max = ebb_stepper_new (&(EbbStepperRange){ to, _ ("at most"), 1, 1, 100, 15, 0 });
  set->duration = ebb_stepper_new (&(EbbStepperRange){ seconds, _ ("s"), 10, 5, 1200, 60, 0 });
  g_signal_connect_swapped (set->reps_min, "changed", build->changed, build->user);
  g_signal_connect_swapped (set->reps_max, "changed", build->changed, build->user);
  g_signal_connect_swapped (set->duration, "changed", build->changed, build->user);
  ebb_columns_append (EBB_COLUMNS (columns), set->kind);
  ebb_columns_append (EBB_COLUMNS (columns), set->reps_min);
  ebb_columns_append (EBB_COLUMNS (columns), set->reps_max);
  ebb_columns_append (EBB_COLUMNS (columns), set->duration);
  set->field = ebb_field_new (title, columns);
  gtk_box_append (GTK_BOX (card), set->field);
}

static void
build_sets (const Build *build, GtkWidget *column)
{
  GtkWidget *card = add_card (column, _ ("Sets and rests"));
  GtkWidget *columns = add_columns (card, 3);

  build->self->n_sets =
      ebb_stepper_new (&(EbbStepperRange){ _ ("Sets"), _ ("sets"), 1, 1, EBB_SETS_MAX, 3, 0 });
  g_signal_connect_swapped (build->self->n_sets, "changed", build->changed, build->user);
  add_field (build, columns, EBB_EDIT_SETS, build->self->n_sets);
  add_stepper (build, columns, EBB_EDIT_SETS_MIN,
               (EbbStepperRange){ "", _ ("sets"), 1, 1, EBB_SETS_MAX, 1, 0 });
  add_stepper (build, columns, EBB_EDIT_REST, (EbbStepperRange){ "", _ ("s"), 5, 0, 600, 30, 0 });
  for (guint i = 0; i < EBB_SETS_MAX; i++)
    build_set (build, card, i);
}

static void
build_tempo (const Build *build, GtkWidget *column)
{
  EbbProtocolWidgets *self = build->self;
  GtkWidget *card = add_card (column, _ ("Tempo and cycle"));
  GtkWidget *tempo = add_columns (card, 4), *cycle;

  add_stepper (build, tempo, EBB_EDIT_CONTRACT,
               (EbbStepperRange){ "", _ ("s"), 0.5, 0.25, 10, 2, 2 });
  add_stepper (build, tempo, EBB_EDIT_HOLD, (EbbStepperRange){ "", _ ("s"), 0.5, 0, 60, 0, 2 });
  add_stepper (build, tempo, EBB_EDIT_RELAX, (EbbStepperRange){ "", _ ("s"), 0.5, 0.25, 10, 2, 2 });
  add_stepper (build, tempo, EBB_EDIT_PAUSE, (EbbStepperRange){ "", _ ("s"), 0.5, 0, 10, 0, 2 });
  self->has_steps = make_check (build, _ ("The cuff goes on and off within each set"));
  gtk_box_append (GTK_BOX (card), self->has_steps);
  cycle = add_columns (card, 3);
  add_stepper (build, cycle, EBB_EDIT_ON, (EbbStepperRange){ "", _ ("s"), 5, 5, 600, 20, 0 });
  add_stepper (build, cycle, EBB_EDIT_OFF, (EbbStepperRange){ "", _ ("s"), 5, 5, 600, 10, 0 });
  add_entry (build, cycle, EBB_EDIT_STEPS, _ ("60, 80, 100"));
  add_stepper (build, add_columns (card, 2), EBB_EDIT_LONGEST,
               (EbbStepperRange){ "", _ ("s"), 30, 0, 1200, 600, 0 });
}

static void
build_load (const Build *build, GtkWidget *column)
{
  EbbProtocolWidgets *self = build->self;
  GtkWidget *card = add_card (column, _ ("Load, and how often"));
  GtkWidget *columns = add_columns (card, 4), *often;
  const char *texts[EBB_LOAD_KG + 2] = { NULL };

  for (guint i = EBB_LOAD_NONE; i <= EBB_LOAD_KG; i++)
    texts[i] = ebb_load_basis_to_text (i);
  self->load_basis = make_drop_down (build, texts, _ ("Load by"));
  ebb_columns_append (EBB_COLUMNS (columns), ebb_field_new (_ ("Load by"), self->load_basis));
  add_stepper (build, columns, EBB_EDIT_LOAD, (EbbStepperRange){ "", "", 5, 0, 500, 30, 2 });
  add_stepper (build, columns, EBB_EDIT_LOAD_MIN, (EbbStepperRange){ "", "", 5, 0, 500, 20, 2 });
  add_stepper (build, columns, EBB_EDIT_LOAD_MAX, (EbbStepperRange){ "", "", 5, 0, 500, 40, 2 });
  often = add_columns (card, 4);
  add_entry (build, often, EBB_EDIT_HOW_OFTEN, _ ("2-3 per week"));
  add_stepper (build, often, EBB_EDIT_PER_DAY, (EbbStepperRange){ "", _ ("a day"), 1, 0, 6, 1, 0 });
  add_stepper (build, often, EBB_EDIT_PER_WEEK,
               (EbbStepperRange){ "", _ ("a week"), 1, 0, 14, 2, 0 });
  add_stepper (build, often, EBB_EDIT_WEEKS, (EbbStepperRange){ "", _ ("weeks"), 1, 0, 52, 6, 0 });
}

static void
build_value (const Build *build, GtkWidget *card, guint value)
{
  EbbProtocolWidgets *self = build->self;
  const char *const statuses[] = { ebb_evidence_to_text (EBB_EVIDENCE_READ),
                                   ebb_evidence_to_text (EBB_EVIDENCE_SECOND_HAND),
                                   ebb_evidence_to_text (EBB_EVIDENCE_UNCONFIRMED),
                                   ebb_evidence_to_text (EBB_EVIDENCE_PROPOSAL), NULL };
  const char *title = ebb_protocol_value_text (value);
  g_autofree char *sure = g_strdup_printf (_ ("%s: how sure"), title);
  GtkWidget *source = ebb_entry_new (title, _ ("Where this value comes from"));
  GtkWidget *row;

  self->value_status[value] = make_drop_down (build, statuses, sure);
  gtk_widget_set_valign (self->value_status[value], GTK_ALIGN_START);
  self->value_source[value] = source;
  row = ebb_beside_new (source, self->value_status[value], COLUMN_PX, 12);
  self->value_field[value] = ebb_field_new (title, row);
  gtk_box_append (GTK_BOX (card), self->value_field[value]);
  g_signal_connect_swapped (source, "changed", build->changed, build->user);
}

static void
build_sources (const Build *build, GtkWidget *column)
{
  GtkWidget *card = add_card (column, _ ("Where it comes from"));

  add_entry (build, card, EBB_EDIT_SOURCE, _ ("Article, guideline, or who decided"));
  add_entry (build, card, EBB_EDIT_STATUS, _ ("How well that is confirmed"));
  for (guint value = 0; value < EBB_VALUE_COUNT; value++)
    build_value (build, card, value);
}

void
ebb_protocol_widgets_build (EbbProtocolWidgets *self, GtkWidget *column, GCallback changed,
                            gpointer user)
{
  Build build = { self, changed, user };

  build_what (&build, column);
  build_sets (&build, column);
  build_tempo (&build, column);
  build_pressure (&build, column);
  build_load (&build, column);
  build_sources (&build, column);
}

/* --- Above and below --------------------------------------------------------------------- */

static GtkWidget *
clamp (GtkWidget *child, int width_px)
{
  GtkWidget *clamped = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamped), width_px - 2 * HEAD_PAD_PX);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamped), width_px - 2 * HEAD_PAD_PX);
  adw_clamp_set_child (ADW_CLAMP (clamped), child);
  return clamped;
}

GtkWidget *
ebb_protocol_widgets_build_head (EbbProtocolWidgets *self, int width_px)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *facts = ebb_columns_new (3, 260, SPACING_PX);

  self->picture = ebb_protocol_picture_new (PICTURE_MIN_PX, PICTURE_PX);
  self->time = ebb_label_new ("", "form-title", NULL);
  self->arm = ebb_label_new ("", "form-note", NULL);
  self->leg = ebb_label_new ("", "form-note", NULL);
  self->own = ebb_label_new ("", "form-error", NULL);
  ebb_columns_append (EBB_COLUMNS (facts), self->time);
  ebb_columns_append (EBB_COLUMNS (facts), self->arm);
  ebb_columns_append (EBB_COLUMNS (facts), self->leg);
  gtk_box_append (GTK_BOX (box), self->picture);
  gtk_box_append (GTK_BOX (box), facts);
  gtk_box_append (GTK_BOX (box), self->own);
  gtk_widget_add_css_class (head, "protocol-head");
  gtk_box_append (GTK_BOX (head), clamp (box, width_px));
  return head;
}

GtkWidget *
ebb_protocol_widgets_build_foot (EbbProtocolWidgets *self, int width_px, GCallback save,
                                 gpointer user)
{
  self->why_not = ebb_label_new ("", "form-verdict", NULL);
  self->save = ebb_button_new (_ ("Save protocol"), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", save, user);
  return ebb_form_foot_new (width_px, self->why_not, self->save);
}
