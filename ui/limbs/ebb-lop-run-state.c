/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-run-state.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>

void
ebb_lop_run_shown_clear (EbbLopRunShown *shown)
{
  g_free (shown->run);
  g_free (shown->what);
  g_free (shown->detail);
  g_free (shown->pressure);
  g_free (shown->target);
  g_free (shown->clock);
  g_free (shown->trials);
  g_free (shown->begin_text);
  *shown = (EbbLopRunShown){ 0 };
}

/* --- What to do -------------------------------------------------------------------------- */

static const char *
automatic_text (EbbLopPhase phase)
{
  switch (phase) {
  case EBB_LOP_ZERO:
    return _ ("Checking that the empty cuff reads zero");
  case EBB_LOP_INFLATING:
    return _ ("Going to the next pressure");
  case EBB_LOP_SETTLING:
  case EBB_LOP_WINDOW:
  case EBB_LOP_EXTENDING:
    return _ ("Listening: lie still, no talking");
  case EBB_LOP_CONFIRMING:
    return _ ("Listening above the answer, to be sure");
  case EBB_LOP_VENTING:
  case EBB_LOP_DONE:
  default:
    return _ ("Deflating");
  }
}

static const char *
guided_text (EbbGuidedPhase phase)
{
  switch (phase) {
  case EBB_GUIDED_ZERO:
    return _ ("Checking that the empty cuff reads zero");
  case EBB_GUIDED_BEGIN:
    return _ ("Find the pulse, then tap “Pulse is there”");
  case EBB_GUIDED_UP:
    return _ ("Tap “Pulse gone” as soon as you lose it");
  case EBB_GUIDED_OVERSHOOT:
    return _ ("Still gone? Tap “Pulse back” if it is there");
  case EBB_GUIDED_DOWN:
    return _ ("Tap “Pulse back” at the first beat");
  case EBB_GUIDED_VENTING:
  case EBB_GUIDED_DONE:
  default:
    return _ ("Deflating");
  }
}

static const char *
over_text (const EbbLopRunView *view)
{
  if (view->unproven)
    return _ ("Treat the cuff as inflated");
  if (cuff_pressure_is_set (view->lop))
    return _ ("Found");
  return view->end == EBB_STATE_COMPLETED ? _ ("Not found") : _ ("Stopped");
}

static const char *
what_text (const EbbLopRunView *view, gboolean guided)
{
  switch (view->state) {
  case EBB_LOP_RUN_READY:
    if (view->n_runs == 0)
      return _ ("Ready for the first run");
    return view->rest_left_us > 0 ? _ ("Blood flows for a minute") : _ ("Ready for the next run");
  case EBB_LOP_RUN_STORING:
  case EBB_LOP_RUN_LIMITS:
  case EBB_LOP_RUN_ARMING:
    return _ ("Getting ready");
  case EBB_LOP_RUN_SEARCHING:
    return guided ? guided_text (view->guided) : automatic_text (view->phase);
  case EBB_LOP_RUN_OVER:
  default:
    return over_text (view);
  }
}

/* Before the cuff is snug a tap means nothing. */
static gboolean
is_snug (const EbbLopRunView *view)
{
  return cuff_pressure_is_set (view->pressure) && cuff_pressure_is_set (view->target)
         && ABS (view->pressure - view->target) < EBB_LOP_NEAR;
}

static char *
detail_text (const EbbLopRunView *view, gboolean guided, const char *why_not)
{
  if (view->problem != NULL)
    return g_strdup (view->problem);
  if (view->state == EBB_LOP_RUN_READY && why_not != NULL && view->rest_left_us <= 0)
    return g_strdup (why_not);
  if (view->state == EBB_LOP_RUN_SEARCHING && view->under_us < 5 * G_USEC_PER_SEC)
    return g_strdup (_ ("Look which cuff fills. If it is the wrong one, stop."));
  /* Why the button cannot be tapped yet. */
  if (guided && view->state == EBB_LOP_RUN_SEARCHING && view->guided == EBB_GUIDED_BEGIN
      && cuff_pressure_is_set (view->target) && !is_snug (view)) {
    g_autofree char *target = ebb_format_mmhg (view->target);

    return g_strdup_printf (_ ("It can be tapped once the cuff is snug at %s."), target);
  }
  return g_strdup ("");
}

