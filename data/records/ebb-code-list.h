/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of codes with names: conditions treated, adverse events.  Versioned files of
 * data/conditions; a record keeps the code and the version of the list.  Any thread.
 */
#pragma once

#include "ebb-evidence.h"

#include <gio/gio.h>

typedef struct {
  char *id;        /* owned */
  char *group;     /* owned: an id too, e.g. "article", "serious" */
  char *name;      /* owned */
  char *frequency; /* owned or NULL: in words, with what it counts */
  char *source;    /* owned */
  EbbEvidence status;
} EbbCode;

typedef struct {
  char *id, *name; /* owned */
  guint version;
  GPtrArray *codes; /* EbbCode, in the order of the file */
} EbbCodeList;

#define EBB_LIST_CONDITIONS     "conditions"
#define EBB_LIST_ADVERSE_EVENTS "adverse-events"

/* Parses hostile text; errors as in ebb-protocol.h: file, line, field, value, what is allowed. */
EbbCodeList *ebb_code_list_parse (const char *name, const char *text, gssize length,
                                  GError **error);
EbbCodeList *ebb_code_list_load_builtin (const char *id, GError **error);
void ebb_code_list_free (EbbCodeList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCodeList, ebb_code_list_free)

/* Borrowed; NULL when it is not in the list. */
const EbbCode *ebb_code_list_find (const EbbCodeList *list, const char *id);

/* The same as a question of a record: FALSE names `field`, the code and the list. */
gboolean ebb_code_list_check (const EbbCodeList *list, const char *field, const char *id,
                              GError **error);
