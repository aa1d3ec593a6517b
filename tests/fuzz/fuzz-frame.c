/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame parser on any stream of bytes.  What it says is compared with a second reading of
 * PROTOCOL.md section 3, written here as plainly as possible:
 *  - a frame is delivered exactly when the bytes since the last zero are one with a good CRC;
 *  - writing it again gives those very bytes;
 *  - three zeros in a row are a STOP, once for each run of them, whatever stands before;
 *  - what is not a frame is counted as damaged;
 *  - a parser that comes in late agrees from the first frame that begins after it came.
 *
 * The input is a script: raw bytes, whole frames, frames with one bit wrong, zeros.
 */
#include "cuff-frame.h"
#include "fuzz.h"

#include <string.h>

#define STREAM_MAX  16384
#define RAW_LONGEST 207 /* PROTOCOL.md section 3: what is longer is thrown away */

typedef struct {
  uint8_t bytes[STREAM_MAX];
  size_t n_bytes;
} Stream;

enum { PUT_RAW, PUT_FRAME, PUT_DAMAGED, PUT_ZEROS, N_PUTS };

static void
append (Stream *stream, const uint8_t *bytes, size_t n_bytes)
{
  if (n_bytes > STREAM_MAX - stream->n_bytes)
    n_bytes = STREAM_MAX - stream->n_bytes;
  memcpy (stream->bytes + stream->n_bytes, bytes, n_bytes);
  stream->n_bytes += n_bytes;
}

static void
append_frame (Stream *stream, FuzzInput *input, bool damaged)
{
  uint8_t wire[CUFF_FRAME_MAX];
  CuffFrame frame = { .type = fuzz_u8 (input), .sequence = fuzz_u8 (input) };
  uint8_t shape = fuzz_u8 (input);
  size_t n_wire, n_body;
  const uint8_t *body = fuzz_bytes (input, shape % (CUFF_BODY_MAX + 1), &n_body);

  memcpy (frame.body, body, n_body);
  frame.length = (uint8_t) n_body;
  n_wire = cuff_frame_encode (&frame, shape >= 0xE0, wire);
  FUZZ_CHECK (n_wire > 0 && n_wire <= CUFF_FRAME_MAX, "%zu bytes", n_wire);
  if (damaged) {
    uint16_t bit = fuzz_u16 (input);

    wire[bit / 8 % n_wire] ^= (uint8_t) (1u << bit % 8);
  }
  append (stream, wire, n_wire);
}

static void
write_stream (Stream *stream, FuzzInput *input)
{
  static const uint8_t zeros[16] = { 0 };

  stream->n_bytes = 0;
  while (input->n_left > 0 && stream->n_bytes < STREAM_MAX) {
    uint8_t byte = fuzz_u8 (input);
    const uint8_t *raw;
    size_t n_raw;

    switch (byte % N_PUTS) {
    case PUT_RAW:
      raw = fuzz_bytes (input, byte / N_PUTS * 4u + 1, &n_raw);
      append (stream, raw, n_raw);
      break;
    case PUT_FRAME:
      append_frame (stream, input, false);
      break;
    case PUT_DAMAGED:
      append_frame (stream, input, true);
      break;
    default:
      append (stream, zeros, byte / N_PUTS % sizeof zeros);
    }
  }
}

/* The second reading.  CRC bit by bit, COBS by its definition. */
static uint32_t
crc_of (const uint8_t *bytes, size_t n_bytes)
{
  uint32_t crc = 0xFFFFFFFF;

  for (size_t i = 0; i < n_bytes * 8; i++) {
    if (i % 8 == 0)
      crc ^= bytes[i / 8];
    crc = (crc >> 1) ^ (crc % 2 == 1 ? 0x82F63B78 : 0);
  }

  return ~crc;
}

static size_t
unstuff (const uint8_t *raw, size_t n_raw, uint8_t *plain)
{
  size_t n_plain = 0;

  for (size_t at = 0; at < n_raw;) {
    size_t next = at + raw[at];

    if (next > n_raw)
      return 0;
    memcpy (plain + n_plain, raw + at + 1, next - at - 1);
    n_plain += next - at - 1;
    if (next < n_raw)
      plain[n_plain++] = 0;
    at = next;
  }

  return n_plain;
}

