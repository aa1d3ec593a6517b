/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The one table of the wire format: each message once, field after field, as PROTOCOL.md lists
 * them.  cuff-message.c reads it in both directions, so that writing and reading cannot drift.
 */
#pragma once

#include "cuff-message.h"

/* How a field stands on the wire, little endian. */
typedef enum {
  WIRE_U8,
  WIRE_U16,
  WIRE_U32,
  WIRE_U64,
  WIRE_I16, /* saturates when written */
  WIRE_I32,
  WIRE_PRESSURE, /* i16 in 0.1 mmHg; the lowest i16 means unset */
  WIRE_TEXT,     /* printable ASCII, padded with zeros; one byte shorter than the C string */
  WIRE_LOW4,     /* low half of a byte, whose high half is the next field */
  WIRE_HIGH4,
} WireKind;

typedef struct {
  uint16_t offset; /* within CuffMessage; of the first element when the field repeats */
  uint8_t size;    /* in memory */
  uint8_t kind;    /* WireKind */
  int64_t min, max;
  bool may_be_255; /* CUFF_ALL_CHANNELS besides min..max */
} WireField;

/* The fields of a message; after them, count times, the fields of one channel. */
typedef struct {
  CuffMessageType type;
  const WireField *fields, *each;
  uint8_t n_fields, n_each;
  uint8_t stride;        /* from one channel to the next in memory */
  uint16_t count_offset; /* of the uint8_t that says how many channels there are */
} WireLayout;

/* NULL for a type that is not in the table. */
const WireLayout *cuff_wire_layout (uint8_t type);
