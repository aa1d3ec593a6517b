/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-controls.h"

#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define GAP_PX 6

struct _EbbLiveControls {
  GtkWidget parent_instance;

  /* borrowed */
  GtkWidget *end_set, *more_rest, *minus, *plus, *count_row, *count, *undo;
  GtkWidget *correct_row, *correct, *down, *up, *pause, *more, *unwell;
};

G_DEFINE_FINAL_TYPE (EbbLiveControls, ebb_live_controls, GTK_TYPE_WIDGET)

static guint act_signal;

static void
on_clicked (GtkButton *button, EbbLiveControls *self)
{
  int act = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "act"));

  g_signal_emit (self, act_signal, 0, act);
}

/* Keys belong to the page: no button keeps the focus after a press, so that Enter cannot repeat
 * it by accident. */
static GtkWidget *
act_button (EbbLiveControls *self, const char *text, const char *css_class, EbbLiveAct act)
{
  GtkWidget *button = ebb_button_new (text, "session", css_class, NULL);

  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_vexpand (button, TRUE);
  g_object_set_data (G_OBJECT (button), "act", GINT_TO_POINTER (act));
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  return button;
}

static GtkWidget *
row_new (gboolean homogeneous)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP_PX);

  gtk_box_set_homogeneous (GTK_BOX (row), homogeneous);
  return row;
}

static void
ebb_live_controls_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_live_controls_parent_class)->dispose (object);
}

static void
ebb_live_controls_class_init (EbbLiveControlsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_live_controls_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "livecontrols");
  act_signal = g_signal_new ("act", EBB_TYPE_LIVE_CONTROLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 1, G_TYPE_INT);
}

static GtkWidget *
make_pressure_row (EbbLiveControls *self)
{
  GtkWidget *row = row_new (FALSE);

  self->minus = act_button (self, _ ("− 10 mmHg"), "minus", EBB_ACT_MINUS);
  self->plus = act_button (self, _ ("+ 10"), "plus", EBB_ACT_PLUS);
  gtk_widget_set_hexpand (self->plus, FALSE);
  ebb_widget_set_accessible (self->minus, _ ("Lower the target by 10 mmHg"), NULL);
  ebb_widget_set_accessible (self->plus, _ ("Raise the target by 10 mmHg, asks for a reason"),
                             NULL);
  gtk_box_append (GTK_BOX (row), self->minus);
  gtk_box_append (GTK_BOX (row), self->plus);
  return row;
}

static GtkWidget *
make_count_row (EbbLiveControls *self)
{
  self->count_row = row_new (TRUE);
  self->count = act_button (self, _ ("Count ✓"), "count", EBB_ACT_COUNT);
  self->undo = act_button (self, _ ("Undo"), "undo", EBB_ACT_UNDO);
  ebb_widget_set_accessible (self->count, _ ("Count one repetition"), NULL);
  ebb_widget_set_accessible (self->undo, _ ("Take back the last repetition"), NULL);
  gtk_box_append (GTK_BOX (self->count_row), self->count);
  gtk_box_append (GTK_BOX (self->count_row), self->undo);
  return self->count_row;
}

/* "Correct count: 17" between − and +. */
static GtkWidget *
make_correct_row (EbbLiveControls *self)
{
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *caption = ebb_label_new (_ ("Correct count"), "small-line", NULL);

  self->correct_row = row_new (FALSE);
  self->correct = ebb_label_new ("", "correct-count", "numeric", NULL);
  self->down = act_button (self, "−", "step", EBB_ACT_COUNT_DOWN);
  self->up = act_button (self, "+", "step", EBB_ACT_COUNT_UP);
  gtk_widget_set_hexpand (self->down, FALSE);
  gtk_widget_set_hexpand (self->up, FALSE);
  gtk_label_set_xalign (GTK_LABEL (self->correct), 0.5);
  gtk_label_set_xalign (GTK_LABEL (caption), 0.5);
  gtk_label_set_justify (GTK_LABEL (caption), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (text), caption);
  gtk_box_append (GTK_BOX (text), self->correct);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  ebb_widget_set_accessible (self->down, _ ("One repetition fewer in the set just ended"), NULL);
  ebb_widget_set_accessible (self->up, _ ("One repetition more in the set just ended"), NULL);
  gtk_box_append (GTK_BOX (self->correct_row), self->down);
  gtk_box_append (GTK_BOX (self->correct_row), text);
  gtk_box_append (GTK_BOX (self->correct_row), self->up);
  return self->correct_row;
}

static void
ebb_live_controls_init (EbbLiveControls *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);
  GtkWidget *last = row_new (TRUE);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), GAP_PX);
  self->end_set = act_button (self, _ ("End set"), "end-set", EBB_ACT_END_SET);
  self->more_rest = act_button (self, _ ("More rest"), "end-set", EBB_ACT_MORE_REST);
  self->pause = act_button (self, _ ("Pause"), "pause", EBB_ACT_PAUSE);
  self->more = act_button (self, _ ("More…"), "more", EBB_ACT_MORE);
  self->unwell = act_button (self, _ ("Patient unwell"), "unwell", EBB_ACT_UNWELL);
  ebb_widget_set_accessible (self->unwell, NULL, _ ("Deflates at once"));
  gtk_box_append (GTK_BOX (last), self->pause);
  gtk_box_append (GTK_BOX (last), self->more);
  gtk_widget_set_parent (self->end_set, widget);
  gtk_widget_set_parent (self->more_rest, widget);
  gtk_widget_set_parent (make_pressure_row (self), widget);
  gtk_widget_set_parent (make_count_row (self), widget);
  gtk_widget_set_parent (make_correct_row (self), widget);
  gtk_widget_set_parent (last, widget);
  gtk_widget_set_parent (self->unwell, widget);
}

GtkWidget *
ebb_live_controls_new (void)
{
  return g_object_new (EBB_TYPE_LIVE_CONTROLS, NULL);
}

static void
set_button_text (GtkWidget *button, const char *text)
{
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), text) != 0)
    gtk_button_set_label (GTK_BUTTON (button), text);
}

void
ebb_live_controls_show (EbbLiveControls *controls, const EbbLiveControlsState *state)
{
  gtk_widget_set_visible (controls->end_set, !state->rest);
  gtk_widget_set_visible (controls->more_rest, state->rest);
  gtk_widget_set_visible (controls->count_row, state->counts && !state->rest);
  gtk_widget_set_visible (controls->correct_row, state->counts && state->rest);
  gtk_widget_set_sensitive (controls->end_set, state->end_set);
  gtk_widget_set_sensitive (controls->more_rest, state->more_rest);
  gtk_widget_set_sensitive (controls->minus, state->minus);
  gtk_widget_set_sensitive (controls->plus, state->plus);
  gtk_widget_set_sensitive (controls->count, state->count);
  gtk_widget_set_sensitive (controls->undo, state->undo);
  gtk_widget_set_sensitive (controls->pause, state->pause);
  gtk_widget_set_sensitive (controls->unwell, state->unwell);
  ebb_widget_set_why (controls->minus, state->minus_why);
  ebb_widget_set_why (controls->plus, state->plus_why);
  ebb_label_update (controls->correct, state->count_text);
  set_button_text (controls->pause, state->pause_text);
}
