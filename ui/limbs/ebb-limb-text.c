/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-limb-text.h"

#include "ebb-day.h"
#include "ebb-patient-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
ebb_limb_summary_free (EbbLimbSummary *summary)
{
  g_free (summary->title);
  g_free (summary->lop);
  g_free (summary->lop_facts);
  g_free (summary->state_text);
  g_free (summary->girth);
  g_free (summary->girth_facts);
  g_ptr_array_unref (summary->history);
  g_array_unref (summary->course);
  g_free (summary);
}

/* --- Small words ------------------------------------------------------------------------- */

const char *
ebb_lop_definition_to_text (EbbLopDefinition definition)
{
  switch (definition) {
  case EBB_LOP_DEFINITION_PULSE_LOST:
    return _ ("pulse lost");
  case EBB_LOP_DEFINITION_PULSE_BACK:
    return _ ("pulse back");
  case EBB_LOP_DEFINITION_AUTO:
    return _ ("by the cuff's pressure");
  case EBB_LOP_DEFINITION_UNKNOWN:
  default:
    return "";
  }
}

char *
ebb_format_cm (double cm)
{
  if (!(cm > 0))
    return g_strdup ("–");
  /* Translators: a girth or a width. */
  return fabs (cm - round (cm)) < 0.05 ? g_strdup_printf (_ ("%.0f\u00a0cm"), cm)
                                       : g_strdup_printf (_ ("%.1f\u00a0cm"), cm);
}

const EbbCuffRecord *
ebb_cuff_find (const GPtrArray *cuffs, const char *id)
{
  for (guint i = 0; cuffs != NULL && id != NULL && i < cuffs->len; i++) {
    const EbbCuffRecord *cuff = g_ptr_array_index (cuffs, i);

    if (g_strcmp0 (cuff->id, id) == 0)
      return cuff;
  }
  return NULL;
}

char *
ebb_cuff_title (const EbbCuffRecord *cuff)
{
  g_autofree char *cm = ebb_format_cm (cuff->width_cm);
  g_autofree char *width = g_strdup_printf (_ ("%s wide"), cm);
  gboolean named = cuff->name != NULL && g_strcmp0 (cuff->name, cuff->asset) != 0;

  return ebb_join_facts (cuff->asset, named ? cuff->name : "", width, NULL);
}

const char *
ebb_girth_site_to_text (const char *site)
{
  /* As they stand in records; what else is typed stands as it is. */
  static const char *const known[] = {
    N_ ("under the cuff"), N_ ("15 cm above the patella"),           N_ ("10 cm above the patella"),
    N_ ("widest place"),   N_ ("10 cm below the tibial tuberosity"), N_ ("middle of the upper arm")
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (site, known[i]) == 0)
      return _ (known[i]);
  return site != NULL ? site : "";
}

const EbbGirthRecord *
ebb_girth_find (const GPtrArray *girths, EbbSegment segment, EbbSide side, const char *site,
                guint skip)
{
  for (guint i = 0; girths != NULL && i < girths->len; i++) {
    const EbbGirthRecord *girth = g_ptr_array_index (girths, i);

    if (girth->segment != segment || girth->side != side
        || (site != NULL && g_strcmp0 (girth->site, site) != 0))
      continue;
    if (skip == 0)
      return girth;
    skip--;
  }
  return NULL;
}

/* --- A value ----------------------------------------------------------------------------- */

static char *
cuff_text (const EbbLopRecord *record, const GPtrArray *cuffs)
{
  const EbbCuffRecord *cuff = ebb_cuff_find (cuffs, record->cuff_id);
  g_autofree char *cm = NULL;

  if (!(record->cuff_width_cm > 0))
    return cuff != NULL ? g_strdup (cuff->asset) : g_strdup ("");
  cm = ebb_format_cm (record->cuff_width_cm);
  /* Translators: "11.5 cm cuff T-M-03". */
  return cuff != NULL ? g_strdup_printf (_ ("%s cuff %s"), cm, cuff->asset)
                      : g_strdup_printf (_ ("%s cuff"), cm);
}

char *
ebb_lop_facts_text (const EbbLopRecord *record, const GPtrArray *cuffs, gint64 now_unix_us)
{
  g_autofree char *cuff = cuff_text (record, cuffs);
  g_autofree char *ago = ebb_format_ago (record->measured_unix_us, now_unix_us);
  g_autofree char *band = record->band > 0 ? g_strdup_printf (_ ("± %.0f\u00a0mmHg"),
                                                              cuff_pressure_to_mmhg (record->band))
                                           : g_strdup ("");

  return ebb_join_facts (
      record->simulated ? _ ("Simulated") : "", ebb_lop_way_to_text (record->way),
      ebb_lop_definition_to_text (record->definition), band, ebb_posture_to_text (record->posture),
      cuff, ago, record->operator_name != NULL ? record->operator_name : "", NULL);
}

static char *
value_text (const EbbLopRecord *record)
{
  return cuff_pressure_is_set (record->lop) ? ebb_format_mmhg (record->lop)
                                            : g_strdup (_ ("Not found"));
}

