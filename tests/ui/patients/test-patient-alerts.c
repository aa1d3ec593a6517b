/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a therapist must know before the cuff goes on, and what locks the start.
 */
#include "ebb-patient-alerts.h"
#include "patients-rig.h"

#include <math.h>
#include <string.h>

static gboolean
has (const EbbPatientFile *file, EbbAlertKind kind)
{
  g_autoptr (GPtrArray) alerts = ebb_patient_alerts (file, RIG_NOW_UNIX_US);

  for (guint i = 0; i < alerts->len; i++)
    if (((EbbPatientAlert *) g_ptr_array_index (alerts, i))->kind == kind)
      return TRUE;
  return FALSE;
}

static gboolean
is_locked (const EbbPatientFile *file)
{
  g_autofree char *why = ebb_patient_why_locked (file, RIG_NOW_UNIX_US);

  return why != NULL;
}

static void
test_ready (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  g_autoptr (GPtrArray) alerts = NULL;

  rig_add_prescription (file);
  rig_add_lop (file, EBB_SIDE_LEFT, CUFF_MMHG (187), "entered", 28);
  rig_add_session (file, 3);
  alerts = ebb_patient_alerts (file, RIG_NOW_UNIX_US);
  g_assert_cmpuint (alerts->len, ==, 0);
  g_assert_false (is_locked (file));
}

static void
test_order (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  g_autoptr (GPtrArray) alerts = NULL;
  const EbbPatientAlert *alert;

  rig_add_prescription (file);
  file->order_valid = FALSE;
  file->order->valid_until = g_strdup ("2026-11-10");
  alerts = ebb_patient_alerts (file, RIG_NOW_UNIX_US);
  alert = g_ptr_array_index (alerts, 0);
  g_assert_cmpint (alert->kind, ==, EBB_ALERT_NO_ORDER);
  g_assert_cmpint (alert->act, ==, EBB_ALERT_ACT_ORDER);
  g_assert_nonnull (strstr (alert->detail, "10 November 2026"));
  g_assert_true (is_locked (file));
  g_clear_pointer (&file->order, ebb_order_free);
  g_assert_true (has (file, EBB_ALERT_NO_ORDER));
  g_assert_true (is_locked (file));
}

/* Not screened: nothing may be trained, and the way to the questions is there. */
static void
test_screening (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  g_autoptr (GPtrArray) alerts = NULL;
  const EbbPatientAlert *alert;

  rig_add_prescription (file);
  g_assert_false (is_locked (file));
  ebb_screening_answer (file->screening->screening, "wound", TRUE, EBB_LIMB_LEFT_LEG, NULL);
  g_assert_true (has (file, EBB_ALERT_REFUSED));
  g_assert_false (is_locked (file)); /* the other limbs may */
  ebb_screening_answer (file->screening->screening, "stroke", TRUE, 0, NULL);
  g_assert_true (is_locked (file)); /* of the person: no limb may, until a physician says so */
  g_clear_pointer (&file->screening, ebb_screening_file_unref);
  alerts = ebb_patient_alerts (file, RIG_NOW_UNIX_US);
  alert = g_ptr_array_index (alerts, 0);
  g_assert_cmpint (alert->kind, ==, EBB_ALERT_SCREENING);
  g_assert_cmpint (alert->act, ==, EBB_ALERT_ACT_SCREEN);
  g_assert_true (is_locked (file));
}

static void
test_unwell_comes_first (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  g_autoptr (GPtrArray) alerts = NULL;
  const EbbPatientAlert *alert;

  rig_add_prescription (file);
  file->unwell_today = TRUE;
  file->order_valid = FALSE;
  alerts = ebb_patient_alerts (file, RIG_NOW_UNIX_US);
  alert = g_ptr_array_index (alerts, 0);
  g_assert_cmpint (alert->kind, ==, EBB_ALERT_UNWELL);
  /* Nothing on the page lifts it today. */
  g_assert_cmpint (alert->act, ==, EBB_ALERT_ACT_NONE);
  file->order_valid = TRUE;
  g_assert_true (is_locked (file));
}

