/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list changes no more than the answer differs: rows keep their objects.
 */
#include "ebb-patient-item.h"
#include "patients-rig.h"

typedef struct {
  guint n_changes, n_removed, n_added;
} Changes;

static void
on_changed (GListModel *model, guint position, guint removed, guint added, gpointer user)
{
  Changes *changes = user;

  changes->n_changes++;
  changes->n_removed += removed;
  changes->n_added += added;
}

static GPtrArray *
make_rows (const char *letters)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_patient_row_free);

  for (; *letters != '\0'; letters++) {
    g_autofree char *id = g_strdup_printf ("%c", *letters);
    g_autofree char *name = g_strdup_printf ("Example, %c", *letters);

    g_ptr_array_add (rows, rig_row (id, name));
  }
  return rows;
}

static char *
letters_of (GListModel *model)
{
  GString *letters = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (EbbPatientItem) item = g_list_model_get_item (model, i);

    g_string_append (letters, ebb_patient_item_get_id (item));
  }
  return g_string_free (letters, FALSE);
}

static void
test_minimal (void)
{
  static const struct {
    const char *before, *after;
    guint n_changes, n_removed, n_added;
  } rows[] = {
    { "", "abc", 1, 0, 3 },       { "abc", "abc", 0, 0, 0 },    { "abcde", "ace", 1, 3, 1 },
    { "abcde", "abde", 1, 1, 0 }, { "abde", "abcde", 1, 0, 1 }, { "abc", "", 1, 3, 0 },
    { "abc", "abcd", 1, 0, 1 },   { "abc", "zabc", 1, 0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GListStore) model = g_list_store_new (EBB_TYPE_PATIENT_ITEM);
    g_autoptr (GPtrArray) before = make_rows (rows[i].before);
    g_autoptr (GPtrArray) after = make_rows (rows[i].after);
    g_autofree char *letters = NULL;
    Changes changes = { 0 };

    ebb_patient_items_update (model, before, FALSE, RIG_NOW_UNIX_US);
    g_signal_connect (model, "items-changed", G_CALLBACK (on_changed), &changes);
    ebb_patient_items_update (model, after, FALSE, RIG_NOW_UNIX_US);
    letters = letters_of (G_LIST_MODEL (model));
    g_test_message ("%s to %s", rows[i].before, rows[i].after);
    g_assert_cmpstr (letters, ==, rows[i].after);
    g_assert_cmpuint (changes.n_changes, ==, rows[i].n_changes);
    g_assert_cmpuint (changes.n_removed, ==, rows[i].n_removed);
    g_assert_cmpuint (changes.n_added, ==, rows[i].n_added);
  }
}

static void
test_new_text_new_row (void)
{
  g_autoptr (GListStore) model = g_list_store_new (EBB_TYPE_PATIENT_ITEM);
  g_autoptr (GPtrArray) rows = make_rows ("a");
  g_autoptr (EbbPatientItem) before = NULL;
  g_autoptr (EbbPatientItem) after = NULL;
  EbbPatientRow *row = g_ptr_array_index (rows, 0);

  ebb_patient_items_update (model, rows, FALSE, RIG_NOW_UNIX_US);
  before = g_list_model_get_item (G_LIST_MODEL (model), 0);
  row->n_sessions = 1;
  row->last_session_unix_us = RIG_NOW_UNIX_US;
  ebb_patient_items_update (model, rows, FALSE, RIG_NOW_UNIX_US);
  after = g_list_model_get_item (G_LIST_MODEL (model), 0);
  g_assert_true (before != after);
  g_assert_cmpstr (ebb_patient_item_get_line (after), ==, "today");
}

static void
test_sections (void)
{
  g_autoptr (GListStore) model = g_list_store_new (EBB_TYPE_PATIENT_ITEM);
  g_autoptr (GPtrArray) rows = make_rows ("abcd");
  static const char *const headings[] = { "Today", NULL, "Recent", NULL };

  ((EbbPatientRow *) g_ptr_array_index (rows, 0))->today = TRUE;
  ((EbbPatientRow *) g_ptr_array_index (rows, 1))->today = TRUE;
  ebb_patient_items_update (model, rows, TRUE, RIG_NOW_UNIX_US);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (EbbPatientItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

    g_assert_cmpstr (ebb_patient_item_get_heading (item), ==, headings[i]);
  }
}

/* A scanner types a record number and Enter: that patient opens, not the first of the list. */
static void
test_best (void)
{
  g_autoptr (GListStore) model = g_list_store_new (EBB_TYPE_PATIENT_ITEM);
  g_autoptr (GPtrArray) rows = make_rows ("abc");
  EbbPatientRow *second = g_ptr_array_index (rows, 1);

  g_free (second->patient->record_number);
  second->patient->record_number = g_strdup ("0041");
  g_assert_null (ebb_patient_items_best (G_LIST_MODEL (model), "0041"));
  ebb_patient_items_update (model, rows, FALSE, RIG_NOW_UNIX_US);
  g_assert_cmpstr (
      ebb_patient_item_get_id (ebb_patient_items_best (G_LIST_MODEL (model), " 0041 ")), ==, "b");
  g_assert_cmpstr (ebb_patient_item_get_id (ebb_patient_items_best (G_LIST_MODEL (model), "exa")),
                   ==, "a");
  g_assert_cmpuint (ebb_patient_items_find (G_LIST_MODEL (model), "c"), ==, 2);
  g_assert_cmpuint (ebb_patient_items_find (G_LIST_MODEL (model), "x"), ==, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patient-items/minimal", test_minimal);
  g_test_add_func ("/patient-items/new-text-new-row", test_new_text_new_row);
  g_test_add_func ("/patient-items/sections", test_sections);
  g_test_add_func ("/patient-items/best", test_best);
  return g_test_run ();
}
