/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The live page of sets that go by the clock, and what it asks in place: an inflation that is about
 * to come or waits for a person (clinic decision 3.12), and whether somebody is there (3.11).
 */
#include "ebb-live-private.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>

/* --- What is ordered --------------------------------------------------------------------- */

char *
ebb_live_order_to_text (const EbbLiveFacts *facts, guint set)
{
  const EbbSetPlan *plan = &facts->plan->sets[MIN (MAX (set, 1), facts->plan->n_sets) - 1];
  g_autofree char *range = NULL;

  if (plan->kind == EBB_SET_TIMED) {
    g_autofree char *clock = ebb_format_clock (CUFF_SECONDS (plan->duration_s));
    return g_strdup_printf (_ ("%s min"), clock);
  }
  if (plan->kind == EBB_SET_TO_FAILURE)
    return g_strdup_printf (_ ("to failure, at most %u"), plan->reps_max);
  range = ebb_format_range (plan->reps_min, plan->reps_max);
  return g_strdup_printf (_ ("%s repetitions"), range);
}

char *
ebb_live_then_set_to_text (const EbbLiveFacts *facts, guint set)
{
  /* Translators: the set that comes next. */
  return g_strdup_printf (_ ("then set %u of %u"), set, facts->plan->n_sets);
}

char *
ebb_live_after_set_to_text (const EbbLiveFacts *facts)
{
  const EbbPlan *plan = facts->plan;
  g_autofree char *rest = ebb_format_clock (CUFF_SECONDS (plan->rest_s));

  if (ebb_live_set (facts) >= plan->n_sets)
    return g_strdup (facts->view->by_hand ? _ ("then open the valve")
                                          : _ ("then the cuff deflates"));
  if (plan->pattern == EBB_PATTERN_CONTINUOUS || plan->pattern == EBB_PATTERN_RESTING)
    return g_strdup_printf (_ ("then rest %s, cuff tight"), rest);
  if (facts->view->by_hand)
    return g_strdup_printf (_ ("then open the valve for %s"), rest);
  return g_strdup_printf (_ ("then the cuff deflates for %s"), rest);
}

/* --- The banner -------------------------------------------------------------------------- */

/* What the patient does, in a word that is read from 3 m. */
static const char *
work_word (EbbTraining training)
{
  switch (training) {
  case EBB_TRAINING_PASSIVE:
  case EBB_TRAINING_PRECONDITIONING:
    return _ ("Lie still");
  case EBB_TRAINING_NMES:
    return _ ("Stimulation");
  case EBB_TRAINING_CYCLE:
    return _ ("Move freely");
  case EBB_TRAINING_ISOMETRIC:
    return _ ("Hold");
  default:
    return _ ("Keep going");
  }
}

static char *
step_to_text (const EbbLiveFacts *facts, guint step)
{
  return g_strdup_printf (_ ("then step %u of %u"), step, facts->view->n_steps);
}

void
ebb_live_say_work (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;

  banner->look = EBB_LIVE_WORK;
  banner->word = g_strdup (work_word (facts->plan->training));
  banner->detail =
      g_strdup (ebb_live_is_tight (facts) ? _ ("cuff stays tight") : _ ("cuff is deflated"));
  banner->progress = ebb_live_phase_fraction (facts);
  if (view->n_steps > 0)
    banner->next =
        g_strdup_printf (_ ("then the cuff deflates for %u s"), facts->plan->cycle.off_s);
  else
    banner->next = ebb_live_after_set_to_text (facts);
  if (view->n_steps > 0 && view->step < view->n_steps)
    banner->next_after = step_to_text (facts, view->step + 1);
  else if (ebb_live_set (facts) < facts->plan->n_sets)
    banner->next_after = ebb_live_then_set_to_text (facts, view->set + 1);
}

static char *
word_with_left (const char *word, const EbbLiveFacts *facts)
{
  int left_s = ebb_live_left_s (facts);
  g_autofree char *clock = ebb_format_clock (CUFF_SECONDS (MAX (left_s, 0)));

  return left_s < 0 ? g_strdup (word) : g_strdup_printf ("%s %s", word, clock);
}

void
ebb_live_say_relief (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;

  banner->look = EBB_LIVE_RELIEF;
  banner->word = word_with_left (_ ("Cuff deflated"), facts);
  banner->detail = g_strdup (_ ("blood flows"));
  banner->next = view->step < view->n_steps ? step_to_text (facts, view->step + 1)
                                            : ebb_live_after_set_to_text (facts);
}

void
ebb_live_say_announced (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  int left_s = MAX (ebb_live_left_s (facts), 0);

  if (facts->plan->tap_to_inflate) {
    g_free (banner->next);
    banner->next = g_strdup (_ ("then the cuff waits for you"));
    return;
  }
  g_free (banner->word);
  g_free (banner->detail);
  banner->look = EBB_LIVE_INFLATE;
  /* Translators: seconds: the cuff is about to inflate. */
  banner->word = g_strdup_printf (_ ("Inflates in %d"), left_s);
  banner->detail = g_strdup (_ ("cuff is deflated"));
}

