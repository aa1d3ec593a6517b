/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In the prescription: the clinic's cuffs that fit the limb, what speaks against the one that is
 * named, and whether the LOP on file serves for it today.
 *
 * Signal "chosen" (pointer: const EbbCuffRecord *).
 */
#pragma once

#include "ebb-cuff-offer-text.h"

#include <gtk/gtk.h>

#define EBB_TYPE_CUFF_OFFER (ebb_cuff_offer_get_type ())
G_DECLARE_FINAL_TYPE (EbbCuffOffer, ebb_cuff_offer, EBB, CUFF_OFFER, GtkBox)

GtkWidget *ebb_cuff_offer_new (void);
void ebb_cuff_offer_show (EbbCuffOffer *offer, const EbbCuffWish *wish);
