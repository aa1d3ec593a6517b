/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was typed and not saved, kept in memory by the desk, so that leaving a page loses nothing.
 */
#pragma once

#include "ebb-desk.h"

/* `key`: page and patient, "prescription ID".  Takes `draft`; the one before is freed. */
void ebb_drafts_keep (EbbDesk *desk, const char *key, gpointer draft, GDestroyNotify free_draft);
/* Passes it to the caller; NULL = there is none. */
gpointer ebb_drafts_take (EbbDesk *desk, const char *key);
gboolean ebb_drafts_has (EbbDesk *desk, const char *key);
