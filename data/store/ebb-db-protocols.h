/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clinic's library of protocols: synchronous, on the thread of `db`; jobs and questions of the
 * store call the same.  Built-in ones are never changed; of the clinic's own each save is a next
 * version, and none is ever deleted.  Whatever fails leaves everything as it was.
 */
#pragma once

#include "ebb-db.h"
#include "ebb-protocol-entry.h"

/* EbbProtocolEntry: the built-in ones by id, then the clinic's own by name. */
GPtrArray *ebb_db_list_protocols (EbbDb *db, GError **error);
/* NULL with UNKNOWN_ID when there is none. */
EbbProtocolEntry *ebb_db_get_protocol_entry (EbbDb *db, const char *id, GError **error);

/* That version, as it stands in the file or is built in; 0 = the newest.  What a session runs. */
EbbProtocol *ebb_db_load_protocol (EbbDb *db, const char *id, guint version, GError **error);

/* Stores it as the next version; what it says of its own version is the one it was changed from,
 * and when that is not the newest any more, nothing is written.  With an id NULL it is a new one,
 * whose id is made of its name.  `based_on` may be NULL.  `*id` and `*version` (or NULL) tell what
 * it has become; free the id. */
gboolean ebb_db_save_protocol (EbbDb *db, const EbbProtocol *protocol, const char *based_on,
                               char **id, guint *version, GError **error);

/* Takes in one from a file, as it is.  TAKEN when its id belongs to another one here; with
 * `as_copy` it gets an id of its own then, and version 1. */
gboolean ebb_db_import_protocol (EbbDb *db, const EbbProtocol *protocol, gboolean as_copy,
                                 char **id, GError **error);

/* For good.  `operator_name` and `reason` are both needed. */
gboolean ebb_db_lock_protocol (EbbDb *db, const char *id, const char *reason,
                               const char *operator_name, GError **error);
/* Not offered any more, or again; also a built-in one. */
gboolean ebb_db_retire_protocol (EbbDb *db, const char *id, gboolean retired, GError **error);
