/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl protocol import FILE | export ID | lock ID | retire ID: the clinic's own protocols.
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ctl-protocol.h"
#include "ebb-db-protocols.h"
#include "ebb-export.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char *db_path, *by, *reason, *out; /* owned */
  gboolean as_copy, restore, as_json;
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

typedef gboolean (*Act) (EbbDb *db, const char *word, const Options *options, GError **error);

static void
say (const Options *options, const EbbProtocolEntry *entry)
{
  EbbJsonWriter writer;

  if (!options->as_json) {
    ctl_say ("%s", entry->protocol->id);
    return;
  }
  ebb_json_writer_begin (&writer);
  ctl_protocol_write_entry (&writer, entry);
  ctl_say_json (&writer);
}

static gboolean
say_entry (EbbDb *db, const char *id, const Options *options, GError **error)
{
  g_autoptr (EbbProtocolEntry) entry = ebb_db_get_protocol_entry (db, id, error);

  if (entry != NULL)
    say (options, entry);
  return entry != NULL;
}

/* A word in place of the database and who it is; an option that is missing is wrong usage. */
static int
run (int argc, char **argv, const GOptionEntry *entries, const char *words, Options *options,
     Act act)
{
  GError *error = NULL;
  g_autoptr (EbbDb) db = NULL;

  if (!ctl_parse (&argc, &argv, entries, words, 1))
    return CTL_USAGE;
  if (options->db_path == NULL)
    return ctl_bad_usage (_ ("%s is needed"), "--db");
  db = ctl_open_db (options->db_path, &error);
  if (db != NULL && options->by != NULL)
    ebb_db_set_actor (db, options->by);
  if (db == NULL || !act (db, argv[1], options, &error))
    return ctl_fail (error);
  return CTL_OK;
}

#define COMMON_ENTRIES(options)                                                                    \
  { "db", 0, 0, G_OPTION_ARG_FILENAME, &(options).db_path, N_ ("Database"), "FILE" },              \
      { "by", 0, 0, G_OPTION_ARG_STRING, &(options).by, N_ ("Who does it"), "NAME" },              \
  {                                                                                                \
    "json", 0, 0, G_OPTION_ARG_NONE, &(options).as_json, N_ ("JSON instead of text"), NULL         \
  }

/* --- import ------------------------------------------------------------------------------ */

static gboolean
import (EbbDb *db, const char *path, const Options *options, GError **error)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_file (path, error);
  g_autofree char *id = NULL;

  return protocol != NULL && ebb_db_import_protocol (db, protocol, options->as_copy, &id, error)
         && say_entry (db, id, options, error);
}

int
ctl_protocol_import (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    COMMON_ENTRIES (options),
    { "copy", 0, 0, G_OPTION_ARG_NONE, &options.as_copy, N_ ("As a new copy where the id is taken"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  return run (argc, argv, entries, "FILE", &options, import);
}

/* --- export ------------------------------------------------------------------------------ */

static gboolean export(EbbDb *db, const char *id, const Options *options, GError **error)
{
  g_autoptr (EbbProtocol) protocol = ebb_db_load_protocol (db, id, 0, error);
  g_autofree char *text = NULL;

  if (protocol == NULL)
    return FALSE;
  if (options->out != NULL)
    return ebb_export_write (options->out, protocol->json, error)
           && say_entry (db, id, options, error);
  text = g_strdup (protocol->json);
  ctl_say ("%s", g_strchomp (text));
  return TRUE;
}

int
ctl_protocol_export (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    COMMON_ENTRIES (options),
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("File to write"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };

  return run (argc, argv, entries, "ID", &options, export);
}

/* --- lock, retire ------------------------------------------------------------------------ */

static gboolean
lock (EbbDb *db, const char *id, const Options *options, GError **error)
{
  return ebb_db_lock_protocol (db, id, options->reason, options->by, error)
         && say_entry (db, id, options, error);
}

int
ctl_protocol_lock (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    COMMON_ENTRIES (options),
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options.reason, N_ ("Why it is locked"), "TEXT" },
    G_OPTION_ENTRY_NULL,
  };

  return run (argc, argv, entries, "ID", &options, lock);
}

static gboolean
retire (EbbDb *db, const char *id, const Options *options, GError **error)
{
  return ebb_db_retire_protocol (db, id, !options->restore, error)
         && say_entry (db, id, options, error);
}

int
ctl_protocol_retire (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    COMMON_ENTRIES (options),
    { "restore", 0, 0, G_OPTION_ARG_NONE, &options.restore, N_ ("Offer it again"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return run (argc, argv, entries, "ID", &options, retire);
}
