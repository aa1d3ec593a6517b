/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board under the reference controller: its ten HAL functions on the simulated plant.
 */
#include "cuff-sim-private.h"

#include <string.h>

#define STEP_S          (CUFF_CONTROL_STEP_US * 1e-6)
#define BUTTON_PRESS_US CUFF_MS (500)

/* Pressure at which the regulator's idea of the cuff is taken: where training happens. */
#define TUNING_MMHG 120

static uint32_t
board_now_us (void *user)
{
  CuffSim *sim = user;

  return (uint32_t) (sim->now_us - sim->boot_us);
}

static bool
board_read_sensor (void *user, unsigned channel, unsigned sensor, CuffPressure *pressure)
{
  CuffSim *sim = user;

  *pressure = cuff_plant_read (&sim->plant[channel], sensor, STEP_S);
  return true;
}

static void
board_drive_pump (void *user, unsigned channel, unsigned permille)
{
  CuffSim *sim = user;

  sim->plant[channel].ordered.pump = permille / 1000.0;
}

static void
board_drive_valve (void *user, unsigned channel, unsigned permille)
{
  CuffSim *sim = user;

  sim->plant[channel].ordered.valve = permille / 1000.0;
}

static void
board_drive_vent (void *user, unsigned channel, bool shut)
{
  CuffSim *sim = user;

  sim->plant[channel].ordered.dump_open = !shut;
}

static bool
board_vent_is_open (void *user, unsigned channel)
{
  CuffSim *sim = user;

  return sim->plant[channel].dump_open;
}

static void
board_buzzer (void *user, bool on)
{
  (void) user;
  (void) on;
}

static bool
board_stop_button (void *user)
{
  CuffSim *sim = user;

  return sim->now_us < sim->button_until_us;
}

/* Like a UART without handshake: takes everything, and what nobody reads is lost. */
static size_t
board_send (void *user, const uint8_t *bytes, size_t n_bytes)
{
  CuffSim *sim = user;
  uint8_t out[CUFF_LINE_ROOM (64)];

  for (size_t done = 0; done < n_bytes;) {
    size_t n_piece = n_bytes - done < 64 ? n_bytes - done : 64;
    size_t n_out = cuff_line_send (&sim->line, bytes + done, n_piece, out);
    cuff_sim_pty_write (sim, out, n_out);
    done += n_piece;
  }
  cuff_sim_watch_sent (sim, bytes, n_bytes);
  return n_bytes;
}

static void
board_kick_watchdog (void *user)
{
  (void) user;
}

static const CuffHal board_hal = {
  .now_us = board_now_us,
  .read_sensor = board_read_sensor,
  .drive_pump = board_drive_pump,
  .drive_valve = board_drive_valve,
  .drive_vent = board_drive_vent,
  .vent_is_open = board_vent_is_open,
  .buzzer = board_buzzer,
  .stop_button = board_stop_button,
  .send = board_send,
  .kick_watchdog = board_kick_watchdog,
};

static CuffRegulatorTuning
tuning_for (const CuffPneumatics *air)
{
  return (CuffRegulatorTuning){
    .pump_flow_ml_s = (float) air->plumbing.pump_ml_s,
    .pump_stall_mmhg = (float) air->plumbing.pump_stall_mmhg,
    .valve_gain = (float) air->plumbing.valve_gain,
    .compliance_ml_mmhg = (float) cuff_bladder_compliance (&air->bladder, TUNING_MMHG),
  };
}

