/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tab Plan: the open episode first, what is due in it, then the rest; older ones folded.
 */
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-patient-text.h"
#include "ebb-plan-cards.h"
#include "ebb-plan-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define CARD_MIN_PX     400
#define CARD_SPACING_PX 14

static GtkWidget *
make_nothing (void)
{
  GtkWidget *card = ebb_card_new (NULL);
  GtkWidget *add = ebb_action_button_new (_ ("New episode"), "care.edit-episode", "");

  gtk_box_append (GTK_BOX (card), ebb_label_new (_ ("No episode of care yet"), "card-value", NULL));
  gtk_box_append (GTK_BOX (card),
                  ebb_label_new (_ ("Diagnosis, surgery, precautions, goals and visits belong to "
                                    "an episode."),
                                 "patient-dim", NULL));
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (card), add);
  return card;
}

static void
append_episode (GtkWidget *box, const EbbCareScene *scene, const EbbCareEpisode *care)
{
  GtkWidget *start = gtk_box_new (GTK_ORIENTATION_VERTICAL, CARD_SPACING_PX);
  GtkWidget *end = gtk_box_new (GTK_ORIENTATION_VERTICAL, CARD_SPACING_PX);
  GtkWidget *columns = ebb_columns_new (2, CARD_MIN_PX, CARD_SPACING_PX);

  gtk_box_append (GTK_BOX (start), ebb_plan_episode_card (scene, care));
  gtk_box_append (GTK_BOX (start), ebb_plan_due_card (scene, care));
  gtk_box_append (GTK_BOX (start), ebb_plan_goals_card (scene, care));
  gtk_box_append (GTK_BOX (end), ebb_plan_visits_card (scene, care));
  gtk_box_append (GTK_BOX (end), ebb_plan_measures_card (scene, care));
  ebb_columns_append (EBB_COLUMNS (columns), start);
  ebb_columns_append (EBB_COLUMNS (columns), end);
  gtk_box_append (GTK_BOX (box), columns);
}

static char *
fold_title (const EbbEpisode *episode)
{
  const char *name = episode->diagnosis != NULL ? episode->diagnosis : _ ("Episode of care");
  g_autofree char *closed =
      episode->discharged_on != NULL ? ebb_format_date_short (episode->discharged_on) : NULL;
  g_autofree char *until =
      closed != NULL ? g_strdup_printf (_ ("discharged %s"), closed) : g_strdup (_ ("open"));

  return ebb_join_facts (name, until, NULL);
}

static GtkWidget *
make_fold (const EbbCareScene *scene, const EbbCareEpisode *care)
{
  g_autofree char *title = fold_title (care->episode);
  GtkWidget *expander = ebb_expander_new (title);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, CARD_SPACING_PX);

  gtk_widget_set_margin_top (box, CARD_SPACING_PX);
  append_episode (box, scene, care);
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  gtk_widget_add_css_class (expander, "plan-group");
  return expander;
}

static GtkWidget *
make_plan (const EbbCareScene *scene)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, CARD_SPACING_PX);
  const GPtrArray *episodes = scene->care->episodes;
  const EbbCareEpisode *first = episodes->len > 0 ? g_ptr_array_index (episodes, 0) : NULL;

  if (first == NULL)
    gtk_box_append (GTK_BOX (box), make_nothing ());
  else
    append_episode (box, scene, first);
  gtk_box_append (GTK_BOX (box), ebb_plan_prescriptions (scene, first));
  for (guint i = 1; i < episodes->len; i++)
    gtk_box_append (GTK_BOX (box), make_fold (scene, g_ptr_array_index (episodes, i)));
  return box;
}

GtkWidget *
ebb_plan_tab_new (const EbbPatientScene *scene)
{
  return ebb_care_tab_new (scene, make_plan);
}
