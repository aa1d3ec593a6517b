/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another device on the port: a satellite receiver that talks all the time, or a modem that echoes
 * and answers.  Pure.
 */
#pragma once

#include "cuff-sim.h"

#include <stddef.h>

#define CUFF_OTHER_ROOM 512

typedef struct {
  CuffFault kind; /* CUFF_FAULT_NMEA, _AT_MODEM; _NONE = it is not there */
  CuffTime talk_at_us;
  char command[32]; /* of the modem, up to its carriage return */
  size_t n_command;
} CuffOther;

void cuff_other_begin (CuffOther *other, CuffFault kind, CuffTime now_us);

/* What it says by itself now; out[CUFF_OTHER_ROOM].  Returns how many bytes. */
size_t cuff_other_step (CuffOther *other, CuffTime now_us, uint8_t *out);

/* What it answers to one byte of the host. */
size_t cuff_other_hear (CuffOther *other, uint8_t byte, uint8_t *out);
