/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The library as a list, by what is trained; with a search field, and what is hidden on demand.
 *
 * Signals: "opened" (string: id; by click, Enter or arrow keys), "new-protocol", "import".
 */
#pragma once

#include "ebb-protocol-entry.h"

#include <gtk/gtk.h>

#define EBB_TYPE_PROTOCOL_LIST (ebb_protocol_list_get_type ())
G_DECLARE_FINAL_TYPE (EbbProtocolList, ebb_protocol_list, EBB, PROTOCOL_LIST, GtkBox)

GtkWidget *ebb_protocol_list_new (void);
/* EbbProtocolEntry; a reference is kept. */
void ebb_protocol_list_set_entries (EbbProtocolList *list, GPtrArray *entries);
/* Marks that one and shows it, hidden or not; NULL = none. */
void ebb_protocol_list_select (EbbProtocolList *list, const char *id);
void ebb_protocol_list_focus_search (EbbProtocolList *list);
/* The list covers what is open: arrow keys mark a row, they do not open it. */
void ebb_protocol_list_set_narrow (EbbProtocolList *list, gboolean narrow);
