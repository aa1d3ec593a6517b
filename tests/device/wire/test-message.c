/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages: what one end means is what the other understands, and nonsense is refused whole.  The
 * range of every single field is checked against the page in test-protocol-page.c.
 */
#include "examples.h"

#include <glib.h>
#include <string.h>

static CuffMessage
example (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (examples); i++) {
    if (g_str_equal (examples[i].name, name))
      return examples[i].message;
  }
  g_assert_not_reached ();
}

static gboolean
same_body (const CuffFrame *a, const CuffFrame *b)
{
  return a->type == b->type && a->sequence == b->sequence && a->length == b->length
         && memcmp (a->body, b->body, a->length) == 0;
}

/* Through the wire and back, into memory full of rubbish. */
static void
test_round_trip (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (examples); i++) {
    CuffFrame there, back;
    CuffMessage message;

    memset (&message, 0xA5, sizeof message);
    memset (&there, 0x5A, sizeof there);
    cuff_message_encode (&examples[i].message, &there);
    g_assert_cmpint (cuff_message_decode (&there, &message), ==, CUFF_DECODE_OK);
    cuff_message_encode (&message, &back);
    if (!same_body (&there, &back))
      g_error ("%s comes back changed", examples[i].name);
  }
}

/* The values themselves, in the messages a patient depends on. */
static void
test_values (void)
{
  CuffMessage sent = example ("State"), got;
  CuffFrame frame;

  cuff_message_encode (&sent, &frame);
  g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_OK);
  g_assert_cmpint (got.type, ==, CUFF_MSG_STATE);
  g_assert_cmpuint (got.sequence, ==, 9);
  g_assert_cmpuint (got.state.epoch, ==, 7);
  g_assert_cmpuint (got.state.sequence, ==, 258);
  g_assert_cmpuint (got.state.lease_ms, ==, 1500);
  g_assert_false (got.state.buzz);
  g_assert_cmpuint (got.state.n_channels, ==, 2);
  g_assert_cmpint (got.state.order[0].mode, ==, CUFF_MODE_HOLD);
  g_assert_cmpint (got.state.order[0].target, ==, 1500);
  g_assert_cmpint (got.state.order[0].ramp, ==, 500);
  g_assert_cmpuint (got.state.order[0].longest_ms, ==, 50000);
  g_assert_cmpint (got.state.order[1].mode, ==, CUFF_MODE_DEFLATE);
  g_assert_false (cuff_pressure_is_set (got.state.order[1].target));

  sent = example ("Telemetry");
  cuff_message_encode (&sent, &frame);
  g_assert_cmpuint (frame.length, ==, 12 + 12 * 2);
  g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_OK);
  g_assert_cmpuint (got.telemetry.t_us, ==, 12345678);
  g_assert_cmpint (got.telemetry.machine, ==, CUFF_MACHINE_ACTIVE);
  g_assert_cmpuint (got.telemetry.n_channels, ==, 2);
  g_assert_cmpint (got.telemetry.channel[0].pressure, ==, 1502);
  g_assert_cmpint (got.telemetry.channel[0].flow_dml_s, ==, 12);
  g_assert_cmpint (got.telemetry.channel[1].pressure_second, ==, 1);
  g_assert_false (cuff_pressure_is_set (got.telemetry.channel[1].target));
  g_assert_cmpuint (got.telemetry.channel[1].flags, ==, CUFF_CHANNEL_VENT_OPEN);

  sent = example ("Identity");
  memcpy (sent.identity.vendor, "0123456789ABCDEF", 17);
  cuff_message_encode (&sent, &frame);
  g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_OK);
  g_assert_cmpstr (got.identity.vendor, ==, "0123456789ABCDEF");
  g_assert_cmpstr (got.identity.firmware, ==, "0.1.0");
}

/* Negative numbers keep their sign. */
static void
test_negative (void)
{
  CuffMessage sent = example ("Telemetry"), got;
  CuffFrame frame;

  sent.telemetry.channel[0].pressure = CUFF_MMHG (-3);
  sent.telemetry.channel[0].flow_dml_s = -1234;
  cuff_message_encode (&sent, &frame);
  g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_OK);
  g_assert_cmpint (got.telemetry.channel[0].pressure, ==, CUFF_MMHG (-3));
  g_assert_cmpint (got.telemetry.channel[0].flow_dml_s, ==, -1234);

  sent = example ("Ack");
  sent.ack.value = -70000;
  cuff_message_encode (&sent, &frame);
  g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_OK);
  g_assert_cmpint (got.ack.value, ==, -70000);
}

