/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-reading-card.h"

#include "ebb-cuff.h"
#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define GAP_PX    8
#define STEP_MMHG 2 /* a mark of most gauges */
#define DIGITS    4

struct _EbbReadingCard {
  GtkWidget parent_instance;

  GtkWidget *panel, *ask, *age, *at_target, *entry; /* borrowed */
  int target_mmhg;                                  /* as shown */
  EbbLiveLevel ask_level;
  gboolean problem; /* stands where the age would */
};

G_DEFINE_FINAL_TYPE (EbbReadingCard, ebb_reading_card, GTK_TYPE_WIDGET)

static guint reading_signal;

static void
write_number (EbbReadingCard *self, int mmhg)
{
  g_autofree char *text = g_strdup_printf ("%d", mmhg);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
give (EbbReadingCard *self, double mmhg)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL) /* the page's keys are its own again */
    gtk_root_set_focus (root, NULL);
  ebb_reading_card_set_problem (self, NULL);
  g_signal_emit (self, reading_signal, 0, mmhg);
}

static void
on_at_target (GtkButton *button, EbbReadingCard *self)
{
  write_number (self, self->target_mmhg);
  give (self, self->target_mmhg);
}

static void
on_enter (GtkWidget *widget, EbbReadingCard *self)
{
  g_autofree char *problem = NULL;
  double mmhg = 0;

  if (ebb_live_reading_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &mmhg, &problem))
    give (self, mmhg);
  else
    ebb_reading_card_set_problem (self, problem);
}

static void
on_step (GtkButton *button, EbbReadingCard *self)
{
  int step_mmhg = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "step"));
  g_autofree char *problem = NULL;
  double mmhg = 0;

  if (!ebb_live_reading_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &mmhg, &problem))
    mmhg = self->target_mmhg;
  write_number (self, CLAMP ((int) mmhg + step_mmhg, 0, EBB_READING_MAX_MMHG));
}

static void
ebb_reading_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_reading_card_parent_class)->dispose (object);
}

static void
ebb_reading_card_class_init (EbbReadingCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_reading_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  reading_signal = g_signal_new ("reading", EBB_TYPE_READING_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static GtkWidget *
step_button (EbbReadingCard *self, const char *text, const char *name, int step_mmhg)
{
  GtkWidget *button = ebb_button_new (text, "session", "gauge-step", NULL);

  gtk_widget_set_focus_on_click (button, FALSE);
  g_object_set_data (G_OBJECT (button), "step", GINT_TO_POINTER (step_mmhg));
  ebb_widget_set_accessible (button, name, NULL);
  g_signal_connect (button, "clicked", G_CALLBACK (on_step), self);
  return button;
}

static GtkWidget *
make_number (EbbReadingCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP_PX / 2);
  GtkWidget *enter = ebb_button_new (_ ("Enter"), "session", "gauge-enter", NULL);

  self->entry = gtk_entry_new ();
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), DIGITS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Gauge"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), DIGITS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), DIGITS);
  gtk_editable_set_alignment (GTK_EDITABLE (self->entry), 0.5);
  gtk_widget_add_css_class (self->entry, "gauge");
  gtk_widget_add_css_class (self->entry, "numeric");
  ebb_widget_set_accessible (self->entry, _ ("What the gauge reads, in mmHg"), NULL);
  gtk_widget_set_focus_on_click (enter, FALSE);
  ebb_widget_set_accessible (enter, _ ("Enter this reading"), NULL);
  gtk_box_append (GTK_BOX (row), step_button (self, _ ("− 2"), _ ("2 mmHg less"), -STEP_MMHG));
  gtk_box_append (GTK_BOX (row), self->entry);
  gtk_box_append (GTK_BOX (row), step_button (self, _ ("+ 2"), _ ("2 mmHg more"), STEP_MMHG));
  gtk_box_append (GTK_BOX (row), enter);
  g_signal_connect (self->entry, "activate", G_CALLBACK (on_enter), self);
  g_signal_connect (enter, "clicked", G_CALLBACK (on_enter), self);
  return row;
}

static void
ebb_reading_card_init (EbbReadingCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2 * GAP_PX);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *number = make_number (self);

  self->panel = ebb_panel_new (NULL);
  gtk_widget_add_css_class (self->panel, "reading-card");
  self->ask = ebb_label_new ("", "reading-ask", "sign", NULL);
  self->age = ebb_label_new ("", "small-line", "numeric", NULL);
  self->at_target = ebb_button_new ("", "session", "at-target", NULL);
  gtk_widget_set_focus_on_click (self->at_target, FALSE);
  gtk_label_set_wrap (GTK_LABEL (self->ask), TRUE);
  gtk_box_append (GTK_BOX (words), self->ask);
  gtk_box_append (GTK_BOX (words), self->age);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (number, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), self->at_target);
  gtk_box_append (GTK_BOX (row), number);
  gtk_box_append (GTK_BOX (self->panel), row);
  gtk_widget_set_parent (self->panel, GTK_WIDGET (self));
  ebb_widget_set_accessible (GTK_WIDGET (self), _ ("Reading of the gauge"), NULL);
  g_signal_connect (self->at_target, "clicked", G_CALLBACK (on_at_target), self);
}

GtkWidget *
ebb_reading_card_new (void)
{
  return g_object_new (EBB_TYPE_READING_CARD, NULL);
}

void
ebb_reading_card_show (EbbReadingCard *card, const EbbLiveReading *reading)
{
  gtk_widget_set_visible (GTK_WIDGET (card), reading->shown);
  if (!reading->shown)
    return;
  ebb_label_update (card->ask, reading->ask);
  ebb_widget_show_level (card->ask, &card->ask_level, reading->level);
  ebb_widget_set_class (card->panel, "due", reading->level == EBB_LIVE_WARN);
  if (!card->problem)
    ebb_label_update (card->age, reading->age);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (card->at_target)), reading->at_target) != 0)
    gtk_button_set_label (GTK_BUTTON (card->at_target), reading->at_target);
  if (card->target_mmhg == reading->target_mmhg)
    return;
  card->target_mmhg = reading->target_mmhg;
  write_number (card, reading->target_mmhg);
}

void
ebb_reading_card_set_problem (EbbReadingCard *card, const char *problem)
{
  card->problem = problem != NULL;
  ebb_widget_set_class (card->age, "problem", card->problem);
  if (problem != NULL)
    ebb_label_update (card->age, problem);
}
