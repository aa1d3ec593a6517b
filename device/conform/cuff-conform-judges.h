/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One function for each numbered requirement of PROTOCOL.md.  Each begins with
 * cuff_conform_prepare() or cuff_conform_inflate(), so that each can be judged alone.
 */
#pragma once

#include "cuff-conform-tester.h"

typedef CuffConformVerdict (*CuffConformJudgeFunc) (CuffConform *t);

typedef struct {
  CuffConformRequirement requirement;
  CuffConformJudgeFunc judge;
} CuffConformJudge;

extern const CuffConformJudge cuff_conform_judges[];
extern const unsigned cuff_conform_n_judges;

/* cuff-conform-talk.c: who it is, and what it says unasked */
CuffConformVerdict cuff_conform_judge_hello (CuffConform *t);
CuffConformVerdict cuff_conform_judge_identity (CuffConform *t);
CuffConformVerdict cuff_conform_judge_found_vented (CuffConform *t);
CuffConformVerdict cuff_conform_judge_rate (CuffConform *t);
CuffConformVerdict cuff_conform_judge_frames (CuffConform *t);
CuffConformVerdict cuff_conform_judge_echo (CuffConform *t);
CuffConformVerdict cuff_conform_judge_stream (CuffConform *t);
CuffConformVerdict cuff_conform_judge_repeated (CuffConform *t);
CuffConformVerdict cuff_conform_judge_other_major (CuffConform *t);

/* cuff-conform-bytes.c: what is not as it should be */
CuffConformVerdict cuff_conform_judge_unknown (CuffConform *t);
CuffConformVerdict cuff_conform_judge_longer (CuffConform *t);
CuffConformVerdict cuff_conform_judge_short (CuffConform *t);
CuffConformVerdict cuff_conform_judge_range (CuffConform *t);
CuffConformVerdict cuff_conform_judge_window (CuffConform *t);
CuffConformVerdict cuff_conform_judge_garbage (CuffConform *t);

/* cuff-conform-arming.c: limits and the two steps to pressure */
CuffConformVerdict cuff_conform_judge_limits (CuffConform *t);
CuffConformVerdict cuff_conform_judge_no_limits (CuffConform *t);
CuffConformVerdict cuff_conform_judge_limits_idle (CuffConform *t);
CuffConformVerdict cuff_conform_judge_unarmed (CuffConform *t);
CuffConformVerdict cuff_conform_judge_token (CuffConform *t);
CuffConformVerdict cuff_conform_judge_clean (CuffConform *t);
CuffConformVerdict cuff_conform_judge_early (CuffConform *t);
CuffConformVerdict cuff_conform_judge_expiry (CuffConform *t);
CuffConformVerdict cuff_conform_judge_epochs (CuffConform *t);

/* cuff-conform-orders.c: what an epoch permits */
CuffConformVerdict cuff_conform_judge_hold (CuffConform *t);
CuffConformVerdict cuff_conform_judge_cap (CuffConform *t);
CuffConformVerdict cuff_conform_judge_senseless (CuffConform *t);
CuffConformVerdict cuff_conform_judge_ramp (CuffConform *t);
CuffConformVerdict cuff_conform_judge_deflate (CuffConform *t);
CuffConformVerdict cuff_conform_judge_quiet (CuffConform *t);
CuffConformVerdict cuff_conform_judge_puff (CuffConform *t);
CuffConformVerdict cuff_conform_judge_lop (CuffConform *t);

/* cuff-conform-ends.c: what ends an epoch */
CuffConformVerdict cuff_conform_judge_lease (CuffConform *t);
CuffConformVerdict cuff_conform_judge_latch (CuffConform *t);
CuffConformVerdict cuff_conform_judge_heartbeat (CuffConform *t);
CuffConformVerdict cuff_conform_judge_armed_lease (CuffConform *t);
CuffConformVerdict cuff_conform_judge_hello_ends (CuffConform *t);
CuffConformVerdict cuff_conform_judge_mode_vent (CuffConform *t);
CuffConformVerdict cuff_conform_judge_other_epoch (CuffConform *t);
CuffConformVerdict cuff_conform_judge_longest (CuffConform *t);
CuffConformVerdict cuff_conform_judge_ended (CuffConform *t);
CuffConformVerdict cuff_conform_judge_release (CuffConform *t);

/* cuff-conform-stops.c: STOP in both forms */
CuffConformVerdict cuff_conform_judge_vent_frame (CuffConform *t);
CuffConformVerdict cuff_conform_judge_zeros (CuffConform *t);
CuffConformVerdict cuff_conform_judge_inside (CuffConform *t);
CuffConformVerdict cuff_conform_judge_vent_body (CuffConform *t);
CuffConformVerdict cuff_conform_judge_break (CuffConform *t);

/* cuff-conform-both.c: two cuffs */
CuffConformVerdict cuff_conform_judge_both (CuffConform *t);

/* cuff-conform-alarms.c */
CuffConformVerdict cuff_conform_judge_time (CuffConform *t);
CuffConformVerdict cuff_conform_judge_alarm (CuffConform *t);
CuffConformVerdict cuff_conform_judge_fault (CuffConform *t);

/* cuff-conform-services.c */
CuffConformVerdict cuff_conform_judge_leak_test (CuffConform *t);
CuffConformVerdict cuff_conform_judge_self_test (CuffConform *t);
CuffConformVerdict cuff_conform_judge_zero (CuffConform *t);
CuffConformVerdict cuff_conform_judge_log (CuffConform *t);
CuffConformVerdict cuff_conform_judge_set_time (CuffConform *t);
CuffConformVerdict cuff_conform_judge_boot (CuffConform *t);
CuffConformVerdict cuff_conform_judge_before_hello (CuffConform *t);
CuffConformVerdict cuff_conform_judge_buzzer (CuffConform *t);
CuffConformVerdict cuff_conform_judge_dtr (CuffConform *t);
CuffConformVerdict cuff_conform_judge_one_test (CuffConform *t);
CuffConformVerdict cuff_conform_judge_cut_short (CuffConform *t);

/* cuff-conform-hands.c: what nobody can provoke from the far end of a cable */
CuffConformVerdict cuff_conform_judge_button (CuffConform *t);
CuffConformVerdict cuff_conform_judge_over (CuffConform *t);
CuffConformVerdict cuff_conform_judge_stuck (CuffConform *t);
CuffConformVerdict cuff_conform_judge_sensor (CuffConform *t);
