/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One value of a course, and its day.
 */
#pragma once

typedef struct {
  char date[11]; /* YYYY-MM-DD */
  double value;
} EbbProgressValue;
