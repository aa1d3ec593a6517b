/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The PDF files: what can be read in them, that letters are embedded, and what happens when they
 * cannot be written.  Reads them with poppler's tools; without those these cases are skipped.
 */
#include "ebb-report-draw.h"
#include "paper-rig.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_BYTES_MAX (150 * 1024)

static char *folder; /* of this run */

static char *
write_to (const EbbSessionFile *file, EbbReportKind kind, const char *paper)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, "page.pdf", NULL);
  g_assert_true (ebb_report_write_pdf (kind, file, paper, path, &error));
  g_assert_no_error (error);
  return path;
}

/* What a tool says about a file; NULL when there is no such tool. */
static char *
ask (const char *tool, const char *path, const char *last, const char *option)
{
  g_autofree char *program = g_find_program_in_path (tool);
  if (program == NULL)
    return NULL;
  const char *argv[] = { program, path, last, option, NULL };
  char *answer = NULL;
  g_autoptr (GError) error = NULL;
  gint status;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &answer, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return answer;
}

/* The words of a report, each run of white space as one space; NULL after a skip. */
static char *
read_words (const EbbSessionFile *file, EbbReportKind kind)
{
  g_autofree char *path = write_to (file, kind, "a4");
  g_autofree char *text = ask ("pdftotext", path, "-", NULL);
  if (text == NULL) {
    g_test_skip ("pdftotext is not there");
    return NULL;
  }
  g_autoptr (GRegex) blanks = g_regex_new ("\\s+", 0, 0, NULL);
  return g_regex_replace_literal (blanks, text, -1, 0, " ", 0, NULL);
}

static void
assert_has (const char *words, const char *expected)
{
  if (strstr (words, expected) == NULL)
    g_error ("\"%s\" is missing in: %s", expected, words);
}

static void
assert_lacks (const char *words, const char *unwanted)
{
  g_autofree char *lower = g_utf8_strdown (words, -1);
  if (strstr (lower, unwanted) != NULL)
    g_error ("\"%s\" stands in: %s", unwanted, words);
}

static void
test_patient (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  paper_rig_set (&file->patient->name, "Żółw-Ñandú, Zoë");
  paper_rig_add_rating (paper_rig_get_bout (file, 0), 3, "exertion", 6);
  paper_rig_add_rating (paper_rig_get_bout (file, 0), 3, "pain", 3);
  g_autofree char *words = read_words (file, EBB_REPORT_PATIENT);
  if (words == NULL)
    return;
  static const char *const expected[] = {
    "Practice clinic",
    "Your training on 22 November 2026",
    "Zoë Żółw-Ñandú · born 2 June 1994 · left thigh · session 7 of 24",
    "SIMULATED CUFF",
    "47 2 kg 8 min",
    "repetitions in 3 sets of Short-arc quad",
    "cuff tight",
    "hold each contraction for 5 seconds: 44 of 47 did.",
    "You rated the effort 6 and the pain 3 out of 10.",
    "planned zone",
    "Red skin, small red dots or bruises under the cuff",
    "up to two days",
    "Emergency number, at once: chest pain, trouble breathing, fainting.",
    "A doctor today, also at weekends: one swollen or painful leg, dark urine",
    "Call us: numbness",
    "Phone 000 0000, Mon–Fri 8–18, ask for A. Sample.",
    "Do not repeat the cuff training at home.",
    "Thursday 26 November 2026, 09:30",
    "session 0b7c2e9a-51d3-4c80-9f6e-2a4b8d017c35 · page 1 of 1",
    "explained to me",
    "initials",
  };
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_has (words, expected[i]);
  assert_lacks (words, "24 hours"); /* not the first session */
}

