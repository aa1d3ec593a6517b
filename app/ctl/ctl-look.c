/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl-look.h"

#include "ctl.h"

#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t interrupted;

static void
on_interrupt (int number)
{
  interrupted = 1;
}

void
ctl_look_catch_interrupts (void)
{
  signal (SIGINT, on_interrupt);
  signal (SIGTERM, on_interrupt);
  signal (SIGHUP, on_interrupt);
  signal (SIGPIPE, SIG_IGN); /* who reads the lines may go; what is armed is vented first */
}

gboolean
ctl_look_interrupted (void)
{
  return interrupted != 0 || ferror (stdout);
}

void
ctl_look_open (CtlLook *look, const char *port)
{
  look->clock = cuff_clock_new_monotonic ();
  look->self = cuff_clock_join (look->clock, "main");
  CuffLinkOptions options = { .clock = look->clock, .port = port, .nonce = g_random_int () };
  look->link = cuff_link_new (&options);
  cuff_link_start (look->link);
}

void
ctl_look_close (CtlLook *look)
{
  cuff_link_free (look->link);
  cuff_clock_leave (look->self);
  cuff_clock_free (look->clock);
}

void
ctl_look_wait (CtlLook *look)
{
  struct pollfd fd = { .fd = cuff_link_get_notify_fd (look->link), .events = POLLIN };
  cuff_clock_wait (look->self, &fd, 1, cuff_clock_now (look->clock) + CUFF_MS (100));
  cuff_link_clear_notify (look->link);
  cuff_link_tick_ui (look->link);
}

gboolean
ctl_look_event (CtlLook *look, CuffLinkEvent *event)
{
  return cuff_link_read_event (look->link, &look->next_event, event) == CUFF_RING_OK;
}

gboolean
ctl_look_identity (CtlLook *look, CuffIdentity *identity)
{
  CuffLinkEvent event;
  while (!ctl_look_interrupted ()) {
    while (ctl_look_event (look, &event)) {
      if (event.kind == CUFF_LINK_EVENT_IDENTITY) {
        *identity = event.identity;
        return TRUE;
      }
      if (event.kind == CUFF_LINK_EVENT_LOST) {
        ctl_fail_text ("%s", event.error.message);
        return FALSE;
      }
    }
    ctl_look_wait (look);
  }
  return FALSE;
}
