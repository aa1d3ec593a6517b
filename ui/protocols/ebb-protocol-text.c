/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-text.h"

#include "ebb-defined.h"
#include "ebb-fold.h"
#include "ebb-format.h"
#include "ebb-patient-text.h"
#include "ebb-protocol-view.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

/* --- The list ---------------------------------------------------------------------------- */

EbbProtocolGroup
ebb_protocol_group (EbbTraining training)
{
  switch (training) {
  case EBB_TRAINING_ISOMETRIC:
    return EBB_GROUP_ISOMETRIC;
  case EBB_TRAINING_AEROBIC_CONTINUOUS:
  case EBB_TRAINING_AEROBIC_INTERVAL:
    return EBB_GROUP_AEROBIC;
  case EBB_TRAINING_PASSIVE:
    return EBB_GROUP_PASSIVE;
  case EBB_TRAINING_CYCLE:
    return EBB_GROUP_CYCLES;
  case EBB_TRAINING_NMES:
    return EBB_GROUP_NMES;
  case EBB_TRAINING_PRECONDITIONING:
    return EBB_GROUP_PRECONDITIONING;
  case EBB_TRAINING_RESISTANCE:
  default:
    return EBB_GROUP_RESISTANCE;
  }
}

const char *
ebb_protocol_group_text (EbbProtocolGroup group)
{
  static const char *const texts[EBB_N_GROUPS] = {
    [EBB_GROUP_RESISTANCE] = N_ ("Resistance"),
    [EBB_GROUP_ISOMETRIC] = N_ ("Isometric"),
    [EBB_GROUP_AEROBIC] = N_ ("Aerobic"),
    [EBB_GROUP_PASSIVE] = N_ ("Passive"),
    [EBB_GROUP_CYCLES] = N_ ("Cycles"),
    [EBB_GROUP_NMES] = N_ ("Electrical stimulation"),
    [EBB_GROUP_PRECONDITIONING] = N_ ("Preconditioning"),
  };

  return (guint) group < EBB_N_GROUPS ? _ (texts[group]) : _ ("Unknown");
}

const char *
ebb_protocol_state_text (const EbbProtocolEntry *entry)
{
  if (entry->retired)
    return entry->own ? _ ("retired") : _ ("hidden");
  if (entry->lock_reason != NULL)
    return _ ("locked");
  return entry->own ? _ ("your clinic's") : _ ("built in");
}

char *
ebb_protocol_row_text (const EbbProtocolEntry *entry)
{
  const EbbProtocol *protocol = entry->protocol;
  EbbProtocolView view;
  g_autofree char *all = NULL;
  g_autofree char *minutes = NULL;
  const char *reference = protocol->reference != NULL ? protocol->reference : "";

  ebb_protocol_view_make (protocol, NULL, &view);
  all = ebb_format_clock (view.total_ms * 1000);
  minutes = g_strdup_printf (_ ("%s\u00a0min"), all);
  return ebb_join_facts (reference, minutes, ebb_protocol_state_text (entry), NULL);
}

static gboolean
begins_one (char **words, const char *key)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], key))
      return TRUE;
  return FALSE;
}

gboolean
ebb_protocol_matches (const EbbProtocolEntry *entry, const EbbExercise *exercise, const char *text)
{
  const EbbProtocol *protocol = entry->protocol;
  g_autofree char *all =
      g_strjoin (" ", protocol->name, protocol->reference != NULL ? protocol->reference : "-",
                 exercise != NULL ? ebb_defined (exercise->name) : protocol->exercise_id,
                 ebb_training_to_text (protocol->training), ebb_protocol_state_text (entry),
                 protocol->source, NULL);
  g_auto (GStrv) words = ebb_fold_words (all);
  g_auto (GStrv) keys = ebb_fold_words (text);

  for (guint i = 0; keys[i] != NULL; i++)
    if (!begins_one (words, keys[i]))
      return FALSE;
  return TRUE;
}

/* --- One of them ------------------------------------------------------------------------- */

const char *
ebb_protocol_purpose_text (EbbTraining training)
{
  switch (training) {
  case EBB_TRAINING_ISOMETRIC:
    return _ ("To keep or win back strength where the joint must not or cannot move yet.");
  case EBB_TRAINING_AEROBIC_CONTINUOUS:
  case EBB_TRAINING_AEROBIC_INTERVAL:
    return _ ("For endurance, with some gain of muscle, at an easy pace.");
  case EBB_TRAINING_PASSIVE:
    return _ ("To slow the loss of muscle in a limb that lies still.");
  case EBB_TRAINING_CYCLE:
    return _ ("To get used to the pressure, with free movement, in short steps.");
  case EBB_TRAINING_NMES:
    return _ ("To keep or win back muscle where the patient cannot contract it well.");
  case EBB_TRAINING_PRECONDITIONING:
    return _ ("Full occlusion before other exercise; this is no blood flow restriction training.");
  case EBB_TRAINING_RESISTANCE:
  default:
    return _ ("For strength and size of muscle, with a light load.");
  }
}

