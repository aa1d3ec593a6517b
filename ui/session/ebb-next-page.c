/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-format.h"
#include "ebb-live-page.h"
#include "ebb-lop-card.h"
#include "ebb-next-page-private.h"
#include "ebb-session-flow.h"
#include "ebb-start-foot.h"
#include "ebb-stepper.h"
#include "ebb-stop-bar.h"
#include "ebb-today-card.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PUFF_VALID_US CUFF_SECONDS (3) /* a press on the puff; then it is forgotten */
#define CUFF_KEPT     0 /* the first of the answers to what the cuff does meanwhile */

G_DEFINE_FINAL_TYPE (EbbNextPage, ebb_next_page, EBB_TYPE_PAGE)

/* --- What stands in the way -------------------------------------------------------------- */

/* The limb of the bout before, as far as anything is chosen. */
static gboolean
is_same_limb (EbbNextPage *self)
{
  const EbbPrescription *before = ebb_session_get_prescription (self->session);

  return self->start == NULL
         || (before->segment == self->bout.prescription.segment
             && before->side == self->bout.prescription.side);
}

/* Of a limb that this session has not trained last, the records tell. */
gint64
ebb_next_page_rest_left_us (EbbNextPage *self)
{
  EbbSessionView view;
  gint64 until_us;

  ebb_session_get_view (self->session, &view);
  until_us = is_same_limb (self)
                 ? view.reperfusion_until_us
                 : self->start->loaded_us + self->start->history.reperfusion_left_us;
  if (self->prepared || until_us == EBB_TIME_UNSET || self->earlier_reason != NULL)
    return 0;
  return until_us - ebb_clock_now_us (ebb_desk_get_clock (self->desk));
}

gboolean
ebb_next_page_may_start_earlier (EbbNextPage *self)
{
  if (is_same_limb (self))
    return !self->after_safety;
  return self->start->history.last_end != EBB_STATE_STOPPED_BY_SAFETY;
}

static gboolean
is_same_cuff (EbbNextPage *self)
{
  return !self->refitted && is_same_limb (self);
}

gboolean
ebb_next_page_puff_is_due (EbbNextPage *self)
{
  if (self->prepared)
    return self->refitted && !self->puffed;
  return !is_same_cuff (self);
}

const char *
ebb_next_page_why_not (EbbNextPage *self)
{
  EbbSessionView view;

  ebb_session_get_view (self->session, &view);
  if (self->problem != NULL)
    return self->problem;
  if (self->start == NULL)
    return _ ("Choose the next exercise.");
  if (*self->text.target == '\0')
    return _ ("This prescription cannot run as it stands.");
  if (ebb_next_page_rest_left_us (self) > 0)
    return _ ("The limb still rests.");
  if (self->prepared && !ebb_next_page_puff_is_due (self))
    return view.why_not;
  if (ebb_next_page_puff_is_due (self))
    return view.by_hand ? _ ("Pump briefly, and say which cuff moved.")
                        : _ ("Make the short puff and say which cuff moved.");
  return NULL;
}

/* --- The next bout ----------------------------------------------------------------------- */

static void
make_text (EbbNextPage *self)
{
  g_autoptr (GError) error = NULL;

  ebb_start_text_clear (&self->text);
  if (!ebb_start_text_make (&self->text, self->start, &self->bout, &error))
    self->problem = g_strdup (error->message);
}

static void
forget_problem (EbbNextPage *self)
{
  g_clear_pointer (&self->problem, g_free);
  self->refused_lop = FALSE;
  ebb_lop_card_show (EBB_LOP_CARD (self->lop_card), NULL);
}

