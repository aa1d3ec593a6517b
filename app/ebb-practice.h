/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The practice clinic: a dozen plainly invented patients with a plausible past.
 */
#pragma once

#include "ebb-db-desk.h"

/* Fills an empty database; one that has patients is left alone, but that a practice clinic's
 * screenings are done again where they are missing or have expired.  `now_unix_us`: wall time, the
 * past is laid out before it.  Same seed, same people. */
gboolean ebb_practice_fill (EbbDb *db, gint64 now_unix_us, guint32 seed, GError **error);

/* An invented screening of that day without a finding, for an invented patient: no to all, 170 cm,
 * 68 kg, 122/76 mmHg. */
gboolean ebb_practice_put_screening (EbbDb *db, const EbbPatient *patient, gint64 unix_us,
                                     GError **error);
