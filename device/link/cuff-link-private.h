/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside the cuff thread: what is the same for every kind of device, and what a driver may call.
 */
#pragma once

#include "cuff-driver.h"
#include "cuff-link.h"

#include <pthread.h>
#include <stdalign.h>

#define CUFF_HEARTBEAT_US      CUFF_MS (200)
#define CUFF_TICK_US           CUFF_MS (50)
/* R5 wants 0.2 s between Arm and the first inflating State; a little more, so that jitter refuses
 * nothing. */
#define CUFF_ARM_AGE_US        CUFF_MS (250)
#define CUFF_STOP_REPEAT_US    CUFF_MS (20)
#define CUFF_STOP_TIMES        3
/* A report that took this much longer than the quickest one is counted as late. */
#define CUFF_LATE_US           CUFF_MS (50)
/* Of what a device may say as often as it likes, so much is told in a second: a window that stands
 * still for ten must find everything else in the ring. */
#define CUFF_CHATTER_MOST      20
#define CUFF_DRIVER_STATE_SIZE 4096

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
  CUFF_COMMAND_READING,
  CUFF_COMMAND_CHECK,
} CuffCommandKind;

typedef struct {
  CuffCommandKind kind;
  unsigned n_channels;
  unsigned n_stops;  /* given when this was posted: a stop voids an arm that is older */
  CuffTime slept_us; /* of the machine, when this was posted: a sleep voids what inflates */
  CuffArmPurpose purpose;
  CuffAlarm alarm;
  bool tight_rest;
  union {
    CuffLimits limits[CUFF_CHANNELS_MAX];
    CuffOrder orders[CUFF_CHANNELS_MAX];
    CuffInterlockConfig interlock;
    CuffReading reading;
    struct {
      CuffCheck kind;
      unsigned channel;
    } check;
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

struct CuffLink {
  /* fixed after new */
  CuffClock *clock; /* borrowed */
  CuffClockParty *party;
  const CuffDriver *driver;
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
  _Atomic CuffTime ui_tick_us, person_us;
  _Atomic uint32_t n_damaged, n_missing, n_late, n_reports;
  pthread_t thread;
  bool started;

  /* cuff thread only */
  alignas (max_align_t) uint8_t driver_state[CUFF_DRIVER_STATE_SIZE]; /* the driver's; zeros */
  uint64_t next_command;
  CuffLinkPhase phase;
  CuffTime phase_since_us;
  CuffIdentity identity;

  unsigned n_limits_wanted;
  bool limits_adopted;
  CuffLimits wanted[CUFF_CHANNELS_MAX], adopted[CUFF_CHANNELS_MAX];

  CuffTime heartbeats_since_us, next_heartbeat_us, next_tick_us;
  CuffTime slept_us; /* of the machine, as last seen */
  uint32_t last_epoch;
  CuffArmPurpose purpose;
  bool arm_wanted; /* by a person; not yet handed to the driver */
  bool arming;     /* handed to the driver, not answered */
  CuffTime armed_at_us;
  CuffOrder orders[CUFF_CHANNELS_MAX];
  CuffTime order_until_us[CUFF_CHANNELS_MAX];
  CuffIntent intent;
  bool stopping; /* vent ordered, release not yet proven */
  unsigned n_stops_sent;
  CuffTime next_stop_us;
  CuffTime quit_since_us;

  CuffReport last_report;
  CuffTime last_report_us;
  CuffTime chatter_since_us;
  unsigned n_chatter;
  CuffTime echoed_us; /* when the newest State that telemetry echoes was said */
  bool silent;
  bool tight; /* shown under pressure or unreadable, armed or not, and not proven empty since */
  CuffInterlock interlock;
  bool interlock_set;
  CuffProof proof;
  uint32_t alarms, warnings; /* present now, as last told */
  uint32_t device_alarms;    /* of those, what the controller itself raised */
};

/* --- cuff-link-answer.c: what a driver tells the thread ---------------------------------- */

/* The device has said who it is.  The driver has checked that it is fit to be used. */
void cuff_link_connected (CuffLink *link, const CuffIdentity *identity);
/* The port has gone, or never came.  Closes the driver; it is not called again. */
void cuff_link_lose (CuffLink *link, CuffErrorCode code, const char *message);

/* It adopted `limits`, one for each channel that was asked for. */
void cuff_link_adopted (CuffLink *link, const CuffLimits *limits);
/* The epoch to arm with: higher than any this link has used. */
uint32_t cuff_link_begin_arm (CuffLink *link);
void cuff_link_armed (CuffLink *link, uint32_t epoch);
/* The device refused; `command` is its own number for what it was told. */
void cuff_link_refused (CuffLink *link, int command, CuffResult result, int32_t value,
                        int32_t limit);

/* How a check ended; a leak test ends its epoch.  Cut short: not passed, both numbers unset. */
void cuff_link_checked (CuffLink *link, CuffCheck check, unsigned channel, bool passed,
                        CuffPressure value, CuffPressure limit);

/* Any report: into the ring, past the interlock, into the proof. */
void cuff_link_take_report (CuffLink *link, const CuffReport *report);
/* Telemetry echoes what was said at `said_us`. */
void cuff_link_echoed (CuffLink *link, CuffTime said_us);
/* It says why it has ended an epoch; its telemetry then shows that it has. */
void cuff_link_note_cause (CuffLink *link, int32_t reason);
/* The device says that our epoch is over, before its telemetry has shown why. */
void cuff_link_epoch_is_over (CuffLink *link);
/* It started anew: it vented and has forgotten us (A05). */
void cuff_link_note_reset (CuffLink *link);
void cuff_link_device_alarm (CuffLink *link, CuffAlarm alarm, bool active);
void cuff_link_device_event (CuffLink *link, int32_t code, int32_t argument);

/* What each channel shall do now; `orders` holds CUFF_CHANNELS_MAX.  Returns the epoch to say with
 * it, 0 = nothing armed. */
uint32_t cuff_link_get_desired (const CuffLink *link, CuffTime now_us, CuffOrder *orders);

/* --- cuff-link-guard.c ------------------------------------------------------------------- */
void cuff_link_guard (CuffLink *link, const CuffReport *report);
void cuff_link_end_epoch (CuffLink *link, CuffReason reason);

/* --- cuff-link-thread.c ------------------------------------------------------------------ */
void *cuff_link_run (void *link);
void cuff_link_push_event (CuffLink *link, CuffLinkEvent *event);
void cuff_link_poke (int fd);
void cuff_link_empty (int fd);
