/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was typed, and what becomes of it.
 */
#include "ebb-protocol-form-state.h"

#include "ebb-number-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TEXT_MAX     500 /* of source and status */
#define SHORT_MAX    300 /* of a value's source */
#define TITLE_MAX    100
#define TIMED_S      60
#define MS_PER_S     1000.0
#define WHOLE_MAX    100000000.0
#define STEP_DEFAULT 100

/* --- Making ------------------------------------------------------------------------------ */

/* At most `length_max` characters, which end at a whole one. */
static char *
cut (const char *text, glong length_max)
{
  return g_utf8_strlen (text, -1) <= length_max ? g_strdup (text)
                                                : g_utf8_substring (text, 0, length_max);
}

static double
or_nothing (double number)
{
  return number > 0 ? number : NAN;
}

static void
take_sets (EbbProtocolForm *form, const EbbProtocol *protocol)
{
  form->n_sets = protocol->n_sets;
  form->sets_min = protocol->sets_min;
  for (guint i = 0; i < EBB_SETS_MAX; i++) {
    const EbbSetPlan *set = &protocol->sets[MIN (i, protocol->n_sets - 1)];

    form->sets[i] = (EbbSetTyped){ set->kind, or_nothing (set->reps_min),
                                   or_nothing (set->reps_max), or_nothing (set->duration_s) };
  }
}

static void
take_sources (EbbProtocolForm *form, const EbbProtocol *protocol)
{
  for (guint i = 0; i < EBB_VALUE_COUNT; i++) {
    const EbbValueSource *of = &protocol->values[i];

    g_free (form->values[i].source);
    form->values[i].status = of->source != NULL ? of->status : EBB_EVIDENCE_UNCONFIRMED;
    /* A file of version 1 has one source for all. */
    form->values[i].source = of->source != NULL             ? g_strdup (of->source)
                             : protocol->format_version < 2 ? cut (protocol->source, SHORT_MAX)
                                                            : NULL;
  }
}

static EbbProtocolForm *
form_of (const EbbProtocol *protocol)
{
  EbbProtocolForm *form = g_new0 (EbbProtocolForm, 1);
  const EbbTempo *tempo = &protocol->tempo;
  gboolean led = tempo->contract_ms > 0;

  form->base = ebb_protocol_copy (protocol);
  form->name = g_strdup (protocol->name);
  form->source = g_strdup (protocol->source);
  form->status = g_strdup (protocol->status);
  form->option = g_strdup (protocol->pressure.option);
  form->how_often =
      g_strdup (protocol->frequency.text != NULL ? protocol->frequency.text : _ ("as prescribed"));
  form->exercise_id = g_strdup (protocol->exercise_id);
  form->home = protocol->home;
  form->training = protocol->training;
  form->pattern = protocol->pattern;
  form->basis = protocol->pressure.basis;
  form->pressure = or_nothing (protocol->pressure.value);
  form->pressure_min = or_nothing (protocol->pressure.min);
  form->pressure_max = or_nothing (protocol->pressure.max);
  form->pressure_limit = or_nothing (protocol->pressure.limit);
  form->load_basis = protocol->load.basis;
  form->load = ebb_load_basis_has_value (form->load_basis) ? protocol->load.value : NAN;
  form->load_min = or_nothing (protocol->load.min);
  form->load_max = or_nothing (protocol->load.max);
  take_sets (form, protocol);
  form->rest_s = protocol->rest_s;
  form->longest_s = or_nothing (protocol->max_inflation_s);
  form->tempo_s[EBB_TEMPO_CONTRACT] = led ? tempo->contract_ms / MS_PER_S : 2;
  form->tempo_s[EBB_TEMPO_HOLD] = tempo->hold_ms / MS_PER_S;
  form->tempo_s[EBB_TEMPO_RELAX] = led ? tempo->relax_ms / MS_PER_S : 2;
  form->tempo_s[EBB_TEMPO_PAUSE] = tempo->pause_ms / MS_PER_S;
  form->has_steps = protocol->cycle.n_steps > 0;
  form->on_s = form->has_steps ? protocol->cycle.on_s : 20;
  form->off_s = form->has_steps ? protocol->cycle.off_s : 10;
  form->n_steps = MAX (protocol->cycle.n_steps, 1);
  for (guint i = 0; i < EBB_CYCLE_STEPS_MAX; i++)
    form->steps[i] =
        i < protocol->cycle.n_steps ? (double) protocol->cycle.percent[i] : STEP_DEFAULT;
  form->per_day = or_nothing (protocol->frequency.per_day);
  form->per_week = or_nothing (protocol->frequency.per_week);
  form->weeks = or_nothing (protocol->frequency.weeks);
  take_sources (form, protocol);
  ebb_protocol_form_fit (form);
  return form;
}

