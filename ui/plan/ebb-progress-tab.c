/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tab Progress: a card for each course, with its sentence, its chart and its table.
 */
#include "ebb-care-tab.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-progress-chart.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define CARD_MIN_PX     340
#define CARD_SPACING_PX 14
#define CELL_SPACING_PX 18
/* One value is no course: the sentence says it. */
#define CHART_DATES_MIN 2

static void
attach (GtkWidget *grid, const char *text, const char *css_class, int column, int row)
{
  GtkWidget *label = ebb_label_new (text, css_class, NULL);

  gtk_widget_set_hexpand (label, column == 0);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
}

static GtkWidget *
make_table (const EbbProgressSeries *series, const GPtrArray *dates)
{
  GtkWidget *expander = gtk_expander_new (_ ("As a table"));
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), CELL_SPACING_PX);
  attach (grid, _ ("Date"), "form-title", 0, 0);
  attach (grid, series->sided ? _ ("Left") : _ ("Value"), "form-title", 1, 0);
  if (series->sided)
    attach (grid, _ ("Right"), "form-title", 2, 0);
  for (guint i = 0; i < dates->len; i++) {
    const char *date = g_ptr_array_index (dates, i);
    g_autofree char *day = ebb_format_date_short (date);
    g_autofree char *left = ebb_progress_text_on (series, series->left, date);
    g_autofree char *right = ebb_progress_text_on (series, series->right, date);

    attach (grid, day, NULL, 0, (int) i + 1);
    attach (grid, left, NULL, 1, (int) i + 1);
    if (series->sided)
      attach (grid, right, NULL, 2, (int) i + 1);
  }
  gtk_expander_set_child (GTK_EXPANDER (expander), grid);
  gtk_widget_add_css_class (expander, "plan-group");
  return expander;
}

/* Takes `series`. */
static GtkWidget *
make_card (EbbProgressSeries *series)
{
  GtkWidget *card = ebb_card_new (series->title);
  g_autoptr (GPtrArray) dates = ebb_progress_dates (series);

  gtk_box_append (GTK_BOX (card), ebb_label_new (series->summary, "form-plan", NULL));
  if (dates->len < CHART_DATES_MIN) {
    ebb_progress_series_free (series);
    return card;
  }
  GtkWidget *table = make_table (series, dates);

  gtk_box_append (GTK_BOX (card), ebb_progress_chart_new (series));
  gtk_box_append (GTK_BOX (card), table);
  return card;
}

static void
append_group (GtkWidget *box, EbbProgressGroup *group)
{
  GtkWidget *columns = ebb_columns_new (3, CARD_MIN_PX, CARD_SPACING_PX);

  gtk_box_append (GTK_BOX (box), ebb_label_new (group->title, "plan-title", NULL));
  while (group->series->len > 0)
    ebb_columns_append (EBB_COLUMNS (columns),
                        make_card (g_ptr_array_steal_index (group->series, 0)));
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
  GtkWidget *expander = gtk_expander_new (name);
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
