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
  double displaced_ml;    /* volume a contraction pushes into the cuff; 0 = the limb's default */
  double reaction_ms;     /* mean delay behind the pacer; 0 = 250 */
  double fatigue_percent; /* each contraction of a set is so much weaker; 0 = 0.5, < 0 = none */
  double tempo_percent;   /* how fast he moves, of what he is told; 0 = 100 */
  double bumps_per_min;   /* cough, step, knock: 4-20 mL (thigh) for 80-300 ms */
  unsigned n_skipped;     /* cycles led by the pacer but not done */
  unsigned skipped[8];
  unsigned n_added; /* cycles in which two short contractions are done instead of one */
  unsigned added[8];
  /* Without a pacer (stand-alone simulator): after `autonomous_delay_ms` at pressure the patient
   * does sets on his own. 0 sets = waits for cues. */
  unsigned autonomous_sets, autonomous_reps;
  unsigned autonomous_delay_ms, autonomous_rest_ms;
  unsigned contract_ms, hold_ms, relax_ms;
} CuffPatientScript;

/* What can go wrong; README.md says what each does and what controller and host shall notice. */
typedef enum {
  CUFF_FAULT_NONE,
  /* the line */
  CUFF_FAULT_NO_REPLY,        /* answers are lost, telemetry goes on */
  CUFF_FAULT_SILENCE,         /* telemetry and answers stop; the controller lives on */
  CUFF_FAULT_GARBAGE,         /* random bytes between the frames */
  CUFF_FAULT_FLOOD,           /* 1 MB/s of random bytes, no frame between them */
  CUFF_FAULT_BIT_ERRORS,      /* one bit in 10,000 flipped, towards the host */
  CUFF_FAULT_BIT_ERRORS_HIGH, /* one bit in 100 */
  CUFF_FAULT_DROPS,           /* a tenth of the frames towards the host lost */
  CUFF_FAULT_DROPS_HALF,
  CUFF_FAULT_DUPLICATES,     /* every other frame comes twice, both ways */
  CUFF_FAULT_REORDER,        /* frames overtake each other, both ways */
  CUFF_FAULT_DELAY,          /* 0.5 s late, both ways */
  CUFF_FAULT_DELAY_LONG,     /* 3 s */
  CUFF_FAULT_WRONG_ECHO,     /* telemetry echoes an epoch and sequence nobody sent */
  CUFF_FAULT_STALE_SEQUENCE, /* telemetry repeats the echo it had when the fault began */
  CUFF_FAULT_BAUD,           /* bytes as a wrong baud rate mangles them, both ways */
  CUFF_FAULT_VANISH,         /* the port disappears */
  CUFF_FAULT_REPLUG,         /* it disappears and is back after 2 s */
  CUFF_FAULT_NMEA,           /* another device is on the port: one that talks, */
  CUFF_FAULT_AT_MODEM,       /* one that echoes and answers */
  /* the controller */
  CUFF_FAULT_RESET,              /* watchdog reset: boots vented, new boot id */
  CUFF_FAULT_POWER_LOSS,         /* everything de-energised: vented, silent */
  CUFF_FAULT_BOOT_WITH_PRESSURE, /* it boots with a full cuff and its vent blocked for 5 s */
  CUFF_FAULT_CLOCK_FAST,         /* its clock runs 2 % fast */
  CUFF_FAULT_CLOCK_SLOW,
  CUFF_FAULT_CAPS_ABSURD,  /* Identity names hard caps that cannot be */
  CUFF_FAULT_CAPS_MISSING, /* Identity without caps and capabilities */
  CUFF_FAULT_STOP_BUTTON,  /* somebody presses the controller's own button */
  /* pump, valves, hose, bladder */
  CUFF_FAULT_VENT_STUCK, /* the dump valve does not open */
  CUFF_FAULT_PUMP_STUCK, /* the pump runs at full power whatever is ordered */
  CUFF_FAULT_LEAK_FAST,
  CUFF_FAULT_LEAK_SLOW,
  CUFF_FAULT_HOSE_KINKED,  /* 160 times the resistance: hides some 20 mmHg */
  CUFF_FAULT_HOSE_BLOCKED, /* nothing passes */
  /* the sensors */
  CUFF_FAULT_SENSOR_OFFSET,    /* both read 15 mmHg more: nothing on the device can see that */
  CUFF_FAULT_SENSOR_DRIFT,     /* the first drifts 1 mmHg a minute, up or down by the seed */
  CUFF_FAULT_SENSOR_STUCK,     /* the first keeps its last reading */
  CUFF_FAULT_SENSOR_SPIKE,     /* single readings of the first jump by 100 mmHg */
  CUFF_FAULT_SENSOR_NAN,       /* the first answers nothing */
  CUFF_FAULT_SENSORS_DISAGREE, /* the second reads 15 mmHg more */
  CUFF_FAULT_COUNT,
} CuffFault;

