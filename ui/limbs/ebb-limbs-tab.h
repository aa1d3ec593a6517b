/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A patient's limbs: per limb the occlusion pressure and what it is worth today, the girth, and how
 * both went.  Loads its own records when it is looked at.
 */
#pragma once

#include "ebb-patient-parts.h"

#define EBB_TYPE_LIMBS_TAB (ebb_limbs_tab_get_type ())
G_DECLARE_FINAL_TYPE (EbbLimbsTab, ebb_limbs_tab, EBB, LIMBS_TAB, GtkBox)

GtkWidget *ebb_limbs_tab_new (const EbbPatientScene *scene);
