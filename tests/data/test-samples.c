/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the controller reported comes back from the blob bit by bit, and no blob, however made,
 * makes the reader read past it.
 */
#include "ebb-samples.h"

#include <string.h>

#define SEED 20260203

static GArray *
decode (GBytes *bytes)
{
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (EbbSample));

  if (ebb_samples_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), samples))
    return samples;

  g_assert_cmpuint (samples->len, ==, 0);
  g_array_unref (samples);
  return NULL;
}

static void
assert_same (const EbbSample *a, const EbbSample *b)
{
  g_assert_cmpint (a->t_us, ==, b->t_us);
  g_assert_cmpint (a->pressure, ==, b->pressure);
  g_assert_cmpint (a->pressure_second, ==, b->pressure_second);
  g_assert_cmpint (a->flow_dml_s, ==, b->flow_dml_s);
  g_assert_cmpint (a->valve_percent, ==, b->valve_percent);
  g_assert_cmpint (a->gap, ==, b->gap);
}

static void
assert_round_trip (const EbbSample *samples, gsize n_samples)
{
  g_autoptr (GBytes) bytes = ebb_samples_encode (samples, n_samples);
  g_autoptr (GArray) back = NULL;

  g_assert_nonnull (bytes);
  back = decode (bytes);
  g_assert_nonnull (back);
  g_assert_cmpuint (back->len, ==, n_samples);
  for (gsize i = 0; i < n_samples; i++)
    assert_same (&g_array_index (back, EbbSample, i), &samples[i]);
}

/* A value from anywhere in its range, its ends more often than chance would have it. */
static gint32
any_int32 (GRand *chance)
{
  static const gint32 ends[] = { G_MININT32, G_MAXINT32, 0, 1, -1, 1800 };

  if (g_rand_int_range (chance, 0, 3) == 0)
    return ends[g_rand_int_range (chance, 0, G_N_ELEMENTS (ends))];
  return (gint32) g_rand_int (chance);
}

static void
test_any_values (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);

  for (guint round = 0; round < 3000; round++) {
    EbbSample samples[200];
    gsize n_samples = (gsize) g_rand_int_range (chance, 1, G_N_ELEMENTS (samples) + 1);
    gint64 t_us = g_rand_int (chance);

    for (gsize i = 0; i < n_samples; i++) {
      samples[i] = (EbbSample){ .t_us = t_us,
                                .pressure = any_int32 (chance),
                                .pressure_second = any_int32 (chance),
                                .flow_dml_s = any_int32 (chance),
                                .valve_percent = (guint8) g_rand_int_range (chance, 0, 256),
                                .gap = g_rand_boolean (chance) };
      t_us += g_rand_int_range (chance, 0, 2) == 0 ? 10000 : g_rand_int_range (chance, 0, 90000);
    }
    assert_round_trip (samples, n_samples);
  }
}

/* A thigh at 180 mmHg with sensor noise of ± 0.5 mmHg and a clock that jitters by microseconds. */
static void
test_a_working_second (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  EbbSample samples[100];
  g_autoptr (GBytes) bytes = NULL;

  for (gint i = 0; i < 100; i++)
    samples[i] = (EbbSample){ .t_us = 5000000 + i * 10000 + g_rand_int_range (chance, -3, 4),
                              .pressure = 1800 + g_rand_int_range (chance, -5, 6),
                              .pressure_second = CUFF_PRESSURE_UNSET };

  assert_round_trip (samples, 100);
  bytes = ebb_samples_encode (samples, 100);
  /* Well under a byte each for time and pressure; the rest does not move and costs nothing. */
  g_assert_cmpuint (g_bytes_get_size (bytes), <, 2 * 100);
}

static void
test_steady_100_hz_costs_no_time_column (void)
{
  EbbSample samples[100] = { 0 };
  g_autoptr (GBytes) bytes = NULL;

  for (gint i = 0; i < 100; i++)
    samples[i].t_us = i * 10000;

  assert_round_trip (samples, 100);
  bytes = ebb_samples_encode (samples, 100);
  g_assert_cmpuint (g_bytes_get_size (bytes), <, 30);
}

