/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-patient-view.h"

#include "ebb-dialogs.h"
#include "ebb-live-patient.h"
#include "ebb-phase-sign.h"
#include "ebb-ring.h"
#include "ebb-size-class.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define SHOW_EVERY_US  100000 /* at most ten times a second, like the numbers of the live page */
#define IDLE_TICKS_MAX 10
#define WIDTH_PX       800
#define HEIGHT_PX      600
#define RING_PX        220

struct _EbbLivePatientView {
  GtkWindow parent_instance;

  EbbDesk *desk;       /* owned */
  EbbSession *session; /* owned */
  EbbLiveLook look;
  gint64 shown_at_us; /* frame time */
  guint tick_id, n_idle;
  char *shown; /* owned: all of it in one line, to see whether it moves */

  /* borrowed */
  GtkWidget *box, *sign, *word, *number, *range, *set, *ring, *clock, *unit, *times;
};

G_DEFINE_FINAL_TYPE (EbbLivePatientView, ebb_live_patient_view, GTK_TYPE_WINDOW)

/* The one that is open; NULL. */
static EbbLivePatientView *open_view;

/* --- Showing ----------------------------------------------------------------------------- */

static void
show_look (EbbLivePatientView *self, EbbLiveLook look)
{
  if (self->look == look)
    return;
  gtk_widget_remove_css_class (self->box, ebb_live_look_to_class (self->look));
  gtk_widget_add_css_class (self->box, ebb_live_look_to_class (look));
  ebb_phase_sign_set_look (EBB_PHASE_SIGN (self->sign), look);
  self->look = look;
}

static void
show_patient (EbbLivePatientView *self, const EbbLivePatient *patient)
{
  show_look (self, patient->look);
  ebb_label_update (self->word, patient->word);
  ebb_label_update (self->number, patient->number);
  ebb_label_update (self->range, patient->range);
  ebb_label_update (self->set, patient->set);
  ebb_label_update (self->clock, patient->clock);
  ebb_label_update (self->unit, patient->unit);
  gtk_widget_set_visible (self->times, *patient->clock != '\0');
  ebb_ring_set_fraction (EBB_RING (self->ring), MAX (patient->fraction, 0));
}

/* TRUE = something of it moves. */
static gboolean
show (EbbLivePatientView *self)
{
  g_auto (EbbLivePatient) patient = { 0 };
  EbbSessionView view;
  EbbLiveState state;
  EbbLiveFacts facts = {
    .view = &view,
    .plan = ebb_session_get_plan (self->session),
    .exercise = ebb_session_get_exercise (self->session),
    .side = ebb_session_get_prescription (self->session)->side,
    .now_us = ebb_clock_now_us (ebb_desk_get_clock (self->desk)),
    .now_unix_us = ebb_clock_wall_unix_us (),
  };
  gboolean moved;

  ebb_session_get_view (self->session, &view);
  ebb_live_state_make (&state, &facts);
  ebb_live_patient_make (&patient, &state, view.phase);
  ebb_live_state_clear (&state);
  show_patient (self, &patient);
  g_autofree char *shown = g_strdup_printf ("%s %s %s %.2f", patient.word, patient.number,
                                            patient.clock, patient.fraction);
  moved = g_strcmp0 (shown, self->shown) != 0;
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);
  return moved;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  EbbLivePatientView *self = EBB_LIVE_PATIENT_VIEW (widget);
  gint64 frame_us = gdk_frame_clock_get_frame_time (clock);

  if (frame_us - self->shown_at_us < SHOW_EVERY_US)
    return G_SOURCE_CONTINUE;
  self->shown_at_us = frame_us;
  self->n_idle = show (self) ? 0 : self->n_idle + 1;
  if (self->n_idle < IDLE_TICKS_MAX)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
