/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said of the cuff and the LOP of a prescription.  Pure.
 */
#pragma once

#include "ebb-limb-text.h"

/* What is prescribed so far; all borrowed. */
typedef struct {
  const EbbLimbsFile *limbs;
  EbbSegment segment;
  EbbSide side;
  int posture; /* EbbPosture; -1 = not known yet */
  const char *cuff_name;
  double cuff_width_cm; /* 0 = not known */
  gboolean hand_bulb;
  gboolean by_lop; /* the pressure is a percentage of a measured LOP */
  CuffPressure lop;
  gboolean lop_typed; /* measured now */
  gint64 now_unix_us;
} EbbCuffWish;

/* What it says: owned; "" = nothing. */
char *ebb_cuff_offer_fit_text (const EbbCuffWish *wish);
char *ebb_cuff_offer_lop_text (const EbbCuffWish *wish);
