/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What faults do to the frames and bytes of one direction of the cable; and the other devices that
 * may be on a port.
 */
#include "cuff-line.h"
#include "cuff-message.h"
#include "cuff-other.h"

#include <glib.h>
#include <string.h>

#define FRAMES   20000
#define FRAME_US CUFF_MS (10)

typedef struct {
  CuffParser parser;
  unsigned n_good, n_repeated, n_swapped;
  unsigned n_stops;
  size_t n_bytes;
  CuffTime now_us, first_us, last_us;
  int last;
  GByteArray *bytes;
} Heard;

static void
hear (void *user, const uint8_t *bytes, size_t n_bytes)
{
  Heard *heard = user;

  if (heard->n_bytes == 0)
    heard->first_us = heard->now_us;
  heard->last_us = heard->now_us;
  heard->n_bytes += n_bytes;
  if (heard->bytes != NULL)
    g_byte_array_append (heard->bytes, bytes, (guint) n_bytes);
  for (size_t i = 0; i < n_bytes; i++) {
    CuffParse parse = cuff_parser_push (&heard->parser, bytes[i]);
    heard->n_stops += parse == CUFF_PARSE_STOP;
    if (parse != CUFF_PARSE_FRAME)
      continue;
    int number = heard->parser.frame.body[0] | heard->parser.frame.body[1] << 8;
    heard->n_good++;
    heard->n_repeated += number == heard->last;
    heard->n_swapped += number < heard->last;
    heard->last = number;
  }
}

static void
begin (CuffLine *line, CuffLineWay way, Heard *heard, CuffFault fault, uint64_t seed)
{
  *heard = (Heard){ .last = -1 };
  cuff_parser_init (&heard->parser);
  cuff_line_init (line, way, seed, hear, heard);
  cuff_line_set_fault (line, fault, true, 0);
}

/* Sends frames of 24 bytes, one each 10 ms, torn into pieces, and counts what arrives. */
static Heard
send_frames (CuffLineWay way, CuffFault fault, uint64_t seed)
{
  g_autofree CuffLine *line = g_new (CuffLine, 1);
  Heard heard;

  begin (line, way, &heard, fault, seed);
  for (int i = 0; i < FRAMES; i++) {
    CuffFrame frame = { .type = 0x7E, .sequence = (uint8_t) i, .length = 16 };
    uint8_t bytes[CUFF_FRAME_MAX];
    memset (frame.body, i & 0xFF, 16);
    frame.body[1] = (uint8_t) (i >> 8);
    size_t n_bytes = cuff_frame_encode (&frame, i == 0, bytes);
    size_t n_first = (size_t) i % n_bytes;

    heard.now_us = i * FRAME_US;
    cuff_line_step (line, heard.now_us);
    cuff_line_send (line, heard.now_us, bytes, n_first);
    cuff_line_send (line, heard.now_us, bytes + n_first, n_bytes - n_first);
  }
  return heard;
}

static void
test_sound_line (void)
{
  for (int way = CUFF_LINE_TO_HOST; way <= CUFF_LINE_TO_DEVICE; way++) {
    Heard heard = send_frames ((CuffLineWay) way, CUFF_FAULT_NONE, 1);
    g_assert_cmpuint (heard.n_good, ==, FRAMES);
    g_assert_cmpuint (heard.parser.n_damaged, ==, 0);
    g_assert_cmpuint (heard.n_swapped + heard.n_repeated, ==, 0);
  }
}

/* Share of frames that arrive whole, from..to, and whether any is seen damaged. */
typedef struct {
  const char *name;
  CuffFault fault;
  double from, to;
  bool damages;
} LossRow;

/* One bit in 10,000 hurts 2 % of frames of about 200 bits, one in 100 leaves 0.99^200 = 13 %. */
static const LossRow loss_rows[] = {
  { "silence", CUFF_FAULT_SILENCE, 0, 0, false },
  { "drops", CUFF_FAULT_DROPS, 0.88, 0.92, false },
  { "drops-half", CUFF_FAULT_DROPS_HALF, 0.48, 0.52, false },
  { "bit-errors", CUFF_FAULT_BIT_ERRORS, 0.97, 0.99, true },
  { "bit-errors-high", CUFF_FAULT_BIT_ERRORS_HIGH, 0.10, 0.18, true },
  { "garbage", CUFF_FAULT_GARBAGE, 0.65, 0.75, true },
  { "baud", CUFF_FAULT_BAUD, 0, 0, true },
  { "flood", CUFF_FAULT_FLOOD, 0, 0, true },
};

