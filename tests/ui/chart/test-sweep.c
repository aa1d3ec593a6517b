/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sweep: however its picture came about, it is the one that would be drawn from nothing; little
 * is built anew for it; it rests when there is nothing new; and frozen it tells what stood there.
 */
#include "ebb-chart-style.h"
#include "ebb-sweep-cursor.h"
#include "ebb-sweep-picture.h"
#include "ebb-sweep.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define WIDTH_PX  700
#define HEIGHT_PX 180
#define START_US  G_GINT64_CONSTANT (5000000000)
#define N_MARKS   40
#define FRAME_US  16667

/* --- a limb ---------------------------------------------------------------------------------- */

typedef struct {
  EbbTrace *trace;
  EbbTargetChange targets[2];
  gsize n_targets;
  EbbChartMark marks[N_MARKS];
  gsize n_marks;
  gint64 next;   /* sample */
  gint64 lag_us; /* how long samples take */
  gint64 now_us;
  guint n_calls;
  gboolean silent; /* the source has nothing new */
} Limb;

static double
wave_mmhg (double t_s)
{
  double phase_s = fmod (t_s, 7);
  return 112 + (phase_s < 6 ? 12 * fmin (1, fmin (phase_s, 6 - phase_s)) : 0);
}

static Limb *
limb_new (void)
{
  Limb *limb = g_new0 (Limb, 1);
  limb->trace = ebb_trace_new ();
  limb->targets[0] = (EbbTargetChange){ START_US, CUFF_MMHG (112) };
  limb->n_targets = 1;
  limb->now_us = START_US;
  return limb;
}

static void
limb_free (Limb *limb)
{
  ebb_trace_free (limb->trace);
  g_free (limb);
}

/* 20 s .. 22 s of each minute are missing; the newest samples are still on their way. */
static void
limb_go (Limb *limb, gint64 until_us)
{
  for (; START_US + limb->next * 10000 <= until_us - limb->lag_us; limb->next++) {
    double t_s = limb->next / 100.0, minute_s = fmod (t_s, 60);
    gboolean back = limb->next % 6000 == 2200;
    if (minute_s > 20 && minute_s < 22 && !back)
      continue;
    ebb_trace_push (limb->trace, START_US + limb->next * 10000,
                    cuff_pressure_from_mmhg (wave_mmhg (t_s)), back);
  }
  limb->now_us = until_us;
}

/* Found a second late, each of the last ones. */
static void
limb_mark (Limb *limb)
{
  limb->n_marks = 0;
  for (guint i = 0; i < N_MARKS; i++) {
    gint64 t_us = START_US + (i * 7 + 3) * G_USEC_PER_SEC;
    if (t_us + G_USEC_PER_SEC > limb->now_us)
      break;
    limb->marks[limb->n_marks++] = (EbbChartMark){ t_us, i + 1, TRUE };
  }
}

static EbbChartData
limb_data (Limb *limb)
{
  return (EbbChartData){ .trace = limb->trace,
                         .targets = limb->targets,
                         .n_targets = limb->n_targets,
                         .marks = limb->marks,
                         .n_marks = limb->n_marks,
                         .lop = CUFF_MMHG (260),
                         .band_percent = 10,
                         .numbers = TRUE,
                         .band_text = "target",
                         .lop_text = "LOP 260" };
}

/* --- pictures -------------------------------------------------------------------------------- */

static EbbSweepPicture *
picture_new (guint span_s)
{
  EbbSweepPicture *picture = ebb_sweep_picture_new ();
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, 12 * PANGO_SCALE);
  ebb_sweep_picture_set_span_s (picture, span_s);
  ebb_sweep_picture_set_size (picture, WIDTH_PX, HEIGHT_PX);
  ebb_sweep_picture_set_style (picture, ebb_palette_get (EBB_PALETTE_LIGHT), font);
  pango_font_description_free (font);
  return picture;
}

static cairo_surface_t *
render (EbbSweepPicture *picture)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH_PX, HEIGHT_PX);
  cairo_t *cr = cairo_create (surface);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  ebb_sweep_picture_append (picture, snapshot);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (node != NULL) {
    gsk_render_node_draw (node, cr);
    gsk_render_node_unref (node);
  }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Pixels that differ by more than the seam of two strokes can explain. */
