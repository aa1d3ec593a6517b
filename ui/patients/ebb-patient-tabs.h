/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tabs of a patient's page.  The content of one is made when it is looked at first.
 */
#pragma once

#include "ebb-patient-parts.h"

#define EBB_TYPE_PATIENT_TABS (ebb_patient_tabs_get_type ())
G_DECLARE_FINAL_TYPE (EbbPatientTabs, ebb_patient_tabs, EBB, PATIENT_TABS, GtkBox)

/* `name` (NULL = the first): the tab that lies open.  `scene` is borrowed as long as the widget
 * lives. */
GtkWidget *ebb_patient_tabs_new (const EbbPatientScene *scene, const char *name);
/* The name of the tab that lies open. */
const char *ebb_patient_tabs_get_open (EbbPatientTabs *tabs);