/* What is set twice at the same place looks bold, and is read aloud twice. */
static void
test_once (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  g_autofree char *path = write_to (file, EBB_REPORT_PATIENT, "a4");
  /* -raw keeps what lies over the same again. */
  g_autofree char *text = ask ("pdftotext", path, "-", "-raw");
  static const char *const once[] = { "Short-arc quad", "cuff tight", "Do not repeat" };
  if (text == NULL) {
    g_test_skip ("pdftotext is not there");
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (once); i++) {
    const char *found = strstr (text, once[i]);
    g_assert_nonnull (found);
    g_assert_null (strstr (found + 1, once[i]));
  }
}

/* Nothing a patient could copy at home. */
static void
test_no_pressure (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  paper_rig_set (&paper_rig_get_limb (file)->override_reason, "180 mmHg as ordered");
  paper_rig_add_event (file, G_USEC_PER_SEC, "alarm", 7, "More than 15 mmHg away");
  g_autofree char *words = read_words (file, EBB_REPORT_PATIENT);
  if (words == NULL)
    return;
  static const char *const unwanted[] = { "mmhg", "114", "180", "190", "lop", "60 %", "60\u00a0%" };
  for (guint i = 0; i < G_N_ELEMENTS (unwanted); i++)
    assert_lacks (words, unwanted[i]);
  assert_has (words, "Your therapist set the cuff differently from the usual rule");
}

static void
test_first_arm_real (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  file->first_session = TRUE;
  file->session->simulated = FALSE;
  file->session->state = EBB_STATE_STOPPED_BY_SAFETY;
  file->session->state_code = CUFF_REASON_LINK_LOST;
  paper_rig_get_limb (file)->segment = EBB_SEGMENT_ARM;
  paper_rig_set (&file->clinic->emergency_number, "000");
  g_autofree char *words = read_words (file, EBB_REPORT_PATIENT);
  if (words == NULL)
    return;
  assert_has (words, "This was your first session: no sport for 24 hours.");
  assert_has (words, "one swollen or painful arm,");
  assert_has (words, "Emergency number 000, at once:");
  assert_has (words, "The training was stopped early to keep you safe: the link to the cuff was "
                     "lost.");
  assert_lacks (words, "simulated");
  assert_lacks (words, " leg,");
}

static void
add_check (EbbSessionFile *file)
{
  EbbCheck *check = g_new0 (EbbCheck, 1);
  check->t_us = G_USEC_PER_SEC;
  check->kind = g_strdup ("bp");
  check->value = 128;
  check->second = 82;
  g_ptr_array_add (file->checks, check);
  EbbAdverseEvent *event = g_new0 (EbbAdverseEvent, 1);
  event->kind = g_strdup ("unwell");
  event->text = g_strdup ("Dizzy after set 2.");
  event->noticed_unix_us = file->session->started_unix_us + 130 * G_USEC_PER_SEC;
  g_ptr_array_add (file->adverse, event);
}

static void
test_clinician (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  paper_rig_set (&paper_rig_get_limb (file)->override_reason, "As ordered by Dr. Example");
  paper_rig_add_event (file, 100 * G_USEC_PER_SEC, "alarm", 7, "Check how the cuff fits.");
  paper_rig_add_event (file, 110 * G_USEC_PER_SEC, "alarm-gone", 7, "Check how the cuff fits.");
  paper_rig_add_event (file, 120 * G_USEC_PER_SEC, "reperfusion-override", 0, "Short of time.");
  paper_rig_add_event (file, 125 * G_USEC_PER_SEC, "note", 0, "Says the cuff is fine.");
  paper_rig_add_event (file, 126 * G_USEC_PER_SEC, "rest", 1, "Rest");
  add_check (file);
  g_autofree char *words = read_words (file, EBB_REPORT_CLINICIAN);
  if (words == NULL)
    return;
  static const char *const expected[] = {
    "Example, Tamsin",
    "PRACTICE-7",
    "SIMULATED CUFF",
    "Dr. Invented Example, 2 November 2026",
    "A. Sample",
    "Ebb simulator 1",
    "Classic short-arc quad (classic-short-arc-quad, version 1)",
    "Practice thigh cuff, 13.5 cm",
    "percent of measured LOP",
    "114 mmHg, 60 % of LOP",
    "190 mmHg",
    "As ordered by Dr. Example",
    "15–20 17 2 kg 16",
    "target ±10 %",
    "In band, exercise",
    "Blood pressure 128/82 mmHg",
    "1:40 10:43 Alarm A07: Check how the cuff fits.",
    "Alarm A07 is over",
    "Override: Short of time.",
    "Note: Says the cuff is fine.",
    "2:10 10:44 unwell: Dizzy after set 2.",
    "Therapist: name, signature, date",
    "Completed: the plan ran to its end",
  };
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_has (words, expected[i]);
  assert_lacks (words, "2:06 10:44 rest"); /* the table of sets tells the rests */
}

