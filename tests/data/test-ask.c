/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions from the main thread: answered there, in order, each exactly once, also when they are
 * cancelled, when the store closes before the answer is taken, and when the disk is full.
 */
#include "data-rig.h"
#include "ebb-store-ask.h"
#include "store-clock.h"

#include <glib/gstdio.h>
#include <stdatomic.h>
#include <string.h>

typedef struct {
  DataRig rig;
  EbbStore *store; /* owned; NULL once closed */
  GThread *main;
} Ask;

/* What one callback saw. */
typedef struct {
  guint n_called;
  gpointer answer; /* owned by the test */
  GError *error;   /* owned by the test */
  GThread *thread;
} Heard;

static atomic_int n_asked, n_data_freed, n_answers_freed;

static void
set_up (Ask *ask, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  data_rig_set_up (&ask->rig, NULL);
  data_put_all (ask->rig.db);
  data_rig_close (&ask->rig);
  ask->store = ebb_store_open (ask->rig.path, &store_clock, &error);
  g_assert_no_error (error);
  ask->main = g_thread_self ();
  atomic_store (&n_asked, 0);
  atomic_store (&n_data_freed, 0);
  atomic_store (&n_answers_freed, 0);
}

static void
tear_down (Ask *ask, gconstpointer unused)
{
  g_clear_pointer (&ask->store, ebb_store_close);
  data_rig_tear_down (&ask->rig, NULL);
}

static void
on_answer_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Heard *heard = user;

  heard->n_called++;
  heard->thread = g_thread_self ();
  heard->answer = ebb_store_ask_finish (result, &heard->error);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Heard *heard = user;

  heard->n_called++;
  ebb_store_write_finish (result, &heard->error);
}

static void
on_put_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Heard *heard = user;

  heard->n_called++;
  heard->answer = ebb_store_put_finish (result, &heard->error);
}

static void
wait_for (const Heard *heard)
{
  while (heard->n_called == 0)
    g_main_context_iteration (NULL, TRUE);
}

static gpointer
count_sessions (EbbDb *db, gpointer data, GError **error)
{
  atomic_fetch_add (&n_asked, 1);
  return ebb_db_query_text (db, "SELECT count (*) FROM session_event", NULL, error);
}

static gpointer
answer_nothing (EbbDb *db, gpointer data, GError **error)
{
  return NULL;
}

static void
free_data (gpointer data)
{
  atomic_fetch_add (&n_data_freed, 1);
  g_free (data);
}

static void
free_answer (gpointer answer)
{
  atomic_fetch_add (&n_answers_freed, 1);
  g_free (answer);
}

static void
ask_count (Ask *ask, GCancellable *cancellable, Heard *heard)
{
  ebb_store_ask_async (ask->store, count_sessions, g_strdup ("data"), free_data, free_answer,
                       cancellable, on_answer_cb, heard);
}

static gboolean
put_event (EbbDb *db, gpointer code, GError **error)
{
  EbbEventRecord event = { .code = code, .pressure = CUFF_PRESSURE_UNSET };

  return ebb_store_put_event (db, SESSION_ID, &event, error);
}

static void
test_answer_comes_to_the_main_thread (Ask *ask, gconstpointer unused)
{
  Heard heard = { 0 };

  ask_count (ask, NULL, &heard);
  g_assert_cmpuint (heard.n_called, ==, 0); /* never before the loop turns */
  wait_for (&heard);
  g_assert_no_error (heard.error);
  g_assert_cmpstr (heard.answer, ==, "0");
  g_assert_true (heard.thread == ask->main);
  g_free (heard.answer);
  g_clear_pointer (&ask->store, ebb_store_close);
  g_assert_cmpint (atomic_load (&n_data_freed), ==, 1);
  g_assert_cmpint (atomic_load (&n_answers_freed), ==, 0); /* it was the caller's */
}

/* A question sees all that was written before it was asked, and nothing that comes later. */
static void
test_in_order (Ask *ask, gconstpointer unused)
{
  Heard written[5] = { 0 }, asked[5] = { 0 };

  for (guint i = 0; i < 5; i++) {
    ebb_store_write_async (ask->store, put_event, g_strdup ("a"), g_free, on_written_cb,
                           &written[i]);
    ask_count (ask, NULL, &asked[i]);
  }
  for (guint i = 0; i < 5; i++) {
    g_autofree char *expected = g_strdup_printf ("%u", i + 1);

    wait_for (&asked[i]);
    wait_for (&written[i]);
    g_assert_no_error (written[i].error);
    g_assert_cmpstr (asked[i].answer, ==, expected);
    g_free (asked[i].answer);
  }
}

