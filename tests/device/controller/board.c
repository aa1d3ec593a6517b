/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "board.h"

#include <math.h>
#include <string.h>

#define STEP_S       (CUFF_CONTROL_STEP_US / 1e6)
#define PUMP_ML_S    200.0
#define STALL_MMHG   600.0
#define VALVE_GAIN   16.0
#define DUMP_GAIN    24.0
#define COMPLIANCE   1.9
#define ATMOSPHERE   760.0
#define HEARTBEAT_US 200000
#define LONGEST_MS   600000

static double
outflow (double gain, double mmhg)
{
  return mmhg > 0 ? gain * sqrt (mmhg * (1 + mmhg / ATMOSPHERE)) : 0;
}

static bool
is_open (const BoardCuff *cuff)
{
  return !cuff->vent_shut && !cuff->vent_stuck;
}

static void
move_air (BoardCuff *cuff)
{
  double flow = PUMP_ML_S * cuff->pump_permille / 1000 * (1 - cuff->mmhg / STALL_MMHG);

  if (cuff->held)
    return;
  if (!cuff->exhaust_sticks)
    flow -= outflow (VALVE_GAIN * cuff->valve_permille / 1000, cuff->mmhg);
  if (is_open (cuff))
    flow -= outflow (DUMP_GAIN, cuff->mmhg);
  flow -= cuff->leak_ml_s * cuff->mmhg / 60;
  cuff->mmhg = MAX (0, cuff->mmhg + flow / COMPLIANCE * STEP_S);
}

/* The HAL. */

static uint32_t
now_us (void *user)
{
  return (uint32_t) ((Board *) user)->now_us;
}

static bool
read_sensor (void *user, unsigned channel, unsigned sensor, CuffPressure *pressure)
{
  const BoardCuff *cuff = &((Board *) user)->cuff[channel];

  *pressure = cuff_pressure_from_mmhg (cuff->mmhg * (1 + cuff->gain_error[sensor])
                                       + cuff->offset_mmhg[sensor]);

  return !cuff->broken[sensor];
}

static void
drive_pump (void *user, unsigned channel, unsigned permille)
{
  g_assert_cmpuint (permille, <=, 1000);
  ((Board *) user)->cuff[channel].pump_permille = permille;
}

static void
drive_valve (void *user, unsigned channel, unsigned permille)
{
  g_assert_cmpuint (permille, <=, 1000);
  ((Board *) user)->cuff[channel].valve_permille = permille;
}

static void
drive_vent (void *user, unsigned channel, bool shut)
{
  ((Board *) user)->cuff[channel].vent_shut = shut;
}

static bool
vent_is_open (void *user, unsigned channel)
{
  const BoardCuff *cuff = &((Board *) user)->cuff[channel];

  return cuff->contact_lies ? !cuff->vent_shut : is_open (cuff);
}

static void
buzzer (void *user, bool on)
{
  ((Board *) user)->buzzer = on;
}

static bool
stop_button (void *user)
{
  return ((Board *) user)->stop_pressed;
}

static void
kick_watchdog (void *user)
{
  ((Board *) user)->n_kicks++;
}

static void
hear (Board *board, const CuffMessage *message)
{
  switch (message->type) {
  case CUFF_MSG_TELEMETRY:
    board->telemetry = message->telemetry;
    board->n_telemetry++;
    break;
  case CUFF_MSG_IDENTITY:
    board->identity = message->identity;
    board->n_identities++;
    break;
  case CUFF_MSG_ACK:
    board->ack = message->ack;
    board->n_acks++;
    break;
  case CUFF_MSG_LIMITS:
    board->adopted[message->limits.channel] = message->limits.limits;
    board->n_limits++;
    break;
  case CUFF_MSG_ALARM:
    board->alarm = message->alarm;
    board->n_alarms[message->alarm.alarm] += message->alarm.active;
    board->n_withdrawn += !message->alarm.active;
    break;
  case CUFF_MSG_EVENT:
    board->n_events[message->event.code]++;
    board->argument[message->event.code] = message->event.argument;
    break;
  case CUFF_MSG_RESULT:
    board->result = message->result;
    board->n_results++;
    break;
  case CUFF_MSG_LOG:
    g_array_append_val (board->log, message->log);
    break;
  default:
    g_error ("the controller sent type %u", message->type);
  }
}

