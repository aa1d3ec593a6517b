/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-checks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
ebb_checks_init (EbbChecks *checks)
{
  *checks = (EbbChecks){ .systolic = NAN, .diastolic = NAN, .heart_rate = NAN, .pain = NAN };
}

void
ebb_checks_clear (EbbChecks *checks)
{
  g_free (checks->news);
  ebb_checks_init (checks);
}

gboolean
ebb_bp_is_plausible (double systolic, double diastolic)
{
  return systolic >= 60 && systolic <= 280 && diastolic >= 30 && diastolic <= 180
         && systolic > diastolic;
}

gboolean
ebb_heart_rate_is_plausible (double per_min)
{
  return per_min >= 20 && per_min <= 250;
}

gboolean
ebb_bp_is_high (double systolic, double diastolic)
{
  return systolic >= EBB_BP_HIGH_SYSTOLIC || diastolic >= EBB_BP_HIGH_DIASTOLIC;
}

static gboolean
bp_begun (const EbbChecks *checks)
{
  return !isnan (checks->systolic) || !isnan (checks->diastolic);
}

static gboolean
bp_complete (const EbbChecks *checks)
{
  return ebb_bp_is_plausible (checks->systolic, checks->diastolic);
}

static gboolean
bp_high (const EbbChecks *checks)
{
  return bp_complete (checks) && ebb_bp_is_high (checks->systolic, checks->diastolic);
}

const char *
ebb_checks_bp_advice (const EbbChecks *checks)
{
  if (bp_high (checks) && checks->n_high > 0)
    return _ ("High again. No cuff training today; tell the physician.");
  if (bp_high (checks))
    return _ ("High. Sit for five minutes and measure again; both stay in the record.");
  if (!isnan (checks->systolic) && !isnan (checks->diastolic) && !bp_complete (checks))
    return _ ("These two numbers cannot be a blood pressure.");
  if (checks->n_high > 0 && !bp_begun (checks))
    return _ ("Measure again after five minutes of sitting.");
  return NULL;
}

gboolean
ebb_checks_wants_second_bp (const EbbChecks *checks)
{
  return bp_high (checks) && checks->n_high == 0;
}

const char *
ebb_checks_why_not (const EbbChecks *checks)
{
  if (bp_high (checks) || (checks->n_high > 0 && !bp_complete (checks)))
    return ebb_checks_bp_advice (checks) != NULL ? ebb_checks_bp_advice (checks)
                                                 : _ ("Measure the blood pressure again.");
  if (bp_begun (checks) && !bp_complete (checks))
    return _ ("Complete the blood pressure, or empty it.");
  if (!isnan (checks->heart_rate) && !ebb_heart_rate_is_plausible (checks->heart_rate))
    return _ ("This number cannot be a heart rate.");
  if (checks->something_new && (checks->news == NULL || *checks->news == '\0'))
    return _ ("Write down what is new.");
  return NULL;
}

char *
ebb_checks_missing (const EbbChecks *checks)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;

  if (!checks->nothing_new && !checks->something_new)
    g_ptr_array_add (names, (gpointer) _ ("what is new"));
  if (!bp_complete (checks))
    g_ptr_array_add (names, (gpointer) _ ("blood pressure"));
  if (isnan (checks->pain))
    g_ptr_array_add (names, (gpointer) _ ("pain"));
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  /* Translators: "Not asked yet: blood pressure, pain". */
  return g_strdup_printf (_ ("Not asked yet: %s"), list);
}
