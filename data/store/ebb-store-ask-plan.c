/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a patient's care: made on the store thread, then handed to the main thread.
 */
#include "ebb-store-ask-plan.h"

#include "ebb-db-care.h"
#include "ebb-store-private.h"

#include <math.h>

/* A simulated cuff was on no limb: its sessions count in a practice clinic only. */
#define COUNTED                                                                                    \
  "session.state <> 0 AND (simulated = 0 OR coalesce ((SELECT practice FROM clinic), 0) = 1)"

#define HIGHEST_RATING(scale)                                                                      \
  "(SELECT max (value) FROM set_rating JOIN training_set ON training_set.id = set_id "             \
  "WHERE bout_id = bout.id AND scale = '" scale "')"

/* The file ------------------------------------------------------------------------------------ */

void
ebb_care_exercise_free (EbbCareExercise *exercise)
{
  if (exercise == NULL)
    return;
  g_free (exercise->exercise_id);
  g_clear_pointer (&exercise->history, ebb_progress_history_free);
  g_clear_pointer (&exercise->course, g_array_unref);
  g_free (exercise);
}

void
ebb_care_episode_free (EbbCareEpisode *care)
{
  if (care == NULL)
    return;
  g_clear_pointer (&care->episode, ebb_episode_free);
  g_clear_pointer (&care->visits, g_ptr_array_unref);
  g_clear_pointer (&care->outcomes, g_ptr_array_unref);
  g_clear_pointer (&care->choices, g_ptr_array_unref);
  g_clear_pointer (&care->exercises, g_ptr_array_unref);
  g_free (care);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCareEpisode, ebb_care_episode_free)

EbbCareFile *
ebb_care_file_ref (EbbCareFile *file)
{
  file->n_references++;
  return file;
}

void
ebb_care_file_unref (EbbCareFile *file)
{
  if (file == NULL || --file->n_references > 0)
    return;
  g_free (file->patient_id);
  g_clear_pointer (&file->episodes, g_ptr_array_unref);
  g_free (file);
}

const EbbCareEpisode *
ebb_care_file_find (const EbbCareFile *file, const char *episode_id)
{
  for (guint i = 0; i < file->episodes->len; i++) {
    const EbbCareEpisode *care = g_ptr_array_index (file->episodes, i);

    if (g_strcmp0 (care->episode->id, episode_id) == 0)
      return care;
  }
  return NULL;
}

/* Exercises ----------------------------------------------------------------------------------- */

static gpointer
read_exercise (EbbStatement *statement)
{
  EbbCareExercise *exercise = g_new0 (EbbCareExercise, 1);
  g_autofree char *segment = NULL, *side = NULL;

  exercise->exercise_id = ebb_column_text (statement);
  segment = ebb_column_text (statement);
  side = ebb_column_text (statement);
  exercise->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  exercise->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
  exercise->course = g_array_new (FALSE, FALSE, sizeof (EbbCoursePoint));
  return exercise;
}

/* One bout with its session's id. */
typedef struct {
  char *session_id; /* owned */
  EbbCoursePoint point;
} Bout;

static void
bout_free (gpointer data)
{
  Bout *bout = data;

  g_free (bout->session_id);
  g_free (bout);
}

static gpointer
read_bout (EbbStatement *statement)
{
  Bout *bout = g_new0 (Bout, 1);
  g_autofree char *date = NULL;

  bout->session_id = ebb_column_text (statement);
  date = ebb_column_text (statement);
  g_strlcpy (bout->point.date, date, sizeof bout->point.date);
  bout->point.percent_lop = ebb_column_double (statement, NAN);
  bout->point.lop_mmhg = ebb_column_double (statement, NAN) / 10;
  bout->point.under_pressure_s = ebb_column_double (statement, NAN) / 1e6;
  bout->point.reps = ebb_column_double (statement, NAN);
  bout->point.volume_kg = ebb_column_double (statement, NAN);
  bout->point.load_kg = ebb_column_double (statement, NAN);
  bout->point.pain = ebb_column_double (statement, NAN);
  bout->point.exertion = ebb_column_double (statement, NAN);
  bout->point.discomfort = ebb_column_double (statement, NAN);
  return bout;
}

/* A set without a known load leaves the volume unknown: sum() would leave it out as if it had been
 * nothing. */
static GPtrArray *
list_bouts (EbbDb *db, const char *episode_id, const EbbCareExercise *exercise, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT session.id, date (started_unix_us / 1000000 + utc_offset_min * 60, "
      "'unixepoch'), "
      "percent_lop, lop_dmmhg, occlusion_us, "
      "(SELECT sum (reps_counted) FROM training_set WHERE bout_id = bout.id), "
      "(SELECT CASE WHEN count (*) = count (load_kg) THEN sum (reps_counted * "
      "load_kg) END "
      "FROM training_set WHERE bout_id = bout.id), "
      "(SELECT max (load_kg) FROM training_set WHERE bout_id = "
      "bout.id), " HIGHEST_RATING ("pain") ", " HIGHEST_RATING ("exertion") ", " HIGHEST_RATING (
          "discomfort") " FROM session JOIN bout "
                        "ON session_id = "
                        "session.id "
                        "JOIN bout_limb ON "
                        "bout_id = bout.id WHERE "
                        "episode_id = ? AND "
                        "exercise_id = ? "
                        "AND segment = ? AND side "
                        "= ? AND " COUNTED " ORDER BY "
                        "started_unix_us, "
                        "bout.number",
      error);

  ebb_bind_text (statement, episode_id);
  ebb_bind_text (statement, exercise->exercise_id);
  ebb_bind_text (statement, ebb_segment_to_string (exercise->segment));
  ebb_bind_text (statement, ebb_side_to_string (exercise->side));
  return ebb_db_read_all (statement, read_bout, bout_free, error);
}

