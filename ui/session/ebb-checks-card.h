/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The card with today's checks.  Signal "changed": a value of it did.
 */
#pragma once

#include "ebb-checks.h"

#include "ebb-desk.h"

#include <gtk/gtk.h>

#define EBB_TYPE_CHECKS_CARD (ebb_checks_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbChecksCard, ebb_checks_card, EBB, CHECKS_CARD, GtkWidget)

/* `checks`: borrowed, written by the card; outlives it. */
GtkWidget *ebb_checks_card_new (EbbChecks *checks);
/* Its clock times the minutes between two blood pressures.  Before the card is shown. */
void ebb_checks_card_set_desk (EbbChecksCard *card, EbbDesk *desk);
