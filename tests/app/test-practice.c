/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The practice clinic: people learn on it, so it must be invented throughout, within every limit,
 * and such as a real course would be.  And a question to its store in virtual time.
 */
#include "cuff-rep-detector.h"
#include "ebb-clock.h"
#include "ebb-day.h"
#include "ebb-measure.h"
#include "ebb-practice.h"
#include "ebb-prescription.h"
#include "ebb-store-ask.h"
#include "ebb-targets.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Wednesday 2026-02-04 10:20 UTC. */
#define NOW_UNIX_US G_GINT64_CONSTANT (1770200400000000)
#define DAY_US      (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

typedef struct {
  char *folder, *path; /* owned */
  EbbDb *db;           /* owned */
} Rig;

static void
set_up (Rig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  rig->folder = g_dir_make_tmp ("ebb-practice-XXXXXX", &error);
  g_assert_no_error (error);
  rig->path = g_build_filename (rig->folder, "ebb.db", NULL);
  rig->db = ebb_db_open (rig->path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  ebb_practice_fill (rig->db, NOW_UNIX_US, 1, &error);
  g_assert_no_error (error);
}

static void
tear_down (Rig *rig, gconstpointer unused)
{
  static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
  g_clear_pointer (&rig->db, ebb_db_close);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (rig->path, ends[i], NULL);
    g_unlink (path);
  }
  g_rmdir (rig->folder);
  g_free (rig->folder);
  g_free (rig->path);
}

static GPtrArray *
find_all (EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = ebb_db_find_rows (db, NULL, 1000, NOW_UNIX_US, &error);
  g_assert_no_error (error);
  return rows;
}

static EbbPatientFile *
load_patient (EbbDb *db, const EbbPatientRow *row)
{
  g_autoptr (GError) error = NULL;
  EbbPatientFile *file = ebb_db_load_patient_file (db, row->patient->id, NOW_UNIX_US, &error);
  g_assert_no_error (error);
  return file;
}

/* Names that say so themselves: the word "example" of some language is in each. */
static void
test_invented (Rig *rig, gconstpointer unused)
{
  static const char *const words[] = { "Example",    "Muster", "Sample", "Beispiel", "Demo",
                                       "Ejemplo",    "Vzorov", "Örnek",  "Próbny",   "見本",
                                       "Παράδειγμα", "مثال",   NULL };
  g_autoptr (GPtrArray) rows = find_all (rig->db);
  g_autoptr (EbbClinic) clinic = ebb_db_load_clinic (rig->db, NULL);
  g_assert_cmpuint (rows->len, ==, 12);
  for (guint i = 0; i < rows->len; i++) {
    const char *name = ((EbbPatientRow *) rows->pdata[i])->patient->name;
    gboolean found = FALSE;
    for (guint w = 0; words[w] != NULL; w++)
      found = found || strstr (name, words[w]) != NULL;
    if (!found)
      g_test_message ("%s", name);
    g_assert_true (found);
  }
  g_assert_true (clinic->practice);
  g_assert_cmpstr (clinic->phone, ==, "000 0000");
}

static void
test_list_of_the_day (Rig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) rows = find_all (rig->db);
  guint n_new = 0, n_expired = 0;
  gint64 before_us = NOW_UNIX_US;
  for (guint i = 0; i < rows->len; i++) {
    const EbbPatientRow *row = g_ptr_array_index (rows, i);
    g_assert_cmpint (row->today, ==, i < 3);
    if (row->today) {
      g_assert_cmpint (row->appointment_unix_us, >, before_us);
      before_us = row->appointment_unix_us;
    }
    n_new += row->n_sessions == 0;
    n_expired += row->n_sessions > 0 && !row->order_valid;
    g_assert_true (row->n_sessions == 0 || (row->n_sessions >= 3 && row->n_sessions <= 12));
    g_assert_cmpint (row->has_limb, ==, row->n_sessions > 0);
    g_assert_cmpuint (row->n_sessions, <=, row->visits_planned);
  }
  g_assert_cmpuint (n_new, ==, 1);
  g_assert_cmpuint (n_expired, ==, 1);
}

