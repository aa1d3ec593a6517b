/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the reference controller needs from a board: ten functions.  Freestanding.
 */
#pragma once

#include "cuff-types.h"

#include <stddef.h>

typedef struct {
  void *user;

  /* Microseconds since boot, free running, wraps at 2^32. */
  uint32_t (*now_us) (void *user);

  /* Reads sensor 0 or 1 of a channel.  False = no valid reading (broken wire, out of range). */
  bool (*read_sensor) (void *user, unsigned channel, unsigned sensor, CuffPressure *pressure);

  /* Pump drive and proportional exhaust valve, 0..1000.  The regulator never drives both. */
  void (*drive_pump) (void *user, unsigned channel, unsigned permille);
  void (*drive_valve) (void *user, unsigned channel, unsigned permille);

  /* The normally-open dump valve.  `shut` false = unpowered = open. */
  void (*drive_vent) (void *user, unsigned channel, bool shut);
  /* What the valve's own contact says; a board without one returns what was driven. */
  bool (*vent_is_open) (void *user, unsigned channel);

  void (*buzzer) (void *user, bool on);
  bool (*stop_button) (void *user);

  /* Queues bytes for the host; may take fewer than offered, never blocks.  Returns how many. */
  size_t (*send) (void *user, const uint8_t *bytes, size_t n_bytes);

  /* Called once per control step after the sensors were read; feeds the hardware watchdog. */
  void (*kick_watchdog) (void *user);
} CuffHal;
