/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of data/store and data/export share: statements without SQLite's types.  SQL
 * stands with its topic; sqlite3.h stays in ebb-db*.c.
 *
 * A statement is bound from left to right and read from left to right:
 *
 *   g_autoptr (EbbStatement) statement = ebb_db_prepare (db, "SELECT name FROM user WHERE id = ?",
 *                                                        error);
 *   ebb_bind_text (statement, id);
 *   if (ebb_statement_row (statement, error))
 *     name = ebb_column_text (statement);
 *
 * prepare() may return NULL with the error set; every other function accepts that NULL, does
 * nothing and returns FALSE, so that one test at the end is enough.
 */
#pragma once

#include "ebb-db.h"

typedef struct EbbStatement EbbStatement;

/* Statements are kept and used again; `sql` is a string literal. */
EbbStatement *ebb_db_prepare (EbbDb *db, const char *sql, GError **error);
void ebb_statement_release (EbbStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbStatement, ebb_statement_release)

void ebb_bind_text (EbbStatement *statement, const char *text); /* NULL is null */
void ebb_bind_int (EbbStatement *statement, gint64 number);
void ebb_bind_double (EbbStatement *statement, double number);
void ebb_bind_null (EbbStatement *statement);
/* The bytes are borrowed until the statement is released. */
void ebb_bind_blob (EbbStatement *statement, gconstpointer bytes, gsize n_bytes);
void ebb_bind_time (EbbStatement *statement, gint64 t_us); /* negative or NEVER is null */
void ebb_bind_pressure (EbbStatement *statement, CuffPressure pressure); /* unset is null */

/* The next row.  FALSE without an error: there is none. */
gboolean ebb_statement_row (EbbStatement *statement, GError **error);

/* Runs a statement that gives no rows. */
gboolean ebb_statement_run (EbbStatement *statement, GError **error);

char *ebb_column_text (EbbStatement *statement); /* owned by the caller; NULL is null */
gint64 ebb_column_int (EbbStatement *statement);
double ebb_column_double (EbbStatement *statement, double if_null);
gint64 ebb_column_time (EbbStatement *statement); /* EBB_TIME_UNSET for null */
CuffPressure ebb_column_pressure (EbbStatement *statement);
/* Borrowed until the next row. */
gconstpointer ebb_column_blob (EbbStatement *statement, gsize *n_bytes);

/* Rows changed by the last statement that ran. */
int ebb_db_changes (EbbDb *db);

/* One text from one query with at most one bound text; NULL when there is no row (error unset). */
char *ebb_db_query_text (EbbDb *db, const char *sql, const char *parameter, GError **error);

/* Runs `job` whole or not at all, inside or outside a transaction. */
gboolean ebb_db_atomically (EbbDb *db, EbbStoreJob job, gpointer data, GError **error);

/* True when the connection met an error after which its pages are not to be trusted. */
gboolean ebb_db_needs_reopen (EbbDb *db);
gboolean ebb_db_reopen (EbbDb *db, GError **error);

/* Moves the log into the file: TRUE waits for readers and empties it. */
void ebb_db_checkpoint (EbbDb *db, gboolean truncate);

/* Several statements without parameters, for tests and migrations. */
gboolean ebb_db_execute (EbbDb *db, const char *sql, GError **error);

/* One step of the schema: from version - 1 to version. */
typedef struct {
  int version;
  const char *sql;
} EbbMigration;

/* Brings the file to the last of `migrations`; an older file is copied first. */
gboolean ebb_db_migrate (EbbDb *db, const EbbMigration *migrations, gsize n_migrations,
                         GError **error);

/* quick_check, once for each connection: called before a session begins. */
gboolean ebb_db_ensure_sound (EbbDb *db, GError **error);

const char *ebb_db_get_actor (EbbDb *db); /* borrowed, NULL when not known */

/* One row of the audit: who (see ebb_db_set_actor) did what to which record. */
gboolean ebb_db_audit (EbbDb *db, const char *action, const char *object, const char *object_id,
                       const char *detail, GError **error);

/* Id of the user of that name, made when there is none. */
char *ebb_db_ensure_user (EbbDb *db, const char *name, GError **error);

/* Today where the clinic stands, YYYY-MM-DD. */
char *ebb_db_today (EbbDb *db, GError **error);

/* Time of the last stored sample of a session; unset when it has none. */
gboolean ebb_db_get_last_sample_us (EbbDb *db, const char *session_id, gint64 *last_us,
                                    GError **error);

/* Puts the built-in exercise, and the protocol version that ran, into the file if not there. */
gboolean ebb_db_ensure_exercise (EbbDb *db, const char *exercise_id, GError **error);
gboolean ebb_db_ensure_protocol (EbbDb *db, const EbbBoutRecord *bout, GError **error);

/* Patients as rows, read from left to right by ebb_patient_read(). */
#define EBB_SELECT_PATIENTS                                                                        \
  "SELECT id, name, birth_date, record_number, sex "                                               \
  "FROM patient_identity JOIN patient ON patient.key = patient_key "
EbbPatient *ebb_patient_read (EbbStatement *statement);
