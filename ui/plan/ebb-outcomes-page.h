/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page on which outcome measures are entered: what is due first, then all of them by group.
 */
#pragma once

#include "ebb-page.h"
#include "ebb-store-ask-plan.h"

#define EBB_TYPE_OUTCOMES_PAGE (ebb_outcomes_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbOutcomesPage, ebb_outcomes_page, EBB, OUTCOMES_PAGE, EbbPage)

/* `care`: a reference is kept. */
EbbPage *ebb_outcomes_page_new (EbbDesk *desk, const EbbPatient *patient, EbbCareFile *care,
                                const char *episode_id);
