/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-limb-history.h"

#include "ebb-occlusion-clock.h"

/* Nothing older can still count: the longest limit is 20 min, the longest rest 3 min. */
#define LOOK_BACK_US CUFF_SECONDS (2 * 3600)

/* A record that breaks off under pressure (crash, cable): the controller's lease of 1.5 s and the
 * release were not seen.  They are counted as ten more seconds, which is more than they take. */
#define UNSEEN_RELEASE_US CUFF_SECONDS (10)

static void
replay (EbbOcclusionClock *clock, const EbbLimbRun *run, const GArray *samples)
{
  for (guint i = 0; i < samples->len; i++) {
    const EbbSample *sample = &g_array_index (samples, EbbSample, i);
    ebb_occlusion_clock_push (clock, run->started_unix_us + sample->t_us, sample->pressure);
  }
  if (clock->above)
    ebb_occlusion_clock_push (clock, clock->last_us + UNSEEN_RELEASE_US, 0);
}

gboolean
ebb_limb_history_load (EbbDb *db, const char *patient_id, EbbSegment segment, EbbSide side,
                       gint64 now_unix_us, gint64 midnight_unix_us, EbbLimbHistory *history,
                       GError **error)
{
  GError *problem = NULL;
  *history = (EbbLimbHistory){ 0 };
  g_autoptr (GPtrArray) runs =
      ebb_db_get_limb_runs (db, patient_id, segment, side, now_unix_us - LOOK_BACK_US, error);
  if (runs == NULL)
    return FALSE;
  EbbOcclusionClock clock;
  ebb_occlusion_clock_init (&clock, 0);
  for (guint i = 0; i < runs->len; i++) {
    const EbbLimbRun *run = g_ptr_array_index (runs, i);
    g_autoptr (GArray) samples = ebb_db_get_samples (db, run->limb_id, error);
    if (samples == NULL)
      return FALSE;
    replay (&clock, run, samples);
    history->last_end = run->end_state;
  }
  /* A sample of now, so that the rest since the last bout counts too. */
  ebb_occlusion_clock_push (&clock, now_unix_us, 0);
  history->continuous_us = clock.continuous_us;
  history->reperfusion_left_us = ebb_occlusion_clock_reperfusion_left (&clock, now_unix_us);
  double day_s = ebb_db_occlusion_since (db, patient_id, segment, side, midnight_unix_us, &problem);
  history->day_us = (gint64) (day_s * 1e6);
  if (problem != NULL)
    g_propagate_error (error, problem);
  return problem == NULL;
}
