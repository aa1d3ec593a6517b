/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Episodes, outcome measures, progression and what follows a session: they come back as they were
 * written, and what cannot be is refused and leaves nothing behind.
 */
#include "data-rig.h"
#include "ebb-db-care.h"

#include <math.h>
#include <string.h>

#define ODD_TEXT "O'Neil \"Bobby\"; DROP TABLE patient;-- 山田"
#define DAY_US   G_TIME_SPAN_DAY

/* A session of a practice clinic counts although its cuff is simulated. */
static void
make_practice (EbbDb *db)
{
  EbbClinic clinic = { .name = (char *) "Practice", .practice = TRUE };

  g_assert_true (ebb_db_put_clinic (db, &clinic, NULL));
}

static void
assert_refused (gboolean done, GError **error, const char *field, const char *allowed)
{
  g_assert_false (done);
  g_assert_nonnull (*error);
  data_assert_says (*error, field);
  data_assert_says (*error, allowed);
  g_clear_error (error);
}

static EbbEpisode *
get_episode (EbbDb *db, const char *id)
{
  g_autoptr (GError) error = NULL;
  EbbEpisode *episode = ebb_db_get_episode (db, id, &error);

  g_assert_no_error (error);
  return episode;
}

static void
test_episode (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbEpisode) episode = g_new0 (EbbEpisode, 1);
  g_autoptr (EbbEpisode) back = NULL;
  EbbEpisode change = { 0 };

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  episode->patient_id = g_strdup (PATIENT_ID);
  episode->diagnosis = g_strdup (ODD_TEXT);
  episode->segment = g_strdup ("thigh");
  episode->side = g_strdup ("left");
  episode->surgery = g_strdup ("ACL reconstruction");
  episode->surgery_on = g_strdup ("2026-01-10");
  episode->condition_ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (episode->condition_ids, g_strdup ("acl-reconstruction"));
  g_assert_true (ebb_db_put_episode (rig->db, episode, NULL));

  change.id = episode->id;
  change.patient_id = episode->patient_id;
  change.precautions = (char *) "no open chain beyond 60°";
  g_assert_true (ebb_db_put_episode (rig->db, &change, NULL));
  back = get_episode (rig->db, episode->id);
  g_assert_cmpstr (back->diagnosis, ==, ODD_TEXT);
  g_assert_cmpstr (back->surgery_on, ==, "2026-01-10");
  g_assert_cmpstr (back->precautions, ==, "no open chain beyond 60°");
  g_assert_cmpuint (back->condition_ids->len, ==, 1);
  g_assert_null (back->discharged_on);
}

static void
test_episode_refused (DataRig *rig, gconstpointer unused)
{
  GError *error = NULL;
  EbbEpisode episode = { .patient_id = (char *) PATIENT_ID };
  g_autoptr (GPtrArray) wrong = g_ptr_array_new ();

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_ptr_array_add (wrong, (gpointer) "broken-heart");
  episode.condition_ids = wrong;
  assert_refused (ebb_db_put_episode (rig->db, &episode, &error), &error, "broken-heart",
                  "acl-reconstruction");
  episode.condition_ids = NULL;
  episode.surgery_on = (char *) "2026-02-30";
  assert_refused (ebb_db_put_episode (rig->db, &episode, &error), &error, "2026-02-30",
                  "YYYY-MM-DD");
  episode.surgery_on = NULL;
  episode.side = (char *) "middle";
  assert_refused (ebb_db_put_episode (rig->db, &episode, &error), &error, "middle", "left");
  g_assert_null (episode.id);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM episode"), ==, 0);
}

/* One patient's episode is not another's to write. */
static void
test_episode_owner (DataRig *rig, gconstpointer unused)
{
  GError *error = NULL;
  EbbEpisode theft = { .id = (char *) EPISODE_ID,
                       .patient_id = (char *) DATA_ID ("8"),
                       .diagnosis = (char *) "stolen" };
  g_autoptr (EbbEpisode) back = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_patient (rig->db, DATA_ID ("8"), "Other Patient");
  data_put_order (rig->db);
  assert_refused (ebb_db_put_episode (rig->db, &theft, &error), &error, "episode",
                  "one of this patient");
  back = get_episode (rig->db, EPISODE_ID);
  g_assert_cmpstr (back->diagnosis, ==, "Weakness after knee surgery");
}

