/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lets the picture of what was just typed wait for the answer that belongs to it: a quarter of a
 * frame at most.  Else the answer would always be seen a frame later.  Keys and answers are taken
 * meanwhile, only the next frame is not begun yet.
 */
#pragma once

#include <glib.h>

/* While `waits` says so.  `*id` is the source's, 0 when it has ended; g_clear_handle_id() ends it
 * before `user` goes. */
void ebb_together_begin (guint *id, gboolean (*waits) (gpointer user), gpointer user);
