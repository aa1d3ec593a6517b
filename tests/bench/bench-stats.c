/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-stats.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

GArray *
bench_stats_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (CuffTime));
}

void
bench_stats_add (GArray *stats, CuffTime delay_us)
{
  if (stats != NULL)
    g_array_append_val (stats, delay_us);
}

static int
compare (const void *a, const void *b)
{
  CuffTime x = *(const CuffTime *) a, y = *(const CuffTime *) b;

  return (x > y) - (x < y);
}

CuffTime
bench_stats_percentile (const GArray *stats, double share)
{
  if (stats->len == 0)
    return 0;

  g_autoptr (GArray) sorted = g_array_copy ((GArray *) stats);
  g_array_sort (sorted, compare);
  double rank = ceil (share * sorted->len);
  return g_array_index (sorted, CuffTime, rank < 1 ? 0 : (guint) rank - 1);
}

void
bench_stats_print_heading (const char *title)
{
  printf ("\n%-46s %5s %8s %8s %8s | %8s %8s %8s | %s\n", title, "n", "p50", "p99", "max",
          "floor50", "floor99", "floormax", "aim");
}

static void
print_three (const GArray *stats)
{
  if (stats == NULL || stats->len == 0) {
    printf (" %8s %8s %8s |", "-", "-", "-");
    return;
  }
  printf (" %8.2f %8.2f %8.2f |", bench_stats_percentile (stats, 0.50) / 1e3,
          bench_stats_percentile (stats, 0.99) / 1e3, bench_stats_percentile (stats, 1) / 1e3);
}

void
bench_stats_print (const BenchRow *row)
{
  printf ("%-46s %5u", row->what, row->ours->len);
  print_three (row->ours);
  print_three (row->floor);
  if (row->aim_ms > 0) {
    double reached_ms = bench_stats_percentile (row->ours, row->aim_is_max ? 1 : 0.99) / 1e3;

    printf (" %s <= %g%s", row->aim_is_max ? "max" : "p99", row->aim_ms,
            reached_ms <= row->aim_ms ? "" : "  MISSED");
  }
  printf ("\n");
  fflush (stdout);
}
