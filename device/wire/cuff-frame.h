/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Frames on the wire: COBS (type | sequence | body 0..200 | CRC-32C little endian) 0x00.
 * Three or more 0x00 in a row are the STOP of device/PROTOCOL.md, in any state of the parser.
 * Used by both ends of the cable.  Pure, bounded, freestanding.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CUFF_BODY_MAX  200
#define CUFF_PLAIN_MAX (2 + CUFF_BODY_MAX + 4)
/* Encoded: one code byte, delimiters before and after. */
#define CUFF_FRAME_MAX (CUFF_PLAIN_MAX + 3)

typedef struct {
  uint8_t type;
  uint8_t sequence;
  uint8_t length;
  uint8_t body[CUFF_BODY_MAX];
} CuffFrame;

/* CRC-32C (Castagnoli), reflected, initial and final value all ones.  Continues from `crc`
 * (0 to begin). */
uint32_t cuff_crc32c (uint32_t crc, const uint8_t *bytes, size_t n_bytes);

/* Encodes into out[CUFF_FRAME_MAX]; `lead` puts one 0x00 in front (first frame, and after 100 ms of
 * silence).  Returns the number of bytes, or 0 when the body is too long. */
size_t cuff_frame_encode (const CuffFrame *frame, bool lead, uint8_t *out);

typedef enum {
  CUFF_PARSE_MORE,  /* nothing complete yet */
  CUFF_PARSE_FRAME, /* a frame with a good CRC stands in the parser */
  CUFF_PARSE_STOP,  /* three zeros in a row; reported once per run of zeros */
} CuffParse;

typedef struct {
  uint8_t raw[CUFF_PLAIN_MAX + 2];
  uint16_t n_raw;
  uint8_t n_zeros;
  bool overflow;   /* the rest of this frame is thrown away */
  CuffFrame frame; /* valid after CUFF_PARSE_FRAME until the next byte */
  uint32_t n_good, n_damaged, n_stops;
} CuffParser;

void cuff_parser_init (CuffParser *parser);

/* Takes one byte.  Never fails: damage is counted and skipped to the next 0x00. */
CuffParse cuff_parser_push (CuffParser *parser, uint8_t byte);