static gboolean
is_of (const EbbLopRecord *record, EbbSegment segment, EbbSide side)
{
  return record->segment == segment && record->side == side;
}

static void
add_history (EbbLimbSummary *summary, const EbbLopRecord *record, gint64 now_unix_us)
{
  g_autofree char *value = value_text (record);
  g_autofree char *ago = ebb_format_ago (record->measured_unix_us, now_unix_us);

  if (summary->history->len < EBB_LIMB_HISTORY_MAX)
    g_ptr_array_add (summary->history,
                     ebb_join_facts (value, ago, ebb_lop_way_to_text (record->way),
                                     ebb_posture_to_text (record->posture),
                                     record->simulated ? _ ("Simulated") : "", NULL));
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const EbbLopRecord *first = *(const EbbLopRecord *const *) a;
  const EbbLopRecord *second = *(const EbbLopRecord *const *) b;

  return first->measured_unix_us > second->measured_unix_us   ? -1
         : first->measured_unix_us < second->measured_unix_us ? 1
                                                              : 0;
}

/* All of the limb but `shown`. */
static void
add_histories (EbbLimbSummary *summary, const EbbLimbsFile *limbs, const EbbLopRecord *shown,
               gint64 now_unix_us)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  for (guint i = 0; i < limbs->file->lops->len; i++) {
    EbbLopRecord *record = g_ptr_array_index (limbs->file->lops, i);

    if (is_of (record, summary->segment, summary->side))
      g_ptr_array_add (own, record);
  }
  g_ptr_array_sort (own, newest_first);
  for (guint i = 0; i < own->len; i++) {
    const EbbLopRecord *record = g_ptr_array_index (own, i);
    EbbProgressValue value = { .value = cuff_pressure_to_mmhg (record->lop) };
    EbbDay day = ebb_day_of (record->measured_unix_us);

    g_strlcpy (value.date, day.date, sizeof value.date);
    if (record != shown)
      add_history (summary, record, now_unix_us);
    if (cuff_pressure_is_set (record->lop) && !record->simulated
        && g_strcmp0 (record->way, "estimate") != 0)
      g_array_prepend_val (summary->course, value);
  }
}

/* --- What it is worth -------------------------------------------------------------------- */

static const EbbPrescriptionRecord *
find_prescription (const EbbLimbsFile *limbs, EbbSegment segment, EbbSide side)
{
  const EbbPrescriptionRecord *newest = NULL;

  for (guint i = 0; i < limbs->file->prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (limbs->file->prescriptions, i);

    if (record->segment == segment && record->side == side
        && (newest == NULL || record->written_unix_us > newest->written_unix_us))
      newest = record;
  }
  return newest;
}

static const EbbLopRecord *
find_newest (const EbbLimbsFile *limbs, EbbSegment segment, EbbSide side, gboolean simulated)
{
  /* Of no posture and width in particular: the newest of the limb. */
  EbbLopUse any = {
    .segment = segment, .side = side, .posture = (EbbPosture) -1, .simulated = simulated
  };

  return ebb_lop_lock_choose (limbs->file->lops, &any);
}

EbbLopUse
ebb_limb_use (const EbbLimbsFile *limbs, EbbSegment segment, EbbSide side, gboolean simulated,
              gint64 now_unix_us)
{
  const EbbPrescriptionRecord *prescription = find_prescription (limbs, segment, side);
  const EbbLopRecord *newest = find_newest (limbs, segment, side, simulated);
  EbbLopUse use = { .segment = segment,
                    .side = side,
                    .systolic = CUFF_PRESSURE_UNSET,
                    .simulated = simulated,
                    .now_unix_us = now_unix_us };

  if (newest != NULL)
    use.posture = newest->posture;
  if (prescription != NULL) {
    g_autoptr (EbbExercise) exercise =
        prescription->exercise_id != NULL
            ? ebb_exercise_load_builtin (prescription->exercise_id, NULL)
            : NULL;
    use.cuff_width_cm = prescription->cuff_width_cm;
    if (exercise != NULL)
      use.posture = exercise->posture;
  }
  return use;
}

static EbbLimbState
state_of (EbbLopLock lock)
{
  switch (lock) {
  case EBB_LOP_LOCK_OPEN:
  case EBB_LOP_LOCK_EXCUSED:
    return EBB_LIMB_HOLDS;
  case EBB_LOP_LOCK_ASKS:
    return EBB_LIMB_DOUBTFUL;
  case EBB_LOP_LOCK_CHANGED:
    return EBB_LIMB_CHANGED;
  case EBB_LOP_LOCK_MEASURE:
  default:
    return EBB_LIMB_VOID;
  }
}

static void
judge (EbbLimbSummary *summary, const EbbLimbsFile *limbs, const EbbLopUse *use,
       const EbbLopRecord *record)
{
  const EbbPrescriptionRecord *prescription =
      find_prescription (limbs, summary->segment, summary->side);
  EbbLopFacts facts = { .lops = limbs->file->lops,
                        .girths = limbs->girths,
                        .surgery_on = limbs->file->surgery_on };
  gboolean by_percent = prescription != NULL && prescription->method == EBB_METHOD_PERCENT_LOP;
  char *text = NULL;

  summary->state = state_of (
      ebb_lop_lock_judge (&facts, use, by_percent ? prescription->lop : record->lop, &text));
  if (summary->state == EBB_LIMB_HOLDS)
    text = g_strdup (_ ("Valid today"));
  summary->state_text = text;
}

