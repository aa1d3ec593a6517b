/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sweep with its span buttons and Freeze above it.
 */
#pragma once

#include "ebb-sweep.h"

#define EBB_TYPE_PLOT_CARD (ebb_plot_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbPlotCard, ebb_plot_card, EBB, PLOT_CARD, GtkWidget)

GtkWidget *ebb_plot_card_new (void);
EbbSweep *ebb_plot_card_get_sweep (EbbPlotCard *card);
