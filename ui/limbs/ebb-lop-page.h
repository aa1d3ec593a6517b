/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A search for the occlusion pressure, live: what happens or what to tap, the pressure, the plot
 * that is kept with the value, and the result.  The run is the desk's; leaving the page while it
 * presses stops it first.
 */
#pragma once

#include "ebb-lop-run.h"
#include "ebb-page.h"

#define EBB_TYPE_LOP_PAGE (ebb_lop_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbLopPage, ebb_lop_page, EBB, LOP_PAGE, EbbPage)

/* Of ebb_desk_get_lop_run(), which stands. */
EbbPage *ebb_lop_page_new (EbbDesk *desk, const EbbPatient *patient, EbbLopWay way,
                           EbbSegment segment, EbbSide side);
