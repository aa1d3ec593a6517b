/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a patient's care as the main thread asks and writes it: what was written comes back,
 * what is wrong leaves nothing behind, a text and a date can be taken away again.
 */
#include "data-rig.h"
#include "ebb-store-ask-plan.h"
#include "store-clock.h"

#include <math.h>

typedef struct {
  DataRig rig;
  EbbStore *store; /* owned */
  gboolean told;
  gpointer answer; /* owned by the test */
  GError *error;   /* owned by the test */
} Care;

static void
set_up (Care *care, gconstpointer unused)
{
  data_rig_set_up (&care->rig, NULL);
  data_put_all (care->rig.db);
  data_rig_close (&care->rig);
  care->store = ebb_store_open (care->rig.path, &store_clock, NULL);
  g_assert_nonnull (care->store);
}

static void
tear_down (Care *care, gconstpointer unused)
{
  g_clear_pointer (&care->store, ebb_store_close);
  data_rig_tear_down (&care->rig, NULL);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user)
{
  Care *care = user;

  care->answer = ebb_store_ask_finish (result, &care->error);
  care->told = TRUE;
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer user)
{
  Care *care = user;

  care->answer = ebb_store_put_finish (result, &care->error);
  care->told = TRUE;
}

static void
await (Care *care)
{
  while (!care->told)
    g_main_context_iteration (NULL, TRUE);
  care->told = FALSE;
}

static EbbCareFile *
load (Care *care)
{
  ebb_store_load_care_async (care->store, PATIENT_ID, SESSION_UNIX_US, NULL, on_asked, care);
  await (care);
  g_assert_no_error (care->error);
  return g_steal_pointer (&care->answer);
}

static void
take_id (Care *care)
{
  await (care);
  g_assert_no_error (care->error);
  g_clear_pointer (&care->answer, g_free);
}

static const EbbCareEpisode *
first_of (const EbbCareFile *file)
{
  g_assert_cmpuint (file->episodes->len, ==, 1);
  return g_ptr_array_index (file->episodes, 0);
}

static EbbEpisode *
episode_new (const char *surgery, const char *surgery_on)
{
  EbbEpisode *episode = g_new0 (EbbEpisode, 1);

  episode->id = g_strdup (EPISODE_ID);
  episode->patient_id = g_strdup (PATIENT_ID);
  episode->surgery = g_strdup (surgery);
  episode->surgery_on = g_strdup (surgery_on);
  return episode;
}

static void
test_episode (Care *care, gconstpointer unused)
{
  g_autoptr (EbbCareFile) with = NULL;
  g_autoptr (EbbCareFile) without = NULL;
  const EbbEpisode *episode;

  ebb_store_put_episode_async (care->store, episode_new ("Graft", "2026-01-10"), on_put, care);
  take_id (care);
  with = load (care);
  episode = first_of (with)->episode;
  g_assert_cmpstr (episode->surgery, ==, "Graft");
  g_assert_cmpstr (episode->surgery_on, ==, "2026-01-10");
  ebb_store_put_episode_async (care->store, episode_new ("", ""), on_put, care);
  take_id (care);
  without = load (care);
  g_assert_null (first_of (without)->episode->surgery);
  g_assert_null (first_of (without)->episode->surgery_on);
}

static EbbOutcome *
outcome_new (const char *measure, double value)
{
  EbbOutcome *outcome = g_new0 (EbbOutcome, 1);

  outcome->episode_id = g_strdup (EPISODE_ID);
  outcome->measure = g_strdup (measure);
  outcome->occasion = g_strdup ("baseline");
  outcome->value = value;
  outcome->measured_on = g_strdup ("2026-02-03");
  return outcome;
}

