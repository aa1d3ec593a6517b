/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "loop-port.h"

#include "cuff-port.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define ROOM_AT_START (1 << 20)

LoopPort loop;

void
loop_begin (CuffClock *clock)
{
  loop = (LoopPort){ .clock = clock,
                     .fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK),
                     .in = g_byte_array_sized_new (ROOM_AT_START),
                     .room = -1,
                     .boot_id = 77,
                     .n_channels = 1,
                     .capabilities = CUFF_CAN_SELF_TEST | CUFF_CAN_LEAK_TEST | CUFF_IS_MANUAL,
                     .cap_lop = CUFF_MMHG (330),
                     .machine = CUFF_MACHINE_IDLE,
                     .heard = g_array_sized_new (FALSE, FALSE, sizeof (LoopHeard), 65536) };
  loop.channel.pressure_second = CUFF_PRESSURE_UNSET;
  loop.channel.flags = CUFF_CHANNEL_VENT_OPEN;
  cuff_parser_init (&loop.parser);
  /* Nothing is ever under way: what is written has been heard. */
  cuff_clock_pipe_abandon (cuff_clock_pipe_get (clock, LOOP_PATH, CUFF_PIPE_TO_DEVICE));
}

void
loop_end (void)
{
  close (loop.fd);
  g_byte_array_unref (loop.in);
  g_array_unref (loop.heard);
}

static void
poke (void)
{
  uint64_t one = 1;
  g_assert_cmpint (write (loop.fd, &one, sizeof one), ==, sizeof one);
}

void
loop_say_bytes (const uint8_t *bytes, gsize n_bytes)
{
  g_assert_cmpuint (loop.in->len + n_bytes, <=, ROOM_AT_START);
  g_byte_array_append (loop.in, bytes, (guint) n_bytes);
  if (!loop.stalled)
    poke ();
}

void
loop_end_stall (void)
{
  loop.stalled = FALSE;
  poke ();
}

void
loop_say (CuffMessage *message)
{
  CuffFrame frame;
  uint8_t bytes[CUFF_FRAME_MAX];
  message->sequence = loop.sequence++;
  cuff_message_encode (message, &frame);
  loop_say_bytes (bytes, cuff_frame_encode (&frame, false, bytes));
}

void
loop_report (void)
{
  CuffMessage message = { .type = CUFF_MSG_TELEMETRY };
  CuffTelemetry *telemetry = &message.telemetry;
  telemetry->t_us = (uint32_t) cuff_clock_now (loop.clock) - loop.boot_us;
  telemetry->epoch = loop.state.state.epoch;
  telemetry->sequence = (uint16_t) loop.state.state.sequence;
  telemetry->machine = loop.machine;
  telemetry->n_channels = (uint8_t) loop.n_channels;
  for (unsigned i = 0; i < loop.n_channels; i++) {
    telemetry->channel[i] = loop.channel;
    telemetry->channel[i].pressure = loop.pressure;
  }
  loop_say (&message);
}

guint
loop_count (CuffMessageType type, CuffTime from_us)
{
  guint n = 0;
  for (guint i = 0; i < loop.heard->len; i++) {
    const LoopHeard *heard = &g_array_index (loop.heard, LoopHeard, i);
    n += heard->type == type && heard->t_us >= from_us;
  }
  return n;
}

CuffTime
loop_first (CuffMessageType type, CuffTime from_us)
{
  for (guint i = 0; i < loop.heard->len; i++) {
    const LoopHeard *heard = &g_array_index (loop.heard, LoopHeard, i);
    if (heard->type == type && heard->t_us >= from_us)
      return heard->t_us;
  }
  return -1;
}

/* --- The controller ---------------------------------------------------------------------- */

static void
answer_hello (const CuffMessage *hello)
{
  CuffMessage message = { .type = CUFF_MSG_IDENTITY,
                          .identity = { .major = CUFF_WIRE_MAJOR,
                                        .nonce = hello->hello.nonce,
                                        .n_channels = (uint8_t) loop.n_channels,
                                        .sensor_max = CUFF_MMHG (400),
                                        .cap_hard = CUFF_MMHG (300),
                                        .cap_transient = CUFF_MMHG (330),
                                        .cap_lop = loop.cap_lop,
                                        .time_cap_ms = 25 * 60 * 1000,
                                        .hz_max = 100,
                                        .boot_id = loop.boot_id,
                                        .capabilities = loop.capabilities,
                                        .vendor = "Loop" } };
  loop_say (&message);
}

