/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocol files come from anywhere.  A good one says exactly what will be done; a bad one is
 * refused with a message that a person can act on.
 */
#include "ebb-json-scan.h"
#include "ebb-protocol.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#define HEAD                                                                                       \
  "{\n"                                                                                            \
  "  \"format\": \"ebb-protocol\",\n"                                                              \
  "  \"format_version\": 1,\n"

/* One field on each line, so that the line in a message can be told. */
static const struct {
  const char *field, *value;
} good_fields[] = {
  { "format", "\"ebb-protocol\"" },
  { "format_version", "1" },
  { "id", "\"practice\"" },
  { "name", "\"Practice\"" },
  { "version", "2" },
  { "source", "\"invented\"" },
  { "status", "\"for practice\"" },
  { "exercise", "\"quad-set\"" },
  { "pattern", "\"intermittent\"" },
  { "sets_min", "1" },
  { "sets", "[{\"reps_min\": 30, \"reps_max\": 30}, {\"reps_min\": 10, \"reps_max\": 15}]" },
  { "rest_s", "45" },
  { "tempo", "{\"contract_ms\": 2000, \"hold_ms\": 0, \"relax_ms\": 2000, \"pause_ms\": 500}" },
  { "max_inflation_s", "600" },
  { "percent_lop_default", "62.5" },
};

/* The good protocol with one field's value replaced, or left out when `value` is NULL. */
static char *
make_text (const char *field, const char *value)
{
  GString *text = g_string_new ("{\n");
  const char *comma = "";

  for (gsize i = 0; i < G_N_ELEMENTS (good_fields); i++) {
    gboolean replaced = g_strcmp0 (good_fields[i].field, field) == 0;

    if (replaced && value == NULL)
      continue;
    g_string_append_printf (text, "%s  \"%s\": %s", comma, good_fields[i].field,
                            replaced ? value : good_fields[i].value);
    comma = ",\n";
  }

  g_string_append (text, "\n}\n");
  return g_string_free (text, FALSE);
}

static void
assert_says (const GError *error, const char *text)
{
  if (strstr (error->message, text) == NULL)
    g_test_message ("“%s” does not say “%s”", error->message, text);
  g_assert_nonnull (strstr (error->message, text));
}

