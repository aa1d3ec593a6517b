/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-private.h"

#include "ebb-defined.h"
#include "ebb-format.h"
#include "ebb-measure.h"
#include "ebb-occlusion-clock.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LIMB_WARN_SHARE 0.8                 /* of the continuous limit (clinic 3.3) */
#define SESSION_WARN_US CUFF_SECONDS (1800) /* (P) of clinic 3.3 */
/* More rest stands where End set stood: a second tap on that must not lengthen the rest. */
#define SECOND_TAP_US   CUFF_SECONDS (1)

const char *
ebb_live_look_to_class (EbbLiveLook look)
{
  static const char *const classes[] = {
    "wait",   "inflate", "ready",  "contract", "hold", "relax",   "work",
    "relief", "rest",    "paused", "deflate",  "off",  "unknown",
  };

  return (guint) look < G_N_ELEMENTS (classes) ? classes[look] : "unknown";
}

const char *
ebb_live_level_to_class (EbbLiveLevel level)
{
  static const char *const classes[] = { "", "good", "warn", "bad" };

  return (guint) level < G_N_ELEMENTS (classes) ? classes[level] : "bad";
}

/* --- Questions to the facts -------------------------------------------------------------- */

gboolean
ebb_phase_is_in_set (EbbPhase phase)
{
  return phase == EBB_PHASE_CONTRACT || phase == EBB_PHASE_HOLD || phase == EBB_PHASE_RELAX
         || phase == EBB_PHASE_WORK;
}

gboolean
ebb_phase_is_bout (EbbPhase phase)
{
  return phase >= EBB_PHASE_INFLATING && phase <= EBB_PHASE_PAUSED;
}

guint
ebb_live_set (const EbbLiveFacts *facts)
{
  return CLAMP (facts->view->set, 1, MAX (facts->plan->n_sets, 1));
}

static int
whole_mmhg (CuffPressure pressure)
{
  return (int) lround (cuff_pressure_to_mmhg (pressure));
}

int
ebb_live_ordered_mmhg (const EbbLiveFacts *facts)
{
  CuffPressure ordered = facts->view->ordered;

  return cuff_pressure_is_set (ordered) ? whole_mmhg (ordered) : 0;
}

gboolean
ebb_live_is_tight (const EbbLiveFacts *facts)
{
  switch (facts->view->phase) {
  case EBB_PHASE_READY:
  case EBB_PHASE_CONTRACT:
  case EBB_PHASE_HOLD:
  case EBB_PHASE_RELAX:
  case EBB_PHASE_WORK:
  case EBB_PHASE_SET_END:
    return facts->plan->pattern != EBB_PATTERN_RESTING;
  case EBB_PHASE_REST:
    return facts->plan->pattern == EBB_PATTERN_CONTINUOUS
           || (facts->plan->pattern == EBB_PATTERN_RESTING && facts->view->tight);
  case EBB_PHASE_PAUSED:
    return !facts->view->deflated;
  default:
    return FALSE;
  }
}

/* --- Pressure ---------------------------------------------------------------------------- */

static char *
deviation_to_text (int deviation_mmhg, const char *word)
{
  if (deviation_mmhg == 0)
    return g_strdup_printf ("● %s", word);
  /* Translators: "▲ 2, in band": above what was ordered, by how much, and whether that is fine. */
  return g_strdup_printf (_ ("%s %d, %s"), deviation_mmhg > 0 ? "▲" : "▼", ABS (deviation_mmhg),
                          word);
}

/* In work the band is ±10 %, in rest ±5 % (contracts 5). */
static void
judge_pressure (EbbLivePressure *shown, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  gboolean rest = view->phase == EBB_PHASE_REST || view->phase == EBB_PHASE_PAUSED;
  gint64 percent = rest ? EBB_MEASURE_BAND_REST_PERCENT : EBB_MEASURE_BAND_EXERCISE_PERCENT;
  gint64 off = (gint64) view->pressure - view->ordered;
  const char *word = _ ("in band");

  shown->level = EBB_LIVE_GOOD;
  if (ABS (off) * 100 > view->ordered * percent) {
    shown->level = EBB_LIVE_WARN;
    word = off > 0 ? _ ("above band") : _ ("below band");
  }
  shown->sign = deviation_to_text (whole_mmhg (view->pressure) - whole_mmhg (view->ordered), word);
}

