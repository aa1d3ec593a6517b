/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists and scores of the reference (clinical 4.1 to 4.4, 4.8) against the built-in files, and
 * a case on each side of every threshold that test-screening.c does not have.  Where each one
 * stands: README.md in this folder.
 */
#include "ebb-check-list.h"
#include "screening-rig.h"

#include <math.h>

/* --- 4.1: the 39 conditions -------------------------------------------------------------- */

/* The strictest class the reference gives each; 10 and 13 name a milder part of it as well. */
static const EbbEffect strictest[] = {
  [1] = EBB_EFFECT_REFUSED,    [2] = EBB_EFFECT_REFUSED,    [3] = EBB_EFFECT_PHYSICIAN,
  [4] = EBB_EFFECT_PHYSICIAN,  [5] = EBB_EFFECT_REFUSED,    [6] = EBB_EFFECT_REFUSED,
  [7] = EBB_EFFECT_REFUSED,    [8] = EBB_EFFECT_REFUSED,    [9] = EBB_EFFECT_REFUSED,
  [10] = EBB_EFFECT_REFUSED,   [11] = EBB_EFFECT_REFUSED,   [12] = EBB_EFFECT_PHYSICIAN,
  [13] = EBB_EFFECT_REFUSED,   [14] = EBB_EFFECT_REFUSED,   [15] = EBB_EFFECT_REFUSED,
  [16] = EBB_EFFECT_REFUSED,   [17] = EBB_EFFECT_REFUSED,   [18] = EBB_EFFECT_REFUSED,
  [19] = EBB_EFFECT_REFUSED,   [20] = EBB_EFFECT_REFUSED,   [21] = EBB_EFFECT_REFUSED,
  [22] = EBB_EFFECT_REFUSED,   [23] = EBB_EFFECT_PHYSICIAN, [24] = EBB_EFFECT_PHYSICIAN,
  [25] = EBB_EFFECT_PHYSICIAN, [26] = EBB_EFFECT_PHYSICIAN, [27] = EBB_EFFECT_CAUTION,
  [28] = EBB_EFFECT_PHYSICIAN, [29] = EBB_EFFECT_CAUTION,   [30] = EBB_EFFECT_CAUTION,
  [31] = EBB_EFFECT_CAUTION,   [32] = EBB_EFFECT_PHYSICIAN, [33] = EBB_EFFECT_CAUTION,
  [34] = EBB_EFFECT_CAUTION,   [35] = EBB_EFFECT_PHYSICIAN, [36] = EBB_EFFECT_PHYSICIAN,
  [37] = EBB_EFFECT_PHYSICIAN, [38] = EBB_EFFECT_PHYSICIAN, [39] = EBB_EFFECT_CAUTION,
};

static void
test_classes (ScreeningRig *rig, gconstpointer unused)
{
  EbbEffect found[G_N_ELEMENTS (strictest)] = { EBB_EFFECT_NONE };

  for (guint i = 0; i < rig->file->list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (rig->file->list->items, i);

    g_assert_cmpuint (item->number, <, G_N_ELEMENTS (strictest));
    found[item->number] = MAX (found[item->number], item->effect);
  }
  for (guint number = 1; number < G_N_ELEMENTS (strictest); number++) {
    g_test_message ("condition %u", number);
    g_assert_cmpint (found[number], ==, strictest[number]);
  }
}

/* 29: a body mass index over 30; exactly 30 is not over it. */
static void
test_obesity (ScreeningRig *rig, gconstpointer unused)
{
  rig->file->screening->height_cm = 200;
  rig->file->screening->weight_kg = 120;
  g_autoptr (EbbScreeningJudgement) at = screening_rig_judge (rig, 0);
  g_assert_null (screening_rig_find (at, "obesity"));
  rig->file->screening->weight_kg = 120.1;
  g_autoptr (EbbScreeningJudgement) above = screening_rig_judge (rig, 0);
  g_assert_nonnull (screening_rig_find (above, "obesity"));
}

/* --- 4.2 and 4.4: points ----------------------------------------------------------------- */

typedef struct {
  const char *id;
  int score, vte;
} Points;

/* Each by itself, of somebody who has none without it. */
static const Points points[] = {
  { "dvt-current", 5, 3 },   { "dvt-past", 5, 3 },       { "fever-illness", 5, 0 },
  { "arrhythmia", 5, 0 },    { "coronary-acute", 5, 0 }, { "pregnancy", 4, 0 },
  { "varicose", 3, 0 },      { "immobilisation", 3, 1 }, { "atrial-fibrillation", 3, 0 },
  { "heart-failure", 3, 0 }, { "cancer-now", 2, 2 },     { "cancer-5-years", 2, 2 },
  { "lipids", 2, 0 },        { "lipids-high", 2, 0 },    { "oestrogen", 2, 0 },
  { "thrombophilia", 0, 2 }, { "leg-paralysis", 0, 2 },  { "intensive-care", 0, 1 },
  { "latex", 0, 0 },         { "long-travel", 0, 0 },
};

static void
assert_points (ScreeningRig *rig, int score, int vte)
{
  g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, 0);

  g_assert_cmpint (judgement->score, ==, score);
  g_assert_cmpint (judgement->vte_score, ==, vte);
}

static void
test_points (ScreeningRig *rig, gconstpointer unused)
{
  assert_points (rig, 0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++) {
    g_test_message ("%s", points[i].id);
    screening_rig_yes (rig, points[i].id, 0);
    assert_points (rig, points[i].score, points[i].vte);
    ebb_screening_answer (rig->file->screening, points[i].id, FALSE, 0, NULL);
  }
}

