/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What to do now: word, colour and sign, how far it is, and what comes next.
 */
#pragma once

#include "ebb-live-state.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PHASE_BANNER (ebb_phase_banner_get_type ())
G_DECLARE_FINAL_TYPE (EbbPhaseBanner, ebb_phase_banner, EBB, PHASE_BANNER, GtkWidget)

GtkWidget *ebb_phase_banner_new (void);
void ebb_phase_banner_show (EbbPhaseBanner *banner, const EbbLiveBanner *state);
