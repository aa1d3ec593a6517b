/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Samples stand in leaves of sixteen with their extremes beside them; sixteen leaves make a node of
 * the first level above, sixteen of those one of the next.  A stretch is put together from at most
 * a few dozen of these, however long it is.  Ten bytes a sample, all in all.
 */
#include "ebb-trace.h"

#include "ebb-measure.h"

#define FAN          16 /* samples in a leaf, leaves in a node, nodes in a node */
#define BLOCK_LEAVES 64
#define N_LEVELS     6                     /* enough for a month at 100 Hz */
#define OFFSET_MAX   ((gint64) G_MAXINT32) /* 31 bits: 35 min within one leaf */

typedef struct {
  guint32 offset_us : 31; /* since the leaf's first */
  guint32 gap : 1;        /* data is missing before it */
  CuffPressure pressure;
} Sample;

typedef struct {
  gint64 first_us;
  EbbSpan span;
  guint n;
  Sample samples[FAN];
} Leaf;

struct EbbTrace {
  GPtrArray *blocks; /* owned: arrays of BLOCK_LEAVES leaves, which never move */
  gsize n_leaves, n_samples;
  GArray *levels[N_LEVELS]; /* owned: EbbSpan over closed leaves */
};

/* The sample with that number in that leaf; number n of the last leaf is the end. */
typedef struct {
  gsize leaf;
  guint i;
} Place;

static const EbbSpan nothing = { CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET,
                                 CUFF_PRESSURE_UNSET, FALSE };

static Leaf *
get_leaf (const EbbTrace *trace, gsize i)
{
  Leaf *block = g_ptr_array_index (trace->blocks, i / BLOCK_LEAVES);
  return &block[i % BLOCK_LEAVES];
}

static gint64
sample_us (const Leaf *leaf, guint i)
{
  return leaf->first_us + leaf->samples[i].offset_us;
}

/* `later` follows `span`. */
static void
span_join (EbbSpan *span, const EbbSpan *later)
{
  span->gap |= later->gap;
  if (!cuff_pressure_is_set (later->min))
    return;
  if (!cuff_pressure_is_set (span->min)) {
    gboolean gap = span->gap;
    *span = *later;
    span->gap = gap;
    return;
  }
  span->min = MIN (span->min, later->min);
  span->max = MAX (span->max, later->max);
  span->last = later->last;
}

static void
span_add (EbbSpan *span, const Sample *sample)
{
  EbbSpan one = { sample->pressure, sample->pressure, sample->pressure, sample->pressure,
                  sample->gap || !cuff_pressure_is_set (sample->pressure) };
  span_join (span, &one);
}

/* A leaf that takes no more samples is told to the levels above it. */
static void
close_leaf (EbbTrace *trace, gsize i)
{
  const EbbSpan *span = &get_leaf (trace, i)->span;
  gsize node = i / FAN;
  for (guint level = 0; level < N_LEVELS; level++, node /= FAN) {
    GArray *nodes = trace->levels[level];
    if (node == nodes->len)
      g_array_append_val (nodes, nothing);
    span_join (&g_array_index (nodes, EbbSpan, node), span);
  }
}

static Leaf *
add_leaf (EbbTrace *trace, gint64 t_us)
{
  if (trace->n_leaves > 0)
    close_leaf (trace, trace->n_leaves - 1);
  if (trace->n_leaves % BLOCK_LEAVES == 0)
    g_ptr_array_add (trace->blocks, g_new0 (Leaf, BLOCK_LEAVES));
  Leaf *leaf = get_leaf (trace, trace->n_leaves++);
  leaf->first_us = t_us;
  leaf->span = nothing;
  return leaf;
}

/* The first sample at `t_us` or later. */
static Place
find (const EbbTrace *trace, gint64 t_us)
{
  gsize low = 0, high = trace->n_leaves - 1;
  while (low < high) {
    gsize middle = low + (high - low) / 2;
    const Leaf *leaf = get_leaf (trace, middle);
    if (sample_us (leaf, leaf->n - 1) < t_us)
      low = middle + 1;
    else
      high = middle;
  }
  const Leaf *leaf = get_leaf (trace, low);
  Place place = { low, 0 };
  while (place.i < leaf->n && sample_us (leaf, place.i) < t_us)
    place.i++;
  return place;
}

static void
join_samples (const EbbTrace *trace, gsize leaf_index, guint from, guint to, EbbSpan *span)
{
  const Leaf *leaf = get_leaf (trace, leaf_index);
  for (guint i = from; i < to; i++)
    span_add (span, &leaf->samples[i]);
}

static const EbbSpan *
get_node (const EbbTrace *trace, guint level, gsize i)
{
  if (level == 0)
    return &get_leaf (trace, i)->span;
  return &g_array_index (trace->levels[level - 1], EbbSpan, i);
}

