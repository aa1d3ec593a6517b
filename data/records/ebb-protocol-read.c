/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ranges of percentages: exercise up to 80 % of LOP (more needs a reason for this patient, so no
 * protocol may propose it), a limb at rest up to 90 % (clinic decision 3.4), preconditioning as
 * far as a thigh's ceiling may lie above its LOP.
 */
#include "ebb-protocol-read.h"

#include <glib/gi18n-lib.h>

#define MOVE_MIN_MS      250
#define MOVE_MAX_MS      10000
#define HOLD_MAX_MS      60000
#define INFLATED_MIN_S   30
#define INFLATED_MAX_S   1200 /* the longest limit of a limb (leg) */
#define DURATION_MIN_S   5
#define DURATION_MAX_S   1200
#define STEP_MIN_S       5
#define STEP_MAX_S       600
#define STEP_PERCENT_MIN 20

#define PERCENT_MIN             10
#define PERCENT_EXERCISE        80
#define PERCENT_REST            90
#define PERCENT_PRECONDITIONING 150

#define REFERENCE_LENGTH_MAX 20
#define SOURCE_LENGTH_MAX    300

void
ebb_protocol_read_tempo (EbbJsonObject *root, EbbTempo *tempo)
{
  EbbJsonObject object;

  if (!ebb_json_read_object (root, "tempo", &object))
    return;

  tempo->contract_ms = (guint) ebb_json_read_int (&object, "contract_ms", MOVE_MIN_MS, MOVE_MAX_MS);
  tempo->hold_ms = (guint) ebb_json_read_int (&object, "hold_ms", 0, HOLD_MAX_MS);
  tempo->relax_ms = (guint) ebb_json_read_int (&object, "relax_ms", MOVE_MIN_MS, MOVE_MAX_MS);
  tempo->pause_ms = (guint) ebb_json_read_int (&object, "pause_ms", 0, MOVE_MAX_MS);
  ebb_json_end (&object);
}

void
ebb_protocol_read_longest (EbbJsonObject *root, EbbProtocol *protocol)
{
  if (ebb_json_has (root, "max_inflation_s"))
    protocol->max_inflation_s =
        (guint) ebb_json_read_int (root, "max_inflation_s", INFLATED_MIN_S, INFLATED_MAX_S);
}

/* --- Numbers with a basis ---------------------------------------------------------------- */

static gboolean
is_at_rest (EbbTraining training)
{
  return training == EBB_TRAINING_PASSIVE || training == EBB_TRAINING_PRECONDITIONING;
}

static double
percent_most (EbbTraining training)
{
  if (training == EBB_TRAINING_PRECONDITIONING)
    return PERCENT_PRECONDITIONING;
  return is_at_rest (training) ? PERCENT_REST : PERCENT_EXERCISE;
}

static void
pressure_range (EbbPressureBasis basis, EbbTraining training, double *low, double *high)
{
  switch (basis) {
  case EBB_BASIS_FIXED: /* mmHg: the lowest of a form, the highest ceiling there is */
    *low = 40;
    *high = 280;
    return;
  case EBB_BASIS_SYSTOLIC:
    *low = 0.5;
    *high = 2;
    return;
  case EBB_BASIS_DEVICE_SCALE:
    *low = 1;
    *high = 500;
    return;
  case EBB_BASIS_PERCENT_LOP:
  default:
    *low = PERCENT_MIN;
    *high = percent_most (training);
  }
}

static double
load_most (EbbLoadBasis basis)
{
  switch (basis) {
  case EBB_LOAD_WATT:
    return 500;
  case EBB_LOAD_SPEED:
    return 5;
  case EBB_LOAD_KG:
    return 300;
  default:
    return 100;
  }
}

/* Value, and the range a therapist may choose from. */
static void
read_range (EbbJsonObject *object, double low, double high, double *value, double *min, double *max)
{
  *value = ebb_json_read_double (object, "value", low, high);
  if (ebb_json_has (object, "min"))
    *min = ebb_json_read_double (object, "min", low, *value);
  if (ebb_json_has (object, "max"))
    *max = ebb_json_read_double (object, "max", *value, high);
}

