/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A protocol as a line of time: sets with their repetitions, rests between them, the cuff's
 * pressure as a band below.
 */
#pragma once

#include "ebb-protocol.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PROTOCOL_LINE (ebb_protocol_line_get_type ())
G_DECLARE_FINAL_TYPE (EbbProtocolLine, ebb_protocol_line, EBB, PROTOCOL_LINE, GtkWidget)

/* Copied as far as needed. */
GtkWidget *ebb_protocol_line_new (const EbbProtocol *protocol);