EbbProtocolForm *
ebb_protocol_form_duplicate (const EbbProtocol *protocol)
{
  EbbProtocolForm *form = form_of (protocol);
  g_autofree char *name = g_strdup_printf (_ ("%s, changed"), protocol->name);
  g_autofree char *status = g_strdup_printf (_ ("Duplicated from “%s”, version %u. %s"),
                                             protocol->name, protocol->version, protocol->status);

  form->based_on = g_strdup (protocol->id);
  g_free (form->name);
  g_free (form->status);
  form->name = cut (name, TITLE_MAX);
  form->status = cut (status, TEXT_MAX);
  return form;
}

EbbProtocolForm *
ebb_protocol_form_change (const EbbProtocol *protocol)
{
  EbbProtocolForm *form = form_of (protocol);

  form->id = g_strdup (protocol->id);
  form->version = protocol->version;
  return form;
}

/* A plain one to begin with, of the clinic's own making: no number has a source yet. */
EbbProtocolForm *
ebb_protocol_form_new (void)
{
  EbbProtocol plain = { .exercise_id = (char *) "knee-extension", /* borrowed, only for copying */
                        .source = (char *) "-",
                        .format_version = 2,
                        .pattern = EBB_PATTERN_CONTINUOUS,
                        .n_sets = 3,
                        .sets_min = 2,
                        .rest_s = 30,
                        .tempo = { 2000, 0, 2000, 0 },
                        .pressure = { .basis = EBB_BASIS_PERCENT_LOP, .value = 60 },
                        .load = { .basis = EBB_LOAD_PERCENT_1RM, .value = 30 } };
  EbbProtocolForm *form;

  for (guint i = 0; i < plain.n_sets; i++)
    plain.sets[i] = (EbbSetPlan){ .reps_min = 15, .reps_max = 15 };
  form = form_of (&plain);
  g_clear_pointer (&form->base, ebb_protocol_free);
  g_free (form->source);
  form->source = g_strdup (_ ("This clinic"));
  form->status = g_strdup (_ ("Set by this clinic; not read in a source."));
  for (guint i = 0; i < EBB_VALUE_COUNT; i++) {
    form->values[i].status = EBB_EVIDENCE_PROPOSAL;
    form->values[i].source = g_strdup (_ ("this clinic's own value"));
  }
  return form;
}

EbbProtocolForm *
ebb_protocol_form_copy (const EbbProtocolForm *form)
{
  EbbProtocolForm *copy = g_new (EbbProtocolForm, 1);

  *copy = *form;
  copy->id = g_strdup (form->id);
  copy->based_on = g_strdup (form->based_on);
  copy->base = form->base != NULL ? ebb_protocol_copy (form->base) : NULL;
  copy->name = g_strdup (form->name);
  copy->source = g_strdup (form->source);
  copy->status = g_strdup (form->status);
  copy->option = g_strdup (form->option);
  copy->how_often = g_strdup (form->how_often);
  copy->exercise_id = g_strdup (form->exercise_id);
  for (guint i = 0; i < EBB_VALUE_COUNT; i++)
    copy->values[i].source = g_strdup (form->values[i].source);
  return copy;
}

void
ebb_protocol_form_free (EbbProtocolForm *form)
{
  if (form == NULL)
    return;
  g_free (form->id);
  g_free (form->based_on);
  ebb_protocol_free (form->base);
  g_free (form->name);
  g_free (form->source);
  g_free (form->status);
  g_free (form->option);
  g_free (form->how_often);
  g_free (form->exercise_id);
  for (guint i = 0; i < EBB_VALUE_COUNT; i++)
    g_free (form->values[i].source);
  g_free (form);
}

/* --- What goes together ------------------------------------------------------------------ */

gboolean
ebb_load_basis_has_value (EbbLoadBasis basis)
{
  return basis != EBB_LOAD_NONE && basis != EBB_LOAD_BODY_WEIGHT && basis != EBB_LOAD_BAND;
}

