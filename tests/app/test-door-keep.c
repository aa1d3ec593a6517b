/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A first blood pressure that was too high is not forgotten when the page is left before the
 * second one: it is a record, the five minutes run on from it, and the session itself knows it
 * (clinic 3.8).
 */
#include "ebb-db-door.h"
#include "ebb-db-screening.h"
#include "ebb-door-keep.h"
#include "ebb-store-ask-visit.h"
#include "session-rig.h"

#include <math.h>
#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
#define SIT_US CUFF_SECONDS (300)

typedef struct {
  SessionRig *rig;
  EbbDesk *desk;
  char *patient_id;
  guint n_told;
} KeepRig;

static void
on_records_cb (EbbDesk *desk, const char *patient_id, KeepRig *self)
{
  self->n_told++;
}

static KeepRig *
keep_rig_new (void)
{
  SessionRigOptions options = { .seed = 1 };
  KeepRig *self = g_new0 (KeepRig, 1);

  self->rig = session_rig_new (&options);
  self->desk = ebb_desk_new (self->rig->clock, self->rig->store, self->rig->cuff);
  self->patient_id = g_strdup (self->rig->patient->id);
  g_signal_connect (self->desk, "records-changed", G_CALLBACK (on_records_cb), self);
  return self;
}

/* What every later page loads. */
static EbbScreeningFile *
finish (KeepRig *self, gint64 now_unix_us)
{
  EbbScreeningFile *file;
  EbbDb *db;

  g_object_run_dispose (G_OBJECT (self->desk));
  g_object_unref (self->desk);
  db = session_rig_finish (self->rig);
  file = ebb_db_load_screening_file (db, self->patient_id, now_unix_us, NULL);
  g_assert_nonnull (file);
  ebb_db_close (db);
  session_rig_free (self->rig);
  g_free (self->patient_id);
  g_free (self);
  return file;
}

static void
leave (KeepRig *self, const EbbDoor *answers, guint n_expected)
{
  guint told = self->n_told + n_expected;

  g_assert_cmpuint (ebb_door_keep (self->desk, self->patient_id, self->rig->screening, answers), ==,
                    n_expected);
  while (self->n_told < told)
    g_main_context_iteration (NULL, TRUE);
}

/* The page was left `ago_us` after 182/90 was measured. */
static void
leave_after (KeepRig *self, gint64 ago_us)
{
  EbbDoorNow now = ebb_door_now (self->rig->clock);
  g_auto (EbbDoor) answers = { 0 };

  ebb_door_take_at (&answers, now.us - ago_us, EBB_DOOR_PRESSURE, 182, 90, NULL);
  leave (self, &answers, 1);
}

static EbbDoorLock
judge (const EbbDoor *door)
{
  g_autoptr (EbbCheckList) list = ebb_check_list_load_builtin (NULL);
  const EbbDoorQuestion question = { .list = list, .percent_lop = 60 };
  g_auto (EbbDoorJudgement) judgement = { 0 };

  return ebb_door_judge (door, &question, &judgement);
}

static EbbDoorLock
with_second (const EbbScreeningFile *file, const EbbDoorNow *now, double systolic)
{
  g_auto (EbbDoor) door = { 0 };
  const EbbDoor none = { 0 };

  ebb_door_recall (&door, file, &none, now);
  ebb_door_take_at (&door, now->us, EBB_DOOR_PRESSURE, systolic, 80, NULL);
  return judge (&door);
}

/* Four minutes had gone: one more, and the second one decides. */
static void
test_runs_on (void)
{
  gint64 left_unix_us = ebb_clock_wall_unix_us ();
  KeepRig *self = keep_rig_new ();
  g_autoptr (EbbScreeningFile) file = NULL;
  const EbbDoorReading *reading;
  EbbDoorNow now = { 0 };

  leave_after (self, CUFF_SECONDS (240));
  file = finish (self, ebb_clock_wall_unix_us ());
  g_assert_cmpuint (file->readings->len, ==, 1);
  reading = g_ptr_array_index (file->readings, 0);
  g_assert_cmpint (reading->systolic_mmhg, ==, 182);
  g_assert_cmpint (reading->diastolic_mmhg, ==, 90);
  g_assert_nonnull (reading->operator_name);
  g_assert_cmpint (reading->measured_unix_us, >=, left_unix_us - CUFF_SECONDS (240));
  now.unix_us = reading->measured_unix_us + SIT_US - 1;
  g_assert_cmpint (with_second (file, &now, 150), ==, EBB_DOOR_MEASURE_AGAIN);
  now.unix_us++;
  g_assert_cmpint (with_second (file, &now, 150), ==, EBB_DOOR_OPEN);
  g_assert_cmpint (with_second (file, &now, 182), ==, EBB_DOOR_NOT_TODAY);
}

