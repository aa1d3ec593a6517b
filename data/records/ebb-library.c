/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The built-in protocols and exercises.
 */
#include "ebb-protocol.h"
#include "ebb-resources.h"

#include <glib/gi18n-lib.h>

#define PROTOCOLS EBB_RESOURCE_PREFIX "protocols/"
#define EXERCISES EBB_RESOURCE_PREFIX "exercises/"

char **
ebb_protocol_list_builtin (void)
{
  return ebb_resource_list (PROTOCOLS, ".json");
}

char **
ebb_exercise_list_builtin (void)
{
  return ebb_resource_list (EXERCISES, ".json");
}

/* Only a listed id becomes a path. */
static GBytes *
load (const char *folder, char **ids, const char *id, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *known = NULL;

  if (g_strv_contains ((const char *const *) ids, id)) {
    path = g_strconcat (folder, id, ".json", NULL);
    return ebb_resource_load (path, error);
  }

  known = g_strjoinv (", ", ids);
  g_set_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_UNKNOWN_ID,
               _ ("“%s” is not in the library, which has: %s"), id, known);
  return NULL;
}

EbbProtocol *
ebb_protocol_load_builtin (const char *id, GError **error)
{
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();
  g_autoptr (GBytes) bytes = load (PROTOCOLS, ids, id, error);

  return bytes == NULL ? NULL
                       : ebb_protocol_parse (id, g_bytes_get_data (bytes, NULL),
                                             (gssize) g_bytes_get_size (bytes), error);
}

EbbExercise *
ebb_exercise_load_builtin (const char *id, GError **error)
{
  g_auto (GStrv) ids = ebb_exercise_list_builtin ();
  g_autoptr (GBytes) bytes = load (EXERCISES, ids, id, error);

  return bytes == NULL ? NULL
                       : ebb_exercise_parse (id, g_bytes_get_data (bytes, NULL),
                                             (gssize) g_bytes_get_size (bytes), error);
}
