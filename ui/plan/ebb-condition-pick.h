/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conditions of the list: found by typing, chosen by a tap, taken away by another.
 *
 * Signal "changed" (by a person).
 */
#pragma once

#include "ebb-code-list.h"

#include <gtk/gtk.h>

#define EBB_TYPE_CONDITION_PICK (ebb_condition_pick_get_type ())
G_DECLARE_FINAL_TYPE (EbbConditionPick, ebb_condition_pick, EBB, CONDITION_PICK, GtkBox)

GtkWidget *ebb_condition_pick_new (const char *name, const char *placeholder);
/* Ids, blanks between; NULL = none.  Borrowed until the next change. */
const char *ebb_condition_pick_get (EbbConditionPick *pick);
/* Without a signal. */
void ebb_condition_pick_set (EbbConditionPick *pick, const char *ids);
