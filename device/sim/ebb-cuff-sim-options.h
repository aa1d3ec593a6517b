/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arguments of ebb-cuff-sim.  Each bad one is told on stderr: which, what it got, what it
 * takes.
 */
#pragma once

#include "cuff-sim.h"

#define EBB_CUFF_SIM_LINK_MAX 63

typedef struct {
  CuffSimOptions sim;
  unsigned n_faults;
} EbbCuffSimOptions;

/* "--name value" and "--name=value"; strings are borrowed from argv.  False: told why. */
bool ebb_cuff_sim_options_take (EbbCuffSimOptions *options, int argc, char **argv);
