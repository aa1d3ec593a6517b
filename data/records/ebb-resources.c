/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-resources.h"

/* Generated; asked for by its function, so that a static library keeps it. */
#include "ebb-data-resources.h"

#include <string.h>

/* Registered on first use: no constructor runs before main() for it. */
static GResource *
get_resource (void)
{
  static gsize registered;

  if (g_once_init_enter (&registered)) {
    ebb_data_register_resource ();
    g_once_init_leave (&registered, 1);
  }
  return ebb_data_get_resource ();
}

GBytes *
ebb_resource_load (const char *path, GError **error)
{
  return g_resource_lookup_data (get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
ebb_resource_list (const char *folder, const char *suffix)
{
  g_auto (GStrv) names =
      g_resource_enumerate_children (get_resource (), folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (g_str_has_suffix (names[i], suffix))
      g_ptr_array_add (list, g_strndup (names[i], strlen (names[i]) - strlen (suffix)));

  g_ptr_array_sort (list, compare_names);
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}