/* Is what stands between two zeros a frame?  Its plain bytes go to `plain`. */
static size_t
read_frame (const uint8_t *raw, size_t n_raw, uint8_t *plain)
{
  size_t n_plain = n_raw <= RAW_LONGEST ? unstuff (raw, n_raw, plain) : 0;
  uint32_t crc = 0;

  if (n_plain < 6)
    return 0;
  for (size_t i = 0; i < 4; i++)
    crc |= (uint32_t) plain[n_plain - 4 + i] << (8 * i);

  return crc == crc_of (plain, n_plain - 4) ? n_plain : 0;
}

static void
check_delivered (const CuffFrame *frame, const uint8_t *raw, size_t n_raw)
{
  uint8_t plain[RAW_LONGEST], wire[CUFF_FRAME_MAX];
  size_t n_plain = read_frame (raw, n_raw, plain);
  size_t n_wire;

  FUZZ_CHECK (n_plain > 0, "delivered what is no frame: %zu bytes", n_raw);
  FUZZ_CHECK (frame->type == plain[0] && frame->sequence == plain[1], "type or sequence");
  FUZZ_CHECK (frame->length == n_plain - 6, "length %u of %zu", frame->length, n_plain);
  FUZZ_CHECK (memcmp (frame->body, plain + 2, frame->length) == 0, "body");

  n_wire = cuff_frame_encode (frame, false, wire);
  FUZZ_CHECK (n_wire == n_raw + 1, "%zu bytes became %zu", n_raw + 1, n_wire);
  FUZZ_CHECK (memcmp (wire, raw, n_raw) == 0 && wire[n_raw] == 0, "written differently");
}

typedef struct {
  size_t begin; /* of the frame under way */
  unsigned n_zeros;
  uint32_t n_good, n_damaged, n_stops;
} Reading;

/* What the byte at `at` must lead to. */
static CuffParse
expect (Reading *reading, const Stream *stream, size_t at)
{
  uint8_t plain[RAW_LONGEST];
  size_t n_raw = at - reading->begin;
  const uint8_t *raw = stream->bytes + reading->begin;
  bool good;

  if (stream->bytes[at] != 0) {
    reading->n_zeros = 0;
    return CUFF_PARSE_MORE;
  }

  good = n_raw > 0 && read_frame (raw, n_raw, plain) > 0;
  reading->begin = at + 1;
  reading->n_zeros++;
  reading->n_good += good;
  reading->n_damaged += n_raw > 0 && !good;
  reading->n_stops += reading->n_zeros == 3;

  return good ? CUFF_PARSE_FRAME : reading->n_zeros == 3 ? CUFF_PARSE_STOP : CUFF_PARSE_MORE;
}

static void
check_counts (const CuffParser *parser, const Reading *reading)
{
  FUZZ_CHECK (parser->n_good == reading->n_good, "%u for %u", parser->n_good, reading->n_good);
  FUZZ_CHECK (parser->n_damaged == reading->n_damaged, "%u for %u", parser->n_damaged,
              reading->n_damaged);
  FUZZ_CHECK (parser->n_stops == reading->n_stops, "%u for %u", parser->n_stops, reading->n_stops);
}

static void
check_stream (const Stream *stream, size_t late_from)
{
  CuffParser parser, late;
  Reading reading = { 0 };
  bool agrees = late_from == 0;

  cuff_parser_init (&parser);
  cuff_parser_init (&late);
  for (size_t i = 0; i < stream->n_bytes; i++) {
    size_t begin = reading.begin;
    CuffParse wanted = expect (&reading, stream, i);
    CuffParse got = cuff_parser_push (&parser, stream->bytes[i]);
    CuffParse later = i >= late_from ? cuff_parser_push (&late, stream->bytes[i]) : got;

    FUZZ_CHECK (got == wanted, "byte %zu gave %d, not %d", i, got, wanted);
    if (got == CUFF_PARSE_FRAME)
      check_delivered (&parser.frame, stream->bytes + begin, i - begin);
    FUZZ_CHECK (!agrees || later == got, "byte %zu gave %d to the late one", i, later);
    /* Whoever comes in late has the same state once a byte follows a zero that both saw. */
    agrees = agrees || (i > late_from && stream->bytes[i - 1] == 0 && stream->bytes[i] != 0);
  }
  check_counts (&parser, &reading);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static Stream stream;
  FuzzInput input = { data, size };
  size_t late_from = fuzz_u16 (&input);

  write_stream (&stream, &input);
  check_stream (&stream, stream.n_bytes > 0 ? late_from % stream.n_bytes : 0);

  return 0;
}
