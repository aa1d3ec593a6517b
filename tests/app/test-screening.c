/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may train with the cuff, and how hard.  Expectations are the reference's (clinical 4.1 to
 * 4.4 and the vectors of 12) and the design's: the strictest wins, unknown is never safe.
 */
#include "screening-rig.h"

#include <math.h>
#include <string.h>

static const EbbScreeningOutcome outcome_of[] = {
  [EBB_EFFECT_NONE] = EBB_SCREENING_CLEARED,
  [EBB_EFFECT_CAUTION] = EBB_SCREENING_CLEARED,
  [EBB_EFFECT_PHYSICIAN] = EBB_SCREENING_PHYSICIAN,
  [EBB_EFFECT_REFUSED] = EBB_SCREENING_REFUSED,
};

/* Every condition by itself: its class decides, and the reason names it with its source. */
static void
test_each_item (ScreeningRig *rig, gconstpointer unused)
{
  EbbScreening *screening = rig->file->screening;

  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_CLEARED);
  for (guint i = 0; i < rig->file->list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (rig->file->list->items, i);

    if (item->measure != EBB_SCREEN_ASKED)
      continue;
    ebb_screening_answer (screening, item->id, TRUE, 0, NULL);
    g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, EBB_LIMB_LEFT_ARM);
    const EbbScreeningReason *reason = screening_rig_find (judgement, item->id);

    g_test_message ("%s", item->id);
    g_assert_cmpint (judgement->outcome, >=, outcome_of[item->effect]);
    g_assert_nonnull (reason);
    g_assert_cmpint (reason->effect, ==, item->effect);
    g_assert_nonnull (strstr (reason->text, item->name));
    g_assert_cmpstr (reason->source, ==, item->source);
    ebb_screening_answer (screening, item->id, FALSE, 0, NULL);
  }
}

