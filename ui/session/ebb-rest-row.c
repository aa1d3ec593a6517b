/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-rest-row.h"

#include "ebb-answer-row.h"
#include "ebb-clinic-settings.h"
#include "ebb-flow.h"
#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDE_PX 640

struct _EbbRestRow {
  GtkWidget parent_instance;

  /* borrowed */
  GtkWidget *cuff, *exertion, *exertion_row, *rpe, *rpe_row, *pain, *pain_row;
  GtkWidget *offer, *stop, *why;
};

G_DEFINE_FINAL_TYPE (EbbRestRow, ebb_rest_row, GTK_TYPE_WIDGET)

static guint rated_signal, stop_signal;

static void
on_cuff (EbbAnswerRow *choice, int index, EbbRestRow *self)
{
  g_signal_emit (self, rated_signal, 0, "cuff", (double) index);
}

static void
on_exertion (EbbAnswerRow *choice, int index, EbbRestRow *self)
{
  g_signal_emit (self, rated_signal, 0, "exertion", (double) index);
}

static void
on_rpe (EbbAnswerRow *choice, int index, EbbRestRow *self)
{
  g_signal_emit (self, rated_signal, 0, "rpe", (double) (index + EBB_RPE_MIN));
}

static void
on_pain (EbbAnswerRow *choice, int index, EbbRestRow *self)
{
  g_signal_emit (self, rated_signal, 0, "pain", (double) index);
}

static void
on_stop (GtkButton *button, EbbRestRow *self)
{
  g_signal_emit (self, stop_signal, 0);
}

static void
ebb_rest_row_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_rest_row_parent_class)->dispose (object);
}

static void
ebb_rest_row_class_init (EbbRestRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_rest_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "restrow");
  rated_signal = g_signal_new ("rated", EBB_TYPE_REST_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_DOUBLE);
  stop_signal = g_signal_new ("stop", EBB_TYPE_REST_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static GtkWidget *
make_offer (EbbRestRow *self)
{
  GtkWidget *stop = ebb_button_new (_ ("Stop and deflate"), "session", "offer-stop", NULL);

  self->offer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->why = ebb_label_new ("", "offer-why", NULL);
  gtk_widget_set_hexpand (self->why, TRUE);
  gtk_box_append (GTK_BOX (self->offer), self->why);
  gtk_box_append (GTK_BOX (self->offer), stop);
  gtk_widget_add_css_class (self->offer, "offer");
  self->stop = stop;
  gtk_widget_set_visible (self->offer, FALSE);
  g_signal_connect (stop, "clicked", G_CALLBACK (on_stop), self);
  return self->offer;
}

static void
ebb_rest_row_init (EbbRestRow *self)
{
  const char *const cuff_words[] = { _ ("Fine"), _ ("Hurts"), _ ("Wants to stop"), NULL };
  GtkWidget *card = ebb_panel_new (NULL);

  gtk_box_set_spacing (GTK_BOX (card), 8);
  gtk_widget_set_valign (card, GTK_ALIGN_FILL);
  self->cuff = ebb_answer_row_new (_ ("Cuff"), cuff_words);
  self->exertion = ebb_answer_row_new_scale (_ ("Exertion, 0 to 10"));
  self->exertion_row = ebb_titled_row_new (_ ("Exertion"), self->exertion);
  self->rpe = ebb_answer_row_new_range (_ ("Exertion, 6 to 20"), EBB_RPE_MIN, EBB_RPE_MAX);
  self->rpe_row = ebb_titled_row_new (_ ("Exertion"), self->rpe);
  self->pain = ebb_answer_row_new_scale (_ ("Pain, 0 to 10"));
  self->pain_row = ebb_titled_row_new (_ ("Pain"), self->pain);
  gtk_widget_add_css_class (self->cuff, "words");
  gtk_box_append (GTK_BOX (card), ebb_titled_row_new (_ ("Cuff"), self->cuff));
  gtk_box_append (GTK_BOX (card), self->exertion_row);
  gtk_box_append (GTK_BOX (card), self->rpe_row);
  gtk_box_append (GTK_BOX (card), self->pain_row);
  gtk_box_append (GTK_BOX (card), make_offer (self));
  gtk_widget_set_visible (self->pain_row, FALSE);
  g_signal_connect (self->cuff, "chosen", G_CALLBACK (on_cuff), self);
  g_signal_connect (self->exertion, "chosen", G_CALLBACK (on_exertion), self);
  g_signal_connect (self->rpe, "chosen", G_CALLBACK (on_rpe), self);
  g_signal_connect (self->pain, "chosen", G_CALLBACK (on_pain), self);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_rest_row_new (void)
{
  return g_object_new (EBB_TYPE_REST_ROW, NULL);
}

static int
to_index (double value)
{
  return isnan (value) ? -1 : (int) value;
}

/* Titles stand beside their rows where there is width for both. */
static void
place_titles (EbbRestRow *self)
{
  gboolean wide =
      gtk_widget_get_width (GTK_WIDGET (self)) >= WIDE_PX * ebb_text_scale (GTK_WIDGET (self));
  GtkOrientation orientation = wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  GtkWidget *const rows[] = { gtk_widget_get_parent (self->cuff), self->exertion_row, self->rpe_row,
                              self->pain_row };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_orientable_set_orientation (GTK_ORIENTABLE (rows[i]), orientation);
}

void
ebb_rest_row_show (EbbRestRow *row, const EbbRatings *ratings, gboolean by_hand)
{
  const char *why = ebb_ratings_why_stop (ratings);
  const char *stop = by_hand ? _ ("Open the valve now") : _ ("Stop and deflate");

  place_titles (row);
  ebb_answer_row_set (EBB_ANSWER_ROW (row->cuff), to_index (ratings->cuff));
  ebb_answer_row_set (EBB_ANSWER_ROW (row->exertion), to_index (ratings->exertion));
  ebb_answer_row_set (EBB_ANSWER_ROW (row->rpe),
                      isnan (ratings->rpe) ? -1 : (int) ratings->rpe - EBB_RPE_MIN);
  gtk_widget_set_visible (row->exertion_row, ratings->scale == EBB_SCALE_CR10);
  gtk_widget_set_visible (row->rpe_row, ratings->scale == EBB_SCALE_6_20);
  ebb_answer_row_set (EBB_ANSWER_ROW (row->pain), to_index (ratings->pain));
  gtk_widget_set_visible (row->pain_row, ratings->cuff == EBB_CUFF_HURTS);
  gtk_widget_set_visible (row->offer, why != NULL);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (row->stop)), stop) != 0)
    gtk_button_set_label (GTK_BUTTON (row->stop), stop);
  if (why != NULL)
    ebb_label_update (row->why, why);
}
