/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The episode, what is due, goals, and outcome measures.
 */
#include "ebb-plan-cards.h"

#include "ebb-day.h"
#include "ebb-due.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-measure-list.h"
#include "ebb-outcomes-state.h"
#include "ebb-patient-text.h"
#include "ebb-plan-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define ROW_MIN_PX    250
#define BUTTON_MIN_PX 140
#define SPACING_PX    8
/* The last ones on the card; all of them stand under Progress. */
#define MEASURES_MAX  8

GtkWidget *
ebb_plan_row_new (GtkWidget *start, GtkWidget *end)
{
  GtkWidget *row;

  gtk_widget_set_valign (start, GTK_ALIGN_CENTER);
  if (end == NULL) {
    gtk_widget_add_css_class (start, "plan-row");
    return start;
  }
  gtk_widget_set_valign (end, GTK_ALIGN_CENTER);
  row = ebb_beside_new (start, end, ROW_MIN_PX, 12);
  gtk_widget_add_css_class (row, "plan-row");
  return row;
}

GtkWidget *
ebb_plan_buttons_new (guint n_max)
{
  GtkWidget *buttons = ebb_columns_new (n_max, BUTTON_MIN_PX, SPACING_PX);

  gtk_widget_set_margin_top (buttons, SPACING_PX);
  return buttons;
}

static GtkWidget *
make_card (const char *title)
{
  GtkWidget *card = ebb_card_new (NULL);

  gtk_box_append (GTK_BOX (card), ebb_label_new (title, "plan-title", NULL));
  return card;
}

static void
append_line (GtkWidget *box, const char *text, const char *css_class)
{
  if (text != NULL && *text != '\0')
    gtk_box_append (GTK_BOX (box), ebb_label_new (text, css_class, NULL));
}

/* The episode --------------------------------------------------------------------------------- */

static char *
surgery_text (const EbbEpisode *episode, gint64 now_unix_us)
{
  g_autofree char *date =
      episode->surgery_on != NULL ? ebb_format_date_short (episode->surgery_on) : NULL;
  g_autofree char *week = ebb_week_after_text (episode->surgery_on, now_unix_us);

  if (episode->surgery == NULL)
    return NULL;
  return ebb_join_facts (episode->surgery, date != NULL ? date : "", week != NULL ? week : "",
                         NULL);
}

static char *
closed_text (const EbbEpisode *episode)
{
  g_autofree char *day = NULL;

  if (episode->discharged_on == NULL)
    return NULL;
  day = ebb_format_date_short (episode->discharged_on);
  return g_strdup_printf (_ ("Discharged on %s: %s"), day, episode->discharge_reason);
}

static void
append_precautions (GtkWidget *card, const char *precautions)
{
  g_autofree char *markup = NULL;
  GtkWidget *label;

  if (precautions == NULL || *precautions == '\0')
    return;
  markup = g_markup_printf_escaped ("<b>%s</b> %s", _ ("Precautions, shown at each start:"),
                                    precautions);
  label = ebb_label_new (NULL, "plan-precautions", NULL);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_box_append (GTK_BOX (card), label);
}

