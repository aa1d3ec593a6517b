/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * May a pressure in percent of a limb's occlusion pressure (LOP) be given today?  Only of the value
 * that is on file for this limb, cuff and posture, and only while nothing asks to measure it again
 * (ebb-lop-validity).  The clinic's decisions 3.7.  Pure.
 */
#pragma once

#include "ebb-lop-validity.h"

/* What is known of the patient's limbs; all borrowed. */
typedef struct {
  const GPtrArray *lops;   /* EbbLopRecord, any order; NULL = none on file */
  const GPtrArray *girths; /* EbbGirthRecord, newest first; NULL = none */
  const char *surgery_on;  /* YYYY-MM-DD; NULL = none */
  const char *reason;      /* a person's, for what is soft; NULL */
} EbbLopFacts;

typedef enum {
  EBB_LOP_LOCK_OPEN,    /* it holds */
  EBB_LOP_LOCK_EXCUSED, /* soft issues, passed with a reason */
  EBB_LOP_LOCK_ASKS,    /* one tap with a reason, or measure again */
  EBB_LOP_LOCK_CHANGED, /* measured anew since the prescription was written: write it anew */
  EBB_LOP_LOCK_MEASURE, /* measure it first */
} EbbLopLock;

/* The value on file for this limb, posture and width of the cuff, the newest; where there is none,
 * the newest of the limb.  Estimates never, values of a simulated cuff only on one.  NULL = none.
 * What a search did not find counts: it is the newest that is known. */
const EbbLopRecord *ebb_lop_lock_choose (const GPtrArray *lops, const EbbLopUse *use);

/* The newest girth under the cuff; 0 = not known. */
double ebb_lop_lock_girth (const GPtrArray *girths, EbbSegment segment, EbbSide side);

/* `lop`: what the prescription was made with.  `*text` (may be NULL): sentences, one a line; NULL
 * when it is open; translated, free it. */
EbbLopLock ebb_lop_lock_judge (const EbbLopFacts *facts, const EbbLopUse *use, CuffPressure lop,
                               char **text);
