/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The thread: a control step each 5 ms on an absolute schedule, and bytes as they come.
 */
#include "cuff-sim-private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A thread that was held up makes up for so much, step by step; time beyond that is gone for the
 * controller as it would be for a processor that stood still. */
#define CATCH_UP_US CUFF_SECONDS (2)

static void
take_order (CuffSim *sim, const CuffSimOrder *order)
{
  double t_s = (order->t_us - sim->start_us) * 1e-6;

  if (order->kind == CUFF_SIM_ORDER_FAULT)
    cuff_sim_faults_add (sim, &order->plan);
  if (order->kind == CUFF_SIM_ORDER_MEND)
    cuff_sim_faults_mend (sim, order->plan.fault);
  for (unsigned i = 0; order->kind == CUFF_SIM_ORDER_CUE && i < CUFF_CHANNELS_MAX; i++)
    if ((order->channels >> i & 1) != 0)
      cuff_patient_cue (&sim->patient[i], order->cue, order->value, t_s);
}

/* Returns false when the simulator is to end. */
static bool
take_orders (CuffSim *sim)
{
  CuffSimOrder order[CUFF_SIM_ORDERS_MAX];
  uint64_t count;

  if (read (sim->wake_fd, &count, sizeof count) < 0 && errno != EAGAIN)
    return false;

  pthread_mutex_lock (&sim->lock);
  unsigned n_orders = sim->n_orders;
  for (unsigned i = 0; i < n_orders; i++)
    order[i] = sim->order[i];
  sim->n_orders = 0;
  bool stopping = sim->stopping;
  pthread_mutex_unlock (&sim->lock);

  for (unsigned i = 0; i < n_orders; i++)
    take_order (sim, &order[i]);
  return !stopping;
}

static void
run_due_steps (CuffSim *sim, CuffTime until_us)
{
  if (until_us - sim->step_at_us > CATCH_UP_US)
    sim->step_at_us = until_us;

  while (sim->step_at_us <= until_us) {
    cuff_sim_board_set_time (sim, sim->step_at_us);
    sim->step_at_us += CUFF_CONTROL_STEP_US;
    cuff_sim_faults_step (sim);
    cuff_sim_board_step (sim);
    cuff_sim_watch_step (sim);
    cuff_sim_pty_clear_exclusive (sim);
  }
  cuff_sim_board_set_time (sim, until_us);
}

static void
tell_running (CuffSim *sim)
{
  pthread_mutex_lock (&sim->lock);
  sim->running = true;
  pthread_cond_signal (&sim->started);
  pthread_mutex_unlock (&sim->lock);
}

static void *
run (void *user)
{
  CuffSim *sim = user;

  cuff_clock_adopt (sim->party);
  cuff_clock_pipe_open (sim->to_device);
  cuff_sim_board_boot (sim, CUFF_RESET_POWER_ON);
  tell_running (sim);
  for (;;) {
    run_due_steps (sim, cuff_clock_now (sim->clock));
    if (!take_orders (sim))
      break;
    cuff_sim_pty_receive (sim);

    struct pollfd fds[2] = {
      { .fd = sim->wake_fd, .events = POLLIN },
      { .fd = sim->master_fd, .events = POLLIN },
    };
    cuff_clock_wait (sim->party, fds, sim->master_fd >= 0 ? 2 : 1, sim->step_at_us);
  }
  cuff_sim_watch_event (sim, "end", 0, "");
  cuff_sim_pty_close (sim);
  cuff_clock_leave (sim->party);
  return NULL;
}

static void
free_sim (CuffSim *sim)
{
  cuff_sim_log_close (&sim->log);
  cuff_sim_log_close (&sim->truth_log);
  if (sim->wake_fd >= 0)
    close (sim->wake_fd);
  pthread_cond_destroy (&sim->started);
  pthread_mutex_destroy (&sim->lock);
  free (sim);
}

/* Joins the clock before the thread exists, so that virtual time waits for it; and waits for the
 * boot, so that a host cannot write before somebody reads. */
static bool
start_thread (CuffSim *sim)
{
  sim->party = cuff_clock_join (sim->clock, "simulator");
  int failure = pthread_create (&sim->thread, NULL, run, sim);

  if (failure != 0) {
    cuff_clock_leave (sim->party);
    cuff_sim_pty_close (sim);
    errno = failure;
    return false;
  }
  pthread_mutex_lock (&sim->lock);
  while (!sim->running)
    pthread_cond_wait (&sim->started, &sim->lock);
  pthread_mutex_unlock (&sim->lock);
  return true;
}

