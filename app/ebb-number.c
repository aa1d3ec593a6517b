/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-number.h"

#define DIGITS_MAX     7 /* before the separator */
#define DECIMALS_MAX   2
#define ARABIC_DECIMAL 0x066B

static gboolean
is_separator (gunichar c)
{
  return c == '.' || c == ',' || c == ARABIC_DECIMAL;
}

gboolean
ebb_number_parse (const char *text, double *value)
{
  g_autofree char *copy = g_strstrip (g_strdup (text != NULL ? text : ""));
  guint n_digits = 0, n_decimals = 0;
  gboolean separated = FALSE;
  double number = 0, scale = 1;

  if (!g_utf8_validate (copy, -1, NULL))
    return FALSE;
  for (const char *at = copy; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (is_separator (c) && !separated && n_digits > 0) {
      separated = TRUE;
      continue;
    }
    if (!g_unichar_isdigit (c))
      return FALSE;
    number = number * 10 + g_unichar_digit_value (c);
    scale *= separated ? 10 : 1;
    n_decimals += separated;
    n_digits += !separated;
  }
  if (n_digits == 0 || n_digits > DIGITS_MAX || n_decimals > DECIMALS_MAX
      || (separated && n_decimals == 0))
    return FALSE;
  *value = number / scale;
  return TRUE;
}
