/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-load.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRITE_SIZE 65536
#define FILE_SIZE  (64 * 1024 * 1024)

static void
compute (void)
{
  for (volatile unsigned long i = 0;; i++)
    continue;
}

static void
flush_for_ever (int fd)
{
  static const char bytes[WRITE_SIZE];
  off_t at = 0;

  for (;;) {
    if (pwrite (fd, bytes, sizeof bytes, at) < 0 || fsync (fd) != 0)
      _exit (1);
    at = (at + WRITE_SIZE) % FILE_SIZE;
  }
}

/* The child calls nothing that is not safe after fork() in a program with threads. */
static void
begin_one (BenchLoad *load, int fd, bool flushes)
{
  pid_t parent = getpid ();
  pid_t pid = fork ();

  if (pid > 0)
    load->pid[load->n_pids++] = pid;
  if (pid != 0)
    return;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (0);
  if (flushes)
    flush_for_ever (fd);
  compute ();
}

bool
bench_load_begin (BenchLoad *load, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "ebb-bench-XXXXXX", NULL);
  int fd = g_mkstemp (path);

  if (fd < 0)
    return false;
  g_unlink (path);
  load->n_pids = 0;
  for (unsigned i = 0; i < BENCH_HOGS; i++)
    begin_one (load, fd, false);
  begin_one (load, fd, true);
  close (fd);
  return load->n_pids == BENCH_HOGS + 1;
}

void
bench_load_rest (BenchLoad *load, bool rest)
{
  for (unsigned i = 0; i < load->n_pids; i++)
    kill (load->pid[i], rest ? SIGSTOP : SIGCONT);
}

void
bench_load_end (BenchLoad *load)
{
  for (unsigned i = 0; i < load->n_pids; i++) {
    kill (load->pid[i], SIGKILL);
    waitpid (load->pid[i], NULL, 0);
  }
  load->n_pids = 0;
}
