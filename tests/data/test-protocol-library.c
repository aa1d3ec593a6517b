/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clinic's own protocols: what is written is what was read; each save is a next version and the
 * one before stays; what is built in or locked is never changed; nothing is deleted; and a hostile
 * file leaves everything as it was.
 */
#include "data-rig.h"

#include "ebb-db-protocols.h"
#include "ebb-protocol-write.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* --- Round trip -------------------------------------------------------------------------- */

static JsonNode *
node_of (const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

/* The file, as a value, as a file again: the same JSON. */
static void
test_round_trip (void)
{
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();

  g_assert_cmpuint (g_strv_length (ids), >=, 26); /* P01 has three files */
  for (guint i = 0; ids[i] != NULL; i++) {
    g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (ids[i], NULL);
    g_autofree char *text = ebb_protocol_to_json (protocol);
    g_autoptr (JsonNode) before = node_of (protocol->json), after = node_of (text);
    g_autoptr (EbbProtocol) again = NULL;
    g_autoptr (GError) error = NULL;

    if (!json_node_equal (before, after))
      g_error ("%s is not the same: %s", ids[i], text);
    again = ebb_protocol_parse (ids[i], text, -1, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (again->n_sets, ==, protocol->n_sets);
  }
}

/* A number that is none is no JSON number either: nobody reads it back as something. */
static void
test_nan_is_refused (void)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin ("standard-75", NULL);
  g_autofree char *text = NULL;
  g_auto (EbbProtocolFault) fault = { 0 };
  g_autoptr (GError) error = NULL;

  protocol->pressure.value = __builtin_nan ("");
  text = ebb_protocol_to_json (protocol);
  g_assert_null (ebb_protocol_parse_telling ("x", text, -1, &fault, &error));
  g_assert_cmpstr (fault.field, ==, "pressure.value");
  g_assert_cmpstr (fault.value, ==, "null");
  g_assert_nonnull (strstr (fault.allowed, "80"));
}

/* --- The store --------------------------------------------------------------------------- */

static EbbProtocol *
make_one (const char *name, guint rest_s)
{
  EbbProtocol *protocol = ebb_protocol_load_builtin ("standard-75", NULL);

  g_clear_pointer (&protocol->id, g_free);
  g_clear_pointer (&protocol->reference, g_free);
  g_free (protocol->name);
  protocol->name = g_strdup (name);
  protocol->rest_s = rest_s;
  return protocol;
}

static char *
save_one (EbbDb *db, const char *name, guint rest_s)
{
  g_autoptr (EbbProtocol) protocol = make_one (name, rest_s);
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  g_assert_true (ebb_db_save_protocol (db, protocol, "standard-75", &id, NULL, &error));
  g_assert_no_error (error);
  return id;
}

static void
assert_code (GError *error, EbbProtocolError code)
{
  g_assert_error (error, EBB_PROTOCOL_ERROR, code);
}

static void
test_versions (DataRig *rig, gconstpointer unused)
{
  g_autofree char *id = save_one (rig->db, "Knee, week 2", 45);
  g_autofree char *second = save_one (rig->db, "Knee, week 2", 45);
  g_autoptr (EbbProtocol) first = ebb_db_load_protocol (rig->db, id, 1, NULL);
  g_autoptr (EbbProtocol) kept = NULL, newest = NULL;
  g_autoptr (EbbProtocolEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  guint version = 0;

  g_assert_cmpstr (id, ==, "clinic-knee-week-2");
  g_assert_cmpstr (second, ==, "clinic-knee-week-2-2");
  g_assert_cmpuint (first->rest_s, ==, 45);

  first->rest_s = 90;
  g_assert_true (ebb_db_save_protocol (rig->db, first, NULL, NULL, &version, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (version, ==, 2);
  kept = ebb_db_load_protocol (rig->db, id, 1, NULL);
  newest = ebb_db_load_protocol (rig->db, id, 0, NULL);
  g_assert_cmpuint (kept->rest_s, ==, 45);
  g_assert_cmpuint (newest->rest_s, ==, 90);
  g_assert_cmpuint (newest->version, ==, 2);

  /* Made from version 1, which is not the newest any more. */
  g_assert_false (ebb_db_save_protocol (rig->db, kept, NULL, NULL, NULL, &error));
  assert_code (error, EBB_PROTOCOL_ERROR_TAKEN);
  entry = ebb_db_get_protocol_entry (rig->db, id, NULL);
  g_assert_cmpuint (entry->n_versions, ==, 2);
  g_assert_cmpstr (entry->based_on, ==, "standard-75");
  g_assert_true (ebb_protocol_entry_is_open (entry));
}

static void
test_built_in_stays (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbProtocol) builtin = ebb_protocol_load_builtin ("standard-75", NULL);
  g_autoptr (EbbProtocol) after = NULL;
  g_autoptr (GError) error = NULL, second = NULL;

  builtin->rest_s = 10;
  g_assert_false (ebb_db_save_protocol (rig->db, builtin, NULL, NULL, NULL, &error));
  assert_code (error, EBB_PROTOCOL_ERROR_LOCKED);
  g_assert_false (ebb_db_lock_protocol (rig->db, "standard-75", "ours", "A. Sample", &second));
  assert_code (second, EBB_PROTOCOL_ERROR_LOCKED);
  after = ebb_db_load_protocol (rig->db, "standard-75", 0, NULL);
  g_assert_cmpuint (after->rest_s, ==, 30);
}

/* What would be refused of a file is refused of a form, and nothing is written. */
static void
test_judged_like_a_file (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbProtocol) fine = make_one ("Fine", 600), wrong = make_one ("Wrong", 601);
  g_autoptr (EbbProtocol) lost = make_one ("Lost", 30);
  g_autoptr (GError) error = NULL, second = NULL;
  gint64 before;

  g_assert_true (ebb_db_save_protocol (rig->db, fine, NULL, NULL, NULL, NULL));
  before = data_query_int (rig->db, "SELECT count (*) FROM protocol_version");
  g_assert_false (ebb_db_save_protocol (rig->db, wrong, NULL, NULL, NULL, &error));
  assert_code (error, EBB_PROTOCOL_ERROR_FIELD);
  data_assert_says (error, "rest_s");
  g_free (lost->exercise_id);
  lost->exercise_id = g_strdup ("juggling");
  g_assert_false (ebb_db_save_protocol (rig->db, lost, NULL, NULL, NULL, &second));
  data_assert_says (second, "juggling");
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM protocol_version"), ==, before);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM clinic_protocol"), ==, 1);
}