static void
read_pressure (EbbJsonObject *root, EbbProtocol *protocol)
{
  EbbPressurePlan *pressure = &protocol->pressure;
  double low, high;
  EbbJsonObject object;

  if (!ebb_json_read_object (root, "pressure", &object))
    return;
  pressure->basis = (EbbPressureBasis) ebb_json_read_word (
      &object, "basis", ebb_pressure_basis_from_string,
      "\"percent-lop\", \"fixed-mmhg\", \"times-systolic\", \"device-scale\"");
  pressure_range (pressure->basis, protocol->training, &low, &high);
  read_range (&object, low, high, &pressure->value, &pressure->min, &pressure->max);
  if (pressure->basis == EBB_BASIS_PERCENT_LOP && ebb_json_has (&object, "limit"))
    pressure->limit =
        ebb_json_read_double (&object, "limit", MAX (pressure->value, pressure->max), high);
  if (ebb_json_has (&object, "option"))
    pressure->option = ebb_json_read_text (&object, "option", SOURCE_LENGTH_MAX);
  if (pressure->basis == EBB_BASIS_PERCENT_LOP)
    protocol->percent_lop_default = pressure->value;
  ebb_json_end (&object);
}

static void
read_load (EbbJsonObject *root, EbbLoadPlan *load)
{
  EbbJsonObject object;

  if (!ebb_json_read_object (root, "load", &object))
    return;
  load->basis = (EbbLoadBasis) ebb_json_read_word (
      &object, "basis", ebb_load_basis_from_string,
      "\"none\", \"percent-1rm\", \"percent-mvc\", \"body-weight\", \"band\", \"watt\", "
      "\"speed\", \"percent-vo2max\", \"percent-hr-reserve\", \"kg\"");
  if (load->basis != EBB_LOAD_NONE && load->basis != EBB_LOAD_BODY_WEIGHT
      && load->basis != EBB_LOAD_BAND)
    read_range (&object, 0, load_most (load->basis), &load->value, &load->min, &load->max);
  ebb_json_end (&object);
}

static void
read_frequency (EbbJsonObject *root, EbbFrequency *frequency)
{
  EbbJsonObject object;

  if (!ebb_json_read_object (root, "frequency", &object))
    return;
  frequency->text = ebb_json_read_text (&object, "text", 100);
  if (ebb_json_has (&object, "per_day"))
    frequency->per_day = (guint) ebb_json_read_int (&object, "per_day", 1, 6);
  if (ebb_json_has (&object, "per_week"))
    frequency->per_week = (guint) ebb_json_read_int (&object, "per_week", 1, 14);
  if (ebb_json_has (&object, "weeks"))
    frequency->weeks = (guint) ebb_json_read_int (&object, "weeks", 1, 52);
  ebb_json_end (&object);
}

/* --- Sets -------------------------------------------------------------------------------- */

static guint
cycle_length_s (const EbbCyclePlan *cycle)
{
  return cycle->n_steps * (cycle->on_s + cycle->off_s);
}

static void
read_cycle (EbbJsonObject *root, EbbCyclePlan *cycle)
{
  guint before = STEP_PERCENT_MIN;
  EbbJsonObject object;

  if (!ebb_json_read_object (root, "cycle", &object))
    return;
  cycle->on_s = (guint) ebb_json_read_int (&object, "on_s", STEP_MIN_S, STEP_MAX_S);
  cycle->off_s = (guint) ebb_json_read_int (&object, "off_s", STEP_MIN_S, STEP_MAX_S);
  cycle->n_steps = ebb_json_read_array (&object, "steps_percent", EBB_CYCLE_STEPS_MAX);
  for (guint i = 0; i < cycle->n_steps; i++) /* never falling, and never above the target */
    before = cycle->percent[i] =
        (guint) ebb_json_read_array_int (&object, "steps_percent", i, before, 100);
  ebb_json_end (&object);
}

