/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A patient's screening as it was answered, and what stands beside it: clearances of a physician,
 * a therapist's override for one day, the clinic's settings.  Plain values; what is not known is
 * NULL or negative, never 0.
 */
#pragma once

#include "ebb-clinic-settings.h"
#include "ebb-door-reading.h"
#include "ebb-door-refusal.h"
#include "ebb-records.h"
#include "ebb-screening-list.h"

/* Limbs as bits: a cuff sits on one of them.  A yes that names none means all. */
enum {
  EBB_LIMB_LEFT_ARM = 1 << 0,
  EBB_LIMB_RIGHT_ARM = 1 << 1,
  EBB_LIMB_LEFT_LEG = 1 << 2,
  EBB_LIMB_RIGHT_LEG = 1 << 3,
  EBB_LIMB_ARMS = EBB_LIMB_LEFT_ARM | EBB_LIMB_RIGHT_ARM,
  EBB_LIMB_ALL = EBB_LIMB_ARMS | EBB_LIMB_LEFT_LEG | EBB_LIMB_RIGHT_LEG,
};

/* Ordered by strictness: the strictest reason decides. */
typedef enum {
  EBB_SCREENING_CLEARED,
  EBB_SCREENING_LIMITS,     /* cleared with limits: see max_percent_lop, intermittent */
  EBB_SCREENING_PHYSICIAN,  /* a physician's clearance is needed */
  EBB_SCREENING_INCOMPLETE, /* something is not answered */
  EBB_SCREENING_REFUSED,    /* nobody overrides it */
} EbbScreeningOutcome;

typedef struct {
  char *id; /* owned: of the list */
  gboolean yes;
  guint limbs; /* of a yes that belongs to a limb; 0 = not said, so all */
  char *note;  /* owned or NULL */
} EbbScreeningAnswer;

/* What a form accepts. */
#define EBB_SCREENING_AGE_MAX       120
#define EBB_SCREENING_HEIGHT_MIN_CM 50
#define EBB_SCREENING_HEIGHT_MAX_CM 250
#define EBB_SCREENING_WEIGHT_MIN_KG 20
#define EBB_SCREENING_WEIGHT_MAX_KG 350

/* Resting, at the arm.  Negative = not measured. */
typedef struct {
  int systolic_mmhg, diastolic_mmhg;
} EbbBloodPressure;

typedef struct {
  char *id;         /* owned; NULL before it is stored */
  char *patient_id; /* owned */
  char *list_id;    /* owned */
  guint list_version;
  GPtrArray *answers; /* EbbScreeningAnswer; a question that is missing is not answered */
  GPtrArray *wells;   /* char*: signs that are there; only asked for a limb's symptom */
  /* Facts of that day. */
  int age_years;                  /* negative = not known */
  char *sex;                      /* owned: "female", "male", "other" or NULL */
  double height_cm, weight_kg;    /* negative = not known */
  char *surgery_on;               /* owned or NULL: no surgery */
  EbbBloodPressure first, second; /* the second decides */
  gboolean acknowledged;          /* a therapist has read the cautions */
  /* What came out, when it was stored. */
  EbbScreeningOutcome outcome;
  int score;              /* points; negative = not counted */
  double max_percent_lop; /* 0 = no limit */
  gboolean intermittent;
  char *reasons;       /* owned: lines */
  char *screened_on;   /* owned: YYYY-MM-DD */
  char *valid_until;   /* owned: the last valid day */
  char *operator_name; /* owned or NULL */
  gint64 written_unix_us;
} EbbScreening;

/* A physician has looked at reasons of one screening. */
typedef struct {
  char *id;           /* owned; NULL before it is stored */
  char *patient_id;   /* owned */
  char *screening_id; /* owned */
  char *physician;    /* owned */
  char *cleared_on;   /* owned */
  char *scope;        /* owned: ids of reasons with a space between them, or EBB_CLEARANCE_ALL */
  double max_percent_lop; /* 0 = none of the physician's own */
  gboolean intermittent;
  char *note;          /* owned or NULL */
  char *operator_name; /* owned or NULL */
} EbbClearance;

#define EBB_CLEARANCE_ALL "all"

/* A therapist trains today without a valid screening: only where it is missing or has expired. */
typedef struct {
  char *id;               /* owned; NULL before it is stored */
  char *patient_id;       /* owned */
  char *screening_id;     /* owned or NULL: the one that has expired */
  char *reason;           /* owned */
  char *operator_name;    /* owned */
  char *overridden_on;    /* owned: for this day */
  gint64 written_unix_us; /* filled in when it is read */
} EbbScreeningOverride;

/* Something about the patient's health is new: the screening before it no longer holds. */
typedef struct {
  char *id;            /* owned; NULL before it is stored */
  char *patient_id;    /* owned */
  char *what;          /* owned */
  char *operator_name; /* owned or NULL */
  gint64 noted_unix_us;
} EbbHealthChange;