static void
describe_lop (EbbLimbSummary *summary, const EbbLimbsFile *limbs, gboolean simulated,
              gint64 now_unix_us)
{
  EbbLopUse use = ebb_limb_use (limbs, summary->segment, summary->side, simulated, now_unix_us);
  const EbbLopRecord *record = ebb_lop_lock_choose (limbs->file->lops, &use);

  if (record == NULL) {
    summary->state = EBB_LIMB_NOT_MEASURED;
    summary->lop = g_strdup (_ ("Not measured"));
    summary->lop_facts = g_strdup ("");
    summary->state_text = g_strdup (_ ("Measure it before a pressure is given in % of LOP."));
  } else {
    summary->lop = value_text (record);
    summary->lop_facts = ebb_lop_facts_text (record, limbs->cuffs, now_unix_us);
    judge (summary, limbs, &use, record);
  }
  add_histories (summary, limbs, record, now_unix_us);
}

/* --- Girth ------------------------------------------------------------------------------- */

static char *
change_text (const EbbGirthRecord *now, const EbbGirthRecord *before)
{
  g_autofree char *day = ebb_format_date_short (before->measured_on);

  /* Translators: a girth: "+1.5 cm since 3 Oct 2026". */
  return g_strdup_printf (_ ("%+.1f\u00a0cm since %s"), now->girth_cm - before->girth_cm, day);
}

static void
describe_girth (EbbLimbSummary *summary, const EbbLimbsFile *limbs)
{
  const EbbGirthRecord *girth =
      ebb_girth_find (limbs->girths, summary->segment, summary->side, EBB_GIRTH_UNDER_CUFF, 0);
  const EbbGirthRecord *before;
  g_autofree char *day = NULL;
  g_autofree char *change = NULL;

  if (girth == NULL)
    girth = ebb_girth_find (limbs->girths, summary->segment, summary->side, NULL, 0);
  if (girth == NULL) {
    summary->girth = g_strdup (_ ("Girth not measured"));
    summary->girth_facts = g_strdup ("");
    return;
  }
  before = ebb_girth_find (limbs->girths, summary->segment, summary->side, girth->site, 1);
  day = ebb_format_date_short (girth->measured_on);
  change = before != NULL ? change_text (girth, before) : NULL;
  summary->girth = ebb_format_cm (girth->girth_cm);
  summary->girth_facts = ebb_join_facts (ebb_girth_site_to_text (girth->site), day,
                                         change != NULL ? change : "", NULL);
}

/* --- All of them ------------------------------------------------------------------------- */

static gboolean
is_known (const EbbLimbsFile *limbs, EbbSegment segment, EbbSide side)
{
  if (find_prescription (limbs, segment, side) != NULL
      || ebb_girth_find (limbs->girths, segment, side, NULL, 0) != NULL)
    return TRUE;
  for (guint i = 0; i < limbs->file->lops->len; i++)
    if (is_of (g_ptr_array_index (limbs->file->lops, i), segment, side))
      return TRUE;
  return FALSE;
}

static void
add_summary (GPtrArray *summaries, const EbbLimbsFile *limbs, EbbSegment segment, EbbSide side,
             gboolean simulated, gint64 now_unix_us)
{
  EbbLimbSummary *summary = g_new0 (EbbLimbSummary, 1);

  summary->segment = segment;
  summary->side = side;
  summary->title = ebb_format_limb_title (segment, side);
  summary->history = g_ptr_array_new_with_free_func (g_free);
  summary->course = g_array_new (FALSE, FALSE, sizeof (EbbProgressValue));
  describe_lop (summary, limbs, simulated, now_unix_us);
  describe_girth (summary, limbs);
  g_ptr_array_add (summaries, summary);
}

GPtrArray *
ebb_limb_summaries (const EbbLimbsFile *limbs, gboolean simulated, gint64 now_unix_us)
{
  static const EbbSegment order[] = { EBB_SEGMENT_THIGH, EBB_SEGMENT_CALF, EBB_SEGMENT_ARM };
  GPtrArray *summaries = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_limb_summary_free);

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    for (int side = EBB_SIDE_LEFT; side <= EBB_SIDE_RIGHT; side++)
      if (is_known (limbs, order[i], (EbbSide) side))
        add_summary (summaries, limbs, order[i], (EbbSide) side, simulated, now_unix_us);
  for (int side = EBB_SIDE_LEFT; summaries->len < 2 && side <= EBB_SIDE_RIGHT; side++)
    if (!is_known (limbs, EBB_SEGMENT_THIGH, (EbbSide) side))
      add_summary (summaries, limbs, EBB_SEGMENT_THIGH, (EbbSide) side, simulated, now_unix_us);
  return summaries;
}
