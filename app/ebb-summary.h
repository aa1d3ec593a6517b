/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of a finished session for screen and paper, computed once from its file.  Pure.
 */
#pragma once

#include "ebb-measure.h"
#include "ebb-session-file.h"

typedef struct {
  guint number, reps, reps_min, reps_max;
  double load_kg;                      /* negative = unknown */
  guint reps_held;                     /* held at least 90 % of the ordered hold */
  double hold_mean_s;                  /* NAN = no repetition with a wave */
  double rest_ordered_s, rest_taken_s; /* 0 and NAN: none after this set */
  double worked_s;                     /* by the clock, without pauses; NAN = counted, or unknown */
  guint to_work_s;                     /* by the clock; 0 = counted */
  gboolean to_failure;                 /* without a fixed count */
  double exertion, pain, cuff;         /* NAN = not rated */
  double rpe, discomfort, tightness;   /* the same; rpe: exertion on Borg's 6 to 20 */
  const char *end_reason;              /* borrowed; NULL */
} EbbSetSummary;

typedef struct {
  const EbbBoutFile *bout; /* borrowed */
  guint n_sets, sets_planned;
  EbbSetSummary sets[EBB_SETS_MAX];
  guint reps;
  gboolean timed;   /* its sets go by the clock */
  gboolean soft;    /* the cuff is deflated in sets: no band in work */
  double worked_s;  /* of all its sets by the clock, as far as known */
  guint to_work_s;  /* of all planned ones */
  gboolean by_hand; /* pressures were read on a gauge: nothing is known between two readings */
  double band_exercise_percent, band_rest_percent, mean_mmhg; /* NAN = unknown */
  CuffPressure peak;                                          /* unset = unknown */
  EbbGaps gaps;
  double occlusion_s;
  guint n_targets; /* changes by -10 and +10, the first target included */
  GArray *targets; /* owned: EbbTargetChange */
} EbbBoutSummary;

typedef struct {
  guint n_bouts;
  EbbBoutSummary *bouts;                        /* owned */
  guint reps, sets_done, reps_held, reps_timed; /* timed: repetitions with a measured hold */
  double hold_ordered_s;                        /* of the first bout; 0 = none */
  double occlusion_s;                           /* of all bouts */
  double load_kg;                               /* of the last set; negative = unknown */
  double worked_s;                              /* by the clock, of all bouts; 0 = none */
  guint sets_timed;                             /* sets by the clock that were worked */
  double load_change_kg; /* against the session before; NAN = not comparable */
  double exertion, pain; /* the last ratings; NAN = none */
  guint n_alarms, n_overrides;
} EbbSummary;

EbbSummary *ebb_summary_new (const EbbSessionFile *file);
void ebb_summary_free (EbbSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbSummary, ebb_summary_free)
