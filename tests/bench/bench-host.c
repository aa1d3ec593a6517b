/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-host.h"

#include "bench-stats.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Length of the zeros and the Vent frame that the link sends. */
#define STOP_SIZE 13

void
bench_cuff_open (BenchCuff *cuff, BenchDevice *device, unsigned far)
{
  cuff->clock = cuff_clock_new_monotonic ();
  cuff->device = device;
  cuff->far = far;
  CuffLinkOptions options = { .clock = cuff->clock,
                              .port = bench_device_get_path (device, far),
                              .nonce = 1000 + far };
  cuff->link = cuff_link_new (&options);
  cuff_link_start (cuff->link);
}

static void
send_limits (BenchCuff *cuff, const CuffIdentity *identity)
{
  CuffLimits limits[CUFF_CHANNELS_MAX];
  CuffInterlockConfig config = { .n_channels = identity->n_channels };

  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
    limits[i] = (CuffLimits){ .cap = CUFF_MMHG (260),
                              .ramp_max = CUFF_MMHG (100),
                              .time_max_ms = 25 * 60 * 1000,
                              .disagree_max = CUFF_MMHG (10) };
    config.channel[i] = (CuffInterlockChannel){ .lop = CUFF_PRESSURE_UNSET,
                                                .cap = identity->cap_hard,
                                                .cap_transient = identity->cap_transient };
  }
  cuff_link_set_interlock (cuff->link, &config);
  cuff_link_set_limits (cuff->link, limits, identity->n_channels);
}

static void
order_hold (BenchCuff *cuff)
{
  CuffOrder orders[CUFF_CHANNELS_MAX];

  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    orders[i] = (CuffOrder){ .mode = CUFF_MODE_HOLD,
                             .target = CUFF_MMHG (110),
                             .longest_ms = 10 * 60 * 1000 };
  cuff_link_order (cuff->link, orders, cuff->n_channels, false);
}

static void
arm (BenchCuff *cuff)
{
  cuff->armed = !cuff->closing;
  if (cuff->armed)
    cuff_link_arm (cuff->link, CUFF_ARM_TRAINING);
}

static void
take_release (BenchCuff *cuff)
{
  CuffTime seen_us = bench_device_get_stop (cuff->device, cuff->far);

  if (cuff->stopped_us != 0 && seen_us != 0)
    bench_stats_add (cuff->stop_us, seen_us - cuff->stopped_us);
  else if (cuff->stopped_us != 0)
    cuff->n_surprises++; /* proven soft, but nobody saw the stop: must not be */
  cuff->stopped_us = 0;
  arm (cuff);
}

static void
take_event (BenchCuff *cuff, const CuffLinkEvent *event)
{
  switch (event->kind) {
  case CUFF_LINK_EVENT_IDENTITY:
    cuff->n_channels = event->identity.n_channels;
    send_limits (cuff, &event->identity);
    break;
  case CUFF_LINK_EVENT_LIMITS:
    arm (cuff);
    break;
  case CUFF_LINK_EVENT_ARMED:
    order_hold (cuff);
    break;
  case CUFF_LINK_EVENT_ACTIVE:
    cuff->ready = true;
    break;
  case CUFF_LINK_EVENT_ENDED:
    /* The link tells this right after it has written the STOP. */
    if (cuff->stopped_us != 0)
      bench_stats_add (cuff->written_us, event->t_us - cuff->stopped_us);
    else
      cuff->n_surprises++;
    cuff->ready = false;
    break;
  case CUFF_LINK_EVENT_RELEASED:
    take_release (cuff);
    break;
  case CUFF_LINK_EVENT_REFUSED:
    cuff->n_surprises++;
    break;
  case CUFF_LINK_EVENT_LOST:
    cuff->lost_us = cuff_clock_now (cuff->clock);
    cuff->ready = cuff->armed = false;
    break;
  default:
    break;
  }
}

