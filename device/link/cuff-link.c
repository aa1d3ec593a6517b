/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The face towards the other threads.
 */
#include "cuff-link-private.h"

#include <errno.h>
#include <glib.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* cuff_link_stop() is called by signal handlers: no lock behind the atomics. */
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a stop must not wait for a lock");

/* 120 s of samples, so that the recorder survives a frozen window. */
#define REPORTS_CAPACITY  16384
#define EVENTS_CAPACITY   1024
#define COMMANDS_CAPACITY 256

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
  link->driver = cuff_driver_for (link->path);
  cuff_proof_init (&link->proof);
  return link;
}

void
cuff_link_start (CuffLink *link)
{
  cuff_link_tick_ui (link);
  cuff_link_note_person (link);
  link->party = cuff_clock_join (link->clock, "cuff");
  link->started = true;
  /* Signals belong to the main thread. */
  sigset_t all, before;
  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, &before);
  if (pthread_create (&link->thread, NULL, cuff_link_run, link) != 0)
    abort ();
  pthread_sigmask (SIG_SETMASK, &before, NULL);
}

void
cuff_link_begin_stop (CuffLink *link)
{
  atomic_store (&link->quit, true);
  cuff_link_poke (link->wake_fd);
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
  cuff_link_poke (link->wake_fd);
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
  cuff_link_note_person (link); /* nobody else arms */
  CuffCommand command = { .kind = CUFF_COMMAND_ARM,
                          .purpose = purpose,
                          .n_stops = atomic_load (&link->n_stops),
                          .slept_us = cuff_clock_slept (link->clock) };
  post (link, &command);
}

void
cuff_link_order (CuffLink *link, const CuffOrder *orders, unsigned n_channels, bool tight_rest)
{
  g_return_if_fail (n_channels >= 1 && n_channels <= CUFF_CHANNELS_MAX);
  CuffCommand command = { .kind = CUFF_COMMAND_ORDER,
                          .n_channels = n_channels,
                          .slept_us = cuff_clock_slept (link->clock),
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
cuff_link_check (CuffLink *link, CuffCheck check, unsigned channel)
{
  g_return_if_fail (check <= CUFF_CHECK_LEAK && channel < CUFF_CHANNELS_MAX);
  CuffCommand command = { .kind = CUFF_COMMAND_CHECK, .check = { check, channel } };
  post (link, &command);
}

void
cuff_link_enter_reading (CuffLink *link, const CuffReading *reading)
{
  CuffCommand command = { .kind = CUFF_COMMAND_READING, .reading = *reading };
  post (link, &command);
}

void
cuff_link_stop (CuffLink *link, CuffReason reason)
{
  int error_number = errno; /* a signal handler leaves no trace */
  atomic_fetch_add (&link->n_stops, 1);
  atomic_store (&link->stop_reason, (int) reason);
  cuff_link_poke (link->wake_fd);
  errno = error_number;
}

void
cuff_link_tick_ui (CuffLink *link)
{
  atomic_store (&link->ui_tick_us, cuff_clock_now (link->clock));
}

void
cuff_link_note_person (CuffLink *link)
{
  atomic_store (&link->person_us, cuff_clock_now (link->clock));
}

int
cuff_link_get_notify_fd (const CuffLink *link)
{
  return link->notify_fd;
}

void
cuff_link_clear_notify (CuffLink *link)
{
  cuff_link_empty (link->notify_fd);
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
    .n_late = atomic_load_explicit (&link->n_late, memory_order_relaxed),
    .n_reports = atomic_load_explicit (&link->n_reports, memory_order_relaxed),
  };
}
