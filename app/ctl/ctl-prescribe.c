/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl prescribe: judges a prescription and stores nothing.  All five ways of the reference
 * (clinical 1.1), and preconditioning.
 */
#include "ctl-limb.h"
#include "ebb-db.h"
#include "ebb-lop-validity.h"
#include "ebb-preconditioning.h"
#include "ebb-pressure-window.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct {
  CtlLimbOptions limb;
  char *method, *percent, *lop, *fixed, *limit, *reason, *lop_posture, *scale; /* owned */
  gboolean first_session, passive, enabled, consent;
} PrescribeOptions;

typedef struct {
  const PrescribeOptions *options;
  CtlLimb limb;
  EbbPrescription prescription;
  EbbLopRecord *record; /* owned or NULL: what is on file */
  EbbPosture lop_posture;
  gboolean has_estimate;
  EbbEstimate estimate;
  CuffPressure asked; /* of preconditioning */
} Judged;

static const char *const methods[] = { "percent", "estimate", "fixed", "systolic", NULL };

/* --- Reading ----------------------------------------------------------------------------- */

static gboolean
read_numbers (Judged *self)
{
  const PrescribeOptions *o = self->options;
  EbbPrescription *p = &self->prescription;

  if (!ctl_limb_read (&o->limb, &self->limb)
      || !ctl_limb_number ("--percent", o->percent, 20, 100, &p->percent)
      || !ctl_limb_pressure ("--lop", o->lop, 60, 320, &p->lop)
      || !ctl_limb_pressure ("--fixed", o->fixed, 40, 320, &p->fixed)
      || !ctl_limb_pressure ("--limit", o->limit, 20, 320, &p->patient_limit))
    return FALSE;
  self->asked = p->fixed;
  if (isnan (p->percent))
    p->percent = ebb_pressure_window_of (self->limb.segment).usual;
  if (o->reason == NULL || strlen (o->reason) < sizeof p->reason)
    return TRUE;
  ctl_fail_text (_ ("--reason has %d bytes: at most %d are allowed"), (int) strlen (o->reason),
                 (int) sizeof p->reason - 1);
  return FALSE;
}

static gboolean
read_file (Judged *self)
{
  const CtlLimbOptions *o = &self->options->limb;
  EbbPrescription *p = &self->prescription;
  GError *error = NULL;

  if (o->db_path == NULL || o->patient == NULL || cuff_pressure_is_set (p->lop))
    return TRUE;
  g_autoptr (EbbDb) db = ebb_db_open (o->db_path, EBB_DB_READ, &error);
  if (db != NULL)
    self->record = ctl_limb_newest (db, o->patient, &self->limb, &error);
  if (error != NULL) {
    ctl_fail (error);
    return FALSE;
  }
  /* An estimate on file is an estimate still, and a simulated limb is nobody's. */
  if (self->record != NULL && !g_str_equal (self->record->way, "estimate")
      && !self->record->simulated)
    p->lop = self->record->lop;
  return TRUE;
}

static gboolean
read_lop_posture (Judged *self)
{
  const char *text = self->options->lop_posture;
  int found = text == NULL ? (int) self->limb.posture : ebb_posture_from_string (text);

  self->lop_posture = self->record != NULL ? self->record->posture : (EbbPosture) MAX (found, 0);
  if (found >= 0)
    return TRUE;
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--lop-posture", text,
                 "supine, seated, standing");
  return FALSE;
}

static gboolean
read_all (Judged *self)
{
  const PrescribeOptions *o = self->options;
  EbbPrescription *p = &self->prescription;
  g_autoptr (GError) error = NULL;

  if (!read_numbers (self) || !read_file (self) || !read_lop_posture (self))
    return FALSE;
  p->segment = self->limb.segment;
  p->side = self->limb.side;
  p->systolic = self->limb.systolic;
  p->first_session = o->first_session;
  p->passive = o->passive;
  if (o->reason != NULL)
    g_strlcpy (p->reason, o->reason, sizeof p->reason);
  for (guint i = 0; methods[i] != NULL; i++)
    if (g_strcmp0 (o->method, methods[i]) == 0)
      p->method = (EbbMethod) i;
  EbbEstimateInput input = ctl_limb_estimate_input (&self->limb);
  self->has_estimate = ebb_estimate_for_pressure (&input, &self->estimate, &error);
  if (self->has_estimate) {
    p->lop_estimate = self->estimate.lop;
    p->lop_estimate_band = self->estimate.band;
  } else if (p->method == EBB_METHOD_PERCENT_ESTIMATE) {
    ctl_fail_text ("%s", error->message);
    return FALSE;
  }
  return TRUE;
}

