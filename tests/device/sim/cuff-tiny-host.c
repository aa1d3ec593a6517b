/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-tiny-host.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define BEAT_US CUFF_MS (200)

void
cuff_tiny_host_join (CuffTinyHost *host, CuffClock *clock)
{
  *host = (CuffTinyHost){ .clock = clock, .fd = -1, .nonce = 0x1234 };
  host->party = cuff_clock_join (clock, "tiny host");
  cuff_clock_adopt (host->party);
}

static void
open_port (CuffTinyHost *host, const char *path)
{
  host->fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (host->fd, >=, 0);
  host->to_host = cuff_clock_pipe_get (host->clock, path, CUFF_PIPE_TO_HOST);
  host->to_device = cuff_clock_pipe_get (host->clock, path, CUFF_PIPE_TO_DEVICE);
  cuff_clock_pipe_open (host->to_host);
  cuff_parser_init (&host->parser);
}

void
cuff_tiny_host_open (CuffTinyHost *host, const char *path)
{
  open_port (host, path);
  host->heard = g_byte_array_new ();
  host->sent = g_byte_array_new ();
  host->state = (CuffStateMessage){ .lease_ms = 1500, .n_channels = 1 };
}

void
cuff_tiny_host_reopen (CuffTinyHost *host, const char *path)
{
  close (host->fd);
  open_port (host, path);
  host->gone = false;
}

void
cuff_tiny_host_close (CuffTinyHost *host)
{
  cuff_clock_pipe_abandon (host->to_host);
  close (host->fd);
  cuff_clock_leave (host->party);
  g_byte_array_unref (host->heard);
  g_byte_array_unref (host->sent);
}

void
cuff_tiny_host_send (CuffTinyHost *host, CuffMessage *message)
{
  CuffFrame frame;
  uint8_t bytes[CUFF_FRAME_MAX];

  message->sequence = host->frame_sequence++;
  cuff_message_encode (message, &frame);
  size_t n_bytes = cuff_frame_encode (&frame, true, bytes);
  if (host->gone || write (host->fd, bytes, n_bytes) != (ssize_t) n_bytes)
    return;
  cuff_clock_pipe_sent (host->to_device, n_bytes);
  g_byte_array_append (host->sent, bytes, (guint) n_bytes);
}

static void
take_message (CuffTinyHost *host, const CuffMessage *message)
{
  if (message->type == CUFF_MSG_IDENTITY)
    host->identity = message->identity;
  if (message->type == CUFF_MSG_LIMITS)
    host->adopted[message->limits.channel] = message->limits.limits;
  if (message->type == CUFF_MSG_TELEMETRY) {
    host->n_telemetry++;
    host->last = message->telemetry;
  }
}

static void
take_bytes (CuffTinyHost *host, const uint8_t *bytes, size_t n_bytes)
{
  g_byte_array_append (host->heard, bytes, (guint) n_bytes);
  for (size_t i = 0; i < n_bytes; i++) {
    CuffMessage message;
    if (cuff_parser_push (&host->parser, bytes[i]) == CUFF_PARSE_FRAME
        && cuff_message_decode (&host->parser.frame, &message) == CUFF_DECODE_OK)
      take_message (host, &message);
  }
}

static void
read_all (CuffTinyHost *host)
{
  uint8_t bytes[512];

  while (!host->gone) {
    ssize_t n_bytes = read (host->fd, bytes, sizeof bytes);
    if (n_bytes > 0) {
      cuff_clock_pipe_received (host->to_host, (size_t) n_bytes);
      take_bytes (host, bytes, (size_t) n_bytes);
    } else if (n_bytes == 0 || errno != EAGAIN) {
      host->gone = true;
    } else if (!cuff_clock_pipe_busy (host->to_host)) {
      return;
    }
  }
}

static void
beat (CuffTinyHost *host)
{
  CuffMessage message = { .type = CUFF_MSG_STATE, .state = host->state };

  message.state.sequence = ++host->sequence;
  cuff_tiny_host_send (host, &message);
}

static void
run (CuffTinyHost *host, double until_s, bool beats)
{
  CuffTime until_us = (CuffTime) (until_s * 1e6);

  while (cuff_clock_now (host->clock) < until_us) {
    CuffTime now_us = cuff_clock_now (host->clock);
    if (beats && now_us >= host->beat_at_us) {
      beat (host);
      host->beat_at_us = now_us + BEAT_US;
    }
    struct pollfd fd = { .fd = host->fd, .events = POLLIN };
    CuffTime deadline_us = beats && host->beat_at_us < until_us ? host->beat_at_us : until_us;
    cuff_clock_wait (host->party, &fd, host->gone ? 0 : 1, deadline_us);
    read_all (host);
  }
}

void
cuff_tiny_host_run (CuffTinyHost *host, double until_s)
{
  run (host, until_s, true);
}

void
cuff_tiny_host_listen (CuffTinyHost *host, double until_s)
{
  run (host, until_s, false);
}

static void
agree_on_limits (CuffTinyHost *host, double now_s)
{
  CuffMessage hello = { .type = CUFF_MSG_HELLO,
                        .hello = { CUFF_WIRE_MAJOR, CUFF_WIRE_MINOR, host->nonce } };

  cuff_tiny_host_send (host, &hello);
  cuff_tiny_host_listen (host, now_s + 0.1);
  g_assert_cmpuint (host->identity.nonce, ==, host->nonce);
  for (uint8_t i = 0; i < host->identity.n_channels; i++) {
    CuffMessage limits = { .type = CUFF_MSG_SET_LIMITS,
                           .limits = { i,
                                       { .cap = CUFF_MMHG (220),
                                         .ramp_max = CUFF_MMHG (100),
                                         .time_max_ms = 1200000,
                                         .disagree_max = CUFF_MMHG (10) } } };
    cuff_tiny_host_send (host, &limits);
    cuff_tiny_host_listen (host, now_s + 0.2 + 0.1 * i);
    g_assert_cmpint (host->adopted[i].cap, ==, CUFF_MMHG (220));
  }
}

void
cuff_tiny_host_inflate (CuffTinyHost *host, double target_mmhg)
{
  double now_s = cuff_clock_now (host->clock) * 1e-6;

  cuff_clock_wait (host->party, NULL, 0, cuff_clock_now (host->clock) + CUFF_SECONDS (1));
  agree_on_limits (host, now_s + 1);
  cuff_tiny_host_run (host, now_s + 3);

  CuffMessage arm = { .type = CUFF_MSG_ARM, .arm = { .epoch = host->state.epoch + 1 } };
  arm.arm.token = cuff_arm_token (host->adopted, host->identity.n_channels, host->nonce,
                                  arm.arm.epoch, CUFF_ARM_TRAINING);
  cuff_tiny_host_send (host, &arm);
  host->state.epoch++;
  cuff_tiny_host_listen (host, now_s + 3.3);
  host->state.order[0] = (CuffOrder){ .mode = CUFF_MODE_HOLD,
                                      .target = cuff_pressure_from_mmhg (target_mmhg),
                                      .longest_ms = 600000 };
  cuff_tiny_host_run (host, now_s + 12);
}