static guint
count_differing (cairo_surface_t *a, cairo_surface_t *b)
{
  const guchar *p = cairo_image_surface_get_data (a), *q = cairo_image_surface_get_data (b);
  gsize size = (gsize) cairo_image_surface_get_stride (a) * HEIGHT_PX;
  guint n = 0;

  for (gsize i = 0; i < size; i += 4)
    for (guint k = 0; k < 4; k++)
      if (ABS (p[i + k] - q[i + k]) > 100) {
        n++;
        break;
      }
  return n;
}

static void
assert_as_from_nothing (EbbSweepPicture *grown, Limb *limb, guint span_s)
{
  EbbSweepPicture *fresh = picture_new (span_s);
  EbbChartData data = limb_data (limb);

  ebb_sweep_picture_set_data (fresh, &data, limb->now_us);
  cairo_surface_t *a = render (grown), *b = render (fresh);
  guint n = count_differing (a, b);
  if (n > 0) {
    g_test_message ("%u pixels differ at %.2f s", n,
                    (double) (limb->now_us - START_US) / G_USEC_PER_SEC);
    g_test_fail ();
  }
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  ebb_sweep_picture_free (fresh);
}

/* Steps as frames make them, now and then a stall; marks come late and one is taken back; the
 * target is stepped down once; three rounds over the edge. */
static void
sweep_along (guint span_s, double until_s, gboolean step_down)
{
  Limb *limb = limb_new ();
  EbbSweepPicture *grown = picture_new (span_s);
  g_autoptr (GRand) chance = g_rand_new_with_seed (20260214);
  guint n = 0;

  limb_go (limb, START_US);
  while (limb->now_us < START_US + (gint64) (until_s * G_USEC_PER_SEC)) {
    gint64 step_us = g_rand_int_range (chance, 0, 50) == 0 ? 1700000 : 4 * FRAME_US;
    limb->lag_us = g_rand_int_range (chance, 0, 400000);
    limb_go (limb, limb->now_us + step_us);
    limb_mark (limb);
    if (limb->n_marks > 2 && (n / 40) % 3 == 1)
      limb->n_marks--; /* taken back, for a while */
    if (step_down && limb->now_us > START_US + 90 * G_USEC_PER_SEC && limb->n_targets == 1)
      limb->targets[limb->n_targets++] = (EbbTargetChange){ limb->now_us, CUFF_MMHG (109) };
    EbbChartData data = limb_data (limb);
    ebb_sweep_picture_set_data (grown, &data, limb->now_us);
    if (n % 23 == 0 && span_s > 0)
      assert_as_from_nothing (grown, limb, span_s);
    else
      cairo_surface_destroy (render (grown));
    n++;
  }
  ebb_sweep_picture_free (grown);
  limb_free (limb);
}

static void
test_same_picture_60 (void)
{
  sweep_along (60, 200, TRUE);
}

static void
test_same_picture_10 (void)
{
  sweep_along (10, 45, FALSE);
}

static void
test_whole_session (void)
{
  sweep_along (0, 130, FALSE);
}

/* Left of the pen stands now, right of it what was a round ago. */
static void
test_old_picture_stays (void)
{
  Limb *limb = limb_new ();
  EbbSweepPicture *picture = picture_new (60);
  EbbChartData data;
  GdkRectangle area;
  gint64 t_us;

  limb_go (limb, START_US + 90 * G_USEC_PER_SEC);
  data = limb_data (limb);
  ebb_sweep_picture_set_data (picture, &data, limb->now_us);
  cairo_surface_destroy (render (picture));
  ebb_sweep_picture_get_area (picture, &area);

  g_assert_true (ebb_sweep_picture_get_time (picture, area.x + area.width * 0.25, &t_us));
  g_assert_cmpint (ABS (t_us - START_US - 75 * G_USEC_PER_SEC), <, 50000);
  g_assert_true (ebb_sweep_picture_get_time (picture, area.x + area.width * 0.75, &t_us));
  g_assert_cmpint (ABS (t_us - START_US - 45 * G_USEC_PER_SEC), <, 50000);
  /* In the gap before the pen nothing is told but the pen's own moment. */
  g_assert_true (ebb_sweep_picture_get_time (picture, area.x + area.width * 0.5 + 5, &t_us));
  g_assert_cmpint (ABS (t_us - limb->now_us), <, 50000);
  ebb_sweep_picture_free (picture);
  limb_free (limb);
}