static char *
share_to_text (const EbbSessionView *view)
{
  double percent_lop = ebb_percent_of_lop (view->ordered, view->lop);
  g_autofree char *lop = NULL, *band = NULL;

  if (percent_lop > 0) {
    g_autofree char *number = ebb_format_percent (percent_lop);
    lop = g_strdup_printf (_ ("%s LOP"), number);
  } else {
    lop = g_strdup (_ ("LOP unknown"));
  }
  if (isnan (view->band_percent)) /* always so by hand */
    return g_steal_pointer (&lop);
  band = ebb_format_percent (view->band_percent);
  /* Translators: "60 % LOP · 96 % of time" (in the band). */
  return g_strdup_printf (_ ("%s · %s of time"), lop, band);
}

/* What stands beside a number that nobody regulates. */
static const char *
word_of_phase (const EbbSessionView *view)
{
  switch (view->phase) {
  case EBB_PHASE_INFLATING:
    return view->by_hand ? _ ("not there yet") : _ ("▲ rising");
  case EBB_PHASE_DEFLATING:
    return view->by_hand ? _ ("not said to be 0") : _ ("▼ falling");
  default:
    return view->deflated ? _ ("deflated") : "";
  }
}

static void
make_pressure (EbbLivePressure *shown, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  gboolean known = cuff_pressure_is_set (view->pressure);
  gboolean tight = ebb_live_is_tight (facts);
  int ordered_mmhg = ebb_live_ordered_mmhg (facts);

  *shown = (EbbLivePressure){ .level = EBB_LIVE_PLAIN };
  shown->title = g_strdup (view->by_hand ? _ ("Pressure, read by hand") : _ ("Pressure"));
  shown->number = ebb_format_mmhg_number (view->pressure);
  if (view->phase == EBB_PHASE_UNKNOWN || !known) {
    shown->level = EBB_LIVE_BAD;
    shown->sign = g_strdup (_ ("no reading"));
  } else if (tight && ordered_mmhg > 0) {
    judge_pressure (shown, facts);
  } else {
    shown->sign = g_strdup (word_of_phase (view));
  }
  if ((known || view->by_hand) && ordered_mmhg > 0
      && (tight || view->phase == EBB_PHASE_INFLATING)) {
    shown->ordered = g_strdup_printf (_ ("ordered %d"), ordered_mmhg);
    shown->share = share_to_text (view);
  }
  if (shown->ordered == NULL)
    shown->ordered = g_strdup ("");
  if (shown->sign == NULL)
    shown->sign = g_strdup ("");
  if (shown->share == NULL)
    shown->share = g_strdup ("");
}

/* --- Repetitions ------------------------------------------------------------------------- */

static void
make_reps (EbbLiveReps *reps, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  gboolean to_failure = facts->plan->sets[ebb_live_set (facts) - 1].kind == EBB_SET_TO_FAILURE;
  guint set = ebb_live_set (facts);
  const EbbSetPlan *plan = &facts->plan->sets[set - 1];
  g_autofree char *range = ebb_format_range (plan->reps_min, plan->reps_max);
  gboolean open =
      view->set > 0 && (ebb_phase_is_in_set (view->phase) || view->phase == EBB_PHASE_SET_END);

  /* A pause inside a set leaves it open; one in a rest does not.  Who cannot tell shows it open. */
  if (view->set > 0 && view->phase == EBB_PHASE_PAUSED)
    open = TRUE;
  *reps = (EbbLiveReps){ .n_sets = facts->plan->n_sets, .set_open = open };
  reps->sets_done = view->set > 0 && open ? view->set - 1 : view->set;
  reps->title =
      g_strdup (facts->plan->reps_in_pressure ? _ ("Repetitions done") : _ ("Repetitions, tapped"));
  reps->number = g_strdup_printf ("%u", view->reps);
  /* Translators: beside the count of a set that has no fixed one. */
  reps->range = to_failure ? g_strdup (_ ("to failure")) : g_strdup_printf ("/ %s", range);
  if (view->set == 0)
    reps->set =
        g_strdup_printf (ngettext ("%u set", "%u sets", facts->plan->n_sets), facts->plan->n_sets);
  else
    reps->set = g_strdup_printf (_ ("set %u of %u"), set, facts->plan->n_sets);
  reps->line = to_failure ? g_strdup_printf (_ ("set %u: %u, to failure"), set, view->reps)
                          : g_strdup_printf (_ ("set %u: %u of %s"), set, view->reps, range);
}