static void
test_only_that_day (void)
{
  KeepRig *self = keep_rig_new ();
  g_autoptr (EbbScreeningFile) file = NULL;

  leave_after (self, 0);
  file = finish (self, ebb_clock_wall_unix_us () + DAY_US);
  g_assert_cmpuint (file->readings->len, ==, 0);
}

/* In range, or decided by a second one: nothing waits. */
static void
test_nothing_waits (void)
{
  KeepRig *self = keep_rig_new ();
  g_auto (EbbDoor) fine = { 0 }, decided = { 0 };
  g_autoptr (EbbScreeningFile) file = NULL;

  ebb_door_take_at (&fine, 0, EBB_DOOR_PRESSURE, 130, 80, NULL);
  leave (self, &fine, 0);
  ebb_door_take_at (&decided, 0, EBB_DOOR_PRESSURE, 182, 90, NULL);
  ebb_door_take_at (&decided, SIT_US, EBB_DOOR_PRESSURE, 150, 80, NULL);
  leave (self, &decided, 0);
  file = finish (self, ebb_clock_wall_unix_us ());
  g_assert_cmpuint (file->readings->len, ==, 0);
}

static void
add_reading (SessionRig *rig, gint64 ago_us)
{
  EbbDoorReading *reading = g_new0 (EbbDoorReading, 1);

  reading->patient_id = g_strdup (rig->patient->id);
  reading->systolic_mmhg = 182;
  reading->diastolic_mmhg = 90;
  reading->operator_name = g_strdup ("A. Sample");
  reading->measured_unix_us = ebb_clock_wall_unix_us () - ago_us;
  g_ptr_array_add (rig->screening->readings, reading);
}

/* A page that shows what is on file does not file it again. */
static void
test_once (void)
{
  KeepRig *self = keep_rig_new ();
  EbbDoorNow now = ebb_door_now (self->rig->clock);
  g_auto (EbbDoor) again = { 0 };
  g_autoptr (EbbScreeningFile) file = NULL;

  leave_after (self, 0);
  add_reading (self->rig, 0);
  ebb_door_take_at (&again, now.us, EBB_DOOR_PRESSURE, 182, 90, NULL);
  leave (self, &again, 0);
  file = finish (self, ebb_clock_wall_unix_us ());
  g_assert_cmpuint (file->readings->len, ==, 1);
}

static void
on_put_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autofree char *id = ebb_store_put_finish (result, NULL);

  g_assert_nonnull (id);
}

/* A slip of the finger that was filed is taken back, and stays beside it. */
static void
test_taken_back (void)
{
  KeepRig *self = keep_rig_new ();
  EbbDoorNow now = ebb_door_now (self->rig->clock);
  EbbDoorReading *filed = g_new0 (EbbDoorReading, 1);
  g_auto (EbbDoor) slip = { 0 };
  g_autoptr (EbbScreeningFile) file = NULL;

  add_reading (self->rig, CUFF_SECONDS (60));
  *filed = *(EbbDoorReading *) g_ptr_array_index (self->rig->screening->readings, 0);
  filed->patient_id = g_strdup (filed->patient_id);
  filed->operator_name = g_strdup (filed->operator_name);
  ebb_store_put_door_reading_async (self->rig->store, filed, on_put_cb, NULL);
  ebb_door_take_at (&slip, now.us - CUFF_SECONDS (60), EBB_DOOR_MISTYPED, 182, 90, NULL);
  leave (self, &slip, 1);
  file = finish (self, ebb_clock_wall_unix_us ());
  g_assert_cmpuint (file->readings->len, ==, 0);
}

static void
assert_waits (SessionRig *rig, gboolean waits)
{
  SessionRigOptions options = { .seed = 1 };
  EbbSessionOptions made;
  g_autoptr (EbbSession) session = NULL;
  EbbSessionView view;

  session_rig_fill (rig, &options, &made);
  session = ebb_session_new (&made, NULL);
  g_assert_nonnull (session);
  ebb_session_check (session, EBB_DOOR_PRESSURE, 150, 80, NULL);
  ebb_session_get_view (session, &view);
  g_assert_cmpint (view.why_not != NULL && strstr (view.why_not, "measure again") != NULL, ==,
                   waits);
}

/* The lock is the session's, whatever page or program asks it: also one that knows of no earlier
 * page. */
static void
test_session_knows (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);

  assert_waits (rig, FALSE);
  add_reading (rig, CUFF_SECONDS (240));
  assert_waits (rig, TRUE);
  g_ptr_array_set_size (rig->screening->readings, 0);
  add_reading (rig, CUFF_SECONDS (301));
  assert_waits (rig, FALSE);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/door-keep/runs-on", test_runs_on);
  g_test_add_func ("/door-keep/only-that-day", test_only_that_day);
  g_test_add_func ("/door-keep/nothing-waits", test_nothing_waits);
  g_test_add_func ("/door-keep/once", test_once);
  g_test_add_func ("/door-keep/taken-back", test_taken_back);
  g_test_add_func ("/door-keep/session-knows", test_session_knows);
  return g_test_run ();
}
