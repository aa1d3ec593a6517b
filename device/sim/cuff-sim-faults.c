/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When faults begin and end: at a time, or when the controller's own telemetry first tells of a
 * phase.  Runs on the simulator's thread.
 */
#include "cuff-sim-private.h"

#define EMPTY_TENTHS CUFF_MMHG (20)

/* How long such a thing lasts when nobody says; 0 = for good. */
static CuffTime
usual_length_us (CuffFault fault)
{
  switch (fault) {
  case CUFF_FAULT_STOP_BUTTON:
    return CUFF_MS (500);
  case CUFF_FAULT_REPLUG:
    return CUFF_SECONDS (2);
  case CUFF_FAULT_BOOT_WITH_PRESSURE:
    return CUFF_SECONDS (5);
  default:
    return 0;
  }
}

/* The times of the plan are those of the simulator. */
static CuffSimFault *
keep (CuffSim *sim, const CuffFaultPlan *plan, CuffTime since_us)
{
  for (unsigned i = 0; i < CUFF_SIM_FAULTS_MAX; i++) {
    CuffSimFault *fault = &sim->fault[i];
    if (fault->state != CUFF_SIM_FAULT_FREE)
      continue;
    *fault = (CuffSimFault){ .state = CUFF_SIM_FAULT_WAITS,
                             .plan = *plan,
                             .begins_us = since_us + plan->at_us };
    return fault;
  }
  return NULL;
}

static void
tell (CuffSim *sim, const char *event, const CuffFaultPlan *plan)
{
  char detail[48];

  snprintf (detail, sizeof detail, ", \"fault\": \"%s\"", cuff_fault_to_string (plan->fault));
  cuff_sim_watch_event (sim, event, plan->channels == 2 ? 1 : 0, detail);
}

static void
begin (CuffSim *sim, CuffSimFault *fault)
{
  CuffTime lasts_us = fault->plan.lasts_us;

  if (lasts_us == 0)
    lasts_us = usual_length_us (fault->plan.fault);
  fault->state = CUFF_SIM_FAULT_ON;
  fault->ends_us = lasts_us > 0 ? sim->now_us + lasts_us : CUFF_TIME_NEVER;
  sim->seen.n_faults_begun++;
  sim->seen.fault_begun_at_us = sim->now_us;
  tell (sim, "fault-begins", &fault->plan);
  cuff_sim_board_set_fault (sim, fault->plan.fault, fault->plan.channels, true);
  if (fault->plan.fault == CUFF_FAULT_RESET)
    fault->state = CUFF_SIM_FAULT_FREE; /* a moment, nothing to undo */
}

static void
end (CuffSim *sim, CuffSimFault *fault)
{
  fault->state = CUFF_SIM_FAULT_FREE;
  tell (sim, "fault-ends", &fault->plan);
  cuff_sim_board_set_fault (sim, fault->plan.fault, fault->plan.channels, false);
}

void
cuff_sim_faults_init (CuffSim *sim)
{
  for (unsigned i = 0; i < CUFF_FAULT_PLANS_MAX; i++) {
    if (sim->options.faults[i].fault == CUFF_FAULT_NONE)
      return;
    keep (sim, &sim->options.faults[i], sim->start_us);
  }
}

static bool
is_due (const CuffSim *sim, const CuffSimFault *fault)
{
  const CuffFaultPlan *plan = &fault->plan;
  unsigned phases = sim->phases;

  if (plan->when == CUFF_FAULT_AT_TIME)
    return sim->now_us >= fault->begins_us;
  if (plan->channels != 0)
    phases = (plan->channels & 1 ? sim->channel_phases[0] : 0)
             | (plan->channels & 2 ? sim->channel_phases[1] : 0);
  return (phases >> plan->when & 1) != 0;
}

void
cuff_sim_faults_add (CuffSim *sim, const CuffFaultPlan *plan)
{
  if (cuff_fault_to_string (plan->fault) == NULL || plan->fault == CUFF_FAULT_NONE)
    return;

  CuffSimFault *fault = keep (sim, plan, sim->now_us);
  if (fault != NULL && is_due (sim, fault))
    begin (sim, fault);
}

void
cuff_sim_faults_mend (CuffSim *sim, CuffFault which)
{
  for (unsigned i = 0; i < CUFF_SIM_FAULTS_MAX; i++) {
    CuffSimFault *fault = &sim->fault[i];
    if (fault->plan.fault == which && fault->state == CUFF_SIM_FAULT_ON)
      end (sim, fault);
  }
}

void
cuff_sim_faults_step (CuffSim *sim)
{
  for (unsigned i = 0; i < CUFF_SIM_FAULTS_MAX; i++) {
    CuffSimFault *fault = &sim->fault[i];
    if (fault->state == CUFF_SIM_FAULT_WAITS && is_due (sim, fault))
      begin (sim, fault);
    else if (fault->state == CUFF_SIM_FAULT_ON && sim->now_us >= fault->ends_us)
      end (sim, fault);
  }
}

static bool
is_full (const CuffChannelReport *report)
{
  return cuff_pressure_is_set (report->pressure) && report->pressure >= EMPTY_TENTHS;
}

static CuffFaultWhen
phase_of_channel (const CuffChannelReport *report, bool patient_rests)
{
  bool presses = report->mode == CUFF_MODE_HOLD || report->mode == CUFF_MODE_LOP
                 || report->mode == CUFF_MODE_QUIET;

  if (!presses)
    return is_full (report) ? CUFF_FAULT_AT_DEFLATING : CUFF_FAULT_AT_TIME;
  if (patient_rests)
    return CUFF_FAULT_AT_RESTING;
  if (report->mode == CUFF_MODE_QUIET || (report->flags & CUFF_CHANNEL_AT_TARGET) != 0)
    return CUFF_FAULT_AT_HOLDING;
  return CUFF_FAULT_AT_INFLATING;
}

/* Idle and armed are the whole controller's; the others are seen in a channel. */
void
cuff_sim_faults_watch (CuffSim *sim, const CuffTelemetry *telemetry)
{
  double t_s = (sim->now_us - sim->start_us) * 1e-6;
  unsigned common = 0;

  if (telemetry->machine == CUFF_MACHINE_IDLE)
    common = 1u << CUFF_FAULT_AT_IDLE;
  if (telemetry->machine == CUFF_MACHINE_ARMED)
    common = 1u << CUFF_FAULT_AT_ARMED;
  sim->phases = common;
  for (unsigned i = 0; i < telemetry->n_channels && i < CUFF_CHANNELS_MAX; i++) {
    bool rests = cuff_patient_rests (&sim->patient[i], t_s);
    sim->channel_phases[i] = common | 1u << phase_of_channel (&telemetry->channel[i], rests);
    sim->phases |= sim->channel_phases[i];
  }
}
