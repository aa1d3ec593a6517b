/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Real ports, through libserialport, which finds, opens and configures them.  Around its gaps in
 * 0.1.1: it leaves XON/XOFF on, opens without lock and close-on-exec, its reads cannot tell an
 * unplugged device from a silent one (so the handle is polled by the cuff thread), and its writes
 * cannot tell a full one.
 */
#include "cuff-port.h"

#include <errno.h>
#include <libserialport.h>
#include <limits.h>
#include <linux/serial.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define BAUD_RATE 115200

struct CuffPort {
  struct sp_port *handle; /* owned */
  int fd;                 /* borrowed from the handle */
};

static void
serial_close (CuffPort *port)
{
  ioctl (port->fd, TIOCNXCL);
  sp_close (port->handle);
  sp_free_port (port->handle);
  free (port);
}

static bool
configure (struct sp_port *handle)
{
  return sp_set_baudrate (handle, BAUD_RATE) == SP_OK && sp_set_bits (handle, 8) == SP_OK
         && sp_set_parity (handle, SP_PARITY_NONE) == SP_OK && sp_set_stopbits (handle, 1) == SP_OK
         && sp_set_flowcontrol (handle, SP_FLOWCONTROL_NONE) == SP_OK
         && sp_set_dtr (handle, SP_DTR_ON) == SP_OK;
}

/* Adapters with a latency timer send at once.  Best effort: CDC-ACM and others have none. */
static void
request_low_latency (int fd)
{
  struct serial_struct serial;
  if (ioctl (fd, TIOCGSERIAL, &serial) != 0)
    return;
  serial.flags |= ASYNC_LOW_LATENCY;
  if (ioctl (fd, TIOCSSERIAL, &serial) != 0)
    return;
}

/* The dead-man line: when the process dies the kernel closes the port and drops DTR. */
static void
hang_up_on_close (int fd)
{
  struct termios settings;
  if (tcgetattr (fd, &settings) != 0)
    return;
  settings.c_cflag |= HUPCL;
  tcsetattr (fd, TCSANOW, &settings);
}

static CuffPort *
give_up (struct sp_port *handle, bool opened)
{
  if (opened)
    sp_close (handle);
  sp_free_port (handle);
  return NULL;
}

static CuffPort *
serial_open (const char *path, CuffError *error)
{
  struct stat node;
  struct sp_port *handle = NULL;
  char name[PATH_MAX]; /* 0.1.1 does not follow links like those in /dev/serial/by-id */
  if (stat (path, &node) != 0 || realpath (path, name) == NULL) {
    cuff_port_explain (path, errno, error);
    return NULL;
  }
  if (!S_ISCHR (node.st_mode) || sp_get_port_by_name (name, &handle) != SP_OK) {
    cuff_port_explain (path, ENOTTY, error);
    return NULL;
  }
  if (sp_open (handle, SP_MODE_READ_WRITE) != SP_OK) {
    cuff_port_explain (path, sp_last_error_code (), error);
    return give_up (handle, false);
  }
  int fd = -1;
  if (sp_get_port_handle (handle, &fd) != SP_OK || !cuff_port_lock (fd, path, error)) {
    if (error != NULL && error->code == CUFF_ERROR_NONE)
      cuff_port_explain (path, EIO, error);
    return give_up (handle, true);
  }
  if (!configure (handle)) {
    cuff_port_explain (path, sp_last_error_code (), error);
    return give_up (handle, true);
  }
  request_low_latency (fd);
  hang_up_on_close (fd);
  CuffPort *port = calloc (1, sizeof *port);
  if (port == NULL)
    abort ();
  port->handle = handle;
  port->fd = fd;
  return port;
}

static int
serial_fd (const CuffPort *port)
{
  return port->fd;
}

static int
serial_read (CuffPort *port, uint8_t *bytes, size_t n_bytes, bool hung_up)
{
  int n = sp_nonblocking_read (port->handle, bytes, n_bytes);
  return n < 0 || (n == 0 && hung_up) ? -1 : n;
}

static int
serial_write (CuffPort *port, const uint8_t *bytes, size_t n_bytes)
{
  int n = sp_nonblocking_write (port->handle, bytes, n_bytes);
  if (n >= 0)
    return n;
  int error_number = sp_last_error_code (); /* 0.1.1 calls a full buffer a failure */
  return error_number == EAGAIN || error_number == EINTR ? 0 : -1;
}

static void
serial_flush (CuffPort *port)
{
  sp_flush (port->handle, SP_BUF_INPUT);
}

static void
serial_drop (CuffPort *port)
{
  sp_flush (port->handle, SP_BUF_OUTPUT);
}

const CuffPortClass cuff_port_serial = {
  .name = "serial",
  .open = serial_open,
  .fd = serial_fd,
  .read = serial_read,
  .write = serial_write,
  .flush = serial_flush,
  .drop = serial_drop,
  .close = serial_close,
};