/* An answer at the door locks the page of that patient, says which, and offers what lifts it. */
static void
test_door (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  EbbDoorRefusal *refusal = g_new0 (EbbDoorRefusal, 1);
  g_autoptr (GPtrArray) alerts = NULL;
  g_autofree char *why = NULL;
  const EbbPatientAlert *alert;

  rig_add_prescription (file);
  g_assert_false (is_locked (file));
  refusal->answer = g_strdup ("ill-today");
  refusal->question = g_strdup ("Fever or illness today?");
  refusal->operator_name = g_strdup ("A. Sample");
  refusal->second = NAN;
  refusal->refused_unix_us = RIG_NOW_UNIX_US;
  g_ptr_array_add (file->screening->refusals, refusal);
  g_assert_true (is_locked (file));
  alerts = ebb_patient_alerts (file, RIG_NOW_UNIX_US);
  alert = g_ptr_array_index (alerts, 0);
  g_assert_cmpint (alert->kind, ==, EBB_ALERT_DOOR);
  g_assert_cmpint (alert->act, ==, EBB_ALERT_ACT_LIFT);
  g_assert_nonnull (strstr (alert->detail, "Fever"));
  g_assert_nonnull (strstr (alert->detail, "A. Sample"));
  g_assert_false (has (file, EBB_ALERT_SCREENING)); /* that is another matter */
}

static void
test_no_prescription (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();

  g_assert_true (has (file, EBB_ALERT_NO_PRESCRIPTION));
  g_assert_true (is_locked (file));
  rig_add_prescription (file);
  g_assert_false (has (file, EBB_ALERT_NO_PRESCRIPTION));
  g_assert_false (is_locked (file));
}

static void
test_lop_age (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();

  rig_add_prescription (file);
  rig_add_lop (file, EBB_SIDE_LEFT, CUFF_MMHG (187), "entered", 29);
  g_assert_true (has (file, EBB_ALERT_LOP_OLD));
  /* One tap away, not a lock: the therapist decides. */
  g_assert_false (is_locked (file));
  /* The other leg's is no help, neither is an estimate. */
  rig_add_lop (file, EBB_SIDE_RIGHT, CUFF_MMHG (180), "entered", 0);
  rig_add_lop (file, EBB_SIDE_LEFT, CUFF_MMHG (165), "estimate", 0);
  g_assert_true (has (file, EBB_ALERT_LOP_OLD));
  rig_add_lop (file, EBB_SIDE_LEFT, CUFF_MMHG (185), "entered", 0);
  g_assert_false (has (file, EBB_ALERT_LOP_OLD));
}

static void
test_last_session (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  EbbSessionSummary *last = rig_add_session (file, 2);

  rig_add_prescription (file);
  last->pain = 7;
  g_assert_false (has (file, EBB_ALERT_PAIN));
  last->pain = 8;
  g_assert_true (has (file, EBB_ALERT_PAIN));
  last->pain = NAN;
  g_assert_false (has (file, EBB_ALERT_PAIN));
  last->session->state = EBB_STATE_STOPPED_BY_USER;
  g_assert_false (has (file, EBB_ALERT_LAST_ENDED));
  last->session->state = EBB_STATE_STOPPED_BY_SAFETY;
  g_assert_true (has (file, EBB_ALERT_LAST_ENDED));
  last->session->state = EBB_STATE_COMPLETED;
  last->n_adverse = 1;
  g_assert_true (has (file, EBB_ALERT_LAST_ENDED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patient-alerts/ready", test_ready);
  g_test_add_func ("/patient-alerts/order", test_order);
  g_test_add_func ("/patient-alerts/screening", test_screening);
  g_test_add_func ("/patient-alerts/unwell-comes-first", test_unwell_comes_first);
  g_test_add_func ("/patient-alerts/door", test_door);
  g_test_add_func ("/patient-alerts/no-prescription", test_no_prescription);
  g_test_add_func ("/patient-alerts/lop-age", test_lop_age);
  g_test_add_func ("/patient-alerts/last-session", test_last_session);
  return g_test_run ();
}
