/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-sweep.h"

#include "ebb-chart-style.h"
#include "ebb-chart.h"
#include "ebb-sweep-cursor.h"

#include <glib/gi18n-lib.h>

#define FONT_SCALE        0.88
#define CURSOR_FONT_SCALE 1.0
#define SPAN_DEFAULT_S    60
#define IDLE_TICKS_MAX    10
#define TELL_EVERY_US     1000000
#define KEY_STEP_PX       2
#define KEY_LEAP_PX       20
#define WIDTH_MIN_PX      200
#define HEIGHT_MIN_PX     84
#define HEIGHT_NATURAL_PX 185

struct _EbbSweep {
  GtkWidget parent_instance;

  EbbSweepSource source;
  gpointer user;
  GDestroyNotify destroy;

  EbbSweepPicture *picture; /* owned */
  EbbSweepCursor cursor;
  guint span_s;
  gboolean frozen;

  guint tick_id, n_idle;
  gint64 told_us; /* on the frame clock */
  char *told;     /* owned */
  guint64 n_frames;
};

G_DEFINE_FINAL_TYPE (EbbSweep, ebb_sweep, GTK_TYPE_WIDGET)

/* --- for those who do not see it ------------------------------------------------------------- */

static char *
live_text (EbbSweep *self, CuffPressure pressure)
{
  g_autofree char *span = NULL;
  if (self->span_s == 0)
    span = g_strdup (_ ("whole session"));
  else
    span =
        g_strdup_printf (ngettext ("last second", "last %u seconds", self->span_s), self->span_s);
  if (!cuff_pressure_is_set (pressure))
    return g_strdup_printf (_ ("Pressure, %s: no data"), span);
  return g_strdup_printf (_ ("Pressure, %s: %.0f mmHg"), span, cuff_pressure_to_mmhg (pressure));
}

/* At most once a second: a screen reader is not for a hundred numbers. */
static void
tell (EbbSweep *self, CuffPressure pressure)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 frame_us = clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0;
  if (self->told != NULL && frame_us - self->told_us < TELL_EVERY_US)
    return;
  g_autofree char *text =
      self->frozen ? ebb_sweep_cursor_dup_text (&self->cursor, self->picture) : NULL;
  if (text == NULL)
    text = live_text (self, pressure);
  self->told_us = frame_us;
  if (g_strcmp0 (self->told, text) == 0)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_free (self->told);
  self->told = g_steal_pointer (&text);
}

/* --- the tick -------------------------------------------------------------------------------- */

static gboolean
take_news (EbbSweep *self)
{
  EbbChartData data = { .lop = CUFF_PRESSURE_UNSET };
  gint64 now_us = 0;
  if (!self->source (self->user, &data, &now_us))
    return FALSE;
  if (ebb_sweep_picture_set_data (self->picture, &data, now_us))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  tell (self, data.trace != NULL ? ebb_trace_get_at (data.trace, now_us) : CUFF_PRESSURE_UNSET);
  return TRUE;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  EbbSweep *self = EBB_SWEEP (widget);

  self->n_idle = take_news (self) ? 0 : self->n_idle + 1;
  if (self->n_idle < IDLE_TICKS_MAX)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
start_tick (EbbSweep *self)
{
  self->n_idle = 0;
  if (self->tick_id == 0 && self->source != NULL && !self->frozen
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
stop_tick (EbbSweep *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
}

/* --- the cursor ------------------------------------------------------------------------------ */

static void
cursor_changed (EbbSweep *self)
{
  tell (self, CUFF_PRESSURE_UNSET);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, EbbSweep *self)
{
  if (!self->frozen)
    return;
  ebb_sweep_cursor_move (&self->cursor, self->picture, x);
  cursor_changed (self);
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, EbbSweep *self)
{
  if (!self->frozen) {
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  ebb_sweep_cursor_move (&self->cursor, self->picture, x);
  ebb_sweep_cursor_set_down (&self->cursor);
  cursor_changed (self);
}

static void
on_drag_update (GtkGestureDrag *drag, double offset_x, double offset_y, EbbSweep *self)
{
  double x, y;
  if (!self->frozen || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  ebb_sweep_cursor_move (&self->cursor, self->picture, x + offset_x);
  cursor_changed (self);
}

/* Time runs from left to right in every language, and so do the arrows.  FALSE = not ours. */
static gboolean
move_by_key (EbbSweep *self, guint keyval, gboolean leap)
{
  GdkRectangle area;
  ebb_sweep_picture_get_area (self->picture, &area);
  double step = leap ? KEY_LEAP_PX : KEY_STEP_PX, x = self->cursor.x;
  if (!self->cursor.shown)
    x = ebb_sweep_picture_get_pen_x (self->picture);

  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    x -= step;
    break;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    x += step;
    break;
  case GDK_KEY_Home:
    x = area.x;
    break;
  case GDK_KEY_End:
    x = area.x + area.width;
    break;
  case GDK_KEY_space:
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    break;
  default:
    return FALSE;
  }
  ebb_sweep_cursor_move (&self->cursor, self->picture, x);
  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        EbbSweep *self)
{
  gboolean leap = (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) != 0;
  if (!self->frozen || (state & GDK_ALT_MASK) != 0 || !move_by_key (self, keyval, leap))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_space || keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    ebb_sweep_cursor_set_down (&self->cursor);
  cursor_changed (self);
  return GDK_EVENT_STOP;
}

/* --- the widget ------------------------------------------------------------------------------ */

static void
ebb_sweep_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = wide ? WIDTH_MIN_PX : HEIGHT_MIN_PX;
  *natural = wide ? WIDTH_MIN_PX : HEIGHT_NATURAL_PX;
}

static void
ebb_sweep_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbSweep *self = EBB_SWEEP (widget);
  const EbbPalette *palette = ebb_chart_get_palette (widget);
  PangoFontDescription *font = ebb_chart_dup_font (widget, FONT_SCALE);

  ebb_sweep_picture_set_size (self->picture, gtk_widget_get_width (widget),
                              gtk_widget_get_height (widget));
  ebb_sweep_picture_set_style (self->picture, palette, font);
  ebb_sweep_picture_append (self->picture, snapshot);
  if (self->frozen) {
    pango_font_description_free (font);
    font = ebb_chart_dup_font (widget, CURSOR_FONT_SCALE);
    ebb_sweep_cursor_append (&self->cursor, self->picture, snapshot, gtk_widget_get_width (widget),
                             palette, font);
  }
  pango_font_description_free (font);
  self->n_frames++;
}

static void
ebb_sweep_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ebb_sweep_parent_class)->map (widget);
  start_tick (EBB_SWEEP (widget));
}

