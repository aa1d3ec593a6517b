/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <stdio.h>

static void
complain (const char *format, va_list args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);
  g_strdelimit (text, "\n\r\t", ' '); /* one line, whatever was typed */
  fprintf (stderr, "ebbctl: %s\n", text);
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

gboolean
ctl_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *words, int n_words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (words);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error)) {
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
