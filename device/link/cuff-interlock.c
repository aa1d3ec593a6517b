/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-interlock.h"

#include <string.h>

/* SAFETY.md, limits: 0.3 s above the cap; 2 s above 120 % of LOP, or, where the target itself
 * lies above LOP, above target + 40 mmHg (the clinic's decision on preconditioning). */
#define OVER_CAP_US     CUFF_MS (300)
#define OVER_LOP_US     CUFF_SECONDS (2)
#define OVER_TARGET     CUFF_MMHG (40)
/* Up there a sound cuff and the limb in it yield for longer: 0.15 mL/mmHg over 20 s in the softest
 * cuff ask at 280 mmHg for half of what counts as a leak after that long, the pump's pulses
 * included. */
#define SETTLES_US      CUFF_SECONDS (30)
/* The window and delay of surgical tourniquets: 15 mmHg for 1.5 s, at rest only. */
#define OFF_TARGET      CUFF_MMHG (15)
#define OFF_TARGET_US   CUFF_MS (1500)
#define REST_SETTLES_US CUFF_SECONDS (2)
#define NOT_DEFLATED_US CUFF_SECONDS (3)
/* To open a valve and read its gauge takes a person longer. */
#define BY_HAND_US      CUFF_SECONDS (10)
#define TIME_GRACE_US   CUFF_SECONDS (30)
/* Below 20 mmHg for this long, the continuous clock starts anew (clinic's clocks). */
#define RECOVERED_US    CUFF_SECONDS (60)
#define FRESH_US        CUFF_MS (250)

#define ALARM_BIT(alarm) (1u << (alarm))

void
cuff_interlock_init (CuffInterlock *interlock, const CuffInterlockConfig *config)
{
  memset (interlock, 0, sizeof *interlock);
  interlock->config = *config;
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
    CuffInterlockWatch *watch = &interlock->watch[i];
    watch->over_cap_since_us = watch->over_lop_since_us = CUFF_TIME_NEVER;
    watch->off_target_since_us = watch->below_since_us = CUFF_TIME_NEVER;
    watch->last_us = CUFF_TIME_NEVER;
    cuff_air_init (&watch->air);
    watch->continuous_us = config->channel[i].continuous_before_us;
  }
}

void
cuff_interlock_configure (CuffInterlock *interlock, const CuffInterlockConfig *config)
{
  CuffInterlock before = *interlock;
  cuff_interlock_init (interlock, config);
  interlock->slept_before_us = before.slept_before_us;
  interlock->sleep_known = before.sleep_known;
  /* Also until the next report: nothing counts as released in between. */
  interlock->verdict.alarms = before.verdict.alarms & ALARM_BIT (CUFF_ALARM_BLOCKED);
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    interlock->watch[i].blocked = before.watch[i].blocked;
}

static void
demand_vent (CuffVerdict *verdict, CuffReason reason)
{
  if (!verdict->vent)
    verdict->reason = reason;
  verdict->vent = true;
}

/* True when `condition` has held for `needed_us`; keeps its beginning in `since_us`. */
static bool
held (bool condition, CuffTime *since_us, CuffTime t_us, CuffTime needed_us)
{
  if (!condition) {
    *since_us = CUFF_TIME_NEVER;
    return false;
  }
  if (*since_us == CUFF_TIME_NEVER)
    *since_us = t_us;
  return t_us - *since_us >= needed_us;
}

static CuffPressure
highest (const CuffChannelReport *channel)
{
  if (!cuff_pressure_is_set (channel->pressure_second))
    return channel->pressure;
  return channel->pressure > channel->pressure_second ? channel->pressure
                                                      : channel->pressure_second;
}

static bool
is_far_above (const CuffInterlockChannel *limits, CuffPressure pressure)
{
  if (limits->target_above_lop > 0)
    return pressure > limits->target_above_lop + OVER_TARGET;
  return cuff_pressure_is_set (limits->lop) && pressure * 10 > limits->lop * 12;
}

