/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-rating-card.h"

#include "ebb-answer-row.h"
#include "ebb-clinic-settings.h"
#include "ebb-parts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { CUFF, EXERTION, RPE, PAIN, DISCOMFORT, TIGHTNESS, N_ROWS };

static const char *const scales[N_ROWS] = { "cuff", "exertion",   "rpe",
                                            "pain", "discomfort", "tightness" };

struct _EbbRatingCard {
  GtkWidget parent_instance;

  GtkWidget *rows[N_ROWS], *titled[N_ROWS]; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbRatingCard, ebb_rating_card, GTK_TYPE_WIDGET)

static guint rated_signal;

static void
on_chosen (EbbAnswerRow *row, int index, EbbRatingCard *self)
{
  for (guint i = 0; i < N_ROWS; i++)
    if (self->rows[i] == GTK_WIDGET (row))
      g_signal_emit (self, rated_signal, 0, scales[i],
                     (double) (i == RPE ? index + EBB_RPE_MIN : index));
}

static void
ebb_rating_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_rating_card_parent_class)->dispose (object);
}

static void
ebb_rating_card_class_init (EbbRatingCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_rating_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  rated_signal = g_signal_new ("rated", EBB_TYPE_RATING_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_DOUBLE);
}

static void
ebb_rating_card_init (EbbRatingCard *self)
{
  const char *const words[] = { _ ("Fine"), _ ("Hurts"), _ ("Wants to stop"), NULL };
  const char *const titles[N_ROWS] = { _ ("Cuff"),
                                       _ ("Exertion, 0 to 10"),
                                       _ ("Exertion, 6 to 20"),
                                       _ ("Pain in the limb, 0 to 10"),
                                       _ ("Discomfort under the cuff, 0 to 10"),
                                       _ ("How tight it felt, 0 to 10") };
  GtkWidget *card = ebb_panel_new (_ ("The last set"));

  gtk_box_set_spacing (GTK_BOX (card), 8);
  for (guint i = 0; i < N_ROWS; i++) {
    self->rows[i] = i == CUFF  ? ebb_answer_row_new (titles[i], words)
                    : i == RPE ? ebb_answer_row_new_range (titles[i], EBB_RPE_MIN, EBB_RPE_MAX)
                               : ebb_answer_row_new_scale (titles[i]);
    self->titled[i] = ebb_titled_row_new (titles[i], self->rows[i]);
    g_signal_connect (self->rows[i], "chosen", G_CALLBACK (on_chosen), self);
    gtk_box_append (GTK_BOX (card), self->titled[i]);
  }
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_rating_card_new (void)
{
  return g_object_new (EBB_TYPE_RATING_CARD, NULL);
}

static int
to_index (double value)
{
  return isnan (value) ? -1 : (int) value;
}

void
ebb_rating_card_show (EbbRatingCard *card, const EbbRatings *ratings)
{
  const double values[N_ROWS] = { ratings->cuff, ratings->exertion,   ratings->rpe - EBB_RPE_MIN,
                                  ratings->pain, ratings->discomfort, ratings->tightness };

  for (guint i = 0; i < N_ROWS; i++)
    ebb_answer_row_set (EBB_ANSWER_ROW (card->rows[i]), to_index (values[i]));
  gtk_widget_set_visible (card->titled[EXERTION], ratings->scale == EBB_SCALE_CR10);
  gtk_widget_set_visible (card->titled[RPE], ratings->scale == EBB_SCALE_6_20);
}
