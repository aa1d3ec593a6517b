/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One desk, one session at a time.
 */
#include "ebb-desk.h"
#include "session-rig.h"

#include <math.h>

typedef struct {
  guint n_sessions, n_clinics, n_records;
} Heard;

static void
on_session_cb (EbbDesk *desk, Heard *heard)
{
  heard->n_sessions++;
}

static void
on_clinic_cb (EbbDesk *desk, Heard *heard)
{
  heard->n_clinics++;
}

static void
on_records_cb (EbbDesk *desk, const char *patient_id, Heard *heard)
{
  g_assert_nonnull (patient_id);
  heard->n_records++;
}

typedef struct {
  SessionRig *rig;
  EbbDesk *desk;
  Heard heard;
} DeskRig;

static DeskRig *
desk_rig_new (void)
{
  SessionRigOptions options = { .seed = 1 };
  DeskRig *self = g_new0 (DeskRig, 1);
  self->rig = session_rig_new (&options);
  self->desk = ebb_desk_new (self->rig->clock, self->rig->store, self->rig->cuff);
  g_signal_connect (self->desk, "session-changed", G_CALLBACK (on_session_cb), &self->heard);
  g_signal_connect (self->desk, "clinic-changed", G_CALLBACK (on_clinic_cb), &self->heard);
  g_signal_connect (self->desk, "records-changed", G_CALLBACK (on_records_cb), &self->heard);
  g_assert_true (ebb_cuff_connect (self->rig->cuff, cuff_sim_get_path (self->rig->sim)));
  return self;
}

static void
desk_rig_free (DeskRig *self)
{
  g_object_run_dispose (G_OBJECT (self->desk));
  g_object_unref (self->desk);
  session_rig_free (self->rig);
  g_free (self);
}

static EbbSession *
begin (DeskRig *self, GError **error)
{
  SessionRigOptions options = { .seed = 1 };
  EbbSessionOptions session;
  session_rig_fill (self->rig, &options, &session);
  session.clock = NULL; /* filled in by the desk */
  session.store = NULL;
  session.cuff = NULL;
  return ebb_desk_begin_session (self->desk, &session, error);
}

static gboolean
await_phase (DeskRig *self, EbbPhase phase, double seconds)
{
  gint64 end_us = ebb_clock_now_us (self->rig->clock) + (gint64) (seconds * 1e6);
  EbbSessionView view;
  do {
    g_main_context_iteration (NULL, TRUE);
    ebb_session_get_view (ebb_desk_get_session (self->desk), &view);
  } while (view.phase != phase && ebb_clock_now_us (self->rig->clock) < end_us);
  return view.phase == phase;
}

/* A desk lets nobody start before the checks are answered. */
static void
answer_checks (EbbSession *session)
{
  static const char *const needed[] = { EBB_DOOR_NOTHING_NEW, "skin", "cuff-right" };
  g_auto (EbbDoor) answers = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    ebb_door_take (&answers, needed[i], 1, NAN, NULL);
  ebb_door_take (&answers, "bp", 124, 78, NULL);
  ebb_session_answer (session, &answers);
}

/* Exactly one: a second is refused while the first is open, whatever it is doing. */
static void
test_one_session (void)
{
  DeskRig *self = desk_rig_new ();
  g_autoptr (GError) error = NULL;
  EbbSession *first = begin (self, &error);
  g_assert_no_error (error);
  g_assert_true (ebb_desk_get_session (self->desk) == first);
  g_assert_null (begin (self, &error));
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_BUSY);
  g_clear_error (&error);
  answer_checks (first);
  ebb_session_start (first);
  g_assert_true (await_phase (self, EBB_PHASE_HOLD, 30));
  g_assert_null (begin (self, &error));
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (ebb_desk_end_session (self->desk)); /* it is under way */
  g_assert_true (ebb_desk_get_session (self->desk) == first);
  ebb_desk_stop (self->desk);
  g_assert_true (await_phase (self, EBB_PHASE_REMOVE_CUFF, 20));
  g_assert_false (ebb_desk_end_session (self->desk)); /* nobody has closed it */
  ebb_session_leave (first);
  g_assert_cmpuint (self->heard.n_records, ==, 1);
  g_assert_true (ebb_desk_end_session (self->desk));
  g_assert_null (ebb_desk_get_session (self->desk));
  g_assert_cmpuint (self->heard.n_sessions, ==, 2);
  desk_rig_free (self);
}

/* One that was only looked at leaves nothing behind. */
static void
test_never_stored (void)
{
  DeskRig *self = desk_rig_new ();
  g_autoptr (GError) error = NULL;
  g_assert_nonnull (begin (self, &error));
  session_rig_run (self->rig, 3);
  g_assert_true (ebb_desk_end_session (self->desk));
  g_assert_nonnull (begin (self, &error));
  g_assert_true (ebb_desk_end_session (self->desk));
  g_autoptr (EbbDb) db = ebb_db_open (self->rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) sessions = ebb_db_list_sessions (db, NULL, 10, NULL);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_clear_pointer (&db, ebb_db_close);
  desk_rig_free (self);
}

/* Stop reaches the cuff though no session runs. */
static void
test_stop_without_session (void)
{
  DeskRig *self = desk_rig_new ();
  session_rig_run (self->rig, 3);
  ebb_desk_stop (self->desk);
  session_rig_run (self->rig, 3);
  g_assert_true (session_rig_truth (self->rig).vent_open);
  desk_rig_free (self);
}

static void
test_clinic (void)
{
  DeskRig *self = desk_rig_new ();
  g_assert_cmpstr (ebb_desk_get_operator (self->desk), !=, NULL);
  ebb_desk_set_operator (self->desk, "");
  g_assert_cmpstr (ebb_desk_get_operator (self->desk), !=, "");
  ebb_desk_set_operator (self->desk, "Invented Therapist");
  g_assert_cmpstr (ebb_desk_get_operator (self->desk), ==, "Invented Therapist");
  guint before = self->heard.n_clinics;
  EbbClinic clinic = { .name = (char *) "Invented Clinic", .practice = TRUE };
  ebb_desk_set_clinic (self->desk, &clinic);
  g_assert_cmpstr (ebb_desk_get_clinic (self->desk)->name, ==, "Invented Clinic");
  g_assert_cmpuint (self->heard.n_clinics, ==, before + 1);
  session_rig_run (self->rig, 1);
  ebb_desk_reload_clinic (self->desk); /* it was stored, not only shown */
  session_rig_run (self->rig, 1);
  g_assert_cmpuint (self->heard.n_clinics, >=, before + 2);
  g_assert_cmpstr (ebb_desk_get_clinic (self->desk)->name, ==, "Invented Clinic");
  g_assert_true (ebb_desk_get_clinic (self->desk)->practice);
  desk_rig_free (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/one-session", test_one_session);
  g_test_add_func ("/desk/never-stored", test_never_stored);
  g_test_add_func ("/desk/stop-without-session", test_stop_without_session);
  g_test_add_func ("/desk/clinic", test_clinic);
  return g_test_run ();
}
