/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules of a screening list's file: what counts how many points, and from which number on.
 */
#include "ebb-screening-read.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROWS_MAX    40
#define BOUND_MAX   1000
#define POINTS_MAX  20
#define EFFECTS     "\"none\", \"caution\", \"physician\", \"refused\""
#define PERCENT_MIN 20
#define PERCENT_MAX 80

static const char *const measures[] = {
  "", "age", "bmi", "days-since-surgery", "woman", "blood-pressure", NULL
};
static const char *const limit_patterns[] = { "intermittent", NULL };

static void
factor_free (EbbScreeningFactor *factor)
{
  g_free (factor->id);
  g_free (factor->name);
  g_free (factor->group);
  g_strfreev (factor->items);
  g_free (factor);
}

static void
tier_free (EbbBloodPressureTier *tier)
{
  g_free (tier->id);
  g_free (tier->name);
  g_free (tier);
}

static void
band_free (EbbScreeningBand *band)
{
  g_free (band->name);
  g_free (band);
}

static void
sign_free (EbbWellsSign *sign)
{
  g_free (sign->id);
  g_free (sign->name);
  g_free (sign);
}

const EbbWellsSign *
ebb_screening_list_find_sign (const EbbScreeningList *list, const char *id)
{
  for (guint i = 0; i < list->wells_signs->len; i++) {
    const EbbWellsSign *sign = g_ptr_array_index (list->wells_signs, i);

    if (g_strcmp0 (sign->id, id) == 0)
      return sign;
  }
  return NULL;
}

/* Parts of a row -------------------------------------------------------------------------------*/

static int
pattern_from_string (const char *text)
{
  return ebb_screening_word (limit_patterns, text);
}

static int
measure_from_string (const char *text)
{
  return ebb_screening_word (measures, text);
}

void
ebb_screening_read_limit (EbbJsonObject *object, EbbScreeningLimit *limit)
{
  if (ebb_json_has (object, "max_percent_lop"))
    limit->max_percent_lop =
        ebb_json_read_double (object, "max_percent_lop", PERCENT_MIN, PERCENT_MAX);
  if (ebb_json_has (object, "pattern")) {
    ebb_json_read_word (object, "pattern", pattern_from_string, "\"intermittent\"");
    limit->intermittent = TRUE;
  }
}

static double
read_bound (EbbJsonObject *object, const char *field)
{
  return ebb_json_has (object, field) ? ebb_json_read_double (object, field, 0, BOUND_MAX) : NAN;
}

EbbScreeningMeasure
ebb_screening_read_measure (EbbJsonObject *object, EbbScreeningRange *range)
{
  EbbScreeningMeasure measure;

  *range = (EbbScreeningRange){ NAN, NAN, NAN, NAN };
  if (!ebb_json_has (object, "measure"))
    return EBB_SCREEN_ASKED;

  measure = (EbbScreeningMeasure) ebb_json_read_word (
      object, "measure", measure_from_string,
      "\"age\", \"bmi\", \"days-since-surgery\", \"woman\", \"blood-pressure\"");
  range->from = read_bound (object, "from");
  range->over = read_bound (object, "over");
  range->to = read_bound (object, "to");
  range->below = read_bound (object, "below");
  if (measure != EBB_SCREEN_WOMAN && measure != EBB_SCREEN_BLOOD_PRESSURE && isnan (range->from)
      && isnan (range->over) && isnan (range->to) && isnan (range->below))
    ebb_json_fail (object, "from", NULL, _ ("a bound: from, over, to or below"));
  return measure;
}

static void
read_pressures (EbbJsonObject *object, int *systolic, int *diastolic)
{
  *systolic = (int) ebb_json_read_int (object, "systolic_from", 50, 300);
  *diastolic = ebb_json_has (object, "diastolic_from")
                   ? (int) ebb_json_read_int (object, "diastolic_from", 20, 200)
                   : 0;
}

static EbbEffect
read_effect (EbbJsonObject *object)
{
  return (EbbEffect) ebb_json_read_word (object, "effect", ebb_effect_from_string, EFFECTS);
}

/* "dvt-current dvt-past": each of them a row of the list. */
static char **
read_items (EbbJsonObject *object, const EbbScreeningList *list)
{
  g_autofree char *text = ebb_json_read_text (object, "items", 300);
  g_auto (GStrv) ids = text != NULL ? g_strsplit (text, " ", -1) : NULL;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (ebb_screening_list_find (list, ids[i]) == NULL
        && ebb_screening_list_find_inactive (list, ids[i]) == NULL) {
      ebb_json_fail (object, "items", ids[i], _ ("ids of “items”, one space between them"));
      return NULL;
    }
  return g_steal_pointer (&ids);
}

/* Rows -----------------------------------------------------------------------------------------*/

typedef void (*ReadRow) (EbbJsonObject *inner, const EbbScreeningList *list, GPtrArray *rows);

