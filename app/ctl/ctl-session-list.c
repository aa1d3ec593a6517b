/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl session list
 */
#include "ctl-live.h"
#include "ctl.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#define LIST_MAX 1000

static char *
started_at (const EbbSessionRecord *record)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (record->utc_offset_min * 60);
  g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc (record->started_unix_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  return g_date_time_format_iso8601 (local);
}

static const char *
state_word (EbbEndState state)
{
  static const char *const words[] = { "open", "completed", "stopped-by-user", "stopped-by-safety",
                                       "interrupted" };
  return words[MIN (state, EBB_STATE_INTERRUPTED)];
}

static void
say_sessions_json (GPtrArray *sessions)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < sessions->len; i++) {
    const EbbSessionRecord *record = g_ptr_array_index (sessions, i);
    g_autofree char *start = started_at (record);
    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "id");
    json_builder_add_string_value (builder, record->id);
    json_builder_set_member_name (builder, "patient_id");
    json_builder_add_string_value (builder, record->patient_id);
    json_builder_set_member_name (builder, "started_at");
    json_builder_add_string_value (builder, start);
    json_builder_set_member_name (builder, "state");
    json_builder_add_string_value (builder, state_word (record->state));
    json_builder_set_member_name (builder, "state_code");
    json_builder_add_int_value (builder, record->state_code);
    json_builder_set_member_name (builder, "simulated");
    json_builder_add_boolean_value (builder, record->simulated);
    json_builder_set_member_name (builder, "by_hand");
    json_builder_add_boolean_value (builder, record->by_hand);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  ctl_say ("%s", text);
}

/* Reading must not change a record under a running session's feet; when nobody runs one, what a
 * crash left open is closed first. */
static EbbDb *
open_settled (const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_autoptr (GError) problem = NULL;
    EbbDb *db = ctl_open_db (path, &problem);
    if (db != NULL)
      return db;
  }
  return ebb_db_open (path, EBB_DB_READ, error);
}

int
ctl_session_list (int argc, char **argv)
{
  g_autofree char *db_path = NULL;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &db_path, N_ ("Database"), "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  if (db_path == NULL)
    return ctl_bad_usage ("%s", _ ("--db FILE is missing"));
  GError *error = NULL;
  g_autoptr (EbbDb) db = open_settled (db_path, &error);
  g_autoptr (GPtrArray) sessions = db ? ebb_db_list_sessions (db, NULL, LIST_MAX, &error) : NULL;
  if (sessions == NULL)
    return ctl_fail (error);
  if (as_json) {
    say_sessions_json (sessions);
    return CTL_OK;
  }
  for (guint i = 0; i < sessions->len; i++) {
    const EbbSessionRecord *record = g_ptr_array_index (sessions, i);
    g_autofree char *start = started_at (record);
    ctl_say ("%s\t%s\t%s\t%s%s%s", record->id, start, state_word (record->state),
             ebb_reason_to_text (record->state_code), record->simulated ? _ ("\tsimulated") : "",
             record->by_hand ? _ ("\tread by hand") : "");
  }
  return CTL_OK;
}
