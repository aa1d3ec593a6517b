/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A pressure in tenths of a millimetre of mercury, gauge.  Zero is a pressure; the absence of one
 * is CUFF_PRESSURE_UNSET, which is never shown as 0 and never compared as a number. */
typedef int32_t CuffPressure;

#define CUFF_PRESSURE_UNSET INT32_MIN
#define CUFF_MMHG(mmhg)     ((CuffPressure) ((mmhg) *10))

static inline bool
cuff_pressure_is_set (CuffPressure pressure)
{
  return pressure != CUFF_PRESSURE_UNSET;
}

/* Whole and tenth millimetres as a double, for arithmetic and display only.  `pressure` is set. */
static inline double
cuff_pressure_to_mmhg (CuffPressure pressure)
{
  return pressure / 10.0;
}

/* Nearest tenth, halves away from zero. */
static inline CuffPressure
cuff_pressure_from_mmhg (double mmhg)
{
  return (CuffPressure) (mmhg >= 0 ? mmhg * 10.0 + 0.5 : mmhg * 10.0 - 0.5);
}

/* Time in microseconds.  On the host it is the clock of device/clock, never wall time. */
typedef int64_t CuffTime;

#define CUFF_TIME_NEVER INT64_MAX
#define CUFF_MS(ms)     ((CuffTime) (ms) *1000)
#define CUFF_SECONDS(s) ((CuffTime) (s) *1000000)