/* Modes in which the cuff goes by the clock alone. */
static gboolean
is_cycled_mode (EbbTraining training)
{
  return training == EBB_TRAINING_PASSIVE || training == EBB_TRAINING_PRECONDITIONING
         || training == EBB_TRAINING_CYCLE;
}

gboolean
ebb_protocol_form_is_by_clock (const EbbProtocolForm *form)
{
  return is_cycled_mode (form->training) || form->training == EBB_TRAINING_AEROBIC_CONTINUOUS
         || form->training == EBB_TRAINING_AEROBIC_INTERVAL || form->pattern == EBB_PATTERN_CYCLED;
}

gboolean
ebb_protocol_form_allows (const EbbProtocolForm *form, EbbPattern pattern)
{
  return !is_cycled_mode (form->training) || pattern == EBB_PATTERN_CYCLED;
}

gboolean
ebb_protocol_form_has_value (const EbbProtocolForm *form, EbbProtocolValue value)
{
  switch (value) {
  case EBB_VALUE_REST:
    return form->n_sets > 1;
  case EBB_VALUE_TEMPO:
    return form->sets[0].kind != EBB_SET_TIMED;
  case EBB_VALUE_CYCLE:
    return form->has_steps;
  default:
    return TRUE;
  }
}

static void
fit_set (EbbSetTyped *set, EbbSetKind kind)
{
  set->kind = kind;
  if (kind == EBB_SET_TIMED && isnan (set->duration_s))
    set->duration_s = TIMED_S;
  if (kind == EBB_SET_COUNTED && isnan (set->reps_min) && isnan (set->reps_max))
    set->reps_min = set->reps_max = 15;
  if (kind == EBB_SET_TO_FAILURE && isnan (set->reps_max))
    set->reps_max = EBB_FAILURE_REPS_MAX;
}

void
ebb_protocol_form_fit (EbbProtocolForm *form)
{
  gboolean by_clock, timed;

  if (is_cycled_mode (form->training))
    form->pattern = EBB_PATTERN_CYCLED;
  form->has_steps = form->pattern == EBB_PATTERN_CYCLED
                    && (form->has_steps || form->training == EBB_TRAINING_CYCLE);
  if (form->training == EBB_TRAINING_AEROBIC_CONTINUOUS)
    form->n_sets = 1;
  by_clock = ebb_protocol_form_is_by_clock (form);
  timed = by_clock || form->sets[0].kind == EBB_SET_TIMED;
  for (guint i = 0; i < EBB_SETS_MAX; i++) {
    EbbSetTyped *set = &form->sets[i];

    if (timed)
      fit_set (set, EBB_SET_TIMED);
    else
      fit_set (set, set->kind == EBB_SET_TIMED ? EBB_SET_COUNTED : set->kind);
  }
}

void
ebb_protocol_form_set_n_sets (EbbProtocolForm *form, guint n_sets)
{
  guint before = form->n_sets;

  form->n_sets = CLAMP (n_sets, 1, EBB_SETS_MAX);
  for (guint i = before; i < form->n_sets; i++)
    form->sets[i] = form->sets[i - 1];
  if (form->sets_min > form->n_sets)
    form->sets_min = form->n_sets;
  ebb_protocol_form_fit (form);
}

void
ebb_protocol_form_set_basis (EbbProtocolForm *form, EbbPressureBasis basis)
{
  static const double usual[] = { [EBB_BASIS_PERCENT_LOP] = 60,
                                  [EBB_BASIS_FIXED] = 180,
                                  [EBB_BASIS_SYSTOLIC] = 1.5,
                                  [EBB_BASIS_DEVICE_SCALE] = 200 };

  if (form->basis == basis || (guint) basis >= G_N_ELEMENTS (usual))
    return;
  form->basis = basis;
  form->pressure = usual[basis];
  form->pressure_min = form->pressure_max = form->pressure_limit = NAN;
}

char *
ebb_protocol_form_steps_text (const EbbProtocolForm *form)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < form->n_steps; i++)
    g_string_append_printf (text, "%s%.6g", i > 0 ? ", " : "", form->steps[i]);
  return g_string_free (text, FALSE);
}

void
ebb_protocol_form_read_steps (EbbProtocolForm *form, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " ,;", -1);

  form->n_steps = 0;
  for (guint i = 0; words[i] != NULL && form->n_steps < EBB_CYCLE_STEPS_MAX; i++)
    if (*words[i] != '\0')
      form->steps[form->n_steps++] = ebb_number_from_text (words[i]);
  if (form->n_steps == 0)
    form->steps[form->n_steps++] = NAN;
}

