/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stored session as text: session.json (format "ebb-session", version 1; data/README.md) and a
 * waveform as CSV.  Reads the store only; the same record gives the same text.
 */
#pragma once

#include "ebb-db.h"

char *ebb_export_session_json (EbbDb *db, const char *session_id, GError **error);
char *ebb_export_session_csv (EbbDb *db, const char *session_id, GError **error);

/* Writes through a temporary file and renames: the target is whole or untouched. */
gboolean ebb_export_write (const char *path, const char *text, GError **error);
