/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The render nodes of a sweep.  GTK redraws only where a node is another one than before, so that
 * what stands still costs nothing.
 */
#include "ebb-sweep-private.h"

#include <math.h>

#define DOT_PX       4.0
#define BESIDE_US    250000 /* samples whose lines reach into a tile */
#define DASH_HIGH_PX 2
#define STROKE_PX    3 /* what a stroke reaches beyond its points */

typedef struct {
  double from_px, to_px;
} Part;

/* What a cairo node covers is cleared, drawn and blended whenever anything in it is, so that each
 * is as small as its drawing: measured once, drawn once. */
typedef void (*Draw) (EbbSweepPicture *picture, cairo_t *cr);

static GskRenderNode *
tight_node (EbbSweepPicture *picture, Draw draw)
{
  double x, y, width, height;
  graphene_rect_t bounds;
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  draw (picture, cr);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  cairo_surface_destroy (surface);

  graphene_rect_init (&bounds, (float) x, (float) y, (float) width, (float) height);
  graphene_rect_round_extents (&bounds, &bounds);
  GskRenderNode *node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  draw (picture, cr);
  cairo_destroy (cr);
  return node;
}

static void
clip_to_part (cairo_t *cr, const EbbChartFrame *frame, Part part)
{
  cairo_rectangle (cr, part.from_px, frame->top_px, part.to_px - part.from_px,
                   frame->y.from_px - frame->top_px);
  cairo_clip (cr);
}

static void
draw_curve (EbbSweepPicture *picture, cairo_t *cr, Part part, gint64 round)
{
  EbbChartFrame frame = ebb_sweep_picture_frame_of_round (picture, round);
  if (part.to_px <= part.from_px)
    return;
  gint64 from_us = ebb_sweep_picture_px_time (picture, round, part.from_px);
  gint64 to_us = MIN (ebb_sweep_picture_px_time (picture, round, part.to_px), picture->now_us);
  cairo_save (cr);
  clip_to_part (cr, &frame, part);
  ebb_chart_draw_curve (cr, &frame, picture->data.trace, from_us, to_us, picture->palette);
  cairo_restore (cr);
}

static void
draw_marks (EbbSweepPicture *picture, cairo_t *cr, Part part, gint64 round)
{
  EbbChartFrame frame = ebb_sweep_picture_frame_of_round (picture, round);
  if (part.to_px <= part.from_px)
    return;
  cairo_save (cr);
  clip_to_part (cr, &frame, part);
  ebb_chart_draw_marks (cr, &frame, &picture->data, picture->palette);
  cairo_restore (cr);
}

/* How high a drawing may be on its tile; grows. */
typedef struct {
  double top, bottom;
} Reach;

static void
reach_pressure (EbbSweepPicture *picture, Reach *reach, CuffPressure pressure)
{
  double y = ebb_sweep_picture_get_y (picture, pressure);
  reach->top = fmin (reach->top, y - STROKE_PX);
  reach->bottom = fmax (reach->bottom, y + STROKE_PX);
}

static void
reach_all (EbbSweepPicture *picture, Reach *reach)
{
  reach->top = picture->frame.y.to_px;
  reach->bottom = picture->frame.y.from_px;
}

/* A gap is hatched from top to bottom. */
static void
reach_curve (EbbSweepPicture *picture, Reach *reach, Part part, gint64 round)
{
  const EbbTrace *trace = picture->data.trace;
  EbbSpan span;
  if (part.to_px <= part.from_px)
    return;
  gint64 from_us = ebb_sweep_picture_px_time (picture, round, part.from_px) - BESIDE_US;
  gint64 to_us = ebb_sweep_picture_px_time (picture, round, part.to_px) + BESIDE_US;
  from_us = MAX (from_us, picture->zero_us);
  to_us = MIN (to_us, picture->now_us);
  if (!ebb_trace_get_span (trace, from_us, to_us + 1, &span) || span.gap
      || !cuff_pressure_is_set (ebb_trace_get_at (trace, from_us))
      || !cuff_pressure_is_set (ebb_trace_get_at (trace, to_us))) {
    reach_all (picture, reach);
    return;
  }
  reach_pressure (picture, reach, span.min);
  reach_pressure (picture, reach, span.max);
}

