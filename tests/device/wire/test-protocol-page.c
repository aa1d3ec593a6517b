/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * device/PROTOCOL.md against the code: its examples are encoded and decoded, and each row of its
 * tables is tried at both ends of its range.  A stranger who writes the other end of the cable has
 * nothing but that page.
 */
#include "examples.h"
#include "hex.h"
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *page;

/* The bytes of an example, after checking that the page says what the example is. */
static GByteArray *
example_bytes (const Example *example)
{
  g_autofree char *opening = g_strdup_printf ("```example\n%s: ", example->name);
  const char *begin = strstr (page, opening);
  g_autofree char *block = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) hex = g_string_new (NULL);

  if (begin == NULL)
    g_error ("PROTOCOL.md has no example of %s", example->name);
  begin += strlen (opening);
  block = g_strndup (begin, (gsize) (strstr (begin, "\n```") - begin));
  lines = g_strsplit (block, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++) {
    gboolean is_hex = g_regex_match_simple ("^[0-9A-F]{2}( [0-9A-F]{2})+$", lines[i], 0, 0);

    g_string_append_printf (is_hex ? hex : words, "%s ", lines[i]);
  }
  g_assert_cmpstr (g_strchomp (words->str), ==, example->words);

  return bytes_from_hex (hex->str);
}

static void
test_examples (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (examples); i++) {
    g_autoptr (GByteArray) bytes = example_bytes (&examples[i]);
    CuffFrame frame;
    uint8_t wire[CUFF_FRAME_MAX];
    size_t n_wire;
    CuffMessage message;
    CuffParser parser;
    CuffParse last = CUFF_PARSE_MORE;

    g_test_message ("%s", examples[i].name);
    cuff_message_encode (&examples[i].message, &frame);
    n_wire = cuff_frame_encode (&frame, false, wire);
    g_assert_cmpmem (wire, n_wire, bytes->data, bytes->len);

    cuff_parser_init (&parser);
    for (unsigned k = 0; k < bytes->len; k++)
      last = cuff_parser_push (&parser, bytes->data[k]);
    g_assert_cmpint (last, ==, CUFF_PARSE_FRAME);
    g_assert_cmpint (cuff_message_decode (&parser.frame, &message), ==, CUFF_DECODE_OK);
  }
}

/* The words and the bytes of one line of the session; NULL at its end. */
static GByteArray *
next_bytes (char **lines, unsigned *at)
{
  g_autoptr (GString) hex = g_string_new (NULL);

  while (lines[*at] != NULL
         && g_regex_match_simple ("^[0-9A-F]{2}( [0-9A-F]{2})+$", lines[*at], 0, 0))
    g_string_append_printf (hex, "%s ", lines[(*at)++]);

  return bytes_from_hex (hex->str);
}

static void
test_session (void)
{
  const char *begin = strstr (page, "```session\n");
  g_autofree char *block = NULL;
  g_auto (GStrv) lines = NULL;
  unsigned at = 0;

  g_assert_nonnull (begin);
  begin += strlen ("```session\n");
  block = g_strndup (begin, (gsize) (strstr (begin, "\n```") - begin));
  lines = g_strsplit (block, "\n", -1);
  for (unsigned i = 0; i < G_N_ELEMENTS (session); i++) {
    g_autofree char *words = g_strdup_printf ("%s: %s", session[i].name, session[i].words);
    g_autoptr (GByteArray) bytes = NULL;
    CuffFrame frame;
    uint8_t wire[CUFF_FRAME_MAX];
    size_t n_wire;

    g_assert_nonnull (lines[at]);
    g_assert_cmpstr (lines[at++], ==, words);
    bytes = next_bytes (lines, &at);
    cuff_message_encode (&session[i].message, &frame);
    n_wire = cuff_frame_encode (&frame, g_str_equal (session[i].name, "host"), wire);
    g_assert_cmpmem (wire, n_wire, bytes->data, bytes->len);
  }
  g_assert_null (lines[at]);
}

/* The worked token: its bytes, one line per part, and the number they give. */
static void
test_token (void)
{
  const char *begin = strstr (page, "```token\n");
  const char *token = strstr (begin, "token   0x");
  g_autofree char *text = NULL;
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autoptr (GByteArray) bytes = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_nonnull (begin);
  g_assert_nonnull (token);
  text = g_strndup (begin + strlen ("```token\n"), (gsize) (token - begin) - strlen ("```token\n"));
  lines = g_strsplit (text, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL && strlen (lines[i]) > 8; i++)
    g_string_append_printf (parts, "%s ", lines[i] + 8);
  bytes = bytes_from_hex (parts->str);
  g_assert_cmpuint (bytes->len, ==, 11 + 4 + 4 + 1);
  g_assert_cmphex (cuff_crc32c (0, bytes->data, bytes->len), ==,
                   g_ascii_strtoull (token + 8, NULL, 16));
  g_assert_cmphex (g_ascii_strtoull (token + 8, NULL, 16), ==, EXAMPLE_TOKEN);
}

/* One row of a table. */
typedef struct {
  char *field, *type, *range;
  unsigned offset, size; /* bytes; a low4 counts with its high4 */
  unsigned bits;
} Row;

static void
measure (Row *row)
{
  gboolean is_half = g_str_equal (row->type, "low4") || g_str_equal (row->type, "high4");

  if (g_str_has_prefix (row->type, "text"))
    row->size = (unsigned) atoi (row->type + strlen ("text"));
  else if (is_half)
    row->size = g_str_equal (row->type, "high4") ? 1 : 0;
  else
    row->size = (unsigned) atoi (row->type + 1) / 8;
  row->bits = is_half ? 4 : row->size * 8;
}