/* A pressure that is none leaves as unset, and a flow beyond the field as its largest: a reading
 * gone wild must not make the host throw the whole telemetry away. */
static void
test_wild_values (void)
{
  static const CuffPressure wild[] = { CUFF_MMHG (400) + 1, CUFF_MMHG (-30) - 1, 65536,
                                       INT32_MAX,           INT32_MIN,           -65536 - 32768 };
  CuffMessage sent = example ("Telemetry"), got;
  CuffFrame frame;

  for (unsigned i = 0; i < G_N_ELEMENTS (wild); i++) {
    sent.telemetry.channel[0].pressure = wild[i];
    sent.telemetry.channel[0].flow_dml_s = wild[i];
    cuff_message_encode (&sent, &frame);
    g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_OK);
    g_assert_false (cuff_pressure_is_set (got.telemetry.channel[0].pressure));
    g_assert_cmpint (got.telemetry.channel[0].flow_dml_s, ==, CLAMP (wild[i], -32768, 32767));
  }
}

/* Every shorter body is refused, every longer one understood. */
static void
test_lengths (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (examples); i++) {
    CuffFrame frame, back;
    CuffMessage message;
    unsigned full;

    cuff_message_encode (&examples[i].message, &frame);
    full = frame.length;
    for (frame.length = 0; frame.length < full; frame.length++)
      g_assert_cmpint (cuff_message_decode (&frame, &message), ==, CUFF_DECODE_SHORT);

    memset (frame.body + full, 0xEE, CUFF_BODY_MAX - full);
    frame.length = CUFF_BODY_MAX;
    g_assert_cmpint (cuff_message_decode (&frame, &message), ==, CUFF_DECODE_OK);
    cuff_message_encode (&message, &back);
    g_assert_cmpmem (frame.body, full, back.body, back.length);
  }
}

static void
test_unknown_types (void)
{
  gboolean known[256] = { FALSE };
  CuffFrame frame = { .length = CUFF_BODY_MAX };
  CuffMessage message;

  for (unsigned i = 0; i < G_N_ELEMENTS (examples); i++)
    known[examples[i].message.type] = TRUE;
  for (unsigned type = 0; type < 256; type++) {
    frame.type = (uint8_t) type;
    if (!known[type])
      g_assert_cmpint (cuff_message_decode (&frame, &message), ==, CUFF_DECODE_UNKNOWN);
    else
      g_assert_cmpint (cuff_message_decode (&frame, &message), !=, CUFF_DECODE_UNKNOWN);
  }
}

/* A message that is none has no body, and a count beyond the channels there can be writes only
 * those there can be: neither reads past its struct. */
static void
test_careless_sender (void)
{
  CuffMessage sent = { .sequence = 3 }, got;
  CuffFrame frame = { .length = 77 };

  cuff_message_encode (&sent, &frame);
  g_assert_cmpuint (frame.length, ==, 0);
  g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_UNKNOWN);

  sent = example ("Telemetry");
  sent.telemetry.n_channels = 9;
  cuff_message_encode (&sent, &frame);
  g_assert_cmpuint (frame.length, ==, 12 + 12 * CUFF_CHANNELS_MAX);
  g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_RANGE);
}

/* A name of the identity goes to screens and records: no control characters, no half of a letter,
 * nothing behind its end. */
static void
test_texts (void)
{
  static const struct {
    unsigned at;
    uint8_t byte;
  } bad[] = { { 0, 0x1B }, { 1, 0x0A }, { 2, 0xC3 }, { 15, 0x7F }, { 5, 'x' } };

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++) {
    CuffMessage sent = example ("Identity"), got;
    CuffFrame frame;

    cuff_message_encode (&sent, &frame);
    frame.body[37 + bad[i].at] = bad[i].byte;
    g_assert_cmpint (cuff_message_decode (&frame, &got), ==, CUFF_DECODE_RANGE);
  }
}

