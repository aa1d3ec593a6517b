/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "matrix-fault.h"

#include "matrix-disk.h"
#include "matrix-host.h"

/* A disk is in trouble for so long. */
#define TROUBLE_US CUFF_SECONDS (30)
#define HOUR_US    CUFF_SECONDS (3600)
#define YEARS_US   (10 * 365 * 24 * HOUR_US)

typedef struct {
  const char *name;
  double freezes_s;
  guint halts; /* MatrixThreads, for as long as the main context stands still, or for good */
  MatrixHalt how;
  MatrixDisk disk;
  gint64 wall_us;
} HostFault;

#define BOTH (MATRIX_THREAD_CUFF | MATRIX_THREAD_STORE)

static const HostFault host_faults[MATRIX_FAULT_COUNT - CUFF_FAULT_COUNT] = {
  [MATRIX_UI_FREEZE_1 - CUFF_FAULT_COUNT] = { "ui-freeze-1", .freezes_s = 1 },
  [MATRIX_UI_FREEZE_5 - CUFF_FAULT_COUNT] = { "ui-freeze-5", .freezes_s = 5 },
  [MATRIX_UI_FREEZE_10_5 - CUFF_FAULT_COUNT] = { "ui-freeze-10.5", .freezes_s = 10.5 },
  [MATRIX_UI_FREEZE_30 - CUFF_FAULT_COUNT] = { "ui-freeze-30", .freezes_s = 30 },
  [MATRIX_SLEEP - CUFF_FAULT_COUNT] = { "sleep" },
  [MATRIX_STOP_0_5 - CUFF_FAULT_COUNT] = { "stop-0.5", .freezes_s = 0.5, .halts = BOTH },
  [MATRIX_STOP_1_6 - CUFF_FAULT_COUNT] = { "stop-1.6", .freezes_s = 1.6, .halts = BOTH },
  [MATRIX_STOP_60 - CUFF_FAULT_COUNT] = { "stop-60", .freezes_s = 60, .halts = BOTH },
  [MATRIX_LINK_DEAD - CUFF_FAULT_COUNT] = { "link-dead", .halts = MATRIX_THREAD_CUFF },
  [MATRIX_LINK_LOCKED -
      CUFF_FAULT_COUNT] = { "link-locked", .halts = MATRIX_THREAD_CUFF, .how = MATRIX_HALT_LOCKED },
  [MATRIX_LINK_SPINS - CUFF_FAULT_COUNT] = { "link-spins", .halts = MATRIX_THREAD_CUFF,
                                             .how = MATRIX_HALT_SPINNING },
  [MATRIX_WRITER_DEAD - CUFF_FAULT_COUNT] = { "writer-dead", .halts = MATRIX_THREAD_STORE },
  [MATRIX_WRITER_SLOW - CUFF_FAULT_COUNT] = { "writer-slow", .disk = MATRIX_DISK_SLOW },
  [MATRIX_DISK_IS_FULL - CUFF_FAULT_COUNT] = { "disk-full", .disk = MATRIX_DISK_FULL },
  [MATRIX_DISK_IS_READ_ONLY -
      CUFF_FAULT_COUNT] = { "disk-read-only", .disk = MATRIX_DISK_READ_ONLY },
  [MATRIX_DISK_IO_FAILS - CUFF_FAULT_COUNT] = { "disk-io-error", .disk = MATRIX_DISK_IO_ERROR },
  [MATRIX_DB_LOCKED - CUFF_FAULT_COUNT] = { "db-locked", .disk = MATRIX_DISK_LOCKED },
  [MATRIX_WALL_FORWARD - CUFF_FAULT_COUNT] = { "wall-forward", .wall_us = HOUR_US },
  [MATRIX_WALL_BACK - CUFF_FAULT_COUNT] = { "wall-back", .wall_us = -YEARS_US },
  [MATRIX_DOUBLE_START - CUFF_FAULT_COUNT] = { "double-start" },
  [MATRIX_SCREEN_LOCK - CUFF_FAULT_COUNT] = { "screen-lock" },
  [MATRIX_END_IN_FAULT - CUFF_FAULT_COUNT] = { "end-in-fault" },
  [MATRIX_KILLED - CUFF_FAULT_COUNT] = { "killed" },
  [MATRIX_CRASHED - CUFF_FAULT_COUNT] = { "crashed" },
  [MATRIX_ABORTED - CUFF_FAULT_COUNT] = { "aborted" },
  [MATRIX_NO_MEMORY - CUFF_FAULT_COUNT] = { "no-memory" },
};

static CuffTime trouble_until_us = CUFF_TIME_NEVER;

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
matrix_fault_keeps_rows (int fault)
{
  return fault >= MATRIX_WRITER_DEAD && fault <= MATRIX_SCREEN_LOCK;
}

gboolean
matrix_fault_is_of_process (int fault)
{
  return fault >= MATRIX_KILLED;
}

gboolean
matrix_fault_needs_program (int fault)
{
  return fault >= MATRIX_STOP_0_5;
}

void
matrix_fault_begin (int fault, CuffSim *sim, CuffClock *clock)
{
  CuffTime now_us = cuff_clock_now (clock);
  if (fault == MATRIX_SLEEP)
    cuff_clock_pretend_sleep (clock, CUFF_SECONDS (3600));
  if (fault == MATRIX_END_IN_FAULT)
    cuff_sim_inject (sim, CUFF_FAULT_SILENCE);
  if (fault >= CUFF_FAULT_COUNT) {
    const HostFault *host = &host_faults[fault - CUFF_FAULT_COUNT];
    if (host->halts != 0)
      matrix_host_halt (host->halts, host->how,
                        host->freezes_s > 0 ? now_us + (CuffTime) (host->freezes_s * 1e6)
                                            : CUFF_TIME_NEVER);
    matrix_host_step_wall (host->wall_us);
    matrix_disk_set (host->disk);
    trouble_until_us = now_us + TROUBLE_US;
    return;
  }
  cuff_sim_inject (sim, (CuffFault) fault);
  if (matrix_fault_needs_reset (fault))
    cuff_sim_inject (sim, CUFF_FAULT_RESET);
}

void
matrix_fault_tick (CuffTime now_us)
{
  if (now_us >= trouble_until_us)
    matrix_disk_set (MATRIX_DISK_SOUND);
}

void
matrix_fault_end (void)
{
  trouble_until_us = CUFF_TIME_NEVER;
  matrix_disk_set (MATRIX_DISK_SOUND);
  matrix_host_step_wall (0);
  matrix_host_let_go ();
}
