/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several bouts in one session: what the limb must rest, and to whom each sample belongs.
 */
#include "session-rig.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static EbbBoutOptions
bout_of (SessionRig *rig, EbbSide side, const char *reason)
{
  SessionRigOptions options = { .seed = 1 };
  EbbSessionOptions session;
  session_rig_fill (rig, &options, &session);
  session.bout.prescription.side = side;
  session.bout.reperfusion_reason = reason;
  return session.bout;
}

static int
next_bout (SessionRig *rig, EbbSide side, const char *reason)
{
  g_autoptr (GError) error = NULL;
  EbbBoutOptions bout = bout_of (rig, side, reason);
  if (ebb_session_next_bout (rig->session, &bout, &error))
    return -1;
  g_assert_true (error->domain == EBB_SESSION_ERROR);
  return error->code;
}

static SessionRig *
rig_after_a_bout (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  rig->hands = FALSE;
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 200));
  return rig;
}

static void
finish_bout (SessionRig *rig)
{
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 200));
}

static gint64
last_t_us (const GArray *samples)
{
  g_assert_cmpuint (samples->len, >, 100);
  return g_array_index (samples, EbbSample, samples->len - 1).t_us;
}

static void
assert_no_hole (const GArray *samples)
{
  for (guint i = 1; i < samples->len; i++)
    g_assert_cmpint (g_array_index (samples, EbbSample, i).t_us
                         - g_array_index (samples, EbbSample, i - 1).t_us,
                     ==, 10000);
}

static double
seconds_above_20 (const GArray *samples)
{
  guint n = 0;
  for (guint i = 0; i < samples->len; i++)
    n += g_array_index (samples, EbbSample, i).pressure > CUFF_MMHG (20);
  return n / 100.0;
}

/* Two limbs one after the other: nobody waits for blood flow, and at the change of limbs not one
 * sample is lost, doubled or given to the wrong one. */
static void
test_two_limbs (void)
{
  SessionRig *rig = rig_after_a_bout ();
  g_assert_cmpuint (session_rig_view (rig).bout, ==, 1);
  g_assert_cmpint (next_bout (rig, EBB_SIDE_LEFT, NULL), ==, -1);
  g_assert_cmpuint (session_rig_view (rig).bout, ==, 2);
  g_assert_cmpuint (ebb_session_get_reps (rig->session)->len, ==, 0);
  finish_bout (rig);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 2);
  ebb_session_cuff_off (rig->session, "Tester");
  g_assert_true (ebb_session_is_closed (rig->session));

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_COMPLETED);
  g_autoptr (GPtrArray) bouts = session_rig_bouts (rig, db);
  g_assert_cmpuint (bouts->len, ==, 2);
  const EbbSide sides[] = { EBB_SIDE_RIGHT, EBB_SIDE_LEFT };
  for (guint i = 0; i < 2; i++) {
    const EbbBoutRecord *bout = g_ptr_array_index (bouts, i);
    g_assert_cmpuint (bout->number, ==, i + 1);
    g_assert_cmpint (bout->state, ==, EBB_STATE_COMPLETED);
    g_autoptr (GPtrArray) limbs = ebb_db_get_limbs (db, bout->id, NULL);
    g_assert_cmpint (((EbbLimbRecord *) g_ptr_array_index (limbs, 0))->side, ==, sides[i]);
    g_autoptr (GPtrArray) sets = ebb_db_get_sets (db, bout->id, NULL);
    g_assert_cmpuint (((EbbSetRecord *) g_ptr_array_index (sets, 0))->reps_counted, ==, 15);
  }
  g_autoptr (GArray) first = session_rig_samples (rig, db, 1);
  g_autoptr (GArray) second = session_rig_samples (rig, db, 2);
  assert_no_hole (first);
  assert_no_hole (second);
  g_assert_cmpint (g_array_index (second, EbbSample, 0).t_us - last_t_us (first), ==, 10000);
  gint64 began_us = ((EbbBoutRecord *) g_ptr_array_index (bouts, 1))->started_us;
  g_assert_cmpint (ABS (last_t_us (first) - began_us), <=, CUFF_MS (20));
  /* 105 s of work each, and what inflating and deflating take. */
  g_assert_cmpfloat_with_epsilon (seconds_above_20 (first), 110, 6);
  g_assert_cmpfloat_with_epsilon (seconds_above_20 (second), 110, 6);
  g_assert_cmpint (last_t_us (second), >=, record->ended_us - CUFF_MS (100));
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Three minutes of blood flow on the same limb, known from the session itself. */
static void
test_same_limb_rests (void)
{
  SessionRig *rig = rig_after_a_bout ();
  EbbSessionView view = session_rig_view (rig);
  gint64 left_us = view.reperfusion_until_us - ebb_clock_now_us (rig->clock);
  g_assert_cmpint (left_us, >, CUFF_SECONDS (170));
  g_assert_cmpint (left_us, <=, CUFF_SECONDS (180));
  g_assert_cmpint (next_bout (rig, EBB_SIDE_RIGHT, NULL), ==, EBB_SESSION_ERROR_REPERFUSION);
  g_assert_cmpuint (session_rig_view (rig).bout, ==, 1);
  g_assert_nonnull (session_rig_view (rig).why_not);
  session_rig_run (rig, left_us / 1e6 - 1);
  g_assert_cmpint (next_bout (rig, EBB_SIDE_RIGHT, NULL), ==, EBB_SESSION_ERROR_REPERFUSION);
  session_rig_run (rig, 2);
  g_assert_cmpint (session_rig_view (rig).reperfusion_until_us, ==, EBB_TIME_UNSET);
  g_assert_cmpint (next_bout (rig, EBB_SIDE_RIGHT, NULL), ==, -1);
  session_rig_free (rig);
}

