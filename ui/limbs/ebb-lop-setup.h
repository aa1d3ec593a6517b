/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Before an occlusion pressure: which way, which limb, which cuff.  What is typed in or estimated
 * is saved from here; a search leads on to EbbLopPage.
 */
#pragma once

#include "ebb-page.h"
#include "ebb-protocol.h"

#define EBB_TYPE_LOP_SETUP_PAGE (ebb_lop_setup_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbLopSetupPage, ebb_lop_setup_page, EBB, LOP_SETUP_PAGE, EbbPage)

/* `segment` -1, `side` UNSET: not chosen yet. */
EbbPage *ebb_lop_setup_page_new (EbbDesk *desk, const char *patient_id, int segment, EbbSide side);
