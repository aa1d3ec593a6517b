/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is due for a patient today.  Pure: facts and today in, sentences out.  Outcome measures at
 * baseline, every 10 sessions and at discharge (the clinic's page 1); LOP after 28 days (3.7).
 */
#pragma once

#include "ebb-episode.h"

typedef enum {
  EBB_DUE_SCREENING,
  EBB_DUE_ORDER,
  EBB_DUE_CALL,
  EBB_DUE_LOP,
  EBB_DUE_MEASURES,
  EBB_DUE_ONE_RM,
  EBB_DUE_VISITS,
  EBB_DUE_CONSENT,
  EBB_DUE_PRECONDITIONING, /* the consent to it */
} EbbDueKind;

typedef struct {
  EbbDueKind kind;
  gboolean late; /* it stands in the way, or should have been done before */
  char *text;    /* owned: a sentence */
} EbbDue;

#define EBB_DUE_LOP_DAYS          28 /* proposal */
#define EBB_DUE_MEASURES_SESSIONS 10
#define EBB_DUE_WARN_DAYS         7  /* said this long ahead; proposal */
#define EBB_DUE_ONE_RM_DAYS       14 /* R7 */

/* EbbDue array, what is late first. */
GPtrArray *ebb_due_list (const EbbDueFacts *facts, const char *today);
void ebb_due_free (EbbDue *due);

/* "screening", "order", ...; NULL for strangers. */
const char *ebb_due_kind_to_string (EbbDueKind kind);
