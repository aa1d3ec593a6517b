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
/* Runs left open by a crash; how many, or -1. */
int ebb_db_close_lop_runs (EbbDb *db, CuffReason reason, GError **error);

/* With the record, in its transaction. */
gboolean ebb_db_put_lop_traces (EbbDb *db, const EbbLopRecord *record, GError **error);
/* EbbLopTrace, by run. */
GPtrArray *ebb_db_get_lop_traces (EbbDb *db, const char *lop_record_id, GError **error);