typedef struct {
  gint64 round, old; /* under way; the one before, or the same */
  Part whole, curve, old_curve;
} Tile;

/* Left of the pen stands the round under way, right of its gap the one before. */
static Tile
divide (EbbSweepPicture *picture, double left, double right)
{
  double pen = ebb_sweep_picture_pen_px (picture, picture->now_us);
  double ahead = pen + ebb_sweep_picture_pen_gap_px (picture);
  Tile tile = { .round = picture->round,
                .old = MAX (picture->round - 1, 0),
                .whole = { left, right },
                .curve = { left, fmin (right, pen) } };
  if (tile.old < tile.round)
    tile.old_curve = (Part){ fmax (left, ahead), right };
  return tile;
}

/* Empty (bottom <= top) when there is no curve. */
static Reach
find_curve (EbbSweepPicture *picture, const Tile *tile)
{
  Reach reach = { picture->frame.y.from_px, picture->frame.y.to_px };
  reach_curve (picture, &reach, tile->curve, tile->round);
  reach_curve (picture, &reach, tile->old_curve, tile->old);
  reach.top = floor (fmax (reach.top, picture->frame.y.to_px));
  reach.bottom = ceil (fmin (reach.bottom, picture->frame.y.from_px));
  return reach;
}

/* Whether a mark may be seen in a part; `lines` when one of them goes down the picture. */
static gboolean
has_marks (EbbSweepPicture *picture, Part part, gint64 round, gboolean *lines)
{
  double reach_px = picture->frame.digits_px;
  gboolean found = FALSE;
  if (part.to_px <= part.from_px)
    return FALSE;
  gint64 from_us = ebb_sweep_picture_px_time (picture, round, part.from_px - reach_px);
  gint64 to_us = ebb_sweep_picture_px_time (picture, round, part.to_px + reach_px);
  for (gsize i = 0; i < picture->data.n_marks; i++) {
    const EbbChartMark *mark = &picture->data.marks[i];
    if (mark->t_us < from_us || mark->t_us > to_us)
      continue;
    found = TRUE;
    *lines = *lines || !mark->is_rep;
  }
  return found;
}

/* Empty when there are none. */
static Reach
find_marks (EbbSweepPicture *picture, const Tile *tile)
{
  const EbbChartFrame *frame = &picture->frame;
  gboolean lines = FALSE;
  gboolean found = has_marks (picture, tile->curve, tile->round, &lines);
  if (!has_marks (picture, tile->old_curve, tile->old, &lines) && !found)
    return (Reach){ 0, 0 };
  return (Reach){ frame->top_px, lines ? frame->y.from_px : frame->y.to_px };
}

/* NULL when the reach is empty. */
static GskRenderNode *
build_drawn (EbbSweepPicture *picture, const Tile *tile, Reach reach, gboolean curve,
             gboolean marks)
{
  double wide_px = tile->whole.to_px - tile->whole.from_px, high_px = reach.bottom - reach.top;
  graphene_rect_t bounds;
  if (high_px <= 0)
    return NULL;
  graphene_rect_init (&bounds, (float) tile->whole.from_px, (float) reach.top, (float) wide_px,
                      (float) high_px);
  GskRenderNode *node = gsk_cairo_node_new (&bounds);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);
  if (curve) {
    draw_curve (picture, cr, tile->curve, tile->round);
    draw_curve (picture, cr, tile->old_curve, tile->old);
  }
  if (marks) {
    draw_marks (picture, cr, tile->curve, tile->round);
    draw_marks (picture, cr, tile->old_curve, tile->old);
  }
  cairo_destroy (cr);
  return node;
}

static GskRenderNode *
join_nodes (GskRenderNode **nodes, guint n)
{
  GskRenderNode *node = gsk_container_node_new (nodes, n);
  for (guint i = 0; i < n; i++)
    gsk_render_node_unref (nodes[i]);
  return node;
}

/* Numbers are the dearest to draw, and the cells of the pen and of its gap's end are drawn in each
 * frame: repetitions, which come a second late anyhow, wait until the pen has left the cell. */
