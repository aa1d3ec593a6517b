/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the simulator share.  cuff-sim.c: the public functions and the thread;
 * cuff-sim-pty.c: the terminal; cuff-sim-board.c: the controller's board; cuff-sim-faults.c: when
 * faults begin and end; cuff-sim-watch.c: what really happened.
 */
#pragma once

#include "cuff-controller.h"
#include "cuff-fault.h"
#include "cuff-line.h"
#include "cuff-other.h"
#include "cuff-patient.h"
#include "cuff-plant.h"
#include "cuff-sim-log.h"

#include <pthread.h>

#define CUFF_SIM_ORDERS_MAX 64
#define CUFF_SIM_FAULTS_MAX 32

typedef enum { CUFF_SIM_ORDER_CUE, CUFF_SIM_ORDER_FAULT, CUFF_SIM_ORDER_MEND } CuffSimOrderKind;

/* Something said from another thread. */
typedef struct {
  CuffSimOrderKind kind;
  CuffTime t_us;
  CuffFaultPlan plan; /* of a fault; to mend, only its name */
  unsigned channels;  /* bits: whose patient hears the cue */
  CuffCue cue;
  unsigned value;
} CuffSimOrder;

/* One fault on its way: planned, begun, over. */
typedef enum { CUFF_SIM_FAULT_FREE, CUFF_SIM_FAULT_WAITS, CUFF_SIM_FAULT_ON } CuffSimFaultState;

typedef struct {
  CuffSimFaultState state;
  CuffFaultPlan plan;
  CuffTime begins_us; /* with a time */
  CuffTime ends_us;
} CuffSimFault;

struct CuffSim {
  /* fixed before the thread starts */
  CuffSimOptions options;
  CuffClock *clock; /* borrowed */
  CuffClockParty *party;
  CuffClockPipe *to_host, *to_device;
  pthread_t thread;
  char path[64];  /* what a host opens */
  bool has_link;  /* that is to be a link, */
  bool link_made; /* and stands; the thread's own once it runs */
  int wake_fd;
  CuffTime start_us;

  /* shared, under the lock */
  pthread_mutex_t lock;
  CuffSimOrder order[CUFF_SIM_ORDERS_MAX];
  unsigned n_orders;
  pthread_cond_t started;
  bool running, stopping;
  CuffSimTruth truth;

  /* the thread's own from here on */
  int master_fd, slave_fd; /* -1 once the port has vanished */
  CuffTime heard_us;       /* last byte from the host */
  bool host_seen, exclusive_cleared;

  CuffHal hal;
  CuffControllerConfig config;
  CuffController controller;
  CuffTime step_at_us; /* when the next control step is due */
  CuffTime now_us;     /* the time this board lives in */
  int64_t device_ns;   /* the board's own clock, since the start; */
  int clock_permille;  /* it runs so much too fast */
  int64_t boot_ns;
  bool button_pressed;
  bool powered;
  CuffRandom boot_random;

  CuffPlant plant[CUFF_CHANNELS_MAX];
  CuffPatient patient[CUFF_CHANNELS_MAX];
  CuffLine to_host_line, to_device_line;
  CuffOther other;
  CuffSimFault fault[CUFF_SIM_FAULTS_MAX];
  unsigned phases; /* bits of 1 << CuffFaultWhen, by the last telemetry; per channel below */
  unsigned channel_phases[CUFF_CHANNELS_MAX];

  CuffSimLog log, truth_log;
  CuffParser sent, heard; /* reading along, for the log */
  CuffTime stop_logged_us;
  CuffTime beat_us, longest_gap_us; /* of the heartbeats heard; since the last line about them */
  unsigned n_beats;
  bool was_open[CUFF_CHANNELS_MAX];
  bool vented_since[CUFF_CHANNELS_MAX]; /* vented, and no pump has run since */
  unsigned reps_logged[CUFF_CHANNELS_MAX];
  CuffTime pressures_at_us; /* when they are next written down */
  CuffSimTruth seen;        /* becomes `truth` at the end of each step */
};

/* cuff-sim-pty.c */
bool cuff_sim_pty_open (CuffSim *sim);
void cuff_sim_pty_close (CuffSim *sim);
/* Writes what fits; the rest is lost, as on a serial line without a reader.  Nothing is written
 * before the first byte of a host: it would lie in the terminal and greet him as old news. */
void cuff_sim_pty_write (CuffSim *sim, const uint8_t *bytes, size_t n_bytes);
/* Hands everything the host has sent to the board. */
void cuff_sim_pty_receive (CuffSim *sim);
/* Lets the next host in after one that ended without closing properly. */
void cuff_sim_pty_clear_exclusive (CuffSim *sim);

/* The host's end is pulled out; it is plugged in again, under its name if that is a link. */
void cuff_sim_pty_unplug (CuffSim *sim);
void cuff_sim_pty_plug (CuffSim *sim);

/* cuff-sim-board.c */
void cuff_sim_board_init (CuffSim *sim);
void cuff_sim_board_boot (CuffSim *sim, CuffResetCause cause);
/* Time as the world has it; the board's own clock follows in its way. */
void cuff_sim_board_set_time (CuffSim *sim, CuffTime now_us);
void cuff_sim_board_step (CuffSim *sim);
/* Bytes the host has written: through the cable to the controller, or to what is there instead. */
void cuff_sim_board_receive (CuffSim *sim, const uint8_t *bytes, size_t n_bytes);
/* Begins or ends a fault of controller, line or, in those channels (bits), plant. */
void cuff_sim_board_set_fault (CuffSim *sim, CuffFault fault, unsigned channels, bool on);

/* cuff-sim-faults.c */
void cuff_sim_faults_init (CuffSim *sim);
void cuff_sim_faults_add (CuffSim *sim, const CuffFaultPlan *plan);
void cuff_sim_faults_mend (CuffSim *sim, CuffFault fault);
/* Begins and ends what is due. */
void cuff_sim_faults_step (CuffSim *sim);
/* What the controller has just told. */
void cuff_sim_faults_watch (CuffSim *sim, const CuffTelemetry *telemetry);

/* cuff-sim-watch.c */
void cuff_sim_watch_init (CuffSim *sim);
void cuff_sim_watch_event (CuffSim *sim, const char *event, unsigned channel, const char *detail);
void cuff_sim_watch_sent (CuffSim *sim, const uint8_t *bytes, size_t n_bytes);
void cuff_sim_watch_heard (CuffSim *sim, const uint8_t *bytes, size_t n_bytes);
void cuff_sim_watch_step (CuffSim *sim);
