/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-board.h"

#include "ebb-give-box.h"
#include "ebb-limb-card.h"
#include "ebb-live-numbers.h"
#include "ebb-parts.h"
#include "ebb-phase-banner.h"
#include "ebb-plot-card.h"
#include "ebb-size-class.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define GAP_PX       10
#define NUMBERS_RANK 3

struct _EbbLiveBoard {
  GtkWidget parent_instance;

  /* borrowed */
  GtkWidget *banner, *ask, *numbers, *rest, *rest_pressure, *rest_row, *unknown, *reading;
  GtkWidget *prompt, *plot, *strip, *course, *limb, *controls;
};

G_DEFINE_FINAL_TYPE (EbbLiveBoard, ebb_live_board, GTK_TYPE_WIDGET)

static void
ebb_live_board_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_live_board_parent_class)->dispose (object);
}

static void
ebb_live_board_class_init (EbbLiveBoardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_live_board_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "liveboard");
}

static GtkWidget *
make_rest (EbbLiveBoard *self)
{
  self->rest = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP_PX);
  self->rest_pressure = ebb_pressure_card_new ();
  self->rest_row = ebb_rest_row_new ();
  gtk_widget_add_css_class (self->rest_pressure, "beside-rest");
  gtk_widget_set_hexpand (self->rest_row, TRUE);
  gtk_widget_set_hexpand (self->rest_pressure, FALSE);
  gtk_box_append (GTK_BOX (self->rest), self->rest_pressure);
  gtk_box_append (GTK_BOX (self->rest), self->rest_row);
  return self->rest;
}

static GtkWidget *
make_strip (EbbLiveBoard *self)
{
  GtkWidget *card = ebb_panel_new (NULL);

  self->strip = ebb_rep_strip_new ();
  self->course = ebb_plan_strip_new ();
  gtk_widget_add_css_class (card, "strip-card");
  gtk_widget_set_vexpand (self->strip, TRUE);
  gtk_widget_set_vexpand (self->course, TRUE);
  gtk_box_append (GTK_BOX (card), self->strip);
  gtk_box_append (GTK_BOX (card), self->course);
  return card;
}

/* A window that grew with a question would push Stop off a small screen.  With very large text the
 * numbers go before that, last of all: the stop bar says the pressure too. */
static void
on_question (GObject *ask, GParamSpec *pspec, EbbLiveBoard *self)
{
  EbbGiveBox *left = EBB_GIVE_BOX (gtk_widget_get_parent (self->ask));
  guint rank = gtk_widget_get_visible (self->ask) ? NUMBERS_RANK : 0;

  ebb_give_box_set_rank (left, self->numbers, rank);
  ebb_give_box_set_rank (left, self->rest, rank);
}

static GtkWidget *
make_left (EbbLiveBoard *self)
{
  GtkWidget *box = ebb_give_box_new (GTK_ORIENTATION_VERTICAL, GAP_PX);
  EbbGiveBox *left = EBB_GIVE_BOX (box);

  self->banner = ebb_phase_banner_new ();
  self->prompt = ebb_prompt_card_new ();
  self->ask = ebb_ask_bar_new ();
  self->numbers = ebb_live_numbers_new ();
  self->reading = ebb_reading_card_new ();
  self->unknown = ebb_unknown_card_new ();
  self->plot = ebb_plot_card_new ();
  ebb_give_box_append (left, self->banner, 0, FALSE);
  ebb_give_box_append (left, self->ask, 0, FALSE);
  ebb_give_box_append (left, self->numbers, 0, FALSE);
  ebb_give_box_append (left, make_rest (self), 0, FALSE);
  ebb_give_box_append (left, self->reading, 0, FALSE);
  ebb_give_box_append (left, self->prompt, 0, FALSE);
  ebb_give_box_append (left, self->unknown, 0, TRUE);
  ebb_give_box_append (left, self->plot, 2, TRUE);
  ebb_give_box_append (left, make_strip (self), 1, FALSE);
  g_signal_connect (self->ask, "notify::visible", G_CALLBACK (on_question), self);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

/* With very large text the column scrolls; Stop stands below the page and never does. */
static GtkWidget *
make_right (EbbLiveBoard *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP_PX);

  self->limb = ebb_limb_card_new ();
  self->controls = ebb_live_controls_new ();
  gtk_widget_set_vexpand (self->controls, TRUE);
  gtk_box_append (GTK_BOX (box), self->limb);
  gtk_box_append (GTK_BOX (box), self->controls);
  gtk_widget_add_css_class (scrolled, "live-side");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

static void
ebb_live_board_init (EbbLiveBoard *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), GAP_PX);
  gtk_widget_set_parent (make_left (self), GTK_WIDGET (self));
  gtk_widget_set_parent (make_right (self), GTK_WIDGET (self));
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  ebb_size_class_follow (GTK_WIDGET (self));
}

