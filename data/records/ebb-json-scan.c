/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recursive descent over the text.  The depth is limited before each step down, so the stack is
 * too.  The first problem ends the scan; every function returns FALSE from then on.
 */
#include "ebb-json-scan.h"

#include "ebb-protocol.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NUMBER_LENGTH_MAX 32
#define KEY_LENGTH_MAX    64

/* Lines are kept for this many levels: deeper fields exist in no format of ours. */
#define LINES_DEPTH_MAX 4

typedef struct {
  const char *name; /* borrowed */
  const char *at;   /* borrowed: the next byte */
  const char *end;
  GHashTable *lines; /* owned: path -> line */
  GString *path;     /* owned: of the value being read */
  GError **error;
  guint line;
  guint depth;
} Scan;

static gboolean scan_value (Scan *scan);

static gboolean G_GNUC_PRINTF (2, 3) fail (Scan *scan, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (scan->error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_SYNTAX, "%s:%u: %s", scan->name,
               scan->line, what);
  return FALSE;
}

static gboolean
fail_here (Scan *scan, const char *wanted)
{
  if (scan->at == scan->end)
    return fail (scan, _ ("the text ends where %s should stand"), wanted);

  g_autofree char *letter = g_strndup (scan->at, g_utf8_next_char (scan->at) - scan->at);
  return fail (scan, _ ("“%s” stands where %s should stand"), letter, wanted);
}

static char
peek (const Scan *scan)
{
  return scan->at < scan->end ? *scan->at : '\0';
}

static gboolean
take (Scan *scan, char byte)
{
  if (scan->at == scan->end || *scan->at != byte)
    return FALSE;
  scan->at++;
  return TRUE;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end && *scan->at != '\0' && strchr (" \t\r\n", *scan->at) != NULL) {
    if (*scan->at == '\n')
      scan->line++;
    scan->at++;
  }
}

/* Four hex digits after \u; -1 when they are not. */
static int
take_hex (Scan *scan)
{
  int value = 0;

  for (int i = 0; i < 4; i++) {
    int digit = scan->at < scan->end ? g_ascii_xdigit_value (*scan->at) : -1;

    if (digit < 0)
      return -1;
    value = value * 16 + digit;
    scan->at++;
  }

  return value;
}

/* The rest of \u....; surrogates come in pairs. */
static gboolean
scan_unicode (Scan *scan, GString *into)
{
  int unit = take_hex (scan);

  if (unit >= 0xd800 && unit <= 0xdbff && take (scan, '\\') && take (scan, 'u')) {
    int low = take_hex (scan);

    unit = low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : -1;
  }

  if (unit <= 0 || (unit >= 0xd800 && unit <= 0xdfff))
    return fail (scan, _ ("a \\u escape is not four hex digits of a letter"));

  g_string_append_unichar (into, (gunichar) unit);
  return TRUE;
}

static gboolean
scan_escape (Scan *scan, GString *into)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (take (scan, 'u'))
    return scan_unicode (scan, into);

  letter = peek (scan) != '\0' ? strchr (letters, peek (scan)) : NULL;
  if (letter == NULL)
    return fail (scan, _ ("unknown escape after \\ in a text"));

  scan->at++;
  g_string_append_c (into, meanings[letter - letters]);
  return TRUE;
}

static gboolean
scan_string (Scan *scan, GString *into)
{
  if (!take (scan, '"'))
    return fail_here (scan, _ ("a text in double quotes"));

  while (!take (scan, '"')) {
    if (scan->at == scan->end)
      return fail (scan, _ ("a text has no closing quote"));
    if ((guchar) *scan->at < 0x20)
      return fail (scan, _ ("a control character stands in a text"));
    if (take (scan, '\\')) {
      if (!scan_escape (scan, into))
        return FALSE;
      continue;
    }
    g_string_append_c (into, *scan->at++);
  }

  return TRUE;
}

static guint
skip_digits (Scan *scan)
{
  const char *start = scan->at;

  while (g_ascii_isdigit (peek (scan)))
    scan->at++;
  return (guint) (scan->at - start);
}

static gboolean
scan_number (Scan *scan)
{
  const char *start = scan->at;

  take (scan, '-');
  if (!take (scan, '0') && skip_digits (scan) == 0)
    return fail_here (scan, _ ("a value"));
  if (take (scan, '.') && skip_digits (scan) == 0)
    return fail_here (scan, _ ("a digit"));

  if (peek (scan) == 'e' || peek (scan) == 'E') {
    scan->at++;
    if (!take (scan, '-'))
      take (scan, '+');
    if (skip_digits (scan) == 0)
      return fail_here (scan, _ ("a digit"));
  }

  if (scan->at - start > NUMBER_LENGTH_MAX)
    return fail (scan, _ ("a number is longer than %d characters"), NUMBER_LENGTH_MAX);
  return TRUE;
}

