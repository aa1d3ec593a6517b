/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trace against a plain array that is walked from end to end: whatever stretch is asked for,
 * the extremes, ends and gaps are those of the samples themselves.
 */
#include "ebb-trace.h"

#define SEED 20260211

typedef struct {
  gint64 t_us;
  CuffPressure pressure;
  gboolean gap;
} Plain;

static EbbSpan
walk (const GArray *all, gint64 from_us, gint64 to_us, gboolean *any)
{
  EbbSpan span = { CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET,
                   CUFF_PRESSURE_UNSET, FALSE };
  *any = FALSE;
  for (guint i = 0; i < all->len; i++) {
    const Plain *sample = &g_array_index (all, Plain, i);
    if (sample->t_us < from_us || sample->t_us >= to_us)
      continue;
    *any = TRUE;
    span.gap = span.gap || sample->gap || !cuff_pressure_is_set (sample->pressure);
    if (!cuff_pressure_is_set (sample->pressure))
      continue;
    if (!cuff_pressure_is_set (span.min)) {
      span.min = span.max = span.first = sample->pressure;
    }
    span.min = MIN (span.min, sample->pressure);
    span.max = MAX (span.max, sample->pressure);
    span.last = sample->pressure;
  }
  return span;
}

static void
assert_span (const EbbSpan *got, const EbbSpan *want)
{
  g_assert_cmpint (got->min, ==, want->min);
  g_assert_cmpint (got->max, ==, want->max);
  g_assert_cmpint (got->first, ==, want->first);
  g_assert_cmpint (got->last, ==, want->last);
  g_assert_cmpint (!!got->gap, ==, !!want->gap);
}

/* Steps of a device's clock, twice the same time, gaps, a sensor that is not there, an hour in
 * which the program slept, spikes. */
static void
add_random (GRand *chance, EbbTrace *trace, GArray *all, gint64 *t_us)
{
  Plain sample = { .pressure = g_rand_int_range (chance, -50, 3300) };
  guint32 kind = g_rand_int_range (chance, 0, 1000);

  if (kind < 30)
    sample.pressure = CUFF_PRESSURE_UNSET;
  sample.gap = kind >= 30 && kind < 50;
  if (kind == 999)
    *t_us += G_GINT64_CONSTANT (3600000000) + g_rand_int_range (chance, 0, 1000);
  else if (kind > 100)
    *t_us += g_rand_int_range (chance, 1, sample.gap ? 900000 : 20000);
  sample.t_us = *t_us;
  g_array_append_val (all, sample);
  ebb_trace_push (trace, sample.t_us, sample.pressure, sample.gap);
}

static void
ask_random (GRand *chance, const EbbTrace *trace, const GArray *all)
{
  gint64 first_us = g_array_index (all, Plain, 0).t_us;
  gint64 last_us = g_array_index (all, Plain, all->len - 1).t_us;
  gint64 length_us = last_us - first_us + 2000000;
  gint64 from_us = first_us - 1000000 + (gint64) (g_rand_double (chance) * length_us);
  gint64 to_us = first_us - 1000000 + (gint64) (g_rand_double (chance) * length_us);
  EbbSpan got, want;
  gboolean any;

  if (g_rand_boolean (chance)) /* exactly at a sample */
    from_us = g_array_index (all, Plain, g_rand_int_range (chance, 0, (gint) all->len)).t_us;
  if (g_rand_boolean (chance))
    to_us = g_array_index (all, Plain, g_rand_int_range (chance, 0, (gint) all->len)).t_us;
  want = walk (all, from_us, to_us, &any);
  g_assert_cmpint (ebb_trace_get_span (trace, from_us, to_us, &got), ==, any);
  assert_span (&got, &want);
}

static void
test_brute_force (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  const guint lengths[] = { 1, 2, 15, 16, 17, 255, 256, 257, 4097, 9000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (EbbTrace) trace = ebb_trace_new ();
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Plain));
    gint64 t_us = g_rand_int_range (chance, 0, 1000000);

    for (guint k = 0; k < lengths[i]; k++) {
      add_random (chance, trace, all, &t_us);
      if (k % 37 == 0)
        ask_random (chance, trace, all);
    }
    for (guint k = 0; k < 400; k++)
      ask_random (chance, trace, all);
    g_assert_cmpuint (ebb_trace_get_length (trace), ==, lengths[i]);
    g_assert_cmpint (ebb_trace_get_first_us (trace), ==, g_array_index (all, Plain, 0).t_us);
    g_assert_cmpint (ebb_trace_get_last_us (trace), ==, t_us);
  }
}

