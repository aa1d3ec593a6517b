/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cuff in the header: shape, word and number.  Pressed, it opens what there is to know and to
 * choose: ebb-cuff-panel.
 */
#pragma once

#include "ebb-desk.h"

#include <gtk/gtk.h>

/* A GtkMenuButton. */
GtkWidget *ebb_cuff_chip_new (EbbDesk *desk);
