/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the simulator share.  cuff-sim.c: the public functions and the thread;
 * cuff-sim-pty.c: the terminal; cuff-sim-board.c: the controller's board; cuff-sim-watch.c: what
 * really happened.
 */
#pragma once

#include "cuff-controller.h"
#include "cuff-fault.h"
#include "cuff-patient.h"
#include "cuff-plant.h"
#include "cuff-sim-log.h"

#include <pthread.h>

#define CUFF_SIM_ORDERS_MAX 64

/* Something said from another thread. */
typedef struct {
  CuffTime t_us;
  bool is_fault;
  CuffFault fault;
  CuffCue cue;
  unsigned value;
} CuffSimOrder;

struct CuffSim {
  /* fixed before the thread starts */
  CuffSimOptions options;
  CuffClock *clock; /* borrowed */
  CuffClockParty *party;
  CuffClockPipe *to_host, *to_device;
  pthread_t thread;
  char path[64];
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
  CuffTime boot_us;
  CuffTime button_until_us;
  bool powered;
  CuffRandom boot_random;

  CuffPlant plant[CUFF_CHANNELS_MAX];
  CuffPatient patient;
  CuffLine line;

  CuffSimLog log;
  CuffParser sent, heard; /* reading along, for the log */
  CuffTime stop_logged_us;
  CuffTime beat_us, longest_gap_us; /* of the heartbeats heard; since the last line about them */
  unsigned n_beats;
  bool was_open[CUFF_CHANNELS_MAX];
  bool vented_since[CUFF_CHANNELS_MAX]; /* vented, and no pump has run since */
  unsigned reps_logged;
  CuffSimTruth seen; /* becomes `truth` at the end of each step */
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

/* cuff-sim-board.c */
void cuff_sim_board_init (CuffSim *sim);
void cuff_sim_board_boot (CuffSim *sim, CuffResetCause cause);
void cuff_sim_board_step (CuffSim *sim);
void cuff_sim_board_receive (CuffSim *sim, const uint8_t *bytes, size_t n_bytes);
void cuff_sim_board_break (CuffSim *sim, CuffFault fault);

/* cuff-sim-watch.c */
void cuff_sim_watch_init (CuffSim *sim);
void cuff_sim_watch_event (CuffSim *sim, const char *event, unsigned channel, const char *detail);
void cuff_sim_watch_sent (CuffSim *sim, const uint8_t *bytes, size_t n_bytes);
void cuff_sim_watch_heard (CuffSim *sim, const uint8_t *bytes, size_t n_bytes);
void cuff_sim_watch_step (CuffSim *sim);
