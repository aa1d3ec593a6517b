/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the limbs' tab says of each limb, from records.  Pure; now is an argument; all texts are
 * owned by the caller and translated.
 */
#pragma once

#include "ebb-lop-lock.h"
#include "ebb-progress-value.h"
#include "ebb-store-ask-limbs.h"

#define EBB_LIMB_HISTORY_MAX 6

typedef enum {
  EBB_LIMB_NOT_MEASURED,
  EBB_LIMB_HOLDS,
  EBB_LIMB_DOUBTFUL, /* one tap with a reason */
  EBB_LIMB_CHANGED,  /* the prescription is to be changed */
  EBB_LIMB_VOID,     /* measure again */
} EbbLimbState;

/* All owned; "" = nothing to say. */
typedef struct {
  EbbSegment segment;
  EbbSide side;
  EbbLimbState state;
  char *title;        /* "Left thigh" */
  char *lop;          /* "187 mmHg", "Not found", "Not measured" */
  char *lop_facts;    /* how, posture, cuff, age, who */
  char *state_text;   /* what it is worth, and why */
  char *girth;        /* "48 cm" */
  char *girth_facts;  /* landmark, date, change */
  GPtrArray *history; /* char *: older values, newest first */
  GArray *course;     /* EbbProgressValue: mmHg, oldest first; measured ones */
} EbbLimbSummary;

void ebb_limb_summary_free (EbbLimbSummary *summary);

/* EbbLimbSummary of every limb that has a prescription, a value or a girth, left before right; with
 * none of them both thighs.  `simulated`: the cuff that is connected. */
GPtrArray *ebb_limb_summaries (const EbbLimbsFile *limbs, gboolean simulated, gint64 now_unix_us);

/* How the value is used: as the newest prescription of that limb asks, else as it was found. */
EbbLopUse ebb_limb_use (const EbbLimbsFile *limbs, EbbSegment segment, EbbSide side,
                        gboolean simulated, gint64 now_unix_us);

const char *ebb_lop_definition_to_text (EbbLopDefinition definition);
/* "Doppler · pulse back · lying · 11.5 cm cuff T-M-03 · today · A. Sample". */
char *ebb_lop_facts_text (const EbbLopRecord *record, const GPtrArray *cuffs, gint64 now_unix_us);
/* NULL = not on record. */
const EbbCuffRecord *ebb_cuff_find (const GPtrArray *cuffs, const char *id);
/* "T-M-03 · Thigh M · 11.5 cm wide". */
char *ebb_cuff_title (const EbbCuffRecord *cuff);
/* The newest girth at that landmark, but for the first `skip`; NULL = none. */
const EbbGirthRecord *ebb_girth_find (const GPtrArray *girths, EbbSegment segment, EbbSide side,
                                      const char *site, guint skip);
/* The landmark as it is read: known ones are translated. */
const char *ebb_girth_site_to_text (const char *site);
/* "48 cm", one decimal where there is one. */
char *ebb_format_cm (double cm);
