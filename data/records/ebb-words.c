/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The enums' words as they stand in files and in the store.  Never translated, never changed.
 */
#include "ebb-records.h"

static const char *const segments[] = { "arm", "thigh", "calf" };
static const char *const sides[] = { "", "left", "right" };
static const char *const postures[] = { "supine", "seated", "standing" };
static const char *const patterns[] = { "continuous", "intermittent", "resting", "cycled" };
static const char *const states[] = { "open", "completed", "stopped-by-user", "stopped-by-safety",
                                      "interrupted" };
static const char *const methods[] = { "percent-lop", "percent-estimate", "fixed", "systolic" };
static const char *const sources[] = { "wave", "tap", "corrected" };

static const char *
word (const char *const *words, gsize n_words, int value)
{
  return value >= 0 && (gsize) value < n_words ? words[value] : NULL;
}

static int
find (const char *const *words, gsize n_words, const char *text)
{
  for (gsize i = 0; text != NULL && i < n_words; i++)
    if (g_str_equal (words[i], text))
      return (int) i;
  return -1;
}

const char *
ebb_segment_to_string (EbbSegment segment)
{
  return word (segments, G_N_ELEMENTS (segments), (int) segment);
}

int
ebb_segment_from_string (const char *text)
{
  return find (segments, G_N_ELEMENTS (segments), text);
}

const char *
ebb_side_to_string (EbbSide side)
{
  return word (sides, G_N_ELEMENTS (sides), (int) side);
}

int
ebb_side_from_string (const char *text)
{
  return find (sides, G_N_ELEMENTS (sides), text);
}

const char *
ebb_posture_to_string (EbbPosture posture)
{
  return word (postures, G_N_ELEMENTS (postures), (int) posture);
}

int
ebb_posture_from_string (const char *text)
{
  return find (postures, G_N_ELEMENTS (postures), text);
}

const char *
ebb_pattern_to_string (EbbPattern pattern)
{
  return word (patterns, G_N_ELEMENTS (patterns), (int) pattern);
}

int
ebb_pattern_from_string (const char *text)
{
  return find (patterns, G_N_ELEMENTS (patterns), text);
}

const char *
ebb_end_state_to_string (EbbEndState state)
{
  return word (states, G_N_ELEMENTS (states), (int) state);
}

const char *
ebb_method_to_string (EbbMethod method)
{
  return word (methods, G_N_ELEMENTS (methods), (int) method);
}

const char *
ebb_rep_source_to_string (CuffRepSource source)
{
  return word (sources, G_N_ELEMENTS (sources), (int) source);
}
