/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a run came to, whether another one is needed, and the record that is offered.
 */
#include "ebb-db-limbs.h"
#include "ebb-lop-run-private.h"
#include "ebb-lop-validity.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

void
ebb_lop_run_set_problem (EbbLopRun *self, const char *text)
{
  if (g_strcmp0 (self->problem, text) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (text);
  if (text != NULL)
    g_signal_emit_by_name (self, "message", text);
}

const char *
ebb_lop_reason_to_text (CuffLopReason reason)
{
  switch (reason) {
  case CUFF_LOP_REASON_MOVEMENT:
    return _ ("Not found: the limb did not lie still. Let it rest, no talking, and try again.");
  case CUFF_LOP_REASON_NO_PULSE:
    return _ ("Not found: no pulse was seen. Look at the fit of the cuff, or measure by another "
              "way.");
  case CUFF_LOP_REASON_IRREGULAR:
    return _ ("Not found: the heart beats too irregularly for this way. Measure with a Doppler "
              "probe.");
  case CUFF_LOP_REASON_LIMIT:
    return _ ("Not found: the limit of pressure or time came first. Measure with a wider cuff, or "
              "by another way.");
  case CUFF_LOP_REASON_NOT_CONFIRMED:
    return _ ("Not found: the pulse was still there above the answer. Try again.");
  case CUFF_LOP_REASON_FEW_BEATS:
    return _ ("Not found: too few beats were seen. Try again, or measure by another way.");
  case CUFF_LOP_REASON_SENSOR:
    return _ ("Not found: the sensor cannot be trusted. The cuff needs service.");
  case CUFF_LOP_REASON_LEAK:
    return _ ("Not found: the cuff does not keep its pressure. Look at hose, coupling and fit.");
  case CUFF_LOP_REASON_NONE:
  default:
    return _ ("Not found.");
  }
}

/* --- The row of the run ------------------------------------------------------------------ */

typedef struct {
  char *run_id; /* owned */
  EbbEndState state;
  CuffReason reason;
  gint64 ended_unix_us;
} EndJob;

static void
end_job_free (gpointer data)
{
  EndJob *job = data;

  g_free (job->run_id);
  g_free (job);
}

static gboolean
end_job_run (EbbDb *db, gpointer data, GError **error)
{
  const EndJob *job = data;

  return ebb_db_end_lop_run (db, job->run_id, job->state, job->reason, job->ended_unix_us, error);
}

static void
end_row (EbbLopRun *self, EbbEndState state, CuffReason reason)
{
  if (self->run_id == NULL)
    return;
  EndJob *job = g_new0 (EndJob, 1);
  job->run_id = g_steal_pointer (&self->run_id);
  job->state = state;
  job->reason = reason;
  job->ended_unix_us = ebb_clock_wall_unix_us ();
  ebb_store_post_kept (self->store, end_job_run, job, end_job_free, NULL, NULL);
}

void
ebb_lop_run_fail_before_air (EbbLopRun *self, const char *text)
{
  end_row (self, EBB_STATE_INTERRUPTED, CUFF_REASON_REFUSED);
  ebb_lop_run_drop_line (self);
  self->n_begun--; /* it never was a run */
  ebb_lop_run_set_problem (self, text);
  ebb_lop_run_enter (self, EBB_LOP_RUN_READY);
}

void
ebb_lop_run_end (EbbLopRun *self, EbbEndState end, CuffReason reason)
{
  if (self->state == EBB_LOP_RUN_OVER)
    return;
  end_row (self, end, reason);
  ebb_lop_run_detach (self);
  self->end = end;
  self->reason = reason;
  ebb_lop_run_enter (self, EBB_LOP_RUN_OVER);
}

/* --- Another run? ------------------------------------------------------------------------ */

static EbbEndState
state_of (CuffReason reason)
{
  switch (reason) {
  case CUFF_REASON_USER_STOP:
  case CUFF_REASON_DEVICE_BUTTON:
    return EBB_STATE_STOPPED_BY_USER;
  case CUFF_REASON_LINK_LOST:
  case CUFF_REASON_LEASE:
  case CUFF_REASON_DEVICE_RESET:
  case CUFF_REASON_SLEEP:
  case CUFF_REASON_SHUTDOWN:
  case CUFF_REASON_REFUSED:
    return EBB_STATE_INTERRUPTED;
  default:
    return EBB_STATE_STOPPED_BY_SAFETY;
  }
}

/* Another try changes nothing about these, and would press the limb for nothing. */
static gboolean
is_hopeless (CuffLopReason reason)
{
  return reason == CUFF_LOP_REASON_LIMIT || reason == CUFF_LOP_REASON_NO_PULSE
         || reason == CUFF_LOP_REASON_SENSOR || reason == CUFF_LOP_REASON_LEAK;
}

static guint
count_good (const EbbLopRun *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_done; i++)
    n += self->answers[i].verdict == CUFF_LOP_FOUND
         && self->answers[i].quality_percent >= CUFF_LOP_ACCEPT_PERCENT;
  return n;
}

static gboolean
needs_another (const EbbLopRun *self, const CuffLopJudgement *answer)
{
  guint left = EBB_LOP_RUNS_MAX - self->n_done;

  if (left == 0 || (answer->verdict != CUFF_LOP_FOUND && is_hopeless (answer->reason)))
    return FALSE;
  return count_good (self) + left >= EBB_LOP_RUNS_WANTED;
}

