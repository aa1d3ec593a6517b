/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks at the door: each question with its yes and its no, blood pressure on both sides of
 * each tier, each stop sign on both sides of its threshold (reference clinical 4.3, 4.7, 4.8;
 * clinic 3.8).
 */
#include "ebb-door.h"
#include "screening-rig.h"

#include <math.h>

typedef struct {
  EbbCheckList *list;
  ScreeningRig screening;
  EbbDoor door;
  EbbDoorQuestion question;
  double max_percent; /* as it was judged last */
} DoorRig;

static void
set_up (DoorRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  rig->list = ebb_check_list_load_builtin (&error);
  g_assert_no_error (error);
  screening_rig_set_up (&rig->screening, NULL);
  rig->question = (EbbDoorQuestion){ .list = rig->list,
                                     .screening = rig->screening.file,
                                     .limb = EBB_LIMB_LEFT_LEG,
                                     .percent_lop = 60,
                                     .needed = TRUE };
}

static void
tear_down (DoorRig *rig, gconstpointer unused)
{
  ebb_door_clear (&rig->door);
  screening_rig_tear_down (&rig->screening, NULL);
  ebb_check_list_free (rig->list);
}

static EbbDoorLock
judge (DoorRig *rig)
{
  g_auto (EbbDoorJudgement) judgement = { 0 };
  EbbDoorLock lock = ebb_door_judge (&rig->door, &rig->question, &judgement);

  g_assert_cmpint (lock, ==, judgement.lock);
  g_assert_cmpint (lock == EBB_DOOR_OPEN, ==, judgement.text == NULL);
  rig->max_percent = judgement.max_percent_lop;
  return lock;
}

static void
say (DoorRig *rig, const char *kind, double value)
{
  ebb_door_take (&rig->door, kind, value, NAN, NULL);
}

/* All that is needed and nothing else. */
static void
say_fine (DoorRig *rig)
{
  say (rig, "nothing-new", 1);
  say (rig, "skin", 1);
  say (rig, "cuff-right", 1);
}

static EbbDoorLock
with_pressure (DoorRig *rig, double systolic, double diastolic)
{
  ebb_door_clear (&rig->door);
  say_fine (rig);
  ebb_door_take_at (&rig->door, 0, "bp", systolic, diastolic, NULL);
  return judge (rig);
}

/* Another one, so many seconds after the first. */
static EbbDoorLock
again_after (DoorRig *rig, double seconds, double systolic, double diastolic)
{
  ebb_door_take_at (&rig->door, CUFF_SECONDS (seconds), "bp", systolic, diastolic, NULL);
  return judge (rig);
}

static void
test_needed (DoorRig *rig, gconstpointer unused)
{
  static const char *const needed[] = { "nothing-new", "skin", "cuff-right" };

  g_assert_cmpint (judge (rig), ==, EBB_DOOR_ASK);
  for (guint missing = 0; missing < G_N_ELEMENTS (needed); missing++) {
    ebb_door_clear (&rig->door);
    for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
      if (i != missing)
        say (rig, needed[i], 1);
    g_assert_cmpint (judge (rig), ==, EBB_DOOR_ASK);
  }
  ebb_door_clear (&rig->door);
  say_fine (rig);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_OPEN);
  say (rig, "skin", 0);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_ASK);
}

