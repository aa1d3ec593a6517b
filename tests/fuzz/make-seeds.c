/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes the first inputs of each corpus, with the real encoders: each message of PROTOCOL.md for
 * the decoder, and for the others small stories in the words of their scripts.  What a script's
 * numbers mean stands in act() of its target.
 *
 *   make-seeds FOLDER
 */
#include "cuff-message.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

static const char *place;

static void
put (const char *target, const char *name, const guint8 *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (place, target, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0755);
  if (!g_file_set_contents (path, (const char *) bytes, (gssize) n_bytes, &error))
    g_error ("%s", error->message);
}

typedef struct {
  const char *name;
  CuffMessage message;
} Seed;

#define LIMITS                                                                                     \
  {                                                                                                \
    0,                                                                                             \
    {                                                                                              \
      CUFF_MMHG (200), CUFF_MMHG (50), 1200000, CUFF_MMHG (10)                                     \
    }                                                                                              \
  }
#define EVENT                                                                                      \
  {                                                                                                \
    12345678, CUFF_DEVICE_EVENT_VENTED, CUFF_REASON_LEASE                                          \
  }

static const Seed messages[] = {
  { "hello", { .type = CUFF_MSG_HELLO, .hello = { 1, 0, 0x1234ABCD } } },
  { "state-two-channels",
    { .type = CUFF_MSG_STATE,
      .state = { 7,
                 258,
                 1500,
                 false,
                 2,
                 { { CUFF_MODE_HOLD, CUFF_MMHG (150), CUFF_MMHG (50), 50000 },
                   { CUFF_MODE_DEFLATE, CUFF_PRESSURE_UNSET, 0, 0 } } } } },
  { "state-vent",
    { .type = CUFF_MSG_STATE,
      .state = { 0, 1, 500, true, 1, { { CUFF_MODE_VENT, CUFF_PRESSURE_UNSET, 0, 0 } } } } },
  { "state-search",
    { .type = CUFF_MSG_STATE,
      .state = { 9, 3, 1500, false, 1, { { CUFF_MODE_LOP, CUFF_MMHG (330), 0, 3600000 } } } } },
  { "set-limits", { .type = CUFF_MSG_SET_LIMITS, .limits = LIMITS } },
  { "arm", { .type = CUFF_MSG_ARM, .arm = { 7, 0x72C511BA, CUFF_ARM_LOP } } },
  { "vent", { .type = CUFF_MSG_VENT, .channel = { CUFF_ALL_CHANNELS } } },
  { "zero", { .type = CUFF_MSG_ZERO, .channel = { 1 } } },
  { "self-test", { .type = CUFF_MSG_SELF_TEST, .self_test = { 7 } } },
  { "leak-test", { .type = CUFF_MSG_LEAK_TEST, .leak_test = { 1, CUFF_MMHG (60), 5000 } } },
  { "stream", { .type = CUFF_MSG_STREAM, .stream = { 1000 } } },
  { "alarm-ack", { .type = CUFF_MSG_ALARM_ACK, .alarm_ack = { 12 } } },
  { "log-read", { .type = CUFF_MSG_LOG_READ, .log_read = { 5, 64 } } },
  { "set-time", { .type = CUFF_MSG_SET_TIME, .set_time = { 4102444800000 } } },
  { "identity",
    { .type = CUFF_MSG_IDENTITY,
      .identity = { .major = 1,
                    .nonce = 0x1234ABCD,
                    .n_channels = 2,
                    .capabilities = CUFF_CAN_LOP | CUFF_CAN_LOG,
                    .sensor_min = CUFF_MMHG (-30),
                    .sensor_max = CUFF_MMHG (400),
                    .cap_hard = CUFF_MMHG (300),
                    .cap_transient = CUFF_MMHG (330),
                    .cap_lop = CUFF_PRESSURE_UNSET,
                    .time_cap_ms = 1500000,
                    .hz_max = 200,
                    .calibration_date = 20260101,
                    .reset_cause = CUFF_RESET_WATCHDOG,
                    .vendor = "Ebb",
                    .model = "Reference",
                    .serial = "0123456789ABCDEF",
                    .firmware = "1.0" } } },
  { "ack",
    { .type = CUFF_MSG_ACK,
      .ack = { CUFF_MSG_STATE, 9, CUFF_RESULT_ABOVE_LIMIT, CUFF_MMHG (250), CUFF_MMHG (200) } } },
  { "limits", { .type = CUFF_MSG_LIMITS, .limits = LIMITS } },
  { "telemetry-two-channels",
    { .type = CUFF_MSG_TELEMETRY,
      .telemetry = { .t_us = 12345678,
                     .epoch = 7,
                     .sequence = 258,
                     .machine = CUFF_MACHINE_ACTIVE,
                     .flags = CUFF_DEVICE_SELF_TEST_OK,
                     .n_channels = 2,
                     .channel = { { 1502, 1499, 1500, 12, 0, CUFF_MODE_HOLD,
                                    CUFF_CHANNEL_PUMP_ON | CUFF_CHANNEL_AT_TARGET },
                                  { 3, CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET, 0, 100,
                                    CUFF_MODE_DEFLATE, CUFF_CHANNEL_VENT_OPEN } } } } },
  { "alarm",
    { .type = CUFF_MSG_ALARM,
      .alarm = { CUFF_ALARM_OVER_PRESSURE, 3, CUFF_ALL_CHANNELS, 12345678, CUFF_MMHG (331),
                 CUFF_MMHG (330), true } } },
  { "event", { .type = CUFF_MSG_EVENT, .event = EVENT } },
  { "result",
    { .type = CUFF_MSG_RESULT, .result = { CUFF_TEST_LEAK, 0, true, 31, CUFF_MMHG (7) } } },
  { "log", { .type = CUFF_MSG_LOG, .log = { 12, EVENT } } },
};

