/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole practice session led through the window in virtual time, from the list of patients to the
 * record; then the stored record is judged, and that the page shows the same.
 */
#include "ui-walk.h"

#include "ebb-db-desk.h"
#include "ebb-hold-button.h"
#include "ebb-live-page.h"
#include "ebb-record-page.h"

#include <math.h>

/* Classic quad set for this patient: 3 sets of 15 to 20, led to 20. */
#define SETS      3
#define REPS_MIN  15
#define REPS_MAX  20
#define WAVE_MMHG 8.0 /* contracts 9: the wave of a repetition is no smaller */
#define EXERTION  6.0
#define STEP_MMHG 10
#define CHECK_SYS 124.0
#define CHECK_DIA 78.0
/* What a fast pump adds in the 0.3 s that a reading may take to the screen. */
#define LAG_MMHG  20

static void
expect_phase (UiRig *rig, EbbPhase phase, double virtual_s)
{
  if (!ui_rig_await_phase (rig, phase, virtual_s))
    g_error ("the phase \"%s\" did not come", ebb_phase_to_id (phase));
}

static char *
shown_text (UiRig *rig)
{
  return ui_text_of (ui_rig_window (rig));
}

static void
assert_shows (UiRig *rig, const char *text)
{
  g_autofree char *shown = shown_text (rig);
  if (strstr (shown, text) == NULL)
    g_error ("\"%s\" is not among: %s", text, shown);
}

/* A page that has just changed is laid out with its next frame. */
static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_settle (rig);
}

static UiRig *
rig_ready_to_start (void)
{
  UiRig *rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_patient (rig, UI_PATIENT);
  ui_walk_to_start (rig);
  ui_walk_prepare (rig);
  return rig;
}

/* The whole session --------------------------------------------------------------------------- */

/* Rated in the rest; a marker and 10 mmHg less besides. */
static void
lead_first_set (UiRig *rig)
{
  expect_phase (rig, EBB_PHASE_HOLD, 60);
  expect_phase (rig, EBB_PHASE_REST, 300);
  ui_rig_run (rig, 5);
  press (rig, "Fine");
  press (rig, "6");
  press (rig, "− 10 mmHg");
  press (rig, "More…");
  press (rig, "Marker");
}

/* Ended early, with a reason. */
static void
lead_second_set (UiRig *rig)
{
  expect_phase (rig, EBB_PHASE_HOLD, 60);
  ui_rig_run (rig, 30);
  press (rig, "End set");
  press (rig, "Form");
  expect_phase (rig, EBB_PHASE_REST, 30);
}

/* The next exercise cannot be had while the limb rests; Back leads to where one was. */
static void
ask_for_next_exercise (UiRig *rig)
{
  press (rig, "Next exercise");
  g_assert_true (ui_rig_await_label (rig, "The limb still rests", 5));
  GtkWidget *start = ui_find_type (ui_rig_window (rig), EBB_TYPE_HOLD_BUTTON, 0);
  g_assert_nonnull (start);
  g_assert_false (gtk_widget_is_sensitive (start));
  guint n_inflations = ui_rig_truth (rig).n_inflations;
  gtk_widget_activate (start);
  ui_rig_run (rig, 2);
  gtk_widget_activate (start);
  ui_rig_run (rig, 2);
  g_assert_cmpuint (ui_rig_truth (rig).n_inflations, ==, n_inflations);
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  g_assert_true (ui_rig_await_label (rig, "Remove the cuff", 5));
}

static void
finish (UiRig *rig)
{
  ui_walk_to_remove (rig, 400);
  g_assert_true (ui_rig_await_label (rig, "Remove the cuff", 5));
  ask_for_next_exercise (rig);
  GtkWidget *end = ui_find_button (ui_rig_window (rig), "Finish session");
  g_assert_nonnull (end);
  g_assert_false (gtk_widget_is_sensitive (end)); /* not before somebody has said it */
  press (rig, "Cuff is soft and off");
  press (rig, "Finish session");
  g_assert_true (ui_rig_await_button (rig, "Print for patient", 10));
}

