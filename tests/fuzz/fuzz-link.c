/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The loop of the cuff thread against a device that does anything, and a window that asks for
 * anything at any time.  The loop is the real one; clock and port are replaced below by a script,
 * so that a run needs no thread, no terminal and no waiting.  Whatever the link writes is read here
 * by PROTOCOL.md and SAFETY.md (R1, R2, R4, R5, R7):
 *  - no State asks for pressure that was not ordered, for this channel, with this mode and target,
 *    since the Arm of its epoch; after a stop none ever, whoever stopped;
 *  - no Arm goes out that nobody asked for since the last stop;
 *  - a stop is on the line in the turn after it was given, ahead of any order;
 *  - no pressure is asked for when a report of this epoch told of more than 330 mmHg or could not
 *    be read, or when no report came for a second, or the window stood still for ten;
 *  - none before telemetry has shown the epoch armed, and none when what it echoes of this epoch's
 *    States was said more than 1.5 s ago;
 *  - none, and no Arm, for anybody's wish from before the computer slept;
 *  - the heartbeat comes every 200 ms; nothing is written to a port that has gone.
 *
 * The input: one byte says how far a well-behaved device leads first (greeted, limits, armed,
 * inflated; one channel or two), then a script of window, device and cable.
 */
#include "cuff-link-private.h"
#include "cuff-message.h"
#include "cuff-port.h"
#include "fuzz.h"

#include <string.h>

#define TURNS_MAX     3000
#define INBOX_SIZE    8192
#define NONCE         0x5EED
#define REPORT_US     CUFF_MS (100)
#define OVER_PRESSURE CUFF_MMHG (330)
#define HEARTBEAT_US  CUFF_MS (200)
#define STALE_US      CUFF_MS (1100) /* a second, and a turn of the loop */
#define FROZEN_US     CUFF_MS (10100)
#define ECHO_US       CUFF_MS (1600)
#define SAID_MAX      1024 /* States whose echo is known */

/* What the device does by itself. */
enum {
  ANSWERS_HELLO = 1,
  ANSWERS_LIMITS = 2,
  ANSWERS_ARM = 4,
  SENDS_REPORTS = 8,
  FOLLOWS_ORDERS = 16, /* else it shows what it showed */
  WELL_BEHAVED = 31,
};

typedef struct {
  unsigned manners;
  unsigned n_channels;
  uint32_t boot_id;
  uint8_t sequence;
  CuffTime report_at_us;
  CuffParser heard; /* what the cable let through */
  CuffMessage last; /* of those, the newest with an answer */
  CuffTelemetry telemetry;
} Device;

/* What the window has asked for, and what the line has shown of it. */
typedef struct {
  bool wants_arm;     /* asked for since the last stop */
  uint32_t arming;    /* epoch of the newest Arm that was written for it; 0 = none */
  uint32_t epoch;     /* of the States; an Arm that is not answered changes nothing */
  uint32_t over;      /* epochs up to here have ended */
  bool forbidden;     /* a report of this epoch forbids any pressure */
  uint32_t shown;     /* epoch that a report told of as armed or active */
  CuffTime echoed_us; /* when the newest State of this epoch that telemetry echoes was said */
  CuffOrder order[CUFF_CHANNELS_MAX];
  uint32_t ordered_in[CUFF_CHANNELS_MAX]; /* the newest Arm then; 0 = not ordered */
  bool must_stop; /* a stop was given; it has to be on the line by the next turn */
  bool stop_shown;
} Window;

typedef struct {
  CuffLink link;
  FuzzInput input;
  CuffTime now_us, until_us, slept_us, turn_us;
  unsigned n_turns;
  bool stalled; /* the thread did not run when it should have */
  bool is_open, is_gone, is_held;
  unsigned n_short; /* writes for which the line has little room */
  uint8_t inbox[INBOX_SIZE];
  size_t n_inbox;
  CuffParser read; /* by the link */
  Device device;
  Window window;
  bool window_frozen;
  CuffTime ticked_us, reported_us, state_at_us;
  bool slept; /* in this turn the link sees it */
  struct {
    uint32_t epoch;
    uint16_t sequence;
    CuffTime at_us;
  } said[SAID_MAX];
} World;

