/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A protocol as the text of a file, in the format of its version: what ebb_protocol_parse() makes
 * the same value of.  Pure, any thread.
 */
#pragma once

#include "ebb-protocol.h"

/* Nothing is judged: NAN is written as null, which no reader takes.  Free it. */
char *ebb_protocol_to_json (const EbbProtocol *protocol);
