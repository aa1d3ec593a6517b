/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-feed.h"

#include "ebb-format.h"
#include "ebb-live-state.h"

#include <glib/gi18n-lib.h>
#include <math.h>

EbbStripRep
ebb_strip_rep_of (const CuffRep *rep, guint number, const EbbTempo *tempo)
{
  double ordered_ms = tempo->contract_ms + tempo->relax_ms;
  double hold_s = rep->hold_ms / 1000.0;
  double left_s = MAX ((double) (rep->end_us - rep->start_us) / 1e6 - hold_s, 0.0);
  double share = ordered_ms > 0 ? tempo->contract_ms / ordered_ms : 0.5;

  if (rep->source != CUFF_REP_WAVE)
    return (EbbStripRep){ number, NAN, NAN, NAN, TRUE };
  return (EbbStripRep){ number, left_s * share, hold_s, left_s * (1 - share), FALSE };
}

double
ebb_pacer_s (const EbbSessionView *view, const EbbPlan *plan, gint64 now_us)
{
  double into_s = (double) MAX (now_us - view->phase_since_us, 0) / 1e6;

  if (plan->self_paced)
    return -1;
  switch (view->phase) {
  case EBB_PHASE_CONTRACT:
    return into_s;
  case EBB_PHASE_HOLD:
    return into_s + plan->tempo.contract_ms / 1000.0;
  case EBB_PHASE_RELAX:
    return into_s + (plan->tempo.contract_ms + plan->tempo.hold_ms) / 1000.0;
  default:
    return -1;
  }
}

static const EbbPlanStep *
find_step (const EbbPlanStep *steps, guint n_steps, EbbStepKind kind, guint set, guint step)
{
  for (guint i = 0; i < n_steps; i++)
    if (steps[i].kind == kind && steps[i].set == set && steps[i].step == step)
      return &steps[i];
  return NULL;
}

/* Which part of the time line runs, or ran last. */
static const EbbPlanStep *
running_step (const EbbSessionView *view, const EbbPlanStep *steps, guint n_steps)
{
  EbbStepKind kind = EBB_STEP_WORK;
  gboolean relieved = view->phase == EBB_PHASE_RELIEF || view->phase == EBB_PHASE_WAITING;

  if (!view->set_open)
    return find_step (steps, n_steps, EBB_STEP_REST, view->set, 0);
  if (relieved && view->n_steps > 0)
    kind = EBB_STEP_RELIEF;
  return find_step (steps, n_steps, kind, view->set, view->n_steps > 0 ? view->step : 0);
}

gint64
ebb_plan_position_ms (const EbbSessionView *view, const EbbPlan *plan, gint64 now_us)
{
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  guint n_steps = ebb_plan_lay_out (plan, steps);
  const EbbPlanStep *step = view->set > 0 ? running_step (view, steps, n_steps) : NULL;
  gint64 into_ms = MAX (now_us - view->phase_since_us, 0) / 1000;

  if (view->set == 0)
    return 0;
  if (step == NULL) /* after the last set */
    return ebb_plan_total_ms (plan);
  if (step->kind == EBB_STEP_WORK)
    into_ms = view->worked_us / 1000 - (step->step > 0 ? step->step - 1 : 0) * step->length_ms;
  else if (view->phase != EBB_PHASE_REST && view->phase != EBB_PHASE_RELIEF)
    into_ms = ebb_phase_is_bout (view->phase) ? step->length_ms : 0; /* what follows it has begun */
  return step->start_ms + CLAMP (into_ms, 0, step->length_ms);
}

void
ebb_live_feed_init (EbbLiveFeed *feed, EbbSession *session)
{
  *feed = (EbbLiveFeed){ .session = session };
  feed->marks = g_array_new (FALSE, FALSE, sizeof (EbbChartMark));
  feed->strip = g_array_new (FALSE, FALSE, sizeof (EbbStripRep));
  feed->band_text = g_strdup ("");
}

void
ebb_live_feed_clear (EbbLiveFeed *feed)
{
  g_clear_pointer (&feed->marks, g_array_unref);
  g_clear_pointer (&feed->strip, g_array_unref);
  g_clear_pointer (&feed->band_text, g_free);
  g_clear_pointer (&feed->lop_text, g_free);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  gint64 a_us = ((const EbbChartMark *) a)->t_us, b_us = ((const EbbChartMark *) b)->t_us;

  return a_us < b_us ? -1 : a_us > b_us;
}

