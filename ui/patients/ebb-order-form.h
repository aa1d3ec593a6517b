/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A physician's order: who allows what, until when.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_ORDER_FORM (ebb_order_form_get_type ())
G_DECLARE_FINAL_TYPE (EbbOrderForm, ebb_order_form, EBB, ORDER_FORM, EbbPage)

/* `file`: of the patient; copied as far as needed. */
EbbPage *ebb_order_form_new (EbbDesk *desk, const EbbPatientFile *file);
