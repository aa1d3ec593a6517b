/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl protocol list [--db FILE] | show FILE|ID | validate FILE|ID
 */
#include "ctl-protocol.h"

#include "ctl-care.h"
#include "ctl-live.h"
#include "ebb-db-protocols.h"

#include <glib/gi18n-lib.h>
#include <string.h>

EbbProtocol *
ctl_protocol_load (const char *name, GError **error)
{
  gboolean is_file = strchr (name, '/') != NULL || g_str_has_suffix (name, ".json")
                     || g_file_test (name, G_FILE_TEST_EXISTS);

  return is_file ? ebb_protocol_load_file (name, error) : ebb_protocol_load_builtin (name, error);
}

static gboolean
parse (int *argc, char ***argv, const char *words, int n_words, gboolean *as_json)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, as_json, N_ ("JSON instead of text"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return ctl_parse (argc, argv, entries, words, n_words);
}

/* --- list -------------------------------------------------------------------------------- */

static void
write_identity (EbbJsonWriter *writer, const EbbProtocol *protocol)
{
  ebb_json_text (writer, "id", protocol->id);
  ebb_json_int (writer, "version", protocol->version);
  ebb_json_text (writer, "reference", protocol->reference);
  ebb_json_text (writer, "name", protocol->name);
  ebb_json_text (writer, "mode", ebb_training_to_string (protocol->training));
  ebb_json_text (writer, "pattern", ebb_pattern_to_string (protocol->pattern));
  ebb_json_text (writer, "exercise", protocol->exercise_id);
  ebb_json_boolean (writer, "home", protocol->home);
  ebb_json_text (writer, "source", protocol->source);
  ebb_json_text (writer, "status", protocol->status);
}

void
ctl_protocol_write_entry (EbbJsonWriter *writer, const EbbProtocolEntry *entry)
{
  ebb_json_open (writer, NULL, '{');
  write_identity (writer, entry->protocol);
  ebb_json_boolean (writer, "own", entry->own);
  ebb_json_boolean (writer, "retired", entry->retired);
  ebb_json_boolean (writer, "locked", entry->lock_reason != NULL);
  ebb_json_text (writer, "lock_reason", entry->lock_reason);
  ebb_json_text (writer, "locked_by", entry->locked_by);
  ebb_json_text (writer, "based_on", entry->based_on);
  ebb_json_int (writer, "versions", entry->n_versions);
  ebb_json_close (writer, '}');
}

/* Without a database: the built-in ones. */
static GPtrArray *
load_entries (const char *db_path, GError **error)
{
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (GPtrArray) protocols = NULL;
  GPtrArray *entries;

  if (db_path != NULL) {
    db = ctl_open_db (db_path, error);
    return db != NULL ? ebb_db_list_protocols (db, error) : NULL;
  }
  protocols = ebb_protocol_shelf_list ();
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_protocol_entry_free);
  for (guint i = 0; i < protocols->len; i++) {
    EbbProtocolEntry *entry = g_new0 (EbbProtocolEntry, 1);

    entry->protocol = ebb_protocol_copy (g_ptr_array_index (protocols, i));
    entry->n_versions = 1;
    g_ptr_array_add (entries, entry);
  }
  return entries;
}

static const char *
state_of (const EbbProtocolEntry *entry)
{
  if (entry->retired)
    return _ ("retired");
  if (entry->lock_reason != NULL)
    return _ ("locked");
  return entry->own ? _ ("own") : _ ("built in");
}

static void
say_entries (const GPtrArray *entries, gboolean with_state)
{
  for (guint i = 0; i < entries->len; i++) {
    const EbbProtocolEntry *entry = g_ptr_array_index (entries, i);
    const EbbProtocol *protocol = entry->protocol;

    if (with_state)
      ctl_say ("%s\t%u\t%s\t%s\t%s", protocol->id, protocol->version, protocol->name,
               protocol->source, state_of (entry));
    else
      ctl_say ("%s\t%u\t%s\t%s", protocol->id, protocol->version, protocol->name, protocol->source);
  }
}

static void
say_entries_json (const GPtrArray *entries)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < entries->len; i++)
    ctl_protocol_write_entry (&writer, g_ptr_array_index (entries, i));
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
}