/* Bodies of any content are refused or understood, and what is understood is what was written. */
static void
test_random_bodies (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  unsigned n_understood = 0;

  for (unsigned round = 0; round < 200000; round++) {
    const CuffMessage *from = &examples[round % G_N_ELEMENTS (examples)].message;
    CuffFrame frame, back;
    CuffMessage message;

    cuff_message_encode (from, &frame);
    for (unsigned i = 0; i < frame.length; i++) {
      if (g_rand_int_range (rand, 0, 8) == 0)
        frame.body[i] = (uint8_t) g_rand_int (rand);
    }
    if (cuff_message_decode (&frame, &message) != CUFF_DECODE_OK)
      continue;
    n_understood++;
    cuff_message_encode (&message, &back);
    g_assert_cmpuint (back.length, <=, frame.length);
    g_assert_cmpmem (back.body, back.length, frame.body, back.length);
  }
  g_assert_cmpuint (n_understood, >, 10000);
}

/* The token is worthless as soon as one thing differs between the two ends. */
static void
test_token (void)
{
  CuffLimits limits[2] = { EXAMPLE_LIMITS, EXAMPLE_LIMITS };
  uint32_t token = cuff_arm_token (limits, 2, 1, 2, CUFF_ARM_TRAINING);

  g_assert_cmphex (cuff_arm_token (limits, 1, EXAMPLE_NONCE, 7, CUFF_ARM_TRAINING), ==,
                   EXAMPLE_TOKEN);
  g_assert_cmphex (token, !=, cuff_arm_token (limits, 1, 1, 2, CUFF_ARM_TRAINING));
  g_assert_cmphex (token, !=, cuff_arm_token (limits, 2, 3, 2, CUFF_ARM_TRAINING));
  g_assert_cmphex (token, !=, cuff_arm_token (limits, 2, 1, 3, CUFF_ARM_TRAINING));
  g_assert_cmphex (token, !=, cuff_arm_token (limits, 2, 1, 2, CUFF_ARM_LOP));
  for (unsigned i = 0; i < 2; i++) {
    CuffLimits changed[2] = { limits[0], limits[1] };

    changed[i].cap++;
    g_assert_cmphex (token, !=, cuff_arm_token (changed, 2, 1, 2, CUFF_ARM_TRAINING));
    changed[i] = limits[i];
    changed[i].ramp_max++;
    g_assert_cmphex (token, !=, cuff_arm_token (changed, 2, 1, 2, CUFF_ARM_TRAINING));
    changed[i] = limits[i];
    changed[i].time_max_ms++;
    g_assert_cmphex (token, !=, cuff_arm_token (changed, 2, 1, 2, CUFF_ARM_TRAINING));
    changed[i] = limits[i];
    changed[i].disagree_max++;
    g_assert_cmphex (token, !=, cuff_arm_token (changed, 2, 1, 2, CUFF_ARM_TRAINING));
  }
}

/* The design load: two channels at 100 Hz take no more than 40 % of 115,200 baud 8N1. */
static void
test_line_use (void)
{
  CuffMessage telemetry = example ("Telemetry");
  CuffFrame frame;
  uint8_t wire[CUFF_FRAME_MAX];
  size_t n_wire;

  cuff_message_encode (&telemetry, &frame);
  n_wire = cuff_frame_encode (&frame, false, wire);
  g_assert_cmpuint (n_wire * 100, <=, 11520 * 40 / 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/round-trip", test_round_trip);
  g_test_add_func ("/message/values", test_values);
  g_test_add_func ("/message/negative", test_negative);
  g_test_add_func ("/message/wild-values", test_wild_values);
  g_test_add_func ("/message/lengths", test_lengths);
  g_test_add_func ("/message/unknown-types", test_unknown_types);
  g_test_add_func ("/message/careless-sender", test_careless_sender);
  g_test_add_func ("/message/texts", test_texts);
  g_test_add_func ("/message/random-bodies", test_random_bodies);
  g_test_add_func ("/message/token", test_token);
  g_test_add_func ("/message/line-use", test_line_use);
  return g_test_run ();
}