static const char *
pattern_sentence (EbbPattern pattern)
{
  switch (pattern) {
  case EBB_PATTERN_CONTINUOUS:
    return _ ("The cuff stays tight from the first set to the end of the last one.");
  case EBB_PATTERN_INTERMITTENT:
    return _ ("The cuff is tight in the sets and deflates in each rest.");
  case EBB_PATTERN_RESTING:
    return _ ("The cuff is soft in the sets and tight in the rests.");
  case EBB_PATTERN_CYCLED:
  default:
    return _ ("The cuff tightens and deflates by the clock; nothing is counted.");
  }
}

char *
ebb_protocol_plain_text (const EbbProtocol *protocol, const EbbExercise *exercise)
{
  EbbProtocolView view;
  g_autofree char *plan = NULL;
  const char *name = exercise != NULL ? ebb_defined (exercise->name) : protocol->exercise_id;

  ebb_protocol_view_make (protocol, exercise, &view);
  plan = ebb_plan_to_text (&view.plan);
  return g_strdup_printf ("%s: %s. %s", name, plan, pattern_sentence (protocol->pattern));
}

static void
append_range (GString *text, double value, double min, double max)
{
  if (min > 0 || max > 0)
    g_string_append_printf (text, " (%.6g–%.6g)", min > 0 ? min : value, max > 0 ? max : value);
}

char *
ebb_protocol_pressure_text (const EbbProtocol *protocol)
{
  const EbbPressurePlan *pressure = &protocol->pressure;
  GString *text = g_string_new (NULL);

  if (pressure->value > 0)
    g_string_append_printf (text, "%.6g\u00a0%s", pressure->value,
                            ebb_pressure_basis_to_text (pressure->basis));
  else
    g_string_append (text, _ ("left open"));
  append_range (text, pressure->value, pressure->min, pressure->max);
  if (pressure->limit > 0)
    g_string_append_printf (text, _ (", never above %.6g\u00a0%% of LOP"), pressure->limit);
  return g_string_free (text, FALSE);
}

char *
ebb_protocol_load_text (const EbbProtocol *protocol)
{
  const EbbLoadPlan *load = &protocol->load;
  const char *basis = ebb_load_basis_to_text (load->basis);
  GString *text;

  if (protocol->format_version < 2)
    return NULL;
  text = g_string_new (NULL);
  if (load->value > 0)
    g_string_append_printf (text, "%.6g\u00a0%s", load->value, basis);
  else
    g_string_append (text, basis);
  append_range (text, load->value, load->min, load->max);
  return g_string_free (text, FALSE);
}

char *
ebb_protocol_tempo_text (const EbbTempo *tempo)
{
  /* Translators: contraction, hold, relaxation and pause, in seconds. */
  return g_strdup_printf (_ ("%.6g / %.6g / %.6g / %.6g\u00a0s"), tempo->contract_ms / 1000.0,
                          tempo->hold_ms / 1000.0, tempo->relax_ms / 1000.0,
                          tempo->pause_ms / 1000.0);
}

char *
ebb_protocol_limbs_text (guint segments)
{
  GString *text = g_string_new (NULL);

  for (EbbSegment segment = EBB_SEGMENT_ARM; segment <= EBB_SEGMENT_CALF; segment++)
    if ((segments & (1u << segment)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                              ebb_segment_to_text (segment));
  return g_string_free (text, FALSE);
}

const char *
ebb_protocol_value_text (EbbProtocolValue value)
{
  static const char *const texts[EBB_VALUE_COUNT] = {
    [EBB_VALUE_PRESSURE] = N_ ("Pressure"), [EBB_VALUE_PATTERN] = N_ ("Pattern"),
    [EBB_VALUE_LOAD] = N_ ("Load"),         [EBB_VALUE_SETS] = N_ ("Sets"),
    [EBB_VALUE_REST] = N_ ("Rest"),         [EBB_VALUE_TEMPO] = N_ ("Tempo"),
    [EBB_VALUE_CYCLE] = N_ ("Cycle"),       [EBB_VALUE_FREQUENCY] = N_ ("How often"),
  };

  return (guint) value < EBB_VALUE_COUNT ? _ (texts[value]) : _ ("Unknown");
}
