/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture of a protocol's time line, as numbers: what is drawn lasts as long as it does, stands
 * as high as the pressure is, and nothing lies outside or over anything else.
 */
#include "ebb-protocol-view.h"
#include "ebb-timeline-draw.h"

#include <math.h>

#define WIDTH  800.0
#define HEIGHT 200.0
#define NEAR   0.01

typedef struct {
  EbbProtocolView view;
  EbbTimelinePicture picture;
} Drawn;

static void
drawn_clear (Drawn *drawn)
{
  ebb_timeline_picture_clear (&drawn->picture);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Drawn, drawn_clear)

static void
draw (const EbbProtocol *protocol, double width, Drawn *drawn)
{
  EbbTimelineData data = { .plan = &drawn->view.plan,
                           .pressure = protocol->pressure.value,
                           .low = protocol->pressure.min,
                           .high = protocol->pressure.max };

  ebb_protocol_view_make (protocol, NULL, &drawn->view);
  data.limit_ms = drawn->view.limit_ms;
  ebb_timeline_lay_out (&data, width, HEIGHT, &drawn->picture);
}

static double
seconds_of (const EbbTimelinePicture *picture, EbbTimelineKind kind)
{
  double px_per_s = (picture->x.to_px - picture->x.from_px) / (picture->x.to - picture->x.from);
  double total = 0;

  for (guint i = 0; i < picture->boxes->len; i++) {
    const EbbTimelineBox *box = &g_array_index (picture->boxes, EbbTimelineBox, i);

    if (box->kind == kind)
      total += box->width / px_per_s;
  }
  return total;
}

static guint
count_of (const EbbTimelinePicture *picture, EbbTimelineKind kind)
{
  guint n = 0;

  for (guint i = 0; i < picture->boxes->len; i++)
    n += g_array_index (picture->boxes, EbbTimelineBox, i).kind == kind ? 1 : 0;
  return n;
}

/* clinical 3.4: 75 repetitions of 4 s and three rests of 30 s. */
static void
test_standard (void)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin ("standard-75", NULL);
  g_auto (Drawn) drawn = { 0 };
  const EbbTimelineBox *first = NULL;

  draw (protocol, WIDTH, &drawn);
  g_assert_cmpuint (count_of (&drawn.picture, EBB_TIMELINE_REPETITION), ==, 75);
  g_assert_cmpfloat_with_epsilon (seconds_of (&drawn.picture, EBB_TIMELINE_TIGHT), 300, NEAR);
  g_assert_cmpfloat_with_epsilon (seconds_of (&drawn.picture, EBB_TIMELINE_TIGHT_REST), 90, NEAR);
  g_assert_cmpuint (count_of (&drawn.picture, EBB_TIMELINE_DEFLATED), ==, 0);
  g_assert_cmpfloat (drawn.picture.x.to, ==, 390);
  g_assert_true (isnan (drawn.picture.limit_x));
  for (guint i = 0; i < drawn.picture.boxes->len && first == NULL; i++) {
    const EbbTimelineBox *box = &g_array_index (drawn.picture.boxes, EbbTimelineBox, i);

    if (box->kind == EBB_TIMELINE_TIGHT)
      first = box;
  }
  g_assert_cmpfloat_with_epsilon (ebb_scale_from_px (&drawn.picture.y, first->y), 60, NEAR);
  g_assert_cmpfloat_with_epsilon (first->y + first->height, drawn.picture.y.from_px, NEAR);
}

/* Deflated rests are on the ground. */
static void
test_intermittent (void)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin ("intermittent-75", NULL);
  g_auto (Drawn) drawn = { 0 };

  draw (protocol, WIDTH, &drawn);
  g_assert_cmpuint (count_of (&drawn.picture, EBB_TIMELINE_DEFLATED), ==, 3);
  g_assert_cmpuint (count_of (&drawn.picture, EBB_TIMELINE_TIGHT_REST), ==, 0);
  for (guint i = 0; i < drawn.picture.boxes->len; i++) {
    const EbbTimelineBox *box = &g_array_index (drawn.picture.boxes, EbbTimelineBox, i);

    if (box->kind == EBB_TIMELINE_DEFLATED)
      g_assert_cmpfloat_with_epsilon (box->height, 0, NEAR);
  }
}

