/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cuff of this PC: owns the link for as long as the program runs, so that its state is known on
 * every page, and lends it to one session at a time.  What it shows is what was reported.
 * Main thread only, but for ebb_cuff_stop().
 *
 * Signals: "changed" (state, identity, proof or the wish for the stop bar; not each sample),
 * "alarm" (int CuffAlarm, gboolean active), "message" (string: something a person should read).
 */
#pragma once

#include "cuff-link.h"
#include "ebb-clock.h"

#include <gio/gio.h>

#define EBB_TYPE_CUFF (ebb_cuff_get_type ())
G_DECLARE_FINAL_TYPE (EbbCuff, ebb_cuff, EBB, CUFF, GObject)

typedef enum {
  EBB_CUFF_NONE,       /* no port chosen, or nothing answers; nothing was ever under pressure */
  EBB_CUFF_CONNECTING, /* the port is open, the controller has not said who it is */
  EBB_CUFF_CONNECTED,
  EBB_CUFF_UNKNOWN, /* was under pressure (or armed) and is silent or lost: treat as inflated */
} EbbCuffState;

typedef struct {
  EbbCuffState state;
  gboolean simulated; /* from the identity and nowhere else */
  gboolean manual;    /* from there too: no cable, every pressure is what a person read */
  guint n_channels;
  CuffPressure pressure[CUFF_CHANNELS_MAX]; /* unset when older than a second */
  gboolean deflated;      /* proven: all sensors < 10 mmHg for 1 s, fresh, valve open; by hand:
                             on a person's word */
  gboolean zero_due;      /* by hand: the valve is to be open, "gauge reads 0" is waited for */
  gint64 reading_us;      /* by hand: the last reading, on the clock; EBB_TIME_UNSET = none */
  gboolean at_risk;       /* a cuff that is not proven vented: the stop bar stands */
  gint64 tight_since_us;  /* above 20 mmHg since, on the clock; EBB_TIME_UNSET = it is not */
  gboolean self_test_ok;  /* of the controller */
  gboolean zero_ok;       /* both sensors within 3 mmHg of zero while proven deflated */
  guint32 alarms;         /* bit 1 << CuffAlarm: present now */
  guint32 alarms_latched; /* high ones that nobody has acknowledged yet, present or not */
  const char *port;       /* borrowed; NULL = none chosen */
  const char *device;     /* borrowed: vendor, model, serial in one line; NULL = unknown */
  const char *problem;    /* borrowed: why there is no cuff, and the cure; NULL */
} EbbCuffView;

/* `port` NULL: none yet.  Nothing is opened before ebb_cuff_connect(). */
EbbCuff *ebb_cuff_new (EbbClock *clock, const char *port, guint32 nonce);

/* The word that stands where a port's path stands: no cable, a person reads the gauge. */
#define EBB_CUFF_PORT_MANUAL "manual"

/* What a gauge may show. */
#define EBB_READING_MAX_MMHG 300

/* Opens the port and keeps trying every 2 s while nothing answers.  Another port may be chosen
 * while nothing is at risk; FALSE otherwise. */
gboolean ebb_cuff_connect (EbbCuff *cuff, const char *port);

void ebb_cuff_get_view (EbbCuff *cuff, EbbCuffView *view);

/* Any time, any thread, signal handlers; never refused; does nothing where there is no link. */
void ebb_cuff_stop (EbbCuff *cuff, CuffReason reason);

/* By hand: what a person read on the gauge of the first cuff; unset = "no longer known".
 * `valve_open`: the person says so; with a pressure of 0 it is the proof of deflation.  FALSE (and
 * nothing is told) where a device reports by itself or nothing is connected. */
gboolean ebb_cuff_enter_reading (EbbCuff *cuff, CuffPressure pressure, gboolean valve_open);

/* Behind a blocked hose a sensor shows an empty cuff that may be full: until a person has said that
 * it is off, nothing proves it deflated (A09). */
gboolean ebb_cuff_may_be_blocked (EbbCuff *cuff);

/* A person says: the cuff is soft and off.  Ends UNKNOWN, and the doubt about a blocked hose. */
void ebb_cuff_confirm_soft (EbbCuff *cuff);

/* A person has seen a latched alarm; it leaves the banner when it is gone too. */
void ebb_cuff_acknowledge (EbbCuff *cuff, CuffAlarm alarm);

/* A session that a crash left open was found: unknown until the device shows itself vented or a
 * person says so. */
void ebb_cuff_assume_inflated (EbbCuff *cuff);

/* How well the line works, of the connection that stands; FALSE without one. */
gboolean ebb_cuff_get_quality (EbbCuff *cuff, CuffLinkQuality *quality);

/* Vents, waits for the proof for at most 6 s, ends the thread.  Blocks. */
void ebb_cuff_shut_down (EbbCuff *cuff);

/* The link, for the session that runs; NULL while there is none. */
CuffLink *ebb_cuff_get_link (EbbCuff *cuff);
