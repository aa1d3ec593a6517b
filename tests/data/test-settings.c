/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a clinic has set is kept with its history and its author, and what it may not set is refused
 * with field, value and range.  Expectations: the clinic's decisions 3.1, 3.2, 3.4, 3.8, 3.13.
 */
#include "data-rig.h"
#include "ebb-db-care.h"
#include "ebb-db-papers.h"
#include "ebb-db-screening.h"
#include "ebb-db-settings.h"

#include <string.h>

static void
assert_value (DataRig *rig, EbbClinicField field, const char *value, gboolean is_default)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbClinicSettings) settings = ebb_db_load_clinic_settings (rig->db, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (settings->values[field].value, ==, value);
  g_assert_cmpint (settings->values[field].is_default, ==, is_default);
}

static void
assert_refused (DataRig *rig, EbbClinicField field, const char *value, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ebb_db_set_clinic_field (rig->db, field, value, NULL, "Ann Invented", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, says));
}

static void
set (DataRig *rig, EbbClinicField field, const char *value, const char *reason)
{
  g_autoptr (GError) error = NULL;

  ebb_db_set_clinic_field (rig->db, field, value, reason, "Ann Invented", &error);
  g_assert_no_error (error);
}

static void
test_defaults (DataRig *rig, gconstpointer unused)
{
  EbbScreeningSettings settings;

  assert_value (rig, EBB_CLINIC_ORDER_REQUIRED, "yes", TRUE);
  assert_value (rig, EBB_CLINIC_MISSING_CONSENT, "due-and-word", TRUE);
  assert_value (rig, EBB_CLINIC_DIASTOLIC_BLOCK, "100", TRUE);
  assert_value (rig, EBB_CLINIC_RATING_SCALE, "cr10", TRUE);
  assert_value (rig, EBB_CLINIC_PRECONDITIONING, "off", TRUE);
  g_assert_true (ebb_db_load_screening_settings (rig->db, &settings, NULL));
  g_assert_false (settings.preconditioning);
  g_assert_true (settings.order_required);
  g_assert_cmpint (settings.missing_consent, ==, EBB_CONSENT_DUE_AND_WORD);
}

/* Each rule reaches the value that the rules take. */
static void
test_rules (DataRig *rig, gconstpointer unused)
{
  EbbScreeningSettings settings;

  set (rig, EBB_CLINIC_ORDER_REQUIRED, "no", NULL);
  set (rig, EBB_CLINIC_MISSING_CONSENT, "due", NULL);
  set (rig, EBB_CLINIC_DIASTOLIC_BLOCK, "110", "ACSM");
  set (rig, EBB_CLINIC_SCREENING_VALID, "30", NULL);
  set (rig, EBB_CLINIC_POST_OPERATIVE, "42", NULL);
  set (rig, EBB_CLINIC_RATING_SCALE, "6-20", NULL);
  set (rig, EBB_CLINIC_PRECONDITIONING, "on", "agreed in the team");
  g_assert_true (ebb_db_load_screening_settings (rig->db, &settings, NULL));
  g_assert_false (settings.order_required);
  g_assert_cmpint (settings.missing_consent, ==, EBB_CONSENT_DUE);
  g_assert_cmpint (settings.diastolic_block_mmhg, ==, 110);
  g_assert_cmpint (settings.valid_days, ==, 30);
  g_assert_cmpint (settings.post_operative_days, ==, 42);
  g_assert_cmpint (settings.rating_scale, ==, EBB_SCALE_6_20);
  g_assert_true (settings.preconditioning);
}

static void
test_refused (DataRig *rig, gconstpointer unused)
{
  assert_refused (rig, EBB_CLINIC_DIASTOLIC_BLOCK, "111", "111");
  assert_refused (rig, EBB_CLINIC_DIASTOLIC_BLOCK, "99", "100");
  assert_refused (rig, EBB_CLINIC_SCREENING_VALID, "91", "90");
  assert_refused (rig, EBB_CLINIC_RATING_SCALE, "borg", "cr10, 6-20");
  assert_refused (rig, EBB_CLINIC_ORDER_REQUIRED, NULL, "order-required");
  assert_refused (rig, EBB_CLINIC_NAME, "two\nlines", "name");
  assert_value (rig, EBB_CLINIC_DIASTOLIC_BLOCK, "100", TRUE);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM clinic_limit"), ==, 0);
}

