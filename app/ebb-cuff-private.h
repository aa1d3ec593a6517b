/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of EbbCuff, and what it lends to EbbSession.  Main thread.
 */
#pragma once

#include "ebb-cuff-line.h"
#include "ebb-cuff.h"

struct _EbbCuff {
  GObject parent_instance;

  EbbClock *clock; /* borrowed */
  char *port;      /* owned; NULL = none */
  guint32 nonce;
  guint n_lines; /* made so far: each greets with a nonce of its own */

  EbbCuffLine *line;    /* owned; NULL = between two tries */
  EbbCuffLine *closing; /* owned: its thread is on the way out */
  GSource *source;      /* owned */
  gint64 retry_us;
  gboolean tried; /* this port was tried before: silent retries look like "none" */

  /* read by ebb_cuff_stop() from any thread */
  _Atomic (CuffLink *) stop_link;
  _Atomic int n_stopping;

  EbbCuffReader reader;
  CuffIdentity identity;
  gboolean identified, lost;
  gboolean reset;      /* the controller has forgotten us: greet it again once it is safe */
  gboolean epoch_open; /* armed, and not yet proven deflated after its end */
  gboolean pressed;    /* above 20 mmHg since the last proof */
  gint64 reading_us;   /* by hand: of the last one a person gave; EBB_TIME_UNSET = none */
  gboolean suspect;    /* UNKNOWN */
  gboolean deaf;       /* and the link's thread, which should say so, says nothing either */
  gint64 connected_us, tight_since_us;
  CuffReport last_report;
  gboolean has_report;
  CuffProof proof;
  double zero[2 * CUFF_CHANNELS_MAX]; /* mmHg, smoothed over half a second */
  guint32 alarms, latched;
  char *problem, *device; /* owned or NULL */
  gboolean fresh;         /* at the last look */
  EbbCuffView shown;      /* what listeners were last told of */
};

/* ebb-cuff.c: lets go of the line without waiting; another try follows. */
void ebb_cuff_drop_line (EbbCuff *self);

/* ebb-cuff-watch.c: what the link tells. */
void ebb_cuff_take_news (EbbCuff *self);
/* A new line, or none: nothing is known of it yet. */
void ebb_cuff_forget (EbbCuff *self);
void ebb_cuff_tell_changes (EbbCuff *self);
void ebb_cuff_set_problem (EbbCuff *self, const char *text);
/* A cuff that may be tight, and a thread that tells nothing of it any more: R7, seen from here. */
gboolean ebb_cuff_is_deaf (EbbCuff *self);

/* For EbbSession.  The cuff emits "news" when both rings were read: read them too.  Before "news"
 * of a new line came, every event of the old one has been told. */
EbbCuffLine *ebb_cuff_get_line (EbbCuff *self);
EbbCuffReader ebb_cuff_get_reader (EbbCuff *self);
/* Vendor, model, serial and firmware in one line.  Free it. */
char *ebb_cuff_identity_to_text (const CuffIdentity *identity);
/* NULL until the controller has said who it is. */
const CuffIdentity *ebb_cuff_get_identity (EbbCuff *self);
/* Blocks until what was armed is proven deflated, at most 6 s.  For the way out only. */
void ebb_cuff_await_release (EbbCuff *self);
