/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pseudo-terminals: the simulator, socat, bridges.  Plain termios.
 */
#include "cuff-port.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

struct CuffPort {
  int fd;
};

static void
pty_close (CuffPort *port)
{
  ioctl (port->fd, TIOCNXCL); /* it would outlive us: the other end keeps the terminal open */
  flock (port->fd, LOCK_UN);
  close (port->fd);
  free (port);
}

static bool
make_raw (int fd)
{
  struct termios settings;
  if (tcgetattr (fd, &settings) != 0)
    return false;
  cfmakeraw (&settings);
  settings.c_cflag |= CLOCAL | CREAD | HUPCL;
  /* One byte at least and O_NONBLOCK: EAGAIN means "nothing now" and 0 means "gone". */
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  return tcsetattr (fd, TCSANOW, &settings) == 0;
}

static CuffPort *
pty_open (const char *path, CuffError *error)
{
  int fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    cuff_port_explain (path, errno, error);
    return NULL;
  }
  if (!isatty (fd) || !cuff_port_lock (fd, path, error) || !make_raw (fd)) {
    if (error != NULL && error->code == CUFF_ERROR_NONE)
      cuff_port_explain (path, ENOTTY, error);
    close (fd);
    return NULL;
  }
  CuffPort *port = calloc (1, sizeof *port);
  if (port == NULL)
    abort ();
  port->fd = fd;
  return port;
}

static int
pty_fd (const CuffPort *port)
{
  return port->fd;
}

static int
pty_read (CuffPort *port, uint8_t *bytes, size_t n_bytes, bool hung_up)
{
  ssize_t n = read (port->fd, bytes, n_bytes);
  if (n > 0)
    return (int) n;
  if (n < 0 && (errno == EAGAIN || errno == EINTR) && !hung_up)
    return 0;
  return -1;
}

static int
pty_write (CuffPort *port, const uint8_t *bytes, size_t n_bytes)
{
  ssize_t n = write (port->fd, bytes, n_bytes);
  if (n >= 0)
    return (int) n;
  return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

static void
pty_flush (CuffPort *port)
{
  tcflush (port->fd, TCIFLUSH);
}

static void
pty_drop (CuffPort *port)
{
  tcflush (port->fd, TCOFLUSH);
}

const CuffPortClass cuff_port_pty = {
  .name = "pty",
  .open = pty_open,
  .fd = pty_fd,
  .read = pty_read,
  .write = pty_write,
  .flush = pty_flush,
  .drop = pty_drop,
  .close = pty_close,
};