/* The controller's bytes reach the host at once.  Every frame must be whole and make sense. */
static size_t
send_bytes (void *user, const uint8_t *bytes, size_t n_bytes)
{
  Board *board = user;

  if (board->line_full)
    return 0;
  for (size_t i = 0; i < n_bytes; i++) {
    CuffParse parse = cuff_parser_push (&board->parser, bytes[i]);
    CuffMessage message;

    g_assert_cmpint (parse, !=, CUFF_PARSE_STOP);
    if (parse != CUFF_PARSE_FRAME)
      continue;
    g_assert_cmpint (cuff_message_decode (&board->parser.frame, &message), ==, CUFF_DECODE_OK);
    hear (board, &message);
  }
  g_assert_cmpuint (board->parser.n_damaged, ==, 0);

  return n_bytes;
}

static const CuffHal board_hal = {
  .now_us = now_us,
  .read_sensor = read_sensor,
  .drive_pump = drive_pump,
  .drive_valve = drive_valve,
  .drive_vent = drive_vent,
  .vent_is_open = vent_is_open,
  .buzzer = buzzer,
  .stop_button = stop_button,
  .send = send_bytes,
  .kick_watchdog = kick_watchdog,
};

static const CuffIdentity board_identity = {
  .capabilities = CUFF_CAN_LOP | CUFF_CAN_LEAK_TEST | CUFF_CAN_SELF_TEST | CUFF_CAN_SECOND_SENSOR
                  | CUFF_CAN_LOG,
  .sensor_min = CUFF_MMHG (-30),
  .sensor_max = CUFF_MMHG (400),
  .cap_hard = CUFF_MMHG (300),
  .cap_transient = CUFF_MMHG (330),
  .cap_lop = CUFF_MMHG (330),
  .time_cap_ms = 1500000,
  .hz_max = 200,
  .boot_id = 1,
  .vendor = "Ebb",
  .model = "Test board",
};

void
board_boot (Board *board)
{
  board->config.identity.boot_id++;
  /* A valve that nobody drives is open, a pump that nobody drives stands. */
  for (unsigned i = 0; i < board->n_channels; i++) {
    board->cuff[i].vent_shut = false;
    board->cuff[i].pump_permille = 0;
    board->cuff[i].valve_permille = 0;
  }
  cuff_controller_boot (&board->controller, &board->hal, &board->config);
}

Board *
board_new (unsigned n_channels)
{
  Board *board = g_new0 (Board, 1);

  board->n_channels = n_channels;
  board->hal = board_hal;
  board->hal.user = board;
  board->config.identity = board_identity;
  board->config.identity.n_channels = (uint8_t) n_channels;
  for (unsigned i = 0; i < n_channels; i++)
    board->config.tuning[i] = cuff_regulator_reference;
  board->state.lease_ms = 1500;
  board->state.n_channels = (uint8_t) n_channels;
  board->nonce = 0xC0FFEE;
  board->log = g_array_new (FALSE, FALSE, sizeof (CuffLogMessage));
  cuff_parser_init (&board->parser);
  board_boot (board);

  return board;
}

void
board_free (Board *board)
{
  g_array_unref (board->log);
  g_free (board);
}

void
board_squeeze (Board *board, unsigned channel, double mmhg)
{
  board->cuff[channel].held = true;
  board->cuff[channel].mmhg = mmhg;
}

void
board_let_go (Board *board, unsigned channel)
{
  board->cuff[channel].held = false;
}

bool
board_is_vented (const Board *board)
{
  for (unsigned i = 0; i < board->n_channels; i++) {
    if (board->cuff[i].vent_shut || board->cuff[i].pump_permille > 0)
      return false;
  }

  return true;
}

