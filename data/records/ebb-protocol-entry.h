/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A protocol as it stands in this clinic's library: the newest version, and what the clinic has
 * made of it.  And the shelf: the clinic's own ones as they were read last, for forms that offer
 * them beside the built-in ones.
 *
 * Entries: any thread.  The shelf: main thread.
 */
#pragma once

#include "ebb-protocol.h"

typedef struct {
  EbbProtocol *protocol; /* owned: its newest version */
  gboolean own;          /* the clinic's; else built in */
  gboolean retired;      /* not offered any more; kept, because sessions point to it */
  char *based_on;        /* owned, NULL: id of the one it was duplicated from */
  guint n_versions;
  char *lock_reason, *locked_by; /* owned, NULL = not locked */
  gint64 locked_unix_us;
} EbbProtocolEntry;

void ebb_protocol_entry_free (EbbProtocolEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbProtocolEntry, ebb_protocol_entry_free)

/* May be changed in place: own, and not locked. */
gboolean ebb_protocol_entry_is_open (const EbbProtocolEntry *entry);

/* NULL = not among them; borrowed. */
const EbbProtocolEntry *ebb_protocol_entry_find (const GPtrArray *entries, const char *id);

/* --- The shelf --------------------------------------------------------------------------- */

/* EbbProtocolEntry, all that the store lists; a reference is kept.  NULL empties it. */
void ebb_protocol_shelf_set (GPtrArray *entries);

/* The newest version of all that is offered: built in and not hidden, or own and not retired;
 * EbbProtocol, copies, in the library's order.  Without a list of the store: the built-in ones. */
GPtrArray *ebb_protocol_shelf_list (void);

/* The newest version of that one, offered or not: of the shelf, else built in.  A copy. */
EbbProtocol *ebb_protocol_shelf_load (const char *id, GError **error);
