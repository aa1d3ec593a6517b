/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-plan.h"

#include "ebb-defined.h"
#include "ebb-occlusion-clock.h"
#include "ebb-preconditioning.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* A protocol was validated when it was read; these keep the arithmetic sound whatever comes. */
#define REPS_LIMIT     200
#define REST_LIMIT_S   600
#define TEMPO_LIMIT_MS 120000
#define WORK_LIMIT_S   1200
#define STEP_LIMIT_S   600

/* The controller's own clock of time under pressure, which starts anew like the limb's. */
#define CONTROLLER_LIMIT_MS 1500000

/* A limb at rest: never above (clinic decision 3.4; "avoid full occlusion", AIS). */
#define PERCENT_PASSIVE 90.0

G_DEFINE_QUARK (ebb - plan - error - quark, ebb_plan_error)

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
check_tempo (const EbbTempo *tempo, GError **error)
{
  return check_number (_ ("Contraction in ms"), tempo->contract_ms, 0, TEMPO_LIMIT_MS, error)
         && check_number (_ ("Hold in ms"), tempo->hold_ms, 0, TEMPO_LIMIT_MS, error)
         && check_number (_ ("Relaxation in ms"), tempo->relax_ms, 0, TEMPO_LIMIT_MS, error)
         && check_number (_ ("Pause in ms"), tempo->pause_ms, 0, TEMPO_LIMIT_MS, error)
         && check_number (_ ("One repetition in ms"), ebb_tempo_total_ms (tempo), 1, TEMPO_LIMIT_MS,
                          error);
}

static gboolean
check_set (const EbbProtocol *protocol, guint index, GError **error)
{
  const EbbSetPlan *set = &protocol->sets[index];

  if (set->kind != protocol->sets[0].kind
      && (set->kind == EBB_SET_TIMED || protocol->sets[0].kind == EBB_SET_TIMED)) {
    g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
                 _ ("Sets: counted and timed ones in one plan"));
    return FALSE;
  }
  if (set->kind == EBB_SET_TIMED)
    return check_number (_ ("Length of a set in seconds"), set->duration_s, 1, WORK_LIMIT_S, error);
  return check_number (_ ("Most repetitions"), set->reps_max, 1, REPS_LIMIT, error)
         && check_number (_ ("Fewest repetitions"), set->reps_min, 1, set->reps_max, error);
}

static gboolean
check_cycle (const EbbCyclePlan *cycle, GError **error)
{
  if (cycle->n_steps == 0)
    return TRUE;
  if (!check_number (_ ("Steps of a cycle"), cycle->n_steps, 1, EBB_CYCLE_STEPS_MAX, error)
      || !check_number (_ ("Tight in a step, seconds"), cycle->on_s, 1, STEP_LIMIT_S, error)
      || !check_number (_ ("Deflated in a step, seconds"), cycle->off_s, 1, STEP_LIMIT_S, error))
    return FALSE;
  for (guint i = 0; i < cycle->n_steps; i++)
    if (!check_number (_ ("Share of the target in a step, percent"), cycle->percent[i], 1, 100,
                       error))
      return FALSE;
  return TRUE;
}

static gboolean
check_protocol (const EbbProtocol *protocol, guint n_sets, GError **error)
{
  if (!check_number (_ ("Sets of the protocol"), protocol->n_sets, 1, EBB_SETS_MAX, error)
      || !check_number (_ ("Sets"), n_sets, MAX (protocol->sets_min, 1), protocol->n_sets, error)
      || !check_number (_ ("Rest in seconds"), protocol->rest_s, 0, REST_LIMIT_S, error)
      || !check_cycle (&protocol->cycle, error))
    return FALSE;
  if (protocol->sets[0].kind != EBB_SET_TIMED && !check_tempo (&protocol->tempo, error))
    return FALSE;

  for (guint i = 0; i < n_sets; i++)
    if (!check_set (protocol, i, error))
      return FALSE;
  return TRUE;
}

