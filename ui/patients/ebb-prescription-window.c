/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The published windows of pressure, as numbers and in words.
 */
#include "ebb-prescription-form-state.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Clinic decision 3.5: consensus 40-80 % of LOP; arm 30-50 %, leg 60-80 %. */
void
ebb_window_inner (EbbSegment segment, int *from, int *to)
{
  *from = segment == EBB_SEGMENT_ARM ? 30 : 60;
  *to = segment == EBB_SEGMENT_ARM ? 50 : 80;
}

double
ebb_percent_shown (double percent_lop)
{
  return percent_lop > EBB_WINDOW_OUTER_TO ? ceil (percent_lop - 1e-6) : round (percent_lop);
}

/* Whole sentences for each limb: languages decline. */
static char *
inside_inner (EbbSegment segment, double percent, int from, int to)
{
  if (segment == EBB_SEGMENT_ARM)
    return g_strdup_printf (_ ("%.0f\u00a0%% of LOP: inside the window for the arm, %d–%d\u00a0%%"),
                            percent, from, to);
  return g_strdup_printf (_ ("%.0f\u00a0%% of LOP: inside the window for the leg, %d–%d\u00a0%%"),
                          percent, from, to);
}

static char *
inside_outer (EbbSegment segment, double percent, int from, int to)
{
  if (segment == EBB_SEGMENT_ARM)
    return g_strdup_printf (_ ("%.0f\u00a0%% of LOP: inside the consensus window, %d–%d\u00a0%%; "
                               "usual for the arm is %d–%d\u00a0%%"),
                            percent, EBB_WINDOW_OUTER_FROM, EBB_WINDOW_OUTER_TO, from, to);
  return g_strdup_printf (_ ("%.0f\u00a0%% of LOP: inside the consensus window, %d–%d\u00a0%%; "
                             "usual for the leg is %d–%d\u00a0%%"),
                          percent, EBB_WINDOW_OUTER_FROM, EBB_WINDOW_OUTER_TO, from, to);
}

char *
ebb_window_to_text (EbbSegment segment, double percent_lop)
{
  int from, to;
  double shown = ebb_percent_shown (percent_lop);

  ebb_window_inner (segment, &from, &to);
  if (!(percent_lop > 0))
    return g_strdup (_ ("The share of LOP is not known"));
  if (percent_lop >= 100)
    return g_strdup_printf (_ ("%.0f\u00a0%% of LOP: full occlusion"), shown);
  if (percent_lop > EBB_WINDOW_OUTER_TO)
    return g_strdup_printf (_ ("%.0f\u00a0%% of LOP: above the published window, which ends at "
                               "%d\u00a0%%"),
                            shown, EBB_WINDOW_OUTER_TO);
  if (percent_lop >= from && percent_lop <= to)
    return inside_inner (segment, shown, from, to);
  if (percent_lop >= EBB_WINDOW_OUTER_FROM)
    return inside_outer (segment, shown, from, to);
  return g_strdup_printf (_ ("%.0f\u00a0%% of LOP: below the published windows"), shown);
}
