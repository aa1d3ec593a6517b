/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl cuff conformance PORT: judges a controller by the numbered requirements of
 * device/PROTOCOL.md.  The lines on stdout are in the language of that page.
 */
#include "ctl.h"

#include "cuff-conform.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define WORD_MAX 64

static volatile sig_atomic_t interrupted;

typedef struct {
  guint n_passed, n_failed, n_skipped;
} Count;

static void
on_interrupt (int number)
{
  interrupted = 1;
}

/* Without SA_RESTART: a question at the terminal ends too. */
static void
catch_interrupts (void)
{
  struct sigaction action = { .sa_handler = on_interrupt };
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGHUP, &action, NULL);
  /* Who reads the lines may go; the vent at the end must still be sent. */
  struct sigaction nothing = { .sa_handler = SIG_IGN };
  sigaction (SIGPIPE, &nothing, NULL);
}

static bool
was_interrupted (void *user)
{
  return interrupted != 0 || ferror (stdout);
}

static void
say_verdict (void *user, const CuffConformRequirement *requirement, CuffConformVerdict verdict,
             const char *seen)
{
  static const char *const words[] = { "pass", "fail", "not applicable" };
  Count *count = user;
  count->n_passed += verdict == CUFF_CONFORM_PASS;
  count->n_failed += verdict == CUFF_CONFORM_FAIL;
  count->n_skipped += verdict == CUFF_CONFORM_NOT_APPLICABLE;
  ctl_say ("%s\t%s\t%s\t%s", requirement->id, requirement->title, words[verdict], seen);
}

/* FALSE also at the end of the input: nobody is there. */
static gboolean
ask_person (const char *question, const char *wanted)
{
  char word[WORD_MAX];
  fprintf (stderr, "%s ", question);
  if (fgets (word, sizeof word, stdin) == NULL || interrupted)
    return FALSE;
  return wanted == NULL || strcmp (g_strstrip (word), wanted) == 0;
}

static bool
ask_power_cycle (void *user)
{
  return ask_person (_ ("Switch the controller off and on again, then press Enter:"), NULL);
}

static gboolean
may_begin (const char *port, gboolean sure)
{
  fprintf (stderr,
           _ ("%s: %u requirements, about three minutes; the cuff is inflated up to 60 mmHg "
              "again and again.\nConnect the cuff to a rigid cylinder, no person.\n"),
           port, cuff_conform_count ());
  /* The word is the same in every language, as in a script. */
  return sure || ask_person (_ ("Type yes to begin:"), "yes");
}

static int
say_end (CuffConformEnd end, const char *port, const Count *count, const CuffError *error)
{
  switch (end) {
  case CUFF_CONFORM_NO_PORT:
    return ctl_fail_text ("%s", error->message);
  case CUFF_CONFORM_STRANGER:
    return ctl_fail_text (_ ("%s: no CuffWire controller answers there; nothing but greetings was "
                             "sent, and nothing could be judged"),
                          port);
  case CUFF_CONFORM_LOST:
    return ctl_fail_text (_ ("%s went away before the end; is the cuff empty?"), port);
  case CUFF_CONFORM_CANCELLED:
    return ctl_fail_text ("%s", _ ("interrupted; the controller was told to vent"));
  default:
    break;
  }
  ctl_say ("%u passed, %u failed, %u not applicable", count->n_passed, count->n_failed,
           count->n_skipped);
  return count->n_failed == 0 ? CTL_OK : CTL_FAILED;
}

int
ctl_cuff_conformance (int argc, char **argv)
{
  gboolean sure = FALSE, power_cycle = FALSE;
  const GOptionEntry entries[] = { { "yes", 0, 0, G_OPTION_ARG_NONE, &sure,
                                     N_ ("The cuff is on a rigid cylinder, no person"), NULL },
                                   { "power-cycle", 0, 0, G_OPTION_ARG_NONE, &power_cycle,
                                     N_ ("Somebody switches the controller off and on when asked"),
                                     NULL },
                                   G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, "PORT", 1))
    return CTL_USAGE;
  catch_interrupts ();
  if (!may_begin (argv[1], sure))
    return ctl_fail_text ("%s", _ ("not begun; nothing was sent"));
  CuffClock *clock = cuff_clock_new_monotonic ();
  CuffClockParty *self = cuff_clock_join (clock, "main");
  Count count = { 0 };
  CuffError error = { 0 };
  CuffConformOptions options = { .clock = clock,
                                 .party = self,
                                 .port = argv[1],
                                 .nonce = g_random_int (),
                                 .tell = say_verdict,
                                 .cancelled = was_interrupted,
                                 .power_cycle = power_cycle ? ask_power_cycle : NULL,
                                 .user = &count };
  unsigned n_failed;
  CuffConformEnd end = cuff_conform_run (&options, &n_failed, &error);
  cuff_clock_leave (self);
  cuff_clock_free (clock);
  return say_end (end, argv[1], &count, &error);
}