GtkWidget *
ebb_plan_episode_card (const EbbCareScene *scene, const EbbCareEpisode *care)
{
  const EbbEpisode *episode = care->episode;
  g_autoptr (EbbCodeList) list = ebb_code_list_load_builtin (EBB_LIST_CONDITIONS, NULL);
  g_autofree char *conditions = ebb_conditions_text (episode->condition_ids, list);
  g_autofree char *limb = ebb_episode_limb_text (episode);
  g_autofree char *surgery = surgery_text (episode, scene->patient->now_unix_us);
  g_autofree char *closed = closed_text (episode);
  gboolean named = episode->diagnosis != NULL;
  g_autofree char *facts = ebb_join_facts (named && conditions != NULL ? conditions : "",
                                           limb != NULL ? limb : "", NULL);
  GtkWidget *card = make_card (_ ("Episode of care"));
  GtkWidget *buttons = ebb_plan_buttons_new (3);

  append_line (card,
               named                ? episode->diagnosis
               : conditions != NULL ? conditions
                                    : _ ("No diagnosis yet"),
               "card-value");
  append_line (card, facts, "patient-dim");
  append_line (card, surgery, "patient-dim");
  append_line (card, closed, "form-plan");
  append_precautions (card, episode->precautions);
  if (episode->discharged_on == NULL) {
    ebb_columns_append (EBB_COLUMNS (buttons),
                        ebb_action_button_new (_ ("Edit"), "care.edit-episode", episode->id));
    ebb_columns_append (EBB_COLUMNS (buttons),
                        ebb_action_button_new (_ ("Discharge…"), "care.discharge", episode->id));
  }
  ebb_columns_append (EBB_COLUMNS (buttons),
                      ebb_action_button_new (_ ("New episode"), "care.edit-episode", ""));
  gtk_box_append (GTK_BOX (card), buttons);
  return card;
}

/* What is due --------------------------------------------------------------------------------- */

static GtkWidget *
make_due_button (const EbbDue *due, const EbbPatientFile *file, const char *episode_id)
{
  const EbbPrescriptionRecord *same = ebb_patient_same_again (file);

  switch (due->kind) {
  case EBB_DUE_SCREENING:
    return ebb_action_button_new (_ ("Screen now"), "patient.screen", NULL);
  case EBB_DUE_ORDER:
    return ebb_action_button_new (_ ("Record order"), "patient.record-order", NULL);
  case EBB_DUE_MEASURES:
    return ebb_action_button_new (_ ("Enter measures"), "care.measure", episode_id);
  case EBB_DUE_ONE_RM:
    return ebb_action_button_new (_ ("Enter maximum"), "care.maximum", episode_id);
  case EBB_DUE_VISITS:
    return ebb_action_button_new (_ ("Change plan"), "care.plan", episode_id);
  case EBB_DUE_LOP:
    return ebb_action_button_new (_ ("Measure LOP"), "patient.measure-lop",
                                  same != NULL ? same->id : "");
  case EBB_DUE_CONSENT:
    return ebb_action_button_new (_ ("Ask for consent"), "care.consent", "training");
  case EBB_DUE_PRECONDITIONING:
    return ebb_action_button_new (_ ("Ask for consent"), "care.consent", "preconditioning");
  case EBB_DUE_CALL:
    return ebb_action_button_new (_ ("Open calls"), "care.calls", NULL);
  default:
    return NULL;
  }
}

/* "Late" is said in a word, beside the colour. */
static GtkWidget *
make_due_text (const EbbDue *due)
{
  g_autofree char *text = due->late ? g_strdup_printf (_ ("Overdue · %s"), due->text) : NULL;

  return ebb_label_new (text != NULL ? text : due->text, due->late ? "plan-late" : NULL, NULL);
}

GtkWidget *
ebb_plan_due_card (const EbbCareScene *scene, const EbbCareEpisode *care)
{
  EbbDay day = ebb_day_of (scene->patient->now_unix_us);
  g_autoptr (GPtrArray) list = ebb_due_list (&care->due, day.date);
  GtkWidget *card = make_card (_ ("Due"));

  for (guint i = 0; i < list->len; i++) {
    const EbbDue *due = g_ptr_array_index (list, i);

    gtk_box_append (GTK_BOX (card), ebb_plan_row_new (make_due_text (due),
                                                      make_due_button (due, scene->patient->file,
                                                                       care->episode->id)));
  }
  if (list->len == 0)
    append_line (card, _ ("Nothing is due."), "patient-dim");
  return card;
}

/* Goals --------------------------------------------------------------------------------------- */

