/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tight and deflated are told by height and by a word, never by colour alone; a limit that is
 * passed by a line, a wash and its words.
 */
#include "ebb-timeline-draw.h"

#include "ebb-format.h"
#include "ebb-text-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP_PX     6.0
#define DASH_PX    5.0
#define TICK_PX    4.0
#define PAD_PX     4.0
#define REST_ALPHA 0.5 /* of what a tight rest is filled with */
#define WASH_ALPHA 0.12
#define US_PER_S   G_USEC_PER_SEC

typedef struct {
  cairo_t *cr;
  const EbbTimelineData *data;
  const EbbTimelinePicture *picture;
  const EbbPalette *palette;
} Scene;

static void
set_faint (const Scene *scene, const EbbColor *color, double share)
{
  cairo_set_source_rgba (scene->cr, color->red, color->green, color->blue, color->alpha * share);
}

static void
line (const Scene *scene, double x1, double y1, double x2, double y2)
{
  cairo_move_to (scene->cr, x1, y1);
  cairo_line_to (scene->cr, x2, y2);
  cairo_stroke (scene->cr);
}

/* --- Axes -------------------------------------------------------------------------------- */

static void
draw_minutes (const Scene *scene)
{
  const EbbTimelinePicture *picture = scene->picture;
  double ground = picture->y.from_px;

  cairo_set_line_width (scene->cr, 1);
  for (guint i = 0; i < picture->minutes.n; i++) {
    double at = picture->minutes.at[i];
    double x = floor (ebb_scale_to_px (&picture->x, at)) + 0.5;
    g_autofree char *text = ebb_format_clock ((gint64) (at * US_PER_S));

    ebb_color_set (scene->cr, &scene->palette->grid);
    line (scene, x, picture->work_top, x, ground + TICK_PX);
    ebb_text_draw (scene->cr, scene->data->font, text, x, ground + TICK_PX, 0.5,
                   &scene->palette->dim, NULL);
  }
}

static void
draw_value (const Scene *scene, double value)
{
  const EbbTimelinePicture *picture = scene->picture;
  double y = ebb_scale_to_px (&picture->y, value);
  g_autofree char *text = g_strdup_printf ("%.4g", value);

  ebb_text_draw (scene->cr, scene->data->font, text, picture->x.from_px - GAP_PX,
                 y - picture->text_px / 2, 1, &scene->palette->dim, NULL);
}

/* The planned zone over all of the time, as a therapist may choose it. */
static void
draw_band (const Scene *scene)
{
  const EbbTimelineData *data = scene->data;
  const EbbTimelinePicture *picture = scene->picture;
  double width = picture->x.to_px - picture->x.from_px;
  double low = data->low > 0 ? data->low : data->pressure;
  double high = data->high > 0 ? data->high : data->pressure;
  double top = ebb_scale_to_px (&picture->y, high), bottom = ebb_scale_to_px (&picture->y, low);

  if (!(high > low))
    return;
  ebb_color_set (scene->cr, &scene->palette->band);
  cairo_rectangle (scene->cr, picture->x.from_px, top, width, bottom - top);
  cairo_fill (scene->cr);
  ebb_color_set (scene->cr, &scene->palette->band_edge);
  cairo_set_line_width (scene->cr, 1);
  cairo_set_dash (scene->cr, (const double[]){ DASH_PX, DASH_PX }, 2, 0);
  line (scene, picture->x.from_px, floor (top) + 0.5, picture->x.to_px, floor (top) + 0.5);
  line (scene, picture->x.from_px, floor (bottom) + 0.5, picture->x.to_px, floor (bottom) + 0.5);
  cairo_set_dash (scene->cr, NULL, 0, 0);
}

/* --- The cuff ---------------------------------------------------------------------------- */

