/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the rules of progression look at, and what a therapist made of a suggestion.  One exercise
 * on one limb.  Plain values; a number that is not known is NAN, a count that is not known -1.
 */
#pragma once

#include "ebb-progression-list.h"
#include "ebb-records.h"

/* Somebody looked, or nobody did: not known is never "no". */
typedef enum { EBB_FINDING_UNKNOWN, EBB_FINDING_NO, EBB_FINDING_YES } EbbFinding;

typedef enum {
  EBB_LOOK_EFFUSION,
  EBB_LOOK_SWELLING,
  EBB_LOOK_LOST_RANGE,
  EBB_LOOK_EXTENSION_LAG,
  EBB_LOOK_ADVERSE, /* an adverse event of this session */
  EBB_N_LOOKS,
} EbbLook;

typedef struct {
  int reps_planned;    /* the least that counts as done; -1 = by time or to failure */
  int reps_done;       /* -1 = not known */
  gboolean to_failure; /* it ended by failure of the muscle */
  gboolean done;       /* by time: the time was kept */
} EbbProgressSet;

typedef struct {
  char date[11]; /* YYYY-MM-DD */
  guint n_sets;  /* that were begun */
  guint sets_planned;
  EbbProgressSet sets[EBB_SETS_MAX];
  double rpe;        /* Borg 6 to 20, the highest */
  double exertion;   /* 0 to 10, the highest */
  double pain;       /* 0 to 10, of the limb, the highest */
  double discomfort; /* 0 to 10, under the cuff: looked at by no rule */
  double soreness;   /* 0 to 10, at this session's start, from the one before */
  EbbFinding found[EBB_N_LOOKS];
  double load_kg, percent_lop;
  gboolean stopped; /* by user, safety or interruption */
} EbbProgressSession;

/* `sessions` oldest first.  The rest is what is ordered now. */
typedef struct {
  char today[11];
  char first_date[11]; /* of the patient's first session; "" = none */
  GArray *sessions;    /* owned: EbbProgressSession */
  double load_kg, percent_lop, one_rm_kg;
  double load_step_kg;  /* 0 = done without weight */
  char one_rm_date[11]; /* "" = never */
  gboolean intermittent;
  guint n_sets, n_sets_full; /* ordered, and of the whole protocol */
  guint reps_total, rest_s;  /* 0 repetitions: by time */
  guint work_s, work_full_s; /* by time; 0 = by repetitions */
  guint cycles;              /* 0 = not in cycles */
  char cycles_date[11];      /* since when as many; "" = not known */
} EbbProgressHistory;

EbbProgressHistory *ebb_progress_history_new (void); /* everything unknown */
void ebb_progress_history_free (EbbProgressHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbProgressHistory, ebb_progress_history_free)

/* A session of which nothing is known yet. */
EbbProgressSession ebb_progress_session_unknown (void);

/* "effusion", ...: kinds of a session's check too.  NULL and -1 for strangers. */
const char *ebb_look_to_string (EbbLook look);
int ebb_look_from_string (const char *text);

typedef enum { EBB_CHOICE_ACCEPTED, EBB_CHOICE_CHANGED, EBB_CHOICE_DECLINED } EbbChoice;

const char *ebb_choice_to_string (EbbChoice choice);
int ebb_choice_from_string (const char *text);

/* Never changed once stored. */
typedef struct {
  char *id;          /* owned; NULL before it is stored */
  char *episode_id;  /* owned */
  char *exercise_id; /* owned */
  EbbSegment segment;
  EbbSide side;
  char *list_id; /* owned */
  guint list_version;
  EbbRule rule;
  char *step;                  /* owned: word of EbbAdvance in app/ */
  double from_value, to_value; /* NAN = none */
  char *reason, *numbers;      /* owned: a sentence; lines "name: value" */
  EbbChoice choice;
  double chosen_value; /* NAN unless changed */
  char *note;          /* owned or NULL: why it was changed or declined */
  char *operator_name; /* owned or NULL */
  gint64 chosen_unix_us;
} EbbProgressChoice;

void ebb_progress_choice_free (EbbProgressChoice *choice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbProgressChoice, ebb_progress_choice_free)
