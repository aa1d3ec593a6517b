/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cuff thread: its loop.  Stops first, then commands, then what the device says, then the beat.
 */
#include "cuff-link-private.h"

#include <string.h>
#include <unistd.h>

#define RELEASE_PATIENCE_US CUFF_SECONDS (6)

void
cuff_link_poke (int fd)
{
  uint64_t one = 1;
  if (write (fd, &one, sizeof one) < 0)
    return; /* the counter is full: the other side is awake */
}

void
cuff_link_empty (int fd)
{
  uint64_t count;
  if (read (fd, &count, sizeof count) < 0)
    return; /* nothing there */
}

static void
notify (CuffLink *link)
{
  if (!atomic_exchange (&link->notify_pending, true))
    cuff_link_poke (link->notify_fd);
}

void
cuff_link_push_event (CuffLink *link, CuffLinkEvent *event)
{
  event->t_us = cuff_clock_now (link->clock);
  cuff_ring_push (&link->events, event, sizeof *event);
  notify (link);
}

/* --- Commands ---------------------------------------------------------------------------- */

/* Whoever posted this may not be there any more. */
static bool
is_slept_over (const CuffLink *link, const CuffCommand *command)
{
  return cuff_clock_slept (link->clock) - command->slept_us > CUFF_SLEPT_US;
}

static void
take_arm (CuffLink *link, const CuffCommand *command)
{
  if (command->n_stops != atomic_load (&link->n_stops))
    return; /* overtaken by a stop */
  if (is_slept_over (link, command)) {
    CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_ENDED, .reason = CUFF_REASON_SLEEP };
    cuff_link_push_event (link, &event);
    return;
  }
  link->purpose = command->purpose;
  link->arm_wanted = true;
}

static void
take_order (CuffLink *link, const CuffCommand *command, CuffTime now_us)
{
  if (is_slept_over (link, command))
    return;
  if (link->stopping || link->intent.epoch == 0)
    return; /* an order that was overtaken by a stop */
  for (unsigned i = 0; i < command->n_channels; i++) {
    link->orders[i] = command->orders[i];
    link->order_until_us[i] = now_us + CUFF_MS (command->orders[i].longest_ms);
  }
  if (command->tight_rest && !link->intent.tight_rest)
    link->intent.tight_rest_since_us = now_us;
  link->intent.tight_rest = command->tight_rest;
  link->driver->say_state (link);
}

static void
take_acknowledgement (CuffLink *link, CuffAlarm alarm)
{
  /* A reset is over once it was seen; other alarms are the controller's to take back. */
  if (alarm == CUFF_ALARM_DEVICE)
    cuff_link_device_alarm (link, alarm, false);
  cuff_interlock_acknowledge (&link->interlock, alarm);
  link->driver->acknowledge (link, alarm);
}

static void
take_check (CuffLink *link, const CuffCommand *command)
{
  if (link->driver->check != NULL)
    link->driver->check (link, command->check.kind, command->check.channel);
  else
    cuff_link_refused (link, 0, CUFF_RESULT_NOT_SUPPORTED, 0, 0);
}

static void
take_command (CuffLink *link, const CuffCommand *command, CuffTime now_us)
{
  switch (command->kind) {
  case CUFF_COMMAND_LIMITS:
    memcpy (link->wanted, command->limits, sizeof link->wanted);
    link->n_limits_wanted = command->n_channels;
    link->limits_adopted = false;
    link->driver->ask_limits (link);
    break;
  case CUFF_COMMAND_INTERLOCK:
    cuff_interlock_configure (&link->interlock, &command->interlock);
    link->interlock_set = true;
    break;
  case CUFF_COMMAND_ARM:
    take_arm (link, command);
    break;
  case CUFF_COMMAND_ORDER:
    take_order (link, command, now_us);
    break;
  case CUFF_COMMAND_ACK_ALARM:
    take_acknowledgement (link, command->alarm);
    break;
  case CUFF_COMMAND_READING:
    if (link->driver->enter != NULL)
      link->driver->enter (link, &command->reading);
    break;
  case CUFF_COMMAND_CHECK:
    take_check (link, command);
    break;
  }
}

/* Handed over once the guard has its limits and the device has adopted its own. */
static void
hand_over_arm (CuffLink *link)
{
  bool ready = link->arm_wanted && link->interlock_set && link->limits_adopted && !link->stopping;
  if (!ready)
    return;
  link->arm_wanted = false;
  link->arming = true;
  link->driver->ask_arm (link);
}

/* The stop has a path of its own and goes first. */
static void
take_stop (CuffLink *link)
{
  int reason = atomic_exchange (&link->stop_reason, 0);
  if (reason != 0 && link->phase == CUFF_PHASE_CONNECTED) {
    link->arm_wanted = false; /* also one that waits for the end of an earlier stop */
    cuff_link_end_epoch (link, (CuffReason) reason);
  }
}

