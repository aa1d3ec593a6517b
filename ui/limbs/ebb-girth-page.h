/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Girths of both sides at one landmark, beside each other.
 */
#pragma once

#include "ebb-page.h"
#include "ebb-protocol.h"

#define EBB_TYPE_GIRTH_PAGE (ebb_girth_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbGirthPage, ebb_girth_page, EBB, GIRTH_PAGE, EbbPage)

EbbPage *ebb_girth_page_new (EbbDesk *desk, const char *patient_id, EbbSegment segment);