wake (EbbLivePatientView *self)
{
  self->n_idle = 0;
  if (self->tick_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/* --- Making ------------------------------------------------------------------------------ */

static void
append (GtkWidget *box, GtkWidget *label)
{
  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
make_count (EbbLivePatientView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->number = ebb_label_new ("", "patient-number", "numeric", NULL);
  self->range = ebb_label_new ("", "patient-small", "numeric", NULL);
  self->set = ebb_label_new ("", "patient-small", NULL);
  append (box, self->number);
  append (box, self->range);
  append (box, self->set);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static GtkWidget *
make_times (EbbLivePatientView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->times = gtk_overlay_new ();
  self->ring = ebb_ring_new ();
  self->clock = ebb_label_new ("", "patient-clock", "numeric", NULL);
  self->unit = ebb_label_new ("", "patient-small", NULL);
  gtk_widget_set_size_request (self->ring, RING_PX, RING_PX);
  append (box, self->clock);
  append (box, self->unit);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_overlay_set_child (GTK_OVERLAY (self->times), self->ring);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->times), box);
  gtk_widget_set_hexpand (self->times, TRUE);
  gtk_widget_set_vexpand (self->times, TRUE);
  return self->times;
}

static void
ebb_live_patient_view_init (EbbLivePatientView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  self->look = EBB_LIVE_WAIT;
  self->sign = ebb_phase_sign_new ();
  self->word = ebb_label_new ("", "patient-word", NULL);
  ebb_phase_sign_set_look (EBB_PHASE_SIGN (self->sign), self->look);
  gtk_widget_add_css_class (head, "patient-head");
  gtk_widget_set_halign (self->sign, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->sign, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), self->sign);
  gtk_box_append (GTK_BOX (head), self->word);
  gtk_box_append (GTK_BOX (foot), make_count (self));
  gtk_box_append (GTK_BOX (foot), make_times (self));
  gtk_widget_set_vexpand (foot, TRUE);
  gtk_widget_add_css_class (self->box, "patient-view");
  gtk_widget_add_css_class (self->box, ebb_live_look_to_class (self->look));
  gtk_box_append (GTK_BOX (self->box), head);
  gtk_box_append (GTK_BOX (self->box), foot);
  gtk_window_set_child (GTK_WINDOW (self), self->box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Patient view"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH_PX, HEIGHT_PX);
  ebb_size_class_follow (self->box);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
ebb_live_patient_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ebb_live_patient_view_parent_class)->map (widget);
  wake (EBB_LIVE_PATIENT_VIEW (widget));
}

static void
ebb_live_patient_view_unmap (GtkWidget *widget)
{
  EbbLivePatientView *self = EBB_LIVE_PATIENT_VIEW (widget);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (widget, self->tick_id);
  self->tick_id = 0;
  GTK_WIDGET_CLASS (ebb_live_patient_view_parent_class)->unmap (widget);
}

static void
ebb_live_patient_view_dispose (GObject *object)
{
  EbbLivePatientView *self = EBB_LIVE_PATIENT_VIEW (object);

  if (open_view == self)
    open_view = NULL;
  g_clear_object (&self->session);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_live_patient_view_parent_class)->dispose (object);
}

static void
ebb_live_patient_view_finalize (GObject *object)
{
  g_free (EBB_LIVE_PATIENT_VIEW (object)->shown);
  G_OBJECT_CLASS (ebb_live_patient_view_parent_class)->finalize (object);
}

static void
ebb_live_patient_view_class_init (EbbLivePatientViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_live_patient_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_live_patient_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = ebb_live_patient_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = ebb_live_patient_view_unmap;
}

/* A monitor where the therapist's window is not; NULL = there is one only.  Full reference. */
static GdkMonitor *
other_monitor (GtkWidget *from)
{
  GdkDisplay *display = gtk_widget_get_display (from);
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (from));
  GdkMonitor *mine = gdk_display_get_monitor_at_surface (display, surface);
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    if (monitor != mine)
      return g_steal_pointer (&monitor);
  }
  return NULL;
}

static void
connect (EbbLivePatientView *self, GtkWidget *window)
{
  /* The program ends with the therapist's window. */
  g_signal_connect_object (window, "destroy", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "changed", G_CALLBACK (wake), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "closed", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  ebb_toplevel_guard (GTK_WINDOW (self), self->desk);
}

void
ebb_live_patient_view_toggle (EbbDesk *desk, GtkWidget *from)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (from));
  g_autoptr (GdkMonitor) monitor = NULL;

  if (open_view != NULL) {
    gtk_window_destroy (GTK_WINDOW (open_view));
    return;
  }
  monitor = other_monitor (from);
  open_view = g_object_new (EBB_TYPE_LIVE_PATIENT_VIEW, NULL);
  open_view->desk = g_object_ref (desk);
  open_view->session = g_object_ref (ebb_desk_get_session (desk));
  connect (open_view, window);
  show (open_view);
  gtk_window_present (GTK_WINDOW (open_view));
  if (monitor == NULL)
    return;
  gtk_window_fullscreen_on_monitor (GTK_WINDOW (open_view), monitor);
  gtk_window_present (GTK_WINDOW (window)); /* the keys stay with the therapist */
}