static World world;

/* --- the window ------------------------------------------------------------------------------- */

static bool
pressurises (CuffMode mode)
{
  return mode == CUFF_MODE_HOLD || mode == CUFF_MODE_QUIET || mode == CUFF_MODE_LOP;
}

static void
void_everything (Window *window)
{
  if (window->arming > window->over)
    window->over = window->arming;
  window->wants_arm = window->forbidden = false;
  window->shown = 0;
  window->arming = window->epoch = 0;
  memset (window->ordered_in, 0, sizeof window->ordered_in);
}

static void
window_stops (CuffReason reason)
{
  void_everything (&world.window);
  world.window.must_stop = true;
  world.window.stop_shown = false;
  cuff_link_stop (&world.link, reason);
}

static void
window_arms (CuffArmPurpose purpose)
{
  world.window.wants_arm = true;
  cuff_link_arm (&world.link, purpose);
}

static void
window_orders (const CuffOrder *orders, unsigned n_channels, bool tight_rest)
{
  Window *window = &world.window;

  for (unsigned i = 0; i < n_channels; i++) {
    window->ordered_in[i] = window->arming;
    window->order[i] = orders[i];
  }
  cuff_link_order (&world.link, orders, n_channels, tight_rest);
}

static void
window_limits (unsigned n_channels, CuffPressure cap)
{
  CuffLimits limits[CUFF_CHANNELS_MAX] = { { .cap = cap }, { .cap = cap } };
  CuffInterlockConfig config = { .n_channels = world.device.n_channels };

  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    config.channel[i] = (CuffInterlockChannel){ .lop = CUFF_PRESSURE_UNSET,
                                                .cap = CUFF_MMHG (300),
                                                .cap_transient = OVER_PRESSURE };
  cuff_link_set_interlock (&world.link, &config);
  cuff_link_set_limits (&world.link, limits, n_channels);
}

/* --- what the link writes --------------------------------------------------------------------- */

static void
check_pressure (const CuffStateMessage *state, unsigned channel)
{
  const Window *window = &world.window;
  const CuffOrder *said = &state->order[channel];
  const CuffOrder *ordered = &window->order[channel];

  FUZZ_CHECK (state->epoch != 0, "pressure without an epoch");
  FUZZ_CHECK (window->ordered_in[channel] >= state->epoch,
              "channel %u: pressure that nobody asked for", channel);
  FUZZ_CHECK (said->mode == ordered->mode && said->target == ordered->target,
              "mode %d at %d where mode %d at %d was ordered", (int) said->mode, said->target,
              (int) ordered->mode, ordered->target);
  FUZZ_CHECK (said->longest_ms <= ordered->longest_ms, "longer than ordered: %u ms",
              said->longest_ms);
  FUZZ_CHECK (!window->forbidden, "pressure after a report that forbids it");
  FUZZ_CHECK (world.turn_us - world.reported_us <= STALE_US, "pressure without reports");
  FUZZ_CHECK (world.turn_us - world.ticked_us <= FROZEN_US, "pressure while the window is frozen");
  FUZZ_CHECK (window->shown == state->epoch, "pressure before epoch %u was seen armed",
              state->epoch);
  FUZZ_CHECK (world.turn_us - window->echoed_us <= ECHO_US, "pressure %lld ms after the last echo",
              (long long) (world.turn_us - window->echoed_us) / 1000);
}

