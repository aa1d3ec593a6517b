/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of bench-link that stand alone.
 */
#pragma once

/* Vent order to open valve, and 200 mmHg to below 20: the simulator in virtual time. */
void bench_link_print_release (void);

/* What the thread costs the processor at 100 Hz and at 1 kHz. */
void bench_link_print_cpu (void);

/* Telemetry frames from memory: parser and decoder, beside memcpy. */
void bench_link_print_decoder (void);
