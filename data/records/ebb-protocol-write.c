/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-write.h"

#include "ebb-json-writer.h"

#include <math.h>

#define DECIMALS_MAX 6

/* With as many decimals as it has: 60 is never 60.0, nor 0.9 0.90. */
static void
write_number (EbbJsonWriter *writer, const char *key, double number)
{
  double scaled = number;
  int decimals = 0;

  while (decimals < DECIMALS_MAX && fabs (scaled - round (scaled)) > 1e-9 * fabs (scaled)) {
    scaled *= 10;
    decimals++;
  }
  ebb_json_double (writer, key, number, decimals);
}

/* What a file need not name; a form's NAN is told. */
static void
write_named (EbbJsonWriter *writer, const char *key, double number)
{
  if (number != 0)
    write_number (writer, key, number);
}

static void
write_count (EbbJsonWriter *writer, const char *key, guint number)
{
  if (number > 0)
    ebb_json_int (writer, key, number);
}

static void
write_identity (EbbJsonWriter *writer, const EbbProtocol *protocol)
{
  ebb_json_text (writer, "format", "ebb-protocol");
  ebb_json_int (writer, "format_version", protocol->format_version);
  ebb_json_text (writer, "id", protocol->id);
  if (protocol->reference != NULL)
    ebb_json_text (writer, "reference", protocol->reference);
  ebb_json_text (writer, "name", protocol->name);
  ebb_json_int (writer, "version", protocol->version);
  ebb_json_text (writer, "source", protocol->source);
  ebb_json_text (writer, "status", protocol->status);
  ebb_json_text (writer, "exercise", protocol->exercise_id);
}

static void
write_pressure (EbbJsonWriter *writer, const EbbPressurePlan *pressure)
{
  ebb_json_open (writer, "pressure", '{');
  ebb_json_text (writer, "basis", ebb_pressure_basis_to_string (pressure->basis));
  write_number (writer, "value", pressure->value);
  write_named (writer, "min", pressure->min);
  write_named (writer, "max", pressure->max);
  if (pressure->basis == EBB_BASIS_PERCENT_LOP)
    write_named (writer, "limit", pressure->limit);
  if (pressure->option != NULL)
    ebb_json_text (writer, "option", pressure->option);
  ebb_json_close (writer, '}');
}

static gboolean
has_value (EbbLoadBasis basis)
{
  return basis != EBB_LOAD_NONE && basis != EBB_LOAD_BODY_WEIGHT && basis != EBB_LOAD_BAND;
}

static void
write_load (EbbJsonWriter *writer, const EbbLoadPlan *load)
{
  ebb_json_open (writer, "load", '{');
  ebb_json_text (writer, "basis", ebb_load_basis_to_string (load->basis));
  if (has_value (load->basis)) {
    write_number (writer, "value", load->value);
    write_named (writer, "min", load->min);
    write_named (writer, "max", load->max);
  }
  ebb_json_close (writer, '}');
}

static void
write_set (EbbJsonWriter *writer, const EbbSetPlan *set)
{
  ebb_json_open (writer, NULL, '{');
  if (set->kind == EBB_SET_TIMED)
    ebb_json_int (writer, "duration_s", set->duration_s);
  if (set->kind == EBB_SET_TO_FAILURE)
    ebb_json_boolean (writer, "to_failure", TRUE);
  if (set->kind == EBB_SET_COUNTED)
    ebb_json_int (writer, "reps_min", set->reps_min);
  if (set->kind == EBB_SET_COUNTED
      || (set->kind == EBB_SET_TO_FAILURE && set->reps_max != EBB_FAILURE_REPS_MAX))
    ebb_json_int (writer, "reps_max", set->reps_max);
  ebb_json_close (writer, '}');
}

static void
write_sets (EbbJsonWriter *writer, const EbbProtocol *protocol)
{
  ebb_json_int (writer, "sets_min", protocol->sets_min);
  ebb_json_open (writer, "sets", '[');
  for (guint i = 0; i < protocol->n_sets; i++)
    write_set (writer, &protocol->sets[i]);
  ebb_json_close (writer, ']');
}

