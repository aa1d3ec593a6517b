/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clinic's library of protocols.
 */
#include "ebb-db-private.h"
#include "ebb-db-protocols.h"
#include "ebb-patient.h"
#include "ebb-protocol-write.h"

#include <glib/gi18n-lib.h>

#define ID_LENGTH_MAX 56 /* 64 with a number behind it */
#define VERSION_MAX   9999
#define OWN_PREFIX    "clinic-" /* so that no built-in one of a later Ebb can have its id */

/* --- Reading ----------------------------------------------------------------------------- */

static gboolean
is_builtin (const char *id)
{
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();

  return g_strv_contains ((const char *const *) ids, id);
}

#define SELECT_OWN                                                                                 \
  "SELECT clinic_protocol.protocol_id, own, retired, based_on, lock_reason, "                      \
  "(SELECT name FROM user WHERE user.id = locked_by), locked_unix_us, "                            \
  "(SELECT count (*) FROM protocol_version WHERE protocol_version.protocol_id = "                  \
  "clinic_protocol.protocol_id), "                                                                 \
  "(SELECT json FROM protocol_version WHERE protocol_version.protocol_id = "                       \
  "clinic_protocol.protocol_id ORDER BY version DESC LIMIT 1) FROM clinic_protocol "

typedef struct {
  char *id, *json; /* owned */
  EbbProtocolEntry *entry;
} Row;

static void
row_free (Row *row)
{
  g_free (row->id);
  g_free (row->json);
  ebb_protocol_entry_free (row->entry);
  g_free (row);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Row, row_free)

static gpointer
read_row (EbbStatement *statement)
{
  Row *row = g_new0 (Row, 1);
  EbbProtocolEntry *entry = row->entry = g_new0 (EbbProtocolEntry, 1);

  row->id = ebb_column_text (statement);
  entry->own = ebb_column_int (statement) != 0;
  entry->retired = ebb_column_int (statement) != 0;
  entry->based_on = ebb_column_text (statement);
  entry->lock_reason = ebb_column_text (statement);
  entry->locked_by = ebb_column_text (statement);
  entry->locked_unix_us = ebb_column_time (statement);
  entry->n_versions = (guint) ebb_column_int (statement);
  row->json = ebb_column_text (statement);
  return row;
}

/* The entry of a row, its protocol read; NULL with the error set. */
static EbbProtocolEntry *
open_row (Row *row, GError **error)
{
  EbbProtocolEntry *entry = row->entry;

  if (!entry->own) {
    entry->protocol = ebb_protocol_load_builtin (row->id, error);
    entry->n_versions = 1;
  } else if (row->json != NULL) {
    entry->protocol = ebb_protocol_parse (row->id, row->json, -1, error);
  } else {
    g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_UNKNOWN_ID,
                 _ ("“%s” has no version on file"), row->id);
  }
  return entry->protocol != NULL ? g_steal_pointer (&row->entry) : NULL;
}

static EbbProtocolEntry *
builtin_entry (const char *id, GError **error)
{
  g_autoptr (EbbProtocolEntry) entry = g_new0 (EbbProtocolEntry, 1);

  entry->protocol = ebb_protocol_load_builtin (id, error);
  entry->n_versions = 1;
  entry->locked_unix_us = EBB_TIME_UNSET;
  return entry->protocol != NULL ? g_steal_pointer (&entry) : NULL;
}

EbbProtocolEntry *
ebb_db_get_protocol_entry (EbbDb *db, const char *id, GError **error)
{
  g_autoptr (GPtrArray) rows = ebb_db_read_of (db, SELECT_OWN "WHERE protocol_id = ?", id, read_row,
                                               (GDestroyNotify) row_free, error);

  if (rows == NULL)
    return NULL;
  return rows->len > 0 ? open_row (g_ptr_array_index (rows, 0), error) : builtin_entry (id, error);
}

