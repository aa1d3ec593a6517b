/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames: no damaged one is ever believed, the good one after it is, and STOP gets through in the
 * middle of anything.
 */
#include "cuff-frame.h"
#include "hex.h"

#include <string.h>

/* Frames of the protocol's first draft, worked out by another program: their bodies are no longer
 * CuffWire's, their framing is. */
static const struct {
  const char *name, *plain, *wire;
} vectors[] = {
  { "hello", "01 00 01 00 CD AB 34 12", "02 01 02 01 09 CD AB 34 12 E7 7C BC C4 00" },
  { "heartbeat", "02 01 88 13 00 00 D0 07 01", "05 02 01 88 13 01 08 D0 07 01 F0 07 5D E4 00" },
  { "limits", "10 02 00 C4 09 58 02 F4 01 D0 07 64 00",
    "03 10 02 0A C4 09 58 02 F4 01 D0 07 64 05 E6 95 40 8E 00" },
  { "target", "12 04 00 DC 05 C8 00 58 02", "03 12 04 04 DC 05 C8 07 58 02 F3 F0 7A 69 00" },
  { "vent", "13 05 FF 00", "04 13 05 FF 05 24 61 5D 5B 00" },
  { "ack", "80 09 12 04 00 00 00", "05 80 09 12 04 01 01 05 E7 98 44 45 00" },
  { "refused", "80 0A 12 04 04 C4 09", "0C 80 0A 12 04 04 C4 09 CA 71 CA DD 00" },
  { "telemetry", "C0 07 4E 61 BC 00 DE 05 DB 05 DC 05 0C 00 14 00 03 00",
    "06 C0 07 4E 61 BC 08 DE 05 DB 05 DC 05 0C 02 14 02 03 05 B8 92 9B A5 00" },
  { "alarm", "C1 0B 01 01 03 00 90 62 BC 00 6F 0A C4 09 01",
    "06 C1 0B 01 01 03 04 90 62 BC 0A 6F 0A C4 09 01 DF CB 70 2C 00" },
};

/* Type, sequence and body, as the table has them. */
static CuffFrame
frame_from_hex (const char *plain)
{
  g_autoptr (GByteArray) bytes = bytes_from_hex (plain);
  CuffFrame frame = { .type = bytes->data[0], .sequence = bytes->data[1] };

  frame.length = (uint8_t) (bytes->len - 2);
  memcpy (frame.body, bytes->data + 2, frame.length);

  return frame;
}

static CuffFrame
random_frame (GRand *rand, unsigned length)
{
  CuffFrame frame = { .type = (uint8_t) g_rand_int (rand),
                      .sequence = (uint8_t) g_rand_int (rand) };

  frame.length = (uint8_t) length;
  for (unsigned i = 0; i < length; i++)
    frame.body[i] = g_rand_boolean (rand) ? 0 : (uint8_t) g_rand_int (rand);

  return frame;
}

static gboolean
same_frame (const CuffFrame *a, const CuffFrame *b)
{
  return a->type == b->type && a->sequence == b->sequence && a->length == b->length
         && memcmp (a->body, b->body, a->length) == 0;
}

/* Pushes all bytes; returns how many frames came, the last one in `frame`. */
static unsigned
push (CuffParser *parser, const uint8_t *bytes, size_t n_bytes, CuffFrame *frame)
{
  unsigned n_frames = 0;

  for (size_t i = 0; i < n_bytes; i++) {
    if (cuff_parser_push (parser, bytes[i]) != CUFF_PARSE_FRAME)
      continue;
    n_frames++;
    *frame = parser->frame;
  }

  return n_frames;
}

static void
test_crc (void)
{
  /* The check value every description of CRC-32C gives. */
  g_assert_cmphex (cuff_crc32c (0, (const uint8_t *) "123456789", 9), ==, 0xE3069283);
  /* In two pieces it is the same. */
  g_assert_cmphex (
      cuff_crc32c (cuff_crc32c (0, (const uint8_t *) "1234", 4), (const uint8_t *) "56789", 5), ==,
      0xE3069283);
}

static void
test_vectors (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (vectors); i++) {
    CuffFrame frame = frame_from_hex (vectors[i].plain);
    g_autoptr (GByteArray) wire = bytes_from_hex (vectors[i].wire);
    uint8_t out[CUFF_FRAME_MAX];
    size_t n_out = cuff_frame_encode (&frame, false, out);
    CuffParser parser;
    CuffFrame back = { 0 };

    g_test_message ("%s", vectors[i].name);
    g_assert_cmpmem (out, n_out, wire->data, wire->len);
    cuff_parser_init (&parser);
    g_assert_cmpuint (push (&parser, wire->data, wire->len, &back), ==, 1);
    g_assert_true (same_frame (&frame, &back));
  }
}