/* A reason shortens it, and stands in the record. */
static void
test_reason_shortens (void)
{
  SessionRig *rig = rig_after_a_bout ();
  g_assert_cmpint (next_bout (rig, EBB_SIDE_RIGHT, "patient must leave"), ==, -1);
  finish_bout (rig);
  ebb_session_cuff_off (rig->session, "Tester");
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "reperfusion-override"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* After a safety deflation no reason helps; after a user's stop one does. */
static void
test_after_an_end (void)
{
  const struct {
    CuffFault fault;
    int code;
  } rows[] = { { CUFF_FAULT_STOP_BUTTON, -1 }, { CUFF_FAULT_NONE, EBB_SESSION_ERROR_REPERFUSION } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    SessionRigOptions options = { .seed = 1 };
    SessionRig *rig = session_rig_new (&options);
    rig->hands = FALSE;
    session_rig_connect (rig);
    ebb_session_start (rig->session);
    g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
    if (rows[i].fault != CUFF_FAULT_NONE)
      cuff_sim_inject (rig->sim, rows[i].fault);
    else
      ebb_session_pause (rig->session); /* ends by safety after 60 s */
    g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 100));
    g_assert_cmpint (next_bout (rig, EBB_SIDE_RIGHT, NULL), ==, EBB_SESSION_ERROR_REPERFUSION);
    g_assert_cmpint (next_bout (rig, EBB_SIDE_RIGHT, "a reason"), ==, rows[i].code);
    session_rig_free (rig);
  }
}

/* One bout at a time. */
static void
test_not_in_a_bout (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  g_assert_cmpint (next_bout (rig, EBB_SIDE_LEFT, NULL), ==, EBB_SESSION_ERROR_BUSY);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_HOLD);
  session_rig_free (rig);
}

static gint64
event_us (SessionRig *rig, EbbDb *db, const char *code)
{
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, rig->session_id, NULL);
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    if (g_str_equal (event->code, code))
      return event->t_us;
  }
  g_assert_not_reached ();
}

/* The side stays confirmed for the same limb and cuff, not for another; and the air of a puff
 * between bouts is nobody's time under pressure. */
