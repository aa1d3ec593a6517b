/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is pressed next on the way to a start, and what a short visit says (clinic 3.20).
 */
#include "ebb-start-foot.h"
#include "ebb-today-text.h"

#include <math.h>
#include <string.h>

typedef struct {
  EbbPuff puff;
  gboolean side_only, by_hand, deflated;
  const char *own_why;
  EbbStartStep step;
} Row;

/* The held start says the side only when it is asked and nothing else is in the way, neither of the
 * session nor of the page; no puff that failed or showed another cuff comes near it. */
static const Row rows[] = {
  { EBB_PUFF_NONE, FALSE, FALSE, TRUE, NULL, EBB_START_PUFF },
  { EBB_PUFF_RUNNING, FALSE, FALSE, FALSE, NULL, EBB_START_PUFF },
  { EBB_PUFF_FAILED, FALSE, FALSE, TRUE, NULL, EBB_START_PUFF },
  { EBB_PUFF_WRONG, TRUE, FALSE, TRUE, NULL, EBB_START_PUFF },
  { EBB_PUFF_ASK, TRUE, FALSE, TRUE, NULL, EBB_START_SIDE_HOLD },
  { EBB_PUFF_ASK, FALSE, FALSE, TRUE, NULL, EBB_START_SIDE },
  { EBB_PUFF_ASK, TRUE, FALSE, TRUE, "half a blood pressure", EBB_START_SIDE },
  { EBB_PUFF_CONFIRMED, FALSE, FALSE, TRUE, NULL, EBB_START_HOLD },
  { EBB_PUFF_CONFIRMED, FALSE, TRUE, FALSE, NULL, EBB_START_ZERO },
  { EBB_PUFF_CONFIRMED, FALSE, TRUE, TRUE, NULL, EBB_START_HOLD },
};

static void
test_steps (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const EbbSessionView view = { .puff = rows[i].puff,
                                  .side_only = rows[i].side_only,
                                  .by_hand = rows[i].by_hand };
    const EbbCuffView cuff = { .manual = rows[i].by_hand, .deflated = rows[i].deflated };

    g_assert_cmpint (ebb_start_step_of (&view, &cuff, rows[i].own_why), ==, rows[i].step);
  }
}

static void
test_puff (void)
{
  EbbSessionView view = { .connected = TRUE, .deflated = TRUE };

  g_assert_false (ebb_start_may_puff (NULL));
  g_assert_true (ebb_start_may_puff (&view));
  view.puff = EBB_PUFF_RUNNING;
  g_assert_false (ebb_start_may_puff (&view));
  view.puff = EBB_PUFF_NONE;
  view.deflated = FALSE;
  g_assert_false (ebb_start_may_puff (&view));
  view.by_hand = TRUE; /* there is no other proof than a person's word, which comes after it */
  g_assert_true (ebb_start_may_puff (&view));
  view.connected = FALSE;
  g_assert_false (ebb_start_may_puff (&view));
}

/* Two exercises of 8 minutes or 5; with 3 min between and 2 after them: 21 in all. */
static EbbToday
two (void)
{
  EbbToday today = { .n_parts = 2 };
  const EbbVisitBout bout = { .n_sets = 2, .sets_min = 1, .set_ms = { 300000, 480000 } };

  today.parts[0] = (EbbTodayPart){ .name = (char *) "Quad set", .bout = bout, .n_sets = 2 };
  today.parts[1] = (EbbTodayPart){ .name = (char *) "Leg press", .bout = bout, .n_sets = 2 };
  return today;
}

static void
assert_offer (double minutes, gboolean can, const char *text)
{
  const EbbToday today = two ();
  g_auto (EbbTodayOffer) offer = { 0 };

  ebb_today_offer_make (&offer, &today, minutes);
  g_assert_cmpint (offer.can, ==, can);
  g_assert_nonnull (strstr (offer.text, text));
}

static void
test_offer (void)
{
  const EbbToday today = two ();

  assert_offer (21, FALSE, "All of it fits.");
  assert_offer (20, TRUE, "Leg press: 1 of 2 sets.");
  assert_offer (17, TRUE, "Left out: Leg press.");
  assert_offer (7, TRUE, "Quad set: 1 of 2 sets.");
  assert_offer (6, FALSE, "takes 7 min");
  assert_offer (4, FALSE, "Minutes: 4 cannot be; 5 to 120");
  assert_offer (121, FALSE, "Minutes: 121 cannot be; 5 to 120");
  assert_offer (NAN, FALSE, "5 to 120");
  g_assert_cmpuint (ebb_today_first_minutes (&today), ==, 20);
}

static void
test_end (void)
{
  EbbToday today = two ();
  g_autofree char *whole = ebb_today_end_to_text (&today, 0, 0);

  g_assert_nonnull (strstr (whole, "2 exercises"));
  g_assert_nonnull (strstr (whole, "21"));
  g_assert_nonnull (strstr (whole, "00:21"));
  today.parts[0].done = TRUE;
  g_autofree char *waits = ebb_today_end_to_text (&today, CUFF_SECONDS (120), 0);
  g_assert_nonnull (strstr (waits, "1 exercise,"));
  g_assert_nonnull (strstr (waits, "00:12")); /* 2 of rest, 8, 2 */
  today.parts[1].n_sets = 0;
  g_autofree char *none = ebb_today_end_to_text (&today, 0, 0);
  g_assert_cmpstr (none, ==, "Everything of today is done");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/start-foot/steps", test_steps);
  g_test_add_func ("/start-foot/puff", test_puff);
  g_test_add_func ("/start-foot/offer", test_offer);
  g_test_add_func ("/start-foot/end", test_end);
  return g_test_run ();
}
