/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-checks-card.h"
#include "ebb-door-keep.h"
#include "ebb-format.h"
#include "ebb-live-page.h"
#include "ebb-lop-card.h"
#include "ebb-lop-setup.h"
#include "ebb-page-frame.h"
#include "ebb-prescription-page.h"
#include "ebb-screening-form.h"
#include "ebb-session-flow.h"
#include "ebb-start-foot.h"
#include "ebb-start-page-private.h"
#include "ebb-stop-bar.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (EbbStartPage, ebb_start_page, EBB_TYPE_PAGE)

const char *
ebb_start_why_not (const EbbSessionView *view, const EbbChecks *checks)
{
  const char *why = ebb_checks_why_not (checks);

  if (why != NULL)
    return why;
  if (view == NULL)
    return _ ("Nothing is loaded yet.");
  if (view->why_not != NULL)
    return view->why_not;
  return view->can_start ? NULL : _ ("The cuff is not ready yet.");
}

gint64
ebb_start_page_rest_left_us (EbbStartPage *self)
{
  gint64 now_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));

  return self->start->loaded_us + self->start->history.reperfusion_left_us - now_us;
}

gint64
ebb_start_page_wait_us (EbbStartPage *self)
{
  return self->refused_rest ? MAX (ebb_start_page_rest_left_us (self), 0) : 0;
}

/* --- The session that may come of it ----------------------------------------------------- */

static void
let_go (EbbStartPage *self)
{
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  self->letting_go = TRUE; /* its end counts as news of the records */
  if (ebb_desk_get_session (self->desk) == self->session && !ebb_desk_end_session (self->desk)) {
    ebb_session_leave (self->session);
    ebb_desk_end_session (self->desk);
  }
  self->letting_go = FALSE;
  g_clear_object (&self->session);
}

static void
refuse (EbbStartPage *self, const GError *error)
{
  self->refused = g_strdup (error->message);
  self->refused_rest = g_error_matches (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_REPERFUSION)
                       && ebb_start_page_rest_left_us (self) > 0;
  self->refused_screening = g_error_matches (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_SCREENING);
  self->refused_lop = ebb_lop_card_show (EBB_LOP_CARD (self->lop_card), error);
}

/* The session judges what was answered, before it is recorded. */
static void
tell_checks (EbbStartPage *self)
{
  g_auto (EbbDoor) answers = { 0 };

  ebb_checks_answers (&self->checks, &answers);
  if (self->session != NULL)
    ebb_session_answer (self->session, &answers);
}

static void
on_checks (EbbStartPage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  tell_checks (self);
  ebb_start_page_refresh (self);
  /* What is asked next comes in sight. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, self->checks_card))
    ebb_page_frame_show_below (focus);
}

static void
begin (EbbStartPage *self)
{
  const EbbDoorNow now = ebb_door_now (ebb_desk_get_clock (self->desk));
  g_autoptr (GError) error = NULL;
  EbbSessionOptions options = { .patient_id = self->patient_id,
                                .order = self->start->file->order,
                                .episode_id = self->start->file->episode_id,
                                .screening = self->start->file->screening,
                                .unwell_today = self->start->file->unwell_today };

  g_clear_pointer (&self->refused, g_free);
  self->refused_rest = self->refused_screening = self->refused_lop = FALSE;
  ebb_lop_card_show (EBB_LOP_CARD (self->lop_card), NULL);
  self->start->lop.reason = self->lop_reason;
  self->bout = ebb_start_make_bout (self->start, ebb_desk_get_clock (self->desk));
  self->bout.ask_side = TRUE;
  self->bout.reperfusion_reason = self->earlier_reason;
  options.bout = self->bout;
  let_go (self);
  self->session = ebb_desk_begin_session (self->desk, &options, &error);
  if (self->session == NULL) {
    refuse (self, error);
    return;
  }
  g_object_ref (self->session);
  ebb_checks_load (&self->checks, options.screening, &now);
  tell_checks (self);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (ebb_start_page_refresh), self);
}

static void
make_text (EbbStartPage *self)
{
  ebb_start_text_clear (&self->text);
  ebb_start_text_make (&self->text, self->start, &self->bout, NULL);
  ebb_start_page_show_what (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbStart *start = ebb_start_load_finish (result, &error);
  EbbStartPage *self = user;
  g_autofree char *title = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (self->gone) { /* a start was given meanwhile */
    ebb_start_free (start);
    return;
  }
  if (start == NULL) {
    let_go (self); /* what it was made from may no longer hold */
    g_free (self->refused);
    self->refused = g_strdup (error->message);
    self->refused_screening = self->refused_lop = FALSE;
    ebb_lop_card_show (EBB_LOP_CARD (self->lop_card), NULL);
    ebb_start_page_refresh (self);
    return;
  }
  if (self->start != NULL)
    ebb_today_carry (start->today, self->start->today);
  g_clear_pointer (&self->start, ebb_start_free);
  g_clear_pointer (&self->earlier_reason, g_free); /* it was given for what was loaded before */
  g_clear_pointer (&self->lop_reason, g_free);
  self->start = start;
  title = ebb_format_identifiers (start->file->patient);
  ebb_page_set_title (EBB_PAGE (self), title, _ ("Start a session"));
  begin (self);
  make_text (self);
  ebb_start_page_refresh (self);
}

