/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-prompt-card.h"

#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

struct _EbbPromptCard {
  GtkWidget parent_instance;

  GtkWidget *text, *detail, *button; /* borrowed */
  EbbLivePromptKind kind;
};

G_DEFINE_FINAL_TYPE (EbbPromptCard, ebb_prompt_card, GTK_TYPE_WIDGET)

static guint act_signal;

static EbbLiveAct
act_of (EbbLivePromptKind kind)
{
  switch (kind) {
  case EBB_LIVE_PROMPT_NOT_YET:
    return EBB_ACT_NOT_YET;
  case EBB_LIVE_PROMPT_INFLATE:
    return EBB_ACT_INFLATE;
  case EBB_LIVE_PROMPT_HERE:
    return EBB_ACT_HERE;
  case EBB_LIVE_PROMPT_NONE:
  default:
    return EBB_ACT_NONE;
  }
}

static void
on_clicked (GtkButton *button, EbbPromptCard *self)
{
  g_signal_emit (self, act_signal, 0, (int) act_of (self->kind));
}

static void
ebb_prompt_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_prompt_card_parent_class)->dispose (object);
}

static void
ebb_prompt_card_class_init (EbbPromptCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_prompt_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "promptcard");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
  act_signal = g_signal_new ("act", EBB_TYPE_PROMPT_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
ebb_prompt_card_init (EbbPromptCard *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->text = ebb_label_new ("", "prompt-text", NULL);
  self->detail = ebb_label_new ("", "small-line", NULL);
  self->button = ebb_button_new ("", "session", "suggested-action", NULL);
  gtk_widget_set_focus_on_click (self->button, FALSE);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), self->text);
  gtk_box_append (GTK_BOX (words), self->detail);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), self->button);
  gtk_box_append (GTK_BOX (card), row);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (self->button, "clicked", G_CALLBACK (on_clicked), self);
}

GtkWidget *
ebb_prompt_card_new (void)
{
  return g_object_new (EBB_TYPE_PROMPT_CARD, NULL);
}

/* The seconds go on, the question is read out once. */
static void
show_question (EbbPromptCard *card, const EbbLivePrompt *prompt)
{
  static const char *const classes[] = { "", "soon", "waiting", "here" };

  if (card->kind != EBB_LIVE_PROMPT_NONE)
    gtk_widget_remove_css_class (GTK_WIDGET (card), classes[card->kind]);
  card->kind = prompt->kind;
  if (card->kind == EBB_LIVE_PROMPT_NONE)
    return;
  gtk_widget_add_css_class (GTK_WIDGET (card), classes[card->kind]);
  gtk_button_set_label (GTK_BUTTON (card->button), prompt->button);
  ebb_widget_set_accessible (GTK_WIDGET (card), prompt->text, prompt->detail);
}

void
ebb_prompt_card_show (EbbPromptCard *card, const EbbLivePrompt *prompt, gboolean compact)
{
  if (card->kind != prompt->kind)
    show_question (card, prompt);
  ebb_label_update (card->text, prompt->text);
  ebb_label_update (card->detail, prompt->detail);
  /* In a rest the ratings need the space; the description says it all the same. */
  gtk_widget_set_visible (card->detail, !compact || prompt->kind != EBB_LIVE_PROMPT_NOT_YET);
  gtk_widget_set_visible (GTK_WIDGET (card), prompt->kind != EBB_LIVE_PROMPT_NONE);
}
