/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two halves of the next-exercise page: its looks (-show) and what it does.
 */
#pragma once

#include "ebb-next-page.h"
#include "ebb-start-text.h"

struct _EbbNextPage {
  EbbPage parent_instance;

  EbbDesk *desk;         /* owned */
  EbbSession *session;   /* owned */
  EbbPage *below;        /* borrowed: goes when the next bout begins */
  char *patient_id;      /* owned */
  GCancellable *loading; /* owned; NULL = nothing is asked */
  EbbStart *start;       /* owned: of the exercise chosen; NULL = none yet */
  EbbBoutOptions bout;   /* borrows from start */
  EbbStartText text;
  char *problem;        /* owned: why it cannot be, NULL */
  char *earlier_reason; /* owned; NULL = waits for the limb's rest */
  char *lop_reason;     /* owned; NULL = none was given for a doubtful LOP */
  gboolean refused_lop; /* the problem is about the LOP: its own card shows it */
  char *last_exercise;  /* owned: of the bout before, on the limb below */
  EbbSegment last_segment;
  EbbSide last_side;
  gboolean after_safety; /* the bout before ended by safety: no earlier start */
  gboolean refitted;     /* the cuff was loosened or off: a puff shows anew which one moves */
  gboolean puffed;       /* one was made since */
  gint64 puff_asked_us;  /* a press that waits for the controller; 0 = none */
  gboolean prepared;     /* the session knows the next bout */
  gboolean over;
  guint second_id;

  /* borrowed */
  GtkWidget *refusal, *lop_card, *exercises, *set_up, *load_row, *load, *cuff_choice, *cuff_card;
  GtkWidget *today_card, *foot;
};

void ebb_next_page_build (EbbNextPage *self);
void ebb_next_page_refresh (EbbNextPage *self);
/* One large button for each of the patient's prescriptions; the chosen one is pressed. */
void ebb_next_page_show_exercises (EbbNextPage *self);
/* Which of them are done and which are left out today. */
void ebb_next_page_show_today (EbbNextPage *self);

void ebb_next_page_choose (EbbNextPage *self, const char *prescription_id);
gint64 ebb_next_page_rest_left_us (EbbNextPage *self);
/* Another limb, or a cuff that was loosened: no puff was made on it since. */
gboolean ebb_next_page_puff_is_due (EbbNextPage *self);
gboolean ebb_next_page_may_start_earlier (EbbNextPage *self); /* with a reason */
/* What stands in the way; NULL = nothing. */
const char *ebb_next_page_why_not (EbbNextPage *self);
