/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No pressure in percent of an occlusion pressure that has to be measured again: the lock, and that
 * it stands in the session itself.  The clinic's decisions 3.7.
 */
#include "session-rig.h"

#include "ebb-lop-lock.h"

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

static GPtrArray *
lops_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_record_free);
}

static EbbLopRecord *
add (GPtrArray *lops, EbbPosture posture, int lop_mmhg, int days_ago)
{
  EbbLopRecord *record =
      ebb_lop_record_new_entered (EBB_SEGMENT_THIGH, EBB_SIDE_RIGHT, posture, 13.5,
                                  CUFF_MMHG (lop_mmhg), g_get_real_time () - days_ago * DAY_US);

  g_ptr_array_add (lops, record);
  return record;
}

static EbbLopUse
use_of (EbbPosture posture)
{
  return (EbbLopUse){ .segment = EBB_SEGMENT_THIGH,
                      .side = EBB_SIDE_RIGHT,
                      .posture = posture,
                      .cuff_width_cm = 13.5,
                      .systolic = CUFF_PRESSURE_UNSET,
                      .now_unix_us = g_get_real_time () };
}

static EbbLopLock
judge (const GPtrArray *lops, EbbPosture posture, int lop_mmhg, const char *reason)
{
  EbbLopFacts facts = { .lops = lops, .reason = reason };
  EbbLopUse use = use_of (posture);
  g_autofree char *text = NULL;
  EbbLopLock lock = ebb_lop_lock_judge (&facts, &use, CUFF_MMHG (lop_mmhg), &text);

  g_assert_true ((text == NULL) == (lock == EBB_LOP_LOCK_OPEN));
  return lock;
}

/* Posture belongs to the exercise: the value of that posture counts, not the newest. */
static void
test_choose (void)
{
  g_autoptr (GPtrArray) lops = lops_new ();
  g_assert_cmpint (judge (NULL, EBB_POSTURE_SUPINE, 181, NULL), ==, EBB_LOP_LOCK_MEASURE);
  add (lops, EBB_POSTURE_SUPINE, 181, 5);
  add (lops, EBB_POSTURE_SEATED, 204, 1);
  g_assert_cmpint (judge (lops, EBB_POSTURE_SUPINE, 181, NULL), ==, EBB_LOP_LOCK_OPEN);
  g_assert_cmpint (judge (lops, EBB_POSTURE_SEATED, 204, NULL), ==, EBB_LOP_LOCK_OPEN);
  g_assert_cmpint (judge (lops, EBB_POSTURE_STANDING, 204, "a reason"), ==, EBB_LOP_LOCK_MEASURE);
  /* Measured anew since the prescription was written. */
  g_assert_cmpint (judge (lops, EBB_POSTURE_SUPINE, 187, "a reason"), ==, EBB_LOP_LOCK_CHANGED);
}

/* A search that was kept as "not found" is the newest that is known; an estimate is no value. */
static void
test_not_found (void)
{
  g_autoptr (GPtrArray) lops = lops_new ();
  EbbLopRecord *estimate = add (lops, EBB_POSTURE_SUPINE, 181, 0);
  g_free (estimate->way);
  estimate->way = g_strdup ("estimate");
  g_assert_cmpint (judge (lops, EBB_POSTURE_SUPINE, 181, NULL), ==, EBB_LOP_LOCK_MEASURE);
  add (lops, EBB_POSTURE_SUPINE, 181, 5);
  g_assert_cmpint (judge (lops, EBB_POSTURE_SUPINE, 181, NULL), ==, EBB_LOP_LOCK_OPEN);
  add (lops, EBB_POSTURE_SUPINE, 181, 1)->lop = CUFF_PRESSURE_UNSET;
  g_assert_cmpint (judge (lops, EBB_POSTURE_SUPINE, 181, "a reason"), ==, EBB_LOP_LOCK_MEASURE);
}