/* Rising steps: each as high as its share of the target. */
static void
test_steps (void)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin ("kaatsu-cycle", NULL);
  g_auto (Drawn) drawn = { 0 };
  guint step = 0;

  draw (protocol, WIDTH, &drawn);
  for (guint i = 0; i < drawn.picture.boxes->len && step < protocol->cycle.n_steps; i++) {
    const EbbTimelineBox *box = &g_array_index (drawn.picture.boxes, EbbTimelineBox, i);
    double share = protocol->cycle.percent[step] / 100.0;

    if (box->kind != EBB_TIMELINE_TIGHT)
      continue;
    g_assert_cmpfloat_with_epsilon (ebb_scale_from_px (&drawn.picture.y, box->y),
                                    protocol->pressure.value * share, NEAR);
    step++;
  }
  g_assert_cmpuint (step, ==, protocol->cycle.n_steps);
}

/* Fifteen minutes of an arm stand at fifteen minutes of the axis. */
static void
test_limit (void)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin ("continuous-walk", NULL);
  g_auto (Drawn) fits = { 0 }, over = { 0 };

  protocol->sets[0].duration_s = 900;
  draw (protocol, WIDTH, &fits);
  g_assert_true (isnan (fits.picture.limit_x));
  protocol->sets[0].duration_s = 1000;
  draw (protocol, WIDTH, &over);
  g_assert_cmpfloat_with_epsilon (ebb_scale_from_px (&over.picture.x, over.picture.limit_x), 900,
                                  NEAR);
  /* A relief of a minute that is sure starts the clock anew: 5 x 5 min passes no limit. */
  g_autoptr (EbbProtocol) passive = ebb_protocol_load_builtin ("passive-cell-swelling", NULL);
  EbbProtocolView view;
  ebb_protocol_view_make (passive, NULL, &view);
  g_assert_cmpint (ebb_plan_passes_ms (&view.plan, 900000), ==, -1);
  g_assert_cmpint (ebb_plan_passes_ms (&view.plan, 299000), ==, 299000);
  g_assert_cmpint (ebb_plan_passes_ms (&view.plan, 300000), ==, -1);
}

static void
check_inside (const EbbTimelinePicture *picture, const char *id, double width)
{
  double end[2] = { -1, -1 };

  for (guint i = 0; i < picture->boxes->len; i++) {
    const EbbTimelineBox *box = &g_array_index (picture->boxes, EbbTimelineBox, i);
    guint lane = box->kind > EBB_TIMELINE_REPETITION ? 1 : 0;

    if (!(box->x >= end[lane] - NEAR && box->width > 0 && box->x + box->width <= width + NEAR))
      g_error ("%s at %g px: box %u from %g, %g wide", id, width, i, box->x, box->width);
    g_assert_cmpfloat (box->y, >=, 0);
    g_assert_cmpfloat (box->y + box->height, <=, HEIGHT);
    end[lane] = box->x + box->width;
  }
  g_assert_cmpuint (picture->minutes.n, >=, 2);
}

/* All of the library, wide and narrow. */
static void
test_all_inside (void)
{
  static const double widths[] = { 200, 480, 1600 };
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();

  for (guint i = 0; ids[i] != NULL; i++)
    for (guint k = 0; k < G_N_ELEMENTS (widths); k++) {
      g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (ids[i], NULL);
      g_auto (Drawn) drawn = { 0 };
      double tight_s;

      draw (protocol, widths[k], &drawn);
      check_inside (&drawn.picture, ids[i], widths[k]);
      tight_s = seconds_of (&drawn.picture, EBB_TIMELINE_TIGHT)
                + seconds_of (&drawn.picture, EBB_TIMELINE_TIGHT_REST);
      g_assert_cmpfloat_with_epsilon (tight_s, drawn.view.inflated_ms / 1000.0, 0.1);
    }
}

/* Nothing planned, nothing drawn, nothing broken; and the drawing itself survives small paper. */
static void
test_empty (void)
{
  EbbPlan nothing = { 0 };
  EbbTimelineData data = { .plan = &nothing, .pressure = NAN };
  g_auto (EbbTimelinePicture) picture = { 0 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 40, 20);
  cairo_t *cr = cairo_create (surface);

  ebb_timeline_lay_out (&data, WIDTH, HEIGHT, &picture);
  g_assert_cmpuint (picture.boxes->len, ==, 0);
  ebb_timeline_draw (cr, 40, 20, &data, ebb_palette_get (EBB_PALETTE_PAPER));
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol-timeline/standard", test_standard);
  g_test_add_func ("/protocol-timeline/intermittent", test_intermittent);
  g_test_add_func ("/protocol-timeline/steps", test_steps);
  g_test_add_func ("/protocol-timeline/limit", test_limit);
  g_test_add_func ("/protocol-timeline/all-inside", test_all_inside);
  g_test_add_func ("/protocol-timeline/empty", test_empty);
  return g_test_run ();
}
