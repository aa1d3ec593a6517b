/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-view.h"

#include "ebb-format.h"
#include "ebb-occlusion-clock.h"

#include <glib/gi18n-lib.h>

#define CLOSE_SHARE 0.8
#define US_PER_MS   1000
#define MS_PER_S    1000
#define LEG         (1u << EBB_SEGMENT_THIGH | 1u << EBB_SEGMENT_CALF)
#define ARM         (1u << EBB_SEGMENT_ARM)

static EbbPlan
make_plan (const EbbProtocol *protocol)
{
  EbbPlan plan = { .n_sets = protocol->n_sets,
                   .rest_s = protocol->rest_s,
                   .tempo = protocol->tempo,
                   .pattern = protocol->pattern,
                   .target = EBB_TARGET_MIN,
                   .load_kg = -1,
                   .training = protocol->training,
                   .cycle = protocol->cycle };

  for (guint i = 0; i < MIN (plan.n_sets, EBB_SETS_MAX); i++)
    plan.sets[i] = protocol->sets[i];
  return plan;
}

static gint64
limit_of (gboolean arm)
{
  return ebb_occlusion_limit (arm ? EBB_SEGMENT_ARM : EBB_SEGMENT_THIGH) / US_PER_MS;
}

static EbbFit
judge (const EbbProtocolView *view, guint segments, gboolean arm)
{
  gint64 limit_ms = limit_of (arm);

  if ((segments & (arm ? ARM : LEG)) == 0)
    return EBB_FIT_NOT_DONE;
  if (view->continuous_ms > limit_ms)
    return EBB_FIT_OVER;
  return view->continuous_ms >= CLOSE_SHARE * limit_ms ? EBB_FIT_CLOSE : EBB_FIT_FINE;
}

void
ebb_protocol_view_make (const EbbProtocol *protocol, const EbbExercise *exercise,
                        EbbProtocolView *view)
{
  guint segments = exercise != NULL ? exercise->segments : ARM | LEG;

  *view = (EbbProtocolView){ .plan = make_plan (protocol) };
  view->inflated_ms = ebb_plan_inflated_ms (&view->plan);
  view->total_ms = ebb_plan_total_ms (&view->plan);
  view->continuous_ms = ebb_plan_continuous_ms (&view->plan, 0);
  for (guint i = 0; i < protocol->n_sets; i++)
    view->open_ended = view->open_ended || protocol->sets[i].kind == EBB_SET_TO_FAILURE;
  view->arm = judge (view, segments, TRUE);
  view->leg = judge (view, segments, FALSE);
  view->own_is_over = protocol->max_inflation_s > 0
                      && view->inflated_ms > (gint64) protocol->max_inflation_s * MS_PER_S;
  if (view->leg == EBB_FIT_OVER)
    view->limit_ms = limit_of (FALSE);
  if (view->arm == EBB_FIT_OVER)
    view->limit_ms = limit_of (TRUE);
}

/* --- Words ------------------------------------------------------------------------------- */

static char *
clock_text (gint64 ms)
{
  return ebb_format_clock (ms * US_PER_MS);
}

char *
ebb_protocol_view_time_text (const EbbProtocolView *view)
{
  g_autofree char *tight = clock_text (view->inflated_ms);
  g_autofree char *all = clock_text (view->total_ms);

  if (view->open_ended)
    return g_strdup_printf (_ ("Cuff tight for at most %s of %s\u00a0min"), tight, all);
  return g_strdup_printf (_ ("Cuff tight for %s of %s\u00a0min"), tight, all);
}

char *
ebb_protocol_view_fit_text (const EbbProtocolView *view, gboolean arm)
{
  const char *limb = arm ? _ ("Arm") : _ ("Leg");
  EbbFit fit = arm ? view->arm : view->leg;
  g_autofree char *tight = clock_text (view->continuous_ms);
  guint limit_min = (guint) (limit_of (arm) / 60 / MS_PER_S);

  switch (fit) {
  case EBB_FIT_FINE:
    return g_strdup_printf (
        _ ("%s: within the limit. Cuff tight for %s\u00a0min at a stretch, limit "
           "%u\u00a0min"),
        limb, tight, limit_min);
  case EBB_FIT_CLOSE:
    return g_strdup_printf (_ ("%s: close to the limit. Cuff tight for %s\u00a0min at a stretch, "
                               "limit %u\u00a0min"),
                            limb, tight, limit_min);
  case EBB_FIT_OVER:
    return g_strdup_printf (_ ("%s: too long, cannot be started. Cuff tight for %s\u00a0min at a "
                               "stretch, limit %u\u00a0min"),
                            limb, tight, limit_min);
  case EBB_FIT_NOT_DONE:
  default:
    return NULL;
  }
}

char *
ebb_protocol_view_own_text (const EbbProtocolView *view, const EbbProtocol *protocol)
{
  g_autofree char *own = ebb_format_clock ((gint64) protocol->max_inflation_s * G_USEC_PER_SEC);

  if (!view->own_is_over)
    return NULL;
  return g_strdup_printf (_ ("Longer than this protocol's own limit of %s\u00a0min: cannot be "
                             "started"),
                          own);
}

char *
ebb_protocol_view_spoken (const EbbProtocolView *view)
{
  g_autofree char *plan = ebb_plan_to_text (&view->plan);
  g_autofree char *time = ebb_protocol_view_time_text (view);

  return g_strdup_printf ("%s. %s", plan, time);
}
