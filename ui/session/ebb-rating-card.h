/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ratings of a set in full rows: cuff, exertion on the clinic's scale, pain,
 * discomfort, perceived tightness.  Signal "rated" (string
 * scale, double value).
 */
#pragma once

#include "ebb-rest-row.h"

#define EBB_TYPE_RATING_CARD (ebb_rating_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbRatingCard, ebb_rating_card, EBB, RATING_CARD, GtkWidget)

GtkWidget *ebb_rating_card_new (void);
void ebb_rating_card_show (EbbRatingCard *card, const EbbRatings *ratings);
