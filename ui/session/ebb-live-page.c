/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-page-private.h"

#include "ebb-format.h"
#include "ebb-live-continue-page.h"
#include "ebb-remove-page.h"
#include "ebb-session-flow.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define SHOW_EVERY_US  100000 /* numbers, ring and pacer: at most ten times a second */
#define IDLE_TICKS_MAX 10

G_DEFINE_FINAL_TYPE (EbbLivePage, ebb_live_page, EBB_TYPE_PAGE)

/* --- Showing ----------------------------------------------------------------------------- */

/* To refit the cuff, the page that goes on lies above the one that ends. */
static void
remove_cuff (EbbLivePage *self, gboolean repositioning)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  EbbPage *next = ebb_remove_page_new (self->desk, self->title, &self->ratings, self->asked_set);

  ebb_flow_replace (EBB_PAGE (self), next);
  if (repositioning && window != NULL)
    ebb_window_open_page (window, ebb_live_continue_page_new (self->desk, next));
}

static void
leave (gpointer user)
{
  EbbLivePage *self = user;
  EbbSessionView view;

  self->leave_id = 0;
  if (self->over || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  ebb_session_get_view (self->session, &view);
  self->over = TRUE;
  if (ebb_session_is_closed (self->session))
    ebb_flow_show_record (EBB_PAGE (self), self->desk, self->session);
  else if (view.phase == EBB_PHASE_REMOVE_CUFF)
    remove_cuff (self, view.repositioning && view.can_continue);
}

/* The page goes when the main loop turns, not in the middle of a signal of the session. */
static void
leave_when_over (EbbLivePage *self, const EbbSessionView *view)
{
  gboolean over = view->phase == EBB_PHASE_REMOVE_CUFF || ebb_session_is_closed (self->session);

  if (over && self->leave_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->leave_id = g_idle_add_once (leave, self);
}

static gboolean
is_same (const EbbLiveState *a, const EbbLiveState *b)
{
  return a->show == b->show && a->banner.progress == b->banner.progress
         && a->clock.fraction == b->clock.fraction && a->limb.share == b->limb.share
         && g_strcmp0 (a->pressure.number, b->pressure.number) == 0
         && g_strcmp0 (a->limb.clock, b->limb.clock) == 0;
}

/* TRUE = something of it moves. */
static gboolean
show (EbbLivePage *self)
{
  EbbSessionView view;
  EbbLiveState state;
  EbbStripData strip;
  EbbLiveFacts facts = {
    .view = &view,
    .plan = ebb_session_get_plan (self->session),
    .exercise = ebb_session_get_exercise (self->session),
    .side = ebb_session_get_prescription (self->session)->side,
    .now_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk)),
    .now_unix_us = ebb_clock_wall_unix_us (),
  };
  gboolean moved;

  if (self->over) /* the session may have been let go */
    return FALSE;
  ebb_session_get_view (self->session, &view);
  ebb_live_state_make (&state, &facts);
  if (view.phase == EBB_PHASE_SET_END || (view.phase == EBB_PHASE_REST))
    if (self->ratings.set != view.set)
      ebb_ratings_init (&self->ratings, view.set, view.rating_scale);
  ebb_live_page_drop_late_question (self, view.set);
  ebb_live_board_show (self->board, &state, &self->ratings, ebb_session_get_problem (self->session),
                       view.by_hand);
  ebb_live_feed_strip (&self->feed, &view, facts.now_us, &strip);
  ebb_rep_strip_set_data (ebb_live_board_get_strip (self->board), &strip);
  if (state.timed)
    ebb_plan_strip_show (ebb_live_board_get_course (self->board), facts.plan,
                         ebb_plan_position_ms (&view, facts.plan, facts.now_us));
  ebb_page_set_title (EBB_PAGE (self), self->title, state.subtitle);
  moved = state.moves || !is_same (&state, &self->state);
  ebb_live_state_clear (&self->state);
  self->state = state;
  leave_when_over (self, &view);
  return moved;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  EbbLivePage *self = EBB_LIVE_PAGE (widget);
  gint64 frame_us = gdk_frame_clock_get_frame_time (clock);

  if (frame_us - self->shown_at_us < SHOW_EVERY_US)
    return G_SOURCE_CONTINUE;
  self->shown_at_us = frame_us;
  self->idle_ticks = show (self) ? 0 : self->idle_ticks + 1;
  if (self->idle_ticks < IDLE_TICKS_MAX)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

void
ebb_live_page_refresh (EbbLivePage *page)
{
  page->idle_ticks = 0;
  show (page);
  ebb_sweep_wake (ebb_live_board_get_sweep (page->board));
  if (page->tick_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (page)))
    page->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (page), on_tick, NULL, NULL);
}

