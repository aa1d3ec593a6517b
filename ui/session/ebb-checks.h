/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Today's checks as a value: what was asked and measured before a session, and what stands in its
 * way.  Pure.  What was not asked is NAN or NULL, never 0.
 */
#pragma once

#include <glib.h>

/* At the door (clinic 3.8): high once, sit five minutes and measure again; high twice, no start. */
#define EBB_BP_HIGH_SYSTOLIC  180 /* (P) */
#define EBB_BP_HIGH_DIASTOLIC 100

typedef struct {
  gboolean nothing_new, something_new;
  char *news;                             /* owned; NULL */
  double systolic, diastolic, heart_rate; /* NAN = not measured */
  double pain;                            /* 0..10; NAN = not asked */
  guint n_high;                           /* measurements set aside as high */
} EbbChecks;

void ebb_checks_init (EbbChecks *checks);
void ebb_checks_clear (EbbChecks *checks);

/* Two numbers that can be a blood pressure. */
gboolean ebb_bp_is_plausible (double systolic, double diastolic);
gboolean ebb_heart_rate_is_plausible (double per_min);
gboolean ebb_bp_is_high (double systolic, double diastolic);
/* What is wrong with the numbers or what to do; NULL = nothing. */
const char *ebb_checks_bp_advice (const EbbChecks *checks);
/* Whether the first measurement should be set aside for a second one. */
gboolean ebb_checks_wants_second_bp (const EbbChecks *checks);
/* What stands in the way of a start; NULL = nothing. */
const char *ebb_checks_why_not (const EbbChecks *checks);
/* What has not been asked, for a line beside Start; NULL = all of it has. */
char *ebb_checks_missing (const EbbChecks *checks);
