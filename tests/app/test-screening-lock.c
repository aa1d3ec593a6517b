/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lock holds in the session itself, whatever a page may say: no session and no next bout
 * without a screening that allows it; its limits lower what was prescribed; and what was overridden
 * or limited stands in the record.
 */
#include "ebb-db-screening.h"
#include "session-rig.h"

#include <string.h>

static const EbbScreeningSettings no_order_needed = { .diastolic_block_mmhg = 100,
                                                      .post_operative_days = -1,
                                                      .valid_days = -1 };

/* A file of the rig's patient that nobody else looks at. */
static EbbScreeningFile *
load (SessionRig *rig)
{
  EbbScreeningFile *file = ebb_screening_file_new (rig->patient->id);
  const EbbScreeningFile *stored = rig->screening;

  file->list = ebb_screening_list_load_builtin (NULL);
  file->screening = ebb_screening_copy (stored->screening);
  return file;
}

static int
try (SessionRig *rig, EbbScreeningFile *file, const EbbOrder *order, const char *episode_id)
{
  g_autoptr (GError) error = NULL;
  SessionRigOptions options = { .seed = 1 };
  EbbSessionOptions session;

  session_rig_fill (rig, &options, &session);
  session.screening = file;
  session.order = order;
  session.episode_id = episode_id;
  g_autoptr (EbbSession) made = ebb_session_new (&session, &error);
  g_assert_cmpint (made == NULL, ==, error != NULL);
  if (made != NULL)
    return 0;
  g_assert_cmpint (error->domain, ==, EBB_SESSION_ERROR);
  g_assert_nonnull (strstr (error->message, "othing was inflated"));
  return error->code == EBB_SESSION_ERROR_SCREENING ? 1 : 2;
}

static void
test_locked (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_autoptr (EbbScreeningFile) file = load (rig);
  EbbScreening *screening = file->screening;

  g_assert_cmpint (try (rig, file, rig->order, NULL), ==, 0);
  g_assert_cmpint (try (rig, NULL, rig->order, NULL), ==, 1);

  ebb_screening_answer (screening, "pregnancy", TRUE, 0, NULL);
  g_assert_cmpint (try (rig, file, rig->order, NULL), ==, 1);
  ebb_screening_answer (screening, "pregnancy", FALSE, 0, NULL);
  ebb_screening_answer (screening, "retinal", TRUE, 0, NULL);
  g_assert_cmpint (try (rig, file, rig->order, NULL), ==, 1);
  ebb_screening_answer (screening, "retinal", FALSE, 0, NULL);
  screening->first.systolic_mmhg = screening->first.diastolic_mmhg = -1;
  g_assert_cmpint (try (rig, file, rig->order, NULL), ==, 1);
  screening->first = (EbbBloodPressure){ 120, 75 };
  g_free (screening->valid_until);
  screening->valid_until = g_strdup ("2020-01-01");
  g_assert_cmpint (try (rig, file, rig->order, NULL), ==, 1);
  session_rig_free (rig);
}

/* The order is needed unless the clinic has set that it is not. */
static void
test_order (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_autoptr (EbbScreeningFile) file = load (rig);

  g_assert_cmpint (try (rig, file, NULL, rig->order->episode_id), ==, 2);
  file->settings = no_order_needed;
  g_assert_cmpint (try (rig, file, NULL, NULL), ==, 2);
  g_assert_cmpint (try (rig, file, NULL, rig->order->episode_id), ==, 0);

  /* One that has run out is no worse than none; somebody else's is a mistake. */
  EbbOrder old = *rig->order, other = *rig->order;
  old.valid_until = (char *) "2020-01-02";
  other.patient_id = (char *) "somebody";
  g_assert_cmpint (try (rig, file, &old, rig->order->episode_id), ==, 0);
  g_assert_cmpint (try (rig, file, &other, rig->order->episode_id), ==, 2);
  file->settings.order_required = TRUE;
  g_assert_cmpint (try (rig, file, &old, rig->order->episode_id), ==, 2);
  session_rig_free (rig);
}

/* Whose right leg is refused does not go on with it in the same session. */
static void
test_next_bout (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_autoptr (EbbScreeningFile) file = load (rig);
  g_autoptr (GError) error = NULL;
  EbbSessionOptions session;

  ebb_screening_answer (file->screening, "wound", TRUE, EBB_LIMB_LEFT_LEG, NULL);
  session_rig_fill (rig, &options, &session);
  session.screening = file;
  g_autoptr (EbbSession) made = ebb_session_new (&session, &error);
  g_assert_no_error (error);
  session.bout.prescription.side = EBB_SIDE_LEFT;
  g_assert_false (ebb_session_next_bout (made, &session.bout, &error));
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_SCREENING);
  g_assert_cmpint (ebb_session_get_prescription (made)->side, ==, EBB_SIDE_RIGHT);
  session_rig_free (rig);
}