/* Whole leaves [from, to), all of them closed: from both ends up the levels and down again. */
static void
join_leaves (const EbbTrace *trace, gsize from, gsize to, EbbSpan *span)
{
  EbbSpan tail = nothing;
  for (guint level = 0; from < to; level++, from /= FAN, to /= FAN) {
    for (; from < to && from % FAN != 0; from++)
      span_join (span, get_node (trace, level, from));
    for (; from < to && to % FAN != 0; to--) {
      EbbSpan joined = *get_node (trace, level, to - 1);
      span_join (&joined, &tail);
      tail = joined;
    }
  }
  span_join (span, &tail);
}

static gboolean
get_between (const EbbTrace *trace, Place from, Place to, EbbSpan *span)
{
  *span = nothing;
  if (from.leaf > to.leaf || (from.leaf == to.leaf && from.i >= to.i))
    return FALSE;
  if (from.leaf == to.leaf) {
    join_samples (trace, from.leaf, from.i, to.i, span);
    return TRUE;
  }
  join_samples (trace, from.leaf, from.i, get_leaf (trace, from.leaf)->n, span);
  join_leaves (trace, from.leaf + 1, to.leaf, span);
  join_samples (trace, to.leaf, 0, to.i, span);
  return TRUE;
}

EbbTrace *
ebb_trace_new (void)
{
  EbbTrace *trace = g_new0 (EbbTrace, 1);
  trace->blocks = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_LEVELS; i++)
    trace->levels[i] = g_array_new (FALSE, FALSE, sizeof (EbbSpan));
  return trace;
}

void
ebb_trace_free (EbbTrace *trace)
{
  if (trace == NULL)
    return;
  g_ptr_array_unref (trace->blocks);
  for (guint i = 0; i < N_LEVELS; i++)
    g_array_unref (trace->levels[i]);
  g_free (trace);
}

void
ebb_trace_push (EbbTrace *trace, gint64 t_us, CuffPressure pressure, gboolean gap)
{
  g_return_if_fail (trace != NULL);
  g_return_if_fail (trace->n_samples == 0 || t_us >= ebb_trace_get_last_us (trace));

  Leaf *leaf = trace->n_leaves > 0 ? get_leaf (trace, trace->n_leaves - 1) : NULL;
  if (leaf == NULL || leaf->n == FAN || t_us - leaf->first_us > OFFSET_MAX)
    leaf = add_leaf (trace, t_us);
  Sample *sample = &leaf->samples[leaf->n++];
  sample->offset_us = (guint32) (t_us - leaf->first_us) & G_MAXINT32;
  sample->gap = gap != FALSE;
  sample->pressure = pressure;
  span_add (&leaf->span, sample);
  trace->n_samples++;
}

gsize
ebb_trace_get_length (const EbbTrace *trace)
{
  return trace->n_samples;
}

gint64
ebb_trace_get_first_us (const EbbTrace *trace)
{
  return trace->n_samples > 0 ? get_leaf (trace, 0)->first_us : EBB_TIME_UNSET;
}

gint64
ebb_trace_get_last_us (const EbbTrace *trace)
{
  if (trace->n_samples == 0)
    return EBB_TIME_UNSET;
  const Leaf *leaf = get_leaf (trace, trace->n_leaves - 1);
  return sample_us (leaf, leaf->n - 1);
}

gboolean
ebb_trace_get_span (const EbbTrace *trace, gint64 from_us, gint64 to_us, EbbSpan *span)
{
  *span = nothing;
  if (trace->n_samples == 0 || to_us <= from_us)
    return FALSE;
  return get_between (trace, find (trace, from_us), find (trace, to_us), span);
}

void
ebb_trace_get_columns (const EbbTrace *trace, gint64 from_us, gint64 to_us, guint n_columns,
                       EbbSpan *columns)
{
  for (guint i = 0; i < n_columns; i++)
    columns[i] = nothing;
  if (trace->n_samples == 0 || to_us <= from_us || n_columns == 0)
    return;

  /* Width and remainder apart: their product with a column's number fits. */
  gint64 width_us = (to_us - from_us) / n_columns, rest_us = (to_us - from_us) % n_columns;
  Place from = find (trace, from_us);
  for (guint i = 0; i < n_columns; i++) {
    gint64 edge_us = from_us + width_us * (i + 1) + rest_us * (i + 1) / n_columns;
    Place to = find (trace, edge_us);
    get_between (trace, from, to, &columns[i]);
    from = to;
  }
}

CuffPressure
ebb_trace_get_at (const EbbTrace *trace, gint64 t_us)
{
  if (trace->n_samples == 0 || t_us < ebb_trace_get_first_us (trace))
    return CUFF_PRESSURE_UNSET;

  Place next = find (trace, t_us + 1);
  const Leaf *after = get_leaf (trace, next.leaf);
  gboolean is_last = next.i == after->n;
  const Leaf *leaf = next.i > 0 ? after : get_leaf (trace, next.leaf - 1);
  guint i = next.i > 0 ? next.i - 1 : leaf->n - 1;
  gint64 age_us = t_us - sample_us (leaf, i);
  /* Nothing is repeated into a time from which nothing came. */
  if (age_us > 0 && (is_last ? age_us > EBB_MEASURE_GAP_US : after->samples[next.i].gap))
    return CUFF_PRESSURE_UNSET;
  return leaf->samples[i].pressure;
}
