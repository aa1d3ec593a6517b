/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-stop-bar.h"

#include "ebb-cuff-words.h"
#include "ebb-live-tick.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define BUTTON   "button"
#define QUESTION "question"

struct _EbbStopBar {
  AdwBin parent_instance;
  EbbDesk *desk; /* owned */

  GtkWidget *headline, *advice; /* borrowed: in the tree */
  GtkWidget *stop, *stop_text;
  GtkWidget *zero; /* by hand: "Gauge reads 0" */
  GtkWidget *asks; /* GtkStack: the button, and what it turns into */
  gboolean asking, page_asks;
};

G_DEFINE_FINAL_TYPE (EbbStopBar, ebb_stop_bar, ADW_TYPE_BIN)

void
ebb_stop_bar_confirm_soft (EbbDesk *desk)
{
  EbbSession *session = ebb_desk_get_session (desk);
  if (session != NULL && ebb_session_is_stored (session) && !ebb_session_is_closed (session))
    ebb_session_cuff_off (session, ebb_desk_get_operator (desk));
  ebb_cuff_confirm_soft (ebb_desk_get_cuff (desk));
}

void
ebb_stop_bar_gauge_zero (EbbDesk *desk)
{
  EbbSession *session = ebb_desk_get_session (desk);
  if (session != NULL && !ebb_session_is_closed (session))
    ebb_session_gauge_zero (session, ebb_desk_get_operator (desk));
  else
    ebb_cuff_enter_reading (ebb_desk_get_cuff (desk), 0, TRUE);
}

/* Without a cable the button cannot deflate: it says who does. */
static void
show_stop (EbbStopBar *self, const EbbCuffView *view)
{
  const char *text = view->manual ? _ ("Open the valve now") : _ ("Stop and deflate");
  gtk_widget_set_visible (self->zero, view->manual && view->zero_due);
  if (ebb_label_update (self->stop_text, text))
    ebb_widget_set_accessible (self->stop, text, _ ("Esc, F12 or the pedal does the same"));
}

static void
show_question (EbbStopBar *self, gboolean unknown)
{
  gtk_widget_set_visible (self->asks, unknown);
  gtk_stack_set_visible_child_name (GTK_STACK (self->asks), self->asking ? QUESTION : BUTTON);
}

static void
show_cuff (GtkWidget *widget, const EbbCuffView *view, gint64 now_us)
{
  EbbStopBar *self = EBB_STOP_BAR (widget);
  gtk_widget_set_visible (widget, view->at_risk);
  if (!view->at_risk) {
    self->asking = FALSE;
    return;
  }
  gboolean unknown = ebb_cuff_words_kind (view) == EBB_CHIP_UNKNOWN;
  g_autofree char *headline = ebb_cuff_words_headline (view, now_us);
  ebb_label_update (self->headline, headline);
  ebb_label_update (self->advice, ebb_cuff_words_advice (view));
  ebb_widget_set_class (widget, "unknown", unknown);
  if (!unknown)
    self->asking = FALSE;
  show_stop (self, view);
  /* Only what the cuff itself calls unknown may be closed by a word. */
  show_question (self, view->state == EBB_CUFF_UNKNOWN && !self->page_asks && !view->zero_due);
}

static void
on_stop_cb (GtkButton *button, EbbStopBar *self)
{
  ebb_desk_stop (self->desk);
}

static void
on_zero_cb (GtkButton *button, EbbStopBar *self)
{
  ebb_stop_bar_gauge_zero (self->desk);
}

static void
on_soft_cb (GtkButton *button, EbbStopBar *self)
{
  self->asking = TRUE;
  show_question (self, TRUE);
}

static void
on_not_yet_cb (GtkButton *button, EbbStopBar *self)
{
  self->asking = FALSE;
  show_question (self, TRUE);
}

static void
on_confirm_cb (GtkButton *button, EbbStopBar *self)
{
  self->asking = FALSE;
  ebb_stop_bar_confirm_soft (self->desk);
}

