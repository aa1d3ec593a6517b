/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-unwell-page.h"

#include "ebb-checks.h"
#include "ebb-format.h"
#include "ebb-number-text.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-phase-banner.h"
#include "ebb-session-flow.h"
#include "ebb-stop-bar.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _EbbUnwellPage {
  EbbPage parent_instance;

  EbbDesk *desk;       /* owned */
  EbbSession *session; /* owned */
  gint64 since_us, since_unix_us, measured_us;
  gboolean over;
  guint second_id;

  /* borrowed */
  GtkWidget *banner, *clock, *emergency, *systolic, *diastolic, *heart_rate, *measure, *measured;
  GtkWidget *list, *text, *finish;
};

G_DEFINE_FINAL_TYPE (EbbUnwellPage, ebb_unwell_page, EBB_TYPE_PAGE)

/* --- Showing ----------------------------------------------------------------------------- */

static void
show_banner (EbbUnwellPage *self, const EbbCuffView *cuff)
{
  EbbLiveBanner banner = { .look = EBB_LIVE_DEFLATE, .progress = -1, .detail = (char *) "" };

  banner.next = (char *) _ ("Lay the patient flat, legs up");
  banner.next_after = (char *) _ ("then take the cuff off");
  if (cuff->state == EBB_CUFF_UNKNOWN) {
    banner.look = EBB_LIVE_UNKNOWN;
    banner.word = (char *) _ ("Unknown: treat as inflated");
    banner.next_after = (char *) _ ("open the cuff by hand");
  } else if (cuff->deflated) {
    banner.look = EBB_LIVE_OFF;
    banner.word = (char *) _ ("Cuff deflated");
  } else {
    banner.word = (char *) (cuff->manual ? _ ("Open the valve now") : _ ("Deflating…"));
  }
  ebb_phase_banner_show (EBB_PHASE_BANNER (self->banner), &banner);
}

static void
show_emergency (EbbUnwellPage *self)
{
  const EbbClinic *clinic = ebb_desk_get_clinic (self->desk);
  const char *number = clinic != NULL ? clinic->emergency_number : NULL;

  ebb_label_update (self->emergency,
                    number != NULL && *number != '\0' ? number : _ ("Not set: see Preferences"));
}

static void
show (EbbUnwellPage *self)
{
  gint64 now_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));
  g_autofree char *length = ebb_format_clock (now_us - self->since_us);
  g_autofree char *clock = g_strdup_printf (_ ("Unwell for %s"), length);
  g_autofree char *ago = NULL;
  EbbSessionView view;
  EbbCuffView cuff;

  if (self->over)
    return;
  ebb_session_get_view (self->session, &view);
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  show_banner (self, &cuff);
  show_emergency (self);
  ebb_label_update (self->clock, clock);
  if (self->measured_us != EBB_TIME_UNSET) {
    g_autofree char *since = ebb_format_clock (now_us - self->measured_us);
    ago = g_strdup_printf (_ ("last measured %s ago"), since);
  }
  ebb_label_update (self->measured, ago != NULL ? ago : _ ("not measured yet"));
  gtk_widget_set_sensitive (self->finish, view.phase == EBB_PHASE_REMOVE_CUFF
                                              || view.phase == EBB_PHASE_UNKNOWN
                                              || view.phase == EBB_PHASE_SELF_CHECK);
}

/* Under another page it waits until it is seen again: nothing could take its place there. */
static void
on_closed (EbbSession *session, EbbUnwellPage *self)
{
  if (self->over || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->over = TRUE;
  ebb_flow_show_record (EBB_PAGE (self), self->desk, self->session);
}

static gboolean
on_second (gpointer user)
{
  EbbUnwellPage *self = user;

  show (self);
  if (ebb_session_is_closed (self->session))
    on_closed (self->session, self);
  return G_SOURCE_CONTINUE;
}

/* --- Doing ------------------------------------------------------------------------------- */

static double
number_of (GtkWidget *entry)
{
  return ebb_number_from_text (gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static char *
measurement_to_text (double systolic, double diastolic, double heart_rate)
{
  g_autofree char *time = ebb_format_time (ebb_clock_wall_unix_us ());
  GString *text = g_string_new (time);

  if (ebb_bp_is_plausible (systolic, diastolic))
    g_string_append_printf (text, _ ("  %.0f/%.0f mmHg"), systolic, diastolic);
  if (ebb_heart_rate_is_plausible (heart_rate))
    g_string_append_printf (text, _ ("  %.0f beats/min"), heart_rate);
  return g_string_free (text, FALSE);
}

static gboolean
are_plausible (EbbUnwellPage *self, double systolic, double diastolic, double heart_rate)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  const char *wrong = NULL;

  if ((!isnan (systolic) || !isnan (diastolic)) && !ebb_bp_is_plausible (systolic, diastolic))
    wrong = _ ("These two numbers cannot be a blood pressure.");
  else if (!isnan (heart_rate) && !ebb_heart_rate_is_plausible (heart_rate))
    wrong = _ ("This number cannot be a heart rate.");
  if (wrong != NULL)
    ebb_window_toast (window, wrong);
  return wrong == NULL;
}

static void
on_measure (GtkWidget *widget, EbbUnwellPage *self)
{
  double systolic = number_of (self->systolic), diastolic = number_of (self->diastolic);
  double heart_rate = number_of (self->heart_rate);
  g_autofree char *text = NULL;

  if (isnan (systolic) && isnan (diastolic) && isnan (heart_rate))
    return;
  if (!are_plausible (self, systolic, diastolic, heart_rate))
    return; /* what was typed stays, to be put right */
  if (ebb_bp_is_plausible (systolic, diastolic))
    ebb_session_check (self->session, "bp", systolic, diastolic, NULL);
  if (ebb_heart_rate_is_plausible (heart_rate))
    ebb_session_check (self->session, "heart-rate", heart_rate, NAN, NULL);
  text = measurement_to_text (systolic, diastolic, heart_rate);
  gtk_box_prepend (GTK_BOX (self->list), ebb_label_new (text, "start-line", "numeric", NULL));
  gtk_editable_set_text (GTK_EDITABLE (self->systolic), "");
  gtk_editable_set_text (GTK_EDITABLE (self->diastolic), "");
  gtk_editable_set_text (GTK_EDITABLE (self->heart_rate), "");
  self->measured_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk));
  show (self);
}

