/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-words.h"

#include "ebb-plan.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *id;
  const char *text;
} Word;

/* Muscles contract, hold and relax; cuffs inflate and deflate: the two never share a word. */
static const Word phases[] = {
  [EBB_PHASE_SELF_CHECK] = { "self-check", N_ ("Checking the cuff") },
  [EBB_PHASE_ARMING] = { "arming", N_ ("Starting…") },
  [EBB_PHASE_INFLATING] = { "inflating", N_ ("Inflating…") },
  [EBB_PHASE_READY] = { "ready", N_ ("Ready") },
  [EBB_PHASE_CONTRACT] = { "contract", N_ ("Contract") },
  [EBB_PHASE_HOLD] = { "hold", N_ ("Hold") },
  [EBB_PHASE_RELAX] = { "relax", N_ ("Relax") },
  [EBB_PHASE_WORK] = { "work", N_ ("Set by the clock") },
  [EBB_PHASE_RELIEF] = { "relief", N_ ("Cuff off for a moment") },
  [EBB_PHASE_SET_END] = { "set-end", N_ ("Relax, set done") },
  [EBB_PHASE_REST] = { "rest", N_ ("Rest") },
  [EBB_PHASE_WAITING] = { "waiting", N_ ("Ready to inflate: waits for you") },
  [EBB_PHASE_PAUSED] = { "paused", N_ ("Paused") },
  [EBB_PHASE_DEFLATING] = { "deflating", N_ ("Deflating") },
  [EBB_PHASE_REMOVE_CUFF] = { "remove-cuff", N_ ("Remove the cuff") },
  [EBB_PHASE_UNKNOWN] = { "unknown", N_ ("Unknown: treat as inflated") },
  [EBB_PHASE_CLOSED] = { "closed", N_ ("Finished") },
};

static const char *const end_states[] = {
  [EBB_STATE_OPEN] = N_ ("Open"),
  [EBB_STATE_COMPLETED] = N_ ("Completed"),
  [EBB_STATE_STOPPED_BY_USER] = N_ ("Stopped by the user"),
  [EBB_STATE_STOPPED_BY_SAFETY] = N_ ("Stopped by safety"),
  [EBB_STATE_INTERRUPTED] = N_ ("Interrupted"),
};

static const char *const reasons[] = {
  [CUFF_REASON_NONE] = N_ ("no reason recorded"),
  [CUFF_REASON_PLAN_DONE] = N_ ("the plan ran to its end"),
  [CUFF_REASON_USER_STOP] = N_ ("somebody pressed Stop"),
  [CUFF_REASON_DEVICE_BUTTON] = N_ ("somebody pressed the stop button of the controller"),
  [CUFF_REASON_LEASE] = N_ ("the controller no longer heard from this computer"),
  [CUFF_REASON_LINK_LOST] = N_ ("the link to the cuff was lost"),
  [CUFF_REASON_DEVICE_FAULT] = N_ ("the controller reported a fault"),
  [CUFF_REASON_DEVICE_RESET] = N_ ("the controller started anew"),
  [CUFF_REASON_OVER_PRESSURE] = N_ ("the pressure rose above its limit"),
  [CUFF_REASON_TIME_LIMIT] = N_ ("the limb reached its limit of time under pressure"),
  [CUFF_REASON_UI_FROZEN] = N_ ("the program no longer answered"),
  [CUFF_REASON_SLEEP] = N_ ("the computer went to sleep"),
  [CUFF_REASON_CRASH] = N_ ("the program ended without closing the session"),
  [CUFF_REASON_SHUTDOWN] = N_ ("the program was closed"),
  [CUFF_REASON_NOT_REACHED] = N_ ("the target pressure was not reached in time"),
  [CUFF_REASON_NOT_DEFLATED] = N_ ("the cuff could not be shown to be deflated"),
  [CUFF_REASON_REFUSED] = N_ ("the controller refused to inflate"),
  [CUFF_REASON_NOBODY] = N_ ("nothing happened for a long time"),
  [CUFF_REASON_PAUSE_OVER] = N_ ("the pause was longer than the cuff may stay tight"),
  [CUFF_REASON_SELF_TEST] = N_ ("the controller failed its self-test"),
  [CUFF_REASON_SENSOR] = N_ ("a pressure sensor could not be trusted"),
  [CUFF_REASON_ORDER_OVER] = N_ ("the time the controller was given was over"),
};

/* Codes and conditions: SAFETY.md, section on alarms. */
static const Word alarms[CUFF_ALARM_COUNT] = {
  [CUFF_ALARM_NONE] = { "", "" },
  [CUFF_ALARM_OVER_PRESSURE] = { "A01",
                                 N_ ("Check that the cuff goes soft. Its pressure rose above "
                                     "the limit. The cuff is venting.") },
  [CUFF_ALARM_NOT_DEFLATED] = { "A02", N_ ("Open the cuff by hand now. It was told to vent and is "
                                           "still tight. The vent order is being repeated.") },
  [CUFF_ALARM_LINK] = { "A03", N_ ("Treat the cuff as inflated and feel whether it is soft. The "
                                   "link to it was lost. The cuff vents by itself within 2 "
                                   "seconds.") },
  [CUFF_ALARM_TIME] = { "A04", N_ ("Stop and deflate. The limb has reached its limit of time under "
                                   "pressure. The cuff vents by itself 30 seconds after the "
                                   "limit.") },
  [CUFF_ALARM_DEVICE] = { "A05", N_ ("Check that the cuff is soft. The controller reported a fault "
                                     "or started anew. It has been told to vent.") },
  [CUFF_ALARM_SUPERVISION] = { "A06", N_ ("Press Stop on the controller or open the cuff by hand. "
                                          "The program is not answering. The cuff vents by itself "
                                          "within 10 seconds.") },
  [CUFF_ALARM_OFF_TARGET] = { "A07", N_ ("Check how the cuff fits and whether the patient is at "
                                         "rest. The pressure is more than 15 mmHg away from its "
                                         "target. The cuff is regulating.") },
  [CUFF_ALARM_LEAK] = { "A08", N_ ("Check cuff and hose, or stop. Air is leaking and the pressure "
                                   "does not hold. The pump keeps refilling.") },
  [CUFF_ALARM_BLOCKED] = { "A09",
                           N_ ("Remove the cuff now. The hose seems to be kinked or blocked, "
                               "so the pressure shown may be wrong. The pump is off and the "
                               "valve is open.") },
  [CUFF_ALARM_NOBODY] = { "A10", N_ ("Look after the patient or stop. The cuff is inflated and "
                                     "nothing has happened for a minute. It deflates by itself if "
                                     "nobody acts.") },
  [CUFF_ALARM_STORE] = { "A11", N_ ("Finish this exercise, then make room on the disk. The record "
                                    "cannot be saved as it should be and is kept in memory. The "
                                    "cuff is not affected.") },
  [CUFF_ALARM_UPKEEP] = { "A12", N_ ("See to the equipment before the next start. A self-test, a "
                                     "clock or the space on the disk needs attention. The cuff is "
                                     "not affected.") },
};

