/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A change of the clinic's settings: stored at once, told in a line with an undo.  Main thread.
 */
#pragma once

#include "ebb-desk.h"
#include "ebb-store-ask-clinic.h"

#include <gtk/gtk.h>

/* `before` is what undo puts back.  What cannot be stored is said in a line that names field, value
 * and range; "clinic-changed" of the desk tells the rest. */
void ebb_clinic_save (GtkWidget *widget, EbbDesk *desk, EbbClinicField field, const char *value,
                      const char *reason, const char *operator_name, const EbbClinicValue *before);