static void
test_loss (gconstpointer data)
{
  const LossRow *row = data;
  Heard heard = send_frames (CUFF_LINE_TO_HOST, row->fault, 1);

  g_assert_cmpfloat (heard.n_good, >=, FRAMES * row->from);
  g_assert_cmpfloat (heard.n_good, <=, FRAMES * row->to);
  g_assert_cmpint (heard.parser.n_damaged > 0, ==, row->damages);
  /* 200 MB of chance hold three zeros in a row, and so may bytes at a wrong rate (0xF0 is heard as
   * 0x00): a STOP too many is the safe mistake.  Nothing else makes one. */
  if (row->fault != CUFF_FAULT_FLOOD && row->fault != CUFF_FAULT_BAUD)
    g_assert_cmpuint (heard.n_stops, ==, 0);
  /* Towards the controller only the baud rate is wrong for both. */
  heard = send_frames (CUFF_LINE_TO_DEVICE, row->fault, 1);
  g_assert_cmpuint (heard.n_good, ==, row->fault == CUFF_FAULT_BAUD ? 0 : FRAMES);
}

/* A megabyte a second. */
static void
test_flood (void)
{
  Heard heard = send_frames (CUFF_LINE_TO_HOST, CUFF_FAULT_FLOOD, 1);
  double seconds = FRAMES * FRAME_US * 1e-6;

  g_assert_cmpfloat (heard.n_bytes / seconds, >, 0.98e6);
  g_assert_cmpfloat (heard.n_bytes / seconds, <, 1.02e6);
}

static void
test_duplicates (void)
{
  for (int way = CUFF_LINE_TO_HOST; way <= CUFF_LINE_TO_DEVICE; way++) {
    Heard heard = send_frames ((CuffLineWay) way, CUFF_FAULT_DUPLICATES, 1);
    g_assert_cmpuint (heard.n_good - heard.n_repeated, ==, FRAMES);
    g_assert_cmpuint (heard.n_repeated, >, FRAMES * 0.47);
    g_assert_cmpuint (heard.n_repeated, <, FRAMES * 0.53);
  }
}

/* All come, a good part of them behind a later one. */
static void
test_reorder (void)
{
  for (int way = CUFF_LINE_TO_HOST; way <= CUFF_LINE_TO_DEVICE; way++) {
    Heard heard = send_frames ((CuffLineWay) way, CUFF_FAULT_REORDER, 1);
    g_assert_cmpuint (heard.n_good, >=, FRAMES - 1);
    g_assert_cmpuint (heard.n_swapped, >, FRAMES * 0.15);
  }
}

static void
test_delay (void)
{
  const CuffFault fault[] = { CUFF_FAULT_DELAY, CUFF_FAULT_DELAY_LONG };
  const CuffTime late_us[] = { CUFF_MS (500), CUFF_SECONDS (3) };

  for (int i = 0; i < 4; i++) {
    Heard heard = send_frames ((CuffLineWay) (i / 2), fault[i % 2], 1);
    unsigned n_under_way = (unsigned) (late_us[i % 2] / FRAME_US);
    g_assert_cmpint (heard.first_us, ==, late_us[i % 2]);
    g_assert_cmpuint (heard.n_good, ==, FRAMES - n_under_way);
    g_assert_cmpuint (heard.n_swapped, ==, 0);
  }
}

/* The end of a fault leaves a sound line: what was late still comes, in order. */
static void
test_ends (void)
{
  g_autofree CuffLine *line = g_new (CuffLine, 1);
  const uint8_t one[] = { 1, 2, 0 }, two[] = { 3, 4, 0 };
  Heard heard;

  begin (line, CUFF_LINE_TO_DEVICE, &heard, CUFF_FAULT_DELAY, 1);
  heard.bytes = g_byte_array_new ();
  cuff_line_send (line, 0, one, sizeof one);
  cuff_line_set_fault (line, CUFF_FAULT_DELAY, false, 1000);
  cuff_line_send (line, 1000, two, sizeof two);
  g_assert_cmpuint (heard.n_bytes, ==, 0);
  cuff_line_step (line, CUFF_MS (500));
  g_assert_cmpmem (heard.bytes->data, heard.bytes->len, "\1\2\0\3\4\0", 6);
  cuff_line_send (line, CUFF_MS (600), two, sizeof two);
  g_assert_cmpuint (heard.n_bytes, ==, 9);
  g_byte_array_unref (heard.bytes);
}

