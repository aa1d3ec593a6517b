/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of the patient list.  Recycled: only its texts change.
 *
 * Signal "opened" (by a click or a tap).
 */
#pragma once

#include "ebb-patient-item.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PATIENT_ROW (ebb_patient_row_get_type ())
G_DECLARE_FINAL_TYPE (EbbPatientRowBox, ebb_patient_row, EBB, PATIENT_ROW, GtkBox)

GtkWidget *ebb_patient_row_new (void);
/* NULL: it shows nothing for now. */
void ebb_patient_row_set_item (EbbPatientRowBox *row, EbbPatientItem *item);
EbbPatientItem *ebb_patient_row_get_item (EbbPatientRowBox *row);
/* How many a window as tall as the last one shows, up to `most`: what the first picture need not
 * have is not made for it. */
guint ebb_patient_row_count_in_window (guint most);
