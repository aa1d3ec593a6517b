/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl cuff conformance PORT: judges a controller by the numbered requirements of
 * device/PROTOCOL.md.  The lines on stdout are in the language of that page.
 */
#include "ctl-person.h"
#include "ctl.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static volatile sig_atomic_t interrupted;

typedef struct {
  gboolean power_cycle, by_hand;
  char **only; /* borrowed; NULL = all */
  double ran_s;
  guint n_passed, n_failed, n_skipped;
} Run;

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
  Run *run = user;
  run->n_passed += verdict == CUFF_CONFORM_PASS;
  run->n_failed += verdict == CUFF_CONFORM_FAIL;
  run->n_skipped += verdict == CUFF_CONFORM_NOT_APPLICABLE;
  ctl_say ("%s\t%s\t%s\t%s", requirement->id, requirement->title, words[verdict], seen);
}

static bool
ask_person (void *user, CuffConformHand hand, unsigned seconds)
{
  Run *run = user;
  if (hand == CUFF_CONFORM_HAND_POWER ? !run->power_cycle && !run->by_hand : !run->by_hand)
    return false;
  ctl_person_ask (hand, seconds);
  return true;
}

static CuffConformReply
hear_person (void *user)
{
  return ctl_person_reply ();
}

static bool
is_wanted (void *user, const CuffConformRequirement *requirement)
{
  Run *run = user;
  return g_strv_contains ((const char *const *) run->only, requirement->id);
}

/* FALSE when a word of --only is no requirement. */
static gboolean
check_only (char **only)
{
  for (gsize i = 0; only != NULL && only[i] != NULL; i++) {
    gboolean known = FALSE;
    for (guint k = 0; k < cuff_conform_count () && !known; k++)
      known = strcmp (only[i], cuff_conform_requirement (k)->id) == 0;
    if (known)
      continue;
    ctl_bad_usage (_ ("--only \"%s\": %s to %s are allowed, with commas between them"), only[i],
                   cuff_conform_requirement (0)->id,
                   cuff_conform_requirement (cuff_conform_count () - 1)->id);
    return FALSE;
  }
  return TRUE;
}

static gboolean
may_begin (const char *port, const Run *run, gboolean sure)
{
  fprintf (stderr,
           _ ("%s: %u requirements, about three minutes; the cuff is inflated up to 60 mmHg "
              "again and again.\nConnect the cuff to a rigid cylinder, no person.\n"),
           port, cuff_conform_count ());
  if (run->by_hand)
    fputs (_ ("Have ready: a hand bulb on a T-piece, clamps for the outlets, and access to the "
              "power, the stop button and the plug of a sensor.\n"),
           stderr);
  if (sure)
    return TRUE;
  fprintf (stderr, "%s ", _ ("Type yes to begin:"));
  /* The word is the same in every language, as in a script. */
  return ctl_person_says ("yes");
}

static int
say_end (CuffConformEnd end, const char *port, const Run *run, const CuffError *error)
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
  ctl_say ("%u passed, %u failed, %u not applicable, %.0f s", run->n_passed, run->n_failed,
           run->n_skipped, run->ran_s);
  return run->n_failed == 0 ? CTL_OK : CTL_FAILED;
}

static CuffConformEnd
judge (Run *run, const char *port, CuffError *error)
{
  CuffClock *clock = cuff_clock_new_monotonic ();
  CuffClockParty *self = cuff_clock_join (clock, "main");
  CuffConformOptions options = { .clock = clock,
                                 .party = self,
                                 .port = port,
                                 .nonce = g_random_int (),
                                 .tell = say_verdict,
                                 .cancelled = was_interrupted,
                                 .wanted = run->only != NULL ? is_wanted : NULL,
                                 .ask = run->power_cycle || run->by_hand ? ask_person : NULL,
                                 .reply = hear_person,
                                 .user = run };
  unsigned n_failed;
  CuffTime began_us = cuff_clock_now (clock);
  CuffConformEnd end = cuff_conform_run (&options, &n_failed, error);
  run->ran_s = (double) (cuff_clock_now (clock) - began_us) / 1e6;
  cuff_clock_leave (self);
  cuff_clock_free (clock);
  return end;
}

int
ctl_cuff_conformance (int argc, char **argv)
{
  gboolean sure = FALSE;
  g_autofree char *only = NULL;
  Run run = { 0 };
  const GOptionEntry entries[] = {
    { "yes", 0, 0, G_OPTION_ARG_NONE, &sure, N_ ("The cuff is on a rigid cylinder, no person"),
      NULL },
    { "only", 0, 0, G_OPTION_ARG_STRING, &only, N_ ("Judge these, and C1 before them"), "C1,C2" },
    { "power-cycle", 0, 0, G_OPTION_ARG_NONE, &run.power_cycle,
      N_ ("Somebody switches the controller off and on when asked"), NULL },
    { "by-hand", 0, 0, G_OPTION_ARG_NONE, &run.by_hand,
      N_ ("Somebody does what else needs hands, step by step, when asked"), NULL },
    G_OPTION_ENTRY_NULL
  };
  if (!ctl_parse (&argc, &argv, entries, "PORT", 1))
    return CTL_USAGE;
  /* An empty text has no words, and is to be refused like a wrong one. */
  g_auto (GStrv) words = only != NULL ? g_strsplit (*only != '\0' ? only : ",", ",", -1) : NULL;
  if (!check_only (words))
    return CTL_USAGE;
  run.only = words;
  catch_interrupts ();
  if (!may_begin (argv[1], &run, sure))
    return ctl_fail_text ("%s", _ ("not begun; nothing was sent"));
  CuffError error = { 0 };
  CuffConformEnd end = judge (&run, argv[1], &error);
  return say_end (end, argv[1], &run, &error);
}