/* What a yes does, and that a no does nothing. */
static void
test_questions (DoorRig *rig, gconstpointer unused)
{
  static const struct {
    const char *id;
    EbbDoorLock lock;
  } rows[] = {
    { "health-change", EBB_DOOR_SCREEN_AGAIN },
    { "ill-today", EBB_DOOR_NOT_TODAY },
    { "one-sided", EBB_DOOR_REFER },
    { "dark-urine", EBB_DOOR_REFER },
    { "faint-numb", EBB_DOOR_EXPLAIN },
    { "travel-bed-drink", EBB_DOOR_EXPLAIN },
    { "effusion", EBB_DOOR_OPEN },
    { "swelling", EBB_DOOR_OPEN },
    { "lost-range", EBB_DOOR_OPEN },
    { "extension-lag", EBB_DOOR_OPEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_nonnull (ebb_check_list_find (rig->list, rows[i].id));
    ebb_door_clear (&rig->door);
    say_fine (rig);
    say (rig, rows[i].id, 0);
    g_assert_cmpint (judge (rig), ==, EBB_DOOR_OPEN);
    say (rig, rows[i].id, 1);
    g_assert_cmpint (judge (rig), ==, rows[i].lock);
  }
}

/* The therapist decides, in words; a word does not open what is locked for the day. */
static void
test_explained (DoorRig *rig, gconstpointer unused)
{
  say_fine (rig);
  say (rig, "faint-numb", 1);
  ebb_door_take (&rig->door, "nothing-new", 0, NAN, "numb");
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_EXPLAIN);
  ebb_door_take (&rig->door, "nothing-new", 0, 1, "foot asleep for a minute; gone");
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_OPEN);
  say (rig, "ill-today", 1);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_NOT_TODAY);
}

static void
test_strictest (DoorRig *rig, gconstpointer unused)
{
  say (rig, "one-sided", 1);
  say (rig, "ill-today", 1);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_REFER);
}

static void
test_tiers (DoorRig *rig, gconstpointer unused)
{
  g_assert_cmpint (with_pressure (rig, 89, 60), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_cmpint (with_pressure (rig, 90, 60), ==, EBB_DOOR_OPEN);
  g_assert_cmpint (with_pressure (rig, 159, 94), ==, EBB_DOOR_OPEN);
  g_assert_cmpint (with_pressure (rig, 160, 94), ==, EBB_DOOR_PHYSICIAN);
  g_assert_cmpint (with_pressure (rig, 159, 95), ==, EBB_DOOR_PHYSICIAN);
  g_assert_cmpint (with_pressure (rig, 179, 99), ==, EBB_DOOR_PHYSICIAN);
  g_assert_cmpint (with_pressure (rig, 180, 99), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_cmpint (with_pressure (rig, 150, 100), ==, EBB_DOOR_MEASURE_AGAIN);
  rig->screening.file->settings.diastolic_block_mmhg = 110;
  g_assert_cmpint (with_pressure (rig, 150, 109), ==, EBB_DOOR_PHYSICIAN);
  g_assert_cmpint (with_pressure (rig, 150, 110), ==, EBB_DOOR_MEASURE_AGAIN);
}

/* Both stay, the second decides; a third one does not help. */
static void
test_second_decides (DoorRig *rig, gconstpointer unused)
{
  EbbBloodPressure pressure;

  g_assert_cmpint (with_pressure (rig, 182, 90), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_false (ebb_door_pressure (&rig->door, &rig->question, &pressure));
  g_assert_cmpint (again_after (rig, 300, 150, 88), ==, EBB_DOOR_OPEN);
  g_assert_true (ebb_door_pressure (&rig->door, &rig->question, &pressure));
  g_assert_cmpint (pressure.systolic_mmhg, ==, 150);

  g_assert_cmpint (with_pressure (rig, 182, 90), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_cmpint (again_after (rig, 301, 181, 90), ==, EBB_DOOR_NOT_TODAY);
  g_assert_cmpint (again_after (rig, 700, 120, 80), ==, EBB_DOOR_NOT_TODAY);
}

/* Five minutes of sitting lie between the two (clinic 3.8): one that comes before counts for
 * nothing, and one of an unknown time too. */
static void
test_five_minutes (DoorRig *rig, gconstpointer unused)
{
  g_assert_cmpint (with_pressure (rig, 182, 90), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_cmpint (again_after (rig, 299, 150, 88), ==, EBB_DOOR_MEASURE_AGAIN);
  ebb_door_take (&rig->door, "bp", 150, 88, NULL);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_cmpint (again_after (rig, 300, 150, 88), ==, EBB_DOOR_OPEN);
}

/* 160 to 179: a clearance, at most 50 % of LOP, deflated in the rests. */
static void
test_raised (DoorRig *rig, gconstpointer unused)
{
  screening_rig_clear (&rig->screening, "blood-pressure", 0);
  g_assert_cmpint (with_pressure (rig, 159, 85), ==, EBB_DOOR_OPEN);
  g_assert_cmpfloat (rig->max_percent, ==, 0);
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_LIMITED);
  g_assert_cmpfloat (rig->max_percent, ==, 50);
  rig->question.percent_lop = 50;
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_LIMITED);
  rig->question.intermittent = TRUE;
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_OPEN);
  g_assert_cmpfloat (rig->max_percent, ==, 50); /* it binds what comes later too */
  rig->question.percent_lop = 51;
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_LIMITED);
  rig->question.percent_lop = NAN; /* not known is not at most 50 */
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_LIMITED);
}