/* Columns cover the stretch without overlap or hole: a sample is in exactly one of them. */
static void
test_columns (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED + 1);
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Plain));
  gint64 t_us = 5000000;

  for (guint i = 0; i < 6000; i++)
    add_random (chance, trace, all, &t_us);
  for (guint round = 0; round < 20; round++) {
    guint n = (guint) g_rand_int_range (chance, 1, 1500);
    gint64 from_us = 4000000 + g_rand_int_range (chance, 0, 20000000);
    gint64 to_us = from_us + g_rand_int_range (chance, 1, 70000000);
    g_autofree EbbSpan *columns = g_new (EbbSpan, n);

    ebb_trace_get_columns (trace, from_us, to_us, n, columns);
    gint64 edge_us = from_us;
    for (guint i = 0; i < n; i++) {
      gint64 next_us = from_us + (gint64) ((__int128) (to_us - from_us) * (i + 1) / n);
      gboolean any;
      EbbSpan want = walk (all, edge_us, next_us, &any);
      assert_span (&columns[i], &want);
      edge_us = next_us;
    }
  }
}

/* One sample of ten milliseconds in an hour is seen however far the view is squeezed. */
static void
test_spike (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();
  EbbSpan columns[100];
  guint n_seen = 0;

  for (gint64 i = 0; i < 360000; i++)
    ebb_trace_push (trace, i * 10000, i == 123456 ? CUFF_MMHG (290) : CUFF_MMHG (110), FALSE);
  ebb_trace_get_columns (trace, 0, G_GINT64_CONSTANT (3600000000), 100, columns);
  for (guint i = 0; i < 100; i++)
    if (columns[i].max == CUFF_MMHG (290))
      n_seen++;
  g_assert_cmpuint (n_seen, ==, 1);
  g_assert_cmpint (columns[34].max, ==, CUFF_MMHG (290)); /* 1234.56 s of 3600 */
}

static void
test_at (void)
{
  g_autoptr (EbbTrace) trace = ebb_trace_new ();

  g_assert_cmpint (ebb_trace_get_at (trace, 0), ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (ebb_trace_get_first_us (trace), ==, EBB_TIME_UNSET);
  g_assert_cmpint (ebb_trace_get_last_us (trace), ==, EBB_TIME_UNSET);
  ebb_trace_push (trace, 1000000, CUFF_MMHG (100), FALSE);
  ebb_trace_push (trace, 1010000, CUFF_MMHG (101), FALSE);
  ebb_trace_push (trace, 1500000, CUFF_MMHG (60), TRUE); /* 490 ms are missing before it */
  ebb_trace_push (trace, 1510000, CUFF_PRESSURE_UNSET, FALSE);
  ebb_trace_push (trace, 1520000, CUFF_MMHG (61), FALSE);

  g_assert_cmpint (ebb_trace_get_at (trace, 999999), ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (ebb_trace_get_at (trace, 1000000), ==, CUFF_MMHG (100));
  g_assert_cmpint (ebb_trace_get_at (trace, 1009999), ==, CUFF_MMHG (100));
  g_assert_cmpint (ebb_trace_get_at (trace, 1010000), ==, CUFF_MMHG (101));
  g_assert_cmpint (ebb_trace_get_at (trace, 1200000), ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (ebb_trace_get_at (trace, 1500000), ==, CUFF_MMHG (60));
  g_assert_cmpint (ebb_trace_get_at (trace, 1515000), ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (ebb_trace_get_at (trace, 1530000), ==, CUFF_MMHG (61));
  /* The last value is not repeated for ever. */
  g_assert_cmpint (ebb_trace_get_at (trace, 1600000), ==, CUFF_PRESSURE_UNSET);
}

/* What is walked for one question: counted in time, with room for a busy machine.  A walk over all
 * samples would be 60 times as much. */
static void
test_length_is_free (void)
{
  gint64 took_us[2];
  const guint lengths[] = { 6000, 360000 };

  for (guint k = 0; k < 2; k++) {
    g_autoptr (EbbTrace) trace = ebb_trace_new ();
    EbbSpan columns[1000];
    took_us[k] = G_MAXINT64;
    for (gint64 i = 0; i < lengths[k]; i++)
      ebb_trace_push (trace, i * 10000, (CuffPressure) (i % 700), FALSE);
    for (guint round = 0; round < 40; round++) {
      gint64 start_us = g_get_monotonic_time ();
      ebb_trace_get_columns (trace, 0, (gint64) lengths[k] * 10000, 1000, columns);
      took_us[k] = MIN (took_us[k], g_get_monotonic_time () - start_us);
    }
  }
  g_test_message ("1000 columns: %d us of 6,000, %d us of 360,000", (int) took_us[0],
                  (int) took_us[1]);
  g_assert_cmpint (took_us[1], <, 12 * MAX (took_us[0], 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/brute-force", test_brute_force);
  g_test_add_func ("/trace/columns", test_columns);
  g_test_add_func ("/trace/spike", test_spike);
  g_test_add_func ("/trace/at", test_at);
  g_test_add_func ("/trace/length-is-free", test_length_is_free);
  return g_test_run ();
}