static const EbbEventRecord *
only_event (const EbbSessionFile *file, const char *code)
{
  const EbbEventRecord *found = NULL;
  for (guint i = 0; i < file->events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (file->events, i);
    if (g_strcmp0 (event->code, code) != 0)
      continue;
    if (found != NULL)
      g_error ("the event \"%s\" is stored twice", code);
    found = event;
  }
  if (found == NULL)
    g_error ("no event \"%s\" is stored", code);
  return found;
}

static const EbbCheck *
only_check (const EbbSessionFile *file, const char *kind)
{
  const EbbCheck *found = NULL;
  for (guint i = 0; i < file->checks->len; i++) {
    const EbbCheck *check = g_ptr_array_index (file->checks, i);
    if (g_strcmp0 (check->kind, kind) != 0)
      continue;
    g_assert_null (found);
    found = check;
  }
  g_assert_nonnull (found);
  return found;
}

static void
judge_session (const EbbSessionFile *file)
{
  g_assert_cmpint (file->session->state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpint (file->session->state_code, ==, CUFF_REASON_PLAN_DONE);
  g_assert_true (file->session->simulated);
  g_assert_cmpstr (file->session->operator_name, ==, "A. Sample");
  g_assert_cmpuint (file->bouts->len, ==, 1); /* the next exercise was only looked at */
  g_assert_cmpuint (file->adverse->len, ==, 0);
}

static void
judge_checks (const EbbSessionFile *file)
{
  const EbbCheck *bp = only_check (file, "bp");
  g_assert_cmpfloat (bp->value, ==, CHECK_SYS);
  g_assert_cmpfloat (bp->second, ==, CHECK_DIA);
  const EbbCheck *nothing = only_check (file, "nothing-new");
  g_assert_cmpfloat (nothing->value, ==, 1);
  g_assert_null (nothing->text);
  g_assert_cmpfloat (only_check (file, "pain")->value, ==, 0);
}

/* Who moved was asked before anything was inflated for work. */
static void
judge_puff (const EbbSessionFile *file)
{
  const EbbEventRecord *puff = only_event (file, "puff");
  const EbbEventRecord *side = only_event (file, "side-confirmed");
  const EbbEventRecord *inflating = only_event (file, "inflating");
  g_assert_cmpint (puff->t_us, <, side->t_us);
  g_assert_cmpint (side->t_us, <, inflating->t_us);
}

static void
judge_set (const EbbSetFile *set, guint number)
{
  g_assert_cmpuint (set->set->number, ==, number);
  g_assert_cmpuint (set->set->reps_min, ==, REPS_MIN);
  g_assert_cmpuint (set->set->reps_max, ==, REPS_MAX);
  g_assert_cmpuint (set->reps->len, ==, set->set->reps_counted);
  g_assert_cmpint (set->set->ended_us, >, set->set->started_us);
  for (guint i = 0; i < set->reps->len; i++) {
    const EbbRepRecord *rep = g_ptr_array_index (set->reps, i);
    g_assert_cmpint (rep->rep.source, ==, CUFF_REP_WAVE);
    g_assert_cmpfloat (cuff_pressure_to_mmhg (rep->rep.amplitude), >=, WAVE_MMHG);
    g_assert_cmpint (rep->rep.start_us, >=, set->set->started_us);
  }
}

static void
judge_sets (const EbbBoutFile *bout)
{
  g_assert_cmpuint (bout->sets->len, ==, SETS);
  const EbbSetFile *sets[SETS];
  for (guint i = 0; i < SETS; i++) {
    sets[i] = g_ptr_array_index (bout->sets, i);
    judge_set (sets[i], i + 1);
  }
  g_assert_cmpuint (sets[0]->set->reps_counted, ==, REPS_MAX);
  g_assert_cmpstr (sets[0]->set->end_reason, ==, "done");
  g_assert_cmpuint (sets[1]->set->reps_counted, >, 0);
  g_assert_cmpuint (sets[1]->set->reps_counted, <, REPS_MIN);
  g_assert_cmpstr (sets[1]->set->end_reason, ==, "form");
  g_assert_cmpuint (sets[2]->set->reps_counted, ==, REPS_MAX);
  g_assert_cmpstr (sets[2]->set->end_reason, ==, "done");
}

/* What was said in the first rest, and nothing that nobody said. */
static void
judge_ratings (const EbbBoutFile *bout)
{
  const EbbSetFile *first = g_ptr_array_index (bout->sets, 0);
  gboolean cuff = FALSE, exertion = FALSE;
  g_assert_cmpuint (first->ratings->len, ==, 2);
  for (guint i = 0; i < first->ratings->len; i++) {
    const EbbRating *rating = g_ptr_array_index (first->ratings, i);
    cuff |= g_str_equal (rating->scale, "cuff") && rating->value == 0;
    exertion |= g_str_equal (rating->scale, "exertion") && rating->value == EXERTION;
  }
  g_assert_true (cuff && exertion);
  for (guint i = 1; i < bout->sets->len; i++)
    g_assert_cmpuint (((EbbSetFile *) g_ptr_array_index (bout->sets, i))->ratings->len, ==, 0);
}

static double
mean_mmhg (const GArray *samples, gint64 from_us, gint64 to_us)
{
  double sum = 0;
  guint n = 0;
  for (guint i = 0; i < samples->len; i++) {
    const EbbSample *sample = &g_array_index (samples, EbbSample, i);
    if (sample->t_us < from_us || sample->t_us >= to_us)
      continue;
    sum += cuff_pressure_to_mmhg (sample->pressure);
    n++;
  }
  g_assert_cmpuint (n, >, 0);
  return sum / n;
}

/* One step down, in the record and in the cuff. */
static void
judge_step (const EbbSessionFile *file, const EbbBoutFile *bout)
{
  const EbbLimbFile *limb = g_ptr_array_index (bout->limbs, 0);
  const EbbSetFile *first = g_ptr_array_index (bout->sets, 0);
  const EbbSetFile *last = g_ptr_array_index (bout->sets, SETS - 1);
  const EbbEventRecord *change = only_event (file, EBB_EVENT_TARGET);
  g_assert_cmpint (change->pressure, ==, limb->limb->target - CUFF_MMHG (STEP_MMHG));
  g_assert_cmpint (change->t_us, >, first->set->ended_us);
  double before = mean_mmhg (limb->samples, first->set->started_us, first->set->ended_us);
  double after = mean_mmhg (limb->samples, last->set->started_us, last->set->ended_us);
  g_assert_cmpfloat_with_epsilon (before - after, STEP_MMHG, 3);
}

/* The page is made of the same numbers, in the words of a person. */
static void
judge_page (UiRig *rig, const EbbBoutFile *bout)
{
  guint reps = 0;
  g_assert_nonnull (ui_find_type (ui_rig_window (rig), EBB_TYPE_RECORD_PAGE, 0));
  for (guint i = 0; i < SETS; i++) {
    const EbbSetFile *set = g_ptr_array_index (bout->sets, i);
    g_autofree char *cell =
        g_strdup_printf ("%u of %u–%u", set->set->reps_counted, REPS_MIN, REPS_MAX);
    assert_shows (rig, cell);
    reps += set->set->reps_counted;
  }
  /* Fewer than ordered, which a sign before the number says. */
  g_autofree char *sum = g_strdup_printf ("%u–%u ! %u", SETS * REPS_MIN, SETS * REPS_MAX, reps);
  assert_shows (rig, sum);
  assert_shows (rig, "112 → 102 mmHg");
  assert_shows (rig, "Blood pressure 124/78 mmHg");
  assert_shows (rig, "Nothing new since last time");
  assert_shows (rig, "cuff fine");
  assert_shows (rig, "exertion 6");
  assert_shows (rig, "Form");
  assert_shows (rig, "Completed");
  assert_shows (rig, "Simulated");
}

static void
test_whole_session (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UiRig) rig = rig_ready_to_start ();
  ui_walk_hold_start (rig);
  g_autofree char *id = g_strdup (ebb_session_get_id (rig->session));
  lead_first_set (rig);
  lead_second_set (rig);
  finish (rig);
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (EbbSessionFile) file = ebb_db_load_session_file (db, id, &error);
  g_assert_no_error (error);
  judge_session (file);
  judge_checks (file);
  judge_puff (file);
  const EbbBoutFile *bout = g_ptr_array_index (file->bouts, 0);
  judge_sets (bout);
  judge_ratings (bout);
  judge_step (file, bout);
  only_event (file, EBB_EVENT_MARKER);
  only_event (file, "cuff-off");
  judge_page (rig, bout);
}