static void
check_state (const CuffStateMessage *state)
{
  Window *window = &world.window;

  if (state->epoch > window->epoch && state->epoch <= window->arming) {
    window->over = window->epoch > window->over ? window->epoch : window->over;
    window->epoch = state->epoch;
    window->forbidden = false;
    window->echoed_us = world.now_us;
  }
  world.said[state->sequence % SAID_MAX].epoch = state->epoch;
  world.said[state->sequence % SAID_MAX].sequence = (uint16_t) state->sequence;
  world.said[state->sequence % SAID_MAX].at_us = world.now_us;
  FUZZ_CHECK (state->epoch == 0 || state->epoch > window->over, "epoch %u again", state->epoch);
  FUZZ_CHECK (state->epoch == 0 || state->epoch == window->epoch, "epoch %u was never armed",
              state->epoch);
  FUZZ_CHECK (state->n_channels == world.link.identity.n_channels, "%u channels",
              state->n_channels);
  for (unsigned i = 0; i < state->n_channels; i++) {
    if (pressurises (state->order[i].mode))
      check_pressure (state, i);
  }
  FUZZ_CHECK (world.stalled || world.state_at_us == 0
                  || world.now_us - world.state_at_us <= HEARTBEAT_US,
              "heartbeats %lld us apart", (long long) (world.now_us - world.state_at_us));
  world.state_at_us = world.now_us;
}

static void
check_arm (const CuffArmMessage *arm)
{
  Window *window = &world.window;

  FUZZ_CHECK (window->wants_arm, "an Arm that nobody asked for, epoch %u", arm->epoch);
  FUZZ_CHECK (arm->epoch > window->over, "epoch %u again", arm->epoch);
  window->arming = arm->epoch;
}

static void
check_written (const uint8_t *bytes, size_t n_bytes)
{
  CuffParser parser;
  CuffParse parse = CUFF_PARSE_MORE;
  CuffMessage message;

  cuff_parser_init (&parser);
  for (size_t i = 0; i < n_bytes; i++) {
    CuffParse next = cuff_parser_push (&parser, bytes[i]);

    parse = next != CUFF_PARSE_MORE ? next : parse;
  }
  FUZZ_CHECK (parse != CUFF_PARSE_MORE, "writes %zu bytes that are no frame", n_bytes);
  if (parse == CUFF_PARSE_STOP) {
    world.window.stop_shown = true;
    void_everything (&world.window);
    return;
  }

  FUZZ_CHECK (cuff_message_decode (&parser.frame, &message) == CUFF_DECODE_OK,
              "writes a bad message 0x%02X", parser.frame.type);
  if (message.type == CUFF_MSG_STATE)
    check_state (&message.state);
  else if (message.type == CUFF_MSG_ARM)
    check_arm (&message.arm);
}

/* --- the device ------------------------------------------------------------------------------- */

/* R2: the echo is the acknowledgement. */
static void
note_echo (const CuffTelemetry *telemetry)
{
  Window *window = &world.window;
  unsigned at = telemetry->sequence % SAID_MAX;
  bool ours = telemetry->epoch != 0 && world.said[at].epoch == telemetry->epoch
              && world.said[at].sequence == telemetry->sequence;
  bool newest = telemetry->epoch == window->arming || telemetry->epoch == window->epoch;

  if (newest
      && (telemetry->machine == CUFF_MACHINE_ARMED || telemetry->machine == CUFF_MACHINE_ACTIVE))
    window->shown = telemetry->epoch;
  if (ours && telemetry->epoch == window->epoch && world.said[at].at_us > window->echoed_us)
    window->echoed_us = world.said[at].at_us;
}

/* What the link reads, also what the script made up: a report may forbid pressure. */
static void
note_report (const CuffTelemetry *telemetry)
{
  if (telemetry->n_channels != world.link.identity.n_channels)
    return;
  world.reported_us = world.now_us;
  note_echo (telemetry);
  for (unsigned i = 0; i < telemetry->n_channels; i++) {
    const CuffChannelReport *channel = &telemetry->channel[i];
    bool unread = !cuff_pressure_is_set (channel->pressure);
    bool over = channel->pressure > OVER_PRESSURE || channel->pressure_second > OVER_PRESSURE;

    if (world.window.epoch != 0 && (unread || over))
      world.window.forbidden = true;
  }
}