static void
load (EbbStartPage *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  ebb_start_load_async (ebb_desk_get_clock (self->desk), ebb_desk_get_store (self->desk),
                        self->patient_id, self->prescription_id, self->loading, on_loaded, self);
}

/* --- What is done on it ------------------------------------------------------------------ */

/* The held start may say with it which cuff moved: its text did. */
static gboolean
may_start (EbbStartPage *self)
{
  EbbSessionView view;

  if (self->loading != NULL || ebb_checks_why_not (&self->checks) != NULL)
    return FALSE;
  ebb_session_get_view (self->session, &view);
  if (view.side_only
      && ebb_start_foot_get_step (EBB_START_FOOT (self->foot)) == EBB_START_SIDE_HOLD) {
    ebb_session_confirm_side (self->session, TRUE);
    ebb_session_get_view (self->session, &view);
  }
  return ebb_start_why_not (&view, &self->checks) == NULL;
}

static void
on_held (EbbStartFoot *foot, EbbStartPage *self)
{
  if (self->session == NULL)
    return;
  if (!may_start (self)) {
    ebb_start_foot_reset (foot);
    ebb_start_page_refresh (self);
    return;
  }
  ebb_checks_store (&self->checks, self->session,
                    ebb_clock_now_us (ebb_desk_get_clock (self->desk)));
  ebb_session_set_today (self->session, self->start->today);
  ebb_session_note_today (self->session);
  ebb_session_start (self->session);
  self->gone = TRUE;
  ebb_flow_replace (EBB_PAGE (self), ebb_live_page_new (self->desk, self->start->file));
}

/* The same session with fewer sets: what was answered and puffed before stays. */
static void
take_today (EbbStartPage *self, EbbToday *today)
{
  g_autoptr (EbbToday) before = g_steal_pointer (&self->start->today);
  g_autoptr (GError) error = NULL;
  EbbBoutOptions bout;

  self->start->today = today;
  bout = ebb_start_make_bout (self->start, ebb_desk_get_clock (self->desk));
  bout.reperfusion_reason = self->earlier_reason;
  if (self->session != NULL && !ebb_session_next_bout (self->session, &bout, &error)) {
    EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

    self->start->today = g_steal_pointer (&before);
    ebb_today_free (today);
    if (window != NULL)
      ebb_window_toast (window, error->message);
    return;
  }
  self->bout = bout;
  make_text (self);
  ebb_start_page_refresh (self);
}

static void
on_fit (GtkWidget *card, guint minutes, EbbStartPage *self)
{
  EbbToday *today = ebb_today_copy (self->start->today);

  ebb_today_fit (today, minutes);
  take_today (self, today);
}