/* --- Saying ------------------------------------------------------------------------------ */

static char *
posture_text (const Judged *self, CuffPressure target)
{
  EbbLopRecord record = { .segment = self->limb.segment,
                          .posture = self->lop_posture,
                          .lop = self->prescription.lop };

  return ebb_lop_posture_to_text (&record, target, self->limb.posture, CUFF_PRESSURE_UNSET);
}

static void
json_window (EbbJsonWriter *writer, EbbSegment segment, double percent)
{
  EbbPressureWindow window = ebb_pressure_window_of (segment);
  g_autofree char *text = ebb_pressure_window_to_text (segment, percent);

  ebb_json_open (writer, "window", '{');
  ebb_json_text (writer, "place",
                 ebb_pressure_place_to_string (ebb_pressure_place (segment, percent)));
  ebb_json_double (writer, "outer_min", window.outer_min, 0);
  ebb_json_double (writer, "outer_max", window.outer_max, 0);
  ebb_json_double (writer, "inner_min", window.inner_min, 0);
  ebb_json_double (writer, "inner_max", window.inner_max, 0);
  ebb_json_text (writer, "text", text);
  ebb_json_close (writer, '}');
}

static void
say_json (const Judged *self, const EbbTarget *target, const char *posture)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "method", self->options->method);
  ebb_json_pressure (&writer, "asked_mmhg", target->asked);
  ebb_json_pressure (&writer, "target_mmhg", target->target);
  ebb_json_pressure (&writer, "lop_mmhg", self->prescription.lop);
  ebb_json_double (&writer, "percent_lop", target->percent_lop > 0 ? target->percent_lop : NAN, 1);
  ebb_json_boolean (&writer, "percent_is_estimate", target->percent_is_estimate);
  ebb_json_pressure (&writer, "estimated_lop_mmhg", self->prescription.lop_estimate);
  ebb_json_pressure (&writer, "estimated_band_mmhg", self->prescription.lop_estimate_band);
  ebb_json_text (&writer, "equation", self->has_estimate ? self->estimate.equation->id : NULL);
  ebb_json_open (&writer, "clamps", '[');
  for (guint i = 0; i < target->n_clamps; i++) {
    g_autofree char *text = ebb_clamp_to_text (target->clamps[i], target->clamp_limits[i]);
    ebb_json_text (&writer, NULL, text);
  }
  ebb_json_close (&writer, ']');
  json_window (&writer, self->limb.segment, target->percent_lop);
  ebb_json_text (&writer, "posture", posture);
  ebb_json_text (&writer, "reason",
                 self->prescription.reason[0] != '\0' ? self->prescription.reason : NULL);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static void
say (const Judged *self, const EbbTarget *target)
{
  g_autofree char *posture = posture_text (self, target->target);
  g_autofree char *pressure = ebb_pressure_to_text (target->target);
  g_autofree char *window = ebb_pressure_window_to_text (self->limb.segment, target->percent_lop);

  if (self->options->limb.as_json) {
    say_json (self, target, posture);
    return;
  }
  if (target->percent_lop > 0)
    ctl_say (target->percent_is_estimate ? _ ("%s, %.1f %% of estimated LOP")
                                         : _ ("%s, %.1f %% of LOP"),
             pressure, target->percent_lop);
  else
    ctl_say (_ ("%s, share of LOP unknown"), pressure);
  for (guint i = 0; i < target->n_clamps; i++) {
    g_autofree char *text = ebb_clamp_to_text (target->clamps[i], target->clamp_limits[i]);
    ctl_say ("  %s", text);
  }
  ctl_say ("  %s", window);
  if (posture != NULL)
    ctl_say ("  %s", posture);
}

/* --- Judging ----------------------------------------------------------------------------- */

/* How tight it feels, or the number on some device's scale: on record, never a pressure. */
static int
judge_scale (const Judged *self)
{
  const PrescribeOptions *o = self->options;
  EbbJsonWriter writer;
  double felt;

  if (!ctl_limb_number ("--scale", o->scale, 0, 500, &felt))
    return CTL_FAILED;
  if (isnan (felt))
    return ctl_fail_text (_ ("%s is missing"), "--scale");
  if (!o->limb.as_json) {
    ctl_say (_ ("%g on a scale is recorded only: no pressure is set from it."), felt);
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "method", o->method);
  ebb_json_double (&writer, "scale", felt, 1);
  ebb_json_null (&writer, "target_mmhg");
  ebb_json_null (&writer, "percent_lop");
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
  return CTL_OK;
}

