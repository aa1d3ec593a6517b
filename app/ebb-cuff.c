/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening the port, keeping at it, and the way out.
 */
#include "ebb-cuff-private.h"

#include <sched.h>
#include <unistd.h>

/* The window shows the cuff's thread that it lives; at least every 500 ms. */
#define TICK_MS             50
#define RETRY_US            CUFF_SECONDS (2)
#define RELEASE_PATIENCE_US CUFF_SECONDS (6)

G_DEFINE_FINAL_TYPE (EbbCuff, ebb_cuff, G_TYPE_OBJECT)

static gboolean on_news_cb (gpointer user);

/* A source of its own for each line: its descriptor is the line's.  Default priority, on purpose:
 * what starves it has frozen the window. */
static void
watch (EbbCuff *self, int fd)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  if (self->port == NULL && self->closing == NULL)
    return;
  self->source = ebb_clock_source_new (self->clock, fd, TICK_MS);
  g_source_set_callback (self->source, on_news_cb, self, NULL);
  g_source_attach (self->source, NULL);
}

static void
open_line (EbbCuff *self)
{
  CuffLinkOptions options = { .clock = ebb_clock_get_cuff_clock (self->clock),
                              .port = self->port,
                              .nonce = self->nonce + self->n_lines++ };
  ebb_cuff_forget (self);
  self->line = ebb_cuff_line_new (&options);
  watch (self, cuff_link_get_notify_fd (self->line->link));
  cuff_link_start (self->line->link);
  atomic_store (&self->stop_link, self->line->link);
}

/* Afterwards no ebb_cuff_stop() holds the link any more.  One that does is about to leave it: it
 * writes a flag and a descriptor. */
static void
hide_from_stop (EbbCuff *self)
{
  atomic_store (&self->stop_link, NULL);
  while (atomic_load (&self->n_stopping) > 0)
    sched_yield ();
}

void
ebb_cuff_drop_line (EbbCuff *self)
{
  if (self->line == NULL)
    return;
  hide_from_stop (self);
  cuff_link_begin_stop (self->line->link);
  self->closing = g_steal_pointer (&self->line);
  self->retry_us = ebb_clock_now_us (self->clock) + RETRY_US;
  ebb_cuff_forget (self);
  watch (self, -1);
}

static void
finish_closing (EbbCuff *self)
{
  if (self->closing == NULL || !cuff_link_has_ended (self->closing->link))
    return;
  cuff_link_stop_and_join (self->closing->link);
  g_clear_pointer (&self->closing, ebb_cuff_line_unref);
  if (self->line == NULL)
    watch (self, -1);
}

/* A port that has been there before and is not now needs no thread to find that out. */
static gboolean
is_worth_a_try (EbbCuff *self)
{
  return self->line == NULL && self->closing == NULL && self->port != NULL
         && ebb_clock_now_us (self->clock) >= self->retry_us;
}

static void
try_again (EbbCuff *self)
{
  if (!is_worth_a_try (self))
    return;
  if (!self->tried || access (self->port, F_OK) == 0
      || g_str_equal (self->port, EBB_CUFF_PORT_MANUAL))
    open_line (self);
  else
    self->retry_us = ebb_clock_now_us (self->clock) + RETRY_US;
}

static void
look_after_line (EbbCuff *self)
{
  if (self->line != NULL && self->lost) {
    self->tried = TRUE;
    ebb_cuff_drop_line (self);
  } else if (self->line != NULL && self->reset && !self->epoch_open
             && cuff_proof_holds (&self->proof, ebb_clock_now_us (self->clock))) {
    /* It boots vented and knows nobody: greeted again, it can be used again. */
    ebb_cuff_drop_line (self);
    self->retry_us = 0;
  }
  finish_closing (self);
  try_again (self);
}

static gboolean
on_news_cb (gpointer user)
{
  g_autoptr (EbbCuff) self = g_object_ref (user);
  ebb_cuff_take_news (self);
  g_signal_emit_by_name (self, "news");
  if (self->source != NULL) { /* a listener may have shut it down */
    look_after_line (self);
    ebb_cuff_tell_changes (self);
  }
  return G_SOURCE_CONTINUE;
}

EbbCuff *
ebb_cuff_new (EbbClock *clock, const char *port, guint32 nonce)
{
  EbbCuff *self = g_object_new (EBB_TYPE_CUFF, NULL);
  self->clock = clock;
  self->port = g_strdup (port);
  self->nonce = nonce;
  return self;
}

gboolean
ebb_cuff_connect (EbbCuff *cuff, const char *port)
{
  EbbCuffView view;
  ebb_cuff_get_view (cuff, &view);
  gboolean same = port != NULL && g_strcmp0 (port, cuff->port) == 0;
  if (same && cuff->source != NULL)
    return TRUE;
  if (!same && view.at_risk)
    return FALSE;
  ebb_cuff_drop_line (cuff);
  if (!same) {
    g_free (cuff->port);
    cuff->port = g_strdup (port);
  }
  cuff->tried = FALSE;
  cuff->retry_us = 0;
  ebb_cuff_set_problem (cuff, NULL);
  if (cuff->line == NULL)
    watch (cuff, -1);
  try_again (cuff);
  ebb_cuff_tell_changes (cuff);
  return TRUE;
}

