/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast telemetry is understood when the line is not what one waits for.
 */
#include "bench-link.h"

#include "cuff-clock.h"
#include "cuff-message.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_FRAMES   4096
#define FOR_US     CUFF_MS (400)
#define LINE_BYTES 11520 /* a second, 115200 baud, 8N1 */
#define SEED       20260203

typedef struct {
  guint8 *bytes, *copy;
  gsize n_bytes;
  unsigned n_channels;
} Stream;

static CuffMessage
make_telemetry (GRand *chance, unsigned n_channels, unsigned number)
{
  CuffMessage message = { .type = CUFF_MSG_TELEMETRY,
                          .sequence = (uint8_t) number,
                          .telemetry = { .t_us = number * 10000 + g_rand_int_range (chance, 0, 50),
                                         .epoch = 3,
                                         .sequence = (uint16_t) (number / 20),
                                         .machine = CUFF_MACHINE_ACTIVE,
                                         .flags = CUFF_DEVICE_SELF_TEST_OK,
                                         .n_channels = (uint8_t) n_channels } };

  for (unsigned i = 0; i < n_channels; i++) {
    CuffPressure pressure = g_rand_int_range (chance, CUFF_MMHG (90), CUFF_MMHG (140));
    message.telemetry.channel[i] =
        (CuffChannelReport){ .pressure = pressure,
                             .pressure_second = pressure + g_rand_int_range (chance, -8, 9),
                             .target = CUFF_MMHG (110),
                             .flow_dml_s = g_rand_int_range (chance, -900, 900),
                             .valve_percent = (uint8_t) g_rand_int_range (chance, 0, 101),
                             .mode = CUFF_MODE_HOLD,
                             .flags = CUFF_CHANNEL_AT_TARGET | CUFF_CHANNEL_PUMP_ON };
  }
  return message;
}

static Stream
make_stream (unsigned n_channels)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  GByteArray *bytes = g_byte_array_new ();

  for (unsigned i = 0; i < N_FRAMES; i++) {
    CuffMessage message = make_telemetry (chance, n_channels, i);
    CuffFrame frame;
    uint8_t wire[CUFF_FRAME_MAX];

    cuff_message_encode (&message, &frame);
    g_byte_array_append (bytes, wire, (guint) cuff_frame_encode (&frame, false, wire));
  }
  Stream stream = { .n_channels = n_channels, .n_bytes = bytes->len };
  stream.copy = g_malloc0 (bytes->len);
  stream.bytes = g_byte_array_free (bytes, FALSE);
  return stream;
}

/* One pass; how many telemetry messages were understood. */
static unsigned
decode_all (const Stream *stream, gint64 *sum)
{
  CuffParser parser;
  CuffMessage message;
  unsigned n_messages = 0;

  cuff_parser_init (&parser);
  for (gsize i = 0; i < stream->n_bytes; i++) {
    if (cuff_parser_push (&parser, stream->bytes[i]) != CUFF_PARSE_FRAME
        || cuff_message_decode (&parser.frame, &message) != CUFF_DECODE_OK)
      continue;
    *sum += message.telemetry.channel[0].pressure;
    n_messages++;
  }
  return n_messages;
}

/* Seconds of the fastest pass: what the code costs, not what the neighbours cost. */
static double
best_decode_s (const CuffClock *clock, const Stream *stream, gint64 *sum)
{
  CuffTime start_us = cuff_clock_now (clock), best_us = CUFF_TIME_NEVER;

  for (CuffTime from_us = start_us; from_us < start_us + FOR_US;) {
    if (decode_all (stream, sum) != N_FRAMES) {
      fprintf (stderr, "bench-link: frames were lost in memory\n");
      exit (1);
    }
    CuffTime now_us = cuff_clock_now (clock);
    best_us = MIN (best_us, now_us - from_us);
    from_us = now_us;
  }
  return MAX (best_us, 1) / 1e6;
}

static double
best_copy_s (const CuffClock *clock, Stream *stream)
{
  const int n_passes = 100; /* one alone is shorter than the clock's step */
  CuffTime start_us = cuff_clock_now (clock), best_us = CUFF_TIME_NEVER;

  for (CuffTime from_us = start_us; from_us < start_us + FOR_US / 4;) {
    for (int i = 0; i < n_passes; i++) {
      memcpy (stream->copy, stream->bytes, stream->n_bytes);
      __asm__ volatile("" : : "r"(stream->copy) : "memory"); /* the copy is wanted each time */
    }
    CuffTime now_us = cuff_clock_now (clock);
    best_us = MIN (best_us, now_us - from_us);
    from_us = now_us;
  }
  return MAX (best_us, 1) / 1e6 / n_passes;
}

static void
print_stream (const CuffClock *clock, unsigned n_channels, gint64 *sum)
{
  Stream stream = make_stream (n_channels);
  double frame_bytes = (double) stream.n_bytes / N_FRAMES;
  double decode_s = best_decode_s (clock, &stream, sum);
  double copy_s = best_copy_s (clock, &stream);
  double line_frames = LINE_BYTES / frame_bytes;

  printf ("%u channel%s  %10.0f %11.0f %9.1f %12.0f %9.0f %10.0f %9.0f\n", n_channels,
          n_channels == 1 ? " " : "s", frame_bytes, N_FRAMES / decode_s,
          stream.n_bytes / decode_s / 1e6, stream.n_bytes / copy_s / 1e6, decode_s / copy_s,
          line_frames, N_FRAMES / decode_s / line_frames);
  g_free (stream.bytes);
  g_free (stream.copy);
}

void
bench_link_print_decoder (void)
{
  CuffClock *clock = cuff_clock_new_monotonic ();
  gint64 sum = 0;

  printf ("\nTelemetry from memory (parser + CRC-32C + decoder, one core, best pass)\n");
  printf ("%-10s %10s %11s %9s %12s %9s %10s %9s\n", "", "bytes", "frames/s", "MB/s", "memcpy MB/s",
          "x memcpy", "line fr/s", "x line");
  for (unsigned n_channels = 1; n_channels <= CUFF_CHANNELS_MAX; n_channels++)
    print_stream (clock, n_channels, &sum);
  printf (
      "The line is the limit, not this code: 115200 baud carry 480 frames of 24 bytes a second, "
      "of ours\nthe number under \"line fr/s\"; a cuff sends 100. The CRC goes nibble by nibble, "
      "with a table of 64 bytes,\nto suit small controllers.\n");
  if (sum == 0)
    printf ("(sum %" G_GINT64_FORMAT ")\n", sum);
  cuff_clock_free (clock);
}
