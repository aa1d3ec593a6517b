/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-card.h"

#include "ebb-parts.h"
#include "ebb-start-foot.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

struct _EbbCuffCard {
  GtkWidget parent_instance;

  GtkWidget *device, *self_test, *zero; /* borrowed */
  GtkWidget *puff, *says, *answers, *right_one, *other_one;
  GtkWidget *zero_row; /* by hand: "Gauge reads 0" */
  GtkWidget *again;
  gboolean foot; /* the page's foot has the buttons */
  EbbLiveLevel self_test_level, zero_level, says_level;
};

G_DEFINE_FINAL_TYPE (EbbCuffCard, ebb_cuff_card, GTK_TYPE_WIDGET)

static guint puff_signal, side_signal, zero_signal;

static void
on_puff (GtkButton *button, EbbCuffCard *self)
{
  g_signal_emit (self, puff_signal, 0);
}

static void
on_side (GtkButton *button, EbbCuffCard *self)
{
  g_signal_emit (self, side_signal, 0, GTK_WIDGET (button) == self->right_one);
}

static void
on_zero (GtkButton *button, EbbCuffCard *self)
{
  g_signal_emit (self, zero_signal, 0);
}

static void
ebb_cuff_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_cuff_card_parent_class)->dispose (object);
}

static void
ebb_cuff_card_class_init (EbbCuffCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_cuff_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  puff_signal = g_signal_new ("puff", EBB_TYPE_CUFF_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
  side_signal = g_signal_new ("side", EBB_TYPE_CUFF_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  zero_signal = g_signal_new ("zero", EBB_TYPE_CUFF_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static GtkWidget *
make_puff (EbbCuffCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->puff = ebb_button_new (_ ("Short puff"), "session", NULL);
  self->says = ebb_label_new ("", "puff-says", "sign", NULL);
  self->again = ebb_button_new (_ ("Puff again"), "touch", NULL);
  gtk_widget_set_valign (self->again, GTK_ALIGN_CENTER);
  self->answers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->right_one = ebb_button_new ("", "session", "side-right", NULL);
  self->other_one = ebb_button_new (_ ("Another one"), "session", NULL);
  gtk_widget_set_hexpand (self->says, TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->says), 30);
  gtk_widget_set_hexpand (self->right_one, TRUE);
  gtk_box_append (GTK_BOX (top), self->puff);
  gtk_box_append (GTK_BOX (top), self->says);
  gtk_box_append (GTK_BOX (top), self->again);
  gtk_box_append (GTK_BOX (self->answers), self->right_one);
  gtk_box_append (GTK_BOX (self->answers), self->other_one);
  gtk_box_append (GTK_BOX (box), top);
  gtk_box_append (GTK_BOX (box), self->answers);
  g_signal_connect (self->puff, "clicked", G_CALLBACK (on_puff), self);
  g_signal_connect (self->again, "clicked", G_CALLBACK (on_puff), self);
  g_signal_connect (self->right_one, "clicked", G_CALLBACK (on_side), self);
  g_signal_connect (self->other_one, "clicked", G_CALLBACK (on_side), self);
  return box;
}

static GtkWidget *
make_zero (EbbCuffCard *self)
{
  GtkWidget *button = ebb_button_new (_ ("Gauge reads 0"), "session", "suggested-action", NULL);
  GtkWidget *words =
      ebb_label_new (_ ("Open the valve and press the cuff empty first."), "small-line", NULL);

  self->zero_row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_label_set_max_width_chars (GTK_LABEL (words), 30);
  gtk_box_append (GTK_BOX (self->zero_row), button);
  gtk_box_append (GTK_BOX (self->zero_row), words);
  g_signal_connect (button, "clicked", G_CALLBACK (on_zero), self);
  return self->zero_row;
}

static void
ebb_cuff_card_init (EbbCuffCard *self)
{
  GtkWidget *card = ebb_panel_new (_ ("Cuff"));
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);

  gtk_box_set_spacing (GTK_BOX (card), 8);
  self->device = ebb_label_new ("", "small-line", NULL);
  gtk_label_set_max_width_chars (GTK_LABEL (self->device), 40);
  self->self_test = ebb_label_new ("", "check-line", "sign", NULL);
  self->zero = ebb_label_new ("", "check-line", "sign", NULL);
  gtk_box_append (GTK_BOX (row), self->self_test);
  gtk_box_append (GTK_BOX (row), self->zero);
  gtk_box_append (GTK_BOX (card), self->device);
  gtk_box_append (GTK_BOX (card), row);
  gtk_box_append (GTK_BOX (card), make_puff (self));
  gtk_box_append (GTK_BOX (card), make_zero (self));
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_cuff_card_new (void)
{
  return g_object_new (EBB_TYPE_CUFF_CARD, NULL);
}

void
ebb_cuff_card_leave_to_foot (EbbCuffCard *card)
{
  card->foot = TRUE;
}

/* The sign stands before the words, so that colour is not alone. */
static void
say (GtkWidget *label, EbbLiveLevel *shown, EbbLiveLevel level, const char *text)
{
  const char *signs[] = { "", "✓ ", "! ", "✕ " };
  g_autofree char *line = g_strconcat (signs[level], text, NULL);

  ebb_label_update (label, line);
  ebb_widget_show_level (label, shown, level);
}

static void
show_device (EbbCuffCard *self, const EbbCuffView *cuff)
{
  gboolean connected = cuff->state == EBB_CUFF_CONNECTED;
  g_autofree char *device = NULL;

  if (!connected)
    device = g_strdup (cuff->problem != NULL ? cuff->problem : _ ("No cuff answers."));
  else if (cuff->simulated)
    device = g_strdup_printf (_ ("Simulated · %s"), cuff->device != NULL ? cuff->device : "");
  else
    device = g_strdup (cuff->device != NULL ? cuff->device : _ ("Connected"));
  ebb_label_update (self->device, device);
  if (!connected) {
    say (self->self_test, &self->self_test_level, EBB_LIVE_PLAIN, _ ("– Self-test unknown"));
    say (self->zero, &self->zero_level, EBB_LIVE_PLAIN, _ ("– Zero unknown"));
    return;
  }
  say (self->self_test, &self->self_test_level, cuff->self_test_ok ? EBB_LIVE_GOOD : EBB_LIVE_BAD,
       cuff->self_test_ok ? _ ("Self-test passed") : _ ("Self-test not passed"));
  say (self->zero, &self->zero_level, cuff->zero_ok ? EBB_LIVE_GOOD : EBB_LIVE_WARN,
       cuff->zero_ok ? _ ("Zero within 3 mmHg") : _ ("Zero not shown yet"));
}

/* Nothing tests itself here; what is known is what a person said. */
static void
show_by_hand (EbbCuffCard *self, const EbbCuffView *cuff)
{
  ebb_label_update (self->device, _ ("No cable: every pressure is what you read on the gauge. "
                                     "Automatic blood-pressure monitors cannot hold a set."));
  say (self->zero, &self->zero_level, cuff->deflated ? EBB_LIVE_GOOD : EBB_LIVE_WARN,
       cuff->deflated ? _ ("Gauge reads 0, valve open")
                      : _ ("Not said yet that the gauge reads 0"));
}

static const char *
puff_advice (gboolean by_hand)
{
  return by_hand ? _ ("Pump a little, look which cuff moves, then open the valve")
                 : _ ("60 mmHg for a moment: shows which cuff moves");
}

static void
say_puff (EbbCuffCard *self, EbbPuff puff, const char *limb, const char *problem, gboolean by_hand)
{
  g_autofree char *text = NULL;
  EbbLiveLevel level = EBB_LIVE_PLAIN;

  switch (puff) {
  case EBB_PUFF_RUNNING:
    text = g_strdup (_ ("Puff… watch which cuff moves"));
    break;
  case EBB_PUFF_ASK:
    text = g_strdup (by_hand ? _ ("Pump a little, then open the valve. Which cuff moved?")
                             : _ ("Which cuff moved?"));
    break;
  case EBB_PUFF_FAILED:
    level = EBB_LIVE_BAD;
    text = g_strdup (problem != NULL ? problem : _ ("The pressure did not rise. Check the hose."));
    break;
  case EBB_PUFF_CONFIRMED:
    level = EBB_LIVE_GOOD;
    text = g_strdup_printf (_ ("%s confirmed"), limb);
    break;
  case EBB_PUFF_WRONG:
    level = EBB_LIVE_BAD;
    text = g_strdup_printf (
        by_hand ? _ ("Another cuff moved. Connect the one on the %s, then pump again.")
                : _ ("Another cuff moved. Connect the one on the %s, then puff again."),
        limb);
    break;
  case EBB_PUFF_NONE:
  default:
    text = g_strdup (puff_advice (by_hand));
  }
  say (self->says, &self->says_level, level, text);
}

void
ebb_cuff_card_show (EbbCuffCard *card, const EbbCuffView *cuff, const EbbSessionView *view,
                    const char *limb, const char *problem)
{
  EbbPuff puff = view != NULL ? view->puff : EBB_PUFF_NONE;
  gboolean by_hand = cuff->manual && cuff->state != EBB_CUFF_NONE;
  gboolean ready = ebb_start_may_puff (view);
  const char *puff_text = by_hand ? _ ("Pump briefly") : _ ("Short puff");

  if (by_hand)
    show_by_hand (card, cuff);
  else
    show_device (card, cuff);
  say_puff (card, puff, limb, problem, by_hand);
  gtk_widget_set_visible (card->self_test, !by_hand);
  gtk_widget_set_visible (card->zero_row, !card->foot && by_hand && !cuff->deflated);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (card->puff)), puff_text) != 0)
    gtk_button_set_label (GTK_BUTTON (card->puff), puff_text);
  /* Not while the limb rests: no air goes in then. */
  gtk_widget_set_visible (card->again, card->foot && ready && puff == EBB_PUFF_CONFIRMED
                                           && view->reperfusion_until_us == EBB_TIME_UNSET);
  gtk_widget_set_visible (card->puff, !card->foot && puff != EBB_PUFF_ASK);
  gtk_widget_set_sensitive (card->puff, ready);
  ebb_widget_set_class (card->puff, "suggested-action",
                        puff != EBB_PUFF_CONFIRMED && puff != EBB_PUFF_RUNNING);
  gtk_widget_set_visible (card->answers, !card->foot && puff == EBB_PUFF_ASK);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (card->right_one)), limb) != 0)
    gtk_button_set_label (GTK_BUTTON (card->right_one), limb);
}
