/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "ebb-protocol.h"

/* A file when `name` looks like one, else a protocol of the library. */
EbbProtocol *ctl_protocol_load (const char *name, GError **error);
