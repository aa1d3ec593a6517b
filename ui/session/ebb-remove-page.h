/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * After proven deflation: the cuff comes off, the last ratings, the after-check, and on to the next
 * exercise or the end.
 */
#pragma once

#include "ebb-page.h"
#include "ebb-rest-row.h"

#define EBB_TYPE_REMOVE_PAGE (ebb_remove_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbRemovePage, ebb_remove_page, EBB, REMOVE_PAGE, EbbPage)

/* `title`: the two identifiers.  `ratings`: what was said already; copied.  `asked_set`: whose end
 * has no reason yet, 0 = none. */
EbbPage *ebb_remove_page_new (EbbDesk *desk, const char *title, const EbbRatings *ratings,
                              guint asked_set);
