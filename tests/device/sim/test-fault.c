/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of faults, and what the faults of the line do to frames.
 */
#include "cuff-fault.h"

#include "cuff-frame.h"

#include <glib.h>
#include <string.h>

#define FRAMES 20000

static void
test_names (void)
{
  for (int i = 0; i < CUFF_FAULT_COUNT; i++) {
    const char *name = cuff_fault_to_string ((CuffFault) i);
    g_assert_nonnull (name);
    g_assert_cmpint (cuff_fault_from_string (name), ==, i);
  }
  g_assert_cmpstr (cuff_fault_to_string (CUFF_FAULT_VENT_STUCK), ==, "vent-stuck");
  g_assert_null (cuff_fault_to_string (CUFF_FAULT_COUNT));
  g_assert_null (cuff_fault_to_string ((CuffFault) -1));
  g_assert_cmpint (cuff_fault_from_string ("no such fault"), ==, CUFF_FAULT_COUNT);
  g_assert_cmpint (cuff_fault_from_string (""), ==, CUFF_FAULT_COUNT);
  g_assert_cmpint (cuff_fault_from_string (NULL), ==, CUFF_FAULT_COUNT);
}

typedef struct {
  unsigned n_good, n_damaged;
  size_t n_bytes;
} Heard;

/* Sends frames of 24 bytes through the line, torn into pieces, and counts what arrives. */
static Heard
send_frames (CuffFault fault, uint64_t seed)
{
  CuffLine line;
  CuffParser parser;
  Heard heard = { 0 };
  uint8_t out[CUFF_LINE_ROOM (CUFF_FRAME_MAX)];

  cuff_line_init (&line, seed);
  cuff_line_break (&line, fault);
  cuff_parser_init (&parser);
  for (unsigned i = 0; i < FRAMES; i++) {
    CuffFrame frame = { .type = 0xC0, .sequence = (uint8_t) i, .length = 16 };
    uint8_t bytes[CUFF_FRAME_MAX];
    memset (frame.body, (int) (i & 0xFF), 16);
    size_t n_bytes = cuff_frame_encode (&frame, i == 0, bytes);
    size_t n_first = i % n_bytes;

    for (int piece = 0; piece < 2; piece++) {
      size_t from = piece == 0 ? 0 : n_first, n = piece == 0 ? n_first : n_bytes - n_first;
      size_t n_out = cuff_line_send (&line, bytes + from, n, out);
      g_assert_cmpuint (n_out, <=, CUFF_LINE_ROOM (n));
      heard.n_bytes += n_out;
      for (size_t k = 0; k < n_out; k++)
        heard.n_good += cuff_parser_push (&parser, out[k]) == CUFF_PARSE_FRAME;
    }
  }
  heard.n_damaged = parser.n_damaged;
  return heard;
}

static void
test_sound_line (void)
{
  Heard heard = send_frames (CUFF_FAULT_NONE, 1);

  g_assert_cmpuint (heard.n_good, ==, FRAMES);
  g_assert_cmpuint (heard.n_damaged, ==, 0);
}

static void
test_silence (void)
{
  g_assert_cmpuint (send_frames (CUFF_FAULT_SILENCE, 1).n_bytes, ==, 0);
}

/* A tenth of the frames. */
static void
test_drops (void)
{
  Heard heard = send_frames (CUFF_FAULT_DROPS, 1);

  g_assert_cmpuint (heard.n_good, >, FRAMES * 0.88);
  g_assert_cmpuint (heard.n_good, <, FRAMES * 0.92);
  g_assert_cmpuint (heard.n_damaged, ==, 0);
}

/* One bit in 10,000: of frames of about 190 bits some 2 % are hurt, each of them found out. */
static void
test_bit_errors (void)
{
  Heard heard = send_frames (CUFF_FAULT_BIT_ERRORS, 1);

  g_assert_cmpuint (heard.n_good, >, FRAMES * 0.97);
  g_assert_cmpuint (heard.n_good, <, FRAMES * 0.99);
  g_assert_cmpuint (heard.n_damaged, >, FRAMES * 0.01);
}

/* Garbage hurts the frame it runs into, never more; and none of it passes as a frame. */
static void
test_garbage (void)
{
  Heard heard = send_frames (CUFF_FAULT_GARBAGE, 1);

  g_assert_cmpuint (heard.n_good, >, FRAMES * 0.65);
  g_assert_cmpuint (heard.n_good, <, FRAMES * 0.75);
}

static void
test_seed (void)
{
  Heard one = send_frames (CUFF_FAULT_GARBAGE, 5), same = send_frames (CUFF_FAULT_GARBAGE, 5);

  g_assert_cmpuint (one.n_bytes, ==, same.n_bytes);
  g_assert_cmpuint (one.n_bytes, !=, send_frames (CUFF_FAULT_GARBAGE, 6).n_bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault/names", test_names);
  g_test_add_func ("/fault/sound-line", test_sound_line);
  g_test_add_func ("/fault/silence", test_silence);
  g_test_add_func ("/fault/drops", test_drops);
  g_test_add_func ("/fault/bit-errors", test_bit_errors);
  g_test_add_func ("/fault/garbage", test_garbage);
  g_test_add_func ("/fault/seed", test_seed);
  return g_test_run ();
}
