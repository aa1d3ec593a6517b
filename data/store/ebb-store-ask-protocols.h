/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clinic's library of protocols, asked and written from the main thread; nothing here waits.
 * Rules: ebb-db-protocols.h.
 */
#pragma once

#include "ebb-protocol-entry.h"
#include "ebb-store-ask.h"

/* EbbProtocolEntry array, by ebb_store_ask_finish(). */
void ebb_store_list_protocols_async (EbbStore *store, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user);

/* Writes; the answer is the id, by ebb_store_put_finish().  `operator_name` stands in the audit. */
void ebb_store_save_protocol_async (EbbStore *store, const EbbProtocol *protocol,
                                    const char *based_on, const char *operator_name,
                                    GAsyncReadyCallback callback, gpointer user);
void ebb_store_import_protocol_async (EbbStore *store, const EbbProtocol *protocol,
                                      gboolean as_copy, const char *operator_name,
                                      GAsyncReadyCallback callback, gpointer user);
void ebb_store_lock_protocol_async (EbbStore *store, const char *id, const char *reason,
                                    const char *operator_name, GAsyncReadyCallback callback,
                                    gpointer user);
void ebb_store_retire_protocol_async (EbbStore *store, const char *id, gboolean retired,
                                      const char *operator_name, GAsyncReadyCallback callback,
                                      gpointer user);