static gboolean
on_sweep (gpointer user, EbbChartData *data, gint64 *now_us)
{
  EbbLivePage *self = user;

  *now_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));
  return !self->over && ebb_live_feed_chart (&self->feed, data);
}

static void
on_message (EbbSession *session, const char *text, EbbLivePage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  EbbSessionView view;

  /* A lost link stands on the page itself and in the alarm banner; it is told before it is shown.
   * What is asked in place stays there until it is answered: a toast would lie over it. */
  ebb_session_get_view (session, &view);
  if (window != NULL && view.connected && self->state.show != EBB_LIVE_SHOW_UNKNOWN
      && !view.announced && view.unanswered_until_us == EBB_TIME_UNSET)
    ebb_window_toast (window, text);
}

/* --- Keys -------------------------------------------------------------------------------- */

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        EbbLivePage *self)
{
  return ebb_live_page_take_key (self, keyval, state);
}

/* On the toplevel and in capture phase, so that Space counts wherever the focus stands. */
static void
ebb_live_page_map (GtkWidget *widget)
{
  EbbLivePage *self = EBB_LIVE_PAGE (widget);

  GTK_WIDGET_CLASS (ebb_live_page_parent_class)->map (widget);
  self->keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect (self->keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (widget)), self->keys);
  ebb_live_page_refresh (self);
}

static void
ebb_live_page_unmap (GtkWidget *widget)
{
  EbbLivePage *self = EBB_LIVE_PAGE (widget);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (widget, self->tick_id);
  self->tick_id = 0;
  if (self->keys != NULL)
    gtk_widget_remove_controller (gtk_event_controller_get_widget (self->keys), self->keys);
  self->keys = NULL;
  GTK_WIDGET_CLASS (ebb_live_page_parent_class)->unmap (widget);
}

/* --- Life -------------------------------------------------------------------------------- */

static gboolean
ebb_live_page_leave (EbbPage *page)
{
  EbbLivePage *self = EBB_LIVE_PAGE (page);

  return ebb_flow_may_leave (page, self->desk, self->session);
}

static void
ebb_live_page_dispose (GObject *object)
{
  EbbLivePage *self = EBB_LIVE_PAGE (object);

  g_clear_handle_id (&self->leave_id, g_source_remove);
  if (self->session != NULL) {
    ebb_sweep_set_source (ebb_live_board_get_sweep (self->board), NULL, NULL, NULL);
    g_signal_handlers_disconnect_by_data (self->session, self);
    ebb_live_feed_clear (&self->feed);
    ebb_live_state_clear (&self->state);
  }
  g_clear_object (&self->session);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->title, g_free);
  G_OBJECT_CLASS (ebb_live_page_parent_class)->dispose (object);
}

static void
ebb_live_page_class_init (EbbLivePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_live_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = ebb_live_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = ebb_live_page_unmap;
  EBB_PAGE_CLASS (klass)->leave = ebb_live_page_leave;
}

static void
ebb_live_page_init (EbbLivePage *self)
{
  self->board = EBB_LIVE_BOARD (ebb_live_board_new ());
  ebb_ratings_init (&self->ratings, 0, 0);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
  ebb_page_set_can_go_back (EBB_PAGE (self), FALSE);
}

EbbPage *
ebb_live_page_new (EbbDesk *desk, const EbbPatientFile *file)
{
  EbbLivePage *self = g_object_new (EBB_TYPE_LIVE_PAGE, NULL);

  self->desk = g_object_ref (desk);
  self->session = g_object_ref (ebb_desk_get_session (desk));
  self->title = ebb_format_identifiers (file->patient);
  ebb_live_feed_init (&self->feed, self->session);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (ebb_live_page_refresh), self);
  g_signal_connect_swapped (self->session, "closed", G_CALLBACK (ebb_live_page_refresh), self);
  g_signal_connect (self->session, "message", G_CALLBACK (on_message), self);
  g_signal_connect_object (ebb_desk_get_cuff (desk), "changed", G_CALLBACK (ebb_live_page_refresh),
                           self, G_CONNECT_SWAPPED);
  ebb_sweep_set_source (ebb_live_board_get_sweep (self->board), on_sweep, self, NULL);
  ebb_live_page_connect_acts (self);
  ebb_live_page_refresh (self);
  return EBB_PAGE (self);
}
