/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session made by hand, and what its export must say: session.json beside this file was written
 * by hand from the format's description in data/README.md.
 *
 * The wave, a sample each 50 ms from 9 s to 25 s (321), without the four between 18.5 and 18.75 s:
 *
 *   9..10   15 mmHg              not under pressure
 *   10..14  set 1, target 180    180; from 12 on 200, which is outside 162..198: 2 of 4 s inside
 *   14..20  rest                 scored from 16 on: 180; 190 from 17 to 18, outside 171..189;
 *                                0.25 s not seen: 2.75 of 3.75 s inside = 73.3 %
 *   20..24  set 2                180; target 170 from 22 on (153..187); 188 from 23 on:
 *                                3 of 4 s inside; both sets 5 of 8 = 62.5 %
 *   24..25  15 mmHg
 *
 * Under pressure from 10 to 24 s.  The mean of the 276 samples above 20 mmHg:
 * (196 × 180 + 40 × 200 + 20 × 190 + 20 × 188) / 276 = 184.2.  Rate: 315 steps in 15.75 s.
 */
#include "data-rig.h"
#include "ebb-export.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define MS(ms) ((gint64) (ms) *1000)

static CuffPressure
wave (gint64 t_us)
{
  if (t_us < MS (10000) || t_us >= MS (24000))
    return CUFF_MMHG (15);
  if (t_us >= MS (12000) && t_us < MS (14000))
    return CUFF_MMHG (200);
  if (t_us >= MS (17000) && t_us < MS (18000))
    return CUFF_MMHG (190);
  return t_us >= MS (23000) ? CUFF_MMHG (188) : CUFF_MMHG (180);
}

static void
put_wave (EbbDb *db)
{
  for (gint64 second = 9; second <= 25; second++) {
    EbbSample samples[20];
    gsize n_samples = 0;

    for (gint64 t_us = second * MS (1000); t_us < (second + 1) * MS (1000) && t_us <= MS (25000);
         t_us += MS (50))
      if (t_us <= MS (18500) || t_us >= MS (18750))
        samples[n_samples++] = (EbbSample){ .t_us = t_us,
                                            .pressure = wave (t_us),
                                            .pressure_second = CUFF_PRESSURE_UNSET,
                                            .flow_dml_s = -5,
                                            .valve_percent = 7,
                                            .gap = t_us == MS (18750) };
    g_assert_true (ebb_store_put_samples (db, LIMB_ID, second, samples, n_samples, NULL));
  }
}

static void
put_sets (EbbDb *db)
{
  EbbSetRecord first = { .id = (char *) SET_1_ID,
                         .bout_id = (char *) BOUT_ID,
                         .number = 1,
                         .reps_min = 15,
                         .reps_max = 20,
                         .reps_counted = 2,
                         .load_kg = 2.5,
                         .started_us = MS (10000),
                         .ended_us = MS (14000),
                         .rest_s_ordered = 30,
                         .end_reason = (char *) "pain" };

  g_assert_true (ebb_store_put_set (db, &first, NULL));
  g_assert_true (ebb_db_put_rating (db, SET_1_ID, "pain", 7, MS (15000), NULL));
  g_assert_true (ebb_db_put_rating (db, SET_1_ID, "exertion", 6.5, MS (16000), NULL));
  data_put_set (db, SET_2_ID, 2, MS (20000), MS (24000));
}

static void
put_reps (EbbDb *db)
{
  static const CuffRep wave_rep = { .start_us = MS (10500),
                                    .peak_us = MS (11250),
                                    .end_us = 12001300, /* shown in whole milliseconds */
                                    .hold_ms = 5125,
                                    .amplitude = 123,
                                    .confidence_percent = 95 };
  static const CuffRep tap = { .start_us = MS (13000),
                               .peak_us = MS (13000),
                               .end_us = MS (13000),
                               .amplitude = CUFF_PRESSURE_UNSET,
                               .source = CUFF_REP_TAP };
  EbbRepRecord reps[] = {
    { .set_id = (char *) SET_1_ID, .number = 1, .rep = wave_rep },
    { .set_id = (char *) SET_1_ID, .number = 2, .rep = wave_rep }, /* taken back below */
    { .set_id = (char *) SET_1_ID, .number = 3, .rep = tap },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reps); i++)
    g_assert_true (ebb_store_put_rep (db, &reps[i], NULL));
  g_assert_true (ebb_store_remove_rep (db, SET_1_ID, 2, NULL));
}

