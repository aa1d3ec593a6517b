/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The patient's window, on the second screen where there is one.  It lives as long as the session
 * does or until somebody closes it; F12, Esc and the pedal stop there as everywhere.
 */
#pragma once

#include "ebb-desk.h"

#include <gtk/gtk.h>

#define EBB_TYPE_LIVE_PATIENT_VIEW (ebb_live_patient_view_get_type ())
G_DECLARE_FINAL_TYPE (EbbLivePatientView, ebb_live_patient_view, EBB, LIVE_PATIENT_VIEW, GtkWindow)

/* Opens it, or closes the one that is open.  `from`: a widget of the therapist's window. */
void ebb_live_patient_view_toggle (EbbDesk *desk, GtkWidget *from);
