/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Help without a network: how to stop, how a session goes, what to do when something fails.  A page
 * and not a window, so that it may be read while a cuff is tight.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_HELP (ebb_help_get_type ())
G_DECLARE_FINAL_TYPE (EbbHelp, ebb_help, EBB, HELP, EbbPage)

EbbPage *ebb_help_new (void);
