/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A link and those who read it: the cuff's own view, a session, its recorder on the store thread.
 * It outlives the cable, so that what the rings still hold can be read.
 */
#pragma once

#include "cuff-link.h"

#include <glib.h>

typedef struct {
  _Atomic int n_refs;
  CuffLink *link; /* owned */
} EbbCuffLine;

EbbCuffLine *ebb_cuff_line_new (const CuffLinkOptions *options);
/* Any thread.  The link's thread has ended when the last reference goes. */
EbbCuffLine *ebb_cuff_line_ref (EbbCuffLine *line);
void ebb_cuff_line_unref (EbbCuffLine *line);

/* Where somebody stands in both rings; a plain value. */
typedef struct {
  guint64 next_report, next_event;
} EbbCuffReader;

typedef struct {
  void (*event) (gpointer user, const CuffLinkEvent *event);
  void (*report) (gpointer user, const CuffReport *report);
} EbbCuffHandlers;

/* All that is new, in the order it happened: before each event the samples that arrived up to it,
 * so that after a frozen window a vent ends the bout before what came after it is judged. */
void ebb_cuff_line_drain (EbbCuffLine *line, EbbCuffReader *reader, const EbbCuffHandlers *handlers,
                          gpointer user);
