/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record counts as saved only after a flushed commit.  The power is cut again and again, in the
 * middle of writing, flushing, checkpointing and closing; whatever the store had acknowledged must
 * be there afterwards, whole, and the file must be sound.
 */
#include "ebb-db.h"
#include "power-cut-vfs.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define SEED              20240229
#define CUTS              360
#define CUTS_PER_FILE     40
#define SESSIONS_PER_CUT  8
#define CHANGES_UNTIL_CUT 240

typedef struct {
  char *folder;            /* owned */
  char *path;              /* owned */
  GRand *chance;           /* owned */
  GPtrArray *acknowledged; /* owned ids: their commit returned TRUE */
  GPtrArray *doubtful;     /* owned ids: their commit failed */
  guint n_acknowledged;    /* all of them, over all files */
  guint n_cut_in_work;     /* cuts that a save noticed */
  guint n_lost;            /* writes that the cuts lost or tore */
  char *patient_id, *episode_id;
} Rig;

static void
forget_file (Rig *rig)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", ".lock" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (rig->path, suffixes[i], NULL);
    g_unlink (path);
  }
  g_ptr_array_set_size (rig->acknowledged, 0);
  g_ptr_array_set_size (rig->doubtful, 0);
  g_clear_pointer (&rig->patient_id, g_free);
  g_clear_pointer (&rig->episode_id, g_free);
}

static void
rig_set_up (Rig *rig, gconstpointer unused)
{
  rig->folder = g_dir_make_tmp ("ebb-power-XXXXXX", NULL);
  g_assert_nonnull (rig->folder);
  rig->path = g_build_filename (rig->folder, "ebb.db", NULL);
  rig->chance = g_rand_new_with_seed (SEED);
  rig->acknowledged = g_ptr_array_new_with_free_func (g_free);
  rig->doubtful = g_ptr_array_new_with_free_func (g_free);
  power_cut_register ();
}

static void
rig_tear_down (Rig *rig, gconstpointer unused)
{
  power_cut_unregister ();
  forget_file (rig);
  g_rmdir (rig->folder);
  g_ptr_array_unref (rig->acknowledged);
  g_ptr_array_unref (rig->doubtful);
  g_rand_free (rig->chance);
  g_free (rig->path);
  g_free (rig->folder);
}

/* A patient and a physician's order, saved while the power is on. */
static void
put_patient (Rig *rig, EbbDb *db)
{
  EbbPatient patient = { .name = (char *) "Practice Patient", .birth_date = (char *) "1970-01-01" };
  EbbOrder order = { .physician = (char *) "Practice Physician",
                     .ordered_on = (char *) "2024-01-01" };
  g_autoptr (GError) error = NULL;

  g_assert_true (ebb_db_begin (db, &error));
  g_assert_true (ebb_db_put_patient (db, &patient, &error));
  order.patient_id = patient.id;
  g_assert_true (ebb_db_put_order (db, &order, &error));
  g_assert_true (ebb_db_commit (db, &error));
  g_assert_no_error (error);

  rig->patient_id = patient.id;
  rig->episode_id = order.episode_id;
  g_free (order.id);
  if (order.patient_id != patient.id)
    g_free (order.patient_id);
}

/* A session and its first event in one transaction: both are there afterwards, or neither. */
static gboolean
save_session (Rig *rig, EbbDb *db, const char *id)
{
  EbbSessionRecord session = {
    .id = (char *) id,
    .patient_id = rig->patient_id,
    .episode_id = rig->episode_id,
    .operator_name = (char *) "Practice Therapist",
    .started_unix_us = G_GINT64_CONSTANT (1700000000000000),
    .simulated = TRUE,
    .device = (char *) "Ebb simulator",
    .state = EBB_STATE_OPEN,
    .ended_us = EBB_TIME_UNSET,
  };
  EbbEventRecord event = {
    .code = (char *) "session-started",
    .text = (char *) "The session starts.",
    .pressure = CUFF_PRESSURE_UNSET,
  };

  if (!ebb_db_begin (db, NULL))
    return FALSE;
  if (ebb_store_put_session (db, &session, NULL) && ebb_store_put_event (db, id, &event, NULL)
      && ebb_db_commit (db, NULL))
    return TRUE;

  ebb_db_rollback (db);
  return FALSE;
}

/* An id from the seeded chance, so that a cut that hurts can be met again. */
static char *
make_id (GRand *chance)
{
  return g_strdup_printf (
      "%08x-%04x-4%03x-8%03x-%08x%04x", g_rand_int (chance), g_rand_int_range (chance, 0, 0x10000),
      g_rand_int_range (chance, 0, 0x1000), g_rand_int_range (chance, 0, 0x1000),
      g_rand_int (chance), g_rand_int_range (chance, 0, 0x10000));
}

/* Saves sessions until the power goes, or until enough were saved. */
static void
work (Rig *rig, EbbDb *db)
{
  for (guint i = 0; i < SESSIONS_PER_CUT && !power_cut_is_off (); i++) {
    char *id = make_id (rig->chance);

    if (save_session (rig, db, id)) {
      g_ptr_array_add (rig->acknowledged, id);
      rig->n_acknowledged++;
    } else {
      g_ptr_array_add (rig->doubtful, id);
      rig->n_cut_in_work += power_cut_is_off ();
    }
  }
}

/* TRUE if the session and its event are there, FALSE if neither is; one without the other fails. */
static gboolean
has_session (EbbDb *db, const char *id)
{
  g_autoptr (EbbSessionRecord) session = ebb_db_get_session (db, id, NULL);
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, id, NULL);
  guint n_events = events != NULL ? events->len : 0;

  g_assert_cmpuint (n_events, ==, session != NULL ? 1 : 0);
  return session != NULL;
}

