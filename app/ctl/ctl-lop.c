/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl lop estimate | check | run | record | list
 */
#include "ctl-lop.h"
#include "ctl-live.h"
#include "ebb-db-desk.h"
#include "ebb-lop-validity.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- estimate ---------------------------------------------------------------------------- */

static void
json_estimate (EbbJsonWriter *writer, const EbbEquation *equation, const EbbEstimateInput *input)
{
  EbbEstimate estimate;
  g_autoptr (GPtrArray) violations = ebb_equation_judge (equation, input, &estimate);

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "equation", equation->id);
  ebb_json_text (writer, "name", equation->name);
  ebb_json_text (writer, "use", ebb_equation_use_to_string (equation->use));
  ebb_json_text (writer, "status", ebb_evidence_to_string (equation->status));
  ebb_json_text (writer, "source", equation->source);
  ebb_json_pressure (writer, "lop_mmhg", estimate.lop);
  ebb_json_pressure (writer, "band_mmhg", estimate.band);
  ebb_json_boolean (writer, "may_set_pressure",
                    equation->use == EBB_EQUATION_SETS_PRESSURE && violations->len == 0);
  ctl_limb_json_texts (writer, "violations", violations);
  ebb_json_close (writer, '}');
}

static void
say_estimate (const EbbEquation *equation, const EbbEstimateInput *input)
{
  EbbEstimate estimate;
  g_autoptr (GPtrArray) violations = ebb_equation_judge (equation, input, &estimate);
  g_autofree char *lop = ebb_pressure_to_text (estimate.lop);
  g_autofree char *band = ebb_pressure_to_text (estimate.band);

  ctl_say (_ ("%s\testimated %s\t± %s\t%s\t%s"), equation->id, lop, band,
           ebb_equation_use_to_string (equation->use), ebb_evidence_to_text (equation->status));
  for (guint i = 0; i < violations->len; i++)
    ctl_say ("  %s", (const char *) violations->pdata[i]);
}

static int
estimate (const CtlLimbOptions *options, const CtlLimb *limb)
{
  const EbbEquationList *list = ebb_equations ();
  EbbEstimateInput input = ctl_limb_estimate_input (limb);
  g_autoptr (GError) error = NULL;
  EbbEstimate chosen;
  EbbJsonWriter writer;
  gboolean fits = ebb_estimate_for_pressure (&input, &chosen, &error);

  if (!options->as_json) {
    for (guint i = 0; i < list->equations->len; i++)
      say_estimate (list->equations->pdata[i], &input);
    return fits ? CTL_OK : ctl_fail_text ("%s", error->message);
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "list", list->id);
  ebb_json_int (&writer, "version", list->version);
  ebb_json_text (&writer, "chosen", fits ? chosen.equation->id : NULL);
  ebb_json_text (&writer, "refused", fits ? NULL : error->message);
  ebb_json_open (&writer, "estimates", '[');
  for (guint i = 0; i < list->equations->len; i++)
    json_estimate (&writer, list->equations->pdata[i], &input);
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
  return fits ? CTL_OK : CTL_FAILED;
}

static int
lop_estimate (int argc, char **argv)
{
  CtlLimbOptions options = { 0 };
  CtlLimb limb;
  g_autofree GOptionEntry *entries = ctl_limb_entries (&options, NULL);
  int result = CTL_USAGE;

  if (ctl_parse (&argc, &argv, entries, NULL, 0))
    result = ctl_limb_read (&options, &limb) ? estimate (&options, &limb) : CTL_FAILED;
  ctl_limb_options_clear (&options);
  return result;
}

/* --- check ------------------------------------------------------------------------------- */

typedef struct {
  CtlLimbOptions limb;
  char *surgery_on, *target; /* owned */
  gboolean swelling, more_discomfort;
} CheckOptions;

