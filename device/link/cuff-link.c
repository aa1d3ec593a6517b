/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The thread's loop, and the face towards the other threads.
 */
#include "cuff-link-private.h"

#include <glib.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* 120 s of samples, so that the recorder survives a frozen window. */
#define REPORTS_CAPACITY    16384
#define EVENTS_CAPACITY     1024
#define COMMANDS_CAPACITY   256
#define RELEASE_PATIENCE_US CUFF_SECONDS (6)

static void
poke (int fd)
{
  uint64_t one = 1;
  if (write (fd, &one, sizeof one) < 0)
    return; /* the counter is full: the other side is awake */
}

static void
empty (int fd)
{
  uint64_t count;
  if (read (fd, &count, sizeof count) < 0)
    return; /* nothing there */
}

static void
notify (CuffLink *link)
{
  if (!atomic_exchange (&link->notify_pending, true))
    poke (link->notify_fd);
}

void
cuff_link_push_event (CuffLink *link, CuffLinkEvent *event)
{
  event->t_us = cuff_clock_now (link->clock);
  cuff_ring_push (&link->events, event, sizeof *event);
  notify (link);
}

static void
close_port (CuffLink *link)
{
  if (link->port == NULL)
    return;
  cuff_clock_pipe_abandon (link->pipe_in);
  link->row->close (link->port);
  link->port = NULL;
}

/* The port is gone or useless.  The controller's lease vents the cuff; we can only say so. */
void
cuff_link_lose (CuffLink *link, CuffReason reason, CuffErrorCode code, const char *message)
{
  if (link->phase == CUFF_PHASE_LOST)
    return;
  link->phase = CUFF_PHASE_LOST;
  close_port (link);
  if (link->intent.epoch != 0 && (link->alarms & 1u << CUFF_ALARM_LINK) == 0) {
    CuffLinkEvent alarm = { .kind = CUFF_LINK_EVENT_ALARM,
                            .alarm = CUFF_ALARM_LINK,
                            .active = true };
    cuff_link_push_event (link, &alarm);
  }
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_LOST, .reason = reason };
  event.error.code = code;
  snprintf (event.error.message, sizeof event.error.message, "%s", message);
  cuff_link_push_event (link, &event);
}

static void
open_port (CuffLink *link)
{
  CuffError error = { 0 };
  link->row = cuff_port_class_for (link->path);
  link->port = link->row->open (link->path, &error);
  if (link->port == NULL) {
    cuff_link_lose (link, CUFF_REASON_LINK_LOST, error.code, error.message);
    return;
  }
  link->pipe_in = cuff_clock_pipe_get (link->clock, link->path, CUFF_PIPE_TO_HOST);
  link->pipe_out = cuff_clock_pipe_get (link->clock, link->path, CUFF_PIPE_TO_DEVICE);
  link->row->flush (link->port);
  cuff_clock_pipe_open (link->pipe_in);
  link->phase = CUFF_PHASE_HELLO;
  link->phase_since_us = cuff_clock_now (link->clock);
  link->next_hello_us = link->phase_since_us;
}

static void
greet (CuffLink *link, CuffTime now_us)
{
  if (link->phase != CUFF_PHASE_HELLO)
    return;
  if (now_us - link->phase_since_us >= CUFF_HELLO_PATIENCE_US) {
    cuff_link_lose (link, CUFF_REASON_LINK_LOST, CUFF_ERROR_NOT_A_PORT,
                    link->texts[CUFF_TEXT_MUTE]);
    return;
  }
  if (now_us >= link->next_hello_us) {
    link->next_hello_us = now_us + CUFF_HELLO_EVERY_US;
    cuff_link_send_hello (link);
  }
}

static void
beat (CuffLink *link, CuffTime now_us)
{
  if (link->phase != CUFF_PHASE_CONNECTED)
    return;
  if (now_us >= link->next_heartbeat_us) {
    /* A beat that came much too late breaks the clean second that Arm needs. */
    if (now_us - link->next_heartbeat_us > CUFF_HEARTBEAT_US || link->heartbeats_since_us == 0)
      link->heartbeats_since_us = now_us;
    link->next_heartbeat_us += CUFF_HEARTBEAT_US;
    if (link->next_heartbeat_us <= now_us)
      link->next_heartbeat_us = now_us + CUFF_HEARTBEAT_US;
    if (link->stopping && link->n_stops_sent >= 3)
      cuff_link_send_stop (link);
    cuff_link_send_state (link);
  }
  if (link->stopping && link->n_stops_sent < 3 && now_us >= link->next_stop_us) {
    link->n_stops_sent++;
    link->next_stop_us = now_us + CUFF_STOP_REPEAT_US;
    cuff_link_send_stop (link);
  }
}

