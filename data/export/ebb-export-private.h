/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ebb-db.h"
#include "ebb-measure.h"

/* The targets of one limb over time, as a GArray of EbbTargetChange: what it began with, and each
 * event that changed it in the time of its bout. */
GArray *ebb_export_targets (const EbbBoutRecord *bout, const EbbLimbRecord *limb, guint n_limbs,
                            GPtrArray *events);
