/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lock file beside a database: who holds it owns the data.
 */
#pragma once

#include "ebb-store.h"

/* Takes the lock of the database at `path`; the descriptor to close, or -1. */
int ebb_db_lock (const char *path, GError **error);

/* The file beside a database that says: a restore is changing names here, or was cut off.  Owned by
 * the caller. */
char *ebb_db_get_mark (const char *path);

/* Makes an empty file that only its owner may read, if there is none. */
gboolean ebb_db_create_private (const char *path, GError **error);

/* Flushes a file that is complete; FALSE with errno set. */
gboolean ebb_file_flush (const char *path);

/* Something went wrong with a file, as an error that names it. */
void ebb_store_set_errno_error (GError **error, int saved_errno, const char *path);