static void
test_every_length (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CuffParser parser;

  cuff_parser_init (&parser);
  for (unsigned length = 0; length <= CUFF_BODY_MAX; length++) {
    CuffFrame frame = random_frame (rand, length);
    CuffFrame back = { 0 };
    uint8_t out[CUFF_FRAME_MAX];
    size_t n_out = cuff_frame_encode (&frame, length % 2 == 0, out);

    g_assert_cmpuint (n_out, <=, CUFF_FRAME_MAX);
    g_assert_cmpuint (push (&parser, out, n_out, &back), ==, 1);
    g_assert_true (same_frame (&frame, &back));
  }
  g_assert_cmpuint (parser.n_damaged, ==, 0);

  /* 201 bytes do not fit and are not sent. */
  g_assert_cmpuint (
      cuff_frame_encode (&(CuffFrame){ .length = CUFF_BODY_MAX + 1 }, false, (uint8_t[1]){ 0 }), ==,
      0);
}

/* A frame with these bits of its wire form turned over, its closing zero included, and a good frame
 * behind it: the damaged one is not believed, and with a lead zero the good one is. */
static void
check_flipped (const uint8_t *wire, size_t n_wire, const unsigned *bits, unsigned n_bits)
{
  static const uint8_t vent[] = {
    0x00, 0x04, 0x13, 0x05, 0xFF, 0x05, 0x24, 0x61, 0x5D, 0x5B, 0x00
  };
  uint8_t bytes[CUFF_FRAME_MAX];
  CuffFrame frame = { 0 };
  CuffParser parser;

  memcpy (bytes, wire, n_wire);
  for (unsigned i = 0; i < n_bits; i++)
    bytes[bits[i] / 8] ^= (uint8_t) (1u << bits[i] % 8);

  cuff_parser_init (&parser);
  if (push (&parser, bytes, n_wire, &frame) != 0)
    g_error ("bits %u %u %u of a frame of %zu bytes went through", bits[0], bits[1], bits[2],
             n_wire);
  if (push (&parser, vent, sizeof vent, &frame) != 1 || frame.type != 0x13)
    g_error ("the frame after bits %u %u %u was lost", bits[0], bits[1], bits[2]);
}

static void
flip (const char *plain, unsigned n_flips)
{
  CuffFrame frame = frame_from_hex (plain);
  uint8_t wire[CUFF_FRAME_MAX];
  size_t n_wire = cuff_frame_encode (&frame, false, wire);
  unsigned n_bits = (unsigned) n_wire * 8;
  unsigned bits[3] = { 0 };

  for (bits[0] = 0; bits[0] < n_bits; bits[0]++)
    check_flipped (wire, n_wire, bits, 1);
  for (bits[0] = 0; bits[0] < n_bits; bits[0]++) {
    for (bits[1] = 0; bits[1] < bits[0]; bits[1]++) {
      check_flipped (wire, n_wire, bits, 2);
      for (bits[2] = 0; n_flips == 3 && bits[2] < bits[1]; bits[2]++)
        check_flipped (wire, n_wire, bits, 3);
    }
  }
}

/* Every one, two and three wrong bits in the frames that make a cuff hold pressure; every one and
 * two in the longest telemetry. */
static void
test_bit_errors (void)
{
  flip ("05 07 FF", 3);
  flip ("04 09 07 00 00 00 12 34 56 78 00", 3);
  flip ("02 0A 07 00 00 00 01 02 00 00 DC 05 00 01 02 08 07 F4 01 88 13 00 00", 3);
  flip ("C0 07 4E 61 BC 00 07 00 00 00 2A 00 23 10 DE 05 DB 05 DC 05 0C 00 14 02 03 00"
        " DE 05 DB 05 DC 05 0C 00 14 02 03 00",
        2);
}

/* A frame whose beginning was lost costs itself; one whose closing zero was lost costs the next
 * one as well, unless that one is led by a zero.  Never more. */
static void
test_resync (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (unsigned round = 0; round < 2000; round++) {
    CuffFrame frame = random_frame (rand, (unsigned) g_rand_int_range (rand, 0, 40));
    CuffFrame back = { 0 };
    uint8_t wire[CUFF_FRAME_MAX];
    size_t n_wire = cuff_frame_encode (&frame, false, wire);
    size_t from = (size_t) g_rand_int_range (rand, 0, (gint32) n_wire);
    size_t to = (size_t) g_rand_int_range (rand, (gint32) from, (gint32) n_wire) + 1;
    unsigned n_frames;
    CuffParser parser;

    cuff_parser_init (&parser);
    push (&parser, wire, from, &back);
    push (&parser, wire + to, n_wire - to, &back);
    n_frames = push (&parser, wire, n_wire, &back) + push (&parser, wire, n_wire, &back);
    g_assert_cmpuint (n_frames, >=, to == n_wire && from > 0 ? 1 : 2);
    g_assert_true (same_frame (&frame, &back));
  }
}

