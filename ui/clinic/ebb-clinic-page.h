/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this clinic has set: what stands on its paper, the rules it decides, preconditioning, the
 * screening list it asks.  Every change is saved as it is made and can be taken back.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_CLINIC_PAGE (ebb_clinic_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbClinicPage, ebb_clinic_page, EBB, CLINIC_PAGE, EbbPage)

EbbPage *ebb_clinic_page_new (EbbDesk *desk);