int
ctl_protocol_list (int argc, char **argv)
{
  gboolean as_json = FALSE;
  g_autofree char *db_path = NULL;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &db_path, N_ ("Database"), "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("JSON instead of text"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  g_autoptr (GPtrArray) listed = load_entries (db_path, &error);
  if (listed == NULL)
    return ctl_fail (error);
  if (as_json)
    say_entries_json (listed);
  else
    say_entries (listed, db_path != NULL);
  return CTL_OK;
}

/* --- show -------------------------------------------------------------------------------- */

/* 0 stands for what a file does not name. */
static void
write_number (EbbJsonWriter *writer, const char *key, double number)
{
  if (number > 0)
    ebb_json_double (writer, key, number, 2);
  else
    ebb_json_null (writer, key);
}

static void
write_source (EbbJsonWriter *writer, const EbbProtocol *protocol, EbbProtocolValue value)
{
  const EbbValueSource *of = &protocol->values[value];

  if (of->source == NULL)
    return;
  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "of", ebb_protocol_value_to_string (value));
  ebb_json_text (writer, "status", ebb_evidence_to_string (of->status));
  ebb_json_text (writer, "status_text", ebb_evidence_to_text (of->status));
  ebb_json_text (writer, "source", of->source);
  ebb_json_close (writer, '}');
}

static void
write_sets (EbbJsonWriter *writer, const EbbProtocol *protocol)
{
  ebb_json_open (writer, "sets", '[');
  for (guint i = 0; i < protocol->n_sets; i++) {
    const EbbSetPlan *set = &protocol->sets[i];

    ebb_json_open (writer, NULL, '{');
    if (set->kind == EBB_SET_TIMED)
      ebb_json_int (writer, "duration_s", set->duration_s);
    if (set->kind == EBB_SET_TO_FAILURE)
      ebb_json_boolean (writer, "to_failure", TRUE);
    if (set->kind == EBB_SET_COUNTED)
      ebb_json_int (writer, "reps_min", set->reps_min);
    if (set->kind != EBB_SET_TIMED)
      ebb_json_int (writer, "reps_max", set->reps_max);
    ebb_json_close (writer, '}');
  }
  ebb_json_close (writer, ']');
}

static void
write_cycle (EbbJsonWriter *writer, const EbbCyclePlan *cycle)
{
  ebb_json_open (writer, "cycle", '{');
  ebb_json_int (writer, "on_s", cycle->on_s);
  ebb_json_int (writer, "off_s", cycle->off_s);
  ebb_json_open (writer, "steps_percent", '[');
  for (guint i = 0; i < cycle->n_steps; i++)
    ebb_json_int (writer, NULL, cycle->percent[i]);
  ebb_json_close (writer, ']');
  ebb_json_close (writer, '}');
}

static void
write_values (EbbJsonWriter *writer, const EbbProtocol *protocol)
{
  const EbbTempo *tempo = &protocol->tempo;

  ebb_json_open (writer, "pressure", '{');
  ebb_json_text (writer, "basis", ebb_pressure_basis_to_string (protocol->pressure.basis));
  write_number (writer, "value", protocol->pressure.value);
  write_number (writer, "min", protocol->pressure.min);
  write_number (writer, "max", protocol->pressure.max);
  write_number (writer, "limit", protocol->pressure.limit);
  ebb_json_text (writer, "option", protocol->pressure.option);
  ebb_json_close (writer, '}');
  ebb_json_open (writer, "load", '{');
  ebb_json_text (writer, "basis", ebb_load_basis_to_string (protocol->load.basis));
  write_number (writer, "value", protocol->load.value);
  write_number (writer, "min", protocol->load.min);
  write_number (writer, "max", protocol->load.max);
  ebb_json_close (writer, '}');
  if (protocol->cycle.n_steps > 0)
    write_cycle (writer, &protocol->cycle);
  ebb_json_int (writer, "sets_min", protocol->sets_min);
  write_sets (writer, protocol);
  ebb_json_int (writer, "rest_s", protocol->rest_s);
  if (tempo->contract_ms > 0) {
    ebb_json_open (writer, "tempo", '{');
    ebb_json_int (writer, "contract_ms", tempo->contract_ms);
    ebb_json_int (writer, "hold_ms", tempo->hold_ms);
    ebb_json_int (writer, "relax_ms", tempo->relax_ms);
    ebb_json_int (writer, "pause_ms", tempo->pause_ms);
    ebb_json_close (writer, '}');
  }
  ebb_json_text (writer, "frequency", protocol->frequency.text);
}