/* Everything that is prescribed would be allowed to run. */
static void
check_prescription (const EbbPrescriptionRecord *record)
{
  EbbPrescription pure = { .method = record->method,
                           .segment = record->segment,
                           .side = record->side,
                           .percent = record->percent_lop,
                           .lop = record->lop,
                           .lop_estimate = CUFF_PRESSURE_UNSET,
                           .lop_estimate_band = CUFF_PRESSURE_UNSET,
                           .fixed = record->fixed,
                           .systolic = record->systolic,
                           .patient_limit = record->limit,
                           .protocol_limit = CUFF_PRESSURE_UNSET,
                           .clinic_limit = CUFF_PRESSURE_UNSET,
                           .device_limit = CUFF_PRESSURE_UNSET };
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (record->exercise_id, NULL);
  g_autoptr (GError) error = NULL;
  EbbTarget target;
  g_assert_nonnull (exercise);
  g_assert_true ((exercise->segments & (1u << record->segment)) != 0);
  g_strlcpy (pure.reason, record->reason != NULL ? record->reason : "", sizeof pure.reason);
  g_assert_true (ebb_prescription_resolve (&pure, &target, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (target.n_clamps, ==, 0);
}

/* Arm and thigh, left and right; by percent, fixed, and by the systolic pressure; one LOP too old.
 */
static void
test_prescriptions (Rig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) rows = find_all (rig->db);
  gboolean limbs[3][3] = { { FALSE } }, methods[4] = { FALSE };
  guint n_old_lops = 0;
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (EbbPatientFile) file = load_patient (rig->db, g_ptr_array_index (rows, i));
    for (guint p = 0; p < file->prescriptions->len; p++) {
      const EbbPrescriptionRecord *record = g_ptr_array_index (file->prescriptions, p);
      check_prescription (record);
      limbs[record->segment][record->side] = TRUE;
      methods[record->method] = TRUE;
    }
    if (file->lops->len > 0)
      n_old_lops +=
          ((EbbLopRecord *) file->lops->pdata[0])->measured_unix_us < NOW_UNIX_US - 28 * DAY_US;
  }
  g_assert_true (limbs[EBB_SEGMENT_ARM][EBB_SIDE_LEFT] && limbs[EBB_SEGMENT_ARM][EBB_SIDE_RIGHT]);
  g_assert_true (limbs[EBB_SEGMENT_THIGH][EBB_SIDE_LEFT]
                 && limbs[EBB_SEGMENT_THIGH][EBB_SIDE_RIGHT]);
  g_assert_true (methods[EBB_METHOD_PERCENT_LOP] && methods[EBB_METHOD_FIXED]
                 && methods[EBB_METHOD_SYSTOLIC]);
  g_assert_cmpuint (n_old_lops, ==, 1);
}

static void
check_set (const EbbSetFile *file, gboolean stopped)
{
  const EbbSetRecord *set = file->set;
  g_assert_cmpuint (file->reps->len, ==, set->reps_counted);
  g_assert_true (stopped || (set->reps_counted >= 15 && set->reps_counted <= 20));
  g_assert_cmpuint (file->ratings->len, ==, 3);
  for (guint i = 0; i < file->reps->len; i++) {
    const CuffRep *rep = &((EbbRepRecord *) file->reps->pdata[i])->rep;
    g_assert_cmpint (rep->start_us, >=, set->started_us);
    g_assert_cmpint (rep->end_us, <=, set->ended_us);
    g_assert_cmpuint (rep->hold_ms, >=, 4000);
    g_assert_cmpuint (rep->hold_ms, <=, 6000);
    g_assert_cmpint (rep->amplitude, >=, CUFF_MMHG (8));
  }
}

static CuffChannelReport
report_of (const EbbSample *sample, const GArray *targets)
{
  const EbbTargetChange *changes = (EbbTargetChange *) (void *) targets->data;
  return (CuffChannelReport){ .pressure = sample->pressure,
                              .pressure_second = sample->pressure_second,
                              .target = ebb_measure_target_at (changes, targets->len, sample->t_us),
                              .flow_dml_s = sample->flow_dml_s,
                              .valve_percent = sample->valve_percent,
                              .mode = CUFF_MODE_HOLD };
}

/* How many repetitions the detector of the live page finds in the samples. */
static guint
detect (const EbbBoutFile *bout, const EbbLimbFile *limb, GPtrArray *events)
{
  g_autoptr (GArray) targets = ebb_targets_of_limb (bout->bout, limb->limb, 1, events);
  CuffRepDetector detector;
  guint n_found = 0, set = 0;
  cuff_rep_detector_init (&detector, 0);
  for (guint i = 0; i < limb->samples->len; i++) {
    const EbbSample *sample = &g_array_index (limb->samples, EbbSample, i);
    const EbbSetRecord *at =
        set < bout->sets->len ? ((EbbSetFile *) bout->sets->pdata[set])->set : NULL;
    CuffChannelReport report = report_of (sample, targets);
    CuffRep rep;
    if (at != NULL && sample->t_us >= at->started_us && !detector.counting)
      cuff_rep_detector_begin_set (&detector, at->started_us);
    if (at != NULL && sample->t_us >= at->ended_us) {
      cuff_rep_detector_end_set (&detector);
      set++;
    }
    n_found += cuff_rep_detector_push (&detector, sample->t_us, &report, &rep);
  }
  return n_found;
}

