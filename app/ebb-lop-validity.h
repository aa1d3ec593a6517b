/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a limb occlusion pressure (LOP) on file is worth today.  Hard reasons ask for a new
 * measurement; soft ones are passed with one tap and a reason.  Reference clinical 2.5, amended by
 * the clinic's decisions 3.7; what is typed in is looked at by 1.8.  Pure.
 *
 * Two values are compared where both are known; that one of them is missing is no reason here.
 */
#pragma once

#include "ebb-limb-records.h"

/* Proposal; a clinic may choose fewer. */
#define EBB_LOP_AGE_DAYS 28

typedef enum {
  /* hard: measure again */
  EBB_LOP_ISSUE_NOT_FOUND,
  EBB_LOP_ISSUE_SIMULATED, /* found on the simulated cuff, used on a real one; or the other way */
  EBB_LOP_ISSUE_LIMB,
  EBB_LOP_ISSUE_CUFF,
  EBB_LOP_ISSUE_WIDTH,
  EBB_LOP_ISSUE_SITE,
  EBB_LOP_ISSUE_POSTURE,
  EBB_LOP_ISSUE_SURGERY,
  EBB_LOP_ISSUE_SWELLING,
  EBB_LOP_ISSUE_GIRTH, /* 1 cm or more */
  /* soft: one tap with a reason */
  EBB_LOP_ISSUE_AGE,
  EBB_LOP_ISSUE_SYSTOLIC, /* 15 mmHg or more */
  EBB_LOP_ISSUE_COMFORT,  /* much more discomfort at the same setting */
} EbbLopIssueKind;

typedef struct {
  EbbLopIssueKind kind;
  gboolean hard;
  char *text; /* owned: a sentence; translated */
} EbbLopIssue;

/* How the value is to be used now. */
typedef struct {
  EbbSegment segment;
  EbbSide side;
  EbbPosture posture;     /* of the exercise */
  const char *cuff_id;    /* NULL = not known */
  const char *site;       /* NULL = not known */
  double cuff_width_cm;   /* 0 = not known */
  double girth_cm;        /* 0 and negative = not known */
  CuffPressure systolic;  /* unset and 0 = not known */
  const char *surgery_on; /* YYYY-MM-DD; NULL = none */
  gboolean swelling;      /* new swelling or dressing since then */
  gboolean more_discomfort;
  gboolean simulated; /* on the simulated cuff */
  guint age_days;     /* 0 = EBB_LOP_AGE_DAYS; more than that counts as that */
  gint64 now_unix_us;
} EbbLopUse;

/* EbbLopIssue, hard ones first; empty = it holds. */
GPtrArray *ebb_lop_validity_check (const EbbLopRecord *record, const EbbLopUse *use);
/* Whether one of them is hard. */
gboolean ebb_lop_validity_is_void (const GPtrArray *issues);
/* Their sentences, one a line; free it. */
char *ebb_lop_issues_to_text (const GPtrArray *issues, gboolean hard_only);

/* How old a value is, in calendar days where the clinic stands: measured yesterday is 1, at any
 * hour.  All pages count so.  Never negative; -1 = a date is not known. */
int ebb_lop_age_days (const EbbLopRecord *record, gint64 now_unix_us);
int ebb_lop_age_days_on (const char *measured_on, const char *today);

/* --- Posture ------------------------------------------------------------------------------- */

/* What a leg with this LOP would usually have in another posture, by the means of a group of 50
 * (supine 187, seated 204, standing 241.5 mmHg; Hughes 2018, PeerJ 6:e4697).  Unset for an arm,
 * where no such figures were found. */
CuffPressure ebb_lop_in_posture (EbbSegment segment, CuffPressure lop, EbbPosture measured,
                                 EbbPosture wanted);

/* What `target` is of the LOP it was made from, and of the one in the posture of the exercise:
 * `lop_there`, measured on this limb, or the usual one when unset.  Translated; free it.  NULL when
 * the postures are the same. */
char *ebb_lop_posture_to_text (const EbbLopRecord *record, CuffPressure target, EbbPosture wanted,
                               CuffPressure lop_there);

/* --- What is typed in ----------------------------------------------------------------------- */

/* NULL, or why it cannot be: 60 to 320 mmHg is accepted.  Translated; free it. */
char *ebb_lop_refusal (CuffPressure lop);

/* Sentences (char *) that ask to look again; empty = nothing is odd.  `previous`: the last value of
 * this limb, NULL = none; counts only when cuff width and posture are the same. */
GPtrArray *ebb_lop_doubts (const EbbLopRecord *record, const EbbLopRecord *previous);
