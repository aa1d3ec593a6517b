/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl demo: the classic session of an invented patient on the simulated cuff, through the real
 * stack, in virtual time.
 */
#include "ctl-live.h"
#include "ctl.h"
#include "ebb-day.h"
#include "ebb-db-desk.h"
#include "ebb-db-screening.h"
#include "ebb-export.h"
#include "ebb-practice.h"
#include "ebb-report-draw.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Plainly invented. */
#define DEMO_NAME     "Practice Patient"
#define DEMO_RECORD   "PRACTICE-1"
#define DEMO_BORN     "1970-01-01"
#define DEMO_LOP_MMHG 181 /* the simulated thigh's own */

typedef struct {
  char *out, *protocol, *skip, *add; /* owned */
  double speed;
  gint64 seed;
  int sets;
} DemoOptions;

static void
demo_options_clear (DemoOptions *options)
{
  g_free (options->out);
  g_free (options->protocol);
  g_free (options->skip);
  g_free (options->add);
}

/* "3,9" -> numbers 1..999; returns how many, or -1. */
static int
parse_list (const char *text, unsigned *numbers, guint n_max)
{
  if (text == NULL)
    return 0;
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  guint n = g_strv_length (words);
  if (n > n_max)
    return -1;
  for (guint i = 0; i < n; i++) {
    guint64 number;
    if (!g_ascii_string_to_unsigned (words[i], 10, 1, 999, &number, NULL))
      return -1;
    numbers[i] = (unsigned) number;
  }
  return (int) n;
}

static EbbPatient *
find_or_add_patient (EbbDb *db, GError **error)
{
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, DEMO_RECORD, 1, error);
  if (found == NULL)
    return NULL;
  if (found->len > 0)
    return g_ptr_array_steal_index (found, 0);
  g_autoptr (EbbPatient) patient = g_new0 (EbbPatient, 1);
  patient->name = g_strdup (DEMO_NAME);
  patient->birth_date = g_strdup (DEMO_BORN);
  patient->record_number = g_strdup (DEMO_RECORD);
  if (!ebb_db_put_patient (db, patient, error))
    return NULL;
  return g_steal_pointer (&patient);
}

static EbbOrder *
find_or_add_order (EbbDb *db, const EbbPatient *patient, GError **error)
{
  GError *problem = NULL;
  EbbOrder *found = ctl_find_order (db, patient->id, &problem);
  if (found != NULL || problem != NULL) {
    if (problem != NULL)
      g_propagate_error (error, problem);
    return found;
  }
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (ebb_clock_wall_unix_us () / G_USEC_PER_SEC);
  g_autoptr (EbbOrder) order = g_new0 (EbbOrder, 1);
  order->patient_id = g_strdup (patient->id);
  order->physician = g_strdup ("Dr. Invented Example");
  order->ordered_on = g_date_time_format (now, "%Y-%m-%d");
  order->diagnosis = g_strdup ("Practice: quadriceps weakness after knee surgery");
  if (!ebb_db_put_order (db, order, error))
    return NULL;
  return g_steal_pointer (&order);
}

/* The invented patient is healthy; a screening that has run out is done again. */
static EbbScreeningFile *
find_or_add_screening (EbbDb *db, const EbbPatient *patient, GError **error)
{
  gint64 now_unix_us = ebb_clock_wall_unix_us ();
  EbbDay today = ebb_day_of (now_unix_us);
  EbbScreeningGate gate;
  g_autoptr (EbbScreeningFile) file =
      ebb_db_load_screening_file (db, patient->id, now_unix_us, error);
  if (file == NULL)
    return NULL;
  ebb_screening_gate (file, patient->id, 0, today.date, &gate);
  gboolean open = gate.lock == EBB_LOCK_OPEN;
  ebb_screening_gate_clear (&gate);
  if (open)
    return g_steal_pointer (&file);
  if (!ebb_practice_put_screening (db, patient, now_unix_us, error))
    return NULL;
  return ebb_db_load_screening_file (db, patient->id, now_unix_us, error);
}