static void
test_good (void)
{
  g_autofree char *text = make_text (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_parse ("good.json", text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (protocol->id, ==, "practice");
  g_assert_cmpstr (protocol->name, ==, "Practice");
  g_assert_cmpuint (protocol->version, ==, 2);
  g_assert_cmpstr (protocol->source, ==, "invented");
  g_assert_cmpstr (protocol->status, ==, "for practice");
  g_assert_cmpstr (protocol->exercise_id, ==, "quad-set");
  g_assert_cmpint (protocol->pattern, ==, EBB_PATTERN_INTERMITTENT);
  g_assert_cmpuint (protocol->n_sets, ==, 2);
  g_assert_cmpuint (protocol->sets_min, ==, 1);
  g_assert_cmpuint (protocol->sets[0].reps_min, ==, 30);
  g_assert_cmpuint (protocol->sets[1].reps_min, ==, 10);
  g_assert_cmpuint (protocol->sets[1].reps_max, ==, 15);
  g_assert_cmpuint (protocol->rest_s, ==, 45);
  g_assert_cmpuint (protocol->tempo.contract_ms, ==, 2000);
  g_assert_cmpuint (protocol->tempo.hold_ms, ==, 0);
  g_assert_cmpuint (protocol->tempo.relax_ms, ==, 2000);
  g_assert_cmpuint (protocol->tempo.pause_ms, ==, 500);
  g_assert_cmpuint (protocol->max_inflation_s, ==, 600);
  g_assert_cmpfloat (protocol->percent_lop_default, ==, 62.5);
  g_assert_cmpstr (protocol->json, ==, text);
}

static void
test_optional_fields (void)
{
  g_autofree char *without_percent = make_text ("percent_lop_default", NULL);
  g_autofree char *without_limit = make_text ("max_inflation_s", NULL);
  g_autoptr (EbbProtocol) a = ebb_protocol_parse ("a", without_percent, -1, NULL);
  g_autoptr (EbbProtocol) b = ebb_protocol_parse ("b", without_limit, -1, NULL);

  g_assert_cmpfloat (a->percent_lop_default, ==, 0);
  g_assert_cmpuint (b->max_inflation_s, ==, 0);
}

/* The article has no arm: sets, holds and rests are carried over, the share of LOP is the arm's. */
static void
test_classic_arm (void)
{
  g_autoptr (EbbProtocol) thigh = ebb_protocol_load_builtin ("classic-short-arc-quad", NULL);
  g_autoptr (EbbProtocol) arm = ebb_protocol_load_builtin ("classic-biceps-curl", NULL);
  g_autoptr (EbbExercise) curl = ebb_exercise_load_builtin ("biceps-curl", NULL);

  g_assert_nonnull (arm);
  g_assert_nonnull (curl);
  g_assert_cmpstr (arm->exercise_id, ==, "biceps-curl");
  g_assert_cmpuint (curl->segments, ==, 1u << EBB_SEGMENT_ARM);
  g_assert_true (curl->reps_in_pressure);
  g_assert_cmpuint (arm->n_sets, ==, thigh->n_sets);
  g_assert_cmpuint (arm->rest_s, ==, thigh->rest_s);
  g_assert_cmpmem (&arm->tempo, sizeof arm->tempo, &thigh->tempo, sizeof thigh->tempo);
  /* Arm 30-50 %, leg 60-80 %: the windows the form draws. */
  g_assert_cmpfloat (arm->percent_lop_default, <=, 50);
  g_assert_nonnull (strstr (arm->status, "Not confirmed for the arm"));
}

/* The article: 2-3 sets of 15-20; contract, hold 5 s, relax; 30 s of rest.  A repetition of 7 s
 * makes 3 × 20 last 480 s under pressure. */
static void
test_classics (void)
{
  static const struct {
    const char *id, *exercise_id;
    double load_step_kg;
  } rows[] = {
    { "classic-quad-set", "quad-set", 0 },
    { "classic-short-arc-quad", "short-arc-quad", 0.5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (rows[i].id, &error);
    g_autoptr (EbbExercise) exercise = NULL;

    g_assert_no_error (error);
    g_assert_cmpstr (protocol->exercise_id, ==, rows[i].exercise_id);
    g_assert_cmpuint (protocol->n_sets, ==, 3);
    g_assert_cmpuint (protocol->sets_min, ==, 2);
    for (guint set = 0; set < 3; set++) {
      g_assert_cmpuint (protocol->sets[set].reps_min, ==, 15);
      g_assert_cmpuint (protocol->sets[set].reps_max, ==, 20);
    }
    g_assert_cmpuint (protocol->tempo.contract_ms, ==, 1000);
    g_assert_cmpuint (protocol->tempo.hold_ms, ==, 5000);
    g_assert_cmpuint (protocol->tempo.relax_ms, ==, 1000);
    g_assert_cmpuint (protocol->tempo.pause_ms, ==, 0);
    g_assert_cmpuint (protocol->rest_s, ==, 30);
    g_assert_cmpint (protocol->pattern, ==, EBB_PATTERN_CONTINUOUS);
    g_assert_cmpfloat (protocol->percent_lop_default, ==, 60);

    exercise = ebb_exercise_load_builtin (protocol->exercise_id, &error);
    g_assert_no_error (error);
    g_assert_cmpint (exercise->posture, ==, EBB_POSTURE_SUPINE);
    g_assert_cmpuint (exercise->segments, ==, 1u << EBB_SEGMENT_THIGH);
    g_assert_true (exercise->one_sided);
    g_assert_true (exercise->reps_in_pressure);
    g_assert_cmpfloat (exercise->load_step_kg, ==, rows[i].load_step_kg);
  }
}

static void
test_library (void)
{
  g_auto (GStrv) protocols = ebb_protocol_list_builtin ();
  g_auto (GStrv) exercises = ebb_exercise_list_builtin ();
  static const char *const strangers[] = { "nothing", "", "../schema/0001-first", "quad-set.json" };

  g_assert_cmpuint (g_strv_length (protocols), >=, 2);
  for (guint i = 0; protocols[i] != NULL; i++) {
    g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (protocols[i], NULL);

    /* The file's name is its id, and its exercise is in the library too. */
    g_assert_cmpstr (protocol->id, ==, protocols[i]);
    g_assert_true (g_strv_contains ((const char *const *) exercises, protocol->exercise_id));
    if (i > 0)
      g_assert_cmpstr (protocols[i - 1], <, protocols[i]);
  }

  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ebb_protocol_load_builtin (strangers[i], &error));
    g_assert_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_UNKNOWN_ID);
    assert_says (error, "classic-quad-set");
  }
}