static gboolean
scan_word (Scan *scan, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || strncmp (scan->at, word, length) != 0)
    return fail_here (scan, _ ("a value"));

  scan->at += length;
  return TRUE;
}

/* Goes down one level to `step` ("id" or "3"), reads the value there and comes back. */
static gboolean
scan_below (Scan *scan, const char *step)
{
  gsize length = scan->path->len;
  gboolean ok;

  if (length > 0)
    g_string_append_c (scan->path, '.');
  g_string_append (scan->path, step);
  if (scan->depth <= LINES_DEPTH_MAX)
    g_hash_table_insert (scan->lines, g_strdup (scan->path->str), GUINT_TO_POINTER (scan->line));

  ok = scan_value (scan);
  g_string_truncate (scan->path, length);
  return ok;
}

static gboolean
scan_member (Scan *scan, GHashTable *keys)
{
  g_autoptr (GString) key = g_string_new (NULL);

  skip_space (scan);
  if (!scan_string (scan, key))
    return FALSE;
  if (key->len > KEY_LENGTH_MAX)
    return fail (scan, _ ("a key is longer than %d bytes"), KEY_LENGTH_MAX);
  if (!g_hash_table_add (keys, g_strdup (key->str)))
    return fail (scan, _ ("the key “%s” stands twice in one object"), key->str);

  skip_space (scan);
  if (!take (scan, ':'))
    return fail_here (scan, "“:”");
  return scan_below (scan, key->str);
}

static gboolean
scan_object (Scan *scan)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  skip_space (scan);
  if (take (scan, '}'))
    return TRUE;

  do {
    if (!scan_member (scan, keys))
      return FALSE;
    skip_space (scan);
  } while (take (scan, ','));

  return take (scan, '}') || fail_here (scan, "“,” or “}”");
}

static gboolean
scan_array (Scan *scan)
{
  skip_space (scan);
  if (take (scan, ']'))
    return TRUE;

  for (guint i = 0; i == 0 || take (scan, ','); i++) {
    g_autofree char *step = g_strdup_printf ("%u", i);

    if (!scan_below (scan, step))
      return FALSE;
    skip_space (scan);
  }

  return take (scan, ']') || fail_here (scan, "“,” or “]”");
}

static gboolean
scan_nested (Scan *scan, gboolean (*inner) (Scan *scan))
{
  gboolean ok;

  if (scan->depth == EBB_JSON_DEPTH_MAX)
    return fail (scan, _ ("nested deeper than %d levels"), EBB_JSON_DEPTH_MAX);

  scan->at++;
  scan->depth++;
  ok = inner (scan);
  scan->depth--;
  return ok;
}

static gboolean
scan_value (Scan *scan)
{
  g_autoptr (GString) text = NULL;

  skip_space (scan);
  switch (peek (scan)) {
  case '{':
    return scan_nested (scan, scan_object);
  case '[':
    return scan_nested (scan, scan_array);
  case '"':
    text = g_string_new (NULL);
    return scan_string (scan, text);
  case 't':
    return scan_word (scan, "true");
  case 'f':
    return scan_word (scan, "false");
  case 'n':
    return scan_word (scan, "null");
  default:
    return scan_number (scan);
  }
}

static gboolean
check_bytes (const char *name, const char *text, gsize length, gsize length_max, GError **error)
{
  const char *end = text;

  if (length > length_max) {
    g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_SYNTAX,
                 _ ("%s: the file has %zu bytes, at most %zu are allowed"), name, length,
                 length_max);
    return FALSE;
  }

  if (!g_utf8_validate_len (text, length, &end)) {
    guint line = 1;

    for (const char *at = text; at < end; at++)
      line += *at == '\n';
    g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_SYNTAX,
                 _ ("%s:%u: the text is not valid UTF-8"), name, line);
    return FALSE;
  }

  return TRUE;
}

GHashTable *
ebb_json_scan (const char *name, const char *text, gsize length, gsize length_max, GError **error)
{
  g_autoptr (GHashTable) lines = NULL;
  g_autoptr (GString) path = NULL;
  Scan scan = { .name = name, .at = text, .end = text + length, .error = error, .line = 1 };

  if (!check_bytes (name, text, length, length_max, error))
    return NULL;

  lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  path = g_string_new (NULL);
  scan.lines = lines;
  scan.path = path;
  if (!scan_value (&scan))
    return NULL;

  skip_space (&scan);
  if (scan.at != scan.end) {
    fail_here (&scan, _ ("the end of the text"));
    return NULL;
  }

  return g_steal_pointer (&lines);
}
