/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-progress-series.h"

#include "ebb-patient-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#define ONE_RM  "one-rm"
#define N_KINDS 5

/* Ratings are given from 0 to 10. */
#define RATING_MAX 10

void
ebb_progress_series_free (EbbProgressSeries *series)
{
  if (series == NULL)
    return;
  g_free (series->title);
  g_free (series->unit);
  g_free (series->band_text);
  g_free (series->summary);
  g_array_unref (series->left);
  g_array_unref (series->right);
  g_free (series);
}

void
ebb_progress_group_free (EbbProgressGroup *group)
{
  if (group == NULL)
    return;
  g_free (group->title);
  g_ptr_array_unref (group->series);
  g_free (group);
}

static EbbProgressSeries *
series_new (const char *title, const char *unit, guint decimals, gboolean sided)
{
  EbbProgressSeries *series = g_new0 (EbbProgressSeries, 1);

  series->title = g_strdup (title);
  series->unit = g_strdup (unit);
  series->decimals = decimals;
  series->sided = sided;
  series->left = g_array_new (FALSE, FALSE, sizeof (EbbProgressValue));
  series->right = g_array_new (FALSE, FALSE, sizeof (EbbProgressValue));
  series->from = series->to = series->better_from = series->worse_from = NAN;
  return series;
}

static void
add_value (GArray *values, const char *date, double value)
{
  EbbProgressValue next = { .value = value };

  g_strlcpy (next.date, date, sizeof next.date);
  if (!isnan (value))
    g_array_append_val (values, next);
}

/* In words ------------------------------------------------------------------------------------ */

char *
ebb_progress_value_text (const EbbProgressSeries *series, double value)
{
  g_autofree char *number = g_strdup_printf ("%.*f", (int) series->decimals, value);
  char *point = series->decimals > 0 ? strpbrk (number, ".,") : NULL;

  /* "2.0 kg" says no more than "2 kg". */
  if (point != NULL && strspn (point + 1, "0") == strlen (point + 1))
    *point = '\0';
  return *series->unit != '\0' ? g_strdup_printf ("%s\u00a0%s", number, series->unit)
                               : g_strdup (number);
}

static char *
course_text (const EbbProgressSeries *series, const GArray *values)
{
  const EbbProgressValue *first, *last;
  g_autofree char *from = NULL, *to = NULL;

  if (values->len == 0)
    return NULL;
  first = &g_array_index (values, EbbProgressValue, 0);
  last = &g_array_index (values, EbbProgressValue, values->len - 1);
  from = ebb_progress_value_text (series, first->value);
  to = ebb_progress_value_text (series, last->value);
  if (values->len == 1 || g_str_equal (from, to))
    return g_steal_pointer (&to);
  return last->value > first->value ? g_strdup_printf (_ ("%s, up from %s"), to, from)
                                    : g_strdup_printf (_ ("%s, down from %s"), to, from);
}

static void
say (EbbProgressSeries *series)
{
  g_autofree char *left = course_text (series, series->left);
  g_autofree char *right = course_text (series, series->right);
  g_autofree char *left_side = NULL, *right_side = NULL;

  if (!series->sided) {
    series->summary = g_strdup (left != NULL ? left : "");
    return;
  }
  left_side = left != NULL ? g_strdup_printf (_ ("Left: %s"), left) : NULL;
  right_side = right != NULL ? g_strdup_printf (_ ("Right: %s"), right) : NULL;
  series->summary = ebb_join_facts (left_side != NULL ? left_side : "",
                                    right_side != NULL ? right_side : "", NULL);
}

EbbProgressSeries *
ebb_progress_series_of (const char *title, const char *unit, guint decimals, const GArray *values)
{
  EbbProgressSeries *series = series_new (title, unit, decimals, FALSE);

  g_array_append_vals (series->left, values->data, values->len);
  say (series);
  return series;
}

/* Takes `series`; one that holds nothing goes. */
static void
keep (EbbProgressGroup *group, EbbProgressSeries *series)
{
  say (series);
  if (series->left->len + series->right->len > 0)
    g_ptr_array_add (group->series, series);
  else
    ebb_progress_series_free (series);
}

static EbbProgressGroup *
group_new (const char *title)
{
  EbbProgressGroup *group = g_new0 (EbbProgressGroup, 1);

  group->title = g_strdup (title);
  group->series = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_progress_series_free);
  return group;
}

