/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plain decimal numbers in options and scripts: digits, and perhaps a point and digits.  Whatever
 * the locale; no sign, no exponent, no "nan".  Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* False: text[0 .. n_chars) is not such a number. */
bool cuff_number_parse (const char *text, size_t n_chars, double *number);
