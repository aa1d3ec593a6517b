/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One-repetition maximum, tested or estimated, and what follows from it: kilograms of a percentage,
 * volume load, side-to-side index.  Pure.
 *
 * Formulas of Epley and Brzycki: reference clinical 3.7, from general knowledge, unconfirmed; both
 * only up to 10 repetitions.
 */
#pragma once

#include <glib.h>

typedef enum { EBB_ONE_RM_TESTED, EBB_ONE_RM_EPLEY, EBB_ONE_RM_BRZYCKI } EbbOneRmWay;

#define EBB_ONE_RM_REPS_MAX 10
#define EBB_LOAD_MAX_KG     500.0

/* The usual goal of the side-to-side index, clinical 5.4, unconfirmed. */
#define EBB_SIDE_INDEX_GOAL 90.0

/* "tested", "epley", "brzycki"; NULL and -1 for strangers. */
const char *ebb_one_rm_way_to_string (EbbOneRmWay way);
int ebb_one_rm_way_from_string (const char *text);

/* From `reps` clean repetitions with `load_kg`.  One repetition is the test itself, whatever the
 * way; "tested" takes no other number.  A wrong field is EBB_STORE_ERROR_INVALID, which names
 * field, value and range. */
gboolean ebb_one_rm (EbbOneRmWay way, double load_kg, guint reps, double *one_rm_kg,
                     GError **error);

/* `percent` of the maximum, cut down to the exercise's smallest step, never up; 0 when not even one
 * step fits.  A step of 0 (no weight) gives NAN. */
double ebb_load_of_percent (double one_rm_kg, double percent, double step_kg);

/* Completed repetitions x load of one set, summed by the caller; NAN when the load is not known
 * (negative or NAN): an unknown load is not a load of 0. */
double ebb_volume_load (guint reps, double load_kg);

/* Injured / uninjured x 100; NAN unless both are above 0. */
double ebb_side_index (double injured, double uninjured);
