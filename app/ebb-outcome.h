/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the change of an outcome measure since baseline says.  Pure.
 */
#pragma once

#include "ebb-measure-list.h"

typedef enum {
  EBB_CHANGE_UNKNOWN,      /* no threshold on file, or a value is missing */
  EBB_CHANGE_WITHIN_ERROR, /* smaller than what can be told from error */
  EBB_CHANGE_NOT_YET,      /* may be real; smaller than what matters, or that is not known */
  EBB_CHANGE_MEANINGFUL,   /* as large as what matters to patients */
} EbbChangeVerdict;

typedef struct {
  double change;  /* later minus baseline; NAN when one is missing */
  gboolean worse; /* in the direction that is not wanted */
  EbbChangeVerdict verdict;
} EbbChange;

EbbChange ebb_outcome_judge (const EbbMeasureDefinition *measure, double baseline, double later);

/* "meaningful", "not yet", "within error", "not known", and with the direction where it is worse:
 * "meaningfully worse".  Translated, static. */
const char *ebb_change_to_text (const EbbChange *change);
/* Untranslated: "meaningful", "not-yet", "within-error", "unknown". */
const char *ebb_change_to_string (EbbChangeVerdict verdict);