/* A STOP is no frame: the zeros pass at once, also when frames are collected. */
static void
test_stop_passes (void)
{
  const CuffFault faults[] = { CUFF_FAULT_NONE, CUFF_FAULT_DUPLICATES };
  const uint8_t zeros[3] = { 0 };

  for (size_t i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree CuffLine *line = g_new (CuffLine, 1);
    Heard heard;
    begin (line, CUFF_LINE_TO_DEVICE, &heard, faults[i], 1);
    cuff_line_send (line, 0, zeros, 3);
    g_assert_cmpuint (heard.n_stops, ==, 1);
  }
}

/* Lies ------------------------------------------------------------------------------------- */

/* What comes out for this message. */
static bool
pass_message (CuffLine *line, Heard *heard, CuffMessage *message)
{
  CuffFrame frame;
  uint8_t bytes[CUFF_FRAME_MAX];
  unsigned n_before = heard->n_good;

  cuff_message_encode (message, &frame);
  cuff_line_send (line, 0, bytes, cuff_frame_encode (&frame, true, bytes));
  return heard->n_good > n_before
         && cuff_message_decode (&heard->parser.frame, message) == CUFF_DECODE_OK;
}

static CuffMessage
telemetry (uint32_t epoch, uint16_t sequence)
{
  return (CuffMessage){ .type = CUFF_MSG_TELEMETRY,
                        .telemetry = {
                            .t_us = 5, .epoch = epoch, .sequence = sequence, .n_channels = 1 } };
}

static void
test_wrong_echo (void)
{
  g_autofree CuffLine *line = g_new (CuffLine, 1);
  Heard heard;

  begin (line, CUFF_LINE_TO_HOST, &heard, CUFF_FAULT_WRONG_ECHO, 1);
  CuffMessage message = telemetry (7, 100);
  g_assert_true (pass_message (line, &heard, &message));
  g_assert_cmpuint (message.telemetry.epoch, !=, 7);
  g_assert_cmpuint (message.telemetry.sequence, !=, 100);
  g_assert_cmpuint (message.telemetry.t_us, ==, 5);
}

static void
test_stale_sequence (void)
{
  g_autofree CuffLine *line = g_new (CuffLine, 1);
  Heard heard;

  begin (line, CUFF_LINE_TO_HOST, &heard, CUFF_FAULT_STALE_SEQUENCE, 1);
  for (uint16_t i = 0; i < 10; i++) {
    CuffMessage message = telemetry (7 + i, 100 + i);
    g_assert_true (pass_message (line, &heard, &message));
    g_assert_cmpuint (message.telemetry.epoch, ==, 7);
    g_assert_cmpuint (message.telemetry.sequence, ==, 100);
  }
  cuff_line_set_fault (line, CUFF_FAULT_STALE_SEQUENCE, false, 0);
  CuffMessage message = telemetry (9, 200);
  g_assert_true (pass_message (line, &heard, &message));
  g_assert_cmpuint (message.telemetry.sequence, ==, 200);
}

/* Answers are lost; what the controller tells by itself is heard. */
static void
test_no_reply (void)
{
  g_autofree CuffLine *line = g_new (CuffLine, 1);
  Heard heard;

  begin (line, CUFF_LINE_TO_HOST, &heard, CUFF_FAULT_NO_REPLY, 1);
  CuffMessage told = telemetry (7, 100), ack = { .type = CUFF_MSG_ACK };
  CuffMessage event = { .type = CUFF_MSG_EVENT, .event = { .code = CUFF_DEVICE_EVENT_BOOT } };
  CuffMessage identity = { .type = CUFF_MSG_IDENTITY };
  g_assert_false (pass_message (line, &heard, &ack));
  g_assert_false (pass_message (line, &heard, &identity));
  g_assert_true (pass_message (line, &heard, &told));
  g_assert_true (pass_message (line, &heard, &event));
}

static void
test_caps (void)
{
  const CuffFault faults[] = { CUFF_FAULT_CAPS_ABSURD, CUFF_FAULT_CAPS_MISSING };

  for (size_t i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree CuffLine *line = g_new (CuffLine, 1);
    Heard heard;
    CuffMessage message = { .type = CUFF_MSG_IDENTITY,
                            .identity = { .major = CUFF_WIRE_MAJOR,
                                          .nonce = 3,
                                          .n_channels = 1,
                                          .capabilities = CUFF_IS_SIMULATED | CUFF_CAN_LOP,
                                          .cap_hard = CUFF_MMHG (300),
                                          .hz_max = 100 } };
    begin (line, CUFF_LINE_TO_HOST, &heard, faults[i], 1);
    g_assert_true (pass_message (line, &heard, &message));
    g_assert_cmpuint (message.identity.nonce, ==, 3);
    g_assert_cmpuint (message.identity.capabilities & CUFF_IS_SIMULATED, !=, 0);
    if (faults[i] == CUFF_FAULT_CAPS_ABSURD) {
      g_assert_cmpint (message.identity.cap_hard, >, CUFF_MMHG (330));
      g_assert_cmpint (message.identity.cap_transient, <, message.identity.cap_hard);
      continue;
    }
    g_assert_false (cuff_pressure_is_set (message.identity.cap_hard));
    g_assert_cmpuint (message.identity.capabilities & CUFF_CAN_LOP, ==, 0);
  }
}

