/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The repetition strip as a widget: draws only when what it shows has changed, the pacer at most
 * ten times a second.
 */
#pragma once

#include "ebb-strip-draw.h"

#include <gtk/gtk.h>

#define EBB_TYPE_REP_STRIP (ebb_rep_strip_get_type ())
G_DECLARE_FINAL_TYPE (EbbRepStrip, ebb_rep_strip, EBB, REP_STRIP, GtkWidget)

GtkWidget *ebb_rep_strip_new (void);
/* Copied. */
void ebb_rep_strip_set_data (EbbRepStrip *strip, const EbbStripData *data);
