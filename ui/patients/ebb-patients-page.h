/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first screen: the list of patients with its search, and beside it the patient that is open.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_PATIENTS_PAGE (ebb_patients_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbPatientsPage, ebb_patients_page, EBB, PATIENTS_PAGE, AdwBin)

GtkWidget *ebb_patients_page_new (EbbDesk *desk);
void ebb_patients_page_select (EbbPatientsPage *page, const char *patient_id);
void ebb_patients_page_focus_search (EbbPatientsPage *page);
void ebb_patients_page_new_patient (EbbPatientsPage *page);
