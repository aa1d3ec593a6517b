/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of protocol files is asked what is wrong.  It tells one field at a time; that one is
 * replaced by a sound value and the reader asked again, until each has had its say.
 */
#include "ebb-protocol-form-state.h"

#include "ebb-protocol-text.h"
#include "ebb-protocol-write.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEW_ID "clinic-new" /* until the store has made one of the name */

/* More than there are fields. */
#define FAULTS_MAX 80

typedef struct {
  const char *path; /* in the file */
  const char *text; /* untranslated */
  gboolean timing;  /* the picture is made of it */
} Edit;

static const Edit edits[EBB_N_EDITS] = {
  [EBB_EDIT_NAME] = { "name", N_ ("Name"), FALSE },
  [EBB_EDIT_EXERCISE] = { "exercise", N_ ("Exercise"), FALSE },
  [EBB_EDIT_MODE] = { "mode", N_ ("Mode"), TRUE },
  [EBB_EDIT_PRESSURE] = { "pressure.value", N_ ("Pressure"), TRUE },
  [EBB_EDIT_PRESSURE_MIN] = { "pressure.min", N_ ("Lowest to choose"), TRUE },
  [EBB_EDIT_PRESSURE_MAX] = { "pressure.max", N_ ("Highest to choose"), TRUE },
  [EBB_EDIT_PRESSURE_LIMIT] = { "pressure.limit", N_ ("Never above"), FALSE },
  [EBB_EDIT_OPTION] = { "pressure.option", N_ ("Another way to set it"), FALSE },
  [EBB_EDIT_PATTERN] = { "pattern", N_ ("Pattern of the cuff"), TRUE },
  [EBB_EDIT_LOAD] = { "load.value", N_ ("Load"), FALSE },
  [EBB_EDIT_LOAD_MIN] = { "load.min", N_ ("Lowest load"), FALSE },
  [EBB_EDIT_LOAD_MAX] = { "load.max", N_ ("Highest load"), FALSE },
  [EBB_EDIT_SETS] = { "sets", N_ ("Sets"), TRUE },
  [EBB_EDIT_SETS_MIN] = { "sets_min", N_ ("Fewest sets"), FALSE },
  [EBB_EDIT_REST] = { "rest_s", N_ ("Rest"), TRUE },
  [EBB_EDIT_CONTRACT] = { "tempo.contract_ms", N_ ("Contract"), TRUE },
  [EBB_EDIT_HOLD] = { "tempo.hold_ms", N_ ("Hold"), TRUE },
  [EBB_EDIT_RELAX] = { "tempo.relax_ms", N_ ("Relax"), TRUE },
  [EBB_EDIT_PAUSE] = { "tempo.pause_ms", N_ ("Pause"), TRUE },
  [EBB_EDIT_ON] = { "cycle.on_s", N_ ("Tight in a step"), TRUE },
  [EBB_EDIT_OFF] = { "cycle.off_s", N_ ("Deflated in a step"), TRUE },
  [EBB_EDIT_STEPS] = { "cycle.steps_percent", N_ ("Shares of the target, step by step"), TRUE },
  [EBB_EDIT_LONGEST] = { "max_inflation_s", N_ ("Own limit of time under pressure"), FALSE },
  [EBB_EDIT_HOW_OFTEN] = { "frequency.text", N_ ("How often"), FALSE },
  [EBB_EDIT_PER_DAY] = { "frequency.per_day", N_ ("Times a day"), FALSE },
  [EBB_EDIT_PER_WEEK] = { "frequency.per_week", N_ ("Times a week"), FALSE },
  [EBB_EDIT_WEEKS] = { "frequency.weeks", N_ ("Weeks"), FALSE },
  [EBB_EDIT_SOURCE] = { "source", N_ ("Source"), FALSE },
  [EBB_EDIT_STATUS] = { "status", N_ ("How sure"), FALSE },
};

const char *
ebb_protocol_edit_text (EbbProtocolEdit edit)
{
  return (guint) edit < EBB_N_EDITS ? _ (edits[edit].text) : _ ("Unknown");
}

