/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is measured and counted of a screening: blood pressure, age, body mass index, points.
 */
#include "ebb-screening.h"

#include "ebb-defined.h"

#include <math.h>

#define CM_IN_A_METRE 100.0

const EbbBloodPressure *
ebb_screening_pressure (const EbbScreening *screening)
{
  if (screening->second.systolic_mmhg >= 0)
    return &screening->second;
  return screening->first.systolic_mmhg >= 0 ? &screening->first : NULL;
}

/* The clinic's diastolic block stands for that of the first, the blocking tier. */
static int
diastolic_from (const EbbBloodPressureTier *tier, gboolean first,
                const EbbScreeningSettings *settings)
{
  return first && settings != NULL ? settings->diastolic_block_mmhg : tier->diastolic_from;
}

const EbbBloodPressureTier *
ebb_screening_tier (const EbbScreeningList *list, const EbbScreeningSettings *settings,
                    const EbbBloodPressure *pressure)
{
  const EbbBloodPressureTier *tier = NULL;

  if (pressure == NULL)
    return NULL;
  for (guint i = 0; i < list->tiers->len; i++) {
    int diastolic;

    tier = g_ptr_array_index (list->tiers, i);
    diastolic = diastolic_from (tier, i == 0, settings);
    if (pressure->systolic_mmhg >= tier->systolic_from
        || (diastolic > 0 && pressure->diastolic_mmhg >= diastolic))
      return tier;
  }
  return tier; /* the last one holds for all that is below */
}

double
ebb_screening_bmi (const EbbScreening *screening)
{
  double height_m = screening->height_cm / CM_IN_A_METRE;

  return screening->height_cm > 0 && screening->weight_kg > 0
             ? screening->weight_kg / (height_m * height_m)
             : NAN;
}

static double
days_since_surgery (const EbbScreening *screening)
{
  int days;

  return screening->surgery_on != NULL && screening->screened_on != NULL
                 && ebb_screening_days_between (screening->surgery_on, screening->screened_on,
                                                &days)
             ? days
             : NAN;
}

double
ebb_screening_measure (const EbbScreening *screening, EbbScreeningMeasure measure)
{
  switch (measure) {
  case EBB_SCREEN_AGE:
    return screening->age_years >= 0 ? screening->age_years : NAN;
  case EBB_SCREEN_BMI:
    return ebb_screening_bmi (screening);
  case EBB_SCREEN_DAYS_SINCE_SURGERY:
    return days_since_surgery (screening);
  case EBB_SCREEN_WOMAN:
  case EBB_SCREEN_BLOOD_PRESSURE:
  case EBB_SCREEN_ASKED:
  default:
    return NAN;
  }
}

static gboolean
is_any_yes (const EbbScreening *screening, char **ids)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    const EbbScreeningAnswer *answer = ebb_screening_find_answer (screening, ids[i]);

    if (answer != NULL && answer->yes)
      return TRUE;
  }
  return FALSE;
}

/* "post-operative" is measured, not answered. */
static gboolean
is_early_after_surgery (const EbbScreening *screening, const EbbScreeningFactor *factor,
                        const EbbScreeningList *list, const EbbScreeningSettings *settings)
{
  for (guint i = 0; factor->items != NULL && factor->items[i] != NULL; i++) {
    const EbbScreeningItem *item = ebb_screening_list_find (list, factor->items[i]);

    if (item != NULL && item->measure != EBB_SCREEN_ASKED
        && ebb_screening_item_measured (screening, item, settings))
      return TRUE;
  }
  return FALSE;
}

gboolean
ebb_screening_item_measured (const EbbScreening *screening, const EbbScreeningItem *item,
                             const EbbScreeningSettings *settings)
{
  EbbScreeningRange range = item->range;

  if (item->measure == EBB_SCREEN_DAYS_SINCE_SURGERY && settings != NULL
      && settings->post_operative_days >= 0)
    range.to = settings->post_operative_days;
  return ebb_screening_range_holds (&range, ebb_screening_measure (screening, item->measure));
}

/* A body mass index or a sex that is not known counts as the worst it can be. */
static gboolean
counts (const EbbScreeningFactor *factor, const EbbScreeningCount *count)
{
  const EbbScreening *screening = count->screening;
  const EbbBloodPressure *pressure = ebb_screening_pressure (screening);
  double value = ebb_screening_measure (screening, factor->measure);

  switch (factor->measure) {
  case EBB_SCREEN_ASKED:
    return is_any_yes (screening, factor->items)
           || is_early_after_surgery (screening, factor, count->list, count->settings);
  case EBB_SCREEN_WOMAN:
    return g_strcmp0 (screening->sex, "male") != 0;
  case EBB_SCREEN_BLOOD_PRESSURE:
    return pressure != NULL
           && (pressure->systolic_mmhg >= factor->systolic_from
               || pressure->diastolic_mmhg >= factor->diastolic_from);
  case EBB_SCREEN_BMI:
    return isnan (value) || ebb_screening_range_holds (&factor->range, value);
  case EBB_SCREEN_AGE:
  case EBB_SCREEN_DAYS_SINCE_SURGERY:
  default:
    return ebb_screening_range_holds (&factor->range, value);
  }
}

/* Of a group the highest that applies. */
static gboolean
is_beaten (const EbbScreeningFactor *factor, guint index, const GPtrArray *factors,
           const EbbScreeningCount *count)
{
  for (guint i = 0; factor->group != NULL && i < factors->len; i++) {
    const EbbScreeningFactor *other = g_ptr_array_index (factors, i);

    if (i == index || g_strcmp0 (other->group, factor->group) != 0 || !counts (other, count))
      continue;
    if (other->points > factor->points || (other->points == factor->points && i < index))
      return TRUE;
  }
  return FALSE;
}

int
ebb_screening_points (const EbbScreeningCount *count, const GPtrArray *factors, GString *parts)
{
  int points = 0;

  for (guint i = 0; i < factors->len; i++) {
    const EbbScreeningFactor *factor = g_ptr_array_index (factors, i);

    if (!counts (factor, count) || is_beaten (factor, i, factors, count))
      continue;
    points += (int) factor->points;
    if (parts != NULL)
      g_string_append_printf (parts, "%s%s %u", parts->len > 0 ? ", " : "",
                              ebb_defined (factor->name), factor->points);
  }
  return points;
}

const EbbScreeningBand *
ebb_screening_band (const GPtrArray *bands, int points)
{
  const EbbScreeningBand *found = NULL;

  for (guint i = 0; i < bands->len; i++) {
    const EbbScreeningBand *band = g_ptr_array_index (bands, i);

    if (points >= band->from || found == NULL)
      found = band;
  }
  return found;
}

int
ebb_screening_wells (const EbbScreening *screening, const EbbScreeningList *list)
{
  int points = 0;

  for (guint i = 0; i < screening->wells->len; i++) {
    const EbbWellsSign *sign =
        ebb_screening_list_find_sign (list, g_ptr_array_index (screening->wells, i));

    points += sign != NULL ? sign->points : 0;
  }
  return points;
}
