/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a limb has behind it when a bout shall begin: time under pressure that still counts, and how
 * long it must rest.  Read from the stored samples, so that a crash or another program start does
 * not make anybody forget it.
 */
#pragma once

#include "ebb-db.h"

typedef struct {
  gint64 continuous_us;       /* of the continuous clock, which a minute of rest resets */
  gint64 day_us;              /* since local midnight */
  gint64 reperfusion_left_us; /* 0 = the next bout may begin */
  EbbEndState last_end;       /* of the last bout on this limb; OPEN = there was none lately */
} EbbLimbHistory;

/* `now_unix_us`, `midnight_unix_us`: wall time.  Records only; control never reads it. */
gboolean ebb_limb_history_load (EbbDb *db, const char *patient_id, EbbSegment segment, EbbSide side,
                                gint64 now_unix_us, gint64 midnight_unix_us,
                                EbbLimbHistory *history, GError **error);