static void
check_bout (const EbbSessionFile *session, const EbbBoutFile *bout)
{
  const EbbLimbFile *limb = g_ptr_array_index (bout->limbs, 0);
  const EbbSample *samples = (EbbSample *) (void *) limb->samples->data;
  gsize n = limb->samples->len;
  gboolean stopped = bout->bout->state == EBB_STATE_STOPPED_BY_USER;
  EbbGaps gaps = ebb_measure_gaps (samples, n);
  double from_s = (double) bout->bout->started_us / 1e6, to_s = (double) bout->bout->ended_us / 1e6;
  guint reps = 0;
  for (guint s = 0; s < bout->sets->len; s++) {
    EbbSetFile *set = g_ptr_array_index (bout->sets, s);
    check_set (set, stopped);
    reps += set->set->reps_counted;
  }
  g_assert_cmpuint (gaps.count, ==, 0);
  g_assert_cmpfloat_with_epsilon (ebb_measure_rate_hz (samples, n), 25, 0.1);
  g_assert_cmpfloat_with_epsilon ((double) n / 25, to_s - from_s, 0.2); /* all of the bout */
  g_assert_cmpint (samples[0].pressure, <, CUFF_MMHG (10));
  g_assert_cmpint (samples[n - 1].pressure, <, CUFF_MMHG (10)); /* proven deflated */
  g_assert_cmpint (ebb_measure_peak (samples, n), <, CUFF_MMHG (220));
  g_assert_cmpfloat (limb->limb->occlusion_time_s, >, 120);
  g_assert_cmpfloat (limb->limb->occlusion_time_s, <, to_s - from_s);
  g_assert_cmpfloat (limb->limb->occlusion_time_s, <, 15 * 60); /* the arm's limit */
  /* One that a stop or a new target cuts short may stay unseen. */
  g_assert_cmpint (ABS ((int) detect (bout, limb, session->events) - (int) reps), <=, 1);
}

static void
check_session (const EbbSessionFile *file, const EbbSessionSummary *summary, guint number)
{
  gint64 last_end_us = -1;
  g_assert_true (file->session->simulated);
  g_assert_nonnull (file->order); /* an order allowed it on that day */
  g_assert_cmpuint (file->number, ==, number);
  g_assert_cmpuint (file->operators->len, ==, 1);
  g_assert_cmpuint (file->checks->len, ==, 4);
  g_assert_cmpuint (file->bouts->len, ==, summary->n_bouts);
  g_assert_cmpint (file->session->started_unix_us + file->session->ended_us, <, NOW_UNIX_US);
  for (guint i = 0; i < file->bouts->len; i++) {
    const EbbBoutFile *bout = g_ptr_array_index (file->bouts, i);
    /* Three minutes of rest for the limb. */
    g_assert_true (last_end_us < 0 || bout->bout->started_us >= last_end_us + CUFF_SECONDS (180));
    last_end_us = bout->bout->ended_us;
    check_bout (file, bout);
  }
  g_assert_cmpint (file->session->ended_us, >, last_end_us);
}

/* Each past session: whole, within the limits, and what stands in its rows is in its samples. */
static void
test_sessions (Rig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) rows = find_all (rig->db);
  guint n_pain = 0;
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (EbbPatientFile) patient = load_patient (rig->db, g_ptr_array_index (rows, i));
    double load_kg = 1000;
    g_assert_cmpuint (patient->sessions->len, ==, ((EbbPatientRow *) rows->pdata[i])->n_sessions);
    for (guint s = 0; s < patient->sessions->len; s++) {
      const EbbSessionSummary *summary = g_ptr_array_index (patient->sessions, s);
      g_autoptr (GError) error = NULL;
      g_autoptr (EbbSessionFile) file =
          ebb_db_load_session_file (rig->db, summary->session->id, &error);
      g_assert_no_error (error);
      check_session (file, summary, patient->sessions->len - s);
      g_assert_cmpfloat (summary->load_kg, <=, load_kg); /* newest first: it rose */
      load_kg = summary->load_kg;
      n_pain += summary->n_adverse;
      g_assert_true (s > 0 || summary->band_percent > 85);
    }
  }
  g_assert_cmpuint (n_pain, ==, 1);
}

