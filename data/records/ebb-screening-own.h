/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A clinic's own screening list beside Ebb's: what it may not do, what it does, and how a file
 * becomes one.  The strictest wins (clinic 3.1): an absolute condition is neither left out nor
 * lowered nor narrowed, the blood pressure that refuses is not raised, and a screening holds no
 * longer.  All else may be worded, added, left out or weighed anew.  Pure, any thread.
 */
#pragma once

#include "ebb-screening-list.h"

/* The id of a list that was made from Ebb's; Ebb's own id stays Ebb's. */
#define EBB_SCREENING_OWN "clinic-screening"

/* FALSE with an error that names row, field, value and what is allowed. */
gboolean ebb_screening_list_check_own (const EbbScreeningList *own, GError **error);

typedef enum {
  EBB_LIST_ADDED,
  EBB_LIST_LEFT_OUT,
  EBB_LIST_STRICTER,
  EBB_LIST_MILDER,
  EBB_LIST_LIMIT, /* how the cuff may still be used */
  EBB_LIST_REWORDED,
} EbbListChangeKind;

typedef struct {
  EbbListChangeKind kind;
  char *id, *name; /* owned: of the condition */
} EbbListChange;

/* EbbListChange array: what `list` has otherwise than Ebb's. */
GPtrArray *ebb_screening_list_compare (const EbbScreeningList *list, GError **error);
const char *ebb_list_change_to_string (EbbListChangeKind kind); /* never translated */
const char *ebb_list_change_to_text (EbbListChangeKind kind);

/* The same list under an own id and that version. */
EbbScreeningList *ebb_screening_list_make_own (const EbbScreeningList *from, guint version,
                                               GError **error);
/* Reads a file's text and checks it. */
EbbScreeningList *ebb_screening_list_load_own (const char *path, GError **error);
