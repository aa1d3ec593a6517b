/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-safe-page.h"

#include "ebb-cuff-words.h"
#include "ebb-format.h"
#include "ebb-live-tick.h"
#include "ebb-stop-bar.h"
#include "ebb-store-ask-limbs.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define COLUMN_PX 760

struct _EbbSafePage {
  EbbPage parent_instance;
  EbbDesk *desk;          /* owned */
  GPtrArray *session_ids; /* owned, of char*: sessions that a crash left open */
  GPtrArray *run_ids;     /* owned, of char*: searches for an occlusion pressure, likewise */
  GCancellable *loading;  /* owned: names of their patients */
  gboolean confirmed;     /* by a person */

  GtkWidget *state, *reading, *advice; /* borrowed: in the tree */
  GtkWidget *felt, *go_on;
};

G_DEFINE_FINAL_TYPE (EbbSafePage, ebb_safe_page, EBB_TYPE_PAGE)

static gboolean
is_safe (const EbbCuffView *view)
{
  return view->state != EBB_CUFF_UNKNOWN && !view->at_risk;
}

static const char *
state_text (EbbSafePage *self, const EbbCuffView *view)
{
  if (!is_safe (view))
    return _ ("Treat the cuff as inflated");
  return self->confirmed && !view->manual ? _ ("The cuff is soft and off")
                                          : _ ("The cuff is deflated");
}

static const char *
advice_text (EbbSafePage *self, const EbbCuffView *view)
{
  if (!is_safe (view) && view->manual)
    return _ ("Feel the cuff now. If it is tight, open its valve or pull the hose: nothing opens "
              "it by itself. When the gauge reads 0, or when you have felt that the cuff is soft "
              "and taken it off, say so below.");
  if (!is_safe (view))
    return _ ("Feel the cuff now. If it is tight, press Stop on the controller, open the cuff by "
              "hand or pull the hose. If it is soft, take it off and say so below. If the "
              "controller answers, it shows by itself whether the cuff is deflated.");
  if (self->confirmed)
    return _ ("You have said so, and it stands in the record. Inflation is never resumed: a new "
              "start begins with its checks.");
  return _ ("The controller has shown it: all sensors below 10 mmHg and the valve open. Inflation "
            "is never resumed: a new start begins with its checks.");
}

/* What a person felt is written into the sessions that the crash left open ------------------- */

typedef struct {
  char *session_id, *text; /* owned */
  const char *code;
} Felt;

static void
felt_free (gpointer data)
{
  Felt *felt = data;
  g_free (felt->session_id);
  g_free (felt->text);
  g_free (felt);
}

static gboolean
write_felt (EbbDb *db, gpointer data, GError **error)
{
  Felt *felt = data;
  EbbEventRecord event = {
    .code = (char *) felt->code, .text = felt->text, .t_us = 0, .pressure = CUFF_PRESSURE_UNSET
  };
  return ebb_store_put_event (db, felt->session_id, &event, error);
}

static void
record_felt (EbbSafePage *self, const char *code, const char *text)
{
  for (guint i = 0; i < self->session_ids->len; i++) {
    Felt *felt = g_new0 (Felt, 1);
    felt->session_id = g_strdup (g_ptr_array_index (self->session_ids, i));
    felt->code = code;
    felt->text = g_strdup (text);
    ebb_store_post_kept (ebb_desk_get_store (self->desk), write_felt, felt, felt_free, NULL, NULL);
  }
  for (guint i = 0; i < self->run_ids->len; i++)
    ebb_store_note_lop_run (ebb_desk_get_store (self->desk), g_ptr_array_index (self->run_ids, i),
                            text);
}

static void
show_cuff (GtkWidget *widget, const EbbCuffView *view, gint64 now_us)
{
  EbbSafePage *self = EBB_SAFE_PAGE (widget);
  gboolean safe = is_safe (view);
  if (safe && view->manual && !self->confirmed) {
    self->confirmed = TRUE; /* nothing but a person's word can have shown it */
    g_autofree char *text =
        /* TRANSLATORS: in the record; %s is who said so. */
        g_strdup_printf (_ ("After the interruption: gauge reads 0, valve open, said by %s"),
                         ebb_desk_get_operator (self->desk));
    record_felt (self, "gauge-zero", text);
  }
  g_autofree char *reading = ebb_cuff_words_chip (view);
  ebb_label_update (self->state, state_text (self, view));
  ebb_label_update (self->advice, advice_text (self, view));
  ebb_label_update (self->reading, reading);
  gtk_widget_set_visible (self->reading, ebb_cuff_words_kind (view) != EBB_CHIP_UNKNOWN);
  gtk_widget_set_visible (self->felt, !safe);
  gtk_widget_set_sensitive (self->felt, view->state == EBB_CUFF_UNKNOWN);
  gtk_widget_set_visible (self->go_on, safe);
  ebb_widget_set_class (widget, "safe", safe);
}

static void
on_felt_cb (GtkButton *button, EbbSafePage *self)
{
  self->confirmed = TRUE;
  g_autofree char *text =
      /* TRANSLATORS: in the record; %s is who said so. */
      g_strdup_printf (_ ("After the interruption: cuff is soft and off, said by %s"),
                       ebb_desk_get_operator (self->desk));
  record_felt (self, "cuff-off", text);
  ebb_stop_bar_confirm_soft (self->desk);
}

static void
on_go_on_cb (GtkButton *button, EbbSafePage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  if (window != NULL)
    ebb_window_close_page (window, EBB_PAGE (self));
}

/* Make --------------------------------------------------------------------------------------- */

