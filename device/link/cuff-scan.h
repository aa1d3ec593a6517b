/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which serial ports this machine has.  Looks only; writes nothing to any of them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  char path[64];
  char description[96]; /* product and serial number, or the port's own name */
  bool usb;
  bool usable; /* this user may open it */
} CuffPortInfo;

/* Fills at most `n_max` entries, USB first; returns how many.  Blocks for a walk of sysfs. */
size_t cuff_scan_ports (CuffPortInfo *infos, size_t n_max);
