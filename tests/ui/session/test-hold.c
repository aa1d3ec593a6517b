/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A start takes a second of holding, or two activations 1 to 10 s apart (contracts 7).
 */
#include "ebb-hold.h"

#define T0 (50 * G_TIME_SPAN_SECOND)
#define MS G_TIME_SPAN_MILLISECOND

static void
test_held (void)
{
  EbbHold hold;
  ebb_hold_init (&hold);
  ebb_hold_press (&hold, T0);
  g_assert_false (ebb_hold_tick (&hold, T0 + 999 * MS));
  g_assert_cmpfloat_with_epsilon (ebb_hold_fraction (&hold, T0 + 500 * MS), 0.5, 1e-9);
  g_assert_true (ebb_hold_tick (&hold, T0 + 1000 * MS));
  /* One token. */
  g_assert_false (ebb_hold_tick (&hold, T0 + 3000 * MS));
  ebb_hold_press (&hold, T0 + 4000 * MS);
  g_assert_false (ebb_hold_tick (&hold, T0 + 6000 * MS));
}

static void
test_let_go (void)
{
  EbbHold hold;
  ebb_hold_init (&hold);
  ebb_hold_press (&hold, T0);
  ebb_hold_release (&hold);
  g_assert_false (ebb_hold_tick (&hold, T0 + 2000 * MS));
  /* Two short presses do not add up. */
  ebb_hold_press (&hold, T0 + 2000 * MS);
  g_assert_false (ebb_hold_tick (&hold, T0 + 2600 * MS));
}

/* A key that repeats itself while it is down is one press. */
static void
test_repeat (void)
{
  EbbHold hold;
  ebb_hold_init (&hold);
  ebb_hold_press (&hold, T0);
  ebb_hold_press (&hold, T0 + 600 * MS);
  g_assert_true (ebb_hold_tick (&hold, T0 + 1000 * MS));
}

static void
test_activate (void)
{
  EbbHold hold;
  ebb_hold_init (&hold);
  g_assert_false (ebb_hold_activate (&hold, T0));
  g_assert_false (ebb_hold_activate (&hold, T0 + 300 * MS)); /* a double click */
  g_assert_true (ebb_hold_waits (&hold, T0 + 5000 * MS));
  g_assert_true (ebb_hold_activate (&hold, T0 + 1000 * MS));
  g_assert_false (ebb_hold_activate (&hold, T0 + 3000 * MS));
}

static void
test_too_late (void)
{
  EbbHold hold;
  ebb_hold_init (&hold);
  g_assert_false (ebb_hold_activate (&hold, T0));
  g_assert_false (ebb_hold_activate (&hold, T0 + 10001 * MS)); /* counts as a first one */
  g_assert_true (ebb_hold_activate (&hold, T0 + 12000 * MS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hold/held", test_held);
  g_test_add_func ("/hold/let-go", test_let_go);
  g_test_add_func ("/hold/repeat", test_repeat);
  g_test_add_func ("/hold/activate", test_activate);
  g_test_add_func ("/hold/too-late", test_too_late);
  return g_test_run ();
}
