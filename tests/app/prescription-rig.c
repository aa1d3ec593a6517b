/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "prescription-rig.h"

#include <string.h>

EbbPrescription
blank (EbbMethod method)
{
  return (EbbPrescription){ .method = method,
                            .segment = EBB_SEGMENT_THIGH,
                            .side = EBB_SIDE_LEFT,
                            .lop = UNSET,
                            .lop_estimate = UNSET,
                            .lop_estimate_band = UNSET,
                            .fixed = UNSET,
                            .systolic = UNSET,
                            .patient_limit = UNSET,
                            .protocol_limit = UNSET,
                            .clinic_limit = UNSET,
                            .device_limit = UNSET };
}

EbbPrescription
percent_of_lop (double percent, double lop_mmhg)
{
  EbbPrescription prescription = blank (EBB_METHOD_PERCENT_LOP);

  prescription.percent = percent;
  prescription.lop = cuff_pressure_from_mmhg (lop_mmhg);
  return prescription;
}

EbbPrescription
fixed (double mmhg, CuffPressure lop)
{
  EbbPrescription prescription = blank (EBB_METHOD_FIXED);

  prescription.fixed = cuff_pressure_from_mmhg (mmhg);
  prescription.lop = lop;
  return prescription;
}

EbbPrescription
systolic (double mmhg, CuffPressure lop)
{
  EbbPrescription prescription = blank (EBB_METHOD_SYSTOLIC);

  prescription.systolic = cuff_pressure_from_mmhg (mmhg);
  prescription.lop = lop;
  return prescription;
}

EbbPrescription
estimate (double percent, double lop_mmhg, double band_mmhg)
{
  EbbPrescription prescription = blank (EBB_METHOD_PERCENT_ESTIMATE);

  prescription.percent = percent;
  prescription.lop_estimate = cuff_pressure_from_mmhg (lop_mmhg);
  prescription.lop_estimate_band = cuff_pressure_from_mmhg (band_mmhg);
  return prescription;
}

void
give_reason (EbbPrescription *prescription, const char *reason)
{
  g_strlcpy (prescription->reason, reason, sizeof prescription->reason);
}

EbbTarget
resolve (const EbbPrescription *prescription)
{
  g_autoptr (GError) error = NULL;
  EbbTarget target;

  ebb_prescription_resolve (prescription, &target, &error);
  g_assert_no_error (error);
  return target;
}

void
assert_refused (const EbbPrescription *prescription, EbbPrescriptionError code, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "|", -1);
  g_autoptr (GError) error = NULL;
  EbbTarget target = { .target = 4711 };

  g_assert_false (ebb_prescription_resolve (prescription, &target, &error));
  g_assert_error (error, EBB_PRESCRIPTION_ERROR, (int) code);
  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (error->message, parts[i]) == NULL)
      g_error ("“%s” is not in “%s”", parts[i], error->message);
  g_assert_cmpint (target.target, ==, 4711); /* untouched */
}
