/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside the CuffWire driver: its state, and what its files share.  Cuff thread only.
 */
#pragma once

#include "cuff-link-private.h"
#include "cuff-message.h"
#include "cuff-port.h"

#define CUFF_LEASE_MS          1500
#define CUFF_HELLO_EVERY_US    CUFF_MS (250)
#define CUFF_HELLO_PATIENCE_US CUFF_SECONDS (3)
#define CUFF_ANSWER_US         CUFF_MS (150)
#define CUFF_TRIES             12 /* 1.8 s: a longer silence is the matter of the link */
/* The controller wants a second of clean heartbeats before Arm (R5); a little more, so that jitter
 * refuses nothing. */
#define CUFF_CLEAN_US          CUFF_MS (1250)
/* A controller that still boots or vents refuses limits; it is asked again, not flooded. */
#define CUFF_ASK_AGAIN_US      CUFF_MS (200)

/* States whose echo may still come.  Each order is one, beside the five a second. */
#define CUFF_ECHOES       256
/* A frame that another one overtook on the way is at most that old; what lies further back is a
 * clock that began anew. */
#define CUFF_OVERTAKEN_US CUFF_MS (200)
/* No clock of a controller that runs gets ahead of ours by so much, whatever the line does to its
 * frames: a line only ever makes them late. */
#define CUFF_AHEAD_US     CUFF_SECONDS (10)

/* A command under way to the controller: the same bytes until it is answered (stop-and-wait). */
typedef struct {
  bool waiting;
  CuffMessage message;
  CuffTime next_try_us;
  unsigned n_tries;
} CuffRequest;

/* Device time -> host time by the smallest delay seen; drifts of up to 200 ppm are followed. */
typedef struct {
  bool known;
  uint32_t last_device_us;
  uint64_t unwrapped_us;
  double offset_us;
  CuffTime slept_us, awake_us, slept_for_us; /* this computer: in all; since; then */
} CuffTimeMap;

/* A self-test, zero or leak test. */
typedef struct {
  enum {
    CUFF_WIRE_CHECK_NONE,
    CUFF_WIRE_CHECK_WANTED,
    CUFF_WIRE_CHECK_ASKED,
    CUFF_WIRE_CHECK_RUNS, /* accepted: a Result follows */
  } step;
  CuffCheck kind;
  unsigned channel;
  CuffTime next_try_us, until_us;
} CuffWireCheck;

typedef struct {
  const CuffPortClass *row;
  CuffPort *port; /* owned; NULL = closed */
  CuffClockPipe *pipe_in, *pipe_out;
  bool cut; /* the end of the last frame did not fit into the port */
  CuffParser parser;
  CuffTime next_hello_us;
  uint8_t sequence;        /* of frames we send */
  uint8_t device_sequence; /* of frames that come */
  bool device_sequence_known;
  uint32_t state_sequence;
  CuffTime said_us[CUFF_ECHOES]; /* when each of the last States went out */
  CuffRequest request;
  CuffTimeMap time_map;

  bool asks_limits, asks_arm;
  bool older_limits[CUFF_CHANNELS_MAX]; /* an answer to earlier ones may still be on its way */
  unsigned n_adopted;
  CuffLimits adopted[CUFF_CHANNELS_MAX];
  CuffTime next_limits_us;
  CuffWireCheck check;
} CuffWire;

/* cuff-driver-cuffwire.c */
CuffWire *cuff_wire_of (CuffLink *link);

/* cuff-cuffwire-send.c */
void cuff_wire_send_message (CuffLink *link, const CuffMessage *message);
void cuff_wire_send_hello (CuffLink *link);
void cuff_wire_send_state (CuffLink *link);
bool cuff_wire_send_stop (CuffLink *link);

/* cuff-cuffwire-ask.c */
void cuff_wire_ask (CuffLink *link, const CuffMessage *message);
void cuff_wire_ask_limits (CuffLink *link);
void cuff_wire_ask_arm (CuffLink *link);
void cuff_wire_ask_on (CuffLink *link, CuffTime now_us);
void cuff_wire_take_limits (CuffLink *link, const CuffLimitsMessage *message);
void cuff_wire_take_ack (CuffLink *link, const CuffAckMessage *ack);

/* cuff-cuffwire-check.c */
void cuff_wire_check (CuffLink *link, CuffCheck kind, unsigned channel);
void cuff_wire_check_on (CuffLink *link, CuffTime now_us);
bool cuff_wire_check_answered (CuffLink *link, CuffResult result, const CuffAckMessage *ack);
void cuff_wire_take_result (CuffLink *link, const CuffResultMessage *result);

/* cuff-cuffwire-receive.c */
void cuff_wire_receive (CuffLink *link, const uint8_t *bytes, size_t n_bytes);
