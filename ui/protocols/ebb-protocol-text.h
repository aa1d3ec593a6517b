/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the protocols' pages say of one.  Pure; texts are translated.
 */
#pragma once

#include "ebb-protocol-entry.h"

/* Headings of the list, in its order. */
typedef enum {
  EBB_GROUP_RESISTANCE,
  EBB_GROUP_ISOMETRIC,
  EBB_GROUP_AEROBIC,
  EBB_GROUP_PASSIVE,
  EBB_GROUP_CYCLES,
  EBB_GROUP_NMES,
  EBB_GROUP_PRECONDITIONING,
  EBB_N_GROUPS,
} EbbProtocolGroup;

EbbProtocolGroup ebb_protocol_group (EbbTraining training);
const char *ebb_protocol_group_text (EbbProtocolGroup group);

/* "built in", "your clinic's", "locked", "hidden", "retired". */
const char *ebb_protocol_state_text (const EbbProtocolEntry *entry);
/* The line below a name in the list.  Free it, as all that is no const. */
char *ebb_protocol_row_text (const EbbProtocolEntry *entry);

/* What it is for, in one sentence. */
const char *ebb_protocol_purpose_text (EbbTraining training);
/* What happens, told to somebody who has never seen it. */
char *ebb_protocol_plain_text (const EbbProtocol *protocol, const EbbExercise *exercise);

char *ebb_protocol_pressure_text (const EbbProtocol *protocol); /* "60 % of LOP (40–80)" */
char *ebb_protocol_load_text (const EbbProtocol *protocol);     /* NULL: its file does not say */
char *ebb_protocol_tempo_text (const EbbTempo *tempo);          /* "2 / 0 / 2 / 0 s" */
char *ebb_protocol_limbs_text (guint segments);                 /* "thigh, calf" */
const char *ebb_protocol_value_text (EbbProtocolValue value);   /* "Pressure" */

/* Every word typed begins a word of its name, exercise, number, mode or source. */
gboolean ebb_protocol_matches (const EbbProtocolEntry *entry, const EbbExercise *exercise,
                               const char *text);
