/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "matrix-fault.h"

static const struct {
  const char *name;
  double freezes_s;
} host_faults[MATRIX_FAULT_COUNT - CUFF_FAULT_COUNT] = {
  [MATRIX_UI_FREEZE_1 - CUFF_FAULT_COUNT] = { "ui-freeze-1", 1 },
  [MATRIX_UI_FREEZE_5 - CUFF_FAULT_COUNT] = { "ui-freeze-5", 5 },
  [MATRIX_UI_FREEZE_10_5 - CUFF_FAULT_COUNT] = { "ui-freeze-10.5", 10.5 },
  [MATRIX_UI_FREEZE_30 - CUFF_FAULT_COUNT] = { "ui-freeze-30", 30 },
  [MATRIX_SLEEP - CUFF_FAULT_COUNT] = { "sleep", 0 },
};

const char *
matrix_fault_to_string (int fault)
{
  return fault < CUFF_FAULT_COUNT ? cuff_fault_to_string ((CuffFault) fault)
                                  : host_faults[fault - CUFF_FAULT_COUNT].name;
}

int
matrix_fault_from_string (const char *text)
{
  CuffFault fault = cuff_fault_from_string (text);
  if (fault != CUFF_FAULT_COUNT)
    return (int) fault;
  for (int host = CUFF_FAULT_COUNT; host < MATRIX_FAULT_COUNT; host++)
    if (g_str_equal (text, host_faults[host - CUFF_FAULT_COUNT].name))
      return host;
  return MATRIX_FAULT_COUNT;
}

double
matrix_fault_freezes_s (int fault)
{
  return fault < CUFF_FAULT_COUNT ? 0 : host_faults[fault - CUFF_FAULT_COUNT].freezes_s;
}

gboolean
matrix_fault_needs_reset (int fault)
{
  return fault == CUFF_FAULT_CAPS_ABSURD || fault == CUFF_FAULT_CAPS_MISSING;
}

gboolean
matrix_fault_hides_pressure (int fault)
{
  return fault == CUFF_FAULT_HOSE_BLOCKED || fault == CUFF_FAULT_HOSE_KINKED;
}

void
matrix_fault_begin (int fault, CuffSim *sim, CuffClock *clock)
{
  if (fault == MATRIX_SLEEP)
    cuff_clock_pretend_sleep (clock, CUFF_SECONDS (3600));
  if (fault >= CUFF_FAULT_COUNT)
    return;
  cuff_sim_inject (sim, (CuffFault) fault);
  if (matrix_fault_needs_reset (fault))
    cuff_sim_inject (sim, CUFF_FAULT_RESET);
}