/* A shunt in one arm says nothing of the other limbs; where it is not said, all are meant. */
static void
test_limbs (ScreeningRig *rig, gconstpointer unused)
{
  const struct {
    const char *id;
    guint limbs, cuff;
    EbbScreeningOutcome outcome;
  } rows[] = {
    { "dialysis-access", EBB_LIMB_LEFT_ARM, EBB_LIMB_LEFT_ARM, EBB_SCREENING_REFUSED },
    { "dialysis-access", EBB_LIMB_LEFT_ARM, EBB_LIMB_RIGHT_ARM, EBB_SCREENING_CLEARED },
    { "dialysis-access", EBB_LIMB_LEFT_ARM, EBB_LIMB_LEFT_LEG, EBB_SCREENING_CLEARED },
    { "dialysis-access", EBB_LIMB_LEFT_ARM, 0, EBB_SCREENING_REFUSED },
    { "dialysis-access", 0, EBB_LIMB_RIGHT_LEG, EBB_SCREENING_REFUSED },
    { "lymph-nodes", EBB_LIMB_RIGHT_ARM, EBB_LIMB_RIGHT_ARM, EBB_SCREENING_REFUSED },
    { "lymph-nodes", EBB_LIMB_RIGHT_ARM, EBB_LIMB_LEFT_ARM, EBB_SCREENING_CLEARED },
    { "lymph-nodes", 0, EBB_LIMB_LEFT_LEG, EBB_SCREENING_CLEARED },
    { "pregnancy", EBB_LIMB_LEFT_ARM, EBB_LIMB_RIGHT_LEG, EBB_SCREENING_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    screening_rig_yes (rig, rows[i].id, rows[i].limbs);
    g_assert_cmpint (screening_rig_outcome (rig, rows[i].cuff), ==, rows[i].outcome);
    ebb_screening_answer (rig->file->screening, rows[i].id, FALSE, 0, NULL);
  }
  g_assert_cmpuint (ebb_limb_of (EBB_SEGMENT_CALF, EBB_SIDE_LEFT), ==, EBB_LIMB_LEFT_LEG);
  g_assert_cmpuint (ebb_limb_of (EBB_SEGMENT_ARM, EBB_SIDE_RIGHT), ==, EBB_LIMB_RIGHT_ARM);
}

/* 4.3, each tier from both sides of each threshold. */
static void
test_pressure (ScreeningRig *rig, gconstpointer unused)
{
  static const struct {
    int systolic, diastolic, block;
    const char *tier;
    EbbScreeningOutcome outcome;
  } rows[] = {
    { 139, 89, 100, "green", EBB_SCREENING_CLEARED },
    { 140, 89, 100, "amber", EBB_SCREENING_CLEARED },
    { 139, 90, 100, "amber", EBB_SCREENING_CLEARED },
    { 159, 94, 100, "amber", EBB_SCREENING_CLEARED },
    { 160, 94, 100, "red-amber", EBB_SCREENING_PHYSICIAN },
    { 159, 95, 100, "red-amber", EBB_SCREENING_PHYSICIAN },
    { 179, 99, 100, "red-amber", EBB_SCREENING_PHYSICIAN },
    { 180, 80, 100, "red", EBB_SCREENING_REFUSED },
    { 150, 100, 100, "red", EBB_SCREENING_REFUSED },
    { 150, 100, 110, "red-amber", EBB_SCREENING_PHYSICIAN },
    { 150, 109, 110, "red-amber", EBB_SCREENING_PHYSICIAN },
    { 150, 110, 110, "red", EBB_SCREENING_REFUSED },
    { 180, 80, 110, "red", EBB_SCREENING_REFUSED },
    { 90, 60, 100, "green", EBB_SCREENING_CLEARED },
    { 89, 60, 100, "low", EBB_SCREENING_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    screening_rig_pressure (rig, rows[i].systolic, rows[i].diastolic);
    rig->file->settings.diastolic_block_mmhg = rows[i].block;
    g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);

    g_test_message ("%d/%d", rows[i].systolic, rows[i].diastolic);
    g_assert_cmpstr (judgement->tier->id, ==, rows[i].tier);
    if (rows[i].outcome != EBB_SCREENING_PHYSICIAN || rows[i].diastolic < 100)
      g_assert_cmpint (judgement->outcome, ==, rows[i].outcome);
    g_assert_cmpint (judgement->measure_again, ==, rows[i].outcome > EBB_SCREENING_LIMITS);
  }
}

/* Sit five minutes: the second measurement decides, whichever way it goes. */
static void
test_second_pressure (ScreeningRig *rig, gconstpointer unused)
{
  EbbScreening *screening = rig->file->screening;

  screening_rig_pressure (rig, 185, 90);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_REFUSED);
  screening->second = (EbbBloodPressure){ 138, 84 };
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_CLEARED);
  screening_rig_pressure (rig, 138, 84);
  screening->second = (EbbBloodPressure){ 185, 90 };
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_REFUSED);
  g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);
  g_assert_false (judgement->measure_again);
}

/* What is not known is never safe. */
static void
test_unknown (ScreeningRig *rig, gconstpointer unused)
{
  EbbScreening *screening = rig->file->screening;

  screening->first = (EbbBloodPressure){ -1, -1 };
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_INCOMPLETE);
  screening_rig_pressure (rig, 120, 75);
  screening->age_years = -1;
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_INCOMPLETE);
  screening->age_years = 35;
  g_ptr_array_remove_index (screening->answers, 3);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_INCOMPLETE);
  /* A refusal is stricter than a gap. */
  screening_rig_yes (rig, "pregnancy", 0);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_REFUSED);
}

static int
points (ScreeningRig *rig)
{
  g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);

  return judgement->score;
}

