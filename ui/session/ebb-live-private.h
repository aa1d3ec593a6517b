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
