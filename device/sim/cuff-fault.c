/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-fault.h"

#include "cuff-number.h"

#include <string.h>

/* A day: later nobody waits for it. */
#define LATEST_S 86400

static const char *const fault_names[CUFF_FAULT_COUNT] = {
  [CUFF_FAULT_NONE] = "none",
  [CUFF_FAULT_NO_REPLY] = "no-reply",
  [CUFF_FAULT_SILENCE] = "silence",
  [CUFF_FAULT_GARBAGE] = "garbage",
  [CUFF_FAULT_FLOOD] = "flood",
  [CUFF_FAULT_BIT_ERRORS] = "bit-errors",
  [CUFF_FAULT_BIT_ERRORS_HIGH] = "bit-errors-high",
  [CUFF_FAULT_DROPS] = "drops",
  [CUFF_FAULT_DROPS_HALF] = "drops-half",
  [CUFF_FAULT_DUPLICATES] = "duplicates",
  [CUFF_FAULT_REORDER] = "reorder",
  [CUFF_FAULT_DELAY] = "delay",
  [CUFF_FAULT_DELAY_LONG] = "delay-long",
  [CUFF_FAULT_WRONG_ECHO] = "wrong-echo",
  [CUFF_FAULT_STALE_SEQUENCE] = "stale-sequence",
  [CUFF_FAULT_BAUD] = "baud",
  [CUFF_FAULT_VANISH] = "vanish",
  [CUFF_FAULT_REPLUG] = "replug",
  [CUFF_FAULT_NMEA] = "nmea",
  [CUFF_FAULT_AT_MODEM] = "at-modem",
  [CUFF_FAULT_RESET] = "reset",
  [CUFF_FAULT_POWER_LOSS] = "power-loss",
  [CUFF_FAULT_BOOT_WITH_PRESSURE] = "boot-with-pressure",
  [CUFF_FAULT_CLOCK_FAST] = "clock-fast",
  [CUFF_FAULT_CLOCK_SLOW] = "clock-slow",
  [CUFF_FAULT_CAPS_ABSURD] = "caps-absurd",
  [CUFF_FAULT_CAPS_MISSING] = "caps-missing",
  [CUFF_FAULT_STOP_BUTTON] = "stop-button",
  [CUFF_FAULT_VENT_STUCK] = "vent-stuck",
  [CUFF_FAULT_PUMP_STUCK] = "pump-stuck",
  [CUFF_FAULT_LEAK_FAST] = "leak-fast",
  [CUFF_FAULT_LEAK_SLOW] = "leak-slow",
  [CUFF_FAULT_HOSE_KINKED] = "hose-kinked",
  [CUFF_FAULT_HOSE_BLOCKED] = "hose-blocked",
  [CUFF_FAULT_SENSOR_OFFSET] = "sensor-offset",
  [CUFF_FAULT_SENSOR_DRIFT] = "sensor-drift",
  [CUFF_FAULT_SENSOR_STUCK] = "sensor-stuck",
  [CUFF_FAULT_SENSOR_SPIKE] = "sensor-spike",
  [CUFF_FAULT_SENSOR_NAN] = "sensor-nan",
  [CUFF_FAULT_SENSORS_DISAGREE] = "sensors-disagree",
};

const char *
cuff_fault_to_string (CuffFault fault)
{
  return (unsigned) fault < CUFF_FAULT_COUNT ? fault_names[fault] : NULL;
}

CuffFault
cuff_fault_from_string (const char *text)
{
  for (int i = 0; text != NULL && i < CUFF_FAULT_COUNT; i++)
    if (strcmp (fault_names[i], text) == 0)
      return (CuffFault) i;
  return CUFF_FAULT_COUNT;
}

static const char *const phase_names[] = {
  [CUFF_FAULT_AT_IDLE] = "idle",           [CUFF_FAULT_AT_ARMED] = "armed",
  [CUFF_FAULT_AT_INFLATING] = "inflating", [CUFF_FAULT_AT_HOLDING] = "holding",
  [CUFF_FAULT_AT_RESTING] = "resting",     [CUFF_FAULT_AT_DEFLATING] = "deflating",
};

bool
cuff_fault_is_of_plant (CuffFault fault)
{
  return fault >= CUFF_FAULT_VENT_STUCK && fault <= CUFF_FAULT_SENSORS_DISAGREE;
}

static bool
take_seconds (const char *text, size_t n_chars, double lowest_s, CuffTime *time_us)
{
  double seconds;

  if (!cuff_number_parse (text, n_chars, &seconds) || seconds < lowest_s || seconds > LATEST_S)
    return false;
  *time_us = (CuffTime) (seconds * 1e6 + 0.5);
  return true;
}

static bool
take_when (const char *text, size_t n_chars, CuffFaultPlan *plan)
{
  for (int i = CUFF_FAULT_AT_IDLE; i <= CUFF_FAULT_AT_DEFLATING; i++)
    if (strlen (phase_names[i]) == n_chars && strncmp (phase_names[i], text, n_chars) == 0) {
      plan->when = (CuffFaultWhen) i;
      return true;
    }
  plan->when = CUFF_FAULT_AT_TIME;
  return take_seconds (text, n_chars, 0, &plan->at_us);
}

/* "NAME" or "NAME:CHANNEL". */
static bool
take_name (const char *text, size_t n_chars, CuffFaultPlan *plan)
{
  char name[32] = "";
  const char *colon = memchr (text, ':', n_chars);
  size_t n_name = colon != NULL ? (size_t) (colon - text) : n_chars;

  if (n_name >= sizeof name)
    return false;
  memcpy (name, text, n_name);
  plan->fault = cuff_fault_from_string (name);
  if (plan->fault == CUFF_FAULT_NONE || plan->fault == CUFF_FAULT_COUNT)
    return false;
  if (colon == NULL)
    return true;
  if (n_chars - n_name != 2 || colon[1] < '0' || colon[1] >= '0' + CUFF_CHANNELS_MAX)
    return false;
  plan->channels = 1u << (colon[1] - '0');
  return cuff_fault_is_of_plant (plan->fault);
}

bool
cuff_fault_plan_parse (const char *text, CuffFaultPlan *plan)
{
  CuffFaultPlan found = { 0 };
  const char *at = strchr (text, '@');

  if (at == NULL)
    return false;
  const char *when = at + 1;
  const char *plus = strchr (when, '+');
  size_t n_when = plus != NULL ? (size_t) (plus - when) : strlen (when);
  if (!take_name (text, (size_t) (at - text), &found) || !take_when (when, n_when, &found))
    return false;
  if (plus != NULL && !take_seconds (plus + 1, strlen (plus + 1), 0.005, &found.lasts_us))
    return false;
  *plan = found;
  return true;
}