static gboolean
add_builtin (GPtrArray *entries, const GPtrArray *rows, GError **error)
{
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();

  for (guint i = 0; ids[i] != NULL; i++) {
    EbbProtocolEntry *entry = builtin_entry (ids[i], error);

    if (entry == NULL)
      return FALSE;
    for (guint k = 0; k < rows->len; k++) {
      const Row *row = g_ptr_array_index (rows, k);

      if (g_str_equal (row->id, ids[i]))
        entry->retired = row->entry->retired;
    }
    g_ptr_array_add (entries, entry);
  }
  return TRUE;
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  const EbbProtocolEntry *const *first = a, *const *second = b;

  return g_utf8_collate ((*first)->protocol->name, (*second)->protocol->name);
}

GPtrArray *
ebb_db_list_protocols (EbbDb *db, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_protocol_entry_free);
  g_autoptr (GPtrArray) own =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_protocol_entry_free);
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, SELECT_OWN, error);
  g_autoptr (GPtrArray) rows =
      ebb_db_read_all (statement, read_row, (GDestroyNotify) row_free, error);

  if (rows == NULL || !add_builtin (entries, rows, error))
    return NULL;
  for (guint i = 0; i < rows->len; i++) {
    Row *row = g_ptr_array_index (rows, i);
    g_autoptr (GError) problem = NULL;
    EbbProtocolEntry *entry = row->entry->own ? open_row (row, &problem) : NULL;

    /* One that cannot be read is not offered; all others are. */
    if (problem != NULL)
      g_message ("%s", problem->message);
    if (entry != NULL)
      g_ptr_array_add (own, entry);
  }
  g_ptr_array_sort (own, by_name);
  g_ptr_array_extend_and_steal (entries, g_steal_pointer (&own));
  return g_steal_pointer (&entries);
}

static char *
load_text (EbbDb *db, const char *id, guint version, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT json FROM protocol_version WHERE protocol_id = ?1 AND (?2 = 0 OR version = ?2) "
      "ORDER BY version DESC LIMIT 1",
      error);

  ebb_bind_text (statement, id);
  ebb_bind_int (statement, version);
  return ebb_statement_row (statement, error) ? ebb_column_text (statement) : NULL;
}

EbbProtocol *
ebb_db_load_protocol (EbbDb *db, const char *id, guint version, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (EbbProtocol) protocol = NULL;

  /* The newest of a built-in one is the built-in one, whatever ran before. */
  if (version > 0 || !is_builtin (id))
    text = load_text (db, id, version, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return NULL;
  }
  if (text != NULL)
    return ebb_protocol_parse (id, text, -1, error);

  protocol = ebb_protocol_load_builtin (id, error);
  if (protocol == NULL || version == 0 || protocol->version == version)
    return g_steal_pointer (&protocol);
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_UNKNOWN_ID,
               _ ("there is no version %u of the protocol “%s”"), version, id);
  return NULL;
}

/* --- Writing ----------------------------------------------------------------------------- */

static gboolean
is_taken (EbbDb *db, const char *id, gboolean *taken, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT protocol_id FROM protocol_version WHERE protocol_id = ?1 "
                      "UNION SELECT protocol_id FROM clinic_protocol WHERE protocol_id = ?1",
                      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, id);
  *taken = is_builtin (id) || ebb_statement_row (statement, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* "Knee, week 2" -> "clinic-knee-week-2". */
static char *
id_of_name (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  GString *id = g_string_new (OWN_PREFIX);

  for (const char *at = ascii; *at != '\0' && id->len < ID_LENGTH_MAX; at++) {
    if (g_ascii_isalnum (*at))
      g_string_append_c (id, g_ascii_tolower (*at));
    else if (id->str[id->len - 1] != '-')
      g_string_append_c (id, '-');
  }
  if (id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);
  return g_string_free (id, FALSE);
}

static char *
free_id (EbbDb *db, const char *name, GError **error)
{
  g_autofree char *wanted = id_of_name (name);
  g_autofree char *id = g_strdup (wanted);
  gboolean taken = TRUE;

  for (guint number = 2; number < VERSION_MAX; number++) {
    if (!is_taken (db, id, &taken, error))
      return NULL;
    if (!taken)
      return g_steal_pointer (&id);
    g_free (id);
    id = g_strdup_printf ("%s-%u", wanted, number);
  }
  ebb_refuse (error, _ ("name"), name, _ ("one that fewer protocols have"));
  return NULL;
}

static gboolean
put_version (EbbDb *db, const EbbProtocol *protocol, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "INSERT INTO protocol_version (protocol_id, version, name, json, closed) "
                      "VALUES (?, ?, ?, ?, 1)",
                      error);

  ebb_bind_text (statement, protocol->id);
  ebb_bind_int (statement, protocol->version);
  ebb_bind_text (statement, protocol->name);
  ebb_bind_text (statement, protocol->json);
  return ebb_statement_run (statement, error);
}

