/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A clinic with very many invented patients, for benchmarks of lists and of the start.
 */
#pragma once

#include <glib.h>

/* Names are made of syllables: their beginnings are far more crowded than real ones. */
char *bench_clinic_name (GRand *chance);

/* Makes `path` with that many patients, its statement read; ends the program on an error. */
void bench_clinic_make (const char *path, guint n_patients);
/* The closed file, what stands beside it, and its folder. */
void bench_clinic_remove (const char *path);
