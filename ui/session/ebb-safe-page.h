/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first thing seen when something ended badly: the state of the cuff, and what to do.  Comes at
 * start when a session or a search was left open, and when the link is lost outside a session page.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_SAFE_PAGE (ebb_safe_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbSafePage, ebb_safe_page, EBB, SAFE_PAGE, EbbPage)

/* `left_open`: EbbSessionRecord of sessions a crash left open (closed as interrupted by now);
 * `left_runs`: EbbLopRunRecord of searches for an occlusion pressure, likewise.  Both may be NULL
 * and are copied as far as needed. */
EbbPage *ebb_safe_page_new (EbbDesk *desk, const GPtrArray *left_open, const GPtrArray *left_runs);
