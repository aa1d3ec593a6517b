/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a bout was worked, and when it rested with the cuff tight, from what its record tells: what
 * a band around the target can be asked of, and how long a set by the clock was worked.  Pure, any
 * thread.
 */
#pragma once

#include "ebb-measure.h"
#include "ebb-protocol.h"

/* Spans of EbbSetSpan, for ebb_measure_exercise_in_band() and ebb_measure_rest_in_band(). */
typedef struct {
  GArray *work;  /* owned: in which the cuff was ordered tight */
  GArray *rests; /* owned: what stands between two of them is a rest */
} EbbSpans;

/* `protocol` NULL = not known: its sets are taken as they stand.  `sets`: EbbSetRecord, `events`:
 * EbbEventRecord, both of the session, in order.  A cuff that is deflated in sets, or between the
 * steps of a cycle, is in no band there. */
void ebb_spans_init (EbbSpans *spans, const EbbProtocol *protocol, const GPtrArray *sets,
                     const GPtrArray *events);
void ebb_spans_clear (EbbSpans *spans);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbSpans, ebb_spans_clear)

/* Of a set by the clock: its work, without pauses and reliefs.  Negative = not known. */
gint64 ebb_spans_worked_us (const EbbSetRecord *set, const GPtrArray *events);

/* How long its order was, in seconds; 0 = it is counted, or not known. */
guint ebb_spans_to_work_s (const EbbProtocol *protocol, guint set);
