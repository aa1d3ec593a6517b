/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-summary.h"

#include "ebb-spans.h"

#include <math.h>
#include <string.h>

/* A hold counts as held from this part of the ordered one on (design decision). */
#define HELD_PERCENT 90

static double
rating_of (const EbbSetFile *set, const char *scale)
{
  for (guint i = 0; i < set->ratings->len; i++) {
    const EbbRating *rating = g_ptr_array_index (set->ratings, i);
    if (g_strcmp0 (rating->scale, scale) == 0)
      return rating->value;
  }
  return NAN;
}

/* What the numbers of a bout are taken from; NULL when no limb was stored. */
static const EbbLimbFile *
first_limb (const EbbBoutFile *bout)
{
  return bout->limbs->len > 0 ? g_ptr_array_index (bout->limbs, 0) : NULL;
}

/* Of the limb the numbers are taken from; with two limbs each repetition stands there twice.  A tap
 * has no wave, so nothing is known of its hold. */
static gboolean
has_hold (const EbbRepRecord *rep, const EbbLimbFile *limb)
{
  return !rep->removed && rep->rep.source != CUFF_REP_TAP
         && cuff_pressure_is_set (rep->rep.amplitude)
         && (limb == NULL || rep->rep.channel == limb->limb->channel);
}

static guint
tempo_hold_ms (const EbbBoutFile *bout)
{
  return bout->protocol != NULL ? bout->protocol->tempo.hold_ms : 0;
}

/* Returns how many repetitions have a measured hold. */
static guint
judge_holds (const EbbBoutFile *bout, const EbbSetFile *set, EbbSetSummary *out)
{
  const EbbLimbFile *limb = first_limb (bout);
  guint64 ordered_ms = tempo_hold_ms (bout);
  guint n_timed = 0;
  double sum_s = 0;
  for (guint i = 0; i < set->reps->len; i++) {
    const EbbRepRecord *rep = g_ptr_array_index (set->reps, i);
    if (!has_hold (rep, limb))
      continue;
    n_timed++;
    sum_s += rep->rep.hold_ms / 1000.0;
    if ((guint64) rep->rep.hold_ms * 100 >= ordered_ms * HELD_PERCENT)
      out->reps_held++;
  }
  out->hold_mean_s = n_timed > 0 ? sum_s / n_timed : NAN;
  return n_timed;
}

static double
rest_taken_s (const EbbSetFile *set, const EbbSetFile *next)
{
  if (next == NULL || set->set->ended_us == EBB_TIME_UNSET
      || next->set->started_us == EBB_TIME_UNSET)
    return NAN;
  return (double) (next->set->started_us - set->set->ended_us) / 1e6;
}

static gboolean
is_to_failure (const EbbProtocol *protocol, guint set)
{
  return protocol != NULL && set > 0 && set <= protocol->n_sets
         && protocol->sets[set - 1].kind == EBB_SET_TO_FAILURE;
}

/* Returns how many repetitions have a measured hold. */
static guint
summarise_set (const EbbBoutFile *bout, const GPtrArray *events, guint index, EbbSetSummary *out)
{
  const EbbSetFile *set = g_ptr_array_index (bout->sets, index);
  const EbbSetFile *next =
      index + 1 < bout->sets->len ? g_ptr_array_index (bout->sets, index + 1) : NULL;
  double cuff = rating_of (set, "cuff");
  guint to_work_s = ebb_spans_to_work_s (bout->protocol, set->set->number);
  gint64 worked_us = to_work_s > 0 ? ebb_spans_worked_us (set->set, events) : -1;
  *out = (EbbSetSummary){
    .number = set->set->number,
    .reps = set->set->reps_counted,
    .reps_min = set->set->reps_min,
    .reps_max = set->set->reps_max,
    .load_kg = set->set->load_kg,
    .rest_ordered_s = (double) set->set->rest_s_ordered,
    .rest_taken_s = rest_taken_s (set, next),
    .worked_s = worked_us >= 0 ? (double) worked_us / 1e6 : NAN,
    .to_work_s = to_work_s,
    .to_failure = is_to_failure (bout->protocol, set->set->number),
    .exertion = rating_of (set, "exertion"),
    .pain = rating_of (set, "pain"),
    .rpe = rating_of (set, "rpe"),
    .discomfort = rating_of (set, "discomfort"),
    .tightness = rating_of (set, "tightness"),
    .cuff = isnan (cuff) ? rating_of (set, "discomfort") : cuff,
    .end_reason = set->set->end_reason,
  };
  return judge_holds (bout, set, out);
}