void
ebb_protocol_form_state_clear (EbbProtocolFormState *state)
{
  for (guint i = 0; i < EBB_N_EDITS; i++)
    g_clear_pointer (&state->error[i], g_free);
  for (guint i = 0; i < EBB_SETS_MAX; i++)
    g_clear_pointer (&state->set_error[i], g_free);
  for (guint i = 0; i < EBB_VALUE_COUNT; i++)
    g_clear_pointer (&state->value_error[i], g_free);
  g_clear_pointer (&state->protocol, ebb_protocol_free);
  g_clear_pointer (&state->why_not, g_free);
}

/* --- What is meant ----------------------------------------------------------------------- */

/* -1 = none of the fields that stand alone. */
static int
edit_of (const char *path)
{
  for (guint i = 0; i < EBB_N_EDITS; i++)
    if (g_str_equal (path, edits[i].path))
      return (int) i;
  return g_str_has_prefix (path, "cycle") ? EBB_EDIT_STEPS : -1;
}

/* "sets.2.reps_max" -> 2; -1 when it does not begin so. */
static int
index_in (const char *path, const char *array)
{
  gsize length = strlen (array);

  if (strncmp (path, array, length) != 0 || path[length] != '.'
      || !g_ascii_isdigit (path[length + 1]))
    return -1;
  return atoi (path + length + 1);
}

/* The nth value that has a source, as they stand in the file. */
static int
value_at (const EbbProtocol *protocol, int n)
{
  for (int value = 0; value < EBB_VALUE_COUNT; value++)
    if (protocol->values[value].source != NULL && n-- == 0)
      return value;
  return -1;
}

static double
typed_in_set (const EbbSetTyped *set, const char *path)
{
  if (g_str_has_suffix (path, "duration_s"))
    return set->duration_s;
  return g_str_has_suffix (path, "reps_min") ? set->reps_min : set->reps_max;
}

/* What stands in the field of a number that is none of a file. */
static double
typed (const EbbProtocolForm *form, int edit, int set, const char *path)
{
  if (set >= 0)
    return typed_in_set (&form->sets[set], path);
  switch (edit) {
  case EBB_EDIT_SETS_MIN:
    return form->sets_min;
  case EBB_EDIT_REST:
    return form->rest_s;
  case EBB_EDIT_ON:
    return form->on_s;
  case EBB_EDIT_OFF:
    return form->off_s;
  case EBB_EDIT_LONGEST:
    return form->longest_s;
  case EBB_EDIT_PER_DAY:
    return form->per_day;
  case EBB_EDIT_PER_WEEK:
    return form->per_week;
  case EBB_EDIT_WEEKS:
    return form->weeks;
  default:
    return NAN;
  }
}

/* "Rest: 700; allowed: a whole number from 0 to 600". */
static char *
say (const char *title, const EbbProtocolFault *fault, double number, gboolean *missing)
{
  g_autofree char *wrong = g_strdup_printf ("%u", EBB_TYPED_WRONG);
  g_autofree char *number_text = isnan (number) ? NULL : g_strdup_printf ("%.9g", number);
  const char *value = fault->value;
  const char *unit = g_str_has_suffix (fault->field, "_ms") ? "\u00a0ms" : "";

  if (value == NULL || g_str_equal (value, "null"))
    value = NULL;
  else if (g_str_equal (value, wrong))
    value = number_text;
  *missing = value == NULL;
  if (value == NULL)
    return g_strdup_printf (_ ("%s: missing; allowed: %s%s"), title, fault->allowed, unit);
  return g_strdup_printf (_ ("%s: %s%s; allowed: %s%s"), title, value, unit, fault->allowed, unit);
}

/* --- Sound values in place of wrong ones -------------------------------------------------- */

static void
take_text (char **text)
{
  g_free (*text);
  *text = g_strdup ("-");
}

static void
mend_durations (EbbProtocol *protocol)
{
  const EbbCyclePlan *cycle = &protocol->cycle;

  for (guint i = 0; i < protocol->n_sets && cycle->n_steps > 0; i++)
    protocol->sets[i].duration_s = cycle->n_steps * (cycle->on_s + cycle->off_s);
}

