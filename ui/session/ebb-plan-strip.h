/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The course of a plan that goes by the clock, from end to end: a block for each part, as long as
 * it lasts and as high as its pressure, and a mark where it stands.  Takes the place of the
 * repetition strip.
 */
#pragma once

#include "ebb-plan.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PLAN_STRIP (ebb_plan_strip_get_type ())
G_DECLARE_FINAL_TYPE (EbbPlanStrip, ebb_plan_strip, EBB, PLAN_STRIP, GtkWidget)

GtkWidget *ebb_plan_strip_new (void);
/* `position_ms` as of ebb_plan_position_ms(). */
void ebb_plan_strip_show (EbbPlanStrip *strip, const EbbPlan *plan, gint64 position_ms);
