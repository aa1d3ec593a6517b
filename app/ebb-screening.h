/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * May this patient train with the cuff, on this limb, today, and how hard?  Pure: list, answers,
 * clearances and the date go in; an outcome with its reasons comes out.  The strictest reason wins:
 * an absolute one is overridden by nobody, "physician needed" only by a recorded clearance, and a
 * therapist overrides nothing but a missing or expired screening (design: who may override what).
 * Numbers are the list's, with their sources there (reference clinical 4.1 to 4.4).
 */
#pragma once

#include "ebb-screening-record.h"

/* One reason in words. */
typedef struct {
  char *id;         /* owned: of the item, or "score", "vte-score", "blood-pressure", ... */
  EbbEffect effect; /* what the list says of it */
  EbbScreeningOutcome level; /* what it does now: a cleared one no longer asks for a physician */
  char *text;                /* owned: a translated sentence */
  char *source;              /* owned or NULL: where that comes from */
} EbbScreeningReason;

typedef struct {
  EbbScreeningOutcome outcome;
  GPtrArray *reasons;               /* EbbScreeningReason, the strictest first */
  int score;                        /* points; negative = not countable yet */
  int vte_score;                    /* the same */
  double max_percent_lop;           /* 0 = as prescribed */
  gboolean intermittent;            /* the cuff is deflated in the rests */
  gboolean acknowledge;             /* there are cautions that nobody has acknowledged */
  gboolean measure_again;           /* sit five minutes, then a second blood pressure decides */
  const EbbBloodPressureTier *tier; /* borrowed from the list; NULL = not measured */
} EbbScreeningJudgement;

typedef struct {
  const EbbScreeningList *list;
  const EbbScreening *screening;
  const EbbScreeningSettings *settings; /* NULL: the defaults */
  const GPtrArray *clearances;          /* EbbClearance of this screening; NULL = none */
  guint limb;                           /* EBB_LIMB_*: where the cuff goes; 0 = not known, so any */
} EbbScreeningQuestion;

EbbScreeningJudgement *ebb_screening_judge (const EbbScreeningQuestion *question);
void ebb_screening_judgement_free (EbbScreeningJudgement *judgement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbScreeningJudgement, ebb_screening_judgement_free)

/* Puts what came out, and how long it holds, into the record before it is stored. */
void ebb_screening_settle (EbbScreening *screening, const EbbScreeningJudgement *judgement,
                           const EbbScreeningList *list, const EbbScreeningSettings *settings);

/* The pieces ---------------------------------------------------------------------------------- */

/* The resting pressure that counts: the second where there is one.  NULL: none was measured. */
const EbbBloodPressure *ebb_screening_pressure (const EbbScreening *screening);
const EbbBloodPressureTier *ebb_screening_tier (const EbbScreeningList *list,
                                                const EbbScreeningSettings *settings,
                                                const EbbBloodPressure *pressure);
/* kg/m²; NAN = not known. */
double ebb_screening_bmi (const EbbScreening *screening);
/* NAN = no surgery. */
double ebb_screening_measure (const EbbScreening *screening, EbbScreeningMeasure measure);
/* Whether a measured item applies. */
gboolean ebb_screening_item_measured (const EbbScreening *screening, const EbbScreeningItem *item,
                                      const EbbScreeningSettings *settings);

typedef struct {
  const EbbScreening *screening;
  const EbbScreeningList *list;
  const EbbScreeningSettings *settings;
} EbbScreeningCount;

/* Points of all that applies; of a group only the highest.  A sex or a body mass index that is not
 * known counts as the worst it can be.  `parts` (may be NULL) gets what was counted. */
int ebb_screening_points (const EbbScreeningCount *count, const GPtrArray *factors, GString *parts);
const EbbScreeningBand *ebb_screening_band (const GPtrArray *bands, int points);
/* Signs of a venous clot; it words the referral and clears nobody. */
int ebb_screening_wells (const EbbScreening *screening, const EbbScreeningList *list);

/* The lock ------------------------------------------------------------------------------------ */

typedef enum {
  EBB_LOCK_OPEN,
  EBB_LOCK_MISSING,    /* nobody has screened this patient */
  EBB_LOCK_EXPIRED,    /* too old, or the patient's health has changed */
  EBB_LOCK_INCOMPLETE, /* not answered to the end */
  EBB_LOCK_PHYSICIAN,  /* needs a clearance */
  EBB_LOCK_REFUSED,
  EBB_LOCK_DOOR, /* an answer at the door stands against it */
} EbbScreeningLock;

typedef struct {
  EbbScreeningLock lock;
  gboolean may_override;  /* a therapist may, for today, with a reason */
  gboolean overridden;    /* and did */
  char *text;             /* owned or NULL: what is in the way and what to do, translated */
  char *override_text;    /* owned or NULL: who overrode what and why, for the record */
  double max_percent_lop; /* of the screening; 0 = none */
  gboolean intermittent;
  char *limit_text; /* owned or NULL: the limit in words, for the record */
} EbbScreeningGate;

/* `file` NULL or of another patient: missing.  `today`: YYYY-MM-DD. */
void ebb_screening_gate (const EbbScreeningFile *file, const char *patient_id, guint limb,
                         const char *today, EbbScreeningGate *gate);
/* What the screening says, without the answers of the door. */
void ebb_screening_gate_alone (const EbbScreeningFile *file, const char *patient_id, guint limb,
                               const char *today, EbbScreeningGate *gate);
void ebb_screening_gate_clear (EbbScreeningGate *gate);

/* Words, translated. */
const char *ebb_screening_outcome_to_text (EbbScreeningOutcome outcome);
const char *ebb_screening_limb_to_text (guint limb);