/* 28 days serve, 29 ask for one tap; blanks are no reason. */
static void
test_age (void)
{
  g_autoptr (GPtrArray) young = lops_new (), old = lops_new ();
  add (young, EBB_POSTURE_SUPINE, 181, 28);
  add (old, EBB_POSTURE_SUPINE, 181, 29);
  g_assert_cmpint (judge (young, EBB_POSTURE_SUPINE, 181, NULL), ==, EBB_LOP_LOCK_OPEN);
  g_assert_cmpint (judge (old, EBB_POSTURE_SUPINE, 181, NULL), ==, EBB_LOP_LOCK_ASKS);
  g_assert_cmpint (judge (old, EBB_POSTURE_SUPINE, 181, "  "), ==, EBB_LOP_LOCK_ASKS);
  g_assert_cmpint (judge (old, EBB_POSTURE_SUPINE, 181, "no change"), ==, EBB_LOP_LOCK_EXCUSED);
}

/* What was found on the simulated cuff is no value of a person. */
static void
test_simulated (void)
{
  g_autoptr (GPtrArray) lops = lops_new ();
  EbbLopFacts facts = { .lops = lops };
  add (lops, EBB_POSTURE_SUPINE, 181, 0)->simulated = TRUE;
  EbbLopUse use = use_of (EBB_POSTURE_SUPINE); /* after it: a value of the future is doubted */
  g_assert_cmpint (ebb_lop_lock_judge (&facts, &use, CUFF_MMHG (181), NULL), ==,
                   EBB_LOP_LOCK_MEASURE);
  use.simulated = TRUE;
  g_assert_cmpint (ebb_lop_lock_judge (&facts, &use, CUFF_MMHG (181), NULL), ==, EBB_LOP_LOCK_OPEN);
}

/* --- In the session ---------------------------------------------------------------------- */

static int
code_with (SessionRig *rig, const EbbLopFacts *facts, EbbMethod method)
{
  SessionRigOptions options = { .seed = 1, .fixed_mmhg = method == EBB_METHOD_FIXED ? 100 : 0 };
  EbbSessionOptions session;
  g_autoptr (GError) error = NULL;
  session_rig_fill (rig, &options, &session);
  session.bout.lop = facts;
  g_autoptr (EbbSession) made = ebb_session_new (&session, &error);
  if (made != NULL)
    return -1;
  g_assert_true (error->domain == EBB_SESSION_ERROR);
  return error->code;
}

/* Nothing on file, another value on file, grown by 1 cm, old: no session is made. */
static void
test_session (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_autoptr (GPtrArray) lops = lops_new (), girths = g_ptr_array_new ();
  EbbGirthRecord girth = { .segment = EBB_SEGMENT_THIGH,
                           .side = EBB_SIDE_RIGHT,
                           .site = (char *) EBB_GIRTH_UNDER_CUFF,
                           .girth_cm = 53 };
  EbbLopFacts facts = { .lops = lops };
  g_assert_cmpint (code_with (rig, NULL, EBB_METHOD_PERCENT_LOP), ==, EBB_SESSION_ERROR_LOP);
  g_assert_cmpint (code_with (rig, &facts, EBB_METHOD_PERCENT_LOP), ==, EBB_SESSION_ERROR_LOP);
  /* A fixed pressure does not rest on it. */
  g_assert_cmpint (code_with (rig, &facts, EBB_METHOD_FIXED), ==, -1);
  EbbLopRecord *record = add (lops, rig->exercise->posture, 181, 29);
  record->girth_cm = 52;
  g_assert_cmpint (code_with (rig, &facts, EBB_METHOD_PERCENT_LOP), ==,
                   EBB_SESSION_ERROR_LOP_REASON);
  facts.reason = "no change";
  g_assert_cmpint (code_with (rig, &facts, EBB_METHOD_PERCENT_LOP), ==, -1);
  g_ptr_array_add (girths, &girth);
  facts.girths = girths;
  g_assert_cmpint (code_with (rig, &facts, EBB_METHOD_PERCENT_LOP), ==, EBB_SESSION_ERROR_LOP);
  facts.girths = NULL;
  record->lop = CUFF_MMHG (170);
  g_assert_cmpint (code_with (rig, &facts, EBB_METHOD_PERCENT_LOP), ==,
                   EBB_SESSION_ERROR_LOP_CHANGED);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lop-lock/choose", test_choose);
  g_test_add_func ("/lop-lock/not-found", test_not_found);
  g_test_add_func ("/lop-lock/age", test_age);
  g_test_add_func ("/lop-lock/simulated", test_simulated);
  g_test_add_func ("/lop-lock/session", test_session);
  return g_test_run ();
}
