/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of definitions have in common: format, id, version and name at the head, then
 * arrays of rows.  Above ebb-json-read; any thread.
 */
#pragma once

#include "ebb-json-read.h"

/* Where the head of a list goes; all borrowed. */
typedef struct {
  char **id, **name; /* what they point to is owned by the list */
  guint *version;
} EbbListHead;

/* format, format_version 1, id, version 1 to 9999, name; `allowed` is the format in quotes. */
void ebb_list_read_head (EbbJsonObject *root, int (*format) (const char *), const char *allowed,
                         EbbListHead head);

/* Reads the row at `index` of the array and puts it into the list. */
typedef void (*EbbListReadRow) (EbbJsonObject *root, guint index, gpointer list);

/* All rows of an array, to the first problem. */
void ebb_list_read_rows (EbbJsonObject *root, const char *array, guint rows_max,
                         EbbListReadRow read_row, gpointer list);

/* Opens hostile text, reads it by `read_fields` and refuses what that did not ask for.  `length`
 * -1: the text ends with a zero byte.  FALSE with the error; the list is then half filled. */
typedef void (*EbbListReadFields) (EbbJsonObject *root, gpointer list);
gboolean ebb_list_parse (const char *name, const char *text, gssize length,
                         EbbListReadFields read_fields, gpointer list, GError **error);

/* The place of `text` in a list of words that ends with NULL, or -1. */
int ebb_list_find_word (const char *const *words, const char *text);