/* Markers and notes; what else happened the phases tell. */
static void
add_notes (EbbLiveFeed *feed, const GArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    const EbbMark *event = &g_array_index (events, EbbMark, i);
    EbbChartMark mark = { event->t_us, 0, FALSE };

    if (event->kind == EBB_MARK_NOTE)
      g_array_append_val (feed->marks, mark);
  }
}

/* Repetitions are counted anew in each set. */
static gboolean
update_marks (EbbLiveFeed *feed)
{
  const GArray *reps = ebb_session_get_reps (feed->session);
  const GArray *events = ebb_session_get_marks (feed->session);
  guint set = 0, number = 0;

  if (reps->len == feed->n_reps && events->len == feed->n_events)
    return FALSE;
  feed->n_reps = reps->len;
  feed->n_events = events->len;
  g_array_set_size (feed->marks, 0);
  for (guint i = 0; i < reps->len; i++) {
    const EbbSessionRep *rep = &g_array_index (reps, EbbSessionRep, i);
    number = rep->set == set ? number + 1 : 1;
    set = rep->set;
    EbbChartMark mark = { rep->rep.peak_us, number, TRUE };
    g_array_append_val (feed->marks, mark);
  }
  add_notes (feed, events);
  g_array_sort (feed->marks, compare_marks);
  return TRUE;
}

static void
update_texts (EbbLiveFeed *feed, const GArray *targets, CuffPressure lop)
{
  g_autofree char *number = NULL;

  if (targets->len == 0)
    return;
  number =
      ebb_format_mmhg_number (g_array_index (targets, EbbTargetChange, targets->len - 1).target);
  g_free (feed->band_text);
  feed->band_text =
      g_strdup_printf (_ ("target %s ± %d %%"), number, EBB_MEASURE_BAND_EXERCISE_PERCENT);
  if (feed->lop_text == NULL && cuff_pressure_is_set (lop)) {
    g_autofree char *lop_number = ebb_format_mmhg_number (lop);
    feed->lop_text = g_strdup_printf (_ ("LOP %s"), lop_number);
  }
}

gboolean
ebb_live_feed_chart (EbbLiveFeed *feed, EbbChartData *data)
{
  const EbbTrace *trace = ebb_session_get_trace (feed->session);
  const GArray *targets = ebb_session_get_targets (feed->session);
  CuffPressure lop = ebb_session_get_prescription (feed->session)->lop;
  gsize length = ebb_trace_get_length (trace);
  gboolean news = update_marks (feed);

  if (targets->len != feed->n_targets) {
    update_texts (feed, targets, lop);
    news = TRUE;
  }
  *data = (EbbChartData){
    .trace = trace,
    .targets = (const EbbTargetChange *) (const void *) targets->data,
    .n_targets = targets->len,
    .marks = (const EbbChartMark *) (const void *) feed->marks->data,
    .n_marks = feed->marks->len,
    .lop = lop,
    .band_percent = EBB_MEASURE_BAND_EXERCISE_PERCENT,
    .numbers = TRUE,
    .band_text = feed->band_text,
    .lop_text = feed->lop_text,
  };
  news = news || length != feed->n_drawn;
  feed->n_drawn = length;
  feed->n_targets = targets->len;
  return news;
}

void
ebb_live_feed_strip (EbbLiveFeed *feed, const EbbSessionView *view, gint64 now_us,
                     EbbStripData *data)
{
  const EbbPlan *plan = ebb_session_get_plan (feed->session);
  const GArray *reps = ebb_session_get_reps (feed->session);
  const EbbSetPlan *set = &plan->sets[CLAMP (view->set, 1, plan->n_sets) - 1];

  g_array_set_size (feed->strip, 0);
  for (guint i = 0; i < reps->len; i++) {
    const EbbSessionRep *rep = &g_array_index (reps, EbbSessionRep, i);
    if (rep->set != view->set)
      continue;
    EbbStripRep shown = ebb_strip_rep_of (&rep->rep, feed->strip->len + 1, &plan->tempo);
    g_array_append_val (feed->strip, shown);
  }
  *data = (EbbStripData){
    .reps = (const EbbStripRep *) (const void *) feed->strip->data,
    .n_reps = feed->strip->len,
    .reps_min = set->reps_min,
    .reps_max = set->reps_max,
    .tempo = plan->tempo,
    .pacer_s = ebb_pacer_s (view, plan, now_us),
    .pacer_number = view->cycle,
  };
}
