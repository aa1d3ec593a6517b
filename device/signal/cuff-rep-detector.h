/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Repetitions from the pressure wave: streaming, causal, pure.  Pressure is freed from what the
 * regulator did (its flow, integrated, over the compliance learned in the first inflation), so
 * that a good regulator does not hide the wave.  Never used for a safety decision.
 */
#pragma once

#include "cuff-types.h"

#define CUFF_REP_HISTORY 5

typedef struct CuffRepDetector CuffRepDetector;
#include "cuff-rep-detector-state.h" /* the struct, so that it can live inside others by value */

void cuff_rep_detector_init (CuffRepDetector *detector, unsigned channel);

/* Counting is on only between set start and set end. */
void cuff_rep_detector_begin_set (CuffRepDetector *detector, CuffTime t_us);
void cuff_rep_detector_end_set (CuffRepDetector *detector);

/* One sample of this channel, times rising.  Returns true when a repetition was completed by it;
 * `rep` then holds it.  Feed every sample, also outside sets: compliance is learned in the
 * inflation and a set-point change freezes the detector for 1.5 s. */
bool cuff_rep_detector_push (CuffRepDetector *detector, CuffTime t_us,
                             const CuffChannelReport *sample, CuffRep *rep);
