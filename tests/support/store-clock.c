/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-clock.h"

static gint64
now_us (gpointer user)
{
  return g_get_monotonic_time ();
}

static gpointer
join (gpointer user, const char *name)
{
  return g_strdup (name);
}

static void
leave (gpointer party)
{
  g_free (party);
}

static int
wait_until (gpointer party, struct pollfd *fds, gsize n_fds, gint64 deadline_us)
{
  gint64 left_us = deadline_us == G_MAXINT64 ? -1 : MAX (deadline_us - now_us (NULL), 0);

  return poll (fds, n_fds, left_us < 0 ? -1 : (int) ((left_us + 999) / 1000));
}

const EbbStoreTime store_clock = {
  .now_us = now_us, .join = join, .leave = leave, .wait = wait_until
};
