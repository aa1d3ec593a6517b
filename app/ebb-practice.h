/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The practice clinic: a dozen plainly invented patients with a plausible past.
 */
#pragma once

#include "ebb-db-desk.h"

/* Fills an empty database; one that has patients is left alone.  `now_unix_us`: wall time, the past
 * is laid out before it.  Same seed, same people. */
gboolean ebb_practice_fill (EbbDb *db, gint64 now_unix_us, guint32 seed, GError **error);
