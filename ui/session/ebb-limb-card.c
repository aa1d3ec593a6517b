/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-limb-card.h"

#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _EbbLimbCard {
  GtkWidget parent_instance;

  GtkWidget *title, *tight, *clock, *limit, *left, *bar; /* borrowed */
  gboolean compact;
  EbbLiveLevel level;
};

G_DEFINE_FINAL_TYPE (EbbLimbCard, ebb_limb_card, GTK_TYPE_WIDGET)

static void
ebb_limb_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_limb_card_parent_class)->dispose (object);
}

static void
ebb_limb_card_class_init (EbbLimbCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_limb_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "limbcard");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ebb_limb_card_init (EbbLimbCard *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->title = ebb_label_new ("", "limb-title", NULL);
  self->tight = ebb_label_new (_ ("cuff tight"), "card-title", NULL);
  self->clock = ebb_label_new ("", "limb-clock", "numeric", NULL);
  self->limit = ebb_label_new ("", "small-line", "numeric", NULL);
  self->left = ebb_label_new ("", "small-line", "sign", "numeric", NULL);
  self->bar = gtk_progress_bar_new ();
  gtk_label_set_wrap (GTK_LABEL (self->clock), FALSE);
  gtk_label_set_wrap (GTK_LABEL (self->limit), FALSE);
  gtk_widget_set_valign (self->clock, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (self->limit, GTK_ALIGN_BASELINE);
  gtk_box_append (GTK_BOX (row), self->clock);
  gtk_box_append (GTK_BOX (row), self->limit);
  gtk_box_append (GTK_BOX (card), self->title);
  gtk_box_append (GTK_BOX (card), self->tight);
  gtk_box_append (GTK_BOX (card), row);
  gtk_box_append (GTK_BOX (card), self->left);
  gtk_box_append (GTK_BOX (card), self->bar);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
  ebb_widget_set_accessible (self->bar, _ ("Time with the cuff tight, of its limit"), NULL);
}

GtkWidget *
ebb_limb_card_new (void)
{
  return g_object_new (EBB_TYPE_LIMB_CARD, NULL);
}

void
ebb_limb_card_set_compact (EbbLimbCard *card, gboolean compact)
{
  card->compact = compact;
  gtk_widget_set_visible (card->tight, !compact);
}

void
ebb_limb_card_show (EbbLimbCard *card, const EbbLiveLimb *state)
{
  ebb_label_update (card->title, state->title);
  ebb_label_update (card->clock, state->clock);
  ebb_label_update (card->limit, card->compact ? state->limit_short : state->limit);
  ebb_label_update (card->left, state->left);
  gtk_widget_set_visible (card->left, *state->left != '\0');
  ebb_widget_show_level (GTK_WIDGET (card), &card->level, state->level);
  if (fabs (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (card->bar)) - state->share) >= 0.002)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (card->bar), state->share);
}
