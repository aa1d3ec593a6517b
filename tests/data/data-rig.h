/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A database in a folder of its own, and invented records to put into it.
 */
#pragma once

#include "ebb-db-private.h"

typedef struct {
  char *folder, *path; /* owned */
  EbbDb *db;           /* owned; NULL while a test has closed it */
} DataRig;

void data_rig_set_up (DataRig *rig, gconstpointer unused);
void data_rig_tear_down (DataRig *rig, gconstpointer unused);

/* The same without an open database. */
void data_rig_set_up_folder (DataRig *rig, gconstpointer unused);

void data_rig_open (DataRig *rig);
void data_rig_close (DataRig *rig);

/* Ids that a reader can tell apart: 00000000-0000-4000-8000-00000000000N. */
#define DATA_ID(last) "00000000-0000-4000-8000-00000000000" last

#define PATIENT_ID DATA_ID ("1")
#define EPISODE_ID DATA_ID ("2")
#define SESSION_ID DATA_ID ("3")
#define BOUT_ID    DATA_ID ("4")
#define LIMB_ID    DATA_ID ("5")
#define SET_1_ID   DATA_ID ("6")
#define SET_2_ID   DATA_ID ("7")

/* Tuesday 2026-02-03 08:15:00 UTC. */
#define SESSION_UNIX_US G_GINT64_CONSTANT (1770106500000000)

/* Each puts one invented record and asserts that the store took it. */
void data_put_patient (EbbDb *db, const char *id, const char *name);
void data_put_order (EbbDb *db);
void data_put_session (EbbDb *db, const char *id, gint64 started_unix_us);
void data_put_bout (EbbDb *db, const char *id, const char *session_id, gint64 started_us);
void data_put_limb (EbbDb *db, const char *id, const char *bout_id);
void data_put_set (EbbDb *db, const char *id, guint number, gint64 started_us, gint64 ended_us);
void data_put_event (EbbDb *db, const char *session_id, gint64 t_us, const char *code);

/* Patient, order, session, bout and limb: all that samples, sets and events hang on. */
void data_put_all (EbbDb *db);

/* Samples from `from_us` to before `to_us` at one pressure, one each `step_us`, second by second.
 */
void data_put_samples (EbbDb *db, const char *limb_id, gint64 from_us, gint64 to_us, gint64 step_us,
                       CuffPressure pressure);

/* A number from one query. */
gint64 data_query_int (EbbDb *db, const char *sql);

#define data_assert_error(error, store_code)                                                       \
  g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_##store_code)

/* What a person must find in a message. */
#define data_assert_says(error, text)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (strstr ((error)->message, (text)) == NULL) {                                               \
      g_test_message ("“%s” does not say “%s”", (error)->message, (text));                         \
      g_test_fail ();                                                                              \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END
