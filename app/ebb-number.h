/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number as people write it, whatever the locale: decimal point or comma, any script's digits.
 * What could be read in two ways is refused, because one of the two may be a dose ten times as
 * high.  Pure; the process' locale is not looked at.
 */
#pragma once

#include <glib.h>

/* "62.5", "62,5", "٦٢٫٥", "६२.५".  FALSE for everything else: two separators, a sign, blanks
 * inside, and three digits after a separator ("1.234" is one thousand to some). */
gboolean ebb_number_parse (const char *text, double *value);
