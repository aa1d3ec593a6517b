/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shape that goes with each phase, so that colour is never alone.
 */
#pragma once

#include "ebb-live-state.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PHASE_SIGN (ebb_phase_sign_get_type ())
G_DECLARE_FINAL_TYPE (EbbPhaseSign, ebb_phase_sign, EBB, PHASE_SIGN, GtkWidget)

GtkWidget *ebb_phase_sign_new (void);
void ebb_phase_sign_set_look (EbbPhaseSign *sign, EbbLiveLook look);
