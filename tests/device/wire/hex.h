/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes written as hex, for tests.
 */
#pragma once

#include <glib.h>

/* Reads "0A FF 00"; anything but hex digits separates.  Owned by the caller. */
static inline GByteArray *
bytes_from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex++) {
    guint8 byte;

    if (!g_ascii_isxdigit (hex[0]) || !g_ascii_isxdigit (hex[1]))
      continue;
    byte = (guint8) (g_ascii_xdigit_value (hex[0]) * 16 + g_ascii_xdigit_value (hex[1]));
    g_byte_array_append (bytes, &byte, 1);
    hex++;
  }

  return bytes;
}
