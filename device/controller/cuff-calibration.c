/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cuff-calibration.h"

/* Beyond these a sensor is broken, not off.  The offset is that of a zero (PROTOCOL.md); 5 % of
 * the 300 mmHg cap are 15 mmHg, more than two sensors may differ. */
#define OFFSET_LARGEST   CUFF_MMHG (10)
#define GAIN_LARGEST_PPM 50000
#define MILLION          1000000

/* An erased memory is all ones, and says the year 429496. */
static bool
is_date (uint32_t date)
{
  uint32_t year = date / 10000;
  uint32_t month = date / 100 % 100;
  uint32_t day = date % 100;

  return year >= 2000 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool
cuff_calibration_is_sane (const CuffCalibration *calibration, uint32_t date)
{
  CuffPressure offset = calibration->offset;
  int32_t gain_ppm = calibration->gain_ppm;

  if (date == 0)
    return offset == 0 && gain_ppm == 0;

  return is_date (date) && offset >= -OFFSET_LARGEST && offset <= OFFSET_LARGEST
         && gain_ppm >= -GAIN_LARGEST_PPM && gain_ppm <= GAIN_LARGEST_PPM;
}

CuffPressure
cuff_calibration_apply (const CuffCalibration *calibration, CuffPressure reading)
{
  CuffPressure pressure = reading - calibration->offset;
  int32_t gained = pressure * calibration->gain_ppm; /* at most 4100 * 50,000 */

  return pressure + (gained + (gained >= 0 ? MILLION / 2 : -MILLION / 2)) / MILLION;
}
