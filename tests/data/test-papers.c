/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Consent given and taken back; a questionnaire that waits until a screening follows it.
 */
#include "data-rig.h"
#include "ebb-db-papers.h"
#include "ebb-db-screening.h"

#include <string.h>

#define NOW_US (G_GINT64_CONSTANT (1795348800) * G_USEC_PER_SEC)

static EbbConsent
make_consent (void)
{
  return (EbbConsent){ .patient_id = (char *) PATIENT_ID,
                       .paper = EBB_PAPER_TRAINING,
                       .wording_version = 1,
                       .given_on = (char *) "2026-11-22",
                       .initials = (char *) "QX",
                       .operator_name = (char *) "A. Sample",
                       .written_unix_us = NOW_US };
}

static void
test_consent (DataRig *rig, gconstpointer unused)
{
  EbbConsent consent = make_consent ();

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_assert_true (ebb_db_put_consent (rig->db, &consent, NULL));
  g_autofree char *id = consent.id;
  g_autoptr (GPtrArray) given = ebb_db_list_consents (rig->db, PATIENT_ID, NULL);
  const EbbConsent *stands = ebb_consent_in_force (given, EBB_PAPER_TRAINING);
  g_assert_cmpstr (stands->initials, ==, "QX");
  g_assert_cmpuint (stands->wording_version, ==, 1);
  g_assert_true (ebb_db_withdraw_consent (rig->db, id, "2026-11-23", "A. Sample", NULL));
  g_assert_false (ebb_db_withdraw_consent (rig->db, id, "2026-11-23", "A. Sample", NULL));
  g_autoptr (GPtrArray) after = ebb_db_list_consents (rig->db, PATIENT_ID, NULL);
  g_assert_null (ebb_consent_in_force (after, EBB_PAPER_TRAINING));
  g_assert_cmpuint (after->len, ==, 1); /* it still says that there was one */
  g_assert_false (ebb_db_execute (rig->db, "UPDATE consent SET initials = 'XX'", NULL));
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM consent", NULL));
}

static void
test_refused (DataRig *rig, gconstpointer unused)
{
  EbbConsent consent = make_consent ();
  g_autoptr (GError) error = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  consent.initials = (char *) "much too long";
  g_assert_false (ebb_db_put_consent (rig->db, &consent, &error));
  g_assert_nonnull (strstr (error->message, "initials"));
  g_assert_nonnull (strstr (error->message, "1 to 8"));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM consent"), ==, 0);
}

static void
test_intake (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningList) list = ebb_screening_list_load_builtin (NULL);
  g_autoptr (EbbScreening) answers = ebb_screening_new ();
  EbbIntake intake = { .patient_id = (char *) PATIENT_ID,
                       .answers = answers,
                       .filled_unix_us = NOW_US };

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  answers->list_id = g_strdup (list->id);
  answers->list_version = list->version;
  ebb_screening_answer (answers, "wound", TRUE, EBB_LIMB_RIGHT_LEG, NULL);
  g_assert_true (ebb_db_put_intake (rig->db, &intake, NULL));
  g_free (intake.id);
  g_autoptr (EbbIntake) open = ebb_db_get_open_intake (rig->db, PATIENT_ID, NULL);
  const EbbScreeningAnswer *wound = ebb_screening_find_answer (open->answers, "wound");
  g_assert_cmpuint (wound->limbs, ==, EBB_LIMB_RIGHT_LEG);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM screening"), ==, 0);

  g_autoptr (EbbScreening) screening = ebb_screening_copy (answers);
  screening->patient_id = g_strdup (PATIENT_ID);
  screening->outcome = EBB_SCREENING_REFUSED;
  screening->screened_on = g_strdup ("2026-11-22");
  screening->valid_until = g_strdup ("2026-11-22");
  screening->written_unix_us = NOW_US + 1;
  g_assert_true (ebb_db_put_screening (rig->db, screening, list, NULL));
  g_autoptr (EbbIntake) none = ebb_db_get_open_intake (rig->db, PATIENT_ID, NULL);
  g_assert_null (none);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/papers/consent", test_consent);
  ADD ("/papers/refused", test_refused);
  ADD ("/papers/intake", test_intake);
  return g_test_run ();
}
