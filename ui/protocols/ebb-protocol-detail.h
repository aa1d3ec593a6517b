/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of one protocol: what it is for, its time line, its limits, where its numbers come from,
 * who may use it, and what may be done with it here.
 *
 * Signals: "back", "act" (string: "duplicate", "change", "lock", "retire", "restore", "export";
 * string: the reason of a lock, else "").
 */
#pragma once

#include "ebb-protocol-entry.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PROTOCOL_DETAIL (ebb_protocol_detail_get_type ())
G_DECLARE_FINAL_TYPE (EbbProtocolDetail, ebb_protocol_detail, EBB, PROTOCOL_DETAIL, GtkBox)

GtkWidget *ebb_protocol_detail_new (void);
/* All of it is made anew; the entry is only looked at.  NULL = none is open. */
void ebb_protocol_detail_show (EbbProtocolDetail *detail, const EbbProtocolEntry *entry);
/* Whether a Back button is offered. */
void ebb_protocol_detail_set_back (EbbProtocolDetail *detail, gboolean back);
