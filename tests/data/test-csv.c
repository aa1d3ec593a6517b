/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables as other programs write them are read as they are meant; anything else is refused with its
 * line, and never read past its end.
 */
#include "ebb-csv.h"
#include "ebb-store.h"

#include <string.h>

static GPtrArray *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = ebb_csv_read (text, strlen (text), &error);

  g_assert_no_error (error);
  return rows;
}

static const char *
cell (GPtrArray *rows, guint row, guint column)
{
  const EbbCsvRow *found = g_ptr_array_index (rows, row);

  g_assert_cmpuint (column, <, g_strv_length (found->cells));
  return found->cells[column];
}

static void
test_separators (void)
{
  static const char *const texts[] = { "name,born\nA,1\n", "name;born\nA;1",
                                       "name\tborn\r\nA\t1\r\n", "\xef\xbb\xbfname,born\nA,1\n",
                                       "\"na;me\",born\nA,1" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) rows = read_text (texts[i]);
    g_assert_cmpuint (rows->len, ==, 2);
    g_assert_cmpstr (cell (rows, 0, 1), ==, "born");
    g_assert_cmpstr (cell (rows, 1, 0), ==, "A");
    g_assert_cmpstr (cell (rows, 1, 1), ==, "1");
  }
}

static void
test_quotes (void)
{
  g_autoptr (GPtrArray) rows =
      read_text ("name,note\n\"O'Brien, Pat\",\"said \"\"no\"\"\nand left\"\n\n\"\",山田 \n");

  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpstr (cell (rows, 1, 0), ==, "O'Brien, Pat");
  g_assert_cmpstr (cell (rows, 1, 1), ==, "said \"no\"\nand left");
  g_assert_cmpstr (cell (rows, 2, 0), ==, "");
  g_assert_cmpstr (cell (rows, 2, 1), ==, "山田");
  g_assert_cmpuint (((EbbCsvRow *) g_ptr_array_index (rows, 2))->line, ==, 5);
}

static void
test_refused (void)
{
  static const struct {
    const char *text, *line;
  } rows[] = {
    { "", "line 1" },
    { "\n\n", "line 1" },
    { "a,b\n1,2\n1\n", "line 3" },
    { "a,b\n1,2,3\n", "line 2" },
    { "a,b\n\"1,2\n3,4\n", "line 2" },
    { "a,b\n\"1\"x,2\n", "line 2" },
    { "a,b\n1\"2,3\n", "line 2" },
    { "a,b\n1,\xff\n", "line 2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (ebb_csv_read (rows[i].text, strlen (rows[i].text), &error));
    g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, rows[i].line));
  }
}

static void
test_limits (void)
{
  g_autofree char *commas = g_strnfill (EBB_CSV_FIELDS_MAX, ',');
  g_autofree char *fits = g_strndup (commas, EBB_CSV_FIELDS_MAX - 1);
  g_autofree char *wide = g_strnfill (EBB_CSV_FIELD_MAX + 1, 'x');
  g_autofree char *open = g_strconcat ("\"", wide, NULL);
  const char *const texts[] = { commas, wide, open };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (ebb_csv_read (texts[i], strlen (texts[i]), &error));
    g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID);
  }
  g_autoptr (GPtrArray) rows = read_text (fits);
  g_assert_cmpuint (rows->len, ==, 1);

  g_autoptr (GError) error = NULL;
  g_assert_null (ebb_csv_read ("a\0b", 3, &error));
  g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID);
}

/* Any bytes: read or refused, and the end is the end.  The bytes lie in memory of just their size,
 * so that the sanitizers see a step too far. */
static void
test_any_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  static const char letters[] = "a,;\t\"\r\n\xc3\xa4\xff=";

  for (int i = 0; i < 20000; i++) {
    gsize n_bytes = (gsize) g_rand_int_range (rand, 0, 40);
    g_autofree char *text = g_malloc (MAX (n_bytes, 1));
    g_autoptr (GError) error = NULL;
    for (gsize j = 0; j < n_bytes; j++)
      text[j] = letters[g_rand_int_range (rand, 0, sizeof letters - 1)];

    g_autoptr (GPtrArray) rows = ebb_csv_read (text, n_bytes, &error);
    g_assert_true ((rows != NULL) == (error == NULL));
    for (guint j = 1; rows != NULL && j < rows->len; j++)
      g_assert_cmpuint (g_strv_length (((EbbCsvRow *) g_ptr_array_index (rows, j))->cells), ==,
                        g_strv_length (((EbbCsvRow *) g_ptr_array_index (rows, 0))->cells));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/separators", test_separators);
  g_test_add_func ("/csv/quotes", test_quotes);
  g_test_add_func ("/csv/refused", test_refused);
  g_test_add_func ("/csv/limits", test_limits);
  g_test_add_func ("/csv/any-bytes", test_any_bytes);
  return g_test_run ();
}