static void
ebb_stop_bar_dispose (GObject *object)
{
  g_clear_object (&EBB_STOP_BAR (object)->desk);
  G_OBJECT_CLASS (ebb_stop_bar_parent_class)->dispose (object);
}

static void
ebb_stop_bar_class_init (EbbStopBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_stop_bar_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "stopbar");
}

static void
ebb_stop_bar_init (EbbStopBar *self)
{
}

static GtkWidget *
make_button (EbbStopBar *self, const char *text, const char *css_class, GCallback clicked)
{
  GtkWidget *button = ebb_button_new (text, css_class, NULL);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  g_signal_connect (button, "clicked", clicked, self);
  return button;
}

/* Asked once, in place: no window stands between a person and Stop. */
static GtkWidget *
make_asks (EbbStopBar *self)
{
  GtkWidget *question = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (question), make_button (self, _ ("I felt it: soft and off"), "session",
                                                   G_CALLBACK (on_confirm_cb)));
  gtk_box_append (GTK_BOX (question),
                  make_button (self, _ ("Not yet"), "session", G_CALLBACK (on_not_yet_cb)));
  GtkWidget *button =
      make_button (self, _ ("Cuff is soft and off…"), "session", G_CALLBACK (on_soft_cb));
  GtkWidget *stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_add_named (GTK_STACK (stack), button, BUTTON);
  gtk_stack_add_named (GTK_STACK (stack), question, QUESTION);
  return stack;
}

static GtkWidget *
make_stop (EbbStopBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *square = gtk_image_new_from_icon_name ("media-playback-stop-symbolic");
  GtkWidget *label = gtk_label_new (_ ("Stop and deflate"));
  /* Never cut short, however large the text; on one line where there is room. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_image_set_pixel_size (GTK_IMAGE (square), 32);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), square);
  gtk_box_append (GTK_BOX (box), label);
  GtkWidget *button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_add_css_class (button, "danger-stop");
  ebb_widget_set_accessible (button, _ ("Stop and deflate"),
                             _ ("Esc, F12 or the pedal does the same"));
  g_signal_connect (button, "clicked", G_CALLBACK (on_stop_cb), self);
  self->stop = button;
  self->stop_text = label;
  return button;
}

static GtkWidget *
make_zero (EbbStopBar *self)
{
  GtkWidget *upright = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (_ ("Gauge reads 0"));
  /* In an upright box it has no baseline: one row of two sizes of letters would grow by it. */
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (upright), label);
  self->zero = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->zero), upright);
  gtk_widget_add_css_class (self->zero, "gauge-zero");
  ebb_widget_set_accessible (self->zero, _ ("Gauge reads 0"),
                             _ ("Says that the valve is open and the cuff is empty"));
  g_signal_connect (self->zero, "clicked", G_CALLBACK (on_zero_cb), self);
  return self->zero;
}

void
ebb_stop_bar_set_page_asks (EbbStopBar *self, gboolean page_asks)
{
  EbbCuffView view;
  self->page_asks = page_asks;
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &view);
  show_question (self, view.state == EBB_CUFF_UNKNOWN && !page_asks && !view.zero_due);
}

GtkWidget *
ebb_stop_bar_new (EbbDesk *desk)
{
  EbbStopBar *self = g_object_new (EBB_TYPE_STOP_BAR, NULL);
  self->desk = g_object_ref (desk);
  self->headline = ebb_label_new ("", "headline", "numeric", NULL);
  self->advice = ebb_label_new ("", "advice", NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (words, "words");
  gtk_box_append (GTK_BOX (words), self->headline);
  gtk_box_append (GTK_BOX (words), self->advice);
  self->asks = make_asks (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *const parts[] = { words, make_stop (self), make_zero (self), self->asks };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_box_append (GTK_BOX (box), parts[i]);
  adw_bin_set_child (ADW_BIN (self), box);
  ebb_live_tick_add (GTK_WIDGET (self), desk, show_cuff);
  return GTK_WIDGET (self);
}
