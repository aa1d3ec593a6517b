/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person reads: phases, end states, reasons and alarms in words.  The first words of an
 * alarm say what to do, then what happened and what the cuff is doing now.  All texts are
 * translated and static unless a comment says "free it".  Phases: ebb_phase_to_text() in
 * ebb-plan.h.
 */
#pragma once

#include "ebb-records.h"

/* "Completed", "Stopped by safety", ...  A value outside the enum gives "Unknown". */
const char *ebb_end_state_to_text (EbbEndState state);

/* Why a bout ended, as a whole clause: "the link to the cuff was lost". */
const char *ebb_reason_to_text (CuffReason reason);

/* Why a controller did not do what it was told: "it is not armed". */
const char *ebb_result_to_text (CuffResult result);

/* The code of SAFETY.md, untranslated: "A01".."A12"; "" for CUFF_ALARM_NONE and strangers. */
const char *ebb_alarm_to_code (CuffAlarm alarm);

/* Two or three sentences: what to do, what happened, what the cuff is doing. */
const char *ebb_alarm_to_text (CuffAlarm alarm);
/* The same of a cuff without a cable, which does not vent by itself. */
const char *ebb_alarm_to_text_by_hand (CuffAlarm alarm);

/* "arm", "thigh", "calf" inside a sentence. */
const char *ebb_segment_to_text (EbbSegment segment);
/* "left thigh" inside a sentence. */
const char *ebb_limb_to_text (EbbSegment segment, EbbSide side);

/* "180 mmHg", "112.2 mmHg", and "unknown" for an unset pressure, never 0.  Free it. */
char *ebb_pressure_to_text (CuffPressure pressure);