/* A bout that goes on with another one begins in the middle. */
static guint
first_number (const EbbBoutFile *bout)
{
  return bout->sets->len > 0 ? ((EbbSetFile *) g_ptr_array_index (bout->sets, 0))->set->number : 1;
}

/* A last set without a rest after it tells where a shortened plan ended. */
static guint
last_number (const EbbBoutFile *bout)
{
  guint n_protocol = bout->protocol != NULL ? bout->protocol->n_sets : 0;
  guint rest_s = bout->protocol != NULL ? bout->protocol->rest_s : 0;

  if (bout->sets->len == 0)
    return n_protocol;
  const EbbSetFile *last = g_ptr_array_index (bout->sets, bout->sets->len - 1);
  if (rest_s > 0 && last->set->rest_s_ordered == 0)
    return last->set->number;
  return MAX (n_protocol, last->set->number);
}

static gboolean
changes_target (const EbbEventRecord *event, const EbbBoutFile *bout, const EbbLimbFile *limb)
{
  return g_strcmp0 (event->code, EBB_EVENT_TARGET) == 0 && cuff_pressure_is_set (event->pressure)
         && event->t_us >= bout->bout->started_us
         && (bout->bout->ended_us == EBB_TIME_UNSET || event->t_us <= bout->bout->ended_us)
         && (bout->limbs->len == 1 || event->number == (int) limb->limb->channel + 1);
}

static void
collect_targets (const EbbSessionFile *file, const EbbLimbFile *limb, EbbBoutSummary *out)
{
  EbbTargetChange first = { 0, limb->limb->target };
  g_array_append_val (out->targets, first);
  for (guint i = 0; i < file->events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (file->events, i);
    EbbTargetChange change = { event->t_us, event->pressure };
    if (changes_target (event, out->bout, limb))
      g_array_append_val (out->targets, change);
  }
  out->n_targets = out->targets->len;
}

/* By hand nobody saw what the pressure did between two readings: how well it was kept is not
 * known. */
static void
measure (const EbbLimbFile *limb, const EbbSpans *spans, EbbBoutSummary *out)
{
  const EbbSample *samples = (const EbbSample *) (void *) limb->samples->data;
  gsize n_samples = limb->samples->len;
  const EbbTargetChange *targets = (const EbbTargetChange *) (void *) out->targets->data;
  out->band_exercise_percent = out->band_rest_percent = NAN;
  if (!out->by_hand) {
    out->band_exercise_percent =
        ebb_measure_exercise_in_band (samples, n_samples, targets, out->n_targets,
                                      (EbbSetSpan *) (void *) spans->work->data, spans->work->len);
    out->band_rest_percent =
        ebb_measure_rest_in_band (samples, n_samples, targets, out->n_targets,
                                  (EbbSetSpan *) (void *) spans->rests->data, spans->rests->len);
  }
  out->mean_mmhg = ebb_measure_mean_mmhg (samples, n_samples);
  out->peak = ebb_measure_peak (samples, n_samples);
  out->gaps = ebb_measure_gaps (samples, n_samples);
}

/* Two cuffs are tight at the same time: the longer one counts. */
static double
longest_occlusion_s (const EbbBoutFile *bout)
{
  double longest_s = 0;
  for (guint i = 0; i < bout->limbs->len; i++) {
    const EbbLimbFile *limb = g_ptr_array_index (bout->limbs, i);
    longest_s = MAX (longest_s, limb->limb->occlusion_time_s);
  }
  return longest_s;
}

static void
add_set (EbbSummary *summary, EbbBoutSummary *bout, const EbbSetSummary *set, guint n_timed)
{
  bout->reps += set->reps;
  if (!isnan (set->worked_s)) {
    bout->worked_s += set->worked_s;
    summary->worked_s += set->worked_s;
    summary->sets_timed++;
  }
  summary->reps_held += set->reps_held;
  summary->reps_timed += n_timed;
  summary->sets_done += set->reps > 0 || set->worked_s > 0 ? 1 : 0;
  summary->load_kg = set->load_kg;
  if (!isnan (set->exertion))
    summary->exertion = set->exertion;
  if (!isnan (set->pain))
    summary->pain = set->pain;
}

