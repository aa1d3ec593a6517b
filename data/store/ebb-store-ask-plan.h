/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A patient's episodes of care with all that hangs on them, asked and written from the main thread:
 * the async side of ebb-db-care.h.
 */
#pragma once

#include "ebb-episode.h"
#include "ebb-progress.h"
#include "ebb-store-ask.h"

/* One session of an exercise on a limb; NAN = not known. */
typedef struct {
  char date[11]; /* YYYY-MM-DD, there and then */
  double load_kg, reps, volume_kg;
  double percent_lop, lop_mmhg, under_pressure_s;
  double pain, exertion, discomfort; /* 0 to 10, the highest */
} EbbCoursePoint;

/* An exercise prescribed in an episode, on one limb. */
typedef struct {
  char *exercise_id; /* owned */
  EbbSegment segment;
  EbbSide side;
  EbbProgressHistory *history; /* owned; NULL = the exercise is no longer in the library */
  GArray *course;              /* owned: EbbCoursePoint, oldest first */
} EbbCareExercise;

typedef struct {
  EbbEpisode *episode; /* owned */
  EbbDueFacts due;
  GPtrArray *visits;    /* EbbAppointment, oldest first */
  GPtrArray *outcomes;  /* EbbOutcome, oldest first */
  GPtrArray *choices;   /* EbbProgressChoice, newest first */
  GPtrArray *exercises; /* EbbCareExercise */
} EbbCareEpisode;

/* Never changed once it was loaded; shared by reference on the main thread. */
typedef struct {
  char *patient_id;    /* owned */
  GPtrArray *episodes; /* EbbCareEpisode: open ones first, then newest first */
  guint n_references;
} EbbCareFile;

EbbCareFile *ebb_care_file_ref (EbbCareFile *file);
void ebb_care_file_unref (EbbCareFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCareFile, ebb_care_file_unref)
/* NULL when it is none of the patient's. */
const EbbCareEpisode *ebb_care_file_find (const EbbCareFile *file, const char *episode_id);
void ebb_care_episode_free (EbbCareEpisode *care);
void ebb_care_exercise_free (EbbCareExercise *exercise);

/* EbbCareFile; `now_unix_us` gives today. */
void ebb_store_load_care_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user);

/* Writes: each takes its record and answers by ebb_store_put_finish() with an id. */
/* A text that is "" is taken away, one that is NULL stays. */
void ebb_store_put_episode_async (EbbStore *store, EbbEpisode *episode,
                                  GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_goal_async (EbbStore *store, const char *episode_id, EbbGoal *goal,
                               GAsyncReadyCallback callback, gpointer user);
/* plan of `episode`; its goals and texts are not looked at. */
void ebb_store_put_plan_async (EbbStore *store, EbbEpisode *episode, GAsyncReadyCallback callback,
                               gpointer user);
void ebb_store_put_visit_async (EbbStore *store, EbbAppointment *visit,
                                GAsyncReadyCallback callback, gpointer user);
/* state and note of `visit`, as they are: a note of NULL takes the one there was. */
void ebb_store_attend_async (EbbStore *store, EbbAppointment *visit, GAsyncReadyCallback callback,
                             gpointer user);
/* discharge_reason and discharged_on of `episode`. */
void ebb_store_discharge_async (EbbStore *store, EbbEpisode *episode, GAsyncReadyCallback callback,
                                gpointer user);
/* EbbOutcome array, all or none; the id is the last one's. */
void ebb_store_put_outcomes_async (EbbStore *store, GPtrArray *outcomes,
                                   GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_choice_async (EbbStore *store, EbbProgressChoice *choice,
                                 GAsyncReadyCallback callback, gpointer user);
