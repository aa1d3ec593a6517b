/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the limbs' forms and cards say, without a window.
 */
#include "ebb-cuff-form-state.h"
#include "ebb-cuff-offer-text.h"
#include "ebb-girth-form-state.h"
#include "ebb-lop-form-state.h"
#include "ebb-lop-run-state.h"

#include <math.h>
#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

/* A woman of 25 with nothing on file. */
static EbbLimbsFile *
limbs_new (gint64 now_unix_us)
{
  EbbLimbsFile *limbs = g_new0 (EbbLimbsFile, 1);
  EbbPatientFile *file = g_new0 (EbbPatientFile, 1);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_unix_us / G_USEC_PER_SEC);

  file->patient = g_new0 (EbbPatient, 1);
  file->patient->id = g_strdup ("p");
  file->patient->name = g_strdup ("Invented Person");
  file->patient->sex = g_strdup ("female");
  file->patient->birth_date = g_strdup_printf ("%d-01-01", g_date_time_get_year (now) - 25);
  file->prescriptions = g_ptr_array_new ();
  file->lops = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_record_free);
  file->sessions = g_ptr_array_new ();
  limbs->file = file;
  limbs->girths = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_girth_record_free);
  limbs->cuffs = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_cuff_record_free);
  return limbs;
}

static EbbCuffRecord *
add_cuff (EbbLimbsFile *limbs, const char *asset, double width_cm, double from_cm, double to_cm)
{
  EbbCuffRecord *cuff = g_new0 (EbbCuffRecord, 1);

  cuff->id = g_strdup (asset);
  cuff->asset = g_strdup (asset);
  cuff->name = g_strdup (asset);
  cuff->segment = EBB_SEGMENT_THIGH;
  cuff->width_cm = width_cm;
  cuff->length_cm = -1;
  cuff->girth_min_cm = from_cm;
  cuff->girth_max_cm = to_cm;
  cuff->latex = EBB_LATEX_NONE;
  g_ptr_array_add (limbs->cuffs, cuff);
  return cuff;
}

static void
add_girth (EbbLimbsFile *limbs, double cm, const char *on)
{
  EbbGirthRecord *girth = g_new0 (EbbGirthRecord, 1);

  girth->segment = EBB_SEGMENT_THIGH;
  girth->side = EBB_SIDE_LEFT;
  girth->site = g_strdup (EBB_GIRTH_UNDER_CUFF);
  girth->girth_cm = cm;
  girth->measured_on = g_strdup (on);
  g_ptr_array_insert (limbs->girths, 0, girth);
}

static EbbLopRecord *
add_lop (EbbLimbsFile *limbs, int lop_mmhg, gint64 measured_unix_us)
{
  EbbLopRecord *record =
      ebb_lop_record_new_entered (EBB_SEGMENT_THIGH, EBB_SIDE_LEFT, EBB_POSTURE_SUPINE, 11.5,
                                  CUFF_MMHG (lop_mmhg), measured_unix_us);

  g_ptr_array_insert (limbs->file->lops, 0, record);
  return record;
}

static EbbLopForm *
typed_form (const EbbLopScene *scene, double lop)
{
  EbbLopForm *form = ebb_lop_form_new ();

  form->pick = EBB_LOP_PICK_TYPED;
  ebb_lop_form_take_limb (form, EBB_SEGMENT_THIGH, EBB_SIDE_LEFT, scene);
  form->posture = EBB_POSTURE_SUPINE;
  form->width_cm = 11.5;
  form->lop = lop;
  return form;
}

/* --- The form before a LOP --------------------------------------------------------------- */

