/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl session run
 */
#include "ctl-live.h"
#include "ctl.h"
#include "ebb-consent.h"
#include "ebb-db-desk.h"
#include "ebb-db-papers.h"
#include "ebb-db-protocols.h"
#include "ebb-db-screening.h"
#include "ebb-estimate.h"

#include <errno.h>
#include <float.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define LIST_MAX      1000
#define NUMBER_UNSET  (-DBL_MAX)
#define MINUTES_UNSET G_MININT

typedef struct {
  char *port, *db_path, *protocol, *patient, *segment, *side, *reason, *operator_name, *cuff,
      *reperfusion_reason;
  char *sex;
  gboolean simulate, self_paced, hands_free, first_session, estimate;
  double percent, lop, fixed, systolic, diastolic, girth_cm, age_years, load_kg, cuff_width_cm,
      speed;
  int sets, fit_minutes;
  gint64 seed;
} RunOptions;

static void
run_options_clear (RunOptions *options)
{
  char *texts[] = { options->port,     options->db_path,
                    options->protocol, options->patient,
                    options->segment,  options->side,
                    options->reason,   options->operator_name,
                    options->cuff,     options->reperfusion_reason,
                    options->sex };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

static CuffPressure
pressure_of (double mmhg)
{
  return mmhg == NUMBER_UNSET ? CUFF_PRESSURE_UNSET
                              : cuff_pressure_from_mmhg (CLAMP (mmhg, -1000, 10000));
}

static EbbPrescription
make_prescription (const RunOptions *options, const EbbProtocol *protocol)
{
  EbbPrescription prescription = {
    .method = options->estimate                   ? EBB_METHOD_PERCENT_ESTIMATE
              : options->fixed != NUMBER_UNSET    ? EBB_METHOD_FIXED
              : options->systolic != NUMBER_UNSET ? EBB_METHOD_SYSTOLIC
                                                  : EBB_METHOD_PERCENT_LOP,
    .segment = (EbbSegment) MAX (ebb_segment_from_string (options->segment), 0),
    .side = (EbbSide) MAX (options->side ? ebb_side_from_string (options->side) : 0, 0),
    .percent = options->percent != NUMBER_UNSET ? options->percent : protocol->percent_lop_default,
    .lop = pressure_of (options->lop),
    .lop_estimate = CUFF_PRESSURE_UNSET,
    .lop_estimate_band = CUFF_PRESSURE_UNSET,
    .fixed = pressure_of (options->fixed),
    .systolic = pressure_of (options->systolic),
    .first_session = options->first_session,
    .patient_limit = CUFF_PRESSURE_UNSET,
    .protocol_limit = CUFF_PRESSURE_UNSET,
    .clinic_limit = CUFF_PRESSURE_UNSET,
    .device_limit = CUFF_PRESSURE_UNSET,
  };
  if (options->reason != NULL)
    g_strlcpy (prescription.reason, options->reason, sizeof prescription.reason);
  return prescription;
}

/* Fills in the estimate that --estimate asks for; only a confirmed equation inside its own range
 * may set a pressure. */
static gboolean
add_estimate (const RunOptions *options, EbbPrescription *prescription, GError **error)
{
  EbbEstimate estimate;
  EbbEstimateInput input = {
    .segment = prescription->segment,
    .girth_cm = options->girth_cm != NUMBER_UNSET ? options->girth_cm : 0,
    .cuff_width_cm = options->cuff_width_cm,
    .age_years = options->age_years != NUMBER_UNSET ? options->age_years : -1,
    .sex = g_strcmp0 (options->sex, "male") == 0     ? EBB_SEX_MALE
           : g_strcmp0 (options->sex, "female") == 0 ? EBB_SEX_FEMALE
                                                     : EBB_SEX_UNSET,
    .systolic = pressure_of (options->systolic),
    .diastolic = pressure_of (options->diastolic),
  };
  if (!options->estimate)
    return TRUE;
  if (!ebb_estimate_for_pressure (&input, &estimate, error))
    return FALSE;
  prescription->lop_estimate = estimate.lop;
  prescription->lop_estimate_band = estimate.band;
  ctl_say (_ ("Estimated LOP %.1f ± %.1f mmHg (%s)"), cuff_pressure_to_mmhg (estimate.lop),
           cuff_pressure_is_set (estimate.band) ? cuff_pressure_to_mmhg (estimate.band) : 0.0,
           estimate.equation->id);
  return TRUE;
}

/* What the session needs from the database, read before the store takes the lock. */
typedef struct {
  EbbPatient *patient;         /* owned */
  EbbOrder *order;             /* owned or NULL */
  EbbScreeningFile *screening; /* owned */
  EbbPlanRules rules;          /* what clinic and patient have agreed to */
  gboolean unwell_today;
  EbbProtocol *protocol; /* owned */
  EbbExercise *exercise; /* owned */
  EbbPrescription prescription;
  EbbLimbHistory history;
  EbbToday *today; /* owned or NULL: what fits in the minutes there are */
} Prepared;

static void
prepared_clear (Prepared *prepared)
{
  g_clear_pointer (&prepared->patient, ebb_patient_free);
  g_clear_pointer (&prepared->order, ebb_order_free);
  g_clear_pointer (&prepared->screening, ebb_screening_file_unref);
  g_clear_pointer (&prepared->protocol, ebb_protocol_free);
  g_clear_pointer (&prepared->exercise, ebb_exercise_free);
  g_clear_pointer (&prepared->today, ebb_today_free);
}

static gint64
local_midnight_unix_us (void)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (ebb_clock_wall_unix_us () / G_USEC_PER_SEC);
  g_autoptr (GDateTime) midnight =
      g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                             g_date_time_get_day_of_month (now), 0, 0, 0);
  return g_date_time_to_unix (midnight) * G_USEC_PER_SEC;
}