static Reach
find_marks_of_cell (EbbSweepPicture *picture, Tile *tile)
{
  Reach marks = find_marks (picture, tile);
  /* Lines go down the picture; in a squeezed session the pen stays in a cell for long. */
  if (marks.bottom > picture->frame.y.to_px || picture->span_s == 0)
    return marks;
  if (tile->curve.to_px < tile->whole.to_px)
    tile->curve = (Part){ 0, 0 };
  if (tile->old_curve.from_px > tile->whole.from_px)
    tile->old_curve = (Part){ 0, 0 };
  return find_marks (picture, tile);
}

/* What changes in each frame: curve and marks each as small as they are. */
static GskRenderNode *
build_cell (EbbSweepPicture *picture, double left, double right)
{
  Tile tile = divide (picture, left, right);
  GskRenderNode *parts[2];
  guint n = 0;

  if ((parts[n] = build_drawn (picture, &tile, find_curve (picture, &tile), TRUE, FALSE)) != NULL)
    n++;
  Reach marks = find_marks_of_cell (picture, &tile);
  if ((parts[n] = build_drawn (picture, &tile, marks, FALSE, TRUE)) != NULL)
    n++;
  return n == 1 ? parts[0] : join_nodes (parts, n);
}

/* What stands still is only passed by: one node for all. */
static GskRenderNode *
build_still_tile (EbbSweepPicture *picture, double left, double right)
{
  Tile tile = divide (picture, left, right);
  Reach curve = find_curve (picture, &tile), marks = find_marks (picture, &tile);
  gboolean has_curve = curve.bottom > curve.top, found_marks = marks.bottom > marks.top;
  Reach both = has_curve ? curve : marks;
  if (has_curve && found_marks)
    both = (Reach){ fmin (curve.top, marks.top), fmax (curve.bottom, marks.bottom) };
  GskRenderNode *node = build_drawn (picture, &tile, both, has_curve, found_marks);
  return node ? node : join_nodes (NULL, 0);
}

/* The pen's tile changes in each frame, but only in one of its cells. */
static GskRenderNode *
build_cells (EbbSweepPicture *picture, guint i, double left, double right)
{
  GskRenderNode *parts[EBB_SWEEP_TILE_CELLS];
  guint n = 0;

  for (guint k = 0; k < EBB_SWEEP_TILE_CELLS; k++) {
    gpointer *cell = &picture->cells->pdata[i * EBB_SWEEP_TILE_CELLS + k];
    double from = left + k * EBB_SWEEP_CELL_PX;
    if (from >= right)
      break;
    if (*cell == NULL)
      *cell = build_cell (picture, from, fmin (from + EBB_SWEEP_CELL_PX, right));
    parts[n++] = gsk_render_node_ref (*cell);
  }
  return join_nodes (parts, n);
}

static GskRenderNode *
build_tile (EbbSweepPicture *picture, guint i)
{
  double left = picture->frame.x.from_px + i * EBB_SWEEP_TILE_PX;
  double right = fmin (left + EBB_SWEEP_TILE_PX, picture->frame.x.to_px);
  double pen = ebb_sweep_picture_pen_px (picture, picture->now_us);
  double ahead = pen + ebb_sweep_picture_pen_gap_px (picture);

  picture->n_tiles_built++;
  if (left <= ahead && right >= pen - EBB_SWEEP_CELL_PX)
    return build_cells (picture, i, left, right);
  for (guint k = 0; k < EBB_SWEEP_TILE_CELLS; k++)
    g_clear_pointer ((GskRenderNode **) &picture->cells->pdata[i * EBB_SWEEP_TILE_CELLS + k],
                     gsk_render_node_unref);
  return build_still_tile (picture, left, right);
}

static void
add_box (GPtrArray *nodes, double x, double y, double width, double height, const EbbColor *color)
{
  graphene_rect_t box;
  if (width <= 0 || height <= 0)
    return;
  graphene_rect_init (&box, (float) x, (float) y, (float) width, (float) height);
  g_ptr_array_add (nodes,
                   gsk_color_node_new (&(GdkRGBA){ (float) color->red, (float) color->green,
                                                   (float) color->blue, (float) color->alpha },
                                       &box));
}

