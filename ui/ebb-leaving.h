/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last page: the window was closed with a cuff that may be tight, or a session.  Stops it,
 * waits for the proof (6 s at most), lets the record close as interrupted, and says what it waits
 * for.
 *
 * Signal "left": nothing stands in the way of the end any more.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_LEAVING (ebb_leaving_get_type ())
G_DECLARE_FINAL_TYPE (EbbLeaving, ebb_leaving, EBB, LEAVING, EbbPage)

gboolean ebb_leaving_is_needed (EbbDesk *desk);
/* Stops at once. */
EbbPage *ebb_leaving_new (EbbDesk *desk);
