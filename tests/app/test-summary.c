/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of a session.  Samples come every 20 ms, so every sum can be done by hand.
 */
#include "ebb-summary.h"

#include <math.h>

#define S_US    G_USEC_PER_SEC
#define STEP_US 20000
#define TARGET  CUFF_MMHG (100)

static void
add_samples (EbbLimbFile *limb, double from_s, double to_s, int mmhg)
{
  for (gint64 t_us = (gint64) (from_s * S_US); t_us < (gint64) (to_s * S_US); t_us += STEP_US) {
    EbbSample sample = { .t_us = t_us, .pressure = CUFF_MMHG (mmhg) };
    g_array_append_val (limb->samples, sample);
  }
}

static void
add_rep (EbbSetFile *set, guint channel, guint hold_ms, CuffRepSource source)
{
  EbbRepRecord *rep = g_new0 (EbbRepRecord, 1);
  rep->number = set->reps->len + 1;
  rep->rep.channel = channel;
  rep->rep.hold_ms = hold_ms;
  rep->rep.source = source;
  rep->rep.amplitude = source == CUFF_REP_TAP ? CUFF_PRESSURE_UNSET : CUFF_MMHG (8);
  g_ptr_array_add (set->reps, rep);
}

static EbbSetFile *
add_set (EbbBoutFile *bout, double from_s, double to_s, guint reps, guint rest_s)
{
  EbbSetFile *set = g_new0 (EbbSetFile, 1);
  set->set = g_new0 (EbbSetRecord, 1);
  set->set->number = bout->sets->len + 1;
  set->set->reps_min = 15;
  set->set->reps_max = 20;
  set->set->reps_counted = reps;
  set->set->load_kg = 2;
  set->set->started_us = (gint64) (from_s * S_US);
  set->set->ended_us = to_s < 0 ? EBB_TIME_UNSET : (gint64) (to_s * S_US);
  set->set->rest_s_ordered = rest_s;
  set->reps = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_rep_record_free);
  set->ratings = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_rating_free);
  g_ptr_array_add (bout->sets, set);
  return set;
}

static void
rate (EbbSetFile *set, const char *scale, double value)
{
  EbbRating *rating = g_new0 (EbbRating, 1);
  rating->scale = g_strdup (scale);
  rating->value = value;
  g_ptr_array_add (set->ratings, rating);
}

static EbbLimbFile *
add_limb (EbbBoutFile *bout, guint channel, double occlusion_s)
{
  EbbLimbFile *limb = g_new0 (EbbLimbFile, 1);
  limb->limb = g_new0 (EbbLimbRecord, 1);
  limb->limb->channel = channel;
  limb->limb->target = TARGET;
  limb->limb->occlusion_time_s = occlusion_s;
  limb->samples = g_array_new (FALSE, FALSE, sizeof (EbbSample));
  g_ptr_array_add (bout->limbs, limb);
  return limb;
}

/* Hold 5 s, rest 30 s, three sets ordered. */
static EbbBoutFile *
add_bout (EbbSessionFile *file, const char *exercise_id, double from_s, double to_s)
{
  EbbBoutFile *bout = g_new0 (EbbBoutFile, 1);
  bout->bout = g_new0 (EbbBoutRecord, 1);
  bout->bout->number = file->bouts->len + 1;
  bout->bout->exercise_id = g_strdup (exercise_id);
  bout->bout->started_us = (gint64) (from_s * S_US);
  bout->bout->ended_us = (gint64) (to_s * S_US);
  bout->protocol = g_new0 (EbbProtocol, 1);
  bout->protocol->n_sets = 3;
  bout->protocol->rest_s = 30;
  bout->protocol->tempo.hold_ms = 5000;
  bout->limbs = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_limb_file_free);
  bout->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_set_file_free);
  g_ptr_array_add (file->bouts, bout);
  return bout;
}

static EbbSessionFile *
file_new (void)
{
  EbbSessionFile *file = g_new0 (EbbSessionFile, 1);
  file->session = g_new0 (EbbSessionRecord, 1);
  file->bouts = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_bout_file_free);
  file->events = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_event_record_free);
  return file;
}

static void
add_event (EbbSessionFile *file, double t_s, const char *code, CuffPressure pressure)
{
  EbbEventRecord *event = g_new0 (EbbEventRecord, 1);
  event->t_us = (gint64) (t_s * S_US);
  event->code = g_strdup (code);
  event->number = 1;
  event->pressure = pressure;
  g_ptr_array_add (file->events, event);
}

/* Held is 4.5 s and more of 5; what was tapped or is the other limb's is not judged. */
static void
test_holds (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "quad-set", 0, 100);
  add_limb (bout, 0, 90);
  EbbSetFile *set = add_set (bout, 10, 40, 5, 30);
  add_rep (set, 0, 5000, CUFF_REP_WAVE);
  add_rep (set, 0, 4500, CUFF_REP_WAVE);
  add_rep (set, 0, 4499, CUFF_REP_WAVE);
  add_rep (set, 0, 0, CUFF_REP_TAP);
  add_rep (set, 1, 9000, CUFF_REP_WAVE);
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  const EbbSetSummary *got = &summary->bouts[0].sets[0];
  g_assert_cmpuint (got->reps, ==, 5);
  g_assert_cmpuint (got->reps_held, ==, 2);
  g_assert_cmpfloat_with_epsilon (got->hold_mean_s, 13.999 / 3, 1e-9);
  g_assert_cmpuint (summary->reps, ==, 5);
  g_assert_cmpuint (summary->reps_timed, ==, 3);
  g_assert_cmpuint (summary->reps_held, ==, 2);
  g_assert_cmpfloat (summary->hold_ordered_s, ==, 5);
}

