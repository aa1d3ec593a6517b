/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ischaemic preconditioning: the one mode that closes the artery on purpose.  Off until an
 * administrator enables it, with a consent of its own, only from a measured LOP (clinic's
 * decisions 3.4).  Apart from ebb-prescription, so that no other way can reach 100 % of LOP.  Pure.
 */
#pragma once

#include "ebb-plan.h"

#define EBB_PRECONDITIONING_ABOVE_LOP CUFF_MMHG (30)
#define EBB_PRECONDITIONING_MAX_ARM   CUFF_MMHG (250)
#define EBB_PRECONDITIONING_MAX_LEG   CUFF_MMHG (280)

typedef struct {
  gboolean enabled;       /* by an administrator of this clinic */
  gboolean consent_given; /* to this mode, by this patient */
  EbbSegment segment;
  EbbSide side;
  CuffPressure lop;   /* measured on this limb; an estimate does not do */
  CuffPressure asked; /* unset = LOP + 30 */
  /* Limits that may only lower: unset = none. */
  CuffPressure patient_limit, clinic_limit, device_limit;
} EbbPreconditioning;

/* Errors are those of ebb-prescription.h. */
gboolean ebb_preconditioning_resolve (const EbbPreconditioning *wanted, EbbTarget *target,
                                      GError **error);

/* The target of such a bout; `protocol` NULL: of training.  Preconditioning lies above LOP, where
 * no other prescription reaches, and has a pressure of its own: the fixed one that was asked, else
 * LOP + 30.  Errors are those of ebb-prescription.h. */
gboolean ebb_training_resolve (const EbbPlanRules *rules, const EbbProtocol *protocol,
                               const EbbPrescription *prescription, EbbTarget *target,
                               GError **error);