static void
test_goal_and_plan (DataRig *rig, gconstpointer unused)
{
  EbbGoal goal = { .text = (char *) "Stairs without the rail", .target_on = (char *) "2026-04-01" };
  EbbCarePlan plan = { (char *) "2: resistance", 3, 24, 20, (char *) "2026-02-01" };
  EbbCarePlan next = { (char *) "3", 2, 30, 0, (char *) "2026-03-01" };
  g_autoptr (EbbEpisode) back = NULL;
  GError *error = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  g_assert_true (ebb_db_put_goal (rig->db, EPISODE_ID, &goal, NULL));
  goal.reached_on = (char *) "2026-03-20";
  g_assert_true (ebb_db_put_goal (rig->db, EPISODE_ID, &goal, NULL));
  g_assert_true (ebb_db_put_plan (rig->db, EPISODE_ID, &next, NULL));
  g_assert_true (ebb_db_put_plan (rig->db, EPISODE_ID, &plan, NULL));
  plan.visits_per_week = 15;
  assert_refused (ebb_db_put_plan (rig->db, EPISODE_ID, &plan, &error), &error, "visits per week",
                  "14");

  back = get_episode (rig->db, EPISODE_ID);
  g_assert_cmpuint (back->goals->len, ==, 1);
  g_assert_cmpstr (((EbbGoal *) g_ptr_array_index (back->goals, 0))->reached_on, ==, "2026-03-20");
  g_assert_cmpstr (back->plan.phase, ==, "3");
  g_assert_cmpuint (back->plan.visits_planned, ==, 30);
  g_assert_cmpuint (back->plan.visits_authorised, ==, 0);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM care_plan"), ==, 2);
  g_free (goal.id);
}

static void
test_visits (DataRig *rig, gconstpointer unused)
{
  EbbAppointment visit = { .episode_id = (char *) EPISODE_ID,
                           .start_unix_us = SESSION_UNIX_US,
                           .length_min = 45 };
  g_autoptr (GPtrArray) back = NULL;
  GError *error = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  g_assert_true (ebb_db_put_visit (rig->db, &visit, NULL));
  g_assert_true (ebb_db_set_attendance (rig->db, visit.id, "missed", "flat tyre", NULL));
  assert_refused (ebb_db_set_attendance (rig->db, visit.id, "late", NULL, &error), &error, "late",
                  "missed");
  assert_refused (ebb_db_set_attendance (rig->db, "nobody", "done", NULL, &error), &error, "nobody",
                  "one that exists");
  back = ebb_db_list_visits (rig->db, EPISODE_ID, NULL);
  g_assert_cmpuint (back->len, ==, 1);
  g_assert_cmpstr (((EbbAppointment *) g_ptr_array_index (back, 0))->state, ==, "missed");
  g_assert_cmpstr (((EbbAppointment *) g_ptr_array_index (back, 0))->note, ==, "flat tyre");
  g_free (visit.id);
}

static void
test_discharge (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbEpisode) back = NULL;
  GError *error = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  assert_refused (ebb_db_discharge_episode (rig->db, EPISODE_ID, NULL, "2026-03-01", &error),
                  &error, "reason of the discharge", "1 to 200");
  g_assert_true (
      ebb_db_discharge_episode (rig->db, EPISODE_ID, "goals reached", "2026-03-01", NULL));
  assert_refused (ebb_db_discharge_episode (rig->db, EPISODE_ID, "again", "2026-03-02", &error),
                  &error, "episode", "an open one");
  back = get_episode (rig->db, EPISODE_ID);
  g_assert_cmpstr (back->discharge_reason, ==, "goals reached");
  g_assert_cmpstr (back->discharged_on, ==, "2026-03-01");
}

