/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of data/conditions, data/measures and data/progression: the built-in ones are whole,
 * and a bad field of a clinic's own names file, line, field, value and range.
 */
#include "data-rig.h"
#include "ebb-code-list.h"
#include "ebb-measure-list.h"
#include "ebb-progression-list.h"
#include "ebb-resources.h"

#include <math.h>
#include <string.h>

static char *
load_text (const char *path)
{
  g_autofree char *whole = g_strconcat (EBB_RESOURCE_PREFIX, path, NULL);
  g_autoptr (GBytes) bytes = ebb_resource_load (whole, NULL);

  g_assert_nonnull (bytes);
  return g_strdup (g_bytes_get_data (bytes, NULL));
}

/* The file with one text replaced. */
static char *
changed (const char *path, const char *from, const char *to)
{
  g_autofree char *text = load_text (path);
  g_auto (GStrv) parts = g_strsplit (text, from, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoin (to, parts[0], parts[1], NULL);
}

typedef gpointer (*Parse) (const char *name, const char *text, gssize length, GError **error);

static void
assert_bad (Parse parse, const char *path, const char *from, const char *to, const char *says,
            const char *allowed)
{
  g_autofree char *text = changed (path, from, to);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse ("clinic.json", text, -1, &error));
  g_assert_nonnull (error);
  data_assert_says (error, "clinic.json:");
  data_assert_says (error, says);
  data_assert_says (error, allowed);
}

static void
test_conditions (void)
{
  static const char *const article[] = { "muscle-strain",         "general-weakness", "hip-surgery",
                                         "knee-surgery",          "ankle-surgery",    "arm-surgery",
                                         "neurological-weakness", "fracture" };
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbCodeList) list = ebb_code_list_load_builtin (EBB_LIST_CONDITIONS, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (article); i++)
    g_assert_cmpstr (ebb_code_list_find (list, article[i])->group, ==, "article");
  g_assert_nonnull (ebb_code_list_find (list, "acl-reconstruction"));
  g_assert_null (ebb_code_list_find (list, "happiness"));
}

/* The rare serious ones are told apart. */
static void
test_adverse_events (void)
{
  static const char *const serious[] = { "venous-thrombus", "pulmonary-embolism", "rhabdomyolysis",
                                         "heart-disease-worse" };
  g_autoptr (EbbCodeList) list = ebb_code_list_load_builtin (EBB_LIST_ADVERSE_EVENTS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (serious); i++)
    g_assert_cmpstr (ebb_code_list_find (list, serious[i])->group, ==, "serious");
  g_assert_cmpstr (ebb_code_list_find (list, "numbness")->group, ==, "common");
  g_assert_nonnull (ebb_code_list_find (list, "unwell"));
}

static void
test_codes_bad (void)
{
  const char *path = "conditions/conditions.json";
  Parse parse = (Parse) (void *) ebb_code_list_parse;

  assert_bad (parse, path, "\"version\": 1", "\"version\": 0", "version", "1 to 9999");
  assert_bad (parse, path, "\"status\": \"S\"", "\"status\": \"sure\"", "sure", "K-U");
  assert_bad (parse, path, "\"id\": \"muscle-strain\"", "\"id\": \"fracture\"", "fracture",
              "no other code");
  assert_bad (parse, path, "\"group\"", "\"grupp\"", "group", "lower case");
}

static void
test_measures (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbMeasureList) list = ebb_measure_list_load_builtin (&error);
  const EbbMeasureDefinition *lefs;

  g_assert_no_error (error);
  lefs = ebb_measure_list_find (list, "lefs", NULL);
  g_assert_cmpfloat (lefs->min, ==, 0);
  g_assert_cmpfloat (lefs->max, ==, 80);
  g_assert_cmpfloat (lefs->mdc, ==, 9);
  g_assert_cmpfloat (lefs->mcid, ==, 9);
  g_assert_true (isnan (ebb_measure_list_find (list, "timed-up-and-go", NULL)->mcid));
  for (guint i = 0; i < list->measures->len; i++) {
    const EbbMeasureDefinition *measure = g_ptr_array_index (list->measures, i);

    g_assert_true ((isnan (measure->mdc) && isnan (measure->mcid))
                   == (measure->change_source == NULL));
  }
}

static void
test_measures_bad (void)
{
  const char *path = "measures/standard.json";
  Parse parse = (Parse) (void *) ebb_measure_list_parse;

  assert_bad (parse, path, "\"max\": 90", "\"max\": 29", "29", "30 to 10000");
  assert_bad (parse, path, "\"better\": \"neither\"", "\"better\": \"more\"", "more", "higher");
  assert_bad (parse, path, "\"mdc\": 9", "\"mdc\": 0", "mdc", "0.01");
  assert_bad (parse, path, "\"change_source\": \"LEFS: detectable and important change 9\",", "",
              "change_source", "1 to 300");
  assert_bad (parse, path, "\"sided\": true", "\"sided\": true, \"colour\": 1", "colour", "format");
}

static void
test_rules (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProgressionList) list = ebb_progression_list_load_builtin (&error);

  g_assert_no_error (error);
  for (guint i = 0; i < EBB_N_RULES; i++) {
    g_assert_true (list->rules[i].enabled);
    g_assert_cmpstr (list->rules[i].source, !=, "");
  }
  g_assert_cmpint (list->rules[EBB_RULE_LOAD].status, ==, EBB_EVIDENCE_READ);
  g_assert_cmpint (list->rules[EBB_RULE_SCHEME].status, ==, EBB_EVIDENCE_PROPOSAL);
}

/* A clinic may be stricter; what protects the patient cannot be switched off or stretched. */
static void
test_rules_bad (void)
{
  const char *path = "progression/standard.json";
  Parse parse = (Parse) (void *) ebb_progression_list_parse;

  assert_bad (parse, path, "\"enabled\": true", "\"enabled\": false", "enabled", "protects");
  assert_bad (parse, path, "\"pressure_percent_max\": 80", "\"pressure_percent_max\": 81", "81",
              "40 to 80");
  assert_bad (parse, path, "\"load_percent_max\": 40", "\"load_percent_max\": 51", "51",
              "20 to 50");
  assert_bad (parse, path, "\"rule\": \"cycles\"", "\"rule\": \"load\"", "load", "once");
  assert_bad (parse, path, "\"volume\", ", "", "order", "each once");
  assert_bad (parse, path, "\"late_days\": 28", "\"late_days\": 13", "13", "14 to 365");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/definitions/conditions", test_conditions);
  g_test_add_func ("/definitions/adverse-events", test_adverse_events);
  g_test_add_func ("/definitions/codes/bad", test_codes_bad);
  g_test_add_func ("/definitions/measures", test_measures);
  g_test_add_func ("/definitions/measures/bad", test_measures_bad);
  g_test_add_func ("/definitions/rules", test_rules);
  g_test_add_func ("/definitions/rules/bad", test_rules_bad);
  return g_test_run ();
}