/* Age and body mass index from both sides; of each only the highest class counts. */
static void
test_score_classes (ScreeningRig *rig, gconstpointer unused)
{
  static const struct {
    int age_years;
    double weight_kg; /* at 200 cm: 100 kg are 25, 120 kg are 30 */
    int points;
  } rows[] = {
    { 39, 80, 0 },  { 40, 80, 1 },    { 58, 80, 1 },   { 59, 80, 1 },
    { 60, 80, 1 },  { 61, 80, 2 },    { 35, 99.9, 0 }, { 35, 100, 1 },
    { 35, 120, 1 }, { 35, 120.1, 2 }, { 61, 121, 4 },  { 35, -1, 2 },
  };
  EbbScreening *screening = rig->file->screening;

  screening->height_cm = 200;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    screening->age_years = rows[i].age_years;
    screening->weight_kg = rows[i].weight_kg;
    g_test_message ("%d years, %g kg", rows[i].age_years, rows[i].weight_kg);
    g_assert_cmpint (points (rig), ==, rows[i].points);
  }
  screening->weight_kg = 80;
  g_free (screening->sex);
  screening->sex = g_strdup ("female");
  g_assert_cmpint (points (rig), ==, 1);
  g_clear_pointer (&screening->sex, g_free);
  g_assert_cmpint (points (rig), ==, 1);
}

/* The vectors of the reference. */
static void
test_score_vectors (ScreeningRig *rig, gconstpointer unused)
{
  EbbScreening *screening = rig->file->screening;

  /* Man, 35, BMI 24, 165/92: 3 points pass, the blood pressure asks for a physician. */
  screening_rig_pressure (rig, 165, 92);
  g_autoptr (EbbScreeningJudgement) man = screening_rig_judge (rig, 0);
  g_assert_cmpint (man->score, ==, 3);
  g_assert_null (screening_rig_find (man, "score"));
  g_assert_cmpint (man->outcome, ==, EBB_SCREENING_PHYSICIAN);

  /* Woman, 45, BMI 27, oestrogen: 5, a physician. */
  screening_rig_pressure (rig, 120, 75);
  g_free (screening->sex);
  screening->sex = g_strdup ("female");
  screening->age_years = 45;
  screening->weight_kg = 27 * 1.8 * 1.8;
  screening_rig_yes (rig, "oestrogen", 0);
  g_autoptr (EbbScreeningJudgement) woman = screening_rig_judge (rig, 0);
  g_assert_cmpint (woman->score, ==, 5);
  g_assert_cmpint (screening_rig_find (woman, "score")->level, ==, EBB_SCREENING_PHYSICIAN);
  g_assert_cmpint (woman->outcome, ==, EBB_SCREENING_PHYSICIAN);

  /* One point less passes the score. */
  screening->age_years = 39;
  g_autoptr (EbbScreeningJudgement) younger = screening_rig_judge (rig, 0);
  g_assert_cmpint (younger->score, ==, 4);
  g_assert_null (screening_rig_find (younger, "score"));
}

/* The score raises to "physician" at most, however high it is. */
static void
test_score_at_most (ScreeningRig *rig, gconstpointer unused)
{
  static const char *const ids[] = { "varicose",  "immobilisation", "lipids",
                                     "oestrogen", "cancer-5-years", "atrial-fibrillation" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    screening_rig_yes (rig, ids[i], 0);
  g_assert_cmpint (points (rig), ==, 3 + 3 + 2 + 2 + 2 + 3);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_PHYSICIAN);
  screening_rig_clear (rig, EBB_CLEARANCE_ALL, 0);
  g_assert_cmpint (screening_rig_outcome (rig, 0), <=, EBB_SCREENING_LIMITS);
}