void
board_run (Board *board, unsigned ms)
{
  for (unsigned i = 0; i < ms * 1000 / CUFF_CONTROL_STEP_US; i++) {
    if (board->beats && board->now_us >= board->beat_at_us)
      board_beat (board);
    board->now_us += CUFF_CONTROL_STEP_US;
    for (unsigned k = 0; k < board->n_channels; k++)
      move_air (&board->cuff[k]);
    cuff_controller_step (&board->controller);
  }
}

void
board_stays_vented (Board *board, unsigned ms)
{
  for (unsigned i = 0; i < ms; i += 5) {
    board_run (board, 5);
    g_assert_true (board_is_vented (board));
  }
}

void
board_bytes (Board *board, const uint8_t *bytes, size_t n_bytes)
{
  cuff_controller_receive (&board->controller, bytes, n_bytes);
}

void
board_send (Board *board, CuffMessage message)
{
  uint8_t wire[CUFF_FRAME_MAX];
  CuffFrame frame;

  message.sequence = board->frame_sequence++;
  cuff_message_encode (&message, &frame);
  board_bytes (board, wire, cuff_frame_encode (&frame, false, wire));
}

int
board_command (Board *board, CuffMessage message)
{
  unsigned n_acks = board->n_acks;

  board_send (board, message);
  if (board->n_acks == n_acks)
    return -1;
  g_assert_cmpint (board->ack.command, ==, message.type);

  return (int) board->ack.result;
}

int
board_arm (Board *board, uint32_t epoch, CuffArmPurpose purpose)
{
  uint32_t token = cuff_arm_token (board->adopted, board->n_channels, board->nonce, epoch, purpose);

  return board_command (board,
                        (CuffMessage){ .type = CUFF_MSG_ARM, .arm = { epoch, token, purpose } });
}

int
board_vent (Board *board)
{
  return board_command (board,
                        (CuffMessage){ .type = CUFF_MSG_VENT, .channel = { CUFF_ALL_CHANNELS } });
}

int
board_acknowledge (Board *board, CuffAlarm alarm)
{
  return board_command (
      board, (CuffMessage){ .type = CUFF_MSG_ALARM_ACK, .alarm_ack = { (uint16_t) alarm } });
}

int
board_beat (Board *board)
{
  unsigned n_acks = board->n_acks;

  board->beat_at_us = board->now_us + HEARTBEAT_US;
  board->state.sequence++;
  board_send (board, (CuffMessage){ .type = CUFF_MSG_STATE, .state = board->state });

  return board->n_acks == n_acks ? CUFF_RESULT_OK : (int) board->ack.result;
}

void
board_order (Board *board, unsigned channel, CuffMode mode, double mmhg)
{
  board->state.order[channel] = (CuffOrder){ .mode = mode,
                                             .target = cuff_pressure_from_mmhg (mmhg),
                                             .longest_ms = LONGEST_MS };
}

void
board_make_ready (Board *board)
{
  board_run (board, 1000);
  board_send (board, (CuffMessage){ .type = CUFF_MSG_HELLO,
                                    .hello = { CUFF_WIRE_MAJOR, CUFF_WIRE_MINOR, board->nonce } });
  for (unsigned i = 0; i < board->n_channels; i++)
    board_send (board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                                      .limits = { (uint8_t) i, { .cap = CUFF_MMHG (250) } } });
  board->beats = true;
  board->state.epoch = 0;
  for (unsigned i = 0; i < board->n_channels; i++)
    board_order (board, i, CUFF_MODE_VENT, 0);
  board_run (board, 1300);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
}

void
board_inflate (Board *board, uint32_t epoch, double mmhg)
{
  g_assert_cmpint (board_arm (board, epoch, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
  board_run (board, 300);
  board->state.epoch = epoch;
  board_order (board, 0, CUFF_MODE_HOLD, mmhg);
  for (unsigned i = 1; i < board->n_channels; i++)
    board_order (board, i, CUFF_MODE_DEFLATE, 0);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
  board_run (board, 6000);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, mmhg, mmhg * 0.05);
}