/* "vent-stuck" and so on; NULL for a number out of range.  And back; CUFF_FAULT_COUNT if unknown.
 */
const char *cuff_fault_to_string (CuffFault fault);
CuffFault cuff_fault_from_string (const char *text);

/* When a fault begins: at a time, or when the controller's telemetry first tells of a phase. */
typedef enum {
  CUFF_FAULT_AT_TIME,
  CUFF_FAULT_AT_IDLE,
  CUFF_FAULT_AT_ARMED,
  CUFF_FAULT_AT_INFLATING,
  CUFF_FAULT_AT_HOLDING,   /* at target */
  CUFF_FAULT_AT_RESTING,   /* the patient has worked and has been still for 4 s */
  CUFF_FAULT_AT_DEFLATING, /* vented by plan or not, above 20 mmHg */
} CuffFaultWhen;

typedef struct {
  CuffFault fault;
  CuffFaultWhen when;
  CuffTime at_us;    /* with AT_TIME, since the start */
  CuffTime lasts_us; /* 0 = for good, or as long as such a thing lasts (stop-button 0.5 s) */
  unsigned channels; /* bits; 0 = all.  For faults of pump, valves, hose, bladder and sensors */
} CuffFaultPlan;

/* "NAME[:CHANNEL]@SECONDS" or "NAME[:CHANNEL]@PHASE", with "+SECONDS" that it lasts.  Channels
 * count from 0, as on the wire.  False: not such a text. */
bool cuff_fault_plan_parse (const char *text, CuffFaultPlan *plan);

#define CUFF_FAULT_PLANS_MAX 8

typedef struct {
  CuffClock *clock; /* borrowed */
  uint64_t seed;
  CuffLimbKind limb;
  unsigned n_channels; /* 1 or 2 */
  double lop_mmhg;     /* 0 = the limb's default (arm 128, thigh 181) */
  double pump_l_min;   /* 0 = 12 */
  CuffPatientScript patient;
  const CuffPatientScript *patient_second; /* borrowed by start; NULL = channel 1 does the same */
  CuffFaultPlan faults[CUFF_FAULT_PLANS_MAX]; /* up to the first CUFF_FAULT_NONE */
  const char *link_path;  /* a name that outlives a replug, < 64 bytes; NULL = none; copied */
  const char *log_path;   /* borrowed; JSON lines of what really happened; NULL = none */
  const char *truth_path; /* borrowed; the same with the pressures, 10 a second; NULL = none */
  bool log_stdout;        /* the log on stdout too, after a first line "port /dev/pts/N" */
} CuffSimOptions;

typedef struct CuffSim CuffSim;

/* Opens the pseudo-terminal and starts the thread.  NULL with errno set on failure.  On a virtual
 * clock the caller has joined it before: a simulator alone there would run through the years. */
CuffSim *cuff_sim_start (const CuffSimOptions *options);

/* The path to open, "/dev/pts/N" or the link; borrowed. */
const char *cuff_sim_get_path (const CuffSim *sim);

/* Tells the patient something; any thread; takes effect at once on the virtual clock.  The first
 * speaks to all limbs, the other to one. */
void cuff_sim_cue (CuffSim *sim, CuffCue cue, unsigned value);
void cuff_sim_cue_channel (CuffSim *sim, unsigned channel, CuffCue cue, unsigned value);

/* Starts a fault now, in all channels; ends every one of that name.  A reset is not undone, a lost
 * power comes back with a boot, a vanished port comes back.  Any thread. */
void cuff_sim_inject (CuffSim *sim, CuffFault fault);
void cuff_sim_mend (CuffSim *sim, CuffFault fault);

/* Adds a plan to those of the options; its time counts from now.  Any thread. */
void cuff_sim_plan_fault (CuffSim *sim, const CuffFaultPlan *plan);

/* What really happened so far in one channel, */
typedef struct {
  double cuff_mmhg; /* true pressure in the bladder */
  double peak_mmhg;
  bool vent_open;
  unsigned n_reps_done; /* contractions the patient really did */
} CuffChannelTruth;

/* and in all; any thread. */
typedef struct {
  double cuff_mmhg; /* as in channel[0] */
  double peak_mmhg;
  bool vent_open;             /* in every channel */
  unsigned n_reps_done;       /* as in channel[0] */
  CuffTime vented_at_us;      /* last time a dump opened */
  CuffTime inflating_at_us;   /* last time a pump started after a vent */
  unsigned n_inflations;      /* pressurisations from a vented state */
  unsigned n_faults_begun;    /* of plans and injections */
  CuffTime fault_begun_at_us; /* the last of them */
  CuffChannelTruth channel[CUFF_CHANNELS_MAX];
} CuffSimTruth;
void cuff_sim_get_truth (CuffSim *sim, CuffSimTruth *truth);

/* Closes the terminal, ends the thread, frees. */
void cuff_sim_stop (CuffSim *sim);