/* What stands in the field, as the type says, when `value` is put there. */
static void
put (CuffFrame *frame, const Row *row, gint64 value)
{
  uint8_t *at = frame->body + row->offset;

  if (g_str_equal (row->type, "low4"))
    *at = (uint8_t) ((*at & 0xF0) | value);
  else if (g_str_equal (row->type, "high4"))
    *at = (uint8_t) ((*at & 0x0F) | value << 4);
  else
    for (unsigned i = 0; i < row->size; i++)
      at[i] = (uint8_t) ((guint64) value >> (8 * i));
}

static gboolean
fits_type (const Row *row, gint64 value)
{
  if (row->type[0] == 'i')
    return value >= -(G_GINT64_CONSTANT (1) << (row->bits - 1))
           && value < G_GINT64_CONSTANT (1) << (row->bits - 1);

  return value >= 0 && (row->bits == 64 || value < G_GINT64_CONSTANT (1) << row->bits);
}

static void
expect (const CuffFrame *base, const Row *row, gint64 value, gboolean allowed)
{
  CuffFrame frame = *base;
  CuffMessage message;
  CuffDecode verdict;

  if (!fits_type (row, value))
    return;
  put (&frame, row, value);
  verdict = cuff_message_decode (&frame, &message);
  if (verdict != (allowed ? CUFF_DECODE_OK : CUFF_DECODE_RANGE))
    g_error ("type 0x%02X, %s = %" G_GINT64_FORMAT ": the page says %s", frame.type, row->field,
             value, allowed ? "allowed" : "refused");
}

static void
check_row (const CuffFrame *base, const Row *row)
{
  gint64 min, max;

  if (g_str_equal (row->range, "any")) {
    for (unsigned i = 0; i <= row->bits; i++)
      expect (base, row, i == 0 ? 0 : G_GINT64_CONSTANT (1) << (i - 1), TRUE);
    return;
  }
  if (g_str_equal (row->range, "ASCII")) {
    CuffFrame frame = *base;
    CuffMessage message;

    frame.body[row->offset] = 0x07;
    g_assert_cmpint (cuff_message_decode (&frame, &message), ==, CUFF_DECODE_RANGE);
    return;
  }

  g_assert_cmpint (sscanf (row->range, "%" G_GINT64_FORMAT "..%" G_GINT64_FORMAT, &min, &max), ==,
                   2);
  expect (base, row, min, TRUE);
  expect (base, row, max, TRUE);
  expect (base, row, min - 1, FALSE);
  expect (base, row, max + 1, FALSE);
  if (row->type[0] == 'i')
    expect (base, row, -32768, strstr (row->range, "or unset") != NULL);
  if (g_str_equal (row->type, "u8"))
    expect (base, row, 255, strstr (row->range, "or 255") != NULL);
}

/* Reads "| 0 | epoch | u32 | unit | any |"; false at the end of the table. */
static gboolean
read_row (const char *line, unsigned fixed_size, Row *row)
{
  g_auto (GStrv) cells = g_strsplit (line, "|", -1);
  const char *offset;

  if (g_strv_length (cells) != 7)
    return FALSE;
  for (unsigned i = 0; cells[i] != NULL; i++)
    g_strstrip (cells[i]);
  offset = cells[1];
  row->offset = (unsigned) atoi (offset) + (offset[0] == '+' ? fixed_size : 0);
  row->field = g_strdup (cells[2]);
  row->type = g_strdup (cells[3]);
  row->range = g_strdup (cells[5]);
  measure (row);

  return TRUE;
}

static void
check_table (const Example *example)
{
  g_autofree char *heading =
      g_strdup_printf ("### 0x%02X %s\n", example->message.type, example->name);
  const char *section = strstr (page, heading);
  const char *table;
  g_auto (GStrv) lines = NULL;
  unsigned end = 0, fixed_size = 0, each = 0;
  CuffFrame base;

  if (section == NULL)
    g_error ("PROTOCOL.md has no section %s", heading);
  table = strstr (section, "|---|---|---|---|---|\n");
  g_assert_nonnull (table);
  lines = g_strsplit (strchr (table, '\n') + 1, "\n", 40);
  cuff_message_encode (&example->message, &base);

  for (unsigned i = 0; g_str_has_prefix (lines[i], "| "); i++) {
    Row row = { 0 };

    if (each == 0 && g_str_has_prefix (lines[i], "| +"))
      fixed_size = end;
    g_assert_true (read_row (lines[i], fixed_size, &row));
    each += g_str_has_prefix (lines[i], "| +") ? row.size : 0;
    g_assert_cmpuint (row.offset, ==, end);
    end += row.size;
    check_row (&base, &row);
    g_free (row.field);
    g_free (row.type);
    g_free (row.range);
  }
  /* The examples with channels have two. */
  g_assert_cmpuint (end + each, ==, base.length);
}

static void
test_tables (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (examples); i++)
    check_table (&examples[i]);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "device", "PROTOCOL.md", NULL);
  if (!g_file_get_contents (path, &page, NULL, NULL))
    g_error ("cannot read %s", path);
  g_test_add_func ("/protocol-page/examples", test_examples);
  g_test_add_func ("/protocol-page/session", test_session);
  g_test_add_func ("/protocol-page/token", test_token);
  g_test_add_func ("/protocol-page/tables", test_tables);
  status = g_test_run ();
  g_free (page);

  return status;
}
