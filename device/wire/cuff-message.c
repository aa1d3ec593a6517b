/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cuff-message-table.h"

#define WIRE_UNSET INT16_MIN

/* In bytes.  The low half of a shared byte takes none: the high half counts for both. */
static unsigned
wire_size (const WireField *field)
{
  static const uint8_t size[] = {
    [WIRE_U8] = 1,  [WIRE_U16] = 2,  [WIRE_U32] = 4,      [WIRE_U64] = 8,   [WIRE_I16] = 2,
    [WIRE_I32] = 4, [WIRE_LOW4] = 0, [WIRE_PRESSURE] = 2, [WIRE_HIGH4] = 1,
  };

  return field->kind == WIRE_TEXT ? field->size - 1u : size[field->kind];
}

static bool
is_signed (const WireField *field)
{
  return field->kind == WIRE_I16 || field->kind == WIRE_I32 || field->kind == WIRE_PRESSURE;
}

/* Reads a member of the message, whatever its width; enums are unsigned. */
static int64_t
load_member (const WireField *field, const void *member)
{
  switch (field->size) {
  case 1:
    return *(const uint8_t *) member;
  case 2:
    return *(const uint16_t *) member;
  case 4:
    return is_signed (field) ? *(const int32_t *) member : (int64_t) * (const uint32_t *) member;
  default:
    return (int64_t) * (const uint64_t *) member;
  }
}

static void
store_member (const WireField *field, void *member, int64_t value)
{
  switch (field->size) {
  case 1:
    *(uint8_t *) member = (uint8_t) value;
    break;
  case 2:
    *(uint16_t *) member = (uint16_t) value;
    break;
  case 4:
    *(uint32_t *) member = (uint32_t) value;
    break;
  default:
    *(uint64_t *) member = (uint64_t) value;
    break;
  }
}

static void
put_bytes (uint8_t *at, unsigned n_bytes, uint64_t value)
{
  for (unsigned i = 0; i < n_bytes; i++)
    at[i] = (uint8_t) (value >> (8 * i));
}

static uint64_t
get_bytes (const uint8_t *at, unsigned n_bytes)
{
  uint64_t value = 0;

  for (unsigned i = 0; i < n_bytes; i++)
    value |= (uint64_t) at[i] << (8 * i);

  return value;
}

static void
put_text (uint8_t *at, unsigned n_bytes, const char *text)
{
  bool over = false;

  for (unsigned i = 0; i < n_bytes; i++) {
    over = over || text[i] == '\0';
    at[i] = over ? 0 : (uint8_t) text[i];
  }
}

/* Printable ASCII, then zeros only: an identity is shown on screens and written into records. */
static bool
get_text (const uint8_t *at, unsigned n_bytes, char *text)
{
  bool over = false;

  for (unsigned i = 0; i < n_bytes; i++) {
    over = over || at[i] == 0;
    if (over ? at[i] != 0 : at[i] < 0x20 || at[i] > 0x7E)
      return false;
    text[i] = (char) at[i];
  }
  text[n_bytes] = '\0';

  return true;
}

/* Saturates flows; what is no pressure on this wire leaves as unset, so that the other end never
 * has to refuse a frame because of it. */
static int64_t
fit (const WireField *field, int64_t value)
{
  if (field->kind == WIRE_PRESSURE)
    return value < field->min || value > field->max ? WIRE_UNSET : value;
  if (field->kind == WIRE_I16)
    return value < INT16_MIN ? INT16_MIN : value > INT16_MAX ? INT16_MAX : value;

  return value;
}

static uint8_t *
put_field (const WireField *field, const void *member, uint8_t *at)
{
  unsigned n_bytes = wire_size (field);
  int64_t value;

  if (field->kind == WIRE_TEXT) {
    put_text (at, n_bytes, member);
    return at + n_bytes;
  }

  value = fit (field, load_member (field, member));
  if (field->kind == WIRE_LOW4)
    *at = (uint8_t) (value & 0x0F);
  else if (field->kind == WIRE_HIGH4)
    *at = (uint8_t) (*at | (value << 4));
  else
    put_bytes (at, n_bytes, (uint64_t) value);

  return at + n_bytes;
}

/* The number in a field of the wire, pressures still with their unset value. */
static int64_t
wire_value (const WireField *field, const uint8_t *at)
{
  switch ((WireKind) field->kind) {
  case WIRE_LOW4:
    return *at & 0x0F;
  case WIRE_HIGH4:
    return *at >> 4;
  case WIRE_I16:
  case WIRE_PRESSURE:
    return (int16_t) get_bytes (at, 2);
  case WIRE_I32:
    return (int32_t) get_bytes (at, 4);
  default:
    return (int64_t) get_bytes (at, wire_size (field));
  }
}

