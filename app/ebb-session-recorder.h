/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes what the cuff thread reported, without asking the application: runs on the store thread
 * and pulls both rings of the link itself.  A frozen window delays no row.
 */
#pragma once

#include "cuff-link.h"
#include "ebb-store.h"

typedef struct EbbSessionRecorder EbbSessionRecorder;

typedef struct {
  CuffLink *link; /* borrowed, outlives the recorder */
  const char *session_id;
  CuffTime start_us; /* of the session row, on the link's clock */
  guint n_limbs;
  const char *limb_ids[CUFF_CHANNELS_MAX]; /* by channel */
  EbbStoreDone failed;  /* told on the store thread when the disk refused; may be NULL */
  gpointer failed_user; /* owned, let go with `failed_destroy` */
  GDestroyNotify failed_destroy;
} EbbSessionRecorderOptions;

EbbSessionRecorder *ebb_session_recorder_new (const EbbSessionRecorderOptions *options);
void ebb_session_recorder_free (EbbSessionRecorder *recorder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbSessionRecorder, ebb_session_recorder_free)

/* An EbbStoreJob: hand it to ebb_store_set_recorder() with the recorder as data.  Store thread. */
gboolean ebb_session_recorder_pull (EbbDb *db, gpointer recorder, GError **error);

/* Its EbbStoreDone: a commit that failed takes the same rows once more next time.  Store thread. */
void ebb_session_recorder_done (gpointer recorder, const GError *error);

/* The row of an event of the link as it is stored; NULL for kinds that are not kept.  Pure. */
EbbEventRecord *ebb_session_event_of_link (const CuffLinkEvent *event, CuffTime start_us);
