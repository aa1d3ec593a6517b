/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-feed.h"

void
ebb_lop_feed_init (EbbLopFeed *feed)
{
  *feed = (EbbLopFeed){ .trace = ebb_trace_new () };
}

void
ebb_lop_feed_clear (EbbLopFeed *feed)
{
  g_clear_pointer (&feed->trace, ebb_trace_free);
}

/* A run counts from its own start: its last sample is from now. */
static void
begin_run (EbbLopFeed *feed, guint run, const GArray *samples, gint64 now_us)
{
  gint64 newest_us = g_array_index (samples, EbbSample, samples->len - 1).t_us;
  gint64 last_us = ebb_trace_get_last_us (feed->trace);

  feed->run = run;
  feed->n_pushed = 0;
  feed->base_us = now_us - newest_us;
  if (ebb_trace_get_length (feed->trace) > 0 && feed->base_us <= last_us)
    feed->base_us = last_us + 1;
}

gboolean
ebb_lop_feed_push (EbbLopFeed *feed, guint run, const GArray *samples, gint64 now_us)
{
  gboolean first;

  if (samples == NULL || samples->len == 0)
    return FALSE;
  first = run != feed->run;
  if (first)
    begin_run (feed, run, samples, now_us);
  if (feed->n_pushed == samples->len)
    return FALSE;
  for (; feed->n_pushed < samples->len; feed->n_pushed++) {
    const EbbSample *sample = &g_array_index (samples, EbbSample, feed->n_pushed);

    ebb_trace_push (feed->trace, feed->base_us + sample->t_us, sample->pressure,
                    sample->gap || (first && feed->n_pushed == 0));
  }
  return TRUE;
}