static EbbLopUse
make_use (const CheckOptions *options, const CtlLimb *limb)
{
  return (EbbLopUse){ .segment = limb->segment,
                      .side = limb->side,
                      .posture = limb->posture,
                      .cuff_id = options->limb.cuff_id,
                      .site = options->limb.site,
                      .cuff_width_cm = isnan (limb->cuff_width_cm) ? 0 : limb->cuff_width_cm,
                      .girth_cm = isnan (limb->girth_cm) ? 0 : limb->girth_cm,
                      .systolic = limb->systolic,
                      .surgery_on = options->surgery_on,
                      .swelling = options->swelling,
                      .more_discomfort = options->more_discomfort,
                      .now_unix_us = ebb_clock_wall_unix_us () };
}

static void
json_check (const EbbLopRecord *record, const GPtrArray *issues, const char *posture)
{
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ctl_limb_json_lop (&writer, "lop", record);
  ebb_json_boolean (&writer, "measure_again", ebb_lop_validity_is_void (issues));
  ebb_json_open (&writer, "issues", '[');
  for (guint i = 0; i < issues->len; i++) {
    const EbbLopIssue *issue = issues->pdata[i];

    ebb_json_open (&writer, NULL, '{');
    ebb_json_boolean (&writer, "hard", issue->hard);
    ebb_json_text (&writer, "text", issue->text);
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  ebb_json_text (&writer, "posture", posture);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static int
check_record (const CheckOptions *options, const CtlLimb *limb, const EbbLopRecord *record,
              CuffPressure target)
{
  EbbLopUse use = make_use (options, limb);
  g_autoptr (GPtrArray) issues = ebb_lop_validity_check (record, &use);
  g_autofree char *posture =
      cuff_pressure_is_set (target)
          ? ebb_lop_posture_to_text (record, target, limb->posture, CUFF_PRESSURE_UNSET)
          : NULL;
  g_autofree char *lop = ebb_pressure_to_text (record->lop);

  if (options->limb.as_json) {
    json_check (record, issues, posture);
    return CTL_OK;
  }
  ctl_say (issues->len == 0 ? _ ("%s: it holds") : _ ("%s:"), lop);
  for (guint i = 0; i < issues->len; i++)
    ctl_say ("  %s", ((const EbbLopIssue *) issues->pdata[i])->text);
  if (posture != NULL)
    ctl_say ("  %s", posture);
  return CTL_OK;
}

static int
check (const CheckOptions *options)
{
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (EbbLopRecord) record = NULL;
  GError *error = NULL;
  CuffPressure target;
  CtlLimb limb;

  if (!ctl_limb_read (&options->limb, &limb)
      || !ctl_limb_pressure ("--target", options->target, 20, 320, &target))
    return CTL_FAILED;
  if (options->limb.db_path == NULL || options->limb.patient == NULL || limb.side == EBB_SIDE_UNSET)
    return ctl_bad_usage ("%s", _ ("--db, --patient and --side are needed"));
  db = ebb_db_open (options->limb.db_path, EBB_DB_READ, &error);
  record = db != NULL ? ctl_limb_newest (db, options->limb.patient, &limb, &error) : NULL;
  if (error != NULL)
    return ctl_fail (error);
  if (record == NULL)
    return ctl_fail_text ("%s", _ ("No LOP is on file for this limb. Measure it."));
  return check_record (options, &limb, record, target);
}

static int
lop_check (int argc, char **argv)
{
  CheckOptions options = { 0 };
  const GOptionEntry more[] = { { "surgery-on", 0, 0, G_OPTION_ARG_STRING, &options.surgery_on,
                                  N_ ("Day of a surgery"), "YYYY-MM-DD" },
                                { "target", 0, 0, G_OPTION_ARG_STRING, &options.target,
                                  N_ ("Pressure it is used for"), "MMHG" },
                                { "swelling", 0, 0, G_OPTION_ARG_NONE, &options.swelling,
                                  N_ ("New swelling or dressing"), NULL },
                                { "more-discomfort", 0, 0, G_OPTION_ARG_NONE,
                                  &options.more_discomfort,
                                  N_ ("The same pressure hurts much more"), NULL },
                                G_OPTION_ENTRY_NULL };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&options.limb, more);
  int result = ctl_parse (&argc, &argv, entries, NULL, 0) ? check (&options) : CTL_USAGE;

  ctl_limb_options_clear (&options.limb);
  g_free (options.surgery_on);
  g_free (options.target);
  return result;
}

/* --- record and list --------------------------------------------------------------------- */

void
ctl_lop_say (const EbbLopRecord *record, const GPtrArray *doubts, gboolean as_json)
{
  g_autofree char *lop = ebb_pressure_to_text (record->lop);
  g_autofree char *measured = ctl_time (record->measured_unix_us);
  EbbJsonWriter writer;

  if (as_json) {
    ebb_json_writer_begin (&writer);
    ebb_json_open (&writer, NULL, '{');
    ctl_limb_json_lop (&writer, "lop", record);
    ctl_limb_json_texts (&writer, "doubts", doubts);
    ebb_json_close (&writer, '}');
    ctl_say_json (&writer);
    return;
  }
  ctl_say ("%s\t%s\t%s\t%s\t%s\t%s%s", record->id != NULL ? record->id : "-", measured,
           ebb_side_to_string (record->side), ebb_segment_to_string (record->segment), record->way,
           cuff_pressure_is_set (record->lop) ? lop : record->not_found_reason,
           record->simulated ? _ ("\tsimulated") : "");
  for (guint i = 0; i < doubts->len; i++)
    ctl_say ("  %s", (const char *) doubts->pdata[i]);
}

static EbbLopRecord *
typed_record (const CtlLimbOptions *options, const CtlLimb *limb, CuffPressure lop)
{
  EbbLopRecord *record = g_new0 (EbbLopRecord, 1);

  record->patient_id = g_strdup (options->patient);
  record->operator_name = g_strdup (options->operator_name);
  record->cuff_id = g_strdup (options->cuff_id);
  record->site = g_strdup (options->site);
  record->sensor = g_strdup (options->sensor);
  record->artery = g_strdup (options->artery);
  record->way = g_strdup (options->way != NULL ? options->way : "entered");
  record->segment = limb->segment;
  record->side = limb->side;
  record->posture = limb->posture;
  record->cuff_width_cm = limb->cuff_width_cm;
  record->girth_cm = isnan (limb->girth_cm) ? -1 : limb->girth_cm;
  record->systolic = limb->systolic;
  record->diastolic = limb->diastolic;
  record->heart_rate = isnan (limb->heart_rate) ? 0 : (guint) limb->heart_rate;
  record->lop = lop;
  record->measured_unix_us = ebb_clock_wall_unix_us ();
  return record;
}

/* An estimate is computed here and never typed: it would look better than it is. */
static gboolean
take_estimate (const CtlLimb *limb, EbbLopRecord *record, GError **error)
{
  EbbEstimateInput input = ctl_limb_estimate_input (limb);
  EbbEstimate estimated;

  if (!g_str_equal (record->way, "estimate"))
    return TRUE;
  if (!ebb_estimate_for_pressure (&input, &estimated, error))
    return FALSE;
  record->lop = estimated.lop;
  record->band = estimated.band;
  record->equation = g_strdup (estimated.equation->id);
  return TRUE;
}

static int
put_typed (const CtlLimbOptions *options, const CtlLimb *limb, CuffPressure lop,
           EbbLopDefinition definition)
{
  g_autoptr (EbbLopRecord) record = typed_record (options, limb, lop);
  g_autoptr (EbbLopRecord) previous = NULL;
  g_autoptr (GPtrArray) doubts = NULL;
  GError *error = NULL;

  record->definition = definition;
  if (!take_estimate (limb, record, &error))
    return ctl_fail (error);
  g_autofree char *refusal = ebb_lop_refusal (record->lop);
  if (refusal != NULL)
    return ctl_fail_text ("%s", refusal);
  g_autoptr (EbbDb) db = ctl_open_db (options->db_path, &error);
  previous = db != NULL ? ctl_limb_newest (db, options->patient, limb, &error) : NULL;
  if (error != NULL || !ctl_limb_check_cuff (db, options->cuff_id, &error))
    return ctl_fail (error);
  doubts = ebb_lop_doubts (record, previous);
  if (!ebb_db_put_lop (db, record, &error))
    return ctl_fail (error);
  ctl_lop_say (record, doubts, options->as_json);
  return CTL_OK;
}

static int
record (const CtlLimbOptions *options, const char *lop_text, const char *definition_text)
{
  EbbLopDefinition definition = ebb_lop_definition_from_string (definition_text);
  CuffPressure lop;
  CtlLimb limb;

  if (!ctl_limb_read (options, &limb) || !ctl_limb_pressure ("--lop", lop_text, 60, 320, &lop))
    return CTL_FAILED;
  if (definition_text != NULL && definition == EBB_LOP_DEFINITION_UNKNOWN)
    return ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--definition", definition_text,
                          "pulse-lost, pulse-back, auto");
  if (options->db_path == NULL || options->patient == NULL || limb.side == EBB_SIDE_UNSET
      || isnan (limb.cuff_width_cm))
    return ctl_bad_usage ("%s", _ ("--db, --patient, --side and --cuff-width are needed"));
  return put_typed (options, &limb, lop, definition);
}

