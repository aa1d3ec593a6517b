/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inside of a connection, for ebb-db*.c alone.
 */
#pragma once

#include "ebb-db-private.h"

#include <sqlite3.h>

/* "Ebb!" in the file's header. */
#define EBB_DB_APPLICATION_ID 0x45626221

/* The schema this program writes. */
#define EBB_SCHEMA_VERSION 6

struct EbbDb {
  char *path;  /* owned */
  char *actor; /* owned or NULL: who the audit names */
  EbbDbMode mode;
  int lock_fd;            /* -1 when reading */
  gboolean is_new;        /* made by this very open */
  sqlite3 *handle;        /* owned; NULL between close and reopen */
  GHashTable *statements; /* owned: sql -> EbbStatement, those not in use */

  /* state */
  guint depth;           /* of nested ebb_db_atomically() */
  gboolean needs_reopen; /* see ebb_db_needs_reopen() */
  gboolean is_sound;     /* quick_check has passed on this connection */
  EbbDbCheck *check;     /* borrowed; NULL */
};

/* SQLite's code as an error that names the file.  Always FALSE.  Looks at errno, which the caller
 * has set to 0 before it called SQLite. */
gboolean ebb_db_fail (EbbDb *db, int code, GError **error);

/* Ends a statement for good. */
void ebb_statement_destroy (EbbStatement *statement);

/* An integer pragma. */
gboolean ebb_db_get_pragma (EbbDb *db, const char *name, gint64 *value, GError **error);

/* The file's identity, before anything is changed in it. */
gboolean ebb_db_check_identity (EbbDb *db, gint64 *version, GError **error);

/* Every foreign key leads somewhere. */
gboolean ebb_db_check_links (EbbDb *db, GError **error);

gboolean ebb_db_check_has_passed (EbbDbCheck *check);
/* What was checked before is no longer to be trusted. */
void ebb_db_check_forget (EbbDbCheck *check);

gboolean ebb_db_migrate_builtin (EbbDb *db, GError **error);
