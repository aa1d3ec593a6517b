/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-start-foot.h"

#include "ebb-hold-button.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

struct _EbbStartFoot {
  GtkWidget parent_instance;

  EbbStartStep step;
  gboolean offers_change;
  GtkWidget *line, *why, *missing, *change, *other_one, *right_one, *puff, *zero, *hold;
};

G_DEFINE_FINAL_TYPE (EbbStartFoot, ebb_start_foot, GTK_TYPE_WIDGET)

static guint puff_signal, side_signal, zero_signal, held_signal, change_signal;

EbbStartStep
ebb_start_step_of (const EbbSessionView *view, const EbbCuffView *cuff, const char *own_why)
{
  if (view == NULL)
    return EBB_START_HOLD;
  switch (view->puff) {
  case EBB_PUFF_ASK:
    return view->side_only && own_why == NULL ? EBB_START_SIDE_HOLD : EBB_START_SIDE;
  case EBB_PUFF_CONFIRMED:
    return view->by_hand && !cuff->deflated ? EBB_START_ZERO : EBB_START_HOLD;
  case EBB_PUFF_NONE:
  case EBB_PUFF_RUNNING:
  case EBB_PUFF_FAILED:
  case EBB_PUFF_WRONG:
  default:
    return EBB_START_PUFF;
  }
}

gboolean
ebb_start_may_puff (const EbbSessionView *view)
{
  return view != NULL && view->connected && (view->deflated || view->by_hand)
         && view->puff != EBB_PUFF_RUNNING;
}

/* --- What is pressed --------------------------------------------------------------------- */

static void
on_puff (EbbStartFoot *self)
{
  g_signal_emit (self, puff_signal, 0);
}

static void
on_right_one (EbbStartFoot *self)
{
  g_signal_emit (self, side_signal, 0, TRUE);
}

static void
on_other_one (EbbStartFoot *self)
{
  g_signal_emit (self, side_signal, 0, FALSE);
}

static void
on_zero (EbbStartFoot *self)
{
  g_signal_emit (self, zero_signal, 0);
}

static void
on_held (EbbStartFoot *self)
{
  g_signal_emit (self, held_signal, 0);
}

static void
on_change (EbbStartFoot *self)
{
  g_signal_emit (self, change_signal, 0);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
ebb_start_foot_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_start_foot_parent_class)->dispose (object);
}

static guint
plain_signal (const char *name)
{
  return g_signal_new (name, EBB_TYPE_START_FOOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
ebb_start_foot_class_init (EbbStartFootClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_start_foot_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  puff_signal = plain_signal ("puff");
  zero_signal = plain_signal ("zero");
  held_signal = plain_signal ("held");
  change_signal = plain_signal ("change");
  side_signal = g_signal_new ("side", EBB_TYPE_START_FOOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static GtkWidget *
add_button (EbbStartFoot *self, GtkWidget *foot, const char *text, GCallback pressed)
{
  GtkWidget *button = ebb_button_new (text, "session", NULL);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (foot), button);
  g_signal_connect_swapped (button, "clicked", pressed, self);
  return button;
}

static void
ebb_start_foot_init (EbbStartFoot *self)
{
  GtkWidget *foot = ebb_page_foot_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->line = ebb_label_new ("", "start-line", NULL);
  self->why = ebb_label_new ("", "start-why", NULL);
  self->missing = ebb_label_new ("", "small-line", NULL);
  gtk_box_append (GTK_BOX (words), self->line);
  gtk_box_append (GTK_BOX (words), self->why);
  gtk_box_append (GTK_BOX (words), self->missing);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (foot), words);
  self->change = add_button (self, foot, _ ("Change…"), G_CALLBACK (on_change));
  self->other_one = add_button (self, foot, _ ("Another cuff"), G_CALLBACK (on_other_one));
  self->right_one = add_button (self, foot, "", G_CALLBACK (on_right_one));
  self->puff = add_button (self, foot, _ ("Short puff"), G_CALLBACK (on_puff));
  self->zero = add_button (self, foot, _ ("Gauge reads 0"), G_CALLBACK (on_zero));
  gtk_widget_add_css_class (self->right_one, "side-right");
  gtk_widget_add_css_class (self->puff, "suggested-action");
  gtk_widget_add_css_class (self->zero, "suggested-action");
  self->hold = ebb_hold_button_new (_ ("Start"));
  gtk_box_append (GTK_BOX (foot), self->hold);
  g_signal_connect_swapped (self->hold, "held", G_CALLBACK (on_held), self);
  gtk_widget_set_parent (foot, GTK_WIDGET (self));
}

GtkWidget *
ebb_start_foot_new (gboolean change)
{
  EbbStartFoot *self = g_object_new (EBB_TYPE_START_FOOT, NULL);

  self->offers_change = change;
  return GTK_WIDGET (self);
}

/* --- What it shows ----------------------------------------------------------------------- */

static void
show_words (GtkWidget *label, const char *text)
{
  ebb_label_update (label, text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static void
label_button (GtkWidget *button, const char *text)
{
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), text) != 0)
    gtk_button_set_label (GTK_BUTTON (button), text);
}

static void
show_hold (EbbStartFoot *self, const EbbStartFootState *state)
{
  /* Translators: the button that is held to start; it says which cuff moved: "LEFT THIGH moved:
   * start". */
  g_autofree char *text = state->step == EBB_START_SIDE_HOLD
                              ? g_strdup_printf (_ ("%s moved: start"), state->limb)
                              : g_strdup (_ ("Start"));

  ebb_hold_button_set_text (EBB_HOLD_BUTTON (self->hold), text);
  gtk_widget_set_sensitive (self->hold, state->may_hold);
}

void
ebb_start_foot_show (EbbStartFoot *foot, const EbbStartFootState *state)
{
  gboolean asks = state->step == EBB_START_SIDE || state->step == EBB_START_SIDE_HOLD;
  const char *why = asks ? _ ("Which cuff moved?") : state->why;

  foot->step = state->step;
  show_words (foot->line, state->line);
  show_words (foot->why, why != NULL ? why : _ ("Ready to start"));
  ebb_widget_set_class (foot->why, "ready", why == NULL);
  show_words (foot->missing, state->missing);
  label_button (foot->puff, state->by_hand ? _ ("Pump briefly") : _ ("Short puff"));
  label_button (foot->right_one, state->limb);
  gtk_widget_set_visible (foot->change, foot->offers_change && !asks);
  gtk_widget_set_visible (foot->other_one, asks);
  gtk_widget_set_visible (foot->right_one, state->step == EBB_START_SIDE);
  gtk_widget_set_visible (foot->puff, state->step == EBB_START_PUFF);
  gtk_widget_set_sensitive (foot->puff, state->may_puff);
  gtk_widget_set_visible (foot->zero, state->step == EBB_START_ZERO);
  gtk_widget_set_visible (foot->hold, state->step != EBB_START_SIDE);
  show_hold (foot, state);
}

EbbStartStep
ebb_start_foot_get_step (EbbStartFoot *foot)
{
  return foot->step;
}

void
ebb_start_foot_reset (EbbStartFoot *foot)
{
  ebb_hold_button_reset (EBB_HOLD_BUTTON (foot->hold));
}
