/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-spans.h"

/* Codes of events; the phases' own (ebb_phase_to_id() of app/). */
#define WORK      "work"
#define INFLATING "inflating"
#define REST      "rest"
#define READY     "ready"

static gboolean
is_code (const EbbEventRecord *event, const char *code)
{
  return g_strcmp0 (event->code, code) == 0;
}

/* What follows work by the clock. */
static gboolean
ends_work (const EbbEventRecord *event)
{
  const char *const codes[] = { "relief", REST, "paused", "set-ended", "deflating", "unknown" };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (is_code (event, codes[i]))
      return TRUE;
  return FALSE;
}

static gint64
end_of (const EbbSetRecord *set)
{
  return set->ended_us != EBB_TIME_UNSET ? set->ended_us : G_MAXINT64;
}

/* Calls for each part of a set in which it was worked by the clock. */
static void
each_part (const EbbSetRecord *set, const GPtrArray *events,
           void (*take) (gint64 from_us, gint64 to_us, gpointer user), gpointer user)
{
  gint64 from_us = EBB_TIME_UNSET;

  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    gint64 at_us = CLAMP (event->t_us, set->started_us, end_of (set));

    if (from_us == EBB_TIME_UNSET && is_code (event, WORK) && event->t_us >= set->started_us
        && event->t_us < end_of (set))
      from_us = at_us;
    if (from_us == EBB_TIME_UNSET || !ends_work (event))
      continue;
    take (from_us, at_us, user);
    from_us = EBB_TIME_UNSET;
  }
}

static void
add_part (gint64 from_us, gint64 to_us, gpointer user)
{
  *(gint64 *) user += MAX (to_us - from_us, 0);
}

gint64
ebb_spans_worked_us (const EbbSetRecord *set, const GPtrArray *events)
{
  gint64 worked_us = 0;

  if (set->started_us == EBB_TIME_UNSET)
    return -1;
  each_part (set, events, add_part, &worked_us);
  return worked_us > 0 ? worked_us : -1;
}

guint
ebb_spans_to_work_s (const EbbProtocol *protocol, guint set)
{
  guint last = protocol != NULL ? protocol->n_sets : 0;

  if (last == 0 || set == 0)
    return 0;
  set = MIN (set, last); /* one that was repeated is as long as the last one */
  if (protocol->sets[set - 1].kind != EBB_SET_TIMED)
    return 0;
  if (protocol->cycle.n_steps > 0)
    return protocol->cycle.n_steps * protocol->cycle.on_s;
  return protocol->sets[set - 1].duration_s;
}

/* --- Spans ------------------------------------------------------------------------------- */

static void
append (GArray *spans, gint64 started_us, gint64 ended_us)
{
  EbbSetSpan span = { started_us, ended_us };

  g_array_append_val (spans, span);
}

static void
append_part (gint64 from_us, gint64 to_us, gpointer user)
{
  append (user, from_us, to_us);
}

/* The cuff is tight from the end of its inflation in a rest to the count-down of the next set. */
static void
add_tight_rests (GArray *spans, const GPtrArray *events, gint64 from_us, gint64 to_us)
{
  gint64 tight_us = EBB_TIME_UNSET;
  gboolean inflated = FALSE;

  append (spans, EBB_TIME_UNSET, EBB_TIME_UNSET);
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);

    if (event->t_us < from_us || event->t_us > to_us)
      continue;
    if (is_code (event, INFLATING)) {
      inflated = TRUE;
    } else if (is_code (event, REST) && inflated) {
      inflated = FALSE;
      tight_us = event->t_us;
    } else if (is_code (event, READY) && tight_us != EBB_TIME_UNSET) {
      g_array_index (spans, EbbSetSpan, spans->len - 1).ended_us = tight_us;
      append (spans, event->t_us, EBB_TIME_UNSET);
      tight_us = EBB_TIME_UNSET;
    }
  }
}

void
ebb_spans_init (EbbSpans *spans, const EbbProtocol *protocol, const GPtrArray *sets,
                const GPtrArray *events)
{
  gboolean resting = protocol != NULL && protocol->pattern == EBB_PATTERN_RESTING;
  gboolean cycle = protocol != NULL && protocol->cycle.n_steps > 0;

  *spans = (EbbSpans){ .work = g_array_new (FALSE, FALSE, sizeof (EbbSetSpan)),
                       .rests = g_array_new (FALSE, FALSE, sizeof (EbbSetSpan)) };
  for (guint i = 0; i < sets->len; i++) {
    const EbbSetRecord *set = g_ptr_array_index (sets, i);

    if (!resting)
      append (spans->rests, set->started_us, set->ended_us);
    if (cycle && !resting && set->started_us != EBB_TIME_UNSET)
      each_part (set, events, append_part, spans->work);
    else if (!resting)
      append (spans->work, set->started_us, set->ended_us);
  }
  if (resting && sets->len > 0) {
    const EbbSetRecord *first = g_ptr_array_index (sets, 0);
    const EbbSetRecord *last = g_ptr_array_index (sets, sets->len - 1);

    add_tight_rests (spans->rests, events, first->started_us, end_of (last));
  }
}

void
ebb_spans_clear (EbbSpans *spans)
{
  g_clear_pointer (&spans->work, g_array_unref);
  g_clear_pointer (&spans->rests, g_array_unref);
}
