/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a comparison with a reference gauge found out about one sensor, at two points of its range.
 * The board keeps it and brings it along at boot; the wire only tells its date.
 * Pure and freestanding.
 */
#pragma once

#include "cuff-types.h"

/* pressure = (reading - offset) * (1 + gain_ppm / 1,000,000).  All zeros take the sensor at its
 * word. */
typedef struct {
  CuffPressure offset;
  int32_t gain_ppm;
} CuffCalibration;

/* False when it cannot have come from a sound sensor and a whole memory: farther off than any part
 * that should still be in use, or values without a day on which they were found.  `date` is
 * yyyymmdd, 0 = never. */
bool cuff_calibration_is_sane (const CuffCalibration *calibration, uint32_t date);

/* To the nearest tenth.  `calibration` is sane and `reading` is one that the wire can carry. */
CuffPressure cuff_calibration_apply (const CuffCalibration *calibration, CuffPressure reading);
