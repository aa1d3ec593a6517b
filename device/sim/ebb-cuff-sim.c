/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebb-cuff-sim: a simulated cuff as a program of its own, on the wall clock.  The first line on
 * stdout is "port /dev/pts/N"; then one JSON line for each thing that really happened.
 */
#include "ebb-cuff-sim-options.h"

#include <errno.h>
#include <glib.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EXIT_BAD_OPTION 2

static const char help_text[] = N_ (
    "Usage: ebb-cuff-sim [OPTION]...\n"
    "A simulated BFR cuff behind a pseudo-terminal. Not for use on people.\n"
    "\n"
    "  --seed N             what chance does; the same seed, the same patient\n"
    "  --limb arm|thigh     the limb in the cuff (thigh)\n"
    "  --channels 1|2       cuffs at this controller (1)\n"
    "  --lop N              limb occlusion pressure, 60..300 mmHg (arm 128, thigh 181)\n"
    "  --pump-lpm N         free flow of the pump, 0.5..30 L/min (12)\n"
    "  --sets N             sets the patient does on his own, 0..20 (3); 0 = he lies still\n"
    "  --reps N             repetitions in each, 1..100 (15)\n"
    "  --patient FILE       how he does it: lines of field = value\n"
    "  --fault NAME@WHEN    a fault and when it begins; may be repeated\n"
    "  --link NAME          a name for the port that outlives a replug\n"
    "  --log FILE           write what happens there instead of stdout\n"
    "  --truth FILE         the same with the pressures, 10 a second\n"
    "  --help, --version\n"
    "\n"
    "WHEN is 0..86400 seconds or idle, armed, inflating, holding, resting or deflating: when\n"
    "the controller is first there. \"NAME@WHEN+SECONDS\" ends again; \"NAME:1@WHEN\" is in the\n"
    "second channel alone.\n"
    "Faults: ");

static void
print_help (void)
{
  fputs (_ (help_text), stdout);
  for (int i = CUFF_FAULT_NONE + 1; i < CUFF_FAULT_COUNT; i++)
    printf ("%s%s", i > 1 ? ", " : "", cuff_fault_to_string ((CuffFault) i));
  puts (".");
}

static bool
asks_for (int argc, char **argv, const char *option)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], option) == 0)
      return true;
  return false;
}

/* One of the files it was to make is the usual reason: all are named. */
static void
say_why_not (const CuffSimOptions *options, int error_number)
{
  const char *const paths[] = { options->link_path, options->log_path, options->truth_path };
  g_autoptr (GString) files = g_string_new (NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (paths); i++)
    if (paths[i] != NULL)
      g_string_append_printf (files, " %s", paths[i]);
  fprintf (stderr, _ ("ebb-cuff-sim: cannot start%s: %s\n"), files->str, g_strerror (error_number));
}

static int
run (CuffSimOptions *options)
{
  sigset_t signals;
  int signal_number;

  /* Blocked before the thread starts, so that only sigwait() below takes them. */
  sigemptyset (&signals);
  sigaddset (&signals, SIGTERM);
  sigaddset (&signals, SIGINT);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  signal (SIGPIPE, SIG_IGN);

  options->clock = cuff_clock_new_monotonic ();
  CuffSim *sim = cuff_sim_start (options);
  if (sim == NULL) {
    say_why_not (options, errno);
    cuff_clock_free (options->clock);
    return 1;
  }
  if (!options->log_stdout) {
    printf ("port %s\n", cuff_sim_get_path (sim));
    fflush (stdout);
  }
  sigwait (&signals, &signal_number);
  cuff_sim_stop (sim);
  cuff_clock_free (options->clock);
  return 0;
}

int
main (int argc, char **argv)
{
  EbbCuffSimOptions options = {
    .sim = { .limb = CUFF_LIMB_THIGH,
             .n_channels = 1,
             .log_stdout = true,
             .patient = { .autonomous_sets = 3,
                          .autonomous_reps = 15,
                          .autonomous_delay_ms = 4000,
                          .autonomous_rest_ms = 30000,
                          .contract_ms = 1000,
                          .hold_ms = 5000,
                          .relax_ms = 1000 } },
  };

  setlocale (LC_ALL, "");
  /* Any seed will do when none is asked for; the log names it. */
  if (getentropy (&options.sim.seed, sizeof options.sim.seed) != 0)
    options.sim.seed = 1;
  if (asks_for (argc, argv, "--help")) {
    print_help ();
    return 0;
  }
  if (asks_for (argc, argv, "--version")) {
    puts ("ebb-cuff-sim " EBB_VERSION);
    return 0;
  }
  if (!ebb_cuff_sim_options_take (&options, argc, argv))
    return EXIT_BAD_OPTION;
  return run (&options.sim);
}