static EbbOutcome
make_outcome (const char *measure, double value, EbbSide side)
{
  return (EbbOutcome){ .episode_id = (char *) EPISODE_ID,
                       .measure = (char *) measure,
                       .occasion = (char *) "baseline",
                       .side = side,
                       .value = value,
                       .measured_on = (char *) "2026-02-03" };
}

static void
outcome_clear (EbbOutcome *outcome)
{
  g_clear_pointer (&outcome->id, g_free);
  g_clear_pointer (&outcome->list_id, g_free);
}

static void
test_outcome (DataRig *rig, gconstpointer unused)
{
  EbbOutcome lefs = make_outcome ("lefs", 41, EBB_SIDE_UNSET);
  EbbOutcome max = make_outcome ("one-rm", 53.3, EBB_SIDE_LEFT);
  g_autoptr (GPtrArray) back = NULL;
  const EbbOutcome *first;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  max.exercise_id = (char *) "short-arc-quad";
  max.way = (char *) "epley";
  g_assert_true (ebb_db_put_outcome (rig->db, &lefs, NULL));
  g_assert_true (ebb_db_put_outcome (rig->db, &max, NULL));
  back = ebb_db_list_outcomes (rig->db, EPISODE_ID, "one-rm", NULL);
  g_assert_cmpuint (back->len, ==, 1);
  first = g_ptr_array_index (back, 0);
  g_assert_cmpfloat (first->value, ==, 53.3);
  g_assert_cmpint (first->side, ==, EBB_SIDE_LEFT);
  g_assert_cmpstr (first->way, ==, "epley");
  g_assert_cmpstr (first->list_id, ==, "standard");
  g_assert_cmpuint (first->list_version, ==, 1);
  outcome_clear (&lefs);
  outcome_clear (&max);
}

static void
test_outcome_refused (DataRig *rig, gconstpointer unused)
{
  static const struct {
    const char *measure;
    double value;
    EbbSide side;
    const char *date, *says, *allowed;
  } rows[] = {
    { "lefs", 80, EBB_SIDE_UNSET, "2026-02-03", NULL, NULL },
    { "lefs", 80.5, EBB_SIDE_UNSET, "2026-02-03", "LEFS", "0 to 80" },
    { "lefs", -1, EBB_SIDE_UNSET, "2026-02-03", "LEFS", "0 to 80" },
    { "lefs", NAN, EBB_SIDE_UNSET, "2026-02-03", "LEFS", "0 to 80" },
    { "lefs", 50, EBB_SIDE_LEFT, "2026-02-03", "side", "no side" },
    { "girth-thigh-15", 90, EBB_SIDE_LEFT, "2026-02-03", NULL, NULL },
    { "girth-thigh-15", 90.1, EBB_SIDE_LEFT, "2026-02-03", "90.1", "30 to 90" },
    { "girth-thigh-15", 29.9, EBB_SIDE_LEFT, "2026-02-03", "29.9", "30 to 90" },
    { "girth-thigh-15", 50, EBB_SIDE_UNSET, "2026-02-03", "side", "left or right" },
    { "happiness", 50, EBB_SIDE_UNSET, "2026-02-03", "happiness", "lefs" },
    { "lefs", 50, EBB_SIDE_UNSET, "2999-01-01", "2999-01-01", "today or before" },
    { "lefs", 50, EBB_SIDE_UNSET, "2026-02-29", "2026-02-29", "YYYY-MM-DD" },
  };
  int stored = 0;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbOutcome outcome = make_outcome (rows[i].measure, rows[i].value, rows[i].side);
    GError *error = NULL;
    gboolean done;

    outcome.measured_on = (char *) rows[i].date;
    done = ebb_db_put_outcome (rig->db, &outcome, &error);
    if (rows[i].says == NULL) {
      g_assert_no_error (error);
      stored++;
    } else
      assert_refused (done, &error, rows[i].says, rows[i].allowed);
    outcome_clear (&outcome);
  }
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM outcome_measure"), ==, stored);
}

