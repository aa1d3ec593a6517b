/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Courses: left beside right, nothing unknown as 0, the zone of a meaningful change on the side
 * that is better, tables with every day once; and the drawing stays inside its rectangle.
 */
#include "ebb-progress-draw.h"
#include "ebb-progress-series.h"
#include "plan-rig.h"

#include <math.h>
#include <string.h>

static EbbMeasureList *list;

static const EbbProgressSeries *
find (GPtrArray *groups, const char *title)
{
  for (guint i = 0; i < groups->len; i++) {
    const EbbProgressGroup *group = g_ptr_array_index (groups, i);

    for (guint j = 0; j < group->series->len; j++) {
      const EbbProgressSeries *series = g_ptr_array_index (group->series, j);

      if (g_str_has_prefix (series->title, title))
        return series;
    }
  }
  return NULL;
}

static void
add_point (EbbCareExercise *exercise, const char *date, double load_kg, double pain)
{
  EbbCoursePoint point = { .load_kg = load_kg,
                           .reps = NAN,
                           .volume_kg = NAN,
                           .percent_lop = NAN,
                           .lop_mmhg = NAN,
                           .under_pressure_s = 480,
                           .pain = pain,
                           .exertion = NAN,
                           .discomfort = NAN };

  g_strlcpy (point.date, date, sizeof point.date);
  g_array_append_val (exercise->course, point);
}

static void
test_sides (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_autoptr (GPtrArray) groups = NULL;
  EbbCareExercise *left = g_ptr_array_index (care->exercises, 0);
  EbbCareExercise *right = g_new0 (EbbCareExercise, 1);
  const EbbProgressSeries *load, *pain, *minutes;

  right->exercise_id = g_strdup (left->exercise_id);
  right->segment = left->segment;
  right->side = EBB_SIDE_RIGHT;
  right->course = g_array_new (FALSE, FALSE, sizeof (EbbCoursePoint));
  g_ptr_array_add (care->exercises, right);
  add_point (left, "2026-11-02", 0.5, NAN);
  add_point (left, "2026-11-09", 2, 3);
  add_point (right, "2026-11-09", 4, NAN);
  groups = ebb_progress_groups (list, care);
  g_assert_cmpuint (groups->len, ==, 1);
  load = find (groups, "Load");
  g_assert_cmpuint (load->left->len, ==, 2);
  g_assert_cmpuint (load->right->len, ==, 1);
  assert_says (load->summary, "Left: 2\u00a0kg, up from 0.5\u00a0kg");
  assert_says (load->summary, "Right: 4\u00a0kg");
  /* Nobody asked on the first day: that is not a pain of 0. */
  pain = find (groups, "Limb pain");
  g_assert_cmpuint (pain->left->len, ==, 1);
  minutes = find (groups, "Time under pressure");
  g_assert_cmpfloat_with_epsilon (g_array_index (minutes->left, EbbProgressValue, 0).value, 8,
                                  1e-9);
  g_assert_null (find (groups, "Volume"));
}

/* Less pain is better: the zone lies below. */
static void
test_band (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_autoptr (GPtrArray) groups = NULL;
  const EbbProgressSeries *pain, *lefs, *girth;

  plan_rig_add_outcome (care, "nprs", EBB_SIDE_UNSET, 6, "2026-09-01");
  plan_rig_add_outcome (care, "lefs", EBB_SIDE_UNSET, 40, "2026-09-01");
  plan_rig_add_outcome (care, "girth-thigh-15", EBB_SIDE_LEFT, 46, "2026-09-01");
  groups = ebb_progress_groups (list, care);
  pain = find (groups, ebb_measure_list_find (list, "nprs", NULL)->name);
  lefs = find (groups, ebb_measure_list_find (list, "lefs", NULL)->name);
  girth = find (groups, ebb_measure_list_find (list, "girth-thigh-15", NULL)->name);
  g_assert_cmpfloat (pain->better_from, ==, 4);
  g_assert_cmpfloat (pain->worse_from, ==, 8);
  g_assert_cmpfloat (lefs->better_from, ==, 49);
  g_assert_true (isnan (girth->better_from));
}

static void
test_table (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_autoptr (GPtrArray) groups = NULL, dates = NULL;
  g_autofree char *left = NULL, *right = NULL;
  const EbbProgressSeries *girth;

  plan_rig_add_outcome (care, "girth-thigh-15", EBB_SIDE_LEFT, 46, "2026-10-01");
  plan_rig_add_outcome (care, "girth-thigh-15", EBB_SIDE_RIGHT, 49.5, "2026-10-01");
  plan_rig_add_outcome (care, "girth-thigh-15", EBB_SIDE_RIGHT, 49, "2026-09-01");
  groups = ebb_progress_groups (list, care);
  girth = find (groups, ebb_measure_list_find (list, "girth-thigh-15", NULL)->name);
  dates = ebb_progress_dates (girth);
  g_assert_cmpuint (dates->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (dates, 0), ==, "2026-09-01");
  left = ebb_progress_text_on (girth, girth->left, "2026-09-01");
  right = ebb_progress_text_on (girth, girth->right, "2026-10-01");
  g_assert_cmpstr (left, ==, "–");
  g_assert_cmpstr (right, ==, "49.5\u00a0cm");
}

static guint
n_painted (cairo_surface_t *surface, int from_x, int to_x)
{
  const guchar *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint n = 0;

  cairo_surface_flush (surface);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = from_x; x < to_x; x++)
      n += pixels[y * stride + 4 * x + 3] != 0;
  return n;
}

/* One value, a course, and no room at all. */
static void
test_drawing (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_autoptr (GPtrArray) groups = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 200);
  cairo_t *cr = cairo_create (surface);
  const EbbPalette *palette = ebb_palette_get (EBB_PALETTE_PAPER);

  plan_rig_add_outcome (care, "lefs", EBB_SIDE_UNSET, 40, "2026-09-01");
  plan_rig_add_outcome (care, "lefs", EBB_SIDE_UNSET, 52, "2026-11-01");
  groups = ebb_progress_groups (list, care);
  ebb_progress_draw (cr, 0, 0, 20, 10, find (groups, "LEFS"), NULL, palette);
  g_assert_cmpuint (n_painted (surface, 0, 400), ==, 0);
  ebb_progress_draw (cr, 0, 0, 300, 200, find (groups, "LEFS"), NULL, palette);
  g_assert_cmpuint (n_painted (surface, 0, 300), >, 500);
  g_assert_cmpuint (n_painted (surface, 301, 400), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  list = ebb_measure_list_load_builtin (NULL);
  g_test_add_func ("/progress-series/sides", test_sides);
  g_test_add_func ("/progress-series/band", test_band);
  g_test_add_func ("/progress-series/table", test_table);
  g_test_add_func ("/progress-series/drawing", test_drawing);
  result = g_test_run ();
  ebb_measure_list_free (list);
  return result;
}
