/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms A01 to A12: how urgent each is, which one is heard, and how long a person can pause it.
 * Priorities and times are those of the design's table of alarms.
 */
#include "ebb-alarm.h"
#include "ebb-words.h"

#define BIT(code) (1u << CUFF_ALARM_##code)
#define S(s)      ((gint64) ((s) *1000000.0))

static const struct {
  CuffAlarm alarm;
  EbbAlarmLevel level;
} table[] = {
  { CUFF_ALARM_OVER_PRESSURE, EBB_ALARM_HIGH }, { CUFF_ALARM_NOT_DEFLATED, EBB_ALARM_HIGH },
  { CUFF_ALARM_LINK, EBB_ALARM_HIGH },          { CUFF_ALARM_TIME, EBB_ALARM_HIGH },
  { CUFF_ALARM_DEVICE, EBB_ALARM_HIGH },        { CUFF_ALARM_SUPERVISION, EBB_ALARM_HIGH },
  { CUFF_ALARM_OFF_TARGET, EBB_ALARM_MEDIUM },  { CUFF_ALARM_LEAK, EBB_ALARM_MEDIUM },
  { CUFF_ALARM_BLOCKED, EBB_ALARM_MEDIUM },     { CUFF_ALARM_NOBODY, EBB_ALARM_MEDIUM },
  { CUFF_ALARM_STORE, EBB_ALARM_MEDIUM },       { CUFF_ALARM_UPKEEP, EBB_ALARM_LOW },
};

/* Every one of the twelve is heard, as urgent as it is. */
static void
test_levels (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (table), ==, CUFF_ALARM_COUNT - 1);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    EbbAlarmPause pause = EBB_ALARM_PAUSE_NONE;
    EbbAlarmSound sound = ebb_alarm_sound (&pause, 1u << table[i].alarm, TRUE, 0);
    g_test_message ("%s", ebb_alarm_to_code (table[i].alarm));
    g_assert_cmpint (ebb_alarm_level (table[i].alarm), ==, table[i].level);
    g_assert_cmpint (sound.level, ==, table[i].level);
    g_assert_cmpint (sound.silent_us, ==, 0);
  }
  g_assert_cmpint (ebb_alarm_level (CUFF_ALARM_NONE), ==, EBB_ALARM_QUIET);
  g_assert_cmpint (ebb_alarm_level ((CuffAlarm) 77), ==, EBB_ALARM_QUIET);
  g_assert_cmpint (ebb_alarm_level ((CuffAlarm) -1), ==, EBB_ALARM_QUIET);
}

static void
test_highest (void)
{
  g_assert_cmpint (ebb_alarm_highest (0), ==, EBB_ALARM_QUIET);
  g_assert_cmpint (ebb_alarm_highest (BIT (UPKEEP) | BIT (LEAK)), ==, EBB_ALARM_MEDIUM);
  g_assert_cmpint (ebb_alarm_highest (BIT (UPKEEP) | BIT (LEAK) | BIT (LINK)), ==, EBB_ALARM_HIGH);
}

/* A high alarm that is gone but that nobody has acknowledged is heard on. */
static void
test_latched (void)
{
  EbbCuffView cuff = { .alarms_latched = BIT (OVER_PRESSURE) };
  EbbSessionView session = { .alarms = BIT (STORE) };
  g_assert_cmpint (ebb_alarm_highest (ebb_alarm_standing (&cuff, NULL)), ==, EBB_ALARM_HIGH);
  cuff.alarms_latched = 0;
  g_assert_cmpint (ebb_alarm_highest (ebb_alarm_standing (&cuff, NULL)), ==, EBB_ALARM_QUIET);
  g_assert_cmpint (ebb_alarm_highest (ebb_alarm_standing (&cuff, &session)), ==, EBB_ALARM_MEDIUM);
}

