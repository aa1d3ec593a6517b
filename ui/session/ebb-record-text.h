/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A finished session in words: how it ended, what was ordered and what was given.  Pure.  All
 * strings are owned by the caller.
 */
#pragma once

#include "ebb-live-state.h"
#include "ebb-summary.h"

/* "Completed", "Stopped by safety: the pressure rose above its limit". */
char *ebb_record_state_text (const EbbSessionRecord *session, EbbLiveLevel *level);
/* "Thursday 26 November 2026, 09:30 · session 7 of 24 · R. Example · Simulated". */
char *ebb_record_head_text (const EbbSessionFile *file);

/* That the therapist shortened the visit, and by what; NULL = it was not.  Borrowed. */
const char *ebb_record_shortened (const EbbSessionFile *file);

/* Ordered and given side by side. */
typedef struct {
  const char *name;      /* borrowed */
  char *ordered, *given; /* owned; "–" = unknown or none */
  EbbLiveLevel level;
} EbbRecordRow;

/* Array of EbbRecordRow that owns its texts. */
GArray *ebb_record_bout_rows (const EbbBoutSummary *summary);

/* One line of the table of sets; each cell owned. */
enum {
  EBB_SET_NUMBER,
  EBB_SET_REPS, /* "17 of 15–20", "4:30 of 5:00" */
  EBB_SET_LOAD,
  EBB_SET_HELD,  /* "15 of 17, 4.8 s" */
  EBB_SET_REST,  /* "31 of 30 s" */
  EBB_SET_RATED, /* "cuff fine, exertion 6" */
  EBB_SET_END,
  EBB_SET_N_CELLS
};
const char *ebb_record_set_title (guint cell);
void ebb_record_set_cells (const EbbSetSummary *set, char *cells[EBB_SET_N_CELLS]);

/* "Goes on with the exercise before it, from set 2"; NULL = it is one of its own. */
char *ebb_record_continues_text (const EbbBoutSummary *summary);

/* Markers and notes: marks in the plot, and "4:12  looks tired". */
gboolean ebb_record_is_note (const EbbEventRecord *event);
char *ebb_record_note_text (const EbbEventRecord *event);

/* "Blood pressure 128/82 mmHg", "Nothing new". */
char *ebb_record_check_text (const EbbCheck *check);
/* What is known of "Patient unwell" of this session, for the form that completes the event: when,
 * and each blood pressure and heart rate since.  NULL = there was none, or it is completed.  Free
 * it. */
char *ebb_record_unwell_text (const EbbSessionFile *file);
