/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both rows of the port table, byte for byte, on a pseudo-terminal; the serial row goes through
 * libserialport itself (tests/support/serial-shim.c).
 */
#include "cuff-port.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

typedef struct {
  int master, keeper; /* `keeper` holds the slave open, like a simulator */
  char *path;
} Cable;

static Cable
cable_new (void)
{
  Cable cable = { .master = posix_openpt (O_RDWR | O_NOCTTY | O_NONBLOCK) };
  g_assert_cmpint (cable.master, >=, 0);
  g_assert_cmpint (grantpt (cable.master), ==, 0);
  g_assert_cmpint (unlockpt (cable.master), ==, 0);
  cable.path = g_strdup (ptsname (cable.master));
  cable.keeper = open (cable.path, O_RDWR | O_NOCTTY);
  return cable;
}

static void
cable_free (Cable *cable)
{
  if (cable->master >= 0)
    close (cable->master);
  close (cable->keeper);
  g_free (cable->path);
}

static const CuffPortClass *
row_of (gconstpointer data)
{
  return data;
}

/* Waits until the terminal has delivered `n` bytes to `fd`, or it hangs up. */
static short
await_input (int fd)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
  g_assert_cmpint (poll (&poll_fd, 1, 2000), ==, 1);
  return poll_fd.revents;
}

static void
read_all (const CuffPortClass *row, CuffPort *port, uint8_t *bytes, size_t n_bytes)
{
  size_t n = 0;
  while (n < n_bytes) {
    await_input (row->fd (port));
    int got = row->read (port, bytes + n, n_bytes - n, false);
    g_assert_cmpint (got, >, 0);
    n += (size_t) got;
  }
}

/* Every byte value, both ways: XON/XOFF (0x11, 0x13), line ends, 0x03 and 0xFF included. */
static void
test_bytes (gconstpointer data)
{
  const CuffPortClass *row = row_of (data);
  Cable cable = cable_new ();
  CuffError error = { 0 };
  CuffPort *port = row->open (cable.path, &error);
  g_assert_cmpstr (error.message, ==, "");
  g_assert_nonnull (port);
  uint8_t sent[256], got[256];
  for (int i = 0; i < 256; i++)
    sent[i] = (uint8_t) i;
  g_assert_cmpint (write (cable.master, sent, sizeof sent), ==, sizeof sent);
  read_all (row, port, got, sizeof got);
  g_assert_cmpmem (got, sizeof got, sent, sizeof sent);
  g_assert_cmpint (row->read (port, got, sizeof got, false), ==, 0); /* silent is not gone */

  g_assert_cmpint (row->write (port, sent, sizeof sent), ==, sizeof sent);
  size_t n = 0;
  while (n < sizeof got) {
    await_input (cable.master);
    ssize_t part = read (cable.master, got + n, sizeof got - n);
    g_assert_cmpint (part, >, 0);
    n += (size_t) part;
  }
  g_assert_cmpmem (got, sizeof got, sent, sizeof sent);
  row->close (port);
  cable_free (&cable);
}

/* What lay in the buffer before we came is not taken for news. */
static void
test_flush (gconstpointer data)
{
  const CuffPortClass *row = row_of (data);
  Cable cable = cable_new ();
  CuffError error = { 0 };
  CuffPort *port = row->open (cable.path, &error);
  g_assert_nonnull (port);
  g_assert_cmpint (write (cable.master, "old", 3), ==, 3);
  await_input (row->fd (port));
  row->flush (port);
  uint8_t byte;
  g_assert_cmpint (row->read (port, &byte, 1, false), ==, 0);
  row->close (port);
  cable_free (&cable);
}

static void
test_unplugged (gconstpointer data)
{
  const CuffPortClass *row = row_of (data);
  Cable cable = cable_new ();
  CuffError error = { 0 };
  CuffPort *port = row->open (cable.path, &error);
  g_assert_nonnull (port);
  close (cable.master);
  cable.master = -1;
  short revents = await_input (row->fd (port));
  g_assert_cmpint (revents & (POLLHUP | POLLERR), !=, 0);
  uint8_t byte;
  g_assert_cmpint (row->read (port, &byte, 1, true), ==, -1);
  g_assert_cmpint (row->write (port, &byte, 1), ==, -1);
  row->close (port);
  cable_free (&cable);
}

