/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which limb, and how long it has been tight against its limit.
 */
#pragma once

#include "ebb-live-state.h"

#include <gtk/gtk.h>

#define EBB_TYPE_LIMB_CARD (ebb_limb_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbLimbCard, ebb_limb_card, EBB, LIMB_CARD, GtkWidget)

GtkWidget *ebb_limb_card_new (void);
/* One line less, where the window is short. */
void ebb_limb_card_set_compact (EbbLimbCard *card, gboolean compact);
void ebb_limb_card_show (EbbLimbCard *card, const EbbLiveLimb *state);
