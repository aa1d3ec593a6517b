/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-record-page.h"

#include "ebb-chart.h"
#include "ebb-defined.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-patient-text.h"
#include "ebb-print.h"
#include "ebb-record-text.h"
#include "ebb-visit-pages.h"
#include "ebb-widgets.h"
#include "ebb-window.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

#define SETS_MIN_PX 720 /* the table of sets, with words in every cell */
/* What is drawn after the end of a bout: the deflation. */
#define AFTER_US    CUFF_SECONDS (10)

struct _EbbRecordPage {
  EbbPage parent_instance;

  EbbDesk *desk;         /* owned */
  char *session_id;      /* owned */
  char *patient_id;      /* owned; NULL until it is loaded */
  EbbSessionFile *file;  /* owned; the same */
  GCancellable *loading; /* owned */
};

G_DEFINE_FINAL_TYPE (EbbRecordPage, ebb_record_page, EBB_TYPE_PAGE)

/* --- Parts ------------------------------------------------------------------------------- */

static GtkWidget *
make_head (const EbbSessionFile *file)
{
  GtkWidget *card = ebb_panel_new (NULL);
  EbbLiveLevel level, shown = EBB_LIVE_PLAIN;
  g_autofree char *state = ebb_record_state_text (file->session, &level);
  g_autofree char *signed_state = g_strconcat (level == EBB_LIVE_GOOD ? "✓ " : "! ", state, NULL);
  g_autofree char *head = ebb_record_head_text (file);
  GtkWidget *label = ebb_label_new (signed_state, "record-state", "sign", NULL);

  ebb_widget_show_level (label, &shown, level);
  gtk_box_append (GTK_BOX (card), label);
  gtk_box_append (GTK_BOX (card), ebb_label_new (head, "start-line", NULL));
  if (ebb_record_shortened (file) != NULL)
    gtk_box_append (GTK_BOX (card),
                    ebb_label_new (ebb_record_shortened (file), "start-clamps", NULL));
  if (file->session->simulated)
    gtk_box_append (GTK_BOX (card), ebb_label_new (_ ("Simulated: this cuff was not on a person."),
                                                   "simulated", NULL));
  if (file->session->by_hand)
    gtk_box_append (
        GTK_BOX (card),
        ebb_label_new (_ ("Read by hand: no cable, every pressure is what somebody read "
                          "on the gauge."),
                       "simulated", NULL));
  return card;
}

static void
attach (GtkWidget *grid, const char *text, const char *css_class, int column, int row)
{
  GtkWidget *label = ebb_label_new (text, css_class, "numeric", NULL);

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
}

static GtkWidget *
grid_new (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  return grid;
}

static GtkWidget *
make_ordered_given (const EbbBoutSummary *summary)
{
  GtkWidget *card = ebb_panel_new (_ ("Ordered and given"));
  GtkWidget *grid = grid_new ();
  g_autoptr (GArray) rows = ebb_record_bout_rows (summary);

  attach (grid, _ ("ordered"), "card-title", 1, 0);
  attach (grid, _ ("given"), "card-title", 2, 0);
  for (guint i = 0; i < rows->len; i++) {
    const EbbRecordRow *row = &g_array_index (rows, EbbRecordRow, i);
    EbbLiveLevel shown = EBB_LIVE_PLAIN;
    g_autofree char *given =
        g_strconcat (row->level == EBB_LIVE_WARN ? "! " : "", row->given, NULL);
    GtkWidget *label = ebb_label_new (given, "given", "sign", "numeric", NULL);

    attach (grid, row->name, "start-line", 0, (int) i + 1);
    attach (grid, row->ordered, "start-line", 1, (int) i + 1);
    ebb_widget_show_level (label, &shown, row->level);
    gtk_grid_attach (GTK_GRID (grid), label, 2, (int) i + 1, 1, 1);
  }
  gtk_box_append (GTK_BOX (card), grid);
  return card;
}

static GtkWidget *
make_sets (const EbbBoutSummary *summary)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *grid = grid_new ();

  for (guint cell = 0; cell < EBB_SET_N_CELLS; cell++)
    attach (grid, ebb_record_set_title (cell), "card-title", (int) cell, 0);
  for (guint i = 0; i < summary->n_sets; i++) {
    char *cells[EBB_SET_N_CELLS];
    ebb_record_set_cells (&summary->sets[i], cells);
    for (guint cell = 0; cell < EBB_SET_N_CELLS; cell++) {
      attach (grid, cells[cell], "start-line", (int) cell, (int) i + 1);
      g_free (cells[cell]);
    }
  }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_box_append (GTK_BOX (card), scrolled);
  return card;
}

