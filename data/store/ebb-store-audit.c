/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who did what.  The row's wall time is the database's own, so that no caller can set it.
 */
#include "ebb-db-private.h"

gboolean
ebb_db_audit (EbbDb *db, const char *action, const char *object, const char *object_id,
              const char *detail, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "INSERT INTO audit (number, actor, action, object, object_id, detail) "
                      "SELECT coalesce (max (number), 0) + 1, ?, ?, ?, ?, ? FROM audit",
                      error);

  ebb_bind_text (statement, ebb_db_get_actor (db));
  ebb_bind_text (statement, action);
  ebb_bind_text (statement, object);
  ebb_bind_text (statement, object_id);
  ebb_bind_text (statement, detail);
  return ebb_statement_run (statement, error);
}

char *
ebb_db_ensure_user (EbbDb *db, const char *name, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *id =
      ebb_db_query_text (db, "SELECT id FROM user WHERE name = ?", name, &local_error);
  g_autoptr (EbbStatement) insert = NULL;

  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return NULL;
  }
  if (id != NULL)
    return g_steal_pointer (&id);

  id = g_uuid_string_random ();
  insert = ebb_db_prepare (db, "INSERT INTO user (id, name) VALUES (?, ?)", error);
  ebb_bind_text (insert, id);
  ebb_bind_text (insert, name);
  return ebb_statement_run (insert, error) && ebb_db_audit (db, "put", "user", id, name, error)
             ? g_steal_pointer (&id)
             : NULL;
}

gboolean
ebb_db_ensure_operator (EbbDb *db, const char *name, char **id, GError **error)
{
  *id = NULL;
  if (name == NULL || name[0] == '\0')
    return TRUE;
  *id = ebb_db_ensure_user (db, name, error);
  return *id != NULL;
}

char *
ebb_db_today (EbbDb *db, GError **error)
{
  return ebb_db_query_text (db, "SELECT date ('now', 'localtime')", NULL, error);
}