/* One owner at a time, also for root. */
static void
test_exclusive (gconstpointer data)
{
  const CuffPortClass *row = row_of (data);
  Cable cable = cable_new ();
  CuffError error = { 0 };
  CuffPort *port = row->open (cable.path, &error);
  g_assert_nonnull (port);
  g_assert_null (row->open (cable.path, &error));
  g_assert_cmpint (error.code, ==, CUFF_ERROR_BUSY);
  g_assert_nonnull (strstr (error.message, cable.path));
  g_assert_cmpint (fcntl (row->fd (port), F_GETFD) & FD_CLOEXEC, !=, 0);
  row->close (port);
  error = (CuffError){ 0 };
  port = row->open (cable.path, &error);
  g_assert_nonnull (port);
  row->close (port);
  cable_free (&cable);
}

/* The spare dead-man line: hang-up on close is on, flow control off, 8 bits, raw. */
static void
test_settings (gconstpointer data)
{
  const CuffPortClass *row = row_of (data);
  Cable cable = cable_new ();
  CuffError error = { 0 };
  CuffPort *port = row->open (cable.path, &error);
  g_assert_nonnull (port);
  struct termios settings;
  g_assert_cmpint (tcgetattr (row->fd (port), &settings), ==, 0);
  g_assert_cmpint (settings.c_cflag & HUPCL, !=, 0);
  g_assert_cmpint (settings.c_cflag & CSIZE, ==, CS8);
  g_assert_cmpint (settings.c_iflag & (IXON | IXOFF | ICRNL), ==, 0);
  g_assert_cmpint (settings.c_lflag & (ECHO | ICANON | ISIG), ==, 0);
  row->close (port);
  cable_free (&cable);
}

static void
test_not_a_port (gconstpointer data)
{
  const CuffPortClass *row = row_of (data);
  g_autofree char *folder = g_dir_make_tmp ("ebb-port-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  const struct {
    const char *path;
    CuffErrorCode code;
  } rows[] = { { missing, CUFF_ERROR_NO_PORT },
               { file, CUFF_ERROR_NOT_A_PORT },
               { folder, CUFF_ERROR_NOT_A_PORT },
               { "/dev/null", CUFF_ERROR_NOT_A_PORT } };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    CuffError error = { 0 };
    g_assert_null (row->open (rows[i].path, &error));
    g_assert_cmpint (error.code, ==, rows[i].code);
    g_assert_nonnull (strstr (error.message, rows[i].path));
  }
  g_unlink (file);
  g_rmdir (folder);
}

/* Somebody without permission learns the node's group and the cure. */
static void
test_denied (gconstpointer data)
{
  const CuffPortClass *row = row_of (data);
  Cable cable = cable_new ();
  close (cable.keeper);
  g_assert_cmpint (chmod (cable.path, 0600), ==, 0);
  cable.keeper = open (cable.path, O_RDWR | O_NOCTTY);
  if (geteuid () != 0) {
    g_test_skip ("only root can hand the terminal to somebody else");
    cable_free (&cable);
    return;
  }
  pid_t child = fork ();
  if (child == 0) {
    CuffError error = { 0 };
    if (setuid (65534) != 0)
      _exit (2);
    CuffPort *port = row->open (cable.path, &error);
    _exit (port == NULL && error.code == CUFF_ERROR_DENIED
                   && strstr (error.message, "usermod -aG") != NULL
               ? 0
               : 1);
  }
  int status = 0;
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  cable_free (&cable);
}