/* Measured conditions from both sides: age under 14, over 60; days since surgery. */
static void
test_measured (ScreeningRig *rig, gconstpointer unused)
{
  EbbScreening *screening = rig->file->screening;
  static const struct {
    int age_years;
    const char *id;
    gboolean there;
  } ages[] = { { 13, "under-age", TRUE },
               { 14, "under-age", FALSE },
               { 60, "age-over-60", FALSE },
               { 61, "age-over-60", TRUE } };
  static const struct {
    const char *surgery_on;
    int days; /* of the clinic */
    gboolean there;
  } surgeries[] = { { "2026-02-03", -1, TRUE },
                    { "2026-01-20", -1, TRUE },
                    { "2026-01-19", -1, FALSE },
                    { "2026-01-19", 15, TRUE },
                    { "2026-01-31", 2, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++) {
    screening->age_years = ages[i].age_years;
    g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);

    g_assert_cmpint (screening_rig_find (judgement, ages[i].id) != NULL, ==, ages[i].there);
  }
  screening->age_years = 35;
  for (gsize i = 0; i < G_N_ELEMENTS (surgeries); i++) {
    g_free (screening->surgery_on);
    screening->surgery_on = g_strdup (surgeries[i].surgery_on);
    rig->file->settings.post_operative_days = surgeries[i].days;
    g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);

    g_assert_cmpint (screening_rig_find (judgement, "post-operative") != NULL, ==,
                     surgeries[i].there);
    g_assert_cmpint (judgement->score, ==, surgeries[i].there ? 5 : 0);
  }
}

static int
vte (ScreeningRig *rig)
{
  g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);

  return judgement->vte_score;
}

/* 4.4: 0 to 1 low, 2 to 3 moderate, 4 and more high. */
static void
test_vte (ScreeningRig *rig, gconstpointer unused)
{
  EbbScreening *screening = rig->file->screening;

  screening->age_years = 59;
  g_assert_cmpint (vte (rig), ==, 0);
  screening->age_years = 60;
  g_assert_cmpint (vte (rig), ==, 1);
  g_autoptr (EbbScreeningJudgement) low = screening_rig_judge (rig, 0);
  g_assert_null (screening_rig_find (low, "vte-score"));
  screening_rig_yes (rig, "immobilisation", 0);
  g_autoptr (EbbScreeningJudgement) moderate = screening_rig_judge (rig, 0);
  g_assert_cmpint (screening_rig_find (moderate, "vte-score")->effect, ==, EBB_EFFECT_CAUTION);
  screening_rig_yes (rig, "leg-paralysis", 0);
  g_autoptr (EbbScreeningJudgement) high = screening_rig_judge (rig, 0);
  g_assert_cmpint (high->vte_score, ==, 4);
  g_assert_cmpint (screening_rig_find (high, "vte-score")->effect, ==, EBB_EFFECT_PHYSICIAN);
}

/* Calf +3.5 cm, tenderness, another diagnosis likely: 0.  The symptom refuses all the same. */
static void
test_wells (ScreeningRig *rig, gconstpointer unused)
{
  static const char *const signs[] = { "calf", "tenderness", "alternative" };
  EbbScreening *screening = rig->file->screening;

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    g_ptr_array_add (screening->wells, g_strdup (signs[i]));
  g_assert_cmpint (ebb_screening_wells (screening, rig->file->list), ==, 0);
  screening_rig_yes (rig, "one-sided-symptom", 0);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_REFUSED);
  screening_rig_clear (rig, EBB_CLEARANCE_ALL, 0);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_REFUSED);
  g_assert_cmpstr (ebb_screening_band (rig->file->list->wells_bands, 0)->name, ==, "low");
  g_assert_cmpstr (ebb_screening_band (rig->file->list->wells_bands, 1)->name, ==, "moderate");
  g_assert_cmpstr (ebb_screening_band (rig->file->list->wells_bands, 2)->name, ==, "moderate");
  g_assert_cmpstr (ebb_screening_band (rig->file->list->wells_bands, 3)->name, ==, "high");
}

/* A clearance settles what it names and nothing else; limits stay, the physician's come to them. */
static void
test_clearance (ScreeningRig *rig, gconstpointer unused)
{
  screening_rig_yes (rig, "stroke", 0);
  screening_rig_yes (rig, "retinal", 0);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_PHYSICIAN);
  screening_rig_clear (rig, "stroke", 0);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_PHYSICIAN);
  screening_rig_clear (rig, "retinal varicose", 45);
  g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);
  g_assert_cmpint (judgement->outcome, ==, EBB_SCREENING_LIMITS);
  g_assert_cmpfloat (judgement->max_percent_lop, ==, 45); /* 50 of the stroke, 45 of Dr. Sample */
  g_assert_true (judgement->intermittent);
  g_assert_nonnull (strstr (screening_rig_find (judgement, "stroke")->text, "Dr. Sample"));
}