/* Whatever the curve's height: what is missing is marked from top to bottom. */
static void
test_gap_is_whole (void)
{
  Limb *limb = limb_new ();
  EbbSweepPicture *picture = picture_new (60);
  GdkRectangle area;

  limb_go (limb, START_US + 50 * G_USEC_PER_SEC);
  EbbChartData data = limb_data (limb);
  ebb_sweep_picture_set_data (picture, &data, limb->now_us);
  cairo_surface_t *surface = render (picture);
  ebb_sweep_picture_get_area (picture, &area);
  const guint32 *pixels = (const guint32 *) (gconstpointer) cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface) / 4;
  int missing = area.x + area.width * 21 / 60, seen = area.x + area.width * 27 / 60;
  for (int y = area.y + 2; y < area.y + area.height - 2; y++)
    g_assert_cmpuint (pixels[y * stride + missing] >> 24, >, 0);
  g_assert_cmpuint (pixels[(area.y + 4) * stride + seen] >> 24, ==, 0);
  cairo_surface_destroy (surface);
  ebb_sweep_picture_free (picture);
  limb_free (limb);
}

/* No step of an axis for each repetition: over a minute of them it does not move. */
static void
test_axis_is_still (void)
{
  Limb *limb = limb_new ();
  EbbSweepPicture *picture = picture_new (60);
  double y = 0;

  limb_go (limb, START_US + 10 * G_USEC_PER_SEC);
  for (guint i = 0; i < 600; i++) {
    limb_go (limb, limb->now_us + 100000);
    EbbChartData data = limb_data (limb);
    ebb_sweep_picture_set_data (picture, &data, limb->now_us);
    cairo_surface_destroy (render (picture));
    double at = ebb_sweep_picture_get_y (picture, CUFF_MMHG (112));
    if (i > 0)
      g_assert_cmpfloat (at, ==, y);
    y = at;
  }
  ebb_sweep_picture_free (picture);
  limb_free (limb);
}

static void
test_cursor (void)
{
  Limb *limb = limb_new ();
  EbbSweepPicture *picture = picture_new (60);
  EbbSweepCursor cursor = { 0 };
  EbbChartData data;
  GdkRectangle area;

  g_assert_null (ebb_sweep_cursor_dup_text (&cursor, picture));
  limb_go (limb, START_US + 50 * G_USEC_PER_SEC);
  data = limb_data (limb);
  ebb_sweep_picture_set_data (picture, &data, limb->now_us);
  cairo_surface_destroy (render (picture));
  ebb_sweep_picture_get_area (picture, &area);

  /* 10 s into it: 3 s into a repetition, held at 124 mmHg. */
  ebb_sweep_cursor_move (&cursor, picture, area.x + area.width * 10.05 / 60);
  g_autofree char *held = ebb_sweep_cursor_dup_text (&cursor, picture);
  g_assert_cmpstr (held, ==, "0:10.0 · 124 mmHg");
  ebb_sweep_cursor_set_down (&cursor);
  /* 13.5 s: between two repetitions, at the target. */
  ebb_sweep_cursor_move (&cursor, picture, area.x + area.width * 13.55 / 60);
  g_autofree char *between = ebb_sweep_cursor_dup_text (&cursor, picture);
  g_assert_cmpstr (between, ==, "0:13.5 · 112 mmHg\n+3.5 s · -12 mmHg");
  /* 21 s: missing, and not the last value repeated. */
  ebb_sweep_cursor_move (&cursor, picture, area.x + area.width * 21.05 / 60);
  g_autofree char *missing = ebb_sweep_cursor_dup_text (&cursor, picture);
  g_assert_cmpstr (missing, ==, "0:21.0 · no data\n+11.0 s");
  ebb_sweep_picture_free (picture);
  limb_free (limb);
}

/* --- the widget ------------------------------------------------------------------------------ */

static gboolean
source (gpointer user, EbbChartData *data, gint64 *now_us)
{
  Limb *limb = user;

  limb->n_calls++;
  if (limb->silent)
    return FALSE;
  limb_go (limb, limb->now_us + FRAME_US);
  limb_mark (limb);
  *data = limb_data (limb);
  *now_us = limb->now_us;
  return TRUE;
}