static void
mend_set (EbbProtocol *protocol, int set)
{
  EbbSetPlan *plan = &protocol->sets[set];

  plan->duration_s = plan->kind == EBB_SET_TIMED ? 60 : 0;
  plan->reps_min = plan->kind == EBB_SET_COUNTED ? 1 : 0;
  plan->reps_max = plan->kind == EBB_SET_TIMED ? 0 : 10;
  mend_durations (protocol);
}

static double
sound_pressure (EbbPressureBasis basis)
{
  return basis == EBB_BASIS_SYSTOLIC ? 1 : basis == EBB_BASIS_PERCENT_LOP ? 50 : 100;
}

static void
mend_cycle (EbbProtocol *protocol, int edit)
{
  EbbCyclePlan *cycle = &protocol->cycle;

  if (edit == EBB_EDIT_ON)
    cycle->on_s = 20;
  if (edit == EBB_EDIT_OFF)
    cycle->off_s = 5;
  for (guint i = 0; edit == EBB_EDIT_STEPS && i < cycle->n_steps; i++)
    cycle->percent[i] = 100;
  mend_durations (protocol);
}

static void
mend_number (EbbProtocol *protocol, int edit)
{
  double *numbers[EBB_N_EDITS] = {
    [EBB_EDIT_PRESSURE_MIN] = &protocol->pressure.min,
    [EBB_EDIT_PRESSURE_MAX] = &protocol->pressure.max,
    [EBB_EDIT_PRESSURE_LIMIT] = &protocol->pressure.limit,
    [EBB_EDIT_LOAD] = &protocol->load.value,
    [EBB_EDIT_LOAD_MIN] = &protocol->load.min,
    [EBB_EDIT_LOAD_MAX] = &protocol->load.max,
  };
  guint *counts[EBB_N_EDITS] = {
    [EBB_EDIT_REST] = &protocol->rest_s,
    [EBB_EDIT_HOLD] = &protocol->tempo.hold_ms,
    [EBB_EDIT_PAUSE] = &protocol->tempo.pause_ms,
    [EBB_EDIT_LONGEST] = &protocol->max_inflation_s,
    [EBB_EDIT_PER_DAY] = &protocol->frequency.per_day,
    [EBB_EDIT_PER_WEEK] = &protocol->frequency.per_week,
    [EBB_EDIT_WEEKS] = &protocol->frequency.weeks,
  };

  if (numbers[edit] != NULL)
    *numbers[edit] = 0;
  if (counts[edit] != NULL)
    *counts[edit] = 0;
  if (edit == EBB_EDIT_PRESSURE)
    protocol->pressure.value = sound_pressure (protocol->pressure.basis);
  if (edit == EBB_EDIT_SETS_MIN)
    protocol->sets_min = 1;
  if (edit == EBB_EDIT_CONTRACT)
    protocol->tempo.contract_ms = 1000;
  if (edit == EBB_EDIT_RELAX)
    protocol->tempo.relax_ms = 1000;
}

static void
mend (EbbProtocol *protocol, int edit)
{
  char **texts[EBB_N_EDITS] = {
    [EBB_EDIT_NAME] = &protocol->name,
    [EBB_EDIT_EXERCISE] = &protocol->exercise_id,
    [EBB_EDIT_SOURCE] = &protocol->source,
    [EBB_EDIT_STATUS] = &protocol->status,
    [EBB_EDIT_OPTION] = &protocol->pressure.option,
    [EBB_EDIT_HOW_OFTEN] = &protocol->frequency.text,
  };

  if (texts[edit] != NULL) {
    g_free (*texts[edit]);
    *texts[edit] = g_strdup ("x");
  }
  mend_number (protocol, edit);
  mend_cycle (protocol, edit);
}

/* --- Judging ----------------------------------------------------------------------------- */

typedef struct {
  const EbbProtocolForm *form;
  EbbProtocol *protocol; /* mended as far as was told */
  EbbProtocolFormState *state;
  gboolean timing_is_wrong;
} Judge;

static void
note (char **error, char *text)
{
  if (*error == NULL)
    *error = text;
  else
    g_free (text);
}

