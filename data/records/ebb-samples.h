/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One second of one limb's samples as bytes, and back.  Pure, any thread.
 *
 * byte 0      version, 1
 * varint      number of samples, 1 to EBB_SAMPLES_MAX
 * six columns in this order: time (µs), pressure, second sensor (0.1 mmHg), flow (0.1 mL/s),
 *             valve (percent), gap (0 or 1)
 *
 * A column is a byte that says how it is written, then one number for each sample:
 *   0  each difference as a varint;
 *   1  the same, and after a difference of 0 a varint that says how many more zeros follow;
 *   2  half a byte each, the low half first, 0 to 14; a half of 15 says that the difference stands
 *      after the halves as a varint, less 15.  A last half that is not needed is 0.
 * The shortest is chosen, the first of equals.
 *
 * Differences are zigzag coded (0, -1, 1, -2 ... = 0, 1, 2, 3 ...).  A varint holds seven bits in
 * each byte, low ones first, the top bit set in all but the last.  Before the first sample every
 * column stands at 0.  The time column holds differences of differences, the step before the first
 * being 10 ms: a steady 100 Hz is a column of zeros.  An unset pressure is the number -2^31.
 */
#pragma once

#include "ebb-records.h"

#define EBB_SAMPLES_MAX     8192
#define EBB_SAMPLES_VERSION 1

/* The bytes of 1 to EBB_SAMPLES_MAX samples with times that never fall, from 0 to 2^52; NULL for
 * anything else. */
GBytes *ebb_samples_encode (const EbbSample *samples, gsize n_samples);

/* Appends to `into` (EbbSample) what the bytes hold.  Hostile bytes and other versions: FALSE, and
 * `into` as it was. */
gboolean ebb_samples_decode (gconstpointer bytes, gsize n_bytes, GArray *into);
