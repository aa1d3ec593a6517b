/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the rules of progression suggest for one exercise: the first of them with its reason and the
 * numbers it looked at, its source on demand, and the therapist's answer.
 */
#include "ebb-flow.h"
#include "ebb-plan-cards.h"
#include "ebb-plan-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NUMBERS_MIN_PX 240

static void
append_numbers (GtkWidget *box, const EbbSuggestion *suggestion)
{
  GtkWidget *columns = ebb_columns_new (2, NUMBERS_MIN_PX, 4);

  for (guint i = 0; i < suggestion->numbers->len; i++)
    ebb_columns_append (
        EBB_COLUMNS (columns),
        ebb_label_new (g_ptr_array_index (suggestion->numbers, i), "patient-dim", NULL));
  gtk_box_append (GTK_BOX (box), columns);
}

static GtkWidget *
make_source (const EbbRuleText *rule)
{
  GtkWidget *expander = ebb_expander_new (_ ("Rule and source"));
  g_autofree char *name = g_strdup_printf ("%s: %s", rule->code, _ (rule->name));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (box), ebb_label_new (name, NULL, NULL));
  gtk_box_append (GTK_BOX (box), ebb_label_new (_ (rule->source), "patient-dim", NULL));
  gtk_box_append (GTK_BOX (box),
                  ebb_label_new (ebb_evidence_to_text (rule->status), "patient-dim", NULL));
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  gtk_widget_add_css_class (expander, "plan-group");
  return expander;
}

static GtkWidget *
make_buttons (const EbbSuggestion *suggestion, const char *target)
{
  GtkWidget *buttons = ebb_plan_buttons_new (3);
  GtkWidget *accept = ebb_action_button_new (_ ("Accept"), "care.accept", target);

  ebb_columns_append (EBB_COLUMNS (buttons), accept);
  if (!isnan (suggestion->to))
    ebb_columns_append (EBB_COLUMNS (buttons),
                        ebb_action_button_new (_ ("Change…"), "care.change", target));
  ebb_columns_append (EBB_COLUMNS (buttons),
                      ebb_action_button_new (_ ("Decline"), "care.decline", target));
  return buttons;
}

static GtkWidget *
make_suggestion (const EbbCareEpisode *care, guint number, const EbbSuggestion *suggestion,
                 const EbbProgressionList *list)
{
  const EbbCareExercise *exercise = g_ptr_array_index (care->exercises, number);
  const EbbProgressChoice *answer =
      ebb_suggestion_answer (suggestion, list, exercise, care->choices);
  g_autofree char *target = g_strdup_printf ("%s %u %s", care->episode->id, number,
                                             ebb_rule_to_string (suggestion->rule));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("The rules suggest"), "patient-dim", NULL));
  gtk_box_append (GTK_BOX (box), ebb_label_new (suggestion->text, "form-plan", NULL));
  gtk_box_append (GTK_BOX (box), ebb_label_new (suggestion->reason, NULL, NULL));
  append_numbers (box, suggestion);
  gtk_box_append (GTK_BOX (box), make_source (&list->rules[suggestion->rule]));
  if (answer != NULL) {
    g_autofree char *said = ebb_answer_text (answer);
    gtk_box_append (GTK_BOX (box), ebb_label_new (said, "form-plan", NULL));
  } else {
    gtk_box_append (GTK_BOX (box), make_buttons (suggestion, target));
  }
  gtk_widget_add_css_class (box, "plan-suggestion");
  return box;
}

GtkWidget *
ebb_plan_suggestion_card (const EbbCareEpisode *care, guint number)
{
  const EbbCareExercise *exercise = g_ptr_array_index (care->exercises, number);
  g_autoptr (EbbProgressionList) list = ebb_progression_list_load_builtin (NULL);
  g_autoptr (GPtrArray) all = NULL;
  GtkWidget *box;

  if (list == NULL || exercise->history == NULL)
    return NULL;
  all = ebb_progression_judge (list, exercise->history);
  if (all->len == 0)
    return NULL;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  for (guint i = 0; i < all->len; i++)
    gtk_box_append (GTK_BOX (box),
                    make_suggestion (care, number, g_ptr_array_index (all, i), list));
  return box;
}
