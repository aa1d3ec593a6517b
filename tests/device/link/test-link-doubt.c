/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cuff that is tight though nothing is armed: after a crash, or because somebody pumped.  Losing
 * sight of it is as bad as in a session (A03); losing sight of an empty one is nothing.
 */
#include "loop-rig.h"

typedef struct {
  CuffPressure pressure, later; /* as reported, the second for 2 s before the end */
  guint32 flags, flags_later;   /* of the channel */
  gboolean alarms;
} Case;

/* At the border of 20 mmHg; and the proof of deflation is all sensors below 10 mmHg for 1 s with
 * the valve open. */
static const struct {
  const char *name;
  Case its;
} cases[] = {
  { "tight",
    { CUFF_MMHG (80), CUFF_MMHG (80), CUFF_CHANNEL_VENT_OPEN, CUFF_CHANNEL_VENT_OPEN, 1 } },
  { "unknown",
    { CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET, CUFF_CHANNEL_SENSOR_FAULT,
      CUFF_CHANNEL_SENSOR_FAULT, 1 } },
  { "not-proven-since", { CUFF_MMHG (80), CUFF_MMHG (15), 0, CUFF_CHANNEL_VENT_OPEN, 1 } },
  { "valve-shut", { CUFF_MMHG (80), 0, 0, 0, 1 } },
  { "proven-since", { CUFF_MMHG (80), 0, 0, CUFF_CHANNEL_VENT_OPEN, 0 } },
  { "empty", { 0, 0, CUFF_CHANNEL_VENT_OPEN, CUFF_CHANNEL_VENT_OPEN, 0 } },
  { "soft", { CUFF_MMHG (19), CUFF_MMHG (19), 0, 0, 0 } },
};

static LoopRig *
idle_rig (const Case *its)
{
  LoopRig *rig = loop_rig_new ();
  loop.machine = CUFF_MACHINE_BOOT;
  loop.pressure = its->pressure;
  loop.channel.flags = its->flags;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_IDENTITY, CUFF_SECONDS (2)));
  loop_rig_run (rig, CUFF_SECONDS (1));
  loop.pressure = its->later;
  loop.channel.flags = its->flags_later;
  loop_rig_run (rig, CUFF_SECONDS (2));
  g_assert_null (loop_rig_find_alarm (rig, CUFF_ALARM_LINK));
  return rig;
}

static void
test_unplugged (gconstpointer data)
{
  const Case *its = data;
  LoopRig *rig = idle_rig (its);
  loop.gone = TRUE;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_LOST, CUFF_SECONDS (1)));
  g_assert_cmpint (loop_rig_find_alarm (rig, CUFF_ALARM_LINK) != NULL, ==, its->alarms);
  loop_rig_free (rig);
}

static void
test_silent (gconstpointer data)
{
  const Case *its = data;
  LoopRig *rig = idle_rig (its);
  rig->mute = TRUE;
  loop_rig_run (rig, CUFF_MS (900));
  g_assert_null (loop_rig_find_alarm (rig, CUFF_ALARM_LINK));
  loop_rig_run (rig, CUFF_MS (300));
  g_assert_cmpint (loop_rig_find_alarm (rig, CUFF_ALARM_LINK) != NULL, ==, its->alarms);
  loop_rig_free (rig);
}

/* Before the first report nobody has seen a cuff at all. */
static void
test_nothing_seen (void)
{
  LoopRig *rig = loop_rig_new ();
  rig->mute = TRUE;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_IDENTITY, CUFF_SECONDS (2)));
  loop.gone = TRUE;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_LOST, CUFF_SECONDS (1)));
  g_assert_null (loop_rig_find_alarm (rig, CUFF_ALARM_LINK));
  loop_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *unplugged = g_strdup_printf ("/link/doubt/unplugged/%s", cases[i].name);
    g_autofree char *silent = g_strdup_printf ("/link/doubt/silent/%s", cases[i].name);
    g_test_add_data_func (unplugged, &cases[i].its, test_unplugged);
    g_test_add_data_func (silent, &cases[i].its, test_silent);
  }
  g_test_add_func ("/link/doubt/nothing-seen", test_nothing_seen);
  return g_test_run ();
}
