/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-remove-page.h"

#include "ebb-after-card.h"
#include "ebb-ask-bar.h"
#include "ebb-cuff-words.h"
#include "ebb-live-continue-page.h"
#include "ebb-live-continue.h"
#include "ebb-live-tick.h"
#include "ebb-next-page.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-phase-banner.h"
#include "ebb-rating-card.h"
#include "ebb-session-flow.h"
#include "ebb-set-ends.h"
#include "ebb-unwell-page.h"
#include "ebb-widgets.h"
#include "ebb-window.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _EbbRemovePage {
  EbbPage parent_instance;

  EbbDesk *desk;       /* owned */
  EbbSession *session; /* owned */
  char *title;         /* owned */
  EbbRatings ratings;
  guint asked_set;

  GtkWidget *banner, *state, *go_on, *ask, *rating, *after, *note, *off, *finish; /* borrowed */
  gboolean over;
  guint over_id;
};

G_DEFINE_FINAL_TYPE (EbbRemovePage, ebb_remove_page, EBB_TYPE_PAGE)

/* --- Showing ----------------------------------------------------------------------------- */

static void
show_cuff (GtkWidget *widget, const EbbCuffView *view, gint64 now_us)
{
  EbbRemovePage *self = EBB_REMOVE_PAGE (widget);
  EbbLiveBanner banner = { .look = EBB_LIVE_OFF, .progress = -1, .next_after = (char *) "" };

  banner.word = (char *) _ ("Remove the cuff");
  banner.detail = (char *) "";
  if (view->deflated)
    banner.detail =
        (char *) (view->manual ? _ ("gauge read 0, valve open") : _ ("deflated, valve open"));
  banner.next = (char *) _ ("Open it and take it off the limb");
  if (view->state == EBB_CUFF_UNKNOWN || view->at_risk) {
    banner.look = EBB_LIVE_UNKNOWN;
    banner.word = (char *) _ ("Feel whether the cuff is soft");
    banner.detail = (char *) "";
    banner.next = (char *) _ ("Nothing shows that it is deflated now");
  }
  ebb_phase_banner_show (EBB_PHASE_BANNER (self->banner), &banner);
}

/* Under another page it waits until it is seen again: nothing could take its place there. */
static void
on_closed (EbbSession *session, EbbRemovePage *self)
{
  if (self->over || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->over = TRUE;
  ebb_flow_show_record (EBB_PAGE (self), self->desk, self->session);
}

/* Only after a stop by a person (clinic 3.14). */
static void
show_go_on (EbbRemovePage *self, const EbbSessionView *view)
{
  g_autofree char *text = ebb_live_continue_button (view);

  gtk_widget_set_visible (self->go_on, text != NULL);
  if (text != NULL)
    gtk_button_set_label (GTK_BUTTON (self->go_on), text);
}

static void
show_state (EbbRemovePage *self)
{
  gboolean off = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->off));
  g_autofree char *text = NULL;
  EbbSessionView view;

  ebb_session_get_view (self->session, &view);
  /* Sets may have been ended early: how much of each was done, the record says. */
  if (view.end_state == EBB_STATE_COMPLETED)
    text = g_strdup (_ ("Completed: the plan ran to its end"));
  else
    text = g_strdup_printf ("%s: %s", ebb_end_state_to_text (view.end_state),
                            ebb_reason_to_text (view.end_reason));
  if (view.phase != EBB_PHASE_SELF_CHECK) /* the next one was prepared and not begun */
    ebb_label_update (self->state, text);
  show_go_on (self, &view);
  /* What is to be done next is the blue one. */
  ebb_widget_set_class (self->off, "suggested-action", !off);
  gtk_widget_set_sensitive (self->finish, off);
  ebb_widget_set_why (self->finish, off ? NULL : _ ("Say first that the cuff is soft and off."));
  ebb_rating_card_show (EBB_RATING_CARD (self->rating), &self->ratings);
}

/* --- Doing ------------------------------------------------------------------------------- */

static void
on_rated (GtkWidget *card, const char *scale, double value, EbbRemovePage *self)
{
  ebb_ratings_put (&self->ratings, scale, value);
  ebb_session_rate (self->session, self->ratings.set, scale, value);
}

static void
on_refill (GtkWidget *card, double refill_s, EbbRemovePage *self)
{
  ebb_session_check (self->session, "refill-after", refill_s, NAN, NULL);
}