static gboolean
put_own (EbbDb *db, const EbbProtocol *protocol, const char *based_on, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO clinic_protocol (protocol_id, own, based_on) VALUES (?, 1, ?) "
      "ON CONFLICT (protocol_id) DO UPDATE SET "
      "changed_unix_us = CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)",
      error);

  ebb_bind_text (statement, protocol->id);
  ebb_bind_words (statement, based_on);
  return ebb_statement_run (statement, error);
}

typedef struct {
  const EbbProtocol *protocol;
  const char *based_on, *action;
} Write;

static gboolean
check_exercise (const EbbProtocol *protocol, GError **error)
{
  g_auto (GStrv) ids = ebb_exercise_list_builtin ();
  g_autofree char *allowed = NULL;

  if (g_strv_contains ((const char *const *) ids, protocol->exercise_id))
    return TRUE;
  allowed = g_strjoinv (", ", ids);
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD,
               _ ("%s: the field “%s” is %s; allowed: %s"), protocol->id, "exercise",
               protocol->exercise_id, allowed);
  return FALSE;
}

static gboolean
write_protocol (EbbDb *db, gpointer data, GError **error)
{
  const Write *write = data;
  const EbbProtocol *protocol = write->protocol;
  g_autofree char *detail = g_strdup_printf ("%s, version %u", protocol->name, protocol->version);

  return check_exercise (protocol, error) && put_own (db, protocol, write->based_on, error)
         && put_version (db, protocol, error)
         && ebb_db_audit (db, write->action, "protocol", protocol->id, detail, error);
}

/* With that id and version, read back from its own text: what is stored was judged as a file is. */
static EbbProtocol *
rename_and_judge (const EbbProtocol *protocol, const char *id, guint version, GError **error)
{
  EbbProtocol renamed = *protocol;
  g_autofree char *text = NULL;

  renamed.id = (char *) id; /* borrowed, only for writing */
  renamed.version = version;
  text = ebb_protocol_to_json (&renamed);
  return ebb_protocol_parse (id, text, -1, error);
}

static gboolean
fail_locked (const EbbProtocolEntry *entry, GError **error)
{
  if (!entry->own)
    g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_LOCKED,
                 _ ("“%s” is built in and is never changed; duplicate it"), entry->protocol->id);
  else
    g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_LOCKED,
                 _ ("“%s” was locked by %s (%s); duplicate it"), entry->protocol->id,
                 entry->locked_by, entry->lock_reason);
  return FALSE;
}

/* The number of the next version, or 0. */
static guint
next_version (EbbDb *db, const EbbProtocol *protocol, GError **error)
{
  g_autoptr (EbbProtocolEntry) entry = ebb_db_get_protocol_entry (db, protocol->id, error);

  if (entry == NULL)
    return 0;
  if (!ebb_protocol_entry_is_open (entry)) {
    fail_locked (entry, error);
    return 0;
  }
  if (entry->protocol->version == protocol->version && protocol->version < VERSION_MAX)
    return protocol->version + 1;
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_TAKEN,
               _ ("“%s” was changed meanwhile: version %u is on file, this was made from version "
                  "%u; duplicate it"),
               protocol->id, entry->protocol->version, protocol->version);
  return 0;
}

