/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What really happened, one JSON object a line, each flushed at once: a test that kills somebody
 * reads here whether the cuff was vented.  Only the simulator's thread writes.  The log and the
 * truth (the log with pressures) are two of these.
 */
#pragma once

#include "cuff-units.h"

#include <stdio.h>

typedef struct {
  FILE *file; /* owned; NULL = none */
  bool also_stdout;
} CuffSimLog;

/* False with errno set when the file cannot be made. */
bool cuff_sim_log_open (CuffSimLog *log, const char *path, bool also_stdout);
void cuff_sim_log_close (CuffSimLog *log);

/* One line: time on the simulator's clock, a word, the channel, its true pressure.  `detail` is
 * more members as JSON text, ", \"number\": 3", or "". */
void cuff_sim_log_write (CuffSimLog *log, CuffTime t_us, const char *event, unsigned channel,
                         double cuff_mmhg, const char *detail);