/* A stop that finds no room: what waits in the port goes, and the next bytes are taken at once. */
static void
test_drop (gconstpointer data)
{
  const CuffPortClass *row = row_of (data);
  static const uint8_t stale[1024] = { [0 ... 1023] = 0x55 };
  static const uint8_t stop[4] = { 0 };
  Cable cable = cable_new ();
  CuffError error = { 0 };
  CuffPort *port = row->open (cable.path, &error);
  g_assert_nonnull (port);
  gsize n_stale = 0;
  int n;
  while ((n = row->write (port, stale, sizeof stale)) > 0)
    n_stale += (gsize) n;
  g_assert_cmpint (n, ==, 0); /* full is not gone */
  row->drop (port);
  g_assert_cmpint (row->write (port, stop, sizeof stop), ==, sizeof stop);

  gsize n_heard = 0;
  uint8_t bytes[4096], last = 0xFF;
  while (last != 0 || n_heard < sizeof stop) {
    await_input (cable.master);
    ssize_t part = read (cable.master, bytes, sizeof bytes);
    g_assert_cmpint (part, >, 0);
    n_heard += (gsize) part;
    last = bytes[part - 1];
  }
  g_assert_cmpuint (n_heard, <, n_stale);
  row->close (port);
  cable_free (&cable);
}

/* The cure fits the place: what to do is said in words that can be done. */
static void
test_words (void)
{
  static const struct {
    int error_number;
    gboolean sandboxed;
    CuffErrorCode code;
    const char *cure;
  } rows[] = {
    { EACCES, FALSE, CUFF_ERROR_DENIED, "sudo usermod -aG" },
    { EACCES, TRUE, CUFF_ERROR_DENIED, "Flatseal" },
    { EACCES, TRUE, CUFF_ERROR_DENIED, "sudo usermod -aG" },
    { EBUSY, FALSE, CUFF_ERROR_BUSY, "another program" },
    { EBUSY, FALSE, CUFF_ERROR_BUSY, "ModemManager" },
    { ENOENT, FALSE, CUFF_ERROR_NO_PORT, "cable" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    CuffError error = { 0 };
    if (rows[i].sandboxed)
      cuff_port_explain_sandboxed ("/dev/ttyACM0", rows[i].error_number, &error);
    else
      cuff_port_explain ("/dev/ttyACM0", rows[i].error_number, &error);
    g_assert_cmpint (error.code, ==, rows[i].code);
    g_assert_nonnull (strstr (error.message, "/dev/ttyACM0"));
    g_assert_nonnull (strstr (error.message, rows[i].cure));
    /* Whole, however long the names are. */
    g_assert_true (g_str_has_suffix (error.message, ".")
                   || g_str_has_suffix (error.message, "cuff list"));
  }
}

static void
test_row_choice (void)
{
  g_assert_true (cuff_port_class_for ("/dev/pts/3") == &cuff_port_pty);
  g_assert_true (cuff_port_class_for ("/dev/ttyACM0") == &cuff_port_serial);
  g_assert_true (cuff_port_class_for ("nonsense") == &cuff_port_serial);
  g_autofree char *folder = g_dir_make_tmp ("ebb-port-XXXXXX", NULL);
  g_autofree char *name = g_build_filename (folder, "cuff", NULL);
  Cable cable = cable_new ();
  g_assert_cmpint (symlink (cable.path, name), ==, 0);
  g_assert_true (cuff_port_class_for (name) == &cuff_port_pty);
  g_unlink (name);
  g_rmdir (folder);
  cable_free (&cable);
}

static void
add (const char *name, GTestDataFunc function)
{
  const CuffPortClass *rows[] = { &cuff_port_pty, &cuff_port_serial };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/port/%s/%s", rows[i]->name, name);
    g_test_add_data_func (path, rows[i], function);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("bytes", test_bytes);
  add ("flush", test_flush);
  add ("unplugged", test_unplugged);
  add ("exclusive", test_exclusive);
  add ("settings", test_settings);
  add ("not-a-port", test_not_a_port);
  add ("denied", test_denied);
  add ("drop", test_drop);
  g_test_add_func ("/port/words", test_words);
  g_test_add_func ("/port/row-choice", test_row_choice);
  return g_test_run ();
}
