/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text from a session's data: the O of the visit's note, and the line for whoever is next.  Pure;
 * what is not known says so.  Template: reference clinical 5.6; handover: the clinic's page 5.
 */
#pragma once

#include "ebb-episode.h"
#include "ebb-measure-list.h"
#include "ebb-progression.h"
#include "ebb-session-file.h"

/* Blood pressure and heart rate, skin, girth and other measures of the day, LOP, the sets, ratings,
 * time under pressure, adverse events.  `outcomes`: EbbOutcome of that day, or NULL.  Free it. */
char *ebb_visit_objective (const EbbSessionFile *file, GPtrArray *outcomes,
                           const EbbMeasureList *measures);

/* "Short-arc quad 2 kg 15/15/13, stopped for cuff pain; try 55 %": one line for the last bout.
 * `suggestion` may be NULL.  Free it; NULL when nothing was done. */
char *ebb_visit_handover (const EbbSessionFile *file, const EbbSuggestion *suggestion);
