/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-csv.h"

#include "ebb-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct {
  const char *at, *end; /* borrowed */
  guint line;           /* of `at` */
  char separator;
} Reader;

void
ebb_csv_row_free (EbbCsvRow *row)
{
  g_strfreev (row->cells);
  g_free (row);
}

static gboolean
refuse (GError **error, guint line, const char *what)
{
  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID, _ ("line %u: %s"), line, what);
  return FALSE;
}

static guint
line_of (const char *text, const char *at)
{
  guint line = 1;

  for (; text < at; text++)
    line += *text == '\n';
  return line;
}

static gboolean
check_text (const char *text, gsize n_bytes, GError **error)
{
  const char *bad = NULL;

  if (n_bytes > EBB_CSV_BYTES_MAX)
    return refuse (error, 1, _ ("the file is larger than 64 MB"));
  if (g_utf8_validate_len (text, n_bytes, &bad))
    return TRUE;
  return refuse (error, line_of (text, bad),
                 _ ("this is not UTF-8; save the table again as “CSV UTF-8”"));
}

/* The one that stands most often in the header, outside of quotes. */
static char
find_separator (const Reader *reader)
{
  static const char separators[] = { ',', ';', '\t' };
  guint n_seen[G_N_ELEMENTS (separators)] = { 0 }, best = 0;
  gboolean quoted = FALSE;

  for (const char *at = reader->at; at < reader->end && (quoted || *at != '\n'); at++) {
    quoted ^= *at == '"';
    for (guint i = 0; i < G_N_ELEMENTS (separators) && !quoted; i++)
      n_seen[i] += *at == separators[i];
  }
  for (guint i = 1; i < G_N_ELEMENTS (separators); i++)
    if (n_seen[i] > n_seen[best])
      best = i;
  return separators[best];
}

static gboolean
at_line_end (const Reader *reader)
{
  return reader->at == reader->end || *reader->at == '\n' || *reader->at == '\r';
}

/* In quotes everything counts, line ends too; a doubled quote is one. */
static gboolean
read_quoted (Reader *reader, GString *cell, GError **error)
{
  guint first = reader->line;

  for (reader->at++; reader->at < reader->end; reader->at++) {
    gboolean quote = *reader->at == '"';

    if (quote && reader->at + 1 < reader->end && reader->at[1] == '"')
      reader->at++;
    else if (quote)
      break;
    reader->line += *reader->at == '\n';
    g_string_append_c (cell, *reader->at);
    if (cell->len > EBB_CSV_FIELD_MAX)
      return refuse (error, first, _ ("a cell is longer than 4096 bytes; is a quote not closed?"));
  }
  if (reader->at == reader->end)
    return refuse (error, first, _ ("a quote is opened here and never closed"));
  reader->at++;
  return at_line_end (reader) || *reader->at == reader->separator
         || refuse (error, reader->line, _ ("text follows a closed quote"));
}

static gboolean
read_plain (Reader *reader, GString *cell, GError **error)
{
  const char *from = reader->at;

  while (!at_line_end (reader) && *reader->at != reader->separator) {
    if (*reader->at == '"')
      return refuse (error, reader->line,
                     _ ("a quote stands inside a cell that has none around it"));
    reader->at++;
  }
  g_string_append_len (cell, from, reader->at - from);
  return cell->len <= EBB_CSV_FIELD_MAX
         || refuse (error, reader->line, _ ("a cell is longer than 4096 bytes"));
}

static gboolean
read_cell (Reader *reader, GPtrArray *cells, GError **error)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean quoted = !at_line_end (reader) && *reader->at == '"';

  if (!(quoted ? read_quoted (reader, cell, error) : read_plain (reader, cell, error)))
    return FALSE;
  if (cells->len == EBB_CSV_FIELDS_MAX)
    return refuse (error, reader->line, _ ("there are more than 64 cells"));
  /* A zero byte would hide what follows it. */
  if (strlen (cell->str) != cell->len)
    return refuse (error, reader->line, _ ("there is a zero byte in a cell"));
  g_ptr_array_add (cells, g_strstrip (g_strdup (cell->str)));
  return TRUE;
}

static void
skip_line_end (Reader *reader)
{
  if (reader->at < reader->end && *reader->at == '\r')
    reader->at++;
  if (reader->at < reader->end && *reader->at == '\n')
    reader->at++;
  reader->line++;
}

/* FALSE with the error set. */
static gboolean
read_row (Reader *reader, GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint line = reader->line;

  for (;;) {
    if (!read_cell (reader, cells, error))
      return FALSE;
    if (at_line_end (reader))
      break;
    reader->at++; /* the separator */
  }
  skip_line_end (reader);
  if (cells->len == 1 && *(char *) g_ptr_array_index (cells, 0) == '\0')
    return TRUE;

  EbbCsvRow *row = g_new0 (EbbCsvRow, 1);
  g_ptr_array_add (cells, NULL);
  row->line = line;
  row->cells = (char **) g_ptr_array_free (g_steal_pointer (&cells), FALSE);
  g_ptr_array_add (rows, row);
  return TRUE;
}

static gboolean
check_width (const GPtrArray *rows, GError **error)
{
  const EbbCsvRow *header = rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL;

  if (header == NULL)
    return refuse (error, 1, _ ("the file is empty"));
  for (guint i = 1; i < rows->len; i++) {
    const EbbCsvRow *row = g_ptr_array_index (rows, i);
    guint n_cells = g_strv_length (row->cells), n_wanted = g_strv_length (header->cells);

    if (n_cells == n_wanted)
      continue;
    g_autofree char *what =
        g_strdup_printf (_ ("it has %u cells, the first line has %u"), n_cells, n_wanted);
    return refuse (error, row->line, what);
  }
  return TRUE;
}

GPtrArray *
ebb_csv_read (const char *text, gsize n_bytes, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_csv_row_free);
  Reader reader = { .at = text, .end = text + n_bytes, .line = 1 };

  if (!check_text (text, n_bytes, error))
    return NULL;
  if (n_bytes >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0)
    reader.at += 3;
  reader.separator = find_separator (&reader);
  while (reader.at < reader.end)
    if (!read_row (&reader, rows, error))
      return NULL;
  return check_width (rows, error) ? g_steal_pointer (&rows) : NULL;
}