/* Other devices ----------------------------------------------------------------------------- */

/* Each sentence carries the checksum that a receiver of such would verify. */
static void
test_nmea (void)
{
  CuffOther other;
  uint8_t out[CUFF_OTHER_ROOM + 1];

  cuff_other_begin (&other, CUFF_FAULT_NMEA, 0);
  size_t n_bytes = cuff_other_step (&other, 0, out);
  g_assert_cmpuint (n_bytes, >, 60);
  g_assert_cmpuint (cuff_other_step (&other, CUFF_MS (500), out + n_bytes), ==, 0);
  out[n_bytes] = 0;
  g_auto (GStrv) lines = g_strsplit ((char *) out, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  for (int i = 0; i < 2; i++) {
    const char *star = strchr (lines[i], '*');
    unsigned sum = 0;
    g_assert_true (lines[i][0] == '$' && star != NULL);
    for (const char *c = lines[i] + 1; c < star; c++)
      sum ^= (unsigned char) *c;
    g_assert_cmpuint (g_ascii_strtoull (star + 1, NULL, 16), ==, sum);
  }
  g_assert_cmpuint (cuff_other_step (&other, CUFF_SECONDS (1), out), >, 60);
  g_assert_cmpuint (cuff_other_hear (&other, 'A', out), ==, 0);
}

static void
test_at_modem (void)
{
  const char *const said[] = { "AT\r", "ATI\r", "hello\r" };
  const char *const echoed[] = { "AT\r\r\nOK\r\n", "ATI\r\r\nOK\r\n", "hello\r\r\nERROR\r\n" };
  CuffOther other;

  cuff_other_begin (&other, CUFF_FAULT_AT_MODEM, 0);
  for (size_t i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autoptr (GString) heard = g_string_new (NULL);
    for (const char *c = said[i]; *c != '\0'; c++) {
      uint8_t out[CUFF_OTHER_ROOM];
      size_t n_bytes = cuff_other_hear (&other, (uint8_t) *c, out);
      g_string_append_len (heard, (char *) out, (gssize) n_bytes);
    }
    g_assert_cmpstr (heard->str, ==, echoed[i]);
  }
}

static void
test_seed (void)
{
  Heard one = send_frames (CUFF_LINE_TO_HOST, CUFF_FAULT_GARBAGE, 5);
  Heard same = send_frames (CUFF_LINE_TO_HOST, CUFF_FAULT_GARBAGE, 5);

  g_assert_cmpuint (one.n_bytes, ==, same.n_bytes);
  g_assert_cmpuint (one.n_bytes, !=,
                    send_frames (CUFF_LINE_TO_HOST, CUFF_FAULT_GARBAGE, 6).n_bytes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/line/sound", test_sound_line);
  for (size_t i = 0; i < G_N_ELEMENTS (loss_rows); i++) {
    g_autofree char *path = g_strdup_printf ("/line/loss/%s", loss_rows[i].name);
    g_test_add_data_func (path, &loss_rows[i], test_loss);
  }
  g_test_add_func ("/line/flood", test_flood);
  g_test_add_func ("/line/duplicates", test_duplicates);
  g_test_add_func ("/line/reorder", test_reorder);
  g_test_add_func ("/line/delay", test_delay);
  g_test_add_func ("/line/ends", test_ends);
  g_test_add_func ("/line/stop-passes", test_stop_passes);
  g_test_add_func ("/line/wrong-echo", test_wrong_echo);
  g_test_add_func ("/line/stale-sequence", test_stale_sequence);
  g_test_add_func ("/line/no-reply", test_no_reply);
  g_test_add_func ("/line/caps", test_caps);
  g_test_add_func ("/line/nmea", test_nmea);
  g_test_add_func ("/line/at-modem", test_at_modem);
  g_test_add_func ("/line/seed", test_seed);
  return g_test_run ();
}
