/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Limbs in the database: cuffs, girths, and the runs and traces of a search for the occlusion
 * pressure.  Synchronous, on the thread of `db`.
 */
#pragma once

#include "ebb-db.h"
#include "ebb-limb-records.h"

/* put_* fill in the id when it is NULL.  A cuff with the id of an older one replaces it. */
gboolean ebb_db_put_cuff (EbbDb *db, EbbCuffRecord *record, GError **error);
/* EbbCuffRecord, those in use first, by limb and width. */
GPtrArray *ebb_db_list_cuffs (EbbDb *db, GError **error);
gboolean ebb_db_put_girth (EbbDb *db, EbbGirthRecord *record, GError **error);
/* EbbGirthRecord, newest first. */
GPtrArray *ebb_db_get_girths (EbbDb *db, const char *patient_id, GError **error);
gboolean ebb_db_get_latex_allergy (EbbDb *db, const char *patient_id, gboolean *known,
                                   gboolean *allergic, GError **error);

/* Committed before a run pressurises; ended when the cuff is proven soft or unknown.  One that has
 * ended stays as it is. */
gboolean ebb_db_begin_lop_run (EbbDb *db, EbbLopRunRecord *record, GError **error);
gboolean ebb_db_end_lop_run (EbbDb *db, const char *run_id, EbbEndState state, CuffReason reason,
                             gint64 ended_unix_us, GError **error);
/* Runs left open by a crash, before they are closed; EbbLopRunRecord. */
GPtrArray *ebb_db_list_open_lop_runs (EbbDb *db, GError **error);
/* When the last run on this limb ended, EBB_TIME_UNSET if there was none: blood flows for a minute
 * before the next one.  One that a crash cut off counts as long as a run may last. */
gboolean ebb_db_get_lop_run_end (EbbDb *db, const char *patient_id, EbbSegment segment,
                                 EbbSide side, gint64 *ended_unix_us, GError **error);
/* What a person felt after a run was cut off, into the audit trail. */
gboolean ebb_db_note_lop_run (EbbDb *db, const char *run_id, const char *text, GError **error);
/* Runs left open by a crash; how many, or -1. */
int ebb_db_close_lop_runs (EbbDb *db, CuffReason reason, GError **error);

/* With the record, in its transaction. */
gboolean ebb_db_put_lop_traces (EbbDb *db, const EbbLopRecord *record, GError **error);
/* EbbLopTrace, by run. */
GPtrArray *ebb_db_get_lop_traces (EbbDb *db, const char *lop_record_id, GError **error);
