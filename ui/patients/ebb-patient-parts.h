/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of a patient's page, each made from the file that lies open.  Their buttons name
 * actions of EbbPatientPage: patient.start (s: id of a prescription, "" = the newest),
 * patient.record-order, patient.prescribe (s: id of the version to begin with, "" = a new one),
 *   patient.measure-lop (s: id of the prescription whose limb it is, "" = not chosen),
 *   patient.open-session (s: id), patient.screen, patient.record-clearance,
 *   patient.train-unscreened.  A tab that has made its content says so by patient.take-up: scroll
 *   and focus then come back to where they were.
 */
#pragma once

#include "ebb-desk.h"
#include "ebb-patient-file.h"

#include <gtk/gtk.h>

typedef struct {
  const EbbPatientFile *file; /* borrowed while the part is made */
  gint64 now_unix_us;
  EbbDesk *desk; /* borrowed */
} EbbPatientScene;

GtkWidget *ebb_patient_header_new (const EbbPatientScene *scene);
GtkWidget *ebb_patient_alerts_new (const EbbPatientScene *scene);
GtkWidget *ebb_patient_overview_new (const EbbPatientScene *scene);
GtkWidget *ebb_patient_sessions_new (const EbbPatientScene *scene);

/* The prescription the last session ran, as it stands now, else the newest; NULL = there is none.
 */
const EbbPrescriptionRecord *ebb_patient_same_again (const EbbPatientFile *file);
/* A button for one of the actions; `target` NULL = it takes none. */
GtkWidget *ebb_action_button_new (const char *text, const char *action, const char *target);
