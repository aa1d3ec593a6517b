/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-sweep-private.h"

#include <math.h>

#define PEN_GAP_MIN_PX  12.0
#define PEN_GAP_MAX_PX  32.0
#define PEN_GAP_PART    0.02 /* of the width */
#define MARK_REACH_PX   24.0 /* of a mark and its number to either side */
#define EDGE_PX         3.0  /* what a stroke reaches beyond its columns */
#define FIT_EVERY_US    100000
#define SHRINK_MMHG     40.0 /* less is no reason to move the axis */
#define SHRINK_AFTER_US 3000000

/* Lengths of the whole session's axis, in seconds: each holds until it is full. */
static const guint whole_s[] = { 60,   120,  300,  600,   900,   1200,  1800, 2700,
                                 3600, 5400, 7200, 10800, 14400, 28800, 86400 };

static void
unref_node (gpointer node)
{
  if (node != NULL)
    gsk_render_node_unref (node);
}

static void
drop_node (GPtrArray *nodes, guint i)
{
  unref_node (nodes->pdata[i]);
  nodes->pdata[i] = NULL;
}

static void
drop_tiles (EbbSweepPicture *picture)
{
  for (guint i = 0; i < picture->tiles->len; i++)
    drop_node (picture->tiles, i);
  for (guint i = 0; i < picture->cells->len; i++)
    drop_node (picture->cells, i);
}

static void
drop_all (EbbSweepPicture *picture)
{
  drop_tiles (picture);
  g_clear_pointer (&picture->still, gsk_render_node_unref);
  g_clear_pointer (&picture->zone, gsk_render_node_unref);
  g_clear_pointer (&picture->clock, gsk_render_node_unref);
}

static void
drop_px (EbbSweepPicture *picture, double from_px, double to_px)
{
  double left = picture->frame.x.from_px;
  for (guint i = 0; i < picture->cells->len; i++) {
    double x = left + i * EBB_SWEEP_CELL_PX;
    if (x > to_px || x + EBB_SWEEP_CELL_PX < from_px)
      continue;
    drop_node (picture->cells, i);
    drop_node (picture->tiles, i / EBB_SWEEP_TILE_CELLS);
  }
}

double
ebb_sweep_picture_width_px (const EbbSweepPicture *picture)
{
  return picture->frame.x.to_px - picture->frame.x.from_px;
}

double
ebb_sweep_picture_pen_gap_px (const EbbSweepPicture *picture)
{
  double gap_px = ebb_sweep_picture_width_px (picture) * PEN_GAP_PART;
  return ceil (CLAMP (gap_px, PEN_GAP_MIN_PX, PEN_GAP_MAX_PX));
}

/* Where a moment stands in its own round. */
double
ebb_sweep_picture_time_px (const EbbSweepPicture *picture, gint64 t_us)
{
  gint64 into_us = (t_us - picture->zero_us) % picture->round_us;
  if (into_us < 0)
    into_us += picture->round_us;
  return picture->frame.x.from_px
         + (double) into_us / picture->round_us * ebb_sweep_picture_width_px (picture);
}

double
ebb_sweep_picture_pen_px (const EbbSweepPicture *picture, gint64 now_us)
{
  return ceil (ebb_sweep_picture_time_px (picture, now_us));
}

EbbChartFrame
ebb_sweep_picture_frame_of_round (const EbbSweepPicture *picture, gint64 round)
{
  EbbChartFrame frame = picture->frame;
  frame.origin_us = picture->zero_us;
  frame.x.from = (double) (round * picture->round_us) / G_USEC_PER_SEC;
  frame.x.to = (double) ((round + 1) * picture->round_us) / G_USEC_PER_SEC;
  return frame;
}

gint64
ebb_sweep_picture_px_time (const EbbSweepPicture *picture, gint64 round, double px)
{
  EbbChartFrame frame = ebb_sweep_picture_frame_of_round (picture, round);
  return frame.origin_us + llround (ebb_scale_from_px (&frame.x, px) * G_USEC_PER_SEC);
}

EbbSweepPicture *
ebb_sweep_picture_new (void)
{
  EbbSweepPicture *picture = g_new0 (EbbSweepPicture, 1);
  picture->targets = g_array_new (FALSE, FALSE, sizeof (EbbTargetChange));
  picture->marks = g_array_new (FALSE, FALSE, sizeof (EbbChartMark));
  picture->tiles = g_ptr_array_new_with_free_func (unref_node);
  picture->cells = g_ptr_array_new_with_free_func (unref_node);
  picture->span_s = 60;
  picture->fit_us = picture->small_since_us = EBB_TIME_UNSET;
  return picture;
}

