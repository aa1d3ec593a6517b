/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who works here, what stands on the clinic's paper, and how this PC looks.  The clinic is kept in
 * the database, the rest in this PC's settings.  Saved as it is made.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_PREFERENCES (ebb_preferences_get_type ())
G_DECLARE_FINAL_TYPE (EbbPreferences, ebb_preferences, EBB, PREFERENCES, AdwWindow)

GtkWidget *ebb_preferences_new (EbbDesk *desk);
