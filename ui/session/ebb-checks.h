/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Today's checks as a value: what was asked and measured before a session, and what stands in its
 * way.  Pure.  What was not asked is NAN or NULL, never 0.
 */
#pragma once

#include "ebb-bp.h"
#include "ebb-session.h"

/* What may be new, by the ids of data/screening/session.json. */
#define EBB_CHECKS_N_NEWS 11

typedef struct {
  gboolean nothing_new, something_new;
  char *news;                         /* owned; NULL */
  gboolean is_new[EBB_CHECKS_N_NEWS]; /* of something new: in the order of ebb_checks_new() */
  gboolean skin_fine;                 /* looked at */
  double refill_s;                    /* capillary refill; NAN = not looked at */
  double soreness;                    /* 0..10, from last time; NAN = not asked */
  EbbBp bp;
  gboolean recalled; /* what the file knows of it is in there */
  double heart_rate; /* NAN = not measured */
  double pain;       /* 0..10; NAN = not asked */
} EbbChecks;

void ebb_checks_init (EbbChecks *checks);
void ebb_checks_clear (EbbChecks *checks);
/* What the patient's file says of today's checks: the clinic's threshold, and once the first blood
 * pressures that a page was left with; they wait on from when they were measured. */
void ebb_checks_load (EbbChecks *checks, const EbbScreeningFile *file, const EbbDoorNow *now);

gboolean ebb_heart_rate_is_plausible (double per_min);
/* "Fever or illness today", and its id; `index` below EBB_CHECKS_N_NEWS. */
const char *ebb_checks_new_text (guint index);
const char *ebb_checks_new_id (guint index);
/* What was answered so far, as the session judges it. */
void ebb_checks_answers (const EbbChecks *checks, EbbDoor *into);
/* Into the record.  `now_us` on the session's clock. */
void ebb_checks_store (const EbbChecks *checks, EbbSession *session, gint64 now_us);
/* What is not answered as it should be: a slip of the finger, half a blood pressure, something new
 * without a word.  What the answers mean is the session's to say.  NULL = nothing. */
const char *ebb_checks_why_not (const EbbChecks *checks);
/* What has not been asked, for a line beside Start; NULL = all of it has. */
char *ebb_checks_missing (const EbbChecks *checks);
