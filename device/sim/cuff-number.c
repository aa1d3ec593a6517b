/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-number.h"

/* Enough for any value here, and few enough that nothing overflows. */
#define CHARS_MAX 15

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

bool
cuff_number_parse (const char *text, size_t n_chars, double *number)
{
  double value = 0, divisor = 1;
  bool has_point = false;

  if (n_chars == 0 || n_chars > CHARS_MAX || !is_digit (text[0]) || !is_digit (text[n_chars - 1]))
    return false;
  for (size_t i = 0; i < n_chars; i++) {
    if (text[i] == '.' && !has_point) {
      has_point = true;
      continue;
    }
    if (!is_digit (text[i]))
      return false;
    value = value * 10 + (text[i] - '0');
    if (has_point)
      divisor *= 10;
  }
  *number = value / divisor;
  return true;
}