/* Dashes counted from the frame's left. */
static void
add_dashes (GPtrArray *nodes, double left, double right, double y, double origin,
            const EbbColor *color)
{
  GdkRGBA on = { (float) color->red, (float) color->green, (float) color->blue, 1 };
  GdkRGBA off = { on.red, on.green, on.blue, 0 };
  GskColorStop stops[] = { { 0, on }, { 0.5f, on }, { 0.5f, off }, { 1, off } };
  graphene_point_t start, end;
  graphene_rect_t box;

  graphene_rect_init (&box, (float) left, (float) y, (float) (right - left), DASH_HIGH_PX);
  graphene_point_init (&start, (float) origin, 0);
  graphene_point_init (&end, (float) (origin + 2 * EBB_CHART_DASH_PX), 0);
  g_ptr_array_add (nodes, gsk_repeating_linear_gradient_node_new (&box, &start, &end, stops,
                                                                  G_N_ELEMENTS (stops)));
}

/* The zone as ebb_chart_draw_band() strokes it, in boxes that are painted straight away: it lies
 * below everything that moves. */
static void
add_zone (EbbSweepPicture *picture, GPtrArray *nodes, Part part, const EbbChartFrame *frame,
          const EbbChartZone *zone)
{
  const EbbPalette *palette = picture->palette;
  double left = fmax (floor (zone->left), part.from_px);
  double right = fmin (floor (zone->right), part.to_px);
  double top = fmax (zone->top, frame->y.to_px), bottom = fmin (zone->bottom, frame->y.from_px);

  if (right <= left)
    return;
  add_box (nodes, left, top, right - left, bottom - top, &palette->band);
  if (zone->top >= frame->y.to_px)
    add_box (nodes, left, zone->top, right - left, 1, &palette->band_edge);
  if (zone->bottom < frame->y.from_px)
    add_box (nodes, left, zone->bottom, right - left, 1, &palette->band_edge);
  if (zone->target >= frame->y.to_px && zone->target < frame->y.from_px)
    add_dashes (nodes, left, right, zone->target, frame->x.from_px, &palette->target);
}

static void
add_zones (EbbSweepPicture *picture, GPtrArray *nodes, Part part, gint64 round)
{
  EbbChartFrame frame = ebb_sweep_picture_frame_of_round (picture, round);
  EbbChartZone zone;
  for (gsize i = 0; i < picture->data.n_targets; i++)
    if (ebb_chart_get_zone (&frame, &picture->data, i, &zone))
      add_zone (picture, nodes, part, &frame, &zone);
}

/* Whether the round before had another zone than this one. */
static gboolean
zone_varies (const EbbSweepPicture *picture)
{
  gint64 begin_us = picture->zero_us + (picture->round - 1) * picture->round_us;
  gsize n = picture->data.n_targets;
  return picture->round > 0 && n > 0 && picture->data.targets[n - 1].t_us > begin_us;
}

/* It goes on through the pen's gap. */
static void
build_zone (EbbSweepPicture *picture)
{
  const EbbScale *x = &picture->frame.x;
  double ahead = x->to_px;
  if (zone_varies (picture))
    ahead = fmin (ahead, ebb_sweep_picture_pen_px (picture, picture->now_us)
                             + ebb_sweep_picture_pen_gap_px (picture));
  if (picture->zone != NULL && ahead == picture->zone_ahead_px)
    return;
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  add_zones (picture, nodes, (Part){ x->from_px, ahead }, picture->round);
  if (ahead < x->to_px)
    add_zones (picture, nodes, (Part){ ahead, x->to_px }, picture->round - 1);
  g_clear_pointer (&picture->zone, gsk_render_node_unref);
  picture->zone = join_nodes ((GskRenderNode **) nodes->pdata, nodes->len);
  picture->zone_ahead_px = ahead;
}

static void
draw_values (EbbSweepPicture *picture, cairo_t *cr)
{
  ebb_chart_draw_values (cr, &picture->frame, &picture->data, picture->palette);
}

static void
draw_lop (EbbSweepPicture *picture, cairo_t *cr)
{
  ebb_chart_draw_lop (cr, &picture->frame, &picture->data, picture->palette);
}

static void
draw_band_text (EbbSweepPicture *picture, cairo_t *cr)
{
  ebb_chart_draw_band_text (cr, &picture->frame, &picture->data, picture->palette);
}

