/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The machine in, its wishes out.
 */
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A tap and a wave this close to each other are the same repetition. */
#define SAME_REP_US CUFF_MS (1500)

/* A tempo so slow that a minute may pass without a repetition. */
#define SLOW_TEMPO_MS 30000

/* A step of a cycle is given a share of the target: the record knows of each. */
static void
note_step (EbbSession *self)
{
  const CuffOrder *order = &self->machine.order;
  guint n = self->targets->len;
  if (self->machine.plan.cycle.n_steps == 0 || self->machine.phase != EBB_PHASE_INFLATING
      || order->mode != CUFF_MODE_HOLD || n == 0
      || g_array_index (self->targets, EbbTargetChange, n - 1).target == order->target)
    return;
  EbbTargetChange change = { ebb_clock_now_us (self->clock), order->target };
  g_array_append_val (self->targets, change);
  g_autofree char *pressure = ebb_pressure_to_text (order->target);
  g_autofree char *text = g_strdup_printf (_ ("Step %u: %s"), self->machine.step, pressure);
  ebb_session_record_event (self, EBB_EVENT_TARGET, 1, order->target, text);
}

static void
send_order (EbbSession *self)
{
  const EbbMachine *machine = &self->machine;
  /* The interlock leaves out the first 2 s of a rest by itself. */
  gboolean at_rest =
      machine->phase == EBB_PHASE_REST
      || (machine->phase == EBB_PHASE_WORK && machine->plan.training == EBB_TRAINING_PASSIVE);
  gboolean tight_rest = at_rest && machine->order.mode == CUFF_MODE_HOLD;
  CuffLink *link = ebb_session_get_link (self);
  if (link != NULL)
    cuff_link_order (link, &machine->order, 1, tight_rest);
}

void
ebb_session_add_mark (EbbSession *self, EbbMarkKind kind, int number)
{
  EbbMark mark = { ebb_clock_now_us (self->clock), kind, number };
  g_array_append_val (self->marks, mark);
}

static void
add_target (EbbSession *self)
{
  EbbTargetChange change = { ebb_clock_now_us (self->clock), ebb_machine_target (&self->machine) };
  g_array_append_val (self->targets, change);
}

static void
arm (EbbSession *self)
{
  CuffLink *link = ebb_session_get_link (self);
  add_target (self);
  if (link != NULL)
    cuff_link_arm (link, CUFF_ARM_TRAINING);
}

static void
begin_set (EbbSession *self)
{
  g_free (self->set_id);
  self->set_id = g_uuid_string_random ();
  self->rep_rows = 0;
  g_array_set_size (self->rep_numbers, 0);
  self->last_tap_us = self->last_wave_us = EBB_TIME_UNSET;
  cuff_rep_detector_begin_set (&self->detector, self->machine.set_started_us);
  ebb_session_record_set (self, FALSE);
  ebb_session_add_mark (self, EBB_MARK_SET_BEGINS, (int) self->machine.set);
  g_autofree char *text = g_strdup_printf (_ ("Set %u begins"), self->machine.set);
  ebb_session_record_event (self, "set-started", (int) self->machine.set, CUFF_PRESSURE_UNSET,
                            text);
}

/* "17 repetitions", "4:30 of 5:00". */
static char *
given_to_text (const EbbMachine *machine)
{
  int worked_s = (int) ((machine->worked_us + 500000) / 1000000);
  int to_work_s = (int) (ebb_machine_to_work_us (machine) / 1000000);
  if (to_work_s == 0)
    return g_strdup_printf (ngettext ("%u repetition", "%u repetitions", machine->reps),
                            machine->reps);
  /* Translators: minutes and seconds that were worked, of those ordered. */
  return g_strdup_printf (_ ("%d:%02d of %d:%02d"), worked_s / 60, worked_s % 60, to_work_s / 60,
                          to_work_s % 60);
}

static void
end_set (EbbSession *self)
{
  cuff_rep_detector_end_set (&self->detector);
  ebb_session_record_set (self, TRUE);
  ebb_session_add_mark (self, EBB_MARK_SET_ENDS, (int) self->machine.set);
  g_autofree char *given = given_to_text (&self->machine);
  /* Translators: what was given ("17 repetitions", "4:30 of 5:00"), and why it ended. */
  g_autofree char *text = g_strdup_printf (_ ("Set %u ended: %s, %s"), self->machine.set, given,
                                           self->machine.set_end_reason);
  ebb_session_record_event (self, "set-ended", (int) self->machine.set, CUFF_PRESSURE_UNSET, text);
}

