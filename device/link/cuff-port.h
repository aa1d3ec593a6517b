/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cable: a table of functions with two rows.  `serial` opens every real port through
 * libserialport; `pty` opens pseudo-terminals (simulator, bridges), which libserialport refuses.
 * Both are exclusive (TIOCEXCL and flock), close-on-exec, raw, without flow control, and hang-up
 * drops DTR.  Handles belong to the cuff thread alone.
 */
#pragma once

#include "cuff-error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct CuffPort CuffPort;

typedef struct {
  const char *name;
  CuffPort *(*open) (const char *path, CuffError *error);
  int (*fd) (const CuffPort *port);
  /* Bytes read; 0 = nothing now; -1 = the port has gone.  `hung_up`: poll() said POLLHUP,
   * POLLERR or POLLNVAL, which is the only way to tell gone from silent. */
  int (*read) (CuffPort *port, uint8_t *bytes, size_t n_bytes, bool hung_up);
  /* Bytes taken, possibly fewer than offered; -1 = the port has gone.  Never blocks. */
  int (*write) (CuffPort *port, const uint8_t *bytes, size_t n_bytes);
  /* Throws away what arrived before now. */
  void (*flush) (CuffPort *port);
  /* Throws away what was written and has not left yet: for a stop that finds no room. */
  void (*drop) (CuffPort *port);
  void (*close) (CuffPort *port);
} CuffPortClass;

extern const CuffPortClass cuff_port_serial;
extern const CuffPortClass cuff_port_pty;

/* The row that fits the path: pty for /dev/pts/... and links to it, else serial. */
const CuffPortClass *cuff_port_class_for (const char *path);

/* Shared by the rows: a clear message for errno after open() failed, naming the node's own group
 * and the cure when permission is missing. */
bool cuff_port_explain (const char *path, int error_number, CuffError *error);
/* The same as it reads inside a sandbox (Flatpak), where the cure is another one. */
bool cuff_port_explain_sandboxed (const char *path, int error_number, CuffError *error);

/* Shared by the rows: TIOCEXCL *and* flock, because root opens a TIOCEXCL terminal.  False with
 * CUFF_ERROR_BUSY when another program has the port. */
bool cuff_port_lock (int fd, const char *path, CuffError *error);
