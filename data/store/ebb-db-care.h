/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Episodes of care, outcome measures, progression, and what follows a session: synchronous, on the
 * thread of `db`; jobs and questions of the store call the same.  A bad value is refused with
 * field, value and range, and nothing is written.  put_* fill in the id when it is NULL.
 */
#pragma once

#include "ebb-db.h"
#include "ebb-episode.h"
#include "ebb-progress.h"

/* Without an id it opens one; with one, a text that is NULL is kept as it is.  `plan` and `goals`
 * are not looked at. */
gboolean ebb_db_put_episode (EbbDb *db, EbbEpisode *episode, GError **error);
/* With conditions, goals and the newest plan. */
EbbEpisode *ebb_db_get_episode (EbbDb *db, const char *id, GError **error);
/* Of a patient, open ones first, then newest first. */
GPtrArray *ebb_db_list_episodes (EbbDb *db, const char *patient_id, GError **error);
gboolean ebb_db_discharge_episode (EbbDb *db, const char *id, const char *reason,
                                   const char *discharged_on, GError **error);
gboolean ebb_db_put_goal (EbbDb *db, const char *episode_id, EbbGoal *goal, GError **error);
/* A new plan from a day on; the one before stays.  The same day replaces. */
gboolean ebb_db_put_plan (EbbDb *db, const char *episode_id, const EbbCarePlan *plan,
                          GError **error);

/* An appointment of an episode, and how it was kept. */
gboolean ebb_db_put_visit (EbbDb *db, EbbAppointment *appointment, GError **error);
gboolean ebb_db_set_attendance (EbbDb *db, const char *appointment_id, const char *state,
                                const char *note, GError **error);
GPtrArray *ebb_db_list_visits (EbbDb *db, const char *episode_id, GError **error);

/* For the due list of an episode; `now_unix_us` for the calls. */
gboolean ebb_db_get_due_facts (EbbDb *db, const char *episode_id, gint64 now_unix_us,
                               EbbDueFacts *facts, GError **error);

/* Judged by the built-in list of measures. */
gboolean ebb_db_put_outcome (EbbDb *db, EbbOutcome *outcome, GError **error);
/* EbbOutcome, oldest first; `measure` NULL = all. */
GPtrArray *ebb_db_list_outcomes (EbbDb *db, const char *episode_id, const char *measure,
                                 GError **error);

/* What the rules look at, from the record; `now_unix_us` gives today. */
EbbProgressHistory *ebb_db_load_progress (EbbDb *db, const char *episode_id,
                                          const char *exercise_id, EbbSegment segment, EbbSide side,
                                          gint64 now_unix_us, GError **error);
gboolean ebb_db_put_choice (EbbDb *db, EbbProgressChoice *choice, GError **error);
/* EbbProgressChoice, newest first. */
GPtrArray *ebb_db_list_choices (EbbDb *db, const char *episode_id, GError **error);

/* Also days after the session. */
gboolean ebb_db_put_adverse_record (EbbDb *db, EbbAdverseRecord *record, GError **error);
GPtrArray *ebb_db_list_adverse_records (EbbDb *db, const char *patient_id, GError **error);

/* A note is never changed; the newest counts. */
gboolean ebb_db_put_visit_note (EbbDb *db, EbbVisitNote *note, GError **error);
/* NULL without an error: none yet. */
EbbVisitNote *ebb_db_get_visit_note (EbbDb *db, const char *session_id, GError **error);

/* EbbCall: sessions of the last seven days that were a patient's first or raised the pressure on a
 * limb, and whose patient nobody has reached yet; oldest first.  `patient_id` NULL = all. */
GPtrArray *ebb_db_list_calls (EbbDb *db, const char *patient_id, gint64 now_unix_us,
                              GError **error);
gboolean ebb_db_put_follow_up (EbbDb *db, EbbFollowUp *follow_up, GError **error);
