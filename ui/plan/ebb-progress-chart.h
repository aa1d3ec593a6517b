/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A course over visits as a widget.
 */
#pragma once

#include "ebb-progress-series.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PROGRESS_CHART (ebb_progress_chart_get_type ())
G_DECLARE_FINAL_TYPE (EbbProgressChart, ebb_progress_chart, EBB, PROGRESS_CHART, GtkWidget)

/* Takes `series`. */
GtkWidget *ebb_progress_chart_new (EbbProgressSeries *series);
