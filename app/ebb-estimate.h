/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Published equations that estimate a limb occlusion pressure (LOP) from girth and blood pressure.
 * An equation is a row of data: its coefficients, what it was fitted on, and how far it may be
 * trusted.  Only a confirmed one, inside its own range, may set a pressure; the others serve as
 * bounds of what is plausible.  Pure.
 */
#pragma once

#include "ebb-records.h"

typedef enum { EBB_SEX_UNSET = 0, EBB_SEX_MALE = 1, EBB_SEX_FEMALE = 2 } EbbSex;

typedef enum {
  EBB_EQUATION_SETS_PRESSURE, /* confirmed: may set a pressure inside its range */
  EBB_EQUATION_LOWER_BOUND,   /* a measured LOP below it is doubtful */
  EBB_EQUATION_PLAUSIBILITY,  /* shows the order of magnitude, no more */
} EbbEquationUse;

/* LOP = constant + the terms below, all in mmHg, cm and years.  A coefficient of 0 means that the
 * equation does not use the value, which then may be missing. */
typedef struct {
  const char *id;     /* "EQ-C" */
  const char *source; /* where the coefficients stand */
  const char *status; /* how well confirmed they are */
  EbbEquationUse use;
  guint segments;           /* bit set, 1 << EbbSegment */
  double cuff_width_cm;     /* fitted on; 0 = the width is a term of the formula */
  double cuff_tolerance_cm; /* used up to this far from it */
  double age_min, age_max;  /* years, both included; 0 and 0 = no range stated */
  double constant;
  double per_girth_cm, per_systolic, per_diastolic, per_age_year;
  double per_sex;           /* times 1 for male, 2 for female */
  double per_pulse_x_ratio; /* times (systolic - diastolic) x girth / cuff width */
  double standard_error;    /* mmHg; 0 = not known */
} EbbEquation;

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

/* The rows, best first.  Static. */
const EbbEquation *ebb_equation_list (guint *n_equations);

/* The row of an id, NULL if there is none. */
const EbbEquation *ebb_equation_find (const char *id);

/* The bare arithmetic in mmHg, without any check. */
double ebb_equation_evaluate (const EbbEquation *equation, const EbbEstimateInput *input);

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