/* Red-amber with a clearance: at most 50 % of LOP, intermittent.  Red stays red. */
static void
test_pressure_cleared (ScreeningRig *rig, gconstpointer unused)
{
  screening_rig_pressure (rig, 165, 92);
  screening_rig_clear (rig, "blood-pressure", 0);
  g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);
  g_assert_cmpint (judgement->outcome, ==, EBB_SCREENING_LIMITS);
  g_assert_cmpfloat (judgement->max_percent_lop, ==, 50);
  g_assert_true (judgement->intermittent);
  screening_rig_pressure (rig, 181, 92);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_REFUSED);
}

static void
test_acknowledge (ScreeningRig *rig, gconstpointer unused)
{
  rig->file->screening->acknowledged = FALSE;
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_CLEARED);
  screening_rig_yes (rig, "long-travel", 0);
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_INCOMPLETE);
  rig->file->screening->acknowledged = TRUE;
  g_assert_cmpint (screening_rig_outcome (rig, 0), ==, EBB_SCREENING_CLEARED);
}

/* --- The lock ---------------------------------------------------------------------------- */

static EbbScreeningLock
lock_on (ScreeningRig *rig, const char *day, gboolean *overridden)
{
  EbbScreeningGate gate;

  ebb_screening_gate (rig->file, "patient", EBB_LIMB_LEFT_LEG, day, &gate);
  g_assert_cmpint (gate.text != NULL, ==, gate.lock != EBB_LOCK_OPEN);
  g_assert_cmpint (gate.may_override, ==,
                   gate.lock == EBB_LOCK_MISSING || gate.lock == EBB_LOCK_EXPIRED);
  g_assert_cmpint (gate.override_text != NULL, ==, gate.overridden);
  *overridden = gate.overridden;
  ebb_screening_gate_clear (&gate);
  return gate.lock;
}

static void
override_on (ScreeningRig *rig, const char *day, const char *screening_id, gint64 written_unix_us)
{
  EbbScreeningOverride *override = g_new0 (EbbScreeningOverride, 1);

  override->reason = g_strdup ("short visit");
  override->operator_name = g_strdup ("Tester");
  override->overridden_on = g_strdup (day);
  override->screening_id = g_strdup (screening_id);
  override->written_unix_us = written_unix_us;
  g_clear_pointer (&rig->file->override, ebb_screening_override_free);
  rig->file->override = override;
}

/* 90 days and not one more; and not before it was made. */
static void
test_validity (ScreeningRig *rig, gconstpointer unused)
{
  gboolean overridden;

  g_assert_cmpint (lock_on (rig, SCREENING_DAY, &overridden), ==, EBB_LOCK_OPEN);
  g_assert_cmpint (lock_on (rig, "2026-05-04", &overridden), ==, EBB_LOCK_OPEN);
  g_assert_cmpint (lock_on (rig, "2026-05-05", &overridden), ==, EBB_LOCK_EXPIRED);
  g_assert_cmpint (lock_on (rig, "2026-02-02", &overridden), ==, EBB_LOCK_EXPIRED);

  EbbScreeningSettings settings = rig->file->settings;
  g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);
  ebb_screening_settle (rig->file->screening, judgement, rig->file->list, &settings);
  g_assert_cmpstr (rig->file->screening->valid_until, ==, "2026-05-04");
  settings.valid_days = 30;
  ebb_screening_settle (rig->file->screening, judgement, rig->file->list, &settings);
  g_assert_cmpstr (rig->file->screening->valid_until, ==, "2026-03-05");
}

