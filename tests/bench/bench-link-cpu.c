/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one link thread costs the processor: at 100 Hz, as a cuff sends, and at 1 kHz, which no
 * cable carries and a pseudo-terminal does.  Beside it a thread that polls and reads as many frames
 * of nothing.  The kernel's own account of the thread, not a sample of it.
 */
#include "bench-link.h"

#include "bench-host.h"
#include "bench-phase.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FOR_US    CUFF_SECONDS (3)
#define SETTLE_US CUFF_MS (500)
#define TASKS_MAX 64

typedef struct {
  int id[TASKS_MAX];
  unsigned n;
} Tasks;

static Tasks
list_tasks (void)
{
  Tasks tasks = { 0 };
  DIR *folder = opendir ("/proc/self/task");
  struct dirent *entry;

  while (folder != NULL && (entry = readdir (folder)) != NULL)
    if (atoi (entry->d_name) > 0 && tasks.n < TASKS_MAX)
      tasks.id[tasks.n++] = atoi (entry->d_name);
  if (folder != NULL)
    closedir (folder);
  return tasks;
}

/* The one that is there now and was not before; 0 = none. */
static int
find_new (const Tasks *before)
{
  Tasks now = list_tasks ();

  for (unsigned i = 0; i < now.n; i++) {
    bool known = false;
    for (unsigned k = 0; k < before->n; k++)
      known = known || before->id[k] == now.id[i];
    if (!known)
      return now.id[i];
  }
  return 0;
}

/* Nanoseconds on a processor so far; 0 where the kernel does not tell. */
static double
used_ns (int task)
{
  char path[64];
  double ns = 0;

  snprintf (path, sizeof path, "/proc/self/task/%d/schedstat", task);
  FILE *file = fopen (path, "re");
  if (file == NULL || fscanf (file, "%lf", &ns) != 1)
    ns = 0;
  if (file != NULL)
    fclose (file);
  return ns;
}

static void
live (BenchCuff *cuff, CuffTime duration_us)
{
  CuffTime end_us = cuff_clock_now (cuff->clock) + duration_us;

  while (cuff_clock_now (cuff->clock) < end_us) {
    struct pollfd watched = { .fd = cuff_link_get_notify_fd (cuff->link), .events = POLLIN };
    poll (&watched, 1, 50);
    bench_cuff_tick (cuff);
    bench_cuff_turn (cuff);
  }
}

static double
measure_link (BenchDevice *device, unsigned far)
{
  BenchCuff cuff = { 0 };
  Tasks before = list_tasks ();

  bench_cuff_open (&cuff, device, far);
  int task = find_new (&before);
  live (&cuff, SETTLE_US);
  double from_ns = used_ns (task);
  CuffTime from_us = cuff_clock_now (cuff.clock);
  live (&cuff, FOR_US);
  double share = (used_ns (task) - from_ns) / 1e3 / (cuff_clock_now (cuff.clock) - from_us);
  bench_cuff_close (&cuff);
  return share * 100;
}

static double
measure_bare (BenchDevice *device, unsigned far)
{
  Tasks before = list_tasks ();
  BenchBare *bare = bench_bare_start (device, far);
  int task = find_new (&before);

  poll (NULL, 0, SETTLE_US / 1000);
  double from_ns = used_ns (task);
  poll (NULL, 0, FOR_US / 1000);
  double share = (used_ns (task) - from_ns) / 1e3 / FOR_US;
  g_array_unref (bench_bare_finish (bare));
  return share * 100;
}

static void
print_rate (unsigned hz, const char *note)
{
  BenchFarOptions fars[] = { { BENCH_FAR_CUFF, 1, hz }, { BENCH_FAR_BARE, 1, hz } };
  BenchDevice *device = bench_device_start (fars, G_N_ELEMENTS (fars));

  if (device == NULL)
    bench_complain ("bench-link: far ends");
  bench_device_record (device);
  double ours = measure_link (device, 0), floor = measure_bare (device, 1);
  printf ("%4u Hz%-24s %10.2f %10.2f\n", hz, note, ours, floor);
  bench_device_finish (device);
  bench_device_free (device);
}

void
bench_link_print_cpu (void)
{
  printf ("\nThe link thread's share of one processor, percent (armed, holding, 1 channel)\n");
  printf ("%-31s %10s %10s\n", "", "ours", "floor");
  print_rate (100, "");
  print_rate (1000, " (no cable does this)");
}