static void
test_errors (Ask *ask, gconstpointer unused)
{
  Heard nothing = { 0 }, nobody = { 0 }, refused = { 0 };

  ebb_store_ask_async (ask->store, answer_nothing, NULL, NULL, NULL, NULL, on_answer_cb, &nothing);
  ebb_store_load_session_async (ask->store, "nobody", NULL, on_answer_cb, &nobody);
  ebb_store_write_async (ask->store, put_event, g_strdup ("not a code"), g_free, on_written_cb,
                         &refused);
  wait_for (&nothing);
  wait_for (&nobody);
  wait_for (&refused);
  g_assert_null (nothing.answer);
  data_assert_error (nothing.error, FAILED);
  data_assert_error (nobody.error, NOT_FOUND);
  data_assert_error (refused.error, INVALID);
  g_clear_error (&nothing.error);
  g_clear_error (&nobody.error);
  g_clear_error (&refused.error);
}

/* Holds the store thread until the test lets it go. */
typedef struct {
  atomic_bool holding, go;
} Gate;

static gboolean
hold (EbbDb *db, gpointer data, GError **error)
{
  Gate *gate = data;

  atomic_store (&gate->holding, true);
  while (!atomic_load (&gate->go))
    g_thread_yield ();
  return TRUE;
}

static void
test_cancelled_is_not_asked (Ask *ask, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Heard held = { 0 }, heard = { 0 }, next = { 0 };
  Gate gate = { false, false };

  ebb_store_write_async (ask->store, hold, &gate, NULL, on_written_cb, &held);
  ask_count (ask, cancellable, &heard);
  ask_count (ask, NULL, &next);
  g_cancellable_cancel (cancellable);
  atomic_store (&gate.go, true);
  wait_for (&next);
  wait_for (&heard);
  wait_for (&held);
  g_assert_error (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (heard.answer);
  g_assert_no_error (next.error);
  g_assert_cmpint (atomic_load (&n_asked), ==, 1); /* the other one */
  g_clear_error (&heard.error);
  g_free (next.answer);
  g_clear_pointer (&ask->store, ebb_store_close);
  g_assert_cmpint (atomic_load (&n_data_freed), ==, 2);
}

/* Cancelled after it was answered, before the answer is taken: the answer is freed, not lost. */
static void
test_cancelled_too_late (Ask *ask, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Heard heard = { 0 };

  ask_count (ask, cancellable, &heard);
  g_clear_pointer (&ask->store, ebb_store_close); /* now it has been answered */
  g_assert_cmpint (atomic_load (&n_asked), ==, 1);
  g_cancellable_cancel (cancellable);
  wait_for (&heard);
  g_assert_error (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (heard.answer);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpint (atomic_load (&n_answers_freed), ==, 1);
  g_clear_error (&heard.error);
}

/* The store is closed with questions and writes under way: each is told, once, when the loop turns
 * again, although the store is gone by then. */
static void
test_closed_meanwhile (Ask *ask, gconstpointer unused)
{
  Heard asked[20] = { 0 }, written[20] = { 0 };

  for (guint i = 0; i < 20; i++) {
    ask_count (ask, NULL, &asked[i]);
    ebb_store_write_async (ask->store, put_event, g_strdup ("a"), g_free, on_written_cb,
                           &written[i]);
  }
  g_clear_pointer (&ask->store, ebb_store_close);
  for (guint i = 0; i < 20; i++) {
    wait_for (&asked[i]);
    wait_for (&written[i]);
  }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  for (guint i = 0; i < 20; i++) {
    g_assert_cmpuint (asked[i].n_called, ==, 1);
    g_assert_cmpuint (written[i].n_called, ==, 1);
    g_assert_no_error (written[i].error);
    g_assert_true (asked[i].answer != NULL || asked[i].error != NULL);
    g_clear_error (&asked[i].error);
    g_free (asked[i].answer);
  }
  g_assert_cmpint (atomic_load (&n_data_freed), ==, 20);
}

/* Where there is no store (it could not be opened, it was closed) there is an answer too. */
static void
test_no_store (Ask *ask, gconstpointer unused)
{
  Heard asked = { 0 }, written = { 0 };

  ebb_store_ask_async (NULL, count_sessions, g_strdup ("data"), free_data, free_answer, NULL,
                       on_answer_cb, &asked);
  ebb_store_write_async (NULL, put_event, g_strdup ("data"), free_data, on_written_cb, &written);
  wait_for (&asked);
  wait_for (&written);
  data_assert_error (asked.error, FAILED);
  data_assert_error (written.error, FAILED);
  g_assert_cmpint (atomic_load (&n_asked), ==, 0);
  g_assert_cmpint (atomic_load (&n_data_freed), ==, 2);
  g_clear_error (&asked.error);
  g_clear_error (&written.error);
}

static gboolean
fail_as_full (EbbDb *db, gpointer data, GError **error)
{
  if (atomic_load (&((Gate *) data)->go))
    return TRUE;
  atomic_store (&((Gate *) data)->holding, true);
  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FULL, "no room");
  return FALSE;
}

/* The disk is full, and a session's row waits for room: pages can still be read. */
static void
test_full_disk_still_answers (Ask *ask, gconstpointer unused)
{
  Gate gate = { false, false };
  Heard heard = { 0 };

  ebb_store_post_kept (ask->store, fail_as_full, &gate, NULL, NULL, NULL);
  while (!atomic_load (&gate.holding))
    g_thread_yield ();
  ask_count (ask, NULL, &heard);
  wait_for (&heard);
  g_assert_no_error (heard.error);
  g_assert_false (atomic_load (&gate.go)); /* it waits still */
  g_free (heard.answer);
  atomic_store (&gate.go, true);
  g_clear_pointer (&ask->store, ebb_store_close); /* it looks at the gate once more */
}

/* A question that writes changes nothing: its transaction is never committed. */
static gpointer
write_in_a_question (EbbDb *db, gpointer data, GError **error)
{
  return put_event (db, (gpointer) "a", error) ? g_strdup ("done") : NULL;
}

static void
test_a_question_leaves_no_trace (Ask *ask, gconstpointer unused)
{
  Heard heard = { 0 }, count = { 0 };

  ebb_store_ask_async (ask->store, write_in_a_question, NULL, NULL, g_free, NULL, on_answer_cb,
                       &heard);
  ask_count (ask, NULL, &count);
  wait_for (&heard);
  wait_for (&count);
  g_assert_cmpstr (count.answer, ==, "0");
  g_free (heard.answer);
  g_clear_error (&heard.error);
  g_free (count.answer);
}

static void
test_typed_questions (Ask *ask, gconstpointer unused)
{
  EbbPatient patient = { .name = (char *) "Practise Patient", .birth_date = (char *) "1960-05-12" };
  Heard rows = { 0 }, alike = { 0 }, file = { 0 }, session = { 0 }, clinic = { 0 };

  ebb_store_find_async (ask->store, "prac", 10, SESSION_UNIX_US, NULL, on_answer_cb, &rows);
  ebb_store_find_alike_async (ask->store, &patient, NULL, on_answer_cb, &alike);
  ebb_store_load_patient_async (ask->store, PATIENT_ID, SESSION_UNIX_US, NULL, on_answer_cb, &file);
  ebb_store_load_session_async (ask->store, SESSION_ID, NULL, on_answer_cb, &session);
  ebb_store_load_clinic_async (ask->store, NULL, on_answer_cb, &clinic);
  wait_for (&clinic);
  wait_for (&rows);
  g_assert_cmpuint (((GPtrArray *) rows.answer)->len, ==, 1);
  g_assert_cmpuint (((GPtrArray *) alike.answer)->len, ==, 1);
  g_assert_cmpstr (((EbbPatientFile *) file.answer)->patient->name, ==, "Practice Patient");
  g_assert_cmpstr (((EbbSessionFile *) session.answer)->session->id, ==, SESSION_ID);
  g_assert_null (((EbbClinic *) clinic.answer)->name);
  g_ptr_array_unref (rows.answer);
  g_ptr_array_unref (alike.answer);
  ebb_patient_file_free (file.answer);
  ebb_session_file_free (session.answer);
  ebb_clinic_free (clinic.answer);
}

/* What was handed in may be gone at once; the answer is the id. */
static void
test_typed_writes (Ask *ask, gconstpointer unused)
{
  EbbPatient *patient = g_new0 (EbbPatient, 1);
  EbbOrder order = { .patient_id = (char *) PATIENT_ID,
                     .physician = (char *) "Second Physician",
                     .ordered_on = (char *) "2026-02-01" };
  Heard put = { 0 }, bad = { 0 }, ordered = { 0 };

  patient->name = g_strdup ("New Patient");
  patient->birth_date = g_strdup ("1970-01-01");
  ebb_store_put_patient_async (ask->store, patient, on_put_cb, &put);
  g_clear_pointer (&patient->birth_date, g_free);
  patient->birth_date = g_strdup ("never");
  ebb_store_put_patient_async (ask->store, patient, on_put_cb, &bad);
  ebb_patient_free (patient);
  ebb_store_put_order_async (ask->store, &order, on_put_cb, &ordered);
  wait_for (&put);
  wait_for (&bad);
  wait_for (&ordered);
  g_assert_no_error (put.error);
  g_assert_cmpuint (strlen (put.answer), ==, 36);
  data_assert_error (bad.error, INVALID);
  g_assert_null (bad.answer);
  g_assert_no_error (ordered.error);
  g_clear_error (&bad.error);
  g_free (put.answer);
  g_free (ordered.answer);

  /* The second order belongs to the care that is open. */
  g_clear_pointer (&ask->store, ebb_store_close);
  data_rig_open (&ask->rig);
  g_assert_cmpint (data_query_int (ask->rig.db, "SELECT count (*) FROM episode"), ==, 1);
  g_assert_cmpint (data_query_int (ask->rig.db, "SELECT count (*) FROM referral"), ==, 2);
}

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Heard *heard = user;

  ebb_store_check_finish (result, &heard->error);
  heard->n_called++;
}

