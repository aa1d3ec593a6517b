/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-port-watch.h"

/* A device makes several nodes and changes them at once. */
#define SETTLE_MS  150
/* A new node belongs to root until the system has handed it over: looked at again for 2 s. */
#define AGAIN_MS   250
#define AGAIN_MOST 8
/* Folders that cannot be watched do not always say so.  A look takes less than a millisecond. */
#define POLL_MS    2000

struct _EbbPortWatch {
  GObject parent_instance;
  EbbPortLook look;
  GFileMonitor *monitor; /* owned; NULL = cannot be watched */
  GCancellable *looking; /* owned; NULL when no look runs */
  GPtrArray *ports;      /* owned; NULL = not yet */
  guint timer, n_again;
  gboolean stale; /* something happened while a look ran */
};

G_DEFINE_FINAL_TYPE (EbbPortWatch, ebb_port_watch, G_TYPE_OBJECT)

static void look (EbbPortWatch *self);

static gboolean
on_timer_cb (gpointer user)
{
  EbbPortWatch *self = user;
  self->timer = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
look_in (EbbPortWatch *self, guint delay_ms)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (delay_ms, on_timer_cb, self);
}

static gboolean
is_same (const GPtrArray *a, const GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const EbbCuffPort *one = a->pdata[i], *two = b->pdata[i];
    if (one->usable != two->usable || g_strcmp0 (one->path, two->path) != 0
        || g_strcmp0 (one->description, two->description) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_locked_port (const GPtrArray *ports)
{
  for (guint i = 0; i < ports->len; i++)
    if (!((const EbbCuffPort *) ports->pdata[i])->usable)
      return TRUE;
  return FALSE;
}

static void
plan_next_look (EbbPortWatch *self)
{
  if (self->stale) {
    look_in (self, SETTLE_MS);
  } else if (has_locked_port (self->ports) && self->n_again > 0) {
    self->n_again--;
    look_in (self, AGAIN_MS);
  } else {
    look_in (self, POLL_MS);
  }
  self->stale = FALSE;
}

static void
on_looked_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbPortWatch *self = EBB_PORT_WATCH (source);
  g_autoptr (GPtrArray) ports = g_task_propagate_pointer (G_TASK (result), NULL);
  if (ports == NULL)
    return; /* cancelled: nobody looks any more */
  g_clear_object (&self->looking);
  gboolean same = is_same (self->ports, ports);
  g_clear_pointer (&self->ports, g_ptr_array_unref);
  self->ports = g_steal_pointer (&ports);
  plan_next_look (self);
  if (!same)
    g_signal_emit_by_name (self, "changed");
}

static void
look_on_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, EBB_PORT_WATCH (source)->look (),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
look (EbbPortWatch *self)
{
  if (self->looking != NULL) {
    self->stale = TRUE;
    return;
  }
  self->looking = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (self, self->looking, on_looked_cb, NULL);
  g_task_set_source_tag (task, look);
  g_task_run_in_thread (task, look_on_thread);
}

static void
on_node_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
            EbbPortWatch *self)
{
  if (event == G_FILE_MONITOR_EVENT_CREATED)
    self->n_again = AGAIN_MOST;
  if (event == G_FILE_MONITOR_EVENT_CREATED || event == G_FILE_MONITOR_EVENT_DELETED
      || event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    look_in (self, SETTLE_MS);
}

EbbPortWatch *
ebb_port_watch_new (const char *folder, EbbPortLook own_look)
{
  EbbPortWatch *self = g_object_new (EBB_TYPE_PORT_WATCH, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder != NULL ? folder : "/dev");
  self->look = own_look != NULL ? own_look : ebb_port_look;
  self->monitor = g_file_monitor_directory (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect (self->monitor, "changed", G_CALLBACK (on_node_cb), self);
  look (self);
  return self;
}

GPtrArray *
ebb_port_watch_get_ports (EbbPortWatch *watch)
{
  return watch->ports;
}

static void
ebb_port_watch_dispose (GObject *object)
{
  EbbPortWatch *self = EBB_PORT_WATCH (object);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->ports, g_ptr_array_unref);
  G_OBJECT_CLASS (ebb_port_watch_parent_class)->dispose (object);
}

static void
ebb_port_watch_class_init (EbbPortWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_port_watch_dispose;
  g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
ebb_port_watch_init (EbbPortWatch *self)
{
}