static void
on_finish (GtkButton *button, EbbUnwellPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  g_autofree char *text = NULL;
  EbbSessionView view;

  g_object_get (buffer, "text", &text, NULL);
  if (*g_strstrip (text) != '\0')
    ebb_session_mark (self->session, text);
  ebb_session_get_view (self->session, &view);
  if (view.phase == EBB_PHASE_SELF_CHECK)
    ebb_session_leave (self->session);
  else
    ebb_stop_bar_confirm_soft (self->desk);
}

/* --- Making ------------------------------------------------------------------------------ */

static GtkWidget *
make_left (EbbUnwellPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *what = ebb_panel_new (_ ("Do now"));
  GtkWidget *call = ebb_panel_new (_ ("Emergency number"));
  const char *const steps[] = {
    _ ("1. Lay the patient flat, legs up."),
    _ ("2. Take the cuff off."),
    _ ("3. Stay there. Measure blood pressure and heart rate."),
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_box_append (GTK_BOX (what), ebb_label_new (steps[i], "unknown-step", NULL));
  self->emergency = ebb_label_new ("", "emergency", "numeric", NULL);
  gtk_label_set_selectable (GTK_LABEL (self->emergency), TRUE);
  gtk_box_append (GTK_BOX (call), self->emergency);
  gtk_box_append (GTK_BOX (call), ebb_label_new (_ ("Call at once for chest pain, trouble "
                                                    "breathing, fainting, or when it does not "
                                                    "get better."),
                                                 "small-line", NULL));
  gtk_box_append (GTK_BOX (box), what);
  gtk_box_append (GTK_BOX (box), call);
  return box;
}

static GtkWidget *
number_entry (EbbUnwellPage *self, const char *name)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 5);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 4);
  gtk_widget_add_css_class (entry, "number-entry");
  ebb_widget_set_accessible (entry, name, NULL);
  g_signal_connect (entry, "activate", G_CALLBACK (on_measure), self);
  return entry;
}

static GtkWidget *
make_measure (EbbUnwellPage *self)
{
  GtkWidget *card = ebb_panel_new (_ ("Blood pressure and heart rate"));
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *unit = ebb_label_new (_ ("beats/min"), "small-line", NULL);
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_set_spacing (GTK_BOX (card), 8);
  self->systolic = number_entry (self, _ ("Systolic blood pressure in mmHg"));
  self->diastolic = number_entry (self, _ ("Diastolic blood pressure in mmHg"));
  self->heart_rate = number_entry (self, _ ("Heart rate per minute"));
  self->measure = ebb_button_new (_ ("Record"), "session", NULL);
  self->measured = ebb_label_new ("", "start-line", "numeric", NULL);
  gtk_widget_set_hexpand (self->measured, TRUE);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (row), self->systolic);
  gtk_box_append (GTK_BOX (row), ebb_label_new ("/", "small-line", NULL));
  gtk_box_append (GTK_BOX (row), self->diastolic);
  gtk_box_append (GTK_BOX (row), ebb_label_new (_ ("mmHg"), "small-line", NULL));
  gtk_box_append (GTK_BOX (row), self->heart_rate);
  gtk_label_set_wrap (GTK_LABEL (unit), FALSE);
  gtk_box_append (GTK_BOX (row), unit);
  gtk_box_append (GTK_BOX (below), self->measure);
  gtk_box_append (GTK_BOX (below), self->measured);
  gtk_box_append (GTK_BOX (card), row);
  gtk_box_append (GTK_BOX (card), below);
  gtk_box_append (GTK_BOX (card), self->list);
  g_signal_connect (self->measure, "clicked", G_CALLBACK (on_measure), self);
  return card;
}