static void
test_only_taps (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "quad-set", 0, 100);
  add_rep (add_set (bout, 10, 40, 1, 30), 0, 0, CUFF_REP_TAP);
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_assert_true (isnan (summary->bouts[0].sets[0].hold_mean_s));
  g_assert_cmpuint (summary->reps_timed, ==, 0);
}

static void
test_rests (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "quad-set", 0, 200);
  add_set (bout, 10, 40, 15, 30);
  add_set (bout, 73.5, 100, 15, 30);
  add_set (bout, 131, -1, 3, 0); /* broken off */
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  const EbbSetSummary *sets = summary->bouts[0].sets;
  g_assert_cmpfloat (sets[0].rest_ordered_s, ==, 30);
  g_assert_cmpfloat_with_epsilon (sets[0].rest_taken_s, 33.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (sets[1].rest_taken_s, 31, 1e-9);
  g_assert_cmpfloat (sets[2].rest_ordered_s, ==, 0);
  g_assert_true (isnan (sets[2].rest_taken_s));
  g_assert_cmpuint (summary->sets_done, ==, 3);
  g_assert_cmpuint (summary->bouts[0].sets_planned, ==, 3);
}

/* Two of three sets: planned when no rest was ordered after the second, else stopped early. */
static void
test_planned_sets (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "quad-set", 0, 200);
  add_set (bout, 10, 40, 15, 30);
  EbbSetFile *second = add_set (bout, 70, 100, 15, 0);
  g_autoptr (EbbSummary) shortened = ebb_summary_new (file);
  g_assert_cmpuint (shortened->bouts[0].sets_planned, ==, 2);
  second->set->rest_s_ordered = 30;
  g_autoptr (EbbSummary) stopped = ebb_summary_new (file);
  g_assert_cmpuint (stopped->bouts[0].sets_planned, ==, 3);
  g_ptr_array_set_size (bout->sets, 0);
  g_autoptr (EbbSummary) none = ebb_summary_new (file);
  g_assert_cmpuint (none->bouts[0].sets_planned, ==, 3);
  g_assert_cmpuint (none->sets_done, ==, 0);
}

/* 10 s of work: 6 at 105, 2 at 111 (outside ±10), 2 at 95; then a rest of 10 s of which 2 are not
 * scored: 4 at 104 and 4 at 106 (outside ±5). */
static void
test_bands (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "quad-set", 0, 30);
  EbbLimbFile *limb = add_limb (bout, 0, 25);
  add_set (bout, 0, 10, 1, 10);
  add_set (bout, 20, 20.02, 0, 0);
  add_samples (limb, 0, 6, 105);
  add_samples (limb, 6, 8, 111);
  add_samples (limb, 8, 10, 95);
  add_samples (limb, 10, 16, 104);
  add_samples (limb, 16, 20.04, 106);
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  const EbbBoutSummary *got = &summary->bouts[0];
  g_assert_cmpfloat_with_epsilon (got->band_exercise_percent, 80, 0.3);
  g_assert_cmpfloat_with_epsilon (got->band_rest_percent, 50, 0.3);
  g_assert_cmpint (got->peak, ==, CUFF_MMHG (111));
  g_assert_cmpfloat_with_epsilon (got->mean_mmhg, (6 * 105 + 222 + 190 + 624 + 428.24) / 20.04,
                                  0.05);
  g_assert_cmpuint (got->gaps.count, ==, 0);
  g_assert_cmpfloat (got->occlusion_s, ==, 25);
}

/* A target changed in the bout moves the band; one outside it does not. */
static void
test_targets (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "quad-set", 5, 30);
  EbbLimbFile *limb = add_limb (bout, 0, 25);
  add_set (bout, 10, 20, 1, 0);
  add_samples (limb, 10, 20.02, 85);
  add_event (file, 1, EBB_EVENT_TARGET, CUFF_MMHG (50));
  add_event (file, 15, EBB_EVENT_TARGET, CUFF_MMHG (90));
  add_event (file, 40, EBB_EVENT_TARGET, CUFF_MMHG (50));
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  const EbbBoutSummary *got = &summary->bouts[0];
  g_assert_cmpuint (got->n_targets, ==, 2);
  g_assert_cmpint (g_array_index (got->targets, EbbTargetChange, 0).target, ==, TARGET);
  g_assert_cmpint (g_array_index (got->targets, EbbTargetChange, 1).t_us, ==, 15 * S_US);
  /* 85 is outside ±10 % of 100 for 5 s, inside of 90 for 5 s. */
  g_assert_cmpfloat_with_epsilon (got->band_exercise_percent, 50, 0.3);
}