static void
take_order (CuffLink *link, const CuffCommand *command, CuffTime now_us)
{
  if (link->stopping || link->intent.epoch == 0)
    return; /* an order that was overtaken by a stop */
  for (unsigned i = 0; i < command->n_channels; i++) {
    link->orders[i] = command->orders[i];
    link->order_until_us[i] = now_us + CUFF_MS (command->orders[i].longest_ms);
  }
  if (command->tight_rest && !link->intent.tight_rest)
    link->intent.tight_rest_since_us = now_us;
  link->intent.tight_rest = command->tight_rest;
  cuff_link_send_state (link);
}

static void
take_command (CuffLink *link, const CuffCommand *command, CuffTime now_us)
{
  switch (command->kind) {
  case CUFF_COMMAND_LIMITS:
    memcpy (link->wanted, command->limits, sizeof link->wanted);
    link->n_limits_wanted = command->n_channels;
    link->n_limits_adopted = 0;
    break;
  case CUFF_COMMAND_INTERLOCK:
    cuff_interlock_init (&link->interlock, &command->interlock);
    link->interlock_set = true;
    break;
  case CUFF_COMMAND_ARM:
    if (command->n_stops != atomic_load (&link->n_stops))
      break; /* overtaken by a stop */
    link->purpose = command->purpose;
    link->arm_wanted = true;
    break;
  case CUFF_COMMAND_ORDER:
    take_order (link, command, now_us);
    break;
  case CUFF_COMMAND_ACK_ALARM: {
    CuffMessage message = { .type = CUFF_MSG_ALARM_ACK,
                            .sequence = link->sequence++,
                            .alarm_ack = { (uint16_t) command->alarm } };
    /* A reset is over once it was seen; other alarms are the controller's to take back. */
    if (command->alarm == CUFF_ALARM_DEVICE)
      link->device_alarms &= ~(1u << command->alarm);
    cuff_link_send_message (link, &message);
    break;
  }
  }
}

static void
take_commands (CuffLink *link, CuffTime now_us)
{
  /* The stop has a path of its own and goes first. */
  int reason = atomic_exchange (&link->stop_reason, 0);
  if (reason != 0 && link->phase == CUFF_PHASE_CONNECTED)
    cuff_link_end_epoch (link, (CuffReason) reason);
  CuffCommand command;
  while (cuff_ring_read (&link->commands, &link->next_command, &command, sizeof command)
         == CUFF_RING_OK)
    if (link->phase == CUFF_PHASE_CONNECTED)
      take_command (link, &command, now_us);
  if (link->phase != CUFF_PHASE_CONNECTED)
    return;
  cuff_link_ask_next_limit (link);
  cuff_link_retry (link, now_us);
  cuff_link_try_arm (link, now_us);
}