static void
read_repetitions (EbbJsonObject *object, EbbSetPlan *set)
{
  gboolean failure = ebb_json_has (object, "to_failure");

  if (failure && !ebb_json_read_boolean (object, "to_failure"))
    ebb_json_fail (object, "to_failure", "false", _ ("true, or leave it out"));
  set->kind = failure ? EBB_SET_TO_FAILURE : EBB_SET_COUNTED;
  set->reps_max = EBB_FAILURE_REPS_MAX;
  set->reps_min = 1;
  if (!failure || ebb_json_has (object, "reps_max"))
    set->reps_max = (guint) ebb_json_read_int (object, "reps_max", 1, EBB_REPS_MAX);
  if (!failure)
    set->reps_min = (guint) ebb_json_read_int (object, "reps_min", 1, set->reps_max);
}

static void
read_duration (EbbJsonObject *object, const EbbCyclePlan *cycle, EbbSetPlan *set)
{
  g_autofree char *value = NULL, *allowed = NULL;

  set->kind = EBB_SET_TIMED;
  set->duration_s =
      (guint) ebb_json_read_int (object, "duration_s", DURATION_MIN_S, DURATION_MAX_S);
  if (cycle->n_steps == 0 || set->duration_s == cycle_length_s (cycle))
    return;
  value = g_strdup_printf ("%u", set->duration_s);
  allowed = g_strdup_printf (_ ("%u, which all steps of the cycle take together"),
                             cycle_length_s (cycle));
  ebb_json_fail (object, "duration_s", value, allowed);
}

static void
read_sets (EbbJsonObject *root, EbbProtocol *protocol)
{
  protocol->n_sets = ebb_json_read_array (root, "sets", EBB_SETS_MAX);
  protocol->sets_min = (guint) ebb_json_read_int (root, "sets_min", 1, MAX (protocol->n_sets, 1));

  for (guint i = 0; i < protocol->n_sets; i++) {
    EbbJsonObject object;

    if (!ebb_json_read_array_object (root, "sets", i, &object))
      return;
    if (ebb_json_has (&object, "duration_s"))
      read_duration (&object, &protocol->cycle, &protocol->sets[i]);
    else
      read_repetitions (&object, &protocol->sets[i]);
    ebb_json_end (&object);
  }
}

static gboolean
is_led (const EbbProtocol *protocol)
{
  for (guint i = 0; i < protocol->n_sets; i++)
    if (protocol->sets[i].kind != EBB_SET_TIMED)
      return TRUE;
  return FALSE;
}

static gboolean
has_timed (const EbbProtocol *protocol)
{
  for (guint i = 0; i < protocol->n_sets; i++)
    if (protocol->sets[i].kind == EBB_SET_TIMED)
      return TRUE;
  return FALSE;
}

/* --- What must fit together -------------------------------------------------------------- */

static void
check_sets (EbbJsonObject *root, const EbbProtocol *protocol)
{
  gboolean aerobic = protocol->training == EBB_TRAINING_AEROBIC_CONTINUOUS
                     || protocol->training == EBB_TRAINING_AEROBIC_INTERVAL;
  gboolean by_clock = aerobic || is_at_rest (protocol->training)
                      || protocol->training == EBB_TRAINING_CYCLE
                      || protocol->pattern == EBB_PATTERN_CYCLED;

  if (by_clock && is_led (protocol))
    ebb_json_fail (root, "sets", _ ("counted in repetitions"),
                   _ ("only duration_s in this mode and pattern"));
  if (is_led (protocol) && has_timed (protocol))
    ebb_json_fail (root, "sets", _ ("both counted and timed"), _ ("one of the two"));
  if (protocol->training == EBB_TRAINING_AEROBIC_CONTINUOUS && protocol->n_sets != 1)
    ebb_json_fail (root, "sets", _ ("more than one"), _ ("one set without a rest in this mode"));
}

static void
check_pattern (EbbJsonObject *root, const EbbProtocol *protocol)
{
  const char *pattern = ebb_pattern_to_string (protocol->pattern);

  if (is_at_rest (protocol->training) && protocol->pattern != EBB_PATTERN_CYCLED)
    ebb_json_fail (root, "pattern", pattern, _ ("\"cycled\" for a limb at rest"));
  if (protocol->cycle.n_steps > 0 && protocol->pattern != EBB_PATTERN_CYCLED)
    ebb_json_fail (root, "pattern", pattern, _ ("\"cycled\" with a cycle of steps"));
  if (protocol->training == EBB_TRAINING_CYCLE && protocol->cycle.n_steps == 0)
    ebb_json_fail (root, "cycle", NULL, _ ("its steps"));
  if (protocol->pattern == EBB_PATTERN_RESTING && protocol->n_sets < 2)
    ebb_json_fail (root, "sets", _ ("a single one"), _ ("two or more with the cuff on in rests"));
}

