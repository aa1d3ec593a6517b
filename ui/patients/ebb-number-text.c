/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-number-text.h"

#include <math.h>
#include <string.h>

double
ebb_number_from_text (const char *text)
{
  g_autofree char *copy = g_strdup (text != NULL ? text : "");
  char *end = NULL;
  double value;

  g_strdelimit (g_strstrip (copy), ",", '.');
  /* Digits and one point only: no "inf", "0x10", "1e5" or minus sign. */
  if (*copy == '\0' || strspn (copy, "0123456789.") != strlen (copy))
    return NAN;
  value = g_ascii_strtod (copy, &end);
  return *end == '\0' && end != copy ? value : NAN;
}
