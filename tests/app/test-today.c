/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be done today and what of it fits (clinic 3.20).  The lengths are those of the
 * reference's arithmetic (3.4): 3 x 20 at 7 s with 30 s rests are 480 s, 2 x 20 are 310 s.  To each
 * come 15 s until it begins, 3 min between two, 2 min for cuff off and a look at the limb.
 */
#include "ebb-today.h"

#include <string.h>

#define SETTLE_S  15
#define BETWEEN_S 180
#define AROUND_S  120
#define THREE_S   (480 + SETTLE_S)
#define TWO_S     (310 + SETTLE_S)

static void
add (EbbToday *today, const char *id, const char *protocol_id, EbbSide side, guint n_sets)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (protocol_id, NULL);
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (protocol->exercise_id, NULL);
  EbbPrescriptionRecord record = {
    .id = (char *) id, .segment = EBB_SEGMENT_THIGH, .side = side, .n_sets = n_sets
  };
  EbbPrescription prescription = { .method = EBB_METHOD_PERCENT_LOP,
                                   .segment = EBB_SEGMENT_THIGH,
                                   .side = side,
                                   .percent = 60,
                                   .lop = CUFF_MMHG (180),
                                   .lop_estimate = CUFF_PRESSURE_UNSET,
                                   .lop_estimate_band = CUFF_PRESSURE_UNSET,
                                   .fixed = CUFF_PRESSURE_UNSET,
                                   .systolic = CUFF_PRESSURE_UNSET,
                                   .patient_limit = CUFF_PRESSURE_UNSET,
                                   .protocol_limit = CUFF_PRESSURE_UNSET,
                                   .clinic_limit = CUFF_PRESSURE_UNSET,
                                   .device_limit = CUFF_PRESSURE_UNSET };

  g_assert_true (ebb_today_add (today, &record, &prescription, protocol, exercise));
}

static EbbToday *
two (void)
{
  EbbToday *today = g_new0 (EbbToday, 1);

  add (today, "short", "classic-short-arc-quad", EBB_SIDE_LEFT, 0);
  add (today, "set", "classic-quad-set", EBB_SIDE_LEFT, 3);
  return today;
}

static void
assert_left (const EbbToday *today, guint first, guint second, gint64 length_s)
{
  g_assert_cmpuint (today->parts[0].n_sets, ==, first);
  g_assert_cmpuint (today->parts[1].n_sets, ==, second);
  g_assert_cmpint (ebb_today_left_ms (today), ==, length_s * 1000);
}

/* 21.5 min in all; each side of every step. */
static void
test_fit (void)
{
  g_autoptr (EbbToday) today = two ();

  assert_left (today, 3, 3, 2 * THREE_S + BETWEEN_S + AROUND_S);
  g_assert_true (ebb_today_fit (today, 22));
  assert_left (today, 3, 3, 2 * THREE_S + BETWEEN_S + AROUND_S);
  g_assert_cmpuint (today->fit_minutes, ==, 0);
  g_assert_true (ebb_today_fit (today, 21));
  assert_left (today, 3, 2, THREE_S + TWO_S + BETWEEN_S + AROUND_S); /* 18:40 */
  g_assert_cmpuint (today->fit_minutes, ==, 21);
  g_assert_true (ebb_today_fit (today, 18));
  assert_left (today, 3, 0, THREE_S + AROUND_S); /* 10:15 */
  g_assert_true (ebb_today_fit (today, 10));
  assert_left (today, 2, 0, TWO_S + AROUND_S); /* 7:25 */
  g_assert_cmpuint (ebb_today_shortest_min (today), ==, 8);
  g_assert_false (ebb_today_fit (today, 7));
  assert_left (today, 2, 0, TWO_S + AROUND_S);
  ebb_today_undo (today);
  assert_left (today, 3, 3, 2 * THREE_S + BETWEEN_S + AROUND_S);
  g_assert_cmpuint (today->fit_minutes, ==, 0);
}

