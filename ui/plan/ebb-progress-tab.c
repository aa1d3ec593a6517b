/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tab Progress: a card for each course, with its sentence, its chart and its table.
 */
#include "ebb-care-tab.h"
#include "ebb-flow.h"
#include "ebb-progress-card.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define CARD_MIN_PX     340
#define CARD_SPACING_PX 14

static void
append_group (GtkWidget *box, EbbProgressGroup *group)
{
  GtkWidget *columns = ebb_columns_new (3, CARD_MIN_PX, CARD_SPACING_PX);

  gtk_box_append (GTK_BOX (box), ebb_label_new (group->title, "plan-title", NULL));
  while (group->series->len > 0)
    ebb_columns_append (EBB_COLUMNS (columns),
                        ebb_progress_card_new (g_ptr_array_steal_index (group->series, 0)));
  gtk_box_append (GTK_BOX (box), columns);
}

static void
append_episode (GtkWidget *box, const EbbCareEpisode *care, const EbbMeasureList *list)
{
  g_autoptr (GPtrArray) groups = ebb_progress_groups (list, care);

  for (guint i = 0; i < groups->len; i++)
    append_group (box, g_ptr_array_index (groups, i));
  if (groups->len == 0)
    gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("Nothing to show yet. Sessions and outcome "
                                                     "measures make the courses."),
                                                  "patient-dim", NULL));
}

static GtkWidget *
make_fold (const EbbCareEpisode *care, const EbbMeasureList *list)
{
  const char *name =
      care->episode->diagnosis != NULL ? care->episode->diagnosis : _ ("Episode of care");
  GtkWidget *expander = ebb_expander_new (name);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, CARD_SPACING_PX);

  append_episode (box, care, list);
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  gtk_widget_add_css_class (expander, "plan-group");
  return expander;
}

static GtkWidget *
make_progress (const EbbCareScene *scene)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, CARD_SPACING_PX);
  g_autoptr (EbbMeasureList) list = ebb_measure_list_load_builtin (NULL);
  const GPtrArray *episodes = scene->care->episodes;

  if (episodes->len > 0)
    append_episode (box, g_ptr_array_index (episodes, 0), list);
  else
    gtk_box_append (GTK_BOX (box),
                    ebb_label_new (_ ("No episode of care yet"), "patient-dim", NULL));
  for (guint i = 1; i < episodes->len; i++)
    gtk_box_append (GTK_BOX (box), make_fold (g_ptr_array_index (episodes, i), list));
  return box;
}

GtkWidget *
ebb_progress_tab_new (const EbbPatientScene *scene)
{
  return ebb_care_tab_new (scene, make_progress);
}