/* Two bouts as a session leaves them, and what the rules see of them. */
static void
put_trained (EbbDb *db)
{
  data_put_all (db);
  make_practice (db);
  data_put_set (db, SET_1_ID, 1, CUFF_SECONDS (20), CUFF_SECONDS (80));
  g_assert_true (ebb_db_put_rating (db, SET_1_ID, "exertion", 4, CUFF_SECONDS (90), NULL));
  g_assert_true (ebb_db_put_rating (db, SET_1_ID, "pain", 2, CUFF_SECONDS (90), NULL));
  g_assert_true (ebb_store_end_bout (db, BOUT_ID, EBB_STATE_COMPLETED, CUFF_REASON_NONE,
                                     CUFF_SECONDS (100), NULL));
  g_assert_true (ebb_store_end_session (db, SESSION_ID, EBB_STATE_COMPLETED, CUFF_REASON_NONE,
                                        CUFF_SECONDS (120), NULL));
}

static EbbProgressHistory *
load_progress (EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  EbbProgressHistory *history =
      ebb_db_load_progress (db, EPISODE_ID, "short-arc-quad", EBB_SEGMENT_THIGH, EBB_SIDE_LEFT,
                            SESSION_UNIX_US + 7 * DAY_US, &error);

  g_assert_no_error (error);
  return history;
}

static void
test_progress (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbProgressHistory) history = NULL;
  const EbbProgressSession *session;
  EbbCheck check = { .kind = (char *) "soreness", .value = 6, .second = NAN };

  put_trained (rig->db);
  g_assert_true (ebb_db_put_check (rig->db, SESSION_ID, &check, NULL, NULL));
  history = load_progress (rig->db);
  g_assert_cmpstr (history->today, ==, "2026-02-10");
  g_assert_cmpstr (history->first_date, ==, "2026-02-03");
  g_assert_cmpuint (history->sessions->len, ==, 1);
  session = &g_array_index (history->sessions, EbbProgressSession, 0);
  g_assert_cmpuint (session->n_sets, ==, 1);
  g_assert_cmpfloat (session->exertion, ==, 4);
  g_assert_cmpfloat (session->pain, ==, 2);
  g_assert_cmpfloat (session->soreness, ==, 6);
  g_assert_true (isnan (session->discomfort));
  g_assert_false (session->stopped);
  g_assert_cmpint (session->found[EBB_LOOK_SWELLING], ==, EBB_FINDING_UNKNOWN);
  g_assert_cmpint (session->found[EBB_LOOK_ADVERSE], ==, EBB_FINDING_NO);
}

/* "Nothing new" answers what was not asked one by one, never what was found. */
static void
test_progress_found (DataRig *rig, gconstpointer unused)
{
  EbbCheck nothing_new = { .kind = (char *) "nothing-new", .value = 1, .second = NAN };
  EbbCheck effusion = { .kind = (char *) "effusion", .value = 1, .second = NAN };
  g_autoptr (EbbProgressHistory) history = NULL;
  const EbbProgressSession *session;

  put_trained (rig->db);
  g_assert_true (ebb_db_put_check (rig->db, SESSION_ID, &effusion, NULL, NULL));
  g_assert_true (ebb_db_put_check (rig->db, SESSION_ID, &nothing_new, NULL, NULL));
  g_assert_true (ebb_db_put_adverse_event (rig->db, PATIENT_ID, SESSION_ID, "numbness", NULL,
                                           SESSION_UNIX_US, NULL, NULL));
  history = load_progress (rig->db);
  session = &g_array_index (history->sessions, EbbProgressSession, 0);
  g_assert_cmpint (session->found[EBB_LOOK_EFFUSION], ==, EBB_FINDING_YES);
  g_assert_cmpint (session->found[EBB_LOOK_SWELLING], ==, EBB_FINDING_NO);
  g_assert_cmpint (session->found[EBB_LOOK_ADVERSE], ==, EBB_FINDING_YES);
}

