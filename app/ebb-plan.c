/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-plan.h"

#include "ebb-occlusion-clock.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* A protocol was validated when it was read; these keep the arithmetic sound whatever comes. */
#define REPS_LIMIT     200
#define REST_LIMIT_S   600
#define TEMPO_LIMIT_MS 120000

G_DEFINE_QUARK (ebb - plan - error - quark, ebb_plan_error)

/* --- Arithmetic -------------------------------------------------------------------------- */

guint
ebb_tempo_total_ms (const EbbTempo *tempo)
{
  return tempo->contract_ms + tempo->hold_ms + tempo->relax_ms + tempo->pause_ms;
}

static gint64
work_ms (const EbbPlan *plan)
{
  gint64 total = 0;

  for (guint i = 0; i < plan->n_sets; i++)
    total += (gint64) plan->sets[i].reps_max * ebb_tempo_total_ms (&plan->tempo);
  return total;
}

static gint64
rests_ms (const EbbPlan *plan)
{
  return plan->n_sets > 1 ? (gint64) plan->rest_s * 1000 * (plan->n_sets - 1) : 0;
}

gint64
ebb_plan_inflated_ms (const EbbPlan *plan)
{
  return work_ms (plan) + (plan->pattern == EBB_PATTERN_CONTINUOUS ? rests_ms (plan) : 0);
}

/* --- Making a plan ----------------------------------------------------------------------- */

static gboolean
check_number (const char *name, int64_t value, int64_t min, int64_t max, GError **error)
{
  if (value >= min && value <= max)
    return TRUE;
  /* Translators: "Sets: 5 is outside 2 to 3". */
  g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
               _ ("%s: %" PRId64 " is outside %" PRId64 " to %" PRId64), name, value, min, max);
  return FALSE;
}

static gboolean
check_protocol (const EbbProtocol *protocol, guint n_sets, GError **error)
{
  const EbbTempo *tempo = &protocol->tempo;

  if (!check_number (_ ("Sets of the protocol"), protocol->n_sets, 1, EBB_SETS_MAX, error)
      || !check_number (_ ("Sets"), n_sets, MAX (protocol->sets_min, 1), protocol->n_sets, error)
      || !check_number (_ ("Rest in seconds"), protocol->rest_s, 0, REST_LIMIT_S, error)
      || !check_number (_ ("Contraction in ms"), tempo->contract_ms, 0, TEMPO_LIMIT_MS, error)
      || !check_number (_ ("Hold in ms"), tempo->hold_ms, 0, TEMPO_LIMIT_MS, error)
      || !check_number (_ ("Relaxation in ms"), tempo->relax_ms, 0, TEMPO_LIMIT_MS, error)
      || !check_number (_ ("Pause in ms"), tempo->pause_ms, 0, TEMPO_LIMIT_MS, error)
      || !check_number (_ ("One repetition in ms"), ebb_tempo_total_ms (tempo), 1, TEMPO_LIMIT_MS,
                        error))
    return FALSE;

  for (guint i = 0; i < n_sets; i++)
    if (!check_number (_ ("Most repetitions"), protocol->sets[i].reps_max, 1, REPS_LIMIT, error)
        || !check_number (_ ("Fewest repetitions"), protocol->sets[i].reps_min, 1,
                          protocol->sets[i].reps_max, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_exercise (const EbbProtocol *protocol, const EbbExercise *exercise,
                const EbbPrescription *prescription, GError **error)
{
  if (g_strcmp0 (protocol->exercise_id, exercise->id) != 0) {
    g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
                 _ ("Exercise: the protocol “%s” is for “%s”, not for “%s”"), protocol->id,
                 protocol->exercise_id, exercise->id);
    return FALSE;
  }
  if ((guint) prescription->segment > EBB_SEGMENT_CALF
      || (exercise->segments & (1u << prescription->segment)) == 0) {
    g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
                 _ ("Limb: “%s” is not done with a cuff on this limb (%s)"), exercise->name,
                 ebb_segment_to_text (prescription->segment));
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_target (const EbbPrescription *prescription, const EbbTarget *target, GError **error)
{
  CuffPressure ceiling = ebb_segment_ceiling (prescription->segment);
  g_autofree char *text = NULL;

  if (target->target >= EBB_TARGET_MIN && target->target <= ceiling)
    return TRUE;
  text = ebb_pressure_to_text (target->target);
  g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
               _ ("Target: %s is outside %d to %d mmHg"), text, EBB_TARGET_MIN / 10, ceiling / 10);
  return FALSE;
}

/* Deflated rests shorter than a minute do not start the continuous clock anew, so the whole work
 * of an intermittent plan counts against the same limit. */
static gboolean
check_time (const EbbProtocol *protocol, const EbbPlan *plan, GError **error)
{
  gint64 inflated_ms = ebb_plan_inflated_ms (plan);
  gint64 limb_ms = ebb_occlusion_limit (plan->segment) / 1000;
  gint64 own_ms = (gint64) protocol->max_inflation_s * 1000;

  if (inflated_ms > limb_ms) {
    g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_TOO_LONG,
                 _ ("Time under pressure: the plan needs %.1f min, the limit for this limb (%s) is "
                    "%.0f min"),
                 inflated_ms / 60000.0, ebb_segment_to_text (plan->segment), limb_ms / 60000.0);
    return FALSE;
  }
  if (own_ms > 0 && inflated_ms > own_ms) {
    g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_TOO_LONG,
                 _ ("Time under pressure: the plan needs %.1f min, the protocol allows %.1f min"),
                 inflated_ms / 60000.0, own_ms / 60000.0);
    return FALSE;
  }
  return TRUE;
}

