/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl-limb.h"

#include "ebb-clock.h"
#include "ebb-db-desk.h"
#include "ebb-db-limbs.h"
#include "ebb-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

GOptionEntry *
ctl_limb_entries (CtlLimbOptions *o, const GOptionEntry *more)
{
  const GOptionEntry own[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &o->db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &o->patient, N_ ("Patient"), "ID" },
    { "operator", 0, 0, G_OPTION_ARG_STRING, &o->operator_name, N_ ("Who treats"), "NAME" },
    { "segment", 0, 0, G_OPTION_ARG_STRING, &o->segment, N_ ("arm, thigh (default) or calf"),
      "WORD" },
    { "side", 0, 0, G_OPTION_ARG_STRING, &o->side, N_ ("left or right"), "WORD" },
    { "posture", 0, 0, G_OPTION_ARG_STRING, &o->posture,
      N_ ("supine (default), seated or standing"), "WORD" },
    { "girth", 0, 0, G_OPTION_ARG_STRING, &o->girth, N_ ("Girth under the cuff"), "CM" },
    { "cuff-width", 0, 0, G_OPTION_ARG_STRING, &o->cuff_width, N_ ("Bladder width"), "CM" },
    { "systolic", 0, 0, G_OPTION_ARG_STRING, &o->systolic, N_ ("Resting systolic pressure"),
      "MMHG" },
    { "diastolic", 0, 0, G_OPTION_ARG_STRING, &o->diastolic, N_ ("Resting diastolic pressure"),
      "MMHG" },
    { "heart-rate", 0, 0, G_OPTION_ARG_STRING, &o->heart_rate, N_ ("Beats a minute"), "N" },
    { "age", 0, 0, G_OPTION_ARG_STRING, &o->age, N_ ("Age"), "YEARS" },
    { "sex", 0, 0, G_OPTION_ARG_STRING, &o->sex, N_ ("female or male"), "WORD" },
    { "cuff", 0, 0, G_OPTION_ARG_STRING, &o->cuff_id, N_ ("Cuff on record"), "ID" },
    { "site", 0, 0, G_OPTION_ARG_STRING, &o->site, N_ ("Where the cuff lies"), "TEXT" },
    { "sensor", 0, 0, G_OPTION_ARG_STRING, &o->sensor, N_ ("What the pulse is found with"),
      "TEXT" },
    { "artery", 0, 0, G_OPTION_ARG_STRING, &o->artery, N_ ("Where the pulse is found"), "TEXT" },
    { "way", 0, 0, G_OPTION_ARG_STRING, &o->way,
      N_ ("oscillometric, doppler, pulse, estimate or entered"), "WORD" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->as_json, N_ ("As JSON"), NULL },
  };
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
  for (guint i = 0; more != NULL && more[i].long_name != NULL; i++)
    g_array_append_val (entries, more[i]);
  return (GOptionEntry *) (gpointer) g_array_free (entries, FALSE);
}

void
ctl_limb_options_clear (CtlLimbOptions *o)
{
  char *texts[] = { o->db_path,  o->patient,   o->operator_name, o->segment,
                    o->side,     o->posture,   o->girth,         o->cuff_width,
                    o->systolic, o->diastolic, o->heart_rate,    o->age,
                    o->sex,      o->cuff_id,   o->site,          o->sensor,
                    o->artery,   o->way };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

gboolean
ctl_limb_number (const char *option, const char *text, double min, double max, double *value)
{
  *value = NAN;
  if (text == NULL)
    return TRUE;
  if (ebb_number_parse (text, value) && *value >= min && *value <= max)
    return TRUE;
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %g to %g"), option, text, min, max);
  return FALSE;
}

gboolean
ctl_limb_pressure (const char *option, const char *text, double min, double max,
                   CuffPressure *pressure)
{
  double value;

  *pressure = CUFF_PRESSURE_UNSET;
  if (!ctl_limb_number (option, text, min, max, &value))
    return FALSE;
  if (!isnan (value))
    *pressure = cuff_pressure_from_mmhg (value);
  return TRUE;
}

static gboolean
read_posture (const char *text, EbbPosture *posture)
{
  int found = text == NULL ? EBB_POSTURE_SUPINE : ebb_posture_from_string (text);

  *posture = (EbbPosture) MAX (found, 0);
  if (found >= 0)
    return TRUE;
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--posture", text, "supine, seated, standing");
  return FALSE;
}

static gboolean
read_sex (const char *text, EbbSex *sex)
{
  *sex = g_strcmp0 (text, "male") == 0     ? EBB_SEX_MALE
         : g_strcmp0 (text, "female") == 0 ? EBB_SEX_FEMALE
                                           : EBB_SEX_UNSET;
  if (text == NULL || *sex != EBB_SEX_UNSET)
    return TRUE;
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--sex", text, "female, male");
  return FALSE;
}

gboolean
ctl_limb_read (const CtlLimbOptions *options, CtlLimb *limb)
{
  return ctl_segment (options->segment, &limb->segment) && ctl_side (options->side, &limb->side)
         && read_posture (options->posture, &limb->posture) && read_sex (options->sex, &limb->sex)
         && ctl_limb_number ("--girth", options->girth, 10, 120, &limb->girth_cm)
         && ctl_limb_number ("--cuff-width", options->cuff_width, 3, 30, &limb->cuff_width_cm)
         && ctl_limb_number ("--heart-rate", options->heart_rate, 20, 250, &limb->heart_rate)
         && ctl_limb_number ("--age", options->age, 0, 120, &limb->age_years)
         && ctl_limb_pressure ("--systolic", options->systolic, 70, 250, &limb->systolic)
         && ctl_limb_pressure ("--diastolic", options->diastolic, 30, 150, &limb->diastolic);
}

EbbEstimateInput
ctl_limb_estimate_input (const CtlLimb *limb)
{
  return (EbbEstimateInput){ .segment = limb->segment,
                             .girth_cm = isnan (limb->girth_cm) ? 0 : limb->girth_cm,
                             .cuff_width_cm = isnan (limb->cuff_width_cm) ? 0 : limb->cuff_width_cm,
                             .age_years = isnan (limb->age_years) ? -1 : limb->age_years,
                             .sex = limb->sex,
                             .systolic = limb->systolic,
                             .diastolic = limb->diastolic };
}

gboolean
ctl_limb_check_cuff (EbbDb *db, const char *cuff_id, GError **error)
{
  g_autoptr (GPtrArray) cuffs = cuff_id != NULL ? ebb_db_list_cuffs (db, error) : NULL;

  if (cuff_id == NULL)
    return TRUE;
  for (guint i = 0; cuffs != NULL && i < cuffs->len; i++)
    if (strcmp (((const EbbCuffRecord *) cuffs->pdata[i])->id, cuff_id) == 0)
      return TRUE;
  if (cuffs != NULL)
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND, _ ("%s is “%s”; allowed: %s"),
                 "--cuff", cuff_id, _ ("one that exists"));
  return FALSE;
}