/* Far more bytes than any frame has, without a zero: memory stays bounded, and the next frame is
 * heard. */
static void
test_endless_frame (void)
{
  g_autoptr (GByteArray) wire = bytes_from_hex (vectors[4].wire);
  CuffFrame back = { 0 };
  CuffParser parser;

  cuff_parser_init (&parser);
  for (unsigned i = 0; i < 100000; i++)
    g_assert_cmpint (cuff_parser_push (&parser, 0x01), ==, CUFF_PARSE_MORE);
  cuff_parser_push (&parser, 0);
  g_assert_cmpuint (parser.n_damaged, ==, 1);
  g_assert_cmpuint (push (&parser, wire->data, wire->len, &back), ==, 1);
}

/* R4: three zeros stop, after any number of bytes of any frame, and once however many follow. */
static void
test_stop_anywhere (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autoptr (GByteArray) wire = bytes_from_hex (vectors[i].wire);

    for (unsigned cut = 0; cut <= wire->len; cut++) {
      CuffFrame frame = { 0 };
      CuffParser parser;
      unsigned n_stops = 0;

      cuff_parser_init (&parser);
      push (&parser, wire->data, cut, &frame);
      for (unsigned k = 0; k < 3; k++)
        n_stops += cuff_parser_push (&parser, 0) == CUFF_PARSE_STOP;
      g_assert_cmpuint (n_stops, ==, 1);

      for (unsigned k = 0; k < 1000; k++)
        n_stops += cuff_parser_push (&parser, 0) == CUFF_PARSE_STOP;
      g_assert_cmpuint (n_stops, ==, 1);
      g_assert_cmpuint (push (&parser, wire->data, wire->len, &frame), ==, 1);
      for (unsigned k = 0; k < 3; k++)
        n_stops += cuff_parser_push (&parser, 0) == CUFF_PARSE_STOP;
      g_assert_cmpuint (n_stops, ==, 2);
    }
  }
}

/* In the middle of a frame that has already become too long. */
static void
test_stop_in_overflow (void)
{
  CuffParser parser;

  cuff_parser_init (&parser);
  for (unsigned i = 0; i < 1000; i++)
    cuff_parser_push (&parser, 0xAA);
  g_assert_cmpint (cuff_parser_push (&parser, 0), ==, CUFF_PARSE_MORE);
  g_assert_cmpint (cuff_parser_push (&parser, 0), ==, CUFF_PARSE_MORE);
  g_assert_cmpint (cuff_parser_push (&parser, 0), ==, CUFF_PARSE_STOP);
}

/* Traffic of any content, with and without lead zeros, never holds three zeros in a row. */
static void
test_no_stop_in_traffic (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  unsigned n_zeros = 0, most_zeros = 0;

  for (unsigned round = 0; round < 20000; round++) {
    CuffFrame frame = random_frame (rand, (unsigned) g_rand_int_range (rand, 0, 60));
    uint8_t wire[CUFF_FRAME_MAX];
    size_t n_wire = cuff_frame_encode (&frame, g_rand_boolean (rand), wire);

    for (size_t i = 0; i < n_wire; i++) {
      n_zeros = wire[i] == 0 ? n_zeros + 1 : 0;
      most_zeros = MAX (most_zeros, n_zeros);
    }
  }
  g_assert_cmpuint (most_zeros, ==, 2);
}

static void
test_garbage (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  CuffParser parser;

  cuff_parser_init (&parser);
  for (unsigned i = 0; i < 1000000; i++)
    g_assert_cmpint (cuff_parser_push (&parser, (uint8_t) (g_rand_int (rand) >> 8)), !=,
                     CUFF_PARSE_FRAME);
  g_assert_cmpuint (parser.n_good, ==, 0);
  g_assert_cmpuint (parser.n_damaged, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/crc", test_crc);
  g_test_add_func ("/frame/vectors", test_vectors);
  g_test_add_func ("/frame/every-length", test_every_length);
  g_test_add_func ("/frame/bit-errors", test_bit_errors);
  g_test_add_func ("/frame/resync", test_resync);
  g_test_add_func ("/frame/endless", test_endless_frame);
  g_test_add_func ("/frame/stop-anywhere", test_stop_anywhere);
  g_test_add_func ("/frame/stop-in-overflow", test_stop_in_overflow);
  g_test_add_func ("/frame/no-stop-in-traffic", test_no_stop_in_traffic);
  g_test_add_func ("/frame/garbage", test_garbage);
  return g_test_run ();
}
