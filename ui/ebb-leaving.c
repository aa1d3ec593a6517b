/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-leaving.h"

#include "ebb-cuff-words.h"
#include "ebb-guard.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define LOOK_MS   100
#define PROOF_US  CUFF_SECONDS (6)
#define CLOSED_US CUFF_SECONDS (2) /* for the record to close after that */

struct _EbbLeaving {
  EbbPage parent_instance;
  EbbDesk *desk;      /* owned */
  GSource *look;      /* owned */
  GtkWidget *reading; /* borrowed: in the tree */
  gint64 since_us;
  gboolean given_up;
};

G_DEFINE_FINAL_TYPE (EbbLeaving, ebb_leaving, EBB_TYPE_PAGE)

static guint left_signal;

static void
ebb_leaving_dispose (GObject *object)
{
  EbbLeaving *self = EBB_LEAVING (object);
  if (self->look != NULL)
    g_source_destroy (self->look);
  g_clear_pointer (&self->look, g_source_unref);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_leaving_parent_class)->dispose (object);
}

static gboolean
leave_never (EbbPage *page)
{
  return FALSE;
}

static void
ebb_leaving_class_init (EbbLeavingClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_leaving_dispose;
  EBB_PAGE_CLASS (class)->leave = leave_never;
  EBB_PAGE_CLASS (class)->may_look_past = FALSE;
  left_signal = g_signal_new ("left", EBB_TYPE_LEAVING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
ebb_leaving_init (EbbLeaving *self)
{
}

gboolean
ebb_leaving_is_needed (EbbDesk *desk)
{
  EbbSession *session = ebb_desk_get_session (desk);
  return ebb_guard_is_armed (desk)
         || (session != NULL && ebb_session_is_stored (session)
             && !ebb_session_is_closed (session));
}

/* The record closes with what is known: proven, or unknown.  TRUE = it has. */
static gboolean
close_session (EbbLeaving *self, gboolean time_is_up)
{
  EbbSession *session = ebb_desk_get_session (self->desk);
  if (session == NULL || ebb_session_is_closed (session) || !ebb_session_is_stored (session))
    return TRUE;
  EbbSessionView view;
  ebb_session_get_view (session, &view);
  if (view.phase == EBB_PHASE_REMOVE_CUFF)
    ebb_session_leave (session);
  else if ((time_is_up || view.phase == EBB_PHASE_SELF_CHECK) && !self->given_up) {
    self->given_up = TRUE;
    ebb_session_give_up (session);
  }
  return ebb_session_is_closed (session);
}

static gboolean
look (gpointer user)
{
  EbbLeaving *self = user;
  EbbCuffView view;
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &view);
  gint64 waited_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk)) - self->since_us;
  g_autofree char *reading = ebb_cuff_words_reading (&view);
  ebb_label_update (self->reading, reading);
  gboolean time_is_up = waited_us >= PROOF_US;
  gboolean closed =
      close_session (self, time_is_up) && (time_is_up || !ebb_desk_is_searching (self->desk));
  if ((!closed || view.at_risk) && !(time_is_up && closed) && waited_us < PROOF_US + CLOSED_US)
    return G_SOURCE_CONTINUE;
  g_signal_emit (self, left_signal, 0);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_content (EbbLeaving *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "ebb-room");
  gtk_box_append (GTK_BOX (box), ebb_label_new (_ ("Stopping the cuff"), "title-1", NULL));
  self->reading = ebb_label_new ("", "huge", NULL);
  gtk_box_append (GTK_BOX (box), self->reading);
  gtk_box_append (GTK_BOX (box),
                  ebb_label_new (_ ("Ebb closes as soon as the cuff is shown to be deflated, after "
                                    "6 seconds at the latest. The session is kept as interrupted.\n"
                                    "Feel that the cuff is soft. If it is not, open it by hand."),
                                 "body-large", NULL));
  return box;
}

/* What has not armed yet hears of no end from the cuff, and would go on to arm. */
static void
stop_what_begins (EbbDesk *desk)
{
  EbbLopRun *run = ebb_desk_get_lop_run (desk);
  EbbSession *session = ebb_desk_get_session (desk);

  if (run != NULL) {
    EbbLopRunView view;

    ebb_lop_run_get_view (run, &view);
    if (view.state < EBB_LOP_RUN_SEARCHING)
      ebb_lop_run_stop (run);
  }
  if (session != NULL && !ebb_session_is_closed (session)) {
    EbbSessionView view;

    ebb_session_get_view (session, &view);
    if (view.phase == EBB_PHASE_SELF_CHECK)
      ebb_session_stop (session);
  }
}

EbbPage *
ebb_leaving_new (EbbDesk *desk)
{
  EbbLeaving *self = g_object_new (EBB_TYPE_LEAVING, NULL);
  self->desk = g_object_ref (desk);
  self->since_us = ebb_clock_now_us (ebb_desk_get_clock (desk));
  ebb_page_set_title (EBB_PAGE (self), _ ("Ebb is closing"), NULL);
  ebb_page_set_can_go_back (EBB_PAGE (self), FALSE);
  adw_bin_set_child (ADW_BIN (self), make_content (self));
  stop_what_begins (desk);
  ebb_cuff_stop (ebb_desk_get_cuff (desk), CUFF_REASON_SHUTDOWN);
  self->look = ebb_clock_source_new (ebb_desk_get_clock (desk), -1, LOOK_MS);
  g_source_set_callback (self->look, look, self, NULL);
  g_source_attach (self->look, NULL);
  return EBB_PAGE (self);
}