static void
say_answer (EbbLopRun *self, const CuffLopJudgement *answer)
{
  if (answer->verdict != CUFF_LOP_FOUND)
    ebb_lop_run_set_problem (self, ebb_lop_reason_to_text (answer->reason));
  else if (answer->quality_percent < CUFF_LOP_ACCEPT_PERCENT)
    ebb_lop_run_set_problem (self, _ ("This run was doubtful and does not count. Let the limb rest "
                                      "and try again."));
}

/* A search that ran to its end: two runs agree, another one is needed, or that was it. */
static void
judge_runs (EbbLopRun *self, const CuffLopJudgement *answer)
{
  CuffPressure lop = ebb_lop_combine (self->answers, self->n_done);
  g_autofree char *refusal = cuff_pressure_is_set (lop) ? ebb_lop_refusal (lop) : NULL;

  say_answer (self, answer);
  if (cuff_pressure_is_set (lop)) {
    self->lop = refusal == NULL ? lop : CUFF_PRESSURE_UNSET;
    ebb_lop_run_set_problem (self, refusal);
    ebb_lop_run_end (self, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE);
  } else if (needs_another (self, answer)) {
    self->rest_until_us = ebb_lop_run_now (self) + CUFF_MS (EBB_LOP_REST_MS);
    ebb_lop_run_enter (self, EBB_LOP_RUN_READY);
  } else {
    if (self->problem == NULL || answer->verdict == CUFF_LOP_FOUND)
      ebb_lop_run_set_problem (self, _ ("Not found: the runs do not agree. Measure by another way "
                                        "and type the value in."));
    ebb_lop_run_end (self, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE);
  }
}

static void
say_stop (EbbLopRun *self, CuffReason reason, gboolean proven)
{
  g_autofree char *text =
      g_strdup_printf (proven ? _ ("Not found: the search was ended, because %s. The cuff is soft.")
                              : _ ("Not found: the search was ended, because %s. Treat the cuff as "
                                   "inflated until you see that it is soft."),
                       ebb_reason_to_text (reason));

  ebb_lop_run_set_problem (self, text);
}

void
ebb_lop_run_close_run (EbbLopRun *self, gboolean proven)
{
  gboolean guided = ebb_lop_run_is_guided (self);
  EbbLopEnd end = guided ? self->guided.end : self->machine.end;
  CuffReason reason = guided ? self->guided.stop_reason : self->machine.stop_reason;
  const CuffLopJudgement *answer = guided ? &self->guided.answer : &self->machine.answer;

  if (!proven && end != EBB_LOP_STOPPED) {
    end = EBB_LOP_STOPPED; /* a value is worth nothing beside a cuff that stays full */
    reason = CUFF_REASON_NOT_DEFLATED;
  }
  self->answers[self->n_done] = *answer;
  if (end == EBB_LOP_STOPPED)
    self->answers[self->n_done] = (CuffLopJudgement){ .verdict = CUFF_LOP_NOT_FOUND,
                                                      .next = CUFF_PRESSURE_UNSET,
                                                      .lop = CUFF_PRESSURE_UNSET,
                                                      .band = CUFF_PRESSURE_UNSET };
  self->n_done++;
  self->unproven = !proven;
  if (end == EBB_LOP_STOPPED) {
    say_stop (self, reason, proven);
    ebb_lop_run_end (self, state_of (reason), reason);
    return;
  }
  end_row (self, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE);
  ebb_lop_run_drop_line (self);
  judge_runs (self, &self->answers[self->n_done - 1]);
}

/* --- The record -------------------------------------------------------------------------- */

static void
describe_trials (EbbLopRun *self, EbbLopRecord *record)
{
  record->quality_percent = 0;
  for (guint i = 0; i < self->n_done; i++) {
    const CuffLopJudgement *answer = &self->answers[i];
    gboolean counts =
        answer->verdict == CUFF_LOP_FOUND && answer->quality_percent >= CUFF_LOP_ACCEPT_PERCENT;

    record->trials[i] = answer->verdict == CUFF_LOP_FOUND ? answer->lop : CUFF_PRESSURE_UNSET;
    if (!counts)
      continue;
    record->band = MAX (record->band, answer->band); /* unset is the lowest number there is */
    if (record->quality_percent == 0 || answer->quality_percent < record->quality_percent)
      record->quality_percent = answer->quality_percent;
  }
}

/* Reference clinical 13.2: allowed on a leg, marked as of lower quality. */
static const char *
quality_note (EbbLopRun *self)
{
  if (self->way == EBB_LOP_WAY_OXIMETER && self->record->segment != EBB_SEGMENT_ARM)
    return _ ("Pulse oximeter on a leg: of lower quality than Doppler");
  if (self->way == EBB_LOP_WAY_AUTOMATIC)
    return _ ("Found by the cuff's own pressure: not yet compared with Doppler on people");
  return NULL;
}

EbbLopRecord *
ebb_lop_run_make_record (EbbLopRun *run)
{
  if (run->state != EBB_LOP_RUN_OVER)
    return NULL;

  EbbLopRecord *record = ebb_lop_record_copy (run->record);
  record->lop = run->lop;
  record->definition =
      ebb_lop_run_is_guided (run) ? EBB_LOP_DEFINITION_PULSE_BACK : EBB_LOP_DEFINITION_AUTO;
  record->measured_unix_us = ebb_clock_wall_unix_us ();
  record->quality_note = g_strdup (quality_note (run));
  if (!cuff_pressure_is_set (run->lop))
    record->not_found_reason =
        g_strdup (run->problem != NULL ? run->problem
                                       : _ ("Not found: it was not searched to its "
                                            "end."));
  describe_trials (run, record);
  record->traces = g_ptr_array_ref (run->traces);
  return record;
}
