/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which keys the pedal types: learned by pressing it.
 */
#pragma once

#include <adwaita.h>

#define EBB_TYPE_PEDAL_ROW (ebb_pedal_row_get_type ())
G_DECLARE_FINAL_TYPE (EbbPedalRow, ebb_pedal_row, EBB, PEDAL_ROW, AdwActionRow)

GtkWidget *ebb_pedal_row_new (void);
