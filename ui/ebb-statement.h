/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What Ebb is not: read once in each clinic, before anything else, by somebody with a name.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_STATEMENT (ebb_statement_get_type ())
G_DECLARE_FINAL_TYPE (EbbStatement, ebb_statement, EBB, STATEMENT, EbbPage)

/* Whether this clinic has not read it yet; FALSE while that is not known. */
gboolean ebb_statement_is_due (EbbDesk *desk);
/* Closes itself when it has been read: the reader's name is the operator from then on. */
EbbPage *ebb_statement_new (EbbDesk *desk);
