/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The O of a visit's note and the line for whoever is next: what the record knows, and nothing that
 * it does not.
 */
#include "ebb-visit-note.h"

#include <math.h>
#include <string.h>

/* A session of one bout on the left thigh: 15, 15 and 13 repetitions with 2 kg. */
typedef struct {
  EbbSessionFile *file; /* owned */
  EbbSetFile *last;     /* borrowed */
  EbbMeasureList *measures;
} Rig;

static void
add_set (Rig *rig, EbbBoutFile *bout, guint number, guint reps)
{
  EbbSetFile *set = g_new0 (EbbSetFile, 1);

  set->set = g_new0 (EbbSetRecord, 1);
  set->set->number = number;
  set->set->reps_min = 15;
  set->set->reps_max = 20;
  set->set->reps_counted = reps;
  set->set->load_kg = 2;
  set->set->started_us = CUFF_SECONDS (number * 100);
  set->set->ended_us = CUFF_SECONDS (number * 100 + 60);
  set->set->end_reason = g_strdup ("done");
  set->reps = g_ptr_array_new ();
  set->ratings = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_rating_free);
  g_ptr_array_add (bout->sets, set);
  rig->last = set;
}

static void
rate (EbbSetFile *set, const char *scale, double value)
{
  EbbRating *rating = g_new0 (EbbRating, 1);

  rating->scale = g_strdup (scale);
  rating->value = value;
  g_ptr_array_add (set->ratings, rating);
}

static void
check (EbbSessionFile *file, const char *kind, double value, double second, const char *text)
{
  EbbCheck *row = g_new0 (EbbCheck, 1);

  *row = (EbbCheck){ .kind = g_strdup (kind), .value = value, .second = second };
  row->text = g_strdup (text);
  g_ptr_array_add (file->checks, row);
}

static void
add_limb (EbbBoutFile *bout)
{
  EbbLimbFile *limb = g_new0 (EbbLimbFile, 1);

  limb->limb = g_new0 (EbbLimbRecord, 1);
  limb->limb->segment = EBB_SEGMENT_THIGH;
  limb->limb->side = EBB_SIDE_LEFT;
  limb->limb->cuff_name = g_strdup ("Thigh L");
  limb->limb->cuff_width_cm = 11.5;
  limb->limb->target = CUFF_MMHG (110);
  limb->limb->lop = CUFF_MMHG (184);
  limb->limb->percent_lop = 60;
  limb->limb->occlusion_time_s = 438;
  limb->samples = g_array_new (FALSE, FALSE, sizeof (EbbSample));
  g_ptr_array_add (bout->limbs, limb);
}

static EbbBoutFile *
make_bout (Rig *rig)
{
  EbbBoutFile *bout = g_new0 (EbbBoutFile, 1);

  bout->bout = g_new0 (EbbBoutRecord, 1);
  bout->bout->number = 1;
  bout->exercise_name = g_strdup ("Short-arc quad");
  bout->protocol = ebb_protocol_load_builtin ("classic-short-arc-quad", NULL);
  bout->limbs = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_limb_file_free);
  bout->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_set_file_free);
  add_limb (bout);
  add_set (rig, bout, 1, 15);
  add_set (rig, bout, 2, 15);
  add_set (rig, bout, 3, 13);
  return bout;
}

static void
set_up (Rig *rig, gconstpointer unused)
{
  EbbSessionFile *file = rig->file = g_new0 (EbbSessionFile, 1);

  file->session = g_new0 (EbbSessionRecord, 1);
  file->session->state = EBB_STATE_COMPLETED;
  file->operators = g_ptr_array_new_with_free_func (g_free);
  file->bouts = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_bout_file_free);
  file->events = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_event_record_free);
  file->checks = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_check_free);
  file->adverse = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_adverse_event_free);
  g_ptr_array_add (file->bouts, make_bout (rig));
  rig->measures = ebb_measure_list_load_builtin (NULL);
}

static void
tear_down (Rig *rig, gconstpointer unused)
{
  ebb_session_file_free (rig->file);
  ebb_measure_list_free (rig->measures);
}