/* For the decoder the bare message; for the parser a script of one frame, one with a wrong bit, and
 * one that is cut off by a stop. */
static void
put_message (const Seed *seed, guint number)
{
  g_autoptr (GByteArray) script = g_byte_array_new ();
  CuffFrame frame = { 0 };
  guint8 wire[CUFF_FRAME_MAX];

  cuff_message_encode (&seed->message, &frame);
  frame.sequence = (uint8_t) number;

  const guint8 late[] = { 0, 0 };
  const guint8 head[] = { frame.type, frame.sequence };
  const guint8 put_frame[] = { 1, frame.type, frame.sequence, frame.length };
  const guint8 put_damaged[] = { 2, frame.type, frame.sequence, frame.length };
  const guint8 bit[] = { (guint8) (number * 7), 0 };
  const guint8 three_zeros[] = { 3 + 4 * 3 };

  g_byte_array_append (script, head, sizeof head);
  g_byte_array_append (script, frame.body, frame.length);
  put ("message", seed->name, script->data, script->len);

  g_byte_array_set_size (script, 0);
  g_byte_array_append (script, late, sizeof late);
  g_byte_array_append (script, put_frame, sizeof put_frame);
  g_byte_array_append (script, frame.body, frame.length);
  g_byte_array_append (script, put_damaged, sizeof put_damaged);
  g_byte_array_append (script, frame.body, frame.length);
  g_byte_array_append (script, bit, sizeof bit);
  /* Half of it, by the count that the script's word for raw bytes can say. */
  const guint8 put_raw[] = { (guint8) (cuff_frame_encode (&frame, true, wire) / 8 * 4) };
  g_byte_array_append (script, put_raw, sizeof put_raw);
  g_byte_array_append (script, wire, put_raw[0] + 1u);
  g_byte_array_append (script, three_zeros, sizeof three_zeros);
  put ("frame", seed->name, script->data, script->len);
}

typedef struct {
  const char *name;
  guint8 n_bytes, bytes[48];
} Story;

#define STORY(name, ...)                                                                           \
  {                                                                                                \
    name, sizeof ((guint8[]){ __VA_ARGS__ }),                                                      \
    {                                                                                              \
      __VA_ARGS__                                                                                  \
    }                                                                                              \
  }