/* What the session's people marked while this bout ran. */
static void
add_notes (GArray *marks, const EbbBoutFile *bout, const GPtrArray *events)
{
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    EbbChartMark mark = { event->t_us, 0, FALSE };

    if (ebb_record_is_note (event) && event->t_us >= bout->bout->started_us
        && (bout->bout->ended_us == EBB_TIME_UNSET || event->t_us <= bout->bout->ended_us))
      g_array_append_val (marks, mark);
  }
}

static GArray *
marks_of (const EbbBoutFile *bout, const GPtrArray *events)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (EbbChartMark));

  for (guint i = 0; i < bout->sets->len; i++) {
    const EbbSetFile *set = g_ptr_array_index (bout->sets, i);
    for (guint j = 0; j < set->reps->len; j++) {
      const EbbRepRecord *rep = g_ptr_array_index (set->reps, j);
      EbbChartMark mark = { rep->rep.peak_us, j + 1, TRUE };
      g_array_append_val (marks, mark);
    }
  }
  add_notes (marks, bout, events);
  return marks;
}

/* The samples of a limb go on until the next bout; the chart ends with this one. */
static GArray *
samples_of (const EbbBoutFile *bout, const EbbLimbFile *limb)
{
  gint64 end_us = bout->bout->ended_us;
  guint n = limb->samples->len;
  GArray *samples;

  while (end_us != EBB_TIME_UNSET && n > 0
         && g_array_index (limb->samples, EbbSample, n - 1).t_us > end_us + AFTER_US)
    n--;
  samples = g_array_sized_new (FALSE, FALSE, sizeof (EbbSample), n);
  g_array_append_vals (samples, limb->samples->data, n);
  return samples;
}

static GtkWidget *
make_chart (const EbbBoutSummary *summary, const GPtrArray *events)
{
  const EbbBoutFile *bout = summary->bout;
  const EbbLimbFile *limb = g_ptr_array_index (bout->limbs, 0);
  g_autoptr (GArray) marks = marks_of (bout, events);
  g_autoptr (GArray) samples = samples_of (bout, limb);
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *chart = ebb_chart_new ();

  ebb_chart_set_samples (EBB_CHART (chart), samples,
                         (const EbbTargetChange *) (const void *) summary->targets->data,
                         summary->targets->len, limb->limb->lop,
                         (const EbbChartMark *) (const void *) marks->data, marks->len);
  gtk_widget_set_size_request (chart, -1, 220);
  ebb_widget_set_accessible (chart, _ ("Pressure over the whole bout"), NULL);
  gtk_box_append (GTK_BOX (card), chart);
  return card;
}

static char *
bout_title (const EbbBoutFile *bout)
{
  const EbbLimbFile *limb = bout->limbs->len > 0 ? g_ptr_array_index (bout->limbs, 0) : NULL;
  g_autofree char *name =
      limb != NULL ? ebb_format_limb_title (limb->limb->segment, limb->limb->side) : NULL;

  return ebb_join_facts (ebb_defined (bout->exercise_name), name != NULL ? name : "",
                         ebb_defined (bout->bout->protocol_name), NULL);
}

static GtkWidget *
make_bout (const EbbBoutSummary *summary, const GPtrArray *events)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *columns = ebb_columns_new (2, SETS_MIN_PX, 10);
  g_autofree char *title = bout_title (summary->bout);
  g_autofree char *continues = ebb_record_continues_text (summary);

  gtk_box_append (GTK_BOX (box), ebb_label_new (title, "record-bout", NULL));
  if (continues != NULL)
    gtk_box_append (GTK_BOX (box), ebb_label_new (continues, "start-line", NULL));
  if (summary->bout->limbs->len > 0)
    gtk_box_append (GTK_BOX (box), make_chart (summary, events));
  if (summary->n_sets > 0)
    ebb_columns_append (EBB_COLUMNS (columns), make_sets (summary));
  ebb_columns_append (EBB_COLUMNS (columns), make_ordered_given (summary));
  gtk_box_append (GTK_BOX (box), columns);
  return box;
}

static void
append_line (GtkWidget *card, const char *text)
{
  gtk_box_append (GTK_BOX (card), ebb_label_new (text, "start-line", NULL));
}