/* Start --------------------------------------------------------------------------------------- */

/* Whoever presses again and again begins one session with one inflation. */
static void
test_double_press (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UiRig) rig = rig_ready_to_start ();
  GtkWidget *window = ui_rig_window (rig);
  guint n_inflations = ui_rig_truth (rig).n_inflations;
  GtkWidget *start = ui_find_type (window, EBB_TYPE_HOLD_BUTTON, 0);
  gtk_widget_activate (start);
  gtk_widget_activate (start); /* the same moment: a slip */
  ui_rig_run (rig, 3);
  g_assert_cmpuint (ui_rig_truth (rig).n_inflations, ==, n_inflations);
  ui_walk_hold_start (rig);
  ebb_session_start (rig->session); /* what a second held press would ask for */
  expect_phase (rig, EBB_PHASE_HOLD, 60);
  g_assert_cmpuint (ui_rig_truth (rig).n_inflations, ==, n_inflations + 1);
  g_assert_nonnull (ui_find_type (window, EBB_TYPE_LIVE_PAGE, 0));
  g_assert_null (ui_find_type (window, EBB_TYPE_LIVE_PAGE, 1));
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) open = ebb_db_list_open_sessions (db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (open->len, ==, 1);
}

/* The live page ------------------------------------------------------------------------------- */

