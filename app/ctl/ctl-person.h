/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The person at the terminal whom `ebbctl cuff conformance` asks for a hand.  Questions go to
 * stderr, answers come from stdin, and nobody waits for them: the cuff's heartbeat goes on.
 */
#pragma once

#include "cuff-conform.h"

#include <glib.h>

/* Waits for a line; TRUE when it is this word.  FALSE also at the end of the input and after a
 * signal: nobody is there. */
gboolean ctl_person_says (const char *word);

/* Says what is to be done; what was typed on a terminal before is forgotten. */
void ctl_person_ask (CuffConformHand hand, unsigned seconds);

/* What he has said since; at once. */
CuffConformReply ctl_person_reply (void);
