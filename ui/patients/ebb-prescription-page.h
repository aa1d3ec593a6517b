/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The prescription form.  Form = value -> state -> widgets: the value is an EbbPrescriptionRecord.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_PRESCRIPTION_PAGE (ebb_prescription_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbPrescriptionPage, ebb_prescription_page, EBB, PRESCRIPTION_PAGE, EbbPage)

/* `from`: the version it starts from, NULL = a new one.  Copied. */
EbbPage *ebb_prescription_page_new (EbbDesk *desk, const char *patient_id,
                                    const EbbPrescriptionRecord *from);
