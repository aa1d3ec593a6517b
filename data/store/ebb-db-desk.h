/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same for programs without a main loop, and for jobs: synchronous, on the thread of `db`.
 */
#pragma once

#include "ebb-db.h"
#include "ebb-session-file.h"

/* EbbPatientRow, as ebb_store_find_async(). */
GPtrArray *ebb_db_find_rows (EbbDb *db, const char *text, guint limit, gint64 now_unix_us,
                             GError **error);
GPtrArray *ebb_db_find_first_rows (EbbDb *db, const char *text, guint limit, gint64 now_unix_us,
                                   GError **error);
GPtrArray *ebb_db_find_alike (EbbDb *db, const EbbPatient *patient, GError **error);
EbbPatientFile *ebb_db_load_patient_file (EbbDb *db, const char *patient_id, gint64 now_unix_us,
                                          GError **error);
EbbSessionFile *ebb_db_load_session_file (EbbDb *db, const char *session_id, GError **error);
EbbClinic *ebb_db_load_clinic (EbbDb *db, GError **error);

/* put_* fill in the id when it is NULL. */
gboolean ebb_db_put_clinic (EbbDb *db, const EbbClinic *clinic, GError **error);
/* Whether "Patient unwell" was written today: that patient trains no more until tomorrow. */
gboolean ebb_db_was_unwell (EbbDb *db, const char *patient_id, gint64 now_unix_us, gboolean *unwell,
                            GError **error);
/* A new version; opens an episode where there is none. */
gboolean ebb_db_put_prescription (EbbDb *db, const char *patient_id, EbbPrescriptionRecord *record,
                                  GError **error);
gboolean ebb_db_put_lop (EbbDb *db, EbbLopRecord *record, GError **error);
/* Replaces the rating of the same set and scale. */
gboolean ebb_db_put_rating (EbbDb *db, const char *set_id, const char *scale, double value,
                            gint64 t_us, GError **error);
/* NAN = none; `text` may be NULL. */
gboolean ebb_db_put_check (EbbDb *db, const char *session_id, const EbbCheck *check,
                           const char *operator_name, GError **error);
/* `session_id`, `text` may be NULL. */
gboolean ebb_db_put_adverse_event (EbbDb *db, const char *patient_id, const char *session_id,
                                   const char *kind, const char *text, gint64 noticed_unix_us,
                                   const char *operator_name, GError **error);
gboolean ebb_db_put_appointment (EbbDb *db, const char *patient_id, gint64 start_unix_us,
                                 guint length_min, GError **error);
/* Episode facts of an order's episode: any text may be NULL (kept as it is). */
gboolean ebb_db_put_episode_facts (EbbDb *db, const char *episode_id, const char *surgery,
                                   const char *surgery_on, const char *precautions,
                                   guint visits_planned, GError **error);

/* When a patient came to the clinic, for records that are older than the file they are put into. */
gboolean ebb_db_put_patient_since (EbbDb *db, const char *patient_id, gint64 unix_us,
                                   GError **error);

/* Sessions left open by a crash, before they are closed; EbbSessionRecord. */
GPtrArray *ebb_db_list_open_sessions (EbbDb *db, GError **error);
