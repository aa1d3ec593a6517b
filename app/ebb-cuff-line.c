/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-line.h"

EbbCuffLine *
ebb_cuff_line_new (const CuffLinkOptions *options)
{
  EbbCuffLine *line = g_new0 (EbbCuffLine, 1);
  line->n_refs = 1;
  line->link = cuff_link_new (options);
  return line;
}

EbbCuffLine *
ebb_cuff_line_ref (EbbCuffLine *line)
{
  atomic_fetch_add (&line->n_refs, 1);
  return line;
}

void
ebb_cuff_line_unref (EbbCuffLine *line)
{
  if (line == NULL || atomic_fetch_sub (&line->n_refs, 1) > 1)
    return;
  cuff_link_free (line->link);
  g_free (line);
}

static void
drain_reports (EbbCuffLine *line, EbbCuffReader *reader, CuffTime until_us,
               const EbbCuffHandlers *handlers, gpointer user)
{
  CuffReport report;
  CuffRingResult result;
  guint64 next = reader->next_report;
  while ((result = cuff_link_read_report (line->link, &next, &report)) != CUFF_RING_EMPTY) {
    if (result == CUFF_RING_OK && report.arrived_us > until_us)
      return;
    reader->next_report = next;
    if (result == CUFF_RING_OK)
      handlers->report (user, &report);
  }
}

void
ebb_cuff_line_drain (EbbCuffLine *line, EbbCuffReader *reader, const EbbCuffHandlers *handlers,
                     gpointer user)
{
  CuffLinkEvent event;
  CuffRingResult result;
  ebb_cuff_line_ref (line); /* a listener may let go of it */
  while ((result = cuff_link_read_event (line->link, &reader->next_event, &event))
         != CUFF_RING_EMPTY) {
    if (result != CUFF_RING_OK)
      continue;
    drain_reports (line, reader, event.t_us, handlers, user);
    handlers->event (user, &event);
  }
  drain_reports (line, reader, CUFF_TIME_NEVER, handlers, user);
  ebb_cuff_line_unref (line);
}
