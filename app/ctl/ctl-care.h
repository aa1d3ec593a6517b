/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the commands progress, visit and episode share: words of the command, the episode meant, and
 * JSON on stdout.
 */
#pragma once

#include "ctl.h"
#include "ebb-db-care.h"
#include "ebb-json-writer.h"

/* Runs the command named by argv[1], whose usage lines are printed when there is none such. */
int ctl_run_word (const CtlCommand *commands, gsize n_commands, int argc, char **argv);

/* `text` of an option as a number: NAN for NULL; FALSE says which option and what is allowed. */
gboolean ctl_number (const char *option, const char *text, double *number);
/* The same for a whole number from `min` to `max`; `unset` for NULL. */
gboolean ctl_count (const char *option, const char *text, int min, int max, int unset, int *count);
/* "left", "right"; NULL is unset. */
gboolean ctl_side (const char *text, EbbSide *side);
gboolean ctl_segment (const char *text, EbbSegment *segment);

/* The open episode of the patient, or the one given; NULL with the error said.  Free it. */
char *ctl_find_episode (EbbDb *db, const char *patient_id, const char *episode_id);

/* Ends the writer and prints. */
void ctl_say_json (EbbJsonWriter *writer);

/* "2026-03-10T08:15:00+01" where the computer stands.  Free it. */
char *ctl_time (gint64 unix_us);