static int
lop_record (int argc, char **argv)
{
  CtlLimbOptions options = { 0 };
  g_autofree char *lop = NULL, *definition = NULL;
  const GOptionEntry more[] = { { "lop", 0, 0, G_OPTION_ARG_STRING, &lop,
                                  N_ ("Value to be recorded"), "MMHG" },
                                { "definition", 0, 0, G_OPTION_ARG_STRING, &definition,
                                  N_ ("pulse-lost, pulse-back or auto"), "WORD" },
                                G_OPTION_ENTRY_NULL };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&options, more);
  int result =
      ctl_parse (&argc, &argv, entries, NULL, 0) ? record (&options, lop, definition) : CTL_USAGE;

  ctl_limb_options_clear (&options);
  return result;
}

static int
list (const CtlLimbOptions *options)
{
  GError *error = NULL;
  EbbJsonWriter writer;
  g_autoptr (GPtrArray) no_doubts = g_ptr_array_new ();

  if (options->db_path == NULL || options->patient == NULL)
    return ctl_bad_usage ("%s", _ ("--db and --patient are needed"));
  g_autoptr (EbbDb) db = ebb_db_open (options->db_path, EBB_DB_READ, &error);
  g_autoptr (EbbPatientFile) file =
      db != NULL
          ? ebb_db_load_patient_file (db, options->patient, ebb_clock_wall_unix_us (), &error)
          : NULL;
  if (file == NULL)
    return ctl_fail (error);
  if (!options->as_json) {
    for (guint i = 0; i < file->lops->len; i++)
      ctl_lop_say (file->lops->pdata[i], no_doubts, FALSE);
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < file->lops->len; i++)
    ctl_limb_json_lop (&writer, NULL, file->lops->pdata[i]);
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}

static int
lop_list (int argc, char **argv)
{
  CtlLimbOptions options = { 0 };
  g_autofree GOptionEntry *entries = ctl_limb_entries (&options, NULL);
  int result = ctl_parse (&argc, &argv, entries, NULL, 0) ? list (&options) : CTL_USAGE;

  ctl_limb_options_clear (&options);
  return result;
}

int
ctl_lop (int argc, char **argv)
{
  static const CtlCommand commands[] = {
    { "estimate", "--girth CM --cuff-width CM --systolic MMHG ... [--json]", lop_estimate },
    { "check", "--db FILE --patient ID --side WORD --posture WORD ... [--json]", lop_check },
    { "run", "--simulate|--port PATH --db FILE --patient ID --side WORD --cuff-width CM ...",
      ctl_lop_run },
    { "record", "--db FILE --patient ID --side WORD --cuff-width CM --lop MMHG ... [--json]",
      lop_record },
    { "list", "--db FILE --patient ID [--json]", lop_list },
  };

  return ctl_run_word (commands, G_N_ELEMENTS (commands), argc, argv);
}
