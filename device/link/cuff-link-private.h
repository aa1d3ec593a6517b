/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside the cuff thread.
 */
#pragma once

#include "cuff-link.h"
#include "cuff-message.h"
#include "cuff-port.h"

#include <pthread.h>

#define CUFF_HEARTBEAT_US      CUFF_MS (200)
#define CUFF_TICK_US           CUFF_MS (50)
#define CUFF_LEASE_MS          1500
#define CUFF_HELLO_EVERY_US    CUFF_MS (250)
#define CUFF_HELLO_PATIENCE_US CUFF_SECONDS (3)
#define CUFF_ANSWER_US         CUFF_MS (150)
#define CUFF_TRIES             12 /* 1.8 s: a longer silence is the matter of the link */
/* The controller wants a second of clean heartbeats before Arm and 0.2 s between Arm and the first
 * inflating State (R5); a little more, so that jitter refuses nothing. */
#define CUFF_CLEAN_US          CUFF_MS (1250)
#define CUFF_ARM_AGE_US        CUFF_MS (250)
#define CUFF_STOP_REPEAT_US    CUFF_MS (20)
/* A controller that still boots or vents refuses limits; it is asked again, not flooded. */
#define CUFF_ASK_AGAIN_US      CUFF_MS (200)

typedef enum {
  CUFF_PHASE_HELLO,
  CUFF_PHASE_CONNECTED,
  CUFF_PHASE_LOST,
} CuffLinkPhase;

typedef enum {
  CUFF_COMMAND_LIMITS,
  CUFF_COMMAND_INTERLOCK,
  CUFF_COMMAND_ARM,
  CUFF_COMMAND_ORDER,
  CUFF_COMMAND_ACK_ALARM,
} CuffCommandKind;

typedef struct {
  CuffCommandKind kind;
  unsigned n_channels;
  unsigned n_stops; /* given when this was posted: a stop voids an arm that is older */
  CuffArmPurpose purpose;
  CuffAlarm alarm;
  bool tight_rest;
  union {
    CuffLimits limits[CUFF_CHANNELS_MAX];
    CuffOrder orders[CUFF_CHANNELS_MAX];
    CuffInterlockConfig interlock;
  };
} CuffCommand;

/* What may have to be said of the port, ready in words before the thread starts: translating may
 * allocate. */
typedef enum {
  CUFF_TEXT_GONE,
  CUFF_TEXT_MUTE,
  CUFF_TEXT_OTHER_VERSION,
  CUFF_TEXT_NO_CAPS,
  CUFF_TEXT_COUNT,
} CuffLinkText;

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
} CuffTimeMap;

struct CuffLink {
  /* fixed after new */
  CuffClock *clock; /* borrowed */
  CuffClockParty *party;
  char *path;                   /* owned */
  char *texts[CUFF_TEXT_COUNT]; /* owned */
  uint32_t nonce;
  int wake_fd, notify_fd;
  CuffRing reports, events, commands;

  /* shared */
  _Atomic bool quit, ended;
  _Atomic unsigned n_stops;
  _Atomic int stop_reason; /* CuffReason; 0 = none */
  _Atomic bool notify_pending;
  _Atomic CuffTime ui_tick_us;
  _Atomic uint32_t n_damaged, n_missing, n_reports;
  pthread_t thread;
  bool started;

  /* cuff thread only */
  const CuffPortClass *row;
  CuffPort *port;
  CuffClockPipe *pipe_in, *pipe_out;
  CuffParser parser;
  uint64_t next_command;
  CuffLinkPhase phase;
  CuffTime phase_since_us;
  CuffTime next_hello_us;
  uint8_t sequence;        /* of frames we send */
  uint8_t device_sequence; /* of frames that come */
  bool device_sequence_known;
  CuffIdentity identity;
  CuffLimits adopted[CUFF_CHANNELS_MAX];
  unsigned n_limits_wanted, n_limits_adopted;
  CuffLimits wanted[CUFF_CHANNELS_MAX];
  CuffRequest request;
  CuffTime next_limits_us;

  CuffTime heartbeats_since_us, next_heartbeat_us, next_tick_us;
  uint32_t state_sequence;
  uint32_t last_epoch;
  CuffArmPurpose purpose;
  bool arm_wanted;
  CuffTime armed_at_us;
  CuffOrder orders[CUFF_CHANNELS_MAX];
  CuffTime order_until_us[CUFF_CHANNELS_MAX];
  CuffIntent intent;
  bool stopping; /* vent ordered, release not yet proven */
  unsigned n_stops_sent;
  CuffTime next_stop_us;
  CuffTime quit_since_us;

  CuffTimeMap time_map;
  CuffTime last_report_us;
  bool silent;
  CuffReport last_report;
  CuffInterlock interlock;
  bool interlock_set;
  CuffProof proof;
  uint32_t alarms, warnings; /* present now, as last told */
  uint32_t device_alarms;    /* of those, what the controller itself raised */
};

/* cuff-link-send.c */
void cuff_link_send_message (CuffLink *link, const CuffMessage *message);
void cuff_link_send_bytes (CuffLink *link, const uint8_t *bytes, size_t n_bytes);
void cuff_link_send_state (CuffLink *link);
void cuff_link_send_hello (CuffLink *link);
void cuff_link_send_stop (CuffLink *link);
void cuff_link_ask (CuffLink *link, const CuffMessage *message);
void cuff_link_retry (CuffLink *link, CuffTime now_us);
void cuff_link_ask_next_limit (CuffLink *link);
void cuff_link_try_arm (CuffLink *link, CuffTime now_us);

/* cuff-link-receive.c */
void cuff_link_receive (CuffLink *link, const uint8_t *bytes, size_t n_bytes);

/* cuff-link-guard.c */
void cuff_link_guard (CuffLink *link, const CuffReport *report);
void cuff_link_end_epoch (CuffLink *link, CuffReason reason);

/* cuff-link.c */
void cuff_link_push_event (CuffLink *link, CuffLinkEvent *event);
void cuff_link_lose (CuffLink *link, CuffReason reason, CuffErrorCode code, const char *message);
