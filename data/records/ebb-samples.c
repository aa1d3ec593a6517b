/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-samples.h"

#include <string.h>

#define NOMINAL_STEP_US 10000
#define TIME_MAX_US     (G_GINT64_CONSTANT (1) << 52)

/* The largest number that stands for a difference, zigzag coded: that of two times. */
#define DIFFERENCE_CODED_MAX ((guint64) TIME_MAX_US << 2)

typedef enum {
  COLUMN_TIME,
  COLUMN_PRESSURE,
  COLUMN_SECOND,
  COLUMN_FLOW,
  COLUMN_VALVE,
  COLUMN_GAP
} Column;
#define N_COLUMNS (COLUMN_GAP + 1)

typedef enum { WAY_PLAIN = 0, WAY_RUNS = 1, WAY_HALVES = 2 } Way;

/* A half byte of this value sends the reader to the varints behind the halves. */
#define HALF_ESCAPE 15

static gint64
get_value (const EbbSample *sample, Column column)
{
  switch (column) {
  case COLUMN_TIME:
    return sample->t_us;
  case COLUMN_PRESSURE:
    return sample->pressure;
  case COLUMN_SECOND:
    return sample->pressure_second;
  case COLUMN_FLOW:
    return sample->flow_dml_s;
  case COLUMN_VALVE:
    return sample->valve_percent;
  case COLUMN_GAP:
  default:
    return sample->gap != FALSE;
  }
}

/* Writing ---------------------------------------------------------------------------------------*/

