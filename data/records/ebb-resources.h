/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files built into the library: schema, protocols, exercises.  Any thread.
 */
#pragma once

#include <gio/gio.h>

#define EBB_RESOURCE_PREFIX "/io/github/ebbclinic/Ebb/data/"

/* The file's bytes, which a zero byte follows.  Unref them. */
GBytes *ebb_resource_load (const char *path, GError **error);

/* Sorted names, without `suffix`, of a folder that ends with a slash; g_strfreev() it. */
char **ebb_resource_list (const char *folder, const char *suffix);