/* Both identifiers, the number of the page and "simulated" on each of several pages. */
static void
test_every_page (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  for (guint i = 0; i < 120; i++)
    paper_rig_add_event (file, i * G_GINT64_CONSTANT (1000000), "note", 0, "Something was said.");
  g_autofree char *path = write_to (file, EBB_REPORT_CLINICIAN, "letter");
  g_autofree char *text = ask ("pdftotext", path, "-", NULL);
  if (text == NULL) {
    g_test_skip ("pdftotext is not there");
    return;
  }
  g_auto (GStrv) pages = g_strsplit (text, "\f", -1);
  guint n_pages = g_strv_length (pages) - 1;
  g_assert_cmpuint (n_pages, >=, 3);
  for (guint i = 0; i < n_pages; i++) {
    g_autofree char *number = g_strdup_printf ("page %u of %u", i + 1, n_pages);
    assert_has (pages[i], number);
    assert_has (pages[i], "Example, Tamsin");
    assert_has (pages[i], "born 2 June 1994");
    assert_has (pages[i], "SIMULATED CUFF");
  }
}

/* Names of any writing; nothing is taken as markup or breaks a line. */
static void
test_hostile (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  paper_rig_set (&file->patient->name, "O'Neil <b>\"& Co\"</b>\nSecond\tLine");
  paper_rig_set (&file->clinic->name, "%s%n Clinic");
  paper_rig_set (&paper_rig_get_bout (file, 0)->exercise_name, "\xff quad");
  g_autofree char *words = read_words (file, EBB_REPORT_PATIENT);
  if (words == NULL)
    return;
  assert_has (words, "O'Neil <b>\"& Co\"</b> Second Line · born 2 June 1994");
  assert_has (words, "%s%n Clinic");
  assert_has (words, "quad");
}

static void
assert_fonts_embedded (const char *fonts)
{
  g_auto (GStrv) lines = g_strsplit (fonts, "\n", -1);
  guint n_fonts = 0;
  for (guint i = 2; lines[i] != NULL && *lines[i] != '\0'; i++, n_fonts++)
    if (!g_regex_match_simple (" yes yes yes +\\d+ +\\d+$", lines[i], 0, 0))
      g_error ("not embedded, no subset or no text: %s", lines[i]);
  g_assert_cmpuint (n_fonts, >=, 2);
}

static void
test_fonts (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  paper_rig_set (&file->patient->name, "Łukasz Ñandú 山田 Иван");
  for (guint i = 0; i < 2; i++) {
    g_autofree char *path =
        write_to (file, i == 0 ? EBB_REPORT_PATIENT : EBB_REPORT_CLINICIAN, "a4");
    g_autofree char *fonts = ask ("pdffonts", path, NULL, NULL);
    if (fonts == NULL) {
      g_test_skip ("pdffonts is not there");
      return;
    }
    assert_fonts_embedded (fonts);
  }
}

