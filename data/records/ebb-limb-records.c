/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-limb-records.h"

static const char *const definitions[] = { NULL, "pulse-lost", "pulse-back", "auto" };
static const char *const kinds[] = { "bfr", "blood-pressure" };

const char *
ebb_lop_definition_to_string (EbbLopDefinition definition)
{
  return (guint) definition < G_N_ELEMENTS (definitions) ? definitions[definition] : NULL;
}

EbbLopDefinition
ebb_lop_definition_from_string (const char *text)
{
  for (guint i = 1; i < G_N_ELEMENTS (definitions); i++)
    if (g_strcmp0 (definitions[i], text) == 0)
      return (EbbLopDefinition) i;
  return EBB_LOP_DEFINITION_UNKNOWN;
}

const char *
ebb_cuff_kind_to_string (EbbCuffKind kind)
{
  return (guint) kind < G_N_ELEMENTS (kinds) ? kinds[kind] : NULL;
}

int
ebb_cuff_kind_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], text) == 0)
      return (int) i;
  return -1;
}

EbbLopTrace *
ebb_lop_trace_new (guint run, GArray *samples)
{
  EbbLopTrace *trace = g_new0 (EbbLopTrace, 1);

  trace->run = run;
  trace->samples = g_array_ref (samples);
  return trace;
}

void
ebb_lop_trace_free (EbbLopTrace *trace)
{
  if (trace == NULL)
    return;
  g_array_unref (trace->samples);
  g_free (trace);
}

void
ebb_lop_record_free (EbbLopRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->patient_id);
  g_free (record->way);
  g_free (record->operator_name);
  g_free (record->sensor);
  g_free (record->artery);
  g_free (record->cuff_id);
  g_free (record->site);
  g_free (record->quality_note);
  g_free (record->not_found_reason);
  g_free (record->equation);
  g_clear_pointer (&record->traces, g_ptr_array_unref);
  g_free (record);
}

EbbLopRecord *
ebb_lop_record_new_entered (EbbSegment segment, EbbSide side, EbbPosture posture,
                            double cuff_width_cm, CuffPressure lop, gint64 measured_unix_us)
{
  EbbLopRecord *record = g_new0 (EbbLopRecord, 1);

  record->segment = segment;
  record->side = side;
  record->posture = posture;
  record->cuff_width_cm = cuff_width_cm;
  record->girth_cm = -1;
  record->systolic = CUFF_PRESSURE_UNSET;
  record->way = g_strdup ("entered");
  record->lop = lop;
  record->measured_unix_us = measured_unix_us;
  return record;
}

EbbLopRecord *
ebb_lop_record_copy (const EbbLopRecord *record)
{
  EbbLopRecord *copy = g_memdup2 (record, sizeof *record);

  copy->id = g_strdup (record->id);
  copy->patient_id = g_strdup (record->patient_id);
  copy->way = g_strdup (record->way);
  copy->operator_name = g_strdup (record->operator_name);
  copy->sensor = g_strdup (record->sensor);
  copy->artery = g_strdup (record->artery);
  copy->cuff_id = g_strdup (record->cuff_id);
  copy->site = g_strdup (record->site);
  copy->quality_note = g_strdup (record->quality_note);
  copy->not_found_reason = g_strdup (record->not_found_reason);
  copy->equation = g_strdup (record->equation);
  copy->traces = record->traces != NULL ? g_ptr_array_ref (record->traces) : NULL;
  return copy;
}

void
ebb_cuff_record_free (EbbCuffRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->asset);
  g_free (record->name);
  g_free (record->bladder);
  g_free (record->contour);
  g_free (record->material);
  g_free (record->site);
  g_free (record);
}

EbbCuffRecord *
ebb_cuff_record_copy (const EbbCuffRecord *record)
{
  EbbCuffRecord *copy = g_memdup2 (record, sizeof *record);

  copy->id = g_strdup (record->id);
  copy->asset = g_strdup (record->asset);
  copy->name = g_strdup (record->name);
  copy->bladder = g_strdup (record->bladder);
  copy->contour = g_strdup (record->contour);
  copy->material = g_strdup (record->material);
  copy->site = g_strdup (record->site);
  return copy;
}

void
ebb_girth_record_free (EbbGirthRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->patient_id);
  g_free (record->site);
  g_free (record->measured_on);
  g_free (record->operator_name);
  g_free (record);
}

EbbGirthRecord *
ebb_girth_record_copy (const EbbGirthRecord *record)
{
  EbbGirthRecord *copy = g_memdup2 (record, sizeof *record);

  copy->id = g_strdup (record->id);
  copy->patient_id = g_strdup (record->patient_id);
  copy->site = g_strdup (record->site);
  copy->measured_on = g_strdup (record->measured_on);
  copy->operator_name = g_strdup (record->operator_name);
  return copy;
}

void
ebb_lop_run_record_free (EbbLopRunRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->patient_id);
  g_free (record->way);
  g_free (record->device);
  g_free (record->operator_name);
  g_free (record);
}

EbbLopRunRecord *
ebb_lop_run_record_copy (const EbbLopRunRecord *record)
{
  EbbLopRunRecord *copy = g_memdup2 (record, sizeof *record);

  copy->id = g_strdup (record->id);
  copy->patient_id = g_strdup (record->patient_id);
  copy->way = g_strdup (record->way);
  copy->device = g_strdup (record->device);
  copy->operator_name = g_strdup (record->operator_name);
  return copy;
}