/* --- The value --------------------------------------------------------------------------- */

static guint
whole (double number)
{
  return number >= 0 && number < WHOLE_MAX && number == floor (number) ? (guint) number
                                                                       : EBB_TYPED_WRONG;
}

/* Nothing typed: not named. */
static guint
whole_or_none (double number)
{
  return isnan (number) ? 0 : whole (number);
}

static double
number_or_none (double number)
{
  return isnan (number) ? 0 : number;
}

static guint
milliseconds (double seconds)
{
  return seconds >= 0 && seconds < WHOLE_MAX / MS_PER_S ? (guint) round (seconds * MS_PER_S)
                                                        : EBB_TYPED_WRONG;
}

static void
put_cycle (const EbbProtocolForm *form, EbbCyclePlan *cycle)
{
  if (!form->has_steps)
    return;
  cycle->on_s = whole (form->on_s);
  cycle->off_s = whole (form->off_s);
  cycle->n_steps = form->n_steps;
  for (guint i = 0; i < form->n_steps; i++)
    cycle->percent[i] = whole (form->steps[i]);
}

static void
put_sets (const EbbProtocolForm *form, EbbProtocol *protocol)
{
  const EbbCyclePlan *cycle = &protocol->cycle;

  protocol->n_sets = form->n_sets;
  protocol->sets_min = whole (form->sets_min);
  for (guint i = 0; i < form->n_sets; i++) {
    const EbbSetTyped *typed = &form->sets[i];
    EbbSetPlan *set = &protocol->sets[i];

    set->kind = typed->kind;
    if (typed->kind == EBB_SET_TIMED)
      set->duration_s = cycle->n_steps > 0 ? cycle->n_steps * (cycle->on_s + cycle->off_s)
                                           : whole (typed->duration_s);
    else
      set->reps_max = whole (typed->reps_max);
    if (typed->kind == EBB_SET_COUNTED)
      set->reps_min = whole (typed->reps_min);
  }
  if (form->n_sets > 1)
    protocol->rest_s = whole (form->rest_s);
  if (form->sets[0].kind != EBB_SET_TIMED)
    protocol->tempo = (EbbTempo){ milliseconds (form->tempo_s[EBB_TEMPO_CONTRACT]),
                                  milliseconds (form->tempo_s[EBB_TEMPO_HOLD]),
                                  milliseconds (form->tempo_s[EBB_TEMPO_RELAX]),
                                  milliseconds (form->tempo_s[EBB_TEMPO_PAUSE]) };
}

EbbProtocol *
ebb_protocol_form_to_protocol (const EbbProtocolForm *form)
{
  EbbProtocol *protocol = g_new0 (EbbProtocol, 1);

  protocol->format_version = 2;
  protocol->id = g_strdup (form->id);
  protocol->version = MAX (form->version, 1);
  protocol->name = g_strdup (form->name);
  protocol->source = g_strdup (form->source);
  protocol->status = g_strdup (form->status);
  protocol->exercise_id = g_strdup (form->exercise_id);
  protocol->home = form->home;
  protocol->training = form->training;
  protocol->pattern = form->pattern;
  protocol->pressure = (EbbPressurePlan){
    .basis = form->basis,
    .value = form->pressure,
    .min = number_or_none (form->pressure_min),
    .max = number_or_none (form->pressure_max),
    .limit = form->basis == EBB_BASIS_PERCENT_LOP ? number_or_none (form->pressure_limit) : 0,
    .option = g_strdup (form->option),
  };
  protocol->load.basis = form->load_basis;
  if (ebb_load_basis_has_value (form->load_basis))
    protocol->load = (EbbLoadPlan){ form->load_basis, form->load, number_or_none (form->load_min),
                                    number_or_none (form->load_max) };
  put_cycle (form, &protocol->cycle);
  put_sets (form, protocol);
  protocol->max_inflation_s = whole_or_none (form->longest_s);
  protocol->frequency =
      (EbbFrequency){ whole_or_none (form->per_day), whole_or_none (form->per_week),
                      whole_or_none (form->weeks), g_strdup (form->how_often) };
  for (guint i = 0; i < EBB_VALUE_COUNT; i++)
    if (ebb_protocol_form_has_value (form, i)) {
      protocol->values[i].status = form->values[i].status;
      protocol->values[i].source = g_strdup (form->values[i].source);
    }
  return protocol;
}