/* fmax() takes the one that is known. */
static void
join_points (EbbCoursePoint *point, const EbbCoursePoint *next)
{
  point->reps += next->reps;
  point->volume_kg += next->volume_kg;
  point->under_pressure_s += next->under_pressure_s;
  point->load_kg = fmax (point->load_kg, next->load_kg);
  point->pain = fmax (point->pain, next->pain);
  point->exertion = fmax (point->exertion, next->exertion);
  point->discomfort = fmax (point->discomfort, next->discomfort);
  point->percent_lop = next->percent_lop;
  point->lop_mmhg = next->lop_mmhg;
}

static gboolean
load_course (EbbDb *db, const char *episode_id, EbbCareExercise *exercise, GError **error)
{
  g_autoptr (GPtrArray) bouts = list_bouts (db, episode_id, exercise, error);

  for (guint i = 0; bouts != NULL && i < bouts->len; i++) {
    const Bout *bout = g_ptr_array_index (bouts, i);
    const Bout *before = i > 0 ? g_ptr_array_index (bouts, i - 1) : NULL;

    if (before != NULL && g_str_equal (before->session_id, bout->session_id))
      join_points (&g_array_index (exercise->course, EbbCoursePoint, exercise->course->len - 1),
                   &bout->point);
    else
      g_array_append_val (exercise->course, bout->point);
  }
  return bouts != NULL;
}

static gboolean
load_exercises (EbbDb *db, EbbCareEpisode *care, gint64 now_unix_us, GError **error)
{
  const char *id = care->episode->id;

  care->exercises =
      ebb_db_read_of (db,
                      "SELECT exercise_id, segment, side FROM prescription WHERE episode_id = ? "
                      "GROUP BY exercise_id, segment, side ORDER BY min (written_unix_us)",
                      id, read_exercise, (GDestroyNotify) ebb_care_exercise_free, error);
  for (guint i = 0; care->exercises != NULL && i < care->exercises->len; i++) {
    EbbCareExercise *exercise = g_ptr_array_index (care->exercises, i);

    if (!load_course (db, id, exercise, error))
      return FALSE;
    exercise->history = ebb_db_load_progress (db, id, exercise->exercise_id, exercise->segment,
                                              exercise->side, now_unix_us, NULL);
  }
  return care->exercises != NULL;
}

/* Loading ------------------------------------------------------------------------------------- */

static gpointer
read_visit (EbbStatement *statement)
{
  EbbAppointment *visit = g_new0 (EbbAppointment, 1);

  visit->id = ebb_column_text (statement);
  visit->patient_id = ebb_column_text (statement);
  visit->episode_id = ebb_column_text (statement);
  visit->start_unix_us = ebb_column_int (statement);
  visit->length_min = (guint) ebb_column_int (statement);
  visit->state = ebb_column_text (statement);
  visit->note = ebb_column_text (statement);
  return visit;
}

/* Appointments without an episode were made before there was one: they belong to the open one. */
static GPtrArray *
list_visits (EbbDb *db, const EbbEpisode *episode, gboolean first_open, GError **error)
{
  if (!first_open)
    return ebb_db_list_visits (db, episode->id, error);
  return ebb_db_read_of (
      db,
      "SELECT id, patient_id, episode_id, start_unix_us, length_min, state, note "
      "FROM appointment WHERE patient_id = (SELECT patient_id FROM episode WHERE id = ?1) "
      "AND coalesce (episode_id, ?1) = ?1 ORDER BY start_unix_us",
      episode->id, read_visit, (GDestroyNotify) ebb_appointment_free, error);
}

static gboolean
load_episode (EbbDb *db, EbbCareEpisode *care, gboolean first, gint64 now_unix_us, GError **error)
{
  const char *id = care->episode->id;

  care->visits =
      list_visits (db, care->episode, first && care->episode->discharged_on == NULL, error);
  if (care->visits == NULL)
    return FALSE;
  care->outcomes = ebb_db_list_outcomes (db, id, NULL, error);
  if (care->outcomes == NULL)
    return FALSE;
  care->choices = ebb_db_list_choices (db, id, error);
  return care->choices != NULL && ebb_db_get_due_facts (db, id, now_unix_us, &care->due, error)
         && load_exercises (db, care, now_unix_us, error);
}

typedef struct {
  char *patient_id; /* owned */
  gint64 now_unix_us;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->patient_id);
  g_free (question);
}

static gpointer
load_care (EbbDb *db, gpointer data, GError **error)
{
  const Question *question = data;
  g_autoptr (EbbCareFile) file = g_new0 (EbbCareFile, 1);
  g_autoptr (GPtrArray) episodes = ebb_db_list_episodes (db, question->patient_id, error);

  file->n_references = 1;
  file->patient_id = g_strdup (question->patient_id);
  file->episodes = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_care_episode_free);
  while (episodes != NULL && episodes->len > 0) {
    EbbCareEpisode *care = g_new0 (EbbCareEpisode, 1);

    care->episode = g_ptr_array_steal_index (episodes, 0);
    g_ptr_array_add (file->episodes, care);
    if (!load_episode (db, care, file->episodes->len == 1, question->now_unix_us, error))
      return NULL;
  }
  return episodes != NULL ? g_steal_pointer (&file) : NULL;
}

void
ebb_store_load_care_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  Question *question = g_new0 (Question, 1);

  question->patient_id = g_strdup (patient_id);
  question->now_unix_us = now_unix_us;
  ebb_store_ask_async (store, load_care, question, question_free,
                       (GDestroyNotify) ebb_care_file_unref, cancellable, callback, user);
}
