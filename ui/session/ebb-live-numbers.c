/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-numbers.h"

#include "ebb-give-box.h"
#include "ebb-parts.h"
#include "ebb-ring.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

/* --- Pressure ---------------------------------------------------------------------------- */

struct _EbbPressureCard {
  GtkWidget parent_instance;

  GtkWidget *title, *number, *ordered, *sign, *share, *line; /* borrowed */
  EbbLiveLevel level;
};

G_DEFINE_FINAL_TYPE (EbbPressureCard, ebb_pressure_card, GTK_TYPE_WIDGET)

static void
pressure_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_pressure_card_parent_class)->dispose (object);
}

static void
ebb_pressure_card_class_init (EbbPressureCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pressure_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ebb_pressure_card_init (EbbPressureCard *self)
{
  GtkWidget *card = ebb_panel_new (_ ("Pressure"));
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *number = ebb_big_number_new (&self->number, NULL, _ ("mmHg"));

  self->title = gtk_widget_get_first_child (card);
  self->ordered = ebb_label_new ("", "small-line", NULL);
  self->sign = ebb_label_new ("", "small-line", "sign", NULL);
  self->share = ebb_label_new ("", "small-line", NULL);
  self->line = ebb_label_new ("", "small-line", NULL);
  gtk_label_set_wrap (GTK_LABEL (self->ordered), FALSE);
  gtk_widget_set_vexpand (number, FALSE); /* its lines stand right below it */
  gtk_box_append (GTK_BOX (card), number);
  gtk_box_append (GTK_BOX (below), self->ordered);
  gtk_box_append (GTK_BOX (below), self->sign);
  gtk_box_append (GTK_BOX (card), below);
  gtk_box_append (GTK_BOX (card), self->share);
  gtk_box_append (GTK_BOX (card), self->line);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
  ebb_widget_set_accessible (GTK_WIDGET (self), _ ("Pressure"), NULL);
}

GtkWidget *
ebb_pressure_card_new (void)
{
  return g_object_new (EBB_TYPE_PRESSURE_CARD, NULL);
}

void
ebb_pressure_card_show (EbbPressureCard *card, const EbbLivePressure *state, const char *line)
{
  ebb_label_update (card->title, state->title);
  ebb_label_update (card->number, state->number);
  ebb_label_update (card->ordered, state->ordered);
  ebb_label_update (card->sign, state->sign);
  ebb_label_update (card->share, state->share);
  gtk_widget_set_visible (card->ordered, *state->ordered != '\0');
  ebb_label_update (card->line, line != NULL ? line : "");
  gtk_widget_set_visible (card->line, line != NULL);
  ebb_widget_show_level (card->sign, &card->level, state->level);
}

/* --- All three --------------------------------------------------------------------------- */

struct _EbbLiveNumbers {
  GtkWidget parent_instance;

  GtkWidget *pressure;
  GtkWidget *reps_title, *reps, *range, *dots, *set;
  GtkWidget *clock_title, *clock, *unit, *of, *ring; /* all borrowed */
};

G_DEFINE_FINAL_TYPE (EbbLiveNumbers, ebb_live_numbers, GTK_TYPE_WIDGET)

static void
live_numbers_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_live_numbers_parent_class)->dispose (object);
}

static void
ebb_live_numbers_class_init (EbbLiveNumbersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = live_numbers_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_reps (EbbLiveNumbers *self)
{
  GtkWidget *card = ebb_panel_new (_ ("Repetitions done"));
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->reps_title = gtk_widget_get_first_child (card);
  self->dots = ebb_set_dots_new ();
  self->set = ebb_label_new ("", "small-line", NULL);
  gtk_widget_set_valign (self->dots, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (card), ebb_big_number_new (&self->reps, &self->range, ""));
  gtk_box_append (GTK_BOX (below), self->dots);
  gtk_box_append (GTK_BOX (below), self->set);
  gtk_box_append (GTK_BOX (card), below);
  return card;
}

/* The ring is the first of the numbers to give way. */
static GtkWidget *
make_clock (EbbLiveNumbers *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = ebb_give_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->clock_title = ebb_label_new ("", "card-title", NULL);
  self->of = ebb_label_new ("", "small-line", NULL);
  self->ring = ebb_ring_new ();
  gtk_box_append (GTK_BOX (text), self->clock_title);
  gtk_box_append (GTK_BOX (text), ebb_big_number_new (&self->clock, &self->unit, ""));
  gtk_box_append (GTK_BOX (text), self->of);
  ebb_give_box_append (EBB_GIVE_BOX (row), text, 0, TRUE);
  ebb_give_box_append (EBB_GIVE_BOX (row), self->ring, 1, FALSE);
  gtk_widget_set_vexpand (row, TRUE);
  gtk_box_append (GTK_BOX (card), row);
  return card;
}

static void
ebb_live_numbers_init (EbbLiveNumbers *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->pressure = ebb_pressure_card_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  /* 5 : 4 : 4 of the width: "ordered 112 · ▲ 2, in band" is the longest line. */
  gtk_grid_attach (GTK_GRID (grid), self->pressure, 0, 0, 5, 1);
  gtk_grid_attach (GTK_GRID (grid), make_reps (self), 5, 0, 4, 1);
  gtk_grid_attach (GTK_GRID (grid), make_clock (self), 9, 0, 4, 1);
  gtk_widget_set_parent (grid, GTK_WIDGET (self));
}

GtkWidget *
ebb_live_numbers_new (void)
{
  return g_object_new (EBB_TYPE_LIVE_NUMBERS, NULL);
}

void
ebb_live_numbers_show (EbbLiveNumbers *numbers, const EbbLiveState *state)
{
  ebb_pressure_card_show (EBB_PRESSURE_CARD (numbers->pressure), &state->pressure, NULL);
  if (state->timed) /* minutes and seconds are longer than a count */
    gtk_widget_add_css_class (GTK_WIDGET (numbers), "timed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (numbers), "timed");
  ebb_label_update (numbers->reps_title, state->reps.title);
  ebb_label_update (numbers->reps, state->reps.number);
  ebb_label_update (numbers->range, state->reps.range);
  ebb_label_update (numbers->set, state->reps.set);
  gtk_widget_set_visible (numbers->dots, !state->timed); /* the course below shows the sets */
  ebb_set_dots_set (EBB_SET_DOTS (numbers->dots), state->reps.n_sets, state->reps.sets_done,
                    state->reps.set_open);
  ebb_label_update (numbers->clock_title, state->clock.title);
  ebb_label_update (numbers->clock, state->clock.number);
  ebb_label_update (numbers->unit, state->clock.unit);
  ebb_label_update (numbers->of, state->clock.of);
  gtk_widget_set_visible (numbers->ring, state->clock.fraction >= 0);
  if (state->clock.fraction >= 0)
    ebb_ring_set_fraction (EBB_RING (numbers->ring), state->clock.fraction);
}