static void
test_check_sound (Ask *ask, gconstpointer unused)
{
  Heard heard = { 0 };

  ebb_store_check_async (ask->store, on_checked_cb, &heard);
  wait_for (&heard);
  g_assert_no_error (heard.error);
}

/* Pages of samples are spoiled: the file opens, and whoever asks before arming is told. */
static void
test_check_damaged (Ask *ask, gconstpointer unused)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  Heard heard = { 0 };

  g_clear_pointer (&ask->store, ebb_store_close);
  data_rig_open (&ask->rig);
  for (guint i = 0; i < 200; i++) /* each second another: many pages */
    data_put_samples (ask->rig.db, LIMB_ID, CUFF_SECONDS (i), CUFF_SECONDS (i + 1),
                      10000 - (gint64) i, CUFF_MMHG (100 + (int) i / 2));
  data_rig_close (&ask->rig);
  g_assert_true (g_file_get_contents (ask->rig.path, &bytes, &length, NULL));
  for (gsize page = length - 2 * 4096; page < length; page += 4096)
    memset (bytes + page, 0xa5, 64);
  g_assert_true (g_file_set_contents (ask->rig.path, bytes, (gssize) length, NULL));
  ask->store = ebb_store_open (ask->rig.path, &store_clock, NULL);
  g_assert_nonnull (ask->store); /* opening does not read it all */
  ebb_store_check_async (ask->store, on_checked_cb, &heard);
  wait_for (&heard);
  data_assert_error (heard.error, DAMAGED);
  g_clear_error (&heard.error);
}