EbbLopRecord *
ctl_limb_newest (EbbDb *db, const char *patient, const CtlLimb *limb, GError **error)
{
  g_autoptr (EbbPatientFile) file =
      ebb_db_load_patient_file (db, patient, ebb_clock_wall_unix_us (), error);
  const EbbLopRecord *newest = NULL;

  for (guint i = 0; file != NULL && i < file->lops->len; i++) {
    const EbbLopRecord *record = g_ptr_array_index (file->lops, i);

    if (record->segment == limb->segment && record->side == limb->side
        && cuff_pressure_is_set (record->lop)
        && (newest == NULL || record->measured_unix_us > newest->measured_unix_us))
      newest = record;
  }
  return newest != NULL ? ebb_lop_record_copy (newest) : NULL;
}

void
ctl_limb_json_texts (EbbJsonWriter *writer, const char *key, const GPtrArray *texts)
{
  ebb_json_open (writer, key, '[');
  for (guint i = 0; i < texts->len; i++)
    ebb_json_text (writer, NULL, g_ptr_array_index (texts, i));
  ebb_json_close (writer, ']');
}

static void
json_known (EbbJsonWriter *writer, const char *key, CuffPressure pressure)
{
  ebb_json_pressure (writer, key, pressure > 0 ? pressure : CUFF_PRESSURE_UNSET);
}

static void
json_count (EbbJsonWriter *writer, const char *key, guint number)
{
  if (number > 0)
    ebb_json_int (writer, key, number);
  else
    ebb_json_null (writer, key);
}

static void
json_details (EbbJsonWriter *writer, const EbbLopRecord *record)
{
  ebb_json_text (writer, "definition", ebb_lop_definition_to_string (record->definition));
  ebb_json_text (writer, "sensor", record->sensor);
  ebb_json_text (writer, "artery", record->artery);
  ebb_json_text (writer, "site", record->site);
  ebb_json_text (writer, "cuff", record->cuff_id);
  json_known (writer, "systolic_mmhg", record->systolic);
  json_known (writer, "diastolic_mmhg", record->diastolic);
  json_count (writer, "heart_rate", record->heart_rate);
  ebb_json_open (writer, "trials_mmhg", '[');
  for (guint i = 0; i < EBB_LOP_TRIALS_MAX; i++)
    if (record->trials[i] > 0)
      ebb_json_pressure (writer, NULL, record->trials[i]);
  ebb_json_close (writer, ']');
  ebb_json_text (writer, "equation", record->equation);
  json_known (writer, "band_mmhg", record->band);
  json_count (writer, "quality_percent", record->quality_percent);
  ebb_json_text (writer, "quality_note", record->quality_note);
  ebb_json_text (writer, "not_found", record->not_found_reason);
  ebb_json_boolean (writer, "simulated", record->simulated);
}

void
ctl_limb_json_lop (EbbJsonWriter *writer, const char *key, const EbbLopRecord *record)
{
  g_autofree char *measured = ctl_time (record->measured_unix_us);

  ebb_json_open (writer, key, '{');
  ebb_json_text (writer, "id", record->id);
  ebb_json_text (writer, "segment", ebb_segment_to_string (record->segment));
  ebb_json_text (writer, "side", ebb_side_to_string (record->side));
  ebb_json_text (writer, "posture", ebb_posture_to_string (record->posture));
  ebb_json_text (writer, "measured_at", measured);
  ebb_json_text (writer, "operator", record->operator_name);
  ebb_json_text (writer, "way", record->way);
  ebb_json_pressure (writer, "lop_mmhg", record->lop);
  ebb_json_double (writer, "cuff_width_cm", record->cuff_width_cm, 1);
  ebb_json_double (writer, "girth_cm", record->girth_cm > 0 ? record->girth_cm : NAN, 1);
  json_details (writer, record);
  ebb_json_close (writer, '}');
}
