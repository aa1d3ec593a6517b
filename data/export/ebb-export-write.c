/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-db-lock.h"
#include "ebb-export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* FALSE with errno set. */
static gboolean
write_all (int fd, const char *text)
{
  gsize left = strlen (text);

  while (left > 0) {
    gssize n_bytes = write (fd, text, left);

    if (n_bytes < 0 && errno == EINTR)
      continue;
    if (n_bytes < 0)
      return FALSE;
    text += n_bytes;
    left -= (gsize) n_bytes;
  }

  return TRUE;
}

/* Closes in every case and keeps the first errno: some disks tell only here that they are full. */
static gboolean
close_after (int fd, gboolean ok)
{
  int saved_errno = errno;

  if (close (fd) != 0 && ok)
    return FALSE;
  errno = saved_errno;
  return ok;
}

/* A pipe or a device cannot be replaced, only written to. */
static gboolean
write_straight (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);

  return fd >= 0 && close_after (fd, write_all (fd, text));
}

static gboolean
replace (const char *path, const char *part, int fd, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (!close_after (fd, write_all (fd, text) && fsync (fd) == 0) || rename (part, path) != 0)
    return FALSE;

  /* The new name itself.  A folder that cannot be flushed is no reason to call the file bad. */
  ebb_file_flush (folder);
  return TRUE;
}

/* The file holds health data: only its owner may read it. */
static gboolean
write_beside (const char *path, const char *text)
{
  g_autofree char *part = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0600);
  int saved_errno;

  if (fd < 0)
    return FALSE;
  if (replace (path, part, fd, text))
    return TRUE;

  saved_errno = errno;
  unlink (part);
  errno = saved_errno;
  return FALSE;
}

gboolean
ebb_export_write (const char *path, const char *text, GError **error)
{
  struct stat status;
  gboolean special = stat (path, &status) == 0 && !S_ISREG (status.st_mode);

  if (special ? write_straight (path, text) : write_beside (path, text))
    return TRUE;

  ebb_store_set_errno_error (error, errno, path);
  return FALSE;
}
