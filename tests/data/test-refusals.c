/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refusal at the door is a record: it stands for its day, or until a physician has looked, and
 * goes by a clearance or a correction, which stay beside it (clinic 3.1, 3.8).
 */
#include "data-rig.h"
#include "ebb-day.h"
#include "ebb-db-door.h"
#include "ebb-db-screening.h"

#include <math.h>
#include <string.h>

/* The door's clock is the wall's: a clearance may not be of a day to come. */
#define NOW_US (g_get_real_time ())
#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

static EbbDoorRefusal
make_refusal (const char *answer, gboolean physician)
{
  return (EbbDoorRefusal){ .patient_id = (char *) PATIENT_ID,
                           .answer = (char *) answer,
                           .question = (char *) "A question?",
                           .list_id = (char *) "session",
                           .list_version = 3,
                           .value = 1,
                           .second = NAN,
                           .physician = physician,
                           .operator_name = (char *) "A. Sample",
                           .refused_unix_us = NOW_US };
}

/* How many stand in what every lock looks at. */
static guint
n_standing (DataRig *rig, gint64 now_us)
{
  g_autoptr (EbbScreeningFile) file =
      ebb_db_load_screening_file (rig->db, PATIENT_ID, now_us, NULL);

  g_assert_nonnull (file);
  return file->refusals->len;
}

static void
test_stands (DataRig *rig, gconstpointer unused)
{
  EbbDoorRefusal fever = make_refusal ("ill-today", FALSE), calf = make_refusal ("one-sided", TRUE);
  EbbDoorRefusal again = make_refusal ("ill-today", FALSE);

  calf.refused_unix_us = fever.refused_unix_us + 1;
  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_assert_true (ebb_db_put_door_refusal (rig->db, &fever, NULL));
  g_assert_true (ebb_db_put_door_refusal (rig->db, &again, NULL)); /* the same page, left again */
  g_assert_cmpstr (again.id, ==, fever.id);
  g_assert_cmpuint (n_standing (rig, NOW_US), ==, 1);
  g_assert_true (ebb_db_put_door_refusal (rig->db, &calf, NULL));
  g_assert_cmpuint (n_standing (rig, NOW_US), ==, 2);
  g_assert_cmpuint (n_standing (rig, NOW_US + 2 * DAY_US), ==, 1); /* a clot is not over */
  g_autoptr (GPtrArray) all = ebb_db_list_door_refusals (rig->db, PATIENT_ID, NULL);
  const EbbDoorRefusal *newest = g_ptr_array_index (all, 0);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (newest->operator_name, ==, "A. Sample");
  g_assert_cmpstr (newest->answer, ==, "one-sided");
  g_assert_true (isnan (newest->second));
  g_assert_false (ebb_db_execute (rig->db, "UPDATE door_refusal SET value = 0", NULL));
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM door_refusal", NULL));
  g_free (fever.id);
  g_free (again.id);
  g_free (calf.id);
}

static void
assert_refused (DataRig *rig, const EbbDoorLift *lift, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ebb_db_put_door_lift (rig->db, lift, &error));
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_lifted (DataRig *rig, gconstpointer unused)
{
  EbbDoorRefusal calf = make_refusal ("one-sided", TRUE);
  EbbDay today = ebb_day_of (NOW_US);
  EbbDoorLift lift = { .way = EBB_LIFT_CLEARANCE,
                       .physician = (char *) "Dr. Invented",
                       .cleared_on = today.date,
                       .reason = (char *) "ultrasound: no clot",
                       .operator_name = (char *) "B. Sample",
                       .lifted_unix_us = NOW_US };

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_assert_true (ebb_db_put_door_refusal (rig->db, &calf, NULL));
  g_autofree char *id = calf.id;
  lift.refusal_id = id;
  lift.physician = NULL;
  assert_refused (rig, &lift, "physician");
  lift.physician = (char *) "Dr. Invented";
  lift.cleared_on = (char *) "2999-01-01";
  assert_refused (rig, &lift, "2999-01-01");
  lift.cleared_on = today.date;
  g_assert_cmpuint (n_standing (rig, NOW_US), ==, 1);
  g_assert_true (ebb_db_put_door_lift (rig->db, &lift, NULL));
  g_assert_cmpuint (n_standing (rig, NOW_US), ==, 0);
  assert_refused (rig, &lift, "one that stands");
  g_autoptr (GPtrArray) all = ebb_db_list_door_refusals (rig->db, PATIENT_ID, NULL);
  const EbbDoorRefusal *kept = g_ptr_array_index (all, 0);
  g_assert_cmpstr (kept->lift->physician, ==, "Dr. Invented");
  g_assert_cmpstr (kept->lift->operator_name, ==, "B. Sample");
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM door_lift", NULL));
}

/* Twice too high is nobody's to clear; a slip of the finger has a reason. */
static void
test_correction (DataRig *rig, gconstpointer unused)
{
  EbbDoorRefusal pressure = make_refusal ("bp", FALSE);
  EbbDay today = ebb_day_of (NOW_US);
  EbbDoorLift lift = { .way = EBB_LIFT_CLEARANCE,
                       .physician = (char *) "Dr. Invented",
                       .cleared_on = today.date,
                       .reason = (char *) "by telephone",
                       .operator_name = (char *) "B. Sample",
                       .lifted_unix_us = NOW_US };

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_assert_true (ebb_db_put_door_refusal (rig->db, &pressure, NULL));
  g_autofree char *id = pressure.id;
  lift.refusal_id = id;
  assert_refused (rig, &lift, "correction");
  lift.way = EBB_LIFT_CORRECTION;
  lift.physician = lift.cleared_on = NULL;
  lift.reason = (char *) "";
  assert_refused (rig, &lift, "reason");
  lift.reason = (char *) "figures of another patient";
  g_assert_true (ebb_db_put_door_lift (rig->db, &lift, NULL));
  g_assert_cmpuint (n_standing (rig, NOW_US), ==, 0);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/refusals/stands", test_stands);
  ADD ("/refusals/lifted", test_lifted);
  ADD ("/refusals/correction", test_correction);
  return g_test_run ();
}