/* Optional pressures may be unset; a limit or a ramp is a number (their range begins at zero). */
static bool
in_range (const WireField *field, int64_t value)
{
  if (field->kind == WIRE_PRESSURE && value == WIRE_UNSET)
    return field->min < 0;
  if (field->may_be_255 && value == CUFF_ALL_CHANNELS)
    return true;

  return value >= field->min && value <= field->max;
}

static CuffDecode
get_field (const WireField *field, void *member, const uint8_t **at, const uint8_t *end)
{
  unsigned n_bytes = wire_size (field);
  int64_t value;

  if (end - *at < (field->kind == WIRE_LOW4 ? 1 : (int) n_bytes))
    return CUFF_DECODE_SHORT;

  if (field->kind == WIRE_TEXT) {
    if (!get_text (*at, n_bytes, member))
      return CUFF_DECODE_RANGE;
    *at += n_bytes;
    return CUFF_DECODE_OK;
  }

  value = wire_value (field, *at);
  if (!in_range (field, value))
    return CUFF_DECODE_RANGE;
  if (field->kind == WIRE_PRESSURE && value == WIRE_UNSET)
    value = CUFF_PRESSURE_UNSET;
  store_member (field, member, value);
  *at += n_bytes;

  return CUFF_DECODE_OK;
}

CuffDecode
cuff_message_decode (const CuffFrame *frame, CuffMessage *message)
{
  const WireLayout *layout = cuff_wire_layout (frame->type);
  const uint8_t *at = frame->body;
  const uint8_t *end = frame->body + frame->length;
  uint8_t *base = (uint8_t *) message;
  CuffDecode verdict = CUFF_DECODE_OK;
  unsigned count;

  *message = (CuffMessage){ .type = layout != NULL ? layout->type : 0 };
  message->sequence = frame->sequence;
  if (layout == NULL)
    return CUFF_DECODE_UNKNOWN;

  for (unsigned i = 0; i < layout->n_fields && verdict == CUFF_DECODE_OK; i++)
    verdict = get_field (&layout->fields[i], base + layout->fields[i].offset, &at, end);

  count = layout->n_each > 0 && verdict == CUFF_DECODE_OK ? base[layout->count_offset] : 0;
  for (unsigned i = 0; i < count * layout->n_each && verdict == CUFF_DECODE_OK; i++) {
    const WireField *field = &layout->each[i % layout->n_each];
    unsigned offset = field->offset + i / layout->n_each * layout->stride;

    verdict = get_field (field, base + offset, &at, end);
  }

  return verdict;
}

void
cuff_message_encode (const CuffMessage *message, CuffFrame *frame)
{
  const WireLayout *layout = cuff_wire_layout ((uint8_t) message->type);
  const uint8_t *base = (const uint8_t *) message;
  uint8_t *at = frame->body;
  unsigned count;

  frame->type = (uint8_t) message->type;
  frame->sequence = message->sequence;
  frame->length = 0;
  if (layout == NULL)
    return;

  for (unsigned i = 0; i < layout->n_fields; i++)
    at = put_field (&layout->fields[i], base + layout->fields[i].offset, at);

  count = layout->n_each > 0 ? base[layout->count_offset] : 0;
  if (count > CUFF_CHANNELS_MAX)
    count = CUFF_CHANNELS_MAX;
  for (unsigned i = 0; i < count * layout->n_each; i++) {
    const WireField *field = &layout->each[i % layout->n_each];

    at = put_field (field, base + field->offset + i / layout->n_each * layout->stride, at);
  }
  frame->length = (uint8_t) (at - frame->body);
}

uint32_t
cuff_arm_token (const CuffLimits *adopted, unsigned n_channels, uint32_t nonce, uint32_t epoch,
                CuffArmPurpose purpose)
{
  uint8_t tail[9];
  uint32_t crc = 0;

  for (unsigned i = 0; i < n_channels; i++) {
    CuffMessage limits = { .type = CUFF_MSG_LIMITS,
                           .limits = { .channel = (uint8_t) i, .limits = adopted[i] } };
    CuffFrame frame;

    cuff_message_encode (&limits, &frame);
    crc = cuff_crc32c (crc, frame.body, frame.length);
  }

  put_bytes (tail, 4, nonce);
  put_bytes (tail + 4, 4, epoch);
  tail[8] = (uint8_t) purpose;

  return cuff_crc32c (crc, tail, sizeof tail);
}
