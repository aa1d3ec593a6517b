/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-db-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

G_DEFINE_QUARK (ebb - store - error - quark, ebb_store_error)

static EbbStoreError
code_from_errno (int saved_errno)
{
  switch (saved_errno) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return EBB_STORE_ERROR_FULL;
  case EACCES:
  case EPERM:
  case EROFS:
    return EBB_STORE_ERROR_READ_ONLY;
  case ENOENT:
  case ENOTDIR:
    return EBB_STORE_ERROR_NOT_FOUND;
  default:
    return EBB_STORE_ERROR_FAILED;
  }
}

void
ebb_store_set_errno_error (GError **error, int saved_errno, const char *path)
{
  g_set_error (error, EBB_STORE_ERROR, code_from_errno (saved_errno), "%s: %s", path,
               g_strerror (saved_errno));
}

int
ebb_db_lock (const char *path, GError **error)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  int fd = open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0) {
    ebb_store_set_errno_error (error, errno, lock_path);
    return -1;
  }

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  if (errno == EWOULDBLOCK)
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_IN_USE,
                 _ ("%s: another program is using this database; close it first"), path);
  else
    ebb_store_set_errno_error (error, errno, lock_path);
  close (fd);
  return -1;
}

char *
ebb_db_get_mark (const char *path)
{
  return g_strconcat (path, ".restoring", NULL);
}

gboolean
ebb_db_create_private (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0) {
    ebb_store_set_errno_error (error, errno, path);
    return FALSE;
  }

  close (fd);
  return TRUE;
}

gboolean
ebb_file_flush (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  int code = fd < 0 ? -1 : fsync (fd);
  int saved_errno = errno;

  if (fd >= 0)
    close (fd);
  errno = saved_errno;
  return code == 0;
}
