/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clinic's library: the list, and the protocol that is open beside it.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_PROTOCOLS_PAGE (ebb_protocols_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbProtocolsPage, ebb_protocols_page, EBB, PROTOCOLS_PAGE, AdwBin)

GtkWidget *ebb_protocols_page_new (EbbDesk *desk);

/* What the file dialogs lead to: takes in a file, writes the open protocol to one. */
void ebb_protocols_page_import (EbbProtocolsPage *page, GFile *file);
void ebb_protocols_page_export (EbbProtocolsPage *page, GFile *file);