static void
test_puff_between (void)
{
  SessionRig *rig = rig_after_a_bout ();
  EbbBoutOptions bout = bout_of (rig, EBB_SIDE_LEFT, NULL);
  bout.ask_side = TRUE;
  g_assert_true (ebb_session_next_bout (rig->session, &bout, NULL));
  session_rig_run (rig, 2);
  g_assert_false (session_rig_view (rig).can_start);
  session_rig_confirm_side (rig);
  finish_bout (rig);
  EbbBoutOptions again = bout_of (rig, EBB_SIDE_LEFT, "a reason");
  again.ask_side = TRUE;
  g_assert_true (ebb_session_next_bout (rig->session, &again, NULL));
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_CONFIRMED);
  again.cuff_name = "Another cuff";
  g_assert_true (ebb_session_next_bout (rig->session, &again, NULL));
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_NONE);
  ebb_session_leave (rig->session);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_COMPLETED); /* of the last bout there was */
  g_autoptr (GArray) first = session_rig_samples (rig, db, 1);
  g_autoptr (GArray) second = session_rig_samples (rig, db, 2);
  assert_no_hole (first);
  assert_no_hole (second);
  g_assert_cmpint (last_t_us (first), <=, event_us (rig, db, "puff") + CUFF_MS (20));
  g_assert_cmpfloat_with_epsilon (seconds_above_20 (first), 110, 6);
  g_assert_cmpfloat_with_epsilon (seconds_above_20 (second), 110, 6);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Terminals until one has the number of the cuff that has gone, so that a new one gets another.
 * Other programs take and free numbers meanwhile: the first is not always it. */
static GArray *
take_old_number (SessionRig *rig)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean taken = FALSE;
  for (guint i = 0; i < 64 && !taken; i++) {
    int place = posix_openpt (O_RDWR | O_NOCTTY);
    g_assert_cmpint (place, >=, 0);
    g_array_append_val (places, place);
    taken = g_str_equal (ptsname (place), cuff_sim_get_path (rig->sim));
  }
  return places;
}

/* The cable is pulled in a bout.  A new cuff shows itself empty: the session goes on from there,
 * and the record holds both lines. */
static void
test_other_cuff (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  EbbCuffView cuff;
  rig->hands = FALSE;
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  session_rig_run (rig, 1);
  ebb_cuff_get_view (rig->cuff, &cuff);
  g_assert_cmpint (cuff.state, ==, EBB_CUFF_UNKNOWN);
  GArray *places = take_old_number (rig);
  const char *other = session_rig_add_other (rig);
  g_assert_false (ebb_cuff_connect (rig->cuff, other));
  ebb_cuff_confirm_soft (rig->cuff);
  ebb_cuff_get_view (rig->cuff, &cuff);
  g_assert_cmpint (cuff.state, ==, EBB_CUFF_NONE);
  g_assert_false (cuff.at_risk);
  g_assert_true (ebb_cuff_connect (rig->cuff, other));
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 10));
  ebb_cuff_get_view (rig->cuff, &cuff);
  g_assert_cmpint (cuff.state, ==, EBB_CUFF_CONNECTED);
  g_assert_cmpint (next_bout (rig, EBB_SIDE_LEFT, NULL), ==, -1);
  finish_bout (rig);
  ebb_session_cuff_off (rig->session, "Tester");

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (GPtrArray) bouts = session_rig_bouts (rig, db);
  g_assert_cmpint (((EbbBoutRecord *) g_ptr_array_index (bouts, 0))->state, ==,
                   EBB_STATE_INTERRUPTED);
  g_assert_cmpint (((EbbBoutRecord *) g_ptr_array_index (bouts, 1))->state, ==,
                   EBB_STATE_COMPLETED);
  g_autoptr (GArray) second = session_rig_samples (rig, db, 2);
  g_assert_cmpfloat_with_epsilon (seconds_above_20 (second), 110, 6);
  g_assert_cmpuint (session_rig_count_events (rig, db, "link-lost"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
  for (guint i = 0; i < places->len; i++)
    close (g_array_index (places, int, i));
  g_array_unref (places);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bouts/two-limbs", test_two_limbs);
  g_test_add_func ("/bouts/same-limb-rests", test_same_limb_rests);
  g_test_add_func ("/bouts/reason-shortens", test_reason_shortens);
  g_test_add_func ("/bouts/after-an-end", test_after_an_end);
  g_test_add_func ("/bouts/not-in-a-bout", test_not_in_a_bout);
  g_test_add_func ("/bouts/puff-between", test_puff_between);
  g_test_add_func ("/bouts/other-cuff", test_other_cuff);
  return g_test_run ();
}
