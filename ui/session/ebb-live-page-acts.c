/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-page-private.h"

#include "ebb-live-patient-view.h"
#include "ebb-session-flow.h"
#include "ebb-set-ends.h"
#include "ebb-stop-bar.h"
#include "ebb-unwell-page.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define STEP_MMHG   10
#define MORE_REST_S 15

static void
tell (EbbLivePage *self, const char *text)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_toast (window, text);
}

/* --- Why a set ended --------------------------------------------------------------------- */

static void
on_stop_answered (guint index, gpointer user)
{
  EbbLivePage *self = user;

  ebb_desk_stop (self->desk);
}

static void
on_end_answered (guint index, gpointer user)
{
  EbbLivePage *self = user;
  const char *const stop[] = { ebb_session_get_plan (self->session)->by_hand
                                   ? _ ("Open the valve now")
                                   : _ ("Stop and deflate"),
                               NULL };
  g_autofree char *question = NULL;

  ebb_session_set_end_reason (self->session, self->asked_set, ebb_set_end_id (index));
  self->asked_set = 0;
  if (!ebb_set_end_offers_stop (index))
    return;
  question = g_strdup_printf (_ ("%s: stop now?"), ebb_set_end_text (index));
  ebb_ask_bar_ask (ebb_live_board_get_ask_bar (self->board), question, stop, on_stop_answered,
                   self);
}

static void
end_set (EbbLivePage *self)
{
  g_auto (GStrv) labels = ebb_set_end_labels ();
  g_autofree char *question = NULL;
  EbbSessionView view;
  EbbSetKind kind;

  ebb_session_get_view (self->session, &view);
  self->asked_set = view.set;
  question = ebb_set_end_question (view.set);
  /* A set to failure ends by failure, if nobody says otherwise. */
  kind = ebb_session_get_plan (self->session)->sets[MAX (view.set, 1) - 1].kind;
  ebb_session_end_set (self->session, kind == EBB_SET_TO_FAILURE ? "failure" : "other");
  ebb_ask_bar_ask (ebb_live_board_get_ask_bar (self->board), question, (const char *const *) labels,
                   on_end_answered, self);
}

/* The next set needs the page; what was not answered is asked again when the cuff is off. */
void
ebb_live_page_drop_late_question (EbbLivePage *page, guint set)
{
  EbbAskBar *bar = ebb_live_board_get_ask_bar (page->board);

  if (page->asked_set != 0 && set > page->asked_set && ebb_ask_bar_is_asking (bar, on_end_answered))
    ebb_ask_bar_close (bar);
}

/* --- More pressure needs a reason -------------------------------------------------------- */

static const char *const plus_reasons[] = {
  N_ ("Feels too light"),
  N_ ("Cuff was refitted"),
  N_ ("As ordered"),
  N_ ("Other reason"),
};

static void
on_plus_answered (guint index, gpointer user)
{
  EbbLivePage *self = user;

  ebb_session_change_target (self->session, STEP_MMHG, _ (plus_reasons[index]));
  ebb_live_page_refresh (self);
}

static void
ask_plus (EbbLivePage *self)
{
  const char *labels[G_N_ELEMENTS (plus_reasons) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (plus_reasons); i++)
    labels[i] = _ (plus_reasons[i]);
  ebb_ask_bar_ask (ebb_live_board_get_ask_bar (self->board), _ ("Why 10 mmHg more?"), labels,
                   on_plus_answered, self);
}

/* --- More… ------------------------------------------------------------------------------- */

static void
mark (EbbLivePage *self, const char *text, gint64 t_us)
{
  ebb_session_mark_at (self->session, text, t_us);
  tell (self, text == NULL ? _ ("Marked in the record") : _ ("Note saved"));
}

/* A note stands where it was begun. */
static void
on_note (const char *text, gpointer user)
{
  EbbLivePage *self = user;

  mark (self, text, self->note_us);
}

static void
ask_note (EbbLivePage *self)
{
  self->note_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));
  ebb_ask_bar_ask_text (ebb_live_board_get_ask_bar (self->board), _ ("Note"), on_note, self);
}

static const char *const skip_reasons[] = {
  N_ ("No time"),
  N_ ("Tired"),
  N_ ("Pain"),
  N_ ("Other reason"),
};

static void
on_skip_answered (guint index, gpointer user)
{
  EbbLivePage *self = user;

  ebb_session_skip_set (self->session, _ (skip_reasons[index]));
  ebb_live_page_refresh (self);
}