static void
on_found (GtkWidget *card, const char *kind, const char *text, EbbRemovePage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  ebb_session_check (self->session, "after", NAN, NAN, text);
  if (g_str_equal (kind, "normal"))
    return;
  ebb_session_adverse_event (self->session, kind, text);
  if (window != NULL)
    ebb_window_toast (window, _ ("Recorded as an adverse event"));
}

static void
on_end_answered (guint index, gpointer user)
{
  EbbRemovePage *self = user;

  ebb_session_set_end_reason (self->session, self->asked_set, ebb_set_end_id (index));
}

static void
store_note (EbbRemovePage *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note)));

  if (*g_strstrip (text) == '\0')
    return;
  ebb_session_mark (self->session, text);
  gtk_editable_set_text (GTK_EDITABLE (self->note), "");
}

static void
on_note (GtkWidget *entry, EbbRemovePage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  store_note (self);
  if (window != NULL)
    ebb_window_toast (window, _ ("Note saved"));
}

/* It lies above this page: Back comes here again with everything as it stood. */
static void
on_next (GtkButton *button, EbbRemovePage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  store_note (self);
  if (window != NULL)
    ebb_window_open_page (window, ebb_next_page_new (self->desk, EBB_PAGE (self)));
}

static void
on_go_on (GtkButton *button, EbbRemovePage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  store_note (self);
  if (window != NULL)
    ebb_window_open_page (window, ebb_live_continue_page_new (self->desk, EBB_PAGE (self)));
}

static void
on_finish (GtkButton *button, EbbRemovePage *self)
{
  store_note (self);
  ebb_session_cuff_off (self->session, ebb_desk_get_operator (self->desk));
  /* A next bout that was prepared and not begun. */
  if (!ebb_session_is_closed (self->session))
    ebb_session_leave (self->session);
}

static void
on_leave (GtkButton *button, EbbRemovePage *self)
{
  store_note (self);
  ebb_session_leave (self->session);
}

static void
on_unwell (GtkButton *button, EbbRemovePage *self)
{
  ebb_session_unwell (self->session);
  self->over = TRUE;
  ebb_flow_replace (EBB_PAGE (self), ebb_unwell_page_new (self->desk, self->title));
}

/* --- Making ------------------------------------------------------------------------------ */

static GtkWidget *
make_off (EbbRemovePage *self)
{
  GtkWidget *card = ebb_panel_new (NULL);

  gtk_box_set_spacing (GTK_BOX (card), 8);
  self->state = ebb_label_new ("", "end-state", NULL);
  self->off = gtk_toggle_button_new_with_label (_ ("Cuff is soft and off"));
  self->note = gtk_entry_new ();
  gtk_widget_add_css_class (self->off, "session");
  gtk_widget_add_css_class (self->off, "answer-button");
  gtk_widget_add_css_class (self->off, "cuff-off");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->note), _ ("Note for the record"));
  gtk_entry_set_max_length (GTK_ENTRY (self->note), 500);
  gtk_widget_add_css_class (self->note, "number-entry");
  ebb_widget_set_accessible (self->note, _ ("Note for the record"), NULL);
  self->go_on = ebb_button_new ("", "session", "answer-button", NULL);
  g_signal_connect (self->go_on, "clicked", G_CALLBACK (on_go_on), self);
  gtk_box_append (GTK_BOX (card), self->state);
  gtk_box_append (GTK_BOX (card), self->go_on);
  gtk_box_append (GTK_BOX (card), self->off);
  g_signal_connect_swapped (self->off, "toggled", G_CALLBACK (show_state), self);
  g_signal_connect (self->note, "activate", G_CALLBACK (on_note), self);
  return card;
}