/* The parts of a repetition are not events of their own: the repetition rows hold their times. */
static gboolean
phase_is_recorded (EbbPhase phase)
{
  return phase != EBB_PHASE_CONTRACT && phase != EBB_PHASE_HOLD && phase != EBB_PHASE_RELAX
         && phase != EBB_PHASE_SET_END && phase != EBB_PHASE_SELF_CHECK
         && phase != EBB_PHASE_CLOSED;
}

static void
show_phase (EbbSession *self)
{
  EbbPhase phase = self->machine.phase;
  if (phase_is_recorded (phase))
    ebb_session_record_event (
        self, ebb_phase_to_id (phase), (int) self->machine.set, CUFF_PRESSURE_UNSET,
        self->machine.plan.by_hand ? ebb_phase_to_text_by_hand (phase) : ebb_phase_to_text (phase));
  if (phase == EBB_PHASE_REMOVE_CUFF) {
    ebb_cuff_stop (self->cuff, CUFF_REASON_PLAN_DONE); /* ends the epoch; already vented */
    ebb_session_limb (self)->last_end = self->machine.end_state;
    ebb_session_keep_bout (self);
    ebb_session_record_bout_end (self);
  }
}

/* The machine begins anew; what people see of the bout before it is gone from here, not from the
 * record. */
void
ebb_session_begin_bout (EbbSession *self)
{
  g_array_set_size (self->reps, 0);
  g_array_set_size (self->rep_numbers, 0);
  g_ptr_array_set_size (self->sets, 0);
  self->rep_rows = 0;
  self->last_tap_us = self->last_wave_us = EBB_TIME_UNSET;
  cuff_rep_detector_init (&self->detector, 0);
  self->repositioning = FALSE;
  ebb_session_band_begin (self);
}

static void
send_cue (EbbSession *self)
{
  const EbbTempo *tempo = &self->machine.plan.tempo;
  guint duration_ms = self->machine.phase == EBB_PHASE_CONTRACT ? tempo->contract_ms
                      : self->machine.phase == EBB_PHASE_HOLD   ? tempo->hold_ms
                                                                : tempo->relax_ms;
  g_signal_emit_by_name (self, "cue", (int) self->machine.phase, duration_ms);
}

/* A bout that never began does not name the session's end, if there was one before it. */
static void
close_record (EbbSession *self)
{
  gboolean begun = self->bout.stored || self->last_end_state == EBB_STATE_OPEN;
  ebb_session_record_end (self, begun ? self->machine.end_state : self->last_end_state,
                          begun ? self->machine.end_reason : self->last_end_reason);
  self->closed = TRUE;
}

static CuffReason
vent_reason (EbbSession *self, CuffReason reason)
{
  if (reason == CUFF_REASON_NONE)
    reason = self->machine.end_reason;
  return reason != CUFF_REASON_NONE ? reason : CUFF_REASON_USER_STOP;
}

static void
ask_here (EbbSession *self)
{
  const char *text = _ ("Is somebody with the patient? Say so, or the cuff deflates");
  ebb_session_record_event (self, "asked-here", (int) self->machine.asked, CUFF_PRESSURE_UNSET,
                            text);
  g_signal_emit_by_name (self, "message", text);
}

static void
do_wishes (EbbSession *self, guint wishes, CuffReason reason)
{
  /* Whatever ends pressure goes first. */
  if ((wishes & EBB_DO_VENT) != 0)
    ebb_cuff_stop (self->cuff, vent_reason (self, reason));
  if ((wishes & EBB_DO_ARM) != 0)
    arm (self);
  if ((wishes & EBB_DO_ORDER) != 0) {
    note_step (self);
    send_order (self);
  }
  if ((wishes & EBB_DO_END_SET) != 0)
    end_set (self);
  if ((wishes & EBB_DO_BEGIN_SET) != 0)
    begin_set (self);
  if ((wishes & EBB_DO_PHASE) != 0)
    show_phase (self);
  if ((wishes & EBB_DO_CUE) != 0)
    send_cue (self);
  if ((wishes & EBB_DO_WARN_PAUSE) != 0)
    g_signal_emit_by_name (self, "message", _ ("The pause ends in 10 s; the cuff then deflates"));
  if ((wishes & EBB_DO_ANNOUNCE) != 0)
    g_signal_emit_by_name (self, "message",
                           self->machine.plan.tap_to_inflate
                               ? _ ("In 5 s the cuff is ready to inflate and waits for you")
                               : _ ("The cuff inflates again in 5 s"));
  if ((wishes & EBB_DO_ASK_HERE) != 0)
    ask_here (self);
  if ((wishes & EBB_DO_CLOSE) != 0)
    close_record (self);
  if (wishes != 0)
    g_signal_emit_by_name (self, "changed");
  if ((wishes & EBB_DO_CLOSE) != 0)
    g_signal_emit_by_name (self, "closed");
}