GtkWidget *
ebb_live_board_new (void)
{
  return g_object_new (EBB_TYPE_LIVE_BOARD, NULL);
}

void
ebb_live_board_show (EbbLiveBoard *board, const EbbLiveState *state, const EbbRatings *ratings,
                     const char *problem, gboolean by_hand)
{
  GtkWidget *widget = GTK_WIDGET (board);

  gtk_widget_set_visible (board->numbers, state->show == EBB_LIVE_SHOW_NUMBERS);
  gtk_widget_set_visible (board->rest, state->show == EBB_LIVE_SHOW_REST);
  gtk_widget_set_visible (board->unknown, state->show == EBB_LIVE_SHOW_UNKNOWN);
  gtk_widget_set_visible (board->plot, state->show != EBB_LIVE_SHOW_UNKNOWN);
  gtk_widget_set_visible (gtk_widget_get_parent (board->strip),
                          state->show != EBB_LIVE_SHOW_UNKNOWN);
  gtk_widget_set_visible (board->strip, !state->timed);
  gtk_widget_set_visible (board->course, state->timed);
  ebb_prompt_card_show (EBB_PROMPT_CARD (board->prompt), &state->prompt,
                        ebb_size_class_is_short (widget));
  ebb_phase_banner_show (EBB_PHASE_BANNER (board->banner), &state->banner);
  ebb_limb_card_set_compact (EBB_LIMB_CARD (board->limb), ebb_size_class_is_short (widget));
  ebb_limb_card_show (EBB_LIMB_CARD (board->limb), &state->limb);
  ebb_live_controls_show (EBB_LIVE_CONTROLS (board->controls), &state->controls);
  ebb_reading_card_show (EBB_READING_CARD (board->reading), &state->reading);
  switch (state->show) {
  case EBB_LIVE_SHOW_NUMBERS:
    ebb_live_numbers_show (EBB_LIVE_NUMBERS (board->numbers), state);
    break;
  case EBB_LIVE_SHOW_REST:
    ebb_pressure_card_show (EBB_PRESSURE_CARD (board->rest_pressure), &state->pressure,
                            state->reps.line);
    ebb_rest_row_show (EBB_REST_ROW (board->rest_row), ratings, by_hand);
    /* One question at a time; the pressure stays. */
    gtk_widget_set_visible (board->rest_row, !gtk_widget_get_visible (board->ask));
    gtk_widget_set_hexpand (board->rest_pressure, gtk_widget_get_visible (board->ask));
    break;
  case EBB_LIVE_SHOW_UNKNOWN:
    ebb_unknown_card_show (EBB_UNKNOWN_CARD (board->unknown), problem, by_hand);
    break;
  }
}

EbbSweep *
ebb_live_board_get_sweep (EbbLiveBoard *board)
{
  return ebb_plot_card_get_sweep (EBB_PLOT_CARD (board->plot));
}

EbbRepStrip *
ebb_live_board_get_strip (EbbLiveBoard *board)
{
  return EBB_REP_STRIP (board->strip);
}

EbbPlanStrip *
ebb_live_board_get_course (EbbLiveBoard *board)
{
  return EBB_PLAN_STRIP (board->course);
}

EbbPromptCard *
ebb_live_board_get_prompt (EbbLiveBoard *board)
{
  return EBB_PROMPT_CARD (board->prompt);
}

EbbRestRow *
ebb_live_board_get_rest_row (EbbLiveBoard *board)
{
  return EBB_REST_ROW (board->rest_row);
}

EbbAskBar *
ebb_live_board_get_ask_bar (EbbLiveBoard *board)
{
  return EBB_ASK_BAR (board->ask);
}

EbbLiveControls *
ebb_live_board_get_controls (EbbLiveBoard *board)
{
  return EBB_LIVE_CONTROLS (board->controls);
}

EbbReadingCard *
ebb_live_board_get_reading (EbbLiveBoard *board)
{
  return EBB_READING_CARD (board->reading);
}

EbbUnknownCard *
ebb_live_board_get_unknown (EbbLiveBoard *board)
{
  return EBB_UNKNOWN_CARD (board->unknown);
}
