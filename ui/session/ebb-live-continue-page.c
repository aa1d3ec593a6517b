/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-continue-page.h"

#include "ebb-answer-row.h"
#include "ebb-cuff-card.h"
#include "ebb-hold-button.h"
#include "ebb-live-continue.h"
#include "ebb-live-page.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-refusal-card.h"
#include "ebb-session-flow.h"
#include "ebb-start-text.h"
#include "ebb-stop-bar.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define PUFF_VALID_US CUFF_SECONDS (3) /* a press on the puff; then it is forgotten */

struct _EbbLiveContinuePage {
  EbbPage parent_instance;

  EbbDesk *desk;         /* owned */
  EbbSession *session;   /* owned */
  EbbPage *below;        /* borrowed */
  GCancellable *loading; /* owned; NULL = nothing is asked */
  EbbStart *start;       /* owned; NULL = not loaded yet */
  EbbBoutOptions bout;   /* borrows from start */
  EbbStartText text;
  char *problem; /* owned: why it cannot be, NULL */
  EbbLiveOffer offers[EBB_LIVE_OFFERS_MAX];
  guint n_offers, chosen;
  EbbLiveCuffAnswer cuff_answer;
  gboolean repositioning; /* the bout was stopped to refit the cuff: a puff in any case */
  gint64 puff_asked_us;   /* a press that waits for the controller; 0 = none */
  gboolean puffed;        /* the puff was made since the cuff was refitted */
  gboolean prepared;      /* the session knows the bout */
  gboolean over;
  guint second_id;

  /* borrowed */
  GtkWidget *refusal, *sets, *cuff, *reason, *cuff_card, *line, *why, *hold;
};

G_DEFINE_FINAL_TYPE (EbbLiveContinuePage, ebb_live_continue_page, EBB_TYPE_PAGE)

static gboolean
needs_puff (EbbLiveContinuePage *self)
{
  return self->repositioning || self->cuff_answer != EBB_LIVE_CUFF_KEPT;
}

/* --- What stands in the way -------------------------------------------------------------- */

static const char *
why_not (EbbLiveContinuePage *self, const EbbSessionView *view)
{
  if (self->problem != NULL) /* it stands on top of the page */
    return _ ("This prescription cannot run as it stands.");
  if (self->start == NULL)
    return _ ("Nothing is loaded yet.");
  if (self->n_offers == 0)
    return _ ("Nothing of this exercise is left.");
  if (self->cuff_answer == EBB_LIVE_CUFF_NOT_SAID)
    return _ ("Say where the cuff lies now.");
  if (needs_puff (self) && !self->puffed)
    return view->by_hand ? _ ("Pump briefly, and say which cuff moved.")
                         : _ ("Make the short puff and say which cuff moved.");
  return self->prepared ? view->why_not : NULL;
}

static void
refresh (EbbLiveContinuePage *self)
{
  EbbSessionView view;
  EbbCuffView cuff;
  const char *why;

  if (self->over)
    return;
  ebb_session_get_view (self->session, &view);
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  why = why_not (self, &view);
  /* Before the bout is prepared the puff of the one before is shown; it no longer holds. */
  if (!self->prepared && needs_puff (self))
    view.puff = EBB_PUFF_NONE;
  ebb_cuff_card_show (EBB_CUFF_CARD (self->cuff_card), &cuff, &view,
                      self->text.limb != NULL ? self->text.limb : "",
                      ebb_session_get_problem (self->session));
  ebb_refusal_card_show (EBB_REFUSAL_CARD (self->refusal), self->problem, -1, FALSE);
  ebb_label_update (self->line, self->text.line != NULL ? self->text.line : "");
  ebb_label_update (self->why, why != NULL ? why : _ ("Ready to start"));
  ebb_widget_set_class (self->why, "ready", why == NULL);
  gtk_widget_set_sensitive (self->hold, why == NULL);
  /* What the puff has shown holds for these answers. */
  gtk_widget_set_sensitive (self->sets, !self->puffed);
  gtk_widget_set_sensitive (self->cuff, !self->puffed);
}

/* --- The bout ---------------------------------------------------------------------------- */

