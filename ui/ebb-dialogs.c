/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-dialogs.h"

#include "ebb-about.h"

#include <glib/gi18n-lib.h>

static EbbDesk *
desk_of (GtkWidget *parent)
{
  EbbWindow *window = ebb_window_of (parent);
  return window ? ebb_window_get_desk (window) : NULL;
}

static gboolean
is_at_risk (EbbDesk *desk)
{
  EbbCuffView view;
  ebb_cuff_get_view (ebb_desk_get_cuff (desk), &view);
  return view.at_risk;
}

gboolean
ebb_dialogs_may_open (GtkWidget *parent)
{
  EbbDesk *desk = desk_of (parent);
  if (desk == NULL || !is_at_risk (desk))
    return TRUE;
  ebb_window_toast (ebb_window_of (parent), _ ("Not while a cuff may be tight"));
  return FALSE;
}

/* Windows that close by themselves ----------------------------------------------------------- */

typedef struct {
  EbbDesk *desk;   /* borrowed: outlives every window */
  GObject *dialog; /* borrowed: this goes with it */
} Watch;

static void
watch_free (gpointer data, GObject *dialog)
{
  Watch *watch = data;
  g_signal_handlers_disconnect_by_data (ebb_desk_get_cuff (watch->desk), watch);
  g_object_unref (watch->desk);
  g_free (watch);
}

static void
on_cuff_changed_cb (EbbCuff *cuff, Watch *watch)
{
  if (!is_at_risk (watch->desk))
    return;
  if (GTK_IS_NATIVE_DIALOG (watch->dialog)) {
    /* Hiding gives no answer, and whoever asked waits for one to let go. */
    gtk_native_dialog_hide (GTK_NATIVE_DIALOG (watch->dialog));
    g_signal_emit_by_name (watch->dialog, "response", GTK_RESPONSE_CANCEL);
    return;
  }
  gtk_window_close (GTK_WINDOW (watch->dialog));
}

static void
watch_object (GObject *dialog, EbbDesk *desk)
{
  Watch *watch = g_new0 (Watch, 1);
  watch->desk = g_object_ref (desk);
  watch->dialog = dialog;
  g_signal_connect (ebb_desk_get_cuff (desk), "changed", G_CALLBACK (on_cuff_changed_cb), watch);
  g_object_weak_ref (dialog, watch_free, watch);
}

void
ebb_dialogs_watch (GtkWindow *dialog, EbbDesk *desk)
{
  watch_object (G_OBJECT (dialog), desk);
  ebb_toplevel_guard (dialog, desk);
}

static void
present (GtkWindow *dialog, GtkWidget *parent)
{
  EbbDesk *desk = desk_of (parent);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_set_modal (dialog, TRUE);
  if (desk != NULL)
    ebb_dialogs_watch (dialog, desk);
  gtk_window_present (dialog);
}

/* Questions ---------------------------------------------------------------------------------- */

typedef struct {
  EbbAnswered answered;
  gpointer user;
} Question;

static void
on_response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  EbbAnswered answered = g_steal_pointer (&question->answered);
  if (answered != NULL)
    answered (g_str_equal (response, "yes"), question->user);
}

void
ebb_dialogs_ask (GtkWidget *parent, const char *heading, const char *body, const char *yes,
                 gboolean destructive, EbbAnswered answered, gpointer user)
{
  if (!ebb_dialogs_may_open (parent)) {
    answered (FALSE, user);
    return;
  }
  Question *question = g_new0 (Question, 1);
  question->answered = answered;
  question->user = user;
  GtkWidget *dialog = adw_message_dialog_new (NULL, heading, body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_add_responses (message, "no", _ ("Cancel"), "yes", yes, NULL);
  adw_message_dialog_set_response_appearance (
      message, "yes", destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, destructive ? "no" : "yes");
  adw_message_dialog_set_close_response (message, "no");
  gtk_widget_add_css_class (dialog, "ebb-dialog");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response_cb), question,
                         (GClosureNotify) (GCallback) g_free, 0);
  present (GTK_WINDOW (dialog), parent);
}

/* Files -------------------------------------------------------------------------------------- */

typedef struct {
  EbbFileChosen chosen;
  gpointer user;
} Choice;

static void
on_file_response_cb (GtkNativeDialog *dialog, int response, Choice *choice)
{
  EbbFileChosen chosen = g_steal_pointer (&choice->chosen);
  if (chosen == NULL)
    return;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  if (file != NULL)
    chosen (file, choice->user);
  g_object_unref (dialog); /* the reference that save() held until there was an answer */
}

/* Takes the dialog. */
static void
show_file_dialog (GtkWidget *parent, GtkFileChooserNative *dialog, EbbFileChosen chosen,
                  gpointer user)
{
  Choice *choice = g_new0 (Choice, 1);
  EbbDesk *desk = desk_of (parent);
  choice->chosen = chosen;
  choice->user = user;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_file_response_cb), choice,
                         (GClosureNotify) (GCallback) g_free, 0);
  if (desk != NULL)
    watch_object (G_OBJECT (dialog), desk);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
ebb_dialogs_save (GtkWidget *parent, const char *title, const char *name, EbbFileChosen chosen,
                  gpointer user)
{
  if (!ebb_dialogs_may_open (parent))
    return;
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (parent)),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Save"), _ ("Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  show_file_dialog (parent, dialog, chosen, user);
}

void
ebb_dialogs_open (GtkWidget *parent, const char *title, const char *pattern, EbbFileChosen chosen,
                  gpointer user)
{
  if (!ebb_dialogs_may_open (parent))
    return;
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (parent)),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Open"), _ ("Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_filter_set_name (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  show_file_dialog (parent, dialog, chosen, user);
}

/* About -------------------------------------------------------------------------------------- */

void
ebb_dialogs_about (GtkWidget *parent)
{
  if (ebb_dialogs_may_open (parent))
    present (GTK_WINDOW (ebb_about_new (desk_of (parent))), parent);
}
