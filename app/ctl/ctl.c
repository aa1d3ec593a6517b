/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Of a longer message so many letters of its beginning and of its end are shown. */
#define MESSAGE_END 400

static void
complain (const char *format, va_list args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);
  /* The name of a file may be any bytes: it is not cut. */
  glong length = g_utf8_validate (text, -1, NULL) ? g_utf8_strlen (text, -1) : 0;

  g_strdelimit (text, "\n\r\t", ' '); /* one line, whatever was typed */
  if (length <= 2 * MESSAGE_END) {
    fprintf (stderr, "ebbctl: %s\n", text);
    return;
  }
  /* What was typed stands in the middle: the field before it and the range behind it stay. */
  g_autofree char *head = g_utf8_substring (text, 0, MESSAGE_END);
  g_autofree char *tail = g_utf8_substring (text, length - MESSAGE_END, length);
  fprintf (stderr, "ebbctl: %s … %s\n", head, tail);
}

int
ctl_fail (GError *error)
{
  ctl_fail_text ("%s", error ? error->message : "?");
  g_clear_error (&error);
  return CTL_FAILED;
}

int
ctl_fail_text (const char *format, ...)
{
  va_list args;
  va_start (args, format);
  complain (format, args);
  va_end (args);
  return CTL_FAILED;
}

int
ctl_bad_usage (const char *format, ...)
{
  va_list args;
  va_start (args, format);
  complain (format, args);
  va_end (args);
  return CTL_USAGE;
}

void
ctl_say (const char *format, ...)
{
  va_list args;
  va_start (args, format);
  vprintf (format, args);
  va_end (args);
  putchar ('\n');
  fflush (stdout);
}

/* The option whose value is no text; NULL when there is none. */
static const char *
find_bytes (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    char *value = strchr (argv[i], '=');

    if (g_utf8_validate (argv[i], -1, NULL))
      continue;
    if (value == NULL)
      return argv[i - 1];
    *value = '\0';
    return argv[i];
  }
  return NULL;
}

gboolean
ctl_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *words, int n_words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (words);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error)) {
    const char *bytes = error->domain == G_CONVERT_ERROR ? find_bytes (*argc, *argv) : NULL;

    if (bytes != NULL)
      ctl_bad_usage (_ ("the value of %s is no text in UTF-8"), bytes);
    else
      ctl_bad_usage ("%s", error->message);
    return FALSE;
  }
  if (*argc - 1 != n_words) {
    if (*argc - 1 > n_words)
      ctl_bad_usage (_ ("unexpected \"%s\""), (*argv)[n_words + 1]);
    else
      ctl_bad_usage (_ ("%s is missing"), words);
    return FALSE;
  }
  return TRUE;
}