static gboolean
prepare (EbbLiveContinuePage *self)
{
  const EbbLiveOffer *offer = &self->offers[self->chosen];
  const EbbContinue continues = {
    .set = offer->set,
    .what_left = offer->what_left,
    .refitted = needs_puff (self),
    .moved = self->cuff_answer == EBB_LIVE_CUFF_MOVED,
  };
  g_autoptr (GError) error = NULL;

  if (self->prepared)
    return TRUE;
  if (self->start == NULL || self->n_offers == 0)
    return FALSE;
  g_clear_pointer (&self->problem, g_free);
  self->bout = ebb_start_make_bout (self->start, ebb_desk_get_clock (self->desk));
  self->bout.continues = &continues;
  self->bout.reperfusion_reason = gtk_label_get_text (GTK_LABEL (self->reason));
  self->prepared = ebb_session_next_bout (self->session, &self->bout, &error);
  self->bout.continues = NULL;
  if (!self->prepared)
    self->problem = g_strdup (error->message);
  return self->prepared;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbStart *start = ebb_start_load_finish (result, &error);
  EbbLiveContinuePage *self = user;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the page is gone */
  g_clear_object (&self->loading);
  if (start == NULL) {
    self->problem = g_strdup (error->message);
    refresh (self);
    return;
  }
  self->start = start;
  self->bout = ebb_start_make_bout (start, ebb_desk_get_clock (self->desk));
  ebb_start_text_make (&self->text, start, &self->bout, NULL);
  refresh (self);
}

/* --- What is done on it ------------------------------------------------------------------ */

static void
on_set (GtkWidget *row, int index, EbbLiveContinuePage *self)
{
  self->chosen = (guint) index;
  self->prepared = FALSE;
  g_clear_pointer (&self->problem, g_free);
  refresh (self);
}

/* That the LOP does not hold elsewhere is said at once. */
static void
on_cuff (GtkWidget *row, int index, EbbLiveContinuePage *self)
{
  self->cuff_answer = (EbbLiveCuffAnswer) index;
  self->prepared = FALSE;
  g_clear_pointer (&self->problem, g_free);
  if (self->cuff_answer == EBB_LIVE_CUFF_MOVED)
    prepare (self);
  refresh (self);
}

/* A bout that has just been prepared waits a moment until the controller has its limits. */
static void
try_puff (EbbLiveContinuePage *self)
{
  gint64 now_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));
  gboolean late = now_us - self->puff_asked_us > PUFF_VALID_US;

  if (self->puff_asked_us == 0)
    return;
  if (!late && prepare (self) && ebb_session_puff (self->session))
    self->puffed = TRUE;
  if (self->puffed || late || !self->prepared)
    self->puff_asked_us = 0;
}

static void
on_puff (GtkWidget *card, EbbLiveContinuePage *self)
{
  if (self->cuff_answer == EBB_LIVE_CUFF_NOT_SAID)
    return;
  self->puff_asked_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));
  try_puff (self);
  refresh (self);
}

static void
on_side (GtkWidget *card, gboolean right_one, EbbLiveContinuePage *self)
{
  ebb_session_confirm_side (self->session, right_one);
  refresh (self);
}

static void
on_zero (GtkWidget *card, EbbLiveContinuePage *self)
{
  ebb_stop_bar_gauge_zero (self->desk);
  refresh (self);
}

static void
on_patient (GtkWidget *card, EbbLiveContinuePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
on_held (EbbHoldButton *button, EbbLiveContinuePage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  EbbSessionView view;

  ebb_session_get_view (self->session, &view);
  if (why_not (self, &view) != NULL || !prepare (self)) {
    ebb_hold_button_reset (button);
    refresh (self);
    return;
  }
  ebb_session_start (self->session);
  self->over = TRUE;
  ebb_flow_replace (EBB_PAGE (self), ebb_live_page_new (self->desk, self->start->file));
  if (window != NULL)
    ebb_window_close_page (window, self->below);
}

static gboolean
on_second (gpointer user)
{
  try_puff (user);
  refresh (user);
  return G_SOURCE_CONTINUE;
}

/* --- Making ------------------------------------------------------------------------------ */

static GtkWidget *
make_sets (EbbLiveContinuePage *self)
{
  const char *labels[EBB_LIVE_OFFERS_MAX + 1] = { NULL };
  GtkWidget *card = ebb_panel_new (_ ("Go on with"));

  for (guint i = 0; i < self->n_offers; i++)
    labels[i] = self->offers[i].text;
  self->sets = ebb_answer_row_new (_ ("Go on with"), labels);
  self->reason = ebb_label_new ("", "start-line", NULL);
  gtk_widget_add_css_class (self->sets, "words");
  ebb_answer_row_set (EBB_ANSWER_ROW (self->sets), 0);
  gtk_box_append (GTK_BOX (card), self->sets);
  gtk_box_append (GTK_BOX (card),
                  ebb_titled_row_new (_ ("Why the limb does not rest 3 minutes"), self->reason));
  g_signal_connect (self->sets, "chosen", G_CALLBACK (on_set), self);
  return card;
}

static GtkWidget *
make_cuff (EbbLiveContinuePage *self)
{
  const char *const words[] = { _ ("Untouched"), _ ("Refitted, same place"), _ ("At another place"),
                                NULL };
  GtkWidget *card = ebb_panel_new (_ ("The cuff"));

  self->cuff = ebb_answer_row_new (_ ("The cuff"), words);
  gtk_widget_add_css_class (self->cuff, "words");
  if (self->cuff_answer != EBB_LIVE_CUFF_NOT_SAID)
    ebb_answer_row_set (EBB_ANSWER_ROW (self->cuff), (int) self->cuff_answer);
  gtk_box_append (GTK_BOX (card), self->cuff);
  g_signal_connect (self->cuff, "chosen", G_CALLBACK (on_cuff), self);
  return card;
}

static GtkWidget *
make_foot (EbbLiveContinuePage *self)
{
  GtkWidget *foot = ebb_page_foot_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->line = ebb_label_new ("", "start-line", NULL);
  self->why = ebb_label_new ("", "start-why", NULL);
  self->hold = ebb_hold_button_new (_ ("Continue"));
  gtk_box_append (GTK_BOX (words), self->line);
  gtk_box_append (GTK_BOX (words), self->why);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (foot), words);
  gtk_box_append (GTK_BOX (foot), self->hold);
  g_signal_connect (self->hold, "held", G_CALLBACK (on_held), self);
  return foot;
}

