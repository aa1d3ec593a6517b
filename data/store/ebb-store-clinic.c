/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clinic itself: one row.
 */
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

/* An empty field of a form is nothing. */
static const char *
words (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : NULL;
}

static gboolean
check_clinic (const EbbClinic *clinic, GError **error)
{
  return ebb_check_line (_ ("name of the clinic"), words (clinic->name), FALSE, error)
         && ebb_check_free_text (_ ("address"), words (clinic->address), error)
         && ebb_check_line (_ ("phone"), words (clinic->phone), FALSE, error)
         && ebb_check_free_text (_ ("hours"), words (clinic->hours), error)
         && ebb_check_line (_ ("emergency number"), words (clinic->emergency_number), FALSE, error)
         && ebb_check_line (_ ("read by"), words (clinic->statement_by), FALSE, error)
         && (words (clinic->statement_on) == NULL
             || ebb_check_date (_ ("read on"), clinic->statement_on, error));
}

static gboolean
put_clinic (EbbDb *db, gpointer data, GError **error)
{
  const EbbClinic *clinic = data;
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "INSERT OR REPLACE INTO clinic (key, name, address, phone, hours, "
                      "emergency_number, statement_by, statement_on, practice) "
                      "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
                      error);

  ebb_bind_words (statement, clinic->name);
  ebb_bind_words (statement, clinic->address);
  ebb_bind_words (statement, clinic->phone);
  ebb_bind_words (statement, clinic->hours);
  ebb_bind_words (statement, clinic->emergency_number);
  ebb_bind_words (statement, clinic->statement_by);
  ebb_bind_words (statement, clinic->statement_on);
  ebb_bind_int (statement, clinic->practice != FALSE);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "clinic", "1", words (clinic->name), error);
}

gboolean
ebb_db_put_clinic (EbbDb *db, const EbbClinic *clinic, GError **error)
{
  return check_clinic (clinic, error)
         && ebb_db_atomically (db, put_clinic, (gpointer) clinic, error);
}

EbbClinic *
ebb_db_load_clinic (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT name, address, phone, hours, emergency_number, statement_by, "
                      "statement_on, practice FROM clinic",
                      error);
  g_autoptr (EbbClinic) clinic = g_new0 (EbbClinic, 1);
  GError *local_error = NULL;

  if (statement == NULL)
    return NULL;
  if (ebb_statement_row (statement, &local_error)) {
    clinic->name = ebb_column_text (statement);
    clinic->address = ebb_column_text (statement);
    clinic->phone = ebb_column_text (statement);
    clinic->hours = ebb_column_text (statement);
    clinic->emergency_number = ebb_column_text (statement);
    clinic->statement_by = ebb_column_text (statement);
    clinic->statement_on = ebb_column_text (statement);
    clinic->practice = ebb_column_int (statement) != 0;
  }

  if (local_error == NULL)
    return g_steal_pointer (&clinic);
  g_propagate_error (error, local_error);
  return NULL;
}
