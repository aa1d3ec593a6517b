/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number as people type it.  Pure.
 */
#pragma once

#include <glib.h>

/* "2,5" and "2.5" are both 2.5; NAN when it is no number, or none is there. */
double ebb_number_from_text (const char *text);
