/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a protocol file: what both versions share, and version 2.  Problems stay in the file, as
 * in ebb-json-read.h.
 */
#pragma once

#include "ebb-json-read.h"
#include "ebb-protocol.h"

#define EBB_REPS_MAX   100
#define EBB_REST_MAX_S 600

void ebb_protocol_read_tempo (EbbJsonObject *root, EbbTempo *tempo);

/* "max_inflation_s", which may be missing. */
void ebb_protocol_read_longest (EbbJsonObject *root, EbbProtocol *protocol);

/* Everything but the identity. */
void ebb_protocol_read_version_2 (EbbJsonObject *root, EbbProtocol *protocol);