/* FALSE = it cannot be mended, or was already: no use in asking again. */
static gboolean
take_fault (Judge *judge, const EbbProtocolFault *fault)
{
  EbbProtocolFormState *state = judge->state;
  int set = index_in (fault->field, "sets");
  int value = value_at (judge->protocol, index_in (fault->field, "values"));
  int edit = edit_of (fault->field);
  g_autofree char *title = NULL;

  if (set >= 0 && set < EBB_SETS_MAX) {
    gboolean again = state->set_error[set] != NULL;

    title = g_strdup_printf (_ ("Set %d"), set + 1);
    note (&state->set_error[set],
          say (title, fault, typed (judge->form, -1, set, fault->field), &state->set_missing[set]));
    judge->timing_is_wrong = TRUE;
    mend_set (judge->protocol, set);
    return !again;
  }
  if (index_in (fault->field, "values") >= 0 && value >= 0) {
    gboolean again = state->value_error[value] != NULL;

    note (&state->value_error[value],
          say (ebb_protocol_value_text (value), fault, NAN, &state->value_missing[value]));
    take_text (&judge->protocol->values[value].source);
    return !again;
  }
  if (edit >= 0) {
    gboolean again = state->error[edit] != NULL;

    note (&state->error[edit],
          say (_ (edits[edit].text), fault, typed (judge->form, edit, -1, fault->field),
               &state->missing[edit]));
    judge->timing_is_wrong = judge->timing_is_wrong || edits[edit].timing;
    mend (judge->protocol, edit);
    return !again;
  }
  return FALSE;
}

/* NULL = nothing is wrong, and state->protocol is set. */
static char *
ask_reader (Judge *judge, gboolean first)
{
  g_autofree char *text = ebb_protocol_to_json (judge->protocol);
  g_auto (EbbProtocolFault) fault = { 0 };
  g_autoptr (GError) error = NULL;
  EbbProtocol *read = ebb_protocol_parse_telling (_ ("Protocol"), text, -1, &fault, &error);

  if (read != NULL) {
    /* Mended is not what was typed. */
    judge->state->protocol = first ? read : NULL;
    if (!first)
      ebb_protocol_free (read);
    return NULL;
  }
  if (fault.field != NULL && take_fault (judge, &fault))
    return g_strdup ("");
  return g_strdup (error->message);
}

/* TRUE where a value of the two differs. */
static gboolean
differs (const EbbProtocol *a, const EbbProtocol *b, EbbProtocolValue value)
{
  switch (value) {
  case EBB_VALUE_PRESSURE:
    return a->pressure.basis != b->pressure.basis || a->pressure.value != b->pressure.value
           || a->pressure.min != b->pressure.min || a->pressure.max != b->pressure.max
           || a->pressure.limit != b->pressure.limit;
  case EBB_VALUE_PATTERN:
    return a->pattern != b->pattern || a->training != b->training;
  case EBB_VALUE_LOAD:
    return a->load.basis != b->load.basis || a->load.value != b->load.value
           || a->load.min != b->load.min || a->load.max != b->load.max;
  case EBB_VALUE_SETS:
    return a->n_sets != b->n_sets || memcmp (a->sets, b->sets, a->n_sets * sizeof *a->sets) != 0;
  case EBB_VALUE_REST:
    return a->rest_s != b->rest_s;
  case EBB_VALUE_TEMPO:
    return memcmp (&a->tempo, &b->tempo, sizeof a->tempo) != 0;
  case EBB_VALUE_CYCLE:
    return memcmp (&a->cycle, &b->cycle, sizeof a->cycle) != 0;
  case EBB_VALUE_FREQUENCY:
    return a->frequency.per_day != b->frequency.per_day
           || a->frequency.per_week != b->frequency.per_week
           || a->frequency.weeks != b->frequency.weeks;
  default:
    return FALSE;
  }
}

static gboolean
keeps_source (const EbbValueSource *now, const EbbProtocol *base, EbbProtocolValue value)
{
  const char *before = base->values[value].source != NULL ? base->values[value].source
                       : base->format_version < 2         ? base->source
                                                          : NULL;

  return now->source == NULL || g_strcmp0 (now->source, before) == 0;
}

