/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The patient is unwell: the cuff was vented before this page came.  What to do, for how long, whom
 * to call, what was measured.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_UNWELL_PAGE (ebb_unwell_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbUnwellPage, ebb_unwell_page, EBB, UNWELL_PAGE, EbbPage)

/* `title`: the two identifiers. */
EbbPage *ebb_unwell_page_new (EbbDesk *desk, const char *title);
