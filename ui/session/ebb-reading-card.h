/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without a cable: where the therapist says what the gauge reads, by one tap when it is the target,
 * else by number.
 *
 * Signal: "reading" (double mmHg): to be checked and told to the session.
 */
#pragma once

#include "ebb-live-state.h"

#include <gtk/gtk.h>

#define EBB_TYPE_READING_CARD (ebb_reading_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbReadingCard, ebb_reading_card, EBB, READING_CARD, GtkWidget)

GtkWidget *ebb_reading_card_new (void);
void ebb_reading_card_show (EbbReadingCard *card, const EbbLiveReading *reading);
/* Why the last number was not taken; NULL = it was. */
void ebb_reading_card_set_problem (EbbReadingCard *card, const char *problem);
