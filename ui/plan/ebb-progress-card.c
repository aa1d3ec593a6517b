/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-progress-card.h"

#include "ebb-field.h"
#include "ebb-format.h"
#include "ebb-progress-chart.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

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
  GtkWidget *expander = ebb_expander_new (_ ("As a table"));
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

void
ebb_progress_card_append (GtkWidget *box, EbbProgressSeries *series)
{
  g_autoptr (GPtrArray) dates = ebb_progress_dates (series);
  GtkWidget *table;

  if (dates->len < CHART_DATES_MIN) {
    ebb_progress_series_free (series);
    return;
  }
  table = make_table (series, dates);
  gtk_box_append (GTK_BOX (box), ebb_progress_chart_new (series));
  gtk_box_append (GTK_BOX (box), table);
}

GtkWidget *
ebb_progress_card_new (EbbProgressSeries *series)
{
  GtkWidget *card = ebb_card_new (series->title);

  gtk_box_append (GTK_BOX (card), ebb_label_new (series->summary, "form-plan", NULL));
  ebb_progress_card_append (card, series);
  return card;
}