void
ebb_sweep_picture_free (EbbSweepPicture *picture)
{
  if (picture == NULL)
    return;
  drop_all (picture);
  g_ptr_array_unref (picture->tiles);
  g_ptr_array_unref (picture->cells);
  g_array_unref (picture->targets);
  g_array_unref (picture->marks);
  g_clear_pointer (&picture->font, pango_font_description_free);
  g_free (picture->band_text);
  g_free (picture->lop_text);
  g_free (picture);
}

void
ebb_sweep_picture_set_span_s (EbbSweepPicture *picture, guint span_s)
{
  picture->span_s = span_s;
  picture->fit_us = EBB_TIME_UNSET;
  picture->laid_out = FALSE;
}

void
ebb_sweep_picture_set_size (EbbSweepPicture *picture, int width, int height)
{
  if (picture->width == width && picture->height == height)
    return;
  picture->width = width;
  picture->height = height;
  picture->laid_out = FALSE;
}

void
ebb_sweep_picture_set_style (EbbSweepPicture *picture, const EbbPalette *palette,
                             const PangoFontDescription *font)
{
  if (picture->palette == palette && picture->font != NULL
      && pango_font_description_equal (picture->font, font))
    return;
  picture->palette = palette;
  g_clear_pointer (&picture->font, pango_font_description_free);
  picture->font = pango_font_description_copy (font);
  picture->data.font = picture->font;
  picture->laid_out = FALSE;
}

/* --- what changed ---------------------------------------------------------------------------- */

static gboolean
take_text (char **text, const char *fresh)
{
  if (g_strcmp0 (*text, fresh) == 0)
    return FALSE;
  g_free (*text);
  *text = g_strdup (fresh);
  return TRUE;
}

static gboolean
same_target (const EbbTargetChange *a, const EbbTargetChange *b)
{
  return a->t_us == b->t_us && a->target == b->target;
}

static gboolean
take_targets (EbbSweepPicture *picture, const EbbChartData *data)
{
  gboolean same = picture->targets->len == data->n_targets;
  for (guint i = 0; same && i < data->n_targets; i++)
    same = same_target (&g_array_index (picture->targets, EbbTargetChange, i), &data->targets[i]);
  if (same)
    return FALSE;
  g_array_set_size (picture->targets, 0);
  if (data->n_targets > 0)
    g_array_append_vals (picture->targets, data->targets, (guint) data->n_targets);
  return TRUE;
}

static gboolean
same_mark (const EbbChartMark *a, const EbbChartMark *b)
{
  return a->t_us == b->t_us && a->number == b->number && !a->is_rep == !b->is_rep;
}

static void
drop_marks (EbbSweepPicture *picture, const EbbChartMark *marks, gsize from, gsize n)
{
  for (gsize i = from; i < n; i++) {
    double px = ebb_sweep_picture_time_px (picture, marks[i].t_us);
    drop_px (picture, px - MARK_REACH_PX, px + MARK_REACH_PX);
  }
}

/* Repetitions are found late and taken back: their tiles may be anywhere. */
static gboolean
take_marks (EbbSweepPicture *picture, const EbbChartData *data)
{
  const EbbChartMark *old = (const EbbChartMark *) (gpointer) picture->marks->data;
  gsize n_old = picture->marks->len, same = 0;
  while (same < MIN (n_old, data->n_marks) && same_mark (&old[same], &data->marks[same]))
    same++;
  if (same == n_old && same == data->n_marks)
    return FALSE;
  if (picture->laid_out) {
    drop_marks (picture, old, same, n_old);
    drop_marks (picture, data->marks, same, data->n_marks);
  }
  g_array_set_size (picture->marks, (guint) same);
  if (data->n_marks > same)
    g_array_append_vals (picture->marks, data->marks + same, (guint) (data->n_marks - same));
  return TRUE;
}

/* TRUE when the frame around the curve is no longer right. */
static gboolean
take_data (EbbSweepPicture *picture, const EbbChartData *data, gboolean *marked)
{
  EbbChartData *own = &picture->data;
  gboolean changed = own->trace != data->trace || own->lop != data->lop
                     || own->band_percent != data->band_percent || own->numbers != data->numbers;

  changed |= take_targets (picture, data);
  changed |= take_text (&picture->band_text, data->band_text);
  changed |= take_text (&picture->lop_text, data->lop_text);
  *marked = take_marks (picture, data);
  *own = *data;
  own->targets = (const EbbTargetChange *) (gpointer) picture->targets->data;
  own->marks = (const EbbChartMark *) (gpointer) picture->marks->data;
  own->band_text = picture->band_text;
  own->lop_text = picture->lop_text;
  own->font = picture->font;
  return changed;
}

/* --- place ----------------------------------------------------------------------------------- */