static gboolean
prepare (EbbNextPage *self)
{
  g_autoptr (GError) error = NULL;

  /* A limb that this session has trained is known to it; of another one the records tell. */
  self->bout.history = ebb_start_make_bout (self->start, ebb_desk_get_clock (self->desk)).history;
  self->bout.reperfusion_reason = self->earlier_reason;
  self->start->lop.reason = self->lop_reason;
  if (ebb_session_next_bout (self->session, &self->bout, &error)) {
    self->prepared = TRUE;
    return TRUE;
  }
  forget_problem (self);
  self->problem = g_strdup (error->message);
  self->refused_lop = ebb_lop_card_show (EBB_LOP_CARD (self->lop_card), error);
  return FALSE;
}

static void
make_bout (EbbNextPage *self)
{
  self->prepared = FALSE;
  self->puff_asked_us = 0;
  self->bout = ebb_start_make_bout (self->start, ebb_desk_get_clock (self->desk));
  self->bout.ask_side = TRUE;
  if (self->start->exercise->load_step_kg > 0)
    ebb_stepper_set_step (EBB_STEPPER (self->load), self->start->exercise->load_step_kg);
  ebb_stepper_set_value (EBB_STEPPER (self->load),
                         self->bout.load_kg >= 0 ? self->bout.load_kg : NAN);
  make_text (self);
}

/* What the session and this page know of today goes into the list that was read anew. */
static void
carry_today (EbbNextPage *self, EbbStart *start)
{
  const EbbToday *before =
      self->start != NULL ? self->start->today : ebb_session_get_today (self->session);

  if (before != NULL)
    ebb_today_carry (start->today, before);
  ebb_today_mark_done (start->today, self->last_exercise, self->last_segment, self->last_side);
}

/* What comes first is neither done nor left out; NULL = it is what was loaded. */
static char *
another_first (const EbbStart *start)
{
  const EbbTodayPart *next = ebb_today_next (start->today);

  if (next == NULL || g_strcmp0 (next->prescription_id, start->prescription->id) == 0)
    return NULL;
  return g_strdup (next->prescription_id);
}

static void
take_start (EbbNextPage *self, EbbStart *start)
{
  g_autofree char *other = NULL;

  carry_today (self, start);
  if (self->start == NULL)
    other = another_first (start);
  g_clear_pointer (&self->start, ebb_start_free);
  g_clear_pointer (&self->earlier_reason, g_free); /* it was given for what was chosen before */
  g_clear_pointer (&self->lop_reason, g_free);
  self->start = start;
  if (other == NULL)
    ebb_today_begin_with (start->today, start->prescription->id);
  make_bout (self);
  if (other != NULL)
    ebb_next_page_choose (self, other);
  else if (gtk_widget_get_first_child (self->exercises) == NULL)
    ebb_next_page_show_exercises (self);
  else
    ebb_next_page_show_today (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbStart *start = ebb_start_load_finish (result, &error);
  EbbNextPage *self = user;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the page is gone */
  g_clear_object (&self->loading);
  forget_problem (self);
  if (start == NULL)
    self->problem = g_strdup (error->message);
  else
    take_start (self, start);
  ebb_next_page_refresh (self);
}

void
ebb_next_page_choose (EbbNextPage *self, const char *prescription_id)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  ebb_start_load_async (ebb_desk_get_clock (self->desk), ebb_desk_get_store (self->desk),
                        self->patient_id, prescription_id, self->loading, on_loaded, self);
}

static void
on_load_changed (EbbStepper *stepper, EbbNextPage *self)
{
  double load_kg = ebb_stepper_get_value (stepper);

  if (self->start == NULL)
    return;
  self->bout.load_kg = isnan (load_kg) ? -1 : load_kg;
  self->prepared = FALSE;
  make_text (self);
  ebb_next_page_refresh (self);
}

/* Known to the session only once the bout is prepared: another cuff asks for a puff too. */
static gboolean
side_is_confirmed (EbbNextPage *self)
{
  EbbSessionView view;

  ebb_session_get_view (self->session, &view);
  return view.puff == EBB_PUFF_CONFIRMED;
}

