/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-lock.h"

#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Widths are written on cuffs with one decimal. */
#define WIDTH_CM 0.05

static gboolean
is_candidate (const EbbLopRecord *record, const EbbLopUse *use)
{
  return record->segment == use->segment && record->side == use->side
         && g_strcmp0 (record->way, "estimate") != 0 && (use->simulated || !record->simulated);
}

static gboolean
is_of_this_use (const EbbLopRecord *record, const EbbLopUse *use)
{
  return record->posture == use->posture
         && (!(use->cuff_width_cm > 0) || !(record->cuff_width_cm > 0)
             || fabs (record->cuff_width_cm - use->cuff_width_cm) < WIDTH_CM);
}

const EbbLopRecord *
ebb_lop_lock_choose (const GPtrArray *lops, const EbbLopUse *use)
{
  const EbbLopRecord *newest = NULL, *fitting = NULL;

  for (guint i = 0; lops != NULL && i < lops->len; i++) {
    const EbbLopRecord *record = g_ptr_array_index (lops, i);

    if (!is_candidate (record, use))
      continue;
    if (newest == NULL || record->measured_unix_us > newest->measured_unix_us)
      newest = record;
    if (is_of_this_use (record, use)
        && (fitting == NULL || record->measured_unix_us > fitting->measured_unix_us))
      fitting = record;
  }
  return fitting != NULL ? fitting : newest;
}

double
ebb_lop_lock_girth (const GPtrArray *girths, EbbSegment segment, EbbSide side)
{
  for (guint i = 0; girths != NULL && i < girths->len; i++) {
    const EbbGirthRecord *girth = g_ptr_array_index (girths, i);

    if (girth->segment == segment && girth->side == side
        && g_strcmp0 (girth->site, EBB_GIRTH_UNDER_CUFF) == 0)
      return girth->girth_cm;
  }
  return 0;
}

static void
say (char **text, char *sentence)
{
  if (text != NULL)
    *text = sentence;
  else
    g_free (sentence);
}

static char *
changed_text (CuffPressure lop, const EbbLopRecord *record)
{
  g_autofree char *before = ebb_pressure_to_text (lop), *now = ebb_pressure_to_text (record->lop);

  if (!cuff_pressure_is_set (lop))
    return g_strdup_printf (_ ("The prescription was written without a LOP; %s is on file now. "
                               "Change the prescription."),
                            now);
  return g_strdup_printf (_ ("The prescription was written with a LOP of %s; %s is on file now. "
                             "Change the prescription."),
                          before, now);
}

static gboolean
has_reason (const EbbLopFacts *facts)
{
  g_autofree char *reason = g_strdup (facts->reason != NULL ? facts->reason : "");

  return *g_strstrip (reason) != '\0';
}

static EbbLopLock
judge_issues (const EbbLopFacts *facts, const GPtrArray *issues, char **text)
{
  gboolean is_void = ebb_lop_validity_is_void (issues);

  if (issues->len == 0)
    return EBB_LOP_LOCK_OPEN;
  say (text, ebb_lop_issues_to_text (issues, is_void));
  if (is_void)
    return EBB_LOP_LOCK_MEASURE;
  return has_reason (facts) ? EBB_LOP_LOCK_EXCUSED : EBB_LOP_LOCK_ASKS;
}

EbbLopLock
ebb_lop_lock_judge (const EbbLopFacts *facts, const EbbLopUse *use, CuffPressure lop, char **text)
{
  const EbbLopRecord *record = ebb_lop_lock_choose (facts->lops, use);
  EbbLopUse here = *use;
  g_autoptr (GPtrArray) issues = NULL;

  if (text != NULL)
    *text = NULL;
  if (record == NULL) {
    say (text, g_strdup (_ ("No measured LOP is on file for this limb. Measure it first.")));
    return EBB_LOP_LOCK_MEASURE;
  }
  if (!(here.girth_cm > 0))
    here.girth_cm = ebb_lop_lock_girth (facts->girths, use->segment, use->side);
  if (here.surgery_on == NULL)
    here.surgery_on = facts->surgery_on;
  issues = ebb_lop_validity_check (record, &here);
  if (!ebb_lop_validity_is_void (issues) && record->lop != lop) {
    say (text, changed_text (lop, record));
    return EBB_LOP_LOCK_CHANGED;
  }
  return judge_issues (facts, issues, text);
}
