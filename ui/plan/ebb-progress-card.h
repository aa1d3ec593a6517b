/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A course over visits as a card: its sentence, its chart with scale and unit, and all of it as a
 * table.  Main thread.
 */
#pragma once

#include "ebb-progress-series.h"

#include <gtk/gtk.h>

/* Takes `series`. */
GtkWidget *ebb_progress_card_new (EbbProgressSeries *series);
/* Chart and table alone, into a box; nothing for less than two days.  Takes `series`. */
void ebb_progress_card_append (GtkWidget *box, EbbProgressSeries *series);
