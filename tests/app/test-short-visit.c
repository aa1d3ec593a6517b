/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a visit fits in the minutes there are, and in which order the rest goes (clinic 3.20).
 */
#include "ebb-short-visit.h"

#define MIN_MS 60000

/* Three sets of 2 minutes with a minute of rest between: 2, 5, 8 minutes. */
static const EbbVisitBout three = { .n_sets = 3,
                                    .sets_min = 2,
                                    .set_ms = { 2 * MIN_MS, 5 * MIN_MS, 8 * MIN_MS } };

static EbbShortVisit
fit (guint n_bouts, int minutes)
{
  const EbbVisitBout bouts[] = { three, three };
  EbbShortVisit visit;

  ebb_short_visit_fit (bouts, n_bouts, 3 * MIN_MS, 4 * MIN_MS, minutes * MIN_MS, &visit);
  return visit;
}

static void
assert_sets (int minutes, guint first, guint second, int total, gboolean fits)
{
  EbbShortVisit visit = fit (2, minutes);

  g_assert_cmpuint (visit.n_sets[0], ==, first);
  g_assert_cmpuint (visit.n_sets[1], ==, second);
  g_assert_cmpint (visit.total_ms, ==, total * MIN_MS);
  g_assert_cmpint (visit.fits, ==, fits);
}

/* All of it takes 4 + 8 + 3 + 8 = 23 minutes. */
static void
test_order (void)
{
  assert_sets (23, 3, 3, 23, TRUE);
  assert_sets (22, 3, 2, 20, TRUE);
  assert_sets (20, 3, 2, 20, TRUE);
  assert_sets (19, 3, 0, 12, TRUE); /* one set is less than the protocol allows */
  assert_sets (12, 3, 0, 12, TRUE);
  assert_sets (11, 2, 0, 9, TRUE);
  assert_sets (8, 2, 0, 9, FALSE); /* the first exercise stays, and does not fit */
}

static void
test_whole (void)
{
  EbbShortVisit visit = fit (2, 23);

  g_assert_false (visit.shortened);
  visit = fit (2, 22);
  g_assert_true (visit.shortened);
}

static void
test_shortest (void)
{
  EbbShortVisit visit;

  ebb_short_visit_shortest (&three, 1, 3 * MIN_MS, 4 * MIN_MS, &visit);
  g_assert_cmpuint (visit.n_sets[0], ==, 2);
  g_assert_cmpint (visit.total_ms, ==, 9 * MIN_MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/short-visit/order", test_order);
  g_test_add_func ("/short-visit/whole", test_whole);
  g_test_add_func ("/short-visit/shortest", test_shortest);
  return g_test_run ();
}
