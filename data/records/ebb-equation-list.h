/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Published equations for the limb occlusion pressure (LOP): coefficients, what they were fitted
 * on, and how far they may be trusted.  A versioned file (data/equations); reference clinical 1.4.
 * What may be done with one is decided when it is read: only coefficients that were read in their
 * source, with an error, a cuff and an age range, may set a pressure.  Any thread.
 */
#pragma once

#include "ebb-evidence.h"

#include <gio/gio.h>

typedef enum {
  EBB_EQUATION_SETS_PRESSURE, /* confirmed: may set a pressure inside its range */
  EBB_EQUATION_LOWER_BOUND,   /* a measured LOP below it is doubtful */
  EBB_EQUATION_PLAUSIBILITY,  /* shows the order of magnitude, no more */
} EbbEquationUse;

/* LOP = constant + the terms below, all in mmHg, cm and years.  A coefficient of 0 means that the
 * equation does not use the value, which then may be missing. */
typedef struct {
  char *id;                      /* owned: "EQ-C" */
  char *name, *site, *sample;    /* owned */
  char *formula, *source, *note; /* owned; the formula as a person reads it */
  EbbEvidence status;            /* of the coefficients */
  EbbEquationUse use;
  guint segments;           /* bit set, 1 << EbbSegment */
  double cuff_width_cm;     /* fitted on; 0 = the width is a term of the formula */
  double cuff_tolerance_cm; /* used up to this far from it: 1 cm at most */
  double age_min, age_max;  /* years, both included; 0 and 0 = no range stated */
  double constant;
  double per_girth_cm, per_systolic, per_diastolic, per_age_year;
  double per_sex;           /* times 1 for male, 2 for female */
  double per_pulse_x_ratio; /* times (systolic - diastolic) x girth / cuff width */
  double standard_error;    /* mmHg; 0 = not known */
} EbbEquation;

typedef struct {
  char *id, *name; /* owned */
  guint version;
  GPtrArray *equations; /* EbbEquation, in the order of the file: best first */
} EbbEquationList;

/* Parses hostile text; errors as in ebb-protocol.h: file, line, field, value, what is allowed. */
EbbEquationList *ebb_equation_list_parse (const char *name, const char *text, gssize length,
                                          GError **error);
EbbEquationList *ebb_equation_list_load_builtin (GError **error);
void ebb_equation_list_free (EbbEquationList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbEquationList, ebb_equation_list_free)

/* Borrowed; NULL when it is not in the list. */
const EbbEquation *ebb_equation_list_find (const EbbEquationList *list, const char *id);

/* "sets-pressure", ... as it stands in the file. */
const char *ebb_equation_use_to_string (EbbEquationUse use);