gboolean
ebb_db_save_protocol (EbbDb *db, const EbbProtocol *protocol, const char *based_on, char **id,
                      guint *version, GError **error)
{
  g_autofree char *wanted =
      protocol->id != NULL ? g_strdup (protocol->id) : free_id (db, protocol->name, error);
  guint next = wanted == NULL ? 0 : protocol->id != NULL ? next_version (db, protocol, error) : 1;
  g_autoptr (EbbProtocol) judged =
      next > 0 ? rename_and_judge (protocol, wanted, next, error) : NULL;
  Write write = { judged, based_on, "put" };

  if (judged == NULL || !ebb_db_atomically (db, write_protocol, &write, error))
    return FALSE;
  if (version != NULL)
    *version = next;
  if (id != NULL)
    *id = g_steal_pointer (&wanted);
  return TRUE;
}

gboolean
ebb_db_import_protocol (EbbDb *db, const EbbProtocol *protocol, gboolean as_copy, char **id,
                        GError **error)
{
  Write write = { protocol, NULL, "import" };
  gboolean taken = FALSE;

  if (!is_taken (db, protocol->id, &taken, error))
    return FALSE;
  if (taken && as_copy) {
    EbbProtocol copy = *protocol;

    copy.id = copy.reference = NULL; /* its number is that of the original */
    return ebb_db_save_protocol (db, &copy, protocol->id, id, NULL, error);
  }
  if (taken) {
    g_set_error (
        error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_TAKEN,
        _ ("the id “%s” belongs to a protocol that is here already; allowed: to take it in "
           "as a new copy"),
        protocol->id);
    return FALSE;
  }
  if (!ebb_db_atomically (db, write_protocol, &write, error))
    return FALSE;
  *id = g_strdup (protocol->id);
  return TRUE;
}

/* --- Lock, retire ------------------------------------------------------------------------ */

typedef struct {
  const char *id, *reason, *operator_name;
  gboolean own, retired;
} Mark;

static gboolean
write_lock (EbbDb *db, gpointer data, GError **error)
{
  const Mark *mark = data;
  g_autofree char *user_id = ebb_db_ensure_user (db, mark->operator_name, error);
  g_autoptr (EbbStatement) statement = NULL;

  if (user_id == NULL)
    return FALSE;
  statement = ebb_db_prepare (
      db,
      "UPDATE clinic_protocol SET lock_reason = ?, locked_by = ?, "
      "locked_unix_us = CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER) "
      "WHERE protocol_id = ?",
      error);
  ebb_bind_text (statement, mark->reason);
  ebb_bind_text (statement, user_id);
  ebb_bind_text (statement, mark->id);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "lock", "protocol", mark->id, mark->reason, error);
}

gboolean
ebb_db_lock_protocol (EbbDb *db, const char *id, const char *reason, const char *operator_name,
                      GError **error)
{
  g_autoptr (EbbProtocolEntry) entry = NULL;
  Mark mark = { .id = id, .reason = reason, .operator_name = operator_name };

  if (!ebb_check_line (_ ("reason of the lock"), reason, TRUE, error)
      || !ebb_check_line (_ ("who locks it"), operator_name, TRUE, error))
    return FALSE;
  entry = ebb_db_get_protocol_entry (db, id, error);
  if (entry == NULL)
    return FALSE;
  if (!ebb_protocol_entry_is_open (entry))
    return fail_locked (entry, error);
  return ebb_db_atomically (db, write_lock, &mark, error);
}

static gboolean
write_retired (EbbDb *db, gpointer data, GError **error)
{
  const Mark *mark = data;
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "INSERT INTO clinic_protocol (protocol_id, own, retired) VALUES (?, ?, ?) "
                      "ON CONFLICT (protocol_id) DO UPDATE SET retired = excluded.retired",
                      error);

  ebb_bind_text (statement, mark->id);
  ebb_bind_int (statement, mark->own != FALSE);
  ebb_bind_int (statement, mark->retired != FALSE);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, mark->retired ? "retire" : "restore", "protocol", mark->id, NULL,
                          error);
}

gboolean
ebb_db_retire_protocol (EbbDb *db, const char *id, gboolean retired, GError **error)
{
  g_autoptr (EbbProtocolEntry) entry = ebb_db_get_protocol_entry (db, id, error);
  Mark mark = { .id = id, .retired = retired };

  if (entry == NULL)
    return FALSE;
  if (!entry->retired == !retired)
    return TRUE;
  mark.own = entry->own;
  return ebb_db_atomically (db, write_retired, &mark, error);
}