static gint64
round_length_us (const EbbSweepPicture *picture)
{
  if (picture->span_s > 0)
    return (gint64) picture->span_s * G_USEC_PER_SEC;
  gint64 elapsed_us = picture->now_us - picture->zero_us;
  guint i = 0;
  while (i + 1 < G_N_ELEMENTS (whole_s) && elapsed_us >= (gint64) whole_s[i] * G_USEC_PER_SEC)
    i++;
  return MAX ((gint64) whole_s[i] * G_USEC_PER_SEC, elapsed_us + 1);
}

/* Grows at once; shrinks only when much less has been enough for a while: the axis must not jump
 * with every repetition.  TRUE when it moved. */
static gboolean
fit_y (EbbSweepPicture *picture)
{
  gint64 now_us = picture->now_us;
  if (picture->fit_us != EBB_TIME_UNSET && now_us - picture->fit_us < FIT_EVERY_US)
    return FALSE;
  gboolean first = picture->fit_us == EBB_TIME_UNSET;
  EbbScale fit = { 0 }, *y = &picture->frame.y;
  ebb_chart_fit_y (&picture->data, MAX (now_us - picture->round_us, picture->zero_us), now_us + 1,
                   &fit);
  picture->fit_us = now_us;
  if (first || y->to <= y->from) {
    y->from = fit.from;
    y->to = fit.to;
    return TRUE;
  }
  gboolean grow = fit.from < y->from || fit.to > y->to;
  gboolean small = !grow && (y->to - y->from) - (fit.to - fit.from) >= SHRINK_MMHG;
  if (!small)
    picture->small_since_us = EBB_TIME_UNSET;
  else if (picture->small_since_us == EBB_TIME_UNSET)
    picture->small_since_us = now_us;
  if (small && now_us - picture->small_since_us >= SHRINK_AFTER_US) {
    y->from = fit.from;
    y->to = fit.to;
    picture->small_since_us = EBB_TIME_UNSET;
    return TRUE;
  }
  y->from = fmin (y->from, fit.from);
  y->to = fmax (y->to, fit.to);
  return grow;
}

static gboolean
can_lay_out (const EbbSweepPicture *picture)
{
  return picture->has_data && picture->width > 0 && picture->height > 0 && picture->font != NULL;
}

gboolean
ebb_sweep_picture_lay_out (EbbSweepPicture *picture)
{
  if (!can_lay_out (picture) || picture->laid_out)
    return picture->laid_out;
  picture->round_us = round_length_us (picture);
  picture->round = (picture->now_us - picture->zero_us) / picture->round_us;
  fit_y (picture);
  picture->frame = ebb_sweep_picture_frame_of_round (picture, picture->round);
  ebb_chart_lay_out (&picture->frame, 0, 0, picture->width, picture->height, &picture->data);
  drop_all (picture);
  gint n_tiles = (gint) ceil (ebb_sweep_picture_width_px (picture) / EBB_SWEEP_TILE_PX);
  g_ptr_array_set_size (picture->tiles, n_tiles);
  g_ptr_array_set_size (picture->cells, n_tiles * EBB_SWEEP_TILE_CELLS);
  picture->laid_out = TRUE;
  return TRUE;
}

static guint
tile_at (const EbbSweepPicture *picture, double px)
{
  double i = floor ((px - picture->frame.x.from_px) / EBB_SWEEP_TILE_PX);
  return (guint) CLAMP (i, 0, picture->tiles->len - 1.0);
}

/* Pixels [from, to], over the edge if need be. */
static void
drop_around (EbbSweepPicture *picture, double from_px, double to_px)
{
  const EbbScale *x = &picture->frame.x;
  if (to_px >= from_px) {
    drop_px (picture, from_px, to_px);
  } else {
    drop_px (picture, from_px, x->to_px);
    drop_px (picture, x->from_px, to_px);
  }
}

/* What the pen has passed since the newest sample that was drawn; and the end of its gap, but only
 * when that has moved by a pixel. */
static void
drop_behind_pen (EbbSweepPicture *picture, gint64 from_us, gint64 old_now_us)
{
  double gap_px = ebb_sweep_picture_pen_gap_px (picture);
  double old_pen = ebb_sweep_picture_pen_px (picture, old_now_us);
  double pen = ebb_sweep_picture_pen_px (picture, picture->now_us);

  if (picture->now_us - from_us >= picture->round_us) {
    drop_tiles (picture);
    return;
  }
  /* In time, not in pixels: the stroke may reach back over the picture's edge. */
  from_us -= (gint64) (EDGE_PX / ebb_sweep_picture_width_px (picture) * picture->round_us);
  drop_around (picture, ebb_sweep_picture_time_px (picture, from_us), pen);
  if (pen == old_pen)
    return;
  drop_around (picture, old_pen + gap_px - 1, pen + gap_px);
  /* A tile the pen has left behind is put together from its cells. */
  guint left_tile = tile_at (picture, old_pen - EBB_SWEEP_CELL_PX);
  if (left_tile != tile_at (picture, pen - EBB_SWEEP_CELL_PX))
    drop_node (picture->tiles, left_tile);
}

