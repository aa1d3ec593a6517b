/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "loop-rig.h"

#define REPORT_EVERY_US CUFF_MS (10)

LoopRig *
loop_rig_new (void)
{
  LoopRig *rig = g_new0 (LoopRig, 1);
  rig->clock = cuff_clock_new_virtual (0);
  rig->self = cuff_clock_join (rig->clock, "main");
  cuff_clock_adopt (rig->self);
  rig->events = g_array_sized_new (FALSE, FALSE, sizeof (CuffLinkEvent), 4096);
  loop_begin (rig->clock);
  CuffLinkOptions options = { .clock = rig->clock, .port = LOOP_PATH, .nonce = 4711 };
  rig->link = cuff_link_new (&options);
  cuff_link_start (rig->link);
  return rig;
}

void
loop_rig_free (LoopRig *rig)
{
  cuff_link_free (rig->link);
  loop_end ();
  cuff_clock_leave (rig->self);
  cuff_clock_free (rig->clock);
  g_array_unref (rig->events);
  g_free (rig);
}

CuffTime
loop_rig_now (LoopRig *rig)
{
  return cuff_clock_now (rig->clock);
}

static void
speak (LoopRig *rig)
{
  if (rig->noise_per_ms > 0)
    loop_say_bytes (rig->noise, rig->noise_per_ms);
  if (rig->mute || loop_rig_now (rig) < rig->next_report_us)
    return;
  rig->next_report_us = loop_rig_now (rig) + REPORT_EVERY_US;
  loop_report ();
}

static void
turn (LoopRig *rig)
{
  CuffTime step_us = rig->noise_per_ms > 0 ? CUFF_MS (1) : REPORT_EVERY_US;
  cuff_clock_wait (rig->self, NULL, 0, loop_rig_now (rig) + step_us);
  cuff_link_clear_notify (rig->link);
  cuff_link_tick_ui (rig->link);
  CuffLinkEvent event;
  while (cuff_link_read_event (rig->link, &rig->next_event, &event) == CUFF_RING_OK)
    g_array_append_val (rig->events, event);
  CuffReport report;
  while (cuff_link_read_report (rig->link, &rig->next_report, &report) == CUFF_RING_OK)
    rig->n_reports++;
  speak (rig);
}

void
loop_rig_run (LoopRig *rig, CuffTime duration_us)
{
  CuffTime end_us = loop_rig_now (rig) + duration_us;
  while (loop_rig_now (rig) < end_us)
    turn (rig);
}

static const CuffLinkEvent *
find (LoopRig *rig, CuffLinkEventKind kind)
{
  for (guint i = 0; i < rig->events->len; i++) {
    const CuffLinkEvent *event = &g_array_index (rig->events, CuffLinkEvent, i);
    if (event->kind == kind)
      return event;
  }
  return NULL;
}

const CuffLinkEvent *
loop_rig_await (LoopRig *rig, CuffLinkEventKind kind, CuffTime patience_us)
{
  CuffTime end_us = loop_rig_now (rig) + patience_us;
  while (find (rig, kind) == NULL && loop_rig_now (rig) < end_us)
    turn (rig);
  return find (rig, kind);
}

const CuffLinkEvent *
loop_rig_find_alarm (LoopRig *rig, CuffAlarm alarm)
{
  for (guint i = 0; i < rig->events->len; i++) {
    const CuffLinkEvent *event = &g_array_index (rig->events, CuffLinkEvent, i);
    if (event->kind == CUFF_LINK_EVENT_ALARM && event->alarm == alarm && event->active)
      return event;
  }
  return NULL;
}

void
loop_rig_configure (LoopRig *rig)
{
  CuffLimits limits = { .cap = CUFF_MMHG (260),
                        .ramp_max = CUFF_MMHG (100),
                        .time_max_ms = 25 * 60 * 1000,
                        .disagree_max = CUFF_MMHG (10) };
  CuffInterlockConfig config = {
    .n_channels = 1,
    .channel = { { .lop = CUFF_MMHG (181),
                   .cap = CUFF_MMHG (300),
                   .cap_transient = CUFF_MMHG (330),
                   .continuous_limit_us = CUFF_SECONDS (20 * 60) } },
  };
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_IDENTITY, CUFF_SECONDS (2)));
  cuff_link_set_interlock (rig->link, &config);
  cuff_link_set_limits (rig->link, &limits, 1);
}

void
loop_rig_arm (LoopRig *rig, CuffArmPurpose purpose)
{
  loop_rig_configure (rig);
  cuff_link_arm (rig->link, purpose);
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_ARMED, CUFF_SECONDS (5)));
}

void
loop_rig_move (LoopRig *rig, CuffPressure pressure)
{
  loop.pressure = (loop.pressure + pressure) / 2;
  loop_rig_run (rig, CUFF_MS (200));
  loop.pressure = pressure;
}

void
loop_rig_hold (LoopRig *rig)
{
  loop_rig_arm (rig, CUFF_ARM_TRAINING);
  loop_rig_run (rig, CUFF_MS (300));
  CuffOrder order = { .mode = CUFF_MODE_HOLD, .target = CUFF_MMHG (110), .longest_ms = 600000 };
  cuff_link_order (rig->link, &order, 1, FALSE);
  loop_rig_move (rig, CUFF_MMHG (110));
  loop.channel.target = CUFF_MMHG (110);
  loop.channel.mode = CUFF_MODE_HOLD;
  loop.channel.flags = 0;
  g_assert_nonnull (loop_rig_await (rig, CUFF_LINK_EVENT_ACTIVE, CUFF_SECONDS (1)));
}