/* The format is on disks: this very second, written by hand from ebb-samples.h, must stay readable.
 * Two samples, 10 ms apart: 180.0 and 180.1 mmHg, no second sensor, flow 0 and -0.1 mL/s, valve 5
 * %, a gap before the second. */
static void
test_known_bytes (void)
{
  static const guint8 known[] = {
    0x01, 0x02,                               /* version, two samples */
    0x00, 0x80, 0x89, 0x7a, 0x00,             /* 1000000 -> 2000000; then a steady 10 ms */
    0x00, 0x90, 0x1c, 0x02,                   /* 1800 -> 3600; +1 */
    0x00, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x00, /* -2^31 -> 2^32 - 1: unset; unchanged */
    0x02, 0x10,                               /* halves: 0; -1 */
    0x02, 0x0a,                               /* halves: 5; unchanged */
    0x02, 0x20,                               /* halves: 0; 1 */
  };
  static const EbbSample meaning[] = {
    { 1000000, 1800, CUFF_PRESSURE_UNSET, 0, 5, FALSE },
    { 1010000, 1801, CUFF_PRESSURE_UNSET, -1, 5, TRUE },
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (known, sizeof known);
  g_autoptr (GArray) samples = decode (bytes);
  g_autoptr (GBytes) again = ebb_samples_encode (meaning, 2);

  g_assert_nonnull (samples);
  g_assert_cmpuint (samples->len, ==, 2);
  assert_same (&g_array_index (samples, EbbSample, 0), &meaning[0]);
  assert_same (&g_array_index (samples, EbbSample, 1), &meaning[1]);
  g_assert_true (g_bytes_equal (again, bytes));
}

/* The same for the other two ways: a run of zeros, and halves with an escape.  Three samples with
 * steps of 10 ms, pressures 0, +8 (16 = 15 + 1), -1; the rest all zeros. */
static void
test_known_ways (void)
{
  static const guint8 known[] = {
    0x01, 0x03,             /* version, three samples */
    0x01, 0x00, 0x02,       /* run: 0 and two more */
    0x02, 0xf0, 0x01, 0x01, /* halves: 0; escape; -1; 16 less 15 */
    0x01, 0x00, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x02,
  };
  static const CuffPressure pressures[] = { 0, 8, 7 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (known, sizeof known);
  g_autoptr (GArray) samples = decode (bytes);

  g_assert_nonnull (samples);
  g_assert_cmpuint (samples->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint (g_array_index (samples, EbbSample, i).t_us, ==, i * 10000);
    g_assert_cmpint (g_array_index (samples, EbbSample, i).pressure, ==, pressures[i]);
    g_assert_cmpint (g_array_index (samples, EbbSample, i).flow_dml_s, ==, 0);
  }
}

static void
test_refuses_to_encode (void)
{
  EbbSample falling[] = { { .t_us = 20000 }, { .t_us = 10000 } };
  EbbSample negative[] = { { .t_us = -1 } };
  g_autofree EbbSample *many = g_new0 (EbbSample, EBB_SAMPLES_MAX + 1);

  g_assert_null (ebb_samples_encode (falling, 2));
  g_assert_null (ebb_samples_encode (negative, 1));
  g_assert_null (ebb_samples_encode (many, 0));
  g_assert_null (ebb_samples_encode (many, EBB_SAMPLES_MAX + 1));
  assert_round_trip (many, EBB_SAMPLES_MAX);
}

static GBytes *
some_second (void)
{
  EbbSample samples[100];

  for (gint i = 0; i < 100; i++)
    samples[i] = (EbbSample){ .t_us = i * 10000 + i % 3,
                              .pressure = 1800 + i % 7,
                              .pressure_second = 1795 + i % 5,
                              .flow_dml_s = i % 11 - 5,
                              .valve_percent = (guint8) (i % 4),
                              .gap = i == 50 };
  return ebb_samples_encode (samples, 100);
}

/* Every prefix is refused: read from a copy of that very size, so that a sanitizer sees one byte
 * too many. */
static void
test_every_cut_is_refused (void)
{
  g_autoptr (GBytes) whole = some_second ();

  for (gsize n_bytes = 0; n_bytes < g_bytes_get_size (whole); n_bytes++) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (whole, NULL), n_bytes);
    g_autoptr (GBytes) cut = g_bytes_new_static (copy, n_bytes);

    g_assert_null (decode (cut));
  }
}

