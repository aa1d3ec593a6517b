/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What really happened, for log and tests: pressures, valves and pumps from the plant, states from
 * the bytes on the wire (so that the controller's inside stays its own).
 */
#include "cuff-sim-private.h"

#include <inttypes.h>

/* A host repeats its STOP with every heartbeat; one line a second is enough. */
#define STOP_AGAIN_US CUFF_SECONDS (1)

/* Heartbeats come five times a second; a line about them every five seconds. */
#define BEATS_PER_LINE 25

/* How often the truth tells the pressures. */
#define PRESSURES_US CUFF_MS (100)

void
cuff_sim_watch_init (CuffSim *sim)
{
  cuff_parser_init (&sim->sent);
  cuff_parser_init (&sim->heard);
  sim->stop_logged_us = -STOP_AGAIN_US;
  for (unsigned i = 0; i < sim->options.n_channels; i++)
    sim->was_open[i] = sim->vented_since[i] = true;
  sim->pressures_at_us = sim->start_us;
  sim->seen.vent_open = true;
  sim->seen.vented_at_us = sim->start_us;
  sim->truth = sim->seen;
  if (sim->log.also_stdout) {
    printf ("port %s\n", sim->path);
    fflush (stdout);
  }

  char detail[40];
  snprintf (detail, sizeof detail, ", \"seed\": %" PRIu64, sim->options.seed);
  cuff_sim_watch_event (sim, "start", 0, detail);
}

void
cuff_sim_watch_event (CuffSim *sim, const char *event, unsigned channel, const char *detail)
{
  double cuff_mmhg = sim->plant[channel].air.cuff_mmhg;

  cuff_sim_log_write (&sim->log, sim->now_us, event, channel, cuff_mmhg, detail);
  cuff_sim_log_write (&sim->truth_log, sim->now_us, event, channel, cuff_mmhg, detail);
}

static void
note_stop (CuffSim *sim, const char *by)
{
  char detail[32];

  if (sim->now_us - sim->stop_logged_us < STOP_AGAIN_US)
    return;
  sim->stop_logged_us = sim->now_us;
  snprintf (detail, sizeof detail, ", \"by\": \"%s\"", by);
  cuff_sim_watch_event (sim, "stop", 0, detail);
}

static void
note_vented (CuffSim *sim, CuffReason reason)
{
  char detail[32];

  if (reason == CUFF_REASON_LEASE)
    cuff_sim_watch_event (sim, "lease-over", 0, "");
  if (reason == CUFF_REASON_DEVICE_BUTTON)
    note_stop (sim, "button");
  snprintf (detail, sizeof detail, ", \"reason\": %d", (int) reason);
  cuff_sim_watch_event (sim, "vented", 0, detail);
}

static void
note_device_event (CuffSim *sim, const CuffEventMessage *event)
{
  char detail[32];

  switch (event->code) {
  case CUFF_DEVICE_EVENT_BOOT:
    cuff_sim_watch_event (sim, "boot", 0, "");
    break;
  case CUFF_DEVICE_EVENT_ARMED:
    cuff_sim_watch_event (sim, "armed", 0, "");
    break;
  case CUFF_DEVICE_EVENT_ACTIVE:
    cuff_sim_watch_event (sim, "active", 0, "");
    break;
  case CUFF_DEVICE_EVENT_VENTED:
    note_vented (sim, (CuffReason) event->argument);
    break;
  case CUFF_DEVICE_EVENT_RELEASED:
    cuff_sim_watch_event (sim, "released", 0, "");
    break;
  case CUFF_DEVICE_EVENT_FAULT:
    snprintf (detail, sizeof detail, ", \"alarm\": %d", (int) event->argument);
    cuff_sim_watch_event (sim, "fault", 0, detail);
    break;
  case CUFF_DEVICE_EVENT_ARM_EXPIRED:
    cuff_sim_watch_event (sim, "arm-expired", 0, "");
    break;
  default:
    break;
  }
}

void
cuff_sim_watch_sent (CuffSim *sim, const uint8_t *bytes, size_t n_bytes)
{
  CuffMessage message;

  for (size_t i = 0; i < n_bytes; i++) {
    if (cuff_parser_push (&sim->sent, bytes[i]) != CUFF_PARSE_FRAME
        || cuff_message_decode (&sim->sent.frame, &message) != CUFF_DECODE_OK)
      continue;
    if (message.type == CUFF_MSG_EVENT)
      note_device_event (sim, &message.event);
    if (message.type == CUFF_MSG_TELEMETRY)
      cuff_sim_faults_watch (sim, &message.telemetry);
  }
}

/* How regularly the host shows that it lives: the longest time between two heartbeats. */
static void
note_beat (CuffSim *sim)
{
  char detail[48];

  if (sim->beat_us > 0 && sim->now_us - sim->beat_us > sim->longest_gap_us)
    sim->longest_gap_us = sim->now_us - sim->beat_us;
  sim->beat_us = sim->now_us;
  if (++sim->n_beats < BEATS_PER_LINE)
    return;
  snprintf (detail, sizeof detail, ", \"longest_gap_ms\": %d", (int) (sim->longest_gap_us / 1000));
  cuff_sim_watch_event (sim, "heartbeats", 0, detail);
  sim->n_beats = 0;
  sim->longest_gap_us = 0;
}

void
cuff_sim_watch_heard (CuffSim *sim, const uint8_t *bytes, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++) {
    CuffParse parse = cuff_parser_push (&sim->heard, bytes[i]);
    uint8_t type = parse == CUFF_PARSE_FRAME ? sim->heard.frame.type : 0;

    if (parse == CUFF_PARSE_STOP || type == CUFF_MSG_VENT)
      note_stop (sim, "host");
    if (type == CUFF_MSG_STATE)
      note_beat (sim);
    if (type == CUFF_MSG_HELLO)
      cuff_sim_watch_event (sim, "hello", 0, "");
  }
}