static void
acknowledge (const CuffMessage *heard)
{
  CuffMessage message = { .type = CUFF_MSG_ACK,
                          .ack = { .command = (uint8_t) heard->type,
                                   .command_sequence = heard->sequence } };
  loop_say (&message);
}

static void
hear (const CuffMessage *message)
{
  LoopHeard heard = { cuff_clock_now (loop.clock), message->type };
  g_array_append_val (loop.heard, heard);
  CuffMessage answer = { .type = CUFF_MSG_LIMITS, .limits = message->limits };
  switch (message->type) {
  case CUFF_MSG_HELLO:
    answer_hello (message);
    break;
  case CUFF_MSG_SET_LIMITS:
    loop_say (&answer);
    break;
  case CUFF_MSG_ARM:
    loop.machine = CUFF_MACHINE_ARMED;
    acknowledge (message);
    break;
  case CUFF_MSG_STATE:
    loop.state = *message;
    if (message->state.epoch != 0 && message->state.order[0].mode == CUFF_MODE_HOLD)
      loop.machine = CUFF_MACHINE_ACTIVE;
    break;
  case CUFF_MSG_VENT:
    loop.machine = CUFF_MACHINE_IDLE;
    break;
  default:
    acknowledge (message);
    break;
  }
}

static void
hear_bytes (const uint8_t *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++) {
    CuffMessage message;
    CuffParse parse = cuff_parser_push (&loop.parser, bytes[i]);
    if (parse == CUFF_PARSE_FRAME
        && cuff_message_decode (&loop.parser.frame, &message) == CUFF_DECODE_OK)
      hear (&message);
    if (parse != CUFF_PARSE_STOP)
      continue;
    LoopHeard heard = { cuff_clock_now (loop.clock), LOOP_STOP };
    g_array_append_val (loop.heard, heard);
    loop.machine = CUFF_MACHINE_IDLE;
  }
}

/* --- The port ---------------------------------------------------------------------------- */

static CuffPort *
loop_open (const char *path, CuffError *error)
{
  return (CuffPort *) &loop;
}

static int
loop_fd (const CuffPort *port)
{
  return loop.fd;
}

static int
loop_read (CuffPort *port, uint8_t *bytes, size_t n_bytes, bool hung_up)
{
  gsize n = MIN (n_bytes, loop.in->len - loop.n_read);
  if (loop.gone)
    return -1;
  if (loop.chunk > 0)
    n = MIN (n, loop.chunk);
  memcpy (bytes, loop.in->data + loop.n_read, n);
  loop.n_read += n;
  if (loop.n_read == loop.in->len) {
    uint64_t count;
    g_assert_cmpint (read (loop.fd, &count, sizeof count), ==, sizeof count);
    loop.n_read = loop.in->len = 0;
  }
  return (int) n;
}

static int
loop_write (CuffPort *port, const uint8_t *bytes, size_t n_bytes)
{
  if (loop.on_write != NULL)
    loop.on_write ();
  if (loop.gone)
    return -1;
  gsize n = loop.room < 0 ? n_bytes : MIN (n_bytes, (gsize) loop.room);
  if (loop.room >= 0)
    loop.room -= (gssize) n;
  if (loop.echoes)
    loop_say_bytes (bytes, n);
  else
    hear_bytes (bytes, n);
  return (int) n;
}

static void
loop_nothing (CuffPort *port)
{
}

static const CuffPortClass row = {
  .name = "loop",
  .open = loop_open,
  .fd = loop_fd,
  .read = loop_read,
  .write = loop_write,
  .flush = loop_nothing,
  .drop = loop_nothing,
  .close = loop_nothing,
};

const CuffPortClass *
cuff_port_class_for (const char *path)
{
  return &row;
}

/* Never asked here, but cuff-port.c would bring its own rows along. */
bool
cuff_port_explain (const char *path, int error_number, CuffError *error)
{
  g_assert_not_reached ();
}

bool
cuff_port_explain_sandboxed (const char *path, int error_number, CuffError *error)
{
  g_assert_not_reached ();
}

bool
cuff_port_lock (int fd, const char *path, CuffError *error)
{
  g_assert_not_reached ();
}

bool
cuff_error_set (CuffError *error, CuffErrorCode code, const char *format, ...)
{
  g_assert_not_reached ();
}
