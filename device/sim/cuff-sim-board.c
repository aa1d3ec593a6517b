/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board under the reference controller: its ten HAL functions on the simulated plant.
 */
#include "cuff-sim-private.h"

#include <string.h>

#define STEP_S (CUFF_CONTROL_STEP_US * 1e-6)

/* A crystal is a hundred times better; a bad RC oscillator is not. */
#define CLOCK_ERROR_PERMILLE 20

/* Any bits, for other numbers of the same seed. */
#define SECOND_LIMB 0x5EC0ED

/* What a cuff holds at least when its controller boots with pressure. */
#define BOOT_PRESSURE_MMHG 100

/* Pressure at which the regulator's idea of the cuff is taken: where training happens. */
#define TUNING_MMHG 120

static uint32_t
board_now_us (void *user)
{
  CuffSim *sim = user;

  return (uint32_t) ((sim->device_ns - sim->boot_ns) / 1000);
}

static bool
board_read_sensor (void *user, unsigned channel, unsigned sensor, CuffPressure *pressure)
{
  CuffSim *sim = user;

  *pressure = cuff_plant_read (&sim->plant[channel], sensor, STEP_S);
  return cuff_pressure_is_set (*pressure);
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

  return sim->button_pressed;
}

/* Like a UART without handshake: takes everything, and what nobody reads is lost. */
static size_t
board_send (void *user, const uint8_t *bytes, size_t n_bytes)
{
  CuffSim *sim = user;

  cuff_line_send (&sim->to_host_line, sim->now_us, bytes, n_bytes);
  cuff_sim_watch_sent (sim, bytes, n_bytes);
  return n_bytes;
}

static void
arrive_at_host (void *user, const uint8_t *bytes, size_t n_bytes)
{
  cuff_sim_pty_write (user, bytes, n_bytes);
}

static void
arrive_at_controller (void *user, const uint8_t *bytes, size_t n_bytes)
{
  CuffSim *sim = user;

  cuff_sim_watch_heard (sim, bytes, n_bytes);
  if (sim->powered)
    cuff_controller_receive (&sim->controller, bytes, n_bytes);
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
  const CuffPatientScript *second =
      options->patient_second != NULL ? options->patient_second : &options->patient;
  /* Two limbs of one person do the same, not at the same moment. */
  cuff_patient_init (&sim->patient[0], &options->patient, options->seed);
  cuff_patient_init (&sim->patient[1], second, options->seed ^ SECOND_LIMB);
  cuff_line_init (&sim->to_host_line, CUFF_LINE_TO_HOST, options->seed, arrive_at_host, sim);
  cuff_line_init (&sim->to_device_line, CUFF_LINE_TO_DEVICE, options->seed, arrive_at_controller,
                  sim);
  /* Two starts on the wall clock are two boots even with one seed. */
  cuff_random_init (&sim->boot_random, options->seed ^ (uint64_t) sim->start_us, 60);
}

void
cuff_sim_board_boot (CuffSim *sim, CuffResetCause cause)
{
  sim->powered = true;
  sim->boot_ns = sim->device_ns;
  sim->config.identity.boot_id = (uint32_t) cuff_random_next (&sim->boot_random) | 1;
  sim->config.identity.reset_cause = cause;
  sim->to_host_line.n_frame = 0;
  cuff_controller_boot (&sim->controller, &sim->hal, &sim->config);
}

void
cuff_sim_board_set_time (CuffSim *sim, CuffTime now_us)
{
  sim->device_ns += (now_us - sim->now_us) * (1000 + sim->clock_permille);
  sim->now_us = now_us;
}

static void
step_lines (CuffSim *sim)
{
  uint8_t words[CUFF_OTHER_ROOM];
  size_t n_words = cuff_other_step (&sim->other, sim->now_us, words);

  cuff_line_step (&sim->to_device_line, sim->now_us);
  cuff_line_step (&sim->to_host_line, sim->now_us);
  if (n_words > 0)
    cuff_line_talk (&sim->to_host_line, sim->now_us, words, n_words);
}

