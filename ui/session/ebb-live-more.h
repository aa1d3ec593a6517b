/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands under More… at this moment.  Pure.
 */
#pragma once

#include "ebb-live-controls.h"

#define EBB_LIVE_MORE_MAX 7

/* Fills `acts` with what is possible now, in the order it is shown; how many. */
guint ebb_live_more_list (const EbbLiveControlsState *state, EbbLiveAct acts[EBB_LIVE_MORE_MAX]);
/* Translated. */
const char *ebb_live_more_text (EbbLiveAct act);
