/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawn charts that stand still: the whole trace of a session, and a small course over visits.
 */
#pragma once

#include "ebb-chart-draw.h"

#include <gtk/gtk.h>

#define EBB_TYPE_CHART (ebb_chart_get_type ())
G_DECLARE_FINAL_TYPE (EbbChart, ebb_chart, EBB, CHART, GtkWidget)
GtkWidget *ebb_chart_new (void);
/* The session's whole trace from its samples (EbbSample); all copied. */
void ebb_chart_set_samples (EbbChart *chart, const GArray *samples, const EbbTargetChange *targets,
                            gsize n_targets, CuffPressure lop, const EbbChartMark *marks,
                            gsize n_marks);

/* A course over visits: points joined by a line, the last one told in words beside it. */
#define EBB_TYPE_COURSE (ebb_course_get_type ())
G_DECLARE_FINAL_TYPE (EbbCourse, ebb_course, EBB, COURSE, GtkWidget)
GtkWidget *ebb_course_new (void);
void ebb_course_set_values (EbbCourse *course, const double *values, guint n);

/* The palette that fits the widget's style now. */
const EbbPalette *ebb_chart_get_palette (GtkWidget *widget);