static void
watch_channel (CuffSim *sim, unsigned channel)
{
  const CuffPlant *plant = &sim->plant[channel];
  bool pumping = plant->ordered.pump > 0 || plant->pump_stuck;

  if (plant->dump_open != sim->was_open[channel]) {
    sim->was_open[channel] = plant->dump_open;
    cuff_sim_watch_event (sim, plant->dump_open ? "vent-open" : "vent-shut", channel, "");
    if (plant->dump_open) {
      sim->vented_since[channel] = true;
      sim->seen.vented_at_us = sim->now_us;
    }
  }
  if (pumping && !plant->dump_open && sim->vented_since[channel]) {
    sim->vented_since[channel] = false;
    sim->seen.inflating_at_us = sim->now_us;
    sim->seen.n_inflations++;
    cuff_sim_watch_event (sim, "pump-start", channel, "");
  }
}

/* Times as in t_s, in whole microseconds. */
static int
print_time (char *out, size_t room, const char *name, CuffTime t_us)
{
  return snprintf (out, room, ", \"%s\": %" PRId64 ".%06d", name, t_us / 1000000,
                   (int) (t_us % 1000000));
}

static void
watch_patient (CuffSim *sim, unsigned channel)
{
  char detail[256];
  const CuffPatient *patient = &sim->patient[channel];
  const CuffContraction *last = &patient->last;

  if (patient->n_done == sim->reps_logged[channel])
    return;
  sim->reps_logged[channel] = patient->n_done;

  const double at_s[] = { last->start_s, last->start_s + last->up_s, last->release_s,
                          cuff_contraction_end (last) };
  const char *const name[] = { "start_s", "peak_s", "release_s", "end_s" };
  int hold_ms = (int) ((last->release_s - last->start_s - last->up_s) * 1000);
  int n = snprintf (detail, sizeof detail, ", \"number\": %u, \"hold_ms\": %d, \"percent\": %d",
                    patient->n_done, hold_ms, (int) (last->level * 100 + 0.5));
  for (int i = 0; i < 4; i++)
    n += print_time (detail + n, sizeof detail - (size_t) n, name[i],
                     sim->start_us + (CuffTime) (at_s[i] * 1e6));
  cuff_sim_watch_event (sim, "rep", channel, detail);
}

static int
tenths_part (CuffPressure pressure)
{
  return (pressure < 0 ? -pressure : pressure) % 10;
}

static void
tell_pressures (CuffSim *sim)
{
  char detail[128];

  if (sim->now_us < sim->pressures_at_us)
    return;
  sim->pressures_at_us = sim->now_us + PRESSURES_US;
  for (unsigned i = 0; i < sim->options.n_channels; i++) {
    const CuffPlant *plant = &sim->plant[i];
    CuffPressure manifold = cuff_pressure_from_mmhg (plant->air.manifold_mmhg);
    snprintf (detail, sizeof detail,
              ", \"manifold_mmhg\": %d.%d, \"vent_open\": %s, \"pump_permille\": %d", manifold / 10,
              tenths_part (manifold), plant->dump_open ? "true" : "false",
              (int) (plant->air.pump_speed * 1000 + 0.5));
    cuff_sim_log_write (&sim->truth_log, sim->now_us, "pressure", i, plant->air.cuff_mmhg, detail);
  }
}

static void
see_channel (CuffSim *sim, unsigned channel)
{
  CuffChannelTruth *truth = &sim->seen.channel[channel];
  const CuffPlant *plant = &sim->plant[channel];

  truth->cuff_mmhg = plant->air.cuff_mmhg;
  truth->peak_mmhg = fmax (truth->peak_mmhg, plant->air.cuff_mmhg);
  truth->n_reps_done = sim->patient[channel].n_done;
  truth->vent_open = plant->dump_open;
}

void
cuff_sim_watch_step (CuffSim *sim)
{
  CuffSimTruth *seen = &sim->seen;

  seen->vent_open = true;
  for (unsigned i = 0; i < sim->options.n_channels; i++) {
    watch_channel (sim, i);
    watch_patient (sim, i);
    see_channel (sim, i);
    seen->vent_open = seen->vent_open && seen->channel[i].vent_open;
  }
  tell_pressures (sim);
  seen->cuff_mmhg = seen->channel[0].cuff_mmhg;
  seen->peak_mmhg = seen->channel[0].peak_mmhg;
  seen->n_reps_done = seen->channel[0].n_reps_done;

  pthread_mutex_lock (&sim->lock);
  sim->truth = *seen;
  pthread_mutex_unlock (&sim->lock);
}