/* For each field: what is wrong with it, where the message looks for it, and what it allows. */
static void
test_bad_fields (void)
{
  static const struct {
    const char *field, *value, *place, *shown, *allowed;
  } rows[] = {
    { "format", "\"other\"", "bad.json:2", "other", "ebb-protocol" },
    { "format", "7", "format", "7", "ebb-protocol" },
    { "format_version", "3", "bad.json:3", "3", "1 to 2" },
    { "id", "\"Has Space\"", "bad.json:4", "Has Space", "lower case" },
    { "id", "\"\"", "id", "\"\"", "lower case" },
    { "id", "\"../up\"", "id", "../up", "lower case" },
    { "id", NULL, "id", "missing", "lower case" },
    { "name", "\"\"", "bad.json:5", "\"\"", "1 to 100" },
    { "name", "\"two\\nlines\"", "name", "two", "one line" },
    { "name", "12", "name", "12", "a text" },
    { "name", "null", "name", "null", "a text" },
    { "name", "[\"Practice\"]", "name", "Practice", "a text" },
    { "version", "0", "bad.json:6", "0", "1 to 9999" },
    { "version", "1.5", "version", "1.5", "whole number" },
    { "version", "\"2\"", "version", "\"2\"", "whole number" },
    { "version", "99999999999999999999", "version", "9", "1 to 9999" },
    { "version", "true", "version", "true", "whole number" },
    { "source", "\" \"", "bad.json:7", "\" \"", "1 to 500" },
    { "status", NULL, "status", "missing", "1 to 500" },
    { "exercise", "\"Quad\"", "bad.json:9", "Quad", "lower case" },
    { "pattern", "\"resting\"", "bad.json:10", "resting", "\"continuous\"" }, /* version 2 */
    { "pattern", "\"sometimes\"", "bad.json:10", "sometimes", "\"continuous\"" },
    { "sets_min", "3", "bad.json:11", "3", "1 to 2" },
    { "sets_min", "0", "sets_min", "0", "1 to 2" },
    { "sets", "[]", "bad.json:12", "[]", "1 to 10" },
    { "sets", "{}", "sets", "{}", "1 to 10" },
    { "sets", "[1]", "sets.0", "1", "an object" },
    { "sets", "[{\"reps_min\": 21, \"reps_max\": 20}]", "sets.0.reps_min", "21", "1 to 20" },
    { "sets", "[{\"reps_min\": 0, \"reps_max\": 20}]", "sets.0.reps_min", "0", "1 to 20" },
    { "sets", "[{\"reps_min\": 1, \"reps_max\": 101}]", "sets.0.reps_max", "101", "1 to 100" },
    { "sets", "[{\"reps_max\": 20}]", "sets.0.reps_min", "missing", "1 to 20" },
    { "sets", "[{\"reps_min\": 1, \"reps_max\": 2, \"x\": 3}]", "sets.0.x", "unknown", "format" },
    { "sets", "[{\"reps_min\": 1, \"reps_max\": 1}, {\"reps_min\": 1, \"reps_max\": -1}]",
      "sets.1.reps_max", "-1", "1 to 100" },
    { "rest_s", "601", "bad.json:13", "601", "0 to 600" },
    { "rest_s", "-1", "rest_s", "-1", "0 to 600" },
    { "rest_s", "3e1", "rest_s", "30", "whole number" },
    { "tempo", "null", "bad.json:14", "null", "an object" },
    { "tempo", "{}", "tempo.contract_ms", "missing", "250 to 10000" },
    { "tempo", "{\"contract_ms\": 1, \"hold_ms\": 0, \"relax_ms\": 2000, \"pause_ms\": 0}",
      "tempo.contract_ms", "1", "250 to 10000" },
    { "tempo", "{\"contract_ms\": 1000, \"hold_ms\": 60001, \"relax_ms\": 2000, \"pause_ms\": 0}",
      "tempo.hold_ms", "60001", "0 to 60000" },
    { "max_inflation_s", "1201", "bad.json:15", "1201", "30 to 1200" },
    { "percent_lop_default", "81", "bad.json:16", "81", "10 to 80" },
    { "percent_lop_default", "1e300", "percent_lop_default", "1", "10 to 80" },
    { "percent_lop_default", "1e999", "percent_lop_default", "", "10 to 80" },
    { "percent_lop_default", "60, \"colour\": 1", "colour", "unknown", "format" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = make_text (rows[i].field, rows[i].value);
    g_autoptr (GError) error = NULL;
    g_autoptr (EbbProtocol) protocol = ebb_protocol_parse ("bad.json", text, -1, &error);

    if (protocol != NULL)
      g_test_message ("accepted: %s = %s", rows[i].field, rows[i].value);
    g_assert_null (protocol);
    g_assert_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_FIELD);
    assert_says (error, "bad.json");
    assert_says (error, rows[i].place);
    assert_says (error, rows[i].shown);
    assert_says (error, rows[i].allowed);
  }
}

