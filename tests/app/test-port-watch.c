/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of ports follows the cable: a folder stands for /dev, a file in it for a node, and one
 * whose name ends in "-locked" for a node that the system has not handed over yet.
 */
#include "ebb-port-watch.h"

#include <glib/gstdio.h>
#include <string.h>

#define PATIENCE_MS 5000

static char *folder;
static _Atomic int n_looks;

static void
port_free (gpointer data)
{
  EbbCuffPort *port = data;
  g_free (port->path);
  g_free (port->description);
  g_free (port);
}

static GPtrArray *
look_into_folder (void)
{
  GPtrArray *ports = g_ptr_array_new_with_free_func (port_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  n_looks++;
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (ports, ebb_cuff_port_new (name, name, !g_str_has_suffix (name, "-locked")));
  return ports;
}

static void
make (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
unmake (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static gboolean
on_late_cb (gpointer user)
{
  *(gboolean *) user = TRUE;
  return G_SOURCE_REMOVE;
}

static const EbbCuffPort *
find (EbbPortWatch *watch, const char *name)
{
  GPtrArray *ports = ebb_port_watch_get_ports (watch);
  for (guint i = 0; ports != NULL && i < ports->len; i++) {
    const EbbCuffPort *port = g_ptr_array_index (ports, i);
    if (strcmp (port->path, name) == 0)
      return port;
  }
  return NULL;
}

/* Turns the main loop until the port is in the list, or is not. */
static void
await (EbbPortWatch *watch, const char *name, gboolean there)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add (PATIENCE_MS, on_late_cb, &late);
  while (!late
         && (ebb_port_watch_get_ports (watch) == NULL || (find (watch, name) != NULL) != there))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (timer);
}

static void
on_changed_cb (EbbPortWatch *watch, guint *n_changes)
{
  *n_changes += 1;
}

static void
begin (void)
{
  folder = g_dir_make_tmp ("ebb-ports-XXXXXX", NULL);
  n_looks = 0;
}

static void
end (void)
{
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static void
test_plug_and_unplug (void)
{
  begin ();
  guint n_changes = 0;
  EbbPortWatch *watch = ebb_port_watch_new (folder, look_into_folder);
  g_signal_connect (watch, "changed", G_CALLBACK (on_changed_cb), &n_changes);
  await (watch, "ttyACM0", FALSE);
  g_assert_cmpuint (n_changes, ==, 1); /* an empty list is news too */
  make ("ttyACM0");
  await (watch, "ttyACM0", TRUE);
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_true (find (watch, "ttyACM0")->usable);
  unmake ("ttyACM0");
  await (watch, "ttyACM0", FALSE);
  g_assert_cmpuint (n_changes, ==, 3);
  g_object_unref (watch);
  end ();
}

/* A node that is still root's is looked at again, and shown as usable once it is. */
static void
test_handed_over (void)
{
  begin ();
  EbbPortWatch *watch = ebb_port_watch_new (folder, look_into_folder);
  await (watch, "nothing", FALSE);
  make ("ttyACM0-locked");
  await (watch, "ttyACM0-locked", TRUE);
  g_assert_false (find (watch, "ttyACM0-locked")->usable);
  int before = n_looks;
  gboolean late = FALSE;
  guint timer = g_timeout_add (PATIENCE_MS, on_late_cb, &late);
  while (!late && n_looks < before + 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (timer);
  unmake ("ttyACM0-locked");
  g_object_unref (watch);
  end ();
}

/* Where nothing can be watched, the list is true all the same. */
static void
test_polled (void)
{
  begin ();
  g_autofree char *missing = g_build_filename (folder, "not", "there", NULL);
  EbbPortWatch *watch = ebb_port_watch_new (missing, look_into_folder);
  await (watch, "ttyACM0", FALSE);
  make ("ttyACM0");
  await (watch, "ttyACM0", TRUE);
  unmake ("ttyACM0");
  g_object_unref (watch);
  end ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/port-watch/plug-and-unplug", test_plug_and_unplug);
  g_test_add_func ("/port-watch/handed-over", test_handed_over);
  g_test_add_func ("/port-watch/polled", test_polled);
  return g_test_run ();
}
