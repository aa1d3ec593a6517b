/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast the cuff lets go: real link, real controller, simulated air, virtual time.
 */
#include "bench-link.h"

#include "bench-stats.h"
#include "cuff-link.h"
#include "cuff-sim.h"

#include <stdio.h>
#include <stdlib.h>

#define N_SEEDS     25
#define TARGET_MMHG 200
#define SOFT_MMHG   20

typedef struct {
  CuffClock *clock;
  CuffClockParty *self;
  CuffSim *sim;
  CuffLink *link;
  guint64 next_event;
} Rig;

static CuffSimTruth
turn (Rig *rig, CuffTime step_us)
{
  CuffSimTruth truth;

  cuff_clock_wait (rig->self, NULL, 0, cuff_clock_now (rig->clock) + step_us);
  cuff_link_tick_ui (rig->link);
  cuff_sim_get_truth (rig->sim, &truth);
  return truth;
}

static void
await (Rig *rig, CuffLinkEventKind kind)
{
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_SILENT };
  CuffTime end_us = cuff_clock_now (rig->clock) + CUFF_SECONDS (10);

  while (event.kind != kind && cuff_clock_now (rig->clock) < end_us)
    if (cuff_link_read_event (rig->link, &rig->next_event, &event) != CUFF_RING_OK)
      turn (rig, CUFF_MS (10));
  if (event.kind != kind) {
    fprintf (stderr, "bench-link: the simulated cuff did not get to its target\n");
    exit (1);
  }
}

static void
inflate (Rig *rig)
{
  CuffLimits limits = { .cap = CUFF_MMHG (260),
                        .ramp_max = CUFF_MMHG (100),
                        .time_max_ms = 25 * 60 * 1000,
                        .disagree_max = CUFF_MMHG (10) };
  CuffInterlockConfig config = { .n_channels = 1,
                                 .channel = { { .lop = CUFF_PRESSURE_UNSET,
                                                .cap = CUFF_MMHG (300),
                                                .cap_transient = CUFF_MMHG (330) } } };
  CuffOrder order = { .mode = CUFF_MODE_HOLD,
                      .target = CUFF_MMHG (TARGET_MMHG),
                      .longest_ms = 10 * 60 * 1000 };

  await (rig, CUFF_LINK_EVENT_IDENTITY);
  cuff_link_set_interlock (rig->link, &config);
  cuff_link_set_limits (rig->link, &limits, 1);
  await (rig, CUFF_LINK_EVENT_LIMITS);
  cuff_link_arm (rig->link, CUFF_ARM_TRAINING);
  await (rig, CUFF_LINK_EVENT_ARMED);
  cuff_link_order (rig->link, &order, 1, false);
  await (rig, CUFF_LINK_EVENT_ACTIVE);
}

/* From wherever it is at `seed`'s own moment of a hold. */
static void
release_once (CuffLimbKind limb, unsigned seed, GArray *valve_us, GArray *soft_us)
{
  Rig rig = { .clock = cuff_clock_new_virtual (0) };
  rig.self = cuff_clock_join (rig.clock, "main");
  cuff_clock_adopt (rig.self);
  CuffSimOptions sim = { .clock = rig.clock, .seed = seed, .limb = limb, .n_channels = 1 };
  rig.sim = cuff_sim_start (&sim);
  if (rig.sim == NULL) {
    perror ("bench-link: simulator");
    exit (1);
  }
  CuffLinkOptions link = { .clock = rig.clock, .port = cuff_sim_get_path (rig.sim), .nonce = seed };
  rig.link = cuff_link_new (&link);
  cuff_link_start (rig.link);
  inflate (&rig);

  CuffTime hold_us = cuff_clock_now (rig.clock) + CUFF_SECONDS (15) + seed * 7777;
  while (cuff_clock_now (rig.clock) < hold_us)
    turn (&rig, MIN (hold_us - cuff_clock_now (rig.clock), CUFF_MS (50)));
  CuffSimTruth truth = turn (&rig, 1);
  if (truth.vent_open || truth.cuff_mmhg < TARGET_MMHG - 10)
    fprintf (stderr, "bench-link: only %.0f mmHg before the stop\n", truth.cuff_mmhg);

  CuffTime stopped_us = cuff_clock_now (rig.clock);
  CuffTime end_us = stopped_us + CUFF_SECONDS (20);
  cuff_link_stop (rig.link, CUFF_REASON_USER_STOP);
  while (truth.cuff_mmhg >= SOFT_MMHG && cuff_clock_now (rig.clock) < end_us)
    truth = turn (&rig, CUFF_MS (1));
  bench_stats_add (valve_us, truth.vented_at_us - stopped_us);
  bench_stats_add (soft_us, cuff_clock_now (rig.clock) - stopped_us);

  cuff_link_free (rig.link);
  cuff_sim_stop (rig.sim);
  cuff_clock_leave (rig.self);
  cuff_clock_free (rig.clock);
}

static void
print_limb (CuffLimbKind limb, const char *valve, const char *soft)
{
  g_autoptr (GArray) valve_us = bench_stats_new ();
  g_autoptr (GArray) soft_us = bench_stats_new ();

  for (unsigned seed = 1; seed <= N_SEEDS; seed++)
    release_once (limb, seed, valve_us, soft_us);
  bench_stats_print (
      &(BenchRow){ .what = valve, .ours = valve_us, .aim_ms = 100, .aim_is_max = true });
  bench_stats_print (
      &(BenchRow){ .what = soft, .ours = soft_us, .aim_ms = 3000, .aim_is_max = true });
}

void
bench_link_print_release (void)
{
  bench_stats_print_heading ("Letting go, ms (VIRTUAL clock, simulated air)");
  print_limb (CUFF_LIMB_ARM, "vent order -> dump valve open, arm", "200 mmHg -> below 20, arm");
  print_limb (CUFF_LIMB_THIGH, "vent order -> dump valve open, thigh",
              "200 mmHg -> below 20, thigh");
}
