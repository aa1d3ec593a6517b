/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The editor of a protocol: a new one, a duplicate, or the next version of one of the clinic's own.
 * What is typed is kept when the page is left.
 *
 * Signal "saved" (string: its id).
 */
#pragma once

#include "ebb-page.h"
#include "ebb-protocol-form-state.h"

#define EBB_TYPE_PROTOCOL_FORM_PAGE (ebb_protocol_form_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbProtocolFormPage, ebb_protocol_form_page, EBB, PROTOCOL_FORM_PAGE, EbbPage)

/* Takes `form`. */
EbbPage *ebb_protocol_form_page_new (EbbDesk *desk, EbbProtocolForm *form);