/* Lines, labels, LOP: all that waits for another size, range or target. */
static void
build_still (EbbSweepPicture *picture)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  EbbChartLine lines[EBB_TICKS_MAX];
  const EbbScale *x = &picture->frame.x;
  if (picture->still != NULL)
    return;
  guint n = ebb_chart_get_lines (&picture->frame, &picture->data, lines);
  for (guint i = 0; i < n; i++)
    add_box (nodes, x->from_px, lines[i].y_px, x->to_px - x->from_px, 1, &picture->palette->grid);
  g_ptr_array_add (nodes, tight_node (picture, draw_values));
  g_ptr_array_add (nodes, tight_node (picture, draw_lop));
  g_ptr_array_add (nodes, tight_node (picture, draw_band_text));
  picture->still = join_nodes ((GskRenderNode **) nodes->pdata, nodes->len);
}

static void
draw_clock (EbbSweepPicture *picture, cairo_t *cr)
{
  EbbChartFrame frame = ebb_sweep_picture_frame_of_round (picture, picture->round);
  gint64 begin_us = ebb_sweep_picture_px_time (picture, picture->round, frame.x.from_px);
  gint64 end_us = ebb_sweep_picture_px_time (picture, picture->round, frame.x.to_px) + 1;
  gint64 now_us = picture->now_us + 1, zero_us = picture->zero_us;
  const EbbChartData *data = &picture->data;

  if (picture->round == 0) {
    ebb_chart_draw_clock (cr, &frame, begin_us, end_us, zero_us, data, picture->palette);
    return;
  }
  EbbChartFrame old = ebb_sweep_picture_frame_of_round (picture, picture->round - 1);
  ebb_chart_draw_clock (cr, &frame, begin_us, now_us, zero_us, data, picture->palette);
  ebb_chart_draw_clock (cr, &old, now_us - picture->round_us, begin_us + 1, zero_us, data,
                        picture->palette);
}

/* Labels change as the pen passes them. */
static void
build_clock (EbbSweepPicture *picture)
{
  double step_s = ebb_chart_get_clock_step_s (&picture->frame);
  double now_s = (double) (picture->now_us - picture->zero_us) / G_USEC_PER_SEC;
  gint64 step = step_s > 0 ? (gint64) floor (now_s / step_s) : 0;
  if (picture->clock != NULL && step == picture->clock_step)
    return;
  picture->clock_step = step;
  g_clear_pointer (&picture->clock, gsk_render_node_unref);
  picture->clock = tight_node (picture, draw_clock);
}

/* A dot where the newest sample stands, of three boxes; none when there is no fresh one. */
static void
append_pen (EbbSweepPicture *picture, GtkSnapshot *snapshot)
{
  CuffPressure pressure = ebb_trace_get_at (picture->data.trace, picture->now_us);
  if (!cuff_pressure_is_set (pressure))
    return;
  double x = ebb_sweep_picture_time_px (picture, picture->seen_us);
  double y = ebb_sweep_picture_get_y (picture, pressure);
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  for (int i = 0; i <= DOT_PX / 2; i++) {
    double wide = DOT_PX - i, high = DOT_PX / 2 + i;
    add_box (nodes, floor (x - wide), floor (y - high), 2 * wide + 1, 2 * high + 1,
             &picture->palette->series);
  }
  for (guint i = 0; i < nodes->len; i++) {
    gtk_snapshot_append_node (snapshot, nodes->pdata[i]);
    gsk_render_node_unref (nodes->pdata[i]);
  }
}

void
ebb_sweep_picture_append (EbbSweepPicture *picture, GtkSnapshot *snapshot)
{
  if (!ebb_sweep_picture_lay_out (picture))
    return;
  build_still (picture);
  build_zone (picture);
  build_clock (picture);
  gtk_snapshot_append_node (snapshot, picture->still);
  gtk_snapshot_append_node (snapshot, picture->zone);
  gtk_snapshot_append_node (snapshot, picture->clock);
  for (guint i = 0; i < picture->tiles->len; i++) {
    if (picture->tiles->pdata[i] == NULL)
      picture->tiles->pdata[i] = build_tile (picture, i);
    gtk_snapshot_append_node (snapshot, picture->tiles->pdata[i]);
  }
  append_pen (picture, snapshot);
}