static void
read_port (CuffLink *link, short revents)
{
  if (link->port == NULL || revents == 0)
    return;
  uint8_t bytes[512];
  bool hung_up = (revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
  do {
    int n = link->row->read (link->port, bytes, sizeof bytes, hung_up);
    if (n < 0) {
      cuff_link_lose (link, CUFF_REASON_LINK_LOST, CUFF_ERROR_IO, link->texts[CUFF_TEXT_GONE]);
      return;
    }
    cuff_clock_pipe_received (link->pipe_in, (size_t) n);
    cuff_link_receive (link, bytes, (size_t) n);
    if (n == 0 && !cuff_clock_pipe_busy (link->pipe_in))
      return;
  } while (link->port != NULL && (hung_up || cuff_clock_pipe_busy (link->pipe_in)));
}

static CuffTime
next_deadline (const CuffLink *link)
{
  CuffTime deadline_us = link->next_tick_us;
  if (link->phase == CUFF_PHASE_CONNECTED && link->next_heartbeat_us < deadline_us)
    deadline_us = link->next_heartbeat_us;
  if (link->stopping && link->n_stops_sent < 3 && link->next_stop_us < deadline_us)
    deadline_us = link->next_stop_us;
  return deadline_us;
}

static bool
may_quit (CuffLink *link, CuffTime now_us)
{
  if (!atomic_load (&link->quit))
    return false;
  if (link->phase != CUFF_PHASE_CONNECTED || link->intent.epoch == 0)
    return true;
  if (!link->stopping)
    cuff_link_end_epoch (link, CUFF_REASON_SHUTDOWN);
  if (link->quit_since_us == 0)
    link->quit_since_us = now_us;
  return now_us - link->quit_since_us >= RELEASE_PATIENCE_US;
}

static void *
run (void *data)
{
  CuffLink *link = data;
  cuff_clock_adopt (link->party);
  open_port (link);
  link->next_tick_us = cuff_clock_now (link->clock);
  while (!may_quit (link, cuff_clock_now (link->clock))) {
    struct pollfd fds[2] = { { .fd = link->wake_fd, .events = POLLIN },
                             { .fd = link->port ? link->row->fd (link->port) : -1,
                               .events = POLLIN } };
    cuff_clock_wait (link->party, fds, 2, next_deadline (link));
    CuffTime now_us = cuff_clock_now (link->clock);
    uint64_t head = cuff_ring_head (&link->reports);
    if (fds[0].revents != 0)
      empty (link->wake_fd);
    take_commands (link, now_us);
    read_port (link, fds[1].revents);
    greet (link, now_us);
    take_commands (link, now_us);
    if (now_us >= link->next_tick_us) {
      link->next_tick_us = now_us + CUFF_TICK_US;
      cuff_link_guard (link, NULL);
    }
    beat (link, now_us);
    if (cuff_ring_head (&link->reports) != head)
      notify (link);
  }
  close_port (link);
  atomic_store (&link->ended, true);
  cuff_clock_leave (link->party);
  return NULL;
}

static void
prepare_texts (CuffLink *link)
{
  link->texts[CUFF_TEXT_GONE] =
      g_strdup_printf (_ ("The port %s has gone: was the cable pulled?"), link->path);
  link->texts[CUFF_TEXT_MUTE] =
      g_strdup_printf (_ ("What is on %s does not answer as a cuff controller. Is it switched "
                          "on, and is it the right port?"),
                       link->path);
  link->texts[CUFF_TEXT_OTHER_VERSION] = g_strdup_printf (
      _ ("The controller on %s speaks another version of CuffWire; Ebb needs 1."), link->path);
  link->texts[CUFF_TEXT_NO_CAPS] =
      g_strdup_printf (_ ("The controller on %s does not report safe limits of its own; Ebb does "
                          "not use it."),
                       link->path);
}

CuffLink *
cuff_link_new (const CuffLinkOptions *options)
{
  CuffLink *link = calloc (1, sizeof *link);
  if (link == NULL)
    abort ();
  link->clock = options->clock;
  link->nonce = options->nonce;
  link->path = strdup (options->port);
  if (link->path == NULL)
    abort ();
  prepare_texts (link);
  link->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  link->notify_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  cuff_ring_init (&link->reports, sizeof (CuffReport), REPORTS_CAPACITY);
  cuff_ring_init (&link->events, sizeof (CuffLinkEvent), EVENTS_CAPACITY);
  cuff_ring_init (&link->commands, sizeof (CuffCommand), COMMANDS_CAPACITY);
  cuff_parser_init (&link->parser);
  cuff_proof_init (&link->proof);
  return link;
}

void
cuff_link_start (CuffLink *link)
{
  cuff_link_tick_ui (link);
  link->party = cuff_clock_join (link->clock, "cuff");
  link->started = true;
  /* Signals belong to the main thread. */
  sigset_t all, before;
  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, &before);
  if (pthread_create (&link->thread, NULL, run, link) != 0)
    abort ();
  pthread_sigmask (SIG_SETMASK, &before, NULL);
}

void
cuff_link_begin_stop (CuffLink *link)
{
  atomic_store (&link->quit, true);
  poke (link->wake_fd);
}

