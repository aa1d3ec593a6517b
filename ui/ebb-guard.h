/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys that stop: Esc, F12 and what the pedal types, caught before anything else sees them.
 */
#pragma once

#include "ebb-desk.h"

#include <gtk/gtk.h>

/* Whether a cuff is at risk or a session is under way: then the keys stop. */
gboolean ebb_guard_is_armed (EbbDesk *desk);

/* Whether this key means Stop now.  Esc and the pedal mean it only while armed: otherwise Esc
 * closes and goes back, and the pedal's key is a letter like any other. */
gboolean ebb_guard_means_stop (EbbDesk *desk, guint keyval);

/* A popover that closes by a press elsewhere swallows that press.  While a cuff is at risk this one
 * does not, so that the first press on Stop is a stop; what is open when the risk begins closes. */
void ebb_popover_guard (GtkPopover *popover, EbbDesk *desk);
