/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-private.h"

#include "ebb-defined.h"
#include "ebb-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- What the phase says of itself ------------------------------------------------------- */

static gboolean
has_end (const EbbSessionView *view)
{
  return view->phase_until_us >= 0 && view->phase_until_us != CUFF_TIME_NEVER;
}

int
ebb_live_left_s (const EbbLiveFacts *facts)
{
  gint64 left_us = facts->view->phase_until_us - facts->now_us;

  if (!has_end (facts->view))
    return -1;
  return (int) ((MAX (left_us, 0) + 999999) / 1000000);
}

double
ebb_live_phase_fraction (const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  gint64 whole_us = view->phase_until_us - view->phase_since_us;

  if (!has_end (view) || whole_us <= 0)
    return -1;
  return CLAMP ((double) (facts->now_us - view->phase_since_us) / (double) whole_us, 0.0, 1.0);
}

static char *
clock_of_s (int seconds)
{
  return ebb_format_clock (CUFF_SECONDS (MAX (seconds, 0)));
}

/* "Rest 0:23", and "Rest" alone when its end is not known. */
static char *
word_with_clock (const char *word, const EbbLiveFacts *facts)
{
  int left_s = ebb_live_left_s (facts);
  g_autofree char *clock = NULL;

  if (left_s < 0)
    return g_strdup (word);
  clock = clock_of_s (left_s);
  return g_strdup_printf ("%s %s", word, clock);
}

/* --- The parts of a repetition ----------------------------------------------------------- */

EbbLivePart
ebb_live_part (const EbbLiveFacts *facts, gint64 *since_us, gint64 *until_us)
{
  const EbbSessionView *view = facts->view;
  const EbbTempo *tempo = &facts->plan->tempo;
  gint64 let_go_us = view->phase_since_us + CUFF_MS (tempo->relax_ms);
  gboolean lowers = facts->plan->training == EBB_TRAINING_RESISTANCE && tempo->hold_ms == 0;

  *since_us = view->phase_since_us;
  *until_us = view->phase_until_us;
  if (view->phase == EBB_PHASE_CONTRACT)
    return EBB_LIVE_PART_CONTRACT;
  if (view->phase == EBB_PHASE_HOLD)
    return EBB_LIVE_PART_HOLD;
  if (tempo->pause_ms > 0 && facts->now_us >= let_go_us) {
    *since_us = let_go_us;
    return EBB_LIVE_PART_PAUSE;
  }
  *until_us = tempo->pause_ms > 0 ? let_go_us : view->phase_until_us;
  return lowers ? EBB_LIVE_PART_RETURN : EBB_LIVE_PART_RELAX;
}

static double
part_fraction (const EbbLiveFacts *facts)
{
  gint64 since_us, until_us;

  ebb_live_part (facts, &since_us, &until_us);
  if (until_us == CUFF_TIME_NEVER || until_us <= since_us)
    return -1;
  return CLAMP ((double) (facts->now_us - since_us) / (double) (until_us - since_us), 0.0, 1.0);
}

/* --- What comes next --------------------------------------------------------------------- */

/* "short-arc quad, 15–20": the name stands inside a line. */
static char *
exercise_to_text (const EbbLiveFacts *facts, guint set)
{
  const EbbSetPlan *plan = &facts->plan->sets[MIN (set, facts->plan->n_sets) - 1];
  g_autofree char *order = plan->kind == EBB_SET_COUNTED
                               ? ebb_format_range (plan->reps_min, plan->reps_max)
                               : ebb_live_order_to_text (facts, set);
  const char *name = ebb_defined (facts->exercise->name);
  g_autofree char *first = g_utf8_substring (name, 0, 1);
  g_autofree char *small = g_utf8_strdown (first, -1);

  /* In the middle of an English line; other languages have rules of their own. */
  if (name != facts->exercise->name)
    return g_strdup_printf ("%s, %s", name, order);
  return g_strdup_printf ("%s%s, %s", small, g_utf8_next_char (name), order);
}

static char *
more_to_text (const EbbSessionView *view)
{
  guint most = view->reps_max > view->reps ? view->reps_max - view->reps : 0;
  guint least = view->reps_min > view->reps ? view->reps_min - view->reps : 0;
  g_autofree char *range = NULL;

  if (most == 0)
    return NULL;
  if (least == 0)
    return g_strdup_printf (_ ("up to %u more"), most);
  range = ebb_format_range (least, most);
  return g_strdup_printf (_ ("%s more"), range);
}

