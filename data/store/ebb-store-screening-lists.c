/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Screening lists: the text of every version that was asked, and which one is asked from now on.
 */
#include "ebb-db-papers.h"
#include "ebb-db-private.h"
#include "ebb-db-settings.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

/* --- Texts --------------------------------------------------------------------------------- */

static gboolean
load_list_text (EbbDb *db, const char *id, guint version, char **json, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "SELECT json FROM screening_list WHERE list_id = ? AND version = ?", error);

  *json = NULL;
  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, id);
  ebb_bind_int (statement, version);
  if (ebb_statement_row (statement, &local_error))
    *json = ebb_column_text (statement);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* The same id and version always mean the same text. */
gboolean
ebb_db_keep_screening_list (EbbDb *db, const EbbScreeningList *list, GError **error)
{
  g_autoptr (EbbStatement) insert = NULL;
  g_autofree char *json = NULL;

  if (!load_list_text (db, list->id, list->version, &json, error))
    return FALSE;
  if (json != NULL && g_str_equal (json, list->json))
    return TRUE;
  if (json != NULL)
    return ebb_refuse (error, _ ("version of the screening list"), list->id,
                       _ ("a new version for a list that was changed"));

  insert = ebb_db_prepare (
      db, "INSERT INTO screening_list (list_id, version, json) VALUES (?, ?, ?)", error);
  ebb_bind_text (insert, list->id);
  ebb_bind_int (insert, list->version);
  ebb_bind_text (insert, list->json);
  return ebb_statement_run (insert, error);
}

static EbbScreeningList *
load_list (EbbDb *db, const char *id, guint version, GError **error)
{
  g_autofree char *json = NULL;

  if (!load_list_text (db, id, version, &json, error))
    return NULL;
  if (json != NULL)
    return ebb_screening_list_parse (id, json, -1, error);
  ebb_refuse (error, _ ("screening list"), id, _ ("a list that is kept in the record"));
  return NULL;
}

EbbScreeningList *
ebb_db_load_screening_list (EbbDb *db, const char *list_id, guint version, GError **error)
{
  g_autoptr (EbbScreeningList) builtin = ebb_screening_list_load_builtin (error);

  if (builtin == NULL)
    return NULL;
  if (builtin->version == version && g_strcmp0 (builtin->id, list_id) == 0)
    return g_steal_pointer (&builtin);
  return load_list (db, list_id, version, error);
}

/* --- Which one is asked -------------------------------------------------------------------- */

void
ebb_list_choice_clear (EbbListChoice *choice)
{
  g_free (choice->operator_name);
  g_free (choice->reason);
  *choice = (EbbListChoice){ .written_unix_us = EBB_TIME_UNSET };
}

gboolean
ebb_db_get_screening_list_choice (EbbDb *db, EbbListChoice *choice, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT user.name, reason, written_unix_us FROM screening_list_choice "
                      "JOIN user ON user.id = user_id ORDER BY key DESC LIMIT 1",
                      error);

  *choice = (EbbListChoice){ .written_unix_us = EBB_TIME_UNSET };
  if (statement == NULL)
    return FALSE;
  if (ebb_statement_row (statement, &local_error)) {
    choice->operator_name = ebb_column_text (statement);
    choice->reason = ebb_column_text (statement);
    choice->written_unix_us = ebb_column_time (statement);
  }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

EbbScreeningList *
ebb_db_load_screening_list_in_force (EbbDb *db, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *id = NULL;
  guint version = 0;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "SELECT list_id, version FROM screening_list_choice ORDER BY key DESC LIMIT 1", error);

  if (statement == NULL)
    return NULL;
  if (ebb_statement_row (statement, &local_error)) {
    id = ebb_column_text (statement);
    version = (guint) ebb_column_int (statement);
  }
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return NULL;
  }
  return id == NULL ? ebb_screening_list_load_builtin (error)
                    : ebb_db_load_screening_list (db, id, version, error);
}

static gboolean
next_version (EbbDb *db, const char *list_id, guint *version, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *last = ebb_db_query_text (
      db, "SELECT max (version) FROM screening_list WHERE list_id = ?", list_id, &local_error);

  *version = last != NULL ? (guint) g_ascii_strtoull (last, NULL, 10) + 1 : 1;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

gboolean
ebb_db_adopt_screening_list (EbbDb *db, EbbScreeningList **list, GError **error)
{
  gboolean ours = g_strcmp0 ((*list)->id, EBB_SCREENING_STANDARD) == 0;
  const char *id = ours ? EBB_SCREENING_OWN : (*list)->id;
  g_autofree char *kept = NULL;
  g_autoptr (EbbScreeningList) own = NULL;
  guint version;

  if (!load_list_text (db, (*list)->id, (*list)->version, &kept, error))
    return FALSE;
  if (!ours && g_strcmp0 (kept, (*list)->json) == 0)
    return TRUE;
  if (!next_version (db, id, &version, error))
    return FALSE;
  own = ebb_screening_list_make_own (*list, version, error);
  if (own == NULL)
    return FALSE;
  ebb_screening_list_free (*list);
  *list = g_steal_pointer (&own);
  return TRUE;
}

typedef struct {
  const EbbScreeningList *list; /* NULL = Ebb's own */
  const char *reason, *operator_name;
} Choice;

static gboolean
put_choice (EbbDb *db, gpointer data, GError **error)
{
  const Choice *choice = data;
  const EbbScreeningList *list = choice->list;
  g_autofree char *user_id = ebb_db_ensure_user (db, choice->operator_name, error);
  g_autofree char *detail =
      list != NULL ? g_strdup_printf ("%s %u", list->id, list->version) : g_strdup ("built-in");
  g_autoptr (EbbStatement) insert = NULL;

  if (user_id == NULL || (list != NULL && !ebb_db_keep_screening_list (db, list, error)))
    return FALSE;
  insert = ebb_db_prepare (db,
                           "INSERT INTO screening_list_choice (list_id, version, user_id, reason) "
                           "VALUES (?, ?, ?, ?)",
                           error);
  ebb_bind_text (insert, list != NULL ? list->id : NULL);
  if (list != NULL)
    ebb_bind_int (insert, list->version);
  else
    ebb_bind_null (insert);
  ebb_bind_text (insert, user_id);
  ebb_bind_words (insert, choice->reason);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "choose", "screening-list", detail, choice->reason, error);
}

gboolean
ebb_db_choose_screening_list (EbbDb *db, const EbbScreeningList *list, const char *reason,
                              const char *operator_name, GError **error)
{
  Choice choice = { list, reason, operator_name };

  if (!ebb_check_line (_ ("name"), operator_name, TRUE, error)
      || !ebb_check_free_text (_ ("reason"), reason, error))
    return FALSE;
  return (list == NULL || ebb_screening_list_check_own (list, error))
         && ebb_db_atomically (db, put_choice, &choice, error);
}