/* Where they begin: 0 booting, 2 ready, 4 armed, 6 inflated; one more: two channels. */
static const Story controller_stories[] = {
  STORY ("boots-and-waits", 0, 0, 127, 0, 127),
  STORY ("garbage-while-inflated", 6, 4, 16, 0, 7, 9, 0xFF, 1, 0, 3, 3, 0, 0, 0, 5, 0xC0, 1, 2, 3,
         4, 0, 127),
  STORY ("zeros-while-inflated", 7, 14, 2, 0, 127),
  STORY ("vent-while-inflated", 6, 13, 0, 0, 127),
  STORY ("break-while-armed", 4, 15, 0, 10, 2, 9, 4, 0xDC, 5, 11, 0, 0, 20),
  STORY ("host-falls-silent", 7, 12, 1, 0, 127, 0, 127, 0, 127),
  STORY ("controller-stands-still", 6, 12, 1, 3, 100, 11, 0, 0, 10),
  STORY ("hello-while-inflated", 6, 6, 1, 9, 9, 9, 9, 0, 50),
  STORY ("arms-again-after-stop", 6, 13, 0, 10, 0, 0, 127, 0, 127, 0, 127, 8, 0, 0, 60, 10, 2, 9, 4,
         0xE8, 3, 11, 0, 0, 100),
  STORY ("wrong-token", 2, 8, 24, 1, 0, 0, 0, 0, 60, 10, 2, 9, 4, 0xE8, 3, 0, 60),
  STORY ("above-the-cap", 4, 10, 2, 9, 4, 0xFF, 0x0F, 11, 0, 0, 60),
  STORY ("puff-lasts-ten-seconds", 2, 8, 1, 0, 60, 10, 2, 9, 4, 0x58, 2, 11, 0, 2, 63, 2, 63, 2, 63,
         2, 63),
  STORY ("leak-test", 2, 8, 2, 0, 60, 10, 2, 9, 2, 0, 0, 16, 0, 0x58, 2, 60, 0, 127, 0, 127, 0, 127,
         0, 127),
  STORY ("search-to-its-ceiling", 2, 8, 3, 0, 60, 10, 2, 9, 8, 0xE4, 0x0C, 11, 0, 0, 127, 0, 127),
  STORY ("sensor-breaks", 6, 18, 0, 0, 40, 18, 0, 0, 60),
  STORY ("sensors-disagree", 7, 18, 4, 120, 0, 127),
  STORY ("over-pressure", 6, 18, 8, 0xD0, 7, 0, 60, 17, 2, 0),
  STORY ("valve-sticks", 6, 18, 12, 13, 0, 0, 127, 0, 127, 0, 127, 18, 12, 0, 127, 0, 127, 17, 2,
         1),
  STORY ("button-pressed", 7, 18, 16, 0, 20, 18, 16, 0, 127),
  STORY ("reset-while-inflated", 6, 19, 0, 0, 127),
  STORY ("line-is-full", 6, 19, 255, 0, 60),
  STORY ("planned-rest", 6, 9, 2, 0, 0, 11, 0, 0, 60, 9, 4, 0xE8, 3, 11, 0, 0, 60),
  STORY ("small-commands", 2, 17, 0, 7, 0, 127, 17, 1, 0, 127, 17, 3, 0, 64, 17, 4, 1, 2, 3, 4, 17,
         5, 50, 0, 60),
};

