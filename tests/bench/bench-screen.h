/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What benchmarks with a window share.
 */
#pragma once

#include <glib.h>

/* Without a display the program runs itself again under xvfb-run; without that it says so and ends.
 * Chooses the renderer, and initialises the toolkit. */
void bench_screen_need (char **argv);

/* Turns the main loop until nothing has happened for a while. */
void bench_screen_settle (void);
