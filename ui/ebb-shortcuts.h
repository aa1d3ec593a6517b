/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window that lists the keys.
 */
#pragma once

#include <gtk/gtk.h>

GtkWidget *ebb_shortcuts_new (void);