static GtkWidget *
make_right (EbbUnwellPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *card = ebb_panel_new (_ ("What happened"));

  self->text = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->text), FALSE);
  gtk_widget_add_css_class (self->text, "event-text");
  ebb_widget_set_accessible (self->text, _ ("What happened, for the record"), NULL);
  gtk_box_append (GTK_BOX (card), self->text);
  gtk_box_append (GTK_BOX (box), make_measure (self));
  gtk_box_append (GTK_BOX (box), card);
  return box;
}

static GtkWidget *
make_foot (EbbUnwellPage *self)
{
  GtkWidget *foot = ebb_page_foot_new ();
  GtkWidget *clock = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *note = ebb_label_new (_ ("This patient trains no more today."), "start-why", NULL);

  self->clock = ebb_label_new ("", "refusal-clock", "numeric", NULL);
  self->finish =
      ebb_button_new (_ ("Cuff is off: finish"), "session", "foot-large", "suggested-action", NULL);
  gtk_box_append (GTK_BOX (clock), self->clock);
  gtk_widget_set_hexpand (note, TRUE);
  gtk_label_set_wrap (GTK_LABEL (self->clock), FALSE);
  gtk_box_append (GTK_BOX (foot), clock);
  gtk_box_append (GTK_BOX (foot), note);
  gtk_box_append (GTK_BOX (foot), self->finish);
  g_signal_connect (self->finish, "clicked", G_CALLBACK (on_finish), self);
  return foot;
}

static void
prefill (EbbUnwellPage *self)
{
  EbbSessionView view;
  const char *exercise = ebb_session_get_exercise (self->session)->name;
  g_autofree char *time = ebb_format_time (self->since_unix_us);
  g_autofree char *target = NULL, *text = NULL;

  ebb_session_get_view (self->session, &view);
  target = ebb_format_mmhg (view.ordered);
  text = view.set > 0
             ? g_strdup_printf (_ ("Unwell at %s: %s, set %u, repetition %u, cuff ordered "
                                   "at %s. Stopped and deflated."),
                                time, exercise, view.set, view.reps, target)
             : g_strdup_printf (_ ("Unwell at %s: %s. Stopped and deflated."), time, exercise);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), text, -1);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
ebb_unwell_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ebb_unwell_page_parent_class)->map (widget);
  EBB_UNWELL_PAGE (widget)->second_id =
      ebb_flow_add_second (EBB_UNWELL_PAGE (widget)->desk, on_second, widget);
}

static void
ebb_unwell_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&EBB_UNWELL_PAGE (widget)->second_id, g_source_remove);
  GTK_WIDGET_CLASS (ebb_unwell_page_parent_class)->unmap (widget);
}

static gboolean
ebb_unwell_page_leave (EbbPage *page)
{
  EbbUnwellPage *self = EBB_UNWELL_PAGE (page);

  return ebb_flow_may_leave (page, self->desk, self->session);
}

static void
ebb_unwell_page_dispose (GObject *object)
{
  EbbUnwellPage *self = EBB_UNWELL_PAGE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_unwell_page_parent_class)->dispose (object);
}

static void
ebb_unwell_page_class_init (EbbUnwellPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_unwell_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = ebb_unwell_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = ebb_unwell_page_unmap;
  EBB_PAGE_CLASS (klass)->leave = ebb_unwell_page_leave;
}

static void
ebb_unwell_page_init (EbbUnwellPage *self)
{
  GtkWidget *left = make_left (self);

  self->measured_us = EBB_TIME_UNSET;
  self->banner = ebb_phase_banner_new ();
  adw_bin_set_child (ADW_BIN (self), ebb_page_frame_new (self->banner, NULL, left,
                                                         make_right (self), make_foot (self)));
  ebb_page_set_can_go_back (EBB_PAGE (self), FALSE);
}

EbbPage *
ebb_unwell_page_new (EbbDesk *desk, const char *title)
{
  EbbUnwellPage *self = g_object_new (EBB_TYPE_UNWELL_PAGE, NULL);
  g_autofree char *time = NULL, *subtitle = NULL;

  self->desk = g_object_ref (desk);
  self->session = g_object_ref (ebb_desk_get_session (desk));
  self->since_us = ebb_clock_now_us (ebb_desk_get_clock (desk));
  self->since_unix_us = ebb_clock_wall_unix_us ();
  time = ebb_format_time (self->since_unix_us);
  subtitle = g_strdup_printf (_ ("Patient unwell since %s"), time);
  ebb_page_set_title (EBB_PAGE (self), title, subtitle);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (show), self);
  g_signal_connect (self->session, "closed", G_CALLBACK (on_closed), self);
  g_signal_connect_object (ebb_desk_get_cuff (desk), "changed", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "clinic-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  prefill (self);
  show (self);
  return EBB_PAGE (self);
}
