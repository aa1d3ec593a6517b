/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebb-cuff-sim: a simulated cuff as a program of its own, on the wall clock.  The first line on
 * stdout is "port /dev/pts/N"; then one JSON line for each thing that really happened.
 */
#include "cuff-sim.h"

#include <errno.h>
#include <glib.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EXIT_BAD_OPTION 2

static const char help_text[] =
    N_ ("Usage: ebb-cuff-sim [OPTION]...\n"
        "A simulated BFR cuff behind a pseudo-terminal. Not for use on people.\n"
        "\n"
        "  --seed N             what chance does; the same seed, the same patient\n"
        "  --limb arm|thigh     the limb in the cuff (thigh)\n"
        "  --channels 1|2       cuffs at this controller (1)\n"
        "  --lop N              limb occlusion pressure, 60..300 mmHg (arm 128, thigh 181)\n"
        "  --pump-lpm N         free flow of the pump, 0.5..30 L/min (12)\n"
        "  --sets N             sets the patient does on his own, 0..20 (3); 0 = he lies still\n"
        "  --reps N             repetitions in each, 1..100 (15)\n"
        "  --fault NAME@SECONDS a fault and when it begins, 0..86400 s\n"
        "  --log FILE           write what happens there instead of stdout\n"
        "  --help, --version\n"
        "\n"
        "Faults: ");

typedef struct {
  const char *name;
  bool (*take) (CuffSimOptions *options, const char *name, const char *value);
} Option;

/* One clear message: which option, what it got, what it takes.  Always false. */
static bool
refuse (const char *name, const char *value, const char *range)
{
  fprintf (stderr, _ ("ebb-cuff-sim: --%s does not take \"%s\"; it takes %s.\n"), name, value,
           range);
  return false;
}

static bool
parse_double (const char *text, double low, double high, double *result)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (value) || value < low || value > high)
    return false;
  *result = value;
  return true;
}

static bool
parse_unsigned (const char *text, unsigned low, unsigned high, unsigned *result)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, low, high, &value, NULL))
    return false;
  *result = (unsigned) value;
  return true;
}

static bool
take_seed (CuffSimOptions *options, const char *name, const char *value)
{
  guint64 seed;

  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &seed, NULL))
    return refuse (name, value, _ ("a whole number from 0"));
  options->seed = seed;
  return true;
}

static bool
take_limb (CuffSimOptions *options, const char *name, const char *value)
{
  if (strcmp (value, "arm") != 0 && strcmp (value, "thigh") != 0)
    return refuse (name, value, _ ("arm or thigh"));
  options->limb = strcmp (value, "arm") == 0 ? CUFF_LIMB_ARM : CUFF_LIMB_THIGH;
  return true;
}

static bool
take_channels (CuffSimOptions *options, const char *name, const char *value)
{
  return parse_unsigned (value, 1, 2, &options->n_channels) || refuse (name, value, _ ("1 or 2"));
}

static bool
take_lop (CuffSimOptions *options, const char *name, const char *value)
{
  return parse_double (value, 60, 300, &options->lop_mmhg)
         || refuse (name, value, _ ("60 to 300 mmHg"));
}

static bool
take_pump (CuffSimOptions *options, const char *name, const char *value)
{
  return parse_double (value, 0.5, 30, &options->pump_l_min)
         || refuse (name, value, _ ("0.5 to 30 L/min"));
}

static bool
take_sets (CuffSimOptions *options, const char *name, const char *value)
{
  return parse_unsigned (value, 0, 20, &options->patient.autonomous_sets)
         || refuse (name, value, _ ("a whole number from 0 to 20"));
}

static bool
take_reps (CuffSimOptions *options, const char *name, const char *value)
{
  return parse_unsigned (value, 1, 100, &options->patient.autonomous_reps)
         || refuse (name, value, _ ("a whole number from 1 to 100"));
}

