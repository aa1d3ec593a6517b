/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How GTK draws.  Before gtk_init(), before any thread.
 */
#pragma once

#include <glib.h>

/* Chooses the cairo renderer where there is no graphics card to draw with: GTK 4.8 would take GL
 * in software, at a hundred times the cost of a frame.  A GSK_RENDERER that is set stands. */
void ebb_renderer_choose (void);

/* Whether a render node in that folder can be opened. */
gboolean ebb_renderer_has_card (const char *folder);
