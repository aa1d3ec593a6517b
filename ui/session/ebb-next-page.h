/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between two bouts: the limb's rest, what the cuff does meanwhile, which exercise comes next and
 * with what load, one line to read back, and a held start.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_NEXT_PAGE (ebb_next_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbNextPage, ebb_next_page, EBB, NEXT_PAGE, EbbPage)

/* `below`: the page it lies on, which goes when the next bout begins; its title is taken over. */
EbbPage *ebb_next_page_new (EbbDesk *desk, EbbPage *below);
