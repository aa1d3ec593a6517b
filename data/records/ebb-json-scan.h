/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every JSON text from outside passes first: size, UTF-8, the whole grammar of RFC 8259,
 * depth, doubled keys.  json-glib 1.6 crashes on deep nesting and accepts doubled keys, comments
 * and more; after this scan it only ever sees text that is plain JSON.  Pure, any thread.
 */
#pragma once

#include <glib.h>

#define EBB_JSON_DEPTH_MAX 32
#define EBB_JSON_SIZE_MAX  (64 * 1024)

/* Scans hostile text.  `name` (of the file) begins the message, the line follows:
 * "knee.json:7: the key \"id\" stands twice in one object".
 * Returns where each member stands: path ("sets.0.reps_min") -> line, as GUINT_TO_POINTER.  The
 * error is EBB_PROTOCOL_ERROR_SYNTAX. */
GHashTable *ebb_json_scan (const char *name, const char *text, gsize length, gsize length_max,
                           GError **error);