static void
test_lock (DataRig *rig, gconstpointer unused)
{
  g_autofree char *id = save_one (rig->db, "Template", 30);
  g_autoptr (EbbProtocol) protocol = ebb_db_load_protocol (rig->db, id, 0, NULL);
  g_autoptr (EbbProtocolEntry) entry = NULL;
  g_autofree char *copy_id = NULL;
  g_autoptr (GError) error = NULL, second = NULL, third = NULL;

  g_assert_false (ebb_db_lock_protocol (rig->db, id, NULL, "A. Sample", &error));
  data_assert_says (error, "reason");
  g_assert_false (ebb_db_lock_protocol (rig->db, id, "agreed", "", &second));
  data_assert_says (second, "who");
  g_assert_true (ebb_db_lock_protocol (rig->db, id, "agreed", "A. Sample", NULL));
  entry = ebb_db_get_protocol_entry (rig->db, id, NULL);
  g_assert_cmpstr (entry->lock_reason, ==, "agreed");
  g_assert_cmpstr (entry->locked_by, ==, "A. Sample");
  g_assert_false (ebb_protocol_entry_is_open (entry));

  protocol->rest_s = 60;
  g_assert_false (ebb_db_save_protocol (rig->db, protocol, NULL, NULL, NULL, &third));
  assert_code (third, EBB_PROTOCOL_ERROR_LOCKED);
  data_assert_says (third, "A. Sample");
  /* Only duplicated. */
  g_clear_pointer (&protocol->id, g_free);
  g_assert_true (ebb_db_save_protocol (rig->db, protocol, id, &copy_id, NULL, NULL));
  g_assert_cmpstr (copy_id, !=, id);
  /* Nor past the functions. */
  g_assert_false (ebb_db_execute (rig->db,
                                  "INSERT INTO protocol_version (protocol_id, version, name, json) "
                                  "VALUES ('clinic-template', 2, 'x', '{}')",
                                  NULL));
  g_assert_false (ebb_db_execute (rig->db, "UPDATE clinic_protocol SET lock_reason = NULL", NULL));
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM clinic_protocol", NULL));
}