/* Opens the file as the next start of Ebb would, and looks for everything that was promised. */
static EbbDb *
reopen_and_check (Rig *rig, guint cut)
{
  g_autoptr (GError) error = NULL;
  EbbDb *db = ebb_db_open (rig->path, EBB_DB_WRITE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (db);
  for (guint i = 0; i < rig->acknowledged->len; i++) {
    gboolean is_there = has_session (db, g_ptr_array_index (rig->acknowledged, i));

    if (!is_there)
      g_test_message ("cut %u: session %u of %u was acknowledged and is gone", cut, i + 1,
                      rig->acknowledged->len);
    g_assert_true (is_there);
  }
  for (guint i = 0; i < rig->doubtful->len; i++)
    has_session (db, g_ptr_array_index (rig->doubtful, i));
  ebb_db_check (db, &error);
  g_assert_no_error (error);
  return db;
}

/* One life of a connection: work, perhaps a clean close and a new start, then the cut. */
static EbbDb *
live_through_cut (Rig *rig, EbbDb *db, guint cut)
{
  gboolean closes_first = g_rand_int_range (rig->chance, 0, 4) == 0;
  PowerCutWay way = g_rand_int_range (rig->chance, 0, POWER_CUT_WAYS);

  power_cut_after (g_rand_int_range (rig->chance, 0, CHANGES_UNTIL_CUT));
  work (rig, db);
  if (closes_first) {
    ebb_db_close (db);
    db = power_cut_is_off () ? NULL : ebb_db_open (rig->path, EBB_DB_WRITE, NULL);
    if (db != NULL)
      work (rig, db);
  }
  if (!power_cut_is_off ())
    power_cut_after (0);
  ebb_db_close (db);

  rig->n_lost += power_cut_restore (way, rig->chance);
  return reopen_and_check (rig, cut);
}

static void
test_committed_row_survives (Rig *rig, gconstpointer unused)
{
  for (guint cut = 0; cut < CUTS;) {
    EbbDb *db = reopen_and_check (rig, cut);

    put_patient (rig, db);
    for (guint i = 0; i < CUTS_PER_FILE; i++)
      db = live_through_cut (rig, db, cut++);
    ebb_db_close (db);
    power_cut_restore (POWER_CUT_KEEP_ALL, rig->chance);
    forget_file (rig);
  }

  /* The cuts must have hurt, and sessions must have been saved, or this test proves nothing. */
  g_test_message ("%u cuts, %u during a save; %u sessions acknowledged; %u writes lost or torn",
                  CUTS, rig->n_cut_in_work, rig->n_acknowledged, rig->n_lost);
  g_assert_cmpuint (rig->n_acknowledged, >, CUTS);
  g_assert_cmpuint (rig->n_cut_in_work, >, CUTS / 4);
  g_assert_cmpuint (rig->n_lost, >, CUTS);
}

/* The very first start may meet a cut too: the next one finds an empty record or a whole one. */
static void
test_cut_while_creating (Rig *rig, gconstpointer unused)
{
  for (guint n_changes = 0; n_changes < 60; n_changes++) {
    EbbDb *db;

    power_cut_after (n_changes);
    db = ebb_db_open (rig->path, EBB_DB_WRITE, NULL);
    if (!power_cut_is_off ())
      power_cut_after (0);
    ebb_db_close (db);
    power_cut_restore (n_changes % POWER_CUT_WAYS, rig->chance);
    ebb_db_close (reopen_and_check (rig, n_changes));
    power_cut_restore (POWER_CUT_KEEP_ALL, rig->chance);
    forget_file (rig);
  }
}

/* One row, committed on a plain connection; how many are left after the cut? */
static int
rows_after_cut (Rig *rig, const char *synchronous)
{
  g_autofree char *pragma =
      g_strdup_printf ("PRAGMA journal_mode = WAL; PRAGMA synchronous = %s", synchronous);
  sqlite3_stmt *count = NULL;
  sqlite3 *db = NULL;
  int n_rows;

  g_assert_cmpint (sqlite3_open (rig->path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, "CREATE TABLE t (x)", NULL, NULL, NULL);
  g_assert_cmpint (sqlite3_exec (db, pragma, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "INSERT INTO t VALUES (1)", NULL, NULL, NULL), ==, SQLITE_OK);
  power_cut_after (0);
  sqlite3_close (db);
  power_cut_restore (POWER_CUT_LOSE_ALL, rig->chance);

  g_assert_cmpint (sqlite3_open (rig->path, &db), ==, SQLITE_OK);
  sqlite3_prepare_v2 (db, "SELECT count (*) FROM t", -1, &count, NULL);
  g_assert_cmpint (sqlite3_step (count), ==, SQLITE_ROW);
  n_rows = sqlite3_column_int (count, 0);
  sqlite3_finalize (count);
  sqlite3_close (db);
  power_cut_restore (POWER_CUT_KEEP_ALL, rig->chance);
  forget_file (rig);
  return n_rows;
}

/* The tool itself: it loses what was not flushed, and nothing else. */
static void
test_only_unflushed_is_lost (Rig *rig, gconstpointer unused)
{
  g_assert_cmpint (rows_after_cut (rig, "FULL"), ==, 1);
  g_assert_cmpint (rows_after_cut (rig, "OFF"), ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Rig *rig, gconstpointer unused);
  } tests[] = {
    { "/store/power-cut/committed-row-survives", test_committed_row_survives },
    { "/store/power-cut/while-creating", test_cut_while_creating },
    { "/store/power-cut/only-unflushed-is-lost", test_only_unflushed_is_lost },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Rig, NULL, rig_set_up, tests[i].run, rig_tear_down);
  return g_test_run ();
}
