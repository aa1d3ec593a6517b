/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who works here, and how this PC looks and sounds: this PC's settings, saved as they are made.
 * What the clinic has set stands in the database and on a page of its own (clinic/).
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_PREFERENCES (ebb_preferences_get_type ())
G_DECLARE_FINAL_TYPE (EbbPreferences, ebb_preferences, EBB, PREFERENCES, AdwWindow)

GtkWidget *ebb_preferences_new (EbbDesk *desk);
