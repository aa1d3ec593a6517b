/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A SQLite VFS that knows what a disk would still hold after the power went away.  It writes
 * through to real files, but remembers for each what it held at its last flush and every write
 * since.  When the power is cut, each of those writes is kept, lost or torn, by a seeded chance.
 *
 * Flushes are only remembered, never done: hundreds of cuts take seconds.  One thread.
 */
#pragma once

#include <glib.h>

/* What becomes of the writes that were not flushed. */
typedef enum {
  POWER_CUT_LOSE_ALL,
  POWER_CUT_KEEP_ALL,
  POWER_CUT_LOSE_SOME, /* each write by itself, in no order */
  POWER_CUT_TEAR,      /* each sector of each write by itself */
  POWER_CUT_WAYS,
} PowerCutWay;

/* Registers the VFS as the default one, for connections opened from now on. */
void power_cut_register (void);

/* Puts the default VFS back. */
void power_cut_unregister (void);

/* The power goes away at the n-th change (write, truncation, flush, removal) from now; 0 = at
 * once.  From then on every change fails and nothing reaches a file. */
void power_cut_after (guint n_changes);

/* No cut is coming. */
void power_cut_disarm (void);

/* Whether the power is gone. */
gboolean power_cut_is_off (void);

/* Gives the files the content that outlived the cut, and turns the power on again.  All
 * connections must be closed.  Returns how many writes were lost or torn. */
guint power_cut_restore (PowerCutWay way, GRand *chance);
