/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl screening list [show | validate FILE | import FILE | export | builtin]: the list that is
 * asked, and a clinic's own one.
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ctl-screening.h"
#include "ebb-db-settings.h"
#include "ebb-export.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char *db_path, *by, *reason, *out; /* owned or NULL */
  gboolean as_json, dry_run;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->db_path);
  g_free (options->by);
  g_free (options->reason);
  g_free (options->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

#define DB_ENTRY(options)                                                                          \
  {                                                                                                \
    "db", 0, 0, G_OPTION_ARG_FILENAME, &(options).db_path, N_ ("Database"), "FILE"                 \
  }
#define JSON_ENTRY(options)                                                                        \
  {                                                                                                \
    "json", 0, 0, G_OPTION_ARG_NONE, &(options).as_json, N_ ("For programs"), NULL                 \
  }
#define WHO_ENTRIES(options)                                                                       \
  { "by", 0, 0, G_OPTION_ARG_STRING, &(options).by, N_ ("Who does it"), "NAME" },                  \
  {                                                                                                \
    "reason", 0, 0, G_OPTION_ARG_STRING, &(options).reason, N_ ("Why"), "TEXT"                     \
  }

/* Without a database it is Ebb's own. */
static EbbScreeningList *
load_in_force (const Options *options, GError **error)
{
  g_autoptr (EbbDb) db = NULL;

  if (options->db_path == NULL)
    return ebb_screening_list_load_builtin (error);
  db = ebb_db_open (options->db_path, EBB_DB_READ, error);
  return db != NULL ? ebb_db_load_screening_list_in_force (db, error) : NULL;
}

/* --- The report ---------------------------------------------------------------------------- */

static void
write_report (const EbbScreeningList *list, const GPtrArray *changes)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "id", list->id);
  ebb_json_int (&writer, "version", list->version);
  ebb_json_text (&writer, "name", list->name);
  ebb_json_int (&writer, "asked", list->items->len);
  ebb_json_open (&writer, "changes", '[');
  for (guint i = 0; i < changes->len; i++) {
    const EbbListChange *change = g_ptr_array_index (changes, i);

    ebb_json_open (&writer, NULL, '{');
    ebb_json_text (&writer, "kind", ebb_list_change_to_string (change->kind));
    ebb_json_text (&writer, "id", change->id);
    ebb_json_text (&writer, "name", change->name);
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static gboolean
report (const EbbScreeningList *list, gboolean as_json, GError **error)
{
  g_autoptr (GPtrArray) changes = ebb_screening_list_compare (list, error);

  if (changes == NULL)
    return FALSE;
  if (as_json) {
    write_report (list, changes);
    return TRUE;
  }
  ctl_say (_ ("%s, version %u: %s; %u conditions are asked"), list->id, list->version, list->name,
           list->items->len);
  for (guint i = 0; i < changes->len; i++) {
    const EbbListChange *change = g_ptr_array_index (changes, i);

    ctl_say ("%s\t%s\t%s", ebb_list_change_to_text (change->kind), change->id, change->name);
  }
  return TRUE;
}

/* --- Commands ------------------------------------------------------------------------------ */

static int
list_show (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = { DB_ENTRY (options), JSON_ENTRY (options), G_OPTION_ENTRY_NULL };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  g_autoptr (EbbScreeningList) list = load_in_force (&options, &error);
  return list != NULL && report (list, options.as_json, &error) ? CTL_OK : ctl_fail (error);
}

static int
list_validate (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = { JSON_ENTRY (options), G_OPTION_ENTRY_NULL };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, "FILE", 1))
    return CTL_USAGE;
  g_autoptr (EbbScreeningList) list = ebb_screening_list_load_own (argv[1], &error);
  return list != NULL && report (list, options.as_json, &error) ? CTL_OK : ctl_fail (error);
}

static gboolean
import (const Options *options, const char *path, GError **error)
{
  g_autoptr (EbbScreeningList) list = ebb_screening_list_load_own (path, error);
  g_autoptr (EbbDb) db = list != NULL ? ctl_open_db (options->db_path, error) : NULL;

  if (db == NULL || !ebb_db_adopt_screening_list (db, &list, error))
    return FALSE;
  if (!options->dry_run) {
    ebb_db_set_actor (db, options->by);
    if (!ebb_db_choose_screening_list (db, list, options->reason, options->by, error))
      return FALSE;
  }
  return report (list, options->as_json, error);
}

static int
list_import (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = { DB_ENTRY (options),
                                   WHO_ENTRIES (options),
                                   { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
                                     N_ ("Report, and change nothing"), NULL },
                                   JSON_ENTRY (options),
                                   G_OPTION_ENTRY_NULL };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, "FILE", 1))
    return CTL_USAGE;
  if (options.db_path == NULL)
    return ctl_bad_usage (_ ("%s is needed"), "--db");
  return import (&options, argv[1], &error) ? CTL_OK : ctl_fail (error);
}

static int
list_export (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    DB_ENTRY (options),
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("File to write"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  g_autoptr (EbbScreeningList) list = load_in_force (&options, &error);
  if (list == NULL || (options.out != NULL && !ebb_export_write (options.out, list->json, &error)))
    return ctl_fail (error);
  if (options.out == NULL) {
    g_autofree char *text = g_strdup (list->json);

    ctl_say ("%s", g_strchomp (text));
  }
  return CTL_OK;
}

static gboolean
go_back (const Options *options, GError **error)
{
  g_autoptr (EbbDb) db = ctl_open_db (options->db_path, error);

  if (db == NULL)
    return FALSE;
  ebb_db_set_actor (db, options->by);
  return ebb_db_choose_screening_list (db, NULL, options->reason, options->by, error);
}

static int
list_builtin (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = { DB_ENTRY (options), WHO_ENTRIES (options), G_OPTION_ENTRY_NULL };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  if (options.db_path == NULL)
    return ctl_bad_usage (_ ("%s is needed"), "--db");
  return go_back (&options, &error) ? CTL_OK : ctl_fail (error);
}

/* Its conditions, one a line. */
static int
list_items (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = { DB_ENTRY (options), JSON_ENTRY (options), G_OPTION_ENTRY_NULL };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  g_autoptr (EbbScreeningList) list = load_in_force (&options, &error);
  if (list == NULL)
    return ctl_fail (error);
  ctl_say_list (list, options.as_json);
  return CTL_OK;
}

int
ctl_screening_list (int argc, char **argv)
{
  static const CtlCommand commands[] = {
    { "show", "[--db FILE] [--json]", list_show },
    { "validate", "FILE [--json]", list_validate },
    { "import", "FILE --db FILE --by NAME [--reason TEXT] [--dry-run] [--json]", list_import },
    { "export", "[--db FILE] [--out FILE]", list_export },
    { "builtin", "--db FILE --by NAME [--reason TEXT]", list_builtin },
  };

  if (argc < 2 || argv[1][0] == '-')
    return list_items (argc, argv);
  return ctl_run_word (commands, G_N_ELEMENTS (commands), argc, argv);
}