static void
device_bytes (const uint8_t *bytes, size_t n_bytes)
{
  if (n_bytes > INBOX_SIZE - world.n_inbox)
    n_bytes = INBOX_SIZE - world.n_inbox;
  memcpy (world.inbox + world.n_inbox, bytes, n_bytes);
  world.n_inbox += n_bytes;
}

static size_t
encode (const CuffMessage *message, uint8_t *wire)
{
  CuffFrame frame;

  cuff_message_encode (message, &frame);
  frame.sequence = world.device.sequence++;

  return cuff_frame_encode (&frame, false, wire);
}

static void
device_sends (const CuffMessage *message)
{
  uint8_t wire[CUFF_FRAME_MAX];

  device_bytes (wire, encode (message, wire));
}

static void
device_identifies (uint32_t nonce)
{
  CuffMessage message = { .type = CUFF_MSG_IDENTITY,
                          .identity = { .major = CUFF_WIRE_MAJOR,
                                        .nonce = nonce,
                                        .n_channels = (uint8_t) world.device.n_channels,
                                        .sensor_max = CUFF_MMHG (400),
                                        .cap_hard = CUFF_MMHG (300),
                                        .cap_transient = CUFF_MMHG (330),
                                        .cap_lop = CUFF_MMHG (330),
                                        .time_cap_ms = 1500000,
                                        .hz_max = 100,
                                        .boot_id = world.device.boot_id,
                                        .vendor = "Ebb",
                                        .model = "Fuzz" } };

  device_sends (&message);
}

static void
device_acknowledges (const CuffMessage *asked, CuffResult result, int32_t value, int32_t limit)
{
  CuffMessage message = { .type = CUFF_MSG_ACK,
                          .ack = { .command = (uint8_t) asked->type,
                                   .command_sequence = asked->sequence,
                                   .result = result,
                                   .value = value,
                                   .limit = limit } };

  device_sends (&message);
}

static void
device_follows (const CuffStateMessage *state)
{
  CuffTelemetry *telemetry = &world.device.telemetry;

  telemetry->epoch = state->epoch;
  telemetry->sequence = (uint16_t) state->sequence;
  telemetry->machine = state->epoch != 0 ? CUFF_MACHINE_ARMED : CUFF_MACHINE_IDLE;
  for (unsigned i = 0; i < world.device.n_channels; i++) {
    CuffChannelReport *channel = &telemetry->channel[i];
    const CuffOrder *order = &state->order[i];
    bool holds = i < state->n_channels && pressurises (order->mode);
    bool regulates = holds && order->mode != CUFF_MODE_QUIET;

    channel->mode = holds ? order->mode : CUFF_MODE_VENT;
    channel->target = regulates ? order->target : CUFF_PRESSURE_UNSET;
    channel->pressure = regulates ? order->target : holds ? channel->pressure : 0;
    channel->pressure_second = channel->pressure;
    channel->flags = holds ? 0 : CUFF_CHANNEL_VENT_OPEN;
    if (holds)
      telemetry->machine = CUFF_MACHINE_ACTIVE;
  }
}

static void
device_takes (const CuffMessage *message)
{
  Device *device = &world.device;

  if (message->type != CUFF_MSG_STATE && message->type != CUFF_MSG_VENT)
    device->last = *message;
  if (message->type == CUFF_MSG_HELLO && (device->manners & ANSWERS_HELLO) != 0)
    device_identifies (message->hello.nonce);
  if (message->type == CUFF_MSG_ARM && (device->manners & ANSWERS_ARM) != 0)
    device_acknowledges (message, CUFF_RESULT_OK, 0, 0);
  if (message->type == CUFF_MSG_STATE && (device->manners & FOLLOWS_ORDERS) != 0)
    device_follows (&message->state);
  if (message->type == CUFF_MSG_SET_LIMITS && (device->manners & ANSWERS_LIMITS) != 0) {
    CuffMessage answer = *message;

    answer.type = CUFF_MSG_LIMITS;
    device_sends (&answer);
  }
}

