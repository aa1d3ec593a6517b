/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Today's checks as a value: what was asked and measured before a session, and what stands in its
 * way.  Pure.  What was not asked is NAN or NULL, never 0.
 */
#pragma once

#include "ebb-session.h"

/* At the door (clinic 3.8): high once, sit five minutes and measure again; high twice, no start.
 * The session decides; these say early what it will ask for. */
#define EBB_BP_HIGH_SYSTOLIC  180 /* (P) */
#define EBB_BP_HIGH_DIASTOLIC 100 /* where the clinic has not set 110 (ACSM) */
#define EBB_BP_LOW_SYSTOLIC   90  /* hold below (reference clinical 4.3) */

/* What may be new, by the ids of data/screening/session.json. */
#define EBB_CHECKS_N_NEWS 10

typedef struct {
  gboolean nothing_new, something_new;
  char *news;                             /* owned; NULL */
  gboolean is_new[EBB_CHECKS_N_NEWS];     /* of something new: in the order of ebb_checks_new() */
  gboolean skin_fine;                     /* looked at */
  double soreness;                        /* 0..10, from last time; NAN = not asked */
  int diastolic_block;                    /* mmHg: of the clinic */
  double systolic, diastolic, heart_rate; /* NAN = not measured */
  double pain;                            /* 0..10; NAN = not asked */
  guint n_high;                           /* measurements set aside as high */
  double first_systolic, first_diastolic; /* the one set aside; NAN = none */
} EbbChecks;

void ebb_checks_init (EbbChecks *checks);
void ebb_checks_clear (EbbChecks *checks);

/* Two numbers that can be a blood pressure. */
gboolean ebb_bp_is_plausible (double systolic, double diastolic);
gboolean ebb_heart_rate_is_plausible (double per_min);
/* What is wrong with the numbers or what to do; NULL = nothing. */
const char *ebb_checks_bp_advice (const EbbChecks *checks);
/* Whether the first measurement should be set aside for a second one. */
gboolean ebb_checks_wants_second_bp (const EbbChecks *checks);
/* Sets it aside: it stays among the answers, before the second one. */
void ebb_checks_set_aside (EbbChecks *checks);
/* "Fever or illness today", and its id; `index` below EBB_CHECKS_N_NEWS. */
const char *ebb_checks_new_text (guint index);
const char *ebb_checks_new_id (guint index);
/* What was answered so far, as the session judges it. */
void ebb_checks_answers (const EbbChecks *checks, EbbDoor *into);
/* Into the record. */
void ebb_checks_store (const EbbChecks *checks, EbbSession *session);
/* What is not answered as it should be: a slip of the finger, half a blood pressure, something new
 * without a word.  What the answers mean is the session's to say.  NULL = nothing. */
const char *ebb_checks_why_not (const EbbChecks *checks);
/* What has not been asked, for a line beside Start; NULL = all of it has. */
char *ebb_checks_missing (const EbbChecks *checks);