/* Nothing chosen: everything that is needed is named, and none of it is a side by default. */
static void
test_lop_empty (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (EbbLimbsFile) limbs = limbs_new (now_us);
  EbbLopScene scene = { .limbs = limbs, .now_unix_us = now_us };
  g_autoptr (EbbLopForm) form = ebb_lop_form_new ();
  g_auto (EbbLopFormState) state = { 0 };
  static const EbbLopField needed[] = { EBB_LOP_FIELD_PICK, EBB_LOP_FIELD_SEGMENT,
                                        EBB_LOP_FIELD_SIDE, EBB_LOP_FIELD_POSTURE,
                                        EBB_LOP_FIELD_CUFF };

  ebb_lop_form_judge (form, &scene, &state);
  g_assert_false (state.can_go);
  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++) {
    g_assert_nonnull (state.error[needed[i]]);
    g_assert_true (state.missing[needed[i]]);
  }
}

/* 60 to 320 mmHg; what is odd is asked once more, for that very value. */
static void
test_lop_typed (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (EbbLimbsFile) limbs = limbs_new (now_us);
  EbbLopScene scene = { .limbs = limbs, .operator_name = "A. Sample", .now_unix_us = now_us };
  static const struct {
    double lop;
    gboolean can_go;
  } cases[] = { { 59, FALSE }, { 90, TRUE }, { 181, TRUE }, { 321, FALSE }, { NAN, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (EbbLopForm) form = typed_form (&scene, cases[i].lop);
    g_auto (EbbLopFormState) state = { 0 };
    ebb_lop_form_judge (form, &scene, &state);
    g_assert_cmpint (state.can_go, ==, cases[i].can_go);
    g_assert_true ((state.error[EBB_LOP_FIELD_LOP] == NULL) == cases[i].can_go);
  }
  g_autoptr (EbbLopForm) form = typed_form (&scene, 310);
  g_auto (EbbLopFormState) odd = { 0 }, read = { 0 }, other = { 0 };
  ebb_lop_form_judge (form, &scene, &odd);
  g_assert_false (odd.can_go);
  g_assert_cmpstr (odd.doubts, !=, "");
  form->doubts_read = g_strdup (odd.doubts);
  ebb_lop_form_judge (form, &scene, &read);
  g_assert_true (read.can_go);
  g_assert_cmpstr (read.record->way, ==, "entered");
  g_assert_cmpstr (read.record->operator_name, ==, "A. Sample");
  form->lop = 315; /* the doubt was about another value */
  ebb_lop_form_judge (form, &scene, &other);
  g_assert_false (other.can_go);
}

/* Only inside the width and the ages of a confirmed equation: 18 cm +- 1, 18 to 35 years. */
static void
test_lop_estimate (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (EbbLimbsFile) limbs = limbs_new (now_us);
  EbbLopScene scene = { .limbs = limbs, .now_unix_us = now_us };
  g_autoptr (EbbLopForm) form = typed_form (&scene, NAN);
  g_auto (EbbLopFormState) fits = { 0 }, narrow = { 0 }, old = { 0 };
  form->pick = EBB_LOP_PICK_ESTIMATE;
  form->girth_cm = 55;
  form->systolic = 120;
  form->diastolic = 75;
  form->width_cm = 18;
  ebb_lop_form_judge (form, &scene, &fits);
  g_assert_true (fits.can_go);
  g_assert_cmpstr (fits.record->way, ==, "estimate");
  g_assert_cmpstr (fits.record->equation, ==, "EQ-C");
  /* 65.290 + 1.110 * 55 + 0.178 * 120 + 1.153 * 25 - 7.984 * 2 */
  g_assert_cmpfloat (fabs (cuff_pressure_to_mmhg (fits.record->lop) - 160.6), <, 0.2);
  g_assert_cmpfloat (fabs (cuff_pressure_to_mmhg (fits.record->band) - 1.96 * 15.289), <, 0.2);
  form->width_cm = 5; /* where only an unconfirmed equation says something */
  ebb_lop_form_judge (form, &scene, &narrow);
  g_assert_false (narrow.can_go);
  g_assert_nonnull (narrow.error[EBB_LOP_FIELD_ESTIMATE]);
  g_assert_cmpstr (narrow.bound_text, !=, "");
  g_assert_false (cuff_pressure_is_set (narrow.record->lop));
  form->width_cm = 18;
  g_free (limbs->file->patient->birth_date);
  limbs->file->patient->birth_date = g_strdup ("1950-01-01");
  ebb_lop_form_judge (form, &scene, &old);
  g_assert_false (old.can_go);
  g_assert_nonnull (old.error[EBB_LOP_FIELD_ESTIMATE]);
}

/* Nobody presses a limb before somebody has looked where the cuff lies; another limb asks anew. */
static void
test_lop_confirm (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (EbbLimbsFile) limbs = limbs_new (now_us);
  EbbLopScene scene = { .limbs = limbs, .now_unix_us = now_us };
  g_autoptr (EbbLopForm) form = typed_form (&scene, NAN);
  g_auto (EbbLopFormState) before = { 0 }, after = { 0 };
  form->pick = EBB_LOP_PICK_AUTOMATIC;
  ebb_lop_form_judge (form, &scene, &before);
  g_assert_false (before.can_go);
  g_assert_nonnull (before.error[EBB_LOP_FIELD_CONFIRM]);
  g_assert_nonnull (strstr (before.confirm_text, "LEFT THIGH"));
  form->side_confirmed = TRUE;
  ebb_lop_form_judge (form, &scene, &after);
  g_assert_true (after.can_go);
  g_assert_null (after.record);
  limbs->run_ended_unix_us[EBB_SEGMENT_THIGH][EBB_SIDE_LEFT] = now_us - 5 * G_USEC_PER_SEC;
  EbbLopRunOptions run = ebb_lop_form_make_run (form, &scene, &after);
  g_assert_cmpint (run.last_run_unix_us, ==, now_us - 5 * G_USEC_PER_SEC);
  g_assert_cmpint (run.side, ==, EBB_SIDE_LEFT);
  ebb_lop_form_take_limb (form, EBB_SEGMENT_THIGH, EBB_SIDE_RIGHT, &scene);
  g_assert_false (form->side_confirmed);
}

/* --- Girth ------------------------------------------------------------------------------- */

static void
test_girth (void)
{
  g_autoptr (EbbLimbsFile) limbs = limbs_new (g_get_real_time ());
  EbbGirthForm form;
  g_auto (EbbGirthFormState) empty = { 0 }, bad = { 0 }, both = { 0 };
  add_girth (limbs, 48, "2026-10-03");
  ebb_girth_form_init (&form, EBB_SEGMENT_THIGH);
  ebb_girth_form_judge (&form, limbs, "A. Sample", "2026-11-23", &empty);
  g_assert_false (empty.can_save);
  g_assert_nonnull (empty.error[EBB_SIDE_UNSET]);
  form.cm[EBB_SIDE_LEFT] = 480;
  ebb_girth_form_judge (&form, limbs, "A. Sample", "2026-11-23", &bad);
  g_assert_false (bad.can_save);
  g_assert_cmpstr (bad.error[EBB_SIDE_LEFT], ==, "Left thigh: 480 cm is outside 10 to 120 cm");
  form.cm[EBB_SIDE_LEFT] = 49;
  form.cm[EBB_SIDE_RIGHT] = 51.5;
  ebb_girth_form_judge (&form, limbs, "A. Sample", "2026-11-23", &both);
  g_assert_true (both.can_save);
  g_assert_cmpuint (both.records->len, ==, 2);
  g_assert_nonnull (strstr (both.note[EBB_SIDE_LEFT], "measured again"));
  g_assert_null (both.note[EBB_SIDE_RIGHT]); /* nothing is known of that side */
  g_assert_nonnull (strstr (both.difference, "-2.5"));
  const EbbGirthRecord *left = g_ptr_array_index (both.records, 0);
  g_assert_cmpstr (left->site, ==, EBB_GIRTH_UNDER_CUFF);
  g_assert_cmpstr (left->measured_on, ==, "2026-11-23");
}

/* --- Cuffs ------------------------------------------------------------------------------- */

static void
test_cuff (void)
{
  g_autoptr (EbbLimbsFile) limbs = limbs_new (g_get_real_time ());
  g_autoptr (EbbCuffForm) form = ebb_cuff_form_new (NULL);
  g_auto (EbbCuffFormState) empty = { 0 }, twice = { 0 }, turned = { 0 }, good = { 0 };
  add_cuff (limbs, "T-M-03", 11.5, 46, 66);
  ebb_cuff_form_judge (form, limbs->cuffs, &empty);
  g_assert_false (empty.can_save);
  g_assert_nonnull (empty.error[EBB_CUFF_FIELD_ASSET]);
  g_assert_nonnull (empty.error[EBB_CUFF_FIELD_WIDTH]);
  form->asset = g_strdup ("T-M-03");
  form->segment = EBB_SEGMENT_THIGH;
  form->width_cm = 11.5;
  ebb_cuff_form_judge (form, limbs->cuffs, &twice);
  g_assert_nonnull (twice.error[EBB_CUFF_FIELD_ASSET]);
  g_free (form->asset);
  form->asset = g_strdup ("T-M-04");
  form->girth_min_cm = 66;
  form->girth_max_cm = 46;
  ebb_cuff_form_judge (form, limbs->cuffs, &turned);
  g_assert_nonnull (turned.error[EBB_CUFF_FIELD_GIRTH_MAX]);
  form->girth_min_cm = 46;
  form->girth_max_cm = 66;
  ebb_cuff_form_judge (form, limbs->cuffs, &good);
  g_assert_true (good.can_save);
  g_assert_cmpfloat (good.record->length_cm, <, 0); /* not known is not 0 */
  g_assert_cmpstr (good.record->name, ==, "T-M-04");
}

/* A poor fit is said in numbers, and so is a LOP that does not serve. */
static void
test_cuff_offer (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (EbbLimbsFile) limbs = limbs_new (now_us);
  EbbCuffWish wish = { .limbs = limbs,
                       .segment = EBB_SEGMENT_THIGH,
                       .side = EBB_SIDE_LEFT,
                       .posture = EBB_POSTURE_SUPINE,
                       .cuff_name = "T-S-01",
                       .cuff_width_cm = 11.5,
                       .by_lop = TRUE,
                       .lop = CUFF_MMHG (181),
                       .now_unix_us = now_us };
  add_cuff (limbs, "T-S-01", 11.5, 36, 46);
  add_girth (limbs, 55, "2026-11-01");
  g_autofree char *fit = ebb_cuff_offer_fit_text (&wish);
  g_assert_nonnull (strstr (fit, "36 to 46 cm"));
  g_assert_nonnull (strstr (fit, "55 cm"));
  add_lop (limbs, 181, now_us)->girth_cm = 55;
  g_autofree char *holds = ebb_cuff_offer_lop_text (&wish);
  g_assert_cmpstr (holds, ==, "");
  wish.posture = EBB_POSTURE_STANDING;
  g_autofree char *posture = ebb_cuff_offer_lop_text (&wish);
  g_assert_nonnull (strstr (posture, "Measure again"));
}

/* --- The cards --------------------------------------------------------------------------- */

static void
test_cards (void)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (EbbLimbsFile) limbs = limbs_new (now_us);
  g_autoptr (GPtrArray) none = ebb_limb_summaries (limbs, FALSE, now_us);
  g_assert_cmpuint (none->len, ==, 2);
  g_assert_cmpint (((EbbLimbSummary *) none->pdata[0])->state, ==, EBB_LIMB_NOT_MEASURED);
  add_lop (limbs, 187, now_us - 60 * DAY_US);
  EbbLopRecord *newest = add_lop (limbs, 181, now_us - 3 * DAY_US);
  newest->operator_name = g_strdup ("A. Sample");
  newest->definition = EBB_LOP_DEFINITION_PULSE_BACK;
  add_girth (limbs, 48, "2026-10-03");
  add_girth (limbs, 48.5, "2026-11-03");
  g_autoptr (GPtrArray) some = ebb_limb_summaries (limbs, FALSE, now_us);
  const EbbLimbSummary *left = some->pdata[0];
  g_assert_cmpint (left->side, ==, EBB_SIDE_LEFT);
  g_assert_cmpint (left->state, ==, EBB_LIMB_HOLDS);
  g_assert_nonnull (strstr (left->lop, "181"));
  g_assert_nonnull (strstr (left->lop_facts, "pulse back"));
  g_assert_nonnull (strstr (left->lop_facts, "A. Sample"));
  g_assert_nonnull (strstr (left->girth_facts, "+0.5"));
  g_assert_cmpuint (left->history->len, ==, 1);
  g_assert_cmpuint (left->course->len, ==, 2);
  g_assert_cmpfloat (g_array_index (left->course, EbbProgressValue, 0).value, ==, 187);
  newest->girth_cm = 46;
  g_autoptr (GPtrArray) grown = ebb_limb_summaries (limbs, FALSE, now_us);
  g_assert_cmpint (((EbbLimbSummary *) grown->pdata[0])->state, ==, EBB_LIMB_VOID);
}

