/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of patients with its search field.  Asks the store for each key; of several answers on
 * their way the newest counts.
 *
 * Signals: "opened" (string: id; by click, Enter or arrow keys), "new-patient" (string: what was
 * searched for).
 */
#pragma once

#include "ebb-desk.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PATIENT_LIST (ebb_patient_list_get_type ())
G_DECLARE_FINAL_TYPE (EbbPatientList, ebb_patient_list, EBB, PATIENT_LIST, GtkBox)

GtkWidget *ebb_patient_list_new (EbbDesk *desk);
/* Marks that patient; NULL = none. */
void ebb_patient_list_select (EbbPatientList *list, const char *patient_id);
void ebb_patient_list_focus_search (EbbPatientList *list);
/* Asks again for what is shown. */
void ebb_patient_list_reload (EbbPatientList *list);
/* The list covers the open patient: arrow keys mark a row, they do not open it. */
void ebb_patient_list_set_narrow (EbbPatientList *list, gboolean narrow);
/* The newest answer is shown; for tests and the bench. */
gboolean ebb_patient_list_is_settled (EbbPatientList *list);