/* 60 % of 181 was ordered; the screening allows 50 % and no pressure in the rests. */
static void
test_limits (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_autoptr (EbbScreeningFile) file = load (rig);
  g_autoptr (GError) error = NULL;
  EbbSessionOptions session;

  ebb_screening_answer (file->screening, "postural-hypotension", TRUE, 0, NULL);
  session_rig_fill (rig, &options, &session);
  session.screening = file;
  g_autoptr (EbbSession) made = ebb_session_new (&session, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ebb_session_get_target (made)->target, ==, 905);
  g_assert_cmpuint (ebb_session_get_target (made)->n_clamps, ==, 1);
  g_assert_cmpint (ebb_session_get_target (made)->clamps[0], ==, EBB_CLAMP_SCREENING);
  g_assert_cmpint (ebb_session_get_plan (made)->pattern, ==, EBB_PATTERN_INTERMITTENT);
  g_assert_cmpint (ebb_session_get_plan (made)->target_max, <=, 905);

  /* Tight in the rests and nowhere else: there is nothing of it left to run. */
  g_autoptr (EbbProtocol) resting = ebb_protocol_load_builtin ("resting-75", &error);
  g_assert_no_error (error);
  const EbbProtocol *ordered = session.bout.protocol;
  session.bout.protocol = resting;
  g_assert_null (ebb_session_new (&session, &error));
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_SCREENING);
  g_clear_error (&error);
  session.bout.protocol = ordered;

  /* A share of an LOP that nobody measured cannot be kept. */
  session.bout.prescription.method = EBB_METHOD_FIXED;
  session.bout.prescription.fixed = CUFF_MMHG (120);
  session.bout.prescription.lop = CUFF_PRESSURE_UNSET;
  g_strlcpy (session.bout.prescription.reason, "test", sizeof session.bout.prescription.reason);
  g_assert_null (ebb_session_new (&session, &error));
  g_assert_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REFUSED);
  session_rig_free (rig);
}

/* An override and a limit stand among the events of the session, with who and why. */
static void
test_recorded (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  EbbScreeningFile *file = load (rig);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  ebb_screening_answer (file->screening, "postural-hypotension", TRUE, 0, NULL);
  g_free (file->screening->screened_on);
  file->screening->screened_on = g_strdup ("2026-01-01");
  g_free (file->screening->valid_until);
  file->screening->valid_until = g_strdup ("2026-01-02");
  file->override = g_new0 (EbbScreeningOverride, 1);
  file->override->screening_id = g_strdup (file->screening->id);
  file->override->reason = g_strdup ("Sees the physician tomorrow");
  file->override->operator_name = g_strdup ("Tester");
  file->override->overridden_on = g_date_time_format (now, "%Y-%m-%d");
  ebb_screening_file_unref (rig->screening);
  rig->screening = file;

  session_rig_again (rig, &options, NULL);
  session_rig_connect (rig);
  EbbSessionOptions next;
  session_rig_fill (rig, &options, &next); /* chosen once more before it begins */
  g_assert_true (ebb_session_next_bout (rig->session, &next.bout, NULL));
  session_rig_run (rig, 2);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_run_to_end (rig, 60));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "screening-override"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "screening-limit"), ==, 1);
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, rig->session_id, NULL);
  gboolean told = FALSE;
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);

    if (strcmp (event->code, "screening-override") == 0)
      told = strstr (event->text, "Tester: Sees the physician tomorrow") != NULL;
  }
  g_assert_true (told);
  g_autoptr (GPtrArray) bouts = ebb_db_get_bouts (db, rig->session_id, NULL);
  const EbbBoutRecord *bout = g_ptr_array_index (bouts, 0);
  g_autoptr (GPtrArray) limbs = ebb_db_get_limbs (db, bout->id, NULL);
  const EbbLimbRecord *limb = g_ptr_array_index (limbs, 0);
  g_assert_cmpint (limb->target, ==, 905);
  g_assert_cmpuint (g_strv_length (limb->clamps), ==, 2);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/screening-lock/locked", test_locked);
  g_test_add_func ("/screening-lock/order", test_order);
  g_test_add_func ("/screening-lock/next-bout", test_next_bout);
  g_test_add_func ("/screening-lock/limits", test_limits);
  g_test_add_func ("/screening-lock/recorded", test_recorded);
  return g_test_run ();
}
