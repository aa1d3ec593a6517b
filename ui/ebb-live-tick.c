/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-tick.h"

#define AT_RISK_MS 100
#define AT_REST_MS 1000

typedef struct {
  GtkWidget *widget; /* borrowed: this goes with it */
  EbbDesk *desk;     /* owned */
  EbbShowCuff show;
  guint tick_id, period_ms;
} LiveTick;

static gboolean on_tick_cb (gpointer user);

/* 0: there is nothing to look at. */
static guint
period_for (const EbbCuffView *view)
{
  if (view->at_risk)
    return AT_RISK_MS;
  return view->state == EBB_CUFF_CONNECTED ? AT_REST_MS : 0;
}

static void
show (LiveTick *tick)
{
  EbbCuffView view;
  ebb_cuff_get_view (ebb_desk_get_cuff (tick->desk), &view);
  tick->show (tick->widget, &view, ebb_clock_now_us (ebb_desk_get_clock (tick->desk)));
  guint period_ms = period_for (&view);
  if (period_ms == tick->period_ms)
    return;
  g_clear_handle_id (&tick->tick_id, g_source_remove);
  tick->period_ms = period_ms;
  if (period_ms > 0)
    tick->tick_id = g_timeout_add (period_ms, on_tick_cb, tick);
}

static gboolean
on_tick_cb (gpointer user)
{
  LiveTick *tick = user;
  guint id = tick->tick_id;
  show (tick);
  return id == tick->tick_id ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
on_changed_cb (EbbCuff *cuff, LiveTick *tick)
{
  show (tick);
}

static void
tick_free (gpointer data, GObject *widget)
{
  LiveTick *tick = data;
  g_signal_handlers_disconnect_by_data (ebb_desk_get_cuff (tick->desk), tick);
  g_clear_handle_id (&tick->tick_id, g_source_remove);
  g_object_unref (tick->desk);
  g_free (tick);
}

void
ebb_live_tick_add (GtkWidget *widget, EbbDesk *desk, EbbShowCuff show_cuff)
{
  LiveTick *tick = g_new0 (LiveTick, 1);
  tick->widget = widget;
  tick->desk = g_object_ref (desk);
  tick->show = show_cuff;
  g_signal_connect (ebb_desk_get_cuff (desk), "changed", G_CALLBACK (on_changed_cb), tick);
  g_object_weak_ref (G_OBJECT (widget), tick_free, tick);
  on_changed_cb (ebb_desk_get_cuff (desk), tick);
}
