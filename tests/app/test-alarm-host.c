/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms of this computer itself: a store that does not answer (A11), and what needs care before
 * the next start (A12).  How much room a disk has and what time it is are said by the test: the
 * linker hands those two calls to it (meson.build).
 */
#include "ebb-alarm-host.h"
#include "ebb-alarm.h"
#include "session-rig.h"

#include <string.h>
#include <sys/statvfs.h>

#define BIT(code) (1u << CUFF_ALARM_##code)
#define MB        1000000LL

static _Atomic gint64 free_bytes = 500 * MB;
static _Atomic gint64 wall_by_us;

int __wrap_statvfs (const char *path, struct statvfs *space);
int __wrap_statvfs64 (const char *path, struct statvfs *space);
gint64 __real_g_get_real_time (void);
gint64 __wrap_g_get_real_time (void);

int
__wrap_statvfs (const char *path, struct statvfs *space)
{
  *space = (struct statvfs){ .f_frsize = 1000, .f_bavail = (fsblkcnt_t) (free_bytes / 1000) };
  return 0;
}

int
__wrap_statvfs64 (const char *path, struct statvfs *space)
{
  return __wrap_statvfs (path, space);
}

gint64
__wrap_g_get_real_time (void)
{
  return __real_g_get_real_time () + wall_by_us;
}

/* Figures of the design: 200 MB, a day. */
static void
test_judge (void)
{
  const EbbHostFacts well = { .self_test_age_us = EBB_UPKEEP_SELF_TEST_US,
                              .free_bytes = 200 * MB,
                              .wall_unix_us = g_get_real_time () };
  EbbHostFacts facts = well;
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, 0);
  facts.free_bytes--;
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, EBB_UPKEEP_SPACE);
  facts.free_bytes = -1; /* not known: nobody is kept from work by that */
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, 0);
  facts.self_test_age_us++;
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, EBB_UPKEEP_SELF_TEST);
  facts.self_test_age_us = EBB_TIME_UNSET;
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, 0);
  facts.wall_step_us = -CUFF_SECONDS (61);
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, EBB_UPKEEP_CLOCK);
  facts.wall_step_us = CUFF_SECONDS (61);
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, EBB_UPKEEP_CLOCK);
  facts.wall_step_us = CUFF_SECONDS (59); /* a clock that is set right */
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, 0);
  facts.wall_unix_us = 0; /* lost its battery */
  g_assert_cmphex (ebb_alarm_upkeep (&facts), ==, EBB_UPKEEP_CLOCK);
}

/* What was slept is no step; in practice only a step back is one. */
static void
test_wall (void)
{
  gint64 hour_us = CUFF_SECONDS (3600);
  g_assert_cmpint (ebb_alarm_wall_step (hour_us + 50, 50, hour_us, FALSE), ==, 0);
  g_assert_cmpint (ebb_alarm_wall_step (hour_us, 50, 0, FALSE), ==, hour_us - 50);
  g_assert_cmpint (ebb_alarm_wall_step (-hour_us, 0, 0, FALSE), ==, -hour_us);
  g_assert_cmpint (ebb_alarm_wall_step (-hour_us, 50, 0, TRUE), ==, -hour_us);
  g_assert_cmpint (ebb_alarm_wall_step (10, hour_us, 0, TRUE), ==, 0);
}

static SessionRig *
prepare (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 4);
  return rig;
}

static guint
count_alarms (SessionRig *rig, EbbDb *db, CuffAlarm alarm, const char *word)
{
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, rig->session_id, NULL);
  guint n = 0;
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    n += g_str_equal (event->code, "alarm") && event->number == (int) alarm
         && strstr (event->text, word) != NULL;
  }
  return n;
}

/* 199 MB: a low alarm, said first what to do, and nothing starts; with room again all is well. */
static void
test_space (void)
{
  free_bytes = 199 * MB;
  SessionRig *rig = prepare ();
  EbbSessionView view = session_rig_view (rig);
  g_assert_cmphex (view.alarms, ==, BIT (UPKEEP));
  g_assert_cmpint (ebb_alarm_highest (view.alarms), ==, EBB_ALARM_LOW);
  g_assert_false (view.can_start);
  g_assert_true (g_str_has_prefix (view.why_not, "Make room on the disk"));
  ebb_session_start (rig->session);
  session_rig_run (rig, 15);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 0);
  free_bytes = 500 * MB;
  session_rig_run (rig, 3);
  g_assert_cmphex (session_rig_view (rig).alarms, ==, 0);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 40));
  /* Under way it stops nobody: the record goes on. */
  free_bytes = 100 * MB;
  session_rig_run (rig, 3);
  g_assert_cmphex (session_rig_view (rig).alarms, ==, BIT (UPKEEP));
  g_assert_cmpint (session_rig_view (rig).phase, >, EBB_PHASE_INFLATING);
  free_bytes = 500 * MB;
  session_rig_free (rig);
}

/* A clock of 1999 keeps nobody from work, but it is said, and stands in the record. */
static void
test_clock (void)
{
  SessionRig *rig = prepare ();
  wall_by_us = -27LL * 365 * 24 * CUFF_SECONDS (3600);
  session_rig_run (rig, 2);
  g_assert_cmphex (session_rig_view (rig).alarms, ==, BIT (UPKEEP));
  g_assert_true (session_rig_view (rig).can_start);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 40));
  wall_by_us = 0;
  session_rig_run (rig, 1);
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (count_alarms (rig, db, CUFF_ALARM_UPKEEP, "Set the clock"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* A disk that says nothing for 8 s amid a set: told after 5 s and not before, stays on the screen
 * although it came back, and the cuff never knew. */
static void
test_store_hangs (void)
{
  SessionRig *rig = prepare ();
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 40));
  session_rig_hang_disk (rig);
  session_rig_run (rig, 4.5);
  g_assert_cmphex (session_rig_view (rig).alarms, ==, 0);
  session_rig_run (rig, 3.5);
  g_assert_cmphex (session_rig_view (rig).alarms, ==, BIT (STORE));
  session_rig_let_disk_go (rig);
  session_rig_run (rig, 5);
  g_assert_cmphex (session_rig_view (rig).alarms, ==, BIT (STORE));
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 1);
  g_assert_false (ebb_session_is_closed (rig->session));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (count_alarms (rig, db, CUFF_ALARM_STORE, "Finish this exercise"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-host/judge", test_judge);
  g_test_add_func ("/alarm-host/wall", test_wall);
  g_test_add_func ("/alarm-host/space", test_space);
  g_test_add_func ("/alarm-host/clock", test_clock);
  g_test_add_func ("/alarm-host/store-hangs", test_store_hangs);
  return g_test_run ();
}