static gboolean
resolve (const Judged *self, EbbTarget *target, GError **error)
{
  const EbbPrescription *p = &self->prescription;

  if (!g_str_equal (self->options->method, "preconditioning"))
    return ebb_prescription_resolve (p, target, error);
  EbbPreconditioning wanted = { .enabled = self->options->enabled,
                                .consent_given = self->options->consent,
                                .segment = p->segment,
                                .side = p->side,
                                .lop = p->lop,
                                .asked = self->asked,
                                .patient_limit = p->patient_limit,
                                .clinic_limit = CUFF_PRESSURE_UNSET,
                                .device_limit = CUFF_PRESSURE_UNSET };
  return ebb_preconditioning_resolve (&wanted, target, error);
}

static int
prescribe (const PrescribeOptions *options)
{
  static const char *const allowed[] = { "percent", "estimate",        "fixed", "systolic",
                                         "scale",   "preconditioning", NULL };
  Judged self = { .options = options,
                  .prescription = { .lop = CUFF_PRESSURE_UNSET,
                                    .lop_estimate = CUFF_PRESSURE_UNSET,
                                    .lop_estimate_band = CUFF_PRESSURE_UNSET,
                                    .protocol_limit = CUFF_PRESSURE_UNSET,
                                    .clinic_limit = CUFF_PRESSURE_UNSET,
                                    .device_limit = CUFF_PRESSURE_UNSET } };
  GError *error = NULL;
  EbbTarget target;
  int result = CTL_FAILED;

  if (!g_strv_contains (allowed, options->method))
    return ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--method", options->method,
                          "percent, estimate, fixed, systolic, scale, preconditioning");
  if (g_str_equal (options->method, "scale"))
    return judge_scale (&self);
  if (read_all (&self)) {
    if (resolve (&self, &target, &error)) {
      say (&self, &target);
      result = CTL_OK;
    } else {
      result = ctl_fail (error);
    }
  }
  g_clear_pointer (&self.record, ebb_lop_record_free);
  return result;
}

int
ctl_prescribe (int argc, char **argv)
{
  PrescribeOptions o = { 0 };
  const GOptionEntry more[] = {
    { "method", 0, 0, G_OPTION_ARG_STRING, &o.method,
      N_ ("percent (default), estimate, fixed, systolic, scale or preconditioning"), "WORD" },
    { "percent", 0, 0, G_OPTION_ARG_STRING, &o.percent, N_ ("Percent of LOP"), "N" },
    { "lop", 0, 0, G_OPTION_ARG_STRING, &o.lop,
      N_ ("Measured LOP of this limb (else what is on file)"), "MMHG" },
    { "lop-posture", 0, 0, G_OPTION_ARG_STRING, &o.lop_posture,
      N_ ("Posture in which --lop was measured"), "WORD" },
    { "fixed", 0, 0, G_OPTION_ARG_STRING, &o.fixed, N_ ("Fixed pressure"), "MMHG" },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &o.scale, N_ ("How tight it feels, or a device's scale"),
      "N" },
    { "limit", 0, 0, G_OPTION_ARG_STRING, &o.limit, N_ ("Highest pressure for this patient"),
      "MMHG" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &o.reason, N_ ("Why, where a reason is needed"),
      "TEXT" },
    { "first-session", 0, 0, G_OPTION_ARG_NONE, &o.first_session, N_ ("First session"), NULL },
    { "passive", 0, 0, G_OPTION_ARG_NONE, &o.passive, N_ ("A limb at rest"), NULL },
    { "enabled", 0, 0, G_OPTION_ARG_NONE, &o.enabled,
      N_ ("Preconditioning: an administrator has enabled it"), NULL },
    { "consent", 0, 0, G_OPTION_ARG_NONE, &o.consent,
      N_ ("Preconditioning: the patient has consented to it"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&o.limb, more);
  int result = CTL_USAGE;

  if (ctl_parse (&argc, &argv, entries, NULL, 0)) {
    if (o.method == NULL)
      o.method = g_strdup ("percent");
    result = prescribe (&o);
  }
  char *texts[] = {
    o.method, o.percent, o.lop, o.fixed, o.limit, o.reason, o.lop_posture, o.scale
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  ctl_limb_options_clear (&o.limb);
  return result;
}