static void
test_nothing_stored (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "quad-set", 0, 10);
  g_autoptr (EbbSummary) no_limb = ebb_summary_new (file);
  g_assert_cmpuint (no_limb->bouts[0].n_targets, ==, 0);
  add_limb (bout, 0, 0);
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_assert_true (isnan (summary->bouts[0].band_exercise_percent));
  g_assert_true (isnan (summary->bouts[0].band_rest_percent));
  g_assert_true (isnan (summary->bouts[0].mean_mmhg));
  g_assert_cmpint (summary->bouts[0].peak, ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpfloat (summary->load_kg, <, 0);
  g_assert_true (isnan (summary->load_change_kg));
  g_assert_true (isnan (summary->exertion));
  g_assert_true (isnan (summary->pain));
}

/* The last rating that was given, also when the last set has none. */
static void
test_ratings (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "quad-set", 0, 200);
  EbbSetFile *first = add_set (bout, 10, 40, 15, 30);
  EbbSetFile *second = add_set (bout, 70, 100, 15, 0);
  rate (first, "exertion", 4);
  rate (first, "pain", 2);
  rate (first, "cuff", 1);
  rate (second, "exertion", 7);
  rate (second, "discomfort", 5);
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_assert_cmpfloat (summary->exertion, ==, 7);
  g_assert_cmpfloat (summary->pain, ==, 2);
  g_assert_cmpfloat (summary->bouts[0].sets[0].cuff, ==, 1);
  g_assert_cmpfloat (summary->bouts[0].sets[1].cuff, ==, 5);
  g_assert_true (isnan (summary->bouts[0].sets[1].pain));
}

/* Loads are compared within one exercise, and only when both are known. */
static void
test_load_change (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *bout = add_bout (file, "short-arc-quad", 0, 200);
  EbbSetFile *set = add_set (bout, 10, 40, 15, 0);
  file->before = g_new0 (EbbSessionSummary, 1);
  file->before->exercise_id = g_strdup ("short-arc-quad");
  file->before->load_kg = 1.5;
  g_autoptr (EbbSummary) more = ebb_summary_new (file);
  g_assert_cmpfloat (more->load_kg, ==, 2);
  g_assert_cmpfloat (more->load_change_kg, ==, 0.5);
  file->before->load_kg = -1;
  g_autoptr (EbbSummary) unknown_before = ebb_summary_new (file);
  g_assert_true (isnan (unknown_before->load_change_kg));
  file->before->load_kg = 1.5;
  set->set->load_kg = -1;
  g_autoptr (EbbSummary) unknown_now = ebb_summary_new (file);
  g_assert_true (isnan (unknown_now->load_change_kg));
  set->set->load_kg = 2;
  add_bout (file, "quad-set", 300, 400);
  g_autoptr (EbbSummary) other = ebb_summary_new (file);
  g_assert_true (isnan (other->load_change_kg));
}

static void
test_two_bouts (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbBoutFile *first = add_bout (file, "quad-set", 0, 200);
  EbbBoutFile *second = add_bout (file, "short-arc-quad", 400, 600);
  add_limb (first, 0, 100);
  add_limb (first, 1, 120); /* both at once: the longer one */
  add_limb (second, 0, 50);
  add_set (first, 10, 40, 15, 0);
  add_set (second, 410, 440, 12, 0);
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_assert_cmpuint (summary->n_bouts, ==, 2);
  g_assert_cmpuint (summary->reps, ==, 27);
  g_assert_cmpuint (summary->sets_done, ==, 2);
  g_assert_cmpfloat (summary->occlusion_s, ==, 170);
}

static void
test_counts (void)
{
  g_autoptr (EbbSessionFile) file = file_new ();
  EbbLimbFile *limb = add_limb (add_bout (file, "quad-set", 0, 200), 0, 100);
  limb->limb->override_reason = g_strdup ("By order");
  add_event (file, 1, "alarm", CUFF_PRESSURE_UNSET);
  add_event (file, 2, "alarm-gone", CUFF_PRESSURE_UNSET);
  add_event (file, 3, "alarm", CUFF_PRESSURE_UNSET);
  add_event (file, 4, "reperfusion-override", CUFF_PRESSURE_UNSET);
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_assert_cmpuint (summary->n_alarms, ==, 2);
  g_assert_cmpuint (summary->n_overrides, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary/holds", test_holds);
  g_test_add_func ("/summary/only-taps", test_only_taps);
  g_test_add_func ("/summary/rests", test_rests);
  g_test_add_func ("/summary/planned-sets", test_planned_sets);
  g_test_add_func ("/summary/bands", test_bands);
  g_test_add_func ("/summary/targets", test_targets);
  g_test_add_func ("/summary/nothing-stored", test_nothing_stored);
  g_test_add_func ("/summary/ratings", test_ratings);
  g_test_add_func ("/summary/load-change", test_load_change);
  g_test_add_func ("/summary/two-bouts", test_two_bouts);
  g_test_add_func ("/summary/counts", test_counts);
  return g_test_run ();
}