/* "rest after 3–8 more", "cuff deflates after 3–8 more" in the last set. */
static char *
after_set_to_text (const EbbLiveFacts *facts)
{
  gboolean last = ebb_live_set (facts) >= facts->plan->n_sets;
  g_autofree char *more = more_to_text (facts->view);

  if (facts->plan->sets[ebb_live_set (facts) - 1].kind == EBB_SET_TO_FAILURE)
    return g_strdup (_ ("End set when no more is possible"));
  if (more == NULL && last)
    return g_strdup (facts->view->by_hand ? _ ("open the valve after the set")
                                          : _ ("cuff deflates after the set"));
  if (more == NULL)
    return g_strdup (_ ("rest after the set"));
  if (last && facts->view->by_hand)
    return g_strdup_printf (_ ("open the valve after %s"), more);
  if (last)
    return g_strdup_printf (_ ("cuff deflates after %s"), more);
  return g_strdup_printf (_ ("rest after %s"), more);
}

static const char *
then_deflate_to_text (const EbbSessionView *view)
{
  return view->by_hand ? _ ("then open the valve") : _ ("then the cuff deflates");
}

static const char *
after_relax_to_text (const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;

  if (view->reps_max == 0 || view->cycle < view->reps_max)
    return _ ("then contract");
  return view->set >= facts->plan->n_sets ? then_deflate_to_text (view) : _ ("then rest");
}

/* --- The banner, phase by phase ---------------------------------------------------------- */

static void
say (EbbLiveBanner *banner, EbbLiveLook look, const char *word)
{
  banner->look = look;
  banner->word = g_strdup (word);
}

/* A person pumps; the number is to be read from where they stand. */
static void
say_pump (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  banner->look = EBB_LIVE_INFLATE;
  banner->word = g_strdup_printf (_ ("Pump to %d mmHg"), ebb_live_ordered_mmhg (facts));
  banner->next = g_strdup (_ ("then enter what the gauge reads"));
  banner->next_after =
      ebb_live_order_to_text (facts, MIN (facts->view->set + 1, facts->plan->n_sets));
}

/* By hand nothing deflates by itself, and nothing shows that it has: a person does both. */
static void
say_deflating (EbbLiveBanner *banner, gboolean by_hand)
{
  say (banner, EBB_LIVE_DEFLATE, by_hand ? _ ("Open the valve now") : _ ("Deflating…"));
  banner->next = g_strdup (by_hand ? _ ("when the gauge reads 0, say so below")
                                   : _ ("wait until the cuff is soft"));
}

static void
say_inflating (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;

  say (banner, EBB_LIVE_INFLATE, _ ("Inflating…"));
  if (view->set_open && view->n_steps > 0)
    banner->next = g_strdup_printf (_ ("then step %u of %u"), view->step, view->n_steps);
  else if (facts->plan->pattern == EBB_PATTERN_RESTING && view->set > 0)
    banner->next = g_strdup (_ ("then rest, cuff stays tight"));
  else if (ebb_plan_starts_at_once (facts->plan))
    banner->next = ebb_live_then_set_to_text (facts, MIN (view->set + 1, facts->plan->n_sets));
  else
    banner->next = g_strdup (_ ("then ready, 3 s"));
  banner->next_after = ebb_live_order_to_text (facts, MIN (view->set + 1, facts->plan->n_sets));
  if (cuff_pressure_is_set (view->pressure) && cuff_pressure_is_set (view->ordered)
      && view->ordered > 0)
    banner->progress = CLAMP ((double) view->pressure / view->ordered, 0.0, 1.0);
}

static void
say_ready (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  int left_s = ebb_live_left_s (facts);
  guint set = MIN (facts->view->set + 1, facts->plan->n_sets);

  banner->look = EBB_LIVE_READY;
  banner->word = left_s > 0 ? g_strdup_printf (_ ("Ready %d"), left_s) : g_strdup (_ ("Ready"));
  banner->next =
      g_strdup (ebb_plan_is_timed (facts->plan) ? _ ("then begin") : _ ("then contract"));
  banner->next_after = exercise_to_text (facts, set);
}

static const char *
after_contract_to_text (const EbbLiveFacts *facts)
{
  if (facts->plan->tempo.hold_ms > 0)
    return _ ("then hold");
  return facts->plan->training == EBB_TRAINING_RESISTANCE ? _ ("then return slowly")
                                                          : _ ("then relax");
}

/* Contract, hold, return or relax, pause: what the pacer leads at this moment. */
static void
say_part (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  gint64 since_us, until_us;

  switch (ebb_live_part (facts, &since_us, &until_us)) {
  case EBB_LIVE_PART_HOLD:
    say (banner, EBB_LIVE_HOLD, _ ("Hold"));
    banner->next = g_strdup (_ ("then relax"));
    return;
  case EBB_LIVE_PART_RELAX:
  case EBB_LIVE_PART_RETURN:
    say (banner, EBB_LIVE_RELAX,
         facts->plan->training == EBB_TRAINING_RESISTANCE && facts->plan->tempo.hold_ms == 0
             ? _ ("Return slowly")
             : _ ("Relax"));
    banner->next =
        g_strdup (facts->plan->tempo.pause_ms > 0 ? _ ("then wait") : after_relax_to_text (facts));
    return;
  case EBB_LIVE_PART_PAUSE:
    say (banner, EBB_LIVE_RELAX, _ ("Wait"));
    banner->next = g_strdup (after_relax_to_text (facts));
    return;
  case EBB_LIVE_PART_CONTRACT:
  default:
    say (banner, EBB_LIVE_CONTRACT, _ ("Contract"));
    banner->next = g_strdup (after_contract_to_text (facts));
  }
}

