/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Judges the simulated controller on the virtual clock: one line per requirement, as the program
 * prints them.  `judge-sim [CHANNELS [SEED]]`.  Linked once as it is and once for each broken
 * controller of meson.build; what is to come out stands there and is compared by judge-sim.py.
 */
#include "cuff-conform.h"
#include "cuff-sim-private.h"

#include <stdio.h>
#include <stdlib.h>

/* With this one the two sensors differ by more than 0.1 mmHg, so that a fault can be provoked. */
#define SEED 1

typedef struct {
  CuffClock *clock; /* borrowed */
  CuffSim *sim;     /* borrowed */
  CuffTime told_us;
  CuffConformHand asked;
} Bench;

static void
tell (void *user, const CuffConformRequirement *requirement, CuffConformVerdict verdict,
      const char *seen)
{
  static const char *const words[] = { "pass", "fail", "not applicable" };

  Bench *bench = user;
  CuffTime now_us = cuff_clock_now (bench->clock);

  printf ("%s %s | %.1f s | %s: %s\n", requirement->id, words[verdict],
          (double) (now_us - bench->told_us) / 1e6, requirement->title, seen);
  bench->told_us = now_us;
}

/* What hands would do, the simulator's faults do. */
static bool
ask (void *user, CuffConformHand hand, unsigned seconds)
{
  static const CuffFault undone[] = { CUFF_FAULT_PUMP_STUCK, CUFF_FAULT_VENT_STUCK,
                                      CUFF_FAULT_SENSOR_NAN };
  static const CuffFault done[CUFF_CONFORM_HANDS] = {
    [CUFF_CONFORM_HAND_POWER] = CUFF_FAULT_RESET,
    [CUFF_CONFORM_HAND_BUTTON] = CUFF_FAULT_STOP_BUTTON,
    [CUFF_CONFORM_HAND_OVERFILL] = CUFF_FAULT_PUMP_STUCK,
    [CUFF_CONFORM_HAND_BLOCK] = CUFF_FAULT_VENT_STUCK,
    [CUFF_CONFORM_HAND_SENSOR_OFF] = CUFF_FAULT_SENSOR_NAN,
  };

  Bench *bench = user;

  CuffFaultPlan plan = { .fault = done[hand], .channels = 1 };

  bench->asked = hand;
  if (hand != CUFF_CONFORM_HAND_RESTORE)
    cuff_sim_plan_fault (bench->sim, &plan);
  else
    for (unsigned i = 0; i < sizeof undone / sizeof undone[0]; i++)
      cuff_sim_mend (bench->sim, undone[i]);

  return true;
}

/* The bulb takes its time. */
static CuffConformReply
reply (void *user)
{
  const Bench *bench = user;

  return bench->asked == CUFF_CONFORM_HAND_OVERFILL ? CUFF_CONFORM_REPLY_NONE
                                                    : CUFF_CONFORM_REPLY_DONE;
}

/* A pseudo-terminal carries neither.  On the virtual clock the simulator waits while this runs. */
static bool
line (void *user, CuffConformLine what)
{
  Bench *bench = user;

  if (what == CUFF_CONFORM_LINE_BREAK)
    cuff_controller_break (&bench->sim->controller);

  return true;
}

int
main (int argc, char **argv)
{
  CuffClock *clock = cuff_clock_new_virtual (0);
  /* Alone on a virtual clock the simulator would run through the years. */
  CuffClockParty *self = cuff_clock_join (clock, "main");
  CuffSimOptions sim_options = { .clock = clock,
                                 .seed = argc > 2 ? strtoull (argv[2], NULL, 10) : SEED,
                                 .n_channels = argc > 1 && *argv[1] == '2' ? 2 : 1 };
  Bench bench = { .clock = clock };
  CuffConformOptions options = {
    .clock = clock, .nonce = 0x1234ABCD, .tell = tell, .ask = ask, .reply = reply, .line = line
  };
  CuffConformEnd end;
  CuffError error = { 0 };
  unsigned n_failed;
  CuffTime from_us;

  cuff_clock_adopt (self);
  bench.sim = cuff_sim_start (&sim_options);
  if (bench.sim == NULL)
    return 2;
  /* Its boot lasts half a second. */
  cuff_clock_wait (self, NULL, 0, cuff_clock_now (clock) + CUFF_SECONDS (1));
  options.port = cuff_sim_get_path (bench.sim);
  options.party = self;
  options.user = &bench;
  from_us = bench.told_us = cuff_clock_now (clock);
  end = cuff_conform_run (&options, &n_failed, &error);
  printf ("end %d, %u failed, %.0f s\n", end, n_failed,
          (double) (cuff_clock_now (clock) - from_us) / 1e6);
  cuff_sim_stop (bench.sim);
  cuff_clock_leave (self);
  cuff_clock_free (clock);

  return end == CUFF_CONFORM_JUDGED && n_failed == 0 ? 0 : 1;
}
