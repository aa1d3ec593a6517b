/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The reference controller: CuffWire server, pressure regulation, lease watchdog, limits,
 * self-test.  Freestanding C11: no allocation, no clock, no I/O but the HAL.  The simulator and
 * any microcontroller build are this very code on another HAL.
 *
 * Boot (vented) -> Idle (vented) -> Armed -> Active -> Venting -> Idle; Fault (vented, latched)
 * from anywhere.  Rules R1..R5 of SAFETY.md hold here, with the cable cut.
 */
#pragma once

#include "cuff-calibration.h"
#include "cuff-hal.h"
#include "cuff-message.h"
#include "cuff-regulator.h"

#define CUFF_CONTROL_STEP_US 5000 /* 200 Hz */
#define CUFF_LOG_SIZE        64

/* What a board knows of itself.  A calibration that is not sane makes its sensor unreadable. */
typedef struct {
  CuffIdentity identity; /* vendor, model, serial, caps, boot id, reset cause, capabilities */
  CuffRegulatorTuning tuning[CUFF_CHANNELS_MAX];
  CuffCalibration calibration[CUFF_CHANNELS_MAX][2]; /* of identity.calibration_date */
} CuffControllerConfig;

typedef struct CuffController CuffController;
#include "cuff-controller-state.h" /* the struct, so that a board can place it statically */

/* Vents, before anything else, and enters Boot. */
void cuff_controller_boot (CuffController *controller, const CuffHal *hal,
                           const CuffControllerConfig *config);

/* Bytes from the host, any amount, any content. */
void cuff_controller_receive (CuffController *controller, const uint8_t *bytes, size_t n_bytes);

/* A serial break is a STOP. */
void cuff_controller_break (CuffController *controller);

/* One control step; call every CUFF_CONTROL_STEP_US.  Reads sensors, runs watchdogs and limits,
 * regulates, sends telemetry at the stream rate. */
void cuff_controller_step (CuffController *controller);
