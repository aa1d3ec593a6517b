/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-page.h"

#include "ebb-ask-bar.h"
#include "ebb-format.h"
#include "ebb-lop-board.h"
#include "ebb-lop-feed.h"
#include "ebb-lop-setup.h"
#include "ebb-lop-validity.h"
#include "ebb-session-flow.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define SHOW_EVERY_US 100000 /* numbers: at most ten times a second */

struct _EbbLopPage {
  EbbPage parent_instance;
  EbbDesk *desk;  /* owned */
  EbbLopRun *run; /* a reference; the desk's */
  char *patient_id;
  EbbLopWay way;
  EbbSegment segment;
  EbbSide side;
  EbbLopFeed feed;
  EbbLopBoard board; /* its widgets */
  guint tick_id;
  gint64 shown_at_us;
  gboolean may_go; /* asked, and answered with yes */
  gboolean kept;   /* the result is on file, or on its way */
};

G_DEFINE_FINAL_TYPE (EbbLopPage, ebb_lop_page, EBB_TYPE_PAGE)

/* --- Showing ----------------------------------------------------------------------------- */

static void
show (EbbLopPage *self)
{
  g_auto (EbbLopRunShown) shown = { 0 };
  EbbLopRunView view;

  if (self->run == NULL)
    return;
  ebb_lop_run_get_view (self->run, &view);
  ebb_lop_run_shown_make (&shown, &view, self->way,
                          view.state == EBB_LOP_RUN_READY ? ebb_lop_run_why_not (self->run) : NULL);
  ebb_lop_board_show (&self->board, &shown, self->kept);
  ebb_sweep_wake (self->board.sweep);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  EbbLopPage *self = EBB_LOP_PAGE (widget);
  gint64 frame_us = gdk_frame_clock_get_frame_time (clock);

  if (frame_us - self->shown_at_us < SHOW_EVERY_US)
    return G_SOURCE_CONTINUE;
  self->shown_at_us = frame_us;
  show (self);
  if (self->run != NULL && !ebb_lop_run_is_over (self->run))
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
on_sweep (gpointer user, EbbChartData *data, gint64 *now_us)
{
  EbbLopPage *self = user;
  EbbLopRunView view;
  gboolean news;

  *now_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));
  if (self->run == NULL)
    return FALSE;
  ebb_lop_run_get_view (self->run, &view);
  news = ebb_lop_feed_push (&self->feed, view.run, ebb_lop_run_get_trace (self->run, view.run),
                            *now_us);
  *data = (EbbChartData){ .trace = self->feed.trace, .lop = view.lop, .numbers = TRUE };
  return news && ebb_trace_get_length (self->feed.trace) > 0;
}

/* --- Acts -------------------------------------------------------------------------------- */

static void
on_begin (EbbLopPage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (!ebb_lop_run_start (self->run, &error) && window != NULL)
    ebb_window_toast (window, error->message);
  show (self);
}

static void
on_heard (EbbLopPage *self)
{
  ebb_lop_run_tap (self->run, EBB_TAP_HEARD);
}

static void
on_gone (EbbLopPage *self)
{
  ebb_lop_run_tap (self->run, EBB_TAP_GONE);
}

static void
on_back (EbbLopPage *self)
{
  ebb_lop_run_tap (self->run, EBB_TAP_BACK);
}

static void
on_finish (EbbLopPage *self)
{
  ebb_lop_run_finish (self->run);
}

