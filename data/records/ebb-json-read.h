/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Strict reading of a scanned JSON object, field by field.  The first problem is kept and every
 * later call does nothing, so that a reader is a plain list of fields and one question at the end.
 * A message names file, line, field, value and what is allowed.
 */
#pragma once

#include <json-glib/json-glib.h>

typedef struct {
  const char *name;  /* borrowed: of the file */
  GHashTable *lines; /* owned: from ebb_json_scan() */
  JsonNode *root;    /* owned */
  GError *error;     /* owned: the first problem */
  /* owned: the parts of its message; NULL = no field is to blame, or none has this */
  char *field, *value, *allowed;
} EbbJsonFile;

/* One object of the file and the fields asked for so far. */
typedef struct {
  EbbJsonFile *file;  /* borrowed */
  JsonObject *object; /* borrowed */
  char path[64];      /* "" or "sets.0" */
  const char *seen[24];
  guint n_seen;
} EbbJsonObject;

/* Scans and parses; FALSE with file->error set.  The root is an object. */
gboolean ebb_json_file_open (EbbJsonFile *file, const char *name, const char *text, gsize length,
                             EbbJsonObject *root);
void ebb_json_file_clear (EbbJsonFile *file);

/* A text of 1 to `length_max` characters in one line; owned by the caller, NULL on error. */
char *ebb_json_read_text (EbbJsonObject *object, const char *field, glong length_max);

/* A text of lower case letters, digits and dashes. */
char *ebb_json_read_id (EbbJsonObject *object, const char *field);

gint64 ebb_json_read_int (EbbJsonObject *object, const char *field, gint64 min, gint64 max);
double ebb_json_read_double (EbbJsonObject *object, const char *field, double min, double max);
gboolean ebb_json_read_boolean (EbbJsonObject *object, const char *field);

/* One of the words that `from_string` knows; `allowed` lists them for the message. */
int ebb_json_read_word (EbbJsonObject *object, const char *field, int (*from_string) (const char *),
                        const char *allowed);

gboolean ebb_json_has (EbbJsonObject *object, const char *field);

/* An object inside, and the length (1 to `length_max`, 0 on error) and elements of an array. */
gboolean ebb_json_read_object (EbbJsonObject *object, const char *field, EbbJsonObject *inner);
guint ebb_json_read_array (EbbJsonObject *object, const char *field, guint length_max);
gboolean ebb_json_read_array_object (EbbJsonObject *object, const char *field, guint index,
                                     EbbJsonObject *inner);
int ebb_json_read_array_word (EbbJsonObject *object, const char *field, guint index,
                              int (*from_string) (const char *), const char *allowed);
gint64 ebb_json_read_array_int (EbbJsonObject *object, const char *field, guint index, gint64 min,
                                gint64 max);

/* Refuses every field that was not asked for. */
void ebb_json_end (EbbJsonObject *object);

/* A problem that spans fields.  Always FALSE. */
gboolean ebb_json_fail (EbbJsonObject *object, const char *field, const char *value,
                        const char *allowed);
