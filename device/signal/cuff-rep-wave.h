/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the repetition detector: from samples to the wave, and from the wave to times.  Pure.
 */
#pragma once

#include "cuff-rep-detector.h"

/* mL per mmHg before an inflation has been seen: between an arm cuff (0.55) and a thigh cuff
 * (1.9).  Wrong by two it only bends the wave. */
#define CUFF_REP_COMPLIANCE_DEFAULT 1.0

/* Takes one sample into the wave, `dt_us` after the last; 0 = the first, the wave starts at 0. */
void cuff_rep_wave_step (CuffRepDetector *detector, CuffTime t_us, CuffTime dt_us,
                         const CuffChannelReport *sample);

/* Quiet stretches: begin anew, and one more sample of quiet. */
void cuff_rep_quiet_restart (CuffRepDetector *detector, CuffTime t_us);
void cuff_rep_quiet_step (CuffRepDetector *detector, CuffTime t_us);

/* The wave still drifts by that much. */
void cuff_rep_correct_drift (CuffRepDetector *detector, double residual_mmhg_s);

/* Fills start, peak, end and hold from the trace; uses valley and peak of the detector. */
void cuff_rep_measure (const CuffRepDetector *detector, CuffRep *rep);
