/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A measurement of the limb occlusion pressure (LOP) on a real cuff: two runs of a search with a
 * minute between them, a third when they differ by more than 10 mmHg.  Each run is begun by a
 * person, has a row on the disk before any air and an arm of its own, and ends in a vented cuff.
 * What it found is offered as a record; storing it is up to the caller.  Main thread only, but for
 * ebb_lop_run_stop().
 *
 * Signals: "changed" (state, run, phase; not each sample), "message" (string: a person reads it).
 */
#pragma once

#include "ebb-cuff.h"
#include "ebb-limb-records.h"
#include "ebb-lop-guided.h"
#include "ebb-screening-record.h"
#include "ebb-store.h"

#define EBB_TYPE_LOP_RUN (ebb_lop_run_get_type ())
G_DECLARE_FINAL_TYPE (EbbLopRun, ebb_lop_run, EBB, LOP_RUN, GObject)

typedef enum {
  EBB_LOP_WAY_AUTOMATIC, /* by the cuff's own pressure */
  EBB_LOP_WAY_DOPPLER,   /* somebody listens and taps */
  EBB_LOP_WAY_OXIMETER,  /* somebody looks at the wave and taps */
} EbbLopWay;

typedef enum {
  EBB_LOP_RUN_READY,   /* a person may begin the next run, when nothing is in the way */
  EBB_LOP_RUN_STORING, /* its row is on the way to the disk */
  EBB_LOP_RUN_LIMITS,  /* the controller is told of the limits */
  EBB_LOP_RUN_ARMING,
  EBB_LOP_RUN_SEARCHING, /* until the cuff is proven soft */
  EBB_LOP_RUN_OVER,
} EbbLopRunState;

typedef struct {
  EbbClock *clock; /* borrowed, all three outlive the run */
  EbbStore *store;
  EbbCuff *cuff;
  const char *patient_id;      /* copied, as all texts here; NULL where not known */
  const EbbOrder *order;       /* of a physician; looked at once */
  EbbScreeningFile *screening; /* the lock of the cuff; referenced */
  gboolean unwell_today;       /* an unwell patient is not measured either that day */
  const char *operator_name;
  const char *cuff_id, *site, *sensor, *artery;
  EbbLopWay way;
  EbbSegment segment;
  EbbSide side; /* no default: unset is an error */
  EbbPosture posture;
  double cuff_width_cm;             /* needed */
  double girth_cm;                  /* negative = not known */
  CuffPressure systolic, diastolic; /* unset = not known */
  guint heart_rate;                 /* 0 = not known */
  CuffPressure expected;            /* an estimate of the answer; unset = none */
  CuffPressure limit;               /* of this patient or clinic; unset = none */
  gint64 last_run_unix_us; /* when the last run on this limb ended, on the wall; 0 or unset = none:
                              its minute of blood flow counts, also after a new start of Ebb */
} EbbLopRunOptions;

typedef struct {
  EbbLopRunState state;
  guint run;             /* from 1; 0 = none begun */
  guint n_runs;          /* that are over */
  EbbLopPhase phase;     /* while SEARCHING, automatic */
  EbbGuidedPhase guided; /* while SEARCHING, with a person */
  CuffPressure pressure; /* unset when older than a second */
  CuffPressure target;   /* of the present step */
  CuffPressure ceiling;
  gint64 under_us, high_us; /* of this run, so far */
  gint64 time_left_us;      /* the cuff stays tight no longer than that */
  gint64 rest_left_us;      /* until the next run may begin */
  gboolean simulated;
  gboolean unproven; /* over, and the cuff was not proven soft: treat it as inflated */
  CuffPressure lop;  /* OVER: the value; unset = not found */
  CuffPressure trials[EBB_LOP_TRIALS_MAX]; /* what each run found; unset = nothing */
  EbbEndState end;                         /* OVER */
  CuffReason reason;                       /* OVER, when it was stopped */
  const char *problem;                     /* borrowed: what happened, and the cure; NULL */
} EbbLopRunView;

#define EBB_LOP_RUN_ERROR (ebb_lop_run_error_quark ())
GQuark ebb_lop_run_error_quark (void);
typedef enum {
  EBB_LOP_RUN_ERROR_FIELD,     /* missing or out of range: names field, value and range */
  EBB_LOP_RUN_ERROR_ORDER,     /* no valid order of a physician */
  EBB_LOP_RUN_ERROR_SCREENING, /* missing, expired, refused, or a physician is needed */
  EBB_LOP_RUN_ERROR_NOT_NOW    /* what has to be done first */
} EbbLopRunError;

EbbLopRun *ebb_lop_run_new (const EbbLopRunOptions *options, GError **error);

/* A person begins the next run.  FALSE says what is in the way; nothing was inflated then. */
gboolean ebb_lop_run_start (EbbLopRun *run, GError **error);
/* NULL when a run may begin now, else what has to be done first: a sentence, static or borrowed
 * until the next call. */
const char *ebb_lop_run_why_not (EbbLopRun *run);

/* Vents and ends the measurement.  Any thread and signal handlers; never refused. */
void ebb_lop_run_stop (EbbLopRun *run);

/* With a person: what they hear or see now. */
void ebb_lop_run_tap (EbbLopRun *run, EbbGuidedTap tap);

/* No further run: what there is stands, which may be nothing. */
void ebb_lop_run_finish (EbbLopRun *run);

gboolean ebb_lop_run_is_over (EbbLopRun *run);
void ebb_lop_run_get_view (EbbLopRun *run, EbbLopRunView *view);

/* The pressures of a run from 1 on (EbbSample, t_us from its start), for a plot; borrowed, grows.
 * NULL when there was no such run. */
const GArray *ebb_lop_run_get_trace (EbbLopRun *run, guint number);

/* OVER: the record to be offered, found or not; NULL while it is not over. */
EbbLopRecord *ebb_lop_run_make_record (EbbLopRun *run);

/* Why a search found nothing and what to do, a sentence; translated, static. */
const char *ebb_lop_reason_to_text (CuffLopReason reason);
/* "oscillometric", "doppler", "pulse", as in records. */
const char *ebb_lop_way_to_string (EbbLopWay way);