static void
assert_syntax_error (const char *text, gssize length, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_parse ("bad.json", text, length, &error);

  g_assert_null (protocol);
  g_assert_error (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_SYNTAX);
  assert_says (error, "bad.json");
  assert_says (error, says);
}

static void
test_bad_syntax (void)
{
  static const struct {
    const char *text, *says;
  } rows[] = {
    { "", ":1:" },
    { "{", "ends where" },
    { "{\n\n\"id\": }", ":3:" },
    { HEAD "  \"id\": \"a\",\n  \"id\": \"b\"\n}", ":5: the key “id” stands twice" },
    /* The same key in disguise. */
    { HEAD "  \"id\": \"a\",\n  \"\\u0069d\": \"b\"\n}", "stands twice" },
    { "{\"a\": {\"b\": 1, \"b\": 2}}", "“b” stands twice" },
    { "{\"a\": 1,}", "“}”" },
    { "[1,]", "“]”" },
    { "{\"a\": 01}", "“1”" },
    { "{\"a\": +1}", "“+”" },
    { "{\"a\": .5}", "“.”" },
    { "{\"a\": 1.}", "a digit" },
    { "{\"a\": 1e}", "a digit" },
    { "{\"a\": NaN}", "“N”" },
    { "{\"a\": 0x10}", "“x”" },
    { "{\"a\": 'b'}", "“'”" },
    { "{a: 1}", "double quotes" },
    { "{\"a\": 1} {}", "the end" },
    { "// hello\n{}", "“/”" },
    { "{\"a\": /* b */ 1}", "“/”" },
    { "{\"a\": \"b\nc\"}", "control character" },
    { "{\"a\": \"b", "closing quote" },
    { "{\"a\": \"\\x\"}", "escape" },
    { "{\"a\": \"\\u12g4\"}", "escape" },
    { "{\"a\": \"\\ud800\"}", "escape" },
    { "{\"a\": \"\\ud800\\u0041\"}", "escape" },
    { "{\"a\": \"\\udc00\"}", "escape" },
    { "{\"a\": \"\\u0000\"}", "escape" },
    { "{\"a\": tru}", "“t”" },
    { "{\"a\": 111111111111111111111111111111111}", "longer than 32" },
    { "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\": 1}",
      "longer than 64" },
    { "{\n\"a\": \"\xc3\x28\"}", ":2: the text is not valid UTF-8" },
    { "\xef\xbb\xbf{}", "stands where" }, /* a byte order mark */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_syntax_error (rows[i].text, -1, rows[i].says);
  assert_syntax_error ("{\"a\": 1}\0", 9, "UTF-8");
}

static void
test_not_an_object (void)
{
  static const char *const texts[] = { "[]", "7", "\"text\"", "null", "true" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ebb_protocol_parse ("bad.json", texts[i], -1, &error));
    assert_says (error, "bad.json");
  }
}

/* 100,000 brackets end json-glib 1.6 with a crash; here they end with a sentence. */
static void
test_deep_nesting (void)
{
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autofree char *some_brackets = g_strnfill (60000, '[');
  GString *objects = g_string_new (NULL);
  g_autofree char *text = NULL;

  assert_syntax_error (brackets, -1, "65536");
  assert_syntax_error (some_brackets, -1, "deeper than 32");
  for (guint i = 0; i < 33; i++)
    g_string_append (objects, "{\"a\":");
  text = g_string_free (objects, FALSE);
  assert_syntax_error (text, -1, "deeper than 32");
}

static void
test_deepest_allowed (void)
{
  g_autofree char *open = g_strnfill (EBB_JSON_DEPTH_MAX, '[');
  g_autofree char *close = g_strnfill (EBB_JSON_DEPTH_MAX, ']');
  g_autofree char *text = g_strconcat (open, close, NULL);
  g_autoptr (GHashTable) lines =
      ebb_json_scan ("deep.json", text, strlen (text), EBB_JSON_SIZE_MAX, NULL);

  g_assert_nonnull (lines);
}

static void
test_too_big (void)
{
  g_autofree char *spaces = g_strnfill (1024 * 1024, ' ');

  assert_syntax_error (spaces, -1, "1048576");
}