/* All or none: one wrong value leaves none behind. */
static void
test_outcomes (Care *care, gconstpointer unused)
{
  GPtrArray *wrong = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_outcome_free);
  GPtrArray *good = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_outcome_free);
  g_autoptr (EbbCareFile) none = NULL;
  g_autoptr (EbbCareFile) some = NULL;

  g_ptr_array_add (wrong, outcome_new ("lefs", 50));
  g_ptr_array_add (wrong, outcome_new ("nprs", 11));
  ebb_store_put_outcomes_async (care->store, wrong, on_put, care);
  await (care);
  g_assert_nonnull (care->error);
  g_clear_error (&care->error);
  none = load (care);
  g_assert_cmpuint (first_of (none)->outcomes->len, ==, 0);
  g_assert_false (first_of (none)->due.has_baseline);

  g_ptr_array_add (good, outcome_new ("lefs", 50));
  g_ptr_array_add (good, outcome_new ("nprs", 4));
  ebb_store_put_outcomes_async (care->store, good, on_put, care);
  take_id (care);
  some = load (care);
  g_assert_cmpuint (first_of (some)->outcomes->len, ==, 2);
  g_assert_true (first_of (some)->due.has_baseline);
}

static EbbAppointment *
visit_new (const char *id, const char *state, const char *note)
{
  EbbAppointment *visit = g_new0 (EbbAppointment, 1);

  visit->id = g_strdup (id);
  visit->patient_id = g_strdup (PATIENT_ID);
  visit->episode_id = g_strdup (EPISODE_ID);
  visit->start_unix_us = SESSION_UNIX_US;
  visit->length_min = 45;
  visit->state = g_strdup (state);
  visit->note = g_strdup (note);
  return visit;
}

/* Late, and taken back: the note goes too. */
static void
test_attendance (Care *care, gconstpointer unused)
{
  g_autoptr (EbbCareFile) planned = NULL;
  g_autoptr (EbbCareFile) late = NULL;
  g_autoptr (EbbCareFile) back = NULL;
  const EbbAppointment *visit;
  g_autofree char *id = NULL;

  ebb_store_put_visit_async (care->store, visit_new (NULL, NULL, NULL), on_put, care);
  take_id (care);
  planned = load (care);
  visit = g_ptr_array_index (first_of (planned)->visits, 0);
  g_assert_cmpstr (visit->state, ==, "planned");
  id = g_strdup (visit->id);
  ebb_store_attend_async (care->store, visit_new (id, "done", "late"), on_put, care);
  take_id (care);
  late = load (care);
  visit = g_ptr_array_index (first_of (late)->visits, 0);
  g_assert_cmpstr (visit->state, ==, "done");
  g_assert_cmpstr (visit->note, ==, "late");
  ebb_store_attend_async (care->store, visit_new (id, "planned", NULL), on_put, care);
  take_id (care);
  back = load (care);
  visit = g_ptr_array_index (first_of (back)->visits, 0);
  g_assert_cmpstr (visit->state, ==, "planned");
  g_assert_null (visit->note);
}

static void
test_goal_and_discharge (Care *care, gconstpointer unused)
{
  EbbGoal *goal = g_new0 (EbbGoal, 1);
  EbbEpisode *closed = episode_new (NULL, NULL);
  g_autoptr (EbbCareFile) file = NULL;

  goal->text = g_strdup ("Stairs");
  ebb_store_put_goal_async (care->store, EPISODE_ID, goal, on_put, care);
  take_id (care);
  closed->discharge_reason = g_strdup ("Goals reached");
  closed->discharged_on = g_strdup ("2026-02-03");
  ebb_store_discharge_async (care->store, closed, on_put, care);
  take_id (care);
  file = load (care);
  g_assert_cmpuint (first_of (file)->episode->goals->len, ==, 1);
  g_assert_cmpstr (first_of (file)->episode->discharge_reason, ==, "Goals reached");
  g_assert_true (first_of (file)->due.discharged);
  g_assert_null (ebb_care_file_find (file, PATIENT_ID));
}

#define CASE(path, run) g_test_add (path, Care, NULL, set_up, run, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("/care-store/episode", test_episode);
  CASE ("/care-store/outcomes", test_outcomes);
  CASE ("/care-store/attendance", test_attendance);
  CASE ("/care-store/goal-and-discharge", test_goal_and_discharge);
  return g_test_run ();
}
