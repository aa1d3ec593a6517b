/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-other.h"

#include <stdio.h>
#include <string.h>

#define TALK_EVERY_US CUFF_SECONDS (1)

void
cuff_other_begin (CuffOther *other, CuffFault kind, CuffTime now_us)
{
  *other = (CuffOther){ .kind = kind, .talk_at_us = now_us };
}

/* A sentence of NMEA 0183 with its checksum. */
static size_t
sentence (const char *body, uint8_t *out, size_t room)
{
  unsigned sum = 0;

  for (const char *c = body; *c != '\0'; c++)
    sum ^= (unsigned char) *c;
  int n_bytes = snprintf ((char *) out, room, "$%s*%02X\r\n", body, sum);
  return n_bytes > 0 && (size_t) n_bytes < room ? (size_t) n_bytes : 0;
}

size_t
cuff_other_step (CuffOther *other, CuffTime now_us, uint8_t *out)
{
  char body[96];
  unsigned second = (unsigned) (now_us / CUFF_SECONDS (1) % 60);

  if (other->kind != CUFF_FAULT_NMEA || now_us < other->talk_at_us)
    return 0;
  other->talk_at_us = now_us + TALK_EVERY_US;
  snprintf (body, sizeof body, "GPGGA,1207%02u.00,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,",
            second);
  size_t n_bytes = sentence (body, out, CUFF_OTHER_ROOM);
  snprintf (body, sizeof body, "GPRMC,1207%02u.00,A,4807.038,N,01131.000,E,000.0,084.4,050126,,",
            second);
  return n_bytes + sentence (body, out + n_bytes, CUFF_OTHER_ROOM - n_bytes);
}

size_t
cuff_other_hear (CuffOther *other, uint8_t byte, uint8_t *out)
{
  if (other->kind != CUFF_FAULT_AT_MODEM)
    return 0;

  out[0] = byte;
  if (byte != '\r') {
    if (other->n_command < sizeof other->command)
      other->command[other->n_command++] = (char) byte;
    return 1;
  }
  bool understood = other->n_command >= 2 && memcmp (other->command, "AT", 2) == 0;
  other->n_command = 0;
  const char *answer = understood ? "\r\nOK\r\n" : "\r\nERROR\r\n";
  memcpy (out + 1, answer, strlen (answer));
  return 1 + strlen (answer);
}