/* What was chosen comes first and so goes last. */
static void
test_begin_with (void)
{
  g_autoptr (EbbToday) today = two ();

  ebb_today_begin_with (today, "set");
  g_assert_true (ebb_today_fit (today, 11));
  g_assert_cmpstr (ebb_today_next (today)->prescription_id, ==, "set");
  g_assert_cmpuint (ebb_today_find (today, "short")->n_sets, ==, 0);
  ebb_today_begin_with (today, "short"); /* done all the same */
  g_assert_cmpuint (ebb_today_find (today, "short")->n_sets, ==, 3);
}

static void
test_words (void)
{
  g_autoptr (EbbToday) today = two ();
  g_autofree char *whole = ebb_today_drops_to_text (today);
  g_autofree char *no_record = ebb_today_record_text (today);

  g_assert_cmpstr (whole, ==, "");
  g_assert_null (no_record);
  g_assert_true (ebb_today_fit (today, 8));
  g_autofree char *record = ebb_today_record_text (today);
  g_assert_nonnull (strstr (record, "Shortened by the therapist to fit in 8 min."));
  g_assert_nonnull (strstr (record, "Short-arc quad, left thigh: 2 of 3 sets."));
  g_assert_nonnull (strstr (record, "Left out: Quad set, left thigh."));
}

/* After the first exercise the list is read anew: what is done stays done, whichever version was
 * prescribed since, and what was left out stays left out. */
static void
test_carry (void)
{
  g_autoptr (EbbToday) before = two ();
  g_autoptr (EbbToday) after = g_new0 (EbbToday, 1);

  g_assert_true (ebb_today_fit (before, 11));
  ebb_today_mark_done (before, "short-arc-quad", EBB_SEGMENT_THIGH, EBB_SIDE_LEFT);
  add (after, "other-side", "classic-short-arc-quad", EBB_SIDE_RIGHT, 0);
  add (after, "short-again", "classic-short-arc-quad", EBB_SIDE_LEFT, 2);
  add (after, "set", "classic-quad-set", EBB_SIDE_LEFT, 3);
  ebb_today_carry (after, before);
  g_assert_true (ebb_today_find (after, "short-again")->done);
  g_assert_false (ebb_today_find (after, "other-side")->done);
  g_assert_cmpuint (ebb_today_find (after, "set")->n_sets, ==, 0);
  g_assert_cmpuint (ebb_today_n_left (after), ==, 1);
  g_assert_cmpint (ebb_today_left_ms (after), ==, (THREE_S + AROUND_S) * 1000);
  g_assert_cmpstr (ebb_today_next (after)->prescription_id, ==, "other-side");
  ebb_today_mark_done (after, "short-arc-quad", EBB_SEGMENT_THIGH, EBB_SIDE_RIGHT);
  g_assert_null (ebb_today_next (after));
  g_assert_cmpint (ebb_today_left_ms (after), ==, 0);
  g_assert_false (ebb_today_fit (after, 0)); /* nothing dropped is given back by too little time */
}

/* What cannot run is not counted. */
static void
test_cannot_run (void)
{
  g_autoptr (EbbToday) today = g_new0 (EbbToday, 1);
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin ("classic-quad-set", NULL);
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin ("quad-set", NULL);
  EbbPrescriptionRecord record = { .id = (char *) "none", .side = EBB_SIDE_LEFT };
  EbbPrescription nothing = { .method = EBB_METHOD_PERCENT_LOP, .lop = CUFF_PRESSURE_UNSET };

  g_assert_false (ebb_today_add (today, &record, &nothing, protocol, exercise));
  g_assert_cmpuint (today->n_parts, ==, 0);
  g_assert_cmpint (ebb_today_left_ms (today), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/today/fit", test_fit);
  g_test_add_func ("/today/begin-with", test_begin_with);
  g_test_add_func ("/today/words", test_words);
  g_test_add_func ("/today/carry", test_carry);
  g_test_add_func ("/today/cannot-run", test_cannot_run);
  return g_test_run ();
}
