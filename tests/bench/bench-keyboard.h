/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A person's finger on an X server: real keys through the XTEST extension.  Its libraries are
 * opened when needed, so that nobody must build with them.
 */
#pragma once

#include <glib.h>

typedef struct BenchKeyboard BenchKeyboard;

/* NULL with `why` in words when there is no X server or no libXtst. */
BenchKeyboard *bench_keyboard_open (const char **why);
/* Presses and lets go; the X server has the key when this returns. */
void bench_keyboard_press (BenchKeyboard *keyboard, guint keysym);
void bench_keyboard_close (BenchKeyboard *keyboard);