static GtkWidget *
make_goal (const EbbCareScene *scene, const EbbCareEpisode *care, const EbbGoal *goal)
{
  g_autofree char *target = g_strdup_printf ("%s %s", care->episode->id, goal->id);
  g_autofree char *when = ebb_goal_when_text (goal, scene->patient->now_unix_us);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING_PX);
  GtkWidget *title = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING_PX);
  GtkWidget *label = ebb_label_new (goal->text, "session-when", NULL);

  if (goal->reached_on != NULL)
    gtk_box_append (GTK_BOX (title), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (title), label);
  gtk_box_append (GTK_BOX (text), title);
  append_line (text, when, "patient-dim");
  gtk_box_append (
      GTK_BOX (buttons),
      ebb_action_button_new (goal->reached_on != NULL ? _ ("Open again") : _ ("Reached"),
                             "care.reach", target));
  gtk_box_append (GTK_BOX (buttons), ebb_action_button_new (_ ("Edit"), "care.goal", target));
  return ebb_plan_row_new (text, buttons);
}

GtkWidget *
ebb_plan_goals_card (const EbbCareScene *scene, const EbbCareEpisode *care)
{
  GtkWidget *card = make_card (_ ("Goals"));
  GtkWidget *buttons = ebb_plan_buttons_new (2);

  for (guint i = 0; i < care->episode->goals->len; i++)
    gtk_box_append (GTK_BOX (card),
                    make_goal (scene, care, g_ptr_array_index (care->episode->goals, i)));
  if (care->episode->goals->len == 0)
    append_line (card, _ ("None yet. What does the patient want to be able to do?"), "patient-dim");
  ebb_columns_append (EBB_COLUMNS (buttons),
                      ebb_action_button_new (_ ("Add goal"), "care.goal", care->episode->id));
  gtk_box_append (GTK_BOX (card), buttons);
  return card;
}

/* Measures ------------------------------------------------------------------------------------ */

static GtkWidget *
make_measure (const EbbCareEpisode *care, const EbbOutcomeRow *row)
{
  const EbbOutcome *first = ebb_outcome_baseline (care, row);
  const EbbOutcome *last = ebb_outcome_last (care, row);
  g_autofree char *value = ebb_outcome_value_text (row->measure, last->value);
  g_autofree char *day = ebb_format_date_short (last->measured_on);
  g_autofree char *change =
      first != last ? ebb_outcome_change_words (row->measure, first->value, last->value) : NULL;
  const char *side = row->side == EBB_SIDE_LEFT    ? _ ("left")
                     : row->side == EBB_SIDE_RIGHT ? _ ("right")
                                                   : "";
  g_autofree char *title = ebb_join_facts (_ (row->measure->name), side, NULL);
  g_autofree char *facts = ebb_join_facts (value, day, change != NULL ? change : "", NULL);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  append_line (text, title, "session-when");
  append_line (text, facts, "patient-dim");
  return ebb_plan_row_new (text, NULL);
}

GtkWidget *
ebb_plan_measures_card (const EbbCareScene *scene, const EbbCareEpisode *care)
{
  g_autoptr (EbbMeasureList) list = ebb_measure_list_load_builtin (NULL);
  g_autoptr (GArray) rows = ebb_outcome_rows (list, care);
  GtkWidget *card = make_card (_ ("Outcome measures"));
  GtkWidget *buttons = ebb_plan_buttons_new (2);
  guint n_shown = 0;

  for (guint i = 0; i < rows->len && n_shown < MEASURES_MAX; i++) {
    const EbbOutcomeRow *row = &g_array_index (rows, EbbOutcomeRow, i);

    if (ebb_outcome_last (care, row) == NULL)
      continue;
    gtk_box_append (GTK_BOX (card), make_measure (care, row));
    n_shown++;
  }
  if (n_shown == 0)
    append_line (card, _ ("None yet. The first ones become the baseline."), "patient-dim");
  ebb_columns_append (
      EBB_COLUMNS (buttons),
      ebb_action_button_new (_ ("Enter measures"), "care.measure", care->episode->id));
  ebb_columns_append (
      EBB_COLUMNS (buttons),
      ebb_action_button_new (_ ("Enter maximum"), "care.maximum", care->episode->id));
  gtk_box_append (GTK_BOX (card), buttons);
  return card;
}