static void
draw_pressure (const Scene *scene, const EbbTimelineBox *box)
{
  const EbbPalette *palette = scene->palette;
  gboolean rest = box->kind == EBB_TIMELINE_TIGHT_REST;

  set_faint (scene, &palette->rep_contract, rest ? REST_ALPHA : 1);
  cairo_rectangle (scene->cr, box->x, box->y, box->width, box->height);
  cairo_fill (scene->cr);
  ebb_color_set (scene->cr, &palette->series);
  cairo_set_line_width (scene->cr, palette->line_px);
  if (rest)
    cairo_set_dash (scene->cr, (const double[]){ DASH_PX, DASH_PX }, 2, 0);
  line (scene, box->x, box->y, box->x + box->width, box->y);
  cairo_set_dash (scene->cr, NULL, 0, 0);
}

/* The steps up and down, so that what is on and off reads as one line. */
static void
draw_edges (const Scene *scene)
{
  const EbbTimelineBox *before = NULL;

  ebb_color_set (scene->cr, &scene->palette->series);
  cairo_set_line_width (scene->cr, scene->palette->line_px);
  for (guint i = 0; i < scene->picture->boxes->len; i++) {
    const EbbTimelineBox *box = &g_array_index (scene->picture->boxes, EbbTimelineBox, i);

    if (box->kind <= EBB_TIMELINE_REPETITION)
      continue;
    line (scene, box->x, before != NULL ? before->y : scene->picture->y.from_px, box->x, box->y);
    if (box->kind == EBB_TIMELINE_DEFLATED)
      line (scene, box->x, box->y, box->x + box->width, box->y);
    before = box;
  }
  if (before != NULL)
    line (scene, before->x + before->width, before->y, before->x + before->width,
          scene->picture->y.from_px);
}

/* In the middle of its box when it has room there. */
static void
write_into (const Scene *scene, const EbbTimelineBox *box, const char *text, double y,
            const EbbColor *color)
{
  double text_px, height_px;

  ebb_text_measure (scene->data->font, text, &text_px, &height_px);
  if (text_px + PAD_PX <= box->width)
    ebb_text_draw (scene->cr, scene->data->font, text, box->x + box->width / 2, y, 0.5, color,
                   NULL);
}

static void
write_state (const Scene *scene, const EbbTimelineBox *box)
{
  double bottom = scene->picture->y.from_px - scene->picture->text_px - 1;

  if (box->kind == EBB_TIMELINE_DEFLATED)
    write_into (scene, box, _ ("deflated"), bottom, &scene->palette->dim);
  else if (box->height > scene->picture->text_px + 2)
    write_into (scene, box, _ ("tight"), bottom, &scene->palette->text);
}

/* --- The muscle -------------------------------------------------------------------------- */

static void
draw_repetition (const Scene *scene, const EbbTimelineBox *box)
{
  const EbbTempo *tempo = &scene->data->plan->tempo;
  double moved_ms = tempo->contract_ms + tempo->hold_ms + tempo->relax_ms;
  double px_per_ms = (box->width - 1) / MAX (moved_ms, 1);
  double up = box->x + tempo->contract_ms * px_per_ms;
  double down = up + tempo->hold_ms * px_per_ms;
  double bottom = box->y + box->height;

  ebb_color_set (scene->cr, &scene->palette->rep_hold);
  cairo_move_to (scene->cr, box->x, bottom);
  cairo_line_to (scene->cr, up, box->y);
  cairo_line_to (scene->cr, down, box->y);
  cairo_line_to (scene->cr, box->x + box->width - 1, bottom);
  cairo_close_path (scene->cr);
  cairo_fill (scene->cr);
}

static void
draw_block (const Scene *scene, const EbbTimelineBox *box)
{
  ebb_color_set (scene->cr, &scene->palette->rep_hold);
  cairo_rectangle (scene->cr, box->x, box->y, MAX (box->width - 1, 1), box->height);
  cairo_fill (scene->cr);
}

