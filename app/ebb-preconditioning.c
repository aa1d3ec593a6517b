/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-preconditioning.h"

#include "ebb-lop-validity.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

static gboolean
fail (GError **error, EbbPrescriptionError code, const char *text)
{
  g_set_error_literal (error, EBB_PRESCRIPTION_ERROR, (int) code, text);
  return FALSE;
}

static gboolean
check (const EbbPreconditioning *wanted, GError **error)
{
  g_autofree char *refusal = ebb_lop_refusal (wanted->lop);

  if (!wanted->enabled)
    return fail (error, EBB_PRESCRIPTION_ERROR_REFUSED,
                 _ ("Preconditioning is off. An administrator of the clinic has to enable it."));
  if (!wanted->consent_given)
    return fail (error, EBB_PRESCRIPTION_ERROR_REFUSED,
                 _ ("Preconditioning needs a consent of its own. Record it first."));
  if ((guint) wanted->segment > EBB_SEGMENT_CALF)
    return fail (error, EBB_PRESCRIPTION_ERROR_FIELD,
                 _ ("Limb: unknown; choose arm, thigh or calf"));
  if (wanted->side != EBB_SIDE_LEFT && wanted->side != EBB_SIDE_RIGHT)
    return fail (error, EBB_PRESCRIPTION_ERROR_FIELD, _ ("Side: missing; choose left or right"));
  return refusal == NULL || fail (error, EBB_PRESCRIPTION_ERROR_FIELD, refusal);
}

static void
lower (EbbTarget *target, EbbClamp clamp, CuffPressure limit)
{
  if (!cuff_pressure_is_set (limit) || target->target <= limit)
    return;
  target->target = limit;
  target->clamps[target->n_clamps] = clamp;
  target->clamp_limits[target->n_clamps] = limit;
  target->n_clamps++;
}

gboolean
ebb_preconditioning_resolve (const EbbPreconditioning *wanted, EbbTarget *target, GError **error)
{
  EbbTarget result = { 0 };

  if (!check (wanted, error))
    return FALSE;
  CuffPressure most = wanted->lop + EBB_PRECONDITIONING_ABOVE_LOP;
  CuffPressure ceiling = wanted->segment == EBB_SEGMENT_ARM ? EBB_PRECONDITIONING_MAX_ARM
                                                            : EBB_PRECONDITIONING_MAX_LEG;
  result.asked = cuff_pressure_is_set (wanted->asked) ? wanted->asked : most;
  if (result.asked > most || result.asked < EBB_TARGET_MIN) {
    g_autofree char *asked = ebb_pressure_to_text (result.asked);
    g_autofree char *highest = ebb_pressure_to_text (most);
    g_set_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REFUSED,
                 _ ("Preconditioning: %s is outside %d mmHg to %s, which is 30 mmHg above this "
                    "limb's LOP"),
                 asked, EBB_TARGET_MIN / 10, highest);
    return FALSE;
  }
  result.target = result.asked;
  lower (&result, EBB_CLAMP_PATIENT, wanted->patient_limit);
  lower (&result, EBB_CLAMP_CLINIC, wanted->clinic_limit);
  lower (&result, EBB_CLAMP_SEGMENT, ceiling);
  lower (&result, EBB_CLAMP_DEVICE, wanted->device_limit);
  if (result.target < EBB_TARGET_MIN)
    return fail (error, EBB_PRESCRIPTION_ERROR_REFUSED,
                 _ ("Preconditioning: a limit leaves too little pressure."));
  result.percent_lop = ebb_percent_of_lop (result.target, wanted->lop);
  *target = result;
  return TRUE;
}

gboolean
ebb_training_resolve (const EbbPlanRules *rules, const EbbProtocol *protocol,
                      const EbbPrescription *prescription, EbbTarget *target, GError **error)
{
  gboolean runs = rules != NULL && rules->preconditioning;
  gboolean lacks_consent = rules != NULL && rules->preconditioning_lacks_consent;
  gboolean fixed = prescription->method == EBB_METHOD_FIXED;
  EbbPreconditioning wanted = { .enabled = runs || lacks_consent,
                                .consent_given = runs,
                                .segment = prescription->segment,
                                .side = prescription->side,
                                .lop = prescription->lop,
                                .asked = fixed ? prescription->fixed : CUFF_PRESSURE_UNSET,
                                .patient_limit = prescription->patient_limit,
                                .clinic_limit = prescription->clinic_limit,
                                .device_limit = prescription->device_limit };

  if (protocol == NULL || protocol->training != EBB_TRAINING_PRECONDITIONING)
    return ebb_prescription_resolve (prescription, target, error);
  if (prescription->screening_percent > 0)
    return fail (error, EBB_PRESCRIPTION_ERROR_REFUSED,
                 _ ("The screening limits the pressure of this patient to a share of LOP, and "
                    "preconditioning lies above LOP. Choose another protocol."));
  return ebb_preconditioning_resolve (&wanted, target, error);
}
