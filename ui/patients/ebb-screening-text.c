/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-text.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>

char *
ebb_screening_limbs_text (const EbbScreeningOutcome limbs[EBB_SCREENING_N_LIMBS])
{
  g_autoptr (GString) lines = g_string_new (NULL);
  gboolean differ = FALSE;

  for (guint i = 0; i < EBB_SCREENING_N_LIMBS; i++) {
    differ |= limbs[i] != limbs[0];
    /* Translators: a limb and what the screening says of it: "left leg: Refused". */
    g_string_append_printf (lines, _ ("%s: %s"), ebb_screening_limb_to_text (1u << i),
                            ebb_screening_outcome_to_text (limbs[i]));
    if (i + 1 < EBB_SCREENING_N_LIMBS)
      g_string_append (lines, " · ");
  }
  return differ ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}

const char *
ebb_screening_verdict_text (EbbScreeningOutcome outcome,
                            const EbbScreeningOutcome limbs[EBB_SCREENING_N_LIMBS])
{
  if (outcome != EBB_SCREENING_REFUSED && outcome != EBB_SCREENING_PHYSICIAN)
    return ebb_screening_outcome_to_text (outcome);
  for (guint i = 0; i < EBB_SCREENING_N_LIMBS; i++)
    if (limbs[i] <= EBB_SCREENING_LIMITS)
      return _ ("Not on every limb");
  return ebb_screening_outcome_to_text (outcome);
}

char *
ebb_screening_progress_text (const EbbScreeningFormState *state)
{
  guint points = (guint) MAX (state->judgement->score, 0);
  g_autofree char *answered =
      g_strdup_printf (_ ("%u of %u answered"), state->n_answered, state->n_asked);
  /* Age and sex count from the start, before anything is answered. */
  g_autofree char *score = g_strdup_printf (_ ("risk score so far: %u"), points);

  return g_strdup_printf ("%s · %s", answered, score);
}

char *
ebb_screening_reasons_text (const EbbScreeningJudgement *judgement)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < judgement->reasons->len; i++) {
    const EbbScreeningReason *reason = g_ptr_array_index (judgement->reasons, i);

    /* It lists ids; the progress says how many are open. */
    if (g_strcmp0 (reason->id, "answers") != 0)
      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", reason->text);
  }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/* --- The lock ---------------------------------------------------------------------------- */

void
ebb_screening_status_clear (EbbScreeningStatus *status)
{
  g_clear_pointer (&status->value, g_free);
  g_clear_pointer (&status->detail, g_free);
}

static char *
value_of (const EbbScreeningFile *file, const EbbScreeningGate *gate,
          const EbbScreeningJudgement *judgement, const EbbScreeningOutcome *limbs)
{
  g_autofree char *until = NULL;

  switch (gate->lock) {
  case EBB_LOCK_MISSING:
    return g_strdup (_ ("Not screened yet"));
  case EBB_LOCK_EXPIRED:
    return g_strdup (file->change != NULL ? _ ("Something is new since the screening")
                                          : _ ("The screening has run out"));
  case EBB_LOCK_OPEN:
    until = ebb_format_date_short (file->screening->valid_until);
    return g_strdup_printf (judgement->outcome == EBB_SCREENING_LIMITS
                                ? _ ("Cleared with limits until %s")
                                : _ ("Cleared until %s"),
                            until);
  case EBB_LOCK_INCOMPLETE:
  case EBB_LOCK_PHYSICIAN:
  case EBB_LOCK_REFUSED:
  default:
    return g_strdup (ebb_screening_verdict_text (judgement->outcome, limbs));
  }
}

static void
add_line (GString *lines, const char *text)
{
  if (text != NULL && *text != '\0')
    g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", text);
}

static char *
detail_of (const EbbScreeningFile *file, const EbbScreeningGate *gate,
           const EbbScreeningJudgement *judgement, const EbbScreeningOutcome *limbs)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *reasons = judgement != NULL ? ebb_screening_reasons_text (judgement) : NULL;
  g_autofree char *each = judgement != NULL ? ebb_screening_limbs_text (limbs) : NULL;

  if (gate->overridden)
    add_line (lines, gate->override_text);
  if (gate->lock == EBB_LOCK_MISSING)
    add_line (lines, _ ("Sessions stay locked until the questions are answered."));
  if (gate->lock == EBB_LOCK_EXPIRED && file->change != NULL)
    add_line (lines, file->change->what);
  if (gate->lock == EBB_LOCK_EXPIRED && file->change == NULL) {
    g_autofree char *until = ebb_format_date (file->screening->valid_until);
    g_autofree char *text = g_strdup_printf (_ ("It was valid until %s."), until);

    add_line (lines, text);
  }
  add_line (lines, gate->limit_text);
  add_line (lines, each);
  add_line (lines, reasons);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static EbbScreeningOutcome
outcome_for (const EbbScreeningFile *file, guint limb, EbbScreeningJudgement **kept)
{
  EbbScreeningJudgement *judgement =
      ebb_screening_judge (&(EbbScreeningQuestion){ .list = file->list,
                                                    .screening = file->screening,
                                                    .settings = &file->settings,
                                                    .clearances = file->clearances,
                                                    .limb = limb });
  EbbScreeningOutcome outcome = judgement->outcome;

  if (kept != NULL)
    *kept = judgement;
  else
    ebb_screening_judgement_free (judgement);
  return outcome;
}

static gboolean
is_locked (const EbbScreeningFile *file, const char *patient_id, guint limb, const char *today)
{
  EbbScreeningGate gate;
  gboolean locked;

  ebb_screening_gate_alone (file, patient_id, limb, today, &gate);
  locked = gate.lock != EBB_LOCK_OPEN && !gate.overridden;
  ebb_screening_gate_clear (&gate);
  return locked;
}

void
ebb_screening_status (const EbbScreeningFile *file, const char *patient_id, const char *today,
                      EbbScreeningStatus *status)
{
  g_autoptr (EbbScreeningJudgement) judgement = NULL;
  EbbScreeningOutcome limbs[EBB_SCREENING_N_LIMBS] = { 0 };
  EbbScreeningGate gate;

  *status = (EbbScreeningStatus){ .locks_all = TRUE };
  ebb_screening_gate_alone (file, patient_id, 0, today, &gate);
  if (gate.lock != EBB_LOCK_MISSING)
    outcome_for (file, 0, &judgement);
  for (guint i = 0; i < EBB_SCREENING_N_LIMBS; i++) {
    if (judgement != NULL)
      limbs[i] = outcome_for (file, 1u << i, NULL);
    status->wants_clearance |= limbs[i] == EBB_SCREENING_PHYSICIAN;
    status->locks_all &= is_locked (file, patient_id, 1u << i, today);
  }
  status->lock = gate.lock;
  status->overridden = gate.overridden;
  status->may_override = gate.may_override && !gate.overridden;
  status->value = value_of (file, &gate, judgement, limbs);
  status->detail = detail_of (file, &gate, judgement, limbs);
  ebb_screening_gate_clear (&gate);
}
