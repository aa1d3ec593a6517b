/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked of the person who reads the gauge, and what they may answer.
 */
#include "ebb-live-private.h"

#include "ebb-cuff.h"
#include "ebb-format.h"
#include "ebb-measure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Nobody reads a gauge while the valve is to be open: then "Gauge reads 0" is asked for. */
static gboolean
is_asked (const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;

  return view->by_hand && ebb_live_ordered_mmhg (facts) > 0
         && (view->phase == EBB_PHASE_INFLATING || ebb_live_is_tight (facts));
}

static char *
age_to_text (const EbbLiveFacts *facts)
{
  gint64 reading_us = facts->view->reading_us;
  g_autofree char *ago = NULL;

  if (reading_us == EBB_TIME_UNSET || !cuff_pressure_is_set (facts->view->pressure))
    return g_strdup (_ ("not read yet"));
  ago = ebb_format_clock (MAX (facts->now_us - reading_us, 0));
  /* Translators: minutes and seconds since somebody looked at the gauge. */
  return g_strdup_printf (_ ("read by hand %s ago"), ago);
}

/* How far the last reading is outside the band, in whole mmHg; 0 = inside, or not read. */
static int
off_band_mmhg (const EbbLiveFacts *facts)
{
  const EbbSessionView *view = facts->view;
  gint64 off = (gint64) view->pressure - view->ordered;

  if (!cuff_pressure_is_set (view->pressure)
      || ABS (off) * 100 <= (gint64) view->ordered * EBB_MEASURE_BAND_EXERCISE_PERCENT)
    return 0;
  return (int) lround (cuff_pressure_to_mmhg ((CuffPressure) off));
}

static char *
ask_to_text (const EbbLiveFacts *facts, EbbLiveLevel *level)
{
  int target_mmhg = ebb_live_ordered_mmhg (facts), off_mmhg = off_band_mmhg (facts);

  *level = off_mmhg != 0 ? EBB_LIVE_WARN : EBB_LIVE_PLAIN;
  if (off_mmhg < 0)
    return g_strdup_printf (_ ("%d below: pump up to %d, then read again"), -off_mmhg, target_mmhg);
  if (off_mmhg > 0)
    return g_strdup_printf (_ ("%d above: let air out to %d, then read again"), off_mmhg,
                            target_mmhg);
  if (facts->view->phase == EBB_PHASE_INFLATING)
    return g_strdup (_ ("What does the gauge read?"));
  if (facts->view->reading_due == EBB_READING_OVERDUE) {
    *level = EBB_LIVE_WARN;
    return g_strdup (_ ("Look at the gauge now"));
  }
  if (facts->view->reading_due == EBB_READING_SUGGESTED)
    return g_strdup_printf (_ ("Look at the gauge: still %d?"), target_mmhg);
  return g_strdup_printf (_ ("Gauge still at %d?"), target_mmhg);
}

void
ebb_live_make_reading (EbbLiveReading *reading, const EbbLiveFacts *facts)
{
  *reading = (EbbLiveReading){ .shown = is_asked (facts) };
  reading->target_mmhg = ebb_live_ordered_mmhg (facts);
  reading->ask = reading->shown ? ask_to_text (facts, &reading->level) : g_strdup ("");
  reading->age = facts->view->by_hand ? age_to_text (facts) : g_strdup ("");
  /* Translators: a button; one tap says that the gauge shows the target, in mmHg. */
  reading->at_target = g_strdup_printf (_ ("Cuff is at %d"), reading->target_mmhg);
}

gboolean
ebb_live_reading_parse (const char *text, double *mmhg, char **problem)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  char *end = NULL;
  double value = g_ascii_strtod (trimmed, &end);

  if (*trimmed == '\0' || *end != '\0' || !isfinite (value)) {
    *problem = g_strdup_printf (_ ("Gauge: “%s” is no number; 0 to %d mmHg is allowed"), trimmed,
                                EBB_READING_MAX_MMHG);
    return FALSE;
  }
  *mmhg = value;
  return TRUE;
}