static void
keep_group (GPtrArray *groups, EbbProgressGroup *group)
{
  if (group->series->len > 0)
    g_ptr_array_add (groups, group);
  else
    ebb_progress_group_free (group);
}

/* Exercises ----------------------------------------------------------------------------------- */

static const struct {
  const char *title, *unit;
  guint decimals;
  gsize offset;
  double factor;
  gboolean rating;
} kinds[] = {
  { N_ ("Load"), N_ ("kg"), 1, offsetof (EbbCoursePoint, load_kg), 1 },
  { N_ ("Repetitions in a session"), "", 0, offsetof (EbbCoursePoint, reps), 1 },
  { N_ ("Volume: repetitions × load"), N_ ("kg"), 0, offsetof (EbbCoursePoint, volume_kg), 1 },
  /* xgettext:no-c-format */
  { N_ ("Pressure in % of LOP"), N_ ("%"), 0, offsetof (EbbCoursePoint, percent_lop), 1 },
  { N_ ("LOP it was trained by"), N_ ("mmHg"), 0, offsetof (EbbCoursePoint, lop_mmhg), 1 },
  { N_ ("Time under pressure"), N_ ("min"), 1, offsetof (EbbCoursePoint, under_pressure_s),
    1.0 / 60 },
  { N_ ("Limb pain, 0 to 10"), "", 0, offsetof (EbbCoursePoint, pain), 1, TRUE },
  { N_ ("Exertion, 0 to 10"), "", 0, offsetof (EbbCoursePoint, exertion), 1, TRUE },
  { N_ ("Discomfort under the cuff, 0 to 10"), "", 0, offsetof (EbbCoursePoint, discomfort), 1,
    TRUE },
};

static gboolean
is_same (const EbbCareExercise *a, const EbbCareExercise *b)
{
  return a->segment == b->segment && g_strcmp0 (a->exercise_id, b->exercise_id) == 0;
}

static void
add_course (EbbProgressSeries *series, const EbbCareExercise *exercise, guint kind)
{
  GArray *values = exercise->side == EBB_SIDE_RIGHT ? series->right : series->left;

  for (guint i = 0; i < exercise->course->len; i++) {
    const EbbCoursePoint *point = &g_array_index (exercise->course, EbbCoursePoint, i);
    const double *field = (const double *) ((const char *) point + kinds[kind].offset);

    add_value (values, point->date, *field * kinds[kind].factor);
  }
}

static void
add_kind (EbbProgressGroup *group, const EbbCareEpisode *care, const EbbCareExercise *exercise,
          guint kind)
{
  EbbProgressSeries *series =
      series_new (_ (kinds[kind].title), *kinds[kind].unit != '\0' ? _ (kinds[kind].unit) : "",
                  kinds[kind].decimals, TRUE);

  if (kinds[kind].rating) {
    series->from = 0;
    series->to = RATING_MAX;
  }
  for (guint i = 0; i < care->exercises->len; i++)
    if (is_same (exercise, g_ptr_array_index (care->exercises, i)))
      add_course (series, g_ptr_array_index (care->exercises, i), kind);
  keep (group, series);
}

/* The other side of the same exercise has its place there already. */
static gboolean
is_first (const EbbCareEpisode *care, guint at)
{
  for (guint i = 0; i < at; i++)
    if (is_same (g_ptr_array_index (care->exercises, i), g_ptr_array_index (care->exercises, at)))
      return FALSE;
  return TRUE;
}

static void
add_exercise (GPtrArray *groups, const EbbCareEpisode *care, const EbbCareExercise *exercise)
{
  g_autofree char *name = ebb_exercise_name_of (exercise->exercise_id);
  EbbProgressGroup *group = group_new (name);

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    add_kind (group, care, exercise, kind);
  keep_group (groups, group);
}

/* Measures ------------------------------------------------------------------------------------ */

/* One edge in each direction: what is better is the measure's to say, that it matters is not. */
static void
add_band (EbbProgressSeries *series, const EbbMeasureDefinition *measure)
{
  double baseline, size = measure->mcid;

  if (series->left->len == 0 || isnan (size) || measure->better == EBB_BETTER_NEITHER)
    return;
  baseline = g_array_index (series->left, EbbProgressValue, 0).value;
  series->better_from = baseline + (measure->better == EBB_BETTER_HIGHER ? size : -size);
  series->worse_from = baseline - (measure->better == EBB_BETTER_HIGHER ? size : -size);
  series->band_text = g_strdup_printf (_ ("better by %g or more"), size);
}