void
ebb_live_say_waiting (EbbLiveBanner *banner, const EbbLiveFacts *facts)
{
  banner->look = EBB_LIVE_PAUSED;
  banner->word = g_strdup (_ ("Ready to inflate"));
  banner->detail = g_strdup (_ ("cuff is deflated"));
  if (facts->view->set_open && facts->view->n_steps > 0)
    banner->next = step_to_text (facts, MIN (facts->view->step + 1, facts->view->n_steps));
  else
    banner->next =
        ebb_live_then_set_to_text (facts, MIN (facts->view->set + 1, facts->plan->n_sets));
}

/* --- The number -------------------------------------------------------------------------- */

static char *
clock_of (gint64 length_us)
{
  return ebb_format_clock (MAX (length_us, 0));
}

void
ebb_live_make_time_done (EbbLiveReps *reps, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  guint set = ebb_live_set (facts);
  gint64 ordered_us =
      view->set > 0 ? view->to_work_us : CUFF_SECONDS (facts->plan->sets[set - 1].duration_s);
  g_autofree char *done = clock_of (view->worked_us);
  g_autofree char *ordered = clock_of (ordered_us);

  *reps = (EbbLiveReps){ .n_sets = facts->plan->n_sets, .set_open = view->set_open };
  reps->sets_done = view->set > 0 && view->set_open ? view->set - 1 : view->set;
  reps->title = g_strdup (_ ("Time done"));
  reps->number = g_strdup (done);
  reps->range = g_strdup_printf ("/ %s", ordered);
  if (view->set == 0)
    reps->set =
        g_strdup_printf (ngettext ("%u set", "%u sets", facts->plan->n_sets), facts->plan->n_sets);
  else if (view->n_steps > 0 && view->set_open)
    reps->set = g_strdup_printf (_ ("step %u of %u, set %u of %u"), view->step, view->n_steps, set,
                                 facts->plan->n_sets);
  else
    reps->set = g_strdup_printf (_ ("set %u of %u"), set, facts->plan->n_sets);
  /* Translators: "set 2: 4:30 of 5:00", minutes and seconds. */
  reps->line = g_strdup_printf (_ ("set %u: %s of %s"), set, done, ordered);
}

/* --- What is asked in place -------------------------------------------------------------- */

static void
prompt_not_yet (EbbLivePrompt *prompt, const EbbLiveFacts *facts)
{
  prompt->kind = EBB_LIVE_PROMPT_NOT_YET;
  prompt->text =
      g_strdup_printf (_ ("The cuff inflates again in %d s"), MAX (ebb_live_left_s (facts), 0));
  prompt->detail = g_strdup (_ ("Not yet lets it wait, deflated, for up to 2 minutes."));
  prompt->button = g_strdup (_ ("Not yet"));
}

static void
prompt_inflate (EbbLivePrompt *prompt, const EbbLiveFacts *facts)
{
  g_autofree char *left = clock_of (CUFF_SECONDS (MAX (ebb_live_left_s (facts), 0)));

  prompt->kind = EBB_LIVE_PROMPT_INFLATE;
  prompt->text = g_strdup (_ ("The cuff waits for you"));
  /* Translators: minutes and seconds until the session ends by itself. */
  prompt->detail = g_strdup_printf (_ ("Without an answer the session ends in %s."), left);
  prompt->button = g_strdup (_ ("Inflate now"));
}

static void
prompt_here (EbbLivePrompt *prompt, const EbbLiveFacts *facts)
{
  g_autofree char *left = clock_of (facts->view->unanswered_until_us - facts->now_us);

  prompt->kind = EBB_LIVE_PROMPT_HERE;
  prompt->text = g_strdup (_ ("Is a therapist here?"));
  prompt->detail =
      g_strdup_printf (facts->view->by_hand ? _ ("Without an answer the session ends in %s.")
                                            : _ ("Without an answer the cuff deflates in %s."),
                       left);
  prompt->button = g_strdup (_ ("I am here"));
}

/* What is due first comes first: any of the answers says that somebody is there. */
void
ebb_live_make_prompt (EbbLivePrompt *prompt, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;

  *prompt = (EbbLivePrompt){ .kind = EBB_LIVE_PROMPT_NONE };
  if (view->announced && !facts->plan->tap_to_inflate)
    prompt_not_yet (prompt, facts);
  else if (view->phase == EBB_PHASE_WAITING)
    prompt_inflate (prompt, facts);
  else if (view->unanswered_until_us != EBB_TIME_UNSET && ebb_phase_is_bout (view->phase))
    prompt_here (prompt, facts);
  if (prompt->text == NULL)
    prompt->text = g_strdup ("");
  if (prompt->detail == NULL)
    prompt->detail = g_strdup ("");
  if (prompt->button == NULL)
    prompt->button = g_strdup ("");
}
