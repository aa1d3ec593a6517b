/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands between the cuff thread and one kind of device: a table of functions.  The thread
 * owns epochs, orders, the interlock, the proof of deflation and the rings; a driver says these
 * orders in the device's own way and turns what the device says into reports.  A further kind of
 * controller is one file and one row in cuff-driver.c.
 *
 * Every function runs on the cuff thread and returns at once; after arming none allocates.
 */
#pragma once

#include "cuff-link.h"

/* What a device can do by itself.  The thread asks these, never the driver's name. */
enum {
  CUFF_DRIVER_TELEMETRY = 1u << 0, /* reports come unasked: silence means something */
  CUFF_DRIVER_LEASE = 1u << 1,     /* vents by itself when the host is silent (R3) */
  CUFF_DRIVER_VALVE = 1u << 2,     /* the host can open its valve */
};

typedef struct {
  const char *name;
  unsigned traits;

  /* Whether this driver is meant by what stands where a port's path stands. */
  bool (*fits) (const char *port);

  /* Begins.  What comes of it is told by cuff_link_connected() or cuff_link_lose(). */
  void (*open) (CuffLink *link);
  void (*close) (CuffLink *link);

  /* For poll(); -1 = nothing to wait for.  And what poll() said about it. */
  int (*fd) (const CuffLink *link);
  void (*read) (CuffLink *link, short revents);

  /* At each turn of the loop, at least every 50 ms: greetings, questions, repetitions. */
  void (*step) (CuffLink *link, CuffTime now_us);

  /* Limits: link->wanted, for link->n_limits_wanted channels; the device's answer is told by
   * cuff_link_adopted().  Arm: cuff_link_begin_arm() when the time has come for it, then
   * cuff_link_armed().  Either may be answered by cuff_link_refused() instead. */
  void (*ask_limits) (CuffLink *link);
  void (*ask_arm) (CuffLink *link);

  /* Answered by cuff_link_checked() or _refused(); NULL where there is nothing to check. */
  void (*check) (CuffLink *link, CuffCheck check, unsigned channel);

  /* The whole desired state, every 200 ms and when it changes (R2). */
  void (*say_state) (CuffLink *link);
  /* STOP in every form the device knows, ahead of everything else; an Arm under way is dropped.
   * False when the port did not take all of it: the thread says it again (R4). */
  bool (*say_stop) (CuffLink *link);
  void (*acknowledge) (CuffLink *link, CuffAlarm alarm);

  /* What a person read on a gauge; NULL where the device reports by itself. */
  void (*enter) (CuffLink *link, const CuffReading *reading);
} CuffDriver;

extern const CuffDriver cuff_driver_cuffwire;
extern const CuffDriver cuff_driver_manual;

/* The row that fits what stands where a port's path stands; never NULL. */
const CuffDriver *cuff_driver_for (const char *port);
