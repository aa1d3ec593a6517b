/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reference controller under a host that says anything at any time, on a board where anything
 * breaks.  Beside it runs a second reading of PROTOCOL.md section 6, as the conditions without
 * which no pressure may stand:
 *  - the pump turns or the dump valve is shut only for a channel that a State (or a LeakTest) of
 *    the epoch under way asked for, 0.2 to 10 s after an Arm of this boot with the right token,
 *    within every cap;
 *  - the last heartbeat is younger than the lease;
 *  - STOP, a break, Hello and the stop button vent at once, and the epoch does not come back;
 *  - a puff or a leak test is over after 10 s, an occlusion search after 180 s;
 *  - above 330 mmHg, without a reading, in a fault and after a reset everything is vented;
 *  - whatever the controller says is a good frame of a known message.
 *
 * The input: one byte says where the story begins (booting, ready, armed, inflated; one channel or
 * two), then a script of the host and of the board.
 */
#include "cuff-controller.h"
#include "fuzz.h"

#include <math.h>
#include <string.h>

#define STEPS_MAX     3000
#define SUBSTEP_S     0.005
#define UNREADABLE_US 50000 /* section 7 */
#define MS(ms)        ((uint64_t) (ms) *1000)
#define EPOCH_WRONG   0x80000000u

typedef struct {
  double mmhg;
  unsigned pump, valve; /* permille */
  bool shut;            /* the dump valve */
  bool stuck;           /* it does not open, whatever is driven */
  bool mute[2];         /* sensor */
  int offset_dmmhg[2];
  uint64_t unread_since_us; /* 0 = all sensors can be read */
} Cuff;

/* What the host may rightly expect to have pressurised. */
typedef struct {
  CuffHello hello;
  bool greeted, have_sequence;
  uint32_t sequence;
  CuffLimits adopted[CUFF_CHANNELS_MAX]; /* as the controller said */
  CuffArmMessage asked;                  /* the last Arm that was right; epoch 0 = none */
  uint64_t asked_at_us;
  uint32_t epoch_max;
  uint32_t epoch; /* under way by the controller's word; 0 = none */
  CuffArmPurpose purpose;
  uint64_t armed_at_us, beat_at_us, shut_at_us;
  uint32_t lease_ms;
  bool begun;                    /* something was pressurised in this epoch */
  bool may[CUFF_CHANNELS_MAX];   /* be pressurised */
  bool still[CUFF_CHANNELS_MAX]; /* without the pump */
  int leaking;                   /* channel of a leak test; -1 = none */
} Permit;

typedef struct {
  CuffController controller;
  uint64_t now_us;
  unsigned n_channels;
  Cuff cuff[CUFF_CHANNELS_MAX];
  bool pressed, line_full;
  unsigned n_kicks, n_steps;
  CuffParser said, heard; /* by the host, from the controller */
  Permit permit;

  /* the host's script */
  bool beats;
  uint64_t beat_at_us;
  uint8_t frame_sequence;
  uint32_t epoch;
  CuffStateMessage state;
} Rig;

static Rig rig;

/* --- board ------------------------------------------------------------------------------------ */

static uint32_t
now_us (void *user)
{
  return (uint32_t) rig.now_us;
}

static CuffPressure
reading (const Cuff *cuff, unsigned sensor)
{
  return cuff_pressure_from_mmhg (cuff->mmhg) + cuff->offset_dmmhg[sensor];
}

/* A sensor that has no wire, or says what it cannot measure. */
static bool
is_unreadable (const Cuff *cuff, unsigned sensor)
{
  CuffPressure pressure = reading (cuff, sensor);

  return cuff->mute[sensor] || pressure < CUFF_MMHG (-30) || pressure > CUFF_MMHG (400);
}

static bool
read_sensor (void *user, unsigned channel, unsigned sensor, CuffPressure *pressure)
{
  const Cuff *cuff = &rig.cuff[channel];

  *pressure = reading (cuff, sensor);

  return !cuff->mute[sensor];
}

static void
drive_pump (void *user, unsigned channel, unsigned permille)
{
  FUZZ_CHECK (channel < CUFF_CHANNELS_MAX && permille <= 1000, "%u permille", permille);
  rig.cuff[channel].pump = permille;
}

