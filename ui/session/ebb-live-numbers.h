/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The three cards: pressure, repetitions, the phase's clock.  The pressure card stands alone in a
 * rest.
 */
#pragma once

#include "ebb-live-state.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PRESSURE_CARD (ebb_pressure_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbPressureCard, ebb_pressure_card, EBB, PRESSURE_CARD, GtkWidget)
GtkWidget *ebb_pressure_card_new (void);
/* `line`: one more line below; NULL = none. */
void ebb_pressure_card_show (EbbPressureCard *card, const EbbLivePressure *state, const char *line);

#define EBB_TYPE_LIVE_NUMBERS (ebb_live_numbers_get_type ())
G_DECLARE_FINAL_TYPE (EbbLiveNumbers, ebb_live_numbers, EBB, LIVE_NUMBERS, GtkWidget)
GtkWidget *ebb_live_numbers_new (void);
void ebb_live_numbers_show (EbbLiveNumbers *numbers, const EbbLiveState *state);
