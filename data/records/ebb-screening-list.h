/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a patient is asked before training with the cuff, and what the answers weigh: a versioned
 * file of data/screening, which a clinic may edit under a new version.  Reference clinical 4.1 to
 * 4.4; every row carries its source and how far that was checked.  Any thread.
 */
#pragma once

#include "ebb-evidence.h"

#include <gio/gio.h>

/* What a yes does; the stricter, the greater. */
typedef enum {
  EBB_EFFECT_NONE,
  EBB_EFFECT_CAUTION,   /* a therapist acknowledges */
  EBB_EFFECT_PHYSICIAN, /* needs a recorded clearance */
  EBB_EFFECT_REFUSED,   /* nobody overrides it */
} EbbEffect;

typedef enum {
  EBB_SCOPE_PERSON, /* any limb */
  EBB_SCOPE_LIMB,   /* the limb that has it */
  EBB_SCOPE_ARM,    /* an arm that has it */
} EbbScreeningScope;

/* What is known without asking. */
typedef enum {
  EBB_SCREEN_ASKED, /* not measured: a person answers */
  EBB_SCREEN_AGE,
  EBB_SCREEN_BMI,
  EBB_SCREEN_DAYS_SINCE_SURGERY,
  EBB_SCREEN_WOMAN,
  EBB_SCREEN_BLOOD_PRESSURE,
} EbbScreeningMeasure;

/* A range of a measure; NAN = no such bound. */
typedef struct {
  double from, over, to, below;
} EbbScreeningRange;

/* How hard the cuff may still be used; 0 and FALSE = as prescribed. */
typedef struct {
  double max_percent_lop;
  gboolean intermittent; /* deflated in the rests */
} EbbScreeningLimit;

typedef struct {
  char *id, *name, *question, *source; /* owned */
  guint number;                        /* of the reference's 39; 0 = for the scores only */
  EbbEffect effect;
  EbbScreeningScope scope;
  EbbEvidence status;
  EbbScreeningMeasure measure;
  EbbScreeningRange range;
  EbbScreeningLimit limit;
  char *limit_source; /* owned or NULL: where the limit comes from */
  EbbEvidence limit_status;
} EbbScreeningItem;

/* Counts when one of the items is a yes, or a measure is in the range. */
typedef struct {
  char *id, *name, *group; /* owned; of one group only the highest counts; NULL = by itself */
  guint points;
  char **items; /* owned or NULL: ids */
  EbbScreeningMeasure measure;
  EbbScreeningRange range;
  int systolic_from, diastolic_from; /* mmHg, for blood pressure: one of them is enough; 0 = none */
} EbbScreeningFactor;

/* The first whose systolic or diastolic is reached counts; the last one also for what is below. */
typedef struct {
  char *id, *name; /* owned */
  EbbEffect effect;
  int systolic_from, diastolic_from; /* mmHg; diastolic 0 = by the systolic alone */
  EbbScreeningLimit limit;
} EbbBloodPressureTier;

typedef struct {
  char *name; /* owned */
  int from;   /* points */
  EbbEffect effect;
} EbbScreeningBand;

/* A sign of the Wells score. */
typedef struct {
  char *id, *name; /* owned */
  int points;
} EbbWellsSign;

/* Where a block of numbers comes from. */
typedef struct {
  char *name, *source; /* owned */
  EbbEvidence status;
} EbbScreeningOrigin;

typedef struct {
  char *id, *name, *note; /* owned */
  char *json;             /* owned: the text it was read from */
  guint version;
  guint valid_days;
  EbbScreeningOrigin valid, score, blood_pressure, vte, wells;
  guint score_physician_from;
  GPtrArray *items;         /* EbbScreeningItem, in the order of the file */
  GPtrArray *inactive;      /* the same: not asked here; factors may name them, and none counts */
  GPtrArray *score_factors; /* EbbScreeningFactor */
  GPtrArray *tiers;         /* EbbBloodPressureTier: red, red-amber, amber, green, low */
  GPtrArray *vte_factors;   /* EbbScreeningFactor */
  GPtrArray *vte_bands;     /* EbbScreeningBand, upwards; the first begins at 0 */
  GPtrArray *wells_signs;   /* EbbWellsSign */
  GPtrArray *wells_bands;   /* EbbScreeningBand, upwards; words only */
} EbbScreeningList;

#define EBB_SCREENING_STANDARD "standard"

/* Parses hostile text; errors as in ebb-protocol.h: file, line, field, value, what is allowed. */
EbbScreeningList *ebb_screening_list_parse (const char *name, const char *text, gssize length,
                                            GError **error);
EbbScreeningList *ebb_screening_list_load_builtin (GError **error);
void ebb_screening_list_free (EbbScreeningList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbScreeningList, ebb_screening_list_free)

/* Borrowed; NULL when it is not in the list. */
const EbbScreeningItem *ebb_screening_list_find (const EbbScreeningList *list, const char *id);
const EbbScreeningItem *ebb_screening_list_find_inactive (const EbbScreeningList *list,
                                                          const char *id);
const EbbWellsSign *ebb_screening_list_find_sign (const EbbScreeningList *list, const char *id);

/* Whether `value` lies in it; an unknown value (NAN) does not. */
gboolean ebb_screening_range_holds (const EbbScreeningRange *range, double value);

/* "none", "caution", "physician", "refused"; "person", "limb", "arm": never translated. */
const char *ebb_effect_to_string (EbbEffect effect);
const char *ebb_scope_to_string (EbbScreeningScope scope);
