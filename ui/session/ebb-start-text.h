/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of the start page, from what was loaded.  Pure.
 */
#pragma once

#include "ebb-start.h"

typedef struct {
  /* all owned; "" = nothing to say */
  char *limb;     /* "LEFT THIGH" */
  char *target;   /* "112" */
  char *share;    /* "60 % of LOP 187 mmHg" */
  char *clamps;   /* each limit that lowered it, one a line */
  char *cuff;     /* "11.5 cm cuff" */
  char *exercise; /* "Short-arc quad, 2 kg" */
  char *set_up;   /* "seated. Lying on the back, ..." */
  char *plan;     /* "3 × 15–20, hold 5 s, ..." */
  char *limits;   /* "Tight for 8:00 of at most 20:00; today so far 0:00" */
  char *line;     /* limb, target, exercise, load in one line, for reading back */
} EbbStartText;

/* FALSE with a clear error when the prescription cannot run as it stands; what can be told is told
 * nevertheless. */
gboolean ebb_start_text_make (EbbStartText *text, const EbbStart *start, const EbbBoutOptions *bout,
                              GError **error);
void ebb_start_text_clear (EbbStartText *text);
