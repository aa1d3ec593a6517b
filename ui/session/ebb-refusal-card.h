/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why a bout may not begin, the cure, and, while the limb must rest, a running clock.  An earlier
 * start needs a reason; none is offered after a safety deflation.
 *
 * Signals: "earlier" (string reason), "patient" (to the patient's page), "screening" (what it
 * needs).
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_REFUSAL_CARD (ebb_refusal_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbRefusalCard, ebb_refusal_card, EBB, REFUSAL_CARD, GtkWidget)

GtkWidget *ebb_refusal_card_new (void);
/* `text` NULL: nothing is refused, the card vanishes.  `left_us`: of the rest, negative = it is not
 * about that. */
void ebb_refusal_card_show (EbbRefusalCard *card, const char *text, gint64 left_us,
                            gboolean may_start_earlier);
/* Whether it is about the screening: then a button leads there. */
void ebb_refusal_card_set_screening (EbbRefusalCard *card, gboolean about_screening);