static void
test_same_seed_same_people (Rig *rig, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (rig->folder, "again.db", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  g_autoptr (GPtrArray) rows = find_all (rig->db);
  g_autoptr (GPtrArray) others = NULL;
  EbbDb *again = ebb_db_open (path, EBB_DB_WRITE, NULL);
  g_assert_true (ebb_practice_fill (again, NOW_UNIX_US, 1, NULL));
  others = find_all (again);
  g_assert_cmpuint (others->len, ==, rows->len);
  for (guint i = 0; i < rows->len; i++) {
    const EbbPatientRow *a = g_ptr_array_index (rows, i), *b = g_ptr_array_index (others, i);
    g_assert_cmpstr (a->patient->id, ==, b->patient->id);
    g_assert_cmpstr (a->patient->name, ==, b->patient->name);
    g_assert_cmpint (a->last_session_unix_us, ==, b->last_session_unix_us);
    g_assert_cmpint (a->appointment_unix_us, ==, b->appointment_unix_us);
  }
  ebb_db_close (again);
  g_unlink (path);
  g_unlink (lock);
}

/* Nobody's file is filled up with inventions. */
static void
test_never_twice_nor_among_patients (Rig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_assert_true (ebb_practice_fill (rig->db, NOW_UNIX_US, 2, NULL));
  rows = find_all (rig->db);
  g_assert_cmpuint (rows->len, ==, 12);
}

/* Whenever somebody fills it, that day has three visits. */
static void
test_at_any_hour (void)
{
  static const gint64 hours[] = { 0, 1, 12, 20, 22, 23 };
  for (gsize i = 0; i < G_N_ELEMENTS (hours); i++) {
    EbbDay day = ebb_day_of (NOW_UNIX_US);
    gint64 now_us = day.from_unix_us + (hours[i] * 60 + 59) * CUFF_SECONDS (60);
    g_autofree char *folder = g_dir_make_tmp ("ebb-practice-XXXXXX", NULL);
    Rig rig = { .path = g_build_filename (folder, "ebb.db", NULL), .folder = g_strdup (folder) };
    g_autoptr (GPtrArray) rows = NULL;
    g_autoptr (GError) error = NULL;
    guint n_today = 0;
    rig.db = ebb_db_open (rig.path, EBB_DB_WRITE, &error);
    g_assert_no_error (error);
    g_assert_true (ebb_practice_fill (rig.db, now_us, 3, &error));
    rows = ebb_db_find_rows (rig.db, NULL, 100, now_us, &error);
    for (guint r = 0; r < rows->len; r++)
      n_today += ((EbbPatientRow *) rows->pdata[r])->today;
    g_assert_cmpuint (n_today, ==, 3);
    tear_down (&rig, NULL);
  }
}

static void
on_rows_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  *(GPtrArray **) user = ebb_store_ask_finish (result, NULL);
}

/* The main loop, the store thread and a question between them are parties of the same virtual
 * clock: the answer wakes the loop, and no time passes for it. */
static void
test_ask_in_virtual_time (Rig *rig, gconstpointer unused)
{
  g_autoptr (EbbClock) clock = ebb_clock_new (cuff_clock_new_virtual (0));
  g_autoptr (GError) error = NULL;
  EbbStore *store;
  GPtrArray *rows = NULL;
  gint64 before_us = ebb_clock_now_us (clock);
  g_clear_pointer (&rig->db, ebb_db_close);
  store = ebb_store_open (rig->path, ebb_clock_get_store_time (clock), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 50; i++) {
    rows = NULL;
    ebb_store_find_async (store, i % 2 == 0 ? NULL : "exa", 50, NOW_UNIX_US, NULL, on_rows_cb,
                          &rows);
    while (rows == NULL)
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (rows->len, ==, i % 2 == 0 ? 12 : 1);
    g_ptr_array_unref (rows);
  }
  g_assert_cmpint (ebb_clock_now_us (clock), ==, before_us);

  rows = NULL;
  ebb_store_find_async (store, NULL, 50, NOW_UNIX_US, NULL, on_rows_cb, &rows);
  ebb_store_close (store);
  while (rows == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_unref (rows);
}

#define ADD(path, test) g_test_add (path, Rig, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/practice/invented", test_invented);
  ADD ("/practice/list-of-the-day", test_list_of_the_day);
  ADD ("/practice/prescriptions", test_prescriptions);
  ADD ("/practice/sessions", test_sessions);
  ADD ("/practice/same-seed-same-people", test_same_seed_same_people);
  ADD ("/practice/never-twice-nor-among-patients", test_never_twice_nor_among_patients);
  g_test_add_func ("/practice/at-any-hour", test_at_any_hour);
  ADD ("/practice/ask-in-virtual-time", test_ask_in_virtual_time);
  return g_test_run ();
}
