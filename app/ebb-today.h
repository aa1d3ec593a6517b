/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a patient has to do today, exercise by exercise, how long that takes, and what of it stays
 * in a short visit (clinic 3.20; ebb-short-visit says what goes first).  A plain value and pure
 * functions; any thread may call them on its own value.
 */
#pragma once

#include "ebb-patient-file.h"
#include "ebb-plan.h"
#include "ebb-short-visit.h"

/* Minutes that may be asked for: an ordinary visit has 30 to 60. */
#define EBB_FIT_MINUTES_MIN 5
#define EBB_FIT_MINUTES_MAX 120

typedef struct {
  char *prescription_id, *exercise_id; /* owned */
  char *name;                          /* owned, translated: "Quad set, left thigh" */
  EbbSegment segment;
  EbbSide side;
  EbbVisitBout bout;
  guint n_sets;  /* that stay; 0 = dropped today */
  gboolean done; /* trained in this session already */
} EbbTodayPart;

typedef struct {
  guint n_parts;
  EbbTodayPart parts[EBB_VISIT_BOUTS_MAX];
  guint fit_minutes; /* shortened by the therapist to that; 0 = it is not */
} EbbToday;

EbbToday *ebb_today_copy (const EbbToday *today);
void ebb_today_free (EbbToday *today);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbToday, ebb_today_free)

/* At the end of the list.  FALSE: there is no room, or it cannot run as it stands; then it is not
 * among what is counted. */
gboolean ebb_today_add (EbbToday *today, const EbbPrescriptionRecord *record,
                        const EbbPrescription *prescription, const EbbProtocol *protocol,
                        const EbbExercise *exercise);
/* Of what is not done, that one comes first; it is no longer dropped. */
void ebb_today_begin_with (EbbToday *today, const char *prescription_id);
/* It was trained: the same exercise of the same limb, whichever version was prescribed. */
void ebb_today_mark_done (EbbToday *today, const char *exercise_id, EbbSegment segment,
                          EbbSide side);
/* What was done and dropped before, into a list that was read anew. */
void ebb_today_carry (EbbToday *today, const EbbToday *before);
/* NULL = it is not on the list. */
const EbbTodayPart *ebb_today_find (const EbbToday *today, const char *prescription_id);
/* The first that is neither done nor dropped; NULL = there is none. */
const EbbTodayPart *ebb_today_next (const EbbToday *today);
guint ebb_today_n_left (const EbbToday *today);

/* From the first inflation of what is left to the end of the visit; 0 = nothing is left. */
gint64 ebb_today_left_ms (const EbbToday *today);
/* Leaves of what is not done what fits; all of it stays when everything does.  FALSE: not even the
 * fewest fits, and nothing has changed. */
gboolean ebb_today_fit (EbbToday *today, guint minutes);
/* All that was prescribed, again. */
void ebb_today_undo (EbbToday *today);
/* The fewest minutes that ebb_today_fit() takes. */
guint ebb_today_shortest_min (const EbbToday *today);

/* "Short-arc quad, left thigh: 2 of 3 sets. Left out: quad set, left thigh."; "" = nothing is. */
char *ebb_today_drops_to_text (const EbbToday *today);
/* The same for the record: "Shortened by the therapist to fit in 20 min. ..."; NULL = it is not. */
char *ebb_today_record_text (const EbbToday *today);