static void
on_undo (GtkWidget *card, EbbStartPage *self)
{
  EbbToday *today = ebb_today_copy (self->start->today);

  ebb_today_undo (today);
  take_today (self, today);
}

static void
on_puff (GtkWidget *card, EbbStartPage *self)
{
  if (self->session != NULL)
    ebb_session_puff (self->session);
  ebb_start_page_refresh (self);
}

static void
on_side (GtkWidget *card, gboolean right_one, EbbStartPage *self)
{
  if (self->session != NULL)
    ebb_session_confirm_side (self->session, right_one);
  ebb_start_page_refresh (self);
}

static void
on_zero (GtkWidget *card, EbbStartPage *self)
{
  ebb_stop_bar_gauge_zero (self->desk);
  ebb_start_page_refresh (self);
}

static void
on_earlier (GtkWidget *card, const char *reason, EbbStartPage *self)
{
  g_free (self->earlier_reason);
  self->earlier_reason = g_strdup (reason);
  begin (self);
  ebb_start_page_refresh (self);
}

static void
on_patient (GtkWidget *card, EbbStartPage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_show_patient (window, self->patient_id);
}

static void
on_lop_reason (GtkWidget *card, const char *reason, EbbStartPage *self)
{
  g_free (self->lop_reason);
  self->lop_reason = g_strdup (reason);
  self->start->lop.reason = self->lop_reason;
  if (self->session != NULL) /* asked for by an answer: what was puffed stays */
    take_today (self, ebb_today_copy (self->start->today));
  else
    begin (self);
  ebb_start_page_refresh (self);
}

static void
on_lop_measure (GtkWidget *card, EbbStartPage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  const EbbPrescriptionRecord *record = self->start != NULL ? self->start->prescription : NULL;

  if (window != NULL && record != NULL)
    ebb_window_open_page (window, ebb_lop_setup_page_new (self->desk, self->patient_id,
                                                          (int) record->segment, record->side));
}

static void
on_screening (GtkWidget *card, EbbStartPage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL && self->start != NULL)
    ebb_window_open_page (window, ebb_screening_next_page (self->desk, self->start->file));
}

void
ebb_start_page_change (EbbStartPage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  const EbbPrescriptionRecord *from = self->start != NULL ? self->start->prescription : NULL;

  if (window == NULL)
    return;
  /* What is written there is the newest then. */
  g_clear_pointer (&self->prescription_id, g_free);
  ebb_window_open_page (window, ebb_prescription_page_new (self->desk, self->patient_id, from));
}

static void
on_records_changed (EbbDesk *desk, const char *patient_id, EbbStartPage *self)
{
  if (!self->gone && !self->letting_go && g_strcmp0 (patient_id, self->patient_id) == 0)
    load (self);
}

/* The rest of the limb runs down; then the session may begin. */
static gboolean
on_second (gpointer user)
{
  EbbStartPage *self = user;

  if (self->refused_rest && ebb_start_page_rest_left_us (self) <= 0)
    begin (self);
  ebb_start_page_refresh (self);
  return G_SOURCE_CONTINUE;
}

/* --- Life -------------------------------------------------------------------------------- */

static void
ebb_start_page_map (GtkWidget *widget)
{
  EbbStartPage *self = EBB_START_PAGE (widget);

  GTK_WIDGET_CLASS (ebb_start_page_parent_class)->map (widget);
  self->second_id = ebb_flow_add_second (self->desk, on_second, self);
}

static void
ebb_start_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&EBB_START_PAGE (widget)->second_id, g_source_remove);
  GTK_WIDGET_CLASS (ebb_start_page_parent_class)->unmap (widget);
}

/* What ended the visit here is a record, also when no session came of it. */
static void
keep_refusals (EbbStartPage *self)
{
  g_auto (EbbDoor) answers = { 0 };

  ebb_checks_answers (&self->checks, &answers);
  ebb_door_keep (self->desk, self->patient_id,
                 self->start != NULL ? self->start->file->screening : NULL, &answers);
}

