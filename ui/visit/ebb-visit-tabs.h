/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two tabs of a patient's page: the screening with its papers and past, and the notes with adverse
 * events.  Each loads what it shows; the page makes it anew when records were written.
 */
#pragma once

#include "ebb-patient-parts.h"

GtkWidget *ebb_screening_tab_new (const EbbPatientScene *scene);
GtkWidget *ebb_notes_tab_new (const EbbPatientScene *scene);