static void
expect (EbbAlarmPause *pause, guint32 bits, gboolean at_risk, double at_s, gboolean paused)
{
  EbbAlarmSound sound = ebb_alarm_sound (pause, bits, at_risk, S (at_s));
  g_assert_cmpint (sound.level, ==, ebb_alarm_highest (bits));
  g_assert_cmpint (sound.silent_us > 0, ==, paused);
}

/* 30 s while a cuff may be tight, to the microsecond; pressed again it grows no longer. */
static void
test_pause_ends (void)
{
  EbbAlarmPause pause = EBB_ALARM_PAUSE_NONE;
  ebb_alarm_pause (&pause, BIT (LINK), S (100));
  expect (&pause, BIT (LINK), TRUE, 100, TRUE);
  ebb_alarm_pause (&pause, BIT (LINK), S (120));
  expect (&pause, BIT (LINK), TRUE, 129.999999, TRUE);
  expect (&pause, BIT (LINK), TRUE, 130, FALSE);
  expect (&pause, BIT (LINK), TRUE, 131, FALSE);
  ebb_alarm_pause (&pause, BIT (LINK), S (132));
  expect (&pause, BIT (LINK), TRUE, 161, TRUE);
  expect (&pause, BIT (LINK), TRUE, 162, FALSE);
}

/* Proven deflated two minutes are allowed, and no more than 30 s of them once it is not. */
static void
test_pause_deflated (void)
{
  EbbAlarmPause pause = EBB_ALARM_PAUSE_NONE;
  ebb_alarm_pause (&pause, BIT (STORE), 0);
  expect (&pause, BIT (STORE), FALSE, 119.999999, TRUE);
  expect (&pause, BIT (STORE), FALSE, 120, FALSE);
  ebb_alarm_pause (&pause, BIT (STORE), S (200));
  expect (&pause, BIT (STORE), FALSE, 229, TRUE);
  expect (&pause, BIT (STORE), TRUE, 229.5, TRUE);
  expect (&pause, BIT (STORE), TRUE, 230, FALSE);
}

static void
test_break_through (void)
{
  EbbAlarmPause pause = EBB_ALARM_PAUSE_NONE;
  ebb_alarm_pause (&pause, BIT (LEAK), 0);
  expect (&pause, BIT (LEAK) | BIT (OFF_TARGET) | BIT (UPKEEP), TRUE, 5, TRUE); /* not above it */
  expect (&pause, BIT (LEAK) | BIT (LINK), TRUE, 6, FALSE);
  expect (&pause, BIT (LEAK), TRUE, 7, FALSE); /* broken is broken */
}

/* The high one went, the medium one stays paused; a high one that comes back is new. */
static void
test_comes_back (void)
{
  EbbAlarmPause pause = EBB_ALARM_PAUSE_NONE;
  ebb_alarm_pause (&pause, BIT (LINK) | BIT (LEAK), 0);
  expect (&pause, BIT (LEAK), TRUE, 5, TRUE);
  expect (&pause, BIT (LEAK) | BIT (LINK), TRUE, 6, FALSE);
}

/* A pause belongs to what was heard: without an alarm there is none, and none is kept for later. */
static void
test_nothing_to_pause (void)
{
  EbbAlarmPause pause = EBB_ALARM_PAUSE_NONE;
  ebb_alarm_pause (&pause, 0, 0);
  expect (&pause, BIT (UPKEEP), FALSE, 1, FALSE);
  ebb_alarm_pause (&pause, BIT (LINK), S (2));
  expect (&pause, 0, TRUE, 3, FALSE);
  expect (&pause, BIT (LINK), TRUE, 4, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/levels", test_levels);
  g_test_add_func ("/alarm/highest", test_highest);
  g_test_add_func ("/alarm/latched", test_latched);
  g_test_add_func ("/alarm/pause/ends", test_pause_ends);
  g_test_add_func ("/alarm/pause/deflated", test_pause_deflated);
  g_test_add_func ("/alarm/pause/break-through", test_break_through);
  g_test_add_func ("/alarm/pause/comes-back", test_comes_back);
  g_test_add_func ("/alarm/pause/nothing", test_nothing_to_pause);
  return g_test_run ();
}
