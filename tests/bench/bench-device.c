/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-device.h"

#include "bench-stats.h"
#include "cuff-clock.h"
#include "cuff-message.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

typedef struct {
  BenchFarOptions options;
  char path[64];
  int master_fd, slave_fd; /* the slave is kept open, so that a host may come and go */
  _Atomic CuffTime stop_us, unplugged_us;
  _Atomic bool unplug;

  /* the thread's own */
  CuffParser parser;
  uint8_t sequence;
  bool greeted;
  CuffMachine machine;
  uint32_t epoch;
  uint16_t state_sequence;
  CuffTime period_us, next_us, last_state_us, moved_us;
  double mmhg;
  GArray *gaps_us;
} Far;

struct BenchDevice {
  CuffClock *clock;
  pthread_t thread;
  int wake_fd, watch_fd;
  _Atomic bool quit, raised, recording;
  bool running;
  unsigned n_fars;
  Far far[BENCH_FARS_MAX];
};

static bool
open_far (Far *far)
{
  struct termios settings;

  far->slave_fd = -1;
  far->master_fd = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (far->master_fd < 0 || grantpt (far->master_fd) != 0 || unlockpt (far->master_fd) != 0
      || ptsname_r (far->master_fd, far->path, sizeof far->path) != 0)
    return false;
  far->slave_fd = open (far->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (far->slave_fd < 0 || tcgetattr (far->slave_fd, &settings) != 0)
    return false;
  cfmakeraw (&settings);
  return tcsetattr (far->slave_fd, TCSANOW, &settings) == 0;
}

static void
close_far (Far *far)
{
  if (far->master_fd >= 0)
    close (far->master_fd);
  if (far->slave_fd >= 0)
    close (far->slave_fd);
  far->master_fd = far->slave_fd = -1;
}

static void
send_bytes (Far *far, const uint8_t *bytes, size_t n_bytes)
{
  if (write (far->master_fd, bytes, n_bytes) < 0)
    return; /* nobody reads: lost, as on a cable */
}

static void
send_message (Far *far, CuffMessage *message)
{
  CuffFrame frame;
  uint8_t bytes[CUFF_FRAME_MAX];

  message->sequence = far->sequence++;
  cuff_message_encode (message, &frame);
  send_bytes (far, bytes, cuff_frame_encode (&frame, false, bytes));
}

static void
send_identity (Far *far, uint32_t nonce)
{
  CuffMessage message = {
    .type = CUFF_MSG_IDENTITY,
    .identity = { .major = CUFF_WIRE_MAJOR,
                  .minor = CUFF_WIRE_MINOR,
                  .nonce = nonce,
                  .n_channels = (uint8_t) far->options.n_channels,
                  .capabilities = CUFF_IS_SIMULATED,
                  .sensor_min = CUFF_MMHG (-30),
                  .sensor_max = CUFF_MMHG (400),
                  .cap_hard = CUFF_MMHG (300),
                  .cap_transient = CUFF_MMHG (330),
                  .cap_lop = CUFF_MMHG (330),
                  .time_cap_ms = 25 * 60 * 1000,
                  .hz_max = 100,
                  .boot_id = 1,
                  .vendor = "Ebb",
                  .model = "Bench" },
  };

  far->greeted = true;
  send_message (far, &message);
}

/* As fast as a small cuff can at most: what jumps is a blocked hose to the host. */
static void
move_pressure (Far *far, CuffTime now_us)
{
  double goal_mmhg = far->machine == CUFF_MACHINE_ACTIVE ? 110 : 0;
  double step_mmhg = MIN (now_us - far->moved_us, CUFF_MS (100)) * 350e-6;

  far->moved_us = now_us;
  far->mmhg = far->mmhg < goal_mmhg ? MIN (far->mmhg + step_mmhg, goal_mmhg)
                                    : MAX (far->mmhg - step_mmhg, goal_mmhg);
}

static void
send_telemetry (Far *far, CuffTime now_us)
{
  bool active = far->machine == CUFF_MACHINE_ACTIVE;
  move_pressure (far, now_us);
  CuffPressure pressure = CUFF_MMHG (far->mmhg);
  CuffMessage message = { .type = CUFF_MSG_TELEMETRY,
                          .telemetry = { .t_us = (uint32_t) now_us,
                                         .epoch = far->epoch,
                                         .sequence = far->state_sequence,
                                         .machine = far->machine,
                                         .flags = CUFF_DEVICE_SIMULATED,
                                         .n_channels = (uint8_t) far->options.n_channels } };

  for (unsigned i = 0; i < far->options.n_channels; i++)
    message.telemetry.channel[i] =
        (CuffChannelReport){ .pressure = pressure,
                             .pressure_second = pressure,
                             .target = active ? CUFF_MMHG (110) : CUFF_PRESSURE_UNSET,
                             .mode = active ? CUFF_MODE_HOLD : CUFF_MODE_VENT,
                             .flags = active ? CUFF_CHANNEL_AT_TARGET : CUFF_CHANNEL_VENT_OPEN };
  send_message (far, &message);
}

static void
send_ping (Far *far, CuffTime now_us)
{
  uint8_t bytes[BENCH_PING_SIZE] = { 0 };

  memcpy (bytes, &now_us, sizeof now_us);
  send_bytes (far, bytes, sizeof bytes);
}

static void
take_state (BenchDevice *device, Far *far, const CuffStateMessage *state, CuffTime now_us)
{
  if (far->last_state_us != 0 && atomic_load (&device->recording))
    bench_stats_add (far->gaps_us, now_us - far->last_state_us);
  far->last_state_us = now_us;
  far->state_sequence = (uint16_t) state->sequence;
  if (far->epoch != 0 && state->epoch == far->epoch && state->order[0].mode == CUFF_MODE_HOLD)
    far->machine = CUFF_MACHINE_ACTIVE;
}

static void
take_message (BenchDevice *device, Far *far, const CuffMessage *message, CuffTime now_us)
{
  CuffMessage answer = { .type = CUFF_MSG_ACK,
                         .ack = { .command = (uint8_t) message->type,
                                  .command_sequence = message->sequence } };

  switch (message->type) {
  case CUFF_MSG_HELLO:
    send_identity (far, message->hello.nonce);
    break;
  case CUFF_MSG_SET_LIMITS:
    answer.type = CUFF_MSG_LIMITS;
    answer.limits = message->limits;
    send_message (far, &answer);
    break;
  case CUFF_MSG_ARM:
    far->machine = CUFF_MACHINE_ARMED;
    far->epoch = message->arm.epoch;
    send_message (far, &answer);
    break;
  case CUFF_MSG_STATE:
    take_state (device, far, &message->state, now_us);
    break;
  default:
    break;
  }
}

static void
take_stop (Far *far, CuffTime now_us)
{
  CuffTime none_us = 0;

  far->machine = CUFF_MACHINE_IDLE;
  far->epoch = 0;
  atomic_compare_exchange_strong (&far->stop_us, &none_us, now_us);
}

static void
take_bytes (BenchDevice *device, Far *far)
{
  uint8_t bytes[512];
  CuffMessage message;
  ssize_t n = sizeof bytes;

  /* To read once more from an empty terminal would wait for the kernel's worker, see below. */
  while (n == sizeof bytes) {
    n = read (far->master_fd, bytes, sizeof bytes);
    CuffTime now_us = cuff_clock_now (device->clock);
    for (ssize_t i = 0; i < n; i++) {
      CuffParse parse = cuff_parser_push (&far->parser, bytes[i]);

      if (parse == CUFF_PARSE_STOP)
        take_stop (far, now_us);
      else if (parse == CUFF_PARSE_FRAME && far->options.kind == BENCH_FAR_CUFF
               && cuff_message_decode (&far->parser.frame, &message) == CUFF_DECODE_OK)
        take_message (device, far, &message, now_us);
    }
  }
}

/* Nothing is sent to a cable at which nobody has greeted yet. */
static bool
speaks (const Far *far)
{
  return far->master_fd >= 0 && (far->greeted || far->options.kind == BENCH_FAR_BARE);
}

static void
run_due (BenchDevice *device, Far *far)
{
  CuffTime now_us = cuff_clock_now (device->clock);

  if (far->master_fd < 0)
    return;
  if (atomic_load (&far->unplug)) {
    close (far->master_fd);
    far->master_fd = -1;
    atomic_store (&far->unplugged_us, now_us);
    return;
  }
  if (!speaks (far) || now_us < far->next_us)
    return;
  far->next_us += far->period_us;
  if (far->next_us <= now_us)
    far->next_us = now_us + far->period_us;
  if (far->options.kind == BENCH_FAR_BARE)
    send_ping (far, now_us);
  else
    send_telemetry (far, now_us);
}

/* poll() on a terminal waits for the kernel's worker that carries bytes to it, and one thread that
 * polls all of them waits for all of their workers.  Edges are told of when bytes have come. */
static bool
watch (BenchDevice *device, int fd, Far *far)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.ptr = far };

  return epoll_ctl (device->watch_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void
take_all (BenchDevice *device)
{
  struct epoll_event events[BENCH_FARS_MAX];
  int n_events = epoll_wait (device->watch_fd, events, BENCH_FARS_MAX, 0);
  uint64_t count;

  for (int i = 0; i < n_events; i++) {
    Far *far = events[i].data.ptr;

    if (far != NULL)
      take_bytes (device, far);
    else if (read (device->wake_fd, &count, sizeof count) < 0)
      continue; /* already emptied */
  }
}

static void *
run (void *user)
{
  BenchDevice *device = user;
  struct sched_param first = { .sched_priority = 1 };
  CuffClockParty *party = cuff_clock_join (device->clock, "far end");

  atomic_store (&device->raised, pthread_setschedparam (pthread_self (), SCHED_FIFO, &first) == 0);
  while (!atomic_load (&device->quit)) {
    CuffTime next_us = CUFF_TIME_NEVER;
    struct pollfd watched = { .fd = device->watch_fd, .events = POLLIN };

    for (unsigned i = 0; i < device->n_fars; i++) {
      Far *far = &device->far[i];
      run_due (device, far);
      next_us = speaks (far) ? MIN (next_us, far->next_us) : next_us;
    }
    if (cuff_clock_wait (party, &watched, 1, next_us) > 0)
      take_all (device);
  }
  cuff_clock_leave (party);
  return NULL;
}

BenchDevice *
bench_device_start (const BenchFarOptions *options, unsigned n_fars)
{
  g_return_val_if_fail (n_fars <= BENCH_FARS_MAX, NULL);

  BenchDevice *device = g_new0 (BenchDevice, 1);

  device->clock = cuff_clock_new_monotonic ();
  device->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  device->watch_fd = epoll_create1 (EPOLL_CLOEXEC);
  device->n_fars = n_fars;
  bool open = watch (device, device->wake_fd, NULL);
  for (unsigned i = 0; i < n_fars; i++) {
    Far *far = &device->far[i];
    far->options = options[i];
    far->gaps_us = bench_stats_new ();
    far->machine = CUFF_MACHINE_IDLE;
    far->period_us = CUFF_SECONDS (1) / options[i].hz;
    /* Spread over the period: nobody's frame waits for another's. */
    far->next_us = cuff_clock_now (device->clock) + far->period_us * i / n_fars;
    open = open_far (far) && watch (device, far->master_fd, far) && open;
  }
  if (open)
    device->running = pthread_create (&device->thread, NULL, run, device) == 0;
  if (device->running)
    return device;
  int saved = errno;
  bench_device_free (device);
  errno = saved;
  return NULL;
}

static void
wake (BenchDevice *device)
{
  uint64_t one = 1;

  if (write (device->wake_fd, &one, sizeof one) < 0)
    return; /* the counter is full: it is awake */
}

bool
bench_device_is_raised (BenchDevice *device)
{
  return atomic_load (&device->raised);
}

const char *
bench_device_get_path (const BenchDevice *device, unsigned far)
{
  return device->far[far].path;
}

void
bench_device_record (BenchDevice *device)
{
  atomic_store (&device->recording, true);
}

bool
bench_device_is_recording (BenchDevice *device)
{
  return atomic_load (&device->recording);
}

void
bench_device_expect_stop (BenchDevice *device, unsigned far)
{
  atomic_store (&device->far[far].stop_us, 0);
}

CuffTime
bench_device_get_stop (BenchDevice *device, unsigned far)
{
  return atomic_load (&device->far[far].stop_us);
}

void
bench_device_unplug (BenchDevice *device, unsigned far)
{
  atomic_store (&device->far[far].unplug, true);
  wake (device);
}

CuffTime
bench_device_get_unplugged (BenchDevice *device, unsigned far)
{
  return atomic_load (&device->far[far].unplugged_us);
}

void
bench_device_finish (BenchDevice *device)
{
  if (!device->running)
    return;
  atomic_store (&device->quit, true);
  wake (device);
  pthread_join (device->thread, NULL);
  device->running = false;
}

const GArray *
bench_device_get_gaps (const BenchDevice *device, unsigned far)
{
  return device->far[far].gaps_us;
}

void
bench_device_free (BenchDevice *device)
{
  if (device == NULL)
    return;
  bench_device_finish (device);
  for (unsigned i = 0; i < device->n_fars; i++) {
    close_far (&device->far[i]);
    g_array_unref (device->far[i].gaps_us);
  }
  close (device->watch_fd);
  close (device->wake_fd);
  cuff_clock_free (device->clock);
  g_free (device);
}
