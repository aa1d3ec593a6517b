/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where everything of the picture stands: pure numbers.
 */
#include "ebb-format.h"
#include "ebb-text-draw.h"
#include "ebb-timeline-draw.h"

#include <math.h>

#define REP_MIN_PX 4.0 /* narrower ones run into one block */
#define GAP_PX     6.0
#define LABEL_PX   7.0  /* between two labels of the axis */
#define WORK_SHARE 0.36 /* of what the labels leave */
#define TOP_SHARE  1.12 /* room above the highest pressure */
#define MS_PER_S   1000.0
#define US_PER_MS  1000

/* What a step is given, in the unit of the picture. */
static double
pressure_of (const EbbTimelineData *data, const EbbPlanStep *step)
{
  if (step->target == 0)
    return 0;
  if (step->step == 0 || step->step > data->plan->cycle.n_steps)
    return data->pressure;
  return data->pressure * data->plan->cycle.percent[step->step - 1] / 100.0;
}

static void
add_box (EbbTimelinePicture *picture, EbbTimelineKind kind, guint set, double from_s, double to_s,
         double top, double bottom)
{
  EbbTimelineBox box = { .kind = kind, .set = set, .y = top, .height = bottom - top };

  box.x = ebb_scale_to_px (&picture->x, from_s);
  box.width = ebb_scale_to_px (&picture->x, to_s) - box.x;
  g_array_append_val (picture->boxes, box);
}

/* A repetition takes its place of the set, whose pause is left out. */
static void
add_repetitions (EbbTimelinePicture *picture, const EbbPlan *plan, const EbbPlanStep *step)
{
  double rep_s = ebb_tempo_total_ms (&plan->tempo) / MS_PER_S;
  double moved_s = rep_s - plan->tempo.pause_ms / MS_PER_S;
  double from_s = step->start_ms / MS_PER_S;

  for (guint i = 0; i < plan->sets[step->set - 1].reps_max; i++)
    add_box (picture, EBB_TIMELINE_REPETITION, step->set, from_s + i * rep_s,
             from_s + i * rep_s + moved_s, picture->work_top, picture->work_bottom);
}

static void
add_work (EbbTimelinePicture *picture, const EbbPlan *plan, const EbbPlanStep *step)
{
  double px_per_s = (picture->x.to_px - picture->x.from_px) / (picture->x.to - picture->x.from);
  double rep_px = ebb_tempo_total_ms (&plan->tempo) / MS_PER_S * px_per_s;

  if (plan->sets[step->set - 1].kind != EBB_SET_TIMED && rep_px >= REP_MIN_PX)
    add_repetitions (picture, plan, step);
  else
    add_box (picture, EBB_TIMELINE_WORK, step->set, step->start_ms / MS_PER_S,
             (step->start_ms + step->length_ms) / MS_PER_S, picture->work_top,
             picture->work_bottom);
}

static void
add_pressure (EbbTimelinePicture *picture, const EbbTimelineData *data, const EbbPlanStep *step)
{
  double ground = picture->y.from_px;
  EbbTimelineKind kind = step->target == 0             ? EBB_TIMELINE_DEFLATED
                         : step->kind == EBB_STEP_REST ? EBB_TIMELINE_TIGHT_REST
                                                       : EBB_TIMELINE_TIGHT;

  add_box (picture, kind, step->set, step->start_ms / MS_PER_S,
           (step->start_ms + step->length_ms) / MS_PER_S,
           ebb_scale_to_px (&picture->y, pressure_of (data, step)), ground);
}

static void
lay_out_frame (const EbbTimelineData *data, double width, double height, double total_s,
               EbbTimelinePicture *picture)
{
  double highest = fmax (data->pressure, data->high);
  double label_px, text_px, axis_px, lanes_px;
  g_autofree char *label = g_strdup_printf ("%.4g", highest);

  ebb_text_measure (data->font, label, &label_px, &text_px);
  ebb_text_measure (data->font, "00:00", &axis_px, &text_px);
  picture->text_px = text_px;
  /* Above the lanes the sets' labels, below the axis with its own. */
  lanes_px = fmax (height - 2 * text_px - 3 * GAP_PX, 4);
  picture->work_top = text_px + GAP_PX;
  picture->work_bottom = picture->work_top + floor (lanes_px * WORK_SHARE);
  picture->x = (EbbScale){ 0, total_s, ceil (label_px + GAP_PX),
                           fmax (width - axis_px / 2, label_px + GAP_PX + 1) };
  picture->y =
      (EbbScale){ 0, highest > 0 ? highest * TOP_SHARE : 1,
                  floor (picture->work_top + lanes_px + GAP_PX), picture->work_bottom + GAP_PX };
  ebb_ticks_make_time (&picture->x, axis_px + LABEL_PX, &picture->minutes);
}

void
ebb_timeline_lay_out (const EbbTimelineData *data, double width, double height,
                      EbbTimelinePicture *picture)
{
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  guint n_steps = ebb_plan_lay_out (data->plan, steps);
  gint64 limit_ms = data->limit_ms > 0 ? ebb_plan_passes_ms (data->plan, data->limit_ms) : -1;

  *picture = (EbbTimelinePicture){
    .limit_x = NAN,
    .boxes = g_array_new (FALSE, FALSE, sizeof (EbbTimelineBox)),
  };
  if (n_steps == 0)
    return;
  lay_out_frame (data, width, height, ebb_plan_total_ms (data->plan) / MS_PER_S, picture);
  for (guint i = 0; i < n_steps; i++)
    if (steps[i].kind == EBB_STEP_WORK)
      add_work (picture, data->plan, &steps[i]);
  for (guint i = 0; i < n_steps; i++)
    add_pressure (picture, data, &steps[i]);
  if (limit_ms >= 0)
    picture->limit_x = ebb_scale_to_px (&picture->x, limit_ms / MS_PER_S);
}

void
ebb_timeline_picture_clear (EbbTimelinePicture *picture)
{
  g_clear_pointer (&picture->boxes, g_array_unref);
}
