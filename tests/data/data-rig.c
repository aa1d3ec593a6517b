/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "data-rig.h"

#include <glib/gstdio.h>

void
data_rig_set_up_folder (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  rig->folder = g_dir_make_tmp ("ebb-data-XXXXXX", &error);
  g_assert_no_error (error);
  rig->path = g_build_filename (rig->folder, "ebb.db", NULL);
}

void
data_rig_set_up (DataRig *rig, gconstpointer unused)
{
  data_rig_set_up_folder (rig, unused);
  data_rig_open (rig);
}

void
data_rig_open (DataRig *rig)
{
  g_autoptr (GError) error = NULL;

  rig->db = ebb_db_open (rig->path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (rig->db);
}

void
data_rig_close (DataRig *rig)
{
  g_clear_pointer (&rig->db, ebb_db_close);
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
}

void
data_rig_tear_down (DataRig *rig, gconstpointer unused)
{
  data_rig_close (rig);
  empty_folder (rig->folder);
  g_rmdir (rig->folder);
  g_free (rig->folder);
  g_free (rig->path);
}

void
data_put_patient (EbbDb *db, const char *id, const char *name)
{
  g_autoptr (GError) error = NULL;
  EbbPatient patient = { .id = (char *) id,
                         .name = (char *) name,
                         .birth_date = (char *) "1960-05-12" };

  ebb_db_put_patient (db, &patient, &error);
  g_assert_no_error (error);
}

void
data_put_order (EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  EbbOrder order = { .id = (char *) DATA_ID ("9"),
                     .episode_id = (char *) EPISODE_ID,
                     .patient_id = (char *) PATIENT_ID,
                     .physician = (char *) "Practice Physician",
                     .ordered_on = (char *) "2026-01-15",
                     .diagnosis = (char *) "Weakness after knee surgery" };

  ebb_db_put_order (db, &order, &error);
  g_assert_no_error (error);
}

void
data_put_session (EbbDb *db, const char *id, gint64 started_unix_us)
{
  g_autoptr (GError) error = NULL;
  EbbSessionRecord session = { .id = (char *) id,
                               .patient_id = (char *) PATIENT_ID,
                               .episode_id = (char *) EPISODE_ID,
                               .operator_name = (char *) "Practice Therapist",
                               .started_unix_us = started_unix_us,
                               .utc_offset_min = 60,
                               .simulated = TRUE,
                               .device = (char *) "Ebb, Simulator, 0001, 0.1",
                               .ended_us = EBB_TIME_UNSET };

  ebb_store_put_session (db, &session, &error);
  g_assert_no_error (error);
}

void
data_put_bout (EbbDb *db, const char *id, const char *session_id, gint64 started_us)
{
  g_autoptr (GError) error = NULL;
  EbbBoutRecord bout = { .id = (char *) id,
                         .session_id = (char *) session_id,
                         .number = 1,
                         .exercise_id = (char *) "short-arc-quad",
                         .posture = EBB_POSTURE_SUPINE,
                         .protocol_id = (char *) "practice",
                         .protocol_name = (char *) "Practice protocol",
                         .protocol_version = 3,
                         .protocol_json = (char *) "{}",
                         .started_us = started_us,
                         .ended_us = EBB_TIME_UNSET };

  ebb_store_put_bout (db, &bout, &error);
  g_assert_no_error (error);
}

void
data_put_limb (EbbDb *db, const char *id, const char *bout_id)
{
  g_autoptr (GError) error = NULL;
  char *clamps[] = { (char *) "80 % of LOP: 180 mmHg", NULL };
  EbbLimbRecord limb = { .id = (char *) id,
                         .bout_id = (char *) bout_id,
                         .segment = EBB_SEGMENT_THIGH,
                         .side = EBB_SIDE_LEFT,
                         .cuff_name = (char *) "Thigh L",
                         .cuff_width_cm = 11.5,
                         .method = EBB_METHOD_PERCENT_LOP,
                         .target = CUFF_MMHG (180),
                         .lop = CUFF_MMHG (225),
                         .percent_lop = 80,
                         .clamps = clamps };

  ebb_store_put_limb (db, &limb, &error);
  g_assert_no_error (error);
}

void
data_put_set (EbbDb *db, const char *id, guint number, gint64 started_us, gint64 ended_us)
{
  g_autoptr (GError) error = NULL;
  EbbSetRecord set = { .id = (char *) id,
                       .bout_id = (char *) BOUT_ID,
                       .number = number,
                       .reps_min = 15,
                       .reps_max = 20,
                       .load_kg = -1,
                       .started_us = started_us,
                       .ended_us = ended_us };

  ebb_store_put_set (db, &set, &error);
  g_assert_no_error (error);
}

void
data_put_event (EbbDb *db, const char *session_id, gint64 t_us, const char *code)
{
  g_autoptr (GError) error = NULL;
  EbbEventRecord event = { .t_us = t_us,
                           .code = (char *) code,
                           .text = (char *) "For a person",
                           .pressure = CUFF_PRESSURE_UNSET };

  ebb_store_put_event (db, session_id, &event, &error);
  g_assert_no_error (error);
}

void
data_put_all (EbbDb *db)
{
  data_put_patient (db, PATIENT_ID, "Practice Patient");
  data_put_order (db);
  data_put_session (db, SESSION_ID, SESSION_UNIX_US);
  data_put_bout (db, BOUT_ID, SESSION_ID, CUFF_SECONDS (1));
  data_put_limb (db, LIMB_ID, BOUT_ID);
}

void
data_put_samples (EbbDb *db, const char *limb_id, gint64 from_us, gint64 to_us, gint64 step_us,
                  CuffPressure pressure)
{
  g_autoptr (GError) error = NULL;
  EbbSample samples[1000];

  for (gint64 t_us = from_us; t_us < to_us;) {
    gint64 second = t_us / G_USEC_PER_SEC;
    gsize n_samples = 0;

    for (; t_us < to_us && t_us / G_USEC_PER_SEC == second; t_us += step_us) {
      g_assert_cmpuint (n_samples, <, G_N_ELEMENTS (samples));
      samples[n_samples++] =
          (EbbSample){ .t_us = t_us, .pressure = pressure, .pressure_second = CUFF_PRESSURE_UNSET };
    }
    ebb_store_put_samples (db, limb_id, second, samples, n_samples, &error);
    g_assert_no_error (error);
  }
}

gint64
data_query_int (EbbDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ebb_db_query_text (db, g_intern_string (sql), NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (text);
  return g_ascii_strtoll (text, NULL, 10);
}