char *
ebb_plan_why_not_here (const EbbPlanRules *rules, const EbbProtocol *protocol)
{
  if (protocol->home)
    return g_strdup_printf (_ ("“%s” is meant for home and is not run here: work with the cuff at "
                               "home is neither run nor printed"),
                            protocol->id);
  if (protocol->pressure.basis == EBB_BASIS_DEVICE_SCALE)
    return g_strdup_printf (_ ("“%s” is not run here: its pressures are a device's own scale, "
                               "which is noted and never turned into mmHg"),
                            protocol->id);
  if (protocol->training == EBB_TRAINING_PRECONDITIONING
      && (rules == NULL || !rules->preconditioning))
    return g_strdup_printf (_ ("“%s” is switched off: preconditioning needs an administrator to "
                               "enable it and a consent of its own"),
                            protocol->id);
  return NULL;
}

static gboolean
check_place (const EbbPlanRules *rules, const EbbProtocol *protocol, GError **error)
{
  g_autofree char *why_not = ebb_plan_why_not_here (rules, protocol);

  if (why_not != NULL)
    g_set_error_literal (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_REFUSED, why_not);
  return why_not == NULL;
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
                 _ ("Limb: “%s” is not done with a cuff on this limb (%s)"),
                 ebb_defined (exercise->name), ebb_segment_to_text (prescription->segment));
    return FALSE;
  }
  return TRUE;
}

/* --- The pressure ------------------------------------------------------------------------ */

static CuffPressure
reference_lop (const EbbPrescription *prescription)
{
  return cuff_pressure_is_set (prescription->lop) ? prescription->lop : prescription->lop_estimate;
}

/* The highest share of LOP that the protocol allows; 0 = no limit of its own. */
static double
percent_limit (const EbbProtocol *protocol)
{
  double limit = protocol->pressure.limit;

  if (protocol->training == EBB_TRAINING_PASSIVE && !(limit > 0 && limit < PERCENT_PASSIVE))
    return PERCENT_PASSIVE;
  return limit;
}

static gboolean
needs_lop (GError **error)
{
  g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
               _ ("LOP: missing; this protocol has a limit in percent of LOP. Measure LOP first"));
  return FALSE;
}

static gboolean
check_share (const EbbProtocol *protocol, const EbbPrescription *prescription,
             const EbbTarget *target, GError **error)
{
  double limit = percent_limit (protocol);
  CuffPressure lop = reference_lop (prescription);
  g_autofree char *text = NULL;

  if (!(limit > 0))
    return TRUE;
  if (!cuff_pressure_is_set (lop))
    return needs_lop (error);
  if (target->target * 100.0 <= limit * lop)
    return TRUE;
  text = ebb_pressure_to_text (target->target);
  g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
               _ ("Target: %s is %.1f %% of LOP; this protocol allows at most %g %%"), text,
               ebb_percent_of_lop (target->target, lop), limit);
  return FALSE;
}

static CuffPressure
target_ceiling (const EbbProtocol *protocol, const EbbPrescription *prescription)
{
  CuffPressure most = prescription->segment == EBB_SEGMENT_ARM ? EBB_PRECONDITIONING_MAX_ARM
                                                               : EBB_PRECONDITIONING_MAX_LEG;

  if (protocol->training != EBB_TRAINING_PRECONDITIONING)
    return ebb_segment_ceiling (prescription->segment);
  return MIN (most, prescription->lop + EBB_PRECONDITIONING_ABOVE_LOP);
}

static gboolean
check_target (const EbbProtocol *protocol, const EbbPrescription *prescription,
              const EbbTarget *target, GError **error)
{
  CuffPressure ceiling;
  g_autofree char *text = NULL;

  if (protocol->training == EBB_TRAINING_PRECONDITIONING
      && !cuff_pressure_is_set (prescription->lop))
    return needs_lop (error);
  ceiling = target_ceiling (protocol, prescription);
  if (target->target >= EBB_TARGET_MIN && target->target <= ceiling)
    return check_share (protocol, prescription, target, error);
  text = ebb_pressure_to_text (target->target);
  g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD,
               _ ("Target: %s is outside %d to %d mmHg"), text, EBB_TARGET_MIN / 10, ceiling / 10);
  return FALSE;
}

