/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plot of a report: the whole of one bout, or of all of them in a row.
 */
#include "ebb-chart-draw.h"
#include "ebb-format.h"
#include "ebb-report-private.h"

#include <glib/gi18n-lib.h>

/* Printers resolve more than a point: the plot is drawn at this many units a point. */
#define UNITS_A_POINT 2.0

/* The patient's plot reaches from here to there, in parts of the lowest and highest target. */
#define ZONE_BELOW 0.78
#define ZONE_ABOVE 1.2

#define LABEL_INSET_PT 12.0

typedef struct {
  EbbTrace *trace;            /* owned */
  GArray *targets;            /* EbbTargetChange */
  GArray *marks;              /* EbbChartMark */
  char *lop_text;             /* owned or NULL */
  PangoFontDescription *font; /* owned */
  EbbChartData data;
} Plot;

static void
plot_free (gpointer data)
{
  Plot *plot = data;
  ebb_trace_free (plot->trace);
  g_array_unref (plot->targets);
  g_array_unref (plot->marks);
  g_free (plot->lop_text);
  pango_font_description_free (plot->font);
  g_free (plot);
}

/* A patient looks at the waves in the zone, not at how far the zone is from zero. */
static gboolean
fit_to_zone (const Plot *plot, gint64 from_us, gint64 to_us, EbbScale *y)
{
  double lowest_mmhg = G_MAXDOUBLE, highest_mmhg = 0;
  EbbSpan span;
  for (guint i = 0; i < plot->targets->len; i++) {
    CuffPressure target = g_array_index (plot->targets, EbbTargetChange, i).target;
    if (!cuff_pressure_is_set (target) || target <= 0)
      continue;
    lowest_mmhg = MIN (lowest_mmhg, cuff_pressure_to_mmhg (target));
    highest_mmhg = MAX (highest_mmhg, cuff_pressure_to_mmhg (target));
  }
  if (highest_mmhg <= 0 || !ebb_trace_get_span (plot->trace, from_us, to_us, &span)
      || !cuff_pressure_is_set (span.max))
    return FALSE;
  y->from = lowest_mmhg * ZONE_BELOW;
  y->to = MAX (highest_mmhg * ZONE_ABOVE, cuff_pressure_to_mmhg (span.max) * 1.02);
  return TRUE;
}

static void
draw_zone_plot (const Plot *plot, cairo_t *cr, double width, double height)
{
  const EbbPalette *palette = ebb_palette_get (EBB_PALETTE_PAPER);
  gint64 from_us = ebb_trace_get_first_us (plot->trace);
  gint64 to_us = ebb_trace_get_last_us (plot->trace);
  EbbChartFrame frame = { .origin_us = from_us };
  frame.x.to = (double) (to_us - from_us) / G_USEC_PER_SEC;
  if (!fit_to_zone (plot, from_us, to_us, &frame.y)) {
    ebb_chart_draw (cr, 0, 0, width, height, from_us, to_us, &plot->data, palette);
    return;
  }
  /* The first label of the time axis reaches to the left of it. */
  double inset = LABEL_INSET_PT * UNITS_A_POINT;
  ebb_chart_lay_out (&frame, inset, 0, width - inset, height, &plot->data);
  ebb_chart_draw_band (cr, &frame, &plot->data, palette);
  EbbChartData unnamed = plot->data;
  unnamed.band_text = NULL;
  ebb_chart_draw_axes (cr, &frame, &unnamed, palette);
  ebb_chart_draw_curve (cr, &frame, plot->trace, from_us, to_us, palette);
  ebb_chart_draw_band_text (cr, &frame, &plot->data, palette);
}

static void
draw_plot (const EbbBlock *block, cairo_t *cr, double x, double y, double width, double height)
{
  const Plot *plot = block->data;
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, 1 / UNITS_A_POINT, 1 / UNITS_A_POINT);
  if (plot->data.numbers)
    ebb_chart_draw (cr, 0, 0, width * UNITS_A_POINT, height * UNITS_A_POINT,
                    ebb_trace_get_first_us (plot->trace), ebb_trace_get_last_us (plot->trace),
                    &plot->data, ebb_palette_get (EBB_PALETTE_PAPER));
  else
    draw_zone_plot (plot, cr, width * UNITS_A_POINT, height * UNITS_A_POINT);
  cairo_restore (cr);
}

