/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cuff looked at from the command line: a link of its own, in real time.
 */
#pragma once

#include "cuff-clock.h"
#include "cuff-link.h"

#include <glib.h>

typedef struct {
  CuffClock *clock;     /* owned */
  CuffClockParty *self; /* owned */
  CuffLink *link;       /* owned */
  guint64 next_event, next_report;
} CtlLook;

void ctl_look_open (CtlLook *look, const char *port);
/* Vents what is armed first. */
void ctl_look_close (CtlLook *look);

/* Waits for news, at most 100 ms. */
void ctl_look_wait (CtlLook *look);
gboolean ctl_look_event (CtlLook *look, CuffLinkEvent *event);

/* Reads events until the controller has said who it is.  FALSE: it has not, and why was said. */
gboolean ctl_look_identity (CtlLook *look, CuffIdentity *identity);

/* Ctrl+C ends what waits, in good order. */
void ctl_look_catch_interrupts (void);
gboolean ctl_look_interrupted (void);