/* Something new is not "nothing new", and a simulated cuff was on no limb of a real clinic. */
static void
test_progress_something_new (DataRig *rig, gconstpointer unused)
{
  EbbCheck something = { .kind = (char *) "nothing-new", .value = 0, .second = NAN };
  EbbClinic real = { .name = (char *) "Clinic" };
  g_autoptr (EbbProgressHistory) history = NULL;
  g_autoptr (EbbProgressHistory) none = NULL;

  put_trained (rig->db);
  g_assert_true (ebb_db_put_check (rig->db, SESSION_ID, &something, NULL, NULL));
  history = load_progress (rig->db);
  g_assert_cmpint (
      g_array_index (history->sessions, EbbProgressSession, 0).found[EBB_LOOK_SWELLING], ==,
      EBB_FINDING_UNKNOWN);
  g_assert_true (ebb_db_put_clinic (rig->db, &real, NULL));
  none = load_progress (rig->db);
  g_assert_cmpuint (none->sessions->len, ==, 0);
}

/* Two bouts of one visit are not two sessions, and the worse one is not forgotten. */
static void
test_progress_two_bouts (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbProgressHistory) history = NULL;

  put_trained (rig->db);
  g_assert_true (
      ebb_db_execute (rig->db,
                      "INSERT INTO bout SELECT '" DATA_ID (
                          "b") "', session_id, 2, "
                               "exercise_id, posture, protocol_id, protocol_version, NULL, state, "
                               "reason, started_us + 1, ended_us + 1, n_sets FROM bout",
                      NULL));
  data_put_limb (rig->db, DATA_ID ("c"), DATA_ID ("b"));
  history = load_progress (rig->db);
  g_assert_cmpuint (history->sessions->len, ==, 1);
  g_assert_cmpfloat (g_array_index (history->sessions, EbbProgressSession, 0).pain, ==, 2);
}

static EbbProgressChoice
make_choice (void)
{
  return (EbbProgressChoice){ .episode_id = (char *) EPISODE_ID,
                              .exercise_id = (char *) "short-arc-quad",
                              .segment = EBB_SEGMENT_THIGH,
                              .side = EBB_SIDE_LEFT,
                              .list_id = (char *) "standard",
                              .list_version = 1,
                              .rule = EBB_RULE_SCHEME,
                              .step = (char *) "load",
                              .from_value = 10,
                              .to_value = 12.5,
                              .reason = (char *) "went well",
                              .numbers = (char *) "Limb pain: 2 of 10",
                              .choice = EBB_CHOICE_CHANGED,
                              .chosen_value = 11,
                              .note = (char *) ODD_TEXT,
                              .operator_name = (char *) "Practice Therapist",
                              .chosen_unix_us = SESSION_UNIX_US };
}

static void
test_choice (DataRig *rig, gconstpointer unused)
{
  EbbProgressChoice choice = make_choice ();
  g_autoptr (GPtrArray) back = NULL;
  const EbbProgressChoice *first;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  g_assert_true (ebb_db_put_choice (rig->db, &choice, NULL));
  back = ebb_db_list_choices (rig->db, EPISODE_ID, NULL);
  g_assert_cmpuint (back->len, ==, 1);
  first = g_ptr_array_index (back, 0);
  g_assert_cmpint (first->rule, ==, EBB_RULE_SCHEME);
  g_assert_cmpfloat (first->to_value, ==, 12.5);
  g_assert_cmpfloat (first->chosen_value, ==, 11);
  g_assert_cmpstr (first->note, ==, ODD_TEXT);
  g_assert_cmpstr (first->operator_name, ==, "Practice Therapist");
  g_assert_false (
      ebb_db_execute (rig->db, "UPDATE progression_choice SET choice = 'declined'", NULL));
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM progression_choice", NULL));
  g_free (choice.id);
}

