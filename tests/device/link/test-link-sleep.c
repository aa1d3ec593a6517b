/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The machine sleeps between something a person asked for and the turn of the thread that would
 * have said it.  Whoever asked may have left: it is never said (R9).
 */
#include "loop-rig.h"

static struct {
  CuffLink *link;
  gboolean arms; /* what is posted: an arm, or an order */
  gboolean inflated;
} posted;

static void
note_inflation (void)
{
  posted.inflated = posted.inflated || loop.machine == CUFF_MACHINE_ACTIVE;
}

/* On the cuff thread, so that it cannot take what is posted before the machine sleeps. */
static void
post_and_sleep (void)
{
  CuffOrder order = { .mode = CUFF_MODE_HOLD, .target = CUFF_MMHG (110), .longest_ms = 60000 };
  loop.on_write = note_inflation;
  if (posted.arms)
    cuff_link_arm (posted.link, CUFF_ARM_TRAINING);
  else
    cuff_link_order (posted.link, &order, 1, FALSE);
  cuff_clock_pretend_sleep (loop.clock, CUFF_SECONDS (7200));
}

static void
sleep_over (LoopRig *rig, gboolean arms)
{
  posted.link = rig->link;
  posted.arms = arms;
  posted.inflated = FALSE;
  loop.on_write = post_and_sleep;
  const CuffLinkEvent *ended = loop_rig_await (rig, CUFF_LINK_EVENT_ENDED, CUFF_SECONDS (1));
  g_assert_nonnull (ended);
  g_assert_cmpint (ended->reason, ==, CUFF_REASON_SLEEP);
}

static void
test_order (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_arm (rig, CUFF_ARM_TRAINING);
  loop_rig_run (rig, CUFF_MS (300));
  sleep_over (rig, FALSE);
  loop_rig_run (rig, CUFF_SECONDS (5));
  note_inflation ();
  g_assert_false (posted.inflated);
  loop_rig_free (rig);
}

/* Told, so that nobody waits for it; and nothing is armed, however long the machine is awake. */
static void
test_start (void)
{
  LoopRig *rig = loop_rig_new ();
  loop_rig_configure (rig);
  loop_rig_run (rig, CUFF_SECONDS (2));
  CuffTime from_us = loop_rig_now (rig);
  sleep_over (rig, TRUE);
  loop_rig_run (rig, CUFF_SECONDS (15));
  g_assert_cmpuint (loop_count (CUFF_MSG_ARM, from_us), ==, 0);
  loop_rig_free (rig);
}

/* The control: asked for after the machine woke, it is done. */
static void
test_awake (void)
{
  LoopRig *rig = loop_rig_new ();
  cuff_clock_pretend_sleep (rig->clock, CUFF_SECONDS (7200));
  loop_rig_hold (rig);
  loop_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/sleep/over-order", test_order);
  g_test_add_func ("/link/sleep/over-start", test_start);
  g_test_add_func ("/link/sleep/awake-again", test_awake);
  return g_test_run ();
}
