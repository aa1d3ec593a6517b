/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The blood pressure at the door as a value (clinic 3.8): high or low once, sit five minutes and
 * measure again; both stay in the record, the second decides.  What was measured is kept the moment
 * it is complete, so that nothing can be typed over it; a slip of the finger is said to be one and
 * stays too.  Pure: `now_us` is the clock's.  What it means for a start is app/ebb-door's to say;
 * this says early what that will ask for.
 */
#pragma once

#include "ebb-door.h"

#define EBB_BP_HIGH_SYSTOLIC    180 /* (P) */
#define EBB_BP_HIGH_DIASTOLIC   100 /* where the clinic has not set 110 (ACSM) */
#define EBB_BP_RAISED_SYSTOLIC  160 /* a clearance is needed (reference clinical 4.3) */
#define EBB_BP_RAISED_DIASTOLIC 95
#define EBB_BP_LOW_SYSTOLIC     90 /* hold below (reference clinical 4.3) */

#define EBB_BP_KEPT_MAX 8

typedef struct {
  double systolic, diastolic;
  gint64 t_us;
  gboolean out_of_range; /* high or low: the next one decides */
  gboolean mistyped;
} EbbBpReading;

typedef struct {
  double systolic, diastolic; /* as they stand in the fields; NAN = nothing */
  gint64 typed_us;            /* when they were completed */
  int diastolic_block;        /* mmHg: of the clinic */
  EbbBpReading kept[EBB_BP_KEPT_MAX];
  guint n_kept;
} EbbBp;

void ebb_bp_init (EbbBp *bp);
/* Two numbers that can be a blood pressure. */
gboolean ebb_bp_is_plausible (double systolic, double diastolic);

/* The fields have changed.  TRUE: what was typed is kept now, and the fields are to be emptied. */
gboolean ebb_bp_type (EbbBp *bp, double systolic, double diastolic, gint64 now_us);
/* One that was too high or too low on an earlier page of the day, before all others. */
void ebb_bp_recall (EbbBp *bp, double systolic, double diastolic, gint64 t_us);
/* The last one that was kept was a slip of the finger. */
void ebb_bp_mistyped (EbbBp *bp);

/* One in range stands in the fields. */
gboolean ebb_bp_is_complete (const EbbBp *bp);
gboolean ebb_bp_is_begun (const EbbBp *bp);
/* Kept ones that count and are out of range: 0, 1 or 2. */
guint ebb_bp_n_refused (const EbbBp *bp);
/* How long until the second one may be taken; 0 = now, or none is needed. */
gint64 ebb_bp_wait_us (const EbbBp *bp, gint64 now_us);
/* Whether another one may be typed. */
gboolean ebb_bp_takes (const EbbBp *bp, gint64 now_us);

/* What to do; NULL = nothing.  Translated. */
const char *ebb_bp_advice (const EbbBp *bp);
/* "182/90 mmHg", those that were kept, a line each; NULL = none.  Free it. */
char *ebb_bp_kept_text (const EbbBp *bp);

/* As app/ebb-door judges them, the oldest first. */
typedef void (*EbbBpTake) (gpointer into, gint64 t_us, const char *kind, double value,
                           double second);
void ebb_bp_take (const EbbBp *bp, EbbBpTake take, gpointer into);