bool
cuff_link_has_ended (CuffLink *link)
{
  return atomic_load (&link->ended);
}

void
cuff_link_stop_and_join (CuffLink *link)
{
  if (!link->started)
    return;
  cuff_link_begin_stop (link);
  cuff_clock_block_begin (link->clock);
  pthread_join (link->thread, NULL);
  cuff_clock_block_end (link->clock);
  link->started = false;
}

void
cuff_link_free (CuffLink *link)
{
  if (link == NULL)
    return;
  cuff_link_stop_and_join (link);
  cuff_ring_clear (&link->reports);
  cuff_ring_clear (&link->events);
  cuff_ring_clear (&link->commands);
  close (link->wake_fd);
  close (link->notify_fd);
  for (int i = 0; i < CUFF_TEXT_COUNT; i++)
    g_free (link->texts[i]);
  free (link->path);
  free (link);
}

static void
post (CuffLink *link, const CuffCommand *command)
{
  cuff_ring_push (&link->commands, command, sizeof *command);
  poke (link->wake_fd);
}

void
cuff_link_set_limits (CuffLink *link, const CuffLimits *limits, unsigned n_channels)
{
  g_return_if_fail (n_channels >= 1 && n_channels <= CUFF_CHANNELS_MAX);
  CuffCommand command = { .kind = CUFF_COMMAND_LIMITS, .n_channels = n_channels };
  memcpy (command.limits, limits, n_channels * sizeof *limits);
  post (link, &command);
}

void
cuff_link_set_interlock (CuffLink *link, const CuffInterlockConfig *config)
{
  CuffCommand command = { .kind = CUFF_COMMAND_INTERLOCK, .interlock = *config };
  post (link, &command);
}

void
cuff_link_arm (CuffLink *link, CuffArmPurpose purpose)
{
  CuffCommand command = { .kind = CUFF_COMMAND_ARM,
                          .purpose = purpose,
                          .n_stops = atomic_load (&link->n_stops) };
  post (link, &command);
}

void
cuff_link_order (CuffLink *link, const CuffOrder *orders, unsigned n_channels, bool tight_rest)
{
  g_return_if_fail (n_channels >= 1 && n_channels <= CUFF_CHANNELS_MAX);
  CuffCommand command = { .kind = CUFF_COMMAND_ORDER,
                          .n_channels = n_channels,
                          .tight_rest = tight_rest };
  memcpy (command.orders, orders, n_channels * sizeof *orders);
  post (link, &command);
}

void
cuff_link_acknowledge_alarm (CuffLink *link, CuffAlarm alarm)
{
  CuffCommand command = { .kind = CUFF_COMMAND_ACK_ALARM, .alarm = alarm };
  post (link, &command);
}

void
cuff_link_stop (CuffLink *link, CuffReason reason)
{
  atomic_fetch_add (&link->n_stops, 1);
  atomic_store (&link->stop_reason, (int) reason);
  poke (link->wake_fd);
}

void
cuff_link_tick_ui (CuffLink *link)
{
  atomic_store (&link->ui_tick_us, cuff_clock_now (link->clock));
}

int
cuff_link_get_notify_fd (const CuffLink *link)
{
  return link->notify_fd;
}

void
cuff_link_clear_notify (CuffLink *link)
{
  empty (link->notify_fd);
  atomic_store (&link->notify_pending, false);
}

CuffRingResult
cuff_link_read_report (CuffLink *link, uint64_t *next, CuffReport *report)
{
  return cuff_ring_read (&link->reports, next, report, sizeof *report);
}

CuffRingResult
cuff_link_read_event (CuffLink *link, uint64_t *next, CuffLinkEvent *event)
{
  return cuff_ring_read (&link->events, next, event, sizeof *event);
}

CuffLinkQuality
cuff_link_get_quality (CuffLink *link)
{
  return (CuffLinkQuality){
    .n_damaged = atomic_load_explicit (&link->n_damaged, memory_order_relaxed),
    .n_missing = atomic_load_explicit (&link->n_missing, memory_order_relaxed),
    .n_reports = atomic_load_explicit (&link->n_reports, memory_order_relaxed),
  };
}
