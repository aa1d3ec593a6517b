/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl clinic show | set FIELD VALUE
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ebb-db-settings.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char *db_path, *by, *reason; /* owned or NULL */
  gboolean as_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->db_path);
  g_free (options->by);
  g_free (options->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* --- show ---------------------------------------------------------------------------------- */

static void
write_value (EbbJsonWriter *writer, EbbClinicField field, const EbbClinicValue *value)
{
  g_autofree char *allowed = ebb_clinic_field_allowed (field);
  g_autofree char *written =
      value->written_unix_us != EBB_TIME_UNSET ? ctl_time (value->written_unix_us) : NULL;

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "field", ebb_clinic_field_kind (field)->id);
  ebb_json_text (writer, "value", value->value);
  ebb_json_boolean (writer, "default", value->is_default);
  ebb_json_text (writer, "allowed", allowed);
  ebb_json_text (writer, "by", value->operator_name);
  ebb_json_text (writer, "reason", value->reason);
  ebb_json_text (writer, "written", written);
  ebb_json_close (writer, '}');
}

static void
say_line (EbbClinicField field, const EbbClinicValue *value)
{
  ctl_say ("%s\t%s%s%s%s%s", ebb_clinic_field_kind (field)->id,
           value->value != NULL ? value->value : "–", value->operator_name != NULL ? "\t" : "",
           value->operator_name != NULL ? value->operator_name : "",
           value->reason != NULL ? "\t" : "", value->reason != NULL ? value->reason : "");
}

static gboolean
say (EbbDb *db, gboolean as_json, GError **error)
{
  g_autoptr (EbbClinicSettings) settings = ebb_db_load_clinic_settings (db, error);
  EbbJsonWriter writer;

  if (settings == NULL)
    return FALSE;
  for (guint i = 0; !as_json && i < EBB_N_CLINIC_FIELDS; i++)
    say_line ((EbbClinicField) i, &settings->values[i]);
  if (!as_json)
    return TRUE;
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_open (&writer, "settings", '[');
  for (guint i = 0; i < EBB_N_CLINIC_FIELDS; i++)
    write_value (&writer, (EbbClinicField) i, &settings->values[i]);
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
  return TRUE;
}

static int
clinic_show (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options.db_path, N_ ("Database"), "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, N_ ("For programs"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  if (options.db_path == NULL)
    return ctl_bad_usage (_ ("%s is needed"), "--db");
  g_autoptr (EbbDb) db = ebb_db_open (options.db_path, EBB_DB_READ, &error);
  return db != NULL && say (db, options.as_json, &error) ? CTL_OK : ctl_fail (error);
}

/* --- set ----------------------------------------------------------------------------------- */

static gboolean
find_field (const char *word, EbbClinicField *field, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  *field = ebb_clinic_field_find (word);
  if (*field < EBB_N_CLINIC_FIELDS)
    return TRUE;
  for (guint i = 0; i < EBB_N_CLINIC_FIELDS; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
                            ebb_clinic_field_kind ((EbbClinicField) i)->id);
  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID, _ ("%s is “%s”; allowed: %s"),
               _ ("setting"), word, known->str);
  return FALSE;
}

static gboolean
set (const Options *options, const char *word, const char *value, GError **error)
{
  EbbClinicField field;
  g_autoptr (EbbDb) db = NULL;

  if (!find_field (word, &field, error))
    return FALSE;
  db = ctl_open_db (options->db_path, error);
  if (db == NULL)
    return FALSE;
  if (options->by != NULL)
    ebb_db_set_actor (db, options->by);
  return ebb_db_set_clinic_field (db, field, value, options->reason, options->by, error)
         && (!options->as_json || say (db, TRUE, error));
}

static int
clinic_set (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options.db_path, N_ ("Database"), "FILE" },
    { "by", 0, 0, G_OPTION_ARG_STRING, &options.by, N_ ("Who does it"), "NAME" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options.reason, N_ ("Why"), "TEXT" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, N_ ("For programs"), NULL },
    G_OPTION_ENTRY_NULL
  };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, "FIELD VALUE", 2))
    return CTL_USAGE;
  if (options.db_path == NULL)
    return ctl_bad_usage (_ ("%s is needed"), "--db");
  return set (&options, argv[1], argv[2], &error) ? CTL_OK : ctl_fail (error);
}

int
ctl_clinic (int argc, char **argv)
{
  static const CtlCommand commands[] = {
    { "show", "--db FILE [--json]", clinic_show },
    { "set", "FIELD VALUE --db FILE [--by NAME] [--reason TEXT] [--json]", clinic_set },
  };

  return ctl_run_word (commands, G_N_ELEMENTS (commands), argc, argv);
}
