/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A protocol from a file and into one.  Main thread; a protocol's file has at most 64 kB, more is
 * not read.
 */
#pragma once

#include "ebb-protocol.h"

/* Hostile text; the error names file, line, field, value and what is allowed. */
EbbProtocol *ebb_protocol_file_read (GFile *file, GError **error);
/* Whole or not at all. */
gboolean ebb_protocol_file_write (GFile *file, const EbbProtocol *protocol, GError **error);