/* A file, one of the clinic's own, or one that is built in. */
static EbbProtocol *
find_protocol (const char *name, const char *db_path, GError **error)
{
  g_autoptr (EbbDb) db = NULL;
  EbbProtocol *protocol;

  if (g_str_has_suffix (name, ".json"))
    return ebb_protocol_load_file (name, error);
  protocol = ebb_protocol_load_builtin (name, error);
  if (protocol != NULL)
    return protocol;
  db = ebb_db_open (db_path, EBB_DB_READ, NULL);
  protocol = db != NULL ? ebb_db_load_protocol (db, name, 0, NULL) : NULL;
  if (protocol != NULL)
    g_clear_error (error);
  return protocol;
}

static gboolean
load_protocol (const char *name, const char *db_path, Prepared *prepared, GError **error)
{
  prepared->protocol = find_protocol (name, db_path, error);
  if (prepared->protocol != NULL)
    prepared->exercise = ebb_exercise_load_builtin (prepared->protocol->exercise_id, error);
  return prepared->exercise != NULL;
}

static gboolean
prepare (const RunOptions *options, Prepared *prepared, GError **error)
{
  if (!load_protocol (options->protocol, options->db_path, prepared, error))
    return FALSE;
  prepared->prescription = make_prescription (options, prepared->protocol);
  if (!add_estimate (options, &prepared->prescription, error))
    return FALSE;
  g_autoptr (EbbDb) db = ctl_open_db (options->db_path, error);
  if (db == NULL)
    return FALSE;
  prepared->patient = ebb_db_get_patient (db, options->patient, error);
  if (prepared->patient == NULL)
    return FALSE;
  prepared->screening =
      ebb_db_load_screening_file (db, options->patient, ebb_clock_wall_unix_us (), error);
  g_autoptr (GPtrArray) consents =
      prepared->screening ? ebb_db_list_consents (db, options->patient, error) : NULL;
  if (consents == NULL)
    return FALSE;
  prepared->rules = ebb_consent_rules (prepared->screening, consents);
  GError *problem = NULL;
  prepared->order = ctl_find_order (db, options->patient, &problem);
  if (problem == NULL)
    ebb_db_was_unwell (db, options->patient, ebb_clock_wall_unix_us (), &prepared->unwell_today,
                       &problem);
  if (problem == NULL)
    ebb_limb_history_load (db, options->patient, prepared->prescription.segment,
                           prepared->prescription.side, ebb_clock_wall_unix_us (),
                           local_midnight_unix_us (), &prepared->history, &problem);
  if (problem != NULL) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  return TRUE;
}

