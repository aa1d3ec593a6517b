/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole session's pressure of one limb, kept so that any stretch of it can be drawn at a cost
 * that does not grow with its length: samples in blocks, and a pyramid of minima and maxima above
 * them. No spike can vanish.  Pure; main thread.
 */
#pragma once

#include "ebb-records.h"

typedef struct EbbTrace EbbTrace;

EbbTrace *ebb_trace_new (void);
void ebb_trace_free (EbbTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbTrace, ebb_trace_free)

/* Times never fall; an unset pressure is a gap, and so is `gap` (data missing before this one). */
void ebb_trace_push (EbbTrace *trace, gint64 t_us, CuffPressure pressure, gboolean gap);

gsize ebb_trace_get_length (const EbbTrace *trace);
/* EBB_TIME_UNSET while it is empty. */
gint64 ebb_trace_get_first_us (const EbbTrace *trace);
gint64 ebb_trace_get_last_us (const EbbTrace *trace);

typedef struct {
  CuffPressure min, max, first, last; /* unset when there is no sample in it */
  gboolean gap;                       /* data is missing somewhere in it */
} EbbSpan;

/* What lies in [from, to).  FALSE when nothing does. */
gboolean ebb_trace_get_span (const EbbTrace *trace, gint64 from_us, gint64 to_us, EbbSpan *span);

/* [from, to) cut into `n_columns` of equal width. */
void ebb_trace_get_columns (const EbbTrace *trace, gint64 from_us, gint64 to_us, guint n_columns,
                            EbbSpan *columns);

/* The pressure at a moment: the sample at or before it, unset in a gap. */
CuffPressure ebb_trace_get_at (const EbbTrace *trace, gint64 t_us);
