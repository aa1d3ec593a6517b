/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The live session: shows and steers the desk's session, and leads on to its end page.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_LIVE_PAGE (ebb_live_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbLivePage, ebb_live_page, EBB, LIVE_PAGE, EbbPage)

/* `file`: of the patient, for the title; borrowed while the call lasts. */
EbbPage *ebb_live_page_new (EbbDesk *desk, const EbbPatientFile *file);