/* As many sets as fit (clinic 3.20); nothing is recorded when not even the fewest do. */
static int
fit_in_minutes (const RunOptions *options, Prepared *prepared)
{
  const EbbPrescription *prescription = &prepared->prescription;
  const EbbPrescriptionRecord record = { .segment = prescription->segment,
                                         .side = prescription->side,
                                         .n_sets = (guint) options->sets };

  if (options->fit_minutes == MINUTES_UNSET)
    return CTL_OK;
  prepared->today = g_new0 (EbbToday, 1);
  if (!ebb_today_add (prepared->today, &record, prescription, prepared->protocol,
                      prepared->exercise))
    return CTL_OK; /* it cannot run as it stands: the session says why */
  if (ebb_today_fit (prepared->today, (guint) options->fit_minutes))
    return CTL_OK;
  return ctl_fail_text (_ ("--fit-minutes %d: the shortest that is still training takes %u min"),
                        options->fit_minutes, ebb_today_shortest_min (prepared->today));
}

static guint
sets_that_fit (const RunOptions *options, const EbbToday *today)
{
  const EbbTodayPart *part = today != NULL ? ebb_today_next (today) : NULL;

  return part != NULL ? part->n_sets : (guint) options->sets;
}

static int
run_prepared (const RunOptions *options, Prepared *prepared)
{
  CuffClock *cuff_clock =
      options->simulate ? cuff_clock_new_virtual (options->speed) : cuff_clock_new_monotonic ();
  g_autoptr (EbbClock) clock = ebb_clock_new (cuff_clock);
  CuffSim *sim = NULL;
  if (options->simulate) {
    CuffSimOptions sim_options = { .clock = cuff_clock,
                                   .seed = (guint64) options->seed,
                                   .limb = strcmp (options->segment, "arm") == 0 ? CUFF_LIMB_ARM
                                                                                 : CUFF_LIMB_THIGH,
                                   .n_channels = 1 };
    sim = cuff_sim_start (&sim_options);
    if (sim == NULL)
      return ctl_fail_text (_ ("The simulated cuff could not start: %s"), g_strerror (errno));
  }
  CtlLive live = { .db_path = options->db_path,
                   .clock = clock,
                   .sim = sim,
                   .port = sim ? cuff_sim_get_path (sim) : options->port,
                   .nonce = options->simulate ? (guint32) options->seed : g_random_int (),
                   .hands_free = options->hands_free,
                   .today = prepared->today,
                   .read_stdin = TRUE };
  live.session = (EbbSessionOptions){ .patient_id = prepared->patient->id,
                                      .order = prepared->order,
                                      .screening = prepared->screening,
                                      .unwell_today = prepared->unwell_today,
                                      .operator_name = options->operator_name };
  live.session.bout = (EbbBoutOptions){
    .protocol = prepared->protocol,
    .exercise = prepared->exercise,
    .prescription = prepared->prescription,
    .rules = prepared->rules,
    .n_sets = sets_that_fit (options, prepared->today),
    .load_kg = options->load_kg != NUMBER_UNSET ? options->load_kg : -1,
    .self_paced = options->self_paced,
    .cuff_name = options->cuff,
    .cuff_width_cm = options->cuff_width_cm,
    .history = options->simulate ? NULL : &prepared->history, /* virtual time: no limb */
    .reperfusion_reason = options->reperfusion_reason,
  };
  int result = ctl_live_run (&live);
  if (live.session_id != NULL)
    ctl_say (_ ("Session %s"), live.session_id);
  g_free (live.session_id);
  if (sim != NULL)
    cuff_sim_stop (sim);
  return result;
}

/* Every number that was given is a number, and only one way to a target was chosen. */
static int
check_numbers (const RunOptions *options)
{
  const struct {
    const char *name;
    double value;
  } numbers[] = {
    { "--percent", options->percent },
    { "--lop", options->lop },
    { "--fixed", options->fixed },
    { "--systolic", options->systolic },
    { "--diastolic", options->diastolic },
    { "--girth", options->girth_cm },
    { "--age", options->age_years },
    { "--load", options->load_kg },
    { "--cuff-width", options->cuff_width_cm },
    { "--speed", options->speed },
  };
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (numbers[i].value != NUMBER_UNSET
        && !(isfinite (numbers[i].value) && numbers[i].value >= 0 && numbers[i].value <= 100000))
      return ctl_bad_usage (_ ("%s %g: a number from 0 to 100000 is allowed"), numbers[i].name,
                            numbers[i].value);
  int n_ways = (options->fixed != NUMBER_UNSET) + (options->percent != NUMBER_UNSET)
               + (options->systolic != NUMBER_UNSET && !options->estimate);
  if (n_ways > 1)
    return ctl_bad_usage ("%s", _ ("only one of --percent, --fixed and --systolic is allowed (with "
                                   "--estimate, --systolic belongs to the estimate)"));
  if (options->seed < 0 || options->seed > G_MAXUINT32)
    return ctl_bad_usage (_ ("--seed %" PRId64 ": 0 to 4294967295 is allowed"), options->seed);
  if (options->estimate && options->fixed != NUMBER_UNSET)
    return ctl_bad_usage ("%s", _ ("only one of --estimate and --fixed is allowed"));
  return CTL_OK;
}

