/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-bp.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
ebb_bp_init (EbbBp *bp)
{
  *bp = (EbbBp){ .systolic = NAN, .diastolic = NAN, .diastolic_block = EBB_BP_HIGH_DIASTOLIC };
}

gboolean
ebb_bp_is_plausible (double systolic, double diastolic)
{
  return systolic >= 60 && systolic <= 280 && diastolic >= 30 && diastolic <= 180
         && systolic > diastolic;
}

static gboolean
is_low (const EbbBp *bp, double systolic, double diastolic)
{
  return ebb_bp_is_plausible (systolic, diastolic) && systolic < EBB_BP_LOW_SYSTOLIC;
}

static gboolean
is_high (const EbbBp *bp, double systolic, double diastolic)
{
  return ebb_bp_is_plausible (systolic, diastolic)
         && (systolic >= EBB_BP_HIGH_SYSTOLIC || diastolic >= bp->diastolic_block);
}

static gboolean
is_raised (double systolic, double diastolic)
{
  return ebb_bp_is_plausible (systolic, diastolic)
         && (systolic >= EBB_BP_RAISED_SYSTOLIC || diastolic >= EBB_BP_RAISED_DIASTOLIC);
}

gboolean
ebb_bp_is_begun (const EbbBp *bp)
{
  return !isnan (bp->systolic) || !isnan (bp->diastolic);
}

gboolean
ebb_bp_is_complete (const EbbBp *bp)
{
  return ebb_bp_is_plausible (bp->systolic, bp->diastolic);
}

static void
keep (EbbBp *bp, double systolic, double diastolic, gint64 t_us, gboolean out_of_range)
{
  if (bp->n_kept == EBB_BP_KEPT_MAX)
    return;
  bp->kept[bp->n_kept++] = (EbbBpReading){
    .systolic = systolic, .diastolic = diastolic, .t_us = t_us, .out_of_range = out_of_range
  };
}

static gboolean
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static void
set_fields (EbbBp *bp, double systolic, double diastolic, gint64 t_us)
{
  bp->systolic = systolic;
  bp->diastolic = diastolic;
  bp->typed_us = t_us;
}

/* No beginning of a number above 99 can be a blood pressure: what is complete is no half of one. */
gboolean
ebb_bp_type (EbbBp *bp, double systolic, double diastolic, gint64 now_us)
{
  gboolean out = is_high (bp, systolic, diastolic) || is_low (bp, systolic, diastolic);

  if (!ebb_bp_takes (bp, now_us))
    return ebb_bp_is_plausible (systolic, diastolic);
  if (is_same (systolic, bp->systolic) && is_same (diastolic, bp->diastolic))
    return FALSE;
  if (is_raised (bp->systolic, bp->diastolic)) /* typed over */
    keep (bp, bp->systolic, bp->diastolic, bp->typed_us, FALSE);
  set_fields (bp, systolic, diastolic, now_us);
  if (!out)
    return FALSE;
  keep (bp, systolic, diastolic, now_us, TRUE);
  set_fields (bp, NAN, NAN, now_us);
  return TRUE;
}

void
ebb_bp_recall (EbbBp *bp, double systolic, double diastolic, gint64 t_us)
{
  if (bp->n_kept == EBB_BP_KEPT_MAX)
    return;
  memmove (bp->kept + 1, bp->kept, bp->n_kept * sizeof *bp->kept);
  bp->n_kept++;
  bp->kept[0] = (EbbBpReading){
    .systolic = systolic, .diastolic = diastolic, .t_us = t_us, .out_of_range = TRUE
  };
}

void
ebb_bp_mistyped (EbbBp *bp)
{
  for (guint i = bp->n_kept; i > 0; i--) {
    if (bp->kept[i - 1].mistyped)
      continue;
    bp->kept[i - 1].mistyped = TRUE;
    return;
  }
}

guint
ebb_bp_n_refused (const EbbBp *bp)
{
  guint n = 0;

  for (guint i = 0; i < bp->n_kept; i++)
    n += bp->kept[i].out_of_range && !bp->kept[i].mistyped;
  return MIN (n, 2);
}

gint64
ebb_bp_wait_us (const EbbBp *bp, gint64 now_us)
{
  if (ebb_bp_n_refused (bp) != 1)
    return 0;
  for (guint i = 0; i < bp->n_kept; i++)
    if (bp->kept[i].out_of_range && !bp->kept[i].mistyped)
      return MAX (bp->kept[i].t_us + CUFF_SECONDS (EBB_DOOR_SIT_S) - now_us, 0);
  return 0;
}

gboolean
ebb_bp_takes (const EbbBp *bp, gint64 now_us)
{
  return ebb_bp_n_refused (bp) < 2 && bp->n_kept < EBB_BP_KEPT_MAX
         && ebb_bp_wait_us (bp, now_us) == 0;
}

static const EbbBpReading *
last_refused (const EbbBp *bp)
{
  for (guint i = bp->n_kept; i > 0; i--)
    if (bp->kept[i - 1].out_of_range && !bp->kept[i - 1].mistyped)
      return &bp->kept[i - 1];
  return NULL;
}

const char *
ebb_bp_advice (const EbbBp *bp)
{
  const EbbBpReading *last = last_refused (bp);
  gboolean low = last != NULL && last->systolic < EBB_BP_LOW_SYSTOLIC;

  if (ebb_bp_n_refused (bp) == 2)
    return low ? _ ("Low again. No cuff training today; tell the physician.")
               : _ ("High again. No cuff training today; tell the physician.");
  if (ebb_bp_is_begun (bp) && !ebb_bp_is_complete (bp) && !isnan (bp->systolic)
      && !isnan (bp->diastolic))
    return _ ("These two numbers cannot be a blood pressure.");
  if (last == NULL || ebb_bp_is_complete (bp))
    return NULL;
  return low ? _ ("Low. Sit for five minutes and measure again; both stay in the record.")
             : _ ("High. Sit for five minutes and measure again; both stay in the record.");
}

char *
ebb_bp_kept_text (const EbbBp *bp)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < bp->n_kept; i++) {
    const EbbBpReading *reading = &bp->kept[i];

    g_string_append_printf (lines, "%s%.0f/%.0f %s", i > 0 ? "\n" : "", reading->systolic,
                            reading->diastolic, _ ("mmHg"));
    if (reading->mistyped)
      g_string_append_printf (lines, " (%s)", _ ("mistyped"));
  }
  return bp->n_kept > 0 ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}

void
ebb_bp_take (const EbbBp *bp, EbbBpTake take, gpointer into)
{
  for (guint i = 0; i < bp->n_kept; i++) {
    const EbbBpReading *reading = &bp->kept[i];

    take (into, reading->t_us, reading->mistyped ? EBB_DOOR_MISTYPED : EBB_DOOR_PRESSURE,
          reading->systolic, reading->diastolic);
  }
  if (ebb_bp_is_complete (bp))
    take (into, bp->typed_us, EBB_DOOR_PRESSURE, bp->systolic, bp->diastolic);
}
