/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of faults and of the moments they begin at, and what kind they are.  (The enum and the
 * functions for everybody are in cuff-sim.h.)  Pure.
 */
#pragma once

#include "cuff-sim.h"

/* Of pump, valves, hose, bladder or sensors: each channel has its own. */
bool cuff_fault_is_of_plant (CuffFault fault);