static int
check_run_options (const RunOptions *options)
{
  int result = check_numbers (options);
  if (result != CTL_OK)
    return result;
  if ((options->port != NULL) == options->simulate)
    return ctl_bad_usage ("%s", _ ("one of --port PATH and --simulate is needed"));
  if (options->db_path == NULL || options->protocol == NULL || options->patient == NULL)
    return ctl_bad_usage ("%s", _ ("--db, --protocol and --patient are needed"));
  if (options->reason != NULL && strlen (options->reason) >= sizeof ((EbbPrescription *) 0)->reason)
    return ctl_bad_usage (_ ("--reason has %d bytes: at most %d are allowed"),
                          (int) strlen (options->reason),
                          (int) sizeof ((EbbPrescription *) 0)->reason - 1);
  if (ebb_segment_from_string (options->segment) < 0)
    return ctl_bad_usage (_ ("--segment %s: arm, thigh or calf is allowed"), options->segment);
  if (options->side == NULL || ebb_side_from_string (options->side) < 0)
    return ctl_bad_usage (_ ("--side %s: left or right is needed; there is no default side"),
                          options->side ? options->side : "");
  if (!(options->speed > 0 && options->speed <= 10000))
    return ctl_bad_usage (_ ("--speed %g: above 0, up to 10000 is allowed"), options->speed);
  if (options->sets < 0 || options->sets > EBB_SETS_MAX)
    return ctl_bad_usage (_ ("--sets %d: 0 (all) to %d is allowed"), options->sets, EBB_SETS_MAX);
  if (options->fit_minutes != MINUTES_UNSET
      && !(options->fit_minutes >= EBB_FIT_MINUTES_MIN
           && options->fit_minutes <= EBB_FIT_MINUTES_MAX))
    return ctl_bad_usage (_ ("--fit-minutes %d: %d to %d min is allowed"), options->fit_minutes,
                          EBB_FIT_MINUTES_MIN, EBB_FIT_MINUTES_MAX);
  if (!(options->load_kg == NUMBER_UNSET || (options->load_kg >= 0 && options->load_kg <= 500)))
    return ctl_bad_usage (_ ("--load %g: 0 to 500 kg is allowed"), options->load_kg);
  if (!(options->cuff_width_cm >= 3 && options->cuff_width_cm <= 30))
    return ctl_bad_usage (_ ("--cuff-width %g: 3 to 30 cm is allowed"), options->cuff_width_cm);
  return CTL_OK;
}

static void
set_default (char **text, const char *value)
{
  if (*text == NULL)
    *text = g_strdup (value);
}

