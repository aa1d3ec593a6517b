/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two halves of ebb-live-state: sentences here, numbers there.
 */
#pragma once

#include "ebb-live-state.h"

void ebb_live_make_banner (EbbLiveBanner *banner, const EbbLiveFacts *facts);
void ebb_live_make_clock (EbbLiveClock *clock, const EbbLiveFacts *facts);
void ebb_live_make_reading (EbbLiveReading *reading, const EbbLiveFacts *facts);

/* ebb-live-timed.c: sets by the clock, and inflations in the middle of a plan. */
void ebb_live_make_time_done (EbbLiveReps *reps, const EbbLiveFacts *facts);
void ebb_live_make_prompt (EbbLivePrompt *prompt, const EbbLiveFacts *facts);
void ebb_live_say_work (EbbLiveBanner *banner, const EbbLiveFacts *facts);
void ebb_live_say_relief (EbbLiveBanner *banner, const EbbLiveFacts *facts);
void ebb_live_say_waiting (EbbLiveBanner *banner, const EbbLiveFacts *facts);
/* A rest or relief whose end is announced; what it is stays in `detail`. */
void ebb_live_say_announced (EbbLiveBanner *banner, const EbbLiveFacts *facts);
/* What a set asks for: "15–20 repetitions", "5:00 min", "to failure, at most 50".  Free it. */
char *ebb_live_order_to_text (const EbbLiveFacts *facts, guint set);
/* "then set 2 of 5".  Free it. */
char *ebb_live_then_set_to_text (const EbbLiveFacts *facts, guint set);
/* What the end of the set brings: "then rest, cuff stays tight", "then the cuff deflates for 3:00".
 */
char *ebb_live_after_set_to_text (const EbbLiveFacts *facts);

/* Four parts of a repetition: what the pacer leads at this moment, and when that part began and
 * ends; the phase RELAX holds two of them. */
typedef enum {
  EBB_LIVE_PART_CONTRACT,
  EBB_LIVE_PART_HOLD,
  EBB_LIVE_PART_RELAX,  /* after a hold */
  EBB_LIVE_PART_RETURN, /* a weight is let down */
  EBB_LIVE_PART_PAUSE,
} EbbLivePart;
EbbLivePart ebb_live_part (const EbbLiveFacts *facts, gint64 *since_us, gint64 *until_us);

/* What is left of the phase in whole seconds, rounded up; -1 = its end is not known. */
int ebb_live_left_s (const EbbLiveFacts *facts);
/* 0..1 of the phase; negative = its end is not known. */
double ebb_live_phase_fraction (const EbbLiveFacts *facts);
/* The set the facts speak of, from 1, also before the first. */
guint ebb_live_set (const EbbLiveFacts *facts);
/* Ordered pressure in whole mmHg; 0 = none. */
int ebb_live_ordered_mmhg (const EbbLiveFacts *facts);
/* Whether the cuff is meant to be tight in this phase. */
gboolean ebb_live_is_tight (const EbbLiveFacts *facts);
