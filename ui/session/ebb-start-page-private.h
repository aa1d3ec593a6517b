/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two halves of the start page: its looks (-show) and what it does.
 */
#pragma once

#include "ebb-checks.h"
#include "ebb-start-page.h"
#include "ebb-start-text.h"

enum {
  START_LIMB,
  START_SHARE,
  START_CLAMPS,
  START_CUFF,
  START_EXERCISE,
  START_SET_UP,
  START_PLAN,
  START_LIMITS,
  START_PRECAUTIONS,
  START_CONSENT,
  START_N_LABELS
};

struct _EbbStartPage {
  EbbPage parent_instance;

  EbbDesk *desk;         /* owned */
  char *patient_id;      /* owned */
  char *prescription_id; /* owned; NULL = the newest */
  GCancellable *loading; /* owned; NULL = nothing is asked */
  EbbStart *start;       /* owned; NULL until it is loaded */
  EbbBoutOptions bout;   /* borrows from start */
  EbbStartText text;
  EbbSession *session; /* owned; NULL = refused, or not yet */
  EbbChecks checks;
  char *refused;         /* owned; NULL = not */
  char *earlier_reason;  /* owned; NULL = waits for the limb's rest */
  gboolean refused_rest; /* it is about the rest between bouts */
  gboolean refused_screening;
  gboolean refused_lop;
  char *lop_reason; /* owned; NULL = none was given for a doubtful LOP */
  gboolean letting_go;
  gboolean gone; /* another page has taken its place */
  guint second_id;

  /* borrowed */
  GtkWidget *figure, *target, *labels[START_N_LABELS];
  GtkWidget *refusal, *lop_card, *checks_card, *cuff_card, *today_card, *foot;
};

void ebb_start_page_build (EbbStartPage *self);
void ebb_start_page_show_what (EbbStartPage *self);
void ebb_start_page_refresh (EbbStartPage *self);
void ebb_start_page_change (EbbStartPage *self);
gint64 ebb_start_page_rest_left_us (EbbStartPage *self);

/* What stands in the way, of the cuff or the checks; NULL = nothing.  `view` NULL: no session. */
const char *ebb_start_why_not (const EbbSessionView *view, const EbbChecks *checks);
/* How long until the limb has rested; 0 = it has. */
gint64 ebb_start_page_wait_us (EbbStartPage *self);
