/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Self-test, zero and the short puff, as the device reports them; and which cuff moved, as a person
 * saw it.
 *
 * Signals: "puff", "side" (boolean: the right one moved), "zero" (by hand: the gauge reads 0).
 */
#pragma once

#include "ebb-session.h"

#include <gtk/gtk.h>

#define EBB_TYPE_CUFF_CARD (ebb_cuff_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbCuffCard, ebb_cuff_card, EBB, CUFF_CARD, GtkWidget)

GtkWidget *ebb_cuff_card_new (void);
/* What is pressed stands at the foot of the page (ebb-start-foot): here only the words, and a way
 * to make a puff again that has been answered. */
void ebb_cuff_card_leave_to_foot (EbbCuffCard *card);
/* `limb`: "LEFT THIGH".  `view` NULL: no session yet. */
void ebb_cuff_card_show (EbbCuffCard *card, const EbbCuffView *cuff, const EbbSessionView *view,
                         const char *limb, const char *problem);
