/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How GTK draws.  Before gtk_init(), before any thread.
 */
#pragma once

#include <gtk/gtk.h>

/* GDK sets GL up for every display that it opens, drawn with or not. */
#if GTK_CHECK_VERSION(4, 16, 0)
#define EBB_RENDERER_GL     "GDK_DISABLE"
#define EBB_RENDERER_GL_OFF "gl,vulkan"
#else
#define EBB_RENDERER_GL     "GDK_DEBUG"
#define EBB_RENDERER_GL_OFF "gl-disable"
#endif

/* Chooses the cairo renderer where there is no graphics card to draw with: GTK 4.8 would take GL
 * in software, at a hundred times the cost of a frame.  A GSK_RENDERER that is set stands.  Where
 * cairo draws, GL is not set up either: that is a third of a start, for nothing.  An
 * EBB_RENDERER_GL that is set, if only to "", stands. */
void ebb_renderer_choose (void);

/* Whether a render node in that folder can be opened. */
gboolean ebb_renderer_has_card (const char *folder);