static void
test_missing (ScreeningRig *rig, gconstpointer unused)
{
  EbbScreeningGate gate;
  gboolean overridden;

  g_clear_pointer (&rig->file->screening, ebb_screening_free);
  g_assert_cmpint (lock_on (rig, SCREENING_DAY, &overridden), ==, EBB_LOCK_MISSING);
  override_on (rig, SCREENING_DAY, NULL, 1);
  lock_on (rig, SCREENING_DAY, &overridden);
  g_assert_true (overridden);
  lock_on (rig, "2026-02-04", &overridden);
  g_assert_false (overridden);

  /* Nobody, and somebody else. */
  ebb_screening_gate (NULL, "patient", 0, SCREENING_DAY, &gate);
  g_assert_cmpint (gate.lock, ==, EBB_LOCK_MISSING);
  g_assert_false (gate.overridden);
  ebb_screening_gate_clear (&gate);
  ebb_screening_gate (rig->file, "another", 0, SCREENING_DAY, &gate);
  g_assert_cmpint (gate.lock, ==, EBB_LOCK_MISSING);
  g_assert_false (gate.overridden);
  ebb_screening_gate_clear (&gate);
}

/* A therapist overrides an expired one, never what it found. */
static void
test_override (ScreeningRig *rig, gconstpointer unused)
{
  gboolean overridden;

  override_on (rig, "2026-06-01", "screening", 1);
  g_assert_cmpint (lock_on (rig, "2026-06-01", &overridden), ==, EBB_LOCK_EXPIRED);
  g_assert_true (overridden);
  screening_rig_yes (rig, "stroke", 0);
  g_assert_cmpint (lock_on (rig, "2026-06-01", &overridden), ==, EBB_LOCK_PHYSICIAN);
  g_assert_false (overridden);
  screening_rig_yes (rig, "pregnancy", 0);
  g_assert_cmpint (lock_on (rig, "2026-06-01", &overridden), ==, EBB_LOCK_REFUSED);
  g_assert_false (overridden);
  override_on (rig, "2026-06-01", NULL, 1); /* of a time when there was none */
  ebb_screening_answer (rig->file->screening, "stroke", FALSE, 0, NULL);
  ebb_screening_answer (rig->file->screening, "pregnancy", FALSE, 0, NULL);
  lock_on (rig, "2026-06-01", &overridden);
  g_assert_false (overridden);
}

/* News of the patient's health end a screening; an override from before them does not count. */
static void
test_health_change (ScreeningRig *rig, gconstpointer unused)
{
  gboolean overridden;

  rig->file->change = g_new0 (EbbHealthChange, 1);
  rig->file->change->what = g_strdup ("new medicine");
  rig->file->change->noted_unix_us = 100;
  override_on (rig, SCREENING_DAY, "screening", 99);
  g_assert_cmpint (lock_on (rig, SCREENING_DAY, &overridden), ==, EBB_LOCK_EXPIRED);
  g_assert_false (overridden);
  override_on (rig, SCREENING_DAY, "screening", 101);
  lock_on (rig, SCREENING_DAY, &overridden);
  g_assert_true (overridden);
}

#define ADD(path, function)                                                                        \
  g_test_add (path, ScreeningRig, NULL, screening_rig_set_up, function, screening_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/screening/each-item", test_each_item);
  ADD ("/screening/limbs", test_limbs);
  ADD ("/screening/pressure", test_pressure);
  ADD ("/screening/second-pressure", test_second_pressure);
  ADD ("/screening/pressure-cleared", test_pressure_cleared);
  ADD ("/screening/unknown", test_unknown);
  ADD ("/screening/score-classes", test_score_classes);
  ADD ("/screening/score-vectors", test_score_vectors);
  ADD ("/screening/score-at-most", test_score_at_most);
  ADD ("/screening/measured", test_measured);
  ADD ("/screening/vte", test_vte);
  ADD ("/screening/wells", test_wells);
  ADD ("/screening/clearance", test_clearance);
  ADD ("/screening/acknowledge", test_acknowledge);
  ADD ("/screening/validity", test_validity);
  ADD ("/screening/missing", test_missing);
  ADD ("/screening/override", test_override);
  ADD ("/screening/health-change", test_health_change);
  return g_test_run ();
}
