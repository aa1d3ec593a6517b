/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-interlock.h"

#include <string.h>

/* SAFETY.md, limits: 0.3 s above the cap; 2 s above 120 % of LOP. */
#define OVER_CAP_US     CUFF_MS (300)
#define OVER_LOP_US     CUFF_SECONDS (2)
/* The window and delay of surgical tourniquets: 15 mmHg for 1.5 s, at rest only. */
#define OFF_TARGET      CUFF_MMHG (15)
#define OFF_TARGET_US   CUFF_MS (1500)
#define REST_SETTLES_US CUFF_SECONDS (2)
#define NOT_DEFLATED_US CUFF_SECONDS (3)
#define TIME_GRACE_US   CUFF_SECONDS (30)
/* Below 20 mmHg for this long, the continuous clock starts anew (clinic's clocks). */
#define RECOVERED_US    CUFF_SECONDS (60)
#define FRESH_US        CUFF_MS (250)
#define SLEEP_US        CUFF_SECONDS (1)

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
    watch->continuous_us = config->channel[i].continuous_before_us;
  }
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
  bool over_lop = cuff_pressure_is_set (limits->lop) && channel->mode == CUFF_MODE_HOLD
                  && pressure * 10 > limits->lop * 12;
  if (held (over_lop, &watch->over_lop_since_us, t_us, OVER_LOP_US)) {
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_OVER_PRESSURE);
    demand_vent (verdict, CUFF_REASON_OVER_PRESSURE);
  }
  if (cuff_pressure_is_set (limits->lop) && channel->mode == CUFF_MODE_HOLD
      && pressure > limits->lop)
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

static bool
vent_is_late (const CuffInterlockInput *input)
{
  return input->intent.vent_ordered
         && input->now_us - input->intent.vent_since_us >= NOT_DEFLATED_US;
}

static void
judge_channel (CuffInterlock *interlock, unsigned i, const CuffInterlockInput *input,
               CuffVerdict *verdict)
{
  const CuffInterlockChannel *limits = &interlock->config.channel[i];
  CuffInterlockWatch *watch = &interlock->watch[i];
  const CuffChannelReport *channel = &input->report->channel[i];
  CuffTime t_us = input->report->t_us;
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
  judge_time (limits, watch, highest (channel), t_us, verdict);

  CuffPressure deviation = channel->pressure - channel->target;
  bool resting = input->intent.tight_rest && channel->mode == CUFF_MODE_HOLD
                 && t_us - input->intent.tight_rest_since_us >= REST_SETTLES_US;
  bool off = resting && (deviation > OFF_TARGET || deviation < -OFF_TARGET);
  if (held (off, &watch->off_target_since_us, t_us, OFF_TARGET_US))
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_OFF_TARGET);

  if (vent_is_late (input) && highest (channel) > CUFF_UNDER_PRESSURE)
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_NOT_DEFLATED);
}

/* The controller has ended our epoch by itself: why? */
static CuffReason
reason_of_device (const CuffReport *report)
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
    demand_vent (&verdict, reason_of_device (report));
  return verdict;
}

static void
judge_time_passing (CuffInterlock *interlock, const CuffInterlockInput *input, CuffVerdict *verdict)
{
  bool open = input->intent.epoch != 0; /* armed, or vented without a proof yet */
  bool armed = open && !input->intent.vent_ordered;
  if (open && input->report_age_us > CUFF_STALE_US) {
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_LINK);
    demand_vent (verdict, CUFF_REASON_LINK_LOST);
  }
  if (open && input->ui_age_us > CUFF_UI_ALARM_US)
    verdict->alarms |= ALARM_BIT (CUFF_ALARM_SUPERVISION);
  if (armed && input->ui_age_us > CUFF_UI_VENT_US)
    demand_vent (verdict, CUFF_REASON_UI_FROZEN);

  bool slept = interlock->sleep_known && input->slept_us - interlock->slept_before_us > SLEEP_US;
  interlock->slept_before_us = input->slept_us;
  interlock->sleep_known = true;
  if (slept && armed)
    demand_vent (verdict, CUFF_REASON_SLEEP);
}

CuffVerdict
cuff_interlock_step (CuffInterlock *interlock, const CuffInterlockInput *input)
{
#ifdef CUFF_BREAK_INTERLOCK /* negative control of the tests */
  return (CuffVerdict){ 0 };
#endif
  if (input->report != NULL)
    interlock->verdict = judge_report (interlock, input);
  CuffVerdict verdict = interlock->verdict;
  judge_time_passing (interlock, input, &verdict);
  return verdict;
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