/* --- Sources ----------------------------------------------------------------------------- */

static gboolean
has_value (const EbbProtocol *protocol, EbbProtocolValue value)
{
  switch (value) {
  case EBB_VALUE_REST:
    return protocol->n_sets > 1;
  case EBB_VALUE_TEMPO:
    return protocol->tempo.contract_ms > 0;
  case EBB_VALUE_CYCLE:
    return protocol->cycle.n_steps > 0;
  default:
    return TRUE;
  }
}

static void
read_value (EbbJsonObject *root, guint index, EbbProtocol *protocol)
{
  EbbProtocolValue of;
  EbbJsonObject object;

  if (!ebb_json_read_array_object (root, "values", index, &object))
    return;
  of = (EbbProtocolValue) ebb_json_read_word (
      &object, "of", ebb_protocol_value_from_string,
      "\"pressure\", \"pattern\", \"load\", \"sets\", \"rest\", \"tempo\", \"cycle\", "
      "\"frequency\"");
  if (!has_value (protocol, of) || protocol->values[of].source != NULL)
    ebb_json_fail (&object, "of", ebb_protocol_value_to_string (of),
                   _ ("each value that the protocol has, once"));
  if (root->file->error != NULL)
    return;
  protocol->values[of].status = (EbbEvidence) ebb_json_read_word (
      &object, "status", ebb_evidence_from_string, EBB_EVIDENCE_ALLOWED);
  protocol->values[of].source = ebb_json_read_text (&object, "source", SOURCE_LENGTH_MAX);
  ebb_json_end (&object);
}

static void
read_values (EbbJsonObject *root, EbbProtocol *protocol)
{
  guint n_values = ebb_json_read_array (root, "values", EBB_VALUE_COUNT);

  for (guint i = 0; i < n_values && root->file->error == NULL; i++)
    read_value (root, i, protocol);
  for (guint value = 0; value < EBB_VALUE_COUNT; value++) {
    g_autofree char *without = NULL;

    if (!has_value (protocol, value) || protocol->values[value].source != NULL)
      continue;
    without = g_strdup_printf (_ ("without “%s”"), ebb_protocol_value_to_string (value));
    ebb_json_fail (root, "values", without, _ ("a source for each value that the protocol has"));
  }
}

void
ebb_protocol_read_version_2 (EbbJsonObject *root, EbbProtocol *protocol)
{
  if (ebb_json_has (root, "reference"))
    protocol->reference = ebb_json_read_text (root, "reference", REFERENCE_LENGTH_MAX);
  if (ebb_json_has (root, "home"))
    protocol->home = ebb_json_read_boolean (root, "home");
  protocol->training = (EbbTraining) ebb_json_read_word (
      root, "mode", ebb_training_from_string,
      "\"resistance\", \"isometric\", \"aerobic-continuous\", \"aerobic-interval\", \"passive\", "
      "\"cycle\", \"nmes\", \"preconditioning\"");
  read_pressure (root, protocol);
  protocol->pattern =
      (EbbPattern) ebb_json_read_word (root, "pattern", ebb_pattern_from_string,
                                       "\"continuous\", \"intermittent\", \"resting\", \"cycled\"");
  read_load (root, &protocol->load);
  if (ebb_json_has (root, "cycle"))
    read_cycle (root, &protocol->cycle);
  read_sets (root, protocol);
  if (protocol->n_sets > 1)
    protocol->rest_s = (guint) ebb_json_read_int (root, "rest_s", 0, EBB_REST_MAX_S);
  if (is_led (protocol))
    ebb_protocol_read_tempo (root, &protocol->tempo);
  ebb_protocol_read_longest (root, protocol);
  read_frequency (root, &protocol->frequency);
  check_sets (root, protocol);
  check_pattern (root, protocol);
  read_values (root, protocol);
}