static void
write_cycle (EbbJsonWriter *writer, const EbbCyclePlan *cycle)
{
  ebb_json_open (writer, "cycle", '{');
  ebb_json_int (writer, "on_s", cycle->on_s);
  ebb_json_int (writer, "off_s", cycle->off_s);
  ebb_json_open (writer, "steps_percent", '[');
  for (guint i = 0; i < cycle->n_steps; i++)
    ebb_json_int (writer, NULL, cycle->percent[i]);
  ebb_json_close (writer, ']');
  ebb_json_close (writer, '}');
}

static void
write_tempo (EbbJsonWriter *writer, const EbbTempo *tempo)
{
  ebb_json_open (writer, "tempo", '{');
  ebb_json_int (writer, "contract_ms", tempo->contract_ms);
  ebb_json_int (writer, "hold_ms", tempo->hold_ms);
  ebb_json_int (writer, "relax_ms", tempo->relax_ms);
  ebb_json_int (writer, "pause_ms", tempo->pause_ms);
  ebb_json_close (writer, '}');
}

static gboolean
is_led (const EbbProtocol *protocol)
{
  for (guint i = 0; i < protocol->n_sets; i++)
    if (protocol->sets[i].kind != EBB_SET_TIMED)
      return TRUE;
  return FALSE;
}

static void
write_frequency (EbbJsonWriter *writer, const EbbFrequency *frequency)
{
  ebb_json_open (writer, "frequency", '{');
  ebb_json_text (writer, "text", frequency->text);
  write_count (writer, "per_day", frequency->per_day);
  write_count (writer, "per_week", frequency->per_week);
  write_count (writer, "weeks", frequency->weeks);
  ebb_json_close (writer, '}');
}

static void
write_value_sources (EbbJsonWriter *writer, const EbbProtocol *protocol)
{
  ebb_json_open (writer, "values", '[');
  for (guint value = 0; value < EBB_VALUE_COUNT; value++) {
    const EbbValueSource *of = &protocol->values[value];

    if (of->source == NULL)
      continue;
    ebb_json_open (writer, NULL, '{');
    ebb_json_text (writer, "of", ebb_protocol_value_to_string (value));
    ebb_json_text (writer, "status", ebb_evidence_to_string (of->status));
    ebb_json_text (writer, "source", of->source);
    ebb_json_close (writer, '}');
  }
  ebb_json_close (writer, ']');
}

static void
write_version_1 (EbbJsonWriter *writer, const EbbProtocol *protocol)
{
  ebb_json_text (writer, "pattern", ebb_pattern_to_string (protocol->pattern));
  write_sets (writer, protocol);
  ebb_json_int (writer, "rest_s", protocol->rest_s);
  write_tempo (writer, &protocol->tempo);
  write_count (writer, "max_inflation_s", protocol->max_inflation_s);
  write_named (writer, "percent_lop_default", protocol->percent_lop_default);
}

static void
write_version_2 (EbbJsonWriter *writer, const EbbProtocol *protocol)
{
  if (protocol->home)
    ebb_json_boolean (writer, "home", TRUE);
  ebb_json_text (writer, "mode", ebb_training_to_string (protocol->training));
  write_pressure (writer, &protocol->pressure);
  ebb_json_text (writer, "pattern", ebb_pattern_to_string (protocol->pattern));
  write_load (writer, &protocol->load);
  if (protocol->cycle.n_steps > 0)
    write_cycle (writer, &protocol->cycle);
  write_sets (writer, protocol);
  if (protocol->n_sets > 1)
    ebb_json_int (writer, "rest_s", protocol->rest_s);
  if (is_led (protocol))
    write_tempo (writer, &protocol->tempo);
  write_count (writer, "max_inflation_s", protocol->max_inflation_s);
  write_frequency (writer, &protocol->frequency);
  write_value_sources (writer, protocol);
}

char *
ebb_protocol_to_json (const EbbProtocol *protocol)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  write_identity (&writer, protocol);
  if (protocol->format_version == 1)
    write_version_1 (&writer, protocol);
  else
    write_version_2 (&writer, protocol);
  ebb_json_close (&writer, '}');
  return ebb_json_writer_end (&writer);
}