static EbbAdverseRecord
make_adverse (void)
{
  return (EbbAdverseRecord){ .patient_id = (char *) PATIENT_ID,
                             .session_id = (char *) SESSION_ID,
                             .kind = (char *) "rhabdomyolysis",
                             .grade = 4,
                             .onset = (char *) "three-days",
                             .action = (char *) "sent to hospital",
                             .reported_to = (char *) "Practice Physician",
                             .segment = (char *) "thigh",
                             .side = EBB_SIDE_LEFT,
                             .pressure = CUFF_MMHG (150),
                             .noticed_unix_us = SESSION_UNIX_US + 3 * DAY_US };
}

/* Days after the session that it belongs to. */
static void
test_adverse (DataRig *rig, gconstpointer unused)
{
  EbbAdverseRecord record = make_adverse ();
  g_autoptr (GPtrArray) back = NULL;
  const EbbAdverseRecord *first;

  put_trained (rig->db);
  g_assert_true (ebb_db_put_adverse_record (rig->db, &record, NULL));
  back = ebb_db_list_adverse_records (rig->db, PATIENT_ID, NULL);
  g_assert_cmpuint (back->len, ==, 1);
  first = g_ptr_array_index (back, 0);
  g_assert_cmpstr (first->kind, ==, "rhabdomyolysis");
  g_assert_cmpuint (first->grade, ==, 4);
  g_assert_cmpstr (first->onset, ==, "three-days");
  g_assert_cmpint (first->pressure, ==, CUFF_MMHG (150));
  g_assert_cmpint (first->noticed_unix_us, ==, SESSION_UNIX_US + 3 * DAY_US);
  g_free (record.id);
}

/* Unwell: one tap files it, the description completes it, and everywhere it is one event. */
static void
test_adverse_completed (DataRig *rig, gconstpointer unused)
{
  EbbAdverseRecord record = make_adverse (), again = make_adverse ();
  g_autoptr (EbbSessionFile) before = NULL, after = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  gboolean unwell = FALSE;

  put_trained (rig->db);
  g_assert_true (ebb_db_put_adverse_event (rig->db, PATIENT_ID, SESSION_ID, EBB_ADVERSE_UNWELL,
                                           NULL, SESSION_UNIX_US, NULL, NULL));
  before = ebb_db_load_session_file (rig->db, SESSION_ID, NULL);
  g_assert_cmpuint (before->adverse->len, ==, 1);
  g_assert_true (((EbbAdverseEvent *) before->adverse->pdata[0])->bare);
  record.completes_id = again.completes_id = ((EbbAdverseEvent *) before->adverse->pdata[0])->id;
  g_assert_true (ebb_db_put_adverse_record (rig->db, &record, NULL));
  after = ebb_db_load_session_file (rig->db, SESSION_ID, NULL);
  g_assert_cmpuint (after->adverse->len, ==, 1);
  g_assert_false (((EbbAdverseEvent *) after->adverse->pdata[0])->bare);
  list = ebb_db_list_adverse_records (rig->db, PATIENT_ID, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpuint (((EbbAdverseRecord *) list->pdata[0])->grade, ==, 4);
  /* Both stay; the lock of that day still stands by the bare one. */
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM adverse_event"), ==, 2);
  g_assert_true (ebb_db_was_unwell (rig->db, PATIENT_ID, SESSION_UNIX_US, &unwell, NULL));
  g_assert_true (unwell);
  assert_refused (ebb_db_put_adverse_record (rig->db, &again, &error), &error, "event completed",
                  "not described yet");
  g_free (record.id);
}

static void
test_adverse_refused (DataRig *rig, gconstpointer unused)
{
  EbbAdverseRecord record = make_adverse ();
  GError *error = NULL;

  put_trained (rig->db);
  record.kind = (char *) "bad-mood";
  assert_refused (ebb_db_put_adverse_record (rig->db, &record, &error), &error, "bad-mood",
                  "numbness");
  record = make_adverse ();
  record.grade = 5;
  assert_refused (ebb_db_put_adverse_record (rig->db, &record, &error), &error, "grade", "1 to 4");
  record.grade = 0;
  assert_refused (ebb_db_put_adverse_record (rig->db, &record, &error), &error, "grade", "1 to 4");
  record = make_adverse ();
  record.onset = NULL;
  assert_refused (ebb_db_put_adverse_record (rig->db, &record, &error), &error, "onset", "later");
  data_put_patient (rig->db, DATA_ID ("8"), "Other Patient");
  record = make_adverse ();
  record.patient_id = (char *) DATA_ID ("8");
  assert_refused (ebb_db_put_adverse_record (rig->db, &record, &error), &error, "session",
                  "one of this patient");
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM adverse_event"), ==, 0);
}

static void
test_note (DataRig *rig, gconstpointer unused)
{
  EbbVisitNote note = { .session_id = (char *) SESSION_ID,
                        .subjective = (char *) ODD_TEXT,
                        .objective = (char *) "Blood pressure 128/82 mmHg.",
                        .skilled_min = 23,
                        .written_unix_us = SESSION_UNIX_US };
  g_autoptr (EbbVisitNote) none = NULL;
  g_autoptr (EbbVisitNote) back = NULL;

  put_trained (rig->db);
  none = ebb_db_get_visit_note (rig->db, SESSION_ID, NULL);
  g_assert_null (none);
  g_assert_true (ebb_db_put_visit_note (rig->db, &note, NULL));
  g_clear_pointer (&note.id, g_free);
  note.assessment = (char *) "better";
  note.written_unix_us++;
  g_assert_true (ebb_db_put_visit_note (rig->db, &note, NULL));
  back = ebb_db_get_visit_note (rig->db, SESSION_ID, NULL);
  g_assert_cmpstr (back->subjective, ==, ODD_TEXT);
  g_assert_cmpstr (back->assessment, ==, "better");
  g_assert_cmpint (back->skilled_min, ==, 23);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM visit_note"), ==, 2);
  g_assert_false (ebb_db_execute (rig->db, "UPDATE visit_note SET plan = 'x'", NULL));
  g_free (note.id);
}

static GPtrArray *
list_calls (EbbDb *db, gint64 after_us)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *calls = ebb_db_list_calls (db, NULL, SESSION_UNIX_US + after_us, &error);

  g_assert_no_error (error);
  return calls;
}

