/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files of this folder.
 */
#pragma once

#include <glib.h>

/* SHA-256 of a file in hexadecimal, owned by the caller. */
char *ebb_backup_sum (const char *path, GError **error);

/* A verified backup as bytes at `to`, flushed and compared with the sum of what it came from. */
gboolean ebb_backup_fetch (const char *path, const char *to, GError **error);
