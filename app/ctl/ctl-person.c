/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read byte by byte from the descriptor: what stdio had taken ahead, poll() would not see.
 */
#include "ctl-person.h"

#include <glib/gi18n-lib.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE_MAX_BYTES 64

typedef enum { HEARD_NOTHING, HEARD_LINE, HEARD_END } Heard;

static char line[LINE_MAX_BYTES]; /* as far as it has come; what does not fit is dropped */
static gsize n_line;

static const char *const questions[CUFF_CONFORM_HANDS] = {
  [CUFF_CONFORM_HAND_POWER] = N_ ("Switch the controller off and on again"),
  [CUFF_CONFORM_HAND_BUTTON] = N_ ("Press the controller's own stop button and let it go"),
  [CUFF_CONFORM_HAND_OVERFILL] =
      N_ ("Pump the cuff up with the hand bulb until the controller vents, above 300 mmHg"),
  [CUFF_CONFORM_HAND_BLOCK] =
      N_ ("Shut every way out of the cuff: clamp the outlets of its valves"),
  [CUFF_CONFORM_HAND_SENSOR_OFF] = N_ ("Pull the plug of a pressure sensor"),
  [CUFF_CONFORM_HAND_RESTORE] = N_ ("Put everything back as it was"),
};

/* One byte, or why there is none. */
static Heard
hear_byte (int timeout_ms, char *byte)
{
  struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
  if (poll (&fd, 1, timeout_ms) <= 0)
    return HEARD_NOTHING;
  return read (STDIN_FILENO, byte, 1) == 1 ? HEARD_LINE : HEARD_END;
}

/* On HEARD_LINE `line` is whole. */
static Heard
hear_line (int timeout_ms)
{
  char byte;
  Heard heard;
  while ((heard = hear_byte (timeout_ms, &byte)) == HEARD_LINE && byte != '\n')
    if (n_line + 1 < sizeof line)
      line[n_line++] = byte;
  if (heard != HEARD_LINE)
    return heard;
  line[n_line] = '\0';
  n_line = 0;
  g_strstrip (line);
  return HEARD_LINE;
}

gboolean
ctl_person_says (const char *word)
{
  return hear_line (-1) == HEARD_LINE && strcmp (line, word) == 0;
}

void
ctl_person_ask (CuffConformHand hand, unsigned seconds)
{
  n_line = 0;
  if (isatty (STDIN_FILENO))
    tcflush (STDIN_FILENO, TCIFLUSH);
  fprintf (stderr, _ ("> %s, then press Enter (%u s; n + Enter: not possible):\n"),
           _ (questions[hand]), seconds);
}

CuffConformReply
ctl_person_reply (void)
{
  Heard heard = hear_line (0);
  if (heard == HEARD_NOTHING)
    return CUFF_CONFORM_REPLY_NONE;
  return heard == HEARD_LINE && strcmp (line, "n") != 0 ? CUFF_CONFORM_REPLY_DONE
                                                        : CUFF_CONFORM_REPLY_NO;
}