/* The held start may say with it which cuff moved: its text did. */
static void
say_side (EbbNextPage *self)
{
  EbbSessionView view;

  ebb_session_get_view (self->session, &view);
  if (view.side_only && !ebb_next_page_puff_is_due (self)
      && ebb_start_foot_get_step (EBB_START_FOOT (self->foot)) == EBB_START_SIDE_HOLD)
    ebb_session_confirm_side (self->session, TRUE);
}

static void
on_held (EbbStartFoot *foot, EbbNextPage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  const EbbPatientFile *file = self->start->file;

  say_side (self);
  if (ebb_next_page_why_not (self) != NULL || (!self->prepared && !prepare (self))
      || !side_is_confirmed (self)) {
    ebb_start_foot_reset (foot);
    ebb_next_page_refresh (self);
    return;
  }
  ebb_session_set_today (self->session, self->start->today);
  ebb_session_note_today (self->session);
  ebb_session_start (self->session);
  self->over = TRUE;
  ebb_flow_replace (EBB_PAGE (self), ebb_live_page_new (self->desk, file));
  if (window != NULL)
    ebb_window_close_page (window, self->below);
}

/* --- Minutes and doubts ------------------------------------------------------------------ */

static void
on_today (EbbNextPage *self)
{
  ebb_today_begin_with (self->start->today, self->start->prescription->id);
  make_bout (self);
  ebb_next_page_show_today (self);
  ebb_next_page_refresh (self);
}

static void
on_fit (GtkWidget *card, guint minutes, EbbNextPage *self)
{
  ebb_today_fit (self->start->today, minutes);
  on_today (self);
}

static void
on_undo (GtkWidget *card, EbbNextPage *self)
{
  ebb_today_undo (self->start->today);
  on_today (self);
}

static void
on_lop_reason (GtkWidget *card, const char *reason, EbbNextPage *self)
{
  g_free (self->lop_reason);
  self->lop_reason = g_strdup (reason);
  forget_problem (self);
  ebb_next_page_refresh (self);
}

/* --- The cuff meanwhile ------------------------------------------------------------------ */

static void
on_cuff_choice (GtkWidget *row, int index, EbbNextPage *self)
{
  const char *const texts[] = { _ ("Cuff kept on between the exercises"),
                                _ ("Cuff loosened between the exercises"),
                                _ ("Cuff removed between the exercises") };

  ebb_session_mark (self->session, texts[CLAMP (index, 0, 2)]);
  self->refitted = index != CUFF_KEPT;
  self->puffed = FALSE;
  ebb_next_page_refresh (self);
}

/* A bout that has just been prepared waits a moment until the controller has its limits. */
static void
try_puff (EbbNextPage *self)
{
  gint64 now_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));

  if (self->puff_asked_us == 0)
    return;
  self->puffed = now_us - self->puff_asked_us <= PUFF_VALID_US && ebb_session_puff (self->session);
  if (self->puffed || now_us - self->puff_asked_us > PUFF_VALID_US)
    self->puff_asked_us = 0;
}

static void
on_puff (GtkWidget *card, EbbNextPage *self)
{
  if (self->start == NULL || ebb_next_page_rest_left_us (self) > 0)
    return;
  if (!self->prepared && !prepare (self)) {
    ebb_next_page_refresh (self);
    return;
  }
  self->puff_asked_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));
  try_puff (self);
  ebb_next_page_refresh (self);
}

static void
on_zero (GtkWidget *card, EbbNextPage *self)
{
  ebb_stop_bar_gauge_zero (self->desk);
  ebb_next_page_refresh (self);
}

static void
on_side (GtkWidget *foot, gboolean right_one, EbbNextPage *self)
{
  ebb_session_confirm_side (self->session, right_one);
  ebb_next_page_refresh (self);
}

static void
on_earlier (GtkWidget *card, const char *reason, EbbNextPage *self)
{
  g_free (self->earlier_reason);
  self->earlier_reason = g_strdup (reason);
  ebb_next_page_refresh (self);
}