/* --- The limb ---------------------------------------------------------------------------- */

static void
make_limb (EbbLiveLimb *limb, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  gint64 limit_us =
      view->limit_us > 0 ? view->limit_us : ebb_occlusion_limit (facts->plan->segment);
  g_autofree char *name = ebb_format_limb (facts->plan->segment, facts->side);
  g_autofree char *limit = ebb_format_clock (limit_us);

  *limb = (EbbLiveLimb){ .level = EBB_LIVE_PLAIN };
  limb->title = g_utf8_strup (name, -1);
  limb->clock = ebb_format_clock (view->continuous_us);
  limb->limit = g_strdup_printf (_ ("limit %s"), limit);
  limb->limit_short = g_strdup_printf (_ ("tight, limit %s"), limit);
  limb->share = CLAMP ((double) view->continuous_us / (double) limit_us, 0.0, 1.0);
  if (view->continuous_us >= limit_us) {
    limb->level = EBB_LIVE_BAD;
    limb->left = g_strdup (_ ("limit reached"));
  } else if (limb->share >= LIMB_WARN_SHARE) {
    g_autofree char *left = ebb_format_clock (limit_us - view->continuous_us);
    limb->level = EBB_LIVE_WARN;
    limb->left = g_strdup_printf (_ ("%s left"), left);
  } else if (view->session_us >= SESSION_WARN_US) {
    g_autofree char *session = ebb_format_clock (view->session_us);
    limb->level = EBB_LIVE_WARN;
    limb->left = g_strdup_printf (_ ("%s in this session"), session);
  } else {
    limb->left = g_strdup ("");
  }
}

/* --- Controls ---------------------------------------------------------------------------- */

/* Walking and lying still have no repetitions; a set of strength by the clock may be counted. */
static gboolean
is_counted (const EbbPlan *plan)
{
  return !ebb_plan_is_timed (plan) || plan->training == EBB_TRAINING_RESISTANCE
         || plan->training == EBB_TRAINING_ISOMETRIC;
}

static char *
why_no_plus (const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  CuffPressure most = MAX (facts->plan->target_max, facts->plan->target);

  if (ebb_phase_is_in_set (view->phase) || view->phase == EBB_PHASE_SET_END)
    return g_strdup (_ ("Not within a set. Wait for the rest, or pause."));
  if (cuff_pressure_is_set (view->ordered) && view->ordered + CUFF_MMHG (10) > most)
    return g_strdup_printf (_ ("The highest target of this prescription is %d mmHg."),
                            whole_mmhg (most));
  return g_strdup (_ ("Only while the cuff is to be inflated."));
}

static void
make_controls (EbbLiveControlsState *controls, const EbbLiveFacts *facts, EbbLivePromptKind prompt)
{
  const EbbSessionView *view = facts->view;
  EbbPhase phase = view->phase;
  gboolean in_set = ebb_phase_is_in_set (phase);
  gboolean bout = ebb_phase_is_bout (phase);
  gboolean counts = is_counted (facts->plan);

  *controls = (EbbLiveControlsState){
    .counts = counts,
    .rest = phase == EBB_PHASE_REST,
    .end_set = in_set || phase == EBB_PHASE_RELIEF,
    .more_rest = phase == EBB_PHASE_REST && facts->now_us - view->phase_since_us >= SECOND_TAP_US,
    .minus = bout && cuff_pressure_is_set (view->ordered) && view->ordered > EBB_TARGET_MIN,
    .plus = view->can_step_up,
    .count = counts && (in_set || phase == EBB_PHASE_SET_END),
    .undo = counts && (in_set || phase == EBB_PHASE_SET_END) && view->reps > 0,
    .pause = in_set || phase == EBB_PHASE_RELIEF || phase == EBB_PHASE_READY
             || phase == EBB_PHASE_REST || phase == EBB_PHASE_PAUSED,
    .paused = phase == EBB_PHASE_PAUSED,
    .not_yet = prompt == EBB_LIVE_PROMPT_NOT_YET,
    .inflate = prompt == EBB_LIVE_PROMPT_INFLATE,
    .here = prompt == EBB_LIVE_PROMPT_HERE,
    .correct = counts && phase == EBB_PHASE_REST,
    .repeat_set = view->can_repeat,
    .skip_set = view->can_skip,
    .reposition = bout,
    .unwell = phase != EBB_PHASE_CLOSED,
  };
  if (!controls->plus)
    controls->plus_why = why_no_plus (facts);
  if (!controls->minus)
    controls->minus_why = g_strdup (bout ? _ ("The lowest target is 25 mmHg.")
                                         : _ ("Only while the cuff is to be inflated."));
  controls->count_text = g_strdup_printf ("%u", view->reps);
  controls->pause_text = g_strdup (controls->paused ? _ ("Resume") : _ ("Pause"));
}

