/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Test programs only: answers the few calls that a pseudo-terminal lacks, so that libserialport
 * itself opens, configures, reads, writes and is unplugged without hardware.  Linked into the test
 * with -rdynamic, where these symbols come before the C library's.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <termios.h>
#include <unistd.h>

int __lxstat (int version, const char *path, struct stat *buffer);
int lstat (const char *path, struct stat *buffer);
ssize_t readlink (const char *path, char *buffer, size_t size);
int ioctl (int fd, unsigned long request, ...);

#define SYS_PREFIX "/sys/class/tty/pts/"

static int
is_ours (const char *path)
{
  return strncmp (path, SYS_PREFIX, strlen (SYS_PREFIX)) == 0;
}

static int
answer_link (struct stat *buffer)
{
  memset (buffer, 0, sizeof *buffer);
  buffer->st_mode = S_IFLNK | 0777;
  return 0;
}

int
__lxstat (int version, const char *path, struct stat *buffer)
{
  if (is_ours (path))
    return answer_link (buffer);
  return fstatat (AT_FDCWD, path, buffer, AT_SYMLINK_NOFOLLOW);
}

int
lstat (const char *path, struct stat *buffer)
{
  return __lxstat (0, path, buffer);
}

ssize_t
readlink (const char *path, char *buffer, size_t size)
{
  static const char target[] = "../../devices/virtual/tty/pts";
  if (!is_ours (path))
    return readlinkat (AT_FDCWD, path, buffer, size);
  size_t n = size < sizeof target - 1 ? size : sizeof target - 1;
  memcpy (buffer, target, n);
  return (ssize_t) n;
}

/* Modem lines: a pseudo-terminal has none, and every setter of libserialport reads them. */
int
ioctl (int fd, unsigned long request, ...)
{
  static int (*real) (int, unsigned long, void *);
  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "ioctl");
  va_list args;
  va_start (args, request);
  void *argument = va_arg (args, void *);
  va_end (args);
  int result = real (fd, request, argument);
  if (result == 0 || errno != ENOTTY || !isatty (fd))
    return result;
  if (request == TIOCMGET) {
    *(int *) argument = TIOCM_DTR | TIOCM_RTS | TIOCM_CTS | TIOCM_DSR | TIOCM_CAR;
    return 0;
  }
  return request == TIOCMSET || request == TIOCMBIS || request == TIOCMBIC ? 0 : result;
}
