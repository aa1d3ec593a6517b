/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An invented session made by hand, without a store: 3 sets, 47 repetitions, 44 of them held.
 */
#pragma once

#include "ebb-session-file.h"

/* A left thigh, 114 mmHg, completed, simulated, session 7 of 24, next visit known. */
EbbSessionFile *paper_rig_session (void);
/* A set with `n_reps` repetitions of `hold_ms` and a wave; starts at `start_us`. */
void paper_rig_add_set (EbbBoutFile *bout, guint n_reps, guint hold_ms, gint64 start_us);
void paper_rig_add_rating (EbbBoutFile *bout, guint set, const char *scale, double value);
void paper_rig_add_event (EbbSessionFile *file, gint64 t_us, const char *code, int number,
                          const char *text);
EbbBoutFile *paper_rig_get_bout (EbbSessionFile *file, guint index);
EbbLimbRecord *paper_rig_get_limb (EbbSessionFile *file);
/* Replaces a text a struct owns. */
void paper_rig_set (char **text, const char *value);
