/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding patients by what is typed: beginnings of words through an index, then anything inside
 * the folded text.
 */
#include "ebb-db-private.h"
#include "ebb-fold.h"

/* A search looks at this many words, the rest narrows nothing. */
#define QUERY_WORDS_MAX 8

/* A word that begins more patients' words than this is common: going through the newest patients
 * is then quicker than through all its matches. */
#define COMMON_MATCHES 2000

/* Greater than every letter: where the range of a prefix ends. */
#define AFTER_PREFIX "\xf4\x8f\xbf\xbf"

/* Reads what the statement gives, without those already found. */
static gboolean
append_patients (EbbStatement *statement, GHashTable *found, GPtrArray *patients, guint limit,
                 GError **error)
{
  GError *local_error = NULL;

  while (patients->len < limit && ebb_statement_row (statement, &local_error)) {
    EbbPatient *patient = ebb_patient_read (statement);

    if (g_hash_table_add (found, patient->id))
      g_ptr_array_add (patients, patient);
    else
      ebb_patient_free (patient);
  }

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static void
bind_prefix (EbbStatement *statement, const char *word)
{
  g_autofree char *after = g_strconcat (word, AFTER_PREFIX, NULL);

  ebb_bind_text (statement, word);
  ebb_bind_text (statement, after);
}

/* Which word has the fewest matches; `*n_fewest` is at most COMMON_MATCHES.  -1 on error. */
static int
find_rarest (EbbDb *db, char **words, guint n_words, gint64 *n_fewest, GError **error)
{
  int rarest = 0;

  *n_fewest = G_MAXINT64;
  for (guint i = 0; i < n_words; i++) {
    g_autoptr (EbbStatement) statement = ebb_db_prepare (
        db,
        "SELECT count (*) FROM "
        "(SELECT 1 FROM patient_word WHERE word >= ? AND word < ? LIMIT " G_STRINGIFY (
            COMMON_MATCHES) ")",
        error);
    gint64 n_matches;

    bind_prefix (statement, words[i]);
    if (!ebb_statement_row (statement, error))
      return -1;
    n_matches = ebb_column_int (statement);
    if (n_matches < *n_fewest) {
      *n_fewest = n_matches;
      rarest = (int) i;
    }
  }

  return rarest;
}

/* Every word begins some word of the patient's.  The rarest word is looked up in the index, unless
 * it is common too; the others are asked of each patient. */
static gboolean
find_by_prefix (EbbDb *db, char **words, guint n_words, GHashTable *found, GPtrArray *patients,
                guint limit, GError **error)
{
  g_autoptr (GString) sql = g_string_new (EBB_SELECT_PATIENTS "WHERE TRUE");
  g_autoptr (EbbStatement) statement = NULL;
  gint64 n_fewest = 0;
  int rarest = find_rarest (db, words, n_words, &n_fewest, error);
  gboolean by_index = n_fewest < COMMON_MATCHES;

  if (rarest < 0)
    return FALSE;
  if (by_index)
    g_string_append (sql, " AND patient_key IN (SELECT patient_key FROM patient_word "
                          "WHERE word >= ? AND word < ?)");
  for (guint i = by_index ? 1 : 0; i < n_words; i++)
    g_string_append (sql, " AND EXISTS (SELECT 1 FROM patient_word AS other WHERE "
                          "other.patient_key = patient_identity.patient_key "
                          "AND other.word >= ? AND other.word < ?)");
  g_string_append (sql, " ORDER BY patient_key DESC LIMIT ?");

  /* One text for each number of words, so there are few; a literal lives for ever. */
  statement = ebb_db_prepare (db, g_intern_string (sql->str), error);
  if (by_index)
    bind_prefix (statement, words[rarest]);
  for (guint i = 0; i < n_words; i++)
    if (!by_index || i != (guint) rarest)
      bind_prefix (statement, words[i]);
  ebb_bind_int (statement, limit);

  return statement != NULL && append_patients (statement, found, patients, limit, error);
}

/* Every word stands somewhere in the patient's folded text. */
static gboolean
find_by_substring (EbbDb *db, char **words, guint n_words, GHashTable *found, GPtrArray *patients,
                   guint limit, GError **error)
{
  g_autoptr (GString) sql = g_string_new (EBB_SELECT_PATIENTS "WHERE TRUE");
  g_autoptr (EbbStatement) statement = NULL;

  for (guint i = 0; i < n_words; i++)
    g_string_append (sql, " AND instr (folded, ?) > 0");
  g_string_append (sql, " ORDER BY patient_key DESC");

  statement = ebb_db_prepare (db, g_intern_string (sql->str), error);
  for (guint i = 0; i < n_words; i++)
    ebb_bind_text (statement, words[i]);

  return statement != NULL && append_patients (statement, found, patients, limit, error);
}

static gboolean
list_newest (EbbDb *db, GHashTable *found, GPtrArray *patients, guint limit, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db, EBB_SELECT_PATIENTS "ORDER BY patient_key DESC LIMIT ?", error);

  ebb_bind_int (statement, limit);
  return statement != NULL && append_patients (statement, found, patients, limit, error);
}

static gboolean
find_by_words (EbbDb *db, char **words, gboolean inside, GHashTable *found, GPtrArray *patients,
               guint limit, GError **error)
{
  guint n_words = MIN (g_strv_length (words), QUERY_WORDS_MAX);

  /* A query of nothing but marks finds nobody. */
  return n_words == 0
         || (find_by_prefix (db, words, n_words, found, patients, limit, error)
             && (!inside || patients->len >= limit
                 || find_by_substring (db, words, n_words, found, patients, limit, error)));
}

static GPtrArray *
find_patients (EbbDb *db, const char *text, gboolean inside, guint limit, GError **error)
{
  g_autoptr (GPtrArray) patients =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_patient_free);
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean ok;

  if (text == NULL || text[0] == '\0') {
    ok = list_newest (db, found, patients, limit, error);
  } else {
    g_auto (GStrv) words = ebb_fold_words (text);

    ok = find_by_words (db, words, inside, found, patients, limit, error);
  }

  return ok ? g_steal_pointer (&patients) : NULL;
}

GPtrArray *
ebb_db_find_patients (EbbDb *db, const char *text, guint limit, GError **error)
{
  return find_patients (db, text, TRUE, limit, error);
}

GPtrArray *
ebb_db_find_beginnings (EbbDb *db, const char *text, guint limit, GError **error)
{
  return find_patients (db, text, FALSE, limit, error);
}