/* What ends the visit is what is recorded: each such answer by itself, and no other. */
static void
test_refusals (DoorRig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) none = NULL, three = NULL;
  const EbbDoorRefusal *refusal;

  say (rig, "faint-numb", 1);
  say (rig, "one-sided", 0);
  with_pressure (rig, 182, 90);
  none = ebb_door_refusals (&rig->door, &rig->question);
  g_assert_cmpuint (none->len, ==, 0);

  say (rig, "ill-today", 1);
  say (rig, "one-sided", 1);
  again_after (rig, 300, 185, 92);
  three = ebb_door_refusals (&rig->door, &rig->question);
  g_assert_cmpuint (three->len, ==, 3);
  refusal = g_ptr_array_index (three, 0);
  g_assert_cmpstr (refusal->answer, ==, "ill-today");
  g_assert_false (refusal->physician);
  refusal = g_ptr_array_index (three, 1);
  g_assert_cmpstr (refusal->answer, ==, "one-sided");
  g_assert_true (refusal->physician); /* a clot is not over by tomorrow */
  refusal = g_ptr_array_index (three, 2);
  g_assert_cmpstr (refusal->answer, ==, "bp");
  g_assert_cmpfloat (refusal->value, ==, 185);
  g_assert_cmpuint (refusal->list_version, ==, rig->list->version);
}

static EbbSignAction
sign (DoorRig *rig, const char *id, double value)
{
  const EbbStopSign *found = ebb_check_list_find_sign (rig->list, id);

  g_assert_nonnull (found);
  return ebb_sign_judge (found, value);
}

static void
test_signs (DoorRig *rig, gconstpointer unused)
{
  g_assert_cmpint (sign (rig, "pain", 7), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (sign (rig, "pain", 7.5), ==, EBB_SIGN_DEFLATE_STOP);
  g_assert_cmpint (sign (rig, "refill", 3), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (sign (rig, "refill", 3.1), ==, EBB_SIGN_DEFLATE);
  g_assert_cmpint (sign (rig, "systolic", 250), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (sign (rig, "systolic", 251), ==, EBB_SIGN_DEFLATE_STOP);
  g_assert_cmpint (sign (rig, "diastolic", 115), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (sign (rig, "diastolic", 116), ==, EBB_SIGN_DEFLATE_STOP);
  g_assert_cmpint (sign (rig, "heart-lung", NAN), ==, EBB_SIGN_EMERGENCY);
  g_assert_cmpint (sign (rig, "numbness", NAN), ==, EBB_SIGN_LOWER);
  g_assert_cmpint (sign (rig, "skin", NAN), ==, EBB_SIGN_DEFLATE);
  g_assert_cmpint (sign (rig, "normal", NAN), ==, EBB_SIGN_CONTINUE);
}

#define ADD(path, test) g_test_add (path, DoorRig, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/door/needed", test_needed);
  ADD ("/door/questions", test_questions);
  ADD ("/door/explained", test_explained);
  ADD ("/door/strictest", test_strictest);
  ADD ("/door/tiers", test_tiers);
  ADD ("/door/second-decides", test_second_decides);
  ADD ("/door/five-minutes", test_five_minutes);
  ADD ("/door/refusals", test_refusals);
  ADD ("/door/raised", test_raised);
  ADD ("/door/signs", test_signs);
  return g_test_run ();
}