/* Paper without a display: the very pages the window prints. */
static gboolean
export_paper (EbbDb *db, const char *session_id, const char *out, GError **error)
{
  g_autoptr (EbbSessionFile) file = ebb_db_load_session_file (db, session_id, error);
  g_autofree char *patient = g_build_filename (out, "summary.pdf", NULL);
  g_autofree char *clinician = g_build_filename (out, "clinician.pdf", NULL);
  return file != NULL && ebb_report_write_pdf (EBB_REPORT_PATIENT, file, NULL, patient, error)
         && ebb_report_write_pdf (EBB_REPORT_CLINICIAN, file, NULL, clinician, error);
}

static gboolean
export_all (const char *db_path, const char *session_id, const char *out, GError **error)
{
  g_autoptr (EbbDb) db = ebb_db_open (db_path, EBB_DB_WRITE, error);
  if (db == NULL)
    return FALSE;
  g_autofree char *json = ebb_export_session_json (db, session_id, error);
  g_autofree char *csv = json ? ebb_export_session_csv (db, session_id, error) : NULL;
  if (csv == NULL)
    return FALSE;
  g_autofree char *json_path = g_build_filename (out, "session.json", NULL);
  g_autofree char *csv_path = g_build_filename (out, "session.csv", NULL);
  return ebb_export_write (json_path, json, error) && ebb_export_write (csv_path, csv, error)
         && export_paper (db, session_id, out, error);
}

static CuffSim *
start_sim (const DemoOptions *options, EbbClock *clock)
{
  CuffSimOptions sim = { .clock = ebb_clock_get_cuff_clock (clock),
                         .seed = (guint64) options->seed,
                         .limb = CUFF_LIMB_THIGH,
                         .n_channels = 1,
                         .lop_mmhg = DEMO_LOP_MMHG };
  sim.patient.n_skipped = (unsigned) parse_list (options->skip, sim.patient.skipped, 8);
  sim.patient.n_added = (unsigned) parse_list (options->add, sim.patient.added, 8);
  return cuff_sim_start (&sim);
}

static EbbPrescription
demo_prescription (const EbbProtocol *protocol)
{
  return (EbbPrescription){
    .method = EBB_METHOD_PERCENT_LOP,
    .segment = EBB_SEGMENT_THIGH,
    .side = EBB_SIDE_LEFT,
    .percent = protocol->percent_lop_default > 0 ? protocol->percent_lop_default : 60,
    .lop = CUFF_MMHG (DEMO_LOP_MMHG),
    .lop_estimate = CUFF_PRESSURE_UNSET,
    .lop_estimate_band = CUFF_PRESSURE_UNSET,
    .fixed = CUFF_PRESSURE_UNSET,
    .systolic = CUFF_PRESSURE_UNSET,
    .patient_limit = CUFF_PRESSURE_UNSET,
    .protocol_limit = CUFF_PRESSURE_UNSET,
    .clinic_limit = CUFF_PRESSURE_UNSET,
    .device_limit = CUFF_PRESSURE_UNSET,
  };
}

static int
run_session (const DemoOptions *options, const char *db_path, const EbbPatient *patient,
             const EbbOrder *order, EbbScreeningFile *screening, const EbbProtocol *protocol,
             const EbbExercise *exercise)
{
  g_autoptr (EbbClock) clock = ebb_clock_new (cuff_clock_new_virtual (options->speed));
  CuffSim *sim = start_sim (options, clock);
  if (sim == NULL)
    return ctl_fail_text (_ ("The simulated cuff could not start: %s"), g_strerror (errno));
  CtlLive live = { .db_path = db_path,
                   .clock = clock,
                   .sim = sim,
                   .port = cuff_sim_get_path (sim),
                   .nonce = (guint32) options->seed,
                   .hands_free = TRUE };
  live.session = (EbbSessionOptions){
    .patient_id = patient->id, .order = order, .screening = screening, .operator_name = "Demo"
  };
  live.session.bout = (EbbBoutOptions){ .protocol = protocol,
                                        .exercise = exercise,
                                        .prescription = demo_prescription (protocol),
                                        .n_sets = (guint) options->sets,
                                        .load_kg = exercise->load_step_kg > 0 ? 1 : -1,
                                        .cuff_name = "Simulated thigh cuff",
                                        .cuff_width_cm = 13.5 };
  int result = ctl_live_run (&live);
  CuffSimTruth truth;
  cuff_sim_get_truth (sim, &truth);
  ctl_say (_ ("The simulated patient did %u repetitions"), truth.n_reps_done);
  cuff_sim_stop (sim);
  GError *error = NULL;
  if (live.session_id != NULL && !export_all (db_path, live.session_id, options->out, &error))
    result = ctl_fail (error);
  g_free (live.session_id);
  return result;
}

