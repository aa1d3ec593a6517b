/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in place of the list when nobody is in it.
 */
#pragma once

#include <gtk/gtk.h>

GtkWidget *ebb_patient_nobody_new (void);
/* `searching`: nobody fits; else nobody is stored. */
void ebb_patient_nobody_show (GtkWidget *nobody, gboolean searching);