static GtkWidget *
make_foot (EbbRemovePage *self)
{
  GtkWidget *foot = ebb_page_foot_new ();
  GtkWidget *unwell = ebb_button_new (_ ("Patient unwell"), "session", "unwell", NULL);
  GtkWidget *leave = ebb_button_new (_ ("Close without confirming"), "session", "flat", NULL);
  GtkWidget *next = ebb_button_new (_ ("Next exercise…"), "session", "foot-large", NULL);

  self->finish =
      ebb_button_new (_ ("Finish session"), "session", "foot-large", "suggested-action", NULL);
  gtk_widget_set_hexpand (leave, TRUE);
  gtk_widget_set_halign (leave, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (foot), unwell);
  gtk_box_append (GTK_BOX (foot), leave);
  gtk_box_append (GTK_BOX (foot), next);
  gtk_box_append (GTK_BOX (foot), self->finish);
  g_signal_connect (unwell, "clicked", G_CALLBACK (on_unwell), self);
  g_signal_connect (leave, "clicked", G_CALLBACK (on_leave), self);
  g_signal_connect (next, "clicked", G_CALLBACK (on_next), self);
  g_signal_connect (self->finish, "clicked", G_CALLBACK (on_finish), self);
  return foot;
}

static void
on_seen (gpointer user)
{
  EbbRemovePage *self = user;

  self->over_id = 0;
  on_closed (self->session, self);
}

static void
ebb_remove_page_map (GtkWidget *widget)
{
  EbbRemovePage *self = EBB_REMOVE_PAGE (widget);

  GTK_WIDGET_CLASS (ebb_remove_page_parent_class)->map (widget);
  if (ebb_session_is_closed (self->session) && self->over_id == 0)
    self->over_id = g_idle_add_once (on_seen, self);
}

static gboolean
ebb_remove_page_leave (EbbPage *page)
{
  EbbRemovePage *self = EBB_REMOVE_PAGE (page);

  return ebb_flow_may_leave (page, self->desk, self->session);
}

static void
ebb_remove_page_dispose (GObject *object)
{
  EbbRemovePage *self = EBB_REMOVE_PAGE (object);

  g_clear_handle_id (&self->over_id, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->title, g_free);
  G_OBJECT_CLASS (ebb_remove_page_parent_class)->dispose (object);
}

static void
ebb_remove_page_class_init (EbbRemovePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_remove_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = ebb_remove_page_map;
  EBB_PAGE_CLASS (klass)->leave = ebb_remove_page_leave;
}

static void
ebb_remove_page_init (EbbRemovePage *self)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->banner = ebb_phase_banner_new ();
  self->ask = ebb_ask_bar_new ();
  self->rating = ebb_rating_card_new ();
  self->after = ebb_after_card_new ();
  /* In the order of the hands: the cuff, a look at the limb, what is left to write. */
  gtk_box_append (GTK_BOX (left), make_off (self));
  gtk_box_append (GTK_BOX (left), self->after);
  gtk_box_append (GTK_BOX (left), self->note);
  adw_bin_set_child (ADW_BIN (self), ebb_page_frame_new (self->banner, self->ask, left,
                                                         self->rating, make_foot (self)));
  g_signal_connect (self->rating, "rated", G_CALLBACK (on_rated), self);
  g_signal_connect (self->after, "found", G_CALLBACK (on_found), self);
  g_signal_connect (self->after, "refill", G_CALLBACK (on_refill), self);
  ebb_page_set_can_go_back (EBB_PAGE (self), FALSE);
}

EbbPage *
ebb_remove_page_new (EbbDesk *desk, const char *title, const EbbRatings *ratings, guint asked_set)
{
  EbbRemovePage *self = g_object_new (EBB_TYPE_REMOVE_PAGE, NULL);
  EbbSessionView view;

  self->desk = g_object_ref (desk);
  self->session = g_object_ref (ebb_desk_get_session (desk));
  self->title = g_strdup (title);
  ebb_session_get_view (self->session, &view);
  self->ratings = *ratings;
  if (self->ratings.set != view.set)
    ebb_ratings_init (&self->ratings, view.set, view.rating_scale);
  ebb_page_set_title (EBB_PAGE (self), title, ebb_session_get_exercise (self->session)->name);
  g_signal_connect (self->session, "closed", G_CALLBACK (on_closed), self);
  gtk_widget_set_visible (self->rating, view.set > 0);
  if (asked_set > 0) {
    g_auto (GStrv) labels = ebb_set_end_labels ();
    g_autofree char *question = ebb_set_end_question (asked_set);
    self->asked_set = asked_set;
    ebb_ask_bar_ask (EBB_ASK_BAR (self->ask), question, (const char *const *) labels,
                     on_end_answered, self);
  }
  show_state (self);
  ebb_live_tick_add (GTK_WIDGET (self), desk, show_cuff);
  return EBB_PAGE (self);
}
