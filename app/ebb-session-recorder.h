/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes what the cuff thread reported, without asking the application: runs on the store thread
 * and pulls both rings of the link itself.  A frozen window delays no row.
 *
 * Made on the main thread; from the job that installs it on, all calls come from the store thread.
 */
#pragma once

#include "ebb-cuff-line.h"
#include "ebb-store.h"

typedef struct EbbSessionRecorder EbbSessionRecorder;

typedef struct {
  EbbCuffLine *line; /* a reference is taken */
  EbbCuffReader reader;
  const char *session_id;
  CuffTime start_us;    /* of the session row, on the link's clock */
  gboolean by_hand;     /* a cuff without a cable: the words are others */
  EbbStoreDone failed;  /* told on the store thread when the disk refused; may be NULL */
  gpointer failed_user; /* owned, let go with `failed_destroy` */
  GDestroyNotify failed_destroy;
} EbbSessionRecorderOptions;

EbbSessionRecorder *ebb_session_recorder_new (const EbbSessionRecorderOptions *options);
void ebb_session_recorder_free (EbbSessionRecorder *recorder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbSessionRecorder, ebb_session_recorder_free)

/* An EbbStoreJob: hand it to ebb_store_set_recorder() with the recorder as data. */
gboolean ebb_session_recorder_pull (EbbDb *db, gpointer recorder, GError **error);

/* Its EbbStoreDone: a commit that failed takes the same rows once more next time. */
void ebb_session_recorder_done (gpointer recorder, const GError *error);

/* After a pull of the same transaction: samples from here on belong to these limbs, by channel.
 * `n_limbs` 0: to none.  A commit that fails takes this back too. */
void ebb_session_recorder_set_limbs (EbbSessionRecorder *recorder, guint n_limbs,
                                     const char *const *limb_ids);

/* The cuff was connected anew: when this line is empty, go on with that one. */
void ebb_session_recorder_add_line (EbbSessionRecorder *recorder, EbbCuffLine *line);

/* The row of an event of the link as it is stored; NULL for kinds that are not kept.  Pure. */
EbbEventRecord *ebb_session_event_of_link (const CuffLinkEvent *event, CuffTime start_us,
                                           gboolean by_hand);