/* Where they begin: 0 greeted, 2 limits, 4 armed, 6 inflated; one more: two channels. */
static const Story link_stories[] = {
  STORY ("nothing-asked", 0, 0, 200),
  STORY ("stop-while-inflated", 6, 4, 1, 0, 200),
  STORY ("stop-then-order", 7, 4, 1, 2, 4, 0xE8, 3, 2, 0, 0, 0, 0, 200),
  STORY ("stop-voids-arm", 2, 3, 0, 4, 1, 0, 250),
  STORY ("stop-twice-voids-arm", 0x27, 0xAC, 0xFF, 0x3F, 0xAC, 0xFF, 0x3F, 0xAC),
  STORY ("order-without-arm", 2, 2, 4, 0xE8, 3, 2, 0, 0, 0, 0, 200),
  STORY ("device-falls-silent", 6, 6, 16, 0, 250),
  STORY ("device-resets", 6, 8, 0xC2, 0, 200),
  STORY ("over-pressure", 6, 9, 0, 0x68, 0x10, 0, 0, 0, 100),
  STORY ("target-unset-while-resting", 6, 2, 4, 0xDC, 5, 2, 0, 0, 1, 9, 6, 0x68, 0x10, 0, 0, 250),
  STORY ("unreadable", 7, 9, 0x80, 0x67, 0x10, 0, 100),
  STORY ("window-frozen", 6, 5, 2, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255),
  STORY ("program-stands-still", 6, 11, 120, 0, 100),
  STORY ("machine-sleeps", 6, 11, 15, 0, 100),
  STORY ("sleep-twice-voids-arm", 6, 11, 15, 3, 0, 11, 15, 0, 250, 0, 250),
  STORY ("sleep-behind-silence-voids-arm", 7, 11, 0xBF, 3, 1, 11, 0xFF, 0, 250, 0, 250),
  STORY ("armed-but-not-shown", 2, 6, 15, 3, 0, 0, 250, 2, 4, 0xDC, 5, 2, 0, 0, 0, 0, 250),
  STORY ("echo-grows-old", 6, 6, 15, 0, 250, 0, 250),
  STORY ("cable-pulled", 6, 10, 4, 0, 100),
  STORY ("line-full-at-stop", 6, 10, 42, 4, 1, 0, 200),
  STORY ("arm-refused-then-granted", 2, 6, 27, 3, 0, 0, 180, 8, 0, 10, 1, 200, 6, 255, 0, 250),
  STORY ("arm-unanswered", 2, 6, 27, 3, 0, 0, 255, 0, 255, 2, 4, 0xE8, 3, 2, 0, 0, 0, 0, 255),
  STORY ("answers-come-late", 4, 10, 3, 0, 60, 4, 1, 0, 60, 10, 3, 0, 200),
  STORY ("other-version-and-garbage", 0, 6, 0, 8, 2, 1, 2, 3, 4, 10, 50, 1, 2, 3, 4, 5, 6, 7, 8, 9,
         0, 0, 0, 100),
  STORY ("wrong-limits", 1, 6, 29, 5, 0, 0xC4, 9, 8, 1, 1, 0xC4, 9, 0, 60, 8, 1, 0, 0, 0, 0, 60),
};

/* Files of a library.  The built-in ones are bigger and say nothing more to a parser. */
#define PROTOCOL_HEAD                                                                              \
  "{\"format\":\"ebb-protocol\",\"format_version\":1,\"id\":\"a-1\",\"name\":\"A\","               \
  "\"version\":1,\"source\":\"S\",\"status\":\"T\",\"exercise\":\"b\",\"pattern\":\"continuous\"," \
  "\"sets_min\":1,\"sets\":[{\"reps_min\":1,\"reps_max\":100},{\"reps_min\":15,\"reps_max\":15}],"
#define TEMPO "\"tempo\":{\"contract_ms\":250,\"hold_ms\":60000,\"relax_ms\":10000,\"pause_ms\":0}"
#define PROTOCOL_2_HEAD                                                                            \
  "{\"format\":\"ebb-protocol\",\"format_version\":2,\"id\":\"a-2\",\"name\":\"A\","               \
  "\"version\":1,\"source\":\"S\",\"status\":\"T\",\"exercise\":\"b\","                            \
  "\"pressure\":{\"basis\":\"percent-lop\",\"value\":60,\"min\":40,\"max\":80,\"limit\":80},"      \
  "\"load\":{\"basis\":\"none\"},\"frequency\":{\"text\":\"once\"},"
#define PROTOCOL_2_VALUES                                                                          \
  "\"values\":[{\"of\":\"pressure\",\"status\":\"S\",\"source\":\"s\"},"                           \
  "{\"of\":\"pattern\",\"status\":\"S\",\"source\":\"s\"},{\"of\":\"load\",\"status\":\"S\","      \
  "\"source\":\"s\"},{\"of\":\"sets\",\"status\":\"S\",\"source\":\"s\"},{\"of\":\"rest\","        \
  "\"status\":\"S\",\"source\":\"s\"},{\"of\":\"frequency\",\"status\":\"PROPOSAL\",\"source\":"   \
  "\"s\"}"
#define EXERCISE_HEAD                                                                              \
  "{\"format\":\"ebb-exercise\",\"format_version\":1,\"id\":\"b\",\"name\":\"B\","                 \
  "\"set_up\":\"sit\",\"posture\":\"seated\","

