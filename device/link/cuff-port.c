/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-port.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gi18n-lib.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
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

/* By where a link leads: udev's /dev/serial/by-id/..., and that of ebb-cuff-sim. */
const CuffPortClass *
cuff_port_class_for (const char *path)
{
  char real[PATH_MAX];

  if (realpath (path, real) != NULL)
    path = real;
  char node[PATH_MAX]; /* a name that outlives a replug is a link */
  const char *target = realpath (path, node) != NULL ? node : path;
  return g_str_has_prefix (target, "/dev/pts/") ? &cuff_port_pty : &cuff_port_serial;
}

/* Inside a sandbox there is this file, and groups of the outside have no name. */
#define SANDBOX_MARK "/.flatpak-info"

static const char *
group_of (const char *path)
{
  struct stat node;
  if (stat (path, &node) != 0)
    return "dialout";
  const struct group *group = getgrgid (node.st_gid);
  bool nameless = group == NULL || strcmp (group->gr_name, "nogroup") == 0
                  || strcmp (group->gr_name, "nobody") == 0;
  return nameless ? "dialout" : group->gr_name;
}

static bool
explain_denied (const char *path, bool sandboxed, CuffError *error)
{
  const char *group = group_of (path);
  const struct passwd *user = getpwuid (geteuid ());
  const char *name = user ? user->pw_name : "USER";
  if (sandboxed)
    return cuff_error_set (
        error, CUFF_ERROR_DENIED,
        _ ("You may not use the port %s. Give Ebb \"Device access\" in Flatseal, "
           "and ask an administrator to run outside: sudo usermod -aG %s %s, "
           "then log in again."),
        path, group, name);
  return cuff_error_set (error, CUFF_ERROR_DENIED,
                         _ ("You may not use the port %s. It belongs to the group \"%s\". Ask an "
                            "administrator to run: sudo usermod -aG %s %s, then log in again."),
                         path, group, group, name);
}

static bool
explain (const char *path, int error_number, bool sandboxed, CuffError *error)
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
    return explain_denied (path, sandboxed, error);
  case EBUSY:
  case EWOULDBLOCK:
    return cuff_error_set (error, CUFF_ERROR_BUSY,
                           _ ("The port %s is in use by another program. Close it there and try "
                              "again; nothing was sent. If the cuff was just plugged in, wait ten "
                              "seconds: ModemManager tries out new devices first."),
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
cuff_port_explain (const char *path, int error_number, CuffError *error)
{
  return explain (path, error_number, access (SANDBOX_MARK, F_OK) == 0, error);
}

bool
cuff_port_explain_sandboxed (const char *path, int error_number, CuffError *error)
{
  return explain (path, error_number, true, error);
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
