/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What there is to know of the cuff, and which port it is on.  Looks for ports each time it is
 * opened.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_CUFF_PANEL (ebb_cuff_panel_get_type ())
G_DECLARE_FINAL_TYPE (EbbCuffPanel, ebb_cuff_panel, EBB, CUFF_PANEL, AdwBin)

GtkWidget *ebb_cuff_panel_new (EbbDesk *desk);
