/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Judges a controller by the numbered requirements of PROTOCOL.md, from the far end of its cable.
 * It inflates the cuff (to 60 mmHg at most, and to 40 as a rule): never with a person in it.
 * However the other end behaves, the run ends: cuff_conform_run() says how.
 * Everything happens on the caller's thread and on the clock it is given; the last thing that is
 * sent, whatever happened, is a vent.
 */
#pragma once

#include "cuff-clock.h"
#include "cuff-error.h"

typedef enum {
  CUFF_CONFORM_PASS,
  CUFF_CONFORM_FAIL,
  CUFF_CONFORM_NOT_APPLICABLE,
} CuffConformVerdict;

/* A requirement as it stands on the page: "C33", "vents when the lease is over", and what it takes
 * to be judged beside a cable ("" = nothing). */
typedef struct {
  const char *id, *title, *needs;
} CuffConformRequirement;

unsigned cuff_conform_count (void);
const CuffConformRequirement *cuff_conform_requirement (unsigned index);

/* What only hands can do to a controller.  The cuff is on a rigid cylinder, and the judge waits
 * with its heartbeat going on until it has seen what was asked for. */
typedef enum {
  CUFF_CONFORM_HAND_POWER,      /* its power off and on again */
  CUFF_CONFORM_HAND_BUTTON,     /* its own stop button, pressed and let go */
  CUFF_CONFORM_HAND_OVERFILL,   /* more air, by a bulb, until it vents */
  CUFF_CONFORM_HAND_BLOCK,      /* every way out of the cuff shut, or the dump valve held shut */
  CUFF_CONFORM_HAND_SENSOR_OFF, /* a pressure sensor's plug pulled */
  CUFF_CONFORM_HAND_RESTORE,    /* everything as it was before the last of these */
  CUFF_CONFORM_HANDS,
} CuffConformHand;

typedef enum {
  CUFF_CONFORM_REPLY_NONE, /* nothing said yet */
  CUFF_CONFORM_REPLY_DONE,
  CUFF_CONFORM_REPLY_NO, /* not possible, or nobody is there */
} CuffConformReply;

/* What a line can carry besides bytes. */
typedef enum { CUFF_CONFORM_LINE_BREAK, CUFF_CONFORM_LINE_DTR } CuffConformLine;

typedef enum {
  CUFF_CONFORM_JUDGED,
  CUFF_CONFORM_NO_PORT,   /* `error` says why; nothing was sent */
  CUFF_CONFORM_STRANGER,  /* no CuffWire there: nothing but greetings was sent */
  CUFF_CONFORM_LOST,      /* the port went away */
  CUFF_CONFORM_CANCELLED, /* vented before the end */
} CuffConformEnd;

typedef struct {
  CuffClock *clock;      /* borrowed */
  CuffClockParty *party; /* borrowed; the calling thread's */
  const char *port;      /* borrowed */
  uint32_t nonce;        /* another number in each run */

  /* All of them on the calling thread; `user` is borrowed. */
  void (*tell) (void *user, const CuffConformRequirement *requirement, CuffConformVerdict verdict,
                const char *seen);
  bool (*cancelled) (void *user); /* asked often; NULL = never */
  /* NULL = all; the first one is judged always, since it tells whether there is anything to judge.
   */
  bool (*wanted) (void *user, const CuffConformRequirement *requirement);
  /* Asks a person and returns at once; false or NULL = nobody does that here.  After `seconds` the
   * judge gives up.  `reply` is asked often then. */
  bool (*ask) (void *user, CuffConformHand hand, unsigned seconds);
  CuffConformReply (*reply) (void *user);
  /* A break, or DTR down for a moment, by somebody else than the port; NULL = the port does it. */
  bool (*line) (void *user, CuffConformLine what);
  void *user;
} CuffConformOptions;

/* One verdict for each requirement, in order, through `tell`; on LOST and CANCELLED for those that
 * were reached.  `n_failed` counts the failed ones. */
CuffConformEnd cuff_conform_run (const CuffConformOptions *options, unsigned *n_failed,
                                 CuffError *error);