static void
build (EbbLiveContinuePage *self)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->refusal = ebb_refusal_card_new ();
  self->cuff_card = ebb_cuff_card_new ();
  gtk_box_append (GTK_BOX (left), make_cuff (self));
  gtk_box_append (GTK_BOX (left), make_sets (self));
  adw_bin_set_child (ADW_BIN (self), ebb_page_frame_new (self->refusal, NULL, left, self->cuff_card,
                                                         make_foot (self)));
  g_signal_connect (self->refusal, "patient", G_CALLBACK (on_patient), self);
  g_signal_connect (self->cuff_card, "puff", G_CALLBACK (on_puff), self);
  g_signal_connect (self->cuff_card, "side", G_CALLBACK (on_side), self);
  g_signal_connect (self->cuff_card, "zero", G_CALLBACK (on_zero), self);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
ebb_live_continue_page_map (GtkWidget *widget)
{
  EbbLiveContinuePage *self = EBB_LIVE_CONTINUE_PAGE (widget);

  GTK_WIDGET_CLASS (ebb_live_continue_page_parent_class)->map (widget);
  self->second_id = ebb_flow_add_second (self->desk, on_second, self);
}

static void
ebb_live_continue_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&EBB_LIVE_CONTINUE_PAGE (widget)->second_id, g_source_remove);
  GTK_WIDGET_CLASS (ebb_live_continue_page_parent_class)->unmap (widget);
}

static void
ebb_live_continue_page_dispose (GObject *object)
{
  EbbLiveContinuePage *self = EBB_LIVE_CONTINUE_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ebb_live_continue_page_parent_class)->dispose (object);
}

static void
ebb_live_continue_page_finalize (GObject *object)
{
  EbbLiveContinuePage *self = EBB_LIVE_CONTINUE_PAGE (object);

  ebb_live_continue_offers_clear (self->offers, self->n_offers);
  ebb_start_text_clear (&self->text);
  g_clear_pointer (&self->start, ebb_start_free);
  g_free (self->problem);
  g_object_unref (self->desk);
  G_OBJECT_CLASS (ebb_live_continue_page_parent_class)->finalize (object);
}

static void
ebb_live_continue_page_class_init (EbbLiveContinuePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_live_continue_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_live_continue_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = ebb_live_continue_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = ebb_live_continue_page_unmap;
}

static void
ebb_live_continue_page_init (EbbLiveContinuePage *self)
{
  self->loading = g_cancellable_new ();
}

EbbPage *
ebb_live_continue_page_new (EbbDesk *desk, EbbPage *below)
{
  EbbLiveContinuePage *self = g_object_new (EBB_TYPE_LIVE_CONTINUE_PAGE, NULL);
  EbbSessionView view;

  self->desk = g_object_ref (desk);
  self->session = g_object_ref (ebb_desk_get_session (desk));
  self->below = below;
  ebb_session_get_view (self->session, &view);
  self->n_offers = ebb_live_continue_offers (&view, self->offers);
  self->repositioning = view.repositioning;
  self->cuff_answer = view.repositioning ? EBB_LIVE_CUFF_NOT_SAID : EBB_LIVE_CUFF_KEPT;
  build (self);
  gtk_label_set_text (GTK_LABEL (self->reason), view.repositioning
                                                    ? _ ("Cuff refitted in the middle of a set")
                                                    : _ ("Goes on after a stop by a person"));
  ebb_page_set_title (EBB_PAGE (self), ebb_page_get_title (below),
                      view.repositioning ? _ ("Reposition cuff") : _ ("Continue"));
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (refresh), self);
  g_signal_connect_object (ebb_desk_get_cuff (desk), "changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
  ebb_start_load_async (ebb_desk_get_clock (desk), ebb_desk_get_store (desk),
                        ebb_session_get_patient_id (self->session),
                        ebb_session_get_prescription_id (self->session), self->loading, on_loaded,
                        self);
  return EBB_PAGE (self);
}
