/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Version 2 of protocol files: every mode and pattern, and a source for each value.  A bad file is
 * refused with a message that names line, field, value and range; version 1 is read as before.
 */
#include "ebb-protocol.h"

#include <string.h>

typedef struct {
  const char *field, *value;
} Field;

/* One field on each line. */
static const Field good[] = {
  { "format", "\"ebb-protocol\"" },
  { "format_version", "2" },
  { "id", "\"practice\"" },
  { "reference", "\"P99\"" },
  { "name", "\"Practice\"" },
  { "version", "3" },
  { "source", "\"invented\"" },
  { "status", "\"for practice\"" },
  { "exercise", "\"quad-set\"" },
  { "mode", "\"resistance\"" },
  { "pressure", "{\"basis\": \"percent-lop\", \"value\": 60, \"min\": 40, \"max\": 70, "
                "\"limit\": 75, \"option\": \"180 mmHg\"}" },
  { "pattern", "\"continuous\"" },
  { "load", "{\"basis\": \"percent-1rm\", \"value\": 30, \"min\": 20, \"max\": 40}" },
  { "sets_min", "1" },
  { "sets", "[{\"reps_min\": 20, \"reps_max\": 30}, {\"to_failure\": true, \"reps_max\": 40}, "
            "{\"to_failure\": true}]" },
  { "rest_s", "45" },
  { "tempo", "{\"contract_ms\": 2000, \"hold_ms\": 0, \"relax_ms\": 2000, \"pause_ms\": 500}" },
  { "max_inflation_s", "900" },
  { "frequency", "{\"text\": \"2-3 per week\", \"per_day\": 1, \"per_week\": 3, \"weeks\": 6}" },
  { "values", "[{\"of\": \"pressure\", \"status\": \"S\", \"source\": \"a\"}, "
              "{\"of\": \"pattern\", \"status\": \"S2\", \"source\": \"b\"}, "
              "{\"of\": \"load\", \"status\": \"K-U\", \"source\": \"c\"}, "
              "{\"of\": \"sets\", \"status\": \"PROPOSAL\", \"source\": \"d\"}, "
              "{\"of\": \"rest\", \"status\": \"S\", \"source\": \"e\"}, "
              "{\"of\": \"tempo\", \"status\": \"S\", \"source\": \"f\"}, "
              "{\"of\": \"frequency\", \"status\": \"S\", \"source\": \"g\"}]" },
};

#define VALUE(of) "{\"of\": \"" of "\", \"status\": \"S\", \"source\": \"x\"}"
#define TIMED_VALUES                                                                               \
  "[" VALUE ("pressure") ", " VALUE ("pattern") ", " VALUE ("load") ", " VALUE (                   \
      "sets") ", " VALUE ("rest") ", " VALUE ("frequency")

/* The same with these fields replaced; NULL leaves one out. */
static char *
make_text (const Field *changes, guint n_changes)
{
  GString *text = g_string_new ("{\n");
  const char *comma = "";

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    const char *value = good[i].value;

    for (guint change = 0; change < n_changes; change++)
      if (g_strcmp0 (changes[change].field, good[i].field) == 0)
        value = changes[change].value;
    if (value == NULL)
      continue;
    g_string_append_printf (text, "%s  \"%s\": %s", comma, good[i].field, value);
    comma = ",\n";
  }
  g_string_append (text, "\n}\n");
  return g_string_free (text, FALSE);
}

static void
assert_says (const char *message, const char *part)
{
  if (strstr (message, part) == NULL)
    g_error ("“%s” does not say “%s”", message, part);
}