/* --- The header -------------------------------------------------------------------------- */

static const char *
posture_to_text (EbbPosture posture)
{
  switch (posture) {
  case EBB_POSTURE_SUPINE:
    return _ ("lying");
  case EBB_POSTURE_SEATED:
    return _ ("seated");
  case EBB_POSTURE_STANDING:
    return _ ("standing");
  }
  return _ ("posture unknown");
}

static char *
make_subtitle (const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  g_autofree char *load = ebb_format_kg (facts->plan->load_kg);
  g_autofree char *now = ebb_format_time (facts->now_unix_us);
  GString *text = g_string_new (ebb_defined (facts->exercise->name));

  if (*load != '\0')
    g_string_append_printf (text, ", %s", load);
  g_string_append_printf (text, " · %s · %s", posture_to_text (facts->exercise->posture), now);
  if (view->expected_end_us != EBB_TIME_UNSET && ebb_phase_is_bout (view->phase)) {
    g_autofree char *end =
        ebb_format_time (facts->now_unix_us + view->expected_end_us - facts->now_us);
    /* Translators: after the time of day: "10:42, done about 10:51". */
    g_string_append_printf (text, _ (", done about %s"), end);
  }
  return g_string_free (text, FALSE);
}

/* --- All of it --------------------------------------------------------------------------- */

static EbbLiveShow
what_to_show (EbbPhase phase)
{
  if (phase == EBB_PHASE_UNKNOWN)
    return EBB_LIVE_SHOW_UNKNOWN;
  return phase == EBB_PHASE_REST ? EBB_LIVE_SHOW_REST : EBB_LIVE_SHOW_NUMBERS;
}

void
ebb_live_state_make (EbbLiveState *state, const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;

  g_return_if_fail (facts->plan != NULL && facts->plan->n_sets > 0 && facts->exercise != NULL);

  *state = (EbbLiveState){ .show = what_to_show (view->phase) };
  ebb_live_make_banner (&state->banner, facts);
  make_pressure (&state->pressure, facts);
  state->timed = ebb_plan_is_timed (facts->plan);
  if (state->timed)
    ebb_live_make_time_done (&state->reps, facts);
  else
    make_reps (&state->reps, facts);
  ebb_live_make_prompt (&state->prompt, facts);
  ebb_live_make_clock (&state->clock, facts);
  make_limb (&state->limb, facts);
  ebb_live_make_reading (&state->reading, facts);
  make_controls (&state->controls, facts, state->prompt.kind);
  state->subtitle = make_subtitle (facts);
  state->moves = view->phase != EBB_PHASE_CLOSED && view->phase != EBB_PHASE_REMOVE_CUFF;
}

void
ebb_live_state_clear (EbbLiveState *state)
{
  char *texts[] = {
    state->banner.word,       state->banner.detail,       state->banner.next,
    state->banner.next_after, state->pressure.title,      state->pressure.number,
    state->pressure.ordered,  state->pressure.sign,       state->pressure.share,
    state->reps.title,        state->reps.number,         state->reps.range,
    state->reps.set,          state->reps.line,           state->clock.title,
    state->clock.number,      state->clock.unit,          state->clock.of,
    state->limb.title,        state->limb.clock,          state->limb.limit,
    state->limb.left,         state->limb.limit_short,    state->reading.ask,
    state->reading.age,       state->reading.at_target,   state->controls.minus_why,
    state->controls.plus_why, state->controls.count_text, state->controls.pause_text,
    state->subtitle,          state->prompt.text,         state->prompt.detail,
    state->prompt.button,
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  *state = (EbbLiveState){ 0 };
}