void
bench_cuff_turn (BenchCuff *cuff)
{
  CuffLinkEvent event;
  CuffReport report;

  cuff_link_clear_notify (cuff->link);
  while (cuff_link_read_event (cuff->link, &cuff->next_event, &event) == CUFF_RING_OK)
    take_event (cuff, &event);
  /* The far end's clock is ours, in 32 bits. */
  while (cuff_link_read_report (cuff->link, &cuff->next_report, &report) == CUFF_RING_OK) {
    uint32_t sent_us = (uint32_t) report.device_us;
    bench_stats_add (cuff->ring_us, (uint32_t) report.arrived_us - sent_us);
    bench_stats_add (cuff->reader_us, (uint32_t) cuff_clock_now (cuff->clock) - sent_us);
  }
}

void
bench_cuff_stop (BenchCuff *cuff)
{
  cuff->ready = false;
  bench_device_expect_stop (cuff->device, cuff->far);
  cuff->stopped_us = cuff_clock_now (cuff->clock);
  cuff_link_stop (cuff->link, CUFF_REASON_USER_STOP);
}

void
bench_cuff_tick (BenchCuff *cuff)
{
  cuff_link_tick_ui (cuff->link);
}

void
bench_cuff_close (BenchCuff *cuff)
{
  cuff_link_free (cuff->link);
  cuff_clock_free (cuff->clock);
  cuff->link = NULL;
  cuff->clock = NULL;
}

struct BenchBare {
  CuffClock *clock;
  BenchDevice *device;
  pthread_t thread;
  int port_fd, wake_fd;
  _Atomic bool quit;
  _Atomic CuffTime written_us;
  GArray *ping_us;
};

static void
take_pings (BenchBare *bare)
{
  uint8_t bytes[512];
  ssize_t n = read (bare->port_fd, bytes, sizeof bytes);
  CuffTime now_us = cuff_clock_now (bare->clock);

  for (ssize_t at = 0; at + BENCH_PING_SIZE <= n; at += BENCH_PING_SIZE) {
    CuffTime sent_us;
    memcpy (&sent_us, bytes + at, sizeof sent_us);
    if (bench_device_is_recording (bare->device))
      bench_stats_add (bare->ping_us, now_us - sent_us);
  }
}

static void *
run_bare (void *user)
{
  static const uint8_t stop[STOP_SIZE] = { 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
  BenchBare *bare = user;
  CuffClockParty *party = cuff_clock_join (bare->clock, "bare");
  uint64_t count;

  while (!atomic_load (&bare->quit)) {
    struct pollfd fds[2] = { { .fd = bare->wake_fd, .events = POLLIN },
                             { .fd = bare->port_fd, .events = POLLIN } };
    cuff_clock_wait (party, fds, 2, CUFF_TIME_NEVER);
    if (fds[0].revents != 0 && read (bare->wake_fd, &count, sizeof count) > 0) {
      if (write (bare->port_fd, stop, sizeof stop) < 0)
        break;
      atomic_store (&bare->written_us, cuff_clock_now (bare->clock));
    }
    if (fds[1].revents != 0)
      take_pings (bare);
  }
  cuff_clock_leave (party);
  return NULL;
}

BenchBare *
bench_bare_start (BenchDevice *device, unsigned far)
{
  BenchBare *bare = g_new0 (BenchBare, 1);

  bare->clock = cuff_clock_new_monotonic ();
  bare->device = device;
  bare->port_fd =
      open (bench_device_get_path (device, far), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  bare->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  bare->ping_us = bench_stats_new ();
  if (bare->port_fd < 0 || pthread_create (&bare->thread, NULL, run_bare, bare) != 0) {
    perror ("bench-link: bare terminal");
    exit (1);
  }
  return bare;
}

static void
wake (BenchBare *bare)
{
  uint64_t one = 1;

  if (write (bare->wake_fd, &one, sizeof one) < 0)
    return; /* the counter is full: it is awake */
}

void
bench_bare_stop (BenchBare *bare)
{
  atomic_store (&bare->written_us, 0);
  wake (bare);
}

CuffTime
bench_bare_get_written (BenchBare *bare)
{
  return atomic_load (&bare->written_us);
}

GArray *
bench_bare_finish (BenchBare *bare)
{
  GArray *ping_us = bare->ping_us;

  atomic_store (&bare->quit, true);
  wake (bare);
  pthread_join (bare->thread, NULL);
  close (bare->port_fd);
  close (bare->wake_fd);
  cuff_clock_free (bare->clock);
  g_free (bare);
  return ping_us;
}
