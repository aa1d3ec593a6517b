/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CuffWire driver: what goes out.
 */
#include "cuff-cuffwire.h"

/* True when the port took all of it. */
static bool
send_bytes (CuffLink *link, const uint8_t *bytes, size_t n_bytes)
{
  CuffWire *wire = cuff_wire_of (link);
  if (wire->port == NULL)
    return false;
  int n = wire->row->write (wire->port, bytes, n_bytes);
  if (n < 0) {
    cuff_link_lose (link, CUFF_ERROR_IO, link->texts[CUFF_TEXT_GONE]);
    return false;
  }
  /* What a full buffer did not take is lost like any damaged frame: every message is either
   * repeated (State, Vent) or asked again (the others). */
  cuff_clock_pipe_sent (wire->pipe_out, (size_t) n);
  bool whole = (size_t) n == n_bytes;
  wire->cut = n > 0 ? !whole : wire->cut;
  return whole;
}

static size_t
encode (const CuffMessage *message, bool lead, uint8_t *bytes)
{
  CuffFrame frame;
  cuff_message_encode (message, &frame);
  return cuff_frame_encode (&frame, lead, bytes);
}

/* A frame after one that was cut short begins with a zero, or it would be lost with it. */
void
cuff_wire_send_message (CuffLink *link, const CuffMessage *message)
{
  uint8_t bytes[CUFF_FRAME_MAX];
  send_bytes (link, bytes, encode (message, cuff_wire_of (link)->cut, bytes));
}

void
cuff_wire_send_hello (CuffLink *link)
{
  CuffMessage message = { .type = CUFF_MSG_HELLO,
                          .sequence = cuff_wire_of (link)->sequence++,
                          .hello = { CUFF_WIRE_MAJOR, CUFF_WIRE_MINOR, link->nonce } };
  uint8_t bytes[CUFF_FRAME_MAX];
  send_bytes (link, bytes, encode (&message, true, bytes));
}

/* The heartbeat: the whole desired state. */
void
cuff_wire_send_state (CuffLink *link)
{
  CuffWire *wire = cuff_wire_of (link);
  CuffMessage message = { .type = CUFF_MSG_STATE, .sequence = wire->sequence++ };
  CuffStateMessage *state = &message.state;
  CuffTime now_us = cuff_clock_now (link->clock);
  state->epoch = cuff_link_get_desired (link, now_us, state->order);
  state->sequence = ++wire->state_sequence;
  wire->said_us[state->sequence % CUFF_ECHOES] = now_us;
  state->lease_ms = CUFF_LEASE_MS;
  state->buzz = (link->alarms & ~(1u << CUFF_ALARM_OFF_TARGET)) != 0;
  state->n_channels = link->identity.n_channels;
  cuff_wire_send_message (link, &message);
}

/* An Arm or a leak test under way is not repeated behind a stop. */
static void
drop_what_inflates (CuffWire *wire)
{
  CuffMessageType type = wire->request.message.type;
  wire->asks_arm = false;
  if (type == CUFF_MSG_ARM || type == CUFF_MSG_LEAK_TEST)
    wire->request.waiting = false;
  if (type == CUFF_MSG_LEAK_TEST && wire->check.step == CUFF_WIRE_CHECK_ASKED)
    wire->check.step = CUFF_WIRE_CHECK_WANTED; /* and is told as cut short */
}

/* STOP in both forms: zeros outside any frame, then a Vent frame for all channels (R4).  Nothing
 * waits on this side of the port; what waits in it is thrown away when the stop finds no room, and
 * a frame that is cut by that is ended by the zeros. */
bool
cuff_wire_send_stop (CuffLink *link)
{
  enum { N_ZEROS = 4 };
  CuffWire *wire = cuff_wire_of (link);
  drop_what_inflates (wire);
  CuffMessage message = { .type = CUFF_MSG_VENT,
                          .sequence = wire->sequence++,
                          .channel = { CUFF_ALL_CHANNELS } };
  uint8_t bytes[N_ZEROS + CUFF_FRAME_MAX] = { 0 };
  size_t n_bytes = N_ZEROS + encode (&message, false, bytes + N_ZEROS);
  if (send_bytes (link, bytes, n_bytes))
    return true;
  /* In virtual time bytes are counted on their way: none may be thrown away. */
  if (wire->port == NULL || wire->pipe_out != NULL)
    return false;
  wire->row->drop (wire->port);
  return send_bytes (link, bytes, n_bytes);
}
