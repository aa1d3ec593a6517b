/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A port without a kernel: what the host writes is heard at once by a controller of a few lines,
 * and what that one says is read in pieces the test chooses.  Linked instead of cuff-port.c.  For
 * the virtual clock, whose parties take turns: nothing here is locked.
 */
#pragma once

#include "cuff-link.h"
#include "cuff-message.h"

#include <glib.h>

#define LOOP_PATH "loop"
/* A STOP outside any frame, among what was heard. */
#define LOOP_STOP ((CuffMessageType) 0)

typedef struct {
  CuffClock *clock; /* borrowed */
  int fd;           /* readable while there is something to read */
  GByteArray *in;   /* towards the host; large enough from the start: no allocation */
  gsize n_read;
  gsize chunk;             /* bytes handed out by one read; 0 = all there is */
  gssize room;             /* bytes the port still takes; < 0 = any number */
  gboolean gone;           /* unplugged */
  gboolean stalled;        /* what is said waits on the way */
  gboolean echoes;         /* somebody who says back what he hears, and nothing else */
  void (*on_write) (void); /* runs on the cuff thread; NULL */

  /* the controller */
  CuffParser parser;
  uint8_t sequence;
  uint32_t boot_id, boot_us;
  unsigned n_channels;
  uint32_t capabilities;
  CuffPressure cap_lop;
  CuffMachine machine;
  CuffPressure pressure;
  CuffChannelReport channel; /* all but the pressure */
  CuffMessage state;         /* the last State heard */
  GArray *heard;             /* of LoopHeard */
} LoopPort;

/* One thing the controller understood. */
typedef struct {
  CuffTime t_us;
  CuffMessageType type;
} LoopHeard;

extern LoopPort loop;

void loop_begin (CuffClock *clock);
void loop_end (void);

void loop_end_stall (void);

/* Bytes, or a message in a frame, towards the host. */
void loop_say_bytes (const uint8_t *bytes, gsize n_bytes);
void loop_say (CuffMessage *message);
/* One telemetry frame of what the controller knows. */
void loop_report (void);

/* How often something was heard since `from_us`, and when first (-1 = never). */
guint loop_count (CuffMessageType type, CuffTime from_us);
CuffTime loop_first (CuffMessageType type, CuffTime from_us);