static gboolean
ebb_start_page_leave (EbbPage *page)
{
  EbbStartPage *self = EBB_START_PAGE (page);
  EbbSessionView view;

  if (self->gone)
    return TRUE;
  if (self->session != NULL) {
    ebb_session_get_view (self->session, &view);
    if (view.puff == EBB_PUFF_RUNNING)
      return ebb_flow_may_leave (page, self->desk, self->session);
  }
  self->gone = TRUE;
  keep_refusals (self);
  let_go (self);
  return TRUE;
}

static void
ebb_start_page_dispose (GObject *object)
{
  EbbStartPage *self = EBB_START_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ebb_start_page_parent_class)->dispose (object);
}

static void
ebb_start_page_finalize (GObject *object)
{
  EbbStartPage *self = EBB_START_PAGE (object);

  ebb_start_text_clear (&self->text);
  ebb_checks_clear (&self->checks);
  g_clear_pointer (&self->start, ebb_start_free);
  g_free (self->refused);
  g_free (self->earlier_reason);
  g_free (self->lop_reason);
  g_free (self->prescription_id);
  g_free (self->patient_id);
  g_object_unref (self->desk);
  G_OBJECT_CLASS (ebb_start_page_parent_class)->finalize (object);
}

static void
ebb_start_page_class_init (EbbStartPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_start_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_start_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = ebb_start_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = ebb_start_page_unmap;
  EBB_PAGE_CLASS (klass)->leave = ebb_start_page_leave;
}

static void
ebb_start_page_init (EbbStartPage *self)
{
  ebb_checks_init (&self->checks);
  ebb_start_page_build (self);
  g_signal_connect (self->foot, "held", G_CALLBACK (on_held), self);
  g_signal_connect (self->foot, "puff", G_CALLBACK (on_puff), self);
  g_signal_connect (self->foot, "side", G_CALLBACK (on_side), self);
  g_signal_connect (self->foot, "zero", G_CALLBACK (on_zero), self);
  g_signal_connect_swapped (self->foot, "change", G_CALLBACK (ebb_start_page_change), self);
  g_signal_connect (self->today_card, "fit", G_CALLBACK (on_fit), self);
  g_signal_connect (self->today_card, "undo", G_CALLBACK (on_undo), self);
  g_signal_connect_swapped (self->checks_card, "changed", G_CALLBACK (on_checks), self);
  g_signal_connect (self->cuff_card, "puff", G_CALLBACK (on_puff), self);
  g_signal_connect (self->lop_card, "reason", G_CALLBACK (on_lop_reason), self);
  g_signal_connect (self->lop_card, "measure", G_CALLBACK (on_lop_measure), self);
  g_signal_connect_swapped (self->lop_card, "change", G_CALLBACK (ebb_start_page_change), self);
  g_signal_connect (self->refusal, "earlier", G_CALLBACK (on_earlier), self);
  g_signal_connect (self->refusal, "patient", G_CALLBACK (on_patient), self);
  g_signal_connect (self->refusal, "screening", G_CALLBACK (on_screening), self);
}

EbbPage *
ebb_start_page_new (EbbDesk *desk, const char *patient_id, const char *prescription_id)
{
  EbbStartPage *self = g_object_new (EBB_TYPE_START_PAGE, NULL);

  self->desk = g_object_ref (desk);
  self->patient_id = g_strdup (patient_id);
  self->prescription_id = g_strdup (prescription_id);
  ebb_checks_card_set_desk (EBB_CHECKS_CARD (self->checks_card), desk);
  ebb_page_set_title (EBB_PAGE (self), _ ("Start a session"), NULL);
  g_signal_connect_object (desk, "records-changed", G_CALLBACK (on_records_changed), self, 0);
  g_signal_connect_object (ebb_desk_get_cuff (desk), "changed", G_CALLBACK (ebb_start_page_refresh),
                           self, G_CONNECT_SWAPPED);
  ebb_start_page_refresh (self);
  load (self);
  return EBB_PAGE (self);
}