static const struct {
  const char *name, *text;
} files[] = {
  { "protocol", PROTOCOL_HEAD "\"rest_s\":0," TEMPO "}" },
  { "protocol-with-all-fields", PROTOCOL_HEAD "\"rest_s\":600," TEMPO ",\"max_inflation_s\":1200,"
                                              "\"percent_lop_default\":6.25e1}\n" },
  { "protocol-2", PROTOCOL_2_HEAD
    "\"mode\":\"resistance\",\"pattern\":\"resting\",\"sets_min\":1,\"sets\":[{\"reps_min\":3,"
    "\"reps_max\":5},{\"to_failure\":true}],\"rest_s\":30," TEMPO "," PROTOCOL_2_VALUES
    ",{\"of\":\"tempo\",\"status\":\"S2\",\"source\":\"s\"}]}" },
  { "protocol-2-cycle",
    PROTOCOL_2_HEAD "\"mode\":\"cycle\",\"pattern\":\"cycled\",\"cycle\":{\"on_s\":20,\"off_s\":5,"
                    "\"steps_percent\":[60,100]},\"sets_min\":1,\"sets\":[{\"duration_s\":50},"
                    "{\"duration_s\":50}],\"rest_s\":30," PROTOCOL_2_VALUES
                    ",{\"of\":\"cycle\",\"status\":\"K-U\",\"source\":\"s\"}]}" },
  { "protocol-with-letters", "{\"name\":\"\\u00e4\\ud83d\\ude00\\n\\\"\",\"id\":\"\303\244\"}" },
  { "rest-601", PROTOCOL_HEAD "\"rest_s\":601," TEMPO "}" },
  { "percent-80.5", PROTOCOL_HEAD "\"rest_s\":30," TEMPO ",\"percent_lop_default\":80.5}" },
  { "inflation-1201", PROTOCOL_HEAD "\"rest_s\":30," TEMPO ",\"max_inflation_s\":1201}" },
  { "contract-249", PROTOCOL_HEAD "\"rest_s\":30,\"tempo\":{\"contract_ms\":249,\"hold_ms\":0,"
                                  "\"relax_ms\":10000,\"pause_ms\":0}}" },
  { "protocol-with-a-broken-number", PROTOCOL_HEAD "\"rest_s\":30.5," TEMPO "}" },
  { "protocol-with-huge-numbers",
    PROTOCOL_HEAD "\"rest_s\":9223372036854775808," TEMPO ",\"percent_lop_default\":1e999}" },
  { "protocol-with-an-unknown-field", PROTOCOL_HEAD "\"rest_s\":30," TEMPO ",\"x\":null}" },
  { "protocol-cut-off", PROTOCOL_HEAD "\"rest_s\":3" },
  { "exercise", EXERCISE_HEAD "\"segments\":[\"thigh\",\"arm\",\"calf\"],\"one_sided\":true,"
                              "\"reps_in_pressure\":false,\"load_step_kg\":0.5}" },
  { "exercise-without-a-segment", EXERCISE_HEAD "\"segments\":[],\"one_sided\":true,"
                                                "\"reps_in_pressure\":true,\"load_step_kg\":0}" },
  { "key-twice", "{\"a\":1,\n\"\\u0061\":2}" },
  { "nested-32", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]" },
  { "nested-33", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]" },
  { "not-utf-8", "{\"name\":\"\377\"}" },
  { "lone-surrogate", "{\"name\":\"\\udc00\"}" },
  { "comment", "{/* */\"a\":1,}" },
  { "no-object", "[true,false,null,-0,1E-2]" },
  { "empty", "" },
};

int
main (int argc, char **argv)
{
  if (argc != 2) {
    g_printerr ("usage: %s FOLDER\n", argv[0]);
    return 2;
  }

  place = argv[1];
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    put_message (&messages[i], i);
  for (guint i = 0; i < G_N_ELEMENTS (controller_stories); i++)
    put ("controller", controller_stories[i].name, controller_stories[i].bytes,
         controller_stories[i].n_bytes);
  for (guint i = 0; i < G_N_ELEMENTS (link_stories); i++)
    put ("link", link_stories[i].name, link_stories[i].bytes, link_stories[i].n_bytes);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    put ("protocol", files[i].name, (const guint8 *) files[i].text, strlen (files[i].text));

  return 0;
}
