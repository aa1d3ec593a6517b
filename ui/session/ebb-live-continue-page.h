/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stopped exercise goes on: what became of the cuff, which set comes, puff, read-back and the
 * held start.  It lies above the page that asks to remove the cuff; Back leads there.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_LIVE_CONTINUE_PAGE (ebb_live_continue_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbLiveContinuePage, ebb_live_continue_page, EBB, LIVE_CONTINUE_PAGE, EbbPage)

/* `below` goes when the exercise goes on. */
EbbPage *ebb_live_continue_page_new (EbbDesk *desk, EbbPage *below);
