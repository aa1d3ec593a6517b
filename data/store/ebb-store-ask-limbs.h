/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Limbs and cuffs from the main thread: questions answered later, writes told after their flushed
 * commit.  As ebb-store-ask.h.
 */
#pragma once

#include "ebb-store-ask.h"

#define EBB_N_SEGMENTS 3 /* EbbSegment */
#define EBB_N_SIDES    3 /* EbbSide, UNSET too */

/* All that the pages of a patient's limbs show. */
typedef struct {
  EbbPatientFile *file;                 /* owned */
  GPtrArray *girths;                    /* owned: EbbGirthRecord, newest first */
  GPtrArray *cuffs;                     /* owned: EbbCuffRecord of the clinic, in use first */
  gboolean latex_known, latex_allergic; /* of the patient */
  /* When the last run of a search ended on that limb; EBB_TIME_UNSET = none. */
  gint64 run_ended_unix_us[EBB_N_SEGMENTS][EBB_N_SIDES];
} EbbLimbsFile;

void ebb_limbs_file_free (EbbLimbsFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbLimbsFile, ebb_limbs_file_free)

/* EbbLimbsFile. */
void ebb_store_load_limbs_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user);
/* EbbCuffRecord array. */
void ebb_store_load_cuffs_async (EbbStore *store, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user);

/* All are written or none; `girths`: EbbGirthRecord, copied.  ebb_store_write_finish(). */
void ebb_store_put_girths_async (EbbStore *store, const GPtrArray *girths,
                                 GAsyncReadyCallback callback, gpointer user);
/* With the id of an older one it replaces that.  ebb_store_put_finish(). */
void ebb_store_put_cuff_async (EbbStore *store, const EbbCuffRecord *cuff,
                               GAsyncReadyCallback callback, gpointer user);
/* What a person felt after a run was cut off; kept until the disk takes it. */
void ebb_store_note_lop_run (EbbStore *store, const char *run_id, const char *text);
