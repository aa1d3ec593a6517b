/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list's third tab: the session that is open, or the way to one.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_SESSION_TAB (ebb_session_tab_get_type ())
G_DECLARE_FINAL_TYPE (EbbSessionTab, ebb_session_tab, EBB, SESSION_TAB, AdwBin)

GtkWidget *ebb_session_tab_new (EbbDesk *desk);