static GtkWidget *
make_said (const EbbSessionFile *file)
{
  GtkWidget *card = ebb_panel_new (_ ("Checks and notes"));
  guint n_notes = 0;

  for (guint i = 0; i < file->checks->len; i++) {
    g_autofree char *text = ebb_record_check_text (g_ptr_array_index (file->checks, i));
    append_line (card, text);
  }
  for (guint i = 0; i < file->adverse->len; i++) {
    const EbbAdverseEvent *event = g_ptr_array_index (file->adverse, i);
    g_autofree char *text = g_strdup_printf (_ ("! Adverse event: %s"),
                                             event->text != NULL ? event->text : event->kind);
    gtk_box_append (GTK_BOX (card), ebb_label_new (text, "start-line", "sign", "bad", NULL));
  }
  for (guint i = 0; i < file->events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (file->events, i);
    g_autofree char *text = ebb_record_is_note (event) ? ebb_record_note_text (event) : NULL;
    if (text != NULL)
      append_line (card, text);
    n_notes += text != NULL ? 1 : 0;
  }
  if (file->checks->len + file->adverse->len + n_notes == 0)
    append_line (card, _ ("Nothing was asked or written down."));
  return card;
}

static GtkWidget *
make_events (const EbbSessionFile *file)
{
  GtkWidget *card = ebb_panel_new (NULL);
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u event", "%u events", file->events->len), file->events->len);
  GtkWidget *expander = ebb_expander_new (title);
  GtkWidget *grid = grid_new ();

  for (guint i = 0; i < file->events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (file->events, i);
    g_autofree char *at = ebb_format_clock (event->t_us);
    attach (grid, at, "card-title", 0, (int) i);
    attach (grid, event->text != NULL ? event->text : event->code, "start-line", 1, (int) i);
  }
  gtk_expander_set_child (GTK_EXPANDER (expander), grid);
  gtk_widget_add_css_class (expander, "events");
  gtk_box_append (GTK_BOX (card), expander);
  return card;
}

/* --- The page ---------------------------------------------------------------------------- */

static void
on_print (GtkButton *button, EbbRecordPage *self)
{
  ebb_print_preview (GTK_WIDGET (self), self->desk, self->session_id, EBB_REPORT_PATIENT);
}

static void
on_report (GtkButton *button, EbbRecordPage *self)
{
  ebb_print_preview (GTK_WIDGET (self), self->desk, self->session_id, EBB_REPORT_CLINICIAN);
}

static void
on_done (GtkButton *button, EbbRecordPage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_show_patient (window, self->patient_id);
}

static const char *
find_bare (const EbbSessionFile *file)
{
  for (guint i = 0; i < file->adverse->len; i++) {
    const EbbAdverseEvent *event = g_ptr_array_index (file->adverse, i);

    if (event->bare && g_strcmp0 (event->kind, EBB_ADVERSE_UNWELL) == 0)
      return event->id;
  }
  return NULL;
}

/* "Patient unwell" is filed at once and bare; this is the form for the rest of it. */
static void
on_complete (GtkButton *button, EbbRecordPage *self)
{
  const EbbSessionRecord *session = self->file->session;
  const EbbEventSession of = { .id = session->id,
                               .bare_id = find_bare (self->file),
                               .started_unix_us = session->started_unix_us,
                               .ended_unix_us =
                                   session->started_unix_us + MAX (session->ended_us, 0) };
  g_autofree char *text = ebb_record_unwell_text (self->file);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  EbbPage *page;

  if (window == NULL)
    return;
  page = ebb_event_page_new (self->desk, self->file->patient, EBB_ADVERSE_UNWELL, &of);
  ebb_event_page_prefill (page, text);
  ebb_window_open_page (window, page);
}

static GtkWidget *
make_unwell (EbbRecordPage *self)
{
  GtkWidget *card = ebb_panel_new (_ ("Patient unwell"));
  GtkWidget *button =
      ebb_button_new (_ ("Complete the adverse event…"), "session", "suggested-action", NULL);
  g_autofree char *text = ebb_record_unwell_text (self->file);

  gtk_box_append (GTK_BOX (card), ebb_label_new (text, "start-line", "numeric", NULL));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_visible (button, find_bare (self->file) != NULL); /* described once */
  gtk_box_append (GTK_BOX (card), button);
  g_signal_connect (button, "clicked", G_CALLBACK (on_complete), self);
  return card;
}

