/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cuff thread on a port without a kernel, in virtual time.  The test plays the main thread and
 * the hand on the cable.
 */
#pragma once

#include "loop-port.h"

typedef struct {
  CuffClock *clock;
  CuffClockParty *self;
  CuffLink *link;
  guint64 next_event, next_report;
  guint n_reports;
  gboolean mute; /* no telemetry */
  guint8 noise[1024];
  gsize noise_per_ms; /* so many bytes of noise[] each millisecond */
  CuffTime next_report_us;
  GArray *events; /* large enough from the start */
} LoopRig;

LoopRig *loop_rig_new (void);
void loop_rig_free (LoopRig *rig);

CuffTime loop_rig_now (LoopRig *rig);
/* The controller reports at 100 Hz meanwhile. */
void loop_rig_run (LoopRig *rig, CuffTime duration_us);
/* NULL when it did not come in time. */
const CuffLinkEvent *loop_rig_await (LoopRig *rig, CuffLinkEventKind kind, CuffTime patience_us);
const CuffLinkEvent *loop_rig_find_alarm (LoopRig *rig, CuffAlarm alarm);

/* Limits and interlock; then armed; and then at 110 mmHg. */
void loop_rig_configure (LoopRig *rig);
void loop_rig_arm (LoopRig *rig, CuffArmPurpose purpose);
void loop_rig_hold (LoopRig *rig);
/* As fast as a cuff can: nothing jumps. */
void loop_rig_move (LoopRig *rig, CuffPressure pressure);
