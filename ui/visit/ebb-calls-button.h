/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "2 calls to make", above the list of patients; leads to the calls.  Hidden while there are none.
 */
#pragma once

#include "ebb-desk.h"

#include <gtk/gtk.h>

#define EBB_TYPE_CALLS_BUTTON (ebb_calls_button_get_type ())
G_DECLARE_FINAL_TYPE (EbbCallsButton, ebb_calls_button, EBB, CALLS_BUTTON, GtkBox)

/* Borrows the desk. */
GtkWidget *ebb_calls_button_new (EbbDesk *desk);
