/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The value behind the prescription form, and the library it chooses from.
 */
#include "ebb-prescription-form-state.h"

#include "ebb-consent.h"
#include "ebb-protocol-entry.h"

#include <glib/gi18n-lib.h>

/* The classic pressure, and the share of LOP where no protocol proposes one. */
#define FIXED_CLASSIC   CUFF_MMHG (180)
#define PERCENT_DEFAULT 60.0

static void
offer_free (EbbOffer *offer)
{
  ebb_protocol_free (offer->protocol);
  ebb_exercise_free (offer->exercise);
  g_free (offer->why_not);
  g_free (offer);
}

/* The built-in ones that are not hidden, and the clinic's own.
 * A protocol whose exercise is missing cannot be run and is left out; what is meant for elsewhere
 * is shown with the reason. */
GPtrArray *
ebb_offer_list (const EbbScreeningSettings *settings)
{
  const EbbPlanRules rules = ebb_consent_clinic_rules (settings);
  GPtrArray *offers = g_ptr_array_new_with_free_func ((GDestroyNotify) offer_free);
  g_autoptr (GPtrArray) protocols = ebb_protocol_shelf_list ();

  for (guint i = 0; i < protocols->len; i++) {
    g_autoptr (EbbProtocol) protocol = ebb_protocol_copy (g_ptr_array_index (protocols, i));
    g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (protocol->exercise_id, NULL);
    EbbOffer *offer;

    if (exercise == NULL
        || (protocol->training == EBB_TRAINING_PRECONDITIONING && !rules.preconditioning))
      continue;
    offer = g_new0 (EbbOffer, 1);
    offer->why_not = ebb_plan_why_not_here (&rules, protocol);
    offer->protocol = g_steal_pointer (&protocol);
    offer->exercise = g_steal_pointer (&exercise);
    g_ptr_array_add (offers, offer);
  }
  return offers;
}

char *
ebb_offer_to_text (const EbbOffer *offer)
{
  g_autofree char *text = ebb_plan_text_of_protocol (offer->protocol, offer->protocol->n_sets);

  if (offer->why_not == NULL)
    return g_steal_pointer (&text);
  /* Translators: before what a protocol of the library would be. */
  return g_strdup_printf (_ ("Not run here · %s"), text);
}

const EbbOffer *
ebb_offer_find (const GPtrArray *offers, const char *protocol_id)
{
  for (guint i = 0; i < offers->len; i++) {
    const EbbOffer *offer = g_ptr_array_index (offers, i);

    if (g_strcmp0 (offer->protocol->id, protocol_id) == 0)
      return offer;
  }
  return NULL;
}

static EbbPrescriptionRecord *
empty_record (const EbbPatientFile *file)
{
  EbbPrescriptionRecord *record = g_new0 (EbbPrescriptionRecord, 1);
  const EbbPrescriptionRecord *last =
      file->prescriptions->len > 0 ? g_ptr_array_index (file->prescriptions, 0) : NULL;

  record->segment = EBB_SEGMENT_THIGH;
  record->side = EBB_SIDE_UNSET;
  record->method = EBB_METHOD_PERCENT_LOP;
  record->percent_lop = PERCENT_DEFAULT;
  record->fixed = FIXED_CLASSIC;
  record->systolic = record->lop = record->limit = CUFF_PRESSURE_UNSET;
  record->load_kg = 0;
  if (last != NULL) {
    record->cuff_name = g_strdup (last->cuff_name);
    record->cuff_width_cm = last->cuff_width_cm;
    record->hand_bulb = last->hand_bulb;
  }
  return record;
}

EbbPrescriptionForm *
ebb_prescription_form_new (const EbbPrescriptionRecord *from, const EbbPatientFile *file)
{
  EbbPrescriptionForm *form = g_new0 (EbbPrescriptionForm, 1);

  form->record = from != NULL ? ebb_prescription_record_copy (from) : empty_record (file);
  form->lop_typed = CUFF_PRESSURE_UNSET;
  /* A method that was not used has no value; offer it with a usual one. */
  if (!(form->record->percent_lop > 0))
    form->record->percent_lop = PERCENT_DEFAULT;
  if (!cuff_pressure_is_set (form->record->fixed))
    form->record->fixed = FIXED_CLASSIC;
  for (guint i = 0; i < file->lops->len && form->girth_cm <= 0; i++) {
    const EbbLopRecord *lop = g_ptr_array_index (file->lops, i);

    if (lop->segment == form->record->segment && lop->side == form->record->side)
      form->girth_cm = MAX (0, lop->girth_cm);
  }
  return form;
}

EbbPrescriptionForm *
ebb_prescription_form_copy (const EbbPrescriptionForm *form)
{
  EbbPrescriptionForm *copy = g_memdup2 (form, sizeof *form);

  copy->record = ebb_prescription_record_copy (form->record);
  return copy;
}

void
ebb_prescription_form_free (EbbPrescriptionForm *form)
{
  if (form == NULL)
    return;
  ebb_prescription_record_free (form->record);
  g_free (form);
}

static EbbSegment
first_segment (guint segments)
{
  for (EbbSegment segment = EBB_SEGMENT_ARM; segment <= EBB_SEGMENT_CALF; segment++)
    if ((segments & (1u << segment)) != 0)
      return segment;
  return EBB_SEGMENT_THIGH;
}

void
ebb_prescription_form_take_offer (EbbPrescriptionForm *form, const EbbOffer *offer)
{
  EbbPrescriptionRecord *record = form->record;

  /* What is shown and judged is the newest version. */
  if (g_strcmp0 (record->protocol_id, offer->protocol->id) == 0) {
    record->protocol_version = offer->protocol->version;
    return;
  }
  g_free (record->protocol_id);
  record->protocol_id = g_strdup (offer->protocol->id);
  record->protocol_version = offer->protocol->version;
  g_free (record->exercise_id);
  record->exercise_id = g_strdup (offer->exercise->id);
  record->n_sets = offer->protocol->n_sets;
  if (offer->protocol->percent_lop_default > 0)
    record->percent_lop = offer->protocol->percent_lop_default;
  if (offer->exercise->load_step_kg <= 0)
    record->load_kg = 0;
  if ((offer->exercise->segments & (1u << record->segment)) == 0)
    record->segment = first_segment (offer->exercise->segments);
}

char *
ebb_clamps_to_text (const EbbTarget *target)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < target->n_clamps; i++) {
    g_autofree char *line = ebb_clamp_to_text (target->clamps[i], target->clamp_limits[i]);

    g_string_append_printf (lines, "%s%s.", lines->len > 0 ? "\n" : "", line);
  }
  return lines->len > 0 ? g_strdup (lines->str) : NULL;
}

void
ebb_prescription_state_clear (EbbPrescriptionState *state)
{
  for (guint i = 0; i < EBB_N_FIELDS; i++)
    g_free (state->error[i]);
  g_free (state->lop_note);
  g_free (state->estimate_note);
  g_free (state->mmhg_text);
  g_free (state->percent_text);
  g_free (state->window_text);
  g_free (state->verdict_text);
  g_free (state->plan_text);
  g_free (state->why_not);
  *state = (EbbPrescriptionState){ 0 };
}
