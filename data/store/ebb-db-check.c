/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * quick_check beside the work: on a connection of its own, on whatever thread calls.  It reads the
 * whole file, which takes long with many sessions, and can be stopped.
 */
#include "ebb-db-sqlite.h"

#include <stdatomic.h>

/* How often a running check looks whether it should stop, in steps of SQLite's machine. */
#define STEPS_PER_LOOK 10000

struct EbbDbCheck {
  atomic_int n_refs;
  atomic_bool passed, stopped;
};

EbbDbCheck *
ebb_db_check_new (void)
{
  EbbDbCheck *check = g_new0 (EbbDbCheck, 1);

  atomic_store (&check->n_refs, 1);
  return check;
}

EbbDbCheck *
ebb_db_check_ref (EbbDbCheck *check)
{
  atomic_fetch_add (&check->n_refs, 1);
  return check;
}

void
ebb_db_check_unref (EbbDbCheck *check)
{
  if (check != NULL && atomic_fetch_sub (&check->n_refs, 1) == 1)
    g_free (check);
}

void
ebb_db_check_stop (EbbDbCheck *check)
{
  atomic_store (&check->stopped, true);
}

void
ebb_db_check_forget (EbbDbCheck *check)
{
  atomic_store (&check->passed, false);
}

gboolean
ebb_db_check_has_passed (EbbDbCheck *check)
{
  return atomic_load (&check->passed);
}

static int
should_stop (void *user)
{
  EbbDbCheck *check = user;

  return atomic_load (&check->stopped);
}

gboolean
ebb_db_check_run (EbbDbCheck *check, const char *path, GError **error)
{
  g_autoptr (EbbDb) db = ebb_db_open (path, EBB_DB_READ, error);

  if (db == NULL)
    return FALSE;
  sqlite3_progress_handler (db->handle, STEPS_PER_LOOK, should_stop, check);
  if (!ebb_db_ensure_sound (db, error))
    return FALSE;

  atomic_store (&check->passed, true);
  return TRUE;
}
