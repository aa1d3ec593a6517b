/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Judges a controller by the numbered requirements of PROTOCOL.md, from the far end of its cable.
 * It inflates the cuff (to 60 mmHg at most, and to 40 as a rule): never with a person in it.
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

/* A requirement as it stands on the page: "C29", "vents when the lease is over". */
typedef struct {
  const char *id, *title;
} CuffConformRequirement;

unsigned cuff_conform_count (void);
const CuffConformRequirement *cuff_conform_requirement (unsigned index);

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
  bool (*cancelled) (void *user);   /* asked often; NULL = never */
  bool (*power_cycle) (void *user); /* the controller loses its power and gets it back; false or
                                     * NULL = nobody does that here */
  void *user;
} CuffConformOptions;

/* One verdict for each requirement, in order, through `tell`; on LOST and CANCELLED for those that
 * were reached.  `n_failed` counts the failed ones. */
CuffConformEnd cuff_conform_run (const CuffConformOptions *options, unsigned *n_failed,
                                 CuffError *error);
