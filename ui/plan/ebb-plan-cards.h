/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cards of the plan.  Their buttons name actions of EbbCareTab and EbbPatientPage.
 */
#pragma once

#include "ebb-care-tab.h"

GtkWidget *ebb_plan_episode_card (const EbbCareScene *scene, const EbbCareEpisode *care);
GtkWidget *ebb_plan_due_card (const EbbCareScene *scene, const EbbCareEpisode *care);
GtkWidget *ebb_plan_goals_card (const EbbCareScene *scene, const EbbCareEpisode *care);
GtkWidget *ebb_plan_visits_card (const EbbCareScene *scene, const EbbCareEpisode *care);
GtkWidget *ebb_plan_measures_card (const EbbCareScene *scene, const EbbCareEpisode *care);

/* What the rules suggest for that exercise of the episode; NULL = nothing to be said. */
GtkWidget *ebb_plan_suggestion_card (const EbbCareEpisode *care, guint exercise);

/* Prescriptions with what the rules suggest for each, and the physician's order.  `care` NULL =
 * no episode yet. */
GtkWidget *ebb_plan_prescriptions (const EbbCareScene *scene, const EbbCareEpisode *care);

/* A row of a card: `end` goes below when there is no room. */
GtkWidget *ebb_plan_row_new (GtkWidget *start, GtkWidget *end);
/* The buttons below a card's text, in columns. */
GtkWidget *ebb_plan_buttons_new (guint n_max);
