/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The host's own guard: what was reported and when goes in, a verdict comes out.  Pure; runs on
 * the cuff thread, so that neither the window nor the disk can delay it.  The controller has its
 * own, independent limits (PROTOCOL.md); these are the application's (SAFETY.md, limits).
 */
#pragma once

#include "cuff-interlock-air.h"

/* Supervision of the UI thread (R7). */
#define CUFF_UI_ALARM_US    CUFF_SECONDS (2)
#define CUFF_UI_VENT_US     CUFF_SECONDS (10)
/* Telemetry older than this while armed: the link is lost, the cuff counts as inflated. */
#define CUFF_STALE_US       CUFF_SECONDS (1)
/* The echo in telemetry is the acknowledgement (R2): without one of a State this young the
 * controller does what nobody asked for.  As long as the lease. */
#define CUFF_ECHO_US        CUFF_MS (1500)
#define CUFF_UNDER_PRESSURE CUFF_MMHG (20)
#define CUFF_DEFLATED       CUFF_MMHG (10)
/* The machine slept when its sleep has grown by more than this. */
#define CUFF_SLEPT_US       CUFF_SECONDS (1)

typedef struct {
  CuffPressure lop; /* of this limb; unset when unknown */
  /* Of a bout that is to lie above LOP (preconditioning): its target.  Target + 40 mmHg count then
   * in place of 120 % of LOP.  0 = every other bout. */
  CuffPressure target_above_lop;
  CuffPressure cap,
      cap_transient; /* the controller's: 0.3 s above the first, never above the second */
  CuffTime continuous_limit_us;  /* 15 min arm, 20 min leg and calf */
  CuffTime continuous_before_us; /* already counted when the bout began */
} CuffInterlockChannel;

typedef struct {
  unsigned n_channels;
  CuffTime nobody_us; /* A10: inflated so long without a sign of life of a person; 0 = not asked */
  CuffInterlockChannel channel[CUFF_CHANNELS_MAX];
} CuffInterlockConfig;

/* What the host is asking for at the moment. */
typedef struct {
  uint32_t epoch;  /* 0 = nothing armed */
  bool arming;     /* a person asked for it; no epoch yet */
  bool armed_seen; /* the controller has shown this epoch as Armed or Active */
  bool active;     /* the controller has shown this epoch as Active */
  CuffReason told; /* why the controller says it has ended this epoch; 0 = it has not said */
  bool vent_ordered;
  CuffTime vent_since_us;
  bool tight_rest; /* a rest in which the cuff stays at its target */
  CuffTime tight_rest_since_us;
} CuffIntent;

typedef struct {
  bool vent;
  CuffReason reason; /* why, when `vent` */
  uint32_t alarms;   /* conditions present now: bit 1 << CuffAlarm */
  uint32_t warnings; /* bit CUFF_WARN_* */
  bool slept;        /* just now: what a person asked for before is void, whatever `reason` says */
} CuffVerdict;

enum {
  CUFF_WARN_ABOVE_LOP = 1u << 0, /* above 100 % of LOP in work */
  CUFF_WARN_TIME = 1u << 1,      /* 80 % of the continuous limit */
};

typedef struct {
  CuffTime over_cap_since_us, over_lop_since_us, off_target_since_us;
  CuffTime last_us, below_since_us;
  bool above;
  CuffTime continuous_us;
  CuffAirWatch air;
  bool blocked; /* stays until a person has acknowledged it */
} CuffInterlockWatch;

typedef struct {
  CuffInterlockConfig config;
  CuffInterlockWatch watch[CUFF_CHANNELS_MAX];
  CuffVerdict verdict; /* of the newest report; ticks start from it */
  CuffTime slept_before_us;
  bool sleep_known;
} CuffInterlock;

typedef struct {
  CuffTime now_us;
  const CuffReport *report; /* NULL: only time has passed */
  CuffTime report_age_us;   /* of the newest report */
  CuffTime echo_age_us;     /* of the newest State that telemetry echoes, in this epoch */
  CuffTime ui_age_us;       /* since the UI thread last showed life */
  CuffTime person_age_us;   /* since somebody last did something, or a repetition was seen */
  CuffTime slept_us;        /* cuff_clock_slept() */
  bool tight;   /* it has shown pressure, whoever made it, and was not proven empty since */
  bool by_hand; /* a person reads the gauge and opens the valve: silence means nothing, and a vent
                 * is an errand for somebody */
  CuffIntent intent;
} CuffInterlockInput;

void cuff_interlock_init (CuffInterlock *interlock, const CuffInterlockConfig *config);

/* Other limits, a clock that begins anew; what stays until a person has acknowledged it stays. */
void cuff_interlock_configure (CuffInterlock *interlock, const CuffInterlockConfig *config);

/* Call for every report and at least every 100 ms. */
CuffVerdict cuff_interlock_step (CuffInterlock *interlock, const CuffInterlockInput *input);

/* Why a controller that reports this has ended the epoch of `intent` by itself. */
CuffReason cuff_interlock_reason_of (const CuffReport *report, const CuffIntent *intent);

/* A person has seen an alarm that stays by itself (A09). */
void cuff_interlock_acknowledge (CuffInterlock *interlock, CuffAlarm alarm);

/* Proven deflated: all sensors below 10 mmHg for 1 s, telemetry without a gap, dump reported
 * open.  Unknown is never proof. */
typedef struct {
  CuffTime since_us; /* CUFF_TIME_NEVER = not below now */
  CuffTime last_us;
} CuffProof;

void cuff_proof_init (CuffProof *proof);
bool cuff_proof_push (CuffProof *proof, const CuffReport *report);
/* Whether the proof still holds at `now_us`: it dies with fresh telemetry. */
bool cuff_proof_holds (const CuffProof *proof, CuffTime now_us);