static void
on_again (EbbLopPage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window == NULL || !ebb_desk_end_lop_run (self->desk))
    return;
  self->may_go = TRUE;
  ebb_window_replace_page (window, ebb_lop_setup_page_new (self->desk, self->patient_id,
                                                           (int) self->segment, self->side));
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbLopPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (id == NULL) {
    self->kept = FALSE;
    show (self);
    if (window != NULL)
      ebb_window_toast (window, error->message);
    return;
  }
  self->may_go = TRUE;
  ebb_desk_end_lop_run (self->desk);
  ebb_desk_tell_records (self->desk, self->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("The result is on file, with its plot"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_keep (EbbLopPage *self)
{
  g_autoptr (EbbLopRecord) record = ebb_lop_run_make_record (self->run);

  if (record == NULL || self->kept)
    return;
  self->kept = TRUE;
  show (self);
  ebb_store_put_lop_async (ebb_desk_get_store (self->desk), record, on_kept, g_object_ref (self));
}

/* --- Leaving ----------------------------------------------------------------------------- */

static void
on_leave_answered (guint index, gpointer user)
{
  EbbLopPage *self = user;
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  ebb_ask_bar_close (EBB_ASK_BAR (self->board.ask));
  if (index != 0 || window == NULL || !ebb_desk_end_lop_run (self->desk))
    return;
  self->may_go = TRUE;
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
ask_before_leaving (EbbLopPage *self, const char *question)
{
  const char *const answers[] = { _ ("Leave"), _ ("Stay here"), NULL };

  ebb_ask_bar_ask (EBB_ASK_BAR (self->board.ask), question, answers, on_leave_answered, self);
}

/* Stop first, ask then. */
static gboolean
ebb_lop_page_leave (EbbPage *page)
{
  EbbLopPage *self = EBB_LOP_PAGE (page);
  EbbLopRunView view;

  if (self->may_go || self->run == NULL)
    return TRUE;
  if (self->kept)
    return FALSE; /* on its way to the disk; the page closes by itself */
  ebb_lop_run_get_view (self->run, &view);
  if (ebb_desk_is_searching (self->desk)) {
    ebb_desk_stop (self->desk);
    ask_before_leaving (self, _ ("The search was stopped. Leave when the cuff is soft?"));
    return FALSE;
  }
  if (view.n_runs > 0 && (view.state != EBB_LOP_RUN_OVER || cuff_pressure_is_set (view.lop))) {
    ask_before_leaving (self, _ ("Leave without keeping what was found?"));
    return FALSE;
  }
  ebb_desk_end_lop_run (self->desk);
  return TRUE;
}

/* --- Life -------------------------------------------------------------------------------- */

static void
on_message (EbbLopRun *run, const char *text, EbbLopPage *self)
{
  show (self);
}

static void
ebb_lop_page_map (GtkWidget *widget)
{
  EbbLopPage *self = EBB_LOP_PAGE (widget);

  GTK_WIDGET_CLASS (ebb_lop_page_parent_class)->map (widget);
  self->tick_id = gtk_widget_add_tick_callback (widget, on_tick, NULL, NULL);
  show (self);
}

static void
ebb_lop_page_unmap (GtkWidget *widget)
{
  EbbLopPage *self = EBB_LOP_PAGE (widget);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (widget, self->tick_id);
  self->tick_id = 0;
  GTK_WIDGET_CLASS (ebb_lop_page_parent_class)->unmap (widget);
}

static void
ebb_lop_page_dispose (GObject *object)
{
  EbbLopPage *self = EBB_LOP_PAGE (object);

  if (self->run != NULL) {
    ebb_sweep_set_source (self->board.sweep, NULL, NULL, NULL);
    g_signal_handlers_disconnect_by_data (self->run, self);
    ebb_lop_feed_clear (&self->feed);
  }
  g_clear_object (&self->run);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->patient_id, g_free);
  G_OBJECT_CLASS (ebb_lop_page_parent_class)->dispose (object);
}

static void
ebb_lop_page_class_init (EbbLopPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_lop_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = ebb_lop_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = ebb_lop_page_unmap;
  EBB_PAGE_CLASS (klass)->leave = ebb_lop_page_leave;
}

static void
ebb_lop_page_init (EbbLopPage *self)
{
  adw_bin_set_child (ADW_BIN (self), ebb_lop_board_build (&self->board));
  g_signal_connect_swapped (self->board.begin, "clicked", G_CALLBACK (on_begin), self);
  g_signal_connect_swapped (self->board.heard, "clicked", G_CALLBACK (on_heard), self);
  g_signal_connect_swapped (self->board.gone, "clicked", G_CALLBACK (on_gone), self);
  g_signal_connect_swapped (self->board.back, "clicked", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (self->board.finish, "clicked", G_CALLBACK (on_finish), self);
  g_signal_connect_swapped (self->board.keep, "clicked", G_CALLBACK (on_keep), self);
  g_signal_connect_swapped (self->board.again, "clicked", G_CALLBACK (on_again), self);
}

EbbPage *
ebb_lop_page_new (EbbDesk *desk, const EbbPatient *patient, EbbLopWay way, EbbSegment segment,
                  EbbSide side)
{
  EbbLopPage *self = g_object_new (EBB_TYPE_LOP_PAGE, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autofree char *limb = ebb_format_limb (segment, side);
  g_autofree char *loud = g_utf8_strup (limb, -1);

  self->desk = g_object_ref (desk);
  self->run = g_object_ref (ebb_desk_get_lop_run (desk));
  self->patient_id = g_strdup (patient->id);
  self->way = way;
  self->segment = segment;
  self->side = side;
  ebb_lop_feed_init (&self->feed);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Occlusion pressure"));
  ebb_label_update (self->board.limb, loud);
  g_signal_connect_swapped (self->run, "changed", G_CALLBACK (show), self);
  g_signal_connect (self->run, "message", G_CALLBACK (on_message), self);
  ebb_sweep_set_source (self->board.sweep, on_sweep, self, NULL);
  show (self);
  return EBB_PAGE (self);
}
