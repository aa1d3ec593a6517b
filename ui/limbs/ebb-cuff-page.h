/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One cuff of the clinic: new, changed, or taken out of use.
 */
#pragma once

#include "ebb-limb-records.h"
#include "ebb-page.h"

#define EBB_TYPE_CUFF_PAGE (ebb_cuff_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbCuffPage, ebb_cuff_page, EBB, CUFF_PAGE, EbbPage)

/* `from` NULL: a new one.  `cuffs`: EbbCuffRecord of the clinic; referenced. */
EbbPage *ebb_cuff_page_new (EbbDesk *desk, const EbbCuffRecord *from, GPtrArray *cuffs);
