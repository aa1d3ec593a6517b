/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a clinic has set, asked and written from the main thread; nothing here waits.  Rules:
 * ebb-db-settings.h.
 */
#pragma once

#include "ebb-clinic-settings.h"
#include "ebb-screening-own.h"
#include "ebb-store-ask.h"

/* EbbClinicSettings, by ebb_store_ask_finish(). */
void ebb_store_load_settings_async (EbbStore *store, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user);
/* Answers with the field's id, by ebb_store_put_finish(). */
void ebb_store_set_clinic_field_async (EbbStore *store, EbbClinicField field, const char *value,
                                       const char *reason, const char *operator_name,
                                       GAsyncReadyCallback callback, gpointer user);

/* The list that is asked, and what a clinic has made of Ebb's. */
typedef struct {
  EbbScreeningList *list;       /* owned */
  GPtrArray *changes;           /* owned: EbbListChange; of Ebb's own list empty */
  gboolean own;                 /* the clinic's */
  char *operator_name, *reason; /* owned or NULL: who chose it, why */
  gint64 written_unix_us;       /* EBB_TIME_UNSET = nobody has chosen */
} EbbListInForce;

void ebb_list_in_force_free (EbbListInForce *in_force);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbListInForce, ebb_list_in_force_free)

/* EbbListInForce, by ebb_store_ask_finish(). */
void ebb_store_load_list_in_force_async (EbbStore *store, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user);
/* Asks `list` from now on, under an own id and the next version; NULL = Ebb's own again.  Answers
 * with the id of the list. */
void ebb_store_choose_screening_list_async (EbbStore *store, const EbbScreeningList *list,
                                            const char *reason, const char *operator_name,
                                            GAsyncReadyCallback callback, gpointer user);
