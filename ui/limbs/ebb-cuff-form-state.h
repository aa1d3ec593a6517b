/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cuff of the clinic as a pure form: what was typed goes in; what is wrong and the record come
 * out.  Fields: reference clinical 7.
 */
#pragma once

#include "ebb-limb-records.h"

typedef enum {
  EBB_CUFF_FIELD_ASSET,
  EBB_CUFF_FIELD_SEGMENT,
  EBB_CUFF_FIELD_WIDTH,
  EBB_CUFF_FIELD_LENGTH,
  EBB_CUFF_FIELD_GIRTH_MIN,
  EBB_CUFF_FIELD_GIRTH_MAX,
  EBB_CUFF_N_FIELDS,
} EbbCuffField;

typedef enum { EBB_BLADDER_UNKNOWN, EBB_BLADDER_SINGLE, EBB_BLADDER_SEVERAL } EbbBladder;
typedef enum { EBB_CONTOUR_UNKNOWN, EBB_CONTOUR_STRAIGHT, EBB_CONTOUR_CURVED } EbbContour;

typedef struct {
  char *id;                  /* owned: of the one that is changed; NULL = a new one */
  char *asset, *name, *site; /* owned or NULL */
  int segment;               /* -1 = none chosen */
  EbbCuffKind kind;
  EbbBladder bladder;
  EbbContour contour;
  EbbLatex latex;
  double width_cm, length_cm, girth_min_cm, girth_max_cm; /* NAN = nothing */
  char *material;                                         /* owned or NULL: kept as it is */
  gboolean retired;
} EbbCuffForm;

typedef struct {
  char *error[EBB_CUFF_N_FIELDS];      /* owned: named; NULL = fine */
  gboolean missing[EBB_CUFF_N_FIELDS]; /* only not there yet: said when saving was tried */
  EbbCuffRecord *record;               /* owned */
  gboolean can_save;
} EbbCuffFormState;

/* `from` NULL: an empty one. */
EbbCuffForm *ebb_cuff_form_new (const EbbCuffRecord *from);
EbbCuffForm *ebb_cuff_form_copy (const EbbCuffForm *form);
void ebb_cuff_form_free (EbbCuffForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCuffForm, ebb_cuff_form_free)

/* `cuffs`: EbbCuffRecord of the clinic; two of them never bear the same writing. */
void ebb_cuff_form_judge (const EbbCuffForm *form, const GPtrArray *cuffs, EbbCuffFormState *state);
void ebb_cuff_form_state_clear (EbbCuffFormState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbCuffFormState, ebb_cuff_form_state_clear)