static void
test_good (void)
{
  g_autofree char *text = make_text (NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_parse ("good.json", text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (protocol->format_version, ==, 2);
  g_assert_cmpstr (protocol->reference, ==, "P99");
  g_assert_cmpint (protocol->training, ==, EBB_TRAINING_RESISTANCE);
  g_assert_false (protocol->home);
  g_assert_cmpint (protocol->pressure.basis, ==, EBB_BASIS_PERCENT_LOP);
  g_assert_cmpfloat (protocol->pressure.value, ==, 60);
  g_assert_cmpfloat (protocol->pressure.min, ==, 40);
  g_assert_cmpfloat (protocol->pressure.max, ==, 70);
  g_assert_cmpfloat (protocol->pressure.limit, ==, 75);
  g_assert_cmpfloat (protocol->percent_lop_default, ==, 60);
  g_assert_cmpstr (protocol->pressure.option, ==, "180 mmHg");
  g_assert_cmpint (protocol->load.basis, ==, EBB_LOAD_PERCENT_1RM);
  g_assert_cmpfloat (protocol->load.max, ==, 40);
  g_assert_cmpint (protocol->sets[0].kind, ==, EBB_SET_COUNTED);
  g_assert_cmpuint (protocol->sets[0].reps_min, ==, 20);
  g_assert_cmpint (protocol->sets[1].kind, ==, EBB_SET_TO_FAILURE);
  g_assert_cmpuint (protocol->sets[1].reps_max, ==, 40);
  g_assert_cmpuint (protocol->sets[2].reps_max, ==, EBB_FAILURE_REPS_MAX);
  g_assert_cmpuint (protocol->frequency.per_week, ==, 3);
  g_assert_cmpint (protocol->values[EBB_VALUE_LOAD].status, ==, EBB_EVIDENCE_UNCONFIRMED);
  g_assert_cmpstr (protocol->values[EBB_VALUE_REST].source, ==, "e");
  g_assert_null (protocol->values[EBB_VALUE_CYCLE].source);
  g_assert_false (ebb_protocol_is_counted (protocol)); /* two sets to failure */
}

static void
test_cycle (void)
{
  const Field changes[] = {
    { "mode", "\"cycle\"" },
    { "pattern", "\"cycled\", \"cycle\": {\"on_s\": 20, \"off_s\": 5, \"steps_percent\": "
                 "[60, 60, 100]}" },
    { "sets", "[{\"duration_s\": 75}, {\"duration_s\": 75}]" },
    { "tempo", NULL },
    { "values", TIMED_VALUES ", " VALUE ("cycle") "]" },
  };
  g_autofree char *text = make_text (changes, G_N_ELEMENTS (changes));
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_parse ("cycle.json", text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (protocol->cycle.n_steps, ==, 3);
  g_assert_cmpuint (protocol->cycle.percent[2], ==, 100);
  g_assert_cmpint (protocol->sets[1].kind, ==, EBB_SET_TIMED);
  g_assert_cmpuint (protocol->sets[1].duration_s, ==, 75);
  g_assert_cmpint (protocol->pattern, ==, EBB_PATTERN_CYCLED);
}

/* For each field: what is wrong with it, where the message looks for it, and what it allows. */
static void
test_bad_fields (void)
{
  static const struct {
    const char *field, *value, *place, *shown, *allowed;
  } rows[] = {
    { "mode", "\"magic\"", "bad.json:11", "magic", "\"nmes\"" },
    { "mode", NULL, "mode", "missing", "\"passive\"" },
    { "reference", "\"\"", "bad.json:5", "\"\"", "1 to 20" },
    { "pressure", "{\"basis\": \"sku\", \"value\": 60}", "pressure.basis", "sku", "device-scale" },
    { "pressure", "{\"basis\": \"percent-lop\"}", "pressure.value", "missing", "10 to 80" },
    { "pressure", "{\"basis\": \"percent-lop\", \"value\": 81}", "bad.json:12", "81", "10 to 80" },
    { "pressure", "{\"basis\": \"percent-lop\", \"value\": 60, \"min\": 61}", "pressure.min", "61",
      "10 to 60" },
    { "pressure", "{\"basis\": \"percent-lop\", \"value\": 60, \"max\": 59}", "pressure.max", "59",
      "60 to 80" },
    { "pressure", "{\"basis\": \"percent-lop\", \"value\": 60, \"max\": 70, \"limit\": 69}",
      "pressure.limit", "69", "70 to 80" },
    { "pressure", "{\"basis\": \"fixed-mmhg\", \"value\": 281}", "pressure.value", "281",
      "40 to 280" },
    { "pressure", "{\"basis\": \"fixed-mmhg\", \"value\": 180, \"limit\": 200}", "pressure.limit",
      "unknown", "only the fields" },
    { "pattern", "\"sometimes\"", "bad.json:13", "sometimes", "\"resting\"" },
    { "load", "{\"basis\": \"stone\"}", "load.basis", "stone", "\"percent-vo2max\"" },
    { "load", "{\"basis\": \"percent-1rm\", \"value\": 101}", "load.value", "101", "0 to 100" },
    { "load", "{\"basis\": \"percent-1rm\"}", "load.value", "missing", "0 to 100" },
    { "load", "{\"basis\": \"none\", \"value\": 3}", "load.value", "unknown", "only the fields" },
    { "sets", "[{\"to_failure\": false, \"reps_max\": 3}]", "sets.0.to_failure", "false", "true" },
    { "sets", "[{\"to_failure\": true, \"reps_min\": 3}]", "sets.0.reps_min", "unknown", "fields" },
    { "sets", "[{\"to_failure\": true, \"reps_max\": 101}]", "sets.0.reps_max", "101", "1 to 100" },
    { "sets", "[{\"duration_s\": 4}]", "sets.0.duration_s", "4", "5 to 1200" },
    { "sets", "[{\"duration_s\": 1201}]", "sets.0.duration_s", "1201", "5 to 1200" },
    { "sets", "[{\"duration_s\": 60, \"reps_max\": 5}]", "sets.0.reps_max", "unknown", "fields" },
    { "sets", "[{\"duration_s\": 60}, {\"reps_min\": 3, \"reps_max\": 5}]", "sets",
      "both counted and timed", "one of the two" },
    { "rest_s", NULL, "rest_s", "missing", "0 to 600" },
    { "tempo", NULL, "tempo", "missing", "an object" },
    { "max_inflation_s", "1201", "bad.json:19", "1201", "30 to 1200" },
    { "frequency", "{\"per_week\": 3}", "frequency.text", "missing", "1 to 100" },
    { "frequency", "{\"text\": \"x\", \"weeks\": 53}", "frequency.weeks", "53", "1 to 52" },
    { "values", "[" VALUE ("pressure") "]", "values", "without “pattern”", "a source for each" },
    { "values", "[" VALUE ("pressure") ", " VALUE ("pressure") "]", "values.1.of", "pressure",
      "once" },
    { "values", "[" VALUE ("cycle") "]", "values.0.of", "cycle", "that the protocol has" },
    { "values", "[{\"of\": \"pressure\", \"status\": \"A\", \"source\": \"x\"}]", "values.0.status",
      "A", "\"K-U\"" },
    { "pattern", "\"cycled\"", "sets", "counted in repetitions", "only duration_s" },
    { "mode", "\"passive\"", "sets", "counted in repetitions", "only duration_s" },
    { "mode", "\"aerobic-interval\"", "sets", "counted in repetitions", "only duration_s" },
    { "name", "\"A\", \"colour\": 1", "colour", "unknown", "only the fields" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Field change = { rows[i].field, rows[i].value };
    g_autofree char *text = make_text (&change, 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (EbbProtocol) protocol = ebb_protocol_parse ("bad.json", text, -1, &error);

    if (protocol != NULL)
      g_test_message ("accepted: %s = %s", rows[i].field, rows[i].value);
    g_assert_null (protocol);
    g_assert_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD);
    assert_says (error->message, rows[i].place);
    assert_says (error->message, rows[i].shown);
    assert_says (error->message, rows[i].allowed);
  }
}

/* Modes whose parts must fit together, each with one part that does not. */
static void
test_what_does_not_fit (void)
{
  static const struct {
    const char *mode, *pattern, *sets, *says;
  } rows[] = {
    { "passive", "continuous", "[{\"duration_s\": 300}, {\"duration_s\": 300}]",
      "\"cycled\" for a limb at rest" },
    { "preconditioning", "intermittent", "[{\"duration_s\": 300}, {\"duration_s\": 300}]",
      "\"cycled\" for a limb at rest" },
    { "cycle", "cycled", "[{\"duration_s\": 75}, {\"duration_s\": 75}]", "its steps" },
    { "aerobic-continuous", "continuous", "[{\"duration_s\": 75}, {\"duration_s\": 75}]",
      "one set without a rest" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *mode = g_strdup_printf ("\"%s\"", rows[i].mode);
    g_autofree char *pattern = g_strdup_printf ("\"%s\"", rows[i].pattern);
    const Field changes[] = { { "mode", mode },
                              { "pattern", pattern },
                              { "sets", rows[i].sets },
                              { "tempo", NULL },
                              { "values", TIMED_VALUES "]" } };
    g_autofree char *text = make_text (changes, G_N_ELEMENTS (changes));
    g_autoptr (GError) error = NULL;

    g_assert_null (ebb_protocol_parse ("bad.json", text, -1, &error));
    assert_says (error->message, rows[i].says);
  }
}

/* A cycle's steps never fall and never pass the target, and take exactly the time of a set. */
static void
test_bad_cycles (void)
{
  static const struct {
    const char *cycle, *duration, *says;
  } rows[] = {
    { "{\"on_s\": 20, \"off_s\": 5, \"steps_percent\": [60, 59]}", "50", "cycle.steps_percent.1" },
    { "{\"on_s\": 20, \"off_s\": 5, \"steps_percent\": [60, 101]}", "50", "60 to 100" },
    { "{\"on_s\": 20, \"off_s\": 5, \"steps_percent\": [19, 60]}", "50", "20 to 100" },
    { "{\"on_s\": 20, \"off_s\": 4, \"steps_percent\": [60]}", "24", "5 to 600" },
    { "{\"on_s\": 20, \"off_s\": 5, \"steps_percent\": []}", "50", "1 to 10" },
    { "{\"on_s\": 20, \"off_s\": 5, \"steps_percent\": [60, 70]}", "49", "50, which all steps" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *pattern = g_strdup_printf ("\"cycled\", \"cycle\": %s", rows[i].cycle);
    g_autofree char *sets =
        g_strdup_printf ("[{\"duration_s\": %s}, {\"duration_s\": 50}]", rows[i].duration);
    const Field changes[] = { { "mode", "\"cycle\"" },
                              { "pattern", pattern },
                              { "sets", sets },
                              { "tempo", NULL },
                              { "values", TIMED_VALUES ", " VALUE ("cycle") "]" } };
    g_autofree char *text = make_text (changes, G_N_ELEMENTS (changes));
    g_autoptr (GError) error = NULL;

    g_assert_null (ebb_protocol_parse ("bad.json", text, -1, &error));
    assert_says (error->message, rows[i].says);
  }
}

/* --- The library ------------------------------------------------------------------------- */

/* Every value of every protocol says where it comes from, and what is ours is called a proposal. */
static void
test_library_names_its_sources (void)
{
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();
  guint n_version_2 = 0;

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (ids[i], &error);

    g_assert_no_error (error);
    if (protocol->format_version == 1)
      continue;
    n_version_2++;
    g_assert_nonnull (protocol->reference);
    g_assert_nonnull (protocol->frequency.text);
    g_assert_nonnull (protocol->values[EBB_VALUE_PRESSURE].source);
    g_assert_nonnull (protocol->values[EBB_VALUE_SETS].source);
  }
  /* The 24 of the reference without the classic one, and three more of one that has four. */
  g_assert_cmpuint (n_version_2, ==, 23 + 3);
}

/* What is not run here says so: home, a device's own scale; passive stays below full occlusion. */
static void
test_library_marks (void)
{
  g_autoptr (EbbProtocol) home = ebb_protocol_load_builtin ("home-sit-to-stand", NULL);
  g_autoptr (EbbProtocol) cycle = ebb_protocol_load_builtin ("kaatsu-cycle", NULL);
  g_autoptr (EbbProtocol) passive = ebb_protocol_load_builtin ("passive-cell-swelling", NULL);
  g_autoptr (EbbProtocol) first = ebb_protocol_load_builtin ("first-session", NULL);
  g_autoptr (EbbProtocol) classic = ebb_protocol_load_builtin ("classic-quad-set", NULL);

  g_assert_true (home->home);
  g_assert_false (ebb_protocol_is_counted (home));
  g_assert_cmpint (cycle->pressure.basis, ==, EBB_BASIS_DEVICE_SCALE);
  g_assert_cmpfloat (cycle->percent_lop_default, ==, 0); /* never offered as a share of LOP */
  g_assert_cmpfloat (passive->pressure.limit, ==, 90);
  for (guint i = 0; i < first->n_sets; i++)
    g_assert_cmpint (first->sets[i].kind, ==, EBB_SET_COUNTED); /* never to failure */
  g_assert_true (ebb_protocol_is_counted (first));
  g_assert_cmpuint (classic->format_version, ==, 1);
  g_assert_true (ebb_protocol_is_counted (classic));
}

static void
test_words (void)
{
  for (int i = 0; i <= EBB_TRAINING_PRECONDITIONING; i++) {
    g_assert_cmpint (ebb_training_from_string (ebb_training_to_string (i)), ==, i);
    g_assert_cmpstr (ebb_training_to_text (i), !=, "unknown");
  }
  for (int i = 0; i <= EBB_BASIS_DEVICE_SCALE; i++)
    g_assert_cmpint (ebb_pressure_basis_from_string (ebb_pressure_basis_to_string (i)), ==, i);
  for (int i = 0; i <= EBB_LOAD_KG; i++)
    g_assert_cmpint (ebb_load_basis_from_string (ebb_load_basis_to_string (i)), ==, i);
  for (int i = 0; i < EBB_VALUE_COUNT; i++)
    g_assert_cmpint (ebb_protocol_value_from_string (ebb_protocol_value_to_string (i)), ==, i);
  g_assert_cmpint (ebb_training_from_string ("walk"), ==, -1);
  g_assert_null (ebb_training_to_string ((EbbTraining) 99));
  g_assert_cmpstr (ebb_pattern_to_text ((EbbPattern) 99), ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol-2/good", test_good);
  g_test_add_func ("/protocol-2/cycle", test_cycle);
  g_test_add_func ("/protocol-2/bad-fields", test_bad_fields);
  g_test_add_func ("/protocol-2/does-not-fit", test_what_does_not_fit);
  g_test_add_func ("/protocol-2/bad-cycles", test_bad_cycles);
  g_test_add_func ("/protocol-2/library/sources", test_library_names_its_sources);
  g_test_add_func ("/protocol-2/library/marks", test_library_marks);
  g_test_add_func ("/protocol-2/words", test_words);
  return g_test_run ();
}
