/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The group of the clinic's page that shows which screening list is asked: version, who chose it,
 * what it has otherwise than Ebb's; to a file, from one, back to Ebb's.  Main thread.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_CLINIC_LIST (ebb_clinic_list_get_type ())
G_DECLARE_FINAL_TYPE (EbbClinicList, ebb_clinic_list, EBB, CLINIC_LIST, AdwPreferencesGroup)

GtkWidget *ebb_clinic_list_new (EbbDesk *desk);