/* --- A run ------------------------------------------------------------------------------- */

static void
test_run (void)
{
  EbbLopRunView view = { .state = EBB_LOP_RUN_SEARCHING,
                         .run = 1,
                         .guided = EBB_GUIDED_BEGIN,
                         .pressure = CUFF_MMHG (9),
                         .target = CUFF_MMHG (20),
                         .ceiling = CUFF_MMHG (320),
                         .lop = CUFF_PRESSURE_UNSET };
  g_auto (EbbLopRunShown) loose = { 0 }, snug = { 0 }, up = { 0 }, rest = { 0 }, lost = { 0 };
  ebb_lop_run_shown_make (&loose, &view, EBB_LOP_WAY_DOPPLER, NULL);
  g_assert_false (loose.takes_heard);
  view.pressure = CUFF_MMHG (19);
  ebb_lop_run_shown_make (&snug, &view, EBB_LOP_WAY_DOPPLER, NULL);
  g_assert_true (snug.takes_heard && snug.searching);
  g_assert_false (snug.takes_gone || snug.takes_back || snug.may_begin);
  view.guided = EBB_GUIDED_UP;
  ebb_lop_run_shown_make (&up, &view, EBB_LOP_WAY_DOPPLER, NULL);
  g_assert_true (up.takes_gone);
  view = (EbbLopRunView){ .state = EBB_LOP_RUN_READY,
                          .run = 1,
                          .n_runs = 1,
                          .rest_left_us = 41500000,
                          .pressure = CUFF_PRESSURE_UNSET,
                          .target = CUFF_PRESSURE_UNSET,
                          .lop = CUFF_PRESSURE_UNSET,
                          .trials = { CUFF_MMHG (142) } };
  ebb_lop_run_shown_make (&rest, &view, EBB_LOP_WAY_DOPPLER, "wait");
  g_assert_false (rest.may_begin);
  g_assert_true (rest.may_finish);
  g_assert_nonnull (strstr (rest.clock, "0:42"));
  g_assert_cmpstr (rest.pressure, ==, "–"); /* not known is not 0 */
  view = (EbbLopRunView){ .state = EBB_LOP_RUN_OVER,
                          .n_runs = 1,
                          .unproven = TRUE,
                          .end = EBB_STATE_INTERRUPTED,
                          .lop = CUFF_PRESSURE_UNSET };
  ebb_lop_run_shown_make (&lost, &view, EBB_LOP_WAY_AUTOMATIC, NULL);
  g_assert_true (lost.alarming);
  g_assert_false (lost.keeps);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limb-forms/lop-empty", test_lop_empty);
  g_test_add_func ("/limb-forms/lop-typed", test_lop_typed);
  g_test_add_func ("/limb-forms/lop-estimate", test_lop_estimate);
  g_test_add_func ("/limb-forms/lop-confirm", test_lop_confirm);
  g_test_add_func ("/limb-forms/girth", test_girth);
  g_test_add_func ("/limb-forms/cuff", test_cuff);
  g_test_add_func ("/limb-forms/cuff-offer", test_cuff_offer);
  g_test_add_func ("/limb-forms/cards", test_cards);
  g_test_add_func ("/limb-forms/run", test_run);
  return g_test_run ();
}
