/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A starting load where no maximum can be tested: the pain-free load with which about 30 clean
 * repetitions are just possible without the cuff (reference clinical 3.7; a maker's manual asks for
 * 30 repetitions without the cuff first).  One try in, what to do next out.  Pure.
 */
#pragma once

#include <glib.h>

#define EBB_FINDER_REPS     30 /* clinical 3.7 */
#define EBB_FINDER_AROUND   3  /* "about": 27 to 33 (P) */
#define EBB_FINDER_REPS_MAX 60 /* nobody counts further: far too light */

typedef enum {
  EBB_FINDER_FOUND,
  EBB_FINDER_HEAVIER,   /* rest, then the next load */
  EBB_FINDER_LIGHTER,   /* the same */
  EBB_FINDER_NO_WEIGHT, /* even the smallest step is too much: the limb's own weight, or a band */
  EBB_FINDER_HEAVIEST,  /* more than the program notes: another exercise */
} EbbFinderWord;

typedef struct {
  EbbFinderWord word;
  double load_kg; /* found, or to be tried next; 0 = no weight */
} EbbFinderStep;

/* `reps` clean ones, as many as could be done; `pain`: it hurt, then they do not count.  `step_kg`:
 * the exercise's smallest.  A wrong field is EBB_STORE_ERROR_INVALID with field, value and range.
 */
gboolean ebb_load_finder (double load_kg, guint reps, gboolean pain, double step_kg,
                          EbbFinderStep *next, GError **error);

/* In a sentence, translated.  Free it. */
char *ebb_load_finder_to_text (const EbbFinderStep *next);