static void
plan_time (const EbbProtocol *protocol, EbbBoutSummary *out)
{
  guint first = first_number (out->bout);

  for (guint number = first; number < first + out->sets_planned; number++)
    out->to_work_s += ebb_spans_to_work_s (protocol, number);
  out->timed = out->to_work_s > 0;
  out->soft = protocol != NULL && protocol->pattern == EBB_PATTERN_RESTING;
}

/* EbbSetRecord, borrowed. */
static GPtrArray *
sets_of (const EbbBoutFile *bout)
{
  GPtrArray *sets = g_ptr_array_new ();
  for (guint i = 0; i < bout->sets->len; i++)
    g_ptr_array_add (sets, ((EbbSetFile *) g_ptr_array_index (bout->sets, i))->set);
  return sets;
}

static void
summarise_bout (const EbbSessionFile *file, const EbbBoutFile *bout, EbbBoutSummary *out,
                EbbSummary *summary)
{
  const EbbLimbFile *limb = first_limb (bout);
  g_autoptr (GPtrArray) sets = sets_of (bout);
  g_auto (EbbSpans) spans = { 0 };
  ebb_spans_init (&spans, bout->protocol, sets, file->events);
  *out = (EbbBoutSummary){ .bout = bout,
                           .n_sets = MIN (bout->sets->len, EBB_SETS_MAX),
                           .sets_planned = last_number (bout) + 1 - first_number (bout),
                           .band_exercise_percent = NAN,
                           .band_rest_percent = NAN,
                           .mean_mmhg = NAN,
                           .peak = CUFF_PRESSURE_UNSET,
                           .occlusion_s = longest_occlusion_s (bout),
                           .targets = g_array_new (FALSE, FALSE, sizeof (EbbTargetChange)) };
  for (guint i = 0; i < out->n_sets; i++) {
    guint n_timed = summarise_set (bout, file->events, i, &out->sets[i]);
    add_set (summary, out, &out->sets[i], n_timed);
  }
  plan_time (bout->protocol, out);
  out->by_hand = file->session->by_hand;
  if (limb != NULL) {
    collect_targets (file, limb, out);
    measure (limb, &spans, out);
  }
  summary->reps += out->reps;
  summary->occlusion_s += out->occlusion_s;
}

/* Loads are compared within one exercise only. */
static double
load_change_kg (const EbbSessionFile *file, double load_kg)
{
  if (file->before == NULL || file->before->load_kg < 0 || load_kg < 0 || file->bouts->len == 0)
    return NAN;
  for (guint i = 0; i < file->bouts->len; i++) {
    const EbbBoutFile *bout = g_ptr_array_index (file->bouts, i);
    if (g_strcmp0 (bout->bout->exercise_id, file->before->exercise_id) != 0)
      return NAN;
  }
  return load_kg - file->before->load_kg;
}

static void
count_events (const EbbSessionFile *file, EbbSummary *summary)
{
  for (guint i = 0; i < file->events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (file->events, i);
    summary->n_alarms += g_strcmp0 (event->code, "alarm") == 0 ? 1 : 0;
    summary->n_overrides += g_str_has_suffix (event->code, "-override") ? 1 : 0;
  }
  for (guint i = 0; i < file->bouts->len; i++) {
    const EbbBoutFile *bout = g_ptr_array_index (file->bouts, i);
    for (guint j = 0; j < bout->limbs->len; j++) {
      const EbbLimbFile *limb = g_ptr_array_index (bout->limbs, j);
      summary->n_overrides += limb->limb->override_reason != NULL ? 1 : 0;
    }
  }
}

EbbSummary *
ebb_summary_new (const EbbSessionFile *file)
{
  EbbSummary *summary = g_new0 (EbbSummary, 1);
  summary->n_bouts = file->bouts->len;
  summary->bouts = g_new0 (EbbBoutSummary, summary->n_bouts);
  summary->load_kg = -1;
  summary->exertion = summary->pain = NAN;
  for (guint i = 0; i < summary->n_bouts; i++)
    summarise_bout (file, g_ptr_array_index (file->bouts, i), &summary->bouts[i], summary);
  if (summary->n_bouts > 0)
    summary->hold_ordered_s = tempo_hold_ms (summary->bouts[0].bout) / 1000.0;
  summary->load_change_kg = load_change_kg (file, summary->load_kg);
  count_events (file, summary);
  return summary;
}

void
ebb_summary_free (EbbSummary *summary)
{
  for (guint i = 0; i < summary->n_bouts; i++)
    g_array_unref (summary->bouts[i].targets);
  g_free (summary->bouts);
  g_free (summary);
}