static GtkWidget *
make_foot (EbbRecordPage *self)
{
  GtkWidget *foot = ebb_page_foot_new ();
  GtkWidget *print = ebb_button_new (_ ("Print for patient"), "session", "foot-large", NULL);
  GtkWidget *report = ebb_button_new (_ ("Clinician report"), "session", "foot-large", NULL);
  GtkWidget *done = ebb_button_new (_ ("Done"), "session", "foot-large", "suggested-action", NULL);

  gtk_widget_set_hexpand (done, TRUE);
  gtk_widget_set_halign (done, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (foot), print);
  gtk_box_append (GTK_BOX (foot), report);
  gtk_box_append (GTK_BOX (foot), done);
  g_signal_connect (print, "clicked", G_CALLBACK (on_print), self);
  g_signal_connect (report, "clicked", G_CALLBACK (on_report), self);
  g_signal_connect (done, "clicked", G_CALLBACK (on_done), self);
  return foot;
}

static void
show (EbbRecordPage *self)
{
  const EbbSessionFile *file = self->file;
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_autofree char *title = ebb_format_identifiers (file->patient);
  g_autofree char *when = ebb_format_day_time (file->session->started_unix_us);
  g_autofree char *unwell = ebb_record_unwell_text (file);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  g_free (self->patient_id);
  self->patient_id = g_strdup (file->patient->id);
  ebb_page_set_title (EBB_PAGE (self), title, when);
  if (unwell != NULL)
    gtk_box_append (GTK_BOX (box), make_unwell (self));
  for (guint i = 0; i < summary->n_bouts; i++)
    gtk_box_append (GTK_BOX (box), make_bout (&summary->bouts[i], file->events));
  gtk_box_append (GTK_BOX (box), make_said (file));
  gtk_box_append (GTK_BOX (box), make_events (file));
  adw_bin_set_child (ADW_BIN (self),
                     ebb_page_frame_new (make_head (file), NULL, box, NULL, make_foot (self)));
}

static void
show_trouble (EbbRecordPage *self, const char *text)
{
  GtkWidget *status = adw_status_page_new ();
  g_autofree char *escaped = g_markup_escape_text (text, -1); /* a description reads markup */

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (status), _ ("The record cannot be shown"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status), escaped);
  adw_bin_set_child (ADW_BIN (self), status);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbSessionFile *file = ebb_store_ask_finish (result, &error);
  EbbRecordPage *self = user;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (file == NULL) {
    show_trouble (self, error->message);
    return;
  }
  g_clear_pointer (&self->file, ebb_session_file_free);
  self->file = file;
  show (self);
}

static void
load (EbbRecordPage *self)
{
  ebb_store_load_session_async (ebb_desk_get_store (self->desk), self->session_id, self->loading,
                                on_loaded, self);
}

/* What was completed stands on it. */
static void
on_records_changed (EbbDesk *desk, const char *patient_id, EbbRecordPage *self)
{
  if (self->file != NULL && g_strcmp0 (patient_id, self->patient_id) == 0)
    load (self);
}

static void
ebb_record_page_dispose (GObject *object)
{
  EbbRecordPage *self = EBB_RECORD_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_record_page_parent_class)->dispose (object);
}

static void
ebb_record_page_finalize (GObject *object)
{
  EbbRecordPage *self = EBB_RECORD_PAGE (object);

  g_free (self->session_id);
  g_free (self->patient_id);
  g_clear_pointer (&self->file, ebb_session_file_free);
  G_OBJECT_CLASS (ebb_record_page_parent_class)->finalize (object);
}

static void
ebb_record_page_class_init (EbbRecordPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_record_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_record_page_finalize;
}

static void
ebb_record_page_init (EbbRecordPage *self)
{
  self->loading = g_cancellable_new ();
  ebb_page_set_title (EBB_PAGE (self), _ ("Session"), NULL);
}

EbbPage *
ebb_record_page_new (EbbDesk *desk, const char *session_id)
{
  EbbRecordPage *self = g_object_new (EBB_TYPE_RECORD_PAGE, NULL);

  self->desk = g_object_ref (desk);
  self->session_id = g_strdup (session_id);
  g_signal_connect_object (desk, "records-changed", G_CALLBACK (on_records_changed), self, 0);
  load (self);
  return EBB_PAGE (self);
}
