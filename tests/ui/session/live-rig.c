/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "live-rig.h"

#include <math.h>

void
live_rig_init (LiveRig *rig)
{
  *rig = (LiveRig){
    .view = {
      .bout = 1, .set = 1, .n_sets = 3, .reps = 12, .reps_min = 15, .reps_max = 20, .cycle = 13,
      .pressure = CUFF_MMHG (114), .target = CUFF_MMHG (112), .ordered = CUFF_MMHG (112),
      .lop = CUFF_MMHG (187), .connected = TRUE, .simulated = TRUE, .band_percent = 96,
      .continuous_us = CUFF_SECONDS (252), .session_us = CUFF_SECONDS (252),
      .limit_us = CUFF_SECONDS (1200), .expected_end_us = RIG_NOW_US + CUFF_SECONDS (540),
      .reperfusion_until_us = EBB_TIME_UNSET, .unanswered_until_us = EBB_TIME_UNSET,
      .tight = TRUE, .set_open = TRUE,
    },
    .plan = {
      .n_sets = 3,
      .sets = { { 15, 20 }, { 15, 20 }, { 15, 20 } },
      .rest_s = 30,
      .tempo = { 1000, 5000, 1000, 0 },
      .pattern = EBB_PATTERN_CONTINUOUS,
      .target = CUFF_MMHG (112),
      .target_max = CUFF_MMHG (140),
      .segment = EBB_SEGMENT_THIGH,
      .reps_in_pressure = TRUE,
      .load_kg = 2,
    },
    .exercise = { .name = (char *) "Short-arc quad", .posture = EBB_POSTURE_SEATED },
  };
  rig->facts = (EbbLiveFacts){ .side = EBB_SIDE_LEFT, .now_us = RIG_NOW_US };
  live_rig_phase (rig, EBB_PHASE_HOLD, 3000, 5000);
}

void
live_rig_phase (LiveRig *rig, EbbPhase phase, int into_ms, int length_ms)
{
  rig->view.phase = phase;
  rig->view.phase_since_us = RIG_NOW_US - CUFF_MS (into_ms);
  rig->view.phase_until_us =
      length_ms > 0 ? rig->view.phase_since_us + CUFF_MS (length_ms) : CUFF_TIME_NEVER;
}

const EbbLiveState *
live_rig_make (LiveRig *rig)
{
  ebb_live_state_clear (&rig->state);
  rig->facts.view = &rig->view;
  rig->facts.plan = &rig->plan;
  rig->facts.exercise = &rig->exercise;
  ebb_live_state_make (&rig->state, &rig->facts);
  return &rig->state;
}

void
live_rig_clear (LiveRig *rig)
{
  ebb_live_state_clear (&rig->state);
}
