/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cuffs of the clinic as a list, those in use first; each opens
 * EbbCuffPage.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_CUFFS_PAGE (ebb_cuffs_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbCuffsPage, ebb_cuffs_page, EBB, CUFFS_PAGE, EbbPage)

EbbPage *ebb_cuffs_page_new (EbbDesk *desk);