static CuffIdentity
identity_for (const CuffSim *sim)
{
  return (CuffIdentity){
    .major = CUFF_WIRE_MAJOR,
    .minor = CUFF_WIRE_MINOR,
    .n_channels = (uint8_t) sim->options.n_channels,
    .capabilities = CUFF_CAN_LOP | CUFF_CAN_LEAK_TEST | CUFF_CAN_SELF_TEST | CUFF_CAN_SECOND_SENSOR
                    | CUFF_CAN_LOG | CUFF_IS_SIMULATED,
    .sensor_min = CUFF_MMHG (-50),
    .sensor_max = CUFF_MMHG (400),
    .cap_hard = CUFF_MMHG (300),
    .cap_transient = CUFF_MMHG (330),
    .cap_lop = CUFF_MMHG (330),
    .time_cap_ms = 25 * 60 * 1000,
    .hz_max = 100,
    .vent_type = 0,
    .calibration_date = 20260105,
    .vendor = "Ebb",
    .model = "Simulated cuff",
    .serial = "SIM",
    .firmware = EBB_VERSION,
  };
}

void
cuff_sim_board_init (CuffSim *sim)
{
  const CuffSimOptions *options = &sim->options;

  sim->hal = board_hal;
  sim->hal.user = sim;
  for (unsigned i = 0; i < options->n_channels; i++) {
    cuff_plant_init (&sim->plant[i], options->limb, options->lop_mmhg,
                     options->patient.displaced_ml, options->pump_l_min, options->seed, i);
    sim->config.tuning[i] = tuning_for (&sim->plant[i].air);
  }
  sim->config.identity = identity_for (sim);
  cuff_patient_init (&sim->patient, &options->patient, options->seed);
  cuff_line_init (&sim->line, options->seed);
  /* Two starts on the wall clock are two boots even with one seed. */
  cuff_random_init (&sim->boot_random, options->seed ^ (uint64_t) sim->start_us, 60);
}

void
cuff_sim_board_boot (CuffSim *sim, CuffResetCause cause)
{
  sim->powered = true;
  sim->boot_us = sim->now_us;
  sim->config.identity.boot_id = (uint32_t) cuff_random_next (&sim->boot_random) | 1;
  sim->config.identity.reset_cause = cause;
  sim->line.n_frame = 0;
  cuff_controller_boot (&sim->controller, &sim->hal, &sim->config);
}

/* One control step of the controller, then the same time of physics. */
void
cuff_sim_board_step (CuffSim *sim)
{
  double t_s = (sim->now_us - sim->start_us) * 1e-6;

  if (sim->powered)
    cuff_controller_step (&sim->controller);

  double muscle = cuff_patient_step (&sim->patient, t_s, sim->plant[0].air.cuff_mmhg);
  for (unsigned i = 0; i < sim->options.n_channels; i++)
    cuff_plant_step (&sim->plant[i], muscle, STEP_S);
}

void
cuff_sim_board_receive (CuffSim *sim, const uint8_t *bytes, size_t n_bytes)
{
  cuff_sim_watch_heard (sim, bytes, n_bytes);
  if (sim->powered)
    cuff_controller_receive (&sim->controller, bytes, n_bytes);
}

static void
lose_power (CuffSim *sim)
{
  sim->powered = false;
  for (unsigned i = 0; i < sim->options.n_channels; i++)
    sim->plant[i].ordered = (CuffActuators){ .dump_open = true };
}

void
cuff_sim_board_break (CuffSim *sim, CuffFault fault)
{
  char detail[48];
  const char *name = cuff_fault_to_string (fault);

  if (name == NULL || fault == CUFF_FAULT_NONE)
    return;
  snprintf (detail, sizeof detail, ", \"fault\": \"%s\"", name);
  cuff_sim_watch_event (sim, "fault-begins", 0, detail);

  for (unsigned i = 0; i < sim->options.n_channels; i++)
    cuff_plant_break (&sim->plant[i], fault);
  cuff_line_break (&sim->line, fault);
  if (fault == CUFF_FAULT_POWER_LOSS)
    lose_power (sim);
  if (fault == CUFF_FAULT_RESET)
    cuff_sim_board_boot (sim, CUFF_RESET_WATCHDOG);
  if (fault == CUFF_FAULT_STOP_BUTTON)
    sim->button_until_us = sim->now_us + BUTTON_PRESS_US;
  if (fault == CUFF_FAULT_VANISH)
    cuff_sim_pty_close (sim);
}