static void
test_calls (DataRig *rig, gconstpointer unused)
{
  EbbFollowUp answers = { .session_id = (char *) SESSION_ID,
                          .outcome = (char *) "not-reached",
                          .called_unix_us = SESSION_UNIX_US + DAY_US };
  g_autoptr (GPtrArray) calls = NULL, again = NULL, done = NULL, old = NULL;
  const EbbCall *call;

  put_trained (rig->db);
  calls = list_calls (rig->db, DAY_US);
  g_assert_cmpuint (calls->len, ==, 1);
  call = g_ptr_array_index (calls, 0);
  g_assert_true (call->first);
  g_assert_cmpstr (call->patient_name, ==, "Practice Patient");
  g_assert_cmpint (call->ended_unix_us, ==, SESSION_UNIX_US + CUFF_SECONDS (120));
  old = list_calls (rig->db, 8 * DAY_US);
  g_assert_cmpuint (old->len, ==, 0);

  g_assert_true (ebb_db_put_follow_up (rig->db, &answers, NULL));
  again = list_calls (rig->db, DAY_US);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpuint (((EbbCall *) g_ptr_array_index (again, 0))->n_tries, ==, 1);
  g_clear_pointer (&answers.id, g_free);
  answers.reached = TRUE;
  answers.outcome = (char *) "fine";
  g_assert_true (ebb_db_put_follow_up (rig->db, &answers, NULL));
  done = list_calls (rig->db, DAY_US);
  g_assert_cmpuint (done->len, ==, 0);
  g_free (answers.id);
}