/* Clinic 3.4: with reason, name and time; and no row of it is ever changed. */
static void
test_preconditioning (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbClinicSettings) settings = NULL;
  const EbbClinicValue *value;

  assert_refused (rig, EBB_CLINIC_PRECONDITIONING, "on", "reason");
  g_assert_false (
      ebb_db_set_clinic_field (rig->db, EBB_CLINIC_PRECONDITIONING, "on", "why", " ", NULL));
  g_assert_false (ebb_db_execute (rig->db,
                                  "INSERT INTO clinic_limit (name, value, unit) "
                                  "VALUES ('preconditioning', 1, 'flag')",
                                  NULL));
  assert_value (rig, EBB_CLINIC_PRECONDITIONING, "off", TRUE);
  set (rig, EBB_CLINIC_PRECONDITIONING, "on", "agreed in the team");
  settings = ebb_db_load_clinic_settings (rig->db, NULL);
  value = &settings->values[EBB_CLINIC_PRECONDITIONING];
  g_assert_cmpstr (value->value, ==, "on");
  g_assert_cmpstr (value->operator_name, ==, "Ann Invented");
  g_assert_cmpstr (value->reason, ==, "agreed in the team");
  g_assert_cmpint (value->written_unix_us, >, 0);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM audit WHERE action = 'set' "
                                            "AND object_id = 'preconditioning' "
                                            "AND detail = 'on: agreed in the team'"),
                   ==, 1);
  set (rig, EBB_CLINIC_PRECONDITIONING, "off", NULL);
  assert_value (rig, EBB_CLINIC_PRECONDITIONING, "off", FALSE);
  g_assert_false (ebb_db_execute (rig->db, "UPDATE clinic_limit SET value = 1", NULL));
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM clinic_limit", NULL));
}

/* What stands on paper beside it stays. */
static void
test_texts (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbClinic) clinic = NULL;

  set (rig, EBB_CLINIC_NAME, "Invented Clinic", NULL);
  set (rig, EBB_CLINIC_EMERGENCY, "112", NULL);
  set (rig, EBB_CLINIC_NAME, "Another Invented Clinic", NULL);
  clinic = ebb_db_load_clinic (rig->db, NULL);
  g_assert_cmpstr (clinic->name, ==, "Another Invented Clinic");
  g_assert_cmpstr (clinic->emergency_number, ==, "112");
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM audit WHERE action = 'set' "
                                            "AND object = 'clinic' AND object_id = 'name'"),
                   ==, 2);
}

/* --- Consent that is due ------------------------------------------------------------------- */

static gboolean
consent_is_due (DataRig *rig)
{
  EbbDueFacts facts;
  g_autoptr (GError) error = NULL;

  ebb_db_get_due_facts (rig->db, EPISODE_ID, SESSION_UNIX_US, &facts, &error);
  g_assert_no_error (error);
  g_assert_false (facts.preconditioning_due); /* nobody has prescribed it */
  return facts.consent_due;
}

static void
test_consent_due (DataRig *rig, gconstpointer unused)
{
  EbbConsent consent = { .patient_id = (char *) PATIENT_ID,
                         .paper = EBB_PAPER_TRAINING,
                         .wording_version = 1,
                         .given_on = (char *) "2026-02-03",
                         .operator_name = (char *) "Ann Invented",
                         .written_unix_us = SESSION_UNIX_US };

  data_put_all (rig->db);
  g_assert_true (consent_is_due (rig));
  g_assert_true (ebb_db_put_consent (rig->db, &consent, NULL));
  g_assert_false (consent_is_due (rig));
  g_assert_true (ebb_db_withdraw_consent (rig->db, consent.id, "2026-02-04", "Ann Invented", NULL));
  g_assert_true (consent_is_due (rig));
  set (rig, EBB_CLINIC_MISSING_CONSENT, "nothing", NULL);
  g_assert_false (consent_is_due (rig));
  g_free (consent.id);
}

/* --- The screening list -------------------------------------------------------------------- */

/* Ebb's list with one text in the place of another, all over. */
static EbbScreeningList *
list_with (const char *old, const char *new)
{
  g_autoptr (EbbScreeningList) ours = ebb_screening_list_load_builtin (NULL);
  g_auto (GStrv) parts = g_strsplit (ours->json, old, -1);
  g_autofree char *text = g_strjoinv (new, parts);
  g_autoptr (GError) error = NULL;
  EbbScreeningList *list = ebb_screening_list_parse ("own", text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, !=, ours->json);
  return list;
}