/* Before a command or a beat goes out, which would be a wish of somebody who may have left. */
static void
notice_sleep (CuffLink *link)
{
  CuffTime slept_us = cuff_clock_slept (link->clock);
  bool slept = slept_us - link->slept_us > CUFF_SLEPT_US;
  link->slept_us = slept_us;
  if (slept)
    cuff_link_guard (link, NULL);
}

static void
take_commands (CuffLink *link, CuffTime now_us)
{
  CuffCommand command;
  while (cuff_ring_read (&link->commands, &link->next_command, &command, sizeof command)
         == CUFF_RING_OK)
    if (link->phase == CUFF_PHASE_CONNECTED)
      take_command (link, &command, now_us);
}

/* --- The beat ---------------------------------------------------------------------------- */

/* A stop that the port did not take whole does not count. */
static void
say_stop (CuffLink *link, CuffTime now_us)
{
  link->next_stop_us = now_us + CUFF_STOP_REPEAT_US;
  if (link->driver->say_stop (link))
    link->n_stops_sent++;
}

static void
beat (CuffLink *link, CuffTime now_us)
{
  if (link->phase != CUFF_PHASE_CONNECTED)
    return;
  bool stop_due = link->stopping && link->n_stops_sent < CUFF_STOP_TIMES;
  if (stop_due && now_us >= link->next_stop_us)
    say_stop (link, now_us);
  if (now_us < link->next_heartbeat_us || link->phase != CUFF_PHASE_CONNECTED)
    return;
  /* A beat that came much too late breaks the clean second that Arm needs. */
  if (now_us - link->next_heartbeat_us > CUFF_HEARTBEAT_US || link->heartbeats_since_us == 0)
    link->heartbeats_since_us = now_us;
  link->next_heartbeat_us += CUFF_HEARTBEAT_US;
  if (link->next_heartbeat_us <= now_us)
    link->next_heartbeat_us = now_us + CUFF_HEARTBEAT_US;
  if (link->stopping && !stop_due)
    say_stop (link, now_us);
  if (link->phase == CUFF_PHASE_CONNECTED) /* the stop may have found the port gone */
    link->driver->say_state (link);
}

/* --- The loop ---------------------------------------------------------------------------- */

static CuffTime
next_deadline (const CuffLink *link)
{
  CuffTime deadline_us = link->next_tick_us;
  if (link->phase != CUFF_PHASE_CONNECTED)
    return deadline_us;
  if (link->next_heartbeat_us < deadline_us)
    deadline_us = link->next_heartbeat_us;
  if (link->stopping && link->n_stops_sent < CUFF_STOP_TIMES && link->next_stop_us < deadline_us)
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

/* One turn after something came, or the time for something. */
static void
turn (CuffLink *link, short revents)
{
  CuffTime now_us = cuff_clock_now (link->clock);
  uint64_t head = cuff_ring_head (&link->reports);
  take_stop (link);
  notice_sleep (link);
  take_commands (link, now_us);
  if (link->phase != CUFF_PHASE_LOST && revents != 0)
    link->driver->read (link, revents);
  if (link->phase == CUFF_PHASE_CONNECTED)
    hand_over_arm (link);
  if (link->phase != CUFF_PHASE_LOST)
    link->driver->step (link, now_us);
  if (now_us >= link->next_tick_us) {
    link->next_tick_us = now_us + CUFF_TICK_US;
    cuff_link_guard (link, NULL);
  }
  beat (link, now_us);
  if (cuff_ring_head (&link->reports) != head)
    notify (link);
}

void *
cuff_link_run (void *data)
{
  CuffLink *link = data;
  cuff_clock_adopt (link->party);
  link->phase = CUFF_PHASE_HELLO;
  link->slept_us = cuff_clock_slept (link->clock);
  link->phase_since_us = link->next_tick_us = cuff_clock_now (link->clock);
  link->driver->open (link);
  while (!may_quit (link, cuff_clock_now (link->clock))) {
    int fd = link->phase == CUFF_PHASE_LOST ? -1 : link->driver->fd (link);
    struct pollfd fds[2] = { { .fd = link->wake_fd, .events = POLLIN },
                             { .fd = fd, .events = POLLIN } };
    cuff_clock_wait (link->party, fds, 2, next_deadline (link));
    if (fds[0].revents != 0)
      cuff_link_empty (link->wake_fd);
    turn (link, fds[1].revents);
  }
  if (link->phase != CUFF_PHASE_LOST)
    link->driver->close (link);
  atomic_store (&link->ended, true);
  cuff_clock_leave (link->party);
  return NULL;
}