static void
put_varint (GByteArray *out, guint64 value)
{
  guint8 bytes[10];
  guint n_bytes = 0;

  do {
    bytes[n_bytes++] = (guint8) ((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>= 7;
  } while (value > 0);

  g_byte_array_append (out, bytes, n_bytes);
}

static guint64
zigzag (gint64 value)
{
  return ((guint64) value << 1) ^ (value < 0 ? G_MAXUINT64 : 0);
}

/* The number that is written for each sample of a column. */
static void
make_differences (const EbbSample *samples, gsize n_samples, Column column, gint64 *differences)
{
  gint64 last = 0, step = column == COLUMN_TIME ? NOMINAL_STEP_US : 0;

  for (gsize i = 0; i < n_samples; i++) {
    gint64 value = get_value (&samples[i], column);

    differences[i] = value - last;
    /* The first time stands whole; each later one tells how its step differs from the last. */
    if (column == COLUMN_TIME && i > 0) {
      differences[i] -= step;
      step = value - last;
    }
    last = value;
  }
}

static void
put_varints (GByteArray *out, const gint64 *differences, gsize n_samples, gboolean runs)
{
  for (gsize i = 0; i < n_samples; i++) {
    gsize zeros = 0;

    put_varint (out, zigzag (differences[i]));
    if (!runs || differences[i] != 0)
      continue;
    while (i + zeros + 1 < n_samples && differences[i + zeros + 1] == 0)
      zeros++;
    put_varint (out, zeros);
    i += zeros;
  }
}

static guint8
half_of (const gint64 *differences, gsize n_samples, gsize i)
{
  return i < n_samples ? (guint8) MIN (zigzag (differences[i]), HALF_ESCAPE) : 0;
}

static void
put_halves (GByteArray *out, const gint64 *differences, gsize n_samples)
{
  for (gsize i = 0; i < n_samples; i += 2) {
    guint8 byte = (guint8) (half_of (differences, n_samples, i)
                            | half_of (differences, n_samples, i + 1) << 4);

    g_byte_array_append (out, &byte, 1);
  }

  for (gsize i = 0; i < n_samples; i++)
    if (half_of (differences, n_samples, i) == HALF_ESCAPE)
      put_varint (out, zigzag (differences[i]) - HALF_ESCAPE);
}

static void
put_column (GByteArray *out, Way way, const gint64 *differences, gsize n_samples)
{
  guint8 way_byte = (guint8) way;

  g_byte_array_append (out, &way_byte, 1);
  if (way == WAY_HALVES)
    put_halves (out, differences, n_samples);
  else
    put_varints (out, differences, n_samples, way == WAY_RUNS);
}

/* Tries each way behind the best one so far and keeps the shorter of the two. */
static void
put_shortest_column (GByteArray *out, const gint64 *differences, gsize n_samples)
{
  guint start = out->len, best;

  put_column (out, WAY_PLAIN, differences, n_samples);
  best = out->len - start;
  for (Way way = WAY_RUNS; way <= WAY_HALVES; way++) {
    put_column (out, way, differences, n_samples);
    if (out->len - start - best < best) {
      g_byte_array_remove_range (out, start, best);
      best = out->len - start;
    }
    g_byte_array_set_size (out, start + best);
  }
}

static gboolean
can_encode (const EbbSample *samples, gsize n_samples)
{
  if (n_samples < 1 || n_samples > EBB_SAMPLES_MAX || samples[0].t_us < 0
      || samples[n_samples - 1].t_us > TIME_MAX_US)
    return FALSE;

  for (gsize i = 1; i < n_samples; i++)
    if (samples[i].t_us < samples[i - 1].t_us)
      return FALSE;
  return TRUE;
}

GBytes *
ebb_samples_encode (const EbbSample *samples, gsize n_samples)
{
  g_autofree gint64 *differences = NULL;
  GByteArray *out;
  guint8 version = EBB_SAMPLES_VERSION;

  if (!can_encode (samples, n_samples))
    return NULL;

  differences = g_new (gint64, n_samples);
  out = g_byte_array_sized_new (1024);
  g_byte_array_append (out, &version, 1);
  put_varint (out, n_samples);
  for (Column column = 0; column < N_COLUMNS; column++) {
    make_differences (samples, n_samples, column, differences);
    put_shortest_column (out, differences, n_samples);
  }

  return g_byte_array_free_to_bytes (out);
}

/* Reading ---------------------------------------------------------------------------------------*/

typedef struct {
  const guint8 *at, *end;
} Reader;

/* FALSE at the end of the bytes and for a number of more than 64 bits. */
static gboolean
take_long_varint (Reader *reader, guint64 *value)
{
  guint64 result = 0;

  for (guint shift = 0; shift < 64; shift += 7) {
    guint8 byte;

    if (reader->at == reader->end)
      return FALSE;
    byte = *reader->at++;
    if (shift == 63 && byte > 1)
      return FALSE;
    result |= (guint64) (byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) {
      *value = result;
      return TRUE;
    }
  }

  return FALSE;
}

/* Nearly all numbers are one byte long. */
static inline gboolean
take_varint (Reader *reader, guint64 *value)
{
  if (reader->at == reader->end || *reader->at > 0x7f)
    return take_long_varint (reader, value);

  *value = *reader->at++;
  return TRUE;
}

static inline gint64
unzigzag (guint64 coded)
{
  return (gint64) ((coded >> 1) ^ (0 - (coded & 1)));
}

/* After a zero at `*i`: the zeros that follow it. */
static gboolean
take_zeros (Reader *reader, gint64 *differences, gsize n_samples, gsize *i)
{
  guint64 n_zeros;

  if (!take_varint (reader, &n_zeros) || n_zeros > n_samples - 1 - *i)
    return FALSE;

  memset (&differences[*i + 1], 0, n_zeros * sizeof *differences);
  *i += n_zeros;
  return TRUE;
}

/* No difference is so large that a sum of two could overflow. */
static gboolean
take_varints (Reader *reader, gint64 *differences, gsize n_samples, gboolean runs)
{
  for (gsize i = 0; i < n_samples; i++) {
    guint64 coded;

    if (!take_varint (reader, &coded) || coded > DIFFERENCE_CODED_MAX)
      return FALSE;
    differences[i] = unzigzag (coded);
    if (runs && coded == 0 && !take_zeros (reader, differences, n_samples, &i))
      return FALSE;
  }

  return TRUE;
}

static gboolean
take_halves (Reader *reader, gint64 *differences, gsize n_samples)
{
  const guint8 *halves = reader->at;
  gsize n_bytes = (n_samples + 1) / 2;

  if (n_bytes > (gsize) (reader->end - reader->at))
    return FALSE;

  reader->at += n_bytes;
  for (gsize i = 0; i < n_samples; i++) {
    guint64 coded = halves[i / 2] >> (i % 2 * 4) & 0x0f, more;

    if (coded == HALF_ESCAPE) {
      if (!take_varint (reader, &more) || more > DIFFERENCE_CODED_MAX - HALF_ESCAPE)
        return FALSE;
      coded += more;
    }
    differences[i] = unzigzag (coded);
  }

  return n_samples % 2 == 0 || halves[n_bytes - 1] >> 4 == 0;
}

static gboolean
take_differences (Reader *reader, gint64 *differences, gsize n_samples)
{
  if (reader->at == reader->end)
    return FALSE;

  switch (*reader->at++) {
  case WAY_PLAIN:
    return take_varints (reader, differences, n_samples, FALSE);
  case WAY_RUNS:
    return take_varints (reader, differences, n_samples, TRUE);
  case WAY_HALVES:
    return take_halves (reader, differences, n_samples);
  default:
    return FALSE;
  }
}

static gboolean
put_times (const gint64 *differences, EbbSample *samples, gsize n_samples)
{
  gint64 t_us = differences[0], step_us = NOMINAL_STEP_US;

  for (gsize i = 0; i < n_samples; i++) {
    if (i > 0) {
      step_us += differences[i];
      if (step_us < 0 || step_us > TIME_MAX_US)
        return FALSE;
      t_us += step_us;
    }
    if (t_us < 0 || t_us > TIME_MAX_US)
      return FALSE;
    samples[i].t_us = t_us;
  }

  return TRUE;
}

/* `field` is the first sample's member; those of the others follow at the size of a sample. */
static gboolean
put_numbers (const gint64 *differences, gint32 *field, gsize n_samples, gint64 min, gint64 max)
{
  gint64 value = 0;

  for (gsize i = 0; i < n_samples; i++) {
    value += differences[i];
    if (value < min || value > max)
      return FALSE;
    *field = (gint32) value;
    field = (gint32 *) ((char *) field + sizeof (EbbSample));
  }

  return TRUE;
}

static gboolean
put_valves (const gint64 *differences, EbbSample *samples, gsize n_samples)
{
  gint64 value = 0;

  for (gsize i = 0; i < n_samples; i++) {
    value += differences[i];
    if (value < 0 || value > G_MAXUINT8)
      return FALSE;
    samples[i].valve_percent = (guint8) value;
  }

  return TRUE;
}

static gboolean
put_values (Column column, const gint64 *differences, EbbSample *samples, gsize n_samples)
{
  switch (column) {
  case COLUMN_TIME:
    return put_times (differences, samples, n_samples);
  case COLUMN_PRESSURE:
    return put_numbers (differences, &samples->pressure, n_samples, G_MININT32, G_MAXINT32);
  case COLUMN_SECOND:
    return put_numbers (differences, &samples->pressure_second, n_samples, G_MININT32, G_MAXINT32);
  case COLUMN_FLOW:
    return put_numbers (differences, &samples->flow_dml_s, n_samples, G_MININT32, G_MAXINT32);
  case COLUMN_VALVE:
    return put_valves (differences, samples, n_samples);
  case COLUMN_GAP:
  default:
    return put_numbers (differences, &samples->gap, n_samples, 0, 1);
  }
}

static gboolean
take_columns (Reader *reader, EbbSample *samples, gsize n_samples)
{
  gint64 differences[EBB_SAMPLES_MAX];

  for (Column column = 0; column < N_COLUMNS; column++)
    if (!take_differences (reader, differences, n_samples)
        || !put_values (column, differences, samples, n_samples))
      return FALSE;

  return reader->at == reader->end;
}

gboolean
ebb_samples_decode (gconstpointer bytes, gsize n_bytes, GArray *into)
{
  const guint8 *start = bytes;
  guint length = into->len;
  guint64 n_samples = 0;
  Reader reader;

  if (n_bytes == 0 || start[0] != EBB_SAMPLES_VERSION)
    return FALSE;

  reader = (Reader){ start + 1, start + n_bytes };
  if (!take_varint (&reader, &n_samples) || n_samples < 1 || n_samples > EBB_SAMPLES_MAX)
    return FALSE;

  g_array_set_size (into, length + (guint) n_samples);
  if (take_columns (&reader, &g_array_index (into, EbbSample, length), n_samples))
    return TRUE;

  g_array_set_size (into, length);
  return FALSE;
}