/* A second session at the same pressure needs no call, at a higher one it does. */
static void
test_calls_pressure (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) same = NULL, higher = NULL;

  put_trained (rig->db);
  data_put_session (rig->db, DATA_ID ("a"), SESSION_UNIX_US + 2 * DAY_US);
  data_put_bout (rig->db, DATA_ID ("b"), DATA_ID ("a"), 0);
  data_put_limb (rig->db, DATA_ID ("c"), DATA_ID ("b"));
  g_assert_true (ebb_store_end_session (rig->db, DATA_ID ("a"), EBB_STATE_COMPLETED,
                                        CUFF_REASON_NONE, CUFF_SECONDS (120), NULL));
  same = list_calls (rig->db, 3 * DAY_US);
  g_assert_cmpuint (same->len, ==, 1); /* the first one */
  g_assert_true (ebb_db_execute (rig->db,
                                 "UPDATE bout_limb SET target_dmmhg = target_dmmhg + 1 "
                                 "WHERE id = '" DATA_ID ("c") "'",
                                 NULL));
  higher = list_calls (rig->db, 3 * DAY_US);
  g_assert_cmpuint (higher->len, ==, 2);
  g_assert_false (((EbbCall *) g_ptr_array_index (higher, 1))->first);
}

static void
test_call_refused (DataRig *rig, gconstpointer unused)
{
  EbbFollowUp answers = { .session_id = (char *) SESSION_ID,
                          .reached = TRUE,
                          .soreness = NAN,
                          .outcome = (char *) "fine",
                          .called_unix_us = SESSION_UNIX_US };
  GError *error = NULL;

  put_trained (rig->db);
  assert_refused (ebb_db_put_follow_up (rig->db, &answers, &error), &error, "soreness", "0 to 10");
  answers.soreness = 11;
  assert_refused (ebb_db_put_follow_up (rig->db, &answers, &error), &error, "soreness", "0 to 10");
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM follow_up"), ==, 0);
}

static void
test_due (DataRig *rig, gconstpointer unused)
{
  EbbOutcome lefs = make_outcome ("lefs", 41, EBB_SIDE_UNSET);
  EbbDueFacts facts;

  put_trained (rig->db);
  g_assert_true (
      ebb_db_get_due_facts (rig->db, EPISODE_ID, SESSION_UNIX_US + DAY_US, &facts, NULL));
  g_assert_cmpuint (facts.n_sessions, ==, 1);
  g_assert_cmpuint (facts.n_calls, ==, 1);
  g_assert_true (facts.has_order);
  g_assert_true (facts.order_open_ended);
  g_assert_false (facts.has_screening);
  g_assert_false (facts.has_baseline);
  g_assert_cmpstr (facts.lop_on, ==, "");
  lefs.measured_on = (char *) "2026-02-01";
  g_assert_true (ebb_db_put_outcome (rig->db, &lefs, NULL));
  g_assert_true (
      ebb_db_get_due_facts (rig->db, EPISODE_ID, SESSION_UNIX_US + DAY_US, &facts, NULL));
  g_assert_true (facts.has_baseline);
  g_assert_cmpuint (facts.sessions_since_measures, ==, 1);
  outcome_clear (&lefs);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/care/episode", test_episode);
  ADD ("/care/episode/refused", test_episode_refused);
  ADD ("/care/episode/owner", test_episode_owner);
  ADD ("/care/goal-and-plan", test_goal_and_plan);
  ADD ("/care/visits", test_visits);
  ADD ("/care/discharge", test_discharge);
  ADD ("/care/outcome", test_outcome);
  ADD ("/care/outcome/refused", test_outcome_refused);
  ADD ("/care/progress", test_progress);
  ADD ("/care/progress/found", test_progress_found);
  ADD ("/care/progress/something-new", test_progress_something_new);
  ADD ("/care/progress/two-bouts", test_progress_two_bouts);
  ADD ("/care/choice", test_choice);
  ADD ("/care/adverse", test_adverse);
  ADD ("/care/adverse/completed", test_adverse_completed);
  ADD ("/care/adverse/refused", test_adverse_refused);
  ADD ("/care/note", test_note);
  ADD ("/care/calls", test_calls);
  ADD ("/care/calls/pressure", test_calls_pressure);
  ADD ("/care/calls/refused", test_call_refused);
  ADD ("/care/due", test_due);
  return g_test_run ();
}
