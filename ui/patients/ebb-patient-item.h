/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of the patient list as an object a list model can hold: its texts are made once.  And the
 * model's update: as few changes as the new answer needs, so that a key press costs the rows that
 * differ and no more.
 */
#pragma once

#include "ebb-patient-file.h"

#include <gio/gio.h>

#define EBB_TYPE_PATIENT_ITEM (ebb_patient_item_get_type ())
G_DECLARE_FINAL_TYPE (EbbPatientItem, ebb_patient_item, EBB, PATIENT_ITEM, GObject)

const char *ebb_patient_item_get_id (EbbPatientItem *item);
const char *ebb_patient_item_get_name (EbbPatientItem *item);
const char *ebb_patient_item_get_facts (EbbPatientItem *item);
const char *ebb_patient_item_get_line (EbbPatientItem *item);
const char *ebb_patient_item_get_record_number (EbbPatientItem *item); /* NULL = none */
/* Of the section that begins with it; NULL = none does. */
const char *ebb_patient_item_get_heading (EbbPatientItem *item);

/* `model` holds EbbPatientItem, `rows` EbbPatientRow (borrowed).  `sections`: Today and Recent
 * get headings.  Rows that say what they said keep their object. */
void ebb_patient_items_update (GListStore *model, const GPtrArray *rows, gboolean sections,
                               gint64 now_unix_us);
/* Where that patient stands; GTK_INVALID_LIST_POSITION (G_MAXUINT) when nowhere. */
guint ebb_patient_items_find (GListModel *model, const char *patient_id);
/* The one whose record number is just that text, else the first; NULL in an empty list.  Borrowed.
 */
EbbPatientItem *ebb_patient_items_best (GListModel *model, const char *text);
