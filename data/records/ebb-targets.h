/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The targets of one limb over time.  Pure, any thread.
 */
#pragma once

#include "ebb-measure.h"

/* As a GArray of EbbTargetChange: what it began with, and each event that changed it in the time of
 * its bout.  `events`: EbbEventRecord, in order. */
GArray *ebb_targets_of_limb (const EbbBoutRecord *bout, const EbbLimbRecord *limb, guint n_limbs,
                             GPtrArray *events);
