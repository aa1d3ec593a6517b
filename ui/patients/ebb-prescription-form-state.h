/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The prescription form as a pure function: what was typed goes in, everything the widgets show
 * comes out.  No widget is ever asked for the truth.
 */
#pragma once

#include "ebb-estimate.h"
#include "ebb-patient-file.h"
#include "ebb-prescription.h"

/* A protocol of the library with its exercise. */
typedef struct {
  EbbProtocol *protocol; /* owned */
  EbbExercise *exercise; /* owned */
  char *why_not;         /* owned: it is listed and not run here; NULL = it is run */
} EbbOffer;

/* EbbOffer, in the library's order; the array owns them.  Preconditioning is among them where the
 * clinic has enabled it. */
GPtrArray *ebb_offer_list (const EbbScreeningSettings *settings);
/* "5 × 5 min on / 3 min off, lying still, about 37 min"; of one that is not run, that first.  Free
 * it. */
char *ebb_offer_to_text (const EbbOffer *offer);
const EbbOffer *ebb_offer_find (const GPtrArray *offers, const char *protocol_id);

#define EBB_PRESCRIBED_LOAD_MAX_KG 200.0

/* What was chosen and typed so far. */
typedef struct {
  EbbPrescriptionRecord *record; /* owned; its lop is filled in by the judge */
  CuffPressure lop_typed;        /* a measurement told now; unset = the one on file serves */
  double girth_cm;               /* for an estimate; 0 = unknown */
} EbbPrescriptionForm;

/* From a version, or with NULL an empty one: no side, no exercise; the cuff as it was last. */
EbbPrescriptionForm *ebb_prescription_form_new (const EbbPrescriptionRecord *from,
                                                const EbbPatientFile *file);
EbbPrescriptionForm *ebb_prescription_form_copy (const EbbPrescriptionForm *form);
void ebb_prescription_form_free (EbbPrescriptionForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbPrescriptionForm, ebb_prescription_form_free)

/* Takes an exercise with what its protocol proposes; a limb it is not for changes to one it is. */
void ebb_prescription_form_take_offer (EbbPrescriptionForm *form, const EbbOffer *offer);

typedef enum {
  EBB_FIELD_PROTOCOL,
  EBB_FIELD_SEGMENT,
  EBB_FIELD_SIDE,
  EBB_FIELD_CUFF,
  EBB_FIELD_WIDTH,
  EBB_FIELD_LOP,
  EBB_FIELD_PERCENT,
  EBB_FIELD_FIXED,
  EBB_FIELD_SYSTOLIC,
  EBB_FIELD_GIRTH,
  EBB_FIELD_LOAD,
  EBB_FIELD_SETS,
  EBB_FIELD_REASON,
  EBB_N_FIELDS
} EbbPrescriptionField;

typedef enum {
  EBB_VERDICT_INCOMPLETE, /* something is missing or out of range */
  EBB_VERDICT_FINE,
  EBB_VERDICT_LOWERED,      /* a limit lowered it */
  EBB_VERDICT_WANTS_REASON, /* allowed with a reason, which is not given yet */
  EBB_VERDICT_REFUSED,
} EbbVerdict;

typedef struct {
  gboolean shown[EBB_N_FIELDS];
  char *error[EBB_N_FIELDS]; /* owned; NULL = nothing wrong */
  char *lop_note;            /* owned: the LOP on file and its age, or that there is none */
  char *estimate_note;       /* owned: the estimate with its band, or why there is none; NULL */
  guint segments;            /* bit set the exercise allows; 0 = none chosen */
  double load_step_kg;       /* 0 = without weight */
  guint sets_min, sets_max;

  EbbVerdict verdict;
  CuffPressure lop;      /* that it was judged by; unset = unknown */
  gboolean has_estimate; /* of this limb, now */
  EbbEstimate estimate;
  CuffPressure pressure;       /* to be given; the asked one when refused; unset = none yet */
  double percent_lop;          /* of it; 0 = unknown */
  gboolean percent_estimated;  /* of an estimated LOP */
  char *mmhg_text;             /* owned: "112", "–" */
  char *percent_text;          /* owned: "60 % of LOP", "about 60 % of LOP", "% of LOP unknown" */
  char *window_text;           /* owned: where that lies, in words */
  char *verdict_text;          /* owned: each limit that lowered it, or what is wrong; NULL */
  char *plan_text;             /* owned: what will happen, in words; NULL */
  gboolean is_preconditioning; /* its pressure is stored as the fixed one it came to */
  gboolean can_save;
  char *why_not; /* owned: the first thing in the way of saving; NULL */
} EbbPrescriptionState;

/* `offers` and `file` are borrowed; `now_unix_us`: wall time, for ages. */
void ebb_prescription_form_judge (const EbbPrescriptionForm *form, const EbbPatientFile *file,
                                  const GPtrArray *offers, gint64 now_unix_us,
                                  EbbPrescriptionState *state);
/* Each limit that lowered it, one a line; NULL = none did.  Free it. */
char *ebb_clamps_to_text (const EbbTarget *target);
void ebb_prescription_state_clear (EbbPrescriptionState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbPrescriptionState, ebb_prescription_state_clear)

/* Published windows in percent of LOP (clinic decision 3.5). */
#define EBB_WINDOW_OUTER_FROM 40
#define EBB_WINDOW_OUTER_TO   80
void ebb_window_inner (EbbSegment segment, int *from, int *to);
/* Whole percents to show: above 80 they are rounded up, so that 80.3 % does not read as the 80 %
 * that needs no reason. */
double ebb_percent_shown (double percent_lop);
/* "60 % of LOP: inside the window for the leg, 60–80 %".  Free it. */
char *ebb_window_to_text (EbbSegment segment, double percent_lop);
