/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The driver of every controller that speaks CuffWire (device/PROTOCOL.md): its port, and the
 * greeting.  Fits any port that no other row wants.
 */
#include "cuff-cuffwire.h"

_Static_assert(sizeof (CuffWire) <= CUFF_DRIVER_STATE_SIZE, "the state of CuffWire does not fit");

CuffWire *
cuff_wire_of (CuffLink *link)
{
  return (CuffWire *) (void *) link->driver_state;
}

static bool
wire_fits (const char *port)
{
  return port != NULL;
}

static void
wire_open (CuffLink *link)
{
  CuffWire *wire = cuff_wire_of (link);
  CuffError error = { 0 };
  cuff_parser_init (&wire->parser);
  wire->row = cuff_port_class_for (link->path);
  wire->port = wire->row->open (link->path, &error);
  if (wire->port == NULL) {
    cuff_link_lose (link, error.code, error.message);
    return;
  }
  wire->pipe_in = cuff_clock_pipe_get (link->clock, link->path, CUFF_PIPE_TO_HOST);
  wire->pipe_out = cuff_clock_pipe_get (link->clock, link->path, CUFF_PIPE_TO_DEVICE);
  wire->row->flush (wire->port);
  cuff_clock_pipe_open (wire->pipe_in);
  wire->next_hello_us = cuff_clock_now (link->clock);
}

static void
wire_close (CuffLink *link)
{
  CuffWire *wire = cuff_wire_of (link);
  if (wire->port == NULL)
    return;
  cuff_clock_pipe_abandon (wire->pipe_in);
  wire->row->close (wire->port);
  wire->port = NULL;
}

static int
wire_fd (const CuffLink *link)
{
  const CuffWire *wire = (const CuffWire *) (const void *) link->driver_state;
  return wire->port != NULL ? wire->row->fd (wire->port) : -1;
}

static void
wire_read (CuffLink *link, short revents)
{
  CuffWire *wire = cuff_wire_of (link);
  uint8_t bytes[2048];
  bool hung_up = (revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
  do {
    int n = wire->row->read (wire->port, bytes, sizeof bytes, hung_up);
    if (n < 0) {
      cuff_link_lose (link, CUFF_ERROR_IO, link->texts[CUFF_TEXT_GONE]);
      return;
    }
    cuff_clock_pipe_received (wire->pipe_in, (size_t) n);
    cuff_wire_receive (link, bytes, (size_t) n);
    if (n == 0 && !cuff_clock_pipe_busy (wire->pipe_in))
      return;
  } while (wire->port != NULL && (hung_up || cuff_clock_pipe_busy (wire->pipe_in)));
}

static void
greet (CuffLink *link, CuffTime now_us)
{
  CuffWire *wire = cuff_wire_of (link);
  if (now_us - link->phase_since_us >= CUFF_HELLO_PATIENCE_US) {
    cuff_link_lose (link, CUFF_ERROR_NOT_A_PORT, link->texts[CUFF_TEXT_MUTE]);
  } else if (now_us >= wire->next_hello_us) {
    wire->next_hello_us = now_us + CUFF_HELLO_EVERY_US;
    cuff_wire_send_hello (link);
  }
}

static void
wire_step (CuffLink *link, CuffTime now_us)
{
  if (link->phase == CUFF_PHASE_HELLO)
    greet (link, now_us);
  else
    cuff_wire_ask_on (link, now_us);
}

static void
wire_acknowledge (CuffLink *link, CuffAlarm alarm)
{
  CuffMessage message = { .type = CUFF_MSG_ALARM_ACK,
                          .sequence = cuff_wire_of (link)->sequence++,
                          .alarm_ack = { (uint16_t) alarm } };
  cuff_wire_send_message (link, &message);
}

const CuffDriver cuff_driver_cuffwire = {
  .name = "cuffwire",
  .traits = CUFF_DRIVER_TELEMETRY | CUFF_DRIVER_LEASE | CUFF_DRIVER_VALVE,
  .fits = wire_fits,
  .open = wire_open,
  .close = wire_close,
  .fd = wire_fd,
  .read = wire_read,
  .step = wire_step,
  .ask_limits = cuff_wire_ask_limits,
  .ask_arm = cuff_wire_ask_arm,
  .check = cuff_wire_check,
  .say_state = cuff_wire_send_state,
  .say_stop = cuff_wire_send_stop,
  .acknowledge = wire_acknowledge,
};