void
ebb_cuff_stop (EbbCuff *cuff, CuffReason reason)
{
  atomic_fetch_add (&cuff->n_stopping, 1);
  CuffLink *link = atomic_load (&cuff->stop_link);
  if (link != NULL)
    cuff_link_stop (link, reason);
  atomic_fetch_sub (&cuff->n_stopping, 1);
}

gboolean
ebb_cuff_enter_reading (EbbCuff *cuff, CuffPressure pressure, gboolean valve_open)
{
  const CuffIdentity *identity = ebb_cuff_get_identity (cuff);
  if (identity == NULL || (identity->capabilities & CUFF_IS_MANUAL) == 0)
    return FALSE;
  if (cuff_pressure_is_set (pressure)
      && (pressure < 0 || pressure > CUFF_MMHG (EBB_READING_MAX_MMHG)))
    return FALSE;
  CuffReading reading = { .pressure = pressure, .valve_open = valve_open };
  cuff_link_enter_reading (cuff->line->link, &reading);
  if (valve_open) /* who says so has seen the alarm about it */
    ebb_cuff_acknowledge (cuff, CUFF_ALARM_NOT_DEFLATED);
  cuff->reading_us =
      cuff_pressure_is_set (pressure) ? ebb_clock_now_us (cuff->clock) : EBB_TIME_UNSET;
  return TRUE;
}

CuffLink *
ebb_cuff_get_link (EbbCuff *cuff)
{
  return cuff->line != NULL ? cuff->line->link : NULL;
}

gboolean
ebb_cuff_get_quality (EbbCuff *cuff, CuffLinkQuality *quality)
{
  if (ebb_cuff_get_identity (cuff) == NULL)
    return FALSE;
  *quality = cuff_link_get_quality (cuff->line->link);
  return TRUE;
}

EbbCuffLine *
ebb_cuff_get_line (EbbCuff *self)
{
  return self->line;
}

EbbCuffReader
ebb_cuff_get_reader (EbbCuff *self)
{
  return self->reader;
}

const CuffIdentity *
ebb_cuff_get_identity (EbbCuff *self)
{
  return self->line != NULL && self->identified && !self->lost ? &self->identity : NULL;
}

void
ebb_cuff_await_release (EbbCuff *self)
{
  gint64 end_us = ebb_clock_now_us (self->clock) + RELEASE_PATIENCE_US;
  gint64 now_us;
  while (self->line != NULL && self->epoch_open && !self->lost
         && (now_us = ebb_clock_now_us (self->clock)) < end_us) {
    ebb_clock_wait_fd (self->clock, cuff_link_get_notify_fd (self->line->link),
                       now_us + CUFF_MS (TICK_MS));
    ebb_cuff_take_news (self);
  }
}

void
ebb_cuff_shut_down (EbbCuff *cuff)
{
  if (cuff->line != NULL) {
    ebb_cuff_stop (cuff, CUFF_REASON_SHUTDOWN);
    hide_from_stop (cuff);
    cuff_link_stop_and_join (cuff->line->link);
    ebb_cuff_take_news (cuff); /* what came of it */
    g_signal_emit_by_name (cuff, "news");
  }
  if (cuff->closing != NULL)
    cuff_link_stop_and_join (cuff->closing->link);
  if (cuff->source != NULL)
    g_source_destroy (cuff->source);
  g_clear_pointer (&cuff->source, g_source_unref);
  g_clear_pointer (&cuff->closing, ebb_cuff_line_unref);
  g_clear_pointer (&cuff->line, ebb_cuff_line_unref);
  if (cuff->epoch_open || cuff->pressed)
    cuff->suspect = TRUE; /* it was not proven */
}

static void
ebb_cuff_dispose (GObject *object)
{
  ebb_cuff_shut_down (EBB_CUFF (object));
  G_OBJECT_CLASS (ebb_cuff_parent_class)->dispose (object);
}

static void
ebb_cuff_finalize (GObject *object)
{
  EbbCuff *self = EBB_CUFF (object);
  g_free (self->port);
  g_free (self->problem);
  g_free (self->device);
  g_free ((char *) self->shown.port);
  g_free ((char *) self->shown.device);
  g_free ((char *) self->shown.problem);
  G_OBJECT_CLASS (ebb_cuff_parent_class)->finalize (object);
}

static void
ebb_cuff_class_init (EbbCuffClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = ebb_cuff_dispose;
  object_class->finalize = ebb_cuff_finalize;

  GType type = G_TYPE_FROM_CLASS (klass);
  g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("alarm", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT,
                G_TYPE_BOOLEAN);
  g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
  g_signal_new ("news", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ebb_cuff_init (EbbCuff *self)
{
  self->tight_since_us = self->connected_us = self->reading_us = EBB_TIME_UNSET;
  self->shown.reading_us = EBB_TIME_UNSET;
  cuff_proof_init (&self->proof);
  for (guint i = 0; i < CUFF_CHANNELS_MAX; i++)
    self->shown.pressure[i] = CUFF_PRESSURE_UNSET;
}
