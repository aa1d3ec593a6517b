/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which cue is heard when: over whole sessions in virtual time, looked at as the window does (when
 * something changes, and ten times a second), and at the edges of "late".
 */
#include "ebb-cue.h"
#include "session-rig.h"

#define LOOK_S 0.1

static const char two_sets[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"two-sets\","
    "  \"name\": \"Two sets\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"%s\", \"sets_min\": 2,"
    "  \"sets\": [ { \"reps_min\": 4, \"reps_max\": 4 }, { \"reps_min\": 4, \"reps_max\": 4 } ],"
    "  \"rest_s\": 40, \"tempo\": { \"contract_ms\": 1000, \"hold_ms\": 5000,"
    "  \"relax_ms\": 1000, \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

/* What somebody with ears would note down. */
typedef struct {
  SessionRig *rig;
  EbbCueLook seen;
  guint n[EBB_CUE_COUNT];
  guint n_led;         /* parts the pacer led, as the session itself says */
  gint64 rest_ends_us; /* where the last "rest ending" pointed */
  gint64 inflates_us;  /* where the last "inflates" pointed */
} Ears;

static void
look (Ears *ears)
{
  EbbCueLook now = { .at_us = ebb_clock_now_us (ears->rig->clock) };
  ebb_session_get_view (ears->rig->session, &now.view);
  EbbCue cue = ebb_cue_between (ebb_session_get_plan (ears->rig->session), &ears->seen, &now);
  ears->seen = now;
  ears->n[cue]++;
  if (cue != EBB_CUE_NONE)
    g_assert_cmpint (now.view.phase, !=, EBB_PHASE_PAUSED);
  if (cue == EBB_CUE_REST_ENDING)
    ears->rest_ends_us = now.view.phase_until_us;
  if (cue == EBB_CUE_INFLATES)
    ears->inflates_us = now.view.phase_until_us;
}

static void
on_changed_cb (EbbSession *session, Ears *ears)
{
  look (ears);
}

static void
on_led_cb (EbbSession *session, int phase, guint duration_ms, Ears *ears)
{
  ears->n_led++;
}

static void
listen_for (Ears *ears, double seconds)
{
  for (double s = 0; s < seconds; s += LOOK_S) {
    session_rig_run (ears->rig, LOOK_S);
    look (ears);
  }
}

static gboolean
listen_until (Ears *ears, EbbPhase phase, double seconds)
{
  for (double s = 0; s < seconds && session_rig_view (ears->rig).phase != phase; s += LOOK_S)
    listen_for (ears, LOOK_S);
  return session_rig_view (ears->rig).phase == phase;
}

static void
begin (Ears *ears, const char *pattern)
{
  g_autofree char *json = pattern ? g_strdup_printf (two_sets, pattern) : NULL;
  SessionRigOptions options = { .seed = 1, .protocol_json = json };
  *ears = (Ears){ .rig = session_rig_new (&options), .seen = { .at_us = EBB_TIME_UNSET } };
  ears->rig->hands = FALSE; /* the cuff stays on: the session is looked at to its end */
  session_rig_connect (ears->rig);
  g_signal_connect (ears->rig->session, "changed", G_CALLBACK (on_changed_cb), ears);
  g_signal_connect (ears->rig->session, "cue", G_CALLBACK (on_led_cb), ears);
  ebb_session_start (ears->rig->session);
}

static void
end (Ears *ears)
{
  g_signal_handlers_disconnect_by_data (ears->rig->session, ears);
  g_autoptr (EbbDb) db = session_rig_finish (ears->rig);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (ears->rig);
}

/* 15 repetitions: 15 times each of the three, and the count-down before them once. */
static void
test_each_once (void)
{
  Ears ears;
  begin (&ears, NULL);
  g_assert_true (listen_until (&ears, EBB_PHASE_REMOVE_CUFF, 200));
  g_assert_cmpuint (ears.n[EBB_CUE_CONTRACT], ==, 15);
  g_assert_cmpuint (ears.n[EBB_CUE_HOLD], ==, 15);
  g_assert_cmpuint (ears.n[EBB_CUE_RELAX], ==, 15);
  g_assert_cmpuint (ears.n_led, ==, 45);
  g_assert_cmpuint (ears.n[EBB_CUE_REST_ENDING], ==, 1);
  g_assert_cmpuint (ears.n[EBB_CUE_INFLATES], ==, 0);
  end (&ears);
}

/* The cuff stays tight: the rest's end is heard once, 3 s before the set, also when somebody has
 * made it longer. */
static void
test_tight_rest (void)
{
  Ears ears;
  begin (&ears, "continuous");
  g_assert_true (listen_until (&ears, EBB_PHASE_REST, 100));
  guint before = ears.n[EBB_CUE_REST_ENDING];
  listen_for (&ears, 10);
  ebb_session_more_rest (ears.rig->session, 15);
  gint64 over_us = session_rig_view (ears.rig).phase_until_us;
  g_assert_cmpuint (ears.n[EBB_CUE_REST_ENDING], ==, before);
  g_assert_true (listen_until (&ears, EBB_PHASE_CONTRACT, 100));
  g_assert_cmpuint (ears.n[EBB_CUE_REST_ENDING], ==, before + 1);
  g_assert_cmpint (ears.rest_ends_us, ==, over_us);
  end (&ears);
}

/* The cuff is deflated in rests: the inflation is announced once, then comes the count-down. */
static void
test_inflates_again (void)
{
  Ears ears;
  begin (&ears, "intermittent");
  g_assert_true (listen_until (&ears, EBB_PHASE_REST, 100));
  g_assert_cmpuint (ears.n[EBB_CUE_REST_ENDING], ==, 1);
  g_assert_true (listen_until (&ears, EBB_PHASE_INFLATING, 100));
  g_assert_cmpuint (ears.n[EBB_CUE_INFLATES], ==, 1);
  g_assert_cmpint (session_rig_view (ears.rig).phase_since_us, >=, ears.inflates_us);
  g_assert_true (listen_until (&ears, EBB_PHASE_CONTRACT, 100));
  g_assert_cmpuint (ears.n[EBB_CUE_INFLATES], ==, 1);
  g_assert_cmpuint (ears.n[EBB_CUE_REST_ENDING], ==, 2);
  end (&ears);
}

/* Nothing is heard in a pause (look() fails on it); the repetition that was broken off begins anew
 * afterwards, and is heard. */
static void
test_pause (void)
{
  Ears ears;
  begin (&ears, "continuous");
  g_assert_true (listen_until (&ears, EBB_PHASE_HOLD, 100));
  guint contracts = ears.n[EBB_CUE_CONTRACT], holds = ears.n[EBB_CUE_HOLD];
  ebb_session_pause (ears.rig->session);
  listen_for (&ears, 20);
  g_assert_cmpint (session_rig_view (ears.rig).phase, ==, EBB_PHASE_PAUSED);
  g_assert_cmpuint (ears.n[EBB_CUE_CONTRACT], ==, contracts);
  g_assert_cmpuint (ears.n[EBB_CUE_HOLD], ==, holds);
  ebb_session_resume (ears.rig->session);
  listen_for (&ears, 2);
  g_assert_cmpuint (ears.n[EBB_CUE_CONTRACT], ==, contracts + 1);
  g_assert_cmpuint (ears.n[EBB_CUE_HOLD], ==, holds + 1);
  end (&ears);
}

/* --- Late, and never twice --------------------------------------------------------------- */

static EbbCueLook
look_at (EbbPhase phase, double since_s, double until_s, double at_s)
{
  return (EbbCueLook){ .view = { .phase = phase,
                                 .phase_since_us = (gint64) (since_s * 1e6),
                                 .phase_until_us = (gint64) (until_s * 1e6),
                                 .bout = 1,
                                 .set = 1,
                                 .tight = TRUE },
                       .at_us = (gint64) (at_s * 1e6) };
}

static void
test_late (void)
{
  const EbbPlan plan = { .pattern = EBB_PATTERN_CONTINUOUS };
  EbbCueLook relax = look_at (EBB_PHASE_RELAX, 9, 10, 9.9);
  EbbCueLook in_time = look_at (EBB_PHASE_CONTRACT, 10, 11, 10.3);
  EbbCueLook late = look_at (EBB_PHASE_CONTRACT, 10, 11, 10.301);
  EbbCueLook none = { .at_us = EBB_TIME_UNSET };
  g_assert_cmpint (ebb_cue_between (&plan, &relax, &in_time), ==, EBB_CUE_CONTRACT);
  g_assert_cmpint (ebb_cue_between (&plan, &relax, &late), ==, EBB_CUE_NONE);
  g_assert_cmpint (ebb_cue_between (&plan, &in_time, &late), ==, EBB_CUE_NONE);
  g_assert_cmpint (ebb_cue_between (&plan, &in_time, &in_time), ==, EBB_CUE_NONE);
  g_assert_cmpint (ebb_cue_between (&plan, &none, &in_time), ==, EBB_CUE_NONE);
}

static void
test_rest_ending_late (void)
{
  const EbbPlan plan = { .pattern = EBB_PATTERN_CONTINUOUS };
  EbbCueLook early = look_at (EBB_PHASE_REST, 0, 30, 26.9);
  EbbCueLook due = look_at (EBB_PHASE_REST, 0, 30, 27);
  EbbCueLook edge = look_at (EBB_PHASE_REST, 0, 30, 27.3);
  EbbCueLook late = look_at (EBB_PHASE_REST, 0, 30, 27.4);
  EbbCueLook brief = look_at (EBB_PHASE_REST, 26.8, 29, 26.95);
  g_assert_cmpint (ebb_cue_between (&plan, &early, &due), ==, EBB_CUE_REST_ENDING);
  g_assert_cmpint (ebb_cue_between (&plan, &early, &edge), ==, EBB_CUE_REST_ENDING);
  g_assert_cmpint (ebb_cue_between (&plan, &early, &late), ==, EBB_CUE_NONE);
  g_assert_cmpint (ebb_cue_between (&plan, &due, &edge), ==, EBB_CUE_NONE);
  g_assert_cmpint (ebb_cue_between (&plan, &early, &brief), ==, EBB_CUE_NONE);
}

/* Preconditioning and passive training: nobody is to contract. */
static void
test_lying_still (void)
{
  EbbPlan plan = { .pattern = EBB_PATTERN_CONTINUOUS, .training = EBB_TRAINING_AEROBIC_CONTINUOUS };
  EbbCueLook before = look_at (EBB_PHASE_INFLATING, 0, 60, 9.9);
  EbbCueLook work = look_at (EBB_PHASE_WORK, 10, 310, 10.1);
  g_assert_cmpint (ebb_cue_between (&plan, &before, &work), ==, EBB_CUE_CONTRACT);
  plan.training = EBB_TRAINING_PRECONDITIONING;
  g_assert_cmpint (ebb_cue_between (&plan, &before, &work), ==, EBB_CUE_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cue/each-once", test_each_once);
  g_test_add_func ("/cue/tight-rest", test_tight_rest);
  g_test_add_func ("/cue/inflates-again", test_inflates_again);
  g_test_add_func ("/cue/pause", test_pause);
  g_test_add_func ("/cue/late", test_late);
  g_test_add_func ("/cue/rest-ending-late", test_rest_ending_late);
  g_test_add_func ("/cue/lying-still", test_lying_still);
  return g_test_run ();
}
