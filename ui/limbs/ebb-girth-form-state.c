/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-girth-form-state.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A LOP is measured again from this change on (clinic's decisions 3.7). */
#define AGAIN_CM 1.0
#define TINY     1e-6

const char *const *
ebb_girth_sites (EbbSegment segment)
{
  static const char *const arm[] = { EBB_GIRTH_UNDER_CUFF, "middle of the upper arm", NULL };
  static const char *const thigh[] = { EBB_GIRTH_UNDER_CUFF, "15 cm above the patella",
                                       "10 cm above the patella", NULL };
  static const char *const calf[] = { EBB_GIRTH_UNDER_CUFF, "widest place",
                                      "10 cm below the tibial tuberosity", NULL };

  return segment == EBB_SEGMENT_ARM ? arm : segment == EBB_SEGMENT_CALF ? calf : thigh;
}

void
ebb_girth_form_init (EbbGirthForm *form, EbbSegment segment)
{
  *form = (EbbGirthForm){ .segment = segment, .cm = { NAN, NAN, NAN } };
}

void
ebb_girth_form_state_clear (EbbGirthFormState *state)
{
  for (guint i = 0; i < EBB_N_SIDES; i++) {
    g_free (state->error[i]);
    g_free (state->note[i]);
  }
  g_free (state->difference);
  g_clear_pointer (&state->records, g_ptr_array_unref);
  *state = (EbbGirthFormState){ 0 };
}

static char *
note_text (double cm, const EbbGirthRecord *before)
{
  g_autofree char *value = ebb_format_cm (before->girth_cm);
  g_autofree char *day = ebb_format_date_short (before->measured_on);
  g_autofree char *was = g_strdup_printf (_ ("Was %s on %s"), value, day);
  gboolean again = g_strcmp0 (before->site, EBB_GIRTH_UNDER_CUFF) == 0
                   && fabs (cm - before->girth_cm) >= AGAIN_CM - TINY;

  if (isnan (cm))
    return g_steal_pointer (&was);
  /* Translators: "Was 48 cm on 3 Oct 2026: +1.5 cm". */
  return again ? g_strdup_printf (_ ("%s: %+.1f\u00a0cm. The LOP is measured again from 1 cm on."),
                                  was, cm - before->girth_cm)
               : g_strdup_printf (_ ("%s: %+.1f\u00a0cm"), was, cm - before->girth_cm);
}

static void
judge_side (const EbbGirthForm *form, const EbbLimbsFile *limbs, EbbSide side,
            EbbGirthFormState *state)
{
  const char *site =
      ebb_girth_sites (form->segment)[form->site]; /* the landmark was checked before */
  const EbbGirthRecord *before = ebb_girth_find (limbs->girths, form->segment, side, site, 0);
  g_autofree char *limb = ebb_format_limb_title (form->segment, side);
  double cm = form->cm[side];

  if (before != NULL)
    state->note[side] = note_text (cm, before);
  if (!isnan (cm) && (cm < EBB_GIRTH_MIN_CM || cm > EBB_GIRTH_MAX_CM))
    /* Translators: "Left thigh: 480 cm is outside 10 to 120 cm". */
    state->error[side] = g_strdup_printf (_ ("%s: %g cm is outside %d to %d cm"), limb, cm,
                                          EBB_GIRTH_MIN_CM, EBB_GIRTH_MAX_CM);
}

static void
add_record (const EbbGirthForm *form, const EbbLimbsFile *limbs, EbbSide side,
            const char *operator_name, const char *today, EbbGirthFormState *state)
{
  EbbGirthRecord *record = g_new0 (EbbGirthRecord, 1);

  record->patient_id = g_strdup (limbs->file->patient->id);
  record->segment = form->segment;
  record->side = side;
  record->site = g_strdup (ebb_girth_sites (form->segment)[form->site]);
  record->girth_cm = form->cm[side];
  record->measured_on = g_strdup (today);
  record->operator_name = g_strdup (operator_name);
  g_ptr_array_add (state->records, record);
}

void
ebb_girth_form_judge (const EbbGirthForm *form, const EbbLimbsFile *limbs,
                      const char *operator_name, const char *today, EbbGirthFormState *state)
{
  double left = form->cm[EBB_SIDE_LEFT], right = form->cm[EBB_SIDE_RIGHT];

  *state = (EbbGirthFormState){ 0 };
  state->records = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_girth_record_free);
  if (form->site < 0) {
    state->error[EBB_SIDE_UNSET] = g_strdup (_ ("Landmark: missing; choose where you measure"));
    return;
  }
  for (int side = EBB_SIDE_LEFT; side <= EBB_SIDE_RIGHT; side++)
    judge_side (form, limbs, (EbbSide) side, state);
  if (isnan (left) && isnan (right))
    state->error[EBB_SIDE_UNSET] =
        g_strdup_printf (_ ("Girth: missing; give %d to %d cm for one side at least"),
                         EBB_GIRTH_MIN_CM, EBB_GIRTH_MAX_CM);
  if (!isnan (left) && !isnan (right))
    state->difference = g_strdup_printf (_ ("Left against right: %+.1f\u00a0cm"), left - right);
  state->can_save = state->error[EBB_SIDE_UNSET] == NULL && state->error[EBB_SIDE_LEFT] == NULL
                    && state->error[EBB_SIDE_RIGHT] == NULL;
  for (int side = EBB_SIDE_LEFT; state->can_save && side <= EBB_SIDE_RIGHT; side++)
    if (!isnan (form->cm[side]))
      add_record (form, limbs, (EbbSide) side, operator_name, today, state);
}