static char *
set_label (const EbbSetPlan *set)
{
  if (set->kind == EBB_SET_TIMED)
    return ebb_format_clock ((gint64) set->duration_s * US_PER_S);
  if (set->kind == EBB_SET_TO_FAILURE)
    return g_strdup_printf (_ ("to failure, ≤ %u"), set->reps_max);
  return ebb_format_range (set->reps_min, set->reps_max);
}

/* From where the first of its boxes begins to where the last one ends. */
static void
write_set (const Scene *scene, guint set)
{
  EbbTimelineBox all = { .width = -1 };
  g_autofree char *label = set_label (&scene->data->plan->sets[set - 1]);

  for (guint i = 0; i < scene->picture->boxes->len; i++) {
    const EbbTimelineBox *box = &g_array_index (scene->picture->boxes, EbbTimelineBox, i);

    if (box->kind > EBB_TIMELINE_REPETITION || box->set != set)
      continue;
    if (all.width < 0)
      all.x = box->x;
    all.width = box->x + box->width - all.x;
  }
  if (all.width >= 0)
    write_into (scene, &all, label, 0, &scene->palette->text);
}

/* --- The limit --------------------------------------------------------------------------- */

static void
draw_limit (const Scene *scene)
{
  const EbbTimelinePicture *picture = scene->picture;
  double x = picture->limit_x, right = picture->x.to_px, text_px, height_px;
  gboolean left;

  if (isnan (x))
    return;
  set_faint (scene, &scene->palette->alarm, WASH_ALPHA);
  cairo_rectangle (scene->cr, x, picture->work_top, right - x,
                   picture->y.from_px - picture->work_top);
  cairo_fill (scene->cr);
  ebb_color_set (scene->cr, &scene->palette->alarm);
  cairo_set_line_width (scene->cr, 2);
  line (scene, x, picture->work_top, x, picture->y.from_px);
  if (scene->data->limit_text == NULL)
    return;
  ebb_text_measure (scene->data->font, scene->data->limit_text, &text_px, &height_px);
  left = x + GAP_PX + text_px > right;
  ebb_text_draw (scene->cr, scene->data->font, scene->data->limit_text,
                 left ? x - GAP_PX : x + GAP_PX, picture->work_bottom - height_px, left ? 1 : 0,
                 &scene->palette->alarm, &scene->palette->background);
}

static void
draw_boxes (const Scene *scene)
{
  const GArray *boxes = scene->picture->boxes;

  for (guint i = 0; i < boxes->len; i++) {
    const EbbTimelineBox *box = &g_array_index (boxes, EbbTimelineBox, i);

    if (box->kind == EBB_TIMELINE_WORK)
      draw_block (scene, box);
    else if (box->kind == EBB_TIMELINE_REPETITION)
      draw_repetition (scene, box);
    else if (box->kind != EBB_TIMELINE_DEFLATED)
      draw_pressure (scene, box);
  }
  draw_edges (scene);
  for (guint i = 0; i < boxes->len; i++)
    if (g_array_index (boxes, EbbTimelineBox, i).kind > EBB_TIMELINE_REPETITION)
      write_state (scene, &g_array_index (boxes, EbbTimelineBox, i));
}

void
ebb_timeline_draw (cairo_t *cr, double width, double height, const EbbTimelineData *data,
                   const EbbPalette *palette)
{
  g_auto (EbbTimelinePicture) picture = { 0 };
  Scene scene = { cr, data, &picture, palette };

  ebb_timeline_lay_out (data, width, height, &picture);
  if (picture.boxes->len == 0)
    return;
  draw_minutes (&scene);
  draw_boxes (&scene);
  draw_band (&scene);
  draw_value (&scene, data->pressure);
  draw_value (&scene, 0);
  if (data->unit != NULL)
    ebb_text_draw (cr, data->font, data->unit, picture.x.from_px + GAP_PX / 2,
                   picture.work_bottom + 1, 0, &palette->dim, &palette->background);
  for (guint set = 1; set <= data->plan->n_sets; set++)
    write_set (&scene, set);
  draw_limit (&scene);
}