static void
test_pages_and_size (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  g_autofree char *path = write_to (file, EBB_REPORT_PATIENT, "letter");
  GStatBuf status;
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_size, <=, PAGE_BYTES_MAX);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600); /* health data */
  g_autofree char *info = ask ("pdfinfo", path, NULL, NULL);
  if (info == NULL) {
    g_test_skip ("pdfinfo is not there");
    return;
  }
  assert_has (info, "612 x 792 pts");
  g_assert_true (g_regex_match_simple ("Pages: +1\n", info, 0, 0));
  g_assert_true (g_regex_match_simple ("Title: +Training of Example, Tamsin on 22 November 2026\n",
                                       info, 0, 0));
}

static void
assert_fails (const EbbSessionFile *file, const char *paper, const char *path, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (ebb_report_write_pdf (EBB_REPORT_PATIENT, file, paper, path, &error));
  g_assert_nonnull (error);
  assert_has (error->message, word);
}

/* What stood there stays; nothing is left beside it. */
static void
test_errors (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  g_autofree char *inside = g_build_filename (folder, "no-such-folder", "page.pdf", NULL);
  assert_fails (file, "a4", inside, "no-such-folder");
  g_autofree char *place = g_build_filename (folder, "taken", NULL);
  g_autofree char *kept = g_build_filename (place, "kept", NULL);
  g_assert_cmpint (g_mkdir (place, 0700), ==, 0);
  g_assert_true (g_file_set_contents (kept, "x", 1, NULL));
  assert_fails (file, "a4", place, "taken"); /* a folder cannot be replaced */
  assert_fails (file, "a5", kept, "a4 or letter");
  g_autofree char *content = NULL;
  g_assert_true (g_file_get_contents (kept, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "x");
  g_assert_cmpint (g_unlink (kept), ==, 0);
  g_assert_cmpint (g_rmdir (place), ==, 0);
  g_autoptr (GDir) left = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (left); name != NULL; name = g_dir_read_name (left))
    g_assert_false (g_str_has_prefix (name, "taken"));
}

/* A full disk is told, and a device stays one. */
static void
test_full (void)
{
  GStatBuf status;
  if (g_stat ("/dev/full", &status) != 0 || !S_ISCHR (status.st_mode)) {
    g_test_skip ("/dev/full is not there");
    return;
  }
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  assert_fails (file, "a4", "/dev/full", g_strerror (ENOSPC));
  g_assert_cmpint (g_stat ("/dev/full", &status), ==, 0);
  g_assert_true (S_ISCHR (status.st_mode));
}

static void
test_read_only (void)
{
  if (geteuid () == 0) {
    g_test_skip ("root may write everywhere");
    return;
  }
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  g_autofree char *place = g_build_filename (folder, "locked", NULL);
  g_autofree char *path = g_build_filename (place, "page.pdf", NULL);
  g_assert_cmpint (g_mkdir (place, 0500), ==, 0);
  assert_fails (file, "a4", path, "Permission denied");
  g_assert_cmpint (g_rmdir (place), ==, 0);
}

static void
clear_folder (void)
{
  g_autofree char *path = g_build_filename (folder, "page.pdf", NULL);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("ebb-paper-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/report-pdf/patient", test_patient);
  g_test_add_func ("/report-pdf/once", test_once);
  g_test_add_func ("/report-pdf/no-pressure", test_no_pressure);
  g_test_add_func ("/report-pdf/first-arm-real", test_first_arm_real);
  g_test_add_func ("/report-pdf/clinician", test_clinician);
  g_test_add_func ("/report-pdf/every-page", test_every_page);
  g_test_add_func ("/report-pdf/hostile", test_hostile);
  g_test_add_func ("/report-pdf/fonts", test_fonts);
  g_test_add_func ("/report-pdf/pages-and-size", test_pages_and_size);
  g_test_add_func ("/report-pdf/errors", test_errors);
  g_test_add_func ("/report-pdf/full", test_full);
  g_test_add_func ("/report-pdf/read-only", test_read_only);
  int result = g_test_run ();
  clear_folder ();
  g_free (folder);
  return result;
}
