/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "link-rig.h"

Rig *
rig_new (const char *port)
{
  Rig *rig = g_new0 (Rig, 1);
  rig->clock = cuff_clock_new_virtual (0);
  rig->self = cuff_clock_join (rig->clock, "main");
  cuff_clock_adopt (rig->self);
  rig->events = g_array_new (FALSE, FALSE, sizeof (CuffLinkEvent));
  if (port == NULL) {
    CuffSimOptions options = {
      .clock = rig->clock, .seed = 1, .limb = CUFF_LIMB_THIGH, .n_channels = 1
    };
    rig->sim = cuff_sim_start (&options);
    g_assert_nonnull (rig->sim);
    port = cuff_sim_get_path (rig->sim);
  }
  CuffLinkOptions options = { .clock = rig->clock, .port = port, .nonce = 4711 };
  rig->link = cuff_link_new (&options);
  cuff_link_start (rig->link);
  return rig;
}

void
rig_free (Rig *rig)
{
  cuff_link_free (rig->link);
  if (rig->sim != NULL)
    cuff_sim_stop (rig->sim);
  cuff_clock_leave (rig->self);
  cuff_clock_free (rig->clock);
  g_array_unref (rig->events);
  g_free (rig);
}

void
rig_restart_link (Rig *rig, const char *port, guint32 nonce)
{
  cuff_link_free (rig->link);
  CuffLinkOptions options = { .clock = rig->clock, .port = port, .nonce = nonce };
  rig->link = cuff_link_new (&options);
  rig->next_event = rig->next_report = 0;
  g_array_set_size (rig->events, 0);
  cuff_link_start (rig->link);
}

double
rig_now_s (Rig *rig)
{
  return cuff_clock_now (rig->clock) / 1e6;
}

void
rig_turn (Rig *rig)
{
  struct pollfd fd = { .fd = cuff_link_get_notify_fd (rig->link), .events = POLLIN };
  cuff_clock_wait (rig->self, &fd, 1, cuff_clock_now (rig->clock) + CUFF_MS (50));
  cuff_link_clear_notify (rig->link);
  if (!rig->frozen)
    cuff_link_tick_ui (rig->link);
  CuffLinkEvent event;
  while (cuff_link_read_event (rig->link, &rig->next_event, &event) == CUFF_RING_OK)
    g_array_append_val (rig->events, event);
  CuffReport report;
  while (cuff_link_read_report (rig->link, &rig->next_report, &report) == CUFF_RING_OK)
    rig->report = report;
}

const CuffLinkEvent *
rig_find_event (Rig *rig, CuffLinkEventKind kind)
{
  for (guint i = 0; i < rig->events->len; i++) {
    const CuffLinkEvent *event = &g_array_index (rig->events, CuffLinkEvent, i);
    if (event->kind == kind)
      return event;
  }
  return NULL;
}

const CuffLinkEvent *
rig_find_alarm (Rig *rig, CuffAlarm alarm)
{
  for (guint i = 0; i < rig->events->len; i++) {
    const CuffLinkEvent *event = &g_array_index (rig->events, CuffLinkEvent, i);
    if (event->kind == CUFF_LINK_EVENT_ALARM && event->alarm == alarm && event->active)
      return event;
  }
  return NULL;
}

const CuffLinkEvent *
rig_await_event (Rig *rig, CuffLinkEventKind kind, double patience_s)
{
  double end_s = rig_now_s (rig) + patience_s;
  while (rig_find_event (rig, kind) == NULL && rig_now_s (rig) < end_s)
    rig_turn (rig);
  return rig_find_event (rig, kind);
}

void
rig_run_for (Rig *rig, double seconds)
{
  double end_s = rig_now_s (rig) + seconds;
  while (rig_now_s (rig) < end_s)
    rig_turn (rig);
}

CuffSimTruth
rig_truth (Rig *rig)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (rig->sim, &truth);
  return truth;
}

void
rig_order_hold (Rig *rig, gboolean tight_rest)
{
  CuffOrder order = { .mode = CUFF_MODE_HOLD, .target = RIG_TARGET, .longest_ms = 600000 };
  cuff_link_order (rig->link, &order, 1, tight_rest);
}

void
rig_prepare (Rig *rig)
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
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_IDENTITY, 5));
  cuff_link_set_interlock (rig->link, &config);
  cuff_link_set_limits (rig->link, &limits, 1);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_LIMITS, 2));
}

void
rig_arm (Rig *rig)
{
  rig_prepare (rig);
  cuff_link_arm (rig->link, CUFF_ARM_TRAINING);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_ARMED, 5));
}

void
rig_inflate (Rig *rig)
{
  rig_arm (rig);
  rig_order_hold (rig, FALSE);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_ACTIVE, 2));
  rig_run_for (rig, 8);
  g_assert_cmpfloat_with_epsilon (rig_truth (rig).cuff_mmhg, 110, 6);
}

void
rig_assert_ended (Rig *rig, CuffReason reason, double patience_s)
{
  const CuffLinkEvent *event = rig_await_event (rig, CUFF_LINK_EVENT_ENDED, patience_s);
  g_assert_nonnull (event);
  g_assert_cmpint (event->reason, ==, reason);
}

void
rig_assert_soft_for_good (Rig *rig)
{
  rig_run_for (rig, 3.5);
  g_assert_cmpfloat (rig_truth (rig).cuff_mmhg, <, 20);
  for (int i = 0; i < 10; i++) {
    rig_order_hold (rig, FALSE);
    rig_run_for (rig, 2);
    g_assert_cmpfloat (rig_truth (rig).cuff_mmhg, <, 20);
  }
  g_assert_cmpuint (rig_truth (rig).n_inflations, ==, 1);
}