/* As far as it may be stepped up in the bout. */
static CuffPressure
target_most (const EbbProtocol *protocol, const EbbPrescription *prescription,
             const EbbTarget *target)
{
  CuffPressure most = MAX (target->target, ebb_prescription_highest (prescription));
  double limit = percent_limit (protocol);

  if (protocol->training == EBB_TRAINING_PRECONDITIONING)
    return target->target;
  if (limit > 0)
    most = MIN (most, (CuffPressure) (limit * reference_lop (prescription) / 100.0 + 1e-6));
  return MAX (most, target->target);
}

/* --- The time ---------------------------------------------------------------------------- */

/* Deflated rests shorter than a minute do not start the continuous clock anew, so the whole work
 * around them counts against the same limit. */
static gboolean
check_time (const EbbProtocol *protocol, const EbbPlan *plan, GError **error)
{
  gint64 inflated_ms = ebb_plan_inflated_ms (plan);
  gint64 continuous_ms = ebb_plan_continuous_ms (plan, 0);
  gint64 limb_ms = MIN (ebb_occlusion_limit (plan->segment) / 1000, CONTROLLER_LIMIT_MS);
  gint64 own_ms = (gint64) protocol->max_inflation_s * 1000;

  if (continuous_ms > limb_ms) {
    g_set_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_TOO_LONG,
                 _ ("Time under pressure: the plan needs %.1f min, the limit for this limb (%s) is "
                    "%.0f min"),
                 continuous_ms / 60000.0, ebb_segment_to_text (plan->segment), limb_ms / 60000.0);
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

static EbbPlan
combine (const EbbProtocol *protocol, const EbbExercise *exercise,
         const EbbPrescription *prescription, const EbbTarget *target, guint n_sets)
{
  EbbPlan plan = { .n_sets = n_sets };

  for (guint i = 0; i < n_sets; i++)
    plan.sets[i] = protocol->sets[i];
  plan.rest_s = protocol->rest_s;
  plan.tempo = protocol->tempo;
  plan.pattern = protocol->pattern;
  plan.target = target->target;
  plan.target_max = target_most (protocol, prescription, target);
  plan.segment = prescription->segment;
  /* A soft cuff shows no wave, and nothing is led by the clock. */
  plan.reps_in_pressure = exercise->reps_in_pressure && plan.pattern != EBB_PATTERN_RESTING
                          && !ebb_plan_is_timed (&plan);
  plan.load_kg = -1.0;
  plan.training = protocol->training;
  plan.cycle = protocol->cycle;
  plan.tap_to_inflate = prescription->first_session && ebb_plan_reinflates (&plan);
  return plan;
}

gboolean
ebb_plan_make_by (const EbbPlanRules *rules, const EbbProtocol *protocol,
                  const EbbExercise *exercise, const EbbPrescription *prescription,
                  const EbbTarget *target, guint n_sets, EbbPlan *plan, GError **error)
{
  EbbPlan result;

  g_return_val_if_fail (protocol != NULL && exercise != NULL && plan != NULL, FALSE);
  g_return_val_if_fail (prescription != NULL && target != NULL, FALSE);

  if (n_sets == 0)
    n_sets = protocol->n_sets;
  if (!check_place (rules, protocol, error) || !check_protocol (protocol, n_sets, error)
      || !check_exercise (protocol, exercise, prescription, error)
      || !check_target (protocol, prescription, target, error))
    return FALSE;

  result = combine (protocol, exercise, prescription, target, n_sets);
  if (!check_time (protocol, &result, error))
    return FALSE;

  *plan = result;
  return TRUE;
}

gboolean
ebb_plan_make (const EbbProtocol *protocol, const EbbExercise *exercise,
               const EbbPrescription *prescription, const EbbTarget *target, guint n_sets,
               EbbPlan *plan, GError **error)
{
  return ebb_plan_make_by (NULL, protocol, exercise, prescription, target, n_sets, plan, error);
}
