/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A05: whatever makes a controller's word worthless is an alarm, and not only a vent.
 */
#include "interlock-bench.h"

#define DEVICE (1u << CUFF_ALARM_DEVICE)

static void
test_device (void)
{
  for (guint i = 0; i < 4; i++) {
    Bench bench;
    bench_init (&bench);
    g_assert_cmphex (step (&bench).alarms, ==, 0);
    CuffChannelReport *channel = &bench.report.channel[0];
    if (i == 0)
      channel->pressure = CUFF_PRESSURE_UNSET;
    else if (i == 1)
      channel->flags |= CUFF_CHANNEL_SENSOR_FAULT;
    else if (i == 2)
      channel->flags |= CUFF_CHANNEL_DISAGREE;
    else
      bench.report.machine = CUFF_MACHINE_FAULT;
    CuffVerdict verdict = step (&bench);
    g_assert_cmphex (verdict.alarms & DEVICE, ==, DEVICE);
    g_assert_true (verdict.vent);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interlock/alarms/device", test_device);
  return g_test_run ();
}