static void
drive_valve (void *user, unsigned channel, unsigned permille)
{
  FUZZ_CHECK (channel < CUFF_CHANNELS_MAX && permille <= 1000, "%u permille", permille);
  rig.cuff[channel].valve = permille;
}

static void
drive_vent (void *user, unsigned channel, bool shut)
{
  FUZZ_CHECK (channel < CUFF_CHANNELS_MAX, "channel %u", channel);
  rig.cuff[channel].shut = shut;
}

static bool
vent_is_open (void *user, unsigned channel)
{
  return !rig.cuff[channel].shut && !rig.cuff[channel].stuck;
}

static void
buzzer (void *user, bool on)
{
}

static bool
stop_button (void *user)
{
  return rig.pressed;
}

static void
kick_watchdog (void *user)
{
  rig.n_kicks++;
}

static void
end_epoch (Permit *permit)
{
  permit->epoch = 0;
  permit->begun = false;
  permit->leaking = -1;
  memset (permit->may, 0, sizeof permit->may);
}

static void
hear_event (Permit *permit, const CuffEventMessage *event)
{
  if (event->code == CUFF_DEVICE_EVENT_VENTED || event->code == CUFF_DEVICE_EVENT_ARM_EXPIRED)
    end_epoch (permit);
  if (event->code != CUFF_DEVICE_EVENT_ARMED)
    return;

  FUZZ_CHECK (permit->asked.epoch != 0 && (uint32_t) event->argument == permit->asked.epoch,
              "armed epoch %u, which nobody asked for", (uint32_t) event->argument);
  FUZZ_CHECK (permit->asked.epoch > permit->epoch_max, "epoch %u again", permit->asked.epoch);
  end_epoch (permit);
  permit->epoch = permit->epoch_max = permit->asked.epoch;
  permit->purpose = permit->asked.purpose;
  permit->armed_at_us = permit->asked_at_us;
  permit->shut_at_us = 0;
}

static size_t
send_bytes (void *user, const uint8_t *bytes, size_t n_bytes)
{
  if (rig.line_full)
    return 0;
  for (size_t i = 0; i < n_bytes; i++) {
    CuffParse parse = cuff_parser_push (&rig.heard, bytes[i]);
    CuffMessage message;

    FUZZ_CHECK (parse != CUFF_PARSE_STOP, "the controller sends three zeros");
    if (parse != CUFF_PARSE_FRAME)
      continue;
    FUZZ_CHECK (cuff_message_decode (&rig.heard.frame, &message) == CUFF_DECODE_OK,
                "the controller sends a bad message 0x%02X", rig.heard.frame.type);
    if (message.type == CUFF_MSG_LIMITS)
      rig.permit.adopted[message.limits.channel] = message.limits.limits;
    else if (message.type == CUFF_MSG_EVENT)
      hear_event (&rig.permit, &message.event);
  }
  FUZZ_CHECK (rig.heard.n_damaged == 0, "the controller sends what is no frame");

  return n_bytes;
}

