/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A patient's script from a file: all of it is understood, or the field, its value and the range
 * are named and nothing has changed.
 */
#include "cuff-patient-file.h"

#include <glib.h>

static void
test_whole (void)
{
  const char *const text = "# a quadriceps set\r\n"
                           "displaced_ml = 35.5\n"
                           "reaction_ms=300   # a little slow\n"
                           "\n"
                           "  fatigue_percent = 1\n"
                           "tempo_percent = 90\n"
                           "bumps_per_min = 6\n"
                           "skip = 4, 12\n"
                           "add=8\n"
                           "sets = 4\nreps = 30\ndelay_ms = 1000\nrest_ms = 45000\n"
                           "contract_ms = 1500\nhold_ms = 1\nrelax_ms = 1200";
  CuffPatientScript script = { 0 };
  CuffPatientFileError error;

  g_assert_true (cuff_patient_file_parse (text, &script, &error));
  g_assert_cmpfloat (script.displaced_ml, ==, 35.5);
  g_assert_cmpfloat (script.reaction_ms, ==, 300);
  g_assert_cmpfloat (script.fatigue_percent, ==, 1);
  g_assert_cmpfloat (script.tempo_percent, ==, 90);
  g_assert_cmpfloat (script.bumps_per_min, ==, 6);
  g_assert_cmpuint (script.n_skipped, ==, 2);
  g_assert_cmpuint (script.skipped[0], ==, 4);
  g_assert_cmpuint (script.skipped[1], ==, 12);
  g_assert_cmpuint (script.n_added, ==, 1);
  g_assert_cmpuint (script.added[0], ==, 8);
  g_assert_cmpuint (script.autonomous_sets, ==, 4);
  g_assert_cmpuint (script.autonomous_reps, ==, 30);
  g_assert_cmpuint (script.autonomous_delay_ms, ==, 1000);
  g_assert_cmpuint (script.autonomous_rest_ms, ==, 45000);
  g_assert_cmpuint (script.contract_ms, ==, 1500);
  g_assert_cmpuint (script.hold_ms, ==, 1);
  g_assert_cmpuint (script.relax_ms, ==, 1200);
}

/* What is not named stays; a fatigue of 0 is none, not the usual one. */
static void
test_part (void)
{
  CuffPatientScript script = { .autonomous_reps = 15, .reaction_ms = 200 };
  CuffPatientFileError error;

  g_assert_true (cuff_patient_file_parse ("", &script, &error));
  g_assert_true (cuff_patient_file_parse ("reps = 3\nfatigue_percent = 0\n", &script, &error));
  g_assert_cmpuint (script.autonomous_reps, ==, 3);
  g_assert_cmpfloat (script.reaction_ms, ==, 200);
  g_assert_cmpfloat (script.fatigue_percent, <, 0);
}

typedef struct {
  const char *text;
  CuffPatientFileResult result;
  unsigned line;
  const char *field, *value;
} BadRow;

static const BadRow bad_rows[] = {
  { "reps", CUFF_PATIENT_FILE_NO_EQUALS, 1, "reps", "" },
  { "\n\nrepetitions = 3", CUFF_PATIENT_FILE_NO_FIELD, 3, "repetitions", "3" },
  { "= 3", CUFF_PATIENT_FILE_NO_FIELD, 1, "", "3" },
  { "reps = 3\nreps = 4", CUFF_PATIENT_FILE_TWICE, 2, "reps", "4" },
  { "reps =", CUFF_PATIENT_FILE_RANGE, 1, "reps", "" },
  { "reps = 0", CUFF_PATIENT_FILE_RANGE, 1, "reps", "0" },
  { "reps = 101", CUFF_PATIENT_FILE_RANGE, 1, "reps", "101" },
  { "reps = 1.5", CUFF_PATIENT_FILE_RANGE, 1, "reps", "1.5" },
  { "reps = -1", CUFF_PATIENT_FILE_RANGE, 1, "reps", "-1" },
  { "reps = many", CUFF_PATIENT_FILE_RANGE, 1, "reps", "many" },
  { "displaced_ml = 80.1", CUFF_PATIENT_FILE_RANGE, 1, "displaced_ml", "80.1" },
  { "displaced_ml = 3,5", CUFF_PATIENT_FILE_RANGE, 1, "displaced_ml", "3,5" },
  { "displaced_ml = nan", CUFF_PATIENT_FILE_RANGE, 1, "displaced_ml", "nan" },
  { "displaced_ml = 1e1", CUFF_PATIENT_FILE_RANGE, 1, "displaced_ml", "1e1" },
  { "reaction_ms = 49", CUFF_PATIENT_FILE_RANGE, 1, "reaction_ms", "49" },
  { "tempo_percent = 201", CUFF_PATIENT_FILE_RANGE, 1, "tempo_percent", "201" },
  { "fatigue_percent = 6", CUFF_PATIENT_FILE_RANGE, 1, "fatigue_percent", "6" },
  { "bumps_per_min = 31", CUFF_PATIENT_FILE_RANGE, 1, "bumps_per_min", "31" },
  { "skip = 1,,2", CUFF_PATIENT_FILE_RANGE, 1, "skip", "1,,2" },
  { "skip = 1,2,3,4,5,6,7,8,9", CUFF_PATIENT_FILE_RANGE, 1, "skip", "1,2,3,4,5,6,7,8,9" },
  { "add = 0", CUFF_PATIENT_FILE_RANGE, 1, "add", "0" },
  { "hold_ms = 999999999999999999999", CUFF_PATIENT_FILE_RANGE, 1, "hold_ms",
    "999999999999999999999" },
};

static void
test_bad (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (bad_rows); i++) {
    const BadRow *row = &bad_rows[i];
    CuffPatientScript script = { .autonomous_reps = 15 };
    CuffPatientFileError error;
    if (cuff_patient_file_parse (row->text, &script, &error))
      g_error ("taken: %s", row->text);
    g_assert_cmpint (error.result, ==, row->result);
    g_assert_cmpuint (error.line, ==, row->line);
    g_assert_cmpstr (error.field, ==, row->field);
    g_assert_cmpstr (error.value, ==, row->value);
    if (row->result == CUFF_PATIENT_FILE_RANGE)
      g_assert_cmpfloat (error.high, >, error.low);
    g_assert_cmpuint (script.autonomous_reps, ==, 15);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patient-file/whole", test_whole);
  g_test_add_func ("/patient-file/part", test_part);
  g_test_add_func ("/patient-file/bad", test_bad);
  return g_test_run ();
}
