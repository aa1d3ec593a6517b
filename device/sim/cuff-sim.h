/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulated cuff: the reference controller itself on the physics of cuff-pneumatics and
 * cuff-limb, behind a pseudo-terminal, with a patient who does the exercise.  It runs on a thread
 * of its own and waits on the clock it is given; on the virtual clock the same seed gives the same
 * bytes.
 */
#pragma once

#include "cuff-clock.h"
#include "cuff-types.h"

typedef enum { CUFF_LIMB_ARM, CUFF_LIMB_THIGH } CuffLimbKind;

/* What the patient hears from whoever leads the exercise. */
typedef enum {
  CUFF_CUE_SET_BEGINS, /* value = repetitions planned */
  CUFF_CUE_CONTRACT,   /* value = duration in ms */
  CUFF_CUE_HOLD,
  CUFF_CUE_RELAX,
  CUFF_CUE_SET_ENDS,
} CuffCue;

/* How the patient does it.  Repetitions count within the whole session, from 1. */
typedef struct {
  double displaced_ml; /* volume a contraction pushes into the cuff; 0 = the limb's default */
  double reaction_ms;  /* mean delay behind the pacer; 0 = 250 */
  unsigned n_skipped;  /* cycles led by the pacer but not done */
  unsigned skipped[8];
  unsigned n_added; /* cycles in which two short contractions are done instead of one */
  unsigned added[8];
  /* Without a pacer (stand-alone simulator): after `autonomous_delay_ms` at pressure the patient
   * does sets on his own. 0 sets = waits for cues. */
  unsigned autonomous_sets, autonomous_reps;
  unsigned autonomous_delay_ms, autonomous_rest_ms;
  unsigned contract_ms, hold_ms, relax_ms;
} CuffPatientScript;

typedef enum {
  CUFF_FAULT_NONE,
  CUFF_FAULT_SILENCE,    /* telemetry and answers stop; the controller lives on */
  CUFF_FAULT_RESET,      /* watchdog reset: boots vented, new boot id */
  CUFF_FAULT_POWER_LOSS, /* everything de-energised: vented, silent */
  CUFF_FAULT_VENT_STUCK, /* the dump valve does not open */
  CUFF_FAULT_PUMP_STUCK, /* the pump runs at full power whatever is ordered */
  CUFF_FAULT_LEAK_FAST,
  CUFF_FAULT_LEAK_SLOW,
  CUFF_FAULT_SENSOR_OFFSET, /* second sensor reads 15 mmHg more */
  CUFF_FAULT_SENSOR_STUCK,
  CUFF_FAULT_GARBAGE,     /* random bytes between the frames */
  CUFF_FAULT_BIT_ERRORS,  /* one bit in 10,000 flipped, towards the host */
  CUFF_FAULT_DROPS,       /* a tenth of the frames towards the host lost */
  CUFF_FAULT_VANISH,      /* the port disappears */
  CUFF_FAULT_STOP_BUTTON, /* somebody presses the controller's own button */
  CUFF_FAULT_COUNT,
} CuffFault;

/* "vent-stuck" and so on; NULL for a number out of range.  And back; CUFF_FAULT_COUNT if unknown.
 */
const char *cuff_fault_to_string (CuffFault fault);
CuffFault cuff_fault_from_string (const char *text);

typedef struct {
  CuffClock *clock; /* borrowed */
  uint64_t seed;
  CuffLimbKind limb;
  unsigned n_channels; /* 1 or 2 */
  double lop_mmhg;     /* 0 = the limb's default (arm 128, thigh 181) */
  double pump_l_min;   /* 0 = 12 */
  CuffPatientScript patient;
  CuffFault fault; /* starts at fault_at_us of the controller's time */
  CuffTime fault_at_us;
  const char *log_path; /* borrowed; JSON lines of what really happened; NULL = none */
  bool log_stdout;      /* the same on stdout, after a first line "port /dev/pts/N" */
} CuffSimOptions;

typedef struct CuffSim CuffSim;

/* Opens the pseudo-terminal and starts the thread.  NULL with errno set on failure.  On a virtual
 * clock the caller has joined it before: a simulator alone there would run through the years. */
CuffSim *cuff_sim_start (const CuffSimOptions *options);

/* The path to open, "/dev/pts/N"; borrowed. */
const char *cuff_sim_get_path (const CuffSim *sim);

/* Tells the patient something; any thread; takes effect at once on the virtual clock. */
void cuff_sim_cue (CuffSim *sim, CuffCue cue, unsigned value);

/* Starts a fault now; any thread. */
void cuff_sim_inject (CuffSim *sim, CuffFault fault);

/* What really happened so far; any thread. */
typedef struct {
  double cuff_mmhg; /* true pressure in the bladder of channel 0 */
  double peak_mmhg;
  bool vent_open;
  unsigned n_reps_done;     /* contractions the patient really did */
  CuffTime vented_at_us;    /* last time the dump opened */
  CuffTime inflating_at_us; /* last time a pump started after a vent */
  unsigned n_inflations;    /* pressurisations from a vented state */
} CuffSimTruth;
void cuff_sim_get_truth (CuffSim *sim, CuffSimTruth *truth);

/* Closes the terminal, ends the thread, frees. */
void cuff_sim_stop (CuffSim *sim);
