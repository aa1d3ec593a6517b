/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-scan.h"

#include <libserialport.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
usb_first (const void *a, const void *b)
{
  const CuffPortInfo *one = a, *two = b;
  if (one->usb != two->usb)
    return one->usb ? -1 : 1;
  return strcmp (one->path, two->path);
}

size_t
cuff_scan_ports (CuffPortInfo *infos, size_t n_max)
{
  struct sp_port **ports = NULL;
  size_t n = 0;
  if (sp_list_ports (&ports) != SP_OK)
    return 0;
  for (size_t i = 0; ports[i] != NULL && n < n_max; i++) {
    CuffPortInfo *info = &infos[n];
    const char *description = sp_get_port_description (ports[i]);
    snprintf (info->path, sizeof info->path, "%s", sp_get_port_name (ports[i]));
    snprintf (info->description, sizeof info->description, "%s", description ? description : "");
    info->usb = sp_get_port_transport (ports[i]) == SP_TRANSPORT_USB;
    info->usable = access (info->path, R_OK | W_OK) == 0;
    n++;
  }
  sp_free_port_list (ports);
  qsort (infos, n, sizeof *infos, usb_first);
  return n;
}
