/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of protocols: what each asks for, with its source.
 */
#pragma once

#include "ebb-desk.h"

#include <adwaita.h>

#define EBB_TYPE_PROTOCOLS_PAGE (ebb_protocols_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbProtocolsPage, ebb_protocols_page, EBB, PROTOCOLS_PAGE, AdwBin)

GtkWidget *ebb_protocols_page_new (EbbDesk *desk);