static const EbbLimbFile *
first_limb (const EbbBoutSummary *bout)
{
  return bout->bout->limbs->len > 0 ? g_ptr_array_index (bout->bout->limbs, 0) : NULL;
}

/* Between two bouts nothing was recorded. */
static void
push_samples (Plot *plot, const EbbLimbFile *limb)
{
  for (guint i = 0; i < limb->samples->len; i++) {
    const EbbSample *sample = &g_array_index (limb->samples, EbbSample, i);
    gboolean apart = i == 0 && ebb_trace_get_length (plot->trace) > 0;
    if (sample->t_us >= ebb_trace_get_last_us (plot->trace))
      ebb_trace_push (plot->trace, sample->t_us, sample->pressure, sample->gap || apart);
  }
}

static void
add_targets (Plot *plot, const EbbBoutSummary *bout)
{
  for (guint i = 0; i < bout->targets->len; i++) {
    EbbTargetChange change = g_array_index (bout->targets, EbbTargetChange, i);
    if (i == 0)
      change.t_us = bout->bout->bout->started_us;
    g_array_append_val (plot->targets, change);
  }
}

static void
add_marks (Plot *plot, const EbbBoutFile *bout)
{
  for (guint i = 0; i < bout->sets->len; i++) {
    const EbbSetFile *set = g_ptr_array_index (bout->sets, i);
    for (guint j = 0; j < set->reps->len; j++) {
      const EbbRepRecord *rep = g_ptr_array_index (set->reps, j);
      EbbChartMark mark = { rep->rep.peak_us, rep->number, TRUE };
      if (!rep->removed)
        g_array_append_val (plot->marks, mark);
    }
  }
}

static void
fill_data (Plot *plot, gboolean numbers, const EbbLimbFile *limb)
{
  plot->data = (EbbChartData){ .trace = plot->trace,
                               .targets = (const EbbTargetChange *) (void *) plot->targets->data,
                               .n_targets = plot->targets->len,
                               .marks = (const EbbChartMark *) (void *) plot->marks->data,
                               .n_marks = plot->marks->len,
                               .lop = CUFF_PRESSURE_UNSET,
                               .band_percent = EBB_MEASURE_BAND_EXERCISE_PERCENT,
                               .numbers = numbers,
                               .font = plot->font };
  if (!numbers) {
    plot->data.band_text = _ ("planned zone");
    return;
  }
  /* Translators: beside the band of ±10 % around the target pressure. */
  plot->data.band_text = _ ("target ±10\u00a0%");
  plot->data.lop = limb->limb->lop;
  if (cuff_pressure_is_set (limb->limb->lop)) {
    g_autofree char *number = ebb_format_mmhg_number (limb->limb->lop);
    plot->lop_text = g_strdup_printf (_ ("LOP %s"), number);
    plot->data.lop_text = plot->lop_text;
  }
}

EbbBlock *
ebb_report_chart_new (EbbReport *report, const EbbBoutSummary *bouts, guint n_bouts,
                      double height_pt, double height_min_pt)
{
  gboolean numbers = report->kind == EBB_REPORT_CLINICIAN;
  const EbbLimbFile *limb = NULL;
  Plot *plot = g_new0 (Plot, 1);
  plot->trace = ebb_trace_new ();
  plot->targets = g_array_new (FALSE, FALSE, sizeof (EbbTargetChange));
  plot->marks = g_array_new (FALSE, FALSE, sizeof (EbbChartMark));
  plot->font = pango_font_description_copy (ebb_type_get_font (report->type, EBB_TYPE_SMALL));
  pango_font_description_set_absolute_size (plot->font, pango_font_description_get_size (plot->font)
                                                            * UNITS_A_POINT);
  for (guint i = 0; i < n_bouts; i++) {
    if (first_limb (&bouts[i]) == NULL)
      continue;
    limb = first_limb (&bouts[i]);
    push_samples (plot, limb);
    add_targets (plot, &bouts[i]);
    if (numbers)
      add_marks (plot, bouts[i].bout);
  }
  if (ebb_trace_get_first_us (plot->trace) >= ebb_trace_get_last_us (plot->trace)) {
    plot_free (plot);
    return NULL;
  }
  fill_data (plot, numbers, limb);
  EbbBlock *block = ebb_block_new (height_pt, draw_plot, plot, plot_free);
  block->height_min_pt = height_min_pt;
  return block;
}