static void
show_json (const EbbProtocol *protocol)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  write_identity (&writer, protocol);
  write_values (&writer, protocol);
  ebb_json_open (&writer, "values", '[');
  for (guint value = 0; value < EBB_VALUE_COUNT; value++)
    write_source (&writer, protocol, value);
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static char *
range_to_text (double value, double min, double max, const char *unit)
{
  GString *text = g_string_new (NULL);

  if (value > 0)
    g_string_append_printf (text, "%g ", value);
  g_string_append (text, unit);
  if (min > 0 || max > 0)
    g_string_append_printf (text, " (%g–%g)", min > 0 ? min : value, max > 0 ? max : value);
  return g_string_free (text, FALSE);
}

static void
show_text (const EbbProtocol *protocol)
{
  const EbbPressurePlan *pressure = &protocol->pressure;
  const EbbLoadPlan *load = &protocol->load;
  g_autofree char *tight = range_to_text (pressure->value, pressure->min, pressure->max,
                                          ebb_pressure_basis_to_text (pressure->basis));
  g_autofree char *weight =
      range_to_text (load->value, load->min, load->max, ebb_load_basis_to_text (load->basis));

  ctl_say ("%s\t%u\t%s%s%s", protocol->id, protocol->version, protocol->name,
           protocol->reference != NULL ? "\t" : "",
           protocol->reference != NULL ? protocol->reference : "");
  ctl_say (_ ("Mode: %s"), ebb_training_to_text (protocol->training));
  ctl_say (_ ("Exercise: %s"), protocol->exercise_id);
  ctl_say (_ ("Pressure: %s"), tight);
  if (pressure->limit > 0)
    ctl_say (_ ("Never above: %g %% of LOP"), pressure->limit);
  if (pressure->option != NULL)
    ctl_say (_ ("Option: %s"), pressure->option);
  ctl_say (_ ("Pattern: %s"), ebb_pattern_to_text (protocol->pattern));
  if (protocol->format_version > 1)
    ctl_say (_ ("Load: %s"), weight);
  if (protocol->frequency.text != NULL)
    ctl_say (_ ("How often: %s"), protocol->frequency.text);
  if (protocol->home)
    ctl_say ("%s", _ ("Meant for home: not run here"));
  ctl_say (_ ("Source: %s"), protocol->source);
  ctl_say (_ ("How sure: %s"), protocol->status);
  for (guint value = 0; value < EBB_VALUE_COUNT; value++)
    if (protocol->values[value].source != NULL)
      ctl_say ("  %-10s %-9s %s", ebb_protocol_value_to_string (value),
               ebb_evidence_to_string (protocol->values[value].status),
               protocol->values[value].source);
}

int
ctl_protocol_show (int argc, char **argv)
{
  gboolean as_json = FALSE;
  GError *error = NULL;

  if (!parse (&argc, &argv, "FILE|ID", 1, &as_json))
    return CTL_USAGE;
  g_autoptr (EbbProtocol) protocol = ctl_protocol_load (argv[1], &error);
  if (protocol == NULL)
    return ctl_fail (error);
  if (as_json)
    show_json (protocol);
  else
    show_text (protocol);
  return CTL_OK;
}

/* --- validate ---------------------------------------------------------------------------- */

static void
validate_json (const char *name, const EbbProtocol *protocol, const GError *error)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "file", name);
  ebb_json_boolean (&writer, "valid", protocol != NULL);
  ebb_json_text (&writer, "id", protocol != NULL ? protocol->id : NULL);
  if (protocol != NULL)
    ebb_json_int (&writer, "version", protocol->version);
  ebb_json_text (&writer, "error", error != NULL ? error->message : NULL);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

int
ctl_protocol_validate (int argc, char **argv)
{
  gboolean as_json = FALSE;
  GError *error = NULL;

  if (!parse (&argc, &argv, "FILE", 1, &as_json))
    return CTL_USAGE;
  g_autoptr (EbbProtocol) protocol = ctl_protocol_load (argv[1], &error);
  if (as_json)
    validate_json (argv[1], protocol, error);
  if (protocol == NULL)
    return ctl_fail (error);
  if (!as_json)
    ctl_say (_ ("%s: protocol \"%s\" version %u is valid"), argv[1], protocol->id,
             protocol->version);
  return CTL_OK;
}