/* --- Numbers ----------------------------------------------------------------------------- */

static char *
run_text (const EbbLopRunView *view)
{
  guint run = MAX (view->run, 1);

  if (view->state == EBB_LOP_RUN_READY && view->n_runs > 0)
    run = view->n_runs + 1;
  if (view->state == EBB_LOP_RUN_OVER)
    return g_strdup (_ ("Result"));
  /* Translators: "Run 1 of 2". */
  return g_strdup_printf (_ ("Run %u of %u"), run, MAX (run, EBB_LOP_RUNS_WANTED));
}

static char *
clock_text (const EbbLopRunView *view)
{
  g_autofree char *under = ebb_format_clock (view->under_us);
  g_autofree char *left = ebb_format_clock (view->time_left_us);
  g_autofree char *rest = ebb_format_clock (view->rest_left_us + G_USEC_PER_SEC - 1);

  if (view->state == EBB_LOP_RUN_READY && view->rest_left_us > 0)
    return g_strdup_printf (_ ("next run in %s"), rest);
  if (view->state != EBB_LOP_RUN_SEARCHING)
    return g_strdup ("");
  /* Translators: how long the cuff has been tight, and may still be. */
  return g_strdup_printf (_ ("tight for %s, at most %s more"), under, left);
}

static char *
trials_text (const EbbLopRunView *view)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (view->n_runs, EBB_LOP_TRIALS_MAX); i++) {
    g_autofree char *value = cuff_pressure_is_set (view->trials[i])
                                 ? ebb_format_mmhg (view->trials[i])
                                 : g_strdup (_ ("nothing found"));

    g_string_append (text, text->len > 0 ? " · " : "");
    g_string_append_printf (text, _ ("run %u: %s"), i + 1, value);
  }
  return g_string_free (text, FALSE);
}

static char *
target_text (const EbbLopRunView *view)
{
  g_autofree char *target = ebb_format_mmhg (view->target);
  g_autofree char *ceiling = ebb_format_mmhg (view->ceiling);

  if (view->state != EBB_LOP_RUN_SEARCHING || !cuff_pressure_is_set (view->target))
    return g_strdup ("");
  return g_strdup_printf (_ ("going to %s, never above %s"), target, ceiling);
}

static void
show_numbers (EbbLopRunShown *shown, const EbbLopRunView *view)
{
  CuffPressure value = view->state == EBB_LOP_RUN_OVER ? view->lop : view->pressure;

  shown->run = run_text (view);
  shown->pressure = ebb_format_mmhg_number (value);
  shown->target = target_text (view);
  shown->clock = clock_text (view);
  shown->trials = trials_text (view);
}

void
ebb_lop_run_shown_make (EbbLopRunShown *shown, const EbbLopRunView *view, EbbLopWay way,
                        const char *why_not)
{
  gboolean guided = way != EBB_LOP_WAY_AUTOMATIC;
  gboolean searching = view->state == EBB_LOP_RUN_SEARCHING;
  gboolean ready = view->state == EBB_LOP_RUN_READY;

  *shown = (EbbLopRunShown){ 0 };
  shown->guided = guided;
  shown->takes_heard = guided && searching && view->guided == EBB_GUIDED_BEGIN && is_snug (view);
  shown->takes_gone = guided && searching && view->guided == EBB_GUIDED_UP;
  shown->takes_back = guided && searching
                      && (view->guided == EBB_GUIDED_OVERSHOOT || view->guided == EBB_GUIDED_DOWN);
  shown->begins = ready;
  shown->may_begin = ready && why_not == NULL;
  shown->begin_text = g_strdup_printf (_ ("Begin run %u"), view->n_runs + 1);
  shown->may_finish = ready && view->n_runs > 0;
  shown->over = view->state == EBB_LOP_RUN_OVER;
  shown->found = shown->over && cuff_pressure_is_set (view->lop);
  shown->keeps = shown->found || (shown->over && view->end == EBB_STATE_COMPLETED);
  shown->searching = !ready && !shown->over;
  shown->alarming = shown->over && view->unproven;
  shown->what = g_strdup (what_text (view, guided));
  shown->detail = detail_text (view, guided, why_not);
  show_numbers (shown, view);
}
