/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session in the middle of its first set, as it would be reported; tests change what they ask
 * about.
 */
#pragma once

#include "ebb-live-state.h"

#define RIG_NOW_US CUFF_SECONDS (1000)

typedef struct {
  EbbSessionView view;
  EbbPlan plan;
  EbbExercise exercise;
  EbbLiveFacts facts;
  EbbLiveState state;
} LiveRig;

/* 3 × 15–20, hold 5 s, rest 30 s, 112 mmHg of an LOP of 187, left thigh. */
void live_rig_init (LiveRig *rig);
/* The phase began `into_ms` ago and lasts `length_ms`; 0 = it ends by an event. */
void live_rig_phase (LiveRig *rig, EbbPhase phase, int into_ms, int length_ms);
/* What the page shows of it now. */
const EbbLiveState *live_rig_make (LiveRig *rig);
void live_rig_clear (LiveRig *rig);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LiveRig, live_rig_clear)
