/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cuff-frame.h"

#define HEAD_SIZE   2 /* type, sequence */
#define CRC_SIZE    4
#define STOP_ZEROS  3
#define ENCODED_MAX (CUFF_PLAIN_MAX + 1) /* COBS adds one code byte below 254 bytes */

uint32_t
cuff_crc32c (uint32_t crc, const uint8_t *bytes, size_t n_bytes)
{
  /* One entry per nibble: 64 bytes suit the smallest controller, and at 11,520 bytes per second
   * nothing bigger is worth its room. */
  static const uint32_t nibble[16] = {
    0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1, 0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
    0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9, 0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75,
  };

  crc = ~crc;
  for (size_t i = 0; i < n_bytes; i++) {
    crc ^= bytes[i];
    crc = (crc >> 4) ^ nibble[crc & 0xF];
    crc = (crc >> 4) ^ nibble[crc & 0xF];
  }

  return ~crc;
}

/* COBS: every zero is replaced by the distance to the next one, with one more distance in front.
 * A frame is shorter than 254 bytes, so a distance never needs the special value 255. */
static size_t
cobs_encode (const uint8_t *plain, size_t n_plain, uint8_t *out)
{
  size_t code_at = 0;
  size_t n_out = 1;

  for (size_t i = 0; i < n_plain; i++) {
    if (plain[i] != 0) {
      out[n_out++] = plain[i];
      continue;
    }
    out[code_at] = (uint8_t) (n_out - code_at);
    code_at = n_out++;
  }
  out[code_at] = (uint8_t) (n_out - code_at);

  return n_out;
}

/* Returns the number of plain bytes, 0 when the distances do not add up.  `raw` holds no zero and
 * `plain` has room for n_raw bytes. */
static size_t
cobs_decode (const uint8_t *raw, size_t n_raw, uint8_t *plain)
{
  size_t n_plain = 0;

  for (size_t at = 0; at < n_raw;) {
    size_t end = at + raw[at];

    if (end > n_raw)
      return 0;
    for (at++; at < end; at++)
      plain[n_plain++] = raw[at];
    if (at < n_raw)
      plain[n_plain++] = 0;
  }

  return n_plain;
}

size_t
cuff_frame_encode (const CuffFrame *frame, bool lead, uint8_t *out)
{
  uint8_t plain[CUFF_PLAIN_MAX];
  size_t n_plain = 0;
  size_t n_out = 0;
  uint32_t crc;

  if (frame->length > CUFF_BODY_MAX)
    return 0;

  plain[n_plain++] = frame->type;
  plain[n_plain++] = frame->sequence;
  for (unsigned i = 0; i < frame->length; i++)
    plain[n_plain++] = frame->body[i];
  crc = cuff_crc32c (0, plain, n_plain);
  for (unsigned i = 0; i < CRC_SIZE; i++)
    plain[n_plain++] = (uint8_t) (crc >> (8 * i));

  if (lead)
    out[n_out++] = 0;
  n_out += cobs_encode (plain, n_plain, out + n_out);
  out[n_out++] = 0;

  return n_out;
}

void
cuff_parser_init (CuffParser *parser)
{
  *parser = (CuffParser){ 0 };
}

/* Takes apart what stands between two delimiters; true when it is a frame with a good CRC. */
static bool
parse_frame (CuffParser *parser)
{
  uint8_t plain[ENCODED_MAX];
  size_t n_plain, n_covered;
  uint32_t crc = 0;

  n_plain = cobs_decode (parser->raw, parser->n_raw, plain);
  if (n_plain < HEAD_SIZE + CRC_SIZE)
    return false;
  n_covered = n_plain - CRC_SIZE;
  for (unsigned i = 0; i < CRC_SIZE; i++)
    crc |= (uint32_t) plain[n_covered + i] << (8 * i);
  if (crc != cuff_crc32c (0, plain, n_covered))
    return false;

  parser->frame.type = plain[0];
  parser->frame.sequence = plain[1];
  parser->frame.length = (uint8_t) (n_covered - HEAD_SIZE);
  for (size_t i = HEAD_SIZE; i < n_covered; i++)
    parser->frame.body[i - HEAD_SIZE] = plain[i];

  return true;
}

static CuffParse
take_zero (CuffParser *parser)
{
  bool empty = parser->n_raw == 0;
  bool good = !empty && !parser->overflow && parse_frame (parser);

  parser->n_raw = 0;
  parser->overflow = false;
  if (good)
    parser->n_good++;
  else if (!empty)
    parser->n_damaged++;

  /* The count stands still after the third: one report per run, however long. */
  if (parser->n_zeros <= STOP_ZEROS)
    parser->n_zeros++;
  if (parser->n_zeros == STOP_ZEROS) {
    parser->n_stops++;
    return CUFF_PARSE_STOP;
  }

  return good ? CUFF_PARSE_FRAME : CUFF_PARSE_MORE;
}

CuffParse
cuff_parser_push (CuffParser *parser, uint8_t byte)
{
  if (byte == 0)
    return take_zero (parser);

  parser->n_zeros = 0;
  if (parser->n_raw < ENCODED_MAX)
    parser->raw[parser->n_raw++] = byte;
  else
    parser->overflow = true;

  return CUFF_PARSE_MORE;
}