static void
device_reports (void)
{
  CuffMessage message = { .type = CUFF_MSG_TELEMETRY, .telemetry = world.device.telemetry };

  message.telemetry.t_us = (uint32_t) world.now_us;
  message.telemetry.n_channels = (uint8_t) world.device.n_channels;
  device_sends (&message);
}

/* --- port and clock in place of the real ones --------------------------------------------------
 */

static CuffPort *
port_open (const char *path, CuffError *error)
{
  world.is_open = true;

  return (CuffPort *) (void *) &world;
}

static int
port_fd (const CuffPort *port)
{
  return 0;
}

/* What the link now knows of: it is what counts as told. */
static void
note_read (const uint8_t *bytes, size_t n_bytes)
{
  CuffMessage message;

  for (size_t i = 0; i < n_bytes; i++) {
    if (cuff_parser_push (&world.read, bytes[i]) == CUFF_PARSE_FRAME
        && cuff_message_decode (&world.read.frame, &message) == CUFF_DECODE_OK
        && message.type == CUFF_MSG_TELEMETRY)
      note_report (&message.telemetry);
  }
}

static int
port_read (CuffPort *port, uint8_t *bytes, size_t n_bytes, bool hung_up)
{
  FUZZ_CHECK (world.is_open, "reads from a port that is closed");
  if (world.n_inbox == 0 || world.is_held)
    return world.is_gone ? -1 : 0;
  if (n_bytes > world.n_inbox)
    n_bytes = world.n_inbox;
  memcpy (bytes, world.inbox, n_bytes);
  world.n_inbox -= n_bytes;
  memmove (world.inbox, world.inbox + n_bytes, world.n_inbox);
  note_read (bytes, n_bytes);

  return (int) n_bytes;
}

static int
port_write (CuffPort *port, const uint8_t *bytes, size_t n_bytes)
{
  CuffMessage message;

  FUZZ_CHECK (world.is_open, "writes to a port that is closed");
  check_written (bytes, n_bytes);
  if (world.is_gone)
    return -1;
  if (world.n_short > 0) {
    world.n_short--;
    n_bytes /= 3;
  }
  for (size_t i = 0; i < n_bytes; i++) {
    if (cuff_parser_push (&world.device.heard, bytes[i]) == CUFF_PARSE_FRAME
        && cuff_message_decode (&world.device.heard.frame, &message) == CUFF_DECODE_OK)
      device_takes (&message);
  }

  return (int) n_bytes;
}

static void
port_flush (CuffPort *port)
{
}

static void
port_close (CuffPort *port)
{
  FUZZ_CHECK (world.is_open, "closes twice");
  world.is_open = false;
}

static const CuffPortClass scripted_port = {
  .name = "script",
  .open = port_open,
  .fd = port_fd,
  .read = port_read,
  .write = port_write,
  .flush = port_flush,
  .drop = port_flush,
  .close = port_close,
};

const CuffPortClass *
cuff_port_class_for (const char *path)
{
  return &scripted_port;
}

CuffTime
cuff_clock_now (const CuffClock *clock)
{
  return world.now_us;
}

CuffTime
cuff_clock_slept (const CuffClock *clock)
{
  return world.slept_us;
}

CuffClockParty *
cuff_clock_join (CuffClock *clock, const char *name)
{
  return NULL;
}

void
cuff_clock_adopt (CuffClockParty *party)
{
}

void
cuff_clock_block_begin (CuffClock *clock)
{
}

void
cuff_clock_block_end (CuffClock *clock)
{
}

void
cuff_clock_leave (CuffClockParty *party)
{
}