static int
run_demo (const DemoOptions *options)
{
  GError *error = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (options->protocol, &error);
  if (protocol == NULL)
    return ctl_fail (error);
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (protocol->exercise_id, &error);
  if (exercise == NULL)
    return ctl_fail (error);
  if (g_mkdir_with_parents (options->out, 0700) != 0)
    return ctl_fail_text (_ ("The folder %s could not be made: %s"), options->out,
                          g_strerror (errno));
  g_autofree char *db_path = g_build_filename (options->out, "ebb.db", NULL);
  g_autoptr (EbbDb) db = ctl_open_db (db_path, &error);
  g_autoptr (EbbPatient) patient = db ? find_or_add_patient (db, &error) : NULL;
  g_autoptr (EbbOrder) order = patient ? find_or_add_order (db, patient, &error) : NULL;
  g_autoptr (EbbScreeningFile) screening =
      order ? find_or_add_screening (db, patient, &error) : NULL;
  if (screening == NULL)
    return ctl_fail (error);
  g_clear_pointer (&db, ebb_db_close); /* the store takes the lock from here on */
  int result = run_session (options, db_path, patient, order, screening, protocol, exercise);
  if (result == CTL_OK)
    ctl_say (_ ("Results: %s/session.json, session.csv, summary.pdf, clinician.pdf, ebb.db"),
             options->out);
  return result;
}

static int
check_options (const DemoOptions *options)
{
  unsigned numbers[8];
  if (options->out == NULL)
    return ctl_bad_usage ("%s", _ ("--out DIR is missing"));
  if (!(options->speed >= 0 && options->speed <= 10000))
    return ctl_bad_usage (_ ("--speed %g: 0 (as fast as possible) to 10000 is allowed"),
                          options->speed);
  if (options->seed < 0 || options->seed > G_MAXUINT32)
    return ctl_bad_usage (_ ("--seed %" PRId64 ": 0 to 4294967295 is allowed"), options->seed);
  if (options->sets < 0 || options->sets > EBB_SETS_MAX)
    return ctl_bad_usage (_ ("--sets %d: 0 (all) to %d is allowed"), options->sets, EBB_SETS_MAX);
  if (parse_list (options->skip, numbers, 8) < 0)
    return ctl_bad_usage (_ ("--skip %s: up to 8 numbers from 1 to 999, with commas"),
                          options->skip);
  if (parse_list (options->add, numbers, 8) < 0)
    return ctl_bad_usage (_ ("--add %s: up to 8 numbers from 1 to 999, with commas"), options->add);
  return CTL_OK;
}

int
ctl_demo (int argc, char **argv)
{
  DemoOptions options = { .seed = 1 };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("Folder for the results"), "DIR" },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options.speed,
      N_ ("At most N times real time (0 = as fast as possible)"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed, N_ ("Same seed, same session"), "N" },
    { "protocol", 0, 0, G_OPTION_ARG_STRING, &options.protocol, N_ ("Built-in protocol"), "ID" },
    { "sets", 0, 0, G_OPTION_ARG_INT, &options.sets, N_ ("Number of sets (0 = all)"), "N" },
    { "skip", 0, 0, G_OPTION_ARG_STRING, &options.skip,
      N_ ("Repetitions the simulated patient leaves out"), "N,N" },
    { "add", 0, 0, G_OPTION_ARG_STRING, &options.add,
      N_ ("Repetitions the simulated patient does twice"), "N,N" },
    G_OPTION_ENTRY_NULL,
  };
  int result = CTL_USAGE;
  if (ctl_parse (&argc, &argv, entries, NULL, 0)) {
    if (options.protocol == NULL)
      options.protocol = g_strdup ("classic-quad-set");
    result = check_options (&options);
  }
  if (result == CTL_OK)
    result = run_demo (&options);
  demo_options_clear (&options);
  return result;
}