/* One control step of the controller, then the same time of physics. */
void
cuff_sim_board_step (CuffSim *sim)
{
  double t_s = (sim->now_us - sim->start_us) * 1e-6;

  step_lines (sim);
  if (sim->powered)
    cuff_controller_step (&sim->controller);

  for (unsigned i = 0; i < sim->options.n_channels; i++) {
    double muscle = cuff_patient_step (&sim->patient[i], t_s, sim->plant[i].air.cuff_mmhg);
    cuff_plant_step (&sim->plant[i], muscle, STEP_S);
  }
}

void
cuff_sim_board_receive (CuffSim *sim, const uint8_t *bytes, size_t n_bytes)
{
  uint8_t answer[CUFF_OTHER_ROOM];

  for (size_t i = 0; i < n_bytes && sim->other.kind != CUFF_FAULT_NONE; i++) {
    size_t n_answer = cuff_other_hear (&sim->other, bytes[i], answer);
    cuff_line_talk (&sim->to_host_line, sim->now_us, answer, n_answer);
  }
  cuff_line_send (&sim->to_device_line, sim->now_us, bytes, n_bytes);
}

/* Faults ----------------------------------------------------------------------------------- */

static void
set_power (CuffSim *sim, bool on)
{
  if (on) {
    cuff_sim_board_boot (sim, CUFF_RESET_POWER_ON);
    return;
  }
  sim->powered = false;
  for (unsigned i = 0; i < sim->options.n_channels; i++)
    sim->plant[i].ordered = (CuffActuators){ .dump_open = true };
}

/* It comes up with a full cuff, and what should have emptied it is blocked. */
static void
boot_with_pressure (CuffSim *sim, bool on)
{
  for (unsigned i = 0; i < sim->options.n_channels; i++) {
    CuffPlant *plant = &sim->plant[i];
    if (!on)
      continue;
    plant->dump_open = false;
    cuff_pneumatics_fill (&plant->air, fmax (plant->air.cuff_mmhg, BOOT_PRESSURE_MMHG));
  }
  if (on)
    cuff_sim_board_boot (sim, CUFF_RESET_BROWN_OUT);
}

static void
set_controller_fault (CuffSim *sim, CuffFault fault, bool on)
{
  switch (fault) {
  case CUFF_FAULT_RESET:
    if (on)
      cuff_sim_board_boot (sim, CUFF_RESET_WATCHDOG);
    break;
  case CUFF_FAULT_POWER_LOSS:
    set_power (sim, !on);
    break;
  case CUFF_FAULT_BOOT_WITH_PRESSURE:
    boot_with_pressure (sim, on);
    break;
  case CUFF_FAULT_CLOCK_FAST:
    sim->clock_permille = on ? CLOCK_ERROR_PERMILLE : 0;
    break;
  case CUFF_FAULT_CLOCK_SLOW:
    sim->clock_permille = on ? -CLOCK_ERROR_PERMILLE : 0;
    break;
  case CUFF_FAULT_STOP_BUTTON:
    sim->button_pressed = on;
    break;
  default:
    break;
  }
}

static void
set_port_fault (CuffSim *sim, CuffFault fault, bool on)
{
  if (fault == CUFF_FAULT_NMEA || fault == CUFF_FAULT_AT_MODEM)
    cuff_other_begin (&sim->other, on ? fault : CUFF_FAULT_NONE, sim->now_us);
  if (fault != CUFF_FAULT_VANISH && fault != CUFF_FAULT_REPLUG)
    return;
  if (on)
    cuff_sim_pty_unplug (sim);
  else
    cuff_sim_pty_plug (sim);
}

void
cuff_sim_board_set_fault (CuffSim *sim, CuffFault fault, unsigned channels, bool on)
{
  for (unsigned i = 0; i < sim->options.n_channels; i++)
    if (channels == 0 || (channels >> i & 1) != 0)
      cuff_plant_set_fault (&sim->plant[i], fault, on);
  cuff_line_set_fault (&sim->to_host_line, fault, on, sim->now_us);
  cuff_line_set_fault (&sim->to_device_line, fault, on, sim->now_us);
  set_controller_fault (sim, fault, on);
  set_port_fault (sim, fault, on);
}