void
ebb_session_close (EbbSession *self, EbbEndState state, CuffReason reason)
{
  if (self->closed)
    return;
  ebb_cuff_stop (self->cuff, reason); /* nobody looks after it from here on */
  self->machine.end_state = state;
  self->machine.end_reason = reason;
  close_record (self);
  g_signal_emit_by_name (self, "closed");
}

static gboolean
is_act (EbbInputKind kind)
{
  switch (kind) {
  case EBB_INPUT_TICK:
  case EBB_INPUT_SAMPLE:
  case EBB_INPUT_LINK_READY:
  case EBB_INPUT_ARMED:
  case EBB_INPUT_REFUSED:
  case EBB_INPUT_SAFETY_STOP:
  case EBB_INPUT_LINK_LOST:
    return FALSE;
  default:
    return TRUE;
  }
}

/* Whether a sound set would show a repetition within half a minute, or somebody is waited for. */
static gboolean
is_somebody_awaited (const EbbMachine *machine)
{
  switch (machine->phase) {
  case EBB_PHASE_READY:
  case EBB_PHASE_PAUSED:
    return TRUE;
  case EBB_PHASE_CONTRACT:
  case EBB_PHASE_HOLD:
  case EBB_PHASE_RELAX:
    return machine->plan.reps_in_pressure
           && ebb_tempo_total_ms (&machine->plan.tempo) <= SLOW_TEMPO_MS;
  default:
    return FALSE;
  }
}

/* For the reminder that nobody acts (A10): only where somebody should. */
static void
note_person (EbbSession *self, EbbInputKind kind)
{
  CuffLink *link = ebb_session_get_link (self);
  if (link != NULL && (is_act (kind) || !is_somebody_awaited (&self->machine)))
    cuff_link_note_person (link);
}

void
ebb_session_feed (EbbSession *self, const EbbInput *input)
{
  note_person (self, input->kind);
  if (!self->closed)
    do_wishes (self, ebb_machine_step (&self->machine, input), input->reason);
}

/* What happened at `t_us`, which may lie back: the machine's time never falls. */
void
ebb_session_feed_at (EbbSession *self, EbbInputKind kind, CuffReason reason, CuffTime t_us)
{
  EbbInput input = { .kind = kind,
                     .t_us = MAX (t_us, self->machine.now_us),
                     .reason = reason,
                     .pressure = CUFF_PRESSURE_UNSET };
  ebb_session_feed (self, &input);
}

void
ebb_session_feed_kind (EbbSession *self, EbbInputKind kind, CuffReason reason)
{
  ebb_session_feed_at (self, kind, reason, ebb_clock_now_us (self->clock));
}

void
ebb_session_add_rep (EbbSession *self, const CuffRep *rep)
{
  EbbSessionRep shown = { self->machine.set, *rep };
  self->rep_rows++;
  g_array_append_val (self->rep_numbers, self->rep_rows);
  g_array_append_val (self->reps, shown);
  ebb_session_record_rep (self, rep);
}

/* The last one that counts; it stays in the record as taken back. */
void
ebb_session_drop_rep (EbbSession *self)
{
  if (self->rep_numbers->len == 0)
    return;
  guint last = self->rep_numbers->len - 1;
  ebb_session_record_undo (self, g_array_index (self->rep_numbers, guint, last));
  g_array_set_size (self->rep_numbers, last);
  if (self->reps->len > 0)
    g_array_set_size (self->reps, self->reps->len - 1);
}

static gboolean
is_same_rep (EbbSession *self, const CuffRep *rep)
{
  if (rep->source == CUFF_REP_WAVE)
    return self->last_tap_us != EBB_TIME_UNSET && self->last_tap_us >= rep->start_us
           && self->last_tap_us <= rep->end_us + SAME_REP_US;
  return self->last_wave_us != EBB_TIME_UNSET && rep->end_us - self->last_wave_us <= SAME_REP_US;
}

/* Counts a repetition once, however it was noticed.  TRUE when the machine took it. */
gboolean
ebb_session_count (EbbSession *self, const CuffRep *rep, CuffTime t_us)
{
  gboolean same = is_same_rep (self, rep);
  if (rep->source == CUFF_REP_WAVE) {
    self->last_wave_us = rep->end_us;
    self->last_tap_us = same ? EBB_TIME_UNSET : self->last_tap_us;
  } else if (!same) {
    self->last_tap_us = rep->end_us;
  }
  if (same)
    return FALSE;
  guint before = self->machine.reps, set = self->machine.set;
  ebb_session_feed_at (self, EBB_INPUT_REP, CUFF_REASON_NONE, t_us);
  if (self->machine.set != set || self->machine.reps <= before)
    return FALSE;
  ebb_session_add_rep (self, rep);
  g_signal_emit_by_name (self, "changed");
  return TRUE;
}
