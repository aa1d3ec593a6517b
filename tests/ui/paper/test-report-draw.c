/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages as they are laid out: one for the patient whatever the session was, nothing over
 * anything else, nothing outside the page.
 */
#include "ebb-report-draw.h"
#include "ebb-report-private.h"
#include "paper-rig.h"

#include <string.h>

#define LONG_CHARS 300

static const char *const papers[] = { "a4", "letter" };

/* Blocks stand below each other between the margins. */
static void
assert_apart (EbbReport *report)
{
  guint page = 0;
  double below_pt = 0;
  ebb_report_lay_out (report);
  for (guint i = 0; i < report->placements->len; i++) {
    const EbbPlacement *place = &g_array_index (report->placements, EbbPlacement, i);
    if (place->page != page)
      below_pt = 0;
    page = place->page;
    g_assert_cmpfloat (place->y_pt, >=, MAX (below_pt, report->top_pt) - 0.01);
    g_assert_cmpfloat (place->height_pt, >=, place->block->height_min_pt - 0.01);
    below_pt = place->y_pt + place->height_pt;
    g_assert_cmpfloat (below_pt, <=, report->bottom_pt + 0.01);
  }
}

/* What ink there is lies inside the margins' outer half. */
static void
assert_inside (EbbReport *report, guint page)
{
  cairo_surface_t *ink = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (ink);
  double x, y, width, height;
  ebb_report_draw_page (report, cr, page);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (ink, &x, &y, &width, &height);
  cairo_surface_destroy (ink);
  g_assert_cmpfloat (width, >, report->width_pt / 2);
  g_assert_cmpfloat (x, >=, EBB_REPORT_SIDE_PT / 2);
  g_assert_cmpfloat (x + width, <=, report->width_pt - EBB_REPORT_SIDE_PT / 2);
  g_assert_cmpfloat (y, >=, EBB_REPORT_EDGE_PT / 2);
  g_assert_cmpfloat (y + height, <=, report->height_pt - EBB_REPORT_EDGE_PT / 2);
}

static guint
check_report (const EbbSessionFile *file, EbbReportKind kind, const char *paper)
{
  double width_pt, height_pt;
  g_assert_true (ebb_report_get_paper (paper, &width_pt, &height_pt));
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  g_autoptr (EbbReport) report = ebb_report_new (kind, file, summary, width_pt, height_pt);
  guint n_pages = ebb_report_get_n_pages (report);
  assert_apart (report);
  for (guint i = 0; i < n_pages; i++)
    assert_inside (report, i);
  return n_pages;
}

/* Returns the clinician's pages on A4; takes the file. */
static guint
check_both (EbbSessionFile *file)
{
  guint n_pages = 0;
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++) {
    g_assert_cmpuint (check_report (file, EBB_REPORT_PATIENT, papers[i]), ==, 1);
    n_pages = check_report (file, EBB_REPORT_CLINICIAN, papers[i]);
    g_assert_cmpuint (n_pages, >=, 1);
  }
  ebb_session_file_free (file);
  return n_pages;
}

static void
test_plain (void)
{
  check_both (paper_rig_session ());
}

static void
test_ten_sets (void)
{
  EbbSessionFile *file = paper_rig_session ();
  EbbBoutFile *bout = paper_rig_get_bout (file, 0);
  for (guint i = 0; i < 7; i++)
    paper_rig_add_set (bout, 20, 5000, (400 + 170 * (gint64) i) * G_USEC_PER_SEC);
  check_both (file);
}

static void
test_nothing_known (void)
{
  EbbSessionFile *file = paper_rig_session ();
  EbbBoutFile *bout = paper_rig_get_bout (file, 0);
  EbbLimbFile *limb = g_ptr_array_index (bout->limbs, 0);
  g_ptr_array_set_size (bout->sets, 0);
  g_array_set_size (limb->samples, 0);
  g_clear_pointer (&bout->protocol, ebb_protocol_free);
  g_clear_pointer (&bout->exercise_name, g_free);
  g_clear_pointer (&file->patient->record_number, g_free);
  g_clear_pointer (&file->patient->sex, g_free);
  g_clear_pointer (&file->clinic->name, g_free);
  g_clear_pointer (&file->clinic->phone, g_free);
  g_clear_pointer (&file->clinic->hours, g_free);
  g_clear_pointer (&file->order, ebb_order_free);
  g_clear_pointer (&file->session->device, g_free);
  g_clear_pointer (&limb->limb->clamps, g_strfreev);
  limb->limb->target = limb->limb->lop = CUFF_PRESSURE_UNSET;
  limb->limb->percent_lop = limb->limb->cuff_width_cm = limb->limb->occlusion_time_s = 0;
  g_ptr_array_set_size (file->operators, 0);
  file->number = file->visits_planned = 0;
  file->appointment_unix_us = EBB_TIME_UNSET;
  file->session->state = EBB_STATE_OPEN;
  file->session->ended_us = bout->bout->ended_us = EBB_TIME_UNSET;
  check_both (file);
}