static void
judge_pressure (const CuffInterlockChannel *limits, CuffInterlockWatch *watch,
                const CuffChannelReport *channel, CuffTime t_us, CuffVerdict *verdict)
{
  CuffPressure pressure = highest (channel);
  if (held (pressure > limits->cap, &watch->over_cap_since_us, t_us, OVER_CAP_US)
      || pressure > limits->cap_transient) {
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_OVER_PRESSURE);
    demand_vent (verdict, CUFF_REASON_OVER_PRESSURE);
  }
  bool holds = channel->mode == CUFF_MODE_HOLD;
  if (held (holds && is_far_above (limits, pressure), &watch->over_lop_since_us, t_us,
            OVER_LOP_US)) {
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_OVER_PRESSURE);
    demand_vent (verdict, CUFF_REASON_OVER_PRESSURE);
  }
  bool wanted = limits->target_above_lop > 0; /* no news then */
  if (holds && !wanted && cuff_pressure_is_set (limits->lop) && pressure > limits->lop)
    verdict->warnings |= CUFF_WARN_ABOVE_LOP;
}

/* Continuous time under pressure.  A gap of telemetry counts as under pressure when it began so:
 * unknown is never shown as safe. */
static void
judge_time (const CuffInterlockChannel *limits, CuffInterlockWatch *watch, CuffPressure pressure,
            CuffTime t_us, CuffVerdict *verdict)
{
  if (watch->last_us != CUFF_TIME_NEVER && watch->above)
    watch->continuous_us += t_us - watch->last_us;
  watch->last_us = t_us;
  watch->above = pressure > CUFF_UNDER_PRESSURE;
  if (held (!watch->above, &watch->below_since_us, t_us, RECOVERED_US))
    watch->continuous_us = 0;

  CuffTime limit_us = limits->continuous_limit_us;
  if (limit_us <= 0)
    return;
  if (watch->continuous_us >= limit_us / 5 * 4)
    verdict->warnings |= CUFF_WARN_TIME;
  if (watch->continuous_us >= limit_us && watch->above)
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_TIME);
  if (watch->continuous_us >= limit_us + TIME_GRACE_US && watch->above)
    demand_vent (verdict, CUFF_REASON_TIME_LIMIT);
}

/* A hose that nothing passes: what the sensor says is not what the limb feels, and a vent may not
 * reach the cuff.  Somebody has to take it off, and says so by acknowledging. */
static void
judge_air (const CuffInterlockChannel *limits, CuffInterlockWatch *watch,
           const CuffChannelReport *channel, CuffTime t_us, CuffVerdict *verdict)
{
  CuffTime settles_us = limits->target_above_lop > 0 ? SETTLES_US : 0;
  if (cuff_air_leaks (&watch->air, channel, t_us, settles_us))
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_LEAK);
  if (cuff_air_is_blocked (&watch->air, channel, t_us))
    watch->blocked = true;
  if (!watch->blocked)
    return;
  verdict->alarms |= ALARM_BIT (CUFF_ALARM_BLOCKED);
  demand_vent (verdict, CUFF_REASON_SENSOR);
}

static bool
vent_is_late (const CuffInterlockInput *input)
{
  CuffTime patience_us = input->by_hand ? BY_HAND_US : NOT_DEFLATED_US;
  return input->intent.vent_ordered && input->now_us - input->intent.vent_since_us >= patience_us;
}

/* What counts as in the limb.  By hand it is tight until somebody has said that the valve is open
 * and the gauge reads 0: a low number is a slip of the finger until then. */
static CuffPressure
tightness (const CuffInterlockInput *input, const CuffChannelReport *channel)
{
  CuffPressure pressure = highest (channel);
  bool doubtful = input->by_hand && (channel->flags & CUFF_CHANNEL_VENT_OPEN) == 0;
  return doubtful && pressure <= CUFF_UNDER_PRESSURE ? CUFF_UNDER_PRESSURE + 1 : pressure;
}

/* The gauge was not read for a while: nobody's fault, and counts as tight. */
static void
judge_unread_gauge (CuffInterlock *interlock, unsigned i, const CuffInterlockInput *input,
                    CuffVerdict *verdict)
{
  judge_time (&interlock->config.channel[i], &interlock->watch[i], CUFF_UNDER_PRESSURE + 1,
              input->report->t_us, verdict);
  if (vent_is_late (input))
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_NOT_DEFLATED);
}