static const CuffHal hal = {
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

static bool
is_vented (void)
{
  for (unsigned i = 0; i < rig.n_channels; i++) {
    if (rig.cuff[i].shut || rig.cuff[i].pump > 0)
      return false;
  }

  return true;
}

/* --- what may be pressurised ------------------------------------------------------------------ */

static bool
pressurises (CuffMode mode)
{
  return mode == CUFF_MODE_HOLD || mode == CUFF_MODE_QUIET || mode == CUFF_MODE_LOP;
}

static bool
wants_pressure (const CuffStateMessage *state)
{
  for (unsigned i = 0; i < state->n_channels; i++) {
    if (pressurises (state->order[i].mode))
      return true;
  }

  return false;
}

static CuffPressure
cap_of (const Permit *permit, unsigned channel, CuffMode mode)
{
  CuffPressure cap = permit->adopted[channel].cap;

  if (mode == CUFF_MODE_LOP)
    return permit->purpose == CUFF_ARM_LOP ? CUFF_MMHG (330) : -1;
  if (permit->purpose == CUFF_ARM_PUFF || permit->purpose == CUFF_ARM_LEAK)
    cap = cap < CUFF_MMHG (60) ? cap : CUFF_MMHG (60);

  return cap < CUFF_MMHG (300) ? cap : CUFF_MMHG (300);
}

static bool
is_in_time (const Permit *permit)
{
  uint64_t age_us = rig.now_us - permit->armed_at_us;

  return permit->begun || (age_us >= MS (200) && age_us <= MS (10000));
}

static bool
may_be_accepted (const Permit *permit, const CuffStateMessage *state)
{
  if (state->n_channels > rig.n_channels)
    return false;
  if (!wants_pressure (state))
    return true;
  if (permit->epoch == 0 || state->epoch != permit->epoch || !is_in_time (permit))
    return false;

  for (unsigned i = 0; i < state->n_channels; i++) {
    const CuffOrder *order = &state->order[i];

    if (!pressurises (order->mode))
      continue;
    if (order->longest_ms == 0)
      return false;
    if (order->mode != CUFF_MODE_QUIET
        && (order->target < 0 || order->target > cap_of (permit, i, order->mode)))
      return false;
  }

  return true;
}

static void
say_state (Permit *permit, const CuffStateMessage *state)
{
  uint32_t ahead = state->sequence - permit->sequence;
  bool wants = wants_pressure (state);

  if (permit->have_sequence && (ahead < 1 || ahead > 1024))
    return;
  permit->sequence = state->sequence;
  permit->have_sequence = true;
  if (!may_be_accepted (permit, state))
    return;

  permit->beat_at_us = rig.now_us;
  permit->lease_ms = state->lease_ms;
  permit->begun = permit->begun || wants;
  for (unsigned i = 0; i < rig.n_channels; i++) {
    bool asked = i < state->n_channels && pressurises (state->order[i].mode);

    /* A State that wants pressure may still be refused for what this reading does not see; one that
     * wants none may not. */
    if (asked) {
      permit->still[i] = state->order[i].mode == CUFF_MODE_QUIET && !permit->may[i];
      permit->may[i] = true;
    } else if (!wants && (int) i != permit->leaking) {
      permit->may[i] = false;
    }
  }
}

static void
say_arm (Permit *permit, const CuffArmMessage *arm)
{
  uint32_t token = cuff_arm_token (permit->adopted, rig.n_channels, permit->hello.nonce, arm->epoch,
                                   arm->purpose);

  if (arm->token != token || arm->epoch <= permit->epoch_max)
    return;
  permit->asked = *arm;
  permit->asked_at_us = rig.now_us;
}

static void
say_leak_test (Permit *permit, const CuffLeakTestMessage *test)
{
  if (permit->epoch == 0 || permit->purpose != CUFF_ARM_LEAK || !is_in_time (permit)
      || test->pressure > cap_of (permit, test->channel, CUFF_MODE_HOLD))
    return;
  permit->leaking = test->channel;
  permit->may[test->channel] = true;
  permit->still[test->channel] = false;
  permit->begun = true;
}

static void
say_hello (Permit *permit, const CuffHello *hello)
{
  end_epoch (permit);
  permit->hello = *hello;
  permit->greeted = hello->major == CUFF_WIRE_MAJOR;
  permit->have_sequence = false;
  memset (permit->adopted, 0, sizeof permit->adopted);
}

/* What a frame of the host permits from now on; true when everything must be vented at once. */
static bool
say_frame (Permit *permit, const CuffFrame *frame)
{
  CuffMessage message;

  if (frame->type == CUFF_MSG_VENT) {
    end_epoch (permit);
    return true;
  }
  if (cuff_message_decode (frame, &message) != CUFF_DECODE_OK)
    return false;
  if (message.type == CUFF_MSG_HELLO) {
    say_hello (permit, &message.hello);
    return true;
  }
  if (!permit->greeted)
    return false;

  if (message.type == CUFF_MSG_STATE)
    say_state (permit, &message.state);
  else if (message.type == CUFF_MSG_ARM)
    say_arm (permit, &message.arm);
  else if (message.type == CUFF_MSG_LEAK_TEST && message.leak_test.channel < rig.n_channels)
    say_leak_test (permit, &message.leak_test);

  return false;
}

/* --- promises --------------------------------------------------------------------------------- */

static void
check_sensors (Cuff *cuff)
{
  bool unread = is_unreadable (cuff, 0) || is_unreadable (cuff, 1);

  if (!unread)
    cuff->unread_since_us = 0;
  else if (cuff->unread_since_us == 0)
    cuff->unread_since_us = rig.now_us;
  if (!cuff->shut)
    return;

  FUZZ_CHECK (cuff->pump == 0 || !is_unreadable (cuff, 0), "pumps without a reading");
  FUZZ_CHECK (!unread || rig.now_us - cuff->unread_since_us < UNREADABLE_US,
              "holds without a reading");
  for (unsigned i = 0; i < 2; i++)
    FUZZ_CHECK (is_unreadable (cuff, i) || reading (cuff, i) <= CUFF_MMHG (330), "holds %d / 10",
                reading (cuff, i));
}

static void
check_channel (const Permit *permit, unsigned channel)
{
  Cuff *cuff = &rig.cuff[channel];

  FUZZ_CHECK (cuff->pump == 0 || cuff->shut, "pumps into an open valve");
  FUZZ_CHECK (cuff->pump == 0 || cuff->valve == 0, "pump and exhaust at once");
  check_sensors (cuff);
  if (!cuff->shut)
    return;

  FUZZ_CHECK (permit->epoch != 0, "pressure without an epoch");
  FUZZ_CHECK (permit->may[channel], "channel %u: pressure that nobody asked for", channel);
  FUZZ_CHECK (cuff->pump == 0 || !permit->still[channel], "pumps in a quiet window");
}

static void
check_step (Permit *permit)
{
  uint32_t lease_ms = permit->lease_ms < 1500 ? permit->lease_ms : 1500;
  uint64_t longest_us = permit->purpose == CUFF_ARM_LOP ? MS (180000) : MS (10000);

  for (unsigned i = 0; i < rig.n_channels; i++)
    check_channel (permit, i);
  if (is_vented ())
    return;

  FUZZ_CHECK (rig.now_us - permit->beat_at_us <= MS (lease_ms), "%llu us after the last heartbeat",
              (unsigned long long) (rig.now_us - permit->beat_at_us));
  FUZZ_CHECK (!rig.pressed, "pressure while the stop button is pressed");
  FUZZ_CHECK (rig.controller.machine == CUFF_MACHINE_ACTIVE, "pressure in state %d",
              (int) rig.controller.machine);
  if (permit->shut_at_us == 0)
    permit->shut_at_us = rig.now_us;
  FUZZ_CHECK (permit->purpose == CUFF_ARM_TRAINING || rig.now_us - permit->shut_at_us < longest_us,
              "purpose %d lasts too long", (int) permit->purpose);
}

/* --- time and line ---------------------------------------------------------------------------- */

static double
outflow (double gain, double mmhg)
{
  return mmhg > 0 ? gain * sqrt (mmhg * (1 + mmhg / 760)) : 0;
}

/* The reference pneumatics in mL/s, roughly: a 12 L/min pump on 1.9 mL/mmHg. */
static void
move_air (Cuff *cuff, double seconds)
{
  for (double left = seconds; left > 0; left -= SUBSTEP_S) {
    double flow = 0.2 * cuff->pump * (1 - cuff->mmhg / 600);

    flow -= outflow (0.016 * cuff->valve, cuff->mmhg);
    if (!cuff->shut && !cuff->stuck)
      flow -= outflow (24, cuff->mmhg);
    cuff->mmhg = fmax (0, cuff->mmhg + flow / 1.9 * fmin (left, SUBSTEP_S));
  }
}

/* Bytes of the host, cut at the zeros, so that what the controller says is heard in its order. */
static void
host_says (const uint8_t *bytes, size_t n_bytes)
{
  for (size_t from = 0, to; from < n_bytes; from = to) {
    bool was_vented = is_vented ();
    bool must_vent = false;
    CuffParse parse = CUFF_PARSE_MORE;

    for (to = from; to < n_bytes && (to == from || bytes[to - 1] != 0); to++)
      parse = cuff_parser_push (&rig.said, bytes[to]);
    if (parse == CUFF_PARSE_STOP)
      end_epoch (&rig.permit);
    must_vent = parse == CUFF_PARSE_STOP
                || (parse == CUFF_PARSE_FRAME && say_frame (&rig.permit, &rig.said.frame));

    cuff_controller_receive (&rig.controller, bytes + from, to - from);
    FUZZ_CHECK (!must_vent || is_vented (), "STOP does not vent");
    FUZZ_CHECK (!was_vented || is_vented (), "pressure between two steps");
  }
}

static void
host_sends (CuffMessage message)
{
  uint8_t wire[CUFF_FRAME_MAX];
  CuffFrame frame;

  message.sequence = rig.frame_sequence++;
  cuff_message_encode (&message, &frame);
  host_says (wire, cuff_frame_encode (&frame, false, wire));
}

static void
host_beats (void)
{
  rig.beat_at_us = rig.now_us + MS (200);
  rig.state.sequence++;
  host_sends ((CuffMessage){ .type = CUFF_MSG_STATE, .state = rig.state });
}

static void
run (unsigned n_steps, uint64_t step_us)
{
  for (; n_steps > 0 && rig.n_steps < STEPS_MAX; n_steps--) {
    unsigned n_kicks = rig.n_kicks;

    rig.n_steps++;
    rig.now_us += step_us;
    for (unsigned i = 0; i < rig.n_channels; i++)
      move_air (&rig.cuff[i], (double) step_us / 1e6);
    if (rig.beats && !rig.line_full && rig.now_us >= rig.beat_at_us)
      host_beats ();
    cuff_controller_step (&rig.controller);
    FUZZ_CHECK (rig.n_kicks == n_kicks + 1, "the watchdog is kicked once a step");
    check_step (&rig.permit);
  }
}

static void
boot (void)
{
  static const CuffControllerConfig config_of_one = {
    .identity = { .n_channels = 1,
                  .capabilities = CUFF_CAN_LOP | CUFF_CAN_LEAK_TEST | CUFF_CAN_SELF_TEST
                                  | CUFF_CAN_SECOND_SENSOR | CUFF_CAN_LOG,
                  .sensor_min = CUFF_MMHG (-30),
                  .sensor_max = CUFF_MMHG (400),
                  .cap_hard = CUFF_MMHG (300),
                  .cap_transient = CUFF_MMHG (330),
                  .cap_lop = CUFF_MMHG (330),
                  .time_cap_ms = 1500000,
                  .hz_max = 200,
                  .vendor = "Ebb",
                  .model = "Fuzz" },
  };
  CuffControllerConfig config = config_of_one;

  config.identity.n_channels = (uint8_t) rig.n_channels;
  for (unsigned i = 0; i < rig.n_channels; i++) {
    config.tuning[i] = cuff_regulator_reference;
    rig.cuff[i].pump = rig.cuff[i].valve = 0;
    rig.cuff[i].shut = false;
  }
  cuff_parser_init (&rig.said);
  cuff_parser_init (&rig.heard);
  rig.permit = (Permit){ .leaking = -1 };
  rig.line_full = false;
  cuff_controller_boot (&rig.controller, &hal, &config);
  FUZZ_CHECK (is_vented (), "boots under pressure");
}

/* --- the script ------------------------------------------------------------------------------- */

static void
greet (uint8_t major, uint32_t nonce)
{
  host_sends ((CuffMessage){ .type = CUFF_MSG_HELLO, .hello = { .major = major, .nonce = nonce } });
}

static void
ask_limits (uint8_t channel, CuffPressure cap, uint32_t time_max_ms)
{
  host_sends ((CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                             .limits = { channel, { .cap = cap, .time_max_ms = time_max_ms } } });
}

static void
arm (CuffArmPurpose purpose, uint32_t epoch, uint32_t wrong_by)
{
  uint32_t token =
      cuff_arm_token (rig.permit.adopted, rig.n_channels, rig.permit.hello.nonce, epoch, purpose);

  host_sends ((CuffMessage){ .type = CUFF_MSG_ARM, .arm = { epoch, token + wrong_by, purpose } });
}

static void
order (unsigned channel, CuffMode mode, CuffPressure target, uint32_t longest_ms)
{
  rig.state.order[channel] =
      (CuffOrder){ .mode = mode, .target = target, .longest_ms = longest_ms };
}

/* Scenes that would take a mutator long to come by. */
enum { SCENE_BOOT, SCENE_READY, SCENE_ARMED, SCENE_INFLATED, N_SCENES };

static void
set_scene (int scene, unsigned n_channels)
{
  memset (&rig, 0, sizeof rig);
  rig.n_channels = n_channels;
  rig.epoch = 1;
  rig.state.lease_ms = 1500;
  rig.state.n_channels = (uint8_t) n_channels;
  boot ();
  if (scene == SCENE_BOOT)
    return;

  run (200, 5000);
  greet (CUFF_WIRE_MAJOR, 0xC0FFEE);
  for (unsigned i = 0; i < n_channels; i++)
    ask_limits ((uint8_t) i, CUFF_MMHG (250), 0);
  rig.beats = true;
  run (260, 5000);
  if (scene == SCENE_READY)
    return;

  arm (CUFF_ARM_TRAINING, 1, 0);
  run (60, 5000);
  FUZZ_CHECK (rig.permit.epoch == 1, "the scene does not come about");
  if (scene == SCENE_ARMED)
    return;

  rig.state.epoch = 1;
  order (0, CUFF_MODE_HOLD, CUFF_MMHG (150), 60000);
  if (n_channels > 1)
    order (1, CUFF_MODE_DEFLATE, 0, 0);
  host_beats ();
  run (800, 5000);
  FUZZ_CHECK (rig.cuff[0].mmhg > 135, "the scene does not come about");
}

static void
say_small (FuzzInput *input, uint8_t which)
{
  CuffMessage message = { .type = CUFF_MSG_SELF_TEST };

  switch (which % 6) {
  case 0:
    message.self_test.mask = fuzz_u8 (input) % 8;
    break;
  case 1:
    message.type = CUFF_MSG_ZERO;
    message.channel.channel = which % 2 == 0 ? CUFF_ALL_CHANNELS : 0;
    break;
  case 2:
    message.type = CUFF_MSG_ALARM_ACK;
    message.alarm_ack.alarm = (uint16_t) (1 + fuzz_u8 (input) % 12);
    break;
  case 3:
    message.type = CUFF_MSG_LOG_READ;
    message.log_read.from = fuzz_u8 (input);
    message.log_read.count = fuzz_u8 (input);
    break;
  case 4:
    message.type = CUFF_MSG_SET_TIME;
    message.set_time.unix_ms = fuzz_u32 (input);
    break;
  default:
    message.type = CUFF_MSG_STREAM;
    message.stream.hz = fuzz_u8 (input);
    break;
  }
  host_sends (message);
}

static void
say_leak (FuzzInput *input, uint8_t which)
{
  host_sends (
      (CuffMessage){ .type = CUFF_MSG_LEAK_TEST,
                     .leak_test = { .channel = which % 2,
                                    .pressure = fuzz_u16 (input) % 601,
                                    .duration_ms = (uint16_t) (1 + fuzz_u8 (input) * 19u) } });
}

static void
say_any (FuzzInput *input)
{
  uint8_t wire[CUFF_FRAME_MAX];
  CuffFrame frame = { .type = fuzz_u8 (input), .sequence = fuzz_u8 (input) };
  size_t n_body;
  const uint8_t *body = fuzz_bytes (input, fuzz_u8 (input) % 40, &n_body);

  memcpy (frame.body, body, n_body);
  frame.length = (uint8_t) n_body;
  host_says (wire, cuff_frame_encode (&frame, frame.sequence % 2 == 1, wire));
}

static void
say_arm_of_some_kind (FuzzInput *input, uint8_t which)
{
  uint32_t epoch = rig.epoch + 1;

  if ((which & 4) != 0)
    epoch = fuzz_u8 (input);
  arm ((CuffArmPurpose) (which % 4), epoch, (which & 24) == 24 ? fuzz_u32 (input) : 0);
  if (rig.permit.epoch == epoch)
    rig.epoch = epoch;
}

static void
change_order (FuzzInput *input, uint8_t which)
{
  static const uint32_t longest_ms[] = { 60000, 0, 500, 3000 };
  CuffPressure target = fuzz_u16 (input) % 4200;

  order (which % 2, (CuffMode) (which / 2 % 5), target < 4001 ? target : CUFF_PRESSURE_UNSET,
         longest_ms[which / 16 % 4]);
}

static void
change_state (FuzzInput *input, uint8_t which)
{
  static const uint16_t lease_ms[] = { 1500, 5000, 500, 1500 };

  rig.state.epoch = which % 4 == 0 ? 0 : which % 4 == 1 ? EPOCH_WRONG : rig.epoch;
  rig.state.lease_ms = lease_ms[which / 4 % 4];
  rig.state.n_channels =
      which / 16 % 4 == 0 ? 3 - (uint8_t) rig.n_channels : (uint8_t) rig.n_channels;
  rig.state.buzz = which / 64 % 2 == 1;
  if (which >= 0xC0)
    rig.state.sequence += fuzz_u16 (input);
}

static void
break_something (FuzzInput *input, uint8_t which)
{
  Cuff *cuff = &rig.cuff[which % 2 % rig.n_channels];
  unsigned sensor = which / 2 % 2;

  switch (which / 4 % 5) {
  case 0:
    cuff->mute[sensor] = !cuff->mute[sensor];
    break;
  case 1:
    cuff->offset_dmmhg[sensor] = (int8_t) fuzz_u8 (input);
    break;
  case 2:
    cuff->offset_dmmhg[0] = cuff->offset_dmmhg[1] = (int16_t) fuzz_u16 (input) % 4000;
    break;
  case 3:
    cuff->stuck = !cuff->stuck;
    break;
  default:
    rig.pressed = !rig.pressed;
    break;
  }
}

/* Nothing leaves the controller for a while, and nobody speaks to it. */
static void
fill_line (unsigned n_steps)
{
  rig.line_full = true;
  run (n_steps, 5000);
  rig.line_full = false;
  run (1, 5000);
}

static void
act (FuzzInput *input)
{
  static const uint64_t slow_us[] = { 1000, 20000, 100000, 250000 };
  static const uint8_t zeros[8] = { 0 };
  uint8_t what = fuzz_u8 (input);
  uint8_t which = fuzz_u8 (input);
  size_t n_raw;
  const uint8_t *raw;

  switch (what % 20) {
  case 0:
  case 1:
    run (which % 128 + 1u, 5000);
    break;
  case 2:
    run (which / 4 % 16 + 1u, slow_us[which % 4]);
    break;
  case 3:
    rig.now_us += MS (which) * 20; /* it stands still, and nothing is lost on the line */
    break;
  case 4:
    raw = fuzz_bytes (input, which % 64, &n_raw);
    host_says (raw, n_raw);
    break;
  case 5:
    say_any (input);
    break;
  case 6:
    greet (which < 240 ? CUFF_WIRE_MAJOR : which, fuzz_u32 (input));
    break;
  case 7:
    ask_limits (which % 2, fuzz_u16 (input) % 4001, which >= 128 ? fuzz_u16 (input) : 0);
    break;
  case 8:
    say_arm_of_some_kind (input, which);
    break;
  case 9:
    change_order (input, which);
    break;
  case 10:
    change_state (input, which);
    break;
  case 11:
    host_beats ();
    break;
  case 12:
    rig.beats = which % 2 == 0;
    break;
  case 13:
    host_sends ((CuffMessage){ .type = CUFF_MSG_VENT, .channel = { CUFF_ALL_CHANNELS } });
    break;
  case 14:
    host_says (zeros, which % sizeof zeros + 1);
    break;
  case 15:
    end_epoch (&rig.permit);
    cuff_controller_break (&rig.controller);
    FUZZ_CHECK (is_vented (), "a break does not vent");
    break;
  case 16:
    say_leak (input, which);
    break;
  case 17:
    say_small (input, which);
    break;
  case 18:
    break_something (input, which);
    break;
  default:
    if (which % 8 == 0)
      boot ();
    else
      fill_line (which / 4);
    break;
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static Rig scenes[N_SCENES][CUFF_CHANNELS_MAX];
  FuzzInput input = { data, size };
  uint8_t first = fuzz_u8 (&input);
  Rig *scene = &scenes[first / 2 % N_SCENES][first % 2];

  if (scene->n_channels == 0) {
    set_scene (first / 2 % N_SCENES, first % 2 + 1u);
    *scene = rig;
    scene->n_steps = 0;
  }
  rig = *scene;
  while (input.n_left > 0 && rig.n_steps < STEPS_MAX)
    act (&input);
  run (40, 5000);

  return 0;
}
