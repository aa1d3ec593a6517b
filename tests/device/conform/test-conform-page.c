/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * device/PROTOCOL.md against the program that judges controllers and against the numbers and codes
 * of the reference controller: the page and the code name the same requirements, limits and codes.
 */
#include "cuff-conform.h"
#include "cuff-controller-private.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static char *page, *types;

/* The page from this heading to the next one of its level. */
static char *
section_text (const char *heading)
{
  g_autofree char *line = g_strdup_printf ("\n## %s\n", heading);
  const char *begin = strstr (page, line);
  const char *end;

  if (begin == NULL)
    g_error ("PROTOCOL.md has no section %s", heading);
  begin += strlen (line);
  end = strstr (begin, "\n## ");

  return end != NULL ? g_strndup (begin, (gsize) (end - begin)) : g_strdup (begin);
}

static gboolean
has_section (const char *number)
{
  g_autofree char *heading = g_strdup_printf ("\n## %s. ", number);

  return strstr (page, heading) != NULL;
}

/* "| C1 | answers Hello | must ... | 5 | |"; a number is its place, so that none is left out, given
 * twice or given away. */
static void
check_requirement (const char *line, unsigned index)
{
  const CuffConformRequirement *requirement = cuff_conform_requirement (index);
  g_auto (GStrv) cells = g_strsplit (line, "|", -1);

  g_autofree char *number = g_strdup_printf ("C%u", index + 1);

  g_assert_cmpuint (g_strv_length (cells), ==, 7);
  for (unsigned i = 0; cells[i] != NULL; i++)
    g_strstrip (cells[i]);
  g_assert_cmpstr (cells[1], ==, number);
  g_assert_cmpstr (cells[1], ==, requirement->id);
  g_assert_cmpstr (cells[2], ==, requirement->title);
  if (!g_str_has_prefix (cells[3], "must"))
    g_error ("%s does not say what a controller must", cells[1]);
  if (!has_section (cells[4]))
    g_error ("%s comes from section %s, which there is not", cells[1], cells[4]);
  g_assert_cmpstr (cells[5], ==, requirement->needs);
}

static void
test_requirements (void)
{
  g_autofree char *text = section_text ("12. Requirements");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  unsigned n = 0;

  for (unsigned i = 0; lines[i] != NULL; i++) {
    if (!g_str_has_prefix (lines[i], "| C"))
      continue;
    if (n == cuff_conform_count ())
      g_error ("the program does not judge: %s", lines[i]);
    check_requirement (lines[i], n++);
  }
  g_assert_cmpuint (n, ==, cuff_conform_count ());
}

/* The steps of the weekend name requirements that there are, and the last one all of them. */
static void
test_weekend (void)
{
  g_autofree char *text = section_text ("13. Write a controller in a weekend");
  g_autoptr (GRegex) regex = g_regex_new ("\\bC([0-9]+)\\b", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  unsigned n = 0;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL), n++) {
    g_autofree char *number = g_match_info_fetch (match, 1);

    g_assert_cmpint (atoi (number), >=, 1);
    g_assert_cmpint (atoi (number), <=, (int) cuff_conform_count ());
  }
  g_assert_cmpuint (n, >=, 20);
  g_assert_nonnull (strstr (text, "`ebbctl cuff conformance --by-hand PORT` | all |"));
}

/* A row of section 7 must hold these words, made of the number the controller works by. */
static void
expect_limit (const char *text, const char *what, char *words)
{
  g_autofree char *opening = g_strdup_printf ("| %s |", what);
  const char *row = strstr (text, opening);
  g_autofree char *line = NULL;

  if (row == NULL)
    g_error ("section 7 has no row %s", what);
  line = g_strndup (row, strcspn (row, "\n"));
  if (strstr (line, words) == NULL)
    g_error ("section 7, %s: \"%s\" is missing", what, words);
  g_free (words);
}