static void
put_session (EbbDb *db)
{
  EbbEventRecord target = { .t_us = MS (22000),
                            .code = (char *) EBB_EVENT_TARGET,
                            .number = -10,
                            .pressure = CUFF_MMHG (170) };

  data_put_all (db);
  data_put_patient (db, PATIENT_ID, "Practice \"P\" Patient");
  put_sets (db);
  put_reps (db);
  put_wave (db);
  g_assert_true (ebb_store_put_event (db, SESSION_ID, &target, NULL));
  data_put_event (db, SESSION_ID, MS (10000), "set-started");
  g_assert_true (ebb_store_end_bout (db, BOUT_ID, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                     MS (40000), NULL));
  g_assert_true (ebb_store_end_session (db, SESSION_ID, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                        MS (40500), NULL));
}

static void
test_json (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL, *json = NULL, *again = NULL;

  g_file_get_contents (SESSION_JSON, &expected, NULL, &error);
  g_assert_no_error (error);
  put_session (rig->db);
  json = ebb_export_session_json (rig->db, SESSION_ID, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json, ==, expected);

  /* The same record gives the same text, also from a reader. */
  data_rig_close (rig);
  rig->db = ebb_db_open (rig->path, EBB_DB_READ, NULL);
  again = ebb_export_session_json (rig->db, SESSION_ID, NULL);
  g_assert_cmpstr (again, ==, expected);
}

static void
assert_has (const char *json, const char *text)
{
  if (strstr (json, text) == NULL)
    g_test_message ("missing: %s", text);
  g_assert_nonnull (strstr (json, text));
}

/* Nothing measured yet: null everywhere, and not one made-up zero. */
static void
test_json_unknown_is_null (DataRig *rig, gconstpointer unused)
{
  static const char *const lines[] = {
    "\"state\": \"open\"",
    "\"state_code\": null",
    "\"ended_at\": null",
    "\"occlusion_time_s\": null",
    "\"sample_rate_hz\": null",
    "\"samples\": 0",
    "\"mean_mmhg\": null",
    "\"peak_mmhg\": null",
    "\"exercise\": null",
    "\"rest\": null",
    "\"sets\": []",
    "\"events\": []",
  };
  g_autofree char *json = NULL;

  data_put_all (rig->db);
  json = ebb_export_session_json (rig->db, SESSION_ID, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    assert_has (json, lines[i]);
}

static void
test_unknown_session (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) json_error = NULL, csv_error = NULL;

  g_assert_null (ebb_export_session_json (rig->db, "nobody", &json_error));
  data_assert_error (json_error, NOT_FOUND);
  data_assert_says (json_error, "nobody");
  g_assert_null (ebb_export_session_csv (rig->db, "nobody", &csv_error));
  data_assert_error (csv_error, NOT_FOUND);
}

/* An offset west of Greenwich that is no whole hour, across midnight. */
static void
test_json_offset (DataRig *rig, gconstpointer unused)
{
  EbbSessionRecord session = { .id = (char *) DATA_ID ("a"),
                               .patient_id = (char *) PATIENT_ID,
                               .episode_id = (char *) EPISODE_ID,
                               .started_unix_us = SESSION_UNIX_US - CUFF_SECONDS (6 * 3600) + 7000,
                               .utc_offset_min = -210 };
  g_autofree char *json = NULL;

  data_put_all (rig->db);
  g_assert_true (ebb_store_put_session (rig->db, &session, NULL));
  json = ebb_export_session_json (rig->db, DATA_ID ("a"), NULL);
  assert_has (json, "\"started_at\": \"2026-02-02T22:45:00.007-03:30\"");
  assert_has (json, "\"simulated\": false");
  assert_has (json, "\"operators\": []");
}

/* Hostile names stay inside their quotes. */
static void
test_json_escapes (DataRig *rig, gconstpointer unused)
{
  EbbEventRecord event = { .code = (char *) "note",
                           .text = (char *) "a\"b\\c\n1\t2\x7f é",
                           .pressure = CUFF_PRESSURE_UNSET };
  g_autofree char *json = NULL;

  data_put_all (rig->db);
  g_assert_true (ebb_store_put_event (rig->db, SESSION_ID, &event, NULL));
  json = ebb_export_session_json (rig->db, SESSION_ID, NULL);
  assert_has (json, "\"text\": \"a\\\"b\\\\c\\n1\\u00092\\u007f é\"");
}

