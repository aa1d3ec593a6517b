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

#include "ebb-db-desk.h"

/* Of adverse_event: a bare one that was described afterwards is the same event, shown once. */
#define EBB_ADVERSE_IN_FORCE                                                                       \
  "NOT EXISTS (SELECT 1 FROM adverse_completion WHERE completes_id = adverse_event.id)"

typedef struct EbbStatement EbbStatement;

/* Statements are kept and used again; `sql` is a string literal. */
EbbStatement *ebb_db_prepare (EbbDb *db, const char *sql, GError **error);
void ebb_statement_release (EbbStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbStatement, ebb_statement_release)

/* As freshly prepared: to be bound anew. */
void ebb_statement_restart (EbbStatement *statement);

void ebb_bind_text (EbbStatement *statement, const char *text);  /* NULL is null */
void ebb_bind_words (EbbStatement *statement, const char *text); /* NULL and "" are null */
void ebb_bind_int (EbbStatement *statement, gint64 number);
void ebb_bind_double (EbbStatement *statement, double number);
void ebb_bind_above (EbbStatement *statement, double number, double bound); /* else null */
void ebb_bind_count (EbbStatement *statement, guint number);                /* 0 is null */
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

/* All rows of a statement as records. */
typedef gpointer (*EbbReadRow) (EbbStatement *statement);
GPtrArray *ebb_db_read_all (EbbStatement *statement, EbbReadRow read_row, GDestroyNotify destroy,
                            GError **error);

/* The same for statements with one id as their only parameter. */
GPtrArray *ebb_db_read_of (EbbDb *db, const char *sql, const char *id, EbbReadRow read_row,
                           GDestroyNotify destroy, GError **error);

/* One text from one query with at most one bound text; NULL when there is no row (error unset). */
char *ebb_db_query_text (EbbDb *db, const char *sql, const char *parameter, GError **error);

/* How many rows each table has, a line each; equal text, equally many. */
char *ebb_db_count_rows (EbbDb *db, GError **error);

/* Copies one moment of the file to `path`, an empty file; `rows` (owned by the caller) are those of
 * that moment.  Others may write meanwhile.  The copy is not flushed. */
gboolean ebb_db_copy (EbbDb *db, const char *path, char **rows, GError **error);

/* A transaction that only reads: one state of the file until ebb_db_rollback(). */
gboolean ebb_db_begin_read (EbbDb *db, GError **error);

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

/* The same from another thread, on a connection of its own; any thread may stop it. */
typedef struct EbbDbCheck EbbDbCheck;

EbbDbCheck *ebb_db_check_new (void);
EbbDbCheck *ebb_db_check_ref (EbbDbCheck *check);
void ebb_db_check_unref (EbbDbCheck *check);
void ebb_db_check_stop (EbbDbCheck *check);
gboolean ebb_db_check_run (EbbDbCheck *check, const char *path, GError **error);

/* From now on ensure_sound() believes this check once it has passed; borrowed. */
void ebb_db_believe (EbbDb *db, EbbDbCheck *check);

const char *ebb_db_get_actor (EbbDb *db); /* borrowed, NULL when not known */

/* One row of the audit: who (see ebb_db_set_actor) did what to which record. */
gboolean ebb_db_audit (EbbDb *db, const char *action, const char *object, const char *object_id,
                       const char *detail, GError **error);

/* Id of the user of that name, made when there is none. */
char *ebb_db_ensure_user (EbbDb *db, const char *name, GError **error);

/* An id where there is a name. */
gboolean ebb_db_ensure_operator (EbbDb *db, const char *name, char **id, GError **error);

/* Today where the clinic stands, YYYY-MM-DD. */
char *ebb_db_today (EbbDb *db, GError **error);

/* Time of the last stored sample of a session; unset when it has none. */
gboolean ebb_db_get_last_sample_us (EbbDb *db, const char *session_id, gint64 *last_us,
                                    GError **error);

/* Puts the built-in exercise, and the protocol version that ran, into the file if not there. */
gboolean ebb_db_ensure_exercise (EbbDb *db, const char *exercise_id, GError **error);
gboolean ebb_db_ensure_protocol (EbbDb *db, const EbbBoutRecord *bout, GError **error);
/* The same for one that is known only by its number: of the file, else built in. */
gboolean ebb_db_ensure_protocol_version (EbbDb *db, const char *protocol_id, guint version,
                                         GError **error);

/* The open episode of care: that of the order valid on `date`, else the newest.  NULL without an
 * error: there is none. */
char *ebb_db_find_episode (EbbDb *db, const char *patient_id, const char *date, GError **error);

/* What a list says of one session.  Takes it. */
EbbSessionSummary *ebb_db_summarise (EbbDb *db, EbbSessionRecord *session, GError **error);

/* The next appointment that begins at `from_unix_us` or later; EBB_TIME_UNSET. */
gboolean ebb_db_find_appointment (EbbDb *db, const char *patient_id, gint64 from_unix_us,
                                  gint64 *start_unix_us, GError **error);

/* Visits planned in an episode; 0 = unknown. */
gboolean ebb_db_get_visits_planned (EbbDb *db, const char *episode_id, guint *visits,
                                    GError **error);

/* The newest prescription of each limb and exercise of open episodes, newest first. */
GPtrArray *ebb_db_get_prescriptions (EbbDb *db, const char *patient_id, GError **error);
/* The newest of each limb first, then older ones. */
GPtrArray *ebb_db_get_lops (EbbDb *db, const char *patient_id, GError **error);

/* EbbRating of one set, by scale. */
GPtrArray *ebb_db_get_ratings (EbbDb *db, const char *set_id, GError **error);

/* Time under pressure of a bout's limb, from its samples. */
gboolean ebb_db_measure_occlusion (EbbDb *db, const char *limb_id, gint64 *under_us,
                                   GError **error);
/* Files it for a session's limbs, so that lists need not read samples. */
gboolean ebb_db_file_occlusion (EbbDb *db, const char *session_id, GError **error);
/* After samples came late: files it anew where it was filed. */
gboolean ebb_db_refile_occlusion (EbbDb *db, const char *limb_id, GError **error);

/* Patients who are likely to be this one; EbbPatient. */
GPtrArray *ebb_db_list_alike (EbbDb *db, const EbbPatient *patient, GError **error);

/* Patients as rows, read from left to right by ebb_patient_read(). */
#define EBB_SELECT_PATIENTS                                                                        \
  "SELECT id, name, birth_date, record_number, sex "                                               \
  "FROM patient_identity JOIN patient ON patient.key = patient_key "
EbbPatient *ebb_patient_read (EbbStatement *statement);

/* Orders as rows, the same way. */
#define EBB_SELECT_ORDERS                                                                          \
  "SELECT referral.id, referral.episode_id, referral.patient_id, physician, ordered_on, "          \
  "valid_until, restrictions, diagnosis FROM referral "                                            \
  "JOIN episode ON episode.id = referral.episode_id "
EbbOrder *ebb_order_read (EbbStatement *statement);
