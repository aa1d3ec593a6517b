/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-json-writer.h"

#include <math.h>
#include <string.h>

static void
append_text (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *at = valid; *at != '\0'; at++) {
    guchar byte = (guchar) *at;

    if (byte == '"' || byte == '\\')
      g_string_append_printf (out, "\\%c", byte);
    else if (byte == '\n')
      g_string_append (out, "\\n");
    else if (byte < 0x20 || byte == 0x7f)
      g_string_append_printf (out, "\\u%04x", byte);
    else
      g_string_append_c (out, (char) byte);
  }
  g_string_append_c (out, '"');
}

static void
new_line (EbbJsonWriter *writer)
{
  g_string_append_c (writer->text, '\n');
  for (guint i = 0; i < writer->depth; i++)
    g_string_append (writer->text, "  ");
}

/* Everything that comes before a value. */
static void
put_key (EbbJsonWriter *writer, const char *key)
{
  if (writer->needs_comma)
    g_string_append_c (writer->text, ',');
  if (writer->depth > 0)
    new_line (writer);
  if (key != NULL) {
    append_text (writer->text, key);
    g_string_append (writer->text, ": ");
  }
  writer->needs_comma = TRUE;
}

void
ebb_json_writer_begin (EbbJsonWriter *writer)
{
  *writer = (EbbJsonWriter){ .text = g_string_new (NULL) };
}

char *
ebb_json_writer_end (EbbJsonWriter *writer)
{
  g_string_append_c (writer->text, '\n');
  return g_string_free (g_steal_pointer (&writer->text), FALSE);
}

void
ebb_json_open (EbbJsonWriter *writer, const char *key, char bracket)
{
  put_key (writer, key);
  g_string_append_c (writer->text, bracket);
  writer->depth++;
  writer->needs_comma = FALSE;
}

void
ebb_json_close (EbbJsonWriter *writer, char bracket)
{
  writer->depth--;
  if (writer->needs_comma)
    new_line (writer);
  g_string_append_c (writer->text, bracket);
  writer->needs_comma = TRUE;
}

void
ebb_json_text (EbbJsonWriter *writer, const char *key, const char *text)
{
  put_key (writer, key);
  if (text != NULL)
    append_text (writer->text, text);
  else
    g_string_append (writer->text, "null");
}

void
ebb_json_int (EbbJsonWriter *writer, const char *key, gint64 number)
{
  put_key (writer, key);
  g_string_append_printf (writer->text, "%" G_GINT64_FORMAT, number);
}

void
ebb_json_boolean (EbbJsonWriter *writer, const char *key, gboolean value)
{
  put_key (writer, key);
  g_string_append (writer->text, value ? "true" : "false");
}

void
ebb_json_null (EbbJsonWriter *writer, const char *key)
{
  put_key (writer, key);
  g_string_append (writer->text, "null");
}

void
ebb_json_double (EbbJsonWriter *writer, const char *key, double number, int decimals)
{
  char format[8], digits[64];

  if (!isfinite (number)) {
    ebb_json_null (writer, key);
    return;
  }

  put_key (writer, key);
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  /* The locale's decimal comma is no JSON. */
  g_string_append (writer->text, g_ascii_formatd (digits, sizeof digits, format, number));
}

void
ebb_json_seconds (EbbJsonWriter *writer, const char *key, gint64 t_us)
{
  if (t_us < 0 || t_us == CUFF_TIME_NEVER)
    ebb_json_null (writer, key);
  else
    ebb_json_double (writer, key, (double) t_us / 1e6, 3);
}

void
ebb_json_pressure (EbbJsonWriter *writer, const char *key, CuffPressure pressure)
{
  ebb_json_double (writer, key,
                   cuff_pressure_is_set (pressure) ? cuff_pressure_to_mmhg (pressure) : NAN, 1);
}