static void
test_list (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbScreeningList) own =
      list_with ("Do you take the contraceptive pill", "Do you take an invented pill");
  g_autoptr (EbbScreeningList) asked = NULL, form = NULL, back = NULL, kept = NULL;
  g_autoptr (EbbScreeningFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ebb_db_adopt_screening_list (rig->db, &own, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (own->id, ==, EBB_SCREENING_OWN);
  g_assert_cmpuint (own->version, ==, 1);
  ebb_db_choose_screening_list (rig->db, own, NULL, "Ann Invented", &error);
  g_assert_no_error (error);
  asked = ebb_db_load_screening_list_in_force (rig->db, &error);
  g_assert_cmpstr (asked->id, ==, EBB_SCREENING_OWN);
  /* And the form of a patient gets it with the patient's file. */
  file = ebb_db_load_screening_file (rig->db, PATIENT_ID, SESSION_UNIX_US, &error);
  g_assert_no_error (error);
  form = ebb_screening_file_load_asked (file, &error);
  g_assert_cmpstr (form->json, ==, own->json);
  g_assert_cmpstr (ebb_screening_list_find (asked, "oestrogen")->question, ==,
                   "Do you take an invented pill or another oestrogen?");
  ebb_db_choose_screening_list (rig->db, NULL, "no longer", "Ann Invented", &error);
  g_assert_no_error (error);
  back = ebb_db_load_screening_list_in_force (rig->db, &error);
  g_assert_cmpstr (back->id, ==, EBB_SCREENING_STANDARD);
  /* Who was asked by it is still read by it. */
  kept = ebb_db_load_screening_list (rig->db, EBB_SCREENING_OWN, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept->json, ==, own->json);
}

/* The next text of the same id is the next version. */
static void
test_list_versions (DataRig *rig, gconstpointer unused)
{
  for (guint version = 1; version <= 2; version++) {
    g_autofree char *wording = g_strdup_printf ("Do you take invented pill %u", version);
    g_autoptr (EbbScreeningList) own = list_with ("Do you take the contraceptive pill", wording);

    g_assert_true (ebb_db_adopt_screening_list (rig->db, &own, NULL));
    g_assert_cmpuint (own->version, ==, version);
    g_assert_true (ebb_db_choose_screening_list (rig->db, own, NULL, "Ann Invented", NULL));
  }
  g_assert_false (ebb_db_choose_screening_list (rig->db, NULL, NULL, NULL, NULL));
}

/* One change of the first condition, a clot now: absolute, of the person. */
static void
assert_may_not (const char *old, const char *new, const char *says)
{
  g_autoptr (EbbScreeningList) ours = ebb_screening_list_load_builtin (NULL);
  const char *item = strstr (ours->json, "\"dvt-current\"");
  const char *at = strstr (item, old);
  g_autofree char *head = g_strndup (ours->json, (gsize) (at - ours->json));
  g_autofree char *text = g_strconcat (head, new, at + strlen (old), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbScreeningList) own = ebb_screening_list_parse ("own", text, -1, &error);
  g_autoptr (EbbScreeningList) named =
      own != NULL ? ebb_screening_list_make_own (own, 1, &error) : NULL;

  g_assert_false (named != NULL && ebb_screening_list_check_own (named, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, says));
}

/* Strictest wins (clinic 3.1). */
static void
test_absolute_stays (void)
{
  assert_may_not ("\"absolute\"", "\"physician\"", "dvt-current");
  assert_may_not ("\"person\"", "\"limb\"", "scope");
  assert_may_not ("\"absolute\"", "\"absolute\", \"active\": false", "active");
  assert_may_not ("\"dvt-current\"", "\"dvt-now\"", "dvt-current");
}

/* What is not absolute may be left out, and then nobody is asked; what is new is asked. */
static void
test_changes (void)
{
  g_autoptr (EbbScreeningList) own =
      list_with ("\"id\": \"oestrogen\",\n      \"number\"",
                 "\"id\": \"oestrogen\", \"active\": false, \"number\"");
  g_autoptr (GPtrArray) changes = ebb_screening_list_compare (own, NULL);
  const EbbListChange *change;

  g_assert_cmpuint (changes->len, ==, 1);
  change = g_ptr_array_index (changes, 0);
  g_assert_cmpint (change->kind, ==, EBB_LIST_LEFT_OUT);
  g_assert_cmpstr (change->id, ==, "oestrogen");
  g_assert_null (ebb_screening_list_find (own, "oestrogen"));
}

#define ADD(path, function)                                                                        \
  g_test_add (path, DataRig, NULL, data_rig_set_up, function, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/settings/defaults", test_defaults);
  ADD ("/settings/rules", test_rules);
  ADD ("/settings/refused", test_refused);
  ADD ("/settings/preconditioning", test_preconditioning);
  ADD ("/settings/texts", test_texts);
  ADD ("/settings/consent-due", test_consent_due);
  ADD ("/settings/list", test_list);
  ADD ("/settings/list/versions", test_list_versions);
  g_test_add_func ("/settings/list/absolute-stays", test_absolute_stays);
  g_test_add_func ("/settings/list/changes", test_changes);
  return g_test_run ();
}
