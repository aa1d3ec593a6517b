/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One call: whom, why, three questions of one tap each, and what the answers mean.
 * Signal "saved": it is on file.
 */
#pragma once

#include "ebb-desk.h"
#include "ebb-episode.h"

#include <gtk/gtk.h>

#define EBB_TYPE_CALL_CARD (ebb_call_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbCallCard, ebb_call_card, EBB, CALL_CARD, GtkBox)

/* Takes `call`; borrows the desk. */
GtkWidget *ebb_call_card_new (EbbDesk *desk, EbbCall *call);