static void
test_check_closed_meanwhile (Ask *ask, gconstpointer unused)
{
  Heard heard = { 0 };

  ebb_store_check_async (ask->store, on_checked_cb, &heard);
  g_clear_pointer (&ask->store, ebb_store_close);
  wait_for (&heard);
  g_assert_cmpuint (heard.n_called, ==, 1);
  g_clear_error (&heard.error);
}

#define ADD(path, test) g_test_add (path, Ask, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ask/answer-comes-to-the-main-thread", test_answer_comes_to_the_main_thread);
  ADD ("/ask/in-order", test_in_order);
  ADD ("/ask/errors", test_errors);
  ADD ("/ask/cancelled-is-not-asked", test_cancelled_is_not_asked);
  ADD ("/ask/cancelled-too-late", test_cancelled_too_late);
  ADD ("/ask/closed-meanwhile", test_closed_meanwhile);
  ADD ("/ask/no-store", test_no_store);
  ADD ("/ask/full-disk-still-answers", test_full_disk_still_answers);
  ADD ("/ask/a-question-leaves-no-trace", test_a_question_leaves_no_trace);
  ADD ("/ask/typed-questions", test_typed_questions);
  ADD ("/ask/typed-writes", test_typed_writes);
  ADD ("/ask/check-sound", test_check_sound);
  ADD ("/ask/check-damaged", test_check_damaged);
  ADD ("/ask/check-closed-meanwhile", test_check_closed_meanwhile);
  return g_test_run ();
}
