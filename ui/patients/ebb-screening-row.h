/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question of the screening with a large Yes and No, and which limb it is where that counts.
 * Nothing is answered until somebody does.
 *
 * Signal "changed" (by a person).
 */
#pragma once

#include "ebb-screening-record.h"

#include <gtk/gtk.h>

#define EBB_TYPE_SCREENING_ROW (ebb_screening_row_get_type ())
G_DECLARE_FINAL_TYPE (EbbScreeningRow, ebb_screening_row, EBB, SCREENING_ROW, GtkBox)

/* `item` must outlive it. */
GtkWidget *ebb_screening_row_new (const EbbScreeningItem *item);
const EbbScreeningItem *ebb_screening_row_get_item (EbbScreeningRow *row);
/* Shows an answer without a signal; NULL = none. */
void ebb_screening_row_show (EbbScreeningRow *row, const EbbScreeningAnswer *answer);
/* Puts what is chosen into the record; nothing chosen leaves it as it is. */
void ebb_screening_row_read (EbbScreeningRow *row, EbbScreening *into);