static void
judge_channel (CuffInterlock *interlock, unsigned i, const CuffInterlockInput *input,
               CuffVerdict *verdict)
{
  const CuffInterlockChannel *limits = &interlock->config.channel[i];
  CuffInterlockWatch *watch = &interlock->watch[i];
  const CuffChannelReport *channel = &input->report->channel[i];
  CuffTime t_us = input->report->t_us;
  if (input->by_hand && !cuff_pressure_is_set (channel->pressure)) {
    judge_unread_gauge (interlock, i, input, verdict);
    return;
  }
  if (!cuff_pressure_is_set (channel->pressure)
      || (channel->flags & (CUFF_CHANNEL_SENSOR_FAULT | CUFF_CHANNEL_DISAGREE)) != 0) {
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_DEVICE);
    demand_vent (verdict, CUFF_REASON_SENSOR);
    /* What cannot be read after a vent counts as full. */
    if (vent_is_late (input))
      verdict->alarms |= ALARM_BIT (CUFF_ALARM_NOT_DEFLATED);
    return;
  }
  judge_pressure (limits, watch, channel, t_us, verdict);
  judge_time (limits, watch, tightness (input, channel), t_us, verdict);
  if (!input->by_hand)
    judge_air (limits, watch, channel, t_us, verdict);

  bool near = cuff_pressure_is_set (channel->target)
              && channel->pressure - channel->target <= OFF_TARGET
              && channel->target - channel->pressure <= OFF_TARGET;
  bool resting = input->intent.tight_rest && channel->mode == CUFF_MODE_HOLD && !input->by_hand
                 && t_us - input->intent.tight_rest_since_us >= REST_SETTLES_US;
  if (held (resting && !near, &watch->off_target_since_us, t_us, OFF_TARGET_US))
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_OFF_TARGET);

  if (vent_is_late (input) && tightness (input, channel) > CUFF_UNDER_PRESSURE)
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_NOT_DEFLATED);
}

CuffReason
cuff_interlock_reason_of (const CuffReport *report, const CuffIntent *intent)
{
  if (report->machine == CUFF_MACHINE_FAULT)
    return CUFF_REASON_DEVICE_FAULT;
  if ((report->flags & CUFF_DEVICE_STOP_BUTTON) != 0)
    return CUFF_REASON_DEVICE_BUTTON;
  if ((report->flags & CUFF_DEVICE_LEASE_OVER) != 0)
    return CUFF_REASON_LEASE;
  if (report->machine == CUFF_MACHINE_BOOT)
    return CUFF_REASON_DEVICE_RESET;
  for (unsigned i = 0; i < report->n_channels; i++)
    if ((report->channel[i].flags & CUFF_CHANNEL_TIME_OVER) != 0)
      return CUFF_REASON_TIME_LIMIT;
  /* From armed to idle without venting: nobody used the arm in time, and it has expired. */
  if (report->machine == CUFF_MACHINE_IDLE && intent->armed_seen && !intent->active)
    return CUFF_REASON_NOBODY;
  /* Its one word for all its clocks; that of the time under pressure shows a flag as well. */
  if (intent->told == CUFF_REASON_TIME_LIMIT)
    return CUFF_REASON_ORDER_OVER;
  return CUFF_REASON_DEVICE_FAULT;
}

static CuffVerdict
judge_report (CuffInterlock *interlock, const CuffInterlockInput *input)
{
  CuffVerdict verdict = { 0 };
  const CuffReport *report = input->report;
  for (unsigned i = 0; i < report->n_channels && i < interlock->config.n_channels; i++)
    judge_channel (interlock, i, input, &verdict);
  if (report->machine == CUFF_MACHINE_FAULT)
    verdict.alarms |= ALARM_BIT (CUFF_ALARM_DEVICE);
  bool ours = report->machine == CUFF_MACHINE_ARMED || report->machine == CUFF_MACHINE_ACTIVE;
  bool known = input->intent.active || input->intent.armed_seen;
  if (known && !input->intent.vent_ordered && !ours)
    demand_vent (&verdict, cuff_interlock_reason_of (report, &input->intent));
  return verdict;
}

