/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that fails while the records are open: SQLite's own code runs, on files that answer as
 * such a disk does.  It waits in virtual time, and so does SQLite for whoever holds the file.
 */
#pragma once

#include <glib.h>

typedef enum {
  MATRIX_DISK_SOUND,
  MATRIX_DISK_FULL,
  MATRIX_DISK_READ_ONLY,
  MATRIX_DISK_IO_ERROR,
  MATRIX_DISK_LOCKED, /* another program writes and does not come to an end */
  MATRIX_DISK_SLOW,   /* each flush takes 10 s */
} MatrixDisk;

/* Once, before anything is opened: the files of every connection from here on. */
void matrix_disk_register (void);

void matrix_disk_set (MatrixDisk disk);