/* What was changed no longer comes from where the base has it from. */
static void
own_values (Judge *judge)
{
  const EbbProtocol *base = judge->form->base;

  for (guint i = 0; base != NULL && i < EBB_VALUE_COUNT; i++) {
    EbbValueSource *of = &judge->protocol->values[i];

    if (!ebb_protocol_form_has_value (judge->form, i) || !differs (judge->protocol, base, i)
        || !keeps_source (&judge->form->values[i], base, i))
      continue;
    judge->state->own_value[i] = TRUE;
    g_free (of->source);
    of->source = g_strdup (_ ("this clinic's own value"));
    of->status = EBB_EVIDENCE_PROPOSAL;
  }
}

static gboolean
is_changed (const EbbProtocolForm *form)
{
  g_autoptr (EbbProtocolForm) before =
      form->base != NULL && form->id != NULL ? ebb_protocol_form_change (form->base) : NULL;
  g_autoptr (EbbProtocol) then = before != NULL ? ebb_protocol_form_to_protocol (before) : NULL;
  g_autoptr (EbbProtocol) now = ebb_protocol_form_to_protocol (form);
  g_autofree char *then_text = then != NULL ? ebb_protocol_to_json (then) : NULL;
  g_autofree char *now_text = ebb_protocol_to_json (now);

  return g_strcmp0 (then_text, now_text) != 0;
}

static void
choose_shown (const EbbProtocolForm *form, gboolean *shown)
{
  gboolean led = ebb_protocol_form_has_value (form, EBB_VALUE_TEMPO);
  gboolean loaded = ebb_load_basis_has_value (form->load_basis);

  for (guint i = 0; i < EBB_N_EDITS; i++)
    shown[i] = TRUE;
  shown[EBB_EDIT_PRESSURE_LIMIT] = form->basis == EBB_BASIS_PERCENT_LOP;
  shown[EBB_EDIT_LOAD] = shown[EBB_EDIT_LOAD_MIN] = shown[EBB_EDIT_LOAD_MAX] = loaded;
  shown[EBB_EDIT_REST] = form->n_sets > 1;
  shown[EBB_EDIT_CONTRACT] = shown[EBB_EDIT_HOLD] = led;
  shown[EBB_EDIT_RELAX] = shown[EBB_EDIT_PAUSE] = led;
  shown[EBB_EDIT_ON] = shown[EBB_EDIT_OFF] = shown[EBB_EDIT_STEPS] = form->has_steps;
}

static const char *
first_error (const EbbProtocolFormState *state)
{
  for (guint i = 0; i < EBB_N_EDITS; i++) {
    if (state->error[i] != NULL)
      return state->error[i];
    for (guint set = 0; i == EBB_EDIT_SETS && set < EBB_SETS_MAX; set++)
      if (state->set_error[set] != NULL)
        return state->set_error[set];
  }
  for (guint i = 0; i < EBB_VALUE_COUNT; i++)
    if (state->value_error[i] != NULL)
      return state->value_error[i];
  return NULL;
}

void
ebb_protocol_form_judge (const EbbProtocolForm *form, const EbbExercise *exercise,
                         EbbProtocolFormState *state)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_form_to_protocol (form);
  Judge judge = { form, protocol, state, FALSE };
  g_autofree char *trouble = NULL;

  *state = (EbbProtocolFormState){ 0 };
  if (protocol->id == NULL)
    protocol->id = g_strdup (NEW_ID);
  own_values (&judge);
  choose_shown (form, state->shown);
  for (guint i = 0; i < FAULTS_MAX && (i == 0 || (trouble != NULL && *trouble == '\0')); i++) {
    g_free (trouble);
    trouble = ask_reader (&judge, i == 0);
  }
  state->has_view = !judge.timing_is_wrong && trouble == NULL;
  if (state->has_view)
    ebb_protocol_view_make (protocol, exercise, &state->view);
  state->pressure = protocol->pressure.value;
  state->low = protocol->pressure.min;
  state->high = protocol->pressure.max;
  state->changed = is_changed (form);
  state->why_not = g_strdup (first_error (state));
  if (state->why_not == NULL)
    state->why_not = trouble != NULL   ? g_strdup (trouble)
                     : !state->changed ? g_strdup (_ ("Nothing was changed"))
                                       : NULL;
  state->can_save = state->why_not == NULL && state->protocol != NULL;
}
