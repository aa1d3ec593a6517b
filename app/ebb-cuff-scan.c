/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking for ports walks sysfs and may take a moment: on a thread of its own.
 */
#include "cuff-scan.h"
#include "ebb-cuff.h"

#define PORTS_MAX 64

static void
port_free (gpointer data)
{
  EbbCuffPort *port = data;
  g_free (port->path);
  g_free (port->description);
  g_free (port);
}

static void
scan (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree CuffPortInfo *infos = g_new0 (CuffPortInfo, PORTS_MAX);
  gsize n = cuff_scan_ports (infos, PORTS_MAX);
  GPtrArray *ports = g_ptr_array_new_with_free_func (port_free);
  for (gsize i = 0; i < n; i++) {
    EbbCuffPort *port = g_new0 (EbbCuffPort, 1);
    port->path = g_strdup (infos[i].path);
    port->description = g_utf8_make_valid (infos[i].description, -1);
    port->usable = infos[i].usable;
    g_ptr_array_add (ports, port);
  }
  g_task_return_pointer (task, ports, (GDestroyNotify) g_ptr_array_unref);
}

void
ebb_cuff_scan_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user);
  g_task_set_source_tag (task, ebb_cuff_scan_async);
  g_task_run_in_thread (task, scan);
}

GPtrArray *
ebb_cuff_scan_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
