/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form before an occlusion pressure (LOP), as pure functions: which way, which limb and cuff,
 * what is typed in; out come what is wrong, what is doubtful, and the record where no search is
 * needed.  Ranges: reference clinical 1.4 and 1.8.
 */
#pragma once

#include "ebb-cuff-fit.h"
#include "ebb-estimate.h"
#include "ebb-limb-text.h"
#include "ebb-lop-run.h"

typedef enum {
  EBB_LOP_PICK_NONE = -1,
  EBB_LOP_PICK_AUTOMATIC,
  EBB_LOP_PICK_GUIDED,
  EBB_LOP_PICK_TYPED,
  EBB_LOP_PICK_ESTIMATE,
} EbbLopPick;

/* What was chosen and typed, not judged yet.  Numbers: NAN = nothing. */
typedef struct {
  EbbLopPick pick;
  int segment; /* EbbSegment; -1 = none chosen */
  EbbSide side;
  int posture;       /* EbbPosture; -1 = none chosen */
  gboolean oximeter; /* GUIDED, else Doppler */
  char *cuff_id;     /* owned; NULL = none of the clinic's: the width is typed */
  double width_cm, girth_cm, systolic, diastolic, heart_rate;
  double lop;                  /* TYPED */
  EbbLopDefinition definition; /* TYPED */
  char *artery;                /* owned or NULL */
  gboolean side_confirmed;     /* the cuff is on the limb that is named */
  char *doubts_read;           /* owned: the very doubts that were read; NULL */
} EbbLopForm;

typedef struct {
  const EbbLimbsFile *limbs; /* borrowed */
  const char *operator_name;
  gboolean simulated; /* the cuff that is connected */
  gint64 now_unix_us;
} EbbLopScene;

typedef enum {
  EBB_LOP_FIELD_PICK,
  EBB_LOP_FIELD_SEGMENT,
  EBB_LOP_FIELD_SIDE,
  EBB_LOP_FIELD_POSTURE,
  EBB_LOP_FIELD_CUFF, /* its width too */
  EBB_LOP_FIELD_LOP,
  EBB_LOP_FIELD_GIRTH,
  EBB_LOP_FIELD_SYSTOLIC,
  EBB_LOP_FIELD_DIASTOLIC,
  EBB_LOP_FIELD_HEART_RATE,
  EBB_LOP_FIELD_ESTIMATE,
  EBB_LOP_FIELD_DOUBTS,
  EBB_LOP_FIELD_CONFIRM, /* that the cuff is where it is said to be */
  EBB_LOP_N_FIELDS,
} EbbLopField;

typedef struct {
  char *error[EBB_LOP_N_FIELDS];      /* owned: named; NULL = fine */
  gboolean missing[EBB_LOP_N_FIELDS]; /* only not there yet: said when saving was tried */
  gboolean searches;                  /* the cuff is used */
  double width_cm;                    /* of the cuff that is chosen; 0 = not known */
  GPtrArray *choices;                 /* owned: EbbCuffChoice of this limb, the best first */
  char *fit_text;                     /* owned: what speaks against the chosen cuff; "" */
  char *estimate_text;                /* owned: the estimate and its band, or why there is none */
  char *bound_text;                   /* owned: what unconfirmed equations say; "" */
  char *doubts;                       /* owned: sentences that ask to look again; "" */
  char *confirm_text;                 /* owned: "The cuff lies on the LEFT THIGH" */
  CuffPressure expected;              /* for a search; unset = none */
  EbbLopRecord *record;               /* owned: TYPED and ESTIMATE, when it can be saved */
  gboolean can_go;                    /* to the search, or to the records */
} EbbLopFormState;

EbbLopForm *ebb_lop_form_new (void);
EbbLopForm *ebb_lop_form_copy (const EbbLopForm *form);
void ebb_lop_form_free (EbbLopForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbLopForm, ebb_lop_form_free)

/* Takes limb and side, and with them what is on file: posture and cuff of the prescription, girth.
 */
void ebb_lop_form_take_limb (EbbLopForm *form, int segment, EbbSide side, const EbbLopScene *scene);

void ebb_lop_form_judge (const EbbLopForm *form, const EbbLopScene *scene, EbbLopFormState *state);
void ebb_lop_form_state_clear (EbbLopFormState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbLopFormState, ebb_lop_form_state_clear)

/* What a search is made of; texts are borrowed from form and scene.  Clock, store, cuff and
 * operator are the desk's. */
EbbLopRunOptions ebb_lop_form_make_run (const EbbLopForm *form, const EbbLopScene *scene,
                                        const EbbLopFormState *state);
