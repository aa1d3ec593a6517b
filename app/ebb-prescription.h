/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which pressure, and why.  A plain value and pure functions: what was asked goes in, a target and
 * the reasons for every clamp come out.  A limit only ever lowers a target.
 */
#pragma once

#include "ebb-records.h"

typedef struct {
  EbbMethod method;
  EbbSegment segment;
  EbbSide side;                                 /* no default: unset is an error */
  double percent;                               /* of LOP, measured or estimated */
  CuffPressure lop;                             /* measured on this limb; unset = none on file */
  CuffPressure lop_estimate, lop_estimate_band; /* unset = no equation fits */
  CuffPressure fixed;                           /* for EBB_METHOD_FIXED */
  CuffPressure systolic;                        /* resting; for EBB_METHOD_SYSTOLIC */
  gboolean first_session;
  gboolean passive;         /* passive modes may go to 90 % of LOP */
  double screening_percent; /* at most that share of LOP: a limit of the screening; 0 = none */
  char reason[200];         /* for what needs one; "" = none */
  /* Limits that may only lower: unset = none. */
  CuffPressure patient_limit, protocol_limit, clinic_limit, device_limit;
} EbbPrescription;

typedef enum {
  EBB_CLAMP_NONE = 0,
  EBB_CLAMP_PATIENT,
  EBB_CLAMP_PROTOCOL,
  EBB_CLAMP_CLINIC,
  EBB_CLAMP_SEGMENT, /* 220 arm, 260 leg, 220 calf */
  EBB_CLAMP_DEVICE,
  EBB_CLAMP_PERCENT,   /* 80 % of LOP */
  EBB_CLAMP_NO_LOP,    /* 200 mmHg when no LOP is known */
  EBB_CLAMP_ESTIMATE,  /* an estimate: at most 60 % in a first session, low edge of the band */
  EBB_CLAMP_SCREENING, /* share of LOP that the screening allows */
} EbbClamp;

#define EBB_CLAMPS_MAX 9

/* The lowest target: its whole band of ±10 % lies above 20 mmHg, where time under pressure counts
 * from. */
#define EBB_TARGET_MIN CUFF_MMHG (25)

typedef struct {
  CuffPressure asked; /* before any clamp */
  CuffPressure target;
  double percent_lop; /* of the measured or estimated LOP; 0 = unknown */
  gboolean percent_is_estimate;
  guint n_clamps;
  EbbClamp clamps[EBB_CLAMPS_MAX]; /* those that lowered the target, in the order they did */
  CuffPressure clamp_limits[EBB_CLAMPS_MAX];
} EbbTarget;

#define EBB_PRESCRIPTION_ERROR (ebb_prescription_error_quark ())
GQuark ebb_prescription_error_quark (void);
typedef enum {
  EBB_PRESCRIPTION_ERROR_FIELD,   /* missing or out of range: names field, value and range */
  EBB_PRESCRIPTION_ERROR_REASON,  /* allowed only with a reason */
  EBB_PRESCRIPTION_ERROR_REFUSED, /* not allowed at all */
} EbbPrescriptionError;

/* Computes the target.  FALSE with an error when the prescription is impossible; a target above
 * 80 % of LOP without a reason is EBB_PRESCRIPTION_ERROR_REASON, at 100 % or more REFUSED. */
gboolean ebb_prescription_resolve (const EbbPrescription *prescription, EbbTarget *target,
                                   GError **error);

/* The highest target somebody may step up to in a running bout: every limit, and the share of LOP
 * that needs no reason (80 %, passive 90 %).  Beyond it a new prescription is made.  The
 * prescription has been resolved without error. */
CuffPressure ebb_prescription_highest (const EbbPrescription *prescription);

/* One line for a person: which limit, its value, and why it is there.  Translated; free it. */
char *ebb_clamp_to_text (EbbClamp clamp, CuffPressure limit);

/* % of LOP of a target; 0 when either is unset. */
double ebb_percent_of_lop (CuffPressure target, CuffPressure lop);

/* The ceiling of a segment's training set point (SAFETY.md, limits). */
CuffPressure ebb_segment_ceiling (EbbSegment segment);
