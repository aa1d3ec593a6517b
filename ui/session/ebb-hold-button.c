/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-hold-button.h"

#include "ebb-hold.h"
#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define RADIUS_PX 12 /* of the button, as in session.css */

struct _EbbHoldButton {
  GtkWidget parent_instance;

  GtkWidget *text, *hint; /* borrowed */
  EbbHold hold;
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (EbbHoldButton, ebb_hold_button, GTK_TYPE_WIDGET)

static guint held_signal, activate_signal;

static gint64
now (EbbHoldButton *self)
{
  return gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self)));
}

static void
show_hint (EbbHoldButton *self)
{
  const char *hint = _ ("Press and hold for one second");

  if (ebb_hold_waits (&self->hold, now (self)))
    hint = _ ("Activate once more to start, 1 to 10 seconds from now");
  else if (self->hold.pressed_us >= 0)
    hint = _ ("Keep holding");
  ebb_label_update (self->hint, hint);
  ebb_widget_set_accessible (GTK_WIDGET (self), NULL, hint);
}

static void
give (EbbHoldButton *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, held_signal, 0);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  EbbHoldButton *self = EBB_HOLD_BUTTON (widget);

  gtk_widget_queue_draw (widget);
  show_hint (self);
  if (self->hold.pressed_us >= 0 && !ebb_hold_tick (&self->hold, now (self)))
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  if (self->hold.given)
    give (self);
  return G_SOURCE_REMOVE;
}

static void
press (EbbHoldButton *self)
{
  ebb_hold_press (&self->hold, now (self));
  if (self->tick_id == 0 && !self->hold.given)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
release (EbbHoldButton *self)
{
  ebb_hold_release (&self->hold);
  if (gtk_widget_get_frame_clock (GTK_WIDGET (self)) != NULL)
    show_hint (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, EbbHoldButton *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  press (self);
}

/* A finger that slides off means no. */
static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, EbbHoldButton *self)
{
  double x = 0, y = 0;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  if (!gtk_widget_contains (GTK_WIDGET (self), x + dx, y + dy))
    release (self);
}

static void
on_drag_end (GtkGestureDrag *drag, double dx, double dy, EbbHoldButton *self)
{
  release (self);
}

static void
on_drag_cancel (GtkGesture *drag, GdkEventSequence *sequence, EbbHoldButton *self)
{
  release (self);
}

static gboolean
is_our_key (guint keyval)
{
  return keyval == GDK_KEY_space || keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter
         || keyval == GDK_KEY_KP_Space;
}

/* Any other key while it is held, Esc and the pedal's before all, means no. */
static gboolean
on_key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
                EbbHoldButton *self)
{
  if (!is_our_key (keyval)) {
    release (self);
    return GDK_EVENT_PROPAGATE;
  }
  press (self);
  return GDK_EVENT_STOP;
}

static void
on_key_released (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
                 EbbHoldButton *self)
{
  if (is_our_key (keyval))
    release (self);
}

static void
on_focus_out (GtkEventControllerFocus *focus, EbbHoldButton *self)
{
  release (self);
}

/* What a screen reader presses, and a keyboard's way through gtk_widget_activate(). */
static void
on_activate (EbbHoldButton *self)
{
  if (!gtk_widget_is_sensitive (GTK_WIDGET (self)))
    return;
  if (ebb_hold_activate (&self->hold, now (self)))
    give (self); /* the page may be gone now */
  else
    show_hint (self);
}

static void
on_activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  on_activate (EBB_HOLD_BUTTON (widget));
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snap)
{
  EbbHoldButton *self = EBB_HOLD_BUTTON (widget);
  double fraction = ebb_hold_fraction (&self->hold, now (self));
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const GdkRGBA fill = { 1, 1, 1, 0.35f };
  GskRoundedRect outline;

  if (fraction > 0) {
    gsk_rounded_rect_init_from_rect (
        &outline, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height), RADIUS_PX);
    gtk_snapshot_push_rounded_clip (snap, &outline);
    gtk_snapshot_append_color (snap, &fill,
                               &GRAPHENE_RECT_INIT ((float) (rtl ? width * (1 - fraction) : 0), 0,
                                                    (float) (width * fraction), (float) height));
    gtk_snapshot_pop (snap);
  }
  GTK_WIDGET_CLASS (ebb_hold_button_parent_class)->snapshot (widget, snap);
}

static void
ebb_hold_button_unmap (GtkWidget *widget)
{
  EbbHoldButton *self = EBB_HOLD_BUTTON (widget);

  ebb_hold_release (&self->hold);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (widget, self->tick_id);
  self->tick_id = 0;
  GTK_WIDGET_CLASS (ebb_hold_button_parent_class)->unmap (widget);
}

static void
ebb_hold_button_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_hold_button_parent_class)->dispose (object);
}

static void
ebb_hold_button_class_init (EbbHoldButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ebb_hold_button_dispose;
  widget_class->snapshot = snapshot;
  widget_class->unmap = ebb_hold_button_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "holdbutton");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  held_signal = g_signal_new ("held", EBB_TYPE_HOLD_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
  activate_signal = g_signal_new_class_handler (
      "activate", EBB_TYPE_HOLD_BUTTON, G_SIGNAL_RUN_FIRST | G_SIGNAL_ACTION,
      G_CALLBACK (on_activate), NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, activate_signal);
  /* GTK 4.8 tells AT-SPI of the actions of a class alone: without one nobody could press it. */
  gtk_widget_class_install_action (widget_class, "hold.activate", NULL, on_activate_action);
}

static void
add_controllers (EbbHoldButton *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_drag_cancel), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_out), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static void
ebb_hold_button_init (EbbHoldButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  ebb_hold_init (&self->hold);
  self->text = ebb_label_new ("", "hold-text", NULL);
  self->hint = ebb_label_new (_ ("Press and hold for one second"), "hold-hint", NULL);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0.5);
  gtk_label_set_justify (GTK_LABEL (self->text), GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0.5);
  gtk_label_set_justify (GTK_LABEL (self->hint), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), self->text);
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
}

GtkWidget *
ebb_hold_button_new (const char *text)
{
  EbbHoldButton *self = g_object_new (EBB_TYPE_HOLD_BUTTON, NULL);

  ebb_hold_button_set_text (self, text);
  ebb_widget_set_accessible (GTK_WIDGET (self), NULL, _ ("Press and hold for one second"));
  return GTK_WIDGET (self);
}

void
ebb_hold_button_set_text (EbbHoldButton *button, const char *text)
{
  if (!ebb_label_update (button->text, text))
    return;
  ebb_widget_set_accessible (GTK_WIDGET (button), text, NULL);
  ebb_hold_button_reset (button);
}

void
ebb_hold_button_reset (EbbHoldButton *button)
{
  ebb_hold_init (&button->hold);
  gtk_widget_queue_draw (GTK_WIDGET (button));
}
