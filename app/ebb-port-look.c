/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking for ports walks sysfs.
 */
#include "cuff-scan.h"
#include "ebb-port-watch.h"

#define PORTS_MAX 64

static void
port_free (gpointer data)
{
  EbbCuffPort *port = data;
  g_free (port->path);
  g_free (port->description);
  g_free (port);
}

EbbCuffPort *
ebb_cuff_port_new (const char *path, const char *description, gboolean usable)
{
  EbbCuffPort *port = g_new0 (EbbCuffPort, 1);
  port->path = g_strdup (path);
  port->description = g_utf8_make_valid (description, -1);
  port->usable = usable;
  return port;
}

GPtrArray *
ebb_port_look (void)
{
  g_autofree CuffPortInfo *infos = g_new0 (CuffPortInfo, PORTS_MAX);
  gsize n = cuff_scan_ports (infos, PORTS_MAX);
  GPtrArray *ports = g_ptr_array_new_with_free_func (port_free);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (ports,
                     ebb_cuff_port_new (infos[i].path, infos[i].description, infos[i].usable));
  return ports;
}