static void
test_csv (DataRig *rig, gconstpointer unused)
{
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;

  put_session (rig->db);
  csv = ebb_export_session_csv (rig->db, SESSION_ID, NULL);
  lines = g_strsplit (csv, "\n", -1);
  /* Header, 317 samples, and nothing after the last newline. */
  g_assert_cmpuint (g_strv_length (lines), ==, 319);
  g_assert_cmpstr (lines[0], ==,
                   "t_s,limb,pressure_mmhg,second_sensor_mmhg,target_mmhg,flow_ml_s,"
                   "valve_percent,gap");
  g_assert_cmpstr (lines[1], ==, "9.000000,left thigh,15.0,,180.0,-0.5,7,0");
  g_assert_cmpstr (lines[318], ==, "");
  assert_has (csv, "\n18.500000,left thigh,180.0,,180.0,-0.5,7,0\n"
                   "18.750000,left thigh,180.0,,180.0,-0.5,7,1\n");
  assert_has (csv, "\n21.950000,left thigh,180.0,,180.0,");
  assert_has (csv, "\n22.000000,left thigh,180.0,,170.0,");

  /* No cell begins a formula: a minus stands only before a digit. */
  for (guint i = 1; i < 318; i++) {
    g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

    g_assert_cmpuint (g_strv_length (cells), ==, 8);
    for (guint j = 0; j < 8; j++) {
      g_assert_null (strchr ("=+@\t\r", cells[j][0] != '\0' ? cells[j][0] : 'x'));
      g_assert_true (cells[j][0] != '-' || g_ascii_isdigit (cells[j][1]));
    }
  }
}

/* Writing files ---------------------------------------------------------------------------------*/

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir) != NULL)
    n_files++;
  return n_files;
}

static void
test_write_replaces (DataRig *rig, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (rig->folder, "out.json", NULL);
  g_autofree char *text = NULL;

  g_assert_true (ebb_export_write (path, "old, and longer", NULL));
  g_assert_true (ebb_export_write (path, "new", NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "new");
  g_assert_cmpuint (count_files (rig->folder), ==, 1);
}

static void
test_write_refused (DataRig *rig, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (rig->folder, "nowhere", "out.json", NULL);
  const struct {
    const char *path;
    EbbStoreError code;
  } rows[] = {
    { nowhere, EBB_STORE_ERROR_NOT_FOUND },
    { rig->folder, EBB_STORE_ERROR_FAILED }, /* a folder */
    { "/dev/full", EBB_STORE_ERROR_FULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (ebb_export_write (rows[i].path, "text", &error));
    g_assert_error (error, EBB_STORE_ERROR, (int) rows[i].code);
    data_assert_says (error, rows[i].path);
  }
  g_assert_cmpuint (count_files (rig->folder), ==, 0);
}

/* A disk that fills up in the middle: the old file is untouched and no half one lies about. */
static void
test_write_on_a_full_disk (DataRig *rig, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (rig->folder, "out.csv", NULL);
  g_autofree char *big = g_strnfill (200000, 'x');
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit;

  g_assert_true (ebb_export_write (path, "old", NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = 100000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (ebb_export_write (path, big, &error));
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  data_assert_error (error, FULL);
  data_assert_says (error, path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (count_files (rig->folder), ==, 1);
}

#define ADD(path, set_up, test) g_test_add (path, DataRig, NULL, set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  /* A locale with a decimal comma, where the machine has one, must not show. */
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    setlocale (LC_NUMERIC, "");
  g_test_init (&argc, &argv, NULL);
  ADD ("/export/json", data_rig_set_up, test_json);
  ADD ("/export/json-unknown-is-null", data_rig_set_up, test_json_unknown_is_null);
  ADD ("/export/unknown-session", data_rig_set_up, test_unknown_session);
  ADD ("/export/json-offset", data_rig_set_up, test_json_offset);
  ADD ("/export/json-escapes", data_rig_set_up, test_json_escapes);
  ADD ("/export/csv", data_rig_set_up, test_csv);
  ADD ("/export/write-replaces", data_rig_set_up_folder, test_write_replaces);
  ADD ("/export/write-refused", data_rig_set_up_folder, test_write_refused);
  ADD ("/export/write-on-a-full-disk", data_rig_set_up_folder, test_write_on_a_full_disk);
  return g_test_run ();
}
