/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Episodes of care on stdout.
 */
#pragma once

#include "ebb-episode.h"

/* EbbEpisode, as text or JSON; CTL_OK. */
int ctl_say_episodes (GPtrArray *episodes, gboolean as_json);