static gboolean
on_over (gpointer user)
{
  *(gboolean *) user = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
run_until_calls (Limb *limb, guint n)
{
  gboolean over = FALSE;
  guint id = g_timeout_add (20000, on_over, &over);

  while (limb->n_calls < n && !over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (limb->n_calls, >=, n);
  g_source_remove (id);
}

typedef struct {
  GtkWidget *window;
  EbbSweep *sweep;
  Limb *limb;
} Shown;

static Shown
show (void)
{
  Shown shown = { .window = gtk_window_new (), .limb = limb_new () };

  shown.sweep = EBB_SWEEP (ebb_sweep_new ());
  gtk_window_set_default_size (GTK_WINDOW (shown.window), WIDTH_PX, HEIGHT_PX);
  gtk_window_set_child (GTK_WINDOW (shown.window), GTK_WIDGET (shown.sweep));
  ebb_sweep_set_source (shown.sweep, source, shown.limb, (GDestroyNotify) limb_free);
  gtk_window_present (GTK_WINDOW (shown.window));
  run_until_calls (shown.limb, 5);
  return shown;
}

/* Per frame the pen's tile, and now and then its neighbour. */
static void
test_little_is_built (void)
{
  Shown shown = show ();
  guint64 tiles, frames, tiles_before, frames_before;

  run_until_calls (shown.limb, 30);
  ebb_sweep_get_work (shown.sweep, &tiles_before, &frames_before);
  run_until_calls (shown.limb, 150);
  ebb_sweep_get_work (shown.sweep, &tiles, &frames);
  tiles -= tiles_before;
  frames -= frames_before;
  g_test_message ("%u tiles in %u frames", (guint) tiles, (guint) frames);
  g_assert_cmpuint (frames, >, 30);
  g_assert_cmpuint (tiles, >=, frames);
  g_assert_cmpuint (tiles, <=, frames * 2);
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

static void
test_rests (void)
{
  Shown shown = show ();
  guint64 tiles, frames, frames_before;

  shown.limb->silent = TRUE;
  shown.limb->n_calls = 0;
  run_for (800);
  g_assert_cmpuint (shown.limb->n_calls, >=, 1);
  g_assert_cmpuint (shown.limb->n_calls, <=, 10);
  ebb_sweep_get_work (shown.sweep, &tiles, &frames_before);
  run_for (300);
  ebb_sweep_get_work (shown.sweep, &tiles, &frames);
  g_assert_cmpuint (frames, ==, frames_before);

  shown.limb->silent = FALSE;
  ebb_sweep_wake (shown.sweep);
  run_until_calls (shown.limb, 20);
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

static void
test_unmapped (void)
{
  Shown shown = show ();

  gtk_widget_set_visible (GTK_WIDGET (shown.sweep), FALSE);
  run_for (50);
  shown.limb->n_calls = 0;
  ebb_sweep_wake (shown.sweep);
  run_for (300);
  g_assert_cmpuint (shown.limb->n_calls, ==, 0);
  gtk_widget_set_visible (GTK_WIDGET (shown.sweep), TRUE);
  run_until_calls (shown.limb, 3);
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

/* The picture stands while the session goes on; then it shows all that came. */
static void
test_frozen (void)
{
  Shown shown = show ();

  ebb_sweep_set_frozen (shown.sweep, TRUE);
  g_assert_true (ebb_sweep_get_frozen (shown.sweep));
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (shown.sweep)));
  shown.limb->n_calls = 0;
  ebb_sweep_wake (shown.sweep);
  run_for (300);
  g_assert_cmpuint (shown.limb->n_calls, ==, 0);
  ebb_sweep_set_frozen (shown.sweep, FALSE);
  run_until_calls (shown.limb, 3);
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/sweep/same-picture/60", test_same_picture_60);
  g_test_add_func ("/sweep/same-picture/10", test_same_picture_10);
  g_test_add_func ("/sweep/whole-session", test_whole_session);
  g_test_add_func ("/sweep/old-picture-stays", test_old_picture_stays);
  g_test_add_func ("/sweep/gap-is-whole", test_gap_is_whole);
  g_test_add_func ("/sweep/axis-is-still", test_axis_is_still);
  g_test_add_func ("/sweep/cursor", test_cursor);
  g_test_add_func ("/sweep/little-is-built", test_little_is_built);
  g_test_add_func ("/sweep/rests", test_rests);
  g_test_add_func ("/sweep/unmapped", test_unmapped);
  g_test_add_func ("/sweep/frozen", test_frozen);
  return g_test_run ();
}
