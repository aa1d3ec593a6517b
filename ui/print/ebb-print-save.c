/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A report as a PDF file, written on a thread of its own.
 */
#include "ebb-dialogs.h"
#include "ebb-print-job.h"

#include <glib/gi18n-lib.h>

#define CHOICE_KEY "ebb-print-choice"

/* For the thread: plain values; the job is borrowed from the callback, which runs after it. */
typedef struct {
  const EbbPrintJob *job;
  char *path; /* owned */
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;
  g_free (save->path);
  g_free (save);
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Save *save = data;
  GError *error = NULL;
  if (ebb_report_write_pdf (save->job->kind, save->job->file, NULL, save->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbPrintJob) job = user;
  g_autoptr (GError) error = NULL;
  const Save *save = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    ebb_print_job_toast (job, error->message);
    return;
  }
  g_autofree char *name = g_filename_display_basename (save->path);
  g_autofree char *text = g_strdup_printf (_ ("Saved as %s"), name);
  ebb_print_job_toast (job, text);
}

static void
on_chosen_cb (GFile *file, gpointer user)
{
  GObject *window = user;
  EbbPrintJob *job = g_object_steal_data (window, CHOICE_KEY);
  if (job == NULL)
    return;
  char *path = g_file_get_path (file);
  if (path == NULL) {
    ebb_print_job_toast (job, _ ("Choose a folder on this computer."));
    ebb_print_job_unref (job);
    return;
  }
  Save *save = g_new0 (Save, 1);
  save->job = job;
  save->path = path;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_written_cb, job);
  g_task_set_task_data (task, save, save_free);
  g_task_run_in_thread (task, write_thread);
}

void
ebb_print_job_save (EbbPrintJob *job)
{
  GtkWidget *parent = ebb_print_job_get_parent (job);
  if (parent == NULL)
    return;
  g_autofree char *name = ebb_print_job_get_file_name (job);
  /* The window keeps the job until there is an answer: a cancelled dialog gives none. */
  g_object_set_data_full (G_OBJECT (parent), CHOICE_KEY, ebb_print_job_ref (job),
                          (GDestroyNotify) ebb_print_job_unref);
  ebb_dialogs_save (parent, _ ("Save PDF"), name, on_chosen_cb, parent);
}
