/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the asynchronous side needs of the store thread.
 */
#pragma once

#include "ebb-db-private.h"

#include <gio/gio.h>

/* As ebb_store_post(), for a job that only reads: it sees one state of the file, comes after all
 * that was posted before it, and does not wait for a disk that is full. */
void ebb_store_post_question (EbbStore *store, EbbStoreJob job, gpointer data,
                              GDestroyNotify destroy, EbbStoreDone done, gpointer user);

/* The check whose result the store thread's connection believes; borrowed. */
EbbDbCheck *ebb_store_get_check (EbbStore *store);

/* A write that answers with an id: `*id`, which stands in `data`, is taken after the commit. */
void ebb_store_put_async (EbbStore *store, EbbStoreJob job, gpointer data, GDestroyNotify data_free,
                          char **id, GAsyncReadyCallback callback, gpointer user);
