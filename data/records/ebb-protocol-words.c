/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of protocols of version 2, as they stand in files (never translated, never changed) and
 * as a person reads them.
 */
#include "ebb-protocol.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *word, *text;
} Word;

static const Word trainings[] = {
  [EBB_TRAINING_RESISTANCE] = { "resistance", N_ ("resistance") },
  [EBB_TRAINING_ISOMETRIC] = { "isometric", N_ ("isometric") },
  [EBB_TRAINING_AEROBIC_CONTINUOUS] = { "aerobic-continuous", N_ ("aerobic, continuous") },
  [EBB_TRAINING_AEROBIC_INTERVAL] = { "aerobic-interval", N_ ("aerobic, intervals") },
  [EBB_TRAINING_PASSIVE] = { "passive", N_ ("passive") },
  [EBB_TRAINING_CYCLE] = { "cycle", N_ ("cycle of pressure steps") },
  [EBB_TRAINING_NMES] = { "nmes", N_ ("with electrical stimulation") },
  [EBB_TRAINING_PRECONDITIONING] = { "preconditioning", N_ ("ischaemic preconditioning") },
};

static const char *const patterns[] = {
  [EBB_PATTERN_CONTINUOUS] = N_ ("cuff tight in sets and rests"),
  [EBB_PATTERN_INTERMITTENT] = N_ ("cuff tight in sets, deflated in rests"),
  [EBB_PATTERN_RESTING] = N_ ("cuff deflated in sets, tight in rests"),
  [EBB_PATTERN_CYCLED] = N_ ("cuff tight and deflated by the clock"),
};

static const Word bases[] = {
  /* xgettext:no-c-format */
  [EBB_BASIS_PERCENT_LOP] = { "percent-lop", N_ ("% of LOP") },
  [EBB_BASIS_FIXED] = { "fixed-mmhg", N_ ("mmHg") },
  [EBB_BASIS_SYSTOLIC] = { "times-systolic", N_ ("× resting systolic pressure") },
  [EBB_BASIS_DEVICE_SCALE] = { "device-scale", N_ ("on a device's own scale") },
};

static const Word loads[] = {
  [EBB_LOAD_NONE] = { "none", N_ ("no load") },
  /* xgettext:no-c-format */
  [EBB_LOAD_PERCENT_1RM] = { "percent-1rm", N_ ("% of 1RM") },
  /* xgettext:no-c-format */
  [EBB_LOAD_PERCENT_MVC] = { "percent-mvc", N_ ("% of the strongest contraction") },
  [EBB_LOAD_BODY_WEIGHT] = { "body-weight", N_ ("body weight") },
  [EBB_LOAD_BAND] = { "band", N_ ("elastic band") },
  [EBB_LOAD_WATT] = { "watt", N_ ("W") },
  [EBB_LOAD_SPEED] = { "speed", N_ ("m/s") },
  /* xgettext:no-c-format */
  [EBB_LOAD_PERCENT_VO2MAX] = { "percent-vo2max", N_ ("% of VO₂max") },
  /* xgettext:no-c-format */
  [EBB_LOAD_PERCENT_HR_RESERVE] = { "percent-hr-reserve", N_ ("% of heart rate reserve") },
  [EBB_LOAD_KG] = { "kg", N_ ("kg") },
};

static const Word values[EBB_VALUE_COUNT] = {
  [EBB_VALUE_PRESSURE] = { "pressure", "" }, [EBB_VALUE_PATTERN] = { "pattern", "" },
  [EBB_VALUE_LOAD] = { "load", "" },         [EBB_VALUE_SETS] = { "sets", "" },
  [EBB_VALUE_REST] = { "rest", "" },         [EBB_VALUE_TEMPO] = { "tempo", "" },
  [EBB_VALUE_CYCLE] = { "cycle", "" },       [EBB_VALUE_FREQUENCY] = { "frequency", "" },
};

static int
find (const Word *words, guint n_words, const char *text)
{
  for (guint i = 0; i < n_words; i++)
    if (g_strcmp0 (words[i].word, text) == 0)
      return (int) i;
  return -1;
}

static const char *
word (const Word *words, guint n_words, guint index)
{
  return index < n_words ? words[index].word : NULL;
}

static const char *
text (const Word *words, guint n_words, guint index)
{
  return index < n_words ? _ (words[index].text) : _ ("unknown");
}

const char *
ebb_training_to_string (EbbTraining training)
{
  return word (trainings, G_N_ELEMENTS (trainings), training);
}

int
ebb_training_from_string (const char *name)
{
  return find (trainings, G_N_ELEMENTS (trainings), name);
}

const char *
ebb_training_to_text (EbbTraining training)
{
  return text (trainings, G_N_ELEMENTS (trainings), training);
}

const char *
ebb_pattern_to_text (EbbPattern pattern)
{
  return (guint) pattern < G_N_ELEMENTS (patterns) ? _ (patterns[pattern]) : _ ("unknown");
}

const char *
ebb_pressure_basis_to_string (EbbPressureBasis basis)
{
  return word (bases, G_N_ELEMENTS (bases), basis);
}

int
ebb_pressure_basis_from_string (const char *name)
{
  return find (bases, G_N_ELEMENTS (bases), name);
}

const char *
ebb_pressure_basis_to_text (EbbPressureBasis basis)
{
  return text (bases, G_N_ELEMENTS (bases), basis);
}

const char *
ebb_load_basis_to_string (EbbLoadBasis basis)
{
  return word (loads, G_N_ELEMENTS (loads), basis);
}

int
ebb_load_basis_from_string (const char *name)
{
  return find (loads, G_N_ELEMENTS (loads), name);
}

const char *
ebb_load_basis_to_text (EbbLoadBasis basis)
{
  return text (loads, G_N_ELEMENTS (loads), basis);
}

const char *
ebb_protocol_value_to_string (EbbProtocolValue value)
{
  return word (values, EBB_VALUE_COUNT, value);
}

int
ebb_protocol_value_from_string (const char *name)
{
  return find (values, EBB_VALUE_COUNT, name);
}
