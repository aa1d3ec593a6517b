/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prescriptions for a left thigh, with nothing set but what a test names.
 */
#pragma once

#include "ebb-prescription.h"

#define UNSET CUFF_PRESSURE_UNSET

EbbPrescription blank (EbbMethod method);
EbbPrescription percent_of_lop (double percent, double lop_mmhg);
EbbPrescription fixed (double mmhg, CuffPressure lop);
EbbPrescription systolic (double mmhg, CuffPressure lop);
EbbPrescription estimate (double percent, double lop_mmhg, double band_mmhg);
void give_reason (EbbPrescription *prescription, const char *reason);

/* The target of a prescription that must be fine. */
EbbTarget resolve (const EbbPrescription *prescription);

/* Fails with this code, and every one of the words (separated by |) stands in the message. */
void assert_refused (const EbbPrescription *prescription, EbbPrescriptionError code,
                     const char *words);
