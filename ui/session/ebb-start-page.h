/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One page before a bout: who, where, how much, what; checks; the puff; and a held start.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_START_PAGE (ebb_start_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbStartPage, ebb_start_page, EBB, START_PAGE, EbbPage)

/* `prescription_id` NULL: the patient's newest. */
EbbPage *ebb_start_page_new (EbbDesk *desk, const char *patient_id, const char *prescription_id);