static bool
take_fault (CuffSimOptions *options, const char *name, const char *value)
{
  const char *at = strchr (value, '@');
  g_autofree char *word = at != NULL ? g_strndup (value, (gsize) (at - value)) : g_strdup (value);
  CuffFault fault = cuff_fault_from_string (word);
  double at_s = 0;

  if (fault == CUFF_FAULT_COUNT || fault == CUFF_FAULT_NONE || at == NULL
      || !parse_double (at + 1, 0, 86400, &at_s))
    return refuse (name, value,
                   _ ("NAME@SECONDS with a name that --help lists and 0 to 86400 seconds"));
  options->fault = fault;
  options->fault_at_us = (CuffTime) (at_s * 1e6);
  return true;
}

static bool
take_log (CuffSimOptions *options, const char *name, const char *value)
{
  if (*value == '\0')
    return refuse (name, value, _ ("the name of a file"));
  options->log_path = value;
  options->log_stdout = false;
  return true;
}

static const Option option_table[] = {
  { "seed", take_seed }, { "limb", take_limb },     { "channels", take_channels },
  { "lop", take_lop },   { "pump-lpm", take_pump }, { "sets", take_sets },
  { "reps", take_reps }, { "fault", take_fault },   { "log", take_log },
};

static void
print_help (void)
{
  fputs (_ (help_text), stdout);
  for (int i = CUFF_FAULT_NONE + 1; i < CUFF_FAULT_COUNT; i++)
    printf ("%s%s", i > 1 ? ", " : "", cuff_fault_to_string ((CuffFault) i));
  puts (".");
}

static bool
take_option (CuffSimOptions *options, const char *name, const char *value)
{
  for (size_t i = 0; i < G_N_ELEMENTS (option_table); i++) {
    if (strcmp (option_table[i].name, name) != 0)
      continue;
    if (value != NULL)
      return option_table[i].take (options, name, value);
    fprintf (stderr, _ ("ebb-cuff-sim: --%s needs a value; see --help.\n"), name);
    return false;
  }
  fprintf (stderr, _ ("ebb-cuff-sim: there is no option --%s; see --help.\n"), name);
  return false;
}

/* "--name value" and "--name=value". */
static bool
take_arguments (CuffSimOptions *options, int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (!g_str_has_prefix (argv[i], "--") || argv[i][2] == '\0') {
      fprintf (stderr, _ ("ebb-cuff-sim: \"%s\" is not an option; see --help.\n"), argv[i]);
      return false;
    }
    const char *equals = strchr (argv[i], '=');
    g_autofree char *name = equals != NULL ? g_strndup (argv[i] + 2, (gsize) (equals - argv[i] - 2))
                                           : g_strdup (argv[i] + 2);
    const char *value = NULL;
    if (equals != NULL)
      value = equals + 1;
    else if (i + 1 < argc)
      value = argv[++i];
    if (!take_option (options, name, value))
      return false;
  }
  return true;
}

static bool
asks_for (int argc, char **argv, const char *option)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], option) == 0)
      return true;
  return false;
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
    fprintf (stderr, _ ("ebb-cuff-sim: cannot start%s%s: %s\n"),
             options->log_path != NULL ? ", log " : "",
             options->log_path != NULL ? options->log_path : "", g_strerror (errno));
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
  CuffSimOptions options = {
    .limb = CUFF_LIMB_THIGH,
    .n_channels = 1,
    .log_stdout = true,
    .patient = { .autonomous_sets = 3,
                 .autonomous_reps = 15,
                 .autonomous_delay_ms = 4000,
                 .autonomous_rest_ms = 30000,
                 .contract_ms = 1000,
                 .hold_ms = 5000,
                 .relax_ms = 1000 },
  };

  setlocale (LC_ALL, "");
  /* Any seed will do when none is asked for; the log names it. */
  if (getentropy (&options.seed, sizeof options.seed) != 0)
    options.seed = 1;
  if (asks_for (argc, argv, "--help")) {
    print_help ();
    return 0;
  }
  if (asks_for (argc, argv, "--version")) {
    puts ("ebb-cuff-sim " EBB_VERSION);
    return 0;
  }
  if (!take_arguments (&options, argc, argv))
    return EXIT_BAD_OPTION;
  return run (&options);
}