static void
ask_skip (EbbLivePage *self)
{
  const char *labels[G_N_ELEMENTS (skip_reasons) + 1] = { NULL };
  g_autofree char *question = NULL;
  EbbSessionView view;

  ebb_session_get_view (self->session, &view);
  for (guint i = 0; i < G_N_ELEMENTS (skip_reasons); i++)
    labels[i] = _ (skip_reasons[i]);
  question =
      view.set + 1 < view.n_sets
          ? g_strdup_printf (_ ("Why is set %u skipped?"), view.set + 1)
          : g_strdup_printf (_ ("Why is set %u skipped? The cuff then deflates"), view.set + 1);
  ebb_ask_bar_ask (ebb_live_board_get_ask_bar (self->board), question, labels, on_skip_answered,
                   self);
}

static void
on_more_answered (guint index, gpointer user)
{
  EbbLivePage *self = user;

  ebb_live_page_act (self, self->offered[index]);
}

static void
ask_more (EbbLivePage *self)
{
  const char *labels[EBB_LIVE_MORE_MAX + 1] = { NULL };
  guint n = ebb_live_more_list (&self->state.controls, self->offered);

  for (guint i = 0; i < n; i++)
    labels[i] = ebb_live_more_text (self->offered[i]);
  ebb_ask_bar_ask (ebb_live_board_get_ask_bar (self->board), _ ("More"), labels, on_more_answered,
                   self);
}

/* --- Symptoms ---------------------------------------------------------------------------- */

/* Of the list of stop signs; what the list says of each is done at once (clinic 3.13). */
static const struct {
  const char *sign, *text;
} symptoms[] = {
  { "numbness", N_ ("Numb, tingling") },
  { "skin", N_ ("Skin pale or blue") },
  { "sharp-pain", N_ ("Sharp pain") },
  { "heart-lung", N_ ("Dizzy, chest, breath") },
};

static void
on_symptom_answered (guint index, gpointer user)
{
  EbbLivePage *self = user;
  EbbSignAction action;

  if (g_str_equal (symptoms[index].sign, "heart-lung")) {
    ebb_session_check (self->session, symptoms[index].sign, NAN, NAN, _ (symptoms[index].text));
    ebb_live_page_act (self, EBB_ACT_UNWELL);
    return;
  }
  action = ebb_session_sign (self->session, symptoms[index].sign, NAN);
  if (action == EBB_SIGN_LOWER)
    tell (self, _ ("10 mmHg less. If it stays, stop and deflate."));
  else if (action == EBB_SIGN_END_SET)
    tell (self, _ ("The set was ended."));
  ebb_live_page_refresh (self);
}

static void
ask_symptom (EbbLivePage *self)
{
  const char *labels[G_N_ELEMENTS (symptoms) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (symptoms); i++)
    labels[i] = _ (symptoms[i].text);
  ebb_ask_bar_ask (ebb_live_board_get_ask_bar (self->board), _ ("What does the patient feel?"),
                   labels, on_symptom_answered, self);
}

/* --- The others -------------------------------------------------------------------------- */

/* Vents at once; the page that follows asks nothing before it. */
static void
unwell (EbbLivePage *self)
{
  ebb_session_unwell (self->session);
  ebb_flow_replace (EBB_PAGE (self), ebb_unwell_page_new (self->desk, self->title));
}

static void
pause_or_resume (EbbLivePage *self)
{
  if (self->state.controls.paused)
    ebb_session_resume (self->session);
  else
    ebb_session_pause (self->session);
}

/* Under More…. */
static void
run_more (EbbLivePage *self, EbbLiveAct act)
{
  switch (act) {
  case EBB_ACT_MARK:
    mark (self, NULL, ebb_clock_now_us (ebb_desk_get_clock (self->desk)));
    break;
  case EBB_ACT_NOTE:
    ask_note (self);
    break;
  case EBB_ACT_SYMPTOM:
    ask_symptom (self);
    break;
  case EBB_ACT_REPEAT_SET:
    ebb_session_repeat_set (self->session);
    tell (self, _ ("One more set like this one comes after it"));
    break;
  case EBB_ACT_SKIP_SET:
    ask_skip (self);
    break;
  case EBB_ACT_REPOSITION:
    ebb_session_reposition (self->session);
    break;
  case EBB_ACT_PATIENT_VIEW:
    ebb_live_patient_view_toggle (self->desk, GTK_WIDGET (self));
    break;
  default:
    break;
  }
}

