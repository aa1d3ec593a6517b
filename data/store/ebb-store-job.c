/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-store-job.h"

#include <glib/gi18n-lib.h>

void
ebb_job_tell (EbbStoreDone done, gpointer user, gboolean ok, const GError *error)
{
  g_autoptr (GError) nameless = NULL;

  if (done == NULL)
    return;
  if (!ok && error == NULL)
    nameless = g_error_new_literal (EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED,
                                    _ ("the record could not be written"));
  done (user, ok ? NULL : error != NULL ? error : nameless);
}

void
ebb_job_finish (EbbJob *job, gboolean ok, const GError *error)
{
  ebb_job_tell (job->done, job->user, ok, error);
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_free (job);
}

static GList *
find_question (GQueue *jobs)
{
  GList *link = jobs->head;

  while (link != NULL && !((EbbJob *) link->data)->reads)
    link = link->next;
  return link;
}

EbbJob *
ebb_jobs_take (GQueue *jobs, gboolean writes)
{
  GList *link = writes ? jobs->head : find_question (jobs);
  EbbJob *job = link != NULL ? link->data : NULL;

  if (link != NULL)
    g_queue_delete_link (jobs, link);
  return job;
}