CuffClockPipe *
cuff_clock_pipe_get (CuffClock *clock, const char *path, CuffPipeDirection direction)
{
  return NULL;
}

void
cuff_clock_pipe_sent (CuffClockPipe *pipe, size_t n_bytes)
{
}

void
cuff_clock_pipe_received (CuffClockPipe *pipe, size_t n_bytes)
{
}

bool
cuff_clock_pipe_busy (const CuffClockPipe *pipe)
{
  return false;
}

void
cuff_clock_pipe_abandon (CuffClockPipe *pipe)
{
}

void
cuff_clock_pipe_open (CuffClockPipe *pipe)
{
}

/* --- the script ------------------------------------------------------------------------------- */

static void
script_order (FuzzInput *input, uint8_t which)
{
  static const uint32_t longest_ms[] = { 60000, 0, 100, 3600000 };
  CuffOrder orders[CUFF_CHANNELS_MAX];
  unsigned n_channels = which % 2 + 1u;

  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
    orders[i] = (CuffOrder){ .mode = (CuffMode) (which / 2 % 5),
                             .target = fuzz_u16 (input) % 3301,
                             .longest_ms = longest_ms[which / 16 % 4] };
    which = fuzz_u8 (input);
  }
  window_orders (orders, n_channels, which % 2 == 1);
}

static void
script_frame (FuzzInput *input)
{
  static const uint8_t types[] = { CUFF_MSG_IDENTITY,  CUFF_MSG_ACK,   CUFF_MSG_LIMITS,
                                   CUFF_MSG_TELEMETRY, CUFF_MSG_ALARM, CUFF_MSG_EVENT,
                                   CUFF_MSG_RESULT,    CUFF_MSG_LOG };
  uint8_t wire[CUFF_FRAME_MAX];
  uint8_t which = fuzz_u8 (input);
  CuffFrame frame = { .type = which < 0xC0 ? types[which % 8] : which,
                      .sequence = fuzz_u8 (input) };
  size_t n_body;
  const uint8_t *body = fuzz_bytes (input, fuzz_u8 (input) % 64, &n_body);

  memcpy (frame.body, body, n_body);
  frame.length = (uint8_t) n_body;
  device_bytes (wire, cuff_frame_encode (&frame, false, wire));
}

/* An answer of the right shape with a wrong content. */
static void
script_answer (FuzzInput *input, uint8_t which)
{
  CuffMessage asked = world.device.last;
  CuffMessage message = { .type = CUFF_MSG_LIMITS };

  switch (which % 4) {
  case 0:
    if (which >= 128)
      asked.type = (CuffMessageType) fuzz_u8 (input);
    device_acknowledges (&asked, (CuffResult) (fuzz_u8 (input) % 14), (int32_t) fuzz_u8 (input),
                         which >= 64 ? (int32_t) fuzz_u32 (input) : fuzz_u8 (input));
    break;
  case 1:
    message.limits.channel = fuzz_u8 (input) % 2;
    message.limits.limits.cap = fuzz_u16 (input) % 4001;
    device_sends (&message);
    break;
  case 2:
    world.device.boot_id += which >= 128;
    device_identifies (which >= 64 ? NONCE : fuzz_u32 (input));
    break;
  default:
    message.type = CUFF_MSG_ALARM;
    message.alarm = (CuffAlarmMessage){ .alarm = (CuffAlarm) (1 + fuzz_u8 (input) % 12),
                                        .severity = 3,
                                        .active = which >= 128 };
    device_sends (&message);
    break;
  }
}

