/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A measurement of the occlusion pressure in virtual time: simulated cuff, cuff thread, store.
 */
#pragma once

#include "cuff-sim.h"
#include "ebb-db.h"
#include "ebb-lop-run.h"

typedef struct {
  CuffLimbKind limb;
  double lop_mmhg; /* the truth; 0 = the limb's own */
  guint64 seed;
  double bumps_per_min; /* the limb does not lie still */
  EbbLopWay way;
  CuffPressure limit, expected; /* 0 = none */
} LopRunRigOptions;

typedef struct {
  char *folder, *db_path; /* owned */
  EbbClock *clock;
  CuffSim *sim;
  EbbStore *store;
  EbbCuff *cuff;
  EbbPatient *patient;
  EbbOrder *order;
  EbbScreeningFile *screening;
  EbbLopRun *run;
  LopRunRigOptions options;
  double hears_below_mmhg; /* a person at the probe: pulse there below this true pressure */
  gint64 react_us;         /* when they tap what they hear; 0 = nothing to tap */
  EbbGuidedTap react;
  double peak_mmhg; /* true, in the bladder */
  _Atomic gboolean disk_hangs;
} LopRunRig;

LopRunRig *lop_run_rig_new (const LopRunRigOptions *options);
/* Opens the database and checks it; the rig's own program parts are gone then. */
EbbDb *lop_run_rig_finish (LopRunRig *rig);
void lop_run_rig_free (LopRunRig *rig);

/* What the options of the rig give a run. */
EbbLopRunOptions lop_run_rig_options (LopRunRig *rig);

/* Turns the main loop; a guided run is listened to meanwhile. */
void lop_run_rig_turn (LopRunRig *rig, double seconds);
/* Until the state is there, at most `seconds` of virtual time. */
gboolean lop_run_rig_await (LopRunRig *rig, EbbLopRunState state, double seconds);
/* Begins one run, as soon as nothing is in the way, and waits for its end. */
void lop_run_rig_one (LopRunRig *rig);
/* All runs, begun by a person who is never in a hurry. */
void lop_run_rig_all (LopRunRig *rig);

EbbLopRunView lop_run_rig_view (LopRunRig *rig);
double lop_run_rig_true_mmhg (LopRunRig *rig);

void lop_run_rig_hang_disk (LopRunRig *rig);
void lop_run_rig_let_disk_go (LopRunRig *rig);
