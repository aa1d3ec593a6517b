/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of drivers.  The first row that fits a port is taken; the last one fits every port.
 */
#include "cuff-driver.h"

#include <stddef.h>

static const CuffDriver *const rows[] = {
  &cuff_driver_manual,
  &cuff_driver_cuffwire,
};

const CuffDriver *
cuff_driver_for (const char *port)
{
  size_t n = sizeof rows / sizeof rows[0];
  for (size_t i = 0; i + 1 < n; i++)
    if (rows[i]->fits (port))
      return rows[i];
  return rows[n - 1];
}
