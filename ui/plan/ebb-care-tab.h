/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tab of the patient's page that shows the care file: it asks for it whenever it is seen, and
 * makes its content anew from the answer.  Its buttons name actions (targets are texts, parts with
 * a blank between, EPISODE "" = a new one):
 *   care.edit-episode EPISODE, care.discharge EPISODE, care.plan EPISODE, care.measure EPISODE,
 *   care.goal "EPISODE [GOAL]", care.reach "EPISODE GOAL", care.visit EPISODE,
 *   care.attend "APPOINTMENT WORD", care.maximum "EPISODE [EXERCISE]",
 *   care.accept, care.change, care.decline "EPISODE EXERCISE RULE", care.consent "KIND",
 *   care.calls (without a target).
 */
#pragma once

#include "ebb-patient-parts.h"
#include "ebb-store-ask-plan.h"

#define EBB_TYPE_CARE_TAB (ebb_care_tab_get_type ())
G_DECLARE_FINAL_TYPE (EbbCareTab, ebb_care_tab, EBB, CARE_TAB, GtkBox)

/* What a tab's content is made from; borrowed while it is made. */
typedef struct {
  const EbbPatientScene *patient;
  const EbbCareFile *care;
} EbbCareScene;

typedef GtkWidget *(*EbbCareMake) (const EbbCareScene *scene);

/* `scene` is borrowed as long as the widget lives, like the file in it. */
GtkWidget *ebb_care_tab_new (const EbbPatientScene *scene, EbbCareMake make);

/* The two tabs. */
GtkWidget *ebb_plan_tab_new (const EbbPatientScene *scene);
GtkWidget *ebb_progress_tab_new (const EbbPatientScene *scene);
