/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The backend thread of one cuff.  It owns the port, sends the whole desired state every 200 ms,
 * watches what is reported and vents by itself when the interlock says so.  A frozen window, a
 * full disk or a slow query cannot delay it; after arming it does not allocate.
 *
 * Values cross: samples and events through two rings that any thread may read, commands through a
 * third.  One pending flag and an eventfd wake the main context.
 */
#pragma once

#include "cuff-clock.h"
#include "cuff-error.h"
#include "cuff-interlock.h"
#include "cuff-ring.h"
#include "cuff-types.h"

typedef struct CuffLink CuffLink;

typedef struct {
  CuffClock *clock; /* borrowed, outlives the link */
  const char *port; /* copied */
  uint32_t nonce;   /* any number; the same one makes a virtual run repeat */
} CuffLinkOptions;

typedef enum {
  CUFF_CHECK_SELF_TEST,
  CUFF_CHECK_ZERO,
  CUFF_CHECK_LEAK, /* 60 mmHg, 5 s */
} CuffCheck;

typedef enum {
  CUFF_LINK_EVENT_IDENTITY, /* connected; `identity` */
  CUFF_LINK_EVENT_LIMITS,   /* the controller adopted `limits`; ready to be armed */
  CUFF_LINK_EVENT_ARMED,
  CUFF_LINK_EVENT_ACTIVE,   /* the controller reports our epoch under way */
  CUFF_LINK_EVENT_REFUSED,  /* `command`, `result`, `value`, `limit` */
  CUFF_LINK_EVENT_ALARM,    /* `alarm` became `active` or not */
  CUFF_LINK_EVENT_WARNING,  /* `value` = CUFF_WARN_* that appeared */
  CUFF_LINK_EVENT_ENDED,    /* the epoch is over: `reason`; a vent was ordered */
  CUFF_LINK_EVENT_RELEASED, /* proven deflated after the end of an epoch */
  CUFF_LINK_EVENT_SILENT,   /* no telemetry for a second: state unknown */
  CUFF_LINK_EVENT_LOST,     /* the port has gone, or never came: `error` */
  CUFF_LINK_EVENT_DEVICE,   /* Event of the controller: `value` = code, `limit` = argument */
  CUFF_LINK_EVENT_CHECKED,  /* `check` on `channel`: `passed`, with `value` against `limit` */
} CuffLinkEventKind;

typedef struct {
  CuffTime t_us;
  CuffLinkEventKind kind;
  CuffReason reason;
  CuffAlarm alarm;
  bool active;
  int command;
  CuffResult result;
  CuffCheck check;
  unsigned channel;
  bool passed;
  int32_t value, limit;
  union {
    CuffIdentity identity;
    CuffLimits limits[CUFF_CHANNELS_MAX];
    CuffError error;
  };
} CuffLinkEvent;

/* Opens nothing yet. */
CuffLink *cuff_link_new (const CuffLinkOptions *options);

/* Starts the thread, which opens the port and greets the controller.  What comes of it arrives as
 * events: IDENTITY, or LOST with an error. */
void cuff_link_start (CuffLink *link);

/* Vents if anything is armed, waits for proof for at most 6 s, closes the port, ends the thread. */
void cuff_link_stop_and_join (CuffLink *link);

/* The same without waiting: true from cuff_link_has_ended() says that joining takes no time. */
void cuff_link_begin_stop (CuffLink *link);
bool cuff_link_has_ended (CuffLink *link);

void cuff_link_free (CuffLink *link);

/* Commands; main thread, never block.  Answers come as events. */
void cuff_link_set_limits (CuffLink *link, const CuffLimits *limits, unsigned n_channels);
void cuff_link_set_interlock (CuffLink *link, const CuffInterlockConfig *config);
void cuff_link_arm (CuffLink *link, CuffArmPurpose purpose);
/* The whole desired state; `tight_rest`: the ±15 mmHg window counts.  An inflating order waits
 * until the arm is old enough (0.2 s). */
void cuff_link_order (CuffLink *link, const CuffOrder *orders, unsigned n_channels,
                      bool tight_rest);
void cuff_link_acknowledge_alarm (CuffLink *link, CuffAlarm alarm);

/* Checks of the controller while its cuff is vented; each is answered by CHECKED or REFUSED.  The
 * leak test inflates: it needs an arm of its purpose first. */
void cuff_link_check (CuffLink *link, CuffCheck check, unsigned channel);

/* What a person read on the gauge of a device without a cable (cuff-driver-manual.c); nothing to
 * a device that reports by itself. */
typedef struct {
  unsigned channel;
  CuffPressure pressure; /* unset: "no longer known" */
  bool valve_open;       /* the person says so */
} CuffReading;
void cuff_link_enter_reading (CuffLink *link, const CuffReading *reading);

/* STOP: a path of its own, ahead of everything queued.  Any thread, and signal handlers. */
void cuff_link_stop (CuffLink *link, CuffReason reason);

/* The UI thread shows that it lives; at least every 500 ms. */
void cuff_link_tick_ui (CuffLink *link);

/* A person did something, or a repetition was seen (A10).  Any thread. */
void cuff_link_note_person (CuffLink *link);

/* Readable when there is something new; cuff_link_clear_notify() before reading the rings. */
int cuff_link_get_notify_fd (const CuffLink *link);
void cuff_link_clear_notify (CuffLink *link);

/* Reads on from `*next` (0 at first).  Any thread. */
CuffRingResult cuff_link_read_report (CuffLink *link, uint64_t *next, CuffReport *report);
CuffRingResult cuff_link_read_event (CuffLink *link, uint64_t *next, CuffLinkEvent *event);

/* Frames damaged on the way, frames missing, and reports that took 50 ms longer than the quickest;
 * since the start.  Any thread. */
typedef struct {
  uint32_t n_damaged, n_missing, n_late, n_reports;
} CuffLinkQuality;
CuffLinkQuality cuff_link_get_quality (CuffLink *link);