/* Above 180/100: 5; 160 to 179 or 95 to 99: 3.  Exactly 180 and 100, which the reference leaves
 * open, count as the higher class. */
static void
test_pressure_points (ScreeningRig *rig, gconstpointer unused)
{
  static const struct {
    int systolic, diastolic, points;
  } rows[] = {
    { 159, 94, 0 }, { 160, 94, 3 }, { 159, 95, 3 },  { 179, 99, 3 },
    { 180, 99, 5 }, { 181, 99, 5 }, { 179, 100, 5 }, { 179, 101, 5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%d/%d", rows[i].systolic, rows[i].diastolic);
    screening_rig_pressure (rig, rows[i].systolic, rows[i].diastolic);
    assert_points (rig, rows[i].points, 0);
  }
}

/* More than 4 asks for a physician; 4 does not. */
static void
test_score_threshold (ScreeningRig *rig, gconstpointer unused)
{
  screening_rig_yes (rig, "immobilisation", 0); /* 3 */
  rig->file->screening->age_years = 45;         /* 4 */
  g_autoptr (EbbScreeningJudgement) at = screening_rig_judge (rig, 0);
  g_assert_cmpint (at->score, ==, 4);
  g_assert_null (screening_rig_find (at, "score"));
  screening_rig_pressure (rig, 120, 75);
  screening_rig_yes (rig, "lipids", 0); /* 6 */
  g_autoptr (EbbScreeningJudgement) above = screening_rig_judge (rig, 0);
  g_assert_nonnull (screening_rig_find (above, "score"));
}

/* Risk of a clot: 0 to 1 low, 2 to 3 moderate, 4 and more high. */
static void
test_vte_bands (ScreeningRig *rig, gconstpointer unused)
{
  static const EbbEffect effects[] = { EBB_EFFECT_NONE,      EBB_EFFECT_NONE,
                                       EBB_EFFECT_CAUTION,   EBB_EFFECT_CAUTION,
                                       EBB_EFFECT_PHYSICIAN, EBB_EFFECT_PHYSICIAN };

  for (int score = 0; score < (int) G_N_ELEMENTS (effects); score++)
    g_assert_cmpint (ebb_screening_band (rig->file->list->vte_bands, score)->effect, ==,
                     effects[score]);
  g_assert_cmpint (ebb_screening_band (rig->file->list->vte_bands, 12)->effect, ==,
                   EBB_EFFECT_PHYSICIAN);
}

/* Ten signs of one point, but the last, which takes two away; the bands are in test-screening.c. */
static void
test_wells_signs (ScreeningRig *rig, gconstpointer unused)
{
  const GPtrArray *signs = rig->file->list->wells_signs;
  EbbScreening *screening = rig->file->screening;

  g_assert_cmpuint (signs->len, ==, 10);
  for (guint i = 0; i < signs->len; i++) {
    const EbbWellsSign *sign = g_ptr_array_index (signs, i);

    g_ptr_array_set_size (screening->wells, 0);
    g_ptr_array_add (screening->wells, g_strdup (sign->id));
    g_assert_cmpint (ebb_screening_wells (screening, rig->file->list), ==, i == 9 ? -2 : 1);
  }
}

/* --- 4.8: when to stop ------------------------------------------------------------------- */

static void
test_stop_signs (void)
{
  static const struct {
    const char *id;
    EbbSignAction action;
    double over;
  } rows[] = {
    { "heart-lung", EBB_SIGN_EMERGENCY, NAN },   { "numbness", EBB_SIGN_LOWER, NAN },
    { "pain", EBB_SIGN_DEFLATE_STOP, 7 },        { "sharp-pain", EBB_SIGN_END_SET, NAN },
    { "skin", EBB_SIGN_DEFLATE, NAN },           { "refill", EBB_SIGN_DEFLATE, 3 },
    { "normal", EBB_SIGN_CONTINUE, NAN },        { "systolic", EBB_SIGN_DEFLATE_STOP, 250 },
    { "diastolic", EBB_SIGN_DEFLATE_STOP, 115 }, { "bruising", EBB_SIGN_DEFLATE_STOP, NAN },
    { "machine", EBB_SIGN_AUTOMATIC, NAN },      { "form", EBB_SIGN_END_SET, NAN },
    { "asks", EBB_SIGN_DEFLATE, NAN },           { "pressure-drop", EBB_SIGN_DEFLATE_STOP, NAN },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbCheckList) list = ebb_check_list_load_builtin (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->signs->len, ==, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const EbbStopSign *sign = ebb_check_list_find_sign (list, rows[i].id);

    g_test_message ("%s", rows[i].id);
    g_assert_nonnull (sign);
    g_assert_cmpint (sign->action, ==, rows[i].action);
    g_assert_true (isnan (rows[i].over) ? isnan (sign->over) : sign->over == rows[i].over);
  }
}

#define ADD(path, test)                                                                            \
  g_test_add (path, ScreeningRig, NULL, screening_rig_set_up, test, screening_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/clinical-thresholds/classes", test_classes);
  ADD ("/clinical-thresholds/obesity", test_obesity);
  ADD ("/clinical-thresholds/points", test_points);
  ADD ("/clinical-thresholds/pressure-points", test_pressure_points);
  ADD ("/clinical-thresholds/score", test_score_threshold);
  ADD ("/clinical-thresholds/vte-bands", test_vte_bands);
  ADD ("/clinical-thresholds/wells-signs", test_wells_signs);
  g_test_add_func ("/clinical-thresholds/stop-signs", test_stop_signs);
  return g_test_run ();
}
