/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stored session: what was ordered and what was given, and its paper.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_RECORD_PAGE (ebb_record_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbRecordPage, ebb_record_page, EBB, RECORD_PAGE, EbbPage)

EbbPage *ebb_record_page_new (EbbDesk *desk, const char *session_id);