static const char *const segments[] = {
  [EBB_SEGMENT_ARM] = N_ ("arm"),
  [EBB_SEGMENT_THIGH] = N_ ("thigh"),
  [EBB_SEGMENT_CALF] = N_ ("calf"),
};

/* Whole phrases: in many languages the side changes with the limb's gender. */
static const char *const limbs[][3] = {
  [EBB_SEGMENT_ARM] = { N_ ("arm"), N_ ("left arm"), N_ ("right arm") },
  [EBB_SEGMENT_THIGH] = { N_ ("thigh"), N_ ("left thigh"), N_ ("right thigh") },
  [EBB_SEGMENT_CALF] = { N_ ("calf"), N_ ("left calf"), N_ ("right calf") },
};

/* Numbers come from records and wires: one outside the table is said to be unknown. */
static const char *
pick (const char *const *table, guint n, guint index)
{
  return index < n ? _ (table[index]) : _ ("Unknown");
}

const char *
ebb_phase_to_text (EbbPhase phase)
{
  return (guint) phase < G_N_ELEMENTS (phases) ? _ (phases[phase].text) : _ ("Unknown");
}

const char *
ebb_phase_to_id (EbbPhase phase)
{
  return (guint) phase < G_N_ELEMENTS (phases) ? phases[phase].id : "unknown";
}

const char *
ebb_end_state_to_text (EbbEndState state)
{
  return pick (end_states, G_N_ELEMENTS (end_states), (guint) state);
}

const char *
ebb_reason_to_text (CuffReason reason)
{
  return pick (reasons, G_N_ELEMENTS (reasons), (guint) reason);
}

const char *
ebb_result_to_text (CuffResult result)
{
  switch (result) {
  case CUFF_RESULT_OK:
    return _ ("it did what it was told");
  case CUFF_RESULT_BAD_STATE:
    return _ ("it is not in the state for that");
  case CUFF_RESULT_BAD_ARGUMENT:
    return _ ("it does not understand the values");
  case CUFF_RESULT_NOT_SUPPORTED:
    return _ ("it cannot do that");
  case CUFF_RESULT_ABOVE_LIMIT:
    return _ ("that is above its limit");
  case CUFF_RESULT_NOT_ARMED:
    return _ ("it is not armed");
  case CUFF_RESULT_FAULT_LATCHED:
    return _ ("it holds a fault that nobody has acknowledged");
  case CUFF_RESULT_BUSY:
    return _ ("it is busy, or did not answer");
  case CUFF_RESULT_TOKEN_MISMATCH:
    return _ ("it means other limits than this program");
  case CUFF_RESULT_TOO_EARLY:
    return _ ("it has not heard this program for long enough");
  case CUFF_RESULT_STALE_EPOCH:
  case CUFF_RESULT_STALE_SEQUENCE:
    return _ ("the order is an old one");
  case CUFF_RESULT_PRESSURE_LEFT:
    return _ ("the cuff is not empty");
  case CUFF_RESULT_DUPLICATE:
    return _ ("it has done so already");
  }
  return _ ("for an unknown reason");
}

const char *
ebb_alarm_to_code (CuffAlarm alarm)
{
  return (guint) alarm < CUFF_ALARM_COUNT ? alarms[alarm].id : "";
}

const char *
ebb_alarm_to_text (CuffAlarm alarm)
{
  const char *text = (guint) alarm < CUFF_ALARM_COUNT ? alarms[alarm].text : "";

  /* gettext answers "" with the catalogue's header. */
  return *text != '\0' ? _ (text) : "";
}

const char *
ebb_segment_to_text (EbbSegment segment)
{
  return pick (segments, G_N_ELEMENTS (segments), (guint) segment);
}

const char *
ebb_limb_to_text (EbbSegment segment, EbbSide side)
{
  gboolean known = (guint) segment < G_N_ELEMENTS (limbs) && (guint) side < G_N_ELEMENTS (limbs[0]);

  return known ? _ (limbs[segment][side]) : _ ("unknown");
}

char *
ebb_pressure_to_text (CuffPressure pressure)
{
  if (!cuff_pressure_is_set (pressure))
    return g_strdup (_ ("unknown"));
  if (pressure % 10 == 0)
    return g_strdup_printf (_ ("%d mmHg"), pressure / 10);
  return g_strdup_printf (_ ("%.1f mmHg"), cuff_pressure_to_mmhg (pressure));
}
