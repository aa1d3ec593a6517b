/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is drawn without a toolkit: axes with round numbers, a range that shows the repetition wave,
 * a curve that loses no spike and bridges no gap, and which repetitions are marked.
 */
#include "ebb-chart-draw.h"
#include "ebb-strip-draw.h"

#include <math.h>

#define WIDTH_PX  600
#define HEIGHT_PX 200

/* --- axes ------------------------------------------------------------------------------------ */

static void
test_ticks (void)
{
  static const struct {
    double from, to, px, apart_px, step, first;
    guint n;
  } rows[] = {
    { 80, 160, 160, 25, 20, 80, 5 }, /* 12.5 mmHg a tick: the next of 1 2 5 is 20 */
    { 80, 160, 160, 16, 10, 80, 9 }, /* 8: 10 */
    { 0, 300, 100, 25, 100, 0, 4 },  /* 75: 100 */
    { 83, 121, 380, 20, 2, 84, 19 }, /* 2: 2, from the first even one */
    { 0, 1, 100, 10, 0.1, 0, 11 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbScale scale = { rows[i].from, rows[i].to, rows[i].px, 0 }; /* y runs upwards */
    EbbTicks ticks;

    ebb_ticks_make (&scale, rows[i].apart_px, &ticks);
    g_assert_cmpfloat_with_epsilon (ticks.step, rows[i].step, 1e-9);
    g_assert_cmpuint (ticks.n, ==, rows[i].n);
    g_assert_cmpfloat_with_epsilon (ticks.at[0], rows[i].first, 1e-9);
  }
}

static void
test_time_ticks (void)
{
  static const struct {
    double range_s, px, apart_px, step_s;
  } rows[] = {
    { 10, 1000, 75, 1 },    { 60, 1000, 75, 5 },    { 60, 500, 75, 10 },    { 90, 500, 75, 15 },
    { 150, 500, 75, 30 },   { 480, 1000, 75, 60 },  { 480, 600, 75, 60 },   { 900, 1000, 75, 120 },
    { 2400, 700, 75, 300 }, { 3600, 600, 75, 600 }, { 3600, 300, 75, 900 }, { 3600, 200, 75, 1800 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbScale scale = { 0, rows[i].range_s, 0, rows[i].px };
    EbbTicks ticks;

    ebb_ticks_make_time (&scale, rows[i].apart_px, &ticks);
    g_assert_cmpfloat_with_epsilon (ticks.step, rows[i].step_s, 1e-9);
    g_assert_cmpfloat (ticks.at[0], ==, 0);
  }
}

/* A scale without extent draws nothing, and does not run on for ever. */
static void
test_ticks_nothing (void)
{
  EbbScale flat = { 5, 5, 0, 100 }, narrow = { 0, 10, 50, 50 };
  EbbTicks ticks;

  ebb_ticks_make (&flat, 10, &ticks);
  g_assert_cmpuint (ticks.n, ==, 0);
  ebb_ticks_make_time (&narrow, 10, &ticks);
  g_assert_cmpuint (ticks.n, ==, 0);
}

static void
test_scale (void)
{
  EbbScale y = { 80, 160, 200, 40 };

  g_assert_cmpfloat_with_epsilon (ebb_scale_to_px (&y, 80), 200, 1e-9);
  g_assert_cmpfloat_with_epsilon (ebb_scale_to_px (&y, 120), 120, 1e-9);
  g_assert_cmpfloat_with_epsilon (ebb_scale_from_px (&y, 80), 140, 1e-9);
}

/* --- range ----------------------------------------------------------------------------------- */

/* A cuff that inflates for 4 s and then holds a target under contractions of 12 mmHg. */
static EbbTrace *
make_wave (double target_mmhg, double length_s)
{
  EbbTrace *trace = ebb_trace_new ();

  for (gint64 i = 0; i < length_s * 100; i++) {
    double t_s = i / 100.0, wave = fmod (t_s, 7) < 5 ? 12 : 0;
    double mmhg = t_s < 4 ? target_mmhg * t_s / 4 : target_mmhg + wave;
    ebb_trace_push (trace, i * 10000, cuff_pressure_from_mmhg (mmhg), FALSE);
  }
  return trace;
}

static void
test_fit_wave (void)
{
  g_autoptr (EbbTrace) trace = make_wave (112, 60);
  EbbTargetChange target = { 0, CUFF_MMHG (112) };
  EbbChartData data = { .trace = trace,
                        .targets = &target,
                        .n_targets = 1,
                        .band_percent = 10,
                        .lop = CUFF_PRESSURE_UNSET };
  EbbScale y;

  ebb_chart_fit_y (&data, 0, 60 * G_USEC_PER_SEC, &y);
  /* Not from zero, although the inflation is in the stretch; wave and zone are inside. */
  g_assert_cmpfloat (y.from, >=, 60);
  g_assert_cmpfloat (y.from, <=, 112 * 0.9);
  g_assert_cmpfloat (y.to, >=, 124);
  g_assert_cmpfloat (y.to - y.from, >=, 80);
  g_assert_cmpfloat (fmod (y.from, 20), ==, 0);
  g_assert_cmpfloat (fmod (y.to, 20), ==, 0);
}

/* While it inflates, and when it falls away from the target, everything is seen. */
static void
test_fit_all (void)
{
  g_autoptr (EbbTrace) trace = make_wave (112, 60);
  EbbTargetChange target = { 0, CUFF_MMHG (112) };
  EbbChartData data = { .trace = trace,
                        .targets = &target,
                        .n_targets = 1,
                        .band_percent = 10,
                        .lop = CUFF_PRESSURE_UNSET };
  EbbScale y;

  ebb_chart_fit_y (&data, 0, G_USEC_PER_SEC, &y);
  g_assert_cmpfloat (y.from, ==, 0);
  g_assert_cmpfloat (y.to, >=, 112 * 1.1);
  ebb_trace_push (trace, 60 * G_USEC_PER_SEC, CUFF_MMHG (20), FALSE);
  ebb_chart_fit_y (&data, 0, 61 * G_USEC_PER_SEC, &y);
  g_assert_cmpfloat (y.from, <=, 20);
  g_assert_cmpfloat (y.to, >=, 124);
}

/* A cuff without a target and without a sample still has an axis; noise around zero does not open
 * a range below it. */
static void
test_fit_nothing (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  EbbChartData data = { .trace = trace, .lop = CUFF_PRESSURE_UNSET };
  EbbScale y;

  ebb_chart_fit_y (&data, 0, G_USEC_PER_SEC, &y);
  g_assert_cmpfloat (y.from, ==, 0);
  g_assert_cmpfloat (y.to, >=, 80);
  ebb_trace_push (trace, 0, CUFF_MMHG (-1), FALSE);
  ebb_chart_fit_y (&data, 0, G_USEC_PER_SEC, &y);
  g_assert_cmpfloat (y.from, ==, 0);
}

static void
test_fit_lop (void)
{
  g_autoptr (EbbTrace) trace = make_wave (112, 60);
  EbbTargetChange target = { 0, CUFF_MMHG (112) };
  EbbChartData data = {
    .trace = trace, .targets = &target, .n_targets = 1, .band_percent = 10, .lop = CUFF_MMHG (165)
  };
  EbbScale y;

  ebb_chart_fit_y (&data, 0, 60 * G_USEC_PER_SEC, &y);
  g_assert_cmpfloat (y.to, >, 165); /* near: in the picture */
  data.lop = CUFF_MMHG (260);
  ebb_chart_fit_y (&data, 0, 60 * G_USEC_PER_SEC, &y);
  g_assert_cmpfloat (y.to, <, 260); /* far: the wave is not flattened for it */
}

/* --- the curve ------------------------------------------------------------------------------- */

typedef struct {
  cairo_surface_t *surface;
  cairo_t *cr;
  EbbChartFrame frame;
} Canvas;

static Canvas
canvas_new (double seconds)
{
  Canvas canvas = { .frame = { .x = { 0, seconds, 0, WIDTH_PX }, .y = { 0, 200, HEIGHT_PX, 0 } } };

  canvas.surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH_PX, HEIGHT_PX);
  canvas.cr = cairo_create (canvas.surface);
  return canvas;
}

static void
canvas_clear (Canvas *canvas)
{
  cairo_destroy (canvas->cr);
  cairo_surface_destroy (canvas->surface);
}

/* How opaque a pixel is; a curve is, a gap's grey is not. */
static guint
ink (Canvas *canvas, int x, int y)
{
  cairo_surface_flush (canvas->surface);
  const guchar *row = cairo_image_surface_get_data (canvas->surface)
                      + y * cairo_image_surface_get_stride (canvas->surface);
  return ((const guint32 *) (gconstpointer) row)[x] >> 24;
}

static gboolean
has_curve (Canvas *canvas, int x)
{
  for (int y = 0; y < HEIGHT_PX; y++)
    if (ink (canvas, x, y) > 160)
      return TRUE;
  return FALSE;
}

static gboolean
has_grey (Canvas *canvas, int x)
{
  for (int y = 0; y < HEIGHT_PX; y++)
    if (ink (canvas, x, y) < 10)
      return FALSE;
  return TRUE;
}

static void
draw (Canvas *canvas, const EbbTrace *trace, double from_s, double to_s)
{
  ebb_chart_draw_curve (canvas->cr, &canvas->frame, trace, (gint64) (from_s * G_USEC_PER_SEC),
                        (gint64) (to_s * G_USEC_PER_SEC), ebb_palette_get (EBB_PALETTE_LIGHT));
}

/* Ten milliseconds at 190 mmHg in ten minutes squeezed to 600 columns. */
static void
test_curve_spike (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  Canvas canvas = canvas_new (600);

  for (gint64 i = 0; i < 60000; i++)
    ebb_trace_push (trace, i * 10000, i == 30050 ? CUFF_MMHG (190) : CUFF_MMHG (100), FALSE);
  draw (&canvas, trace, 0, 600);
  g_assert_cmpuint (ink (&canvas, 300, HEIGHT_PX - 188), >, 160);
  g_assert_cmpuint (ink (&canvas, 290, HEIGHT_PX - 188), ==, 0);
  g_assert_cmpuint (ink (&canvas, 310, HEIGHT_PX - 188), ==, 0);
  canvas_clear (&canvas);
}

/* 20 s .. 30 s missing of 60: grey there, no line across, curve on both sides. */
static void
test_curve_gap (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  Canvas canvas = canvas_new (60);

  for (gint64 i = 0; i < 6000; i++)
    if (i <= 2000 || i >= 3000)
      ebb_trace_push (trace, i * 10000, CUFF_MMHG (100), i == 3000);
  draw (&canvas, trace, 0, 60);
  for (int x = 0; x < WIDTH_PX; x++) {
    gboolean inside = x > 202 && x < 298, outside = x < 199 || (x > 302 && x < WIDTH_PX - 1);
    if (inside) {
      g_assert_false (has_curve (&canvas, x));
      g_assert_true (has_grey (&canvas, x));
    } else if (outside) {
      g_assert_true (has_curve (&canvas, x));
      g_assert_false (has_grey (&canvas, x));
    }
  }
  canvas_clear (&canvas);
}

/* The same gap, drawn tile by tile, none of which has a sample on both sides of it. */
static void
test_curve_gap_in_tiles (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  Canvas canvas = canvas_new (60);

  for (gint64 i = 0; i < 6000; i++)
    if (i <= 2000 || i >= 3000)
      ebb_trace_push (trace, i * 10000, CUFF_MMHG (100), i == 3000);
  for (int tile = 0; tile < 20; tile++)
    draw (&canvas, trace, tile * 3, tile * 3 + 3);
  for (int x = 205; x < 296; x++) {
    g_assert_false (has_curve (&canvas, x));
    g_assert_true (has_grey (&canvas, x));
  }
  for (int x = 305; x < WIDTH_PX - 1; x++)
    g_assert_true (has_curve (&canvas, x));
  canvas_clear (&canvas);
}

/* A sensor that says nothing is a gap too; one that stopped is one up to now and no further. */
static void
test_curve_unset (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  Canvas canvas = canvas_new (60);

  for (gint64 i = 0; i < 4000; i++)
    ebb_trace_push (trace, i * 10000, i > 2000 && i < 3000 ? CUFF_PRESSURE_UNSET : CUFF_MMHG (100),
                    FALSE);
  draw (&canvas, trace, 0, 50);
  g_assert_true (has_grey (&canvas, 250));
  g_assert_false (has_curve (&canvas, 250));
  g_assert_true (has_curve (&canvas, 350));
  g_assert_true (has_grey (&canvas, 450)); /* 45 s: silent since 40 s */
  g_assert_false (has_curve (&canvas, 450));
  g_assert_false (has_grey (&canvas, 550)); /* 55 s: has not come yet */
  canvas_clear (&canvas);
}

/* Twenty milliseconds after the newest sample nothing is missing; a tenth of a second after it, it
 * is. */
static void
test_curve_pen (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  Canvas fresh = canvas_new (6), late = canvas_new (6);

  for (gint64 i = 0; i <= 300; i++)
    ebb_trace_push (trace, i * 10000, CUFF_MMHG (100), FALSE);
  draw (&fresh, trace, 0, 3.02);
  for (int x = 0; x < WIDTH_PX; x++)
    g_assert_false (has_grey (&fresh, x));
  draw (&late, trace, 0, 3.1);
  g_assert_true (has_grey (&late, 305));
  canvas_clear (&fresh);
  canvas_clear (&late);
}

/* Slower than the columns: ten samples a second over ten seconds is a line, not a row of gaps. */
static void
test_curve_slow (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  Canvas canvas = canvas_new (10);

  for (gint64 i = 0; i <= 100; i++)
    ebb_trace_push (trace, i * 100000, CUFF_MMHG (100), FALSE);
  draw (&canvas, trace, 0, 10);
  for (int x = 2; x < WIDTH_PX - 2; x++) {
    g_assert_true (has_curve (&canvas, x));
    g_assert_false (has_grey (&canvas, x));
  }
  canvas_clear (&canvas);
}

/* --- the planned zone ------------------------------------------------------------------------ */

/* -10 mmHg at 30 s: the zone steps down there; deflated at 50 s: none from then on. */
static void
test_zone (void)
{
  const EbbTargetChange targets[] = { { 0, CUFF_MMHG (100) },
                                      { 30 * G_USEC_PER_SEC, CUFF_MMHG (90) },
                                      { 50 * G_USEC_PER_SEC, 0 } };
  Canvas canvas = canvas_new (60);
  EbbChartData data = {
    .targets = targets, .n_targets = 3, .band_percent = 10, .lop = CUFF_PRESSURE_UNSET
  };

  ebb_chart_draw_band (canvas.cr, &canvas.frame, &data, ebb_palette_get (EBB_PALETTE_LIGHT));
  g_assert_cmpuint (ink (&canvas, 150, HEIGHT_PX - 108), >, 0);
  g_assert_cmpuint (ink (&canvas, 150, HEIGHT_PX - 85), ==, 0);
  g_assert_cmpuint (ink (&canvas, 400, HEIGHT_PX - 108), ==, 0);
  g_assert_cmpuint (ink (&canvas, 400, HEIGHT_PX - 85), >, 0);
  for (int y = 0; y < HEIGHT_PX; y++)
    g_assert_cmpuint (ink (&canvas, 550, y), ==, 0);
  canvas_clear (&canvas);
}

/* --- repetitions ----------------------------------------------------------------------------- */

static void
test_off (void)
{
  const EbbTempo tempo = { 1000, 5000, 1000, 0 }, no_hold = { 2000, 0, 2000, 0 };
  static const struct {
    double hold_s;
    gboolean off;
  } rows[] = { { 5, FALSE },   { 4, FALSE }, { 3.99, TRUE }, { 7, FALSE },
               { 7.01, TRUE }, { 0, TRUE },  { NAN, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbStripRep rep = { .number = 1, .contract_s = 1, .hold_s = rows[i].hold_s, .relax_s = 1 };

    g_assert_cmpint (ebb_strip_is_off (&rep, &tempo), ==, rows[i].off);
    g_assert_false (ebb_strip_is_off (&rep, &no_hold));
  }
}

/* Whatever the sizes and numbers, the strip stays inside its picture. */
static void
test_strip_bounds (void)
{
  EbbStripRep reps[40];

  for (guint i = 0; i < 40; i++)
    reps[i] = (EbbStripRep){ i + 1, 1, i % 3 == 0 ? 30 : 5, 1, i % 7 == 0 };
  for (int width = 40; width < 900; width += 215) {
    EbbStripData data = { .reps = reps,
                          .n_reps = 35,
                          .reps_min = 15,
                          .reps_max = 20,
                          .tempo = { 1000, 5000, 1000, 0 },
                          .pacer_s = 3,
                          .pacer_number = 36 };
    cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
    cairo_t *cr = cairo_create (surface);
    double x, y, w, h;

    ebb_strip_draw (cr, width, 90, &data, ebb_palette_get (EBB_PALETTE_DARK));
    cairo_recording_surface_ink_extents (surface, &x, &y, &w, &h);
    g_assert_cmpfloat (x, >=, -1);
    g_assert_cmpfloat (x + w, <=, MAX (width, 60) + 12); /* a word may hang over the last bar */
    g_assert_cmpfloat (y + h, <=, 92);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/ticks", test_ticks);
  g_test_add_func ("/drawing/time-ticks", test_time_ticks);
  g_test_add_func ("/drawing/ticks-nothing", test_ticks_nothing);
  g_test_add_func ("/drawing/scale", test_scale);
  g_test_add_func ("/drawing/fit-wave", test_fit_wave);
  g_test_add_func ("/drawing/fit-all", test_fit_all);
  g_test_add_func ("/drawing/fit-nothing", test_fit_nothing);
  g_test_add_func ("/drawing/fit-lop", test_fit_lop);
  g_test_add_func ("/drawing/curve-spike", test_curve_spike);
  g_test_add_func ("/drawing/curve-gap", test_curve_gap);
  g_test_add_func ("/drawing/curve-gap-in-tiles", test_curve_gap_in_tiles);
  g_test_add_func ("/drawing/curve-unset", test_curve_unset);
  g_test_add_func ("/drawing/curve-pen", test_curve_pen);
  g_test_add_func ("/drawing/curve-slow", test_curve_slow);
  g_test_add_func ("/drawing/zone", test_zone);
  g_test_add_func ("/drawing/off", test_off);
  g_test_add_func ("/drawing/strip-bounds", test_strip_bounds);
  return g_test_run ();
}