static void
run (EbbLivePage *self, EbbLiveAct act)
{
  switch (act) {
  case EBB_ACT_END_SET:
    end_set (self);
    break;
  case EBB_ACT_MORE_REST:
    ebb_session_more_rest (self->session, MORE_REST_S);
    break;
  case EBB_ACT_MINUS:
    ebb_session_change_target (self->session, -STEP_MMHG, NULL);
    break;
  case EBB_ACT_PLUS:
    ask_plus (self);
    break;
  case EBB_ACT_COUNT:
    ebb_session_tap (self->session);
    break;
  case EBB_ACT_UNDO:
    ebb_session_undo (self->session);
    break;
  case EBB_ACT_COUNT_DOWN:
    ebb_session_correct (self->session, -1);
    break;
  case EBB_ACT_COUNT_UP:
    ebb_session_correct (self->session, 1);
    break;
  case EBB_ACT_PAUSE:
    pause_or_resume (self);
    break;
  case EBB_ACT_MORE:
    ask_more (self);
    break;
  case EBB_ACT_UNWELL:
    unwell (self);
    break;
  case EBB_ACT_NOT_YET:
    ebb_session_not_yet (self->session);
    break;
  case EBB_ACT_INFLATE:
    ebb_session_inflate (self->session);
    break;
  case EBB_ACT_HERE:
    ebb_session_here (self->session);
    break;
  case EBB_ACT_NONE:
    break;
  default:
    run_more (self, act);
    break;
  }
}

void
ebb_live_page_act (EbbLivePage *page, EbbLiveAct act)
{
  g_autoptr (EbbLivePage) self = g_object_ref (page);

  if (!ebb_live_act_is_possible (act, &self->state.controls))
    return;
  run (self, act);
  ebb_live_page_refresh (self);
}

/* Somebody who writes a note means letters. */
static gboolean
is_writing (EbbLivePage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus != NULL && GTK_IS_EDITABLE (focus);
}

gboolean
ebb_live_page_take_key (EbbLivePage *page, guint keyval, GdkModifierType state)
{
  EbbLiveAct act = ebb_live_act_of_key (keyval);

  if (act == EBB_ACT_NONE || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0
      || is_writing (page))
    return GDK_EVENT_PROPAGATE;
  ebb_live_page_act (page, act);
  if (act == EBB_ACT_MORE)
    ebb_ask_bar_focus (ebb_live_board_get_ask_bar (page->board));
  return GDK_EVENT_STOP;
}

/* --- Signals of the parts ---------------------------------------------------------------- */

/* Of the controls and of what is asked in place. */
static void
on_act (GtkWidget *from, int act, EbbLivePage *self)
{
  ebb_live_page_act (self, (EbbLiveAct) act);
}

static void
on_rated (EbbRestRow *row, const char *scale, double value, EbbLivePage *self)
{
  ebb_ratings_put (&self->ratings, scale, value);
  ebb_session_rate (self->session, self->ratings.set, scale, value);
  ebb_live_page_refresh (self);
}

static void
on_stop (EbbRestRow *row, EbbLivePage *self)
{
  ebb_desk_stop (self->desk);
}

static void
on_cuff_off (EbbUnknownCard *card, EbbLivePage *self)
{
  ebb_stop_bar_confirm_soft (self->desk);
  ebb_live_page_refresh (self);
}

static void
on_give_up (EbbUnknownCard *card, EbbLivePage *self)
{
  ebb_session_give_up (self->session);
  ebb_live_page_refresh (self);
}

static void
on_reading (EbbReadingCard *card, double mmhg, EbbLivePage *self)
{
  g_autoptr (GError) error = NULL;

  if (!ebb_session_enter_reading (self->session, mmhg, &error))
    ebb_reading_card_set_problem (card, error->message);
  ebb_live_page_refresh (self);
}

void
ebb_live_page_connect_acts (EbbLivePage *page)
{
  EbbUnknownCard *unknown = ebb_live_board_get_unknown (page->board);
  EbbRestRow *rest = ebb_live_board_get_rest_row (page->board);

  g_signal_connect (ebb_live_board_get_controls (page->board), "act", G_CALLBACK (on_act), page);
  g_signal_connect (ebb_live_board_get_prompt (page->board), "act", G_CALLBACK (on_act), page);
  g_signal_connect (ebb_live_board_get_reading (page->board), "reading", G_CALLBACK (on_reading),
                    page);
  g_signal_connect (rest, "rated", G_CALLBACK (on_rated), page);
  g_signal_connect (rest, "stop", G_CALLBACK (on_stop), page);
  g_signal_connect (unknown, "cuff-off", G_CALLBACK (on_cuff_off), page);
  g_signal_connect (unknown, "give-up", G_CALLBACK (on_give_up), page);
}
