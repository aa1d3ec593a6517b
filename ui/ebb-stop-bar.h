/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar at the bottom of every page while a cuff is not proven vented: what was measured, for how
 * long it has been tight, and one red button.  Not there otherwise.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_STOP_BAR (ebb_stop_bar_get_type ())
G_DECLARE_FINAL_TYPE (EbbStopBar, ebb_stop_bar, EBB, STOP_BAR, AdwBin)

/* By hand: the valve is open and the gauge reads 0; into the record, if there is one, and to the
 * cuff. */
void ebb_stop_bar_gauge_zero (EbbDesk *desk);

GtkWidget *ebb_stop_bar_new (EbbDesk *desk);

/* The page above asks itself whether the cuff is soft and off: one such button is enough. */
void ebb_stop_bar_set_page_asks (EbbStopBar *bar, gboolean page_asks);

/* A person says that the cuff is soft and off: the session's way if one is open, else the cuff's.
 */
void ebb_stop_bar_confirm_soft (EbbDesk *desk);