static gboolean
leave_never (EbbPage *page)
{
  return FALSE;
}

static void
ebb_safe_page_dispose (GObject *object)
{
  EbbSafePage *self = EBB_SAFE_PAGE (object);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->session_ids, g_ptr_array_unref);
  g_clear_pointer (&self->run_ids, g_ptr_array_unref);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_safe_page_parent_class)->dispose (object);
}

static void
ebb_safe_page_class_init (EbbSafePageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_safe_page_dispose;
  EBB_PAGE_CLASS (class)->leave = leave_never;
  EBB_PAGE_CLASS (class)->may_look_past = FALSE;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "safepage");
}

static void
ebb_safe_page_init (EbbSafePage *self)
{
  self->session_ids = g_ptr_array_new_with_free_func (g_free);
  self->run_ids = g_ptr_array_new_with_free_func (g_free);
  self->loading = g_cancellable_new ();
}

/* Whose limb it is comes a moment later: the page does not wait for the records. */
static void
on_patient_loaded_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GtkWidget) row = user;
  g_autoptr (EbbPatientFile) file = ebb_store_ask_finish (result, NULL);
  if (file == NULL)
    return;
  g_autofree char *title = ebb_format_identifiers (file->patient);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
}

typedef struct {
  const char *title, *patient_id, *operator_name;
  gint64 started_unix_us;
  gboolean simulated;
} LeftOpen;

static GtkWidget *
make_row (EbbSafePage *self, const LeftOpen *left)
{
  GtkWidget *row = adw_action_row_new ();
  const char *who = left->operator_name ? left->operator_name : _ ("operator unknown");
  g_autofree char *when = ebb_format_day_time (left->started_unix_us);
  /* TRANSLATORS: when a session began, and who led it. */
  g_autofree char *subtitle =
      g_strdup_printf (left->simulated ? _ ("%s · %s · simulated cuff · closed as interrupted")
                                       : _ ("%s · %s · closed as interrupted"),
                       when, who);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), left->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_focusable (row, FALSE);
  ebb_store_load_patient_async (ebb_desk_get_store (self->desk), left->patient_id,
                                ebb_clock_wall_unix_us (), self->loading, on_patient_loaded_cb,
                                g_object_ref_sink (row));
  return row;
}

static GtkWidget *
make_left_open (EbbSafePage *self, const GPtrArray *left_open, const GPtrArray *left_runs)
{
  GtkWidget *list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; left_open != NULL && i < left_open->len; i++) {
    const EbbSessionRecord *session = g_ptr_array_index (left_open, i);
    const LeftOpen left = { _ ("Session"), session->patient_id, session->operator_name,
                            session->started_unix_us, session->simulated };
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, &left));
    g_ptr_array_add (self->session_ids, g_strdup (session->id));
  }
  for (guint i = 0; left_runs != NULL && i < left_runs->len; i++) {
    const EbbLopRunRecord *run = g_ptr_array_index (left_runs, i);
    const LeftOpen left = { _ ("Occlusion pressure"), run->patient_id, run->operator_name,
                            run->started_unix_us, run->simulated };
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, &left));
    g_ptr_array_add (self->run_ids, g_strdup (run->id));
  }
  return list;
}

static GtkWidget *
make_button (EbbSafePage *self, const char *text, const char *css_class, GCallback clicked)
{
  GtkWidget *button = ebb_button_new (text, "session", css_class, NULL);
  g_signal_connect (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
make_content (EbbSafePage *self, const GPtrArray *left_open, const GPtrArray *left_runs)
{
  gboolean in_session = left_open != NULL && left_open->len > 0;
  gboolean crashed = in_session || (left_runs != NULL && left_runs->len > 0);
  const char *what = in_session ? _ ("The last session ended unexpectedly.")
                                : _ ("The last search for an occlusion pressure ended "
                                     "unexpectedly.");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (box, "ebb-room");
  self->state = ebb_label_new ("", "state", NULL);
  self->reading = ebb_label_new ("", "title-2", "numeric", NULL);
  self->advice = ebb_label_new ("", "body-large", NULL);
  self->felt =
      make_button (self, _ ("Cuff is soft and off"), "suggested-action", G_CALLBACK (on_felt_cb));
  self->go_on = make_button (self, _ ("Go on"), "suggested-action", G_CALLBACK (on_go_on_cb));
  gtk_box_append (
      GTK_BOX (box),
      ebb_label_new (crashed ? what : _ ("The link to the cuff was lost."), "heading", NULL));
  GtkWidget *const rows[] = { self->state, self->reading, self->advice, self->felt, self->go_on };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_box_append (GTK_BOX (box), rows[i]);
  if (crashed)
    gtk_box_append (GTK_BOX (box), make_left_open (self, left_open, left_runs));
  return box;
}

EbbPage *
ebb_safe_page_new (EbbDesk *desk, const GPtrArray *left_open, const GPtrArray *left_runs)
{
  EbbSafePage *self = g_object_new (EBB_TYPE_SAFE_PAGE, NULL);
  self->desk = g_object_ref (desk);
  ebb_page_set_title (EBB_PAGE (self), _ ("Look at the cuff first"), NULL);
  ebb_page_set_can_go_back (EBB_PAGE (self), FALSE);
  GtkWidget *clamp = adw_clamp_new ();
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), COLUMN_PX);
  adw_clamp_set_child (ADW_CLAMP (clamp), make_content (self, left_open, left_runs));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (self), scroller);
  ebb_live_tick_add (GTK_WIDGET (self), desk, show_cuff);
  return EBB_PAGE (self);
}