gboolean
ebb_plan_make (const EbbProtocol *protocol, const EbbExercise *exercise,
               const EbbPrescription *prescription, const EbbTarget *target, guint n_sets,
               EbbPlan *plan, GError **error)
{
  EbbPlan result = { 0 };

  g_return_val_if_fail (protocol != NULL && exercise != NULL && plan != NULL, FALSE);
  g_return_val_if_fail (prescription != NULL && target != NULL, FALSE);

  if (n_sets == 0)
    n_sets = protocol->n_sets;
  if (!check_protocol (protocol, n_sets, error)
      || !check_exercise (protocol, exercise, prescription, error)
      || !check_target (prescription, target, error))
    return FALSE;

  result.n_sets = n_sets;
  for (guint i = 0; i < n_sets; i++)
    result.sets[i] = protocol->sets[i];
  result.rest_s = protocol->rest_s;
  result.tempo = protocol->tempo;
  result.pattern = protocol->pattern;
  result.target = target->target;
  result.target_max = MAX (target->target, ebb_prescription_highest (prescription));
  result.segment = prescription->segment;
  result.reps_in_pressure = exercise->reps_in_pressure;
  result.load_kg = -1.0;
  if (!check_time (protocol, &result, error))
    return FALSE;

  *plan = result;
  return TRUE;
}

/* --- Words ------------------------------------------------------------------------------- */

static void
append_range (GString *text, const EbbSetPlan *set)
{
  if (set->reps_min == set->reps_max)
    g_string_append_printf (text, "%u", set->reps_max);
  else
    g_string_append_printf (text, "%u–%u", set->reps_min, set->reps_max);
}

/* "3 × 15–20" when all sets are alike, else "30 / 15 / 15 / 15". */
static void
append_sets (GString *text, const EbbPlan *plan)
{
  gboolean alike = TRUE;

  for (guint i = 1; i < plan->n_sets; i++)
    alike = alike && plan->sets[i].reps_min == plan->sets[0].reps_min
            && plan->sets[i].reps_max == plan->sets[0].reps_max;

  if (alike) {
    g_string_append_printf (text, "%u × ", plan->n_sets);
    append_range (text, &plan->sets[0]);
    return;
  }
  for (guint i = 0; i < plan->n_sets; i++) {
    if (i > 0)
      g_string_append (text, " / ");
    append_range (text, &plan->sets[i]);
  }
}

static void
append_tempo (GString *text, const EbbTempo *tempo)
{
  if (tempo->hold_ms > 0)
    g_string_append_printf (text, _ (", hold %g s"), tempo->hold_ms / 1000.0);
  else
    g_string_append_printf (text, _ (", contract %g s, relax %g s"), tempo->contract_ms / 1000.0,
                            (tempo->relax_ms + tempo->pause_ms) / 1000.0);
}

char *
ebb_plan_to_text (const EbbPlan *plan)
{
  GString *text = g_string_new (NULL);
  guint minutes = (guint) ((work_ms (plan) + rests_ms (plan) + 59999) / 60000);

  append_sets (text, plan);
  append_tempo (text, &plan->tempo);
  if (plan->n_sets > 1) {
    g_string_append_printf (text, _ (", rest %u s"), plan->rest_s);
    g_string_append (text, plan->pattern == EBB_PATTERN_CONTINUOUS
                               ? _ (", cuff stays tight in rests")
                               : _ (", cuff deflates in rests"));
  }
  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, ", about %u min", ", about %u min", minutes), minutes);
  return g_string_free (text, FALSE);
}
