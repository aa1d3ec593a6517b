/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-port.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gi18n-lib.h>
#include <grp.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

bool
cuff_error_set (CuffError *error, CuffErrorCode code, const char *format, ...)
{
  if (error == NULL)
    return false;
  error->code = code;
  va_list args;
  va_start (args, format);
  vsnprintf (error->message, sizeof error->message, format, args);
  va_end (args);
  return false;
}

const CuffPortClass *
cuff_port_class_for (const char *path)
{
  return g_str_has_prefix (path, "/dev/pts/") ? &cuff_port_pty : &cuff_port_serial;
}

static bool
explain_denied (const char *path, CuffError *error)
{
  struct stat node;
  const struct group *group = NULL;
  if (stat (path, &node) == 0)
    group = getgrgid (node.st_gid);
  const struct passwd *user = getpwuid (geteuid ());
  return cuff_error_set (error, CUFF_ERROR_DENIED,
                         _ ("You may not use the port %s. It belongs to the group \"%s\". Ask an "
                            "administrator to run: sudo usermod -aG %s %s, then log in again."),
                         path, group ? group->gr_name : "?", group ? group->gr_name : "dialout",
                         user ? user->pw_name : "USER");
}

bool
cuff_port_explain (const char *path, int error_number, CuffError *error)
{
  switch (error_number) {
  case ENOENT:
  case ENODEV:
  case ENXIO:
    return cuff_error_set (error, CUFF_ERROR_NO_PORT,
                           _ ("There is no port %s. Check the cable, or list the ports with: "
                              "ebbctl cuff list"),
                           path);
  case EACCES:
  case EPERM:
    return explain_denied (path, error);
  case EBUSY:
  case EWOULDBLOCK:
    return cuff_error_set (error, CUFF_ERROR_BUSY,
                           _ ("The port %s is in use by another program. Close it there and try "
                              "again; nothing was sent."),
                           path);
  case ENOTTY:
  case EISDIR:
  case EINVAL:
    return cuff_error_set (error, CUFF_ERROR_NOT_A_PORT, _ ("%s is not a serial port."), path);
  default:
    return cuff_error_set (error, CUFF_ERROR_IO, _ ("The port %s could not be opened: %s."), path,
                           strerror (error_number));
  }
}

bool
cuff_port_lock (int fd, const char *path, CuffError *error)
{
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    return cuff_port_explain (path, EBUSY, error);
  ioctl (fd, TIOCEXCL);
  fcntl (fd, F_SETFD, FD_CLOEXEC);
  return true;
}
