/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-today-card.h"

#include "ebb-flow.h"
#include "ebb-parts.h"
#include "ebb-stepper.h"
#include "ebb-today-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TEXT_MIN_PX 200

struct _EbbTodayCard {
  GtkWidget parent_instance;

  EbbToday *today; /* owned; NULL = nothing is known */
  GtkWidget *end, *short_visit, *taken, *undo_row, *asking, *minutes, *left_out,
      *take; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbTodayCard, ebb_today_card, GTK_TYPE_WIDGET)

static guint fit_signal, undo_signal;

/* --- The question ------------------------------------------------------------------------ */

static void
show_offer (EbbTodayCard *self)
{
  double minutes = ebb_stepper_get_value (EBB_STEPPER (self->minutes));
  g_auto (EbbTodayOffer) offer = { 0 };

  if (self->today == NULL)
    return;
  ebb_today_offer_make (&offer, self->today, minutes);
  ebb_label_update (self->left_out, offer.text);
  gtk_widget_set_sensitive (self->take, offer.can);
}

static void
on_short_visit (EbbTodayCard *self)
{
  gboolean asking = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->short_visit));

  gtk_widget_set_visible (self->asking, asking);
  if (asking && self->today != NULL && isnan (ebb_stepper_get_value (EBB_STEPPER (self->minutes))))
    ebb_stepper_set_value (EBB_STEPPER (self->minutes), ebb_today_first_minutes (self->today));
  show_offer (self);
}

static void
close_question (EbbTodayCard *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->short_visit), FALSE);
}

static void
on_take (EbbTodayCard *self)
{
  double minutes = ebb_stepper_get_value (EBB_STEPPER (self->minutes));

  close_question (self);
  g_signal_emit (self, fit_signal, 0, (guint) minutes);
}

static void
on_undo (EbbTodayCard *self)
{
  g_signal_emit (self, undo_signal, 0);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
ebb_today_card_dispose (GObject *object)
{
  EbbTodayCard *self = EBB_TODAY_CARD (object);

  g_clear_pointer (&self->today, ebb_today_free);
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_today_card_parent_class)->dispose (object);
}

static void
ebb_today_card_class_init (EbbTodayCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_today_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  fit_signal = g_signal_new ("fit", EBB_TYPE_TODAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 1, G_TYPE_UINT);
  undo_signal = g_signal_new ("undo", EBB_TYPE_TODAY_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static GtkWidget *
make_question (EbbTodayCard *self)
{
  const EbbStepperRange range = { .name = _ ("Minutes that there are"),
                                  .unit = _ ("min"),
                                  .step = 5,
                                  .min = EBB_FIT_MINUTES_MIN,
                                  .max = EBB_FIT_MINUTES_MAX,
                                  .first = 20 };

  self->asking = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->minutes = ebb_stepper_new (&range);
  self->left_out = ebb_label_new ("", "start-line", NULL);
  self->take = ebb_button_new (_ ("Shorten the visit"), "touch", "suggested-action", NULL);
  gtk_widget_set_halign (self->take, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->asking), ebb_titled_row_new (_ ("Fit in"), self->minutes));
  gtk_box_append (GTK_BOX (self->asking), self->left_out);
  gtk_box_append (GTK_BOX (self->asking), self->take);
  g_signal_connect_swapped (self->minutes, "changed", G_CALLBACK (show_offer), self);
  g_signal_connect_swapped (self->take, "clicked", G_CALLBACK (on_take), self);
  gtk_widget_set_visible (self->asking, FALSE);
  return self->asking;
}

static void
ebb_today_card_init (EbbTodayCard *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *undo = ebb_button_new (_ ("All of it again"), "touch", NULL);

  gtk_box_set_spacing (GTK_BOX (card), 8);
  self->end = ebb_label_new ("", "start-line", "numeric", NULL);
  self->short_visit = gtk_toggle_button_new_with_label (_ ("Short visit…"));
  gtk_widget_add_css_class (self->short_visit, "touch");
  gtk_widget_set_valign (self->end, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->short_visit, GTK_ALIGN_CENTER);
  self->taken = ebb_label_new ("", "start-clamps", NULL);
  gtk_widget_set_valign (undo, GTK_ALIGN_CENTER);
  self->undo_row = ebb_beside_new (self->taken, undo, TEXT_MIN_PX, 12);
  gtk_box_append (GTK_BOX (card), ebb_beside_new (self->end, self->short_visit, TEXT_MIN_PX, 12));
  gtk_box_append (GTK_BOX (card), self->undo_row);
  gtk_box_append (GTK_BOX (card), make_question (self));
  g_signal_connect_swapped (self->short_visit, "toggled", G_CALLBACK (on_short_visit), self);
  g_signal_connect_swapped (undo, "clicked", G_CALLBACK (on_undo), self);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_today_card_new (void)
{
  return g_object_new (EBB_TYPE_TODAY_CARD, NULL);
}

static void
show_taken (EbbTodayCard *self)
{
  g_autofree char *taken = ebb_today_record_text (self->today);

  ebb_label_update (self->taken, taken != NULL ? taken : "");
  gtk_widget_set_visible (self->undo_row, taken != NULL);
}

void
ebb_today_card_show (EbbTodayCard *card, const EbbToday *today, gint64 wait_us, gint64 now_unix_us)
{
  g_autofree char *end = NULL;

  gtk_widget_set_visible (GTK_WIDGET (card), today != NULL && today->n_parts > 0);
  if (today == NULL)
    return;
  ebb_today_free (card->today);
  card->today = ebb_today_copy (today);
  end = ebb_today_end_to_text (today, wait_us, now_unix_us);
  ebb_label_update (card->end, end);
  gtk_widget_set_sensitive (card->short_visit, ebb_today_n_left (today) > 0);
  show_taken (card);
  if (gtk_widget_get_visible (card->asking))
    show_offer (card);
}
