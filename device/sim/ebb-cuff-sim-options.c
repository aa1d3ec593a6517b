/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cuff-sim-options.h"

#include "cuff-patient-file.h"

#include <glib.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A script has a dozen lines. */
#define PATIENT_FILE_MAX 65536

typedef struct {
  const char *name;
  bool (*take) (EbbCuffSimOptions *options, const char *name, const char *value);
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
take_seed (EbbCuffSimOptions *options, const char *name, const char *value)
{
  guint64 seed;

  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &seed, NULL))
    return refuse (name, value, _ ("a whole number from 0"));
  options->sim.seed = seed;
  return true;
}

static bool
take_limb (EbbCuffSimOptions *options, const char *name, const char *value)
{
  if (strcmp (value, "arm") != 0 && strcmp (value, "thigh") != 0)
    return refuse (name, value, _ ("arm or thigh"));
  options->sim.limb = strcmp (value, "arm") == 0 ? CUFF_LIMB_ARM : CUFF_LIMB_THIGH;
  return true;
}

static bool
take_channels (EbbCuffSimOptions *options, const char *name, const char *value)
{
  return parse_unsigned (value, 1, 2, &options->sim.n_channels)
         || refuse (name, value, _ ("1 or 2"));
}

static bool
take_lop (EbbCuffSimOptions *options, const char *name, const char *value)
{
  return parse_double (value, 60, 300, &options->sim.lop_mmhg)
         || refuse (name, value, _ ("60 to 300 mmHg"));
}

static bool
take_pump (EbbCuffSimOptions *options, const char *name, const char *value)
{
  return parse_double (value, 0.5, 30, &options->sim.pump_l_min)
         || refuse (name, value, _ ("0.5 to 30 L/min"));
}

static bool
take_sets (EbbCuffSimOptions *options, const char *name, const char *value)
{
  return parse_unsigned (value, 0, 20, &options->sim.patient.autonomous_sets)
         || refuse (name, value, _ ("a whole number from 0 to 20"));
}

static bool
take_reps (EbbCuffSimOptions *options, const char *name, const char *value)
{
  return parse_unsigned (value, 1, 100, &options->sim.patient.autonomous_reps)
         || refuse (name, value, _ ("a whole number from 1 to 100"));
}

static bool
take_fault (EbbCuffSimOptions *options, const char *name, const char *value)
{
  if (options->n_faults == CUFF_FAULT_PLANS_MAX) {
    fprintf (stderr, _ ("ebb-cuff-sim: --%s \"%s\" is one too many; at most %d faults.\n"), name,
             value, CUFF_FAULT_PLANS_MAX);
    return false;
  }
  if (cuff_fault_plan_parse (value, &options->sim.faults[options->n_faults])) {
    options->n_faults++;
    return true;
  }
  return refuse (name, value,
                 _ ("NAME[:CHANNEL]@WHEN[+SECONDS] with a name that --help lists, 0 to 86400 "
                    "seconds or a phase that --help lists, and a channel, 0 or 1, only for faults "
                    "of the cuff"));
}

/* Says which field, what it got and what it takes.  Always false. */
static bool
refuse_patient (const char *path, const CuffPatientFileError *error)
{
  g_autofree char *where = g_strdup_printf ("%s:%u", path, error->line);

  switch (error->result) {
  case CUFF_PATIENT_FILE_NO_EQUALS:
    fprintf (stderr, _ ("ebb-cuff-sim: %s: \"%s\" is not \"field = value\".\n"), where,
             error->field);
    break;
  case CUFF_PATIENT_FILE_NO_FIELD:
    fprintf (stderr, _ ("ebb-cuff-sim: %s: there is no field \"%s\".\n"), where, error->field);
    break;
  case CUFF_PATIENT_FILE_TWICE:
    fprintf (stderr, _ ("ebb-cuff-sim: %s: the field %s stands there twice.\n"), where,
             error->field);
    break;
  default:
    fprintf (stderr,
             error->most > 1
                 ? _ ("ebb-cuff-sim: %s: %s does not take \"%s\"; it takes up to %u numbers from "
                      "%g to %g.\n")
                 : _ ("ebb-cuff-sim: %s: %s does not take \"%s\"; it takes %u number from %g to "
                      "%g.\n"),
             where, error->field, error->value, error->most, error->low, error->high);
    break;
  }
  return false;
}

static bool
take_patient (EbbCuffSimOptions *options, const char *name, const char *value)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CuffPatientFileError wrong;
  gsize n_bytes;

  if (!g_file_get_contents (value, &text, &n_bytes, &error)) {
    fprintf (stderr, "ebb-cuff-sim: --%s: %s\n", name, error->message);
    return false;
  }
  if (n_bytes > PATIENT_FILE_MAX || !g_utf8_validate (text, (gssize) n_bytes, NULL))
    return refuse (name, value, _ ("a text file of at most 64 KB"));
  return cuff_patient_file_parse (text, &options->sim.patient, &wrong)
         || refuse_patient (value, &wrong);
}

/* The name of a file, kept as it stands in the arguments. */
static bool
take_path (const char **path, const char *name, const char *value)
{
  if (*value == '\0')
    return refuse (name, value, _ ("the name of a file"));
  *path = value;
  return true;
}

static bool
take_truth (EbbCuffSimOptions *options, const char *name, const char *value)
{
  return take_path (&options->sim.truth_path, name, value);
}

static bool
take_link (EbbCuffSimOptions *options, const char *name, const char *value)
{
  if (strlen (value) > EBB_CUFF_SIM_LINK_MAX)
    return refuse (name, value, _ ("a name of at most 63 bytes"));
  return take_path (&options->sim.link_path, name, value);
}

static bool
take_log (EbbCuffSimOptions *options, const char *name, const char *value)
{
  options->sim.log_stdout = false;
  return take_path (&options->sim.log_path, name, value);
}

static const Option option_table[] = {
  { "seed", take_seed }, { "limb", take_limb },     { "channels", take_channels },
  { "lop", take_lop },   { "pump-lpm", take_pump }, { "patient", take_patient },
  { "sets", take_sets }, { "reps", take_reps },     { "fault", take_fault },
  { "link", take_link }, { "log", take_log },       { "truth", take_truth },
};

static bool
take_option (EbbCuffSimOptions *options, const char *name, const char *value)
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

bool
ebb_cuff_sim_options_take (EbbCuffSimOptions *options, int argc, char **argv)
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