/* What the device shows from now on. */
static void
script_report (FuzzInput *input, uint8_t which)
{
  CuffTelemetry *telemetry = &world.device.telemetry;
  CuffChannelReport *channel = &telemetry->channel[which % 2];
  CuffPressure pressure = fuzz_u16 (input) % 4200;

  switch (which / 2 % 4) {
  case 0:
    channel->pressure = pressure <= 4000 ? pressure : CUFF_PRESSURE_UNSET;
    channel->pressure_second = which >= 128 ? channel->pressure : fuzz_u16 (input) % 4000;
    break;
  case 1:
    telemetry->machine = (CuffMachine) (pressure % 6);
    telemetry->epoch = which >= 128 ? telemetry->epoch : fuzz_u8 (input);
    break;
  case 2:
    channel->flags = fuzz_u16 (input);
    channel->mode = (CuffMode) (pressure % 5);
    break;
  default:
    telemetry->flags = fuzz_u8 (input);
    channel->target = pressure <= 4000 ? pressure : CUFF_PRESSURE_UNSET;
    break;
  }
}

static void
script_cable (FuzzInput *input, uint8_t which)
{
  uint8_t wire[CUFF_FRAME_MAX];
  CuffMessage message = { .type = CUFF_MSG_TELEMETRY, .telemetry = world.device.telemetry };
  size_t n_bytes;
  const uint8_t *bytes;

  switch (which % 5) {
  case 0:
    bytes = fuzz_bytes (input, which / 5, &n_bytes);
    device_bytes (bytes, n_bytes);
    break;
  case 1:
    message.telemetry.n_channels = (uint8_t) world.device.n_channels;
    n_bytes = encode (&message, wire);
    device_bytes (wire, which / 5 % n_bytes);
    break;
  case 2:
    world.n_short = which / 5 % 16;
    break;
  case 3:
    world.is_held = !world.is_held;
    break;
  default:
    world.is_gone = which % 4 == 0;
    break;
  }
}

/* The program is not given the processor, or the machine sleeps. */
static void
script_stall (uint8_t which)
{
  world.stalled = true;
  world.now_us += CUFF_MS (which) * 16;
  if (which % 8 != 7)
    return;
  world.slept_us += CUFF_SECONDS (2);
  world.slept = true;
}

static void
script_window (FuzzInput *input, uint8_t which)
{
  if (which % 4 == 0)
    window_limits (which / 4 % 2 + 1u, fuzz_u16 (input) % 4001);
  else if (which % 4 == 1)
    cuff_link_acknowledge_alarm (&world.link, (CuffAlarm) (1 + fuzz_u8 (input) % 12));
  else
    world.window_frozen = which % 4 == 2;
}

static void
act (FuzzInput *input)
{
  uint8_t what = fuzz_u8 (input);
  uint8_t which = fuzz_u8 (input);

  switch (what % 12) {
  case 0:
  case 1:
    world.until_us = world.now_us + CUFF_MS (which) * 8;
    break;
  case 2:
    script_order (input, which);
    break;
  case 3:
    window_arms ((CuffArmPurpose) (which % 4));
    break;
  case 4:
    window_stops ((CuffReason) (1 + which % 20));
    break;
  case 5:
    script_window (input, which);
    break;
  case 6:
    world.device.manners = which < 128 ? which % 32u : WELL_BEHAVED;
    break;
  case 7:
    script_frame (input);
    break;
  case 8:
    script_answer (input, which);
    break;
  case 9:
    script_report (input, which);
    break;
  case 10:
    script_cable (input, which);
    break;
  default:
    script_stall (which);
    break;
  }
}

/* --- time ------------------------------------------------------------------------------------- */

static bool
is_readable (void)
{
  return world.is_open && ((world.n_inbox > 0 && !world.is_held) || world.is_gone);
}

/* To the next thing that happens, at most to `deadline_us`; true when the device has spoken. */
static bool
pass_time (CuffTime deadline_us)
{
  CuffTime next_us = deadline_us < world.until_us ? deadline_us : world.until_us;
  bool speaks = (world.device.manners & SENDS_REPORTS) != 0;

  if (speaks && world.device.report_at_us < next_us)
    next_us = world.device.report_at_us;
  if (next_us > world.now_us)
    world.now_us = next_us;
  if (!world.window_frozen) {
    cuff_link_tick_ui (&world.link);
    world.ticked_us = world.now_us;
  }
  if (!speaks || world.now_us < world.device.report_at_us)
    return false;

  world.device.report_at_us = world.now_us + REPORT_US;
  device_reports ();

  return true;
}