/* R7: the window shows that it lives, or somebody else has to act. */
static void
judge_window (const CuffInterlockInput *input, CuffVerdict *verdict)
{
  bool open = input->intent.epoch != 0; /* armed, or vented without a proof yet */
  if (open && input->ui_age_us > CUFF_UI_ALARM_US)
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_SUPERVISION);
  /* Who has only a person to open the valve gains nothing from an end nobody can see. */
  if (open && !input->intent.vent_ordered && !input->by_hand && input->ui_age_us > CUFF_UI_VENT_US)
    demand_vent (verdict, CUFF_REASON_UI_FROZEN);
}

static void
judge_time_passing (CuffInterlock *interlock, const CuffInterlockInput *input, CuffVerdict *verdict)
{
  bool open = input->intent.epoch != 0; /* armed, or vented without a proof yet */
  bool armed = open && !input->intent.vent_ordered;
  if ((open || input->tight) && !input->by_hand && input->report_age_us > CUFF_STALE_US) {
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_LINK);
    demand_vent (verdict, CUFF_REASON_LINK_LOST);
  }
  if (armed && input->echo_age_us > CUFF_ECHO_US) {
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_LINK);
    demand_vent (verdict, CUFF_REASON_LINK_LOST);
  }
  judge_window (input, verdict);

  bool tight = false;
  for (unsigned i = 0; i < interlock->config.n_channels; i++)
    tight = tight || interlock->watch[i].above;
  CuffTime nobody_us = interlock->config.nobody_us;
  if (armed && tight && nobody_us > 0 && input->person_age_us > nobody_us)
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_NOBODY);

  bool slept =
      interlock->sleep_known && input->slept_us - interlock->slept_before_us > CUFF_SLEPT_US;
  interlock->slept_before_us = input->slept_us;
  interlock->sleep_known = true;
  verdict->slept = slept;
  if (slept && (armed || input->intent.arming))
    demand_vent (verdict, CUFF_REASON_SLEEP);
}

CuffVerdict
cuff_interlock_step (CuffInterlock *interlock, const CuffInterlockInput *input)
{
  if (input->report != NULL)
    interlock->verdict = judge_report (interlock, input);
  CuffVerdict verdict = interlock->verdict;
  judge_time_passing (interlock, input, &verdict);
  return verdict;
}

void
cuff_interlock_acknowledge (CuffInterlock *interlock, CuffAlarm alarm)
{
  if (alarm != CUFF_ALARM_BLOCKED)
    return;
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    interlock->watch[i].blocked = false;
}

void
cuff_proof_init (CuffProof *proof)
{
  proof->since_us = CUFF_TIME_NEVER;
  proof->last_us = CUFF_TIME_NEVER;
}

bool
cuff_proof_push (CuffProof *proof, const CuffReport *report)
{
  bool fresh = proof->last_us != CUFF_TIME_NEVER && report->t_us - proof->last_us <= FRESH_US;
  bool empty = report->n_channels > 0;
  for (unsigned i = 0; i < report->n_channels; i++) {
    const CuffChannelReport *channel = &report->channel[i];
    empty = empty && cuff_pressure_is_set (channel->pressure)
            && (channel->flags & CUFF_CHANNEL_SENSOR_FAULT) == 0
            && highest (channel) < CUFF_DEFLATED && (channel->flags & CUFF_CHANNEL_VENT_OPEN) != 0;
  }
  proof->last_us = report->t_us;
  if (!empty)
    proof->since_us = CUFF_TIME_NEVER;
  else if (proof->since_us == CUFF_TIME_NEVER || !fresh)
    proof->since_us = report->t_us;
  return cuff_proof_holds (proof, report->t_us);
}

bool
cuff_proof_holds (const CuffProof *proof, CuffTime now_us)
{
  return proof->since_us != CUFF_TIME_NEVER && now_us - proof->last_us <= CUFF_SECONDS (1)
         && proof->last_us - proof->since_us >= CUFF_SECONDS (1);
}