static bool
take_link_path (CuffSim *sim)
{
  const char *link_path = sim->options.link_path;

  sim->has_link = link_path != NULL;
  if (!sim->has_link)
    return true;
  if (strlen (link_path) >= sizeof sim->path) {
    errno = ENAMETOOLONG;
    return false;
  }
  snprintf (sim->path, sizeof sim->path, "%s", link_path);
  return true;
}

static bool
open_all (CuffSim *sim)
{
  const CuffSimOptions *options = &sim->options;

  return sim->wake_fd >= 0 && take_link_path (sim)
         && cuff_sim_log_open (&sim->log, options->log_path, options->log_stdout)
         && cuff_sim_log_open (&sim->truth_log, options->truth_path, false)
         && cuff_sim_pty_open (sim);
}

CuffSim *
cuff_sim_start (const CuffSimOptions *options)
{
  CuffSim *sim = calloc (1, sizeof *sim);

  if (sim == NULL)
    return NULL;
  sim->options = *options;
  sim->options.n_channels = options->n_channels == 2 ? 2 : 1;
  sim->clock = options->clock;
  sim->start_us = sim->now_us = sim->step_at_us = sim->heard_us = cuff_clock_now (sim->clock);
  sim->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  pthread_mutex_init (&sim->lock, NULL);
  pthread_cond_init (&sim->started, NULL);
  sim->master_fd = sim->slave_fd = -1;

  bool opened = open_all (sim);
  if (opened) {
    cuff_sim_board_init (sim);
    cuff_sim_faults_init (sim);
    cuff_sim_watch_init (sim);
  }
  if (!opened || !start_thread (sim)) {
    int saved = errno;
    free_sim (sim);
    errno = saved;
    return NULL;
  }
  return sim;
}

const char *
cuff_sim_get_path (const CuffSim *sim)
{
  return sim->path;
}

static void
wake (CuffSim *sim)
{
  uint64_t one = 1;

  if (write (sim->wake_fd, &one, sizeof one) < 0)
    return; /* the counter is full: it is awake */
}

static void
give_order (CuffSim *sim, const CuffSimOrder *order)
{
  pthread_mutex_lock (&sim->lock);
  if (sim->n_orders < CUFF_SIM_ORDERS_MAX)
    sim->order[sim->n_orders++] = *order;
  pthread_mutex_unlock (&sim->lock);
  wake (sim);
}

void
cuff_sim_cue (CuffSim *sim, CuffCue cue, unsigned value)
{
  CuffSimOrder order = { .kind = CUFF_SIM_ORDER_CUE,
                         .t_us = cuff_clock_now (sim->clock),
                         .channels = ~0u,
                         .cue = cue,
                         .value = value };

  give_order (sim, &order);
}

void
cuff_sim_cue_channel (CuffSim *sim, unsigned channel, CuffCue cue, unsigned value)
{
  CuffSimOrder order = { .kind = CUFF_SIM_ORDER_CUE,
                         .t_us = cuff_clock_now (sim->clock),
                         .channels = channel < CUFF_CHANNELS_MAX ? 1u << channel : 0,
                         .cue = cue,
                         .value = value };

  give_order (sim, &order);
}

void
cuff_sim_inject (CuffSim *sim, CuffFault fault)
{
  const CuffFaultPlan plan = { .fault = fault };

  cuff_sim_plan_fault (sim, &plan);
}

void
cuff_sim_plan_fault (CuffSim *sim, const CuffFaultPlan *plan)
{
  CuffSimOrder order = { .kind = CUFF_SIM_ORDER_FAULT,
                         .t_us = cuff_clock_now (sim->clock),
                         .plan = *plan };

  give_order (sim, &order);
}

void
cuff_sim_mend (CuffSim *sim, CuffFault fault)
{
  CuffSimOrder order = { .kind = CUFF_SIM_ORDER_MEND,
                         .t_us = cuff_clock_now (sim->clock),
                         .plan = { .fault = fault } };

  give_order (sim, &order);
}

void
cuff_sim_get_truth (CuffSim *sim, CuffSimTruth *truth)
{
  pthread_mutex_lock (&sim->lock);
  *truth = sim->truth;
  pthread_mutex_unlock (&sim->lock);
}

void
cuff_sim_stop (CuffSim *sim)
{
  if (sim == NULL)
    return;

  pthread_mutex_lock (&sim->lock);
  sim->stopping = true;
  pthread_mutex_unlock (&sim->lock);
  wake (sim);
  cuff_clock_block_begin (sim->clock);
  pthread_join (sim->thread, NULL);
  cuff_clock_block_end (sim->clock);
  free_sim (sim);
}