static int
large_number (UiRig *rig)
{
  GtkWidget *page = ui_find_type (ui_rig_window (rig), EBB_TYPE_LIVE_PAGE, 0);
  g_assert_nonnull (page);
  GtkWidget *title = ui_find_label (page, "Pressure");
  g_assert_nonnull (title);
  g_autofree char *text = ui_text_of (gtk_widget_get_parent (title));
  g_assert_true (g_str_has_prefix (text, "Pressure "));
  const char *number = text + strlen ("Pressure ");
  return g_ascii_isdigit (*number) ? (int) g_ascii_strtoll (number, NULL, 10) : -1;
}

/* While the pressure rises, what is shown is what the cuff has, not what was ordered. */
static void
test_numbers_are_reported (void)
{
  g_autoptr (UiRig) rig = rig_ready_to_start ();
  ui_walk_hold_start (rig);
  guint n_between = 0;
  for (guint i = 0; i < 40 && ui_rig_view (rig).phase == EBB_PHASE_INFLATING; i++) {
    ui_rig_run (rig, 0.1);
    ui_rig_settle (rig);
    EbbSessionView view = ui_rig_view (rig);
    int shown = large_number (rig), ordered = (int) cuff_pressure_to_mmhg (view.ordered);
    double truth = ui_rig_truth (rig).cuff_mmhg;
    if (view.phase != EBB_PHASE_INFLATING || shown < 15 || truth > ordered - 2 * LAG_MMHG)
      continue;
    g_assert_cmpfloat (fabs (shown - cuff_pressure_to_mmhg (view.pressure)), <=, 1);
    g_assert_cmpfloat (fabs (shown - truth), <=, LAG_MMHG);
    n_between++;
  }
  g_assert_cmpuint (n_between, >=, 3);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/whole-session", test_whole_session);
  g_test_add_func ("/practice/double-press", test_double_press);
  g_test_add_func ("/practice/numbers-are-reported", test_numbers_are_reported);
  return g_test_run ();
}