static void
test_hostile_bytes (void)
{
  static const struct {
    const char *what;
    guint8 bytes[16];
    gsize n_bytes;
  } rows[] = {
    { "version 0", { 0x00, 0x01 }, 2 },
    { "version 2", { 0x02, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 14 },
    { "no samples", { 0x01, 0x00 }, 2 },
    { "2^63 samples", { 0x01, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 }, 11 },
    { "a number of 70 bits",
      { 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
      11 },
    { "an unknown way of writing", { 0x01, 0x01, 0x03, 0x00 }, 4 },
    { "half a byte that nobody needs",
      { 0x01, 0x01, 0x02, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 },
      14 },
    { "an escape to nowhere", { 0x01, 0x01, 0x02, 0x0f }, 4 },
    { "a run longer than the column", { 0x01, 0x01, 0x01, 0x00, 0x09 }, 5 },
    { "a time before the session", { 0x01, 0x01, 0x00, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 14 },
    { "a gap bit of 2", { 0x01, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x04 }, 14 },
    { "a valve of 256 percent", { 0x01, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x04, 0, 0 }, 15 },
    { "a byte too many", { 0x01, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 15 },
  };
  static const guint8 good[] = { 0x01, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
  g_autoptr (GBytes) good_bytes = g_bytes_new_static (good, sizeof good);
  g_autoptr (GArray) samples = decode (good_bytes);

  /* The rows are one step away from this one, which is fine. */
  g_assert_nonnull (samples);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree guint8 *copy = g_memdup2 (rows[i].bytes, rows[i].n_bytes);
    g_autoptr (GBytes) bytes = g_bytes_new_static (copy, rows[i].n_bytes);
    g_autoptr (GArray) refused = decode (bytes);

    if (refused != NULL)
      g_test_message ("accepted: %s", rows[i].what);
    g_assert_null (refused);
  }
}

/* Flipped bits give samples in range and in order, or nothing. */
static void
test_flipped_bits (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  g_autoptr (GBytes) whole = some_second ();
  gsize n_bytes = g_bytes_get_size (whole);

  for (guint round = 0; round < 20000; round++) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (whole, NULL), n_bytes);
    g_autoptr (GBytes) bytes = g_bytes_new_static (copy, n_bytes);
    g_autoptr (GArray) samples = NULL;

    for (gint flips = g_rand_int_range (chance, 1, 4); flips > 0; flips--)
      copy[g_rand_int_range (chance, 0, (gint) n_bytes)] ^=
          (guint8) (1 << g_rand_int_range (chance, 0, 8));
    samples = decode (bytes);
    for (guint i = 1; samples != NULL && i < samples->len; i++)
      g_assert_cmpint (g_array_index (samples, EbbSample, i).t_us, >=,
                       g_array_index (samples, EbbSample, i - 1).t_us);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/samples/any-values-come-back", test_any_values);
  g_test_add_func ("/samples/a-working-second", test_a_working_second);
  g_test_add_func ("/samples/steady-100-hz", test_steady_100_hz_costs_no_time_column);
  g_test_add_func ("/samples/known-bytes", test_known_bytes);
  g_test_add_func ("/samples/known-ways", test_known_ways);
  g_test_add_func ("/samples/refuses-to-encode", test_refuses_to_encode);
  g_test_add_func ("/samples/every-cut-is-refused", test_every_cut_is_refused);
  g_test_add_func ("/samples/hostile-bytes", test_hostile_bytes);
  g_test_add_func ("/samples/flipped-bits", test_flipped_bits);
  return g_test_run ();
}