static guint
count_shelf (DataRig *rig, const char *id)
{
  g_autoptr (GPtrArray) entries = ebb_db_list_protocols (rig->db, NULL);
  g_autoptr (GPtrArray) offered = NULL;
  guint n = 0;

  ebb_protocol_shelf_set (entries);
  offered = ebb_protocol_shelf_list ();
  for (guint i = 0; i < offered->len; i++) {
    const EbbProtocol *protocol = g_ptr_array_index (offered, i);

    n += g_str_equal (protocol->id, id) ? 1 : 0;
  }
  return n;
}

/* Not offered, and still what a prescription and a session find. */
static void
test_retire (DataRig *rig, gconstpointer unused)
{
  g_autofree char *id = save_one (rig->db, "Old one", 30);
  g_autoptr (EbbProtocol) found = NULL, shelf = NULL;

  g_assert_cmpuint (count_shelf (rig, id), ==, 1);
  g_assert_true (ebb_db_retire_protocol (rig->db, id, TRUE, NULL));
  g_assert_true (ebb_db_retire_protocol (rig->db, "standard-75", TRUE, NULL));
  g_assert_cmpuint (count_shelf (rig, id), ==, 0);
  g_assert_cmpuint (count_shelf (rig, "standard-75"), ==, 0);
  found = ebb_db_load_protocol (rig->db, id, 1, NULL);
  g_assert_nonnull (found);
  shelf = ebb_protocol_shelf_load (id, NULL);
  g_assert_nonnull (shelf);
  g_assert_true (ebb_db_retire_protocol (rig->db, id, FALSE, NULL));
  g_assert_true (ebb_db_retire_protocol (rig->db, "standard-75", FALSE, NULL));
  g_assert_cmpuint (count_shelf (rig, id), ==, 1);
  g_assert_cmpuint (count_shelf (rig, "standard-75"), ==, 1);
  ebb_protocol_shelf_set (NULL);
}

static void
test_import (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbProtocol) protocol = make_one ("From elsewhere", 30);
  g_autoptr (EbbProtocol) builtin = ebb_protocol_load_builtin ("standard-75", NULL);
  g_autofree char *text = NULL, *id = NULL, *copy = NULL, *third = NULL;
  g_autoptr (EbbProtocol) read = NULL;
  g_autoptr (GError) error = NULL, second = NULL;

  protocol->id = g_strdup ("riverside-knee");
  protocol->version = 7;
  text = ebb_protocol_to_json (protocol);
  read = ebb_protocol_parse ("file", text, -1, NULL);
  g_assert_true (ebb_db_import_protocol (rig->db, read, FALSE, &id, NULL));
  g_assert_cmpstr (id, ==, "riverside-knee");
  /* The same again, and one that is built in: asked, not overwritten. */
  g_assert_false (ebb_db_import_protocol (rig->db, read, FALSE, &copy, &error));
  assert_code (error, EBB_PROTOCOL_ERROR_TAKEN);
  g_assert_false (ebb_db_import_protocol (rig->db, builtin, FALSE, &copy, &second));
  assert_code (second, EBB_PROTOCOL_ERROR_TAKEN);
  g_assert_true (ebb_db_import_protocol (rig->db, read, TRUE, &copy, NULL));
  g_assert_cmpstr (copy, ==, "clinic-from-elsewhere");
  g_assert_true (ebb_db_import_protocol (rig->db, builtin, TRUE, &third, NULL));
  g_assert_true (g_str_has_prefix (third, "clinic-"));
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol-library/round-trip", test_round_trip);
  g_test_add_func ("/protocol-library/nan", test_nan_is_refused);
  ADD ("/protocol-library/versions", test_versions);
  ADD ("/protocol-library/built-in-stays", test_built_in_stays);
  ADD ("/protocol-library/judged-like-a-file", test_judged_like_a_file);
  ADD ("/protocol-library/lock", test_lock);
  ADD ("/protocol-library/retire", test_retire);
  ADD ("/protocol-library/import", test_import);
  return g_test_run ();
}