/* Every prefix of a good file, and the file with each byte replaced, is read without harm. */
static void
test_cut_and_spoiled (void)
{
  g_autofree char *text = make_text (NULL, NULL);
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++) {
    g_autofree char *copy = g_memdup2 (text, length);
    g_autoptr (EbbProtocol) cut = ebb_protocol_parse ("cut.json", text, (gssize) i, NULL);
    g_autoptr (EbbProtocol) spoiled = NULL;

    /* Only the last newline may be missing. */
    g_assert_true (cut == NULL || i == length - 1);
    copy[i] = '}';
    spoiled = ebb_protocol_parse ("spoiled.json", copy, (gssize) length, NULL);
  }
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ebb-protocol-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (folder, "good.json", NULL);
  g_autofree char *big = g_build_filename (folder, "big.json", NULL);
  g_autofree char *text = make_text (NULL, NULL);
  g_autofree char *megabyte = g_strnfill (1024 * 1024, '[');
  const char *const refused[] = { big, folder, "/dev/zero", "/nowhere/at-all.json" };
  g_autoptr (EbbProtocol) protocol = NULL;

  g_assert_true (g_file_set_contents (good, text, -1, NULL));
  g_assert_true (g_file_set_contents (big, megabyte, -1, NULL));
  protocol = ebb_protocol_load_file (good, NULL);
  g_assert_cmpstr (protocol->id, ==, "practice");

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ebb_protocol_load_file (refused[i], &error));
    assert_says (error, refused[i]);
  }

  g_unlink (good);
  g_unlink (big);
  g_rmdir (folder);
}

static void
test_bad_exercises (void)
{
  static const char start[] =
      "{\"format\": \"ebb-exercise\", \"format_version\": 1, \"id\": \"a\", "
      "\"name\": \"A\", \"set_up\": \"B\", \"posture\": \"seated\", ";
  static const struct {
    const char *rest, *says;
  } rows[] = {
    { "\"segments\": [\"arm\", \"calf\"], \"one_sided\": true, \"reps_in_pressure\": false, "
      "\"load_step_kg\": 0.25}",
      NULL },
    { "\"segments\": [\"tail\"], \"one_sided\": true, \"reps_in_pressure\": false, "
      "\"load_step_kg\": 0}",
      "segments.0" },
    { "\"segments\": [7], \"one_sided\": true, \"reps_in_pressure\": false, \"load_step_kg\": 0}",
      "segments.0" },
    { "\"segments\": [\"arm\"], \"one_sided\": 1, \"reps_in_pressure\": false, "
      "\"load_step_kg\": 0}",
      "one_sided" },
    { "\"segments\": [\"arm\"], \"one_sided\": true, \"reps_in_pressure\": false, "
      "\"load_step_kg\": -1}",
      "0 to 20" },
    { "\"segments\": [\"arm\"], \"one_sided\": true, \"reps_in_pressure\": false}",
      "load_step_kg" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strconcat (start, rows[i].rest, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (EbbExercise) exercise = ebb_exercise_parse ("exercise.json", text, -1, &error);

    if (rows[i].says == NULL) {
      g_assert_no_error (error);
      g_assert_cmpuint (exercise->segments, ==, (1u << EBB_SEGMENT_ARM) | (1u << EBB_SEGMENT_CALF));
      g_assert_cmpfloat (exercise->load_step_kg, ==, 0.25);
    } else {
      g_assert_null (exercise);
      assert_says (error, rows[i].says);
    }
  }
}

int
main (int argc, char **argv)
{
  /* Numbers in files have a point wherever the program runs. */
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    setlocale (LC_NUMERIC, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/good", test_good);
  g_test_add_func ("/protocol/optional-fields", test_optional_fields);
  g_test_add_func ("/protocol/classics", test_classics);
  g_test_add_func ("/protocol/classic-arm", test_classic_arm);
  g_test_add_func ("/protocol/library", test_library);
  g_test_add_func ("/protocol/bad-fields", test_bad_fields);
  g_test_add_func ("/protocol/bad-syntax", test_bad_syntax);
  g_test_add_func ("/protocol/not-an-object", test_not_an_object);
  g_test_add_func ("/protocol/deep-nesting", test_deep_nesting);
  g_test_add_func ("/protocol/deepest-allowed", test_deepest_allowed);
  g_test_add_func ("/protocol/too-big", test_too_big);
  g_test_add_func ("/protocol/cut-and-spoiled", test_cut_and_spoiled);
  g_test_add_func ("/protocol/files", test_files);
  g_test_add_func ("/protocol/exercises", test_bad_exercises);
  return g_test_run ();
}