/* What a clinic sets, as the rules take it (ebb-clinic-settings.h has names and ranges);
 * ebb_screening_settings_init() gives the defaults. */
typedef struct {
  int diastolic_block_mmhg; /* 100; 110 (ACSM) where the clinic wants it */
  int post_operative_days;  /* negative = as the list has it */
  int valid_days;           /* negative = as the list has it */
  gboolean order_required;  /* a physician's order for every session (clinic's default: yes) */
  int missing_consent;      /* EbbMissingConsent: due row and word */
  int rating_scale;         /* EbbRatingScale: CR10 */
  gboolean preconditioning; /* off until an administrator enables it */
} EbbScreeningSettings;

/* All that a lock looks at.  Counted references; never changed once it is loaded. */
typedef struct {
  gatomicrefcount n_refs;
  char *patient_id;               /* owned */
  EbbScreeningList *list;         /* owned: of `screening`, else the one that is asked */
  EbbScreeningList *asked;        /* owned: by the next screening; NULL = Ebb's own */
  EbbScreening *screening;        /* owned: the newest; NULL = none */
  GPtrArray *clearances;          /* EbbClearance: of that screening, newest first */
  EbbScreeningOverride *override; /* owned: of today; NULL = none */
  EbbHealthChange *change;        /* owned: after that screening; NULL = none */
  GPtrArray *refusals;            /* EbbDoorRefusal: those of the door that stand today */
  GPtrArray *readings;            /* EbbDoorReading: first blood pressures of today, oldest first */
  EbbScreeningSettings settings;
} EbbScreeningFile;

EbbScreening *ebb_screening_new (void);
EbbScreening *ebb_screening_copy (const EbbScreening *screening);
void ebb_screening_free (EbbScreening *screening);
EbbClearance *ebb_clearance_copy (const EbbClearance *clearance);
void ebb_clearance_free (EbbClearance *clearance);
EbbScreeningOverride *ebb_screening_override_copy (const EbbScreeningOverride *override);
void ebb_screening_override_free (EbbScreeningOverride *override);
EbbHealthChange *ebb_health_change_copy (const EbbHealthChange *change);
void ebb_health_change_free (EbbHealthChange *change);
void ebb_screening_settings_init (EbbScreeningSettings *settings);
/* Where the number of a rule stands; NULL for texts. */
int *ebb_screening_settings_at (EbbScreeningSettings *settings, EbbClinicField field);
EbbScreeningFile *ebb_screening_file_new (const char *patient_id);
/* The list the next screening asks, a copy.  `file` NULL: Ebb's own. */
EbbScreeningList *ebb_screening_file_load_asked (const EbbScreeningFile *file, GError **error);
EbbScreeningFile *ebb_screening_file_ref (EbbScreeningFile *file);
void ebb_screening_file_unref (EbbScreeningFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbScreening, ebb_screening_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbClearance, ebb_clearance_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbScreeningOverride, ebb_screening_override_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbHealthChange, ebb_health_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbScreeningFile, ebb_screening_file_unref)

/* Borrowed; NULL: not answered. */
EbbScreeningAnswer *ebb_screening_find_answer (const EbbScreening *screening, const char *id);
/* Replaces what was answered before. */
void ebb_screening_answer (EbbScreening *screening, const char *id, gboolean yes, guint limbs,
                           const char *note);
/* No to every question of the list that has no answer: the therapist has asked them all. */
void ebb_screening_answer_rest_no (EbbScreening *screening, const EbbScreeningList *list);

/* Every fact in its range and every id in the list; the error names field, value and range. */
gboolean ebb_screening_check (const EbbScreening *screening, const EbbScreeningList *list,
                              GError **error);

/* Answers and facts as JSON ("ebb-screening-answers"), as the store keeps and a file brings them;
 * what came out is not in it.  Reading is strict: errors as in ebb-protocol.h. */
char *ebb_screening_to_json (const EbbScreening *screening);
EbbScreening *ebb_screening_parse (const char *name, const char *text, gssize length,
                                   GError **error);

/* "left-arm", ...; 0 for another word.  The bit of the limb a cuff is for. */
guint ebb_limb_from_string (const char *text);
const char *ebb_limb_to_string (guint limb);
guint ebb_limb_of (EbbSegment segment, EbbSide side);

/* "cleared", "limits", "physician", "incomplete", "refused": never translated. */
const char *ebb_screening_outcome_to_string (EbbScreeningOutcome outcome);
int ebb_screening_outcome_from_string (const char *text);

/* The date `days` after one, YYYY-MM-DD; NULL when it is no date.  Days from one to another. */
char *ebb_date_after (const char *date, int days);
gboolean ebb_screening_days_between (const char *from, const char *to, int *days);
/* Whole years, as an age; negative when one is no date or they stand the other way round. */
int ebb_date_years_between (const char *from, const char *to);