/* The pen goes on. TRUE when that is seen. */
static gboolean
move_pen (EbbSweepPicture *picture, gint64 old_now_us, gint64 old_seen_us)
{
  gint64 round = (picture->now_us - picture->zero_us) / picture->round_us;
  /* A squeezed session moves by whole columns. */
  if (picture->span_s == 0
      && floor (ebb_sweep_picture_time_px (picture, old_now_us))
             == floor (ebb_sweep_picture_time_px (picture, picture->now_us))) {
    picture->now_us = old_now_us;
    picture->seen_us = old_seen_us;
    return FALSE;
  }
  if (round != picture->round) {
    picture->round = round;
    picture->frame = ebb_sweep_picture_frame_of_round (picture, round);
  }
  drop_behind_pen (picture, MIN (old_seen_us, old_now_us), old_now_us);
  return TRUE;
}

gboolean
ebb_sweep_picture_set_data (EbbSweepPicture *picture, const EbbChartData *data, gint64 now_us)
{
  gboolean marked, first = !picture->has_data || picture->data.trace != data->trace;
  gint64 old_now_us = picture->now_us, old_seen_us = picture->seen_us;
  gboolean changed = take_data (picture, data, &marked);

  if (data->trace == NULL || ebb_trace_get_length (data->trace) == 0) {
    picture->has_data = picture->laid_out = FALSE;
    return changed;
  }
  picture->has_data = TRUE;
  picture->zero_us = ebb_trace_get_first_us (data->trace);
  picture->seen_us = ebb_trace_get_last_us (data->trace);
  picture->now_us = MAX (now_us, picture->seen_us);
  if (first)
    picture->fit_us = EBB_TIME_UNSET;
  if (first || changed || !picture->laid_out || round_length_us (picture) != picture->round_us) {
    picture->laid_out = FALSE;
    return TRUE;
  }
  if (fit_y (picture)) {
    drop_all (picture);
    picture->round = (picture->now_us - picture->zero_us) / picture->round_us;
    picture->frame = ebb_sweep_picture_frame_of_round (picture, picture->round);
    return TRUE;
  }
  return move_pen (picture, old_now_us, old_seen_us) || marked;
}

/* --- questions ------------------------------------------------------------------------------- */

gboolean
ebb_sweep_picture_get_time (EbbSweepPicture *picture, double x, gint64 *t_us)
{
  if (!picture->has_data || !picture->laid_out)
    return FALSE;
  double pen = ebb_sweep_picture_time_px (picture, picture->now_us);
  x = CLAMP (x, picture->frame.x.from_px, picture->frame.x.to_px);
  gboolean before = picture->round > 0 && x > pen + ebb_sweep_picture_pen_gap_px (picture);
  if (!before)
    x = fmin (x, pen);
  *t_us = ebb_sweep_picture_px_time (picture, picture->round - before, x);
  *t_us = CLAMP (*t_us, picture->zero_us, picture->now_us);
  return TRUE;
}

double
ebb_sweep_picture_get_y (EbbSweepPicture *picture, CuffPressure pressure)
{
  double y = ebb_scale_to_px (&picture->frame.y, cuff_pressure_to_mmhg (pressure));
  return CLAMP (y, picture->frame.y.to_px, picture->frame.y.from_px);
}

void
ebb_sweep_picture_get_area (EbbSweepPicture *picture, GdkRectangle *area)
{
  const EbbChartFrame *frame = &picture->frame;
  *area = (GdkRectangle){ (int) frame->x.from_px, (int) frame->y.to_px,
                          (int) ebb_sweep_picture_width_px (picture),
                          (int) (frame->y.from_px - frame->y.to_px) };
}

double
ebb_sweep_picture_get_pen_x (EbbSweepPicture *picture)
{
  return picture->laid_out ? ebb_sweep_picture_time_px (picture, picture->now_us) : 0;
}

gint64
ebb_sweep_picture_get_zero_us (EbbSweepPicture *picture)
{
  return picture->has_data ? picture->zero_us : EBB_TIME_UNSET;
}

const EbbTrace *
ebb_sweep_picture_get_trace (EbbSweepPicture *picture)
{
  return picture->data.trace;
}

guint64
ebb_sweep_picture_get_n_tiles_built (EbbSweepPicture *picture)
{
  return picture->n_tiles_built;
}