static void
add_outcomes (EbbProgressSeries *series, const EbbCareEpisode *care, const char *measure,
              const char *exercise_id)
{
  for (guint i = 0; i < care->outcomes->len; i++) {
    const EbbOutcome *outcome = g_ptr_array_index (care->outcomes, i);

    if (g_strcmp0 (outcome->measure, measure) == 0
        && (exercise_id == NULL || g_strcmp0 (outcome->exercise_id, exercise_id) == 0))
      add_value (outcome->side == EBB_SIDE_RIGHT ? series->right : series->left,
                 outcome->measured_on, outcome->value);
  }
}

static void
add_measure (EbbProgressGroup *group, const EbbCareEpisode *care,
             const EbbMeasureDefinition *measure)
{
  EbbProgressSeries *series =
      series_new (_ (measure->name), _ (measure->unit), measure->decimals, measure->sided);

  add_outcomes (series, care, measure->id, NULL);
  if (!measure->sided)
    add_band (series, measure);
  keep (group, series);
}

/* A maximum belongs to its exercise. */
static void
add_maximums (EbbProgressGroup *group, const EbbCareEpisode *care,
              const EbbMeasureDefinition *measure)
{
  for (guint i = 0; i < care->exercises->len; i++) {
    const EbbCareExercise *exercise = g_ptr_array_index (care->exercises, i);
    g_autofree char *name = ebb_exercise_name_of (exercise->exercise_id);
    g_autofree char *title = ebb_join_facts (_ (measure->name), name, NULL);
    EbbProgressSeries *series;

    if (!is_first (care, i))
      continue;
    series = series_new (title, _ (measure->unit), measure->decimals, TRUE);
    add_outcomes (series, care, ONE_RM, exercise->exercise_id);
    keep (group, series);
  }
}

static void
add_measures (GPtrArray *groups, const EbbMeasureList *list, const EbbCareEpisode *care,
              EbbMeasureKind kind)
{
  static const char *const titles[N_KINDS] = { N_ ("Girth"), N_ ("Strength"),
                                               N_ ("Range of motion"), N_ ("Function tests"),
                                               N_ ("Questionnaires, totals") };
  EbbProgressGroup *group = group_new (_ (titles[kind]));

  for (guint i = 0; i < list->measures->len; i++) {
    const EbbMeasureDefinition *measure = g_ptr_array_index (list->measures, i);

    if (measure->kind != kind)
      continue;
    if (g_str_equal (measure->id, ONE_RM))
      add_maximums (group, care, measure);
    else
      add_measure (group, care, measure);
  }
  keep_group (groups, group);
}

GPtrArray *
ebb_progress_groups (const EbbMeasureList *list, const EbbCareEpisode *care)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_progress_group_free);

  for (guint i = 0; i < care->exercises->len; i++)
    if (is_first (care, i))
      add_exercise (groups, care, g_ptr_array_index (care->exercises, i));
  for (guint kind = 0; kind < N_KINDS; kind++)
    add_measures (groups, list, care, (EbbMeasureKind) kind);
  return groups;
}

/* Tables -------------------------------------------------------------------------------------- */

static void
add_dates (GPtrArray *dates, const GArray *values)
{
  for (guint i = 0; i < values->len; i++) {
    const char *date = g_array_index (values, EbbProgressValue, i).date;

    if (!g_ptr_array_find_with_equal_func (dates, date, g_str_equal, NULL))
      g_ptr_array_add (dates, g_strdup (date));
  }
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
ebb_progress_dates (const EbbProgressSeries *series)
{
  GPtrArray *dates = g_ptr_array_new_with_free_func (g_free);

  add_dates (dates, series->left);
  add_dates (dates, series->right);
  g_ptr_array_sort (dates, compare_dates);
  return dates;
}

char *
ebb_progress_text_on (const EbbProgressSeries *series, const GArray *values, const char *date)
{
  for (guint i = values->len; i > 0; i--) {
    const EbbProgressValue *value = &g_array_index (values, EbbProgressValue, i - 1);

    if (g_str_equal (value->date, date))
      return ebb_progress_value_text (series, value->value);
  }
  return g_strdup ("–");
}
