/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One patient: who it is, what must be known first, and what has been done and is planned.  Stands
 * beside the list.
 *
 * Signal "back": wanted where it covers the list.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_PATIENT_PAGE (ebb_patient_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbPatientPage, ebb_patient_page, EBB, PATIENT_PAGE, AdwBin)

GtkWidget *ebb_patient_page_new (EbbDesk *desk);
/* NULL = nobody. */
void ebb_patient_page_set_patient (EbbPatientPage *page, const char *patient_id);
const char *ebb_patient_page_get_patient (EbbPatientPage *page);
/* Reads the records again. */
void ebb_patient_page_reload (EbbPatientPage *page);
/* Whether a way back to the list is offered. */
void ebb_patient_page_set_back (EbbPatientPage *page, gboolean back);