static int
parse_and_run (int argc, char **argv, RunOptions *o)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_STRING, &o->port,
      N_ ("Port of the cuff; manual = no cable, read by hand"), "PATH" },
    { "simulate", 0, 0, G_OPTION_ARG_NONE, &o->simulate, N_ ("Simulated cuff"), NULL },
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &o->db_path, N_ ("Database"), "FILE" },
    { "protocol", 0, 0, G_OPTION_ARG_STRING, &o->protocol, N_ ("Protocol: id or .json file"),
      "ID" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &o->patient, N_ ("Patient"), "ID" },
    { "segment", 0, 0, G_OPTION_ARG_STRING, &o->segment, N_ ("arm, thigh (default) or calf"),
      "WORD" },
    { "side", 0, 0, G_OPTION_ARG_STRING, &o->side, N_ ("left or right"), "WORD" },
    { "percent", 0, 0, G_OPTION_ARG_DOUBLE, &o->percent, N_ ("Percent of LOP"), "N" },
    { "lop", 0, 0, G_OPTION_ARG_DOUBLE, &o->lop, N_ ("Measured LOP of this limb"), "MMHG" },
    { "fixed", 0, 0, G_OPTION_ARG_DOUBLE, &o->fixed, N_ ("Fixed pressure"), "MMHG" },
    { "systolic", 0, 0, G_OPTION_ARG_DOUBLE, &o->systolic,
      N_ ("Resting systolic pressure: 1.5 times this"), "MMHG" },
    { "estimate", 0, 0, G_OPTION_ARG_NONE, &o->estimate,
      N_ ("Percent of an LOP estimated from girth, systolic, age and sex"), NULL },
    { "girth", 0, 0, G_OPTION_ARG_DOUBLE, &o->girth_cm, N_ ("Girth under the cuff"), "CM" },
    { "diastolic", 0, 0, G_OPTION_ARG_DOUBLE, &o->diastolic, N_ ("Resting diastolic pressure"),
      "MMHG" },
    { "age", 0, 0, G_OPTION_ARG_DOUBLE, &o->age_years, N_ ("Age"), "YEARS" },
    { "sex", 0, 0, G_OPTION_ARG_STRING, &o->sex, N_ ("female or male"), "WORD" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &o->reason, N_ ("Why, where a reason is needed"),
      "TEXT" },
    { "reperfusion-reason", 0, 0, G_OPTION_ARG_STRING, &o->reperfusion_reason,
      N_ ("Why the limb need not rest its 3 minutes"), "TEXT" },
    { "first-session", 0, 0, G_OPTION_ARG_NONE, &o->first_session, N_ ("First session"), NULL },
    { "sets", 0, 0, G_OPTION_ARG_INT, &o->sets, N_ ("Number of sets (0 = all)"), "N" },
    { "fit-minutes", 0, 0, G_OPTION_ARG_INT, &o->fit_minutes,
      N_ ("As many sets as fit in so many minutes"), "N" },
    { "load", 0, 0, G_OPTION_ARG_DOUBLE, &o->load_kg, N_ ("Load"), "KG" },
    { "self-paced", 0, 0, G_OPTION_ARG_NONE, &o->self_paced, N_ ("Without the pacer"), NULL },
    { "operator", 0, 0, G_OPTION_ARG_STRING, &o->operator_name, N_ ("Who treats"), "NAME" },
    { "cuff", 0, 0, G_OPTION_ARG_STRING, &o->cuff, N_ ("Name of the cuff"), "NAME" },
    { "cuff-width", 0, 0, G_OPTION_ARG_DOUBLE, &o->cuff_width_cm, N_ ("Bladder width"), "CM" },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &o->speed, N_ ("With --simulate: times real time"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &o->seed, N_ ("With --simulate: same seed, same run"),
      "N" },
    { "hands-free", 0, 0, G_OPTION_ARG_NONE, &o->hands_free,
      N_ ("On a simulated cuff: confirm by itself that the cuff is off"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  set_default (&o->segment, "thigh");
  set_default (&o->operator_name, g_get_user_name ());
  set_default (&o->cuff, "Cuff");
  int result = check_run_options (o);
  if (result != CTL_OK)
    return result;
  GError *error = NULL;
  Prepared prepared = { 0 };
  result = prepare (o, &prepared, &error) ? fit_in_minutes (o, &prepared) : ctl_fail (error);
  if (result == CTL_OK)
    result = run_prepared (o, &prepared);
  prepared_clear (&prepared);
  return result;
}

int
ctl_session_run (int argc, char **argv)
{
  RunOptions options = { .percent = NUMBER_UNSET,
                         .lop = NUMBER_UNSET,
                         .fixed = NUMBER_UNSET,
                         .systolic = NUMBER_UNSET,
                         .diastolic = NUMBER_UNSET,
                         .girth_cm = NUMBER_UNSET,
                         .age_years = NUMBER_UNSET,
                         .load_kg = NUMBER_UNSET,
                         .cuff_width_cm = 13.5,
                         .fit_minutes = MINUTES_UNSET,
                         .speed = 1,
                         .seed = 1 };
  int result = parse_and_run (argc, argv, &options);
  run_options_clear (&options);
  return result;
}
