/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-outcome.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* 12.5 from 40.1 to 52.6 is 12.5, also in binary fractions. */
#define ROUNDING 1e-9

EbbChange
ebb_outcome_judge (const EbbMeasureDefinition *measure, double baseline, double later)
{
  EbbChange out = { .change = later - baseline };
  double size = fabs (out.change) + ROUNDING;

  if (isnan (out.change))
    return out;

  out.worse = (measure->better == EBB_BETTER_HIGHER && out.change < 0)
              || (measure->better == EBB_BETTER_LOWER && out.change > 0);
  if (isnan (measure->mdc) && isnan (measure->mcid))
    return out;

  if (size < measure->mdc)
    out.verdict = EBB_CHANGE_WITHIN_ERROR;
  else if (size >= measure->mcid)
    out.verdict = EBB_CHANGE_MEANINGFUL;
  else
    out.verdict = EBB_CHANGE_NOT_YET;
  return out;
}

const char *
ebb_change_to_string (EbbChangeVerdict verdict)
{
  static const char *const words[] = { "unknown", "within-error", "not-yet", "meaningful" };

  return (guint) verdict < G_N_ELEMENTS (words) ? words[verdict] : words[0];
}

const char *
ebb_change_to_text (const EbbChange *change)
{
  static const char *const better[] = { N_ ("whether it matters is not known"), N_ ("within error"),
                                        N_ ("not yet meaningful"), N_ ("meaningful") };
  static const char *const worse[] = { N_ ("worse; whether it matters is not known"),
                                       N_ ("within error"), N_ ("worse, not yet meaningfully"),
                                       N_ ("meaningfully worse") };
  guint verdict = (guint) change->verdict;

  if (isnan (change->change) || verdict >= G_N_ELEMENTS (better))
    return _ ("no baseline to compare with");
  return change->worse ? _ (worse[verdict]) : _ (better[verdict]);
}
