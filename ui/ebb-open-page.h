/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window of a program that has no records to show: they are being opened, or cannot be.
 */
#pragma once

#include <adwaita.h>

/* `error` NULL: being opened.  Else what happened and what to do. */
GtkWindow *ebb_open_window_new (GtkApplication *application, const GError *error);
