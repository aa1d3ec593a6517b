/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-board.h"

#include "ebb-ask-bar.h"
#include "ebb-flow.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-plot-card.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define TAP_MIN_PX    150
#define BUTTON_MIN_PX 190

static GtkWidget *
make_banner (EbbLopBoard *board)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  board->banner = words;
  board->run = ebb_label_new ("", "lop-run", NULL);
  board->what = ebb_label_new ("", "lop-what", NULL);
  board->detail = ebb_label_new ("", "lop-detail", NULL);
  gtk_widget_add_css_class (words, "lop-banner");
  gtk_box_append (GTK_BOX (words), board->run);
  gtk_box_append (GTK_BOX (words), board->what);
  gtk_box_append (GTK_BOX (words), board->detail);
  return words;
}

static GtkWidget *
make_numbers (EbbLopBoard *board)
{
  GtkWidget *panel = ebb_panel_new (NULL);
  GtkWidget *number = ebb_big_number_new (&board->pressure, NULL, _ ("mmHg"));

  board->limb = ebb_label_new ("", "live-side", NULL);
  board->target = ebb_label_new ("", "small-line", NULL);
  board->clock = ebb_label_new ("", "small-line", "numeric", NULL);
  board->trials = ebb_label_new ("", "small-line", "numeric", NULL);
  gtk_box_append (GTK_BOX (panel), board->limb);
  gtk_box_append (GTK_BOX (panel), number);
  gtk_box_append (GTK_BOX (panel), board->target);
  gtk_box_append (GTK_BOX (panel), board->clock);
  gtk_box_append (GTK_BOX (panel), board->trials);
  return panel;
}

static GtkWidget *
make_tap (const char *text)
{
  GtkWidget *button = ebb_button_new (text, "session", "lop-tap", NULL);

  gtk_widget_set_hexpand (button, TRUE);
  return button;
}

static GtkWidget *
make_taps (EbbLopBoard *board)
{
  board->taps = ebb_columns_new (3, TAP_MIN_PX, 10);
  board->heard = make_tap (_ ("Pulse is there"));
  board->gone = make_tap (_ ("Pulse gone"));
  board->back = make_tap (_ ("Pulse back"));
  ebb_columns_append (EBB_COLUMNS (board->taps), board->heard);
  ebb_columns_append (EBB_COLUMNS (board->taps), board->gone);
  ebb_columns_append (EBB_COLUMNS (board->taps), board->back);
  return board->taps;
}

static GtkWidget *
make_plot (EbbLopBoard *board)
{
  GtkWidget *plot = ebb_plot_card_new ();

  board->sweep = ebb_plot_card_get_sweep (EBB_PLOT_CARD (plot));
  gtk_widget_add_css_class (plot, "lop-plot"); /* its height goes with the window */
  gtk_widget_set_vexpand (plot, TRUE);
  ebb_widget_set_accessible (GTK_WIDGET (board->sweep), _ ("Pressure of the search"), NULL);
  return plot;
}

static GtkWidget *
make_foot (EbbLopBoard *board)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *columns = ebb_columns_new (4, BUTTON_MIN_PX, 10);

  gtk_widget_add_css_class (foot, "session-foot");
  board->ask = ebb_ask_bar_new ();
  board->again = ebb_button_new (_ ("Measure again"), "session", NULL);
  board->finish = ebb_button_new (_ ("No further run"), "session", NULL);
  board->begin = ebb_button_new ("", "session", "suggested-action", NULL);
  board->keep = ebb_button_new ("", "session", "suggested-action", NULL);
  GtkWidget *const buttons[] = { board->again, board->finish, board->begin, board->keep };
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    ebb_columns_append (EBB_COLUMNS (columns), buttons[i]);
  gtk_box_append (GTK_BOX (foot), board->ask);
  gtk_box_append (GTK_BOX (foot), make_taps (board));
  gtk_box_append (GTK_BOX (foot), columns);
  return foot;
}

GtkWidget *
ebb_lop_board_build (EbbLopBoard *board)
{
  return ebb_page_frame_new (make_banner (board), NULL, make_numbers (board), make_plot (board),
                             make_foot (board));
}

static void
show_line (GtkWidget *label, const char *text)
{
  ebb_label_update (label, text);
  gtk_widget_set_visible (label, *text != '\0');
}

/* The one that means something now stands out. */
static void
show_tap (GtkWidget *button, gboolean takes)
{
  gtk_widget_set_sensitive (button, takes);
  ebb_widget_set_class (button, "suggested-action", takes);
}

void
ebb_lop_board_show (EbbLopBoard *board, const EbbLopRunShown *shown, gboolean kept)
{
  show_line (board->run, shown->run);
  show_line (board->what, shown->what);
  show_line (board->detail, shown->detail);
  show_line (board->target, shown->target);
  show_line (board->clock, shown->clock);
  show_line (board->trials, shown->trials);
  ebb_label_update (board->pressure, shown->pressure);
  ebb_widget_set_class (board->banner, "alarming", shown->alarming);
  ebb_widget_set_class (board->banner, "searching", shown->searching);
  ebb_widget_set_class (board->banner, "found", shown->found && !shown->alarming);
  gtk_widget_set_visible (board->taps, shown->guided && !shown->over);
  show_tap (board->heard, shown->takes_heard);
  show_tap (board->gone, shown->takes_gone);
  show_tap (board->back, shown->takes_back);
  gtk_button_set_label (GTK_BUTTON (board->begin), shown->begin_text);
  gtk_widget_set_visible (board->begin, shown->begins);
  gtk_widget_set_sensitive (board->begin, shown->may_begin);
  gtk_widget_set_visible (board->finish, shown->may_finish);
  gtk_widget_set_visible (board->again, shown->over && !kept);
  gtk_button_set_label (GTK_BUTTON (board->keep),
                        shown->found ? _ ("Keep this value") : _ ("Keep as “not found”"));
  gtk_widget_set_visible (board->keep, shown->keeps);
  gtk_widget_set_sensitive (board->keep, !kept);
}
