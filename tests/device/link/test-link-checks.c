/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Self-test, zero and leak test, asked for by the host: what is promised of them in PROTOCOL.md,
 * and that none of them leaves a cuff tight.
 */
#include "link-rig.h"

static const CuffLinkEvent *
check (Rig *rig, CuffCheck kind, double patience_s)
{
  cuff_link_check (rig->link, kind, 0);
  const CuffLinkEvent *event = rig_await_event (rig, CUFF_LINK_EVENT_CHECKED, patience_s);
  if (event != NULL)
    g_assert_cmpint (event->check, ==, kind);
  return event;
}

static Rig *
connected_rig (void)
{
  Rig *rig = rig_new (NULL);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_IDENTITY, 5));
  return rig;
}

static Rig *
rig_armed_for_leak (void)
{
  Rig *rig = rig_new (NULL);
  rig_prepare (rig);
  cuff_link_arm (rig->link, CUFF_ARM_LEAK);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_ARMED, 5));
  return rig;
}

/* Asked for at once, while the controller may still boot: it is asked again until it can. */
static void
test_self_test (void)
{
  Rig *rig = connected_rig ();
  const CuffLinkEvent *event = check (rig, CUFF_CHECK_SELF_TEST, 6);
  g_assert_nonnull (event);
  g_assert_true (event->passed);
  g_assert_cmpint (event->value, <,
                   CUFF_MMHG (20)); /* the highest pressure seen in an empty cuff */
  g_assert_cmpuint (rig_truth (rig).n_inflations, ==, 0);
  rig_free (rig);
}

static void
test_zero (void)
{
  Rig *rig = connected_rig ();
  const CuffLinkEvent *event = check (rig, CUFF_CHECK_ZERO, 6);
  g_assert_nonnull (event);
  g_assert_true (event->passed);
  g_assert_cmpint (ABS (event->value), <=, CUFF_MMHG (10)); /* a larger offset is refused */
  rig_free (rig);
}

/* A cuff that is sound loses no more than 2 mmHg plus 1 a second, and is empty afterwards. */
static void
test_leak (void)
{
  Rig *rig = rig_armed_for_leak ();
  const CuffLinkEvent *event = check (rig, CUFF_CHECK_LEAK, 20);
  g_assert_nonnull (event);
  g_assert_true (event->passed);
  g_assert_cmpint (event->limit, ==, CUFF_MMHG (7));
  g_assert_cmpint (event->value, <=, event->limit);
  rig_assert_ended (rig, CUFF_REASON_PLAN_DONE, 1);
  g_assert_cmpfloat (rig_truth (rig).peak_mmhg, >, 40);
  g_assert_cmpfloat (rig_truth (rig).peak_mmhg, <, 75);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_RELEASED, 6));
  g_assert_null (rig_find_alarm (rig, CUFF_ALARM_DEVICE));
  rig_assert_soft_for_good (rig);
  rig_free (rig);
}

static void
test_leak_found (void)
{
  Rig *rig = rig_armed_for_leak ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_LEAK_FAST);
  const CuffLinkEvent *event = check (rig, CUFF_CHECK_LEAK, 20);
  g_assert_nonnull (event);
  g_assert_false (event->passed);
  rig_assert_soft_for_good (rig);
  rig_free (rig);
}

/* A stop in the middle: told as cut short, nothing repeated behind it. */
static void
test_leak_stopped (void)
{
  Rig *rig = rig_armed_for_leak ();
  cuff_link_check (rig->link, CUFF_CHECK_LEAK, 0);
  rig_run_for (rig, 2);
  g_assert_cmpuint (rig_truth (rig).n_inflations, ==, 1);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_assert_soft_for_good (rig);
  const CuffLinkEvent *event = rig_find_event (rig, CUFF_LINK_EVENT_CHECKED);
  g_assert_nonnull (event);
  g_assert_false (event->passed);
  g_assert_false (cuff_pressure_is_set (event->value));
  rig_free (rig);
}

/* A leak test whose answers are lost may run all the same: its arm does not outlive the asking. */
static void
test_leak_unanswered (void)
{
  Rig *rig = rig_armed_for_leak ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_NO_REPLY);
  cuff_link_check (rig->link, CUFF_CHECK_LEAK, 0);
  const CuffLinkEvent *event = rig_await_event (rig, CUFF_LINK_EVENT_REFUSED, 5);
  g_assert_nonnull (event);
  g_assert_cmpint (event->result, ==, CUFF_RESULT_BUSY);
  rig_assert_ended (rig, CUFF_REASON_REFUSED, 0.1);
  rig_run_for (rig, 4);
  g_assert_cmpfloat (rig_truth (rig).cuff_mmhg, <, 20);
  rig_free (rig);
}

/* What may not be: a leak test without its arm or under another one, a zero with air in the cuff.
 */
static void
test_refused (void)
{
  static const struct {
    gboolean inflated;
    CuffCheck check;
    CuffResult result;
  } rows[] = { { FALSE, CUFF_CHECK_LEAK, CUFF_RESULT_NOT_ARMED },
               { TRUE, CUFF_CHECK_LEAK, CUFF_RESULT_NOT_ARMED },
               { TRUE, CUFF_CHECK_ZERO, CUFF_RESULT_BAD_STATE },
               { TRUE, CUFF_CHECK_SELF_TEST, CUFF_RESULT_BAD_STATE } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Rig *rig = connected_rig ();
    if (rows[i].inflated)
      rig_inflate (rig);
    cuff_link_check (rig->link, rows[i].check, 0);
    const CuffLinkEvent *event = rig_await_event (rig, CUFF_LINK_EVENT_REFUSED, 4);
    g_assert_nonnull (event);
    g_assert_cmpint (event->result, ==, rows[i].result);
    g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_CHECKED));
    g_assert_cmpuint (rig_truth (rig).n_inflations, ==, rows[i].inflated ? 1 : 0);
    rig_free (rig);
  }
}

/* Nobody answers: that is said too, within seconds. */
static void
test_no_answer (void)
{
  Rig *rig = connected_rig ();
  rig_run_for (rig, 2);
  cuff_sim_inject (rig->sim, CUFF_FAULT_SILENCE);
  cuff_link_check (rig->link, CUFF_CHECK_SELF_TEST, 0);
  const CuffLinkEvent *event = rig_await_event (rig, CUFF_LINK_EVENT_REFUSED, 10);
  g_assert_nonnull (event);
  g_assert_cmpint (event->result, ==, CUFF_RESULT_BUSY);
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/check/self-test", test_self_test);
  g_test_add_func ("/link/check/zero", test_zero);
  g_test_add_func ("/link/check/leak", test_leak);
  g_test_add_func ("/link/check/leak-found", test_leak_found);
  g_test_add_func ("/link/check/leak-stopped", test_leak_stopped);
  g_test_add_func ("/link/check/leak-unanswered", test_leak_unanswered);
  g_test_add_func ("/link/check/refused", test_refused);
  g_test_add_func ("/link/check/no-answer", test_no_answer);
  return g_test_run ();
}
