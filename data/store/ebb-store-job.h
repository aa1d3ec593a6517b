/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A job of the store thread.  No locks here: whoever holds the queue has locked it.
 */
#pragma once

#include "ebb-store.h"

typedef struct {
  EbbStoreJob run;
  gpointer data;
  GDestroyNotify destroy;
  EbbStoreDone done;
  gpointer user;
  gboolean keep;  /* until the disk takes it */
  gboolean reads; /* a question: writes nothing */
} EbbJob;

/* Tells how it ended; without success there is always an error. */
void ebb_job_tell (EbbStoreDone done, gpointer user, gboolean ok, const GError *error);

/* Tells how it ended, and frees the job with its data. */
void ebb_job_finish (EbbJob *job, gboolean ok, const GError *error);

/* The next one, or NULL.  Unless `writes`, only questions have a turn. */
EbbJob *ebb_jobs_take (GQueue *jobs, gboolean writes);