static void
test_limits (void)
{
  g_autofree char *text = section_text ("7. Numbers a controller must hold by itself");

  expect_limit (text, "lease while a channel is pressurised or not empty",
                g_strdup_printf ("at most %d ms", LEASE_PRESSURISED_MS));
  expect_limit (
      text, "clean heartbeats before Arm",
      g_strdup_printf ("%.1f s, no gap above %u ms", CLEAN_FOR_US / 1e6, CLEAN_GAP_US / 1000));
  expect_limit (text, "Arm to first pressure",
                g_strdup_printf ("%.1f s to %u s", ARM_EARLIEST_US / 1e6, ARM_LATEST_US / 1000000));
  expect_limit (text, "target of hold", g_strdup_printf ("at most %.1f mmHg", OWN_CAP / 10.0));
  expect_limit (text, "purpose puff or leak test",
                g_strdup_printf ("%.1f mmHg, %u s", OWN_CAP_TEST / 10.0, TEST_TIME_US / 1000000));
  expect_limit (text, "purpose occlusion search",
                g_strdup_printf ("%.1f mmHg, %u s", OWN_CAP_LOP / 10.0, LOP_TIME_US / 1000000));
  expect_limit (
      text, "pressure above 300.0 mmHg",
      g_strdup_printf ("for %.1f s: alarm %d", OVER_CAP_US / 1e6, CUFF_ALARM_OVER_PRESSURE));
  expect_limit (text, "continuous time not below 20.0 mmHg",
                g_strdup_printf ("at most %d min: alarm %d; starts anew after %u s",
                                 OWN_TIME_MS / 60000, CUFF_ALARM_TIME, CLOCK_RESET_US / 1000000));
  expect_limit (text, "sensors differ",
                g_strdup_printf ("at most %.1f mmHg, for %.1f s: alarm %d", OWN_DISAGREE / 10.0,
                                 DISAGREE_US / 1e6, CUFF_ALARM_DEVICE));
  expect_limit (text, "sensor cannot be read", g_strdup_printf ("for %u ms", UNREADABLE_US / 1000));
  expect_limit (text, "boot, not healthy and empty",
                g_strdup_printf ("after %u s", BOOT_LATEST_US / 1000000));
  expect_limit (text, "control loop",
                g_strdup_printf ("%d times a second", 1000000 / CUFF_CONTROL_STEP_US));
  expect_limit (text, "alarm", g_strdup_printf ("every %u s", ALARM_EVERY_US / 1000000));
}

/* Each CUFF_<PREFIX>_<NAME> = N of the header stands on the page as "N name". */
static void
expect_codes (const char *text, const char *prefix, const char *joint)
{
  g_autofree char *pattern = g_strdup_printf ("CUFF_%s_([A-Z_]+) = ([0-9]+),", prefix);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  unsigned n = 0;

  for (g_regex_match (regex, types, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL), n++) {
    g_autofree char *upper = g_match_info_fetch (match, 1);
    g_autofree char *number = g_match_info_fetch (match, 2);
    g_autofree char *name = g_ascii_strdown (upper, -1);
    g_autofree char *words = g_strconcat (number, joint, g_strdelimit (name, "_", ' '), NULL);

    if (strstr (text, words) == NULL)
      g_error ("PROTOCOL.md does not say \"%s\"", words);
  }
  g_assert_cmpuint (n, >=, 4);
}

static void
test_codes (void)
{
  g_autofree char *codes = section_text ("8. Codes");
  g_autofree char *messages = section_text ("5. Messages");

  g_strdelimit (codes, "\n", ' ');
  g_strdelimit (messages, "\n-", ' ');
  expect_codes (codes, "RESULT", " ");
  expect_codes (messages, "MODE", " ");
  expect_codes (messages, "MACHINE", " ");
  expect_codes (messages, "RESET", " ");
}

int
main (int argc, char **argv)
{
  g_autofree char *page_path = NULL;
  g_autofree char *types_path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  page_path = g_test_build_filename (G_TEST_DIST, "device", "PROTOCOL.md", NULL);
  types_path = g_test_build_filename (G_TEST_DIST, "device", "values", "cuff-types.h", NULL);
  if (!g_file_get_contents (page_path, &page, NULL, NULL)
      || !g_file_get_contents (types_path, &types, NULL, NULL))
    g_error ("cannot read %s or %s", page_path, types_path);
  g_test_add_func ("/conform/page/requirements", test_requirements);
  g_test_add_func ("/conform/page/weekend", test_weekend);
  g_test_add_func ("/conform/page/limits", test_limits);
  g_test_add_func ("/conform/page/codes", test_codes);
  status = g_test_run ();
  g_free (page);
  g_free (types);

  return status;
}
