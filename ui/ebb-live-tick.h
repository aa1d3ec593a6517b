/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shows a cuff's numbers: at once when the cuff says that something changed, ten times a second
 * while it is at risk, once a second while it is merely connected, and else not at all.
 */
#pragma once

#include "ebb-desk.h"

#include <gtk/gtk.h>

typedef void (*EbbShowCuff) (GtkWidget *widget, const EbbCuffView *view, gint64 now_us);

/* Calls `show` now and from then on, for as long as `widget` lives. */
void ebb_live_tick_add (GtkWidget *widget, EbbDesk *desk, EbbShowCuff show);
