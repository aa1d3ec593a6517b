/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ebb-json-writer.h"
#include "ebb-protocol-entry.h"

/* A file when `name` looks like one, else a protocol of the library. */
EbbProtocol *ctl_protocol_load (const char *name, GError **error);

/* One of the clinic's library as an object. */
void ctl_protocol_write_entry (EbbJsonWriter *writer, const EbbProtocolEntry *entry);
