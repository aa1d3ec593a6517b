/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Port, bytes and time.
 */
#include "cuff-conform-tester.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

/* A port that takes no bytes for so long is as good as gone. */
#define WRITE_MS    500
/* Somebody who talks without end may not keep this thread from looking at the clock. */
#define READS_MAX   16
/* Two hundred characters long: no receiver takes it for one. */
#define BREAK_MS    20
#define DTR_DOWN_MS 300

CuffTime
cuff_conform_now (const CuffConform *t)
{
  return cuff_clock_now (t->options->clock);
}

double
cuff_conform_ms_since (const CuffConform *t, CuffTime since_us)
{
  return (double) (cuff_conform_now (t) - since_us) / 1000.0;
}

bool
cuff_conform_open (CuffConform *t, const CuffConformOptions *options, CuffError *error)
{
  *t = (CuffConform){ .options = options, .nonce = options->nonce };
  cuff_parser_init (&t->parser);
  t->party = options->party;
  t->class = cuff_port_class_for (options->port);
  t->port = t->class->open (options->port, error);
  if (t->port == NULL)
    return false;
  t->class->flush (t->port);
  t->pipe_in = cuff_clock_pipe_get (options->clock, options->port, CUFF_PIPE_TO_HOST);
  t->pipe_out = cuff_clock_pipe_get (options->clock, options->port, CUFF_PIPE_TO_DEVICE);
  cuff_clock_pipe_open (t->pipe_in);

  return true;
}

void
cuff_conform_close (CuffConform *t)
{
  cuff_clock_pipe_abandon (t->pipe_in);
  t->class->close (t->port);
}

static void
read_port (CuffConform *t, bool hung_up)
{
  uint8_t bytes[512];
  int n_bytes;

  for (unsigned i = 0; i < READS_MAX; i++) {
    n_bytes = t->class->read (t->port, bytes, sizeof bytes, hung_up);
    if (n_bytes < 0) {
      t->gone = true;
      return;
    }
    cuff_clock_pipe_received (t->pipe_in, (size_t) n_bytes);
    cuff_conform_hear (t, bytes, (size_t) n_bytes);
    if (n_bytes < (int) sizeof bytes && !cuff_clock_pipe_busy (t->pipe_in))
      return;
  }
}

/* Sleeps until something came or it is time. */
static void
listen (CuffConform *t, CuffTime until_us)
{
  struct pollfd fd = { .fd = t->class->fd (t->port), .events = POLLIN };
  int n_ready = cuff_clock_wait (t->party, &fd, 1, until_us);

  if (n_ready > 0 && !t->gone)
    read_port (t, (fd.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0);
  if (t->options->cancelled != NULL && t->options->cancelled (t->options->user))
    t->cancelled = true;
}

bool
cuff_conform_wait (CuffConform *t, double ms, bool (*done) (const CuffConform *t))
{
  CuffTime until_us = cuff_conform_now (t) + (CuffTime) (ms * 1000);

  while (!t->gone && !t->cancelled) {
    CuffTime now_us = cuff_conform_now (t);

    if (done != NULL && done (t))
      return true;
    if (now_us >= until_us)
      return false;
    if (t->beating && now_us >= t->beat_at_us)
      cuff_conform_beat (t);
    listen (t, t->beating && t->beat_at_us < until_us ? t->beat_at_us : until_us);
  }

  return false;
}

bool
cuff_conform_pause (CuffConform *t, double ms)
{
  cuff_conform_wait (t, ms, NULL);

  return !t->gone && !t->cancelled;
}

void
cuff_conform_send_bytes (CuffConform *t, const uint8_t *bytes, size_t n_bytes)
{
  CuffTime give_up_us = cuff_conform_now (t) + CUFF_MS (WRITE_MS);

  while (n_bytes > 0 && !t->gone) {
    int n_taken = t->class->write (t->port, bytes, n_bytes);

    if (n_taken < 0 || cuff_conform_now (t) > give_up_us) {
      t->gone = true;
      return;
    }
    cuff_clock_pipe_sent (t->pipe_out, (size_t) n_taken);
    bytes += n_taken;
    n_bytes -= (size_t) n_taken;
    if (n_taken == 0)
      cuff_clock_wait (t->party, NULL, 0, cuff_conform_now (t) + CUFF_MS (2));
  }
}

/* With a lead zero always: a judge may have cut the frame before in two. */
uint8_t
cuff_conform_send_frame (CuffConform *t, CuffFrame *frame)
{
  uint8_t bytes[CUFF_FRAME_MAX];

  frame->sequence = t->frame_sequence++;
  cuff_conform_send_bytes (t, bytes, cuff_frame_encode (frame, true, bytes));

  return frame->sequence;
}

uint8_t
cuff_conform_send (CuffConform *t, const CuffMessage *message)
{
  CuffFrame frame;

  cuff_message_encode (message, &frame);

  return cuff_conform_send_frame (t, &frame);
}

uint8_t
cuff_conform_beat (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_STATE, .state = t->state };

  message.state.sequence = ++t->sequence;
  t->state_sent_us = cuff_conform_now (t);
  t->beat_at_us = t->state_sent_us + CUFF_MS (BEAT_MS);

  return cuff_conform_send (t, &message);
}

/* A modem line of the port's own up or down; false where there is none. */
static bool
set_line (CuffConform *t, CuffConformLine what, bool on)
{
  const unsigned long breaks[] = { TIOCCBRK, TIOCSBRK };
  int dtr = TIOCM_DTR;
  int fd;

  /* A pseudo-terminal takes the order for a break, and carries none. */
  if (t->class == &cuff_port_pty)
    return false;
  fd = t->class->fd (t->port);
  if (what == CUFF_CONFORM_LINE_BREAK)
    return ioctl (fd, breaks[on]) == 0;

  return ioctl (fd, on ? TIOCMBIS : TIOCMBIC, &dtr) == 0;
}

bool
cuff_conform_send_break (CuffConform *t)
{
  cuff_conform_forbid (t);
  if (t->options->line != NULL)
    return t->options->line (t->options->user, CUFF_CONFORM_LINE_BREAK);
  if (!set_line (t, CUFF_CONFORM_LINE_BREAK, true))
    return false;
  cuff_clock_wait (t->party, NULL, 0, cuff_conform_now (t) + CUFF_MS (BREAK_MS));

  return set_line (t, CUFF_CONFORM_LINE_BREAK, false);
}

bool
cuff_conform_drop_dtr (CuffConform *t)
{
  if (t->options->line != NULL)
    return t->options->line (t->options->user, CUFF_CONFORM_LINE_DTR);
  if (!set_line (t, CUFF_CONFORM_LINE_DTR, false))
    return false;
  cuff_conform_pause (t, DTR_DOWN_MS);

  return set_line (t, CUFF_CONFORM_LINE_DTR, true);
}