static void
on_patient (GtkWidget *card, EbbNextPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static gboolean
on_second (gpointer user)
{
  try_puff (user);
  ebb_next_page_refresh (user);
  return G_SOURCE_CONTINUE;
}

/* --- Life -------------------------------------------------------------------------------- */

static void
ebb_next_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ebb_next_page_parent_class)->map (widget);
  EBB_NEXT_PAGE (widget)->second_id =
      ebb_flow_add_second (EBB_NEXT_PAGE (widget)->desk, on_second, widget);
}

static void
ebb_next_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&EBB_NEXT_PAGE (widget)->second_id, g_source_remove);
  GTK_WIDGET_CLASS (ebb_next_page_parent_class)->unmap (widget);
}

static void
ebb_next_page_dispose (GObject *object)
{
  EbbNextPage *self = EBB_NEXT_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ebb_next_page_parent_class)->dispose (object);
}

static void
ebb_next_page_finalize (GObject *object)
{
  EbbNextPage *self = EBB_NEXT_PAGE (object);

  ebb_start_text_clear (&self->text);
  g_clear_pointer (&self->start, ebb_start_free);
  g_free (self->problem);
  g_free (self->earlier_reason);
  g_free (self->lop_reason);
  g_free (self->last_exercise);
  g_free (self->patient_id);
  g_object_unref (self->desk);
  G_OBJECT_CLASS (ebb_next_page_parent_class)->finalize (object);
}

static void
ebb_next_page_class_init (EbbNextPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_next_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_next_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = ebb_next_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = ebb_next_page_unmap;
}

static void
ebb_next_page_init (EbbNextPage *self)
{
  ebb_next_page_build (self);
  g_signal_connect (self->load, "changed", G_CALLBACK (on_load_changed), self);
  g_signal_connect (self->cuff_choice, "chosen", G_CALLBACK (on_cuff_choice), self);
  g_signal_connect (self->cuff_card, "puff", G_CALLBACK (on_puff), self);
  g_signal_connect (self->foot, "puff", G_CALLBACK (on_puff), self);
  g_signal_connect (self->foot, "side", G_CALLBACK (on_side), self);
  g_signal_connect (self->foot, "zero", G_CALLBACK (on_zero), self);
  g_signal_connect (self->foot, "held", G_CALLBACK (on_held), self);
  g_signal_connect (self->today_card, "fit", G_CALLBACK (on_fit), self);
  g_signal_connect (self->today_card, "undo", G_CALLBACK (on_undo), self);
  g_signal_connect (self->lop_card, "reason", G_CALLBACK (on_lop_reason), self);
  g_signal_connect (self->refusal, "earlier", G_CALLBACK (on_earlier), self);
  g_signal_connect (self->refusal, "patient", G_CALLBACK (on_patient), self);
}

EbbPage *
ebb_next_page_new (EbbDesk *desk, EbbPage *below)
{
  EbbNextPage *self = g_object_new (EBB_TYPE_NEXT_PAGE, NULL);
  EbbSessionView view;

  self->desk = g_object_ref (desk);
  self->session = g_object_ref (ebb_desk_get_session (desk));
  self->below = below;
  self->patient_id = g_strdup (ebb_session_get_patient_id (self->session));
  ebb_session_get_view (self->session, &view);
  self->last_exercise = g_strdup (ebb_session_get_exercise (self->session)->id);
  self->last_segment = ebb_session_get_prescription (self->session)->segment;
  self->last_side = ebb_session_get_prescription (self->session)->side;
  self->after_safety = view.end_state == EBB_STATE_STOPPED_BY_SAFETY;
  ebb_page_set_title (EBB_PAGE (self), ebb_page_get_title (below), _ ("Next exercise"));
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (ebb_next_page_refresh), self);
  g_signal_connect_object (ebb_desk_get_cuff (desk), "changed", G_CALLBACK (ebb_next_page_refresh),
                           self, G_CONNECT_SWAPPED);
  ebb_next_page_refresh (self);
  ebb_next_page_choose (self, NULL);
  return EBB_PAGE (self);
}
