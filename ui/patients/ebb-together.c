/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-together.h"

#include <gdk/gdk.h>

/* Turns of the main loop, each some 15 us: no clock is asked, and in virtual time none moves. */
#define TURNS_MAX 300

typedef struct {
  guint *id;
  gboolean (*waits) (gpointer user);
  gpointer user;
  guint n_turns;
} Together;

static gboolean
on_turn (gpointer data)
{
  Together *together = data;

  if (together->n_turns++ < TURNS_MAX && together->waits (together->user)) {
    g_thread_yield ();
    return G_SOURCE_CONTINUE;
  }
  *together->id = 0;
  return G_SOURCE_REMOVE;
}

/* Stands before the redraw and after everything else. */
void
ebb_together_begin (guint *id, gboolean (*waits) (gpointer user), gpointer user)
{
  g_autofree Together *together = g_new0 (Together, 1);

  g_clear_handle_id (id, g_source_remove);
  *together = (Together){ .id = id, .waits = waits, .user = user };
  *id = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, on_turn, g_steal_pointer (&together), g_free);
}
