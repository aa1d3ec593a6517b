/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the judges do to a serial line besides writing bytes: a break, and DTR down and up.  The
 * kernel's driver is this file: ioctl() of a program comes before that of the C library.
 */
#include "cuff-conform-tester.h"

#include <errno.h>
#include <glib.h>
#include <stdarg.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ASKED_MAX 8

int ioctl (int fd, unsigned long request, ...);

/* What the driver was asked, when, and what it says to that. */
static struct {
  unsigned long request[ASKED_MAX];
  CuffTime at_us[ASKED_MAX];
  int lines[ASKED_MAX];
  unsigned n_asked;
  int error;
} driver;

static CuffClock *driver_clock;

int
ioctl (int fd, unsigned long request, ...)
{
  va_list args;

  va_start (args, request);
  int *lines = va_arg (args, int *);
  va_end (args);
  g_assert_cmpuint (driver.n_asked, <, ASKED_MAX);
  driver.request[driver.n_asked] = request;
  driver.at_us[driver.n_asked] = cuff_clock_now (driver_clock);
  if (request == TIOCMBIS || request == TIOCMBIC)
    driver.lines[driver.n_asked] = *lines;
  driver.n_asked++;
  errno = driver.error;

  return driver.error == 0 ? 0 : -1;
}

/* A port on which nothing ever comes. */
static int silent_fd;

static int
stub_fd (const CuffPort *port)
{
  return silent_fd;
}

static int
stub_read (CuffPort *port, uint8_t *bytes, size_t n_bytes, bool hung_up)
{
  return 0;
}

static const CuffPortClass stub = { .name = "stub", .fd = stub_fd, .read = stub_read };

typedef struct {
  CuffConformOptions options;
  CuffConform tester;
} Rig;

static void
set_up (Rig *rig, int error)
{
  memset (&driver, 0, sizeof driver);
  driver.error = error;
  driver_clock = cuff_clock_new_virtual (0);
  rig->options = (CuffConformOptions){ .clock = driver_clock,
                                       .party = cuff_clock_join (driver_clock, "main") };
  cuff_clock_adopt (rig->options.party);
  silent_fd = eventfd (0, EFD_CLOEXEC);
  rig->tester =
      (CuffConform){ .options = &rig->options, .party = rig->options.party, .class = &stub };
}

static void
tear_down (Rig *rig)
{
  cuff_clock_leave (rig->options.party);
  cuff_clock_free (driver_clock);
  close (silent_fd);
}

/* A break is longer than a whole character, which lasts 87 us; and it ends, or the line is dead. */
static void
test_break (void)
{
  Rig rig;

  set_up (&rig, 0);
  g_assert_true (cuff_conform_send_break (&rig.tester));
  g_assert_cmpuint (driver.n_asked, ==, 2);
  g_assert_cmpuint (driver.request[0], ==, TIOCSBRK);
  g_assert_cmpuint (driver.request[1], ==, TIOCCBRK);
  g_assert_cmpint (driver.at_us[1] - driver.at_us[0], >=, 2 * 87);
  g_assert_cmpint (driver.at_us[1] - driver.at_us[0], <=, CUFF_MS (100));
  tear_down (&rig);
}

/* It comes up again, and only DTR moves. */
static void
test_dtr (void)
{
  Rig rig;

  set_up (&rig, 0);
  g_assert_true (cuff_conform_drop_dtr (&rig.tester));
  g_assert_cmpuint (driver.n_asked, ==, 2);
  g_assert_cmpuint (driver.request[0], ==, TIOCMBIC);
  g_assert_cmpuint (driver.request[1], ==, TIOCMBIS);
  g_assert_cmpint (driver.lines[0], ==, TIOCM_DTR);
  g_assert_cmpint (driver.lines[1], ==, TIOCM_DTR);
  g_assert_cmpint (driver.at_us[1] - driver.at_us[0], >=, CUFF_MS (100));
  tear_down (&rig);
}

/* An adapter whose driver refuses: there is nothing to judge, and that is said. */
static void
test_refused (void)
{
  Rig rig;

  set_up (&rig, EOPNOTSUPP);
  g_assert_false (cuff_conform_send_break (&rig.tester));
  g_assert_false (cuff_conform_drop_dtr (&rig.tester));
  g_assert_cmpuint (driver.n_asked, ==, 2);
  tear_down (&rig);
}

/* A pseudo-terminal says yes to a break and carries none: it is not even asked. */
static void
test_pty (void)
{
  Rig rig;

  set_up (&rig, 0);
  rig.tester.class = &cuff_port_pty;
  g_assert_false (cuff_conform_send_break (&rig.tester));
  g_assert_false (cuff_conform_drop_dtr (&rig.tester));
  g_assert_cmpuint (driver.n_asked, ==, 0);
  tear_down (&rig);
}

static unsigned n_reads;

/* Always as much as fits, and never an end. */
static int
flood_read (CuffPort *port, uint8_t *bytes, size_t n_bytes, bool hung_up)
{
  g_assert_cmpuint (++n_reads, <=, 64);
  memset (bytes, 0x55, n_bytes);

  return (int) n_bytes;
}

static bool
look_up (void *user)
{
  n_reads = 0;

  return false;
}

/* Who talks without end may not keep the judge from the clock and from Ctrl-C. */
static void
test_flood (void)
{
  static const CuffPortClass flood = { .name = "flood", .fd = stub_fd, .read = flood_read };
  CuffClock *clock = cuff_clock_new_monotonic ();
  CuffClockParty *self = cuff_clock_join (clock, "main");
  CuffConformOptions options = { .clock = clock, .party = self, .cancelled = look_up };
  CuffConform tester = { .options = &options, .party = self, .class = &flood };

  cuff_parser_init (&tester.parser);
  silent_fd = eventfd (1, EFD_CLOEXEC); /* something is there */
  g_assert_true (cuff_conform_pause (&tester, 20));
  g_assert_cmpuint (tester.heard.bytes, >, 0);
  cuff_clock_leave (self);
  cuff_clock_free (clock);
  close (silent_fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conform/line/break", test_break);
  g_test_add_func ("/conform/line/dtr", test_dtr);
  g_test_add_func ("/conform/line/refused", test_refused);
  g_test_add_func ("/conform/line/pty", test_pty);
  g_test_add_func ("/conform/line/flood", test_flood);

  return g_test_run ();
}
