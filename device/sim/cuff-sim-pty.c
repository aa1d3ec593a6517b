/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pseudo-terminal.  The far end (the slave) is opened here too and kept open: made raw before
 * the first byte, or the terminal would echo our own telemetry back to us as commands; and open,
 * so that a host may come and go without the terminal hanging up.
 */
#include "cuff-sim-private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* Enough for a second of any host; more has to wait for the next turn. */
#define READS_MAX   64
/* Bytes under way on the virtual clock arrive within microseconds; patience in ms. */
#define PATIENCE_MS 1000

/* A link from an earlier run is ours to replace; anything else stays. */
static bool
make_link (CuffSim *sim, const char *terminal)
{
  struct stat there;

  if (lstat (sim->path, &there) == 0 && S_ISLNK (there.st_mode))
    unlink (sim->path);
  sim->link_made = symlink (terminal, sim->path) == 0;
  return sim->link_made;
}

/* The name a host opens: the link, or the terminal of the first time. */
static bool
name_port (CuffSim *sim, const char *terminal)
{
  if (sim->has_link)
    return make_link (sim, terminal);
  if (sim->path[0] == '\0')
    snprintf (sim->path, sizeof sim->path, "%s", terminal);
  return true;
}

static bool
open_slave (CuffSim *sim)
{
  struct termios settings;
  char terminal[64];

  if (grantpt (sim->master_fd) != 0 || unlockpt (sim->master_fd) != 0
      || ptsname_r (sim->master_fd, terminal, sizeof terminal) != 0)
    return false;
  sim->slave_fd = open (terminal, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (sim->slave_fd < 0 || tcgetattr (sim->slave_fd, &settings) != 0)
    return false;
  cfmakeraw (&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  return tcsetattr (sim->slave_fd, TCSANOW, &settings) == 0 && name_port (sim, terminal);
}

bool
cuff_sim_pty_open (CuffSim *sim)
{
  sim->slave_fd = -1;
  sim->master_fd = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (sim->master_fd < 0)
    return false;
  /* Not every kernel takes O_NONBLOCK in posix_openpt(). */
  if (fcntl (sim->master_fd, F_SETFL, O_RDWR | O_NONBLOCK) != 0 || !open_slave (sim)) {
    int saved = errno;
    cuff_sim_pty_close (sim);
    errno = saved;
    return false;
  }
  sim->to_host = cuff_clock_pipe_get (sim->clock, sim->path, CUFF_PIPE_TO_HOST);
  sim->to_device = cuff_clock_pipe_get (sim->clock, sim->path, CUFF_PIPE_TO_DEVICE);
  return true;
}

void
cuff_sim_pty_close (CuffSim *sim)
{
  if (sim->link_made)
    unlink (sim->path);
  sim->link_made = false;
  if (sim->slave_fd >= 0)
    close (sim->slave_fd);
  if (sim->master_fd >= 0)
    close (sim->master_fd);
  sim->slave_fd = sim->master_fd = -1;
  cuff_clock_pipe_abandon (sim->to_device);
  cuff_clock_pipe_abandon (sim->to_host);
}

void
cuff_sim_pty_unplug (CuffSim *sim)
{
  cuff_sim_pty_close (sim);
  cuff_sim_watch_event (sim, "unplugged", 0, "");
}

/* Without a link the terminal may come back under another number: the log tells it. */
void
cuff_sim_pty_plug (CuffSim *sim)
{
  char terminal[64] = "", detail[96];

  if (sim->master_fd >= 0 || !cuff_sim_pty_open (sim))
    return;
  cuff_clock_pipe_open (sim->to_device);
  sim->host_seen = sim->exclusive_cleared = false;
  sim->heard_us = sim->now_us;
  ptsname_r (sim->master_fd, terminal, sizeof terminal);
  snprintf (detail, sizeof detail, ", \"terminal\": \"%s\"", terminal);
  cuff_sim_watch_event (sim, "plugged", 0, detail);
}

void
cuff_sim_pty_write (CuffSim *sim, const uint8_t *bytes, size_t n_bytes)
{
  if (sim->master_fd < 0 || n_bytes == 0 || !sim->host_seen)
    return;

  ssize_t n_written = write (sim->master_fd, bytes, n_bytes);
  if (n_written > 0)
    cuff_clock_pipe_sent (sim->to_host, (size_t) n_written);
}

/* On the virtual clock the host's write() has returned before the bytes are here. */
static bool
more_is_coming (CuffSim *sim, unsigned *waited_ms)
{
  struct pollfd fd = { .fd = sim->master_fd, .events = POLLIN };

  if (!cuff_clock_pipe_busy (sim->to_device))
    return false;
  if (poll (&fd, 1, 1) == 0)
    (*waited_ms)++;
  return *waited_ms < PATIENCE_MS;
}

void
cuff_sim_pty_receive (CuffSim *sim)
{
  uint8_t bytes[512];
  unsigned waited_ms = 0;

  for (unsigned i = 0; i < READS_MAX && sim->master_fd >= 0; i++) {
    ssize_t n_bytes = read (sim->master_fd, bytes, sizeof bytes);
    if (n_bytes <= 0) {
      if (!more_is_coming (sim, &waited_ms))
        return;
      i--;
      continue;
    }
    cuff_clock_pipe_received (sim->to_device, (size_t) n_bytes);
    sim->host_seen = true;
    sim->heard_us = sim->now_us;
    sim->exclusive_cleared = false;
    cuff_sim_board_receive (sim, bytes, (size_t) n_bytes);
  }
}

/* A real port forgets TIOCEXCL when its last user goes; this one is never left alone, because our
 * own end stays open.  A host still alive and merely silent keeps its flock. */
void
cuff_sim_pty_clear_exclusive (CuffSim *sim)
{
  const CuffTime silence_us = CUFF_SECONDS (2);

  if (sim->slave_fd < 0 || sim->exclusive_cleared || sim->now_us - sim->heard_us < silence_us)
    return;
  sim->exclusive_cleared = true;
  ioctl (sim->slave_fd, TIOCNXCL);
}