static void
test_no_bout (void)
{
  EbbSessionFile *file = paper_rig_session ();
  g_ptr_array_set_size (file->bouts, 0);
  file->session->state = EBB_STATE_INTERRUPTED;
  check_both (file);
}

static char *
long_text (const char *unit)
{
  g_autoptr (GString) text = g_string_new (NULL);
  while (g_utf8_strlen (text->str, -1) < LONG_CHARS)
    g_string_append (text, unit);
  return g_strdup (text->str);
}

static void
set_all_texts (EbbSessionFile *file, const char *text)
{
  EbbBoutFile *bout = paper_rig_get_bout (file, 0);
  EbbLimbRecord *limb = paper_rig_get_limb (file);
  char **const texts[] = { &file->patient->name,
                           &file->patient->birth_date,
                           &file->patient->record_number,
                           &file->clinic->name,
                           &file->clinic->phone,
                           &file->clinic->hours,
                           &file->clinic->emergency_number,
                           &file->session->id,
                           &file->session->device,
                           &file->order->physician,
                           &file->order->diagnosis,
                           &file->order->restrictions,
                           &bout->exercise_name,
                           &bout->bout->protocol_name,
                           &bout->bout->protocol_id,
                           &limb->cuff_name,
                           &limb->override_reason };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    paper_rig_set (texts[i], text);
  g_ptr_array_set_size (file->operators, 0);
  g_ptr_array_add (file->operators, g_strdup (text));
  paper_rig_add_event (file, G_USEC_PER_SEC, "note", 0, text);
  file->first_session = TRUE;
  file->session->state = EBB_STATE_STOPPED_BY_SAFETY;
  file->session->state_code = CUFF_REASON_OVER_PRESSURE;
}

/* Wide letters without a space, right to left, markup, line breaks, signs that turn the text
 * around, broken UTF-8. */
static void
test_hostile (void)
{
  static const char *const units[] = { "W",          "Wide words ",  "שלום ",
                                       "مثال",       "<b>&amp;",     "line\n",
                                       "\u202eback", "\u2029\t\x01", "a\u0301\u0323\u0330",
                                       "山田" };
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    EbbSessionFile *file = paper_rig_session ();
    g_autofree char *text = long_text (units[i]);
    set_all_texts (file, text);
    check_both (file);
  }
  EbbSessionFile *file = paper_rig_session ();
  set_all_texts (file, "broken \xff\xfe text");
  check_both (file);
}

/* More events than a page holds make more pages. */
static void
test_many_events (void)
{
  EbbSessionFile *file = paper_rig_session ();
  for (guint i = 0; i < 1000; i++)
    paper_rig_add_event (file, i * G_GINT64_CONSTANT (1000000), "note", 0, "Something was said.");
  g_assert_cmpuint (check_both (file), >=, 5);
}

static void
test_paper (void)
{
  double width_pt, height_pt;
  g_assert_true (ebb_report_get_paper ("a4", &width_pt, &height_pt));
  g_assert_cmpfloat_with_epsilon (width_pt * 25.4 / 72, 210, 0.01);
  g_assert_cmpfloat_with_epsilon (height_pt * 25.4 / 72, 297, 0.01);
  g_assert_true (ebb_report_get_paper ("letter", &width_pt, &height_pt));
  g_assert_cmpfloat (width_pt, ==, 8.5 * 72);
  g_assert_cmpfloat (height_pt, ==, 11 * 72);
  g_assert_true (ebb_report_get_paper (NULL, &width_pt, &height_pt));
  g_assert_false (ebb_report_get_paper ("a5", &width_pt, &height_pt));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-draw/plain", test_plain);
  g_test_add_func ("/report-draw/ten-sets", test_ten_sets);
  g_test_add_func ("/report-draw/nothing-known", test_nothing_known);
  g_test_add_func ("/report-draw/no-bout", test_no_bout);
  g_test_add_func ("/report-draw/hostile", test_hostile);
  g_test_add_func ("/report-draw/many-events", test_many_events);
  g_test_add_func ("/report-draw/paper", test_paper);
  return g_test_run ();
}