/* A stop that was given before this turn has been said in it. */
static void
check_turn (void)
{
  Window *window = &world.window;

  if (window->must_stop && world.link.phase == CUFF_PHASE_CONNECTED && world.n_turns > 0)
    FUZZ_CHECK (window->stop_shown || world.link.stopping || world.link.intent.epoch == 0,
                "the stop is not on the line");
  window->must_stop = false;
  world.stalled = false;
  if (world.slept) { /* what was asked for before is void, if it was not when the turn began */
    void_everything (window);
    world.slept = false;
  }
}

int
cuff_clock_wait (CuffClockParty *party, struct pollfd *fds, size_t n_fds, CuffTime deadline_us)
{
  bool open = n_fds > 1 && fds[1].fd >= 0;

  check_turn ();
  fds[0].revents = fds[1].revents = 0;
  while (world.now_us < deadline_us && !(open && is_readable ())) {
    if (world.now_us < world.until_us) {
      pass_time (deadline_us);
      continue;
    }
    if (world.input.n_left == 0 || world.n_turns >= TURNS_MAX) {
      atomic_store (&world.link.quit, true);
      world.until_us = world.now_us + CUFF_MS (50);
      continue;
    }
    act (&world.input);
    fds[0].revents = POLLIN;
    break;
  }
  world.n_turns++;
  world.turn_us = world.now_us;
  if (open && is_readable ())
    fds[1].revents = world.is_gone ? POLLIN | POLLHUP : POLLIN;

  return 1;
}

/* --- a run ------------------------------------------------------------------------------------ */

/* What a sensible window and device do first, as a script like any other. */
static const uint8_t leads[][24] = {
  { 0, 15 },
  { 0, 15, 5, 0, 0xC4, 0x09, 0, 15 },
  { 0, 15, 5, 0, 0xC4, 0x09, 0, 170, 3, 0, 0, 10 },
  { 0, 15, 5, 0, 0xC4, 0x09, 0, 170, 3, 0, 0, 40, 2, 4, 0xDC, 0x05, 2, 0, 0, 0, 0, 60 },
};
static const size_t lead_lengths[] = { 2, 8, 12, 22 };

#define LONGEST_INPUT 4096

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static CuffLink *fresh;
  static uint8_t script[sizeof leads[0] + LONGEST_INPUT];
  uint8_t first = size > 0 ? data[0] : 0;
  size_t n_lead = lead_lengths[first / 2 % 4];
  size_t n_rest = size > 0 ? size - 1 : 0;

  if (fresh == NULL) {
    CuffLinkOptions options = { .port = "script", .nonce = NONCE };

    fresh = cuff_link_new (&options);
  }
  if (n_rest > LONGEST_INPUT)
    n_rest = LONGEST_INPUT;
  memcpy (script, leads[first / 2 % 4], n_lead);
  if (n_rest > 0)
    memcpy (script + n_lead, data + 1, n_rest);

  /* The rings keep their room; what lies in it is not looked at again. */
  memset (&world, 0, sizeof world);
  memcpy (&world.link, fresh, sizeof world.link);
  world.input = (FuzzInput){ script, n_lead + n_rest };
  world.now_us = CUFF_SECONDS (1);
  world.device.manners = WELL_BEHAVED;
  world.device.n_channels = first % 2 + 1u;
  world.device.boot_id = 1;
  cuff_parser_init (&world.device.heard);
  cuff_parser_init (&world.read);
  cuff_link_tick_ui (&world.link);
  world.ticked_us = world.reported_us = world.now_us;
  cuff_link_run (&world.link);

  return 0;
}