static void
ebb_sweep_unmap (GtkWidget *widget)
{
  stop_tick (EBB_SWEEP (widget));
  GTK_WIDGET_CLASS (ebb_sweep_parent_class)->unmap (widget);
}

static void
ebb_sweep_dispose (GObject *object)
{
  EbbSweep *self = EBB_SWEEP (object);

  stop_tick (self);
  ebb_sweep_set_source (self, NULL, NULL, NULL);
  G_OBJECT_CLASS (ebb_sweep_parent_class)->dispose (object);
}

static void
ebb_sweep_finalize (GObject *object)
{
  EbbSweep *self = EBB_SWEEP (object);

  ebb_sweep_picture_free (self->picture);
  g_free (self->told);
  G_OBJECT_CLASS (ebb_sweep_parent_class)->finalize (object);
}

static void
ebb_sweep_class_init (EbbSweepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ebb_sweep_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_sweep_finalize;
  widget_class->measure = ebb_sweep_measure;
  widget_class->snapshot = ebb_sweep_snapshot;
  widget_class->map = ebb_sweep_map;
  widget_class->unmap = ebb_sweep_unmap;
  gtk_widget_class_set_css_name (widget_class, "ebb-sweep");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_sweep_init (EbbSweep *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->picture = ebb_sweep_picture_new ();
  self->span_s = SPAN_DEFAULT_S;
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (key, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  ebb_chart_watch_style (GTK_WIDGET (self));
}

GtkWidget *
ebb_sweep_new (void)
{
  return g_object_new (EBB_TYPE_SWEEP, NULL);
}

void
ebb_sweep_set_source (EbbSweep *sweep, EbbSweepSource source, gpointer user, GDestroyNotify destroy)
{
  g_return_if_fail (EBB_IS_SWEEP (sweep));

  /* The old source's trace may go with it. */
  ebb_sweep_picture_set_data (sweep->picture, &(EbbChartData){ .lop = CUFF_PRESSURE_UNSET }, 0);
  if (sweep->destroy != NULL)
    sweep->destroy (sweep->user);
  sweep->source = source;
  sweep->user = user;
  sweep->destroy = destroy;
  if (source == NULL)
    stop_tick (sweep);
  else
    start_tick (sweep);
  gtk_widget_queue_draw (GTK_WIDGET (sweep));
}

void
ebb_sweep_set_span_s (EbbSweep *sweep, guint span_s)
{
  g_return_if_fail (EBB_IS_SWEEP (sweep));

  if (sweep->span_s == span_s)
    return;
  sweep->span_s = span_s;
  sweep->cursor = (EbbSweepCursor){ 0 };
  ebb_sweep_picture_set_span_s (sweep->picture, span_s);
  gtk_widget_queue_draw (GTK_WIDGET (sweep));
}

void
ebb_sweep_set_frozen (EbbSweep *sweep, gboolean frozen)
{
  g_return_if_fail (EBB_IS_SWEEP (sweep));

  if (sweep->frozen == !!frozen)
    return;
  sweep->frozen = !!frozen;
  sweep->cursor = (EbbSweepCursor){ 0 };
  gtk_widget_set_focusable (GTK_WIDGET (sweep), sweep->frozen);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (sweep), sweep->frozen ? "crosshair" : NULL);
  if (sweep->frozen)
    stop_tick (sweep);
  else
    start_tick (sweep);
  gtk_widget_queue_draw (GTK_WIDGET (sweep));
}

gboolean
ebb_sweep_get_frozen (EbbSweep *sweep)
{
  g_return_val_if_fail (EBB_IS_SWEEP (sweep), FALSE);
  return sweep->frozen;
}

void
ebb_sweep_wake (EbbSweep *sweep)
{
  g_return_if_fail (EBB_IS_SWEEP (sweep));
  start_tick (sweep);
}

void
ebb_sweep_get_work (EbbSweep *sweep, guint64 *n_tiles, guint64 *n_frames)
{
  g_return_if_fail (EBB_IS_SWEEP (sweep));
  *n_tiles = ebb_sweep_picture_get_n_tiles_built (sweep->picture);
  *n_frames = sweep->n_frames;
}