static void
say_work (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  say_part (banner, facts);
  if (facts->plan->self_paced) {
    g_free (banner->next);
    banner->next = g_strdup (_ ("at your own pace"));
  }
  banner->next_after = after_set_to_text (facts);
  banner->progress = facts->plan->self_paced ? -1 : part_fraction (facts);
}

static void
say_set_end (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  gboolean last = facts->view->set >= facts->plan->n_sets;

  say (banner, EBB_LIVE_RELAX, _ ("Relax"));
  banner->detail = g_strdup (_ ("set done"));
  banner->next = g_strdup (last ? then_deflate_to_text (facts->view) : _ ("then rest"));
}

static void
say_rest (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  guint set = MIN (facts->view->set + 1, facts->plan->n_sets);

  banner->look = EBB_LIVE_REST;
  banner->word = word_with_clock (_ ("Rest"), facts);
  if (ebb_live_is_tight (facts))
    banner->detail = g_strdup (_ ("cuff stays tight"));
  else if (!facts->view->by_hand)
    banner->detail = g_strdup (_ ("cuff deflates"));
  else
    banner->detail =
        g_strdup (facts->view->deflated ? _ ("gauge reads 0") : _ ("open the valve now"));
  banner->next = ebb_live_then_set_to_text (facts, set);
  banner->next_after = exercise_to_text (facts, set);
}

static void
say_paused (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  banner->look = EBB_LIVE_PAUSED;
  banner->word = word_with_clock (_ ("Paused"), facts);
  banner->detail =
      g_strdup (facts->view->deflated ? _ ("cuff is deflated") : _ ("cuff stays tight"));
  banner->next = g_strdup (_ ("Tap Resume to go on"));
  banner->next_after = g_strdup (facts->view->by_hand ? _ ("otherwise open the valve")
                                                      : _ ("otherwise the cuff deflates"));
}

static void
say_unknown (EbbLiveBanner *banner)
{
  say (banner, EBB_LIVE_UNKNOWN, _ ("Unknown: treat as inflated"));
  banner->next = g_strdup (_ ("Feel the cuff now"));
}

static void
say_phase (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  switch (facts->view->phase) {
  case EBB_PHASE_SELF_CHECK:
  case EBB_PHASE_ARMING:
    say (banner, EBB_LIVE_WAIT, _ ("Getting ready…"));
    banner->next =
        g_strdup (facts->view->by_hand ? _ ("then you pump") : _ ("then the cuff inflates"));
    return;
  case EBB_PHASE_INFLATING:
    if (facts->view->by_hand)
      say_pump (banner, facts);
    else
      say_inflating (banner, facts);
    return;
  case EBB_PHASE_READY:
    say_ready (banner, facts);
    return;
  case EBB_PHASE_CONTRACT:
  case EBB_PHASE_HOLD:
  case EBB_PHASE_RELAX:
    say_work (banner, facts);
    return;
  case EBB_PHASE_SET_END:
    say_set_end (banner, facts);
    return;
  case EBB_PHASE_WORK:
    ebb_live_say_work (banner, facts);
    return;
  case EBB_PHASE_RELIEF:
    ebb_live_say_relief (banner, facts);
    return;
  case EBB_PHASE_REST:
    say_rest (banner, facts);
    return;
  case EBB_PHASE_WAITING:
    ebb_live_say_waiting (banner, facts);
    return;
  case EBB_PHASE_PAUSED:
    say_paused (banner, facts);
    return;
  case EBB_PHASE_DEFLATING:
    say_deflating (banner, facts->view->by_hand);
    return;
  case EBB_PHASE_REMOVE_CUFF:
    say (banner, EBB_LIVE_OFF, _ ("Remove the cuff"));
    return;
  case EBB_PHASE_CLOSED:
    say (banner, EBB_LIVE_OFF, _ ("Finished"));
    return;
  case EBB_PHASE_UNKNOWN:
  default:
    say_unknown (banner);
  }
}

void
ebb_live_make_banner (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  *banner = (EbbLiveBanner){ .progress = -1 };
  say_phase (banner, facts);
  if (facts->view->announced)
    ebb_live_say_announced (banner, facts);
  if (banner->detail == NULL)
    banner->detail = g_strdup ("");
  if (banner->next == NULL)
    banner->next = g_strdup ("");
  if (banner->next_after == NULL)
    banner->next_after = g_strdup ("");
}