static void
assert_says (const char *text, const char *words)
{
  if (strstr (text, words) == NULL) {
    g_test_message ("“%s” does not say “%s”", text, words);
    g_test_fail ();
  }
}

static void
test_objective (Rig *rig, gconstpointer unused)
{
  EbbOutcome girth = { .measure = (char *) "girth-thigh-15", .side = EBB_SIDE_LEFT, .value = 48.5 };
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new ();
  g_autofree char *text = NULL;

  g_ptr_array_add (outcomes, &girth);
  check (rig->file, "bp", 128, 82, NULL);
  check (rig->file, "heart-rate", 71, NAN, NULL);
  rate (rig->last, "exertion", 6);
  text = ebb_visit_objective (rig->file, outcomes, rig->measures);
  assert_says (text, "Blood pressure 128/82 mmHg.");
  assert_says (text, "Heart rate 71 a minute.");
  assert_says (text, "Skin: not looked at.");
  assert_says (text, "Thigh girth, 15 cm above the patella, left: 48.5 cm");
  assert_says (text, "left thigh: 110 mmHg, 60 % of LOP (LOP 184 mmHg)");
  assert_says (text, "under pressure 7 min 18 s");
  assert_says (text, "Set 3: 13 of 15–20 repetitions, load 2 kg, exertion 6 of 10, pain not known");
  assert_says (text, "No adverse event recorded.");
}

/* Nothing taken, nothing known: no number appears in its place. */
static void
test_unknown (Rig *rig, gconstpointer unused)
{
  EbbLimbFile *limb =
      g_ptr_array_index (((EbbBoutFile *) g_ptr_array_index (rig->file->bouts, 0))->limbs, 0);
  g_autofree char *text = NULL;

  limb->limb->lop = CUFF_PRESSURE_UNSET;
  limb->limb->percent_lop = 0;
  rig->last->set->load_kg = -1;
  text = ebb_visit_objective (rig->file, NULL, rig->measures);
  assert_says (text, "Blood pressure: not taken.");
  assert_says (text, "Heart rate: not taken.");
  assert_says (text, "% of LOP not known (LOP unknown)");
  assert_says (text, "load not known");
  g_assert_null (strstr (text, " 0 mmHg"));
}

static void
test_handover (Rig *rig, gconstpointer unused)
{
  EbbSuggestion suggestion = { .step = EBB_ADVANCE_PRESSURE, .from = 65, .to = 55 };
  g_autofree char *plain = ebb_visit_handover (rig->file, NULL);
  g_autofree char *text = NULL, *lame = NULL, *lost = NULL;

  g_assert_cmpstr (plain, ==, "Short-arc quad 2 kg 15/15/13");
  g_free (rig->last->set->end_reason);
  rig->last->set->end_reason = g_strdup ("pain");
  lame = ebb_visit_handover (rig->file, NULL);
  g_assert_cmpstr (lame, ==, "Short-arc quad 2 kg 15/15/13, stopped for pain");
  rate (rig->last, "cuff", 1);
  text = ebb_visit_handover (rig->file, &suggestion);
  g_assert_cmpstr (text, ==, "Short-arc quad 2 kg 15/15/13, stopped for cuff pain; try 55 %");
  rig->file->session->state = EBB_STATE_INTERRUPTED;
  rig->file->session->state_code = CUFF_REASON_LINK_LOST;
  lost = ebb_visit_handover (rig->file, NULL);
  assert_says (lost, "link");
}

static void
test_nothing_done (Rig *rig, gconstpointer unused)
{
  g_ptr_array_set_size (rig->file->bouts, 0);
  g_assert_null (ebb_visit_handover (rig->file, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/visit-note/objective", Rig, NULL, set_up, test_objective, tear_down);
  g_test_add ("/visit-note/unknown", Rig, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/visit-note/handover", Rig, NULL, set_up, test_handover, tear_down);
  g_test_add ("/visit-note/nothing-done", Rig, NULL, set_up, test_nothing_done, tear_down);
  return g_test_run ();
}