static GPtrArray *
read_rows (EbbJsonObject *root, const char *field, const EbbScreeningList *list, ReadRow read_row,
           GDestroyNotify destroy)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (destroy);
  guint n_rows = ebb_json_read_array (root, field, ROWS_MAX);
  EbbJsonObject inner;

  for (guint i = 0; i < n_rows && root->file->error == NULL; i++)
    if (ebb_json_read_array_object (root, field, i, &inner)) {
      read_row (&inner, list, rows);
      ebb_json_end (&inner);
    }
  return rows;
}

static void
read_factor (EbbJsonObject *inner, const EbbScreeningList *list, GPtrArray *rows)
{
  EbbScreeningFactor *factor = g_new0 (EbbScreeningFactor, 1);

  g_ptr_array_add (rows, factor);
  factor->id = ebb_json_read_id (inner, "id");
  factor->name = ebb_json_read_text (inner, "name", 100);
  factor->points = (guint) ebb_json_read_int (inner, "points", 1, POINTS_MAX);
  if (ebb_json_has (inner, "group"))
    factor->group = ebb_json_read_id (inner, "group");
  factor->measure = ebb_screening_read_measure (inner, &factor->range);
  if (factor->measure == EBB_SCREEN_BLOOD_PRESSURE)
    read_pressures (inner, &factor->systolic_from, &factor->diastolic_from);
  if (factor->measure == EBB_SCREEN_ASKED)
    factor->items = read_items (inner, list);
}

static void
read_tier (EbbJsonObject *inner, const EbbScreeningList *list, GPtrArray *rows)
{
  EbbBloodPressureTier *tier = g_new0 (EbbBloodPressureTier, 1);
  const EbbBloodPressureTier *above = rows->len > 0 ? rows->pdata[rows->len - 1] : NULL;

  g_ptr_array_add (rows, tier);
  tier->id = ebb_json_read_id (inner, "id");
  tier->name = ebb_json_read_text (inner, "name", 100);
  tier->effect = read_effect (inner);
  read_pressures (inner, &tier->systolic_from, &tier->diastolic_from);
  ebb_screening_read_limit (inner, &tier->limit);
  if (above != NULL && tier->systolic_from >= above->systolic_from)
    ebb_json_fail (inner, "systolic_from", tier->id, _ ("less than in the row before"));
}

static void
read_band (EbbJsonObject *inner, const EbbScreeningList *list, GPtrArray *rows)
{
  EbbScreeningBand *band = g_new0 (EbbScreeningBand, 1);
  const EbbScreeningBand *below = rows->len > 0 ? rows->pdata[rows->len - 1] : NULL;

  g_ptr_array_add (rows, band);
  band->name = ebb_json_read_text (inner, "name", 100);
  band->from = (int) ebb_json_read_int (inner, "from", -POINTS_MAX, 100);
  if (ebb_json_has (inner, "effect"))
    band->effect = read_effect (inner);
  if (below != NULL && band->from <= below->from)
    ebb_json_fail (inner, "from", band->name, _ ("more than in the row before"));
}

static void
read_sign (EbbJsonObject *inner, const EbbScreeningList *list, GPtrArray *rows)
{
  EbbWellsSign *sign = g_new0 (EbbWellsSign, 1);

  g_ptr_array_add (rows, sign);
  sign->id = ebb_json_read_id (inner, "id");
  sign->name = ebb_json_read_text (inner, "name", 200);
  sign->points = (int) ebb_json_read_int (inner, "points", -POINTS_MAX, POINTS_MAX);
}

static void
read_origin (EbbJsonObject *root, const char *field, gboolean named, EbbScreeningOrigin *origin,
             guint *physician_from)
{
  EbbJsonObject inner;

  if (!ebb_json_read_object (root, field, &inner))
    return;
  if (named)
    origin->name = ebb_json_read_text (&inner, "name", 100);
  if (physician_from != NULL)
    *physician_from = (guint) ebb_json_read_int (&inner, "physician_from", 1, 100);
  origin->source = ebb_json_read_text (&inner, "source", 500);
  origin->status = (EbbEvidence) ebb_json_read_word (&inner, "status", ebb_evidence_from_string,
                                                     EBB_EVIDENCE_ALLOWED);
  ebb_json_end (&inner);
}

void
ebb_screening_read_rules (EbbJsonObject *root, EbbScreeningList *list)
{
  read_origin (root, "score", TRUE, &list->score, &list->score_physician_from);
  list->score_factors =
      read_rows (root, "score_factors", list, read_factor, (GDestroyNotify) factor_free);
  read_origin (root, "blood_pressure", FALSE, &list->blood_pressure, NULL);
  list->tiers =
      read_rows (root, "blood_pressure_tiers", list, read_tier, (GDestroyNotify) tier_free);
  read_origin (root, "vte", TRUE, &list->vte, NULL);
  list->vte_factors =
      read_rows (root, "vte_factors", list, read_factor, (GDestroyNotify) factor_free);
  list->vte_bands = read_rows (root, "vte_bands", list, read_band, (GDestroyNotify) band_free);
  read_origin (root, "wells", TRUE, &list->wells, NULL);
  list->wells_signs = read_rows (root, "wells_signs", list, read_sign, (GDestroyNotify) sign_free);
  list->wells_bands = read_rows (root, "wells_bands", list, read_band, (GDestroyNotify) band_free);
}
