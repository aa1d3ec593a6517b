/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the published equations (data/equations) say about a limb: a value, how far off it may be,
 * and everything that speaks against using it here.  Only a confirmed equation, inside its own
 * range, may set a pressure; the others serve as bounds of what is plausible.  Pure, any thread.
 */
#pragma once

#include "ebb-equation-list.h"
#include "ebb-records.h"

typedef enum { EBB_SEX_UNSET = 0, EBB_SEX_MALE = 1, EBB_SEX_FEMALE = 2 } EbbSex;

typedef struct {
  EbbSegment segment;
  double girth_cm;      /* circumference under the cuff; 0 = unknown */
  double cuff_width_cm; /* of the bladder; 0 = unknown */
  double age_years;     /* negative = unknown */
  EbbSex sex;
  CuffPressure systolic, diastolic; /* resting, upper arm; unset = unknown */
} EbbEstimateInput;

typedef struct {
  const EbbEquation *equation; /* static */
  CuffPressure lop;
  CuffPressure band; /* ± 1.96 standard errors, about 95 of 100 people; unset = not known */
} EbbEstimate;

#define EBB_ESTIMATE_ERROR (ebb_estimate_error_quark ())
GQuark ebb_estimate_error_quark (void);
typedef enum {
  EBB_ESTIMATE_ERROR_FIELD, /* a value the equation needs is missing or absurd */
  EBB_ESTIMATE_ERROR_RANGE, /* outside what the equation was fitted on */
  EBB_ESTIMATE_ERROR_NONE,  /* no equation that may set a pressure fits */
} EbbEstimateError;

/* The built-in equations, best first; read once, static. */
const EbbEquationList *ebb_equations (void);

/* The equation of an id, NULL if there is none. */
const EbbEquation *ebb_equation_find (const char *id);

/* The bare arithmetic in mmHg, without any check. */
double ebb_equation_evaluate (const EbbEquation *equation, const EbbEstimateInput *input);

/* What the arithmetic gives, and every range that is left: sentences, the array is the caller's.
 * `estimate->lop` is unset when a value that is needed is missing. */
GPtrArray *ebb_equation_judge (const EbbEquation *equation, const EbbEstimateInput *input,
                               EbbEstimate *estimate);

/* One equation inside its range.  FALSE with the reason outside of it. */
gboolean ebb_equation_apply (const EbbEquation *equation, const EbbEstimateInput *input,
                             EbbEstimate *estimate, GError **error);

/* The estimate a pressure may be set from: for lop_estimate and lop_estimate_band of an
 * EbbPrescription.  FALSE with the reason when no confirmed equation fits. */
gboolean ebb_estimate_for_pressure (const EbbEstimateInput *input, EbbEstimate *estimate,
                                    GError **error);

/* Whether a measured LOP lies at or above every lower bound that applies; `bound` (may be NULL)
 * gets the highest of them, unset when none applies.  A doubt, never a refusal. */
gboolean ebb_estimate_is_plausible (const EbbEstimateInput *input, CuffPressure measured,
                                    CuffPressure *bound);
